"""The message as it goes out, made once from the signed notice's own draft; never made again.

Only three headers differ from the draft that the user read: it has a real date, a Message-ID with the number of the
attempt, and it is no draft any more (X-Unsent). All else is the same, byte for byte, and that is checked.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from typing import Any

from takedown.audit import NoticeState
from takedown.braking.values import Addressed
from takedown.channels.protocol import Envelope
from takedown.dispatch import envelope_document
from takedown.errors import VerificationError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.ledger.faults import VERIFY
from takedown.messages import Purpose
from takedown.rendering.parts import drafts_in

#: By which others could get a message, answer it, or hear that it was read.
_OTHERS = (
    "Cc", "Bcc", "Reply-To", "Sender", "Resent-To", "Resent-Cc", "Resent-Bcc", "Disposition-Notification-To",
    "Return-Receipt-To", "Errors-To",
)  # fmt: skip
_END = b"\r\n\r\n"
_TEST = "Test to yourself, sent to nobody else: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An email of a signed notice: its headers, and its body, which is read from the ledger when it is needed.

    So a run over thousands of notices holds none of their letters.
    """

    head: bytes
    """With CRLF, without the empty line that ends it."""
    body: Callable[[], bytes] = field(compare=False, repr=False)
    size: int
    """Bytes of the whole."""

    @property
    def content(self) -> bytes:
        """The whole message."""
        return self.head + _END + self.body()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message, frozen: its bytes, its envelope, and its place among the messages of its notice."""

    id: str
    notice: str
    attempt: int
    part: int
    parts: int
    purpose: Purpose
    draft: Draft
    """With the headers as they go out."""
    envelope: Envelope
    message_id: str

    @property
    def content(self) -> bytes:
        """The whole message."""
        return self.draft.content


def drafts_of(state: NoticeState, ledger: Ledger) -> tuple[Draft, ...]:
    """The emails of a signed notice in their order, as the ledger keeps them; empty where it has none.

    VerificationError where one is not there any more.
    """
    return tuple(_draft(state, name, ledger) for name in drafts_in(state.files))


def _draft(state: NoticeState, name: str, ledger: Ledger) -> Draft:
    kept = state.files[name]

    def content() -> bytes:
        found = ledger.document(kept.document)
        if found is None or hashlib.sha256(found).hexdigest() != kept.sha256:
            raise VerificationError(
                f"{state.folder}/{name}: the ledger does not hold it any more", hint=VERIFY
            )
        return found

    whole = content()
    return Draft(head=whole.partition(_END)[0], body=lambda: content().partition(_END)[2], size=len(whole))


def addressed(content: bytes) -> Addressed:
    """Read from and to whom a message goes, as a mail program would, from the bytes alone."""
    parsed = message_from_bytes(content.partition(_END)[0] + _END, policy=policy.default)

    def addresses(name: str) -> Iterator[str]:
        for header in parsed.get_all(name, []):
            yield from (address.addr_spec for address in header.addresses)

    others = tuple(name for name in _OTHERS if name in parsed)
    return Addressed(sender=", ".join(addresses("From")), recipients=tuple(addresses("To")), others=others)


def freeze(notice: str, drafts: tuple[Draft, ...], *, attempt: int, at: datetime) -> tuple[Outgoing, ...]:
    """Make the messages of a notice as they go out. `at` is local time with its zone: it becomes the Date."""
    first = _message_id(notice, attempt, 1, drafts[0].head) if drafts else ""
    made = []
    for part, draft in enumerate(drafts, 1):
        message_id = _message_id(notice, attempt, part, draft.head)
        thread = {name: first for name in ("In-Reply-To", "References") if part > 1}
        headers = {"Date": _date(at), "Message-ID": message_id, **thread}
        going = replace(draft, head=_with_headers(draft.head, headers))
        who = addressed(going.head)
        made.append(
            Outgoing(
                id=message_id.strip("<>").partition("@")[0],
                notice=notice,
                attempt=attempt,
                part=part,
                parts=len(drafts),
                purpose=Purpose.NOTICE,
                draft=going,
                envelope=Envelope(
                    sender=who.sender,
                    recipient=", ".join(who.recipients),
                    envid=_envid(notice, attempt, part),
                ),
                message_id=message_id,
            )
        )
    return tuple(made)


def to_self(frozen: Outgoing, *, number: int) -> Outgoing:
    """The same message as a test to its own sender: it says so in its subject, and nobody else is in it."""
    address = frozen.envelope.sender
    domain = address.rpartition("@")[2]
    identity = f"{frozen.notice}.t{number}" + (f".p{frozen.part}" if frozen.part > 1 else "")
    subject = _line_of(frozen.draft.head, "Subject").partition(b":")[2].strip()
    headers = {
        "Message-ID": f"<{identity}@{domain}>",
        "To": f"<{address}>",
        "Subject": f"{_TEST}\r\n {subject.decode('ascii')}",
    }
    return Outgoing(
        id=identity,
        notice=frozen.notice,
        attempt=number,
        part=frozen.part,
        parts=frozen.parts,
        purpose=Purpose.TO_SELF,
        draft=replace(frozen.draft, head=_with_headers(_without_thread(frozen.draft.head), headers)),
        envelope=Envelope(sender=address, recipient=address, envid=identity),
        message_id=headers["Message-ID"],
    )


def queued(message: Outgoing, *, not_before: str) -> Event:
    """That a message was frozen and waits: its bytes and addresses as documents, digests and numbers as data."""
    content = message.content
    data: dict[str, Any] = {
        "message": message.id,
        "attempt": message.attempt,
        "part": message.part,
        "parts": message.parts,
        "purpose": message.purpose.value,
        "sha256": hashlib.sha256(content).hexdigest(),
        **({"not_before": not_before} if not_before else {}),
    }
    documents = {
        "message": content,
        "envelope": envelope_document(message.envelope),
        "message_id": message.message_id.encode(),
    }
    return Event(what=What.QUEUED, notice=message.notice, documents=documents, data=data)


def _message_id(notice: str, attempt: int, part: int, draft: bytes) -> str:
    domain = addressed(draft).sender.rpartition("@")[2]
    return f"<{_envid(notice, attempt, part)}@{domain}>"


def _envid(notice: str, attempt: int, part: int) -> str:
    return f"{notice}.{attempt}" + (f".p{part}" if part > 1 else "")


def _date(at: datetime) -> str:
    return format_datetime(at.replace(microsecond=0))


def _headers(head: bytes) -> Iterator[tuple[str, bytes]]:
    """The headers of a head with their names, each with its folded lines (RFC 5322 2.2.3)."""
    lines: list[bytes] = []
    for line in head.split(b"\r\n"):
        if lines and line[:1] in (b" ", b"\t"):
            lines[-1] += b"\r\n" + line
        else:
            lines.append(line)
    for whole in lines:
        yield whole.partition(b":")[0].decode("ascii"), whole


def _line_of(head: bytes, name: str) -> bytes:
    return next((whole for found, whole in _headers(head) if found == name), b"")


def _without_thread(head: bytes) -> bytes:
    kept = [whole for name, whole in _headers(head) if name not in ("In-Reply-To", "References")]
    return b"\r\n".join(kept)


def _with_headers(head: bytes, changed: Mapping[str, str]) -> bytes:
    """Replace some headers, leave X-Unsent out, keep everything else; then read it again and compare.

    A draft to nobody gets the To of a test to oneself after its From.
    """
    kept, names = [], []
    for name, whole in _headers(head):
        if name == "X-Unsent":
            continue
        names.append(name)
        kept.append(f"{name}: {changed[name]}".encode("ascii") if name in changed else whole)
        if name == "From" and "To" in changed and not _line_of(head, "To"):
            names.append("To")
            kept.append(f"To: {changed['To']}".encode("ascii"))
    made = b"\r\n".join(kept)
    parsed = message_from_bytes(made + _END, policy=policy.compat32)
    if parsed.keys() != names or not set(changed) <= set(names):
        raise VerificationError(
            f"the message of {changed.get('Message-ID', '')} would have other headers than its draft",
            hint="this is a mistake of the program: report it, without names and addresses",
        )
    return made
