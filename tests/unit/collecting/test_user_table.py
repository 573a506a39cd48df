"""A table that belongs to the user is added to; everything else in it stays as it was, byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gathering import sheet

from takedown.errors import CatalogError

SONG = {"artist": "The Examples", "release": "First", "track": "One", "isrc": "ZZEXA2600001"}
NEW = {"artist": "The Examples", "release": "First", "track": "Two", "isrc": "ZZEXA2600002"}


def written(root: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = root / "catalog.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_own_columns_their_order_and_comments_survive(tmp_path: Path) -> None:
    before = 'my note,isrc,Track,artist,release\r\n"ask Bo, then go",ZZEXA2600001,One,The Examples,First\r\n'
    path = written(tmp_path, before)
    sheet(tmp_path, NEW)
    assert path.read_bytes().decode() == before + ",ZZEXA2600002,Two,The Examples,First\r\n"


def test_a_missing_column_is_added_at_the_end_when_something_stands_in_it(tmp_path: Path) -> None:
    path = written(tmp_path, "artist,track,note\nThe Examples,One,x\n\nBo,Other,y\n")
    sheet(tmp_path, SONG)
    assert path.read_text(encoding="utf-8") == (
        "artist,track,note,release,isrc\nThe Examples,One,x,First,ZZEXA2600001\n\nBo,Other,y,,\n"
    )


def test_the_delimiter_the_mark_and_the_encoding_stay(tmp_path: Path) -> None:
    path = written(
        tmp_path, "artist;release;track;isrc\nThe Examples;First;Öne;ZZEXA2600001\n", encoding="utf-8-sig"
    )
    sheet(tmp_path, NEW)
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines()[2] == "The Examples;First;Two;ZZEXA2600002"


def test_utf_16_has_one_mark_and_stays_readable(tmp_path: Path) -> None:
    path = written(
        tmp_path, "artist,release,track,isrc\nThe Examples,First,One,ZZEXA2600001\n", encoding="utf-16"
    )
    sheet(tmp_path, NEW)
    assert path.read_bytes().decode("utf-16").splitlines()[2] == "The Examples,First,Two,ZZEXA2600002"
    assert path.read_bytes().count(b"\xff\xfe") == 1


def test_the_sep_line_of_excel_stays(tmp_path: Path) -> None:
    path = written(tmp_path, "sep=;\nartist;release;track;isrc\nThe Examples;First;One;ZZEXA2600001\n")
    sheet(tmp_path, NEW)
    assert path.read_text(encoding="utf-8").startswith("sep=;\nartist;")
    assert path.read_text(encoding="utf-8").endswith("The Examples;First;Two;ZZEXA2600002\n")


def test_a_last_line_without_an_end_gets_one(tmp_path: Path) -> None:
    path = written(tmp_path, "artist,release,track,isrc\nThe Examples,First,One,ZZEXA2600001")
    sheet(tmp_path, NEW)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3


def test_what_a_spreadsheet_would_run_is_written_as_text_and_found_again(tmp_path: Path) -> None:
    formula = SONG | {"track": "=1+1"}
    sheet(tmp_path, formula)
    assert "'=1+1" in (tmp_path / "catalog.csv").read_text(encoding="utf-8")
    assert sheet(tmp_path, formula).written == ()


def test_a_row_of_the_user_that_cannot_be_read_stays_and_stops_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "artist,release,track,isrc\nThe Examples,First,One,NOT-A-CODE\n")
    sheet(tmp_path, NEW)
    assert "NOT-A-CODE" in path.read_text(encoding="utf-8")


def test_a_catalog_that_cannot_be_read_stops_before_anything_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, 'artist,release,track,isrc\nThe Examples,"First,One,ZZEXA2600001\n')
    before = path.read_bytes()
    with pytest.raises(CatalogError, match=r"catalog\.csv, row 2"):
        sheet(tmp_path, NEW, SONG | {"isrc": "bad"})
    assert path.read_bytes() == before
    assert not (tmp_path / "rejected.csv").exists()


def test_a_ragged_row_of_the_catalog_is_named(tmp_path: Path) -> None:
    written(tmp_path, "artist,release,track,isrc\nThe Examples,First\n")
    with pytest.raises(CatalogError, match=r"catalog\.csv, row 2: 2 cells, the header has 4"):
        sheet(tmp_path, NEW)


def test_a_letter_that_the_encoding_of_the_file_lacks_is_named(tmp_path: Path) -> None:
    from support.gathering import known, opening, rows_of

    from takedown.collecting import Place, collect
    from takedown.workspace import Workspace

    path = written(tmp_path, "artist,release,track,isrc\nBjörk,First,One,ZZEXA2600001\n", encoding="cp1252")
    before = path.read_bytes()
    place = Place(workspace=Workspace(tmp_path), encoding="cp1252")
    with pytest.raises(CatalogError, match="'Ж' cannot be written in cp1252"):
        collect(place, [opening(rows_of([NEW | {"track": "Жизнь"}], "sheet.csv"))], known())
    assert path.read_bytes() == before


CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), max_size=8
)


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_the_users_rows_stay_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], delimiter: str, end: str
) -> None:
    root = tmp_path_factory.mktemp("own")
    rows = [["artist", "release", "track", "isrc", "mine", "also mine"]]
    rows += [["The Examples", "First", "One", f"ZZEXA260000{n}", *pair] for n, pair in enumerate(cells)]
    text = "".join(
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + end for row in rows
    )
    path = written(root, text)
    sheet(root, {"artist": "Bo", "track": "Another"})
    assert path.read_bytes().startswith(text.encode())
    assert path.read_bytes().count(b"Another") == 1


def test_a_lone_return_in_an_own_cell_survives_when_its_line_is_filled(tmp_path: Path) -> None:
    path = written(tmp_path, 'note,artist,release,track,isrc\n"one\rtwo",The Examples,First,One,\n')
    sheet(tmp_path, SONG)
    sheet(tmp_path, NEW)
    assert path.read_bytes().decode() == (
        'note,artist,release,track,isrc\n"one\rtwo",The Examples,First,One,ZZEXA2600001\n'
        ",The Examples,First,Two,ZZEXA2600002\n"
    )
