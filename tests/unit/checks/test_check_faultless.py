"""Cells of which nothing is to be said take a short way, which comes to the same."""

import pytest
from catalogs import COVERAGE, DIRECTORY, TODAY, cells
from hypothesis import example, given
from hypothesis import strategies as st

from takedown.checks import reader
from takedown.checks.cells import TypedRow, read_row
from takedown.checks.faultless import faultless
from takedown.checks.vocabulary import vocabulary
from takedown.model import COLUMNS, Row, SourceRef

KNOWN = vocabulary(DIRECTORY, COVERAGE, TODAY)
_CELL = st.sampled_from(
    ["None", "0", "N/A", " Two  Words ", "Ã©", "a\u0301", "=?x?=", "a;b", "\u200d", "x" * 301, "2021-03-12"]
) | st.text(max_size=20)


def read(column: str, text: str) -> TypedRow:
    row = Row(cells={**cells(1), column: text}, source=SourceRef(file="catalog.csv", row=2))
    return read_row(row, KNOWN)


@given(st.sampled_from(COLUMNS), _CELL)
@example("track", "?")
@example("release_date", "=?utf-8?q?a?=")
def test_a_cell_is_read_the_same_on_the_short_way_and_on_the_long_one(column: str, text: str) -> None:
    short = read(column, text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "faultless", lambda *_: None)
        assert read(column, text) == short


@pytest.mark.parametrize("text", ["None", "N/A", "=?x?=", "Ã©", "a\u202eb", "x" * 301])
def test_what_may_be_said_something_of_is_looked_at_in_its_row(text: str) -> None:
    assert faultless(text, "track", COVERAGE) is None


def test_a_name_is_tidied() -> None:
    assert faultless("Zwei  Wo\u0308rter", "track", COVERAGE) == "Zwei Wörter"
