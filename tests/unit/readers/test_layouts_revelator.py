"""Revelator's workbook: nine sheets, joined by UPC and ISRC."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from support.statements import write_revelator_workbook

from takedown.errors import CatalogError
from takedown.readers.layouts.tables import NOTHING
from takedown.readers.opening import open_source
from takedown.readers.workbooks.revelator import is_revelator, open_revelator
from takedown.sources import BadRow, Nature, PassedRow, SourceItem, SourceRow

RELEASES, RELEASE_ARTISTS = "3) Release_Label", "4) Release_Artist(s)"
TRACKS, TRACK_ARTISTS = "5) Release_Track", "6) Track_Artist(s)"
UPC, OTHER_UPC = "400000010014", "400000030012"
RELEASE = [
    UPC,
    "Harbour Lights",
    "Deluxe",
    "Example Tapes",
    "2021-05-07",
    "2021",
    "Example Tapes",
    "2020",
    "Ana",
]


def read(path: Path, rows: dict[str, Sequence[Sequence[str]]]) -> list[SourceItem]:
    with open_source(
        write_revelator_workbook(path / "revelator.xlsx", rows), name="revelator.xlsx"
    ) as source:
        assert (source.layout, source.nature) == ("Revelator catalog workbook", Nature.CATALOG)
        found = list(source.rows)
        assert source.done() == 1.0
    return found


def cells(item: SourceItem) -> dict[str, str]:
    assert isinstance(item, SourceRow)
    return dict(item.cells)


def test_a_workbook_is_known_by_its_sheets() -> None:
    assert is_revelator(["1) Artists list", RELEASES, TRACKS])
    assert not is_revelator(["Sheet1", TRACKS])


def test_a_track_gets_what_its_release_and_artists_say(tmp_path: Path) -> None:
    [found] = read(
        tmp_path,
        {
            RELEASES: [RELEASE],
            RELEASE_ARTISTS: [[UPC, "The Example Lights", "Main Primary Artist"], [UPC, "Mo", "Producer"]],
            TRACKS: [[UPC, "1", "Low Water", "Live", "ZZEXA2600001"]],
            TRACK_ARTISTS: [[UPC, "ZZEXA2600001", "Jo Sample", "Featured Artist"]],
        },
    )

    assert cells(found) == {
        "artist": "The Example Lights",
        "release": "Harbour Lights",
        "release_version": "Deluxe",
        "upc": UPC,
        "label": "Example Tapes",
        "release_date": "2021-05-07",
        "p_line": "2021 Example Tapes",
        "c_line": "2020 Ana",
        "track_number": "1",
        "track": "Low Water",
        "track_version": "Live",
        "isrc": "ZZEXA2600001",
        "track_artist": "The Example Lights; Jo Sample",
    }
    assert (found.source.sheet, found.source.row) == (TRACKS, 5)


def test_several_main_artists_stand_in_one_cell_and_a_track_by_them_says_no_more(tmp_path: Path) -> None:
    [found] = read(
        tmp_path,
        {
            RELEASES: [RELEASE],
            RELEASE_ARTISTS: [[UPC, "A", "Main Primary Artist"], [UPC, "B", "Main Primary Artist"]],
            TRACKS: [[UPC, "1", "Low Water", "", "ZZEXA2600001"]],
            TRACK_ARTISTS: [
                [UPC, "ZZEXA2600001", "A", "Main Primary Artist"],
                [UPC, "ZZEXA2600001", "B", "Main Primary Artist"],
                [UPC, "ZZEXA2600001", "A", "Main Primary Artist"],
            ],
        },
    )

    assert cells(found)["artist"] == "A; B"
    assert "track_artist" not in cells(found)


def test_without_a_main_artist_the_first_one_named_is_taken(tmp_path: Path) -> None:
    [found] = read(tmp_path, {RELEASES: [RELEASE], RELEASE_ARTISTS: [[UPC, "Mo", ""], [UPC, "Bo", ""]]})

    assert cells(found)["artist"] == "Mo"


def test_a_release_without_tracks_is_a_row_of_its_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {RELEASES: [RELEASE, [OTHER_UPC, "Signal"]], TRACKS: [[UPC, "1", "Low Water", "", "ZZEXA2600001"]]},
    )

    assert [item.source.sheet for item in found] == [TRACKS, RELEASES]
    assert cells(found[1]) == {"upc": OTHER_UPC, "release": "Signal"}


def test_a_track_whose_release_is_missing_keeps_what_it_has(tmp_path: Path) -> None:
    [found] = read(tmp_path, {TRACKS: [[OTHER_UPC, "2", "Signal", "", "ZZEXA2600002"]]})

    assert cells(found) == {"upc": OTHER_UPC, "track_number": "2", "track": "Signal", "isrc": "ZZEXA2600002"}


def test_a_second_line_for_one_upc_and_one_without_upc_come_as_rows_so_that_nothing_is_lost(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, {RELEASES: [RELEASE, [UPC, "Harbor Lights"], ["", "No Code"]]})

    assert sorted(cells(item)["release"] for item in found) == ["Harbor Lights", "Harbour Lights", "No Code"]


def test_cells_that_show_an_error_make_a_bad_row(tmp_path: Path) -> None:
    path = write_revelator_workbook(
        tmp_path / "revelator.xlsx", {RELEASES: [RELEASE], TRACKS: [[UPC, "1", "x"]]}
    )
    book = openpyxl.load_workbook(path)
    book[TRACKS]["C5"] = "#N/A"
    book[TRACKS]["C5"].data_type = "e"
    book[RELEASE_ARTISTS]["B5"] = "#REF!"
    book[RELEASE_ARTISTS]["B5"].data_type = "e"
    book.save(path)

    with open_source(path, name="revelator.xlsx") as source:
        found = list(source.rows)

    bad = [item for item in found if isinstance(item, BadRow)]
    assert [str(item.source) for item in bad] == [
        f"revelator.xlsx, sheet {RELEASE_ARTISTS}, row 5, column artist",
        f"revelator.xlsx, sheet {TRACKS}, row 5, column track",
    ]
    assert bad[1].cells["upc"] == UPC


def test_a_line_with_nothing_that_is_read_is_passed_over(tmp_path: Path) -> None:
    path = write_revelator_workbook(tmp_path / "revelator.xlsx", {RELEASES: [RELEASE]})
    book = openpyxl.load_workbook(path)
    book[TRACKS]["P5"] = "a remark"
    book[RELEASES]["P6"] = "a remark"
    book.save(path)

    with open_revelator(path, name="revelator.xlsx") as source:
        found = list(source.rows)

    assert [item.reason for item in found if isinstance(item, PassedRow)] == [NOTHING, NOTHING]


def test_headings_that_were_changed_are_said(tmp_path: Path) -> None:
    path = write_revelator_workbook(tmp_path / "revelator.xlsx", {TRACKS: [[UPC, "1", "Low Water", "", "X"]]})
    book = openpyxl.load_workbook(path)
    book[TRACKS]["A3"] = "Code"
    book[TRACKS]["E3"] = "Other code"
    book.save(path)

    with (
        open_revelator(path, name="revelator.xlsx") as source,
        pytest.raises(CatalogError, match="rows 1 to 4 have no heading UPC"),
    ):
        list(source.rows)


def test_more_releases_than_a_catalog_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("takedown.readers.workbooks.revelator._MOST_KEPT", 1)

    with pytest.raises(CatalogError, match="more than 1 releases"):
        read(tmp_path, {RELEASES: [RELEASE, [OTHER_UPC, "Signal"]]})
