"""statements.csv: the lines of each statement, replaced as a whole when the same file is read again."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from takedown.collecting.user_table import UserTable
from takedown.readers.plain.columns import Wanted
from takedown.sources import STATEMENT_COLUMNS, StatementLine
from takedown.spreadsheet import csv_line, guarded

FILE = "statements.csv"
_DIGEST_LETTERS = 16
_CHUNK = 1 << 20


def digest_of(path: Path, sheet: str) -> str:
    """The beginning of the SHA-256 of a file's bytes, and of the sheet where one was named."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    digest.update(sheet.encode())
    return digest.hexdigest()[:_DIGEST_LETTERS]


def rewritten(root: Path, statements: Mapping[str, Iterable[StatementLine]]) -> Iterator[bytes]:
    """Yield statements.csv with the lines of these statements (by their digests) in place of what it held of them."""
    table = UserTable(
        path=root / FILE,
        name=FILE,
        wanted=Wanted(known=STATEMENT_COLUMNS, required=tuple((column,) for column in STATEMENT_COLUMNS)),
        usual=STATEMENT_COLUMNS,
    )
    waiting = dict(statements)
    yield _line(STATEMENT_COLUMNS)
    for row in table.rows():
        if row.get("digest") not in statements:
            yield _line(guarded(row.get(column)) for column in STATEMENT_COLUMNS)
        elif row.get("digest") in waiting:
            yield from _lines(waiting.pop(row.get("digest")))
    for lines in waiting.values():
        yield from _lines(lines)


def _lines(lines: Iterable[StatementLine]) -> Iterator[bytes]:
    return (_line(_cells(line)) for line in lines)


def _cells(line: StatementLine) -> tuple[str, ...]:
    return (
        *(guarded(cell) for cell in (line.file, line.digest, line.distributor, line.store, line.platform)),
        *(guarded(cell) for cell in (line.artist, line.release, line.upc, line.isrc)),
        line.first_month,
        line.last_month,
        str(line.units),
        f"{line.earnings:f}",
        line.currency,
    )


def _line(cells: Iterable[str]) -> bytes:
    return csv_line(cells).encode()
