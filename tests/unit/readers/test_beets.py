"""Libraries of beets: real SQLite files of several ages, other databases, damaged ones; never a byte written."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.builders import isrc, upc

from takedown.errors import CatalogError
from takedown.readers.libraries.beets import open_library
from takedown.sources import BadRow, Nature, SourceItem, SourceRow

ITEM = {
    "id": 17,
    "path": b"/home/ana/music/secret.flac",
    "album_id": 1,
    "title": "Night Bus",
    "artist": "The Example Lights",
    "albumartist": "The Example Lights",
    "album": "Harbour Lights",
    "track": 3,
    "disc": 2,
    "disctotal": 2,
    "year": 2026,
    "month": 3,
    "day": 12,
    "isrc": isrc(1),
    "label": "Example Tapes",
    "asin": None,
    "albumdisambig": "",
}
ALBUM = {
    "id": 1,
    "barcode": upc(1),
    "catalognum": "EXT 001",
    "label": "Example Tapes",
    "albumartist": "",
    "artpath": b"x",
}
WHOLE = {
    "artist": "The Example Lights",
    "release": "Harbour Lights",
    "upc": upc(1),
    "catalog_number": "EXT 001",
    "label": "Example Tapes",
    "release_date": "2026-03-12",
    "track_number": "2-3",
    "track": "Night Bus",
    "isrc": isrc(1),
}


def _fill(database: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
    for row in rows:
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def library(path: Path, *items: Mapping[str, Any], albums: Iterable[Mapping[str, Any]] = (ALBUM,)) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        _fill(database, "items", items or (ITEM,))
        _fill(database, "albums", albums)
        database.execute("CREATE TABLE item_attributes (entity_id, key, value)")
        database.execute("INSERT INTO item_attributes VALUES (17, 'isrc', 'not this one')")
    return path


def read(path: Path) -> list[SourceItem]:
    with open_library(path, name="library.db") as source:
        return list(source.rows)


def cells(tmp_path: Path, **changes: Any) -> dict[str, str]:
    (tmp_path / "library.db").unlink(missing_ok=True)
    (row,) = read(library(tmp_path / "library.db", {**ITEM, **changes}))
    assert isinstance(row, SourceRow), row
    return dict(row.cells)


def bad(tmp_path: Path, **changes: Any) -> BadRow:
    (row,) = read(library(tmp_path / "library.db", {**ITEM, **changes}))
    assert isinstance(row, BadRow), row
    return row


def listing(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_an_item_with_its_album_gives_a_row_that_names_its_id(tmp_path: Path) -> None:
    with open_library(library(tmp_path / "library.db"), name="library.db") as source:
        assert (source.layout, source.nature, source.distributor) == ("beets library", Nature.CATALOG, "")
        assert "made by volunteers" in source.notes[0]
        assert source.done() == 0.0
        (row,) = source.rows
        assert source.done() == 1.0

    assert isinstance(row, SourceRow)
    assert dict(row.cells) == WHOLE
    assert str(row.source) == "library.db, sheet items, row 17"


def test_what_an_item_says_wins_over_its_album_and_what_is_empty_does_not(tmp_path: Path) -> None:
    assert cells(tmp_path, label="Other Tapes")["label"] == "Other Tapes"
    assert cells(tmp_path, label="")["label"] == "Example Tapes"
    assert cells(tmp_path, label=None)["label"] == "Example Tapes"


def test_an_older_library_without_the_codes_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    old = {column: ITEM[column] for column in ("id", "album_id", "title", "artist", "album", "track")}

    (row,) = read(library(tmp_path / "library.db", old, albums=[{"id": 1, "album": "Harbour Lights"}]))

    assert isinstance(row, SourceRow)
    assert dict(row.cells) == {
        "artist": "The Example Lights",
        "release": "Harbour Lights",
        "track_number": "3",
        "track": "Night Bus",
    }


@pytest.mark.parametrize("part", ["year", "month", "day"])
@pytest.mark.parametrize("value", [0, None, "", "x"])
def test_a_date_with_an_unknown_part_is_no_date(tmp_path: Path, part: str, value: object) -> None:
    assert "release_date" not in cells(tmp_path, **{part: value})


def test_numbers_of_one_disc_stand_alone_and_zero_is_none(tmp_path: Path) -> None:
    assert cells(tmp_path, disc=1, disctotal=1)["track_number"] == "3"
    assert cells(tmp_path, disc=1)["track_number"] == "1-3"
    assert cells(tmp_path, disc=0, disctotal=0)["track_number"] == "3"
    assert "track_number" not in cells(tmp_path, track=0)


def test_the_artist_of_a_track_stands_where_it_differs(tmp_path: Path) -> None:
    found = cells(tmp_path, albumartist="Various Artists", artist="Ana")

    assert (found["artist"], found["track_artist"]) == ("Various Artists", "Ana")
    assert cells(tmp_path, albumartist="")["artist"] == "The Example Lights"


def test_a_single_track_without_album_is_a_row_too(tmp_path: Path) -> None:
    found = cells(tmp_path, album_id=None, album="", albumartist="", disc=0, disctotal=0)

    assert found == {
        "artist": "The Example Lights",
        "label": "Example Tapes",
        "release_date": "2026-03-12",
        "track_number": "3",
        "track": "Night Bus",
        "isrc": isrc(1),
    }


def test_codes_that_are_stored_as_numbers_are_text(tmp_path: Path) -> None:
    found = cells(tmp_path, barcode=400000000015, catalognum=7.0, title=1999)

    assert (found["upc"], found["catalog_number"], found["track"]) == ("400000000015", "7", "1999")


def test_an_asin_stands_on_a_row_of_the_release(tmp_path: Path) -> None:
    path = library(tmp_path / "library.db", {**ITEM, "asin": "B0EXAMPLE1", "albumdisambig": "Deluxe"})

    release, track = read(path)

    assert isinstance(release, SourceRow)
    assert (release.cells["kind"], release.cells["asin"]) == ("release", "B0EXAMPLE1")
    assert release.cells["release_version"] == "Deluxe"
    assert "track" not in release.cells
    assert isinstance(track, SourceRow)
    assert "asin" not in track.cells


def test_paths_are_never_read(tmp_path: Path) -> None:
    (row,) = read(library(tmp_path / "library.db"))

    assert "secret" not in repr(row)


def test_bytes_where_text_should_be_are_a_bad_row(tmp_path: Path) -> None:
    problem = bad(tmp_path, title=b"Night Bus")

    assert (problem.rule, problem.reason) == ("E-TAGS", "title holds bytes, no text")
    assert problem.fix == "mend it in beets: beet modify id:17"
    assert problem.cells["isrc"] == isrc(1)


def test_an_item_without_title_album_and_codes_is_a_bad_row(tmp_path: Path) -> None:
    problem = bad(tmp_path, title="", album=None, isrc="", album_id=None)

    assert problem.reason == "an item without title, album and codes"


def test_a_text_that_is_too_long_is_a_bad_row(tmp_path: Path) -> None:
    problem = bad(tmp_path, title="x" * 5_000)

    assert (problem.rule, problem.source.column) == ("E-LONG", "track")


def test_text_that_is_no_utf8_shows_what_it_lost(tmp_path: Path) -> None:
    path = library(tmp_path / "library.db")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE items SET title = CAST(x'436166e9' AS TEXT)")

    (row,) = read(path)

    assert isinstance(row, SourceRow)
    assert row.cells["track"] == "Caf\ufffd"


@pytest.mark.parametrize("name", ["library.db", "a b?c#d%20e.db", "müsic & 'all'.db"])
def test_reading_writes_no_byte_beside_the_library_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = library(tmp_path / name)
    before = listing(tmp_path)

    assert len(read(path)) == 1
    assert listing(tmp_path) == before


def test_a_library_that_beets_holds_open_with_a_log_is_read_and_left_alone(tmp_path: Path) -> None:
    path = library(tmp_path / "library.db")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE items SET title = 'Later'")
        database.commit()
        before = listing(tmp_path)
        assert "library.db-wal" in before

        with open_library(path, name="library.db") as source:
            assert any("its last changes may be missing" in note for note in source.notes)
            (row,) = source.rows

        assert listing(tmp_path) == before
    assert isinstance(row, SourceRow)
    assert row.cells["track"] == "Night Bus"


def test_a_locked_library_is_read_and_left_alone(tmp_path: Path) -> None:
    path = library(tmp_path / "library.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        database.execute("UPDATE items SET title = 'Later'")
        before = listing(tmp_path)
        assert "library.db-journal" in before

        with open_library(path, name="library.db") as source:
            assert any("library.db-journal" in note for note in source.notes)
            assert len(list(source.rows)) == 1

        assert listing(tmp_path) == before
        database.execute("ROLLBACK")


def test_the_database_of_another_program_is_refused_with_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        for number in range(8):
            database.execute(f'CREATE TABLE "other\x1b{number}" (id)')

    with pytest.raises(CatalogError) as caught:
        read(path)

    assert "an SQLite database, but not of beets" in caught.value.message
    assert "other<U+001B>0, " in caught.value.message
    assert caught.value.message.endswith("and 2 more")
    assert "library.db of beets" in caught.value.hint


def test_a_database_whose_tables_only_have_the_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE items (id, price)")
        database.execute("CREATE TABLE albums (id, price)")

    with pytest.raises(CatalogError, match="not of beets; its tables are albums, items"):
        read(path)


def test_a_view_is_never_run_in_place_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "trap.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE albums (id)")
        database.execute(
            "CREATE VIEW items AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
            "SELECT id, id AS title, id AS artist, id AS album, id AS album_id FROM n"
        )

    with pytest.raises(CatalogError, match=r"not of beets; its tables are albums$"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"artist,release\n", b"SQLite format 3"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.db").write_bytes(content)

    with pytest.raises(CatalogError, match="no SQLite database") as caught:
        read(tmp_path / "library.db")
    assert caught.value.hint


@pytest.mark.parametrize("name", ["missing.db", ".", "nul\0byte"])
def test_a_library_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogError, match=r"^library\.db: ") as caught:
        read(tmp_path / name)
    assert caught.value.hint


def test_a_library_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    library(tmp_path / "library.db")
    monkeypatch.setattr(Path, "open", refusing)

    with pytest.raises(CatalogError, match=r"^library\.db: cannot be read \(Permission denied\)$"):
        read(tmp_path / "library.db")


def test_a_damaged_library_is_refused(tmp_path: Path) -> None:
    path = library(tmp_path / "library.db", *({**ITEM, "id": number} for number in range(1, 2_000)))
    content = path.read_bytes()
    path.write_bytes(content[:8_192] + b"\xff" * 40_000 + content[48_192:])

    with pytest.raises(CatalogError, match="the library is damaged") as caught:
        read(path)
    assert "backup" in caught.value.hint


def test_a_value_of_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="a text of more than 1,000,000 characters"):
        read(library(tmp_path / "library.db", {**ITEM, "title": "x" * 2_000_000}))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(16, 20_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_raises_anything_but_a_plain_error(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    path = tmp_path / "library.db"
    if not path.exists():
        library(path)
    damaged = bytearray(path.read_bytes())
    for place, byte in changes:
        damaged[16 + place % (len(damaged) - 16)] = byte
    (tmp_path / "damaged.db").write_bytes(damaged)

    with contextlib.suppress(CatalogError):
        assert all(isinstance(each, SourceRow | BadRow) for each in read(tmp_path / "damaged.db"))
