"""Where entries wait while sources are read: a private temporary database, so that memory stays small.

A million rows held as Python values take far more memory than a catalog is worth. SQLite's own temporary database
keeps them in a file without a name that goes away with the process, and in memory as long as they are few.
"""

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from takedown.collecting.entries import Entry
from takedown.collecting.identity import Identity, identity
from takedown.model import SourceRef

_SCHEMA = """
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY, cells TEXT NOT NULL, source TEXT NOT NULL, filled TEXT NOT NULL,
        in_catalog INTEGER NOT NULL, changed INTEGER NOT NULL, sold INTEGER NOT NULL,
        key TEXT NOT NULL, recording INTEGER NOT NULL, isrc TEXT NOT NULL, upc TEXT NOT NULL,
        title TEXT NOT NULL, release TEXT NOT NULL,
        folded_away INTEGER NOT NULL DEFAULT 0, folded_into INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX by_key ON entry (key, number);
    CREATE INDEX by_upc ON entry (upc, recording, number);
    CREATE INDEX by_isrc ON entry (isrc, number);
    CREATE INDEX by_title_and_upc ON entry (title, upc, number);
    CREATE INDEX by_title_and_release ON entry (title, release, number);
    CREATE INDEX by_target ON entry (folded_into);
"""
#: More lines than this that could be the same tell nothing apart.
CANDIDATES = 20
_SELECT = "SELECT number, cells, source, filled, in_catalog, changed, sold FROM entry "
_WITH_KEY = "WHERE key = ? AND NOT folded_away ORDER BY number LIMIT 1"
_OF_RELEASE = "WHERE upc = ? AND recording = ? AND NOT folded_away ORDER BY number LIMIT ?"
_IN_ORDER = "WHERE NOT folded_away AND in_catalog IN (?, ?) ORDER BY number"
_LIKE = "SELECT number FROM entry WHERE recording AND NOT folded_away AND "
_BY_ISRC = _LIKE + "isrc = ? LIMIT ?"
_BY_TITLE = _LIKE + "title = ? LIMIT ?"
_BY_TITLE_AND_UPC = _LIKE + "title = ? AND upc = ? LIMIT ?"
_BY_TITLE_AND_RELEASE = _LIKE + "title = ? AND release = ? LIMIT ?"
_UNCERTAIN = (
    "SELECT number FROM entry WHERE recording AND NOT folded_away AND (isrc = '' OR upc = '')"
    " ORDER BY key, number"
)


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
            "INSERT INTO entry (cells, source, filled, in_catalog, changed, sold, key, recording, isrc, upc,"
            " title, release) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*_row(entry), *_marks(identity(entry.cells))),
        )
        return cursor.lastrowid or 0

    def replace(self, entry: Entry) -> None:
        """Keep an entry in place of the one with its number."""
        self._db.execute(
            "UPDATE entry SET cells = ?, source = ?, filled = ?, in_catalog = ?, changed = ?, sold = ?, key = ?,"
            " recording = ?, isrc = ?, upc = ?, title = ?, release = ? WHERE number = ?",
            (*_row(entry), *_marks(identity(entry.cells)), entry.number),
        )

    def fold_away(self, number: int, into: int = 0) -> None:
        """Leave an entry out of the catalog: others say all that it says. Its sales count for the entry `into`."""
        self._db.execute("UPDATE entry SET folded_away = 1, folded_into = ? WHERE number = ?", (into, number))
        if into:
            self._db.execute("UPDATE entry SET folded_into = ? WHERE folded_into = ?", (into, number))

    def with_key(self, key: str) -> Entry | None:
        """The first entry that is surely about the same."""
        return next(iter(self._select(_WITH_KEY, (key,))), None)

    def of_release(self, upc: str, *, recordings: bool, limit: int = CANDIDATES) -> list[Entry]:
        """Entries of the release with this code: its recordings, or the lines about it as a whole."""
        return self._select(_OF_RELEASE, (upc, recordings, limit))

    def like(self, about: Identity) -> list[Entry] | None:
        """Recordings that share a code or the title with what a line is about; None where they are too many to tell."""
        most = CANDIDATES + 1
        found: dict[int, None] = {}
        for query, values in _alike(about):
            numbers = [number for (number,) in self._db.execute(query, (*values, most))]
            if len(numbers) == most:
                return None
            found |= dict.fromkeys(numbers)
        return [self.get(number) for number in sorted(found)]

    def uncertain(self) -> list[int]:
        """Numbers of the recordings that lack a code of their own or of their release, in an order of their own."""
        return [number for (number,) in self._db.execute(_UNCERTAIN)]

    def get(self, number: int) -> Entry:
        """The entry with a number."""
        return self._select("WHERE number = ?", (number,))[0]

    def is_folded(self, number: int) -> bool:
        """Whether it was folded away meanwhile."""
        query = "SELECT folded_away FROM entry WHERE number = ?"
        return bool(self._db.execute(query, (number,)).fetchone()[0])

    def _select(self, clause: str, values: tuple[object, ...] = ()) -> list[Entry]:
        return [_entry(row) for row in self._db.execute(_SELECT + clause, values)]

    def entries(self, *, in_catalog: bool | None = None) -> Iterator[Entry]:
        """All entries in their order; only those that stand in catalog.csv, or only the others."""
        wanted = (0, 1) if in_catalog is None else (in_catalog, in_catalog)
        return map(_entry, self._db.execute(_SELECT + _IN_ORDER, wanted))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entry WHERE NOT folded_away").fetchone()[0])

    def counts(self) -> tuple[int, int]:
        """How many entries are new in the catalog, and how many that stand in it were filled in."""
        query = "SELECT total(NOT in_catalog), total(in_catalog AND changed) FROM entry WHERE NOT folded_away"
        new, filled = self._db.execute(query).fetchone()
        return int(new), int(filled)

    def columns(self) -> frozenset[str]:
        """The columns in which something stands that is not in the catalog yet."""
        query = "SELECT cells FROM entry WHERE NOT folded_away AND (changed OR NOT in_catalog)"
        return frozenset(column for (cells,) in self._db.execute(query) for column in json.loads(cells))

    def releases(self) -> list[str]:
        """The code of every release to which a source added something."""
        query = (
            "SELECT DISTINCT upc FROM entry WHERE upc != '' AND NOT folded_away AND (changed OR NOT in_catalog)"
            " ORDER BY upc"
        )
        return [upc for (upc,) in self._db.execute(query)]


def _alike(about: Identity) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The questions that find what could be the same."""
    if about.isrc:
        yield _BY_ISRC, (about.isrc,)
    if not about.title:
        return
    if about.upc:
        yield _BY_TITLE_AND_UPC, (about.title, about.upc)
        yield _BY_TITLE_AND_UPC, (about.title, "")
    if about.release:
        yield _BY_TITLE_AND_RELEASE, (about.title, about.release)
        yield _BY_TITLE_AND_RELEASE, (about.title, "")
    if not about.says_release:
        yield _BY_TITLE, (about.title,)


def _marks(about: Identity) -> tuple[str, bool, str, str, str, str]:
    return about.key, about.is_recording, about.isrc, about.upc, about.title, about.release


def _row(entry: Entry) -> tuple[str, str, str, bool, bool, bool]:
    filled = {column: _packed(source) for column, source in entry.filled.items()}
    return (
        json.dumps(dict(entry.cells), ensure_ascii=False),
        json.dumps(_packed(entry.source), ensure_ascii=False),
        json.dumps(filled, ensure_ascii=False),
        entry.in_catalog,
        entry.changed,
        entry.sold,
    )


def _entry(row: tuple[int, str, str, str, int, int, int]) -> Entry:
    number, cells, source, filled, in_catalog, changed, sold = row
    return Entry(
        cells=json.loads(cells),
        source=_unpacked(json.loads(source)),
        filled={column: _unpacked(place) for column, place in json.loads(filled).items()},
        number=number,
        in_catalog=bool(in_catalog),
        changed=bool(changed),
        sold=bool(sold),
    )


def _packed(source: SourceRef) -> list[str | int]:
    return [source.file, source.sheet, source.row]


def _unpacked(parts: list[str | int]) -> SourceRef:
    file, sheet, row = parts
    return SourceRef(file=str(file), sheet=str(sheet), row=int(row))
