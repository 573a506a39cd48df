"""Readers: what is on the disk becomes rows of text with their places, or an error that says what to do."""

import csv
import io
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from takedown.errors import CatalogError, ExitCode
from takedown.model import COLUMNS, Catalog
from takedown.readers import read_catalog, read_table
from takedown.readers.plain.columns import MAX_CHARACTERS
from takedown.readers.workbooks.workbook import _lines as lines_of
from takedown.spreadsheet import unguarded

TEXT = "artist,release,upc\nThe Examples,Night Bus,840012000014\n"


def read(path: Path, content: bytes | str, **options: str) -> Catalog:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_catalog(path, name=path.name, **options)


def cells(catalog: Catalog) -> list[dict[str, str]]:
    return [dict(row.cells) for row in catalog.rows]


def workbook(path: Path, rows: Sequence[Sequence[Any]], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Catalog"
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_all_give_the_same_rows(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    text = f"artist{delimiter}release{newline}Björk Sample{delimiter}Nótt{newline}"
    content = text.encode(encoding.removesuffix("-mark"))
    if encoding.endswith("-mark"):
        content = (b"\xff\xfe" if "le" in encoding else b"\xfe\xff") + content

    catalog = read(tmp_path / "catalog.csv", content)

    assert cells(catalog) == [{"artist": "Björk Sample", "release": "Nótt"}]
    assert catalog.rows[0].source.row == 2


def test_a_named_encoding_wins(tmp_path: Path) -> None:
    content = "artist,release\nBjörk Sample,Nótt\n".encode("cp1252")

    assert cells(read(tmp_path / "catalog.csv", content, encoding="cp1252"))[0]["artist"] == "Björk Sample"
    with pytest.raises(CatalogError, match=r"row 2: not utf-8: byte F6 at position 18") as caught:
        read(tmp_path / "catalog.csv", content)
    assert "--encoding cp1252" in caught.value.hint
    assert caught.value.exit_code is ExitCode.CANNOT_START


def test_rows_keep_their_physical_line_behind_quoted_line_breaks_and_empty_lines(tmp_path: Path) -> None:
    text = 'artist,release,notes\nA,B,"one\ntwo\nthree"\n\n,,\nC,D,\n'

    catalog = read(tmp_path / "catalog.csv", text)

    assert [row.source.row for row in catalog.rows] == [2, 7]
    assert catalog.rows[1].source.file == "catalog.csv"


def test_a_first_line_that_names_the_delimiter_counts_as_a_line(tmp_path: Path) -> None:
    catalog = read(tmp_path / "catalog.csv", "sep=;\r\nartist;release\r\nA;B, C\r\n")

    assert cells(catalog) == [{"artist": "A", "release": "B, C"}]
    assert catalog.rows[0].source.row == 3


def test_column_names_are_found_behind_case_spaces_and_hyphens_and_others_are_left_out(
    tmp_path: Path,
) -> None:
    catalog = read(
        tmp_path / "catalog.csv", " Artist ,Track Version,TRACK,catalog-number,mood\nA,Live,B,ET-01,sad\n"
    )

    assert cells(catalog) == [
        {"artist": "A", "track_version": "Live", "track": "B", "catalog_number": "ET-01"}
    ]


def test_cells_lose_outer_white_space_and_byte_order_marks_and_empty_ones_are_absent(tmp_path: Path) -> None:
    catalog = read(
        tmp_path / "catalog.csv", "artist,release,upc,label\n\u00a0A \u2003,\ufeffB\ufeff, ,\u00a0\n"
    )

    assert cells(catalog) == [{"artist": "A", "release": "B"}]


def test_an_unknown_column_may_hold_anything_of_any_length(tmp_path: Path) -> None:
    lyrics = "la\n" * MAX_CHARACTERS

    assert cells(read(tmp_path / "catalog.csv", f'artist,release,lyrics\nA,B,"{lyrics}"\n')) == [
        {"artist": "A", "release": "B"}
    ]


def test_a_quotation_mark_that_swallows_a_long_file_is_named_by_the_row_where_it_opens(
    tmp_path: Path,
) -> None:
    text = 'artist,release\nA,B\nC,"D\n' + "E,F\n" * 40_000

    with pytest.raises(CatalogError, match=r"row 3: a quotation mark that is not closed"):
        read(tmp_path / "catalog.csv", text)


def test_a_file_that_may_not_be_read_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "catalog.csv"
    path.symlink_to(path)

    with pytest.raises(CatalogError, match=r"catalog\.csv: (no such file|cannot be read)"):
        read_catalog(path, name="catalog.csv")


def test_the_mark_that_guards_a_formula_is_not_part_of_a_name(tmp_path: Path) -> None:
    catalog = read(tmp_path / "catalog.csv", "artist,release\n'=SUM,'Til Dawn\n'+44,''=x\n")

    assert cells(catalog) == [
        {"artist": "=SUM", "release": "'Til Dawn"},
        {"artist": "+44", "release": "'=x"},
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Reporting Date,Sale Month,Store,Artist,Title,ISRC,UPC,Quantity",
        "Sales Period,Posted Date,Store Name,Country Of Sale,Artist,Release Title,Song Title,UPC",
    ],
)
def test_a_statement_in_place_of_the_catalog_is_to_be_imported(tmp_path: Path, header: str) -> None:
    with pytest.raises(CatalogError, match="the header has no column") as caught:
        read(tmp_path / "my catalog.csv", f"{header}\n")

    assert "`takedown import 'my catalog.csv'` reads it" in caught.value.hint
    assert "rename" not in caught.value.hint


def test_a_device_is_no_catalog() -> None:
    with pytest.raises(CatalogError, match="a pipe or a device, not a file"):
        read_catalog(Path("/dev/zero"), name="/dev/zero")


def test_a_header_alone_is_an_empty_table_beside_the_catalog(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("party,answer\n", encoding="utf-8")

    assert read_table(path, name="decisions.csv", known=("party", "answer")) == ()


def test_a_table_reads_only_its_own_columns(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("Party;Answer;upc\nBo;yes;1\n", encoding="utf-8")

    (row,) = read_table(path, name="decisions.csv", known=("party", "answer"))

    assert dict(row.cells) == {"party": "Bo", "answer": "yes"}
    assert str(row.source.at("answer")) == "decisions.csv, row 2, column answer"


def test_a_table_hints_at_no_option_that_it_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes("party,answer\nZoé,yes\n".encode("cp1252"))

    with pytest.raises(CatalogError, match="not utf-8") as caught:
        read_table(path, name="decisions.csv", known=("party", "answer"))
    assert "--encoding" not in caught.value.hint


HEADER = ["artist", "release", "upc", "isrc", "track_number", "release_date", "label"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (840012000014, "840012000014"),
        (840012000014.0, "840012000014"),
        (1.5, "1.5"),
        (1234567890123456.0, "1234567890123456"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 12, 30), "2024-03-01"),  # noqa: DTZ001  a spreadsheet's time has no zone
        ("  840012000014\u00a0", "840012000014"),
        ("007", "007"),
    ],
)
def test_a_cell_of_a_workbook_is_the_text_that_a_person_means(
    tmp_path: Path, value: object, text: str
) -> None:
    path = workbook(tmp_path / "catalog.xlsx", [HEADER, ["A", "B", value]])

    (row,) = read_catalog(path, name="catalog.xlsx").rows

    assert row.get("upc") == text
    assert str(row.source.at("upc")) == "catalog.xlsx, sheet Catalog, row 2, column upc"
    assert "isrc" not in row.cells


def test_zeros_that_the_format_of_a_cell_shows_are_kept(tmp_path: Path) -> None:
    rows = [HEADER, ["A", "B", 36000291452], ["A", "B", 36000291452]]
    path = workbook(tmp_path / "catalog.xlsx", rows, {"C2": "000000000000"})

    first, second = read_catalog(path, name="catalog.xlsx").rows

    assert first.get("upc") == "036000291452"
    assert second.get("upc") == "36000291452"


def test_the_first_visible_sheet_with_a_usable_header_is_read_unless_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Notes"
    notes.append(["remember", "artist"])
    for title, artist in (("Old", "Hidden Artist"), ("Catalog", "The Examples"), ("More", "Others")):
        sheet = book.create_sheet(title)
        sheet.append(["artist", "release"])
        sheet.append([artist, "Night Bus"])
    book["Old"].sheet_state = "hidden"
    path = tmp_path / "catalog.xlsx"
    book.save(path)

    assert read_catalog(path, name="catalog.xlsx").rows[0].get("artist") == "The Examples"
    assert read_catalog(path, name="catalog.xlsx", sheet="More").rows[0].get("artist") == "Others"
    assert read_catalog(path, name="catalog.xlsx", sheet="Old").rows[0].get("artist") == "Hidden Artist"


def test_a_workbook_is_recognised_by_its_content_under_any_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "catalog.csv", [["artist", "release"], ["A", "B"]])

    assert cells(read_catalog(path, name="catalog.csv")) == [{"artist": "A", "release": "B"}]


def test_remarks_beside_and_below_the_table_do_not_disturb(tmp_path: Path) -> None:
    rows = [["artist", "release"], ["A", "B", None, "see mail"], [], [None, None, "checked"]]
    path = workbook(tmp_path / "catalog.xlsx", rows)

    assert cells(read_catalog(path, name="catalog.xlsx")) == [{"artist": "A", "release": "B"}]


def test_a_formula_with_a_stored_result_is_read_as_its_result(tmp_path: Path) -> None:
    path = workbook(tmp_path / "catalog.xlsx", [["artist", "release"], ["A", "=A2"]])
    patched = tmp_path / "patched.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(patched, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert content.count(b"<v></v>") + content.count(b"<v />") + content.count(b"<v/>") == 1
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    content = content.replace(empty, b"<v>42</v>")
            new.writestr(part, content)

    assert cells(read_catalog(patched, name="catalog.xlsx")) == [{"artist": "A", "release": "42"}]


@pytest.mark.parametrize(
    ("part", "padding"),
    [
        ("xl/worksheets/sheet1.xml", 0),
        ("xl/worksheets/sheet1.xml", 9_000),
        ("xl/workbook.xml", 0),
        ("[Content_Types].xml", 0),
    ],
)
def test_entities_in_a_workbook_are_refused(tmp_path: Path, part: str, padding: int) -> None:
    path = workbook(tmp_path / "catalog.xlsx", [["artist", "release"], ["A", "B"]])
    patched = tmp_path / "patched.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(patched, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if each == part:
                start = content.index(b">") + 1 if content.startswith(b"<?xml") else 0
                bomb = b"<!--%s--><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" % (b"x" * padding)
                content = content[:start] + bomb + content[start:]
            new.writestr(each, content)

    with pytest.raises(CatalogError, match="damaged"):
        read_catalog(patched, name="catalog.xlsx")


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "catalog.xlsx", [["artist", "release"], ["A", "B"], ["C", "D"]])
    patched = tmp_path / "patched.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(patched, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'ref="A1:B3"', b'ref="A1"'))

    assert len(read_catalog(patched, name="catalog.xlsx").rows) == 2


def outcome(content: bytes, suffix: str, encoding: str = "") -> Catalog | CatalogError:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"catalog{suffix}"
        path.write_bytes(content)
        try:
            return read_catalog(path, name=path.name, encoding=encoding)
        except CatalogError as error:
            return error


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | st.binary(max_size=100).map(lambda rest: TEXT.encode() + rest)
    | st.binary(max_size=100).map(lambda rest: b"\xff\xfe" + TEXT.encode("utf-16-le") + rest)
    | st.binary(max_size=100).map(lambda rest: b"PK\x03\x04" + rest),
    st.sampled_from((".csv", ".tsv", ".xlsx")),
    st.sampled_from(
        ("", "", "cp1252", "utf-7", "utf-16", "idna", "unicode_escape", "undefined", "rot13", "\0")
    ),
)
def test_any_bytes_give_a_catalog_or_an_error_with_a_next_step(
    content: bytes, suffix: str, encoding: str
) -> None:
    found = outcome(content, suffix, encoding)

    if isinstance(found, CatalogError):
        assert found.message.startswith("catalog")
        assert found.hint
        assert "\x1b" not in found.message
    else:
        assert found.rows
        assert all(set(row.cells) <= set(COLUMNS) and row.source.row > 1 for row in found.rows)


def _small_workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.xlsx"
        return workbook(path, [HEADER, ["A", "B", 840012000014]]).read_bytes()


SMALL = _small_workbook()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(4, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_gives_a_catalog_or_an_error(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SMALL)
    for position, value in changes:
        content[position] = value

    found = outcome(bytes(content), ".xlsx")

    assert isinstance(found, Catalog | CatalogError)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from((".csv", ".xlsx")), st.integers(5, len(SMALL)))
def test_a_workbook_cut_anywhere_gives_an_error(suffix: str, length: int) -> None:
    found = outcome(SMALL[: length - 1], suffix)

    assert isinstance(found, CatalogError)
    assert "damaged" in found.message


#: What a cell can hold: no line break, nothing that decoding refuses, nothing that is trimmed.
cell_text = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\n\v\f\x85\u2028\u2029\ufeff"),
    max_size=30,
).map(lambda text: text.strip())


@settings(deadline=None)
@given(
    st.lists(st.tuples(cell_text.filter(bool), cell_text, cell_text), min_size=1, max_size=5),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    st.sampled_from((",", ";", "\t", "|")),
    st.sampled_from(("\n", "\r\n")),
)
@example([("'A\"", "a,b;c\td|e", "=1+1")], "utf-16", ";", "\r\n")
def test_what_the_csv_module_writes_is_read_back_as_it_was(
    rows: list[tuple[str, str, str]], encoding: str, delimiter: str, newline: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=newline)
    writer.writerow(("artist", "release", "track"))
    writer.writerows(rows)

    found = outcome(written.getvalue().encode(encoding), ".csv")

    assert isinstance(found, Catalog)
    assert [(row.get("artist"), row.get("release"), row.get("track")) for row in found.rows] == [
        tuple(map(unguarded, row)) for row in rows
    ]
    assert [row.source.row for row in found.rows] == list(range(2, len(rows) + 2))


def test_a_catalog_of_more_rows_than_any_has_is_refused_with_the_number_and_the_next_step(
    tmp_path: Path,
) -> None:
    most = "artist,release\n" + "a,b\n" * 250_000
    assert len(read(tmp_path / "most.csv", most).rows) == 250_000

    with pytest.raises(CatalogError, match=r"more\.csv: more than 250,000 rows") as caught:
        read(tmp_path / "more.csv", most + "a,b\n")
    assert "split the file" in caught.value.hint


def sheet_of(path: Path, rows: str) -> Path:
    """Write a workbook whose sheet holds these rows as XML: openpyxl itself would not write them so."""
    workbook(path, [["artist", "release"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    header = "".join(
        f'<c r="{place}" t="inlineStr"><is><t>{word}</t></is></c>'
        for place, word in (("A1", "artist"), ("B1", "release"))
    )
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{header}</row>{rows}</sheetData></worksheet>'
    ).encode()
    with zipfile.ZipFile(path, "w") as archive:  # not packed: its ratio is of no interest here
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_has_the_same_limit_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "takedown.readers.workbooks.workbook.MAX_RECORDS", 3
    )  # the true number would take half a minute
    rows = [["artist", "release"], *(["The Examples", f"Night Bus {number}"] for number in range(3))]
    path = workbook(tmp_path / "catalog.xlsx", rows)
    assert len(read_catalog(path, name="catalog.xlsx").rows) == 3

    workbook(path, [*rows, ["The Examples", "One More"]])
    with pytest.raises(CatalogError, match=r"catalog\.xlsx: more than 250,000 rows"):
        read_catalog(path, name="catalog.xlsx")


def test_a_cell_in_the_last_column_costs_no_more_than_its_row(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>A</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>B</t></is></c><c r="XFD{number}"><v>1</v></c></row>'
        for number in range(2, 302)
    )
    path = sheet_of(tmp_path / "wide.xlsx", rows)

    tracemalloc.start()
    try:
        catalog = read_catalog(path, name="wide.xlsx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert [dict(row.cells) for row in catalog.rows] == [{"artist": "A", "release": "B"}] * 300
    assert max(len(cells) for cells in widths(path)) == 256
    assert peak < 20_000_000


def widths(path: Path) -> list[Sequence[Any]]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [cells for _, cells in lines_of(book.worksheets[0])]
    finally:
        book.close()


def test_a_row_far_below_is_read_without_a_long_wait(tmp_path: Path) -> None:
    last = (
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>A</t></is></c>'
        '<c r="B1048576" t="inlineStr"><is><t>B</t></is></c></row>'
    )
    begun = time.process_time()
    catalog = read_catalog(sheet_of(tmp_path / "deep.xlsx", last), name="deep.xlsx")

    assert [row.source.row for row in catalog.rows] == [1_048_576]
    assert time.process_time() - begun < 10
