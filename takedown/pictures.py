"""The user's own pictures made plain: pixels alone, without what a camera or a program wrote beside.

A photo taken with a phone says where it was taken (EXIF, GPS), and a picture can hide text, thumbnails and earlier
versions. What goes into a letter is drawn anew from the pixels of the first frame, upright, on white. Pillow reads
PNG and JPEG; it is loaded when first needed. Documents are in `takedown.exhibit_pages`.
"""

import struct
import warnings
import zlib
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from takedown.frozen import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

#: Bytes of a file that is read.
LARGEST_PICTURE = 5_000_000
MOST_PIXELS = 25_000_000
#: Pixels that are put on white at a time: Pillow holds four bytes for each, in every step of the way.
_STRIP = 1_000_000
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
    return packed(_fitted(_upright(_opened(content)), longest))


def check_picture(content: bytes) -> None:
    """Raise UnusableError where a file is no PNG or JPEG that can be printed; every pixel is looked at."""
    if is_pdf(content):
        raise UnusableError("is a PDF, and a picture is needed", "save it as PNG or JPEG")
    _upright(_opened(content))


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
            upright = flat(image)
            image.close()  # so that there are never three of a large one
        except _BROKEN as error:
            raise UnusableError("is broken, or cut off", _AS_PICTURE) from error
    return upright.transpose(turn) if turn is not None else upright


def _orientation(image: "Image") -> int:
    """How the camera was held; a picture whose tags cannot be read is taken as it lies."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1
    return turn if isinstance(turn, int) else 1


def flat(image: "Image") -> "Image":
    """Eight bits a channel, white behind what is transparent; grey where every pixel is. Always a new picture.

    Done in strips: each step on the way is a copy, and five of 25 megapixels would take half a gigabyte.
    """
    from PIL import Image

    if image.mode in ("1", "L") and not image.has_transparency_data:
        return image.convert("L")
    whole = Image.new("RGB", image.size)
    height = max(_STRIP // image.width, 1)
    is_grey = True
    for top in range(0, image.height, height):
        strip = _on_white(image.crop((0, top, image.width, min(top + height, image.height))))
        is_grey = is_grey and _is_grey(strip)
        whole.paste(strip, (0, top))
    return whole.getchannel(0) if is_grey else whole


def _on_white(strip: "Image") -> "Image":
    from PIL import Image

    if strip.mode.startswith("I"):  # 16 bits of grey, which would be cut at 255 instead of scaled
        strip = strip.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if strip.has_transparency_data:
        layer = strip.convert("RGBA")
        strip = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return strip.convert("RGB")


def _is_grey(strip: "Image") -> bool:
    from PIL import ImageChops

    red, green, blue = strip.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def _fitted(image: "Image", longest: int) -> "Image":
    """Smaller, where a side is longer; never larger."""
    from PIL import Image

    factor = longest / max(image.size)
    if factor >= 1:
        return image
    size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
    return image.resize(size, Image.Resampling.LANCZOS)


def packed(image: "Image") -> Picture:
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
