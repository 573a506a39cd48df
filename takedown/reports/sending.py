"""What a person reads before, while and after messages go out. "Accepted" is never called "delivered"."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from takedown.brakes import HoldBack
from takedown.channels.protocol import Answer
from takedown.dispatch import Outcome
from takedown.messages import Message, Purpose, Stage
from takedown.reports.as_json import document
from takedown.reports.words import counted, moment, page, shown, wrapped
from takedown.sendable import Going, SendChoice
from takedown.sending import Ended, Stop

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SAID = {
    Stage.ACCEPTED: "accepted by your mail server (that is not yet “delivered”)",
    Stage.REJECTED: "rejected for good",
    Stage.FAILED: "given up after days",
    Stage.QUEUED: "put off; it stays queued",
    Stage.IN_DOUBT: "in doubt: it may have gone out, or not; it is not sent again by itself",
}
_STOPPED = {
    Stop.CAP: "The account may send no more for now.",
    Stop.ERRORS: "Stopped: too many failures, one after the other. Look at the server's words before you go on.",
    Stop.ACCOUNT: "Stopped: the mail server did not let this account send.",
    Stop.SPACE: "Stopped: the disk is nearly full, and what happens could not be recorded. Free some space.",
}


def plain_choice(choice: SendChoice, *, to_self: bool) -> str:
    """Show each message that would go: to whom, what, how large; then what is held back, and why."""
    lines: list[str] = []
    if choice.going:
        what = "test to yourself" if to_self else "message"
        many = "tests to yourself" if to_self else "messages"
        lines += [f"{counted(len(choice.going), what, many)} would go:", ""]
    for one in choice.going:
        lines += _going(one, choice)
    if choice.left:
        lines += ["", f"{counted(choice.left, 'more message')} beyond the limit of this run."]
    if choice.later:
        lines += ["", "Queued for later:"]
    for one in choice.later:
        at = moment(one.queued.not_before) if one.queued else ""
        lines += wrapped(f"{one.key}  {choice.names[one.state.id]}: not before {at}", first="  ", rest="    ")
    lines += held_lines(choice.held, choice.names, "Held back:")
    if not choice.going:
        lines = ["No message would go.", *lines]
        if not (choice.held or choice.later):
            lines += ["", "Next: takedown status; for forms, accounts and post: takedown outbox walk"]
    return page(lines)


def _going(one: Going, choice: SendChoice) -> list[str]:
    size = f"{one.size / 1000:,.0f} kB" if one.size >= 1000 else f"{one.size} bytes"  # noqa: PLR2004
    part = f", part {one.fresh.part} of {one.fresh.parts}" if one.fresh and one.fresh.parts > 1 else ""
    head = f"{one.key}  {choice.names[one.state.id]}{part}: {one.envelope.recipient}"
    about = f"{counted(len(one.state.items), 'item')}, {size}, from {one.envelope.sender}"
    again = ", queued before" if one.queued else ""
    lines = [*wrapped(head, first="  ", rest="    "), *wrapped(about + again, first="    ")]
    for reason in choice.insisted.get(one.state.id, ()):
        lines += wrapped(f"You insist, although: {reason.message}", first="    ")
    return lines


def held_lines(held: Mapping[str, tuple[HoldBack, ...]], names: Mapping[str, str], title: str) -> list[str]:
    """List what is held back, each reason with its next step."""
    lines = ["", title] if held else []
    for identity, reasons in held.items():
        lines += wrapped(f"{identity}  {names[identity]}", first="  ", rest="    ")
        for reason in reasons:
            says_so = "--insist" in reason.hint
            insist = (
                f" Or, if you know better: --insist {identity}" if reason.may_insist and not says_so else ""
            )
            told = _INSTANT.sub(lambda found: moment(found[0]), reason.message)
            lines += wrapped(f"{told}.", first="    - ", rest="      ")
            lines += wrapped(f"Next: {reason.hint}.{insist}", first="      ")
    return lines


def plain_outcome(outcome: Outcome) -> str:
    """`AMTJTP26G5.1 accepted by …: 250 2.0.0 Ok`."""
    if outcome.stage is None:
        return f"{outcome.message.id} was moved by another command; it was left alone"
    words = f": {_words(outcome.answer)}" if outcome.answer else ""
    later = f"; not before {moment(outcome.not_before)}" if outcome.not_before else ""
    return f"{outcome.message.id} {_SAID[outcome.stage]}{words}{later}"


def _words(answer: Answer) -> str:
    return shown(f"{answer.code} {answer.text}".strip() if answer.code else answer.text)


def plain_held(choice: SendChoice, until: datetime) -> str:
    """Say what is queued, and until when."""
    return page(
        [
            f"{counted(len(choice.going), 'message')} queued, not before {until:%Y-%m-%d %H:%M} ({until:%Z}).",
            "Nothing was sent.",
            "",
            "Then: takedown send. To take one back: takedown outbox cancel NOTICE",
        ]
    )


def held_json(choice: SendChoice, until: datetime) -> str:
    """The same for scripts."""
    return document(
        messages=[_message_json(one) for one in choice.going], held_until=until.isoformat(), sent=False
    )


def plain_ended(choice: SendChoice, ended: Ended, doubtful: Sequence[Message]) -> str:
    """Sum up a run in counts, say why it ended before its end, and what to do next."""
    counts = {stage: sum(outcome.stage is stage for outcome in ended.outcomes) for stage in _SAID}
    lines = [
        f"{counts[stage]} {words.partition(':')[0].partition(' (')[0]}"
        for stage, words in _SAID.items()
        if counts[stage]
    ]
    left = len(choice.going) - len(ended.outcomes)
    if left:
        lines.append(f"{left} not offered; queued" if left > 1 else "1 not offered; queued")
    lines = lines or ["Nothing was sent."]
    if ended.stop is not Stop.DONE:
        said = f" The server said: {_words(ended.answer)}" if ended.answer else ""
        after = f" Again after {ended.next_at.astimezone():%Y-%m-%d %H:%M}." if ended.next_at else ""
        lines += ["", *wrapped(f"{_STOPPED[ended.stop]}{said}{after}")]
    return page([*lines, "", *wrapped(f"Next: {_next(choice, ended, counts, doubtful)}")])


def _next(choice: SendChoice, ended: Ended, counts: Mapping[Stage, int], doubtful: Sequence[Message]) -> str:
    if counts[Stage.IN_DOUBT] or doubtful:
        return "takedown outbox list, and settle what is in doubt"
    if ended.stop is Stop.ACCOUNT:
        return "look at [mail] in takedown.toml (docs/mail.md says what works where); then the same command again"
    if any(one.fresh and one.fresh.purpose is Purpose.TO_SELF for one in choice.going):
        return "look into your mailbox, then takedown send shows what would go to the desks"
    if counts[Stage.REJECTED] or counts[Stage.FAILED]:
        return "takedown outbox list shows the server's words"
    if counts[Stage.QUEUED] or len(ended.outcomes) < len(choice.going):
        return "takedown send, later; it goes on where this run ended"
    return "takedown generate, if a request to a platform waits for these; then takedown status"


def sending_json(choice: SendChoice, ended: Ended | None) -> str:
    """Write what would go, what is held back, and, after a run, what became of each message."""
    return document(
        messages=[_message_json(one) for one in choice.going],
        later=[_message_json(one) for one in choice.later],
        held=[
            {"notice": identity, "reasons": [reason_json(reason) for reason in reasons]}
            for identity, reasons in choice.held.items()
        ],
        left=choice.left,
        outcomes=[_outcome_json(outcome) for outcome in ended.outcomes] if ended else [],
        sent=ended is not None,
        stop=ended.stop.value if ended else "",
    )


def _message_json(one: Going) -> dict[str, Any]:
    return {
        "id": one.key,
        "notice": one.state.id,
        "desk": one.state.desk,
        "from": one.envelope.sender,
        "to": one.envelope.recipient,
        "bytes": one.size,
        "not_before": one.queued.not_before if one.queued else "",
    }


def reason_json(reason: HoldBack) -> dict[str, Any]:
    """Return a reason for scripts."""
    return {
        "rule": reason.rule,
        "message": reason.message,
        "hint": reason.hint,
        "may_insist": reason.may_insist,
    }


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.message.id,
        "stage": outcome.stage.value if outcome.stage else "",
        "code": outcome.answer.code if outcome.answer else 0,
        "server": outcome.answer.text if outcome.answer else "",
        "not_before": outcome.not_before,
    }
