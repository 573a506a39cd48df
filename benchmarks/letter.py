"""The words of a paper in the plainest form, as the other ways of drawing get them: they need not know our nouns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import ROOT

if TYPE_CHECKING:
    from takedown.rendering.paper import Block, Paper

FONTS = ROOT / "takedown" / "data" / "fonts"

#: Text, whether it is bold, whether it is italic.
Run = tuple[str, bool, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release of the schedule: `1. UPC 4…`, its heading, its details, its recordings as cells."""

    code: str
    heading: str
    details: str
    recordings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything printed. A part of the body is its kind (heading, text, item, signature, schedule) and its runs."""

    language: str
    author: str
    sender: tuple[str, ...]
    date: str
    recipient: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    subject: str
    body: tuple[tuple[str, tuple[Run, ...]], ...]
    schedule_title: str
    columns: tuple[str, ...]
    schedule: tuple[Entry, ...]
    signature: tuple[str, ...]
    footer: str
    page: str
    """With {page} and {pages}."""


def letter_of(paper: "Paper") -> Letter:
    """Take the words of a paper as they are."""
    return Letter(
        language=paper.language,
        author=paper.author,
        sender=paper.sender_lines,
        date=paper.date,
        recipient=paper.recipient_lines,
        details=paper.details,
        subject=paper.subject,
        body=tuple(part for block in paper.blocks for part in _parts(block)),
        schedule_title=paper.schedule_title,
        columns=paper.furniture.columns,
        schedule=tuple(
            Entry(
                code=f"{entry.number}. {entry.code_label} {entry.code}",
                heading=entry.heading,
                details=entry.details,
                recordings=tuple((one.number, one.isrc, one.title) for one in entry.recordings),
            )
            for entry in paper.schedule
        ),
        signature=paper.signature_lines,
        footer=" · ".join(paper.furniture.footer),
        page=paper.furniture.page,
    )


def _parts(block: "Block") -> Iterator[tuple[str, tuple[Run, ...]]]:
    from takedown.rendering.paper import Bullets, Heading, Marker

    if isinstance(block, Marker):
        yield block.value, ()
    elif isinstance(block, Heading):
        yield "heading", ((block.text, True, False),)
    elif isinstance(block, Bullets):
        for number, runs in enumerate(block.items, 1):
            mark = f"{number}. " if block.numbered else "– "
            yield "item", ((mark, False, False), *((run.text, run.bold, run.italic) for run in runs))
    else:
        yield "text", tuple((run.text, run.bold, run.italic) for run in block.runs)
