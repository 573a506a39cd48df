"""Laws: whatever a catalog says, it is judged without a crash, and every row is counted."""

import unicodedata

from catalogs import COVERAGE, DIRECTORY, TODAY, cells, check, request, route, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from support.builders import isrc, upc

from takedown.checks import check_catalog
from takedown.checks.dates import iso_date, readings
from takedown.model import COLUMNS, Catalog, Severity
from takedown.request import Authority

_TRICKY = st.sampled_from(
    [
        "", "0", "-", "N/A", "unknown", ";", " ; ", "a;b", "Ana & Bo", "12/03/2021", "31.31.2021",
        "2021-02-30", "2021", "44267", "8.59E+11", "Ã©", "\u202e", "\ud800", "\ufffd", "\u200d", "歌",
        "x" * 400, "recording", "release", "podcast", "tunecore", "CD Baby", "other", "spotify;amazon-music",
        "ZZEXA2600001", "000000000000", "The Examples", "℗ 2021", "℗ 2021 Small Label", upc(1), upc(2),
        isrc(1), isrc(2), "1", "2", "A1",
    ]
)  # fmt: skip
_CELL = st.one_of(_TRICKY, st.text(max_size=40))
_ANY_ROW = st.dictionaries(st.sampled_from(COLUMNS), _CELL, max_size=len(COLUMNS))
_NEARLY_GOOD = st.builds(
    lambda number, changes: {**cells(number), **changes},
    st.integers(1, 3),
    st.dictionaries(st.sampled_from(COLUMNS), _CELL, max_size=3),
)
_TABLE = st.lists(st.one_of(_ANY_ROW, _NEARLY_GOOD), max_size=8)
_REQUESTS = st.sampled_from(
    [request(), request(authority=Authority()), request(route("label", label="Small Label"), route("nobody"))]
)


@settings(max_examples=300, deadline=None)
@given(table=_TABLE, of=_REQUESTS)
def test_every_row_is_either_used_or_blocked_by_an_error_of_its_own(table, of):
    checked = check(*table, of=of)
    blamed = {
        each.source.row for each in checked.findings if each.severity is Severity.ERROR and each.source.row
    }
    assert len(blamed) == checked.blocked_rows
    repeated = {each.source.row for each in checked.findings if each.rule == "W-DUPLICATE-ROW"}
    assert checked.rows == len(table) - len(repeated)
    used = checked.rows - checked.blocked_rows
    assert bool(checked.releases) == bool(used)
    assert len(checked.releases) <= used
    assert bool(checked.releases or checked.blocked) == bool(table)


@settings(max_examples=150, deadline=None)
@given(table=_TABLE)
def test_what_is_said_can_be_printed_anywhere(table):
    checked = check(*table)
    texts = [each.message for each in checked.findings] + [each.hint for each in checked.findings]
    texts += [f"{each.artist} {each.title}" for each in checked.blocked]
    texts += [f"{each.artist} {each.display_title}" for each in checked.releases]
    for text in texts:
        text.encode()
        assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"]


@settings(max_examples=100, deadline=None)
@given(table=_TABLE)
def test_the_same_rows_are_judged_the_same_and_in_order(table):
    catalog = Catalog(rows=rows(*table), file="catalog.csv")
    first, second = (
        check_catalog(catalog, request(), DIRECTORY, coverage=COVERAGE, today=TODAY) for _ in range(2)
    )
    assert first == second
    places = [(each.source.row, each.rule) for each in first.findings if each.source.file == "catalog.csv"]
    assert places == sorted(places)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{1,4}[ /.-][0-9A-Za-z]{1,9}[ /.-][0-9]{1,4}"))
)
def test_a_date_is_read_or_shown_with_its_readings_and_never_raises(text):
    if iso_date(text) is None:
        assert list(readings(text, TODAY)) == sorted(set(readings(text, TODAY)))
