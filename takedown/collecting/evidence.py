"""statements.csv: the lines of each statement, replaced as a whole when the same file is read again."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from takedown.errors import CatalogError
from takedown.sources import STATEMENT_COLUMNS, StatementLine
from takedown.spreadsheet import guarded

FILE = "statements.csv"
_DIGEST_LETTERS = 16
_CHUNK = 1 << 20


def digest_of(path: Path) -> str:
    """The beginning of the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()[:_DIGEST_LETTERS]


def rewritten(path: Path, digests: frozenset[str], lines: Iterable[StatementLine]) -> Iterator[bytes]:
    """Yield statements.csv with the lines of these files in place of what it held of them."""
    yield _line(STATEMENT_COLUMNS)
    if path.exists():
        yield from _kept(path, digests)
    for line in lines:
        yield _line(_cells(line))


def _kept(path: Path, digests: frozenset[str]) -> Iterator[bytes]:
    where = STATEMENT_COLUMNS.index("digest")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != list(STATEMENT_COLUMNS):
            raise CatalogError(
                f"{FILE}: its columns were changed", hint="move it away and import the statements again"
            )
        for row in rows:
            if len(row) == len(STATEMENT_COLUMNS) and row[where] not in digests:
                yield _line(row)


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
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()
