"""Sources that each know a part of one truth: whatever their order, nothing is put together that nobody said."""

import csv
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gathering import gathered, opening, rows_of

Row = dict[str, str]

UPCS = {"Red": "036000291452", "Blue": "012345678905"}
VIEWS = {
    "titles.csv": ("artist", "release", "track"),
    "codes.csv": ("artist", "track", "isrc", "upc"),
    "recordings.csv": ("artist", "track", "isrc"),
    "everything.csv": ("artist", "release", "upc", "track", "isrc"),
    "no-upc.csv": ("artist", "release", "track", "isrc"),
}


@st.composite
def truths(draw: st.DrawFn) -> list[Row]:
    """Two releases of one artist, with titles that repeat and recordings that may be on both."""
    titles = draw(st.lists(st.sampled_from(["Intro", "Song", "Outro"]), min_size=4, max_size=4))
    rows = []
    for place, (release, upc) in enumerate(UPCS.items()):
        for number in range(2):
            shared = draw(st.booleans())
            code = number if shared else 2 + 2 * place + number
            rows.append((release, upc, f"ZZEXA260000{code}"))
    by_code = dict(zip(dict.fromkeys(code for _, _, code in rows), titles * 2, strict=False))
    return [
        {"artist": "Ana", "release": release, "upc": upc, "track": by_code[code], "isrc": code}
        for release, upc, code in dict.fromkeys(rows)
    ]


def imported(root: Path, truth: list[Row], names: tuple[str, ...]) -> list[Row]:
    """The catalog after these views were read in this order, and once more."""
    catalog = root / "catalog.csv"
    for again in (False, True):
        before = catalog.read_bytes() if again else b""
        views = [
            opening(
                rows_of([{column: row[column] for column in VIEWS[name]} for row in truth], name), name=name
            )
            for name in names
        ]
        gathered(root, *views)
        assert not again or catalog.read_bytes() == before, "the second time changed something"
    with catalog.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given(truths(), st.lists(st.sampled_from(sorted(VIEWS)), min_size=1, max_size=3, unique=True))
def test_no_order_of_sources_puts_together_what_none_of_them_said(
    tmp_path_factory: pytest.TempPathFactory, truth: list[Row], views: list[str]
) -> None:
    said = {(row["isrc"], row["upc"], row["release"]) for row in truth}
    for names in permutations(views):
        for line in imported(tmp_path_factory.mktemp("views"), truth, names):
            known = line["isrc"], line["upc"], line["release"]
            assert any(
                all(not have or have == true for have, true in zip(known, row, strict=True)) for row in said
            ), (names, line)


@given(truths(), st.permutations(sorted(VIEWS)))
def test_the_whole_truth_is_in_the_catalog_when_one_source_says_it(
    tmp_path_factory: pytest.TempPathFactory, truth: list[Row], names: list[str]
) -> None:
    lines = imported(tmp_path_factory.mktemp("whole"), truth, tuple(names))
    held = {(line["isrc"], line["upc"], line["release"], line["track"]) for line in lines}
    assert held >= {(row["isrc"], row["upc"], row["release"], row["track"]) for row in truth}
