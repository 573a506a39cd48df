"""steps.txt: for the user alone, what to do by hand with a notice, and how to record it."""

from collections.abc import Iterator, Sequence

from takedown.notice import Kind, Notice, Way
from takedown.records import Channel
from takedown.rendering.names import listed
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE

_WAYS = {
    Channel.EMAIL: "By email",
    Channel.FORM: "By form",
    Channel.DASHBOARD: "In your account",
    Channel.POST: "By post",
}


def steps_text(notice: Notice) -> str:
    """Write the numbered steps: read and sign, where to go, what to paste, how to record it."""
    head = [
        f"What to do with notice {notice.id} to {shown(notice.recipient.name)}",
        *(["This is a specimen with invented names: send it to nobody."] if notice.demo else []),
        "This page is for you alone: do not send it.",
        "",
    ]
    return "\n".join([*head, *(f"{number}. {step}" for number, step in enumerate(_steps(notice), 1))]) + "\n"


def _steps(notice: Notice) -> Iterator[str]:
    if notice.waits:
        yield _wait(notice)
    yield f"Read the letter (notice.txt or notice.pdf). If it is right, sign it: takedown sign {notice.id}"
    ways = _usable(notice)
    yield from _hand_over(notice, ways)
    if advice := _advice(notice, {way.channel for way in ways}):
        yield advice
    yield _record(notice.id)


def _wait(notice: Notice) -> str:
    open_ones = (shown(delivery.name) for delivery in notice.deliveries if delivery.submitted_on is None)
    names = listed(list(dict.fromkeys(open_ones)))
    return (
        f"Wait until you have asked {names} and recorded it (takedown record submitted);\n"
        "   then run takedown generate: this letter will name the day. To send it earlier, go on:\n"
        "   as it stands, it says that you are asking."
    )


def _usable(notice: Notice) -> tuple[Way, ...]:
    """For a question, what a distributor has for removing is left out: a press there would remove."""
    ways = notice.recipient.ways
    if notice.kind is Kind.ENQUIRY:
        ways = tuple(way for way in ways if way.channel is not Channel.DASHBOARD)
    return ways


def _hand_over(notice: Notice, ways: tuple[Way, ...]) -> Iterator[str]:
    """Where to go. The steps of a record that name its ways say it all; other ways come after them."""
    recipient = notice.recipient
    steps = () if notice.kind is Kind.ENQUIRY else tuple(map(shown, recipient.steps))
    told = " ".join(steps).casefold()
    others = tuple(way for way in ways if not way.value or shown(way.value).casefold() not in told)
    first = not steps or len(others) == len(ways)
    if notice.kind is Kind.ENQUIRY and recipient.steps:
        yield "This is only a question: press nothing in your account that removes a release."
    if first:
        yield _listed("Hand it over", others, recipient.attention) if ways else _no_way(recipient.name)
    if ways and notice.kind is Kind.WITHDRAWAL and _partly(notice) and _pressed(ways):
        yield "This is for some countries only: press no button that offers no choice of countries; ask support."
    yield from steps
    if others and not first:
        yield _listed("If that does not work", others, recipient.attention)


def _partly(notice: Notice) -> bool:
    return notice.territories != (WORLDWIDE,) or bool(notice.excluded_territories)


def _pressed(ways: Sequence[Way]) -> bool:
    return any(way.channel is Channel.DASHBOARD for way in ways)


def _record(notice: str) -> str:
    return (
        "When it has gone out, record it, with the ticket number you were given and the date:\n"
        f"   takedown record submitted {notice} --ticket NUMBER --on YYYY-MM-DD\n"
        "   Leave --ticket out if there is no number; --evidence FILE keeps a copy of the confirmation,\n"
        "   or of a picture of the screen."
    )


def _no_way(name: str) -> str:
    return (
        f"No address of {shown(name)} is known here. Look for the help or contact page in your account there."
    )


def _listed(words: str, ways: tuple[Way, ...], attention: str) -> str:
    if len(ways) == 1:
        return f"{words}: {_way(ways[0], attention)}"
    return "\n".join(
        [
            f"{words}, one of these ways, the first that works for you:",
            *(f"   - {_way(way, attention)}" for way in ways),
        ]
    )


def _way(way: Way, attention: str) -> str:
    where = ", ".join(map(shown, [*([way.value] if way.value else []), *way.lines]))
    note = f" – {shown(way.note).rstrip('.')}" if way.note else ""
    envelope = (
        f". Write on the envelope: Attention: {shown(attention)}"
        if attention and way.channel is Channel.POST
        else ""
    )
    return f"{_WAYS[way.channel]}: {where}{note}{envelope}"


def _advice(notice: Notice, channels: set[Channel]) -> str:
    """What to hand over, for each of the ways that there are."""
    advice = []
    if channels == {Channel.DASHBOARD}:
        advice.append(
            "Where only buttons are pressed, nothing is pasted: ticket.txt is your list, the letter your record."
        )
    elif channels != {Channel.POST}:
        paste = (
            "aste the text of ticket.txt (each part as a message of its own), and attach notice.pdf and "
            "items.csv where files are taken."
        )
        advice.append(f"Where you can write, p{paste}" if Channel.DASHBOARD in channels else f"P{paste}")
    if Channel.EMAIL in channels:
        advice.append("For email, open notice.eml instead: it is a ready draft with both files attached.")
        account = shown(notice.account)
        if "@" in account and account.casefold() != notice.sender.email.casefold():
            advice.append(f"Send it from {account}, the email of the account.")
    if Channel.POST in channels:
        advice.append("For post, print notice.pdf and sign it by hand, or print the signed one.")
    return " ".join(advice)
