"""Cells that a spreadsheet would run are guarded on the way out, and come back as they were."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from takedown.spreadsheet import csv_line, csv_lines, guarded, unguarded

FORMULAS = [
    "=1+1",
    "+44",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "a\n=1",
    "\tx",
]
mixed = st.text(st.sampled_from("'=+-@\t\r\n ＝a\u00a0") | st.characters(), max_size=12)


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(f"'{cell}") == cell


@pytest.mark.parametrize(
    "cell", ["", "'", "First Light", "a=b", "1-2", "'Til Dawn", "'90s", "Björk", "'n' Roll"]
)
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


def test_an_apostrophe_that_was_there_before_the_formula_comes_back() -> None:
    assert guarded("'=1") == "''=1"
    assert unguarded("''=1") == "'=1"


@given(mixed)
@example("'''=")
@example("'\n=")
def test_what_was_guarded_is_read_back_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(mixed)
def test_no_guarded_cell_is_a_formula(cell: str) -> None:
    made = guarded(cell)

    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not made.startswith(("\t", "\r"))


@given(
    st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1),
    st.sampled_from((",", ";", "\t")),
)
def test_a_line_of_cells_is_read_back_as_it_was_also_with_lone_returns_in_it(
    cells: list[str], delimiter: str
) -> None:
    line = csv_line(cells, delimiter=delimiter)

    (found,) = csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True)

    assert line.endswith("\n")
    assert found == cells


@given(
    st.lists(st.lists(st.text(st.sampled_from("a ,;\t\"\r\n'é"), max_size=4), max_size=4), max_size=4),
    st.sampled_from((",", ";", "\t")),
)
@example([[""], [], ["", ""]], ",")
def test_lines_of_cells_are_those_that_the_csv_module_writes(rows: list[list[str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)

    assert csv_lines(rows, delimiter=delimiter, end="\r\n") == written.getvalue()
