"""The pages of an exhibit as pictures: those of a PDF, or the one picture that it is.

A foreign page may have what PDF/A-3 and PDF/UA-1 forbid (scripts, encryption, fonts that are not embedded, content
without tags), and its file carries names and dates of whoever wrote it. So it is drawn. A PDF of a few hundred bytes
can ask for endless work, and PDFium does not listen to Ctrl-C meanwhile: pypdfium2 (the extra `exhibits`) opens and
draws it in a child process with bounds.
"""

import contextlib
import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from takedown.bounds import Bounds, BrokenOffError, OutOfBoundsError, can_bound, in_child
from takedown.pictures import (
    Colours,
    Encoding,
    Picture,
    UnusableError,
    check_picture,
    flat,
    is_pdf,
    packed,
    picture_of,
)

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

#: Bytes of a PDF that is read.
LARGEST_DOCUMENT = 10_000_000
MOST_PAGES = 20
#: Pixels of the longer side: the long side of A4 at 150 dpi, at which a typed page reads well and stays small.
LONGEST_PAGE = 1754
_DPI, _POINTS = 150, 72
#: At this size a page is tried: all of it is read and drawn, and hardly a pixel is filled.
_LONGEST_TRIED = 64
#: Twenty scanned pages take a tenth of it.
BOUNDS = Bounds(seconds=30, wall_seconds=90, mebibytes=768)
_AGAIN = "open it, and print it into a new PDF"
_AS_PICTURES = "save its pages as PNG or JPEG"


def pages_in(content: bytes) -> int:
    """Count the pages of an exhibit, and refuse what cannot be one. A picture is one page.

    Each page of a PDF is drawn, very small, so that one which cannot be is known before any letter is made.
    """
    if not is_pdf(content):
        check_picture(content)
        return 1
    return len(_drawn(content, _LONGEST_TRIED))


@lru_cache(maxsize=4)
def pages_of(content: bytes) -> tuple[Picture, ...]:
    """Draw the pages of an exhibit: those of a PDF, or the one picture that it is. UnusableError likewise."""
    if not is_pdf(content):
        return (picture_of(content, longest=LONGEST_PAGE),)
    return _drawn(content, LONGEST_PAGE)


def _drawn(content: bytes, longest: int) -> tuple[Picture, ...]:
    if not can_bound():
        raise UnusableError(
            "is a PDF, and this system cannot bound what drawing it takes",
            f"{_AS_PICTURES}, or run the program on Linux or macOS",
        )
    _load()
    try:
        return _unfolded(in_child(lambda: _folded(content, longest), BOUNDS))
    except OutOfBoundsError as error:
        raise UnusableError(
            "takes too much time or memory to draw", f"{_AGAIN}, or {_AS_PICTURES}"
        ) from error
    except BrokenOffError as error:  # PDFium aborts where it gets no memory, and where its stack is full
        what = "takes too much time or memory to draw, or is broken"
        raise UnusableError(what, f"{_AGAIN}, or {_AS_PICTURES}") from error


def _load() -> None:
    """Load once, here, what each child would load for itself: most of its time, where there are many mandates.

    On macOS PDFium calls libraries of the system that do not stand a fork, so there it is first loaded in the child.
    """
    from PIL import Image

    Image.preinit()
    if sys.platform == "linux":
        with contextlib.suppress(ImportError):  # `_document` says so
            import_module("pypdfium2")


def _folded(content: bytes, longest: int) -> bytes:
    """What the child hands back: a line of JSON, and after it the pixels of each page."""
    try:
        pages = [packed(page) for page in _images(content, longest)]
    except UnusableError as error:
        return json.dumps({"refused": [error.what, error.step]}).encode() + b"\n"
    heads = [
        (page.width, page.height, page.colours.value, page.encoding.value, len(page.content))
        for page in pages
    ]
    return b"\n".join((json.dumps({"pages": heads}).encode(), b"".join(page.content for page in pages)))


def _unfolded(answer: bytes) -> tuple[Picture, ...]:
    line, _, pixels = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise UnusableError(*told["refused"])
    pages, start = [], 0
    for width, height, colours, encoding, length in told["pages"]:
        page = Picture(
            content=pixels[start : start + length],
            width=width,
            height=height,
            colours=Colours(colours),
            encoding=Encoding(encoding),
        )
        pages.append(page)
        start += length
    return tuple(pages)


def _images(content: bytes, longest: int) -> "Iterator[Image]":
    """Draw each page as a viewer shows it, with the ink of signatures and what was typed into its form."""
    document = _document(content)
    from pypdfium2 import PdfiumError

    with contextlib.closing(document):
        document.init_forms()
        for number in range(len(document)):
            try:
                page = document[number]
                yield _image(page, longest)
                page.close()
            except PdfiumError as error:
                raise UnusableError(f"has a page {number + 1} that cannot be drawn", _AGAIN) from error


def _document(content: bytes) -> "PdfDocument":
    """Open a PDF, to be closed. UnusableError where it cannot be read, is locked, or has too many pages."""
    try:
        import pypdfium2
    except ImportError as error:
        raise UnusableError(
            "is a PDF, and pypdfium2, which draws its pages, is not installed",
            f"pip install 'takedown-notices[exhibits]', or {_AS_PICTURES}",
        ) from error
    unlocked = f"print it into a new PDF, which has no password, or {_AS_PICTURES}"
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnusableError("is protected by a password", unlocked) from error
        raise UnusableError("is a PDF that cannot be read", _AGAIN) from error
    what, step = "", ""
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        what, step = "is a PDF that is locked, though it opens", unlocked
    elif not len(document):
        what, step = "is a PDF without pages", "look whether it is the right file"
    elif len(document) > MOST_PAGES:
        what = f"has {len(document):,} pages, more than {MOST_PAGES}"
        step = "print the pages that show it into a new PDF"
    if what:
        document.close()
        raise UnusableError(what, step)
    return document


def _image(page: "PdfPage", longest: int) -> "Image":
    side = max(*page.get_size(), 1)
    bitmap = page.render(scale=min(_DPI / _POINTS, longest / side))
    try:
        return flat(bitmap.to_pil())
    finally:
        bitmap.close()
