"""`takedown record`."""

from datetime import date, datetime
from pathlib import Path

import click

from takedown.audit import Dispatch, ItemState, NoticeState
from takedown.cli.session import Session, say, show
from takedown.errors import UsageError
from takedown.events import Event, What
from takedown.issuing import OPEN
from takedown.model import folded
from takedown.notice import canonical_json

_WHAT = ("submitted", "acknowledged", "agreed", "refused", "live", "gone")
_SEEN = frozenset({"live", "gone"})
_NOT_OUT = OPEN | {Dispatch.SUPERSEDED}


@click.command("record")
@click.argument("what", type=click.Choice(_WHAT))
@click.argument("notices", nargs=-1, required=True, metavar="NOTICE...")
@click.option("--platform", help="Only the items on this platform.")
@click.option("--item", "items", multiple=True, help="Only this release or recording: its UPC, ISRC or title. Repeatable.")
@click.option("--ticket", default="", help="The ticket or case number that the desk gave.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day it happened. Default: today.")
@click.option("--by", default="", help="Who saw it (live, gone). Default: the sender.")
@click.option(
    "--evidence",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that shows it: the reply, a confirmation page, a picture. Without one it counts as declared.",
)
@click.pass_obj
def command(session: Session, what: str, notices: tuple[str, ...], **details: object) -> int:
    """Write down what happened with a notice: it went out by hand, they answered, or you looked.

    WHAT is submitted, acknowledged, agreed, refused, live or gone.
    """
    states = [session.find(notice) for notice in notices]
    on = _day(session, details["on"])
    events = [_event(session, what, state, on, details) for state in states]
    with session.workspace.lock(), session.open_ledger() as ledger:
        ledger.append_all(events)
    for state in states:
        show(f"Recorded: {what} on {on} – {state.kind} to {state.desk}, {state.id}")
    _next_step(session, what)
    return 0


def _day(session: Session, on: object) -> date:
    day = on.date() if isinstance(on, datetime) else session.today
    if day > session.today:
        raise UsageError(f"--on {day} lies in the future", hint="record it when it has happened")
    return day


def _event(session: Session, what: str, state: NoticeState, on: date, details: dict[str, object]) -> Event:
    _possible(what, state, on)
    items = _items(state, details)
    documents = {"items": canonical_json([item.key for item in items])} if len(items) < len(state.items) else {}
    ticket = str(details["ticket"] or "")
    if ticket:
        documents["ticket"] = ticket.encode()
    if what in _SEEN:
        documents["by"] = str(details["by"] or session.settings.request.sender.name).encode()
    evidence = details["evidence"]
    if isinstance(evidence, Path):
        documents["evidence"] = _content(evidence)
        documents["evidence_name"] = evidence.name.encode()
    return Event(what=What(what), notice=state.id, documents=documents, data={"on": on.isoformat()})


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="check the file and its permissions") from error


def _possible(what: str, state: NoticeState, on: date) -> None:
    """Nothing is recorded that cannot have happened."""
    if what == What.SUBMITTED:
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
            f"{state.id} is {state.dispatch}: nobody can have answered it",
            hint=f"first: takedown record submitted {state.id} --ticket NUMBER",
        )


def _items(state: NoticeState, details: dict[str, object]) -> list[ItemState]:
    """The items that the options choose; all of them without options."""
    chosen = list(state.items)
    platform = details["platform"]
    if platform:
        chosen = [item for item in chosen if item.platform == platform]
        if not chosen:
            there = ", ".join(sorted({item.platform for item in state.items}))
            raise UsageError(f"{state.id} has no item on {platform}", hint=f"it is about: {there}")
    names = details["items"]
    for name in names if isinstance(names, tuple) else ():
        if not any(_is(item, name) for item in chosen):
            raise UsageError(f'{state.id} has no item "{name}"', hint="give a UPC, an ISRC or a title as takedown status prints it")
    if names and isinstance(names, tuple):
        chosen = [item for item in chosen if any(_is(item, name) for name in names)]
    return chosen


def _is(item: ItemState, name: str) -> bool:
    code = name.replace("-", "").upper()
    return (
        item.key == name
        or (bool(item.upc) and item.upc.lstrip("0") == code.lstrip("0"))
        or code in item.isrcs
        or folded(item.title) == folded(name)
    )


def _next_step(session: Session, what: str) -> None:
    if what != What.SUBMITTED:
        return
    waiting = any(state.kind == "platform-request" and state.dispatch in OPEN for state in session.report.notices)
    say("Next: takedown generate fills the date and the ticket into the request to the platform." if waiting else "Next: takedown status")
