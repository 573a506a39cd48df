"""Sheets as people keep them: rows of totals, columns of their own, and lists that are no music."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from takedown.errors import CatalogError
from takedown.readers.opening import open_source
from takedown.sources import PassedRow, Source, SourceItem, SourceRow

TOTALS = "a row of totals"


def taken(path: Path, content: str) -> tuple[Source, list[SourceItem]]:
    path.write_text(content, encoding="utf-8")
    with open_source(path, name=path.name) as source:
        return source, list(source.rows)


def columns(path: Path, header: str) -> dict[str, str]:
    """Catalog column → the text under it, where every cell holds the name of its column."""
    _, (row,) = taken(path, f"{header}\n" + ",".join(f"<{name}>" for name in header.split(",")) + "\n")
    assert isinstance(row, SourceRow)
    return dict(row.cells)


def unread(source: Source) -> list[str]:
    return [note for note in source.notes if note.startswith("not read: ")]


@pytest.mark.parametrize(
    "word",
    [
        "Total", "TOTAL:", "Grand total:", "Sub total", "Sub-Total =", "Summe:", "Total general", "Total général :",
        "** Totals **", "Totale generale", "Total (USD)", "Gesamtsumme", "Итого:", "合計：",
    ],
)  # fmt: skip
def test_a_number_below_the_songs_is_no_song_of_an_artist_called_total(tmp_path: Path, word: str) -> None:
    _, items = taken(tmp_path / "mine.csv", f"artist,song,isrc,label\nA,B,,L\n{word},65,,\n{word},,,1.2\n")

    assert [type(item) for item in items] == [SourceRow, PassedRow, PassedRow]
    assert {item.reason for item in items if isinstance(item, PassedRow)} == {TOTALS}


@pytest.mark.parametrize("number", ["65", "1,234.50", "$12", "EUR 1.234,50", "65 %", "-3"])
def test_an_amount_below_the_songs_is_no_title(tmp_path: Path, number: str) -> None:
    _, items = taken(tmp_path / "mine.csv", f"artist;song;isrc\nTotal;{number};\n")

    assert [type(item) for item in items] == [PassedRow]


@pytest.mark.parametrize(
    "row", ["Total;Ash;", "Total;65;ZZEXA2600001", "Total;65 Songs;", "Totalis;65;", "Sum 41;65;"]
)
def test_an_artist_called_total_with_a_title_or_a_code_stays_an_artist(tmp_path: Path, row: str) -> None:
    _, items = taken(tmp_path / "mine.csv", f"artist;song;isrc\n{row}\n")

    assert [type(item) for item in items] == [SourceRow]


def test_columns_of_a_sheet_that_are_not_read_are_named_and_how_they_would_be(tmp_path: Path) -> None:
    source, _ = taken(
        tmp_path / "mine.csv", "Artist,Song,My remarks,Mood\x1b[31m,,B@example.com\nA,B,secret,x,,\n"
    )

    (note,) = unread(source)
    assert note.startswith("not read: 'My remarks', 'Mood<U+001B>[31m' and 1 more;")
    assert "call a column release_date, track_number" in note
    assert "secret" not in note
    assert "example.com" not in note


def test_of_many_columns_that_are_not_read_twelve_are_named(tmp_path: Path) -> None:
    names = [f"my {letter}" for letter in "abcdefghijklmnopqrst"]
    source, _ = taken(tmp_path / "mine.csv", ",".join(["artist", "song", *names]) + "\nA,B\n")

    (note,) = unread(source)
    assert "'my l' and 8 more" in note
    assert "'my m'" not in note


def test_a_sheet_of_which_all_is_read_and_a_known_statement_say_nothing_of_it(tmp_path: Path) -> None:
    tunecore = (
        "Sales Period,Posted Date,Store Name,Country Of Sale,Artist,Release Type,Release Title,Song Title,Label,UPC,"
        "Optional UPC,TC Song ID,Optional ISRC,Sales Type,# Units Sold,Per Unit Price,Net Sales,Net Sales Currency,"
        "Exchange Rate,Total Earned,Currency\n"
    )
    sheet, _ = taken(tmp_path / "mine.csv", "artist,release,upc\nA,B,840012000014\n")
    statement, _ = taken(tmp_path / "statement.csv", tunecore)

    assert statement.layout == "TuneCore statement"
    assert unread(sheet) == unread(statement) == []


def test_columns_of_a_workbook_that_are_not_read_are_named_too(tmp_path: Path) -> None:
    rows: Sequence[Sequence[str]] = (("Artist", "Song", "My remarks"), ("A", "B", "secret"))
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "mine.xlsx")

    with open_source(tmp_path / "mine.xlsx", name="mine.xlsx") as source:
        assert len(unread(source)) == 1


@pytest.mark.parametrize("name", ["#", "No", "No.", "Nr", "Nr.", "№"])
def test_a_number_beside_a_track_is_the_tracks(tmp_path: Path, name: str) -> None:
    assert columns(tmp_path / "a.csv", f"{name},Artist,Song")["track_number"] == f"<{name}>"
    assert columns(tmp_path / "b.csv", f"{name},Artist,Album,Title")["track_number"] == f"<{name}>"
    assert "track_number" not in columns(tmp_path / "c.csv", f"{name},Artist,Album")


def test_a_number_beside_a_track_number_is_another(tmp_path: Path) -> None:
    assert columns(tmp_path / "a.csv", "#,Track number,Artist,Song")["track_number"] == "<Track number>"


@pytest.mark.parametrize("name", ["Out on", "Released", "Date of release", "Release-Date", "Erschienen am"])
def test_the_day_of_release_has_many_names(tmp_path: Path, name: str) -> None:
    assert columns(tmp_path / "a.csv", f"Artist,Album,{name}")["release_date"] == f"<{name}>"


@pytest.mark.parametrize("name", ["Spotify link", "Link", "Amazon URL", "Apple Music Link"])
def test_one_link_of_a_known_company_is_the_url(tmp_path: Path, name: str) -> None:
    assert columns(tmp_path / "a.csv", f"Artist,Album,{name}")["url"] == f"<{name}>"


def test_links_of_several_companies_are_left_and_named(tmp_path: Path) -> None:
    source, (row,) = taken(tmp_path / "a.csv", "Artist,Album,Spotify link,Amazon link\nA,B,C,D\n")

    assert isinstance(row, SourceRow)
    assert "url" not in row.cells
    assert "'Spotify link', 'Amazon link'" in unread(source)[0]


@pytest.mark.parametrize("header", ["artist,name,mandate", "Artist;Name;Mandate", "mandate,artist"])
def test_a_list_of_principals_is_no_music_and_says_where_it_belongs(tmp_path: Path, header: str) -> None:
    with pytest.raises(CatalogError, match="this is a list of principals") as raised:
        taken(tmp_path / "principals.csv", f"{header}\nThe Examples,Bo Example,mandates/a.pdf\n")

    assert "principals.csv, row 1" in raised.value.message
    assert "put it into the workspace as principals.csv" in raised.value.hint


def test_a_catalog_with_a_column_of_mandates_is_a_catalog(tmp_path: Path) -> None:
    assert columns(tmp_path / "a.csv", "Artist,Album,Mandate")["release"] == "<Album>"
