"""steps.txt: for the user alone, what to do by hand with a notice, how to record it, and what happens next.

Its digest is part of the notice, so that it holds no date but those of the notice itself.
"""

from collections.abc import Collection, Iterator, Sequence

from takedown.aftercare import Section, aftercare_of, joined
from takedown.notice import Kind, Notice, RecipientRole, Way
from takedown.records import Channel
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE

_WAYS = {
    Channel.EMAIL: "By email",
    Channel.FORM: "By form",
    Channel.DASHBOARD: "In your account",
    Channel.POST: "By post",
}

#: What a distributor has for removing is left out: a press there would remove.
_PRESS_NOTHING = {
    Kind.ENQUIRY: "This is only a question: press nothing in your account that removes a release.",
    Kind.REMINDER: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.ESCALATION: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.RETRACTION: "This calls a request back: press nothing in your account that removes a release.",
    Kind.REINSTATEMENT: "This asks for a return: press nothing in your account that removes a release.",
}


def steps_text(notice: Notice, *, files: Collection[str] | None = None) -> str:
    """Write the numbered steps and what happens next.

    `files` are the names of the notice's other files, so that none is spoken of that is not there; None: those that
    a notice of this kind and language has.
    """
    there = _usual_files(notice) if files is None else frozenset(files)
    head = [
        f"What to do with notice {notice.id}"
        + (f" to {shown(name)}" if (name := notice.recipient.name) else ""),
        *(["This is a specimen with invented names: send it to nobody."] if notice.demo else []),
        "This page is for you alone: do not send it.",
        "",
    ]
    steps = (f"{number}. {step}" for number, step in enumerate(_steps(notice, there), 1))
    return "\n".join([*head, *steps, "", *_next(aftercare_of(notice))]) + "\n"


def _usual_files(notice: Notice) -> frozenset[str]:
    public = notice.kind is Kind.PUBLIC_STATEMENT
    ticket = () if public else ("ticket.txt", "notice.eml")
    english = () if notice.language == "en" else ("english.txt",)
    return frozenset({"notice.txt", "notice.pdf", "items.csv", *ticket, *english})


def _steps(notice: Notice, files: Collection[str]) -> Iterator[str]:
    if notice.waits:
        yield _wait(notice)
    what = "statement" if notice.kind is Kind.PUBLIC_STATEMENT else "letter"
    yield f"Read the {what} (notice.txt or notice.pdf). If it is right, sign it: takedown sign {notice.id}"
    if notice.kind is Kind.PUBLIC_STATEMENT:
        yield (
            "Publish it yourself, where you speak to people: your page, your newsletter, your channels. Copy the "
            "text of notice.txt; this program sends it nowhere."
        )
        yield _record_published(notice.id)
        return
    ways = _usable(notice)
    yield from _hand_over(notice, ways)
    if advice := _advice(notice, {way.channel for way in ways}, files):
        yield advice
    yield _record(notice.id)


def _wait(notice: Notice) -> str:
    open_ones = (shown(delivery.name) for delivery in notice.deliveries if delivery.submitted_on is None)
    names = joined(open_ones)
    return (
        f"Wait until you have asked {names} and recorded it (takedown record submitted);\n"
        "   then run takedown generate: this letter will name the day. To send it earlier, go on:\n"
        "   as it stands, it says that you are asking."
    )


def _usable(notice: Notice) -> tuple[Way, ...]:
    """The ways that fit what is said: where nothing shall be removed, no button is one."""
    ways = notice.recipient.ways
    if notice.kind in _PRESS_NOTHING:
        ways = tuple(way for way in ways if way.channel is not Channel.DASHBOARD)
    return ways


def _hand_over(notice: Notice, ways: tuple[Way, ...]) -> Iterator[str]:
    """Where to go. The steps of a record that name its ways say it all; other ways come after them."""
    recipient = notice.recipient
    warned = _PRESS_NOTHING.get(notice.kind, "")
    steps = () if warned else tuple(map(shown, recipient.steps))
    told = " ".join(steps).casefold()
    others = tuple(way for way in ways if not way.value or shown(way.value).casefold() not in told)
    first = not steps or len(others) == len(ways)
    if warned and recipient.steps:
        yield warned
    if first:
        yield _listed("Hand it over", others, recipient.attention) if ways else _no_way(notice)
    if ways and notice.kind is Kind.WITHDRAWAL and _partly(notice) and _pressed(ways):
        yield "This is for some countries only: press no button that offers no choice of countries; ask support."
    yield from steps
    if others and not first:
        yield _listed("If that does not work", others, recipient.attention)
    yield from _how(notice)


def _how(notice: Notice) -> Iterator[str]:
    """What this kind of paper needs besides."""
    if notice.kind.answers_another and notice.earlier:
        if notice.earlier.ticket:
            yield f"Write in the same ticket, {shown(notice.earlier.ticket)}; open no new request."
        else:
            yield "Answer in the same conversation, where there is one; open no new request."
    if notice.kind is Kind.ROSTER_LETTER:
        yield "Send it to this artist alone, in a message of its own: nobody else sees who is asked."
    if notice.end and notice.end.confirmation:
        yield f"Attach a copy of the confirmation that it ended: {shown(notice.end.confirmation)}"


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


def _record_published(notice: str) -> str:
    return (
        "When it is published, record it; --evidence FILE keeps a copy or a picture of the page:\n"
        f"   takedown record submitted {notice} --on YYYY-MM-DD --evidence FILE"
    )


def _no_way(notice: Notice) -> str:
    name, role = shown(notice.recipient.name), notice.recipient.role
    if role in (RecipientRole.ARTIST, RecipientRole.LABEL, RecipientRole.SUPPLIER):
        return f"No address of {name} is known here. Hand it over the way you usually write to them."
    return f"No address of {name} is known here. Look for the help or contact page in your account there."


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


def _advice(notice: Notice, channels: set[Channel], files: Collection[str]) -> str:
    """What to hand over, for each of the ways that there are; only of files that there are."""
    advice = []
    english = "english.txt" in files
    if channels == {Channel.DASHBOARD}:
        advice.append(
            "Where only buttons are pressed, nothing is pasted: ticket.txt is your list, the letter your record."
        )
    elif channels != {Channel.POST}:
        attached = "notice.pdf, items.csv and english.txt" if english else "notice.pdf and items.csv"
        paste = (
            f"aste the text of ticket.txt (each part as a message of its own), and attach {attached} where files "
            "are taken."
        )
        advice.append(f"Where you can write, p{paste}" if Channel.DASHBOARD in channels else f"P{paste}")
    if Channel.EMAIL in channels:
        attached = "all files" if english else "both files"
        advice.append(f"For email, open notice.eml instead: it is a ready draft with {attached} attached.")
        account = shown(notice.account)
        if "@" in account and account.casefold() != notice.sender.email.casefold():
            advice.append(f"Send it from {account}, the email of the account.")
    if Channel.POST in channels:
        english_too = ", and english.txt with it" if english else ""
        advice.append(
            f"For post, print notice.pdf{english_too}, and sign it by hand, or print the signed one."
        )
    if english:
        advice.append("english.txt says the same in English, and goes with the letter.")
    return " ".join(advice)


def _next(sections: Sequence[Section]) -> Iterator[str]:
    """The aftercare, one sentence or command a line; what comes from data stays on its line."""
    yield "What happens next"
    for section in sections:
        yield ""
        yield section.topic.value
        yield from (f"- {shown(line)}" for line in section.lines)
        yield from (f"  {shown(command)}" for command in section.commands)
    yield ""
    yield "The same for all your letters, with what is known of each desk, stands in what-next.txt."
