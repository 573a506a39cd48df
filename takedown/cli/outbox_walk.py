"""`takedown outbox walk`: hand notices over by hand, one station at a time."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from takedown.audit import Dispatch, NoticeState
from takedown.cli.calling import with_folder
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.cli.walking import Stopped, Walking
from takedown.errors import ExitCode, LetterError, UsageError, VerificationError
from takedown.handing import Walk, goes_by_hand, walk_json, walk_of, walk_text
from takedown.handing.stations import Record
from takedown.messages import Purpose, Stage
from takedown.notice import Notice
from takedown.records import Channel
from takedown.reports.words import listed, shown

if TYPE_CHECKING:
    from takedown.brakes import HoldBack

#: It was signed, and did not go out by itself.
_TO_WALK = frozenset({Dispatch.SIGNED, Dispatch.EXPORTED, Dispatch.REJECTED, Dispatch.FAILED})

#: What stops a message whatever way it goes. The other rules are about email addresses, or are asked otherwise here.
STOPS = frozenset(
    {
        "out", "in-doubt", "under-way", "asked-before", "called-back", "overtaken", "superseded",
        "copyright-agent",
    }
)  # fmt: skip


@click.command("walk")
@click.argument("notice", required=False)
@click.option("--from", "first", type=click.IntRange(min=1), default=1, help="Begin at this station.")
@click.option("--no-clipboard", is_flag=True, help="Show texts alone; put nothing on the clipboard.")
@encoding_option
@json_option
@click.pass_obj
def walk(session: Session, /, notice: str | None, first: int, no_clipboard: bool, as_json: bool) -> int:
    """Hand a signed notice over yourself: what to leave alone, where to go, each text to paste, what to attach.

    At the end you are asked whether it went out, and it is recorded. Without NOTICE: all that go by form, in your
    account or by post, one after the other. Without a terminal: the same as text.
    """
    walks = [walk_of_signed(session, notice)] if notice else _all(session)
    if as_json:
        from takedown.reports.as_json import document

        show(document(walks=[walk_json(each) for each in walks]))
    elif not walks:
        show("Nothing signed waits to be handed over by hand.")
        say("Next: takedown status")
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _lead(session, walks, first=first, clipboard=not no_clipboard)
    else:
        show("\n\n".join(_text(each) for each in walks))
    return ExitCode.DONE


def _lead(session: Session, walks: Sequence[Walk], *, first: int, clipboard: bool) -> None:
    """Walk them one after the other; what is recorded of one is known when the next begins."""
    if len(walks) > 1:
        say(f"{len(walks)} notices are signed and go out by hand:")
        for each in walks:
            say(f"  {each.notice}  {each.kind} to {each.desk}")
    left = []
    for each in walks:
        fresh = Session(root=session.root, around=session.around, debug=session.debug)
        fresh.encoding = session.encoding
        try:
            if not Walking(session=fresh, walk=each, clipboard=clipboard).lead(first=first):
                left.append(each.notice)
        except Stopped:
            return
    if len(walks) > 1:
        said = f"{len(walks) - len(left)} of {len(walks)} are recorded as handed over."
        say(f"{said} Next: takedown {'outbox walk' if left else 'status'}")


def _text(each: Walk) -> str:
    """The walk to be read; only its commands are completed, and no text to paste."""
    stations = tuple(
        replace(station, text=with_folder(station.text)) if isinstance(station, Record) else station
        for station in each.stations
    )
    text = walk_text(replace(each, stations=stations))
    return "\n".join(shown(line) for line in text.rstrip("\n").split("\n"))


def _all(session: Session) -> list[Walk]:
    """Every signed notice that goes by hand, in the order of the plan; what waits or is held back is said."""
    states = {state.id: state for state in session.report.notices}
    found: list[tuple[Notice, NoticeState]] = []
    for notice in _notices(session):
        state = states.get(notice.id)
        if state is None or not goes_by_hand(notice):
            continue
        if notice.waits:
            say(f"Waits: {state.folder}\n       until {_awaited(notice)} was asked and that is recorded")
        elif state.dispatch in _TO_WALK:
            found.append((notice, state))
    backs = _backs(session, [state for _, state in found])
    walks = []
    for notice, state in found:
        try:
            walk = _made(session, notice, state)
            if stop := _stop(state, walk, backs.get(state.id, ())):
                raise stop
        except (UsageError, LetterError) as error:
            say(f"Not walked: {state.folder}\n       {error.message}\n       → {error.hint}")
        else:
            walks.append(walk)
    return walks


def walk_of_signed(session: Session, named: str) -> Walk:
    """The walk of one notice that is signed, not out, and that no brake stops; UsageError says why there is none."""
    state, walk = session.find(named), signed_walk(session, named)
    if stop := _stop(state, walk, _backs(session, [state]).get(state.id, ())):
        raise stop
    return walk


def _backs(session: Session, states: Sequence[NoticeState]) -> Mapping[str, tuple["HoldBack", ...]]:
    """What the brakes say of each, by its id."""
    from takedown.cli.judging import held_by_hand
    from takedown.ledger import Ledger

    if not states:
        return {}
    with Ledger.read(session.workspace.ledger_file) as ledger:
        return held_by_hand(session, ledger, states)


def _stop(state: NoticeState, walk: Walk, reasons: Sequence["HoldBack"]) -> UsageError | None:
    """What stops a person's hand as it stops a message. That they want no email is said, where other ways are left."""
    for reason in reasons:
        unwelcome = reason.rule == "do-not-contact"
        if reason.rule == "out" and (parts := _parts_out(state)):
            return parts
        if reason.rule in STOPS or (unwelcome and set(walk.channels) <= {Channel.EMAIL}):
            return UsageError(f"{reason.message}; it is not walked", hint=reason.hint)
        if unwelcome:
            say(f"Note: {reason.message}. Hand {state.id} over on another way.")
    return None


def _parts_out(state: NoticeState) -> UsageError | None:
    """A notice in several emails of which a mail server took some: the rest goes as it was begun, and not all again."""
    from takedown.rendering.parts import drafts_in

    sent = [
        each for each in state.messages if each.purpose is Purpose.NOTICE and each.stage is Stage.ACCEPTED
    ]
    gone, drafts = {each.part for each in sent}, drafts_in(state.files)
    left = [name for part, name in enumerate(drafts, 1) if part not in gone]
    if not sent or not left or len(left) == len(drafts):
        return None
    went = listed(str(part) for part in sorted(gone))
    return UsageError(
        f"of the {len(drafts)} parts of {state.id}, {went} went out by email, and the desk would get "
        f"{'it' if len(gone) == 1 else 'them'} twice",
        hint=f"open {listed(f'{state.folder}/{name}' for name in left)} in your mail program and send "
        f"{'it' if len(left) == 1 else 'them'} there; then takedown record submitted {state.id}",
    )


def signed_walk(session: Session, named: str) -> Walk:
    """The walk of one notice that is signed and not out, whatever the brakes say; UsageError says why there is none."""
    state = session.find(named)
    notice = next((each for each in _notices(session) if each.id == state.id), None)
    if notice and notice.waits and not state.early:
        raise UsageError(
            f"{state.id} waits until {_awaited(notice)} was asked and that is recorded",
            hint="hand that over first, then takedown record submitted; then takedown generate names the day here",
        )
    _must_be_signed(state)
    if notice is None:
        raise UsageError(
            f"the plan no longer holds {state.id}: something changed since it was signed",
            hint="takedown plan shows what is asked now; takedown generate sets the letter aside",
        )
    return _made(session, notice, state)


def _must_be_signed(state: NoticeState) -> None:
    if state.dispatch in _TO_WALK:
        return
    hints = {
        Dispatch.PREPARED: f"read it, then: takedown sign {state.id}",
        Dispatch.QUEUED: f"it would go out twice; takedown outbox cancel {state.id} takes its email back",
        Dispatch.IN_DOUBT: f"it may have gone out, or not; takedown outbox resolve {state.id} settles which",
        Dispatch.SUBMITTED: f"it went out on {state.submitted_on}; takedown status {state.id} shows what is next",
    }
    raise UsageError(
        f"{state.id} is {state.dispatch}; only what is signed, and not out yet, is handed over",
        hint=hints.get(state.dispatch, f"takedown status {state.id} shows where it stands"),
    )


def _notices(session: Session) -> tuple[Notice, ...]:
    return tuple(session.wanted(session.report).values())


def _awaited(notice: Notice) -> str:
    return listed(delivery.name for delivery in notice.deliveries if delivery.submitted_on is None)


def _made(session: Session, notice: Notice, state: NoticeState) -> Walk:
    """Make the walk of what was signed: the ledger's bytes, whose copies in the folder must be the same."""
    from takedown.drafting import edited_of
    from takedown.signing import signable

    is_current = signable(notice, state, session.letters, today=session.today).is_current
    if not is_current and not state.early:  # one signed early keeps its words when its withdrawal went out
        raise UsageError(
            f"{state.id} does not say yet what you changed or recorded since it was signed",
            hint="takedown generate writes it again; then read it, sign it, and hand it over",
        )
    if edited := edited_of(session.workspace, state):
        raise VerificationError(
            f"{state.folder}/{edited[0]} was edited after it was signed",
            hint="move it out of notices/, then run takedown generate",
        )
    words = session.letters.words[session.letters.language_for(notice)]
    return walk_of(notice, _kept(session, state), words)


def _kept(session: Session, state: NoticeState) -> dict[str, bytes]:
    """The texts of the notice as the ledger keeps them; of its other files the names alone are needed."""
    from takedown.ledger import Ledger

    files = dict.fromkeys(state.files, b"")
    with Ledger.read(session.workspace.ledger_file) as ledger:
        for name in ("steps.txt", "ticket.txt", "notice.txt"):
            if name not in files:
                continue
            content = ledger.document(state.files[name].document)
            if content is None:
                raise VerificationError(
                    f"{name} of {state.id} was erased from the ledger",
                    hint="takedown verify says what is left",
                )
            files[name] = content
    return files
