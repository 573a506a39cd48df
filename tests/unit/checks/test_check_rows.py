"""What the rows of a release repeat is read once, and comes to the same as row by row."""

import pytest
from catalogs import COVERAGE, DIRECTORY, TODAY, cells
from hypothesis import given
from hypothesis import strategies as st

from takedown.checks.cells import read_row, read_rows
from takedown.checks.vocabulary import vocabulary
from takedown.model import COLUMNS, Row, SourceRef
from takedown.rendering import font_coverage

KNOWN = vocabulary(DIRECTORY, COVERAGE, TODAY)
PRINTED = vocabulary(DIRECTORY, font_coverage(), TODAY)
_CELL = st.sampled_from(
    [
        "", "None", "0", "N/A", " Two  Words ", "Ã©", "=?x?=", "a; b", "x" * 301, "2021-03-12", "1. 2. 2021",
        "release", "recording", "podcast", "ZZEXA2600001", "northlight", "nobody known", "https://example.org/feed",
    ]
)  # fmt: skip
_CHANGE = st.dictionaries(st.sampled_from(COLUMNS), _CELL, max_size=3)


def rows_of(*changes: dict[str, str]) -> list[Row]:
    return [
        Row(cells={**cells(1), **change}, source=SourceRef(file="catalog.csv", row=number))
        for number, change in enumerate(changes, 2)
    ]


@given(st.lists(_CHANGE, min_size=2, max_size=4), st.lists(st.integers(0, 3), max_size=6))
def test_rows_are_read_together_as_each_is_read_alone(
    changes: list[dict[str, str]], again: list[int]
) -> None:
    rows = rows_of(*changes, *(changes[number % len(changes)] for number in again))

    assert list(read_rows(rows, KNOWN)) == [read_row(row, KNOWN) for row in rows]


def test_what_is_wrong_with_a_release_is_said_of_each_of_its_rows() -> None:
    wrong = {"upc": "036000291453"}

    read = list(read_rows(rows_of(wrong, wrong), KNOWN))

    assert [[each.rule for each in row.findings] for row in read] == [["E-UPC"], ["E-UPC"]]
    assert [row.findings[0].source.row for row in read] == [2, 3]


def test_a_track_is_judged_in_its_own_row_where_the_release_was_read_before() -> None:
    rows = rows_of({}, {"track": "N/A"}, {"isrc": "ZZEXA26"})

    _, second, third = read_rows(rows, KNOWN)

    assert second.error is not None
    assert second.error.source.at("") == rows[1].source
    assert (third.findings[0].rule, third.release) == ("E-ISRC", read_row(rows[0], KNOWN).release)


@pytest.mark.parametrize("name", ["می\u200cخواهم", "👩\u200d🎤 Sings ❤\ufe0f\u200d🔥", "क्\u200dष"])
def test_what_joins_letters_unseen_stays_in_a_name_wherever_it_stands(name: str) -> None:
    named = {"artist": name, "release": name, "track": name, "label": name}

    read = list(read_rows(rows_of(named, {**named, "isrc": "ZZEXA2600002"}), PRINTED))

    assert [row.findings for row in read] == [(), ()]
    assert {row.track for row in read} == {name}
    assert {row.release.title for row in read} == {row.release.label for row in read} == {name}
    assert {row.release.artists for row in read} == {(name,)}


def test_what_is_unseen_without_need_is_refused_and_shown() -> None:
    (read,) = read_rows(rows_of({"track": "Low\u200c Water"}), PRINTED)

    assert [each.rule for each in read.findings] == ["E-CONTROL"]
    assert read.track == "Low<U+200C> Water"
