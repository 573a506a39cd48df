"""Settling what is in doubt: by evidence first, else by a person's word with a reason."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from takedown.audit import NoticeState
from takedown.cli.session import Session, say, show
from takedown.dispatch import completes, parts_of, submitted
from takedown.errors import ExitCode, UsageError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.inbox.awaiting import awaited_of
from takedown.inbox.evidence import About, Found, Shows, evidence_about
from takedown.inbox.parsed import NoLetter, parse
from takedown.instants import moment_of
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage, messages_of
from takedown.reports.words import page, shown

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
    """Settle a message that is in doubt, or all messages of a notice that are."""
    if sum((told.fate is not None, told.evidence is not None, told.look)) > 1:
        raise UsageError(
            "say one of --sent, --not-sent, --evidence FILE, --look",
            hint="a file or the Sent folder shows that it went out; without either, decide by what you know",
        )
    named, dot, part = notice.partition(".")
    with session.workspace.senders_lock(), session.workspace.lock(), session.open_ledger() as ledger:
        state = session.find(named)
        wanted = f"{state.id}.{part.lower()}" if dot else ""
        doubtful = [
            each
            for each in state.messages
            if each.stage in (Stage.IN_DOUBT, Stage.COMMITTING) and wanted in ("", each.id)
        ]
        if not doubtful:
            raise UsageError(
                f"{wanted or state.id} is {state.dispatch}: nothing of it is in doubt",
                hint=f"takedown outbox list {state.id} shows where it stands",
            )
        cases = [_Case(session=session, ledger=ledger, state=state, message=each) for each in doubtful]
        for case in cases:
            _as_doubtful(case)
        if told.evidence or told.look:
            _by_evidence(cases, told)
        else:
            _by_word(cases, told)
    return ExitCode.DONE


def _as_doubtful(case: _Case) -> None:
    """A run that died left it committing. The senders' lock is ours, so no run is at work on it."""
    if case.message.stage is Stage.COMMITTING:
        owner = case.ledger.owner_of(case.message.id)
        case.ledger.advance(_event(What.IN_DOUBT, case.message, {}), owner=owner)


def _by_evidence(cases: Sequence[_Case], told: Settling) -> None:
    """Settle what a file, or the Sent folder, shows to have gone out; what it does not show stays in doubt."""
    settled = 0
    for case in cases:
        found = _file(told.evidence) if told.evidence else _sent_copy(case)
        if found is None:
            say(
                f"The Sent folder has no message {case.message.id}: some servers keep no copy, so that shows nothing."
            )
            continue
        raw, name = found
        about = _about(case, raw, from_sent=told.look)
        say(f"{name}: {about.reason}.")
        if about.shows is Shows.NOTHING:
            continue
        settled += 1
        documents = {"evidence": raw, "evidence_name": name.encode()}
        _accept(case, documents)
        back = about.shows is Shows.FAILED
        if back:
            case.ledger.advance(_event(What.BOUNCED, case.message, documents))
        after = ", and came back undelivered" if back else ""
        show(shown(f"Settled: message {case.message.id} went out{after}."))
    if not settled:
        raise UsageError(
            f"nothing there shows that {' or '.join(case.message.id for case in cases)} went out",
            hint="that shows nothing about whether it did. Wait for a bounce or a reply, or decide by what you know: "
            "--sent or --not-sent, with --reason",
        )


def _by_word(cases: Sequence[_Case], told: Settling) -> None:
    fate, reason = _typed(cases[0], told)
    documents = {"reason": reason.encode()}
    for case in cases:
        message = case.message
        if fate == "sent":
            _accept(case, documents)
            show(shown(f"Settled by your word: message {message.id} went out (declared)."))
        else:
            _take_back(case, documents)
            said = f"Settled by your word: message {message.id} did not go out. takedown send can send it."
            show(page([said]))


def _take_back(case: _Case, documents: dict[str, bytes]) -> None:
    """It did not go out. Where a server has another part of the notice, this very part waits again; else all is new."""
    others = [each for each in _messages(case) if each.id != case.message.id]
    if any(each.stage is Stage.ACCEPTED for each in others):
        case.ledger.advance(_event(What.DEFERRED, case.message, documents))
        return
    case.ledger.advance(_event(What.NOT_SENT, case.message, documents))
    for other in others:
        if other.stage is Stage.QUEUED:
            case.ledger.advance(_event(What.CANCELLED, other, {}))


def _messages(case: _Case) -> tuple[Message, ...]:
    """The messages of the same attempt, as the ledger holds them now."""
    return parts_of(case.message, tuple(messages_of(case.ledger.entries()).values()))


def _accept(case: _Case, documents: dict[str, bytes]) -> None:
    """It went out. With it the notice did, where all its other parts were accepted."""
    message = case.message
    whole = message.purpose is Purpose.NOTICE and completes(message, _messages(case))
    event = submitted(message, _day(case), None)
    also = [Event(what=event.what, notice=event.notice, documents=documents, data=event.data)]
    accepted = _event(What.ACCEPTED, message, documents)
    how = "evidence" if "evidence" in documents else "word"
    accepted = replace(accepted, data={**accepted.data, "settled": how})
    case.ledger.advance(accepted, also=also if whole else [])


def _day(case: _Case) -> date:
    """The user's own day on which the message was let go."""
    session = case.session
    if not case.message.let_go_at:
        return session.today
    at = moment_of(case.message.let_go_at)
    return min(at.astimezone(session.around.now().tzinfo).date(), session.today)


def _event(what: What, message: Message, documents: dict[str, bytes]) -> Event:
    return Event(what=what, notice=message.notice, documents=documents, data={"message": message.id})


def _file(path: Path) -> tuple[bytes, str]:
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise UsageError(f"{path}: could not be read ({error.strerror})", hint="check the file") from error


def _sent_copy(case: _Case) -> tuple[bytes, str] | None:
    """The copy in the Sent folder of the account's mailbox; None where there is none."""
    from takedown.channels.imap import Use
    from takedown.cli.accounts import mailbox

    message_id = (case.ledger.document(case.message.message_id) or b"").decode("ascii", "replace")
    with mailbox(case.session) as box:
        folder = box.special_folder(Use.SENT)
        for uid in box.find(message_id, folder):
            raw = box.read(uid, folder)
            if raw:
                return raw, f"{folder}, message {uid}"
    return None


def _about(case: _Case, raw: bytes, *, from_sent: bool) -> About:
    messages = {message.id: message for message in case.state.messages}
    (awaited,) = awaited_of([case.state], messages, case.ledger.document)
    settings = case.session.settings
    own = frozenset({settings.request.sender.email.casefold(), settings.mail.address.casefold()} - {""})
    frozen = case.ledger.document(case.message.document) or b""
    found = Found(own=own, frozen_sha256=hashlib.sha256(frozen).hexdigest(), from_sent=from_sent)
    letter = parse(raw)
    if isinstance(letter, NoLetter):
        return About(shows=Shows.NOTHING, reason=letter.reason)
    return evidence_about(letter, awaited, case.message.id, found)


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
