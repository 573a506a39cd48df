import hashlib
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from papers import (
    isrc,
    long_words,
    one_release,
    platform_request,
    release,
    signed,
    text,
    three_page_schedule,
    with_schedule,
    words,
)
from pypdf import PdfReader

from takedown.errors import LetterError
from takedown.rendering.paper import Format, Marker, Paragraph
from takedown.rendering.pdf import draw_pdf

PAPERS = {
    "one release": one_release(),
    "three pages of schedule": three_page_schedule(),
    "platform request": platform_request(),
    "signed": signed(),
    "long words": long_words(),
    "no recordings": with_schedule(0, 0, 0),
    "300 recordings": with_schedule(*[10] * 30),
}
FOOTER = re.compile(
    r"Reference \w{10} Document [0-9a-f]{12}( Specimen – not sent to anyone)? Page \d+ of \d+"
)
HEADER = "No. ISRC Recording"
#: With the release that goes on below it, on a later page.
TABLE_HEAD = re.compile(rf"{HEADER}( \d+\. ((?!{HEADER}).)*?\(continued\))?")
HOSTILE = (
    "<b>bold</b>",
    "<img src='file:///etc/passwd'/>",
    "<a href='javascript:alert(1)'>x</a>",
    "AT&T &amp; &nbsp; &#65;",
    "</para><para>",
    "<font color='[]'>",
    "%d %s {0} {{ 7 * 7 }}",
    "(unbalanced \\) ( (",
    "BT /F1 12 Tf (x) Tj ET",
    "endstream endobj",
    "=1+1",
)


@pytest.fixture(params=PAPERS.values(), ids=PAPERS.keys())
def paper(request):
    return request.param


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf), strict=True).pages]


def body(extracted: str) -> list[str]:
    """The words of extracted text without page furniture and the list of places."""
    text = TABLE_HEAD.sub(" ", FOOTER.sub(" ", " ".join(extracted.split())))
    return re.sub(r"\bContents Schedule: .*? (?=Schedule: )", " ", text).split()


def joined(many: list[str]) -> str:
    return "".join(many)


def pdftotext(pdf: bytes, folder: Path, form: str) -> str:
    path = folder / "notice.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", form, path, "-"], check=True, capture_output=True).stdout.decode()


def assert_same_words(extracted: str, paper) -> None:
    """Word by word; only words too long for a line, which are cut, are compared without the gaps."""
    found, expected = body(extracted), words(paper)
    if max(map(len, expected)) > 90:
        found, expected = list(joined(found)), list(joined(expected))
    assert found == expected


def test_every_word_is_there_in_order_for_pypdf(paper):
    assert_same_words("\n".join(pages_of(draw_pdf(paper))), paper)


@pytest.mark.tool("pdftotext")
@pytest.mark.parametrize("form", ["-raw", "-layout"])
def test_every_word_is_there_in_order_for_pdftotext(paper, form, tmp_path):
    assert_same_words(pdftotext(draw_pdf(paper), tmp_path, form), paper)


@pytest.mark.tool("qpdf")
def test_qpdf_finds_nothing_wrong(paper, tmp_path):
    path = tmp_path / "notice.pdf"
    path.write_bytes(draw_pdf(paper))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_font_is_an_embedded_subset_of_a_shipped_face(paper):
    pdf = draw_pdf(paper)
    fonts = [
        font.get_object()
        for page in PdfReader(BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        assert re.fullmatch(r"/[A-Z]{6}\+NotoSans-(Regular|Bold|Italic)", font["/BaseFont"])
        below = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
        assert below["/FontDescriptor"]["/FontFile2"].get_data()
        assert "/ToUnicode" in font
    assert b"Helvetica" not in pdf


def test_every_page_says_which_of_how_many_it_is_and_what_it_belongs_to():
    pages = pages_of(draw_pdf(three_page_schedule()))
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert " ".join(page.split()).endswith(
            f"Reference K7QWZ2M4TA Document 1a2b3c4d5e6f Page {number} of 4"
        )


def test_a_letter_about_one_release_takes_two_pages_with_the_schedule_apart():
    letter, schedule = pages_of(draw_pdf(one_release()))
    assert isrc(1) not in letter
    assert "Schedule: 1 release" in schedule


def test_a_short_schedule_stands_on_the_page_of_its_letter():
    paper = replace(one_release(), blocks=(*one_release().blocks[:2], Marker.SIGNATURE, Marker.SCHEDULE))
    (page,) = pages_of(draw_pdf(paper))
    assert "Schedule: 1 release" in page


def test_the_header_is_repeated_above_the_recordings_of_every_page():
    pages = [" ".join(page.split()) for page in pages_of(draw_pdf(three_page_schedule()))]
    assert HEADER not in pages[0]
    for page in pages[1:]:
        assert page.count(HEADER) == 1
        assert page.index(HEADER) < page.index("QZES126")


def test_a_release_that_goes_on_is_named_again_above_its_recordings():
    letter, *pages = (" ".join(page.split()) for page in pages_of(draw_pdf(three_page_schedule())))
    assert "(continued)" not in letter
    for page in pages:
        _, below = page.split(f"{HEADER} ")
        first = isrc_owner(re.search(r"QZES126\d{5}", below)[0])
        named = f"{first.number}. UPC {first.code} {first.heading}"
        assert below.startswith(named)
        assert below.startswith(f"{named} (continued)") == (first.recordings[0].isrc not in below)


def isrc_owner(code: str):
    """Give the release of `three_page_schedule` that has the recording."""
    return next(
        entry
        for entry in three_page_schedule().schedule
        for recording in entry.recordings
        if recording.isrc == code
    )


def test_a_long_schedule_of_one_release_has_no_list_of_places():
    assert len(pages_of(draw_pdf(with_schedule(200)))) > 6
    assert "Contents" not in " ".join(pages_of(draw_pdf(with_schedule(200))))
    assert "Contents" in " ".join(pages_of(draw_pdf(with_schedule(100, 100))))


def test_a_heading_too_long_for_the_line_that_says_it_again_ends_in_dots():
    (entry,) = with_schedule(90).schedule
    paper = replace(with_schedule(90), schedule=(replace(entry, heading="A very long heading " * 20),))
    _, _, *later = pages_of(draw_pdf(paper))
    for page in later:
        (line,) = [line for line in page.splitlines() if "(continued)" in line]
        assert re.search(r"A very long heading.*\w\s…\s\(continued\)$", line)
    assert_same_words("\n".join(pages_of(draw_pdf(paper))), paper)


def test_a_code_stays_on_the_line_of_the_word_before_it():
    entry = replace(
        release(1, 1),
        details="Label Example Tapes · Catalogue number ET-0001 · Released 2019 · ASIN B07EXAMPL1",
    )
    pages = pages_of(draw_pdf(replace(one_release(), schedule=(entry,))))
    lines = [" ".join(line.split()) for page in pages for line in page.splitlines()]
    assert "ASIN B07EXAMPL1" in lines


def test_the_header_stands_above_a_first_release_without_recordings_too():
    page = " ".join(pages_of(draw_pdf(with_schedule(0, 2)))[1].split())
    assert page.index(HEADER) < page.index("1. UPC") < page.index("2. UPC") < page.index("QZES126")


def test_a_schedule_without_recordings_has_no_header_for_them():
    assert HEADER not in " ".join(" ".join(pages_of(draw_pdf(with_schedule(0, 0)))).split())


@pytest.mark.parametrize("first", range(1, 40))
def test_a_release_is_never_parted_from_its_first_two_recordings(first):
    paper = with_schedule(first, 3, 5, 17)
    pages = [body(page) for page in pages_of(draw_pdf(paper))]
    for entry in paper.schedule:
        codes = [entry.code, *(recording.isrc for recording in entry.recordings[:2])]
        assert len({i for i, page in enumerate(pages) for code in codes if code in page}) == 1


@pytest.mark.parametrize("first", range(1, 40))
def test_the_last_two_recordings_of_a_release_stand_on_one_page(first):
    paper = with_schedule(first, 2, 3, 4, 17)
    pages = [body(page) for page in pages_of(draw_pdf(paper))]
    for entry in paper.schedule:
        codes = [recording.isrc for recording in entry.recordings[-2:]]
        assert len({i for i, page in enumerate(pages) for code in codes if code in page}) == 1


@pytest.mark.parametrize("paragraphs", range(0, 24, 2))
@pytest.mark.parametrize("sample", [one_release(), signed()], ids=["unsigned", "signed"])
def test_the_signature_stays_together_and_with_the_words_before_it(sample, paragraphs):
    more = tuple(Paragraph(runs=text(f"Paragraph {i}.")) for i in range(paragraphs))
    pages = pages_of(draw_pdf(replace(sample, blocks=(*more, *sample.blocks))))
    (page,) = [page for page in pages if "Thank you. Yours sincerely," in page]
    lines = [" ".join(line.split()) for line in page.splitlines()]
    start = lines.index("Thank you. Yours sincerely,") + 1
    assert tuple(lines[start : start + len(sample.signature_lines)]) == sample.signature_lines
    assert "are not touched." in " ".join(lines[: start - 1]), "a closing alone is no letter"


@pytest.mark.parametrize("title", HOSTILE)
def test_data_is_printed_as_it_is_and_never_read_as_markup(title):
    entry = release(1, 2)
    recordings = tuple(replace(recording, title=title) for recording in entry.recordings)
    paper = replace(
        one_release(),
        sender_lines=(title, title),
        subject=title,
        details=((title, title),),
        blocks=(
            Paragraph(runs=text("Dear team,")),
            Paragraph(runs=(*text("About "), *text(title))),
            Marker.SCHEDULE,
        ),
        schedule=(replace(entry, heading=title, details=title, recordings=recordings),),
    )
    pdf = draw_pdf(paper)
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert_same_words(page.extract_text(), paper)
    assert "/XObject" not in page["/Resources"]
    assert "/Annots" not in page
    assert PdfReader(BytesIO(pdf)).metadata.title == title


def test_identifiers_are_never_broken_however_long_their_neighbours_are():
    paper = replace(long_words(), details=(("A very long label " * 6, "K7QWZ2M4TA"), ("Account", "x" * 300)))
    found = " ".join(pages_of(draw_pdf(paper))).split()
    codes = [entry.code for entry in paper.schedule]
    codes += [
        recording.isrc for entry in paper.schedule for recording in entry.recordings if "QZ" in recording.isrc
    ]
    for code in [*codes, "K7QWZ2M4TA"]:
        assert code in found


def test_codes_too_wide_for_their_column_stand_above_the_title_instead():
    long = "ISRC not known; ask the distributor, who has it in the delivery report of 2019"
    entry = release(1, 2)
    recordings = tuple(
        replace(recording, isrc=long, number="disc 1, side A, " * 3) for recording in entry.recordings
    )
    paper = replace(one_release(), schedule=(replace(entry, code=long, recordings=recordings),))
    assert_same_words("\n".join(pages_of(draw_pdf(paper))), paper)


def test_a_title_of_many_pages_is_printed_whole():
    entry = release(1, 1)
    endless = replace(entry.recordings[0], title="word " * 4000)
    paper = replace(
        one_release(), schedule=(replace(entry, recordings=(endless, *release(1, 2).recordings)),)
    )
    assert_same_words("\n".join(pages_of(draw_pdf(paper))), paper)


def test_empty_lines_and_missing_parts_do_no_harm():
    paper = replace(
        one_release(),
        sender_lines=("Ana Example", ""),
        recipient_lines=(),
        details=(),
        signature_lines=(),
        schedule=(),
    )
    assert_same_words("\n".join(pages_of(draw_pdf(paper))), paper)


@pytest.mark.parametrize(
    "change",
    [
        {"sender_lines": ("𝠀 Records",)},
        {"recipient_lines": ("𝠀",)},
        {"details": (("Account", "𝠀"),)},
        {"subject": "Remove 𝠀"},
        {"blocks": (Paragraph(runs=text("Dear **𝠀**,")),)},
        {"schedule": (replace(release(1, 1), heading="𝠀"),)},
        {
            "schedule": (
                replace(release(1, 1), recordings=(replace(release(1, 1).recordings[0], title="𝠀"),)),
            )
        },
        {"signature_lines": ("𝠀",)},
    ],
    ids=["sender", "recipient", "details", "subject", "text", "release", "recording", "signature"],
)
def test_a_missing_glyph_stops_the_letter_wherever_it_stands(change):
    with pytest.raises(LetterError, match=r"U\+1D800"):
        draw_pdf(replace(one_release(), **change))


@pytest.mark.tool("pdftoppm")
def test_a_specimen_is_marked_on_every_page(tmp_path):
    paper = platform_request()
    marked, plain = (pictures(replace(paper, specimen=flag), tmp_path / str(flag)) for flag in (True, False))
    assert len(marked) == len(plain) == 5
    for with_word, without in zip(marked, plain, strict=True):
        changed = sum(a != b for a, b in zip(with_word, without, strict=True))
        assert changed > 0.04 * len(without)
    pages = pages_of(draw_pdf(paper))
    assert all("Specimen – not sent to anyone" in page for page in pages)


def test_a_letter_that_is_no_specimen_does_not_say_so():
    assert b"pecimen" not in draw_pdf(one_release())
    assert "pecimen" not in " ".join(pages_of(draw_pdf(one_release())))


def pictures(paper, folder: Path) -> list[bytes]:
    folder.mkdir()
    (folder / "notice.pdf").write_bytes(draw_pdf(paper))
    subprocess.run(["pdftoppm", "-r", "20", "-gray", folder / "notice.pdf", folder / "page"], check=True)
    return [path.read_bytes() for path in sorted(folder.glob("page-*.pgm"))]


def test_the_same_paper_gives_the_same_bytes_in_any_process():
    code = (
        "import hashlib, papers; from takedown.rendering.pdf import draw_pdf; "
        "print(hashlib.sha256(draw_pdf(papers.platform_request())).hexdigest())"
    )
    digests = {hashlib.sha256(draw_pdf(platform_request())).hexdigest()}
    draw_pdf(long_words())
    digests.add(hashlib.sha256(draw_pdf(platform_request())).hexdigest())
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": path,
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_the_document_describes_itself_and_nobody_else(paper):
    pdf = draw_pdf(paper)
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata.title == paper.subject
    assert reader.metadata.author == paper.author
    assert not reader.metadata.subject
    assert not reader.metadata.creator
    assert not reader.metadata.get("/Keywords")
    assert reader.trailer["/Root"]["/Lang"] == paper.language
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    visible = " ".join([*(str(value) for value in reader.metadata.values()), *pages_of(pdf)]).lower()
    for word in ("takedown", "anonymous", "untitled", "unspecified"):
        assert word not in visible
        assert word.encode() not in pdf.lower()


@pytest.mark.parametrize(("size", "width"), [(Format.A4, 595), (Format.LETTER, 612)])
def test_a_paper_has_the_size_it_asks_for(size, width):
    reader = PdfReader(BytesIO(draw_pdf(replace(one_release(), format=size))))
    assert int(reader.pages[0].mediabox.width) == width


def test_five_thousand_recordings_are_drawn_in_seconds():
    paper = with_schedule(*[10] * 500)
    started = time.process_time()
    pdf = draw_pdf(paper)
    assert time.process_time() - started < 20
    last = PdfReader(BytesIO(pdf)).pages[-1].extract_text()
    assert isrc(5000) in last
