"""Settling what is in doubt: by evidence first, else by a person's word with a reason."""

import hashlib
from pathlib import Path

import click

from takedown.audit import NoticeState
from takedown.cli.session import Session, say, show
from takedown.dispatch import completes, submitted
from takedown.errors import ExitCode, UsageError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.inbox.awaiting import awaited_of
from takedown.inbox.evidence import About, Found, Shows, evidence_about
from takedown.inbox.parsed import parse
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage
from takedown.reports.words import shown

_LONGEST_REASON = 500
_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What the options say."""

    fate: str | None
    reason: str
    evidence: Path | None
    look: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One message in doubt, with all that is needed to settle it."""

    session: Session
    ledger: Ledger
    state: NoticeState
    message: Message


def resolve(session: Session, notice: str, told: Settling) -> int:
    """Settle every message of a notice that is in doubt."""
    with session.workspace.senders_lock(), session.workspace.lock(), session.open_ledger() as ledger:
        state = session.find(notice.partition(".")[0])
        doubtful = [
            each
            for each in state.messages
            if each.stage in (Stage.IN_DOUBT, Stage.COMMITTING) and notice in (state.id, each.id, notice)
        ]
        if not doubtful:
            raise UsageError(
                f"{state.id} is {state.dispatch}: nothing of it is in doubt",
                hint=f"takedown outbox list {state.id} shows where it stands",
            )
        for message in doubtful:
            case = _Case(session=session, ledger=ledger, state=state, message=message)
            _as_doubtful(case)
            _settle(case, told)
    return ExitCode.DONE


def _as_doubtful(case: _Case) -> None:
    """A run that died left it committing. The senders' lock is ours, so no run is at work on it."""
    if case.message.stage is Stage.COMMITTING:
        owner = case.ledger.owner_of(case.message.id)
        case.ledger.advance(_event(What.IN_DOUBT, case.message, {}), owner=owner)


def _settle(case: _Case, told: Settling) -> None:
    if told.evidence or told.look:
        raw, name = _file(told.evidence) if told.evidence else _sent_copy(case)
        about = _about(case, raw, from_sent=told.look)
        say(f"{name}: {about.reason}.")
        if about.shows is Shows.NOTHING:
            raise UsageError(
                f"{name} does not show that message {case.message.id} went out",
                hint="that shows nothing about whether it did; decide by what you know: --sent or --not-sent, --reason",
            )
        documents = {"evidence": raw, "evidence_name": name.encode()}
        _accept(case, documents)
        if about.shows is Shows.FAILED:
            case.ledger.advance(_event(What.BOUNCED, case.message, documents))
            show(shown(f"Settled: message {case.message.id} went out, and came back undelivered."))
            return
        show(shown(f"Settled: message {case.message.id} went out."))
        return
    fate, reason = _typed(case, told)
    documents = {"reason": reason.encode()}
    if fate == "sent":
        _accept(case, documents)
        show(shown(f"Settled by your word: message {case.message.id} went out (declared)."))
    else:
        case.ledger.advance(_event(What.CANCELLED, case.message, documents))
        show(
            shown(
                f"Settled by your word: message {case.message.id} did not go out. takedown send can send it."
            )
        )


def _accept(case: _Case, documents: dict[str, bytes]) -> None:
    """It went out. With it the notice did, where all its other parts were accepted."""
    message = case.message
    whole = message.purpose is Purpose.NOTICE and completes(message, case.state.messages)
    event = submitted(message, case.session.today, None)
    on = message.let_go_at[:10] or case.session.today.isoformat()
    also = [Event(what=event.what, notice=event.notice, documents=documents, data={**event.data, "on": on})]
    case.ledger.advance(_event(What.ACCEPTED, message, documents), also=also if whole else [])


def _event(what: What, message: Message, documents: dict[str, bytes]) -> Event:
    return Event(what=what, notice=message.notice, documents=documents, data={"message": message.id})


def _file(path: Path) -> tuple[bytes, str]:
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise UsageError(f"{path}: could not be read ({error.strerror})", hint="check the file") from error


def _sent_copy(case: _Case) -> tuple[bytes, str]:
    """The copy in the Sent folder of the account's mailbox."""
    from takedown.channels.imap import Use
    from takedown.cli.accounts import mailbox

    message_id = (case.ledger.document(case.message.message_id) or b"").decode("ascii", "replace")
    with mailbox(case.session) as box:
        folder = box.special_folder(Use.SENT)
        for uid in box.find(message_id, folder):
            raw = box.read(uid, folder)
            if raw:
                return raw, f"{folder}, message {uid}"
    raise UsageError(
        f"the folder {folder} has no message {case.message.id}",
        hint="that does not show that it did not go out: some servers keep no copy. Wait for a bounce or a reply, or "
        "decide by what you know: --sent or --not-sent, with --reason",
    )


def _about(case: _Case, raw: bytes, *, from_sent: bool) -> About:
    messages = {message.id: message for message in case.state.messages}
    (awaited,) = awaited_of([case.state], messages, case.ledger.document)
    settings = case.session.settings
    own = frozenset({settings.request.sender.email.casefold(), settings.mail.address.casefold()} - {""})
    frozen = case.ledger.document(case.message.document) or b""
    found = Found(own=own, frozen_sha256=hashlib.sha256(frozen).hexdigest(), from_sent=from_sent)
    return evidence_about(parse(raw), awaited, case.message.id, found)


def _typed(case: _Case, told: Settling) -> tuple[str, str]:
    """A person's word, and how they know."""
    fate = told.fate
    if fate is None:
        say(
            f"Message {case.message.id} may have gone out, or not. Look into your Sent folder, and for replies."
        )
        fate = click.prompt("Did it go out?", type=click.Choice(["sent", "not-sent"]), err=True)
    reason = told.reason or click.prompt("How do you know? (a sentence; it is kept)", err=True)
    if not _SHORTEST_REASON <= len(reason.strip()) <= _LONGEST_REASON:
        raise UsageError(
            f"--reason has {len(reason.strip())} characters",
            hint=f"say in {_SHORTEST_REASON} to {_LONGEST_REASON} characters how you know",
        )
    return fate, reason.strip()
