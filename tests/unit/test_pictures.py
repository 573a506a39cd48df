"""Pictures and pages of documents become plain pixels: upright, on white, the same each time, with nothing beside."""

import sys
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from support import picture_files as files

from takedown.bounds import Bounds, in_child
from takedown.exhibit_pages import LONGEST_PAGE, MOST_PAGES, pages_in, pages_of
from takedown.pictures import Colours, Encoding, Picture, UnusableError, check_picture, flat, picture_of

LONGEST = 1000
BLUE, RED = (0, 0, 255), (255, 0, 0)


def pixels(picture: Picture) -> Image.Image:
    """What a reader of the PDF sees."""
    if picture.encoding is Encoding.JPEG:
        return Image.open(BytesIO(picture.content))
    mode = "L" if picture.colours is Colours.GREY else "RGB"
    return Image.frombytes(mode, (picture.width, picture.height), zlib.decompress(picture.content))


def is_near(one: object, other: tuple[int, int, int]) -> bool:
    return isinstance(one, tuple) and all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def refused(content: bytes) -> UnusableError:
    with pytest.raises(UnusableError) as caught:
        check_picture(content)
    assert caught.value.step
    return caught.value


def test_what_is_transparent_becomes_white():
    picture = picture_of(files.as_png(files.logo()), longest=LONGEST)

    seen = pixels(picture)
    assert (picture.width, picture.height, picture.colours) == (300, 100, Colours.RGB)
    assert seen.getpixel((0, 0)) == (255, 255, 255)
    assert seen.getpixel((150, 50)) == (20, 60, 200)


def test_the_transparent_colour_of_a_palette_becomes_white():
    image = Image.new("P", (20, 20), 0)
    image.putpalette([0, 0, 0, 200, 0, 0])
    image.paste(1, (10, 0, 20, 20))

    seen = pixels(picture_of(files.as_png(image, transparency=0), longest=LONGEST))

    assert (seen.getpixel((0, 0)), seen.getpixel((15, 5))) == ((255, 255, 255), (200, 0, 0))


def test_black_ink_is_kept_as_grey_even_where_the_file_says_colour():
    plain, coloured = (
        picture_of(files.as_png(files.signature().convert(mode)), longest=LONGEST) for mode in ("L", "RGB")
    )

    assert plain == coloured
    assert plain.colours is Colours.GREY


def test_sixteen_bits_of_grey_are_scaled_and_not_cut():
    image = Image.new("I;16", (4, 4), 32896)

    assert pixels(picture_of(files.as_png(image), longest=LONGEST)).getpixel((1, 1)) == 128


def test_a_photo_keeps_nothing_of_where_and_by_what_it_was_taken():
    content = files.photo()
    assert b"Example Phone" in content
    assert b"taken at home" in content

    (page,) = pages_of(content)

    seen = pixels(page)
    assert not seen.getexif()
    assert "exif" not in seen.info
    for told in (b"Exif", b"Example Phone", b"taken at home", b"GPS"):
        assert told not in page.content


def test_a_note_in_a_png_does_not_go_out_either_way_it_is_packed():
    large = files.clouds(64, 64)
    for content in (files.told_png(), files.as_jpeg(large, comment=b"12 Example Street", quality=95)):
        picture = picture_of(content, longest=LONGEST)
        assert b"Example Street" not in picture.content


@pytest.mark.parametrize(
    ("turned", "size", "first"),
    [(1, (160, 80), RED), (3, (160, 80), BLUE), (6, (80, 160), RED), (8, (80, 160), BLUE)],
)
def test_a_photo_stands_upright_however_the_camera_was_held(turned, size, first):
    (page,) = pages_of(files.photo(turned=turned))

    assert (page.width, page.height) == size
    assert is_near(pixels(page).convert("RGB").getpixel((10, 10)), first)


def test_a_large_picture_is_made_smaller_and_a_small_one_never_larger():
    assert picture_of(files.as_png(files.signature()), longest=60).width == 60
    assert picture_of(files.as_png(files.signature()), longest=60).height == 20
    assert picture_of(files.as_png(files.signature()), longest=LONGEST).width == 240


def test_a_line_drawing_is_packed_without_loss_and_a_photo_as_jpeg():
    drawn = picture_of(files.as_png(files.signature()), longest=LONGEST)
    taken = picture_of(files.as_png(files.clouds(200, 200)), longest=LONGEST)

    assert (drawn.encoding, taken.encoding) == (Encoding.FLATE, Encoding.JPEG)
    assert pixels(drawn).tobytes() == files.signature().tobytes()
    assert pixels(taken).size == (200, 200)


def test_the_same_file_gives_the_same_bytes():
    for content in (files.photo(), files.told_png(), files.pdf(2)):
        first = pages_of(content)
        pages_of.cache_clear()
        picture_of.cache_clear()
        assert pages_of(content) == first


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [("RGBA", (0, 0, 255, 128), (127, 127, 255)), ("RGB", (200, 0, 0), (200, 0, 0)), ("LA", (0, 128), 127)],
)
def test_the_largest_picture_takes_a_fraction_of_what_its_copies_would(mode, colour, expected):
    content = files.as_png(Image.new(mode, (5000, 5000), colour), compress_level=1)
    bounds = Bounds(seconds=60, wall_seconds=180, mebibytes=280)

    def drawn() -> bytes:
        picture = picture_of(content, longest=LONGEST)
        return repr((picture.width, pixels(picture).getpixel((5, 5)))).encode()

    assert in_child(drawn, bounds) == repr((LONGEST, expected)).encode()


def test_strips_join_without_a_seam():
    soft = files.clouds(1500, 1400)
    soft.putalpha(Image.linear_gradient("L").resize(soft.size))
    whole = Image.alpha_composite(Image.new("RGBA", soft.size, "white"), soft).convert("RGB")

    assert flat(soft).tobytes() == whole.tobytes()


def test_one_spot_of_colour_at_the_end_keeps_a_large_picture_in_colour():
    grey = Image.new("RGB", (1000, 2100), "grey")
    assert flat(grey).mode == "L"
    grey.putpixel((999, 2099), (1, 2, 3))
    assert flat(grey).mode == "RGB"


def test_the_first_of_several_frames_is_taken():
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    moving = files.as_png(first, save_all=True, append_images=[second])

    assert pixels(picture_of(moving, longest=LONGEST)).getpixel((2, 2)) == (255, 0, 0)


def test_a_photo_whose_tags_are_damaged_is_taken_as_it_lies():
    whole = files.photo(turned=6)
    at = whole.index(b"Exif\x00\x00") + 6
    damaged = whole[:at] + b"\xff" * 20 + whole[at + 20 :]

    (page,) = pages_of(damaged)

    assert (page.width, page.height) == (160, 80)


def test_more_pixels_than_a_page_needs_are_refused_before_they_are_unpacked():
    for width, height in ((5001, 5001), (12_000, 12_000), (60_000, 60_000)):
        assert refused(files.bomb(width, height)).what == "has more than 25 megapixels"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
    ],
    ids=["nothing", "gif", "svg", "png without pixels", "jpeg without pixels"],
)
def test_what_is_no_picture_is_refused(content):
    assert "PNG or JPEG" in refused(content).step


@pytest.mark.parametrize(
    "content", [files.as_jpeg(files.clouds(80, 80)), files.as_png(files.clouds(80, 80))], ids=["jpeg", "png"]
)
def test_a_picture_that_is_cut_off_is_refused(content):
    assert "cut off" in refused(content[: len(content) * 3 // 4]).what


def test_a_pdf_is_no_logo():
    assert refused(files.pdf()).what == "is a PDF, and a picture is needed"


def test_pages_of_a_pdf_are_drawn_as_pictures_at_150_dpi():
    assert pages_in(files.pdf(3)) == 3

    pages = pages_of(files.pdf(3))

    assert [(page.width, page.height, page.colours) for page in pages] == [(1241, 1754, Colours.GREY)] * 3
    assert all(pixels(page).convert("L").getextrema()[0] < 60 for page in pages), "no ink on a page"
    assert len({page.content for page in pages}) == 3


def test_nothing_of_a_pdf_but_its_looks_goes_out():
    (page,) = pages_of(files.pdf(words="Mandate", covered="Jo Guest, 9 Example Road"))

    for told in (b"Bo Example", b"Jo Guest", b"Producer"):
        assert told not in page.content


def test_what_was_typed_into_a_form_is_drawn():
    (page,) = pages_of(files.filled_form())

    assert pixels(page).convert("L").crop((160, 200, 700, 400)).getextrema()[0] < 60


def test_a_poster_is_drawn_no_larger_than_a_page():
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(14_400, 7_200), invariant=True)
    canvas.drawString(100, 100, "poster")
    canvas.save()

    (page,) = pages_of(kept.getvalue())

    assert (page.width, page.height) == (LONGEST_PAGE, LONGEST_PAGE // 2)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (files.pdf(locked="secret"), "is protected by a password"),
        (files.pdf(locked=""), "is a PDF that is locked, though it opens"),
        (files.pdf()[:200], "is a PDF that cannot be read"),
        (files.pdf(MOST_PAGES + 1), "has 21 pages, more than 20"),
        (b"%PDF-1.7\n%%EOF", "is a PDF that cannot be read"),
    ],
    ids=["password", "owner's password", "cut off", "too many pages", "empty"],
)
def test_a_pdf_that_cannot_be_drawn_is_refused(content, what):
    with pytest.raises(UnusableError) as caught:
        pages_in(content)

    assert caught.value.what == what
    assert caught.value.step


def test_without_the_program_that_draws_pdf_a_user_hears_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)

    with pytest.raises(UnusableError) as caught:
        pages_in(files.pdf())

    assert "pypdfium2" in caught.value.what
    assert "pip install 'takedown-notices[exhibits]'" in caught.value.step
    assert pages_in(files.photo()) == 1, "pictures need nothing more"


def drawn_or_refused(content: bytes) -> bool:
    """Whether pages come out, or words for a person; anything else is an error of the test."""
    try:
        return all(page.width and page.height for page in pages_of(content))
    except UnusableError as error:
        return bool(error.what and error.step)


SEEDS = (files.photo(), files.told_png(), files.pdf(), files.as_png(files.signature()))


@settings(deadline=None, max_examples=150)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    length=st.floats(0.1, 1),
)
def test_a_damaged_file_is_drawn_or_refused_in_words_and_nothing_else_happens(seed, changes, length):
    content = bytearray(seed)
    for place, value in changes:
        content[int(place * len(content))] = value
    damaged = bytes(content[: max(int(length * len(content)), 1)])

    assert drawn_or_refused(damaged)
