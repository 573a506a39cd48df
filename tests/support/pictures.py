"""Pictures of pages, and how much two of them differ: a line that moved is seen, other greys of an edge are not."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

DOTS_PER_INCH = 50
_FINER = 4
"""Pages are drawn so many times larger and then reduced: a rasterizer's hinting hardly shows in what is left."""
_BLOCK = 8
"""Pixels: about a line of the letter high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Greys from 0 (the same) to 255: over the whole page, and in the block where it is largest."""

    mean: float
    largest: float
    where: tuple[int, int] = (0, 0)
    """That block, in points from the left and upper edge of the page."""


def picture_of(pdf: Path, page: int, scratch: Path, *, rasterizer: str = "pdftoppm") -> Image.Image:
    """Draw a page (counted from 1) in greys, by a program of poppler."""
    target, number = scratch / f"{pdf.stem}-{page}-{rasterizer}", str(page)
    options = ["-png", "-gray", "-r", str(_FINER * DOTS_PER_INCH), "-f", number, "-l", number, "-singlefile"]
    subprocess.run([rasterizer, *options, pdf, target], check=True, capture_output=True)
    with Image.open(target.with_suffix(".png")) as picture:
        return picture.convert("L").reduce(_FINER)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two pictures, slightly blurred, so that edges drawn a little otherwise do not count."""
    if one.size != other.size:
        return Difference(mean=255, largest=255)
    blurred = [picture.convert("L").filter(ImageFilter.GaussianBlur(1)) for picture in (one, other)]
    apart = ImageChops.difference(*blurred)
    width, height = (-(-length // _BLOCK) for length in apart.size)
    canvas = Image.new("L", (width * _BLOCK, height * _BLOCK))
    canvas.paste(apart)
    blocks = canvas.reduce(_BLOCK)
    largest = blocks.getextrema()[1]
    at = blocks.tobytes().index(largest)
    points = _BLOCK * 72 // DOTS_PER_INCH
    return Difference(
        mean=ImageStat.Stat(apart).mean[0],
        largest=largest,
        where=(at % width * points, at // width * points),
    )
