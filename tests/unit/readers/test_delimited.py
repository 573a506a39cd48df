"""Tables of text, record by record: the place, the cells, and the text as it stands in the file."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown.errors import CatalogError
from takedown.readers.plain.columns import Wanted
from takedown.readers.plain.delimited import Delimited, Record, by_columns, open_delimited
from takedown.readers.plain.text import MAX_LINE, Spelling

WANTED = Wanted(known=("artist", "release", "upc"), required=(("artist",),))


def opened(
    path: Path, content: bytes | str, *, encoding: str = "", lenient: bool = False
) -> tuple[Delimited, list[Record]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    spelling = Spelling(encoding=encoding)
    with open_delimited(
        path, name=path.name, spelling=spelling, choose=by_columns(WANTED), lenient=lenient
    ) as table:
        return table, list(table.records)


def whole(table: Delimited, records: list[Record]) -> bytes:
    text = table.directive + "".join(record.raw for record in records)
    return table.mark + text.encode(table.encoding)


def test_a_record_has_its_line_its_cells_and_its_text(tmp_path: Path) -> None:
    table, records = opened(tmp_path / "a.csv", 'artist,release\r\nA,"B ""x"""\r\n\r\n  ,\r\nC,"d\ne"')

    assert [(record.row, list(record.cells), record.raw) for record in records] == [
        (1, ["artist", "release"], "artist,release\r\n"),
        (2, ["A", 'B "x"'], 'A,"B ""x"""\r\n'),
        (3, [], "\r\n"),
        (4, ["  ", ""], "  ,\r\n"),
        (5, ["C", "d\ne"], 'C,"d\ne"'),
    ]
    assert [record.is_empty for record in records] == [False, False, True, True, False]
    assert (table.delimiter, table.newline, table.mark, table.directive) == (",", "\r\n", b"", "")


@pytest.mark.parametrize(
    ("encoding", "mark", "codec"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("directive", ["", "sep=;\r\n"])
def test_a_file_can_be_written_again_byte_for_byte(
    tmp_path: Path, encoding: str, mark: bytes, codec: str, directive: str
) -> None:
    text = directive + 'artist;release;notes\r\nBjörk Sample;Nótt;\n\nC;D;\'x\rE;F;"\r\n"'
    content = mark + text.encode(encoding)

    table, records = opened(tmp_path / "a.csv", content)

    assert (table.delimiter, table.encoding, table.mark, table.directive) == (";", codec, mark, directive)
    assert whole(table, records) == content
    assert [record.row for record in records] == [row + bool(directive) for row in (1, 2, 3, 4, 5)]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))), max_size=3)
    ),
    st.sampled_from(("\n", "\r\n", "\r")),
    st.booleans(),
)
def test_all_that_the_csv_module_writes_comes_back_byte_for_byte(
    rows: list[list[str]], newline: str, marked: bool
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(
        [["artist", "release"], *rows]
    )
    content = (b"\xef\xbb\xbf" if marked else b"") + written.getvalue().encode()

    with tempfile.TemporaryDirectory() as folder:
        table, records = opened(Path(folder) / "a.csv", content)

    assert whole(table, records) == content
    assert [list(record.cells) for record in records[1:]] == rows


def test_a_line_that_cannot_be_told_apart_is_an_error_unless_it_is_asked_for(tmp_path: Path) -> None:
    text = 'artist,release\nA,"The "Live" Tape"\nB,C\n'

    with pytest.raises(CatalogError, match=r"a\.csv, row 2: a quotation mark in the middle of a cell"):
        opened(tmp_path / "a.csv", text)
    _, records = opened(tmp_path / "a.csv", text, lenient=True)

    assert records[1].fault.startswith("a quotation mark in the middle of a cell")
    assert records[1].raw == 'A,"The "Live" Tape"\n'
    assert not records[1].cells
    assert list(records[2].cells) == ["B", "C"]


@pytest.mark.parametrize(
    "text",
    [
        'artist,release\nA,"B\nC,D\n',
        'artist,release\nA,"B\nC,"D"\n',
        'artist,release\nX,Y\nA,"B\n',
        'artist,"\n',
    ],
)
def test_a_quotation_mark_that_swallows_other_lines_is_an_error_also_then(tmp_path: Path, text: str) -> None:
    row = next(number for number, line in enumerate(text.split("\n"), 1) if '"' in line)

    with pytest.raises(CatalogError, match=rf"row {row}: a quotation mark") as caught:
        opened(tmp_path / "a.csv", text, lenient=True)
    assert "close it" in caught.value.hint


def test_a_record_of_millions_of_characters_is_an_open_quotation_mark(tmp_path: Path) -> None:
    cell = "x" * 50_000 + "\n"
    text = "artist,release\nA,B\n" + ",".join(f'"{cell}"' for _ in range(100))

    with pytest.raises(CatalogError, match=r"row 3: a quotation mark that is not closed"):
        opened(tmp_path / "a.csv", text, lenient=True)


def test_a_line_without_end_is_not_held(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"row 2: a line of more than 1,000,000 characters"):
        opened(tmp_path / "a.csv", "artist,release\n" + "a,b," * (MAX_LINE // 2))


def test_bytes_that_fit_no_letter_are_found_far_into_a_file_behind_every_kind_of_line_end(
    tmp_path: Path,
) -> None:
    above = "artist,release\r\n" + "Björk,Nótt\n" * 150_000 + "A,B\r" * 3
    content = above.encode() + b"Bj\xf6rk,x\n"

    with pytest.raises(CatalogError) as caught:
        opened(tmp_path / "a.csv", content)
    position = len(above.encode()) + 3
    assert caught.value.message == f"a.csv, row 150005: not utf-8: byte F6 at position {position:,}"


def test_nul_is_named_before_the_wrong_byte_that_comes_with_it(tmp_path: Path) -> None:
    content = "artist,release\nBjörk,B\n".encode("utf-16-be")

    with pytest.raises(CatalogError, match=r"row 1: a NUL character \(number 1 of the file\)") as caught:
        opened(tmp_path / "a.csv", content)
    assert "UTF-16 without its mark" in caught.value.hint


def test_what_cannot_be_written_in_the_named_encoding_is_no_guess(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"a\.csv, row 2: not cp1252: byte 81 at position 17"):
        opened(tmp_path / "a.csv", b"artist,release\nA\x81,B\n", encoding="cp1252")
    with pytest.raises(CatalogError, match="begins with the mark of utf-16"):
        opened(tmp_path / "a.csv", "artist\nA".encode("utf-16"), encoding="utf-16-be")


@pytest.mark.parametrize("encoding", ["shift_jis", "gb18030", "utf-7", "hz", "iso2022_jp"])
def test_a_wrong_byte_in_any_named_encoding_is_an_error_with_a_next_step(
    tmp_path: Path, encoding: str
) -> None:
    with pytest.raises(CatalogError, match=f"a.csv.*not {encoding}") as caught:
        opened(tmp_path / "a.csv", b"artist,release\nA,B\n\xff\xff\xff,C\n", encoding=encoding)
    assert caught.value.hint


def test_how_much_was_read_grows_to_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("artist,release\n" + "The Examples,Night Bus\n" * 50_000, encoding="utf-8")

    with open_delimited(path, name="a.csv", spelling=Spelling(), choose=by_columns(WANTED)) as table:
        seen = [table.done() for _ in table.records]

    assert seen == sorted(seen)
    assert seen[0] < 0.1
    assert seen[-1] == 1.0
    assert table.done() == 1.0
