"""Sources that are tables: recognised by content, read row by row, with what cannot be read given back."""

import csv
import gzip
import io
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown.errors import CatalogError
from takedown.readers.opening import open_source
from takedown.readers.recognising import Form, form_of
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow
from takedown.spreadsheet import guarded

HEADER = ["artist", "release", "upc"]
DISTROKID = (
    "Reporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSong/Album\t"
    "Country of Sale\tSongwriter Royalties Withheld\tEarnings (USD)"
)
BANDCAMP = (
    "date,paid to,item type,item name,artist,currency,item price,quantity,net amount,upc,isrc,buyer name,"
    "buyer email"
)


def taken(path: Path, content: bytes | str | None = None, **options: str) -> tuple[Source, list[SourceItem]]:
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_source(path, name=path.name, **options) as source:
        return source, list(source.rows)


def cells(items: Sequence[SourceItem]) -> list[dict[str, str]]:
    return [dict(item.cells) for item in items if isinstance(item, SourceRow)]


def refused(path: Path, content: bytes | str, **options: str) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        taken(path, content, **options)
    assert caught.value.hint
    return caught.value


def book(path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]], hidden: str = "") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for title, rows in sheets:
        page = made.create_sheet(title)
        page.sheet_state = "hidden" if title == hidden else "visible"
        for row in rows:
            page.append(row)
    made.save(path)
    return path


# What a file is


@pytest.mark.parametrize(
    ("beginning", "form"),
    [
        (b"SQLite format 3\0\x10\0", Form.DATABASE),
        (b"PK\x03\x04\x14\0", Form.ZIP),
        (b"ID3\x04\0\0", Form.AUDIO),
        (b"\xff\xfb\x90\x64", Form.AUDIO),
        (b"fLaC\0\0\0\x22", Form.AUDIO),
        (b"OggS\0\x02", Form.AUDIO),
        (b"RIFF\x24\0\0\0WAVEfmt ", Form.AUDIO),
        (b"FORM\0\0\0\x24AIFF", Form.AUDIO),
        (b"\0\0\0\x20ftypM4A ", Form.AUDIO),
        (b'<?xml version="1.0"?><a/>', Form.XML),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><a/>', Form.XML),
        ('\ufeff<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16-le"), Form.XML),
        (b'<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43">', Form.XML),
        (b"<!DOCTYPE html><html>ddex</html>", Form.TEXT),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', Form.TEXT),
        (b'\n {"title": "x"}', Form.JSON),
        (b"{\\rtf1\\ansi", Form.TEXT),
        (b"RIFF\x24\0\0\0AVI LIST", Form.TEXT),
        (b"ID3,artist,release\n", Form.TEXT),
        (b"artist,release\n", Form.TEXT),
        ("artist,release\n".encode("utf-16"), Form.TEXT),
        (b"", Form.TEXT),
    ],
)
def test_the_content_says_which_reader_opens_a_file(beginning: bytes, form: Form) -> None:
    assert form_of(beginning) is form


@pytest.mark.parametrize(
    ("content", "said", "step"),
    [
        (b"%PDF-1.7\n", "this is a PDF", "spreadsheet from which it was made"),
        (b"\xd0\xcf\x11\xe0" + bytes(60), "an old Excel workbook", "save it as CSV UTF-8"),
        (gzip.compress(b"artist,release\nA,B\n"), "a gzip file", "unpack it"),
        (b"<!DOCTYPE html><html>Sign in</html>", "a web page", "signed in"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "not made from pictures"),
        (b"  \n\t\n", "the file is empty", "save it again"),
        (b"", "the file is empty", "save it again"),
        (b'<?xml version="1.0"?><feed/>', "no DDEX message", "ddex.net"),
        (b'{"name": "x"}', "no release of MusicBrainz", "musicbrainz.org"),
    ],
)
def test_what_no_reader_takes_is_refused_with_the_next_step(
    tmp_path: Path, content: bytes, said: str, step: str
) -> None:
    error = refused(tmp_path / "export.csv", content)

    assert error.message.startswith("export.csv: ")
    assert said in error.message
    assert step in error.hint


def test_a_zip_of_exports_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("a.csv", "artist,release\n")

    error = refused(tmp_path / "exports.zip", (tmp_path / "exports.zip").read_bytes())

    assert "a zip file, not a workbook" in error.message
    assert "unpack it" in error.hint


def test_a_name_that_says_another_thing_than_the_content_does_not_matter(tmp_path: Path) -> None:
    path = book(tmp_path / "statement.csv", ("Catalog", [HEADER, ["A", "B", "840012000014"]]))

    _, items = taken(path)

    assert cells(items) == [{"artist": "A", "release": "B", "upc": "840012000014"}]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text("artist,release\n", encoding="utf-8")

    with (
        pytest.raises(CatalogError, match="no such file") as caught,
        open_source(tmp_path / "catalogue.csv", name="catalogue.csv"),
    ):
        raise AssertionError
    assert "catalog.csv" in caught.value.hint


# The header


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "above",
    [
        "",
        "sep={d}\r\n",
        "Account: 12345\r\n6f1c9a52-0000-4000-8000-000000000000\r\n",
        "My releases; all of them, and more | so far\r\n\r\n",
        'A remark with "quotes" inside\r\n' * 38,
    ],
)
def test_a_header_is_found_below_remarks_with_any_delimiter(
    tmp_path: Path, delimiter: str, above: str
) -> None:
    text = above.format(d=delimiter) + "\r\n".join(
        delimiter.join(row) for row in (["Artist", "Album Title", "Barcode"], ["A", "B", "840012000014"])
    )

    source, items = taken(tmp_path / "mine.csv", text)

    assert (source.layout, source.nature) == ("sheet", Nature.CATALOG)
    assert cells(items) == [{"artist": "A", "release": "B", "upc": "840012000014"}]
    assert items[0].source.row == len(text.splitlines())


def test_a_header_too_far_below_is_not_looked_for(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", "remark\n" * 40 + "artist,release\nA,B\n")

    assert "no header that is known in the first 40 rows" in error.message


def test_a_header_that_nobody_knows_is_shown_with_what_is_close_and_what_is_accepted(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", "Titles of 2026\nperformerr,albun title,mood\nA,B,sad\n")

    assert error.message == (
        "mine.csv, row 2: no header that is known in the first 40 rows; found: 'performerr', 'albun title', 'mood'"
    )
    assert "rename 'performerr' to artist; rename 'albun title' to release" in error.hint
    assert "name its columns: artist" in error.hint


def test_rows_without_a_header_show_no_address_and_no_number(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", "Night Bus,ann@example.com,+49 30 1234567,9.00\n")

    assert "'Night Bus', '9.00', 2 that look like values" in error.message
    assert "example.com" not in error.message + error.hint


def test_a_header_with_a_stray_quotation_mark_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", 'artist,"The "Release"",upc\nA,B,840012000014\n')

    assert "mine.csv, row 1: a quotation mark in the middle of a cell" in error.message


def test_a_header_of_half_a_million_names_is_refused_without_a_long_wait(tmp_path: Path) -> None:
    begun = time.process_time()
    error = refused(tmp_path / "mine.csv", "a,b" * 150_000 + "\n" + "artis" + "t" * 800_000 + ",x\n")

    assert "no header that is known" in error.message
    assert time.process_time() - begun < 10


def test_a_list_of_songs_is_refused_with_the_reason(tmp_path: Path) -> None:
    text = "PRS for Music\nRecord Number,CAE Number,Work Title,Amount (performance revenue),IP1\n1,2,Night Bus,1.20,A\n"

    error = refused(tmp_path / "prs.csv", text)

    assert "prs.csv, row 2: this lists compositions (songs), not recordings: " in error.message
    assert "Work Title" in error.message
    assert "list of your recordings" in error.hint


def test_the_header_again_and_empty_lines_are_no_rows(tmp_path: Path) -> None:
    _, items = taken(tmp_path / "two.csv", "artist,release,upc\nA,B,\n\n,,\nartist,release,upc\nC,D,\n")

    assert cells(items) == [{"artist": "A", "release": "B"}, {"artist": "C", "release": "D"}]
    assert [item.reason for item in items if isinstance(item, PassedRow)] == ["the header again"]


# Rows


def test_what_spreadsheets_put_around_a_text_comes_off(tmp_path: Path) -> None:
    text = (
        "artist,release,upc,label,track\n"
        '\u00a0A\ufeff,\'=SUM(1),"=""0840012000014""",\'\'+x,\'Til Dawn\n'
        '"Two\nLines",B,,"a\r\n\r\nb",\n'
    )

    _, items = taken(tmp_path / "mine.csv", text)

    assert cells(items) == [
        {"artist": "A", "release": "=SUM(1)", "upc": "0840012000014", "label": "'+x", "track": "'Til Dawn"},
        {"artist": "Two Lines", "release": "B", "label": "a b"},
    ]


def test_rows_that_cannot_be_taken_apart_come_back_and_the_others_go_on(tmp_path: Path) -> None:
    text = (
        "artist,release,upc\nA,B\nTyler, the Example,B,840012000014\n"
        'C,"The "Live" Tape",\nD,' + "x" * 5_000 + ",840012000014\nE," + "y" * 200_000 + ",\n"
        'F,"' + "la\n" * 200 + '",\nG,H,\nI, J,,\n'
    )

    _, items = taken(tmp_path / "mine.csv", text)

    bad = [item for item in items if isinstance(item, BadRow)]
    assert [(item.source.row, item.rule, item.source.column) for item in bad] == [
        (2, "E-RAGGED", ""),
        (3, "E-RAGGED", ""),
        (4, "E-CELL", ""),
        (5, "E-LONG", "release"),
        (6, "E-CELL", ""),
        (7, "E-CELL", "release"),
        (209, "E-RAGGED", ""),  # a comma inside a cell moves all that follow, though the last cell is empty
    ]
    assert [item.reason for item in bad[:2]] == ["2 cells, the header has 3", "4 cells, the header has 3"]
    assert dict(bad[3].cells) == {"artist": "D", "upc": "840012000014"}
    assert all(item.fix for item in bad)
    assert cells(items) == [{"artist": "G", "release": "H"}]


def test_empty_cells_behind_every_row_are_no_fault(tmp_path: Path) -> None:
    _, items = taken(tmp_path / "mine.csv", "artist,release\nA,B,,\nC,D,,\n")

    assert cells(items) == [{"artist": "A", "release": "B"}, {"artist": "C", "release": "D"}]


def test_an_open_quotation_mark_stops_the_file_and_is_named_where_it_opens(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", 'artist,release\nA,B\nC,"D\n' + "E,F\n" * 50_000)

    assert "mine.csv, row 3: a quotation mark that is not closed" in error.message


@pytest.mark.parametrize("word", ["Total", "TOTALS:", "Grand Total", "Sum", "Gesamt", "Итого"])
def test_rows_of_totals_are_passed_over_also_where_they_are_short(tmp_path: Path, word: str) -> None:
    text = f"artist,release,upc,paid\nA,B,840012000014,1.20\n{word},,,1.20\n{word},1.20 USD\n"

    _, items = taken(tmp_path / "mine.csv", text)

    assert [item.reason for item in items if isinstance(item, PassedRow)] == ["a row of totals"] * 2
    assert len(cells(items)) == 1


def test_a_word_in_a_column_that_is_not_read_is_not_looked_at(tmp_path: Path) -> None:
    _, items = taken(tmp_path / "mine.csv", "note,artist,release\nTotal,A,B\nTotal,,\n")

    assert len(cells(items)) == 1
    assert [item.reason for item in items if isinstance(item, PassedRow)] == [
        "nothing in the columns that are read"
    ]


def test_an_artist_called_total_is_an_artist(tmp_path: Path) -> None:
    _, items = taken(
        tmp_path / "mine.csv", "artist,release,upc\nTotal,Sitting Home,\nTotal,,840012000014\nTotal,,\n"
    )

    assert [dict(item.cells) for item in items[:2] if isinstance(item, SourceRow)] == [
        {"artist": "Total", "release": "Sitting Home"},
        {"artist": "Total", "upc": "840012000014"},
    ]
    assert isinstance(items[2], PassedRow)


def test_a_column_that_is_not_read_may_hold_anything(tmp_path: Path) -> None:
    lyrics = "la\n" * 5_000

    _, items = taken(tmp_path / "mine.csv", f'artist,release,lyrics\nA,B,"{lyrics}"\n')

    assert cells(items) == [{"artist": "A", "release": "B"}]


def test_a_statement_gives_sales_and_says_that_it_lists_only_what_sold(tmp_path: Path) -> None:
    row = "2024-05-01\t2024-03\tAmazon Prime IN\tThe Examples\tNight Bus\t"
    row += "ZZEXA2600001\t840012000014\t3\t100\tSong\tIN\t0\t0.012"

    source, (item,) = taken(tmp_path / "DistroKid.tsv", f"{DISTROKID}\r\n{row}\r\n")

    assert (source.layout, source.nature, source.distributor) == (
        "DistroKid statement", Nature.STATEMENT, "distrokid",
    )  # fmt: skip
    assert any("only what sold" in note for note in source.notes)
    assert isinstance(item, SourceRow)
    assert item.sale is not None
    assert (item.sale.month, item.sale.units, item.sale.currency) == ("2024-03", 3, "USD")


PRIVATE = ("Zoë Private", "zoe@example.com", "Secret Street")


@pytest.mark.parametrize(
    "row",
    [
        "{0},{1},album",
        "1/1/24 1:00am,x,album,Night Bus,A,USD,1,1,1,840012000014,,{0},{1},{2}",
        '1/1/24 1:00am,x,album,Night Bus,A,USD,1,1,1,840012000014,,"{0} "x" ",{1}',
        "1/1/24 1:00am,x,album," + "n" * 5_000 + ",A,USD,1,1,1,840012000014,,{0},{1}",
        "1/1/24 1:00am,x,package,T-shirt,A,USD,1,1,1,,,{0},{1}",
        '"{0}\n{1}\n{2}',
        "1/1/24 1:00am,x,album,Night\0Bus,A,USD,1,1,1,840012000014,,{0},{1}",
    ],
)
def test_nothing_of_a_buyer_is_ever_said(tmp_path: Path, row: str) -> None:
    path = tmp_path / "bandcamp.csv"
    text = (
        f"{BANDCAMP}\n1/1/24 1:00am,x,album,Night Bus,A,USD,1,1,1,840012000014,,{PRIVATE[0]},{PRIVATE[1]}\n"
    )
    path.write_text(text + row.format(*PRIVATE) + "\n", encoding="utf-16")

    try:
        source, items = taken(path)
        said = repr(items) + repr(source.notes)
    except CatalogError as error:
        said = error.message + error.hint

    assert not [word for word in (*PRIVATE, "Zoë") if word in said]


# Encodings


def test_an_older_export_of_a_maker_who_wrote_cp1252_is_read_and_says_so(tmp_path: Path) -> None:
    row = "2019-05-01\t2019-03\tiTunes\tBjörk Sample\tNight Bus\tZZEXA2600001\t840012000014\t3\t100\tSong\tIS\t0\t0.012"
    text = f"{DISTROKID}\r\n{row}\r\n"

    source, items = taken(tmp_path / "old.tsv", text.encode("cp1252"))
    modern, again = taken(tmp_path / "new.tsv", text)

    assert cells(items) == cells(again)
    assert "read as cp1252" in source.notes[0]
    assert "'Björk Sample'" in source.notes[0]
    assert not any("cp1252" in note for note in modern.notes)


def test_no_other_file_is_ever_guessed_at(tmp_path: Path) -> None:
    error = refused(tmp_path / "mine.csv", "artist,release\nBjörk Sample,B\n".encode("cp1252"))
    damaged = refused(tmp_path / "old.tsv", f"{DISTROKID}\r\nA\x81\r\n".encode("latin-1"))

    assert "mine.csv, row 2: not utf-8: byte F6" in error.message
    assert "--encoding cp1252" in error.hint
    assert "old.tsv, row 2: not utf-8: byte 81" in damaged.message
    _, items = taken(tmp_path / "mine.csv", encoding="cp1252")
    assert cells(items) == [{"artist": "Björk Sample", "release": "B"}]


# Workbooks


def test_a_workbook_is_read_as_a_text_is(tmp_path: Path) -> None:
    rows = [
        ["My releases"],
        [],
        ["Artist", "Album", "Barcode", "Release Date", "Mood"],
        ["A", "B", 840012000014, datetime(2024, 3, 1), "sad"],  # noqa: DTZ001  a spreadsheet's time has no zone
        ["'=A", "Two\nLines", "\u00a00840012000014 ", None, None],
        ["Total", None, None, None, 7],
        [None, None, None, None, "see mail"],
        ["C", "x" * 5_000, None],
        ["D", "E", None, None, None, "beside the table"],
    ]
    path = book(tmp_path / "mine.xlsx", ("Notes", [["hello"]]), ("Catalog", rows))

    source, items = taken(path)

    assert (source.layout, source.nature) == ("sheet", Nature.CATALOG)
    assert cells(items) == [
        {"artist": "A", "release": "B", "upc": "840012000014", "release_date": "2024-03-01"},
        {"artist": "=A", "release": "Two Lines", "upc": "0840012000014"},
        {"artist": "D", "release": "E"},
    ]
    assert [item.reason for item in items if isinstance(item, PassedRow)] == [
        "a row of totals",
        "nothing in the columns that are read",
    ]
    assert [str(item.source) for item in items if isinstance(item, BadRow)] == [
        "mine.xlsx, sheet Catalog, row 8, column release"
    ]


def test_error_values_and_formulas_without_result_come_back_as_bad_rows(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["A", "#REF!", "840012000014"],
        ["B", "=A2", None],
        ["=A3", "=B3", "=C3"],
        ["C", "D", None],
    ]
    path = book(tmp_path / "mine.xlsx", ("Catalog", rows))

    _, items = taken(path)

    bad = [item for item in items if isinstance(item, BadRow)]
    assert [(item.source.row, item.source.column, item.rule) for item in bad] == [
        (2, "release", "E-CELL"),
        (3, "release", "E-CELL"),
        (4, "artist", "E-CELL"),
    ]
    assert bad[0].reason == "the cell shows the error #REF!"
    assert dict(bad[0].cells) == {"artist": "A", "upc": "840012000014"}
    assert bad[1].reason == "a formula without a stored result"
    assert cells(items) == [{"artist": "C", "release": "D"}]


def test_the_first_visible_sheet_that_is_known_is_read_and_others_are_named(tmp_path: Path) -> None:
    path = book(
        tmp_path / "mine.xlsx",
        ("Old", [HEADER, ["Hidden", "X"]]),
        ("Albums", [HEADER, ["A", "B"]]),
        ("Singles", [HEADER, ["C", "D"]]),
        hidden="Old",
    )

    source, items = taken(path)
    _, singles = taken(path, sheet="Singles")
    _, old = taken(path, sheet="Old")

    assert cells(items) == [{"artist": "A", "release": "B"}]
    assert source.notes[0] == "sheet 'Albums' is read; 'Singles' can be read too, by name"
    assert cells(singles) == [{"artist": "C", "release": "D"}]
    assert cells(old) == [{"artist": "Hidden", "release": "X"}]
    with pytest.raises(CatalogError, match="no sheet called 'Songs'; there are 'Old', 'Albums', 'Singles'"):
        taken(path, sheet="Songs")


def test_a_workbook_that_nobody_knows_says_what_its_first_filled_sheet_holds(tmp_path: Path) -> None:
    path = book(tmp_path / "mine.xlsx", ("Empty", []), ("Mine", [["performerr", "mood"], ["A", "B"]]))
    songs = book(tmp_path / "songs.xlsx", ("Works", [["Work Title", "CAE Number", "IP1"]]))

    with pytest.raises(
        CatalogError, match=r"mine\.xlsx, sheet Mine, row 1: no header that is known"
    ) as caught:
        taken(path)
    assert "rename 'performerr' to artist" in caught.value.hint
    with pytest.raises(CatalogError, match="sheet Works, row 1: this lists compositions"):
        taken(songs)
    with pytest.raises(CatalogError, match=r"empty\.xlsx: no header"):
        taken(book(tmp_path / "empty.xlsx", ("Empty", [])))


def test_a_mistake_of_the_caller_is_not_called_a_damaged_workbook(tmp_path: Path) -> None:
    path = book(tmp_path / "mine.xlsx", ("Catalog", [HEADER, ["A", "B"]]))

    with pytest.raises(ZeroDivisionError), open_source(path, name="mine.xlsx") as source:
        assert [item.source.row // 0 for item in source.rows]


# Size


def test_a_statement_of_300000_rows_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("artist,release,upc,track,isrc\n")
        for number in range(300_000):
            file.write(f"The Examples,Night Bus,840012000014,Stop {number},ZZEXA26{number % 100_000:05}\n")

    tracemalloc.start()
    try:
        with open_source(path, name="statement.csv") as source:
            rows = 0
            shares = []
            for _ in source.rows:
                rows += 1
                if rows % 50_000 == 0:
                    shares.append(source.done())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert rows == 300_000
    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0
    assert peak < 20_000_000


def test_a_workbook_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet("Catalog")
    for row in (HEADER, *(["The Examples", f"Night Bus {number % 10}", None] for number in range(8_000))):
        page.append(row)
    made.save(path)

    tracemalloc.start()
    try:
        with open_source(path, name="long.xlsx") as source:
            rows = sum(1 for _ in source.rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert rows == 8_000
    assert peak < 20_000_000


# Laws


def outcome(content: bytes, suffix: str) -> list[SourceItem] | CatalogError:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return taken(Path(folder) / f"source{suffix}", content)[1]
        except CatalogError as error:
            return error


HEADS = (
    b"",
    b"artist,release\n",
    DISTROKID.encode() + b"\n",
    b"\xff\xfea\0",
    b"PK\x03\x04",
    b"sep=;\n",
    b'"artist";release\n',
)


@settings(deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=200) | st.text("\",;\t\r\n='a\u00a0").map(str.encode))
def test_any_bytes_give_rows_or_an_error_with_a_next_step(head: bytes, rest: bytes) -> None:
    found = outcome(head + rest, ".csv")

    if isinstance(found, CatalogError):
        assert found.message.startswith("source.csv")
        assert found.hint
        assert found.message.isprintable()
    else:
        # Two bytes can be the beginning of an MP3, which has no rows.
        assert form_of(head + rest) is Form.AUDIO or all(item.source.row > 0 for item in found)
        assert all(item.reason and item.fix for item in found if isinstance(item, BadRow))


cell_text = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
).filter(lambda text: not text.startswith('="'))


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(cell_text, cell_text), min_size=1, max_size=5), st.sampled_from((",", ";", "\t", "|"))
)
def test_what_is_written_guarded_is_read_as_it_was(rows: list[tuple[str, str]], delimiter: str) -> None:
    rows = [("X", "first"), *(row for row in rows if row != ("artist", "release"))]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(("artist", "release"))
    writer.writerows(map(guarded, row) for row in rows)

    found = outcome(written.getvalue().encode(), ".csv")

    assert isinstance(found, list)
    read = [(item.cells["artist"], item.cells["release"]) for item in found if isinstance(item, SourceRow)]
    assert read == rows
