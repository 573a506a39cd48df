"""Every notice.pdf keeps to PDF/UA-1 and PDF/A-3a, as veraPDF judges, and can be read out by a screen reader.

The papers are those of `many_pdfs` (drawn in process) and those of the examples (through the command line).
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from many_pdfs import LANGUAGES, LETTERS, Drawn, draw_all, draw_annexes
from papers_made import EXAMPLES, WORDS, Made, first_difference, words_of_text
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DecodedStreamObject, NameObject
from support.tagged import Element, Tagged, read_tags
from support.verapdf import Flavour, Judge, Verdicts, jaxb_is_missing, make_judge, summary

from takedown.notice import Kind
from takedown.rendering.exhibits import exhibits_of

LEAST = 300
"""So many papers are promised to be judged."""
CONTENTS = "Sect"
IN_A_TABLE = {"Table", "THead", "TBody", "TR", "TH", "TD", "Span", "Link", "P"}
FILLED_AND_STROKED = 2
"""A mode of text (ISO 32000-1, table 106)."""
NOT_SIGNED = ("document_sha256", "signature", "files")
"""What notice.json has beside the document."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Drawn]:
    return draw_all(tmp_path_factory.mktemp("pdfs"))


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    if missing := jaxb_is_missing():
        # like a missing program (tests/conftest.py): an error in CI, elsewhere said and left out
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{missing}, so this is NOT tested here")
    return make_judge(tmp_path_factory.mktemp("judge"))


@cache
def reader(pdf: Path) -> PdfReader:
    """Strict: what pypdf would repair in silence is an error."""
    return PdfReader(pdf, strict=True)


@cache
def tags(pdf: Path) -> Tagged:
    return read_tags(reader(pdf))


def catalog(pdf: Path) -> Mapping:
    return reader(pdf).root_object


# --- the judge


@pytest.mark.tool("java")
@pytest.mark.tool("javac")
def test_every_paper_is_valid_pdf_ua_and_pdf_a(
    drawn: Mapping[str, Drawn],
    made: Callable[[str], Made],
    judge: Judge,
    tmp_path: Path,
    capsys: pytest.CaptureFixture,
) -> None:
    by_command = [
        pdf for name in EXAMPLES for folder in made(name).folders for pdf in folder.path.glob("*.pdf")
    ]
    annexes = draw_annexes(tmp_path)
    assert [pdf.name for pdf in annexes] == ["notice.pdf", "annex-1.pdf", "annex-2.pdf"]
    verdicts = judge.judge([*(paper.pdf for paper in drawn.values()), *by_command, *annexes])
    different = {pdf.read_bytes() for pdf in verdicts}
    with capsys.disabled():  # the count is a promise: it stands in the log of every run
        sys.stdout.write(f"\nveraPDF judged {len(verdicts)} papers, {len(different)} of them different\n")

    assert len(different) >= LEAST
    assert not _broken(verdicts), summary(verdicts)


def _broken(verdicts: Verdicts) -> list[str]:
    return [
        f"{pdf}: {verdict.flavour}"
        for pdf, of in verdicts.items()
        for verdict in of.values()
        if not verdict.compliant
    ]


def test_the_set_has_every_letter_in_every_language_and_no_paper_twice(drawn: Mapping[str, Drawn]) -> None:
    assert len(drawn) >= LEAST
    assert len({paper.pdf.read_bytes() for paper in drawn.values()}) == len(drawn)
    assert {f"{letter}-{language}-0" for letter in LETTERS for language in LANGUAGES} <= drawn.keys()


#: What is taken away, and what the judge must say then: standard and rule.
FAULTS: dict[str, tuple[Callable[[PdfWriter], None], set[tuple[Flavour, str]]]] = {}


def fault(*breaks: tuple[Flavour, str]) -> Callable:
    def kept(change: Callable[[PdfWriter], None]) -> Callable[[PdfWriter], None]:
        FAULTS[change.__name__.replace("_", " ")] = (change, set(breaks))
        return change

    return kept


@fault()
def nothing(_: PdfWriter) -> None:
    """Writing a file anew breaks nothing by itself."""


@fault((Flavour.UA_1, "7.1-3"))
def the_mark_of_one_piece_of_text(writer: PdfWriter) -> None:
    page = writer.pages[0]
    data = page.get_contents().get_data()
    begin = re.search(rb"/\w+\s*<<[^>]*/MCID\b.*?>>\s*BDC", data, re.DOTALL)
    assert begin
    end = data.index(b"EMC", begin.end())
    stream = DecodedStreamObject()
    stream.set_data(data[: begin.start()] + data[begin.end() : end] + data[end + 3 :])
    page[NameObject("/Contents")] = writer._add_object(stream)


@fault((Flavour.UA_1, "7.1-10"))
def the_wish_to_show_the_title(writer: PdfWriter) -> None:
    del writer.root_object["/ViewerPreferences"]


@fault((Flavour.UA_1, "7.2-34"))
def the_language(writer: PdfWriter) -> None:
    del writer.root_object["/Lang"]


@fault((Flavour.UA_1, "7.1-11"), (Flavour.A_3A, "6.7.3.3-1"))
def the_tag_tree(writer: PdfWriter) -> None:
    del writer.root_object["/StructTreeRoot"]


@fault((Flavour.UA_1, "7.1-8"), (Flavour.A_3A, "6.6.2.1-1"))
def the_metadata(writer: PdfWriter) -> None:
    del writer.root_object["/Metadata"]


@fault((Flavour.A_3A, "6.8-3"))
def what_the_attached_file_is_to_the_paper(writer: PdfWriter) -> None:
    del writer.root_object["/AF"][0].get_object()["/AFRelationship"]


@pytest.mark.tool("java")
@pytest.mark.tool("javac")
def test_the_judge_says_no_to_whatever_is_taken_away(
    drawn: Mapping[str, Drawn], judge: Judge, tmp_path: Path
) -> None:
    plain = drawn["withdrawal-en-0"].pdf
    broken: dict[Path, set[tuple[Flavour, str]]] = {}
    for name, (change, rules) in FAULTS.items():
        writer = PdfWriter(clone_from=plain)
        change(writer)
        path = tmp_path / f"without {name}.pdf"
        writer.write(path)
        broken[path] = rules
    for path, of in judge.judge(list(broken)).items():
        found = {(flavour, rule) for flavour, verdict in of.items() for rule in verdict.rules}
        assert broken[path] <= found, path.name
        assert {flavour for flavour, verdict in of.items() if not verdict.compliant} == {
            flavour for flavour, _ in broken[path]
        }, f"{path.name}: {found}"


@pytest.mark.tool("java")
@pytest.mark.tool("javac")
def test_the_judge_says_no_to_a_plain_file_and_to_one_that_is_none(judge: Judge, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    plain, none = tmp_path / "plain.pdf", tmp_path / "none.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(72, 720, "Dear Sir or Madam")
    canvas.save()
    none.write_text("Dear Sir or Madam", encoding="utf-8")
    verdicts = judge.judge([plain, none])

    for pdf in (plain, none):
        assert [verdict.compliant for verdict in verdicts[pdf].values()] == [False, False]
    assert "7.1-11" in verdicts[plain][Flavour.UA_1].rules
    assert "6.2.11.4.1-1" in verdicts[plain][Flavour.A_3A].rules  # a font that is not embedded
    assert "plain.pdf" in summary({plain: verdicts[plain]})


# --- beyond the judge: syntax


@pytest.mark.tool("qpdf")
def test_qpdf_finds_nothing_wrong(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        done = subprocess.run(["qpdf", "--check", paper.pdf], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), f"{paper.pdf}\n{done.stdout}"


def test_a_paper_says_its_title_and_its_language(
    drawn: Mapping[str, Drawn],
) -> None:
    for paper in drawn.values():
        said = json.loads(paper.json)
        assert catalog(paper.pdf)["/Lang"] == said["language"], paper.pdf
        assert catalog(paper.pdf)["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert reader(paper.pdf).metadata["/Title"] == said["letter"]["subject"]
        assert reader(paper.pdf).xmp_metadata.dc_title["x-default"] == said["letter"]["subject"]


def test_every_font_is_embedded_and_says_what_its_codes_mean(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        for page in reader(paper.pdf).pages:
            fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
            assert fonts, paper.pdf
            for font in fonts:
                whole = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                assert whole["/FontDescriptor"].keys() & {"/FontFile2", "/FontFile3"}, f"{paper.pdf}: {font}"
                assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"]), f"{paper.pdf}: not a subset: {font}"
                assert "/ToUnicode" in font, f"{paper.pdf}: {font}"


def test_what_is_stroked_to_look_bold_is_stroked_in_its_own_ink(drawn: Mapping[str, Drawn]) -> None:
    """Faces without a bold one get an outline: in the grey of a rule it would wash the name out instead."""
    stroked = 0
    for language in LANGUAGES:
        pdf = drawn[f"scripts-{language}"].pdf
        for page in reader(pdf).pages:
            greys, saved = {b"g": 0.0, b"G": 0.0}, []
            for operands, operator in ContentStream(page.get_contents(), reader(pdf)).operations:
                if operator == b"q":
                    saved.append(dict(greys))
                elif operator == b"Q":
                    greys = saved.pop()
                elif operator in greys:
                    greys[operator] = float(operands[0])
                elif operator == b"Tr" and operands[0] == FILLED_AND_STROKED:
                    stroked += 1
                    assert greys[b"g"] == greys[b"G"], f"{pdf}: {greys}"
    assert stroked


def test_no_paper_runs_anything_or_leads_anywhere_but_to_the_addresses_it_prints(
    drawn: Mapping[str, Drawn],
) -> None:
    allowed = {"/Link": "/URI"}
    for paper in drawn.values():
        assert not catalog(paper.pdf).keys() & {"/AcroForm", "/AA"}
        assert not dict(catalog(paper.pdf).get("/Names", {})).keys() & {"/JavaScript"}
        for place in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData"):
            assert place.encode() not in paper.pdf.read_bytes(), f"{paper.pdf}: {place}"
        printed = "".join(paper.text.split())
        for page in reader(paper.pdf).pages:
            for annotation in (one.get_object() for one in page.get("/Annots", ())):
                assert annotation["/Subtype"] in allowed
                action = annotation.get("/A")
                if action is None:  # a place of the paper itself
                    assert "/Dest" in annotation
                    continue
                assert action["/S"] == "/URI"
                scheme, _, address = str(action["/URI"]).partition(":")
                assert scheme in ("mailto", "https"), f"{paper.pdf}: {action['/URI']}"
                shown = address if scheme == "mailto" else f"https:{address}"
                assert shown in printed, f"{paper.pdf}: {action['/URI']} is not printed"
                assert annotation["/Contents"], f"{paper.pdf}: a link that says nothing"


def test_the_notice_for_machines_is_inside_as_it_was_hashed(drawn: Mapping[str, Drawn]) -> None:
    """But for the public: it lists what a statement does not."""
    for paper in drawn.values():
        if paper.situation.notice.kind is Kind.PUBLIC_STATEMENT:
            assert not catalog(paper.pdf).keys() & {"/AF", "/Names"}
            continue
        (entry,) = catalog(paper.pdf)["/AF"]
        names = catalog(paper.pdf)["/Names"]["/EmbeddedFiles"]["/Names"]
        assert (names[0], names[1].get_object()) == ("notice.json", entry.get_object()), paper.pdf
        file = entry.get_object()
        assert (file["/AFRelationship"], file["/UF"]) == ("/Alternative", "notice.json")
        stream = file["/EF"]["/F"].get_object()
        assert stream["/Subtype"] == "/application/json"
        inside, beside = stream.get_data(), json.loads(paper.json)
        assert hashlib.sha256(inside).hexdigest() == beside["document_sha256"], paper.pdf
        assert json.loads(inside) == {key: beside[key] for key in beside if key not in NOT_SIGNED}, paper.pdf


# --- beyond the judge: what a screen reader says


def test_a_screen_reader_says_every_word_of_the_letter_in_its_order(drawn: Mapping[str, Drawn]) -> None:
    """Beside them only the columns' headers, the contents of a long paper, and what its exhibits are."""
    for paper in drawn.values():
        notice = paper.situation.notice
        exhibits = exhibits_of(notice, WORDS[json.loads(paper.json)["language"]])
        covers = " ".join(f"{each.label}. {each.title} {' '.join(each.cover)}" for each in exhibits)
        wanted = [*words_of_text(paper.text), *covers.split()]
        found = tags(paper.pdf).root.without("THead", CONTENTS, "Figure").said.split()
        assert not (wrong := first_difference(wanted, found)), f"{paper.pdf}: {wrong}"


def test_contents_name_the_page_and_lead_to_it(drawn: Mapping[str, Drawn]) -> None:
    long = [paper for paper in drawn.values() if tags(paper.pdf).root.find("TOC")]
    assert {"size-1000-a4-en", "exhibits-de"} <= {paper.situation.name for paper in long}
    for paper in long:
        pages = [page.indirect_reference for page in reader(paper.pdf).pages]
        (part,) = tags(paper.pdf).root.find(CONTENTS)
        headings = ["".join(each.said.split()) for each in tags(paper.pdf).root.find("H2")]
        for entry in part.find("TOCI"):
            (link,) = entry.find("Link")
            number = int(entry.without("Link").said)
            (place,) = link.annotations
            assert place["/Dest"][0] == pages[number - 1], f"{paper.pdf}: {entry.said}"
            listed = any("".join(link.said.split()) == heading for heading in headings)
            assert listed or _is_in_schedule(paper, link.said), f"{paper.pdf}: {link.said}"


def _is_in_schedule(paper: Drawn, entry: str) -> bool:
    """Whether a release of the schedule has that number and title."""
    number, _, title = " ".join(entry.split()).partition(" ")
    rows = (" ".join(row.said.split()) for row in tags(paper.pdf).root.find("TR"))
    return any(row.startswith(f"{number} ") and title in row for row in rows)


def test_no_word_of_a_page_is_lost_to_a_screen_reader(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        assert not tags(paper.pdf).strays
        for page in tags(paper.pdf).pages:
            assert not page.lost, f"{paper.pdf}: {page.lost}"


def test_a_word_without_a_tag_would_be_seen_as_lost(drawn: Mapping[str, Drawn], tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=drawn["withdrawal-en-0"].pdf)
    the_mark_of_one_piece_of_text(writer)
    writer.write(tmp_path / "less.pdf")
    less = tags(tmp_path / "less.pdf")

    assert less.strays == ("page 1: marked content 0 is not there",)
    assert "".join(less.pages[0].lost).split() == drawn["withdrawal-en-0"].text.splitlines()[0].split()


def test_page_numbers_and_references_are_furniture_that_is_not_read_out(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        said = json.loads(paper.json)
        digest = said["document_sha256"][:12]
        assert digest not in tags(paper.pdf).root.said
        for page in tags(paper.pdf).pages:
            furniture = " ".join(text for _, text in page.artifacts)
            assert digest in furniture, paper.pdf
            assert all(kind.startswith("/Pagination") for kind, text in page.artifacts if digest in text)


def test_headings_begin_with_one_title_and_leave_no_level_out(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        found = tags(paper.pdf).root.find(*(f"H{level}" for level in range(1, 7)))
        levels = [int(element.role[1:]) for element in found]
        assert levels[0] == 1, paper.pdf
        assert levels.count(1) == 1, f"{paper.pdf}: {levels}"
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        assert found[0].said.split() == json.loads(paper.json)["letter"]["subject"].split(), paper.pdf
        assert all(element.said.strip() for element in found)


def test_every_cell_of_a_table_has_a_header(drawn: Mapping[str, Drawn]) -> None:
    """At the beginning of its row, and in the schedule above its column too."""
    for paper in drawn.values():
        for table in tags(paper.pdf).root.find("Table"):
            assert {element.role for element in table.walk()} <= IN_A_TABLE, paper.pdf
            rows = table.find("TR")
            assert all(cell.role in ("TH", "TD") for row in rows for cell in row.kids)
            widths = {sum(int(cell.attributes.get("/ColSpan", 1)) for cell in row.kids) for row in rows}
            assert len(widths) == 1, f"{paper.pdf}: rows of {widths} columns"
            columns = table.find("THead")
            heads = [row.kids[0] for row in rows[len(columns) :]]
            assert _scopes(heads) == {("TH", "/Row")}, paper.pdf
            assert not columns or _scopes(rows[0].kids) == {("TH", "/Column")}, paper.pdf
            assert len(table.find("TH")) == len(heads) + sum(len(head.find("TH")) for head in columns)


def _scopes(cells: Iterable[Element]) -> set[tuple[str, str]]:
    return {(cell.role, cell.attributes.get("/Scope", "")) for cell in cells}


def test_every_recording_is_a_row_with_its_code_and_its_title(drawn: Mapping[str, Drawn]) -> None:
    for name in ("size-100-a4-en", "size-100-letter-de", "size-1000-a4-en"):
        paper = drawn[name]
        (schedule,) = (table for table in tags(paper.pdf).root.find("Table") if table.find("THead"))
        rows = [" ".join(row.said.split()) for row in schedule.find("TR")]
        for item in json.loads(paper.json)["items"]:
            for recording in item["recordings"]:
                assert any(recording["isrc"] in row and recording["title"] in row for row in rows), recording


def test_a_picture_in_a_letter_says_what_it_shows(drawn: Mapping[str, Drawn]) -> None:
    for paper in drawn.values():
        figures = tags(paper.pdf).root.find("Figure")
        assert all(figure.alt for figure in figures), paper.pdf
        assert len(figures) >= (paper.situation.notice.logo is not None)


def test_a_list_has_items_with_bodies(drawn: Mapping[str, Drawn]) -> None:
    own = tags(drawn["own-letter-en"].pdf).root
    assert [label.said.strip() for label in own.find("Lbl")][:2] == ["1.", "2."]
    for paper in drawn.values():
        for many in tags(paper.pdf).root.find("L"):
            assert {kid.role for kid in many.kids} <= {"LI", "Caption"}, paper.pdf
            assert all(len(item.find("LBody")) == 1 for item in many.kids if item.role == "LI"), paper.pdf
