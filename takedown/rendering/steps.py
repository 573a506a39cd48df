"""steps.txt: for the user alone, what to do by hand with a notice, and how to record it."""

from takedown.notice import Notice, Way
from takedown.records import Channel

_WAYS = {
    Channel.EMAIL: "By email",
    Channel.FORM: "By form",
    Channel.DASHBOARD: "In your account",
    Channel.POST: "By post",
}


def steps_text(notice: Notice) -> str:
    """Write the numbered steps: read and sign, where to go, what to paste, how to record it."""
    recipient = notice.recipient
    steps = [
        f"Read the letter (notice.txt or notice.pdf). If it is right, sign it: takedown sign {notice.id}",
        _ways(recipient.ways) if recipient.ways else _no_way(recipient.name),
        *recipient.steps,
        _hand_over(recipient.ways),
        _record(notice.id),
    ]
    head = [
        f"What to do with notice {notice.id} to {recipient.name}",
        "This page is for you alone: do not send it.",
        "",
    ]
    if notice.demo:
        head[1:1] = ["This is a specimen with invented names: send it to nobody."]
    return "\n".join([*head, *(f"{number}. {step}" for number, step in enumerate(steps, 1))]) + "\n"


def _record(notice: str) -> str:
    return (
        "When it has gone out, record it, with the ticket number you were given and the date:\n"
        f"   takedown record submitted {notice} --ticket NUMBER --on YYYY-MM-DD\n"
        "   Leave --ticket out if there is no number; --evidence FILE keeps a copy of the confirmation."
    )


def _no_way(name: str) -> str:
    return f"No address of {name} is known here. Look for the help or contact page in your account there."


def _ways(ways: tuple[Way, ...]) -> str:
    if len(ways) == 1:
        return f"Hand it over: {_way(ways[0])}"
    return "\n".join(
        [
            "Hand it over one of these ways, the first that works for you:",
            *(f"   - {_way(way)}" for way in ways),
        ]
    )


def _way(way: Way) -> str:
    where = ", ".join([*([way.value] if way.value else []), *way.lines])
    note = f" – {way.note.rstrip('.')}" if way.note else ""
    return f"{_WAYS[way.channel]}: {where}{note}"


def _hand_over(ways: tuple[Way, ...]) -> str:
    channels = {way.channel for way in ways}
    advice = []
    if channels != {Channel.POST}:
        advice.append(
            "Paste the text of ticket.txt (each part as a message of its own), and attach notice.pdf and "
            "items.csv where files are taken."
        )
    if Channel.EMAIL in channels:
        advice.append("For email, open notice.eml: it is a ready draft.")
    if Channel.POST in channels:
        advice.append("For post, print notice.pdf and sign it by hand, or print the signed one.")
    return " ".join(advice)
