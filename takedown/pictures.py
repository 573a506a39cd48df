"""The user's own pictures and documents, made plain: pixels alone, without what a camera or a program wrote beside.

A photo taken with a phone says where it was taken (EXIF, GPS), and a picture can hide text, thumbnails and earlier
versions. What goes into a letter is drawn anew from the pixels of the first frame, upright, on white. Pages of a
PDF are drawn as pictures too: a foreign page may have what PDF/A-3 and PDF/UA-1 forbid (scripts, encryption, fonts
that are not embedded, content without tags), and its file carries names and dates of whoever wrote it.

Pillow reads PNG and JPEG; pypdfium2 (the extra `exhibits`) draws PDF. Both are loaded when first needed.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

#: Bytes of a file that is read.
LARGEST_PICTURE = 5_000_000
LARGEST_DOCUMENT = 10_000_000
MOST_PIXELS = 25_000_000
MOST_PAGES = 20
#: Pixels of the longer side: the long side of A4 at 150 dpi, at which a typed page reads well and stays small.
LONGEST_PAGE = 1754
_DPI, _POINTS = 150, 72
#: Below this, text gets rings around it.
_QUALITY = 85
_ORIENTATION = 0x0112
_AS_PICTURE = "open it, and save it again as PNG or JPEG"
#: What Pillow raises over files that are cut off or damaged; it documents OSError only.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError, AttributeError,
    struct.error, zlib.error,
)  # fmt: skip


class Encoding(StrEnum):
    """How the pixels are packed: a whole JPEG file, or rows of bytes under zlib (PDF: DCTDecode, FlateDecode)."""

    JPEG = "jpeg"
    FLATE = "flate"


class Colours(StrEnum):
    """Bytes a pixel: one, from black to white, or three (PDF: DeviceGray, DeviceRGB)."""

    GREY = "grey"
    RGB = "rgb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Pixels, eight bits a channel, no transparency, no metadata; the same file gives the same bytes."""

    content: bytes
    width: int
    height: int
    colours: Colours
    encoding: Encoding
    alt: str = ""
    """What it shows, in words, for who cannot see it."""


class UnusableError(Exception):
    """Why a file cannot be used, as the end of a sentence that begins with its name, and the next step."""

    def __init__(self, what: str, step: str) -> None:
        super().__init__(what)
        self.what = what
        self.step = step


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, which may begin with other bytes (ISO 32000-1, Annex H, note 13)."""
    return b"%PDF-" in content[:1024]


@lru_cache(maxsize=8)
def picture_of(content: bytes, *, longest: int) -> Picture:
    """Make a PNG or JPEG plain, its longer side at most so many pixels. UnusableError where it is no such picture."""
    return _packed(_fitted(_upright(_opened(content)), longest))


def check_picture(content: bytes) -> None:
    """Raise UnusableError where a file is no PNG or JPEG that can be printed; every pixel is looked at."""
    if is_pdf(content):
        raise UnusableError("is a PDF, and a picture is needed", "save it as PNG or JPEG")
    _upright(_opened(content))


def pages_in(content: bytes) -> int:
    """Count the pages of an exhibit, and refuse what cannot be one. A picture is one page."""
    if not is_pdf(content):
        check_picture(content)
        return 1
    document = _document(content)
    try:
        return len(document)
    finally:
        document.close()


@lru_cache(maxsize=4)
def pages_of(content: bytes) -> tuple[Picture, ...]:
    """Draw the pages of an exhibit: those of a PDF, or the one picture that it is. UnusableError likewise."""
    if not is_pdf(content):
        return (picture_of(content, longest=LONGEST_PAGE),)
    return tuple(_packed(page) for page in _drawn(content))


def _opened(content: bytes) -> "Image":
    """The picture, its head read and its pixels not: how many there are is known before any is unpacked."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many() from error
        except UnidentifiedImageError as error:
            raise UnusableError("is neither PNG nor JPEG, or is broken", _AS_PICTURE) from error
        except _BROKEN as error:
            raise UnusableError("is broken", _AS_PICTURE) from error
    if image.width * image.height > MOST_PIXELS:
        raise _too_many()
    return image


def _too_many() -> UnusableError:
    return UnusableError(
        f"has more than {MOST_PIXELS // 1_000_000} megapixels", "make it smaller, and save it again"
    )


def _upright(image: "Image") -> "Image":
    """The pixels of the first frame as a camera meant them, in grey or RGB, on white."""
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged tags, none of which is kept
        try:
            image.load()
            turn = turns.get(_orientation(image))
            flat = _flat(image)
        except _BROKEN as error:
            raise UnusableError("is broken, or cut off", _AS_PICTURE) from error
    return flat.transpose(turn) if turn is not None else flat


def _orientation(image: "Image") -> int:
    """How the camera was held; a picture whose tags cannot be read is taken as it lies."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1
    return turn if isinstance(turn, int) else 1


def _flat(image: "Image") -> "Image":
    """Eight bits a channel, white behind what is transparent; grey where every pixel is."""
    from PIL import Image, ImageChops

    if image.mode.startswith("I"):  # 16 bits of grey, which would be cut at 255 instead of scaled
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    if image.mode in ("1", "L"):
        return image.convert("L")
    colour = image.convert("RGB")
    red, green, blue = colour.split()
    is_grey = not (
        ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()
    )
    return red if is_grey else colour


def _fitted(image: "Image", longest: int) -> "Image":
    """Smaller, where a side is longer; never larger."""
    from PIL import Image

    factor = longest / max(image.size)
    if factor >= 1:
        return image
    size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
    return image.resize(size, Image.Resampling.LANCZOS)


def _packed(image: "Image") -> Picture:
    """Pack the pixels either way, and keep the smaller: drawn pages are smaller and exact as Flate, photos as JPEG.

    The bytes are made of pixels alone: Pillow would take comments and profiles of the file along into the new one.
    """
    from PIL import Image

    pixels = image.tobytes()
    flate, jpeg = zlib.compress(pixels, 9), BytesIO()
    bare = Image.frombytes(image.mode, image.size, pixels)
    bare.save(jpeg, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    is_flate = len(flate) <= jpeg.tell()
    return Picture(
        content=flate if is_flate else jpeg.getvalue(),
        width=image.width,
        height=image.height,
        colours=Colours.GREY if image.mode == "L" else Colours.RGB,
        encoding=Encoding.FLATE if is_flate else Encoding.JPEG,
    )


def _document(content: bytes) -> "PdfDocument":
    """Open a PDF, to be closed. UnusableError where it cannot be read, is locked, or has too many pages."""
    try:
        import pypdfium2
    except ImportError as error:
        raise UnusableError(
            "is a PDF, and pypdfium2, which draws its pages, is not installed",
            "pip install 'takedown-notices[exhibits]', or save its pages as PNG or JPEG",
        ) from error
    unlocked = "print it into a new PDF, which has no password, or save its pages as PNG or JPEG"
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnusableError("is protected by a password", unlocked) from error
        raise UnusableError("is a PDF that cannot be read", "open it, and print it into a new PDF") from error
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


def _drawn(content: bytes) -> "Iterator[Image]":
    """Draw each page as a viewer shows it, with the ink of signatures and what was typed into its form."""
    from pypdfium2 import PdfiumError

    document = _document(content)
    try:
        document.init_forms()
        for number in range(len(document)):
            try:
                page = document[number]
                yield _page(page)
                page.close()
            except PdfiumError as error:
                raise UnusableError(
                    f"has a page {number + 1} that cannot be drawn", "open it, and print it into a new PDF"
                ) from error
    finally:
        document.close()


def _page(page: "PdfPage") -> "Image":
    longest = max(*page.get_size(), 1)
    bitmap = page.render(scale=min(_DPI / _POINTS, LONGEST_PAGE / longest))
    try:
        return _flat(bitmap.to_pil().copy())
    finally:
        bitmap.close()
