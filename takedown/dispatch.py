"""Sending one message, and what a run that died left behind. The only place that lets a message go.

Each step is recorded before the next one is taken; `committing` before the final dot leaves. So whatever happens, and
whenever, the ledger never says less than what may have happened (`takedown.messages`).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from takedown.canonical import canonical_json
from takedown.channels.protocol import Answer, Channel, Envelope, InDoubtError, NotTakenError
from takedown.errors import StorageError, VerificationError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.ledger.faults import VERIFY
from takedown.messages import Message, Purpose, Stage

#: What a SUBMITTED entry's evidence is called where it is the server's own words.
ANSWER = "answer of the mail server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run that sends: who it is, what day it is, and when a message that was put off is tried again."""

    owner: str
    today: Callable[[], date]
    """The user's own day, asked for when a message is accepted: a run can last until tomorrow."""
    retry_at: Callable[[Message], str | None]
    """Message → RFC 3339 instant; None: it was tried long enough."""
    before_dot: Callable[[], None] = lambda: None
    """Called when `committing` is recorded, before the final dot leaves. What it raises leaves the message unsent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message in this run. `stage` None: it did not stand where it was left; somebody moved it."""

    message: Message
    stage: Stage | None
    answer: Answer | None = None
    not_before: str = ""
    account_wide: bool = False
    """It says something about the account or the server: nothing more is offered in this run."""


def envelope_document(envelope: Envelope) -> bytes:
    """An envelope as the ledger keeps it."""
    return canonical_json({"envid": envelope.envid, "from": envelope.sender, "to": envelope.recipient})


def envelope_of(kept: bytes | None) -> Envelope:
    """The envelope that the ledger keeps; VerificationError where it does not hold it any more."""
    if kept is None:
        raise VerificationError("the address of a message is not in the ledger any more", hint=VERIFY)
    found = json.loads(kept)
    return Envelope(sender=found["from"], recipient=found["to"], envid=found["envid"])


def dispatch_message(
    message: Message, channel: Channel, ledger: Ledger, run: Run, *, parts: Sequence[Message]
) -> Outcome:
    """Claim a queued message, offer it, record that it is about to go, let it go, record the answer.

    `parts`: all messages of the same notice in the same attempt, as they stand; with the last of them it went out, and
    where one is refused for good, those that wait are taken back: none may go without it.
    Whatever is raised leaves a state from which `recover` goes on.
    """
    content, envelope = _frozen(message, ledger)
    sisters = [each for each in parts if each.stage is Stage.QUEUED and each.id != message.id]
    try:
        if not ledger.advance(_step(What.CLAIMED, message), owner=run.owner):
            return Outcome(message=message, stage=None)
        channel.offer(envelope, content)
    except NotTakenError as error:
        return _not_taken(message, error, ledger, run, sisters)
    except BaseException:  # Ctrl-C: no server has it, so it waits again
        ledger.advance(_step(What.DEFERRED, message), owner=run.owner)
        raise
    if not ledger.advance(_step(What.COMMITTING, message), owner=run.owner):
        return Outcome(message=message, stage=None)
    try:
        run.before_dot()
    except BaseException:  # the mark could not be written, and the dot has not left
        ledger.advance(_step(What.DEFERRED, message), owner=run.owner)
        raise
    try:
        answer = channel.let_go()
    except NotTakenError as error:
        return _not_taken(message, error, ledger, run, sisters)
    except InDoubtError as error:
        ledger.advance(_step(What.IN_DOUBT, message, error.answer), owner=run.owner)
        return Outcome(message=message, stage=Stage.IN_DOUBT, answer=error.answer)
    except BaseException:
        ledger.advance(_step(What.IN_DOUBT, message), owner=run.owner)
        raise
    return _accepted(message, answer, ledger, run, parts)


def put_off(message: Message, error: NotTakenError, ledger: Ledger, run: Run) -> Outcome:
    """Record that a message was to go, and that the server did not let the account in: it waits, with these words."""
    if not ledger.advance(_step(What.CLAIMED, message), owner=run.owner):
        return Outcome(message=message, stage=None)
    return _not_taken(message, error, ledger, run, ())


def submitted(message: Message, on: date, answer: Answer | None) -> Event:
    """That a notice went out by email: all its messages were accepted. Held with the server's words."""
    words = {"evidence": _words(answer), "evidence_name": ANSWER.encode()} if answer else {}
    data = {"on": on.isoformat(), "channel": "email", "message": message.id}
    return Event(what=What.SUBMITTED, notice=message.notice, documents=words, data=data)


def recover(messages: Iterable[Message], ledger: Ledger) -> tuple[Message, ...]:
    """Put right what a run that died left: only while holding the senders' lock, so that no run is alive.

    What was claimed is queued again: no server has it. What was committing is in doubt; those are returned.
    """
    doubtful = []
    for message in messages:
        owner = ledger.owner_of(message.id)
        if message.stage is Stage.CLAIMED:
            ledger.advance(_step(What.DEFERRED, message), owner=owner)
        elif message.stage is Stage.COMMITTING:
            ledger.advance(_step(What.IN_DOUBT, message), owner=owner)
            doubtful.append(message)
    return tuple(doubtful)


def _frozen(message: Message, ledger: Ledger) -> tuple[bytes, Envelope]:
    """The bytes and the envelope as they were frozen; never rendered again."""
    content, envelope = ledger.document(message.document), ledger.document(message.envelope)
    if content is None or envelope is None:
        raise VerificationError(
            f"message {message.id}: its bytes are not in the ledger any more", hint=VERIFY
        )
    return content, envelope_of(envelope)


def _accepted(
    message: Message, answer: Answer, ledger: Ledger, run: Run, parts: Sequence[Message]
) -> Outcome:
    """Record the server's yes, and with the last part that the notice went out."""
    whole = message.purpose is Purpose.NOTICE and completes(message, parts)
    also = [submitted(message, run.today(), answer)] if whole else []
    if not ledger.advance(_step(What.ACCEPTED, message, answer), owner=run.owner, also=also):
        raise StorageError(
            f"message {message.id}: the mail server took it ({answer.code} {answer.text}), and another run moved it in "
            "the ledger meanwhile",
            hint=f"takedown outbox list {message.notice} shows where it stands",
        )
    return Outcome(message=message, stage=Stage.ACCEPTED, answer=answer)


def _not_taken(
    message: Message, error: NotTakenError, ledger: Ledger, run: Run, sisters: Sequence[Message]
) -> Outcome:
    """The server does not have it: it is queued again, or it ends here."""
    not_before = _again_at(message, error, run)
    if error.for_good and not error.account_wide:
        what, stage = What.REJECTED, Stage.REJECTED
    elif not_before is None or message.purpose is Purpose.TO_SELF:  # a test is made again, not repeated
        what, stage = What.GIVEN_UP, Stage.FAILED
    else:
        what, stage = What.DEFERRED, Stage.QUEUED
    later = not_before if stage is Stage.QUEUED else ""
    taken_back = [] if stage is Stage.QUEUED else [_step(What.CANCELLED, each) for each in sisters]
    event = _step(what, message, error.answer, **({"not_before": later} if later else {}))
    if not ledger.advance(event, owner=run.owner, others=taken_back):
        raise StorageError(
            f"message {message.id}: another run moved it while it was offered; nothing went out",
            hint="takedown outbox list shows where it stands",
        )
    return Outcome(
        message=message,
        stage=stage,
        answer=error.answer,
        not_before=later or "",
        account_wide=error.account_wide,
    )


def _again_at(message: Message, error: NotTakenError, run: Run) -> str | None:
    """When to try again; empty: at once, when a person has mended the account; None: not any more."""
    at = run.retry_at(message)
    of_the_account = error.account_wide and (error.for_good or not error.answer.code)
    return "" if of_the_account and at is not None else at


def _step(what: What, message: Message, answer: Answer | None = None, **more: Any) -> Event:
    """The event of a step; what a server said stays a document: it can hold names and addresses."""
    data: dict[str, Any] = {"message": message.id, **more}
    documents: Mapping[str, bytes] = {}
    if answer:
        data |= {"code": answer.code, "step": answer.step.value}
        documents = {"answer": _words(answer)}
    return Event(what=what, notice=message.notice, documents=documents, data=data)


def _words(answer: Answer) -> bytes:
    return f"{answer.code} {answer.text}\n".encode() if answer.code else f"{answer.text}\n".encode()


def parts_of(message: Message, messages: Sequence[Message]) -> tuple[Message, ...]:
    """All parts of the same notice in the same attempt, this one among them."""
    return tuple(
        other
        for other in messages
        if other.notice == message.notice
        and other.attempt == message.attempt
        and other.purpose is message.purpose
    )


def completes(message: Message, messages: Sequence[Message]) -> bool:
    """Whether with this message all parts of its notice are accepted."""
    others = [other for other in parts_of(message, messages) if other.id != message.id]
    return len(others) + 1 == message.parts and all(other.stage is Stage.ACCEPTED for other in others)
