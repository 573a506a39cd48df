"""Excel workbooks (.xlsx): the cells as a person sees them, as text, with sheet and row.

openpyxl reads row by row; defusedxml, which it uses when installed, refuses entity bombs.
"""

import math
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import Row, SourceRef
from takedown.readers.layouts.tables import CellError
from takedown.readers.plain.columns import Header, Wanted, is_usable, make_row, match_header, tidy, visible
from takedown.readers.plain.delimited import MAX_RECORDS, too_many_rows
from takedown.readers.plain.text import open_file
from takedown.readers.workbooks.packed import SAVE_AGAIN, inspect
from takedown.readers.workbooks.written import Cells, written_rows

MAX_ROWS = 1_048_576  # Excel's own limit
#: A cell in the last column, XFD, would make its row 16,384 cells long.
MAX_COLUMNS = 256

#: Lines that are held at a time.
_BATCH = 50
_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An opened sheet. `lines` yields (row, cells) of every line that is not empty, once."""

    title: str
    lines: Iterator[tuple[int, "Line"]]
    done: Callable[[], float]
    """How much of it has been read, from 0 to 1, as far as the sheet says how long it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cells of one line. Positions in `unsolved` hold formulas; where they have no stored result, no text."""

    cells: Cells
    unsolved: frozenset[int] = field(default_factory=frozenset)

    def text(self, position: int) -> str:
        """The text of a cell, empty where there is none; CellError for error values and formulas without result."""
        cell = self.cells[position] if position < len(self.cells) else None
        if cell is None or cell.value is None:
            if position in self.unsolved:
                raise CellError("a formula without a stored result", SAVE_AGAIN)
            return ""
        return _text(cell)

    def heading(self) -> list[str]:
        """All texts, tidy, for a line that may be the header."""
        return [tidy(str(cell.value)) if cell.value is not None else "" for cell in self.cells]


class Book:
    """An opened workbook: the titles of its sheets in their order, and the lines of each."""

    def __init__(self, book: Any, formulas: Any, *, name: str) -> None:
        self._book = book
        self._formulas = formulas
        self._name = name

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all sheets."""
        return tuple(sheet.title for sheet in self._book.worksheets)

    @property
    def visible(self) -> tuple[str, ...]:
        """The titles of the sheets that are not hidden."""
        return tuple(sheet.title for sheet in self._book.worksheets if sheet.sheet_state == "visible")

    def sheet(self, title: str) -> Sheet:
        """Begin to read a sheet from its first line."""
        sheet = self._book[title]
        rows = sheet.max_row or 0  # often wrong: only good for progress
        reached = [0]

        def lines() -> Iterator[tuple[int, Line]]:
            with _damaged(self._name):
                found = _lines(sheet)
                merged = _merged(found, _lines(self._formulas[title])) if self._formulas else _plain(found)
                for number, line in merged:
                    reached[0] = number
                    yield number, line

        return Sheet(title=title, lines=lines(), done=lambda: min(1.0, reached[0] / rows) if rows else 0.0)

    def first_line(self, title: str) -> list[str]:
        """The texts of the first line that is not empty."""
        return next((line.heading() for _, line in self.sheet(title).lines), [])

    def named(self, title: str) -> str:
        """Check that there is a sheet with this title; CatalogError says which there are."""
        if title not in self.titles:
            raise CatalogError(
                f"{self._name}: no sheet called '{visible(title)}'; there are {self.shown_titles}",
                hint="name one of these, as --sheet or as [catalog] sheet",
            )
        return title

    @property
    def shown_titles(self) -> str:
        """The titles of all sheets, for a message."""
        return ", ".join(repr(title) for title in self.titles)


@contextmanager
def open_book(path: Path, *, name: str) -> Iterator[Book]:
    """Open a workbook; CatalogError where it is none, too big when unpacked, or damaged, also while it is read."""
    has_formulas = inspect(path, name=name).has_formulas
    with open_file(path, name=name) as file, open_file(path, name=name) as again:
        with _damaged(name):
            book = _load(file, values=True)
            formulas = _load(again, values=False) if has_formulas else None
        try:
            yield Book(book, formulas, name=name)
        finally:
            book.close()
            if formulas is not None:
                formulas.close()


def read_workbook(path: Path, *, name: str, wanted: Wanted, sheet: str) -> tuple[Row, ...]:
    """Read the rows of one sheet; CatalogError names file, sheet, row and column."""
    with open_book(path, name=name) as book:
        title = book.named(sheet) if sheet else _usable_sheet(book, name=name, wanted=wanted)
        return tuple(_rows(book.sheet(title), name=name, wanted=wanted))


@contextmanager
def _damaged(name: str) -> Iterator[None]:
    """Turn what openpyxl lets through for damaged parts into a CatalogError."""
    try:
        yield
    except CatalogError:
        raise
    except Exception as error:
        # KeyError, TypeError, ParseError and others, undocumented.
        kind = type(error).__name__
        raise CatalogError(f"{name}: the workbook is damaged ({kind})", hint=SAVE_AGAIN) from error


def _load(file: BinaryIO, *, values: bool) -> Any:
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)


def _lines(sheet: Any) -> Iterator[tuple[int, Cells]]:
    """Yield (row, cells) of every line that is not empty."""
    for number, cells in _quietly(written_rows(sheet, max_row=MAX_ROWS, max_col=MAX_COLUMNS)):
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _quietly(lines: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Take lines in batches, in which openpyxl may warn of dates beyond the calendar and of what is not read."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = tuple(islice(lines, _BATCH))
        if not batch:
            return
        yield from batch


def _plain(lines: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Line]]:
    for number, cells in lines:
        yield number, Line(cells=cells)


def _merged(
    lines: Iterator[tuple[int, Cells]], written: Iterator[tuple[int, Cells]]
) -> Iterator[tuple[int, Line]]:
    """Say of every line which cells hold formulas; a line of formulas without results is a line, too."""
    found = next(lines, None)
    for number, cells in written:
        unsolved = frozenset(place for place, cell in enumerate(cells) if cell.data_type == "f")
        if found is None or found[0] > number:
            yield number, Line(cells=(), unsolved=unsolved)
            continue
        yield number, Line(cells=found[1], unsolved=unsolved)
        found = next(lines, None)


def _usable_sheet(book: Book, *, name: str, wanted: Wanted) -> str:
    """Find the first visible sheet with a usable header."""
    first = {title: book.first_line(title) for title in book.visible}
    found = next((title for title in first if is_usable(first[title], wanted)), "")
    filled = [title for title in first if any(first[title])]
    if found:
        return found
    if len(filled) == 1:
        return filled[0]  # its header says best what is missing
    raise CatalogError(
        f"{name}: no sheet has the columns artist and release or track in its first line; "
        f"there are {book.shown_titles}",
        hint="write the names of the columns in the first line of a sheet, and name it as [catalog] sheet",
    )


def _rows(sheet: Sheet, *, name: str, wanted: Wanted) -> Iterator[Row]:
    header: Header | None = None
    made = 0
    for number, line in sheet.lines:
        place = SourceRef(file=name, sheet=sheet.title, row=number)
        if header is None:
            header = match_header(line.heading(), wanted=wanted, source=place)
            continue
        texts: list[str | None] = [None] * header.width
        for position, column in header.columns:
            try:
                texts[position] = line.text(position)
            except CellError as error:
                raise CatalogError(f"{place.at(column)}: {error.problem}", hint=error.fix) from error
        row = make_row(header, texts, place)
        if row.cells:
            made += 1
            if made > MAX_RECORDS:
                raise too_many_rows(name)
            yield row


def _text(cell: Any) -> str:
    """Write a cell as text: numbers without `.0`, dates as ISO, zeros that the format shows."""
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "e":
            raise CellError(f"the cell shows the error {value}", "correct the formula, or type the value")
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, _format(cell))
    return str(value)


def _format(cell: Any) -> str:
    try:
        return str(cell.number_format or "")
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        raise CellError("a cell whose format is damaged", SAVE_AGAIN) from error


def _number(value: float, number_format: str) -> str:
    if not math.isfinite(value):
        raise CellError(f"{value} is no number that can be read", "type the value again, as text")
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    digits = str(int(value))
    zeros = number_format.split(";", 1)[0]
    return digits.zfill(len(zeros)) if _ZEROS.fullmatch(zeros) else digits
