"""Pages as people see them, kept as pictures in tests/golden/pages/ and compared.

GOLDEN=write renews them; look at each before it is kept.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from kinds_made import LETTERS_MADE
from letters_made import ANA, DISTRIBUTOR, TAPES, notice
from many_pdfs import ABROAD, Situation, in_language, situations
from PIL import Image, ImageChops
from support.builders import release
from support.pictures import DOTS_PER_INCH, Difference, difference, picture_of

from takedown.notice import Notice
from takedown.rendering import load_letters

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
pytestmark = pytest.mark.tool("pdftoppm")
#: Another rasterizer (cairo, MuPDF) differs by 0.6 and 8 at most, a line less or a paragraph 1.4 points lower by 20.
MOST_ON_A_PAGE = 1.0
MOST_IN_A_BLOCK = 13
_RULE = 2
"""Pixels: what is no higher is no line of text."""
_WHITE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of a paper, counted from 1."""

    situation: Situation
    page: int = 1


def _shown(notice: Notice, *, page: int = 1, signed: bool = False) -> Shown:
    return Shown(situation=Situation(name="page", notice=notice, signed=signed), page=page)


def _found(name: str, page: int) -> Shown:
    (found,) = (one for one in situations() if one.name == name)
    return Shown(situation=found, page=page)


_EUROPE = notice(sender=TAPES, recipient=ABROAD)
_LONG = replace(_EUROPE, releases=tuple(release(number, tracks=11) for number in range(1, 11)))
PAGES: Mapping[str, Callable[[], Shown]] = {
    "letter-unsigned": lambda: _shown(_EUROPE),
    "letter-german-signed": lambda: _shown(in_language(_EUROPE, "de"), signed=True),
    "letter-us": lambda: _shown(notice(sender=ANA, recipient=DISTRIBUTOR)),
    "schedule-second-page": lambda: _shown(_LONG, page=3),
    "schedule-scripts-of-the-world": lambda: _found("scripts-en", 2),
    "logo": lambda: _found("logo-en", 1),
    "signature-and-contents": lambda: _found("exhibits-en", 2),
    "exhibit": lambda: _found("exhibits-en", 4),
    "specimen": lambda: _shown(replace(_EUROPE, demo=True)),
    "public-statement": lambda: _shown(LETTERS_MADE["public-statement"][0], signed=True),
    "roster-letter": lambda: _shown(LETTERS_MADE["roster-letter"][0]),
}


def drawn(shown: Shown, folder: Path) -> Image.Image:
    pdf = folder / "notice.pdf"
    pdf.write_bytes(shown.situation.draw(load_letters()).files["notice.pdf"])
    return picture_of(pdf, shown.page, folder)


def is_same(found: Difference) -> bool:
    return found.mean <= MOST_ON_A_PAGE and found.largest <= MOST_IN_A_BLOCK


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did_when_it_was_looked_at(name: str, tmp_path: Path) -> None:
    picture = drawn(PAGES[name](), tmp_path)
    kept = GOLDEN / f"{name}.png"
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        picture.save(kept, optimize=True)
    with Image.open(kept) as wanted:
        found = difference(wanted, picture)

    if not is_same(found):
        picture.save(tmp_path / f"{name}.png")
    assert is_same(found), f"{found}; as it is now: {tmp_path / f'{name}.png'}"


def test_no_picture_is_left_behind() -> None:
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(PAGES)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    return drawn(PAGES["letter-unsigned"](), tmp_path_factory.mktemp("letter"))


def test_the_measure_sees_a_paragraph_that_moved_by_one_and_a_half_points(letter: Image.Image) -> None:
    moved = letter.copy()
    middle = (0, letter.height // 2, letter.width, letter.height * 3 // 4)
    moved.paste(letter.crop(middle), (0, middle[1] + 1))

    assert not is_same(difference(letter, moved))


def test_the_measure_sees_every_line_that_is_missing(letter: Image.Image) -> None:
    lines = _lines(letter)
    assert len(lines) > 20
    for top, bottom in lines:
        blank = letter.copy()
        blank.paste(255, (0, top, letter.width, bottom))
        assert not is_same(difference(letter, blank)), f"the line at {top * 72 // DOTS_PER_INCH} points"


def test_the_measure_sees_another_size_of_paper(letter: Image.Image) -> None:
    assert not is_same(difference(letter, letter.crop((0, 0, letter.width, letter.height - 1))))


@pytest.mark.tool("pdftocairo")
def test_the_measure_forgives_the_greys_of_another_rasterizer(tmp_path: Path) -> None:
    for name, shown in PAGES.items():
        splash = drawn(shown(), tmp_path)
        cairo = picture_of(tmp_path / "notice.pdf", shown().page, tmp_path, rasterizer="pdftocairo")

        assert ImageChops.difference(splash, cairo).getextrema()[1] > 60, name  # the greys are not the same
        assert is_same(difference(splash, cairo)), name


def _lines(picture: Image.Image) -> list[tuple[int, int]]:
    """Top and bottom of each line of text: rows that are not white, and not a mere rule or a comma's tail."""
    rows = [picture.crop((0, y, picture.width, y + 1)).getextrema()[0] < 128 for y in range(picture.height)]
    found: list[tuple[int, int]] = []
    for y, (before, now) in enumerate(zip([False, *rows], [*rows, False], strict=True)):
        if now and not before:
            found.append((y, y))
        if before and not now:
            found[-1] = (found[-1][0], y)
    return [(top, bottom) for top, bottom in found if bottom - top > _RULE]


def test_the_frame_of_an_exhibit_is_seen_on_all_four_sides(tmp_path: Path) -> None:
    page = drawn(PAGES["exhibit"](), tmp_path)
    width, height = page.size
    across = [x for x in range(width) if page.getpixel((x, height // 2)) < _WHITE]
    down = [y for y in range(height // 9, height * 19 // 20) if page.getpixel((width // 2, y)) < _WHITE]

    assert min(across) < width // 8 < width * 7 // 8 < max(across)
    assert min(down) < height // 5 < height * 17 // 20 < max(down)
    assert len(across) <= 2 * _RULE
    assert len(down) <= 2 * _RULE
