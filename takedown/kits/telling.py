"""The page of a packet as text: all that its HTML says, in the same order."""

import textwrap
from collections.abc import Iterator

from takedown.handing.telling import RULE
from takedown.kits.guide import Blank, Block, Chapter, Guide, Paste, Points, Text, Warned

_WIDTH = 72
_LINE = "_" * 56
SPECIMEN = "SPECIMEN: everybody in this packet is invented. Send it to nobody."


def guide_text(guide: Guide) -> str:
    """Write the page. Texts to paste stand as they are, between two rules."""
    lines = [f"YOUR PACKET: {guide.artist}", ""]
    if guide.specimen:
        lines += [*_wrapped(SPECIMEN), ""]
    for each in guide.lead:
        lines += _wrapped(each)
    lines += ["", *_head(guide.title)]
    for number, thing in enumerate(guide.things, 1):
        lines += ["", *_wrapped(thing.heading, first=f"{number}. ")]
        for block in thing.blocks:
            lines += [f"   {line}" for line in _block(block)]
    for chapter in guide.chapters:
        lines += ["", "", *_chapter(chapter)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(text: str) -> list[str]:
    return [text, "=" * min(_WIDTH, max(3, len(text)))]


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from _head(chapter.heading)
    for block in chapter.blocks:
        yield ""
        yield from _block(block)


def _block(block: Block) -> list[str]:
    match block:
        case Text(text=text):
            return _wrapped(text)
        case Points(points=points, first=first):
            heads = (f"{number}. " if first else "- " for number in range(first, first + len(points)))
            return [
                line
                for head, point in zip(heads, points, strict=True)
                for line in _wrapped(point, first=head)
            ]
        case Warned(points=points):
            return [line for point in points for line in _wrapped(point, first="! ")]
        case Paste(head=head, text=text):
            return [*_wrapped(head), RULE, *text.split("\n"), RULE]
        case Blank():
            return _blank(block)


def _blank(blank: Blank) -> list[str]:
    if blank.choices:
        return [*_wrapped(f"{blank.ask}:"), *(f"[ ] {choice}" for choice in blank.choices)]
    return [*_wrapped(f"{blank.ask}:"), *(line for _ in range(blank.lines) for line in ("", _LINE))]


def _wrapped(text: str, *, first: str = "") -> list[str]:
    return [
        part
        for number, line in enumerate(text.split("\n"))
        for part in textwrap.wrap(
            line,
            width=_WIDTH,
            initial_indent=first if number == 0 else " " * len(first),
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]
