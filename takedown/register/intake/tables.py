"""Form exports: rows of a CSV or a workbook, each with its place. A fault in one row leaves the others as they are."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.readers.plain.columns import MAX_CHARACTERS, tidy
from takedown.readers.plain.delimited import DELIMITERS, Delimited, first_records, frequency, open_delimited
from takedown.readers.plain.text import Spelling, find_wrong_byte
from takedown.spreadsheet import unguarded

if TYPE_CHECKING:
    from takedown.readers.workbooks.workbook import Book

#: A header stands among the first rows; titles and remarks above it are short.
HEADER_WITHIN = 20
#: Rows of one export.
MOST_ROWS = 100_000
#: Columns of one export.
MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row and its place. `fault` says why its cells could not be told apart."""

    cells: tuple[str, ...]
    source: SourceRef
    fault: str = ""
    fix: str = ""


Table = Iterator[TableRow]


@contextmanager
def open_rows(
    path: Path, *, name: str, is_workbook: bool, encoding: str, known: Callable[[Sequence[str]], int]
) -> Iterator[Table]:
    """Open a table; `known` counts how many cells of a row are headings. CatalogError, also while rows are read."""
    if is_workbook:
        from takedown.readers.workbooks.workbook import open_book

        with open_book(path, name=name) as book:
            yield _of_workbook(book, name, known)
        return

    def choose(lines: Sequence[str]) -> str:
        def fitness(mark: str) -> tuple[int, int]:
            rows = islice(first_records(lines, mark), HEADER_WITHIN)
            return max((known(cells) for _, cells in rows), default=0), frequency(lines, mark)

        return max(DELIMITERS, key=fitness)

    spelling = Spelling(encoding="" if encoding and _is_utf8(path) else encoding)
    with open_delimited(path, name=name, spelling=spelling, choose=choose, lenient=True) as table:
        yield _of_text(table, name)


def _is_utf8(path: Path) -> bool:
    """Whether a file is UTF-8 from end to end: text in another encoding hardly ever is by chance (RFC 3629, 1)."""
    try:
        with path.open("rb") as file:
            return find_wrong_byte(file, "utf-8") is None
    except OSError:
        return False


def _of_text(table: Delimited, name: str) -> Table:
    for record in table.records:
        if record.is_empty:
            continue
        source = SourceRef(file=name, row=record.row)
        if record.fault:
            yield TableRow(
                cells=(), source=source, fault=record.fault, fix="mend the line, and import the file again"
            )
            continue
        yield _row(record.cells, source)


def _of_workbook(book: "Book", name: str, known: Callable[[Sequence[str]], int]) -> Table:
    from takedown.readers.layouts.tables import CellError

    def best(title: str) -> int:
        return max(
            (known(line.heading()) for _, line in islice(book.sheet(title).lines, HEADER_WITHIN)), default=0
        )

    titles = book.visible
    if not titles:
        raise CatalogError(
            f"{name}: no sheet that can be seen", hint="show the sheet of answers, and save it again"
        )
    title = max(titles, key=best)
    for number, line in book.sheet(title).lines:
        source = SourceRef(file=name, sheet=title if len(titles) > 1 else "", row=number)
        try:
            width = min(MOST_COLUMNS, len(line.cells))
            yield _row([line.text(place) for place in range(width)], source)
        except CellError as error:
            yield TableRow(cells=(), source=source, fault=error.problem, fix=error.fix)


def _row(cells: Sequence[str], source: SourceRef) -> TableRow:
    if any(len(cell) > MAX_CHARACTERS for cell in cells):
        cells = [cell[: MAX_CHARACTERS + 1] for cell in cells]
    return TableRow(cells=tuple(unguarded(tidy(cell)) for cell in cells[:MOST_COLUMNS]), source=source)
