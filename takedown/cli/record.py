"""`takedown record`."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from takedown.audit import UNDER_WAY, Dispatch, NoticeState
from takedown.canonical import canonical_json
from takedown.checks.text import flaws
from takedown.cli.chosen import Choice, chosen_items, item_options
from takedown.cli.session import Session, say, show
from takedown.errors import ExitCode, UsageError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.issuing import OPEN
from takedown.messages import Purpose, Stage
from takedown.notice import Kind
from takedown.records import Channel
from takedown.rendering import font_coverage
from takedown.reports.words import shown

_WHAT = ("submitted", "acknowledged", "agreed", "refused", "live", "gone")
_SEEN = frozenset({"live", "gone"})
_NOT_OUT = OPEN | UNDER_WAY | {Dispatch.SUPERSEDED}
#: A run of `takedown send` has such a message, or will have it.
_TO_BE_SENT = frozenset({Stage.QUEUED, Stage.CLAIMED})
_WENT_OUT = "first: takedown record submitted {notice} --ticket NUMBER"
#: What comes before an answer can be recorded, where that it went out is not simply recorded.
_FIRST = {
    Dispatch.QUEUED: "takedown outbox list {notice} shows what waits; if you handed it over yourself, first: "
    "takedown outbox cancel {notice}, then takedown record submitted {notice}",
    Dispatch.IN_DOUBT: "an answer can show that it went out, and that is settled first: "
    "takedown outbox resolve {notice} --evidence LETTER.eml",
}
_NONE = frozenset(
    {"", "none", "no", "n/a", "na", "-", "--", "?", "keine", "nein", "aucun", "ninguno", "nenhum"}
)
#: A ticket and a name stand in a line of a letter.
_LONGEST = 200


@click.command("record")
@click.argument("what", type=click.Choice(_WHAT))
@click.argument("notices", nargs=-1, required=True, metavar="NOTICE...")
@item_options
@click.option("--ticket", default="", help="The ticket or case number that the desk gave.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day it happened. Default: today.")
@click.option("--by", default="", help="Who saw it (live, gone). Default: the sender.")
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that shows it: the reply, a confirmation page, a picture; may be given several times. Without one "
    "it counts as declared.",
)
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    help="How it went out (submitted).",
)
@click.option("--tracking", default="", help="The number under which the post carries it (submitted).")
@click.pass_obj
def command(session: Session, /, what: str, notices: tuple[str, ...], **details: Any) -> int:
    """Write down what happened with a notice: it went out by hand, they answered, or you looked.

    WHAT is submitted, acknowledged, agreed, refused, live or gone.
    """
    states = recorded(session, What(what), notices, Told(**details))
    next_step(session, what, states)
    return ExitCode.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say."""

    platform: str | None = None
    items: tuple[str, ...] = ()
    ticket: str = ""
    on: datetime | None = None
    by: str = ""
    evidence: tuple[Path, ...] = ()
    channel: str | None = None
    tracking: str = ""


def recorded(session: Session, what: What, notices: Sequence[str], told: Told) -> list[NoticeState]:
    """Record one thing of all these notices, or of none, and say so. UsageError names what cannot be."""
    _refuse_unprintable(told)
    on = _day(session, told.on)
    with session.workspace.lock():
        states = [session.find(notice) for notice in notices]
        events = [_event(session, what, state, on, told) for state in states]
        with session.open_ledger() as ledger:
            ledger.append_all(events)
    for state in states:
        show(shown(f"Recorded: {what} on {on} – {state.kind} to {state.desk}, {state.id}"))
    return states


def number_in(text: str) -> str:
    """A ticket or tracking number; what people write for "there is none" is none, and stands in no letter."""
    return "" if text.strip().casefold() in _NONE else text.strip()


def _day(session: Session, on: datetime | None) -> date:
    day = on.date() if on else session.today
    if day > session.today:
        raise UsageError(f"--on {day} lies in the future", hint="record it when it has happened")
    return day


def _refuse_unprintable(told: Told) -> None:
    """What is recorded stands for good, and no letter could be written that has to name it."""
    texts = [("--ticket", told.ticket), ("--by", told.by), *(("--item", item) for item in told.items)]
    texts += [("--tracking", told.tracking), *(("--evidence", file.name) for file in told.evidence)]
    for option, text in texts:
        if len(text) > _LONGEST:
            raise UsageError(
                f"{option} '{shown(text[:30])}…' has {len(text):,} characters, and may have {_LONGEST}",
                hint="give the number, code or name alone; --evidence FILE keeps a whole text",
            )
        printed = font_coverage() if option == "--ticket" and text else None  # letters name no other
        for flaw in flaws(text, printed):
            if flaw.rule.startswith("E-"):
                raise UsageError(f"{option} '{shown(text)}' {flaw.message}", hint=flaw.hint)


def _event(session: Session, what: What, state: NoticeState, on: date, told: Told) -> Event:
    _possible(what, state, on, told)
    _in_its_place(session, what, state, on)
    items = chosen_items(state, Choice(platform=told.platform, items=told.items))
    documents = (
        {"items": canonical_json([item.key for item in items])} if len(items) < len(state.items) else {}
    )
    if ticket := number_in(told.ticket):
        documents["ticket"] = ticket.encode()
    if what in _SEEN:
        documents["by"] = (told.by or session.settings.request.sender.name).encode()
    if told.tracking:
        documents["tracking"] = told.tracking.encode()
    for number, file in enumerate(told.evidence, 1):
        more = f"-{number}" if number > 1 else ""
        documents[f"evidence{more}"] = _content(file)
        documents[f"evidence_name{more}"] = file.name.encode()
    data = {"on": on.isoformat()} | ({"channel": told.channel} if told.channel else {})
    return Event(what=what, notice=state.id, documents=documents, data=data)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{shown(str(path))} cannot be read: {error.strerror}", hint="check the file and its permissions"
        ) from error


def _possible(what: What, state: NoticeState, on: date, told: Told) -> None:
    """Nothing is recorded that cannot have happened."""
    _only_of_sending(what, state, told)
    if what is What.SUBMITTED:
        _not_to_be_sent(state)
        if told.platform is not None or told.items:
            raise UsageError(
                f"{'--item' if told.platform is None else '--platform'}: a notice goes out whole, {state.id} too",
                hint="record that it went out, then what was not accepted: "
                f"takedown record refused {state.id} --platform … (or --item …)",
            )
        if state.dated and on < state.dated:
            raise UsageError(
                f"{state.id} is dated {state.dated}; it cannot have gone out on {on}",
                hint="check --on, or the notice",
            )
        if state.dispatch is Dispatch.PREPARED:
            say(f"Note: {state.id} was not signed. What you handed over is kept as it was written.")
        return
    if what not in _SEEN and state.dispatch in _NOT_OUT:
        raise UsageError(
            f"{state.id} is {state.dispatch}: nobody can have answered it as long as that stands",
            hint=_FIRST.get(state.dispatch, _WENT_OUT).format(notice=state.id),
        )
    if what not in _SEEN:
        _not_before_asked(state, on)


def _not_to_be_sent(state: NoticeState) -> None:
    """Handed over by hand while a message of it waits, it would go out twice."""
    if any(each.stage in _TO_BE_SENT and each.purpose is Purpose.NOTICE for each in state.messages):
        raise UsageError(
            f"{state.id} waits to be sent by email, and would go out a second time",
            hint=f"takedown outbox cancel {state.id} takes that back; then record that it went out. Or let it go: "
            "takedown send",
        )


def _only_of_sending(what: What, state: NoticeState, told: Told) -> None:
    """How it travelled belongs to that it went out; the post alone gives a number to follow it."""
    if what is not What.SUBMITTED and (told.channel or told.tracking):
        raise UsageError(
            f"{'--channel' if told.channel else '--tracking'} says how {state.id} went out, not that it was {what}",
            hint=f"takedown record submitted {state.id} --channel …, or leave it out",
        )
    if told.tracking and told.channel not in (None, Channel.POST):
        raise UsageError(
            f"--tracking {shown(told.tracking)} is a number of the post, and --channel says {told.channel}",
            hint="--channel post, or --ticket for the number that the desk gave",
        )


def _in_its_place(session: Session, what: What, state: NoticeState, on: date) -> None:
    """What is said of a letter that only asks again is said of the notice before it; and none comes before that."""
    if state.kind in (Kind.REMINDER, Kind.ESCALATION) and what is not What.SUBMITTED:
        raise UsageError(
            f"{state.id} is a {state.kind}: what was answered or seen belongs to the notice before it",
            hint=f"takedown record {what} {state.in_reply_to}",
        )
    if state.kind is Kind.ROSTER_LETTER and what in (What.AGREED, What.REFUSED):
        raise UsageError(
            f"{state.id} is a letter to an artist: the plan reads the answer in decisions.csv, and nowhere else",
            hint=f"write it into decisions.csv: {_decision(state, what, on)}; "
            f"then takedown record acknowledged {state.id}",
        )
    if what is not What.SUBMITTED:
        return
    if state.dispatch is Dispatch.RETRACTED:
        raise UsageError(
            f"{state.id} was called back on {state.since}; it cannot go out again",
            hint="to ask once more, give [request] another occasion; takedown generate writes a new notice",
        )
    before = next((other for other in session.report.notices if other.id == state.in_reply_to), None)
    if before and before.submitted_on and on < before.submitted_on:
        raise UsageError(
            f"{state.id} comes after {before.id}, which went out on {before.submitted_on}; not on {on}",
            hint="check --on",
        )


def _decision(state: NoticeState, what: What, on: date) -> str:
    """Write the line of decisions.csv: party, release, answer, date, how, file."""
    party = f'"{state.recipient}"' if "," in state.recipient else state.recipient
    return f"{party},,{'yes' if what is What.AGREED else 'no'},{on},,"


def _not_before_asked(state: NoticeState, on: date) -> None:
    """An answer follows the first submission; a notice may go out again after it was answered."""
    first = min((piece.at for piece in state.evidence if piece.what is What.SUBMITTED), default="")
    if on.isoformat() < first:
        raise UsageError(
            f"{state.id} went out on {first}; nobody can have answered it on {on}",
            hint=f"check --on; if it went out earlier: takedown record submitted {state.id} --on {on}",
        )


def next_step(session: Session, what: str, states: list[NoticeState]) -> None:
    """Say what to do after a record."""
    if what != What.SUBMITTED:
        return
    if all(state.kind.answers_another for state in states):
        again = any(state.kind in (Kind.RETRACTION, Kind.REINSTATEMENT) for state in states)
        say("Next: takedown generate, then takedown status" if again else "Next: takedown status")
        return
    recorded = {state.id for state in states}
    waiting = any(
        delivery.notice in recorded and delivery.submitted_on is None
        for state in session.report.notices
        if state.kind is Kind.PLATFORM_REQUEST and state.dispatch in OPEN
        for delivery in state.deliveries
    )
    say(
        "Next: takedown generate fills the date and the ticket into the request to the platform."
        if waiting
        else "Next: takedown status"
    )
