"""Excel workbooks (.xlsx): the cells as a person sees them, as text, with sheet and row.

openpyxl reads row by row; defusedxml, which it uses when installed, refuses entity bombs. Size is checked
before anything is unpacked: 637 kB of zip can hold 601 MB of XML.
"""

import io
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

from takedown.errors import CatalogError
from takedown.model import Row, SourceRef
from takedown.readers.columns import Header, Wanted, is_usable, make_row, match_header, tidy
from takedown.readers.delimited import MAX_RECORDS, too_many_rows

MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
#: Repetitive small workbooks compress well and harm nobody; the ratio matters from here on.
RATIO_MATTERS = 10_000_000
MAX_ROWS = 1_048_576  # Excel's own limit; a damaged row number must not become a long loop
#: A single cell in the last column, XFD, would make every row 16,384 cells long.
MAX_COLUMNS = 256

_SAVE_AGAIN = "open it in the spreadsheet program and save it again as .xlsx or as CSV UTF-8"
_OTHER_ZIPS = {
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "content.xml": "an OpenDocument spreadsheet",
    "Index/Document.iwa": "an Apple Numbers document",
    "word/document.xml": "a Word document",
}
_ZEROS = re.compile(r"0{2,}")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK = 1 << 20

Cells = Sequence[Any]


def read_workbook(content: bytes, *, name: str, wanted: Wanted, sheet: str) -> tuple[Row, ...]:
    """Read the rows of one sheet; CatalogError names file, sheet, row and column."""
    has_formulas = _inspect(content, name=name)
    try:
        return _read(content, name=name, wanted=wanted, sheet=sheet, has_formulas=has_formulas)
    except CatalogError:
        raise
    except Exception as error:
        # For damaged parts openpyxl lets KeyError, TypeError, ParseError and others through, undocumented.
        kind = type(error).__name__
        raise CatalogError(f"{name}: the workbook is damaged ({kind})", hint=_SAVE_AGAIN) from error


def _inspect(content: bytes, *, name: str) -> bool:
    """Refuses what is no workbook, or too big when unpacked; says whether there are formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _refuse_other_zips(parts, name=name)
            unpacked = sum(part.file_size for part in parts.values())
            ratio = unpacked / len(content)
            if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS and ratio > MAX_RATIO):
                raise CatalogError(
                    f"{name}: unpacks to {unpacked // 1_000_000:,} MB, {ratio:,.0f} times its size",
                    hint="copy the rows into a new workbook, or save the sheet as CSV UTF-8",
                )
            return any(_has_formulas(archive, part) for part in parts if part.startswith("xl/worksheets/"))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise CatalogError(f"{name}: the workbook is damaged ({error})", hint=_SAVE_AGAIN) from error


def _refuse_other_zips(parts: dict[str, zipfile.ZipInfo], *, name: str) -> None:
    if any(part.flag_bits & 1 for part in parts.values()):
        raise CatalogError(f"{name}: protected by a password", hint="save it without a password")
    if "xl/workbook.xml" not in parts:
        kind = next(
            (words for part, words in _OTHER_ZIPS.items() if part in parts), "a zip file, not a workbook"
        )
        raise CatalogError(
            f"{name}: this is {kind}", hint="save it as CSV UTF-8 or as an Excel workbook (.xlsx)"
        )


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet has any formula: only then is a second pass needed to find each."""
    end = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(end + chunk):
                return True
            end = chunk[-20:]
    return False


def _read(content: bytes, *, name: str, wanted: Wanted, sheet: str, has_formulas: bool) -> tuple[Row, ...]:
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            chosen = _choose(book, name=name, wanted=wanted, sheet=sheet)
            formulas = _formulas(content, chosen.title) if has_formulas else frozenset()
            return tuple(
                _rows(chosen, formulas, wanted=wanted, source=SourceRef(file=name, sheet=chosen.title))
            )
        finally:
            book.close()


def _lines(sheet: Any) -> Iterator[tuple[int, Cells]]:
    """Yield (row, cells) of every line that is not empty. A sheet's own size is often wrong: not used."""
    sheet.reset_dimensions()
    empty: Cells | None = None
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), start=1):
        if cells is empty:  # openpyxl fills a gap with one and the same row; a gap can be a million rows long
            continue
        if any(cell.value is not None for cell in cells):
            yield number, cells
        else:
            empty = cells


def _heading(cells: Cells) -> list[str]:
    return [tidy(str(cell.value)) if cell.value is not None else "" for cell in cells]


def _first_line(sheet: Any) -> tuple[int, list[str]]:
    number, cells = next(_lines(sheet), (1, ()))
    return number, _heading(cells)


def _choose(book: Any, *, name: str, wanted: Wanted, sheet: str) -> Any:
    """Find the named sheet, else the first visible one with a usable header."""
    titles = ", ".join(repr(item.title) for item in book.worksheets)
    if sheet:
        found = next((item for item in book.worksheets if item.title == sheet), None)
        if found is None:
            raise CatalogError(
                f"{name}: no sheet called '{sheet}'; there are {titles}",
                hint="name one of these as [catalog] sheet",
            )
        return found
    visible = [item for item in book.worksheets if item.sheet_state == "visible"]
    for item in visible:
        if is_usable(_first_line(item)[1], wanted):
            return item
    filled = [item for item in visible if any(_first_line(item)[1])]
    if len(filled) == 1:
        return filled[0]  # its header says best what is missing
    raise CatalogError(
        f"{name}: no sheet has the columns artist and release or track in its first line; there are {titles}",
        hint="write the names of the columns in the first line of a sheet, and name it as [catalog] sheet",
    )


def _formulas(content: bytes, title: str) -> frozenset[tuple[int, int]]:
    """Find (row, column) of every formula of a sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        return frozenset(
            (number, position)
            for number, cells in _lines(book[title])
            for position, cell in enumerate(cells)
            if cell.data_type == "f"
        )
    finally:
        book.close()


def _rows(
    sheet: Any, formulas: frozenset[tuple[int, int]], *, wanted: Wanted, source: SourceRef
) -> Iterator[Row]:
    header: Header | None = None
    made = 0
    for number, cells in _lines(sheet):
        place = SourceRef(file=source.file, sheet=source.sheet, row=number)
        if header is None:
            header = match_header(_heading(cells), wanted=wanted, source=place)
            continue
        texts: list[str | None] = [None] * header.width
        for position, column in header.columns:
            if position >= len(cells):
                continue
            if cells[position].value is None and (number, position) in formulas:
                raise CatalogError(f"{place.at(column)}: a formula without a stored result", hint=_SAVE_AGAIN)
            texts[position] = _text(cells[position], place.at(column))
        row = make_row(header, texts, place)
        if row.cells:
            made += 1
            if made > MAX_RECORDS:
                raise too_many_rows(source.file)
            yield row


def _text(cell: Any, place: SourceRef) -> str | None:
    """Write a cell as text: numbers without `.0`, dates as ISO, zeros that the format shows."""
    value = cell.value
    if value is None or isinstance(value, str):
        if value is not None and cell.data_type == "e":
            raise CatalogError(
                f"{place}: the cell shows the error {value}", hint="correct the formula, or type the value"
            )
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""), place)
    return str(value)


def _number(value: float, number_format: str, place: SourceRef) -> str:
    if not math.isfinite(value):
        raise CatalogError(
            f"{place}: {value} is no number that can be read", hint="type the value again, as text"
        )
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    digits = str(int(value))
    zeros = number_format.split(";", 1)[0]
    return digits.zfill(len(zeros)) if _ZEROS.fullmatch(zeros) else digits
