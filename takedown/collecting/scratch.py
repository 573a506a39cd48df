"""Where entries wait while sources are read: a private temporary database, so that memory stays small.

A million rows held as Python values take far more memory than a catalog is worth. SQLite's own temporary database
keeps them in a file without a name that goes away with the process, and in memory as long as they are few.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from takedown.collecting.entries import Entry, is_recording, isrc_of, names_in, track_title, upc_of
from takedown.collecting.entries import release_title as release_title_of
from takedown.model import SourceRef

_SCHEMA = """
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY, cells TEXT NOT NULL, source TEXT NOT NULL, filled TEXT NOT NULL,
        in_catalog INTEGER NOT NULL, changed INTEGER NOT NULL, recording INTEGER NOT NULL, upc TEXT NOT NULL,
        folded_away INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX by_upc ON entry (upc, recording, number);
    CREATE TABLE mark (mark TEXT NOT NULL, upc TEXT NOT NULL, number INTEGER NOT NULL);
    CREATE INDEX by_mark ON mark (mark, upc, number);
    CREATE INDEX by_number ON mark (number);
"""
#: More rows than this of one name and no code tell nothing apart.
_CANDIDATES = 20
_SELECT = "SELECT number, cells, source, filled, in_catalog, changed FROM entry "
_BY_MARK = "WHERE number IN (SELECT number FROM mark WHERE mark = ? ORDER BY number LIMIT ?) ORDER BY number"
_BY_MARK_AND_UPC = _BY_MARK.replace("mark = ?", "mark = ? AND upc = ?")
_IN_ORDER = "WHERE NOT folded_away AND in_catalog IN (?, ?) ORDER BY number"


class Scratch:
    """Entries, found by what they are about. A context manager; everything is gone when it ends."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file, which nobody else can open (sqlite.org/inmemorydb.html).
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -65536")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @property
    def database(self) -> sqlite3.Connection:
        """The connection, for other tables of one run."""
        return self._db

    def add(self, entry: Entry) -> int:
        """Keep an entry; its number."""
        cursor = self._db.execute(
            "INSERT INTO entry (cells, source, filled, in_catalog, changed, recording, upc)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*_row(entry), is_recording(entry.cells), upc_of(entry.cells)),
        )
        number = cursor.lastrowid or 0
        self._mark(entry, number)
        return number

    def replace(self, entry: Entry) -> None:
        """Keep an entry in place of the one with its number."""
        self._db.execute(
            "UPDATE entry SET cells = ?, source = ?, filled = ?, in_catalog = ?, changed = ?, recording = ?,"
            " upc = ? WHERE number = ?",
            (*_row(entry), is_recording(entry.cells), upc_of(entry.cells), entry.number),
        )
        self._db.execute("DELETE FROM mark WHERE number = ?", (entry.number,))
        self._mark(entry, entry.number)

    def fold_away(self, number: int) -> None:
        """Leave an entry out of the catalog: others say all that it says. Its sales still count."""
        self._db.execute("UPDATE entry SET folded_away = 1 WHERE number = ?", (number,))
        self._db.execute("DELETE FROM mark WHERE number = ?", (number,))

    def _mark(self, entry: Entry, number: int) -> None:
        upc = upc_of(entry.cells)
        marks = [(mark, upc, number) for mark in _marks(entry)]
        self._db.executemany("INSERT INTO mark VALUES (?, ?, ?)", marks)

    def with_isrc(self, isrc: str, upc: str | None = None) -> list[Entry]:
        """Entries of one ISRC; of one UPC (or without any, for an empty text), where it is given."""
        return self._marked(f"isrc:{isrc}", upc)

    def with_title(self, artists: Iterable[str], title: str, upc: str | None = None) -> list[Entry]:
        """Recordings of one title by one of these (folded) artists."""
        found = [entry for artist in artists for entry in self._marked(f"track:{artist}|{title}", upc)]
        return list({entry.number: entry for entry in found}.values())

    def with_release(self, artists: Iterable[str], title: str) -> list[Entry]:
        """Lines about releases as a whole, of one title by one of these (folded) artists."""
        found = [entry for artist in artists for entry in self._marked(f"release:{artist}|{title}", None)]
        return list({entry.number: entry for entry in found}.values())

    def with_feed(self, url: str) -> Entry | None:
        """The podcast with this feed."""
        return next(iter(self._marked(f"feed:{url}", None)), None)

    def of_release(self, upc: str, *, recordings: bool, limit: int = _CANDIDATES) -> list[Entry]:
        """Entries with this UPC (as GTIN-14): its recordings, or the lines about it as a whole."""
        clause = "WHERE upc = ? AND recording = ? ORDER BY number LIMIT ?"
        return self._select(clause, (upc, recordings, limit))

    def _marked(self, mark: str, upc: str | None) -> list[Entry]:
        if upc is None:
            return self._select(_BY_MARK, (mark, _CANDIDATES))
        return self._select(_BY_MARK_AND_UPC, (mark, upc, _CANDIDATES))

    def _select(self, clause: str, values: tuple[object, ...] = ()) -> list[Entry]:
        return [_entry(row) for row in self._db.execute(_SELECT + clause, values)]

    def entries(self, *, in_catalog: bool | None = None) -> Iterator[Entry]:
        """All entries in their order; only those that stand in catalog.csv, or only the others."""
        wanted = (0, 1) if in_catalog is None else (in_catalog, in_catalog)
        return map(_entry, self._db.execute(_SELECT + _IN_ORDER, wanted))

    def counts(self) -> tuple[int, int]:
        """How many entries are new in the catalog, and how many that stand in it were filled in."""
        query = "SELECT total(NOT in_catalog), total(in_catalog AND changed) FROM entry WHERE NOT folded_away"
        new, filled = self._db.execute(query).fetchone()
        return int(new), int(filled)

    def columns(self) -> frozenset[str]:
        """The columns in which something stands that is not in the catalog yet."""
        query = "SELECT cells FROM entry WHERE NOT folded_away AND (changed OR NOT in_catalog)"
        return frozenset(column for (cells,) in self._db.execute(query) for column in json.loads(cells))

    def releases(self) -> Iterator[str]:
        """The UPC (as GTIN-14) of every release to which a source added something."""
        query = "SELECT DISTINCT upc FROM entry WHERE upc != '' AND (changed OR NOT in_catalog) ORDER BY upc"
        return (upc for (upc,) in self._db.execute(query).fetchall())


def _marks(entry: Entry) -> Iterator[str]:
    cells = entry.cells
    isrc = isrc_of(cells)
    artists = names_in(cells.get("artist", ""), cells.get("track_artist", ""))
    if isrc:
        yield f"isrc:{isrc}"
    if is_recording(cells):
        if cells.get("track"):
            yield from (f"track:{artist}|{track_title(cells)}" for artist in artists)
    elif cells.get("kind") == "podcast":
        yield f"feed:{cells.get('url', '')}"
    elif cells.get("release"):
        yield from (f"release:{artist}|{release_title_of(cells)}" for artist in artists)


def _row(entry: Entry) -> tuple[str, str, str, bool, bool]:
    filled = {column: _packed(source) for column, source in entry.filled.items()}
    return (
        json.dumps(dict(entry.cells), ensure_ascii=False),
        json.dumps(_packed(entry.source), ensure_ascii=False),
        json.dumps(filled, ensure_ascii=False),
        entry.in_catalog,
        entry.changed,
    )


def _entry(row: tuple[int, str, str, str, int, int]) -> Entry:
    number, cells, source, filled, in_catalog, changed = row
    return Entry(
        cells=json.loads(cells),
        source=_unpacked(json.loads(source)),
        filled={column: _unpacked(place) for column, place in json.loads(filled).items()},
        number=number,
        in_catalog=bool(in_catalog),
        changed=bool(changed),
    )


def _packed(source: SourceRef) -> list[str | int]:
    return [source.file, source.sheet, source.row]


def _unpacked(parts: list[str | int]) -> SourceRef:
    file, sheet, row = parts
    return SourceRef(file=str(file), sheet=str(sheet), row=int(row))
