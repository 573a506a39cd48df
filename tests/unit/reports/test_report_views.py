"""What a report shows of single cases: bars side by side, names that are too long, lists that are too long, days."""

import io
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import openpyxl
import pytest
from lxml import html
from support.audit_samples import item, prepared, report_of, superseded, told
from support.register_samples import DAY, overview
from support.register_samples import told as answered

from takedown.events import What
from takedown.register.publishing import Cell, Public, Table
from takedown.register.values import Grade, Outcome
from takedown.reports.page.drawn import draw_report
from takedown.reports.page.of_own import own_view
from takedown.reports.page.of_public import public_view
from takedown.reports.page.of_register import register_view
from takedown.reports.page.texts import plain_view
from takedown.reports.page.view import Listing, View
from takedown.reports.page.workbook import workbook_of

FIRST, SECOND = "AAAAAAAAAA", "BBBBBBBBBB"
SENT = told(What.SUBMITTED, FIRST, "2026-11-23")


def listed(view: View, name: str) -> list[str]:
    """The notices of a list."""
    rows = next((listing.rows for listing in view.listings if listing.id == name), ())
    return [next(cell for cell in row if cell in (FIRST, SECOND)) for row in rows]


def test_the_parts_of_a_bar_stand_one_after_the_other_without_a_gap() -> None:
    given = [
        answered(f"Act {number}", outcome=Outcome.SUBMITTED, grade=grade, platforms=("amazon-music",))
        for number, grade in enumerate((*Grade, Grade.REPORTED))
    ]
    tree = html.document_fromstring(draw_report(register_view(overview(*given), {})))
    places = [
        (float(rect.get("x").rstrip("%")), float(rect.get("width").rstrip("%")))
        for rect in tree.xpath("//figure[@id='how-far']//div[@class='bars']//*[local-name()='rect']")
    ]

    assert len(places) == len(Grade)
    assert places[0][0] == 0
    for (at, width), (following, _) in pairwise(places):
        assert following == pytest.approx(at + width, abs=0.01)
    assert sum(places[-1]) == pytest.approx(100, abs=0.01)


def test_outcomes_that_nobody_has_stand_there_with_none() -> None:
    (chart, *_) = own_view(report_of(prepared(FIRST)), {}).charts

    assert {bar.name: bar.number for bar in chart.bars} == {
        "prepared, not handed over": 2,
        "submitted to a desk": 0,
        "agreed by the desk": 0,
        "gone": 0,
    }


def test_a_name_without_an_end_is_cut_and_one_from_right_to_left_stands_apart() -> None:
    given = [answered(name, outcome=Outcome.GONE) for name in ("x" * 5_000, "أضواء")]
    page = draw_report(register_view(overview(*given), {}))

    assert "x" * 300 + "…" in page
    assert "x" * 301 not in page
    assert '<th scope="row"><bdi>أضواء</bdi>' in page


def test_due_is_what_is_due_by_today_and_not_what_comes_later() -> None:
    events = (prepared(FIRST), SENT)
    due = report_of(*events).notices[0].due
    assert due is not None

    assert listed(own_view(report_of(*events, today=due - timedelta(days=1)), {}), "due") == []
    view = own_view(report_of(*events, today=due), {})
    assert listed(view, "due") == [FIRST]
    assert [each.number for each in view.decisions if each.at == "due"] == [1]


def test_what_was_replaced_is_in_no_list_of_answers() -> None:
    view = own_view(report_of(prepared(FIRST), superseded(FIRST), prepared(SECOND)), {})

    assert listed(view, "answers") == [SECOND]


def test_answers_are_counted_by_what_was_said_and_only_of_what_went_out() -> None:
    one, two = item("412345678903"), item("498765432108")
    asked = prepared(FIRST, items=(one, two))
    agreed = told(What.AGREED, FIRST, "2026-11-25", items=[str(one["key"])])

    def answers(view: View) -> str:
        (listing,) = (each for each in view.listings if each.id == "answers")
        return listing.rows[0][listing.columns.index("Answers")]

    assert answers(own_view(report_of(asked), {})) == ""
    assert answers(own_view(report_of(asked, SENT, agreed), {})) == "1 agreed, 1 unanswered"


def test_why_there_is_no_list_of_gaps_is_said_in_its_place() -> None:
    assert [each.id for each in own_view(report_of(), {}).listings] == ["answers"]
    gaps = own_view(report_of(), {}, note="They cannot be listed.").listings[-1]
    assert (gaps.id, gaps.about, gaps.rows) == ("gaps", "They cannot be listed.", ())


def test_grades_that_are_told_together_are_told_in_words() -> None:
    mix = (("reported or copy", 14), ("reply or observed", 6))
    table = Table(by="outcome", day=DAY, cells=(Cell(name="submitted", number=20, mix=mix),))
    public = Public(title="Quiet Friday", day=DAY, total=20, few=False, tables=(table,))
    (chart,) = public_view(public, {}).charts

    assert chart.bars[0].under == "6 desk’s reply or seen · 14 reported or copy kept"
    assert [key.slug for key in chart.keys] == ["reply", "reported"]


def test_a_workbook_is_of_the_day_of_its_report_and_says_where_a_text_was_cut() -> None:
    view = register_view(overview(answered("long " * 8_000, outcome=Outcome.GONE)), {})
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(replace(view, day=date(2025, 3, 1)))))
    (name,) = {cell.value for cell in book["Rows"]["A"][1:]}

    assert (
        book.properties.created.isoformat() == book.properties.modified.isoformat() == "2025-03-01T00:00:00"
    )
    assert len(name) == 32_767
    assert name.endswith("… (cut: a cell holds no more)")


def test_a_long_list_ends_in_the_terminal_and_says_where_the_rest_is() -> None:
    rows = tuple((f"Act {number}",) for number in range(1, 31))
    listing = Listing(id="names", title="Names", about="", columns=("Name",), rows=rows)
    said = plain_view(replace(register_view(overview(number=0), {}), listings=(listing,)))

    assert "Act 20\n" in said
    assert "Act 21\n" not in said
    assert "and 10 more: --format html or xlsx has all of them" in said
