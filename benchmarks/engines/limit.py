"""The limit: our own file, ready, of which only the content of pages and tags is still to be compressed and joined."""

import re
import zlib
from typing import TYPE_CHECKING

from benchmarks.engines import Draw

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "limit: ready content, compressed and joined"
TEXT = "mixed"
STANDARDS = ()

_STREAM = re.compile(rb"<<(?:[^<>]|<<[^<>]*>>)*>>\s*stream\r?\n")
#: Streams that are the same for many papers, or that any program would keep ready: fonts, metadata, the colour profile.
_KEPT = (b"/Length1", b"/Metadata", b"/N 3/")
#: How much zlib tries, the usual one first: each stream is compressed again as it was.
_LEVELS = (6, 1, 9, 2, 3, 4, 5, 7, 8)
#: Content, and the level to compress it with; None: it is as it is.
Part = tuple[bytes, int | None]


def start() -> Draw:
    """Join the parts of a file, compressing those that are to be."""

    def draw(parts: list[Part]) -> bytes:
        return b"".join(
            content if level is None else zlib.compress(content, level) for content, level in parts
        )

    return draw


def ready(paper: "Paper") -> list[Part]:
    """Draw a paper, and take its file apart; put together again, it is the same file."""
    from takedown.rendering.pdf import draw_pdf

    pdf, at = draw_pdf(paper), 0
    parts: list[Part] = []
    while found := _STREAM.search(pdf, at):
        end = pdf.index(b"endstream", found.end())
        parts.append((pdf[at : found.end()], None))
        parts += _unpacked(found.group(), pdf[found.end() : end])
        at = end
    return [*parts, (pdf[at:], None)]


def _unpacked(head: bytes, body: bytes) -> list[Part]:
    """Take out what a stream holds, with the level that gives the same bytes again."""
    if b"/FlateDecode" not in head or any(word in head for word in _KEPT):
        return [(body, None)]
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(body)
    end = unpacking.unused_data
    for level in _LEVELS:
        if zlib.compress(content, level) + end == body:
            return [(content, level), (end, None)]
    return [(body, None)]
