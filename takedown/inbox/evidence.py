"""What a letter shows of a message of ours whose fate nobody knows. A person settles it; this says what there is."""

from enum import StrEnum

from takedown.frozen import dataclass
from takedown.inbox.filing import said_of
from takedown.inbox.matching import Awaited
from takedown.inbox.parsed import Letter, NoLetter


class Shows(StrEnum):
    """What a letter shows."""

    ACCEPTED = "accepted"
    """A server took the message: it went out."""
    FAILED = "failed"
    """It went out, and came back undelivered."""
    NOTHING = "nothing"
    """That nothing is found never shows that it did not go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a letter shows of a message, and why."""

    shows: Shows
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of how a letter was found, and of the message."""

    own: frozenset[str] = frozenset()
    """The user's addresses, in small letters."""
    frozen_sha256: str = ""
    """Digest of the message's bytes: our own file is no evidence."""
    from_sent: bool = False
    """It lies in the Sent folder of a mailbox, where a mail server or program put it."""


_NOTHING = About(shows=Shows.NOTHING, reason="it does not name the message")


def evidence_about(letter: Letter | NoLetter, awaited: Awaited, message: str, found: Found) -> About:
    """Say what a letter shows of the message of ours `message`, one of the notice `awaited`."""
    if isinstance(letter, NoLetter):
        return About(shows=Shows.NOTHING, reason=letter.reason)
    ids = {identity for identity, each in awaited.message_ids.items() if each == message}
    envids = {envid for envid, each in awaited.envids.items() if each == message}
    if letter.delivery and (letter.envelope_id in envids or letter.original in ids):
        return _notified(letter, awaited)
    if letter.message_id in ids:
        return _copy(letter, found)
    if not letter.delivery and ids.intersection((*letter.in_reply_to, *letter.references)):
        if letter.sender.casefold() in found.own:
            return About(shows=Shows.NOTHING, reason="it answers the message, but comes from you")
        who = letter.sender or "somebody"
        return About(
            shows=Shows.ACCEPTED, reason=f"a letter from {who} answers the message by its Message-ID"
        )
    return _NOTHING


def _notified(letter: Letter, awaited: Awaited) -> About:
    said = said_of(letter, awaited)
    action = said.action if said else ""
    who = letter.reporter or "a server that it does not name"
    words = f"a delivery status notification by {who} says: {action or 'several things'}"
    if said and said.action == "failed":
        reason = f"{words} {said.status}. It went out, and came back".replace(" .", ".")
        return About(shows=Shows.FAILED, reason=reason)
    return About(shows=Shows.ACCEPTED, reason=f"{words}. So a server took the message")


def _copy(letter: Letter, found: Found) -> About:
    if letter.sender.casefold() not in found.own:
        return About(
            shows=Shows.NOTHING, reason="it has the message's own Message-ID, but does not come from you"
        )
    if letter.is_draft:
        return About(shows=Shows.NOTHING, reason="it is a draft that was not sent (X-Unsent)")
    if found.from_sent:
        return About(shows=Shows.ACCEPTED, reason="a copy of the message lies in the Sent folder")
    if letter.sha256 == found.frozen_sha256 or not letter.was_received:
        return About(
            shows=Shows.NOTHING,
            reason="it is a copy of the message without the trace of a server; one that lies in the Sent folder "
            "would show that it went out",
        )
    return About(
        shows=Shows.ACCEPTED, reason="it is a copy of the message that a server has taken (Received)"
    )
