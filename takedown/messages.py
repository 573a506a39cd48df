"""A message on its way to a desk: from the moment its bytes are frozen to the moment its fate is known.

"Exactly once" cannot be had over SMTP: between the final dot and the server's answer both sides may own the message
(RFC 1047). So `committing` is recorded before the dot leaves; what stays there is in doubt, is never repeated by the
program, and a person settles it. Before the dot a server has taken nothing (RFC 5321 4.1.1.4): all is safe to repeat.

    queued ─claimed→ claimed ─committing→ committing ─accepted→ accepted ─bounced→ failed
       ↑ └─cancelled    │                     │
       └──deferred──────┴─────────────────────┤      the server said no for now; rejected, given-up: for good
                                              └─in-doubt→ in doubt ─accepted, not-sent or queued again, by a person

What a person settled as not sent is in doubt again when a letter comes in that shows otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from takedown.events import Entry, What
from takedown.frozen import dataclass


class Stage(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    """Its bytes are frozen, and nothing was offered to a server; or a server said that it did not take it."""
    CLAIMED = "claimed"
    """A run is offering it; no server has it yet."""
    COMMITTING = "committing"
    """The final dot is about to leave, or has left: nobody here knows whether the server has it."""
    ACCEPTED = "accepted"
    """Our mail server answered that it took it. That is never "delivered"."""
    REJECTED = "rejected"
    """A server said no for good (5xx)."""
    FAILED = "failed"
    """Given up after many tries, or came back undelivered."""
    IN_DOUBT = "in-doubt"
    """Nobody knows whether it went out; a person settles it."""
    CANCELLED = "cancelled"
    """Taken back before it went out, or settled as not sent."""


#: What happens to a message: from which stages, and to which stage. Nothing else is possible.
ARROWS: Mapping[What, tuple[frozenset[Stage], Stage]] = {
    What.CLAIMED: (frozenset({Stage.QUEUED}), Stage.CLAIMED),
    What.DEFERRED: (frozenset({Stage.CLAIMED, Stage.COMMITTING, Stage.IN_DOUBT}), Stage.QUEUED),
    What.COMMITTING: (frozenset({Stage.CLAIMED}), Stage.COMMITTING),
    What.ACCEPTED: (frozenset({Stage.COMMITTING, Stage.IN_DOUBT}), Stage.ACCEPTED),
    What.REJECTED: (frozenset({Stage.CLAIMED, Stage.COMMITTING}), Stage.REJECTED),
    What.GIVEN_UP: (frozenset({Stage.CLAIMED, Stage.COMMITTING, Stage.QUEUED}), Stage.FAILED),
    What.IN_DOUBT: (frozenset({Stage.COMMITTING, Stage.CANCELLED}), Stage.IN_DOUBT),
    What.CANCELLED: (frozenset({Stage.QUEUED}), Stage.CANCELLED),
    What.NOT_SENT: (frozenset({Stage.IN_DOUBT}), Stage.CANCELLED),
    What.BOUNCED: (frozenset({Stage.ACCEPTED, Stage.IN_DOUBT, Stage.FAILED}), Stage.FAILED),
}
#: Stages in which a message belongs to the run that claimed it: only that run moves it on. After a death, the next run
#: does, which holds the senders' lock.
HELD = frozenset({Stage.CLAIMED, Stage.COMMITTING})
#: Stages in which a message may still go out, or may have.
UNDER_WAY = frozenset({Stage.QUEUED, Stage.CLAIMED, Stage.COMMITTING, Stage.IN_DOUBT})


class Purpose(StrEnum):
    """Why a message goes out."""

    NOTICE = "notice"
    TO_SELF = "to-self"
    """A test: to the sender's own address. It changes nothing of the notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as the ledger holds it: ids, digests and codes. Its bytes are the document `document`."""

    id: str
    """Left part of its Message-ID: `{notice}.{attempt}`, further parts `.p2`, tests to oneself `.t1`."""
    notice: str
    attempt: int
    part: int
    parts: int
    purpose: Purpose
    stage: Stage
    sha256: str
    """Of its bytes."""
    document: str
    """The digest under which the ledger keeps its bytes."""
    envelope: str
    """The digest under which it keeps from and to whom."""
    message_id: str
    """The digest under which it keeps the whole Message-ID, whose domain is the sender's."""
    queued_seq: int
    """Number of the entry that records it."""
    not_before: str = ""
    """RFC 3339 UTC instant; empty: at once."""
    tries: int = 0
    """How often a server put it off."""
    tried_at: str = ""
    """Instant at which it was first offered to a server."""
    let_go_at: str = ""
    """Instant at which the final dot left for the last time, or was about to."""
    since: str = ""
    """Instant of the last step."""
    seq: int = 0
    """Number of the entry that records the last step."""
    code: int = 0
    """The server's last reply code; 0 where it gave none."""
    status: str = ""
    """The status that a bounce gave (RFC 3463): `5.1.1`."""
    settled: str = ""
    """How a person settled its doubt: by `evidence`, or by their `word`; empty where nobody had to."""
    answer: str = ""
    """The digest under which the ledger keeps its last words."""


def messages_of(entries: Iterable[Entry]) -> dict[str, Message]:
    """Fold entries to message id → message, in the order in which they were queued."""
    found: dict[str, Message] = {}
    for entry in entries:
        identity = entry.data.get("message")
        if not isinstance(identity, str):
            continue
        if entry.what is What.QUEUED:
            found[identity] = _queued(identity, entry)
        elif identity in found and entry.what in ARROWS:
            found[identity] = _moved(found[identity], entry)
    return found


def _queued(identity: str, entry: Entry) -> Message:
    data = entry.data
    return Message(
        id=identity,
        notice=entry.notice,
        attempt=_number(data, "attempt"),
        part=_number(data, "part"),
        parts=_number(data, "parts"),
        purpose=Purpose.TO_SELF if data.get("purpose") == Purpose.TO_SELF else Purpose.NOTICE,
        stage=Stage.QUEUED,
        sha256=str(data.get("sha256", "")),
        document=entry.documents.get("message", ""),
        envelope=entry.documents.get("envelope", ""),
        message_id=entry.documents.get("message_id", ""),
        queued_seq=entry.seq,
        not_before=str(data.get("not_before", "")),
        since=entry.at,
        seq=entry.seq,
    )


def _moved(message: Message, entry: Entry) -> Message:
    _, stage = ARROWS[entry.what]
    put_off = entry.what is What.DEFERRED
    return replace(
        message,
        stage=stage,
        not_before=str(entry.data.get("not_before", "")) if put_off else message.not_before,
        tries=message.tries + (put_off and bool(entry.data.get("step"))),
        tried_at=message.tried_at or (entry.at if entry.what is What.CLAIMED else ""),
        let_go_at=entry.at if entry.what is What.COMMITTING else message.let_go_at,
        since=entry.at,
        seq=entry.seq,
        code=_number(entry.data, "code") or message.code,
        status=_text(entry.data, "status") or message.status,
        settled=_text(entry.data, "settled") or message.settled,
        answer=entry.documents.get("answer", message.answer),
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _number(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    return value if type(value) is int else 0
