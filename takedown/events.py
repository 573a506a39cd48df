"""What can happen to a notice, and the chained entry in which it is kept.

An entry holds ids, digests and codes only. Names, addresses, letters, files and replies are documents, kept beside the
entries by salted digest, so that a person can be erased and the chain still verifies.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from takedown.canonical import canonical_json
from takedown.frozen import dataclass

GENESIS = "0" * 64


class What(StrEnum):
    """Event names. Dispatch, weakest first: prepared … submitted; answers per item; observations per item."""

    PREPARED = "prepared"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    AGREED = "agreed"
    REFUSED = "refused"
    LIVE = "live"
    GONE = "gone"
    RESTORE_KIT = "restore-kit"
    """What a notice's way back needs was written beside it."""
    EXPORTED = "exported"
    """Handed over to the user: as a draft in a mailbox, or as files to send or to paste. It did not go out by that."""
    TAKEN_BACK = "taken-back"
    """What was exported will not be used."""
    QUEUED = "queued"
    """A message was frozen; the next ones are its steps (`takedown.messages`)."""
    CLAIMED = "claimed"
    DEFERRED = "deferred"
    COMMITTING = "committing"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GIVEN_UP = "given-up"
    IN_DOUBT = "in-doubt"
    CANCELLED = "cancelled"
    """Taken out of the queue."""
    NOT_SENT = "not-sent"
    """What was in doubt did not go out, by a person's word."""
    DELIVERED = "delivered"
    """A delivery status notification says so (RFC 3464)."""
    BOUNCED = "bounced"
    """One says that it could not be delivered."""
    DELAYED = "delayed"
    REPLIED = "replied"
    """A message about the notice came in, and was filed with it."""
    PLACED = "placed"
    """A person said that this ledger, at its new place, is the one that sends."""
    ANSWERED = "answered"
    """In a register: answers of people came in."""
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. `documents` maps a role to bytes: they are stored and referred to by salted digest."""

    what: What
    notice: str
    documents: Mapping[str, bytes] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    """Codes, digests, dates and ids only, nothing personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event as it was recorded. `at` is an RFC 3339 UTC instant; `documents` maps a role to a salted digest."""

    seq: int
    at: str
    what: What
    notice: str
    documents: Mapping[str, str]
    data: Mapping[str, Any]
    prev: str
    hash: str


def entry_body(*, seq: int, at: str, event: Event, documents: Mapping[str, str], prev: str) -> dict[str, Any]:
    """What is hashed: everything of an entry but its hash."""
    return {
        "at": at,
        "data": dict(event.data),
        "documents": dict(documents),
        "notice": event.notice,
        "prev": prev,
        "seq": seq,
        "what": event.what.value,
    }


def entry_hash(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an entry's body, as hex."""
    return hashlib.sha256(canonical_json(dict(body))).hexdigest()


def document_digest(salt: bytes, content: bytes) -> str:
    """Salted SHA-256 of a document, as hex: without the salt, nobody can guess what it was."""
    return hashlib.sha256(salt + content).hexdigest()
