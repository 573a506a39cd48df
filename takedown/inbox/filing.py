"""What a matched letter seems to be, and the event by which it is filed.

Words stay careful. A bounce is what "a delivery status notification says". `delivered` counts only where a server other
than the user's own says it: one's own relay answers as soon as it has passed a message on, which once made a tick of
delivery out of nothing (mysociety/whatdotheyknow-theme issue 392). What is agreed or refused a person records.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from takedown.events import Entry, Event, What
from takedown.frozen import dataclass
from takedown.inbox.matching import Awaited, Match
from takedown.inbox.mime import one_line
from takedown.inbox.parsed import DeliveryStatus, Letter
from takedown.inbox.signatures import Dkim
from takedown.messages import ARROWS, Message
from takedown.patterns import pattern

#: Events by which letters are filed; each holds the letter as the document `evidence`.
FILED = frozenset({What.BOUNCED, What.DELIVERED, What.DELAYED, What.REPLIED})
_TICKET = pattern(
    r"(?i)\[\s*#\s*([A-Z0-9][A-Z0-9-]{2,39})\s*\]"
    r"|\b(?:ticket|case|request|vorgang|chamado|caso|solicita\w{2,5}|anfrage)"
    r"(?:\s+(?:id|no|nr|number)\b)?\s*[.:]?\s*#?\s*([A-Z0-9-]{0,20}\d[A-Z0-9-]{2,39})\b"
)


class Seems(StrEnum):
    """What a letter seems to be, by what it says of itself."""

    BOUNCE = "bounce"
    DELAY = "delay"
    DELIVERED = "delivered"
    NOTIFICATION = "notification"
    """A delivery status that says neither: relayed, expanded, delivered by one's own server, or several things."""
    AUTO_REPLY = "auto-reply"
    REPLY = "reply"
    OWN = "own"
    """From the user's own address: a copy, or a letter of their own."""


_WHAT: Mapping[Seems, What] = {
    Seems.BOUNCE: What.BOUNCED,
    Seems.DELAY: What.DELAYED,
    Seems.DELIVERED: What.DELIVERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What is the user's own: addresses, and the domains of their mail servers. All in small letters."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()


def seems(letter: Letter, awaited: Awaited, own: Own) -> Seems:
    """Say what a letter about this notice seems to be."""
    if letter.delivery:
        return _notified(letter, awaited, own)
    if letter.sender and letter.sender.casefold() in own.addresses:
        return Seems.OWN
    return Seems.AUTO_REPLY if letter.auto_submitted else Seems.REPLY


def said_of(letter: Letter, awaited: Awaited) -> DeliveryStatus | None:
    """What a notification says of the recipient of the notice; where it names another, what it says of all.

    None where it says several things.
    """
    wanted = awaited.recipient_email.casefold()
    ours = [
        each
        for each in letter.delivery
        if wanted and wanted in (each.original_recipient.casefold(), each.final_recipient.casefold())
    ]
    relevant = ours or letter.delivery
    return relevant[0] if len({each.action for each in relevant}) == 1 else None


def is_by_own_server(letter: Letter, own: Own) -> bool:
    """Whether the server that reports is the user's own, by its name."""
    host = letter.reporter.casefold().rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in own.domains)


def _notified(letter: Letter, awaited: Awaited, own: Own) -> Seems:
    said = said_of(letter, awaited)
    if said and said.action == "failed":
        return Seems.BOUNCE
    if said and said.action == "delayed":
        return Seems.DELAY
    if said and said.action == "delivered" and letter.reporter and not is_by_own_server(letter, own):
        return Seems.DELIVERED
    return Seems.NOTIFICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """How a letter is filed: where it came from, what it seems to be, the day, and the message that it is about."""

    awaited: Awaited
    """The notice."""
    name: str
    seems: Seems
    now: datetime
    """Local time with its zone."""
    dkim: Dkim
    own: Own = Own()
    message: Message | None = None
    """Our message that the match names, as the ledger has it."""


def file_letter(match: Match, letter: Letter, raw: bytes, filing: Filing) -> Event:
    """Make the event that files a letter. Words and addresses are documents; codes and ids are data.

    A bounce moves our message only where it may (`takedown.messages.ARROWS`); else it is kept beside it.
    """
    dkim, said = filing.dkim, said_of(letter, filing.awaited)
    what = _WHAT.get(filing.seems, What.REPLIED)
    data: dict[str, Any] = {
        "seems": filing.seems.value,
        "matched_by": match.by.value,
        "on": day_of(letter, filing.now).isoformat(),
        "dkim": dkim.result.value,
        "dkim_aligned": dkim.aligned,
    }
    if said:
        data |= {
            "action": said.action,
            "status": said.status,
            "own_server": is_by_own_server(letter, filing.own),
            "returned": bool(letter.original),
        }
    if match.message:
        moves = what is not What.BOUNCED or _may_bounce(filing.message)
        data["message" if moves else "about_message"] = match.message
    documents = {
        "evidence": raw,
        "evidence_name": one_line(filing.name)[:200].encode(),
        "from": letter.sender.encode(),
        "subject": letter.subject.encode(),
        "reporter": letter.reporter.encode(),
        "diagnostic": said.diagnostic.encode() if said else b"",
        "dkim_domain": dkim.domain.encode(),
    }
    kept = {role: content for role, content in documents.items() if content}
    return Event(what=what, notice=match.notice, documents=kept, data=data)


def _may_bounce(message: Message | None) -> bool:
    return message is not None and message.stage in ARROWS[What.BOUNCED][0]


def day_of(letter: Letter, now: datetime) -> date:
    """The local day on which a letter was written, by its own word; one from the future came in today."""
    return min(letter.date.astimezone(now.tzinfo).date(), now.date()) if letter.date else now.date()


def digest(raw: bytes) -> str:
    """By which the same letter is known again: only its bytes count, not where they were found."""
    return hashlib.sha256(raw).hexdigest()


def filed(entries: Iterable[Entry], document: Callable[[str], bytes | None]) -> frozenset[tuple[str, str]]:
    """List what is filed already: (notice, digest of the letter). A letter that was erased is not filed."""
    found = set()
    for entry in entries:
        if entry.what in FILED and "evidence" in entry.documents:
            content = document(entry.documents["evidence"])
            if content is not None:
                found.add((entry.notice, digest(content)))
    return frozenset(found)


def possible_ticket(subject: str) -> str:
    """What looks like a ticket number in a subject: a suggestion for a person. Empty where nothing does, or several."""
    found = {first or second for first, second in _TICKET.findall(subject)}
    return next(iter(found)) if len(found) == 1 else ""
