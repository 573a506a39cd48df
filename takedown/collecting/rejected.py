"""Rows that could not be used, until somebody mends them: rejected.csv as values.

A line is known by the row of the source that it came from. What the user has already mended in it is never
overwritten by reading the same source again; a row that the source itself has mended meanwhile goes away.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from takedown.collecting.judging import Rejected
from takedown.collecting.scratch import Scratch
from takedown.errors import CatalogError
from takedown.model import COLUMNS, SourceRef
from takedown.readers.plain.columns import BREAKS, MAX_CHARACTERS, Wanted, column_name, tidy
from takedown.readers.plain.delimited import Record, by_columns, open_delimited
from takedown.readers.plain.text import Spelling
from takedown.sources import REJECTED_COLUMNS
from takedown.spreadsheet import csv_line, guarded, unguarded

FILE = "rejected.csv"
#: Stands for a character that cannot be written down.
_LOST = "\ufffd"
HEADER = (*REJECTED_COLUMNS, *COLUMNS)

_SCHEMA = """
    CREATE TABLE rejected (
        file TEXT, sheet TEXT, row INTEGER, row_id TEXT NOT NULL, cells TEXT NOT NULL, rule TEXT NOT NULL,
        reason TEXT NOT NULL, fix TEXT NOT NULL, PRIMARY KEY (file, sheet, row, row_id)
    );
"""
_THERE = "SELECT row_id, cells FROM rejected WHERE file = ? AND sheet = ? AND row = ?"
_FORGET = "DELETE FROM rejected WHERE file = ? AND sheet = ? AND row = ? AND row_id = ?"
#: What two versions of one row have in common, whatever was corrected.
_SAME = ("track", "release", "isrc", "upc", "url")


class RejectedRows:
    """The lines of rejected.csv while sources are read."""

    def __init__(self, scratch: Scratch) -> None:
        self._db = scratch.database
        self._db.execute(_SCHEMA)

    def load(self, lines: Iterable[Rejected]) -> None:
        """Take over what rejected.csv holds from earlier runs."""
        self._db.executemany(
            "INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_values, lines)
        )

    def add(self, row: Rejected) -> None:
        """Add a row of a source; what stands in rejected.csv for it already, the user may have mended."""
        self._db.execute("INSERT OR IGNORE INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _values(row))

    def judge_again(self, row: Rejected, known: str) -> None:
        """Put a row of rejected.csv back, as it is now, with the new reason. It is still `known` by what it was."""
        self._db.execute(_FORGET, (*_place(row.source), known))
        row = replace(row, row_id=known or row.row_id)
        self._db.execute("INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _values(row))

    def mended(self, source: SourceRef, known: str) -> None:
        """Forget a line of rejected.csv: it is in the catalog now."""
        self._db.execute(_FORGET, (*_place(source), known))

    def read_well(self, source: SourceRef, cells: Mapping[str, str]) -> None:
        """Forget what came back of a row that its source has corrected itself. Another file may have the same name."""
        if not self:
            return
        for known, packed in self._db.execute(_THERE, _place(source)).fetchall():
            held = json.loads(packed)
            if not held or any(held.get(column) and held[column] == cells.get(column) for column in _SAME):
                self._db.execute(_FORGET, (*_place(source), known))

    def lines(self) -> Iterator[Rejected]:
        """All lines, by file, sheet and row."""
        query = "SELECT file, sheet, row, row_id, cells, rule, reason, fix FROM rejected ORDER BY file, sheet, row"
        for file, sheet, row, known, cells, rule, reason, fix in self._db.execute(query):
            source = SourceRef(file=file, sheet=sheet, row=row)
            yield Rejected(
                cells=json.loads(cells), source=source, rule=rule, reason=reason, fix=fix, row_id=known
            )

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM rejected").fetchone()[0])

    def __bool__(self) -> bool:
        return self._db.execute("SELECT 1 FROM rejected LIMIT 1").fetchone() is not None


def read_rejected(path: Path) -> Iterator[Rejected]:
    """Yield the lines of rejected.csv as they stand, mended or not; none where there is no such file.

    CatalogError for a line with another number of cells than the header.
    """
    if not path.is_file():
        return
    wanted = Wanted(known=HEADER)
    with open_delimited(path, name=FILE, spelling=Spelling(), choose=by_columns(wanted)) as table:
        names: list[str] = []
        for record in table.records:
            if names and not record.is_empty:
                _refuse_ragged(record, len(names))
                cells = zip(names, map(unguarded, map(tidy, record.cells)), strict=False)
                yield _rejected({name: cell for name, cell in cells if cell})
            names = names or [column_name(cell) for cell in record.cells]


def _refuse_ragged(record: Record, width: int) -> None:
    """Refuse a line whose cells have moved; written back, they would stand in wrong columns."""
    if len(record.cells) != width:
        raise CatalogError(
            f"{SourceRef(file=FILE, row=record.row)}: {len(record.cells)} cells, the header has {width}",
            hint="mend this line first: put quotation marks around a cell that holds a comma",
        )


def _rejected(cells: Mapping[str, str]) -> Rejected:
    row = cells.get("rejected_row", "")
    source = SourceRef(
        file=cells.get("rejected_file", ""),
        sheet=cells.get("rejected_sheet", ""),
        row=int(row) if row.isascii() and row.isdigit() else 0,
    )
    return Rejected(
        cells={column: cells[column] for column in COLUMNS if column in cells},
        source=source,
        rule=cells.get("rule", ""),
        reason=cells.get("reason", ""),
        fix=cells.get("fix", ""),
        row_id=cells.get("row_id", ""),
    )


def rejected_bytes(lines: Iterable[Rejected]) -> Iterator[bytes]:
    """Yield rejected.csv: place, rule, reason and fix first, then the cells as they were."""
    yield _line(HEADER)
    for line in lines:
        yield _line([guarded(cell) for cell in _cells(line)])


def _cells(row: Rejected) -> tuple[str, ...]:
    place = (row.source.file, row.source.sheet, str(row.source.row) if row.source.row else "")
    cells = (row.cells.get(column, "") for column in COLUMNS)
    return (*place, row.row_id, row.rule, row.reason, row.fix, *cells)


def _line(cells: Iterable[str]) -> bytes:
    return csv_line(cells).encode()


def _values(row: Rejected) -> tuple[str | int, ...]:
    cells = json.dumps(_as_kept(row.cells), ensure_ascii=False)
    return (*_place(row.source), row.row_id, cells, row.rule, row.reason, row.fix)


def _as_kept(cells: Mapping[str, str]) -> dict[str, str]:
    """Cells as they come back from a table: bounded, tidy, without NUL, which no table can hold."""
    kept = {column: tidy(text.replace("\0", _LOST)[:MAX_CHARACTERS]) for column, text in cells.items()}
    return {column: text for column, text in kept.items() if text}


def _place(source: SourceRef) -> tuple[str, str, int]:
    return _as_read(source.file), _as_read(source.sheet), source.row


def _as_read(name: str) -> str:
    """The name of a file or sheet as it comes back from a table: on one line, without white space at the ends."""
    return tidy(" ".join(part for part in map(str.strip, BREAKS.split(name)) if part))
