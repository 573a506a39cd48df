"""A notice laid out in words, before any presenter draws it: letterhead, blocks, schedule, signature.

Text once, presented many times: notice.txt, the email body and the PDF present this one value, so they cannot disagree.
Every presenter shows its words in the same order; the email alone has the letterhead below the letter.
"""

import datetime as dt
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.notice import Kind
from takedown.pictures import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list; `numbered` counts from 1."""

    items: tuple[tuple[Run, ...], ...]
    numbered: bool = False


class Marker(StrEnum):
    """Where each presenter draws the schedule and the signature block."""

    SCHEDULE = "schedule"
    SIGNATURE = "signature"


Block = Heading | Paragraph | Bullets | Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRecording:
    """One line below a release: number, ISRC (or the words that say it is not known), title."""

    number: str
    isrc: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRelease:
    """One entry of the schedule. Words in this order: `{number}.`, `{code_label} {code}`, heading, details, recordings.

    `details` is a line like `Label Example Tapes · Catalogue number ET-01`, already joined; may be empty.
    """

    number: int
    code_label: str
    code: str
    heading: str
    details: str
    recordings: tuple[ScheduleRecording, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A document at the end of the paper: a cover line, then its pages as pictures."""

    label: str
    """`Exhibit A`"""
    title: str
    """What it is, of whom."""
    cover: tuple[str, ...]
    """Below label and title: of how many pages, the first characters of its file's SHA-256."""
    pages: tuple[Picture, ...]


class Format(StrEnum):
    """The paper that a printer near the reader has."""

    A4 = "A4"
    LETTER = "US-Letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands on a page beside the words of the letter: above the columns of the schedule, and at its foot."""

    columns: tuple[str, ...]
    """Number, ISRC, recording."""
    contents: str
    """Above the list of places, where there are many pages."""
    continued: str
    """Beside a release of the schedule that began on an earlier page."""
    page: str
    """With {page} and {pages}."""
    footer: tuple[str, ...]
    """Reference, first characters of the hash, for a specimen that it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that a person reads, in reading order: sender, date, recipient, details, subject, blocks."""

    kind: Kind
    id: str
    language: str
    sender_lines: tuple[str, ...]
    """First line: the name in the letterhead."""
    date: str
    recipient_lines: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    """Label and value: reference, account, …"""
    subject: str
    blocks: tuple[Block, ...]
    schedule_title: str
    schedule: tuple[ScheduleRelease, ...]
    signature_lines: tuple[str, ...]
    """Drawn at the signature marker, one a line. Unsigned: a line of underscores stands first."""
    signed: bool
    document_sha256: str
    """Its first characters stand in the footer (page furniture)."""
    author: str
    specimen: bool
    furniture: Furniture
    dated: dt.date
    """The day of the letter; the file is made on it, whenever it is made."""
    format: Format = Format.A4
    mailboxes: tuple[str, ...] = ()
    """Email addresses among these lines and details. Whatever else looks like one is none."""
    document: bytes = b""
    """The notice for machines, as it is signed and logged (RFC 8785): embedded in the PDF. Empty: there is none."""
    logo: Picture | None = None
    """In the letterhead."""
    signature_picture: Picture | None = None
    """Above the typed name; only where it is signed."""
    exhibits: tuple[Exhibit, ...] = ()
    """After everything else. The blocks name them below the signature, as `Enclosed`."""
