"""The report of a register in each form: golden texts, a workbook without a formula, a page that is valid HTML."""

import csv
import io
import json
import os
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html
from support.audit_samples import report_of
from support.register_samples import DAY, PLATFORMS, answers, overview, told
from support.report_samples import EVIL, status_report

from takedown.register.publishing import Cell, Public, Table
from takedown.register.values import Grade, Outcome
from takedown.reports.page.drawn import draw_report
from takedown.reports.page.of_own import own_view
from takedown.reports.page.of_public import public_view
from takedown.reports.page.of_register import register_view
from takedown.reports.page.texts import plain_register, plain_view, register_csv, register_json
from takedown.reports.page.view import View
from takedown.reports.page.workbook import workbook_of

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
NAMES = {"amazon-music": "Amazon Music", "amazon-digital": "Amazon Digital Music Store", "cdbaby": "CD Baby"}
OVERVIEW = overview(number=60)
#: What a hostile artist may be called.
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=https://example.invalid/x onerror=alert(1)>',
    "<style>*{display:none}</style>",
    '=HYPERLINK("https://example.invalid","x")',
    "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "{{ 7*7 }}", "{% raw %}", "a`b`c", "]]>", "<!--", "&lt;",
    f"x{EVIL}y", "\U0010ffff", "long " * 8_000,
)  # fmt: skip

PUBLIC = Public(
    title="Quiet Friday",
    day=DAY,
    total=40,
    few=False,
    tables=(
        Table(
            by="outcome", day=DAY, cells=(Cell(name="submitted", number=33), Cell(name="others", number=7))
        ),
        Table(
            by="platform",
            day=date(2026, 11, 15),
            cells=(
                Cell(
                    name="amazon-music", number=20, mix=(("reported or copy", 14), ("reply or observed", 6))
                ),
                Cell(name="others", number=12, mix=(("reported or copy", 7), ("reply or observed", 5))),
            ),
        ),
        Table(
            by="day", day=DAY, cells=(Cell(name="2026-11-08", number=15), Cell(name="2026-11-22", number=25))
        ),
    ),
    names=("Björk Beispiel", "The Examples"),
    head="ab" * 32,
)


def hostile_view() -> View:
    given = [
        told(name, label=name, distributor=name, platforms=(name,), outcome=Outcome.GONE, grade=Grade.REPLY)
        for name in HOSTILE
    ]
    return register_view(overview(*given), {})


def views() -> list[View]:
    return [
        register_view(OVERVIEW, NAMES),
        register_view(overview(number=0), NAMES),
        own_view(status_report(), NAMES),
        own_view(report_of(), NAMES, note="No plan can be made."),
        public_view(PUBLIC, NAMES),
        hostile_view(),
        own_view(status_report(EVIL), {}),
    ]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("register.txt", plain_register(OVERVIEW, NAMES)),
        ("register.csv", register_csv(OVERVIEW)),
        ("register.json", register_json(OVERVIEW)),
    ],
)
def test_what_is_written_stays_as_it_was_read(name: str, made: str) -> None:
    """GOLDEN=write renews them; read them before they are kept."""
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_bytes(made.encode())

    assert made == (GOLDEN / name).read_bytes().decode()


def test_the_numbers_of_all_forms_are_the_same() -> None:
    data = json.loads(register_json(OVERVIEW))
    rows = list(csv.DictReader(io.StringIO(register_csv(OVERVIEW))))
    by_outcome = {count["outcome"]: count["number"] for count in data["total"]}

    assert data["schema"] == 1
    assert len(rows) == len(data["rows"]) == sum(by_outcome.values()) == len(OVERVIEW.rows)
    for outcome, number in by_outcome.items():
        assert number == sum(row["outcome"] == outcome for row in rows)
    for group in ("by_platform", "by_distributor"):
        told_there = [count["number"] for each in data[group] for count in each["counts"]]
        assert sum(told_there) == len(rows)
    for count in data["total"]:
        assert sum(count["evidence"].values()) == count["number"]


@pytest.mark.parametrize("view", views())
def test_every_bar_is_as_long_as_its_parts_and_its_table_says_the_same(view: View) -> None:
    tree = html.document_fromstring(draw_report(view))
    for chart in view.charts:
        (figure,) = tree.xpath(f"//figure[@id='{chart.id}']")
        drawn = figure.xpath(".//div[@class='bars']/div")
        lines = figure.xpath(".//table/tbody/tr")
        assert len(lines) == len(chart.bars)
        assert len(drawn) == min(len(chart.bars), chart.drawn)
        for bar, line in zip(chart.bars, lines, strict=True):
            cells = [cell.text_content().replace(",", "") for cell in line.xpath("./td")]
            numbers = [bar.number, *(bar.parts if len(bar.parts) > 1 else ())]
            assert [int(cell) for cell in cells[: len(numbers)]] == numbers
            assert sum(bar.parts) == bar.number
        longest = max((bar.number for bar in chart.bars), default=0)
        for bar, place in zip(chart.bars, drawn, strict=False):
            widths = [
                float(rect.get("width").rstrip("%")) for rect in place.xpath(".//*[local-name()='rect']")
            ]
            assert sum(widths) == pytest.approx(100 * bar.number / (longest or 1), abs=0.01)


#: Elements that libxml2 does not know, since they came after HTML 4.
_NEW = ("header", "main", "footer", "section", "figure", "figcaption", "details", "summary", "bdi", "svg", "rect",
        "path", "pattern", "circle", "defs")  # fmt: skip


def mistakes(page: str) -> list[str]:
    parser = etree.HTMLParser(recover=True)
    etree.fromstring(page.encode(), parser)
    known = {f"Tag {name} invalid" for name in _NEW}
    return [each.message for each in parser.error_log if each.message.strip() not in known]


def test_a_page_with_a_mistake_is_seen() -> None:
    assert mistakes("<!DOCTYPE html><html><body><p></div></body></html>") != []


@pytest.mark.parametrize("view", views())
def test_the_page_is_well_formed_and_fetches_runs_and_sends_nothing_of_the_data(view: View) -> None:
    made = draw_report(view)
    tree = html.document_fromstring(made)

    assert mistakes(made) == []
    assert len(tree.xpath("//script")) == (1 if view.rows else 0)
    assert tree.xpath("//*[@src or @style or @onerror or @onclick or @onload]") == []
    assert tree.xpath("//iframe|//object|//embed|//form|//base|//img|//link[@rel!='icon']") == []
    assert all(each.startswith("#") for each in tree.xpath("//a/@href"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for pointed in (*tree.xpath("//@aria-labelledby"), *tree.xpath("//@aria-controls"),
                    *(each[1:] for each in tree.xpath("//a/@href"))):  # fmt: skip
        assert pointed in ids


@pytest.mark.parametrize("view", views())
def test_the_page_allows_its_own_style_and_script_and_nothing_else(view: View) -> None:
    (policy,) = html.document_fromstring(draw_report(view)).xpath(
        "//meta[@http-equiv='Content-Security-Policy']/@content"
    )

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert ("script-src" in policy) is bool(view.rows)


def test_the_first_words_say_that_it_is_not_to_be_published_unless_it_is() -> None:
    def first(view: View) -> str:
        body = html.document_fromstring(draw_report(view)).xpath("//header")[0]
        return " ".join(body.text_content().split())

    assert first(register_view(OVERVIEW, NAMES)).startswith("Not for publication. For you only")
    assert first(own_view(status_report(), NAMES)).startswith("Not for publication. For you only")
    assert first(public_view(PUBLIC, NAMES)).startswith("Quiet Friday How many asked")


def test_what_may_be_published_says_nothing_that_is_not_in_it() -> None:
    made = draw_report(public_view(PUBLIC, NAMES))

    assert '<table id="who"' not in made
    assert "person to decide" not in made
    for private in ("pledged", "label said no", "cannot:", "prepared", "@"):
        assert private not in re.sub(r"<style>.*?</style>", "", made, flags=re.DOTALL)
    assert "As of 15 November 2026" in made
    assert "others, two or more together" in made


def test_the_workbook_has_no_formula_whatever_stands_in_it() -> None:
    content = workbook_of(hostile_view())
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert max(map(len, texts)) <= 32_767
    assert any(text.startswith("=HYPERLINK") for text in texts)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("=HYPERLINK"))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"<f>" not in everything
    assert b"hyperlink" not in everything.replace(b"=HYPERLINK", b"").lower()


def test_the_workbook_says_what_the_report_says() -> None:
    view = register_view(OVERVIEW, NAMES)
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(view)), read_only=True)
    rows = list(book["Rows"].iter_rows(values_only=True))
    lines = [row for row in book["Overview"].iter_rows(values_only=True) if row and row[0]]
    overview_cells = {row[0]: row[1] if len(row) > 1 else None for row in lines}

    assert book.sheetnames[:2] == ["Overview", "Rows"]
    assert book.sheetnames[-1] == "Method"
    assert len(rows) == 1 + len(OVERVIEW.rows)
    assert overview_cells["gone"] == sum(row.outcome is Outcome.GONE for row in OVERVIEW.rows)
    assert "Not for publication" in str(list(overview_cells)[1])


@pytest.mark.parametrize("view", views())
def test_every_view_can_be_a_workbook_and_a_text(view: View) -> None:
    assert openpyxl.load_workbook(io.BytesIO(workbook_of(view))).sheetnames
    text = plain_view(view)
    assert text.endswith("\n")
    assert not any(mark in text for mark in "\x1b\u202e\u200b\x00\x9b")


def test_a_table_for_spreadsheets_runs_nothing() -> None:
    given = [told(name, outcome=Outcome.GONE) for name in HOSTILE]
    for row in csv.reader(io.StringIO(register_csv(overview(*given)))):
        for cell in row:
            assert not re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)


def test_the_same_answers_make_the_same_page() -> None:
    again = overview(*answers(60))

    assert draw_report(register_view(again, NAMES)) == draw_report(register_view(OVERVIEW, NAMES))
    assert PLATFORMS == ("amazon-music", "amazon-digital")
