"""notice.txt: the paper as plain text, in the order in which every presenter shows it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from textwrap import wrap

from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paper, Paragraph, Run, ScheduleRelease

WIDTH = 72


def as_text(paper: Paper) -> str:
    """Write the whole paper, wrapped at 72 columns. Words and codes are never broken; lines end in LF."""
    return as_text_and_mail(paper)[0]


def as_mail(paper: Paper) -> str:
    """Write the same paragraphs for an email: what is asked comes first, and the letterhead before the schedule.

    Lists of messages show the first words of each to everybody at a desk: here those of the letter, and not where its
    sender lives.
    """
    return as_text_and_mail(paper)[1]


def as_text_and_mail(paper: Paper) -> tuple[str, str]:
    """Write both: their paragraphs, and those of a long schedule, are wrapped once."""
    at = paper.blocks.index(Marker.SCHEDULE) if Marker.SCHEDULE in paper.blocks else len(paper.blocks)
    letter, rest = (
        [text for block in blocks for text in _block(block, paper)]
        for blocks in (paper.blocks[:at], paper.blocks[at:])
    )
    head = _head(paper)
    return _joined([*head, *letter, *rest]), _joined([*letter, *head, *rest])


def _head(paper: Paper) -> list[str]:
    """All that stands above the letter itself."""
    width = max((len(label) for label, _ in paper.details), default=0) + 3
    details = "\n".join(wrapped(f"{label:<{width}}{text}", hang=width) for label, text in paper.details)
    return [
        "\n".join(wrapped(line) for line in paper.sender_lines),
        paper.date,
        "\n".join(wrapped(line) for line in paper.recipient_lines),
        details,
        wrapped(paper.subject),
    ]


def _joined(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def prose(blocks: Sequence[Block]) -> str:
    """Write the letter alone, one line a paragraph: the wording that is kept in notice.json."""
    return "\n\n".join(_unwrapped(block) for block in blocks)


def _unwrapped(block: Block) -> str:
    match block:
        case Marker():
            return f"[[{block}]]"
        case Heading(text=text):
            return text
        case Paragraph(runs=runs):
            return _words(runs)
        case Bullets():
            return "\n".join(_items(block))


def _block(block: Block, paper: Paper) -> Iterator[str]:
    match block:
        case Marker.SIGNATURE:
            yield "\n".join(wrapped(line) for line in paper.signature_lines)
        case Marker.SCHEDULE:
            yield paper.schedule_title
            yield from ("\n".join(_release(release)) for release in paper.schedule)
        case Bullets():
            yield "\n".join(
                wrapped(f"  {item}", hang=4 if not block.numbered else 5) for item in _items(block)
            )
        case _:
            yield wrapped(_unwrapped(block))


def _items(block: Bullets) -> list[str]:
    return [
        f"{f'{number}.' if block.numbered else '-'} {_words(runs)}"
        for number, runs in enumerate(block.items, 1)
    ]


def _release(release: ScheduleRelease) -> Iterator[str]:
    yield f"{release.number}. {release.code_label} {release.code}".rstrip()
    yield wrapped(f"   {release.heading}", hang=3)
    if release.details:
        yield wrapped(f"   {release.details}", hang=3)
    for recording in release.recordings:
        yield wrapped(f"   {recording.number:>3}  {recording.isrc}  {recording.title}", hang=8)


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def wrapped(text: str, *, hang: int = 0) -> str:
    """Wrap one line at the width of the letter; lines after the first hang by so many columns."""
    if len(text) <= WIDTH and text.isprintable():  # as nearly all lines of a schedule
        return text.rstrip(" ")
    return _divided(text, hang)


@lru_cache(maxsize=512)
def _divided(text: str, hang: int) -> str:
    """Wrap a long line, once: letters to many desks say much in the same words."""
    lines = wrap(
        text,
        WIDTH,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
    return "\n".join(lines)
