"""A library of beets: an SQLite database with the tables `items` and `albums`, read and never written.

Columns: beetbox/beets, `beets/library/fields.py`. Older libraries lack some of them; flexible attributes and paths are
not read.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from takedown.errors import CatalogError
from takedown.model import SourceRef, folded
from takedown.readers.plain.columns import visible
from takedown.readers.tracks import cells_of, checked, numbered, with_release_rows
from takedown.sources import BadRow, Nature, Source, SourceItem

MAGIC = b"SQLite format 3\0"
#: What a damaged library makes SQLite raise; names of columns are always decoded strictly.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)

#: Longest value of a cell in the database; lyrics, which are not read, are shorter.
_MAX_VALUE = 1_000_000
_SHOWN_TABLES = 6

#: Columns of an item that are only its own, and those that stand with its album as well.
_OF_ITEM = ("id", "title", "artist", "isrc", "track", "disc", "disctotal", "year", "month", "day")
_OF_BOTH = ("albumartist", "album", "barcode", "catalognum", "label", "asin", "albumdisambig")
_DIGITS = 4
_NO_TABLES = (
    "choose the library.db of beets (`beet config -p` shows its folder), or a list of your recordings"
)
_COMPARE = (
    "codes in a beets library often come from MusicBrainz, which is made by volunteers: compare them with your "
    "distributor's page"
)


@contextmanager
def open_library(path: Path, *, name: str) -> Iterator[Source]:
    """Open a beets library; each item gives one row, with its id in beets as the number of the row.

    It is opened so that not a byte beside it is written, also where beets has it open at the moment. CatalogError for
    any other file, and where it is damaged.
    """
    _refuse_others(path, name=name)
    # `immutable` keeps SQLite from making a -wal or -shm file beside the library.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(_connected(address, name=name)) as database:
        try:
            columns = _columns(database, name=name)
            total = database.execute("SELECT count(*) FROM items").fetchone()[0]
        except _FAULTS as error:
            raise _damaged(name, error) from error
        reading = _Reading(database, columns, total, name=name)
        yield Source(
            name=name,
            layout="beets library",
            nature=Nature.CATALOG,
            rows=with_release_rows(reading.rows()),
            notes=(_COMPARE, *_unwritten(path)),
            done=reading.done,
        )


def _connected(address: str, *, name: str) -> sqlite3.Connection:
    try:
        database = sqlite3.connect(address, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise _damaged(name, error) from error
    database.row_factory = sqlite3.Row
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    return database


def _refuse_others(path: Path, *, name: str) -> None:
    try:
        if not path.is_file():
            raise CatalogError(f"{name}: no such file", hint="check the name of the library")
        with path.open("rb") as stream:
            beginning = stream.read(len(MAGIC))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogError(
            f"{name}: cannot be read ({reason})", hint="check the permissions of the file"
        ) from error
    if beginning != MAGIC:
        raise CatalogError(f"{name}: this is no SQLite database", hint=_NO_TABLES)


def _columns(database: Any, *, name: str) -> Mapping[str, frozenset[str]]:
    """The columns of both tables; CatalogError where it is the database of another program."""
    tables = [
        str(row["name"])
        for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    columns: dict[str, frozenset[str]] = {
        table: frozenset(str(row["name"]) for row in database.execute(f"PRAGMA table_info({table})"))
        for table in ("items", "albums")
        if table in tables
    }
    if {"items", "albums"} <= columns.keys() and {"id", "title", "artist", "album", "album_id"} <= columns[
        "items"
    ]:
        return columns
    shown = ", ".join(visible(table[:40]) for table in tables[:_SHOWN_TABLES])
    more = f" and {len(tables) - _SHOWN_TABLES} more" if len(tables) > _SHOWN_TABLES else ""
    raise CatalogError(
        f"{name}: an SQLite database, but not of beets; its tables are {shown or 'none'}{more}",
        hint=_NO_TABLES,
    )


def _unwritten(path: Path) -> Iterator[str]:
    """Say that beets is at work: what waits in a file beside the library is not read."""
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            yield (
                f"beets has it open, or was interrupted ({visible(beside.name)} lies beside it): its last changes "
                "may be missing; let beets finish and read it again"
            )


def _damaged(name: str, error: Exception) -> CatalogError:
    if "too big" in str(error):
        return CatalogError(
            f"{name}: a text of more than {_MAX_VALUE:,} characters in the library",
            hint="look in beets for a title, an artist or a label that is no name (`beet ls -f '$id $title'`)",
        )
    return CatalogError(
        f"{name}: the library is damaged, or is being written ({visible(str(error))})",
        hint="let beets finish, or copy it from a backup, and read it again",
    )


class _Reading:
    """Reads the items one by one."""

    def __init__(
        self, database: Any, columns: Mapping[str, frozenset[str]], total: int, *, name: str
    ) -> None:
        self._database = database
        self._columns = columns
        self._total = total
        self._name = name
        self._read = 0

    def done(self) -> float:
        """Give the part that is read, from 0 to 1."""
        return min(1.0, self._read / self._total) if self._total else 1.0

    def rows(self) -> Iterator[SourceItem]:
        """Yield a row for each item, in the order in which beets took them in."""
        try:
            for number, item in enumerate(self._database.execute(self._query()), start=1):
                self._read = number
                key = item["id"]
                row = key if isinstance(key, int) and key > 0 else number
                yield _row(item, SourceRef(file=self._name, sheet="items", row=row))
        except _FAULTS as error:
            raise _damaged(self._name, error) from error

    def _query(self) -> str:
        """Ask for known columns only; what an item does not say, its album may."""
        items, albums = self._columns["items"], self._columns["albums"]
        asked = [f"items.{column} AS {column}" for column in _OF_ITEM if column in items]
        for column in _OF_BOTH:
            places = [
                f"nullif({table}.{column}, '')"
                for table, known in (("items", items), ("albums", albums))
                if column in known
            ]
            if places:
                asked.append(f"coalesce({', '.join(places)}, NULL) AS {column}")
        return (
            f"SELECT {', '.join(asked)} FROM items LEFT JOIN albums ON albums.id = items.album_id "  # noqa: S608 – names of columns from the lists above
            "ORDER BY items.id"
        )


def _row(item: Any, source: SourceRef) -> SourceItem:
    known = set(item.keys())
    strange = sorted(column for column in known if isinstance(item[column], bytes))
    texts = {column: _text(item[column]) for column in known - set(strange)}

    def get(column: str) -> str:
        return texts.get(column, "")

    artist = get("albumartist") or get("artist")
    several = _number(get("disctotal")) > 1 or _number(get("disc")) > 1
    track = str(_number(get("track")) or "")
    cells = cells_of(
        {
            "artist": artist,
            "release": get("album"),
            "release_version": get("albumdisambig"),
            "upc": get("barcode"),
            "catalog_number": get("catalognum"),
            "label": get("label"),
            "release_date": _date(*(_number(get(part)) for part in ("year", "month", "day"))),
            "track_number": numbered(_number(get("disc")), track, several=several),
            "track_artist": get("artist") if folded(get("artist")) != folded(artist) else "",
            "track": get("title"),
            "isrc": get("isrc"),
            "asin": get("asin"),
        }
    )
    if strange:
        reason = f"{strange[0]} holds bytes, no text"
    elif not {"track", "release", "isrc", "upc"} & cells.keys():
        reason = "an item without title, album and codes"
    else:
        return checked(cells, source, where="in beets (`beet modify`)")
    return BadRow(
        cells=cells,
        source=source,
        rule="E-TAGS",
        reason=reason,
        fix=f"mend it in beets: beet modify id:{source.row}",
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(text: str) -> int:
    """Read a small whole number; 0 for anything else, as beets writes what it does not know."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def _date(year: int, month: int, day: int) -> str:
    """Write a whole date; a part that is not known makes it none."""
    return f"{year:04d}-{month:02d}-{day:02d}" if year and month and day else ""
