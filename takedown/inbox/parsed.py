"""What a letter says of itself: bytes in, a `Letter` out, or why they are none. Nothing that anybody wrote raises.

Delivery status notifications are read as RFC 3464 and 6533 write them. What they say is what some server says.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from takedown.frozen import dataclass
from takedown.inbox.calmly import calmly
from takedown.inbox.mime import (
    DEEPEST,
    HEADER_BYTES,
    MOST_PARTS,
    TEXT,
    Head,
    Part,
    Parts,
    content_of,
    fields_of,
    head_at,
    name_of,
    one_line,
    parts_of,
    text_of,
    words_of,
)
from takedown.patterns import pattern

LARGEST = 25 * 1024 * 1024
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_BOM = b"\xef\xbb\xbf"
#: A message has one of these; what has none of them is something else.
_OF_A_MESSAGE = ("from", "date", "message-id", "received", "subject", "to")
_MESSAGE_ID = pattern(r"<[^<>\s]{3,400}>")
_STATUS_CODE = pattern(r"\b([245])\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
_MOST_RECIPIENTS = 100
_MOST_REFERENCES = 100
_MOST_NAMES = 50
_SUBJECT = 1_000
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What a notification says of one recipient (RFC 3464 2.3). Empty: it does not say."""

    action: str
    """failed, delayed, delivered, relayed or expanded; where it says none of these, what its status means."""
    status: str = ""
    final_recipient: str = ""
    original_recipient: str = ""
    diagnostic: str = ""
    """In the words of the server that refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it says of itself. Texts are decoded and on one line; they are still to be shown with care."""

    sha256: str
    """Of its bytes."""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: str = ""
    """The address in From; empty where there is none, or more than one."""
    date: datetime | None = None
    auto_submitted: str = ""
    """RFC 3834; empty where a person wrote it, as far as it says."""
    is_draft: bool = False
    """X-Unsent: a copy that was never sent."""
    was_received: bool = False
    """It has a line by a server that took it."""
    reporter: str = ""
    """Of a delivery status notification: the server that reports (Reporting-MTA)."""
    envelope_id: str = ""
    delivery: tuple[DeliveryStatus, ...] = ()
    original: str = ""
    """Message-ID of the message that the notification brings back."""
    text: str = ""
    only_html: bool = False
    """Its text stands in HTML alone, which is not read."""
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What was not read of it, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLetter:
    """Bytes that are no letter, and why."""

    reason: str
    sha256: str


def parse(raw: bytes) -> Letter | NoLetter:
    """Read a message. Never raises over its content."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if len(raw) > LARGEST:
        return NoLetter(reason=f"it has more than {LARGEST // 2**20} MB", sha256=sha256)
    if not raw.strip():
        return NoLetter(reason="it is empty", sha256=sha256)
    raw = raw.removeprefix(_BOM).lstrip(b"\r\n")
    if raw.startswith(b"From "):  # the mark of a mailbox file
        raw = raw.partition(b"\n")[2]
    found = parts_of(raw)
    head = found.parts[0].head
    if not any(name in head for name in _OF_A_MESSAGE):
        return NoLetter(reason="it has none of the headers of an email", sha256=sha256)
    texts = [part for part in found.parts if part.kind == "text/plain" and not _is_attached(part)]
    text = _joined(raw, texts)
    letter = Letter(
        sha256=sha256,
        message_id=next(iter(_ids(head, "Message-ID")), ""),
        in_reply_to=_ids(head, "In-Reply-To"),
        references=_ids(head, "References")[-_MOST_REFERENCES:],
        subject=words_of(head.get("Subject", ""))[:_SUBJECT],
        sender=_sender(head),
        date=_date(head),
        auto_submitted=_auto_submitted(head),
        is_draft=one_line(head.get("X-Unsent", "")) == "1",
        was_received="Received" in head,
        text=text,
        only_html=not texts and any(part.kind == "text/html" for part in found.parts),
        attachments=tuple(name for part in found.parts if (name := name_of(part)))[:_MOST_NAMES],
        notes=tuple(_notes(found, text)),
    )
    return _with_report(letter, raw, found.parts)


def _notes(found: Parts, text: str) -> Iterator[str]:
    if found.parts[0].start == HEADER_BYTES:
        yield f"its headers beyond {HEADER_BYTES // 1024} kB"
    if found.cut:
        yield f"parts beyond {MOST_PARTS}, or nested deeper than {DEEPEST}"
    if len(text) >= TEXT:
        yield f"its text beyond {TEXT:,} characters"


def _joined(raw: bytes, parts: Sequence[Part]) -> str:
    text = ""
    for part in parts:
        if len(text) < TEXT:
            text = f"{text}\n{text_of(raw, part)}" if text else text_of(raw, part)
    return text[:TEXT]


def _is_attached(part: Part) -> bool:
    disposition = one_line(part.head.get("Content-Disposition", ""))
    return disposition.lower().startswith("attachment")


def _ids(head: Head, name: str) -> tuple[str, ...]:
    return tuple(_MESSAGE_ID.findall(one_line(head.get(name, ""))))


def _sender(head: Head) -> str:
    """The one address in From (RFC 5322 3.6.2). Of several it cannot be said who wrote."""
    values = [one_line(value) for value in head.get_all("From", [])][:2]
    pairs: list[tuple[str, str]] = calmly(lambda: getaddresses(values), [])
    found = [address for _, address in pairs if address]
    return found[0][:320] if len(values) == 1 and len(found) == 1 else ""


def _date(head: Head) -> datetime | None:
    """The instant in Date, in UTC. A clock that says no zone counts as UTC."""
    value = one_line(head.get("Date", ""))[:100]
    found = calmly(lambda: parsedate_to_datetime(value), None) if value else None
    if found is None or found.year < _FIRST_YEAR:
        return None
    return calmly(lambda: (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC), None)


def _auto_submitted(head: Head) -> str:
    """Say how a program answered (RFC 3834 5), also where it says so in older words."""
    said = one_line(head.get("Auto-Submitted", "")).partition(";")[0].strip().lower()[:40]
    if said and said != "no":
        return said
    precedence = one_line(head.get("Precedence", "")).lower()
    older = "X-Autoreply" in head or "X-Autorespond" in head or precedence == "auto_reply"
    return "auto-replied" if older else ""


def _with_report(letter: Letter, raw: bytes, parts: Sequence[Part]) -> Letter:
    """Add what a delivery status notification says; the letter as it is where it is none.

    It is one where the report is the letter itself, or stands in what a list wrapped around it. A report that lies
    in an attached message is somebody else's.
    """
    inside = [part for part in parts if part.parent == "multipart/report" and part.depth in (1, 2)]
    status = next((part for part in inside if part.kind in _STATUS), None)
    groups = list(fields_of(content_of(raw, status), _MOST_RECIPIENTS + 1)) if status else []
    if not groups:
        return letter
    original = next((part for part in inside if part.kind in _ORIGINAL), None)
    return replace(
        letter,
        reporter=_typed(groups[0], "Reporting-MTA")[:255],
        envelope_id=one_line(groups[0].get("Original-Envelope-Id", ""))[:100],
        delivery=tuple(_status(fields) for fields in groups[1:]),
        original=_original(raw, original) if original else "",
    )


def _original(raw: bytes, part: Part) -> str:
    """The Message-ID of the message that came back, whole or as headers."""
    encoded = bool(part.head.get("Content-Transfer-Encoding", ""))
    content = content_of(raw, part) if encoded else raw[part.start : part.end]
    head, _ = head_at(content, 0, len(content))
    return next(iter(_ids(head, "Message-ID")), "")


def _status(fields: Head) -> DeliveryStatus:
    code = _STATUS_CODE.search(one_line(fields.get("Status", "")))
    status = code.group() if code else ""
    said = one_line(fields.get("Action", "")).lower()
    known = said in ("failed", "delayed", "delivered", "relayed", "expanded")
    meant = {"5": "failed", "4": "delayed", "2": "delivered"}.get(status[:1], "")
    return DeliveryStatus(
        action=said if known else meant,
        status=status,
        final_recipient=_typed(fields, "Final-Recipient")[:320],
        original_recipient=_typed(fields, "Original-Recipient")[:320],
        diagnostic=_typed(fields, "Diagnostic-Code")[:1_000],
    )


def _typed(fields: Head, name: str) -> str:
    """The value of a field that names its type first: `rfc822; a@example.com` (RFC 3464 2.3.1)."""
    value = words_of(fields.get(name, ""))
    return value.partition(";")[2].strip() if ";" in value else value
