"""Cells that a spreadsheet would run: `'` before them on the way out, and off again on the way in.

Excel, LibreOffice and Sheets take a cell for a formula by its first character, also where the file is plain CSV
(OWASP, "CSV Injection"). An apostrophe in front makes it text. Cells that already begin with apostrophes before a
formula get one more, so that what was written can be read back exactly.
"""

import csv
from collections.abc import Iterable
from types import SimpleNamespace

from takedown.patterns import pattern

#: What begins a formula: `= + - @`, their full-width forms, behind white space and on any line; a tab or a return.
_FORMULA = pattern(r"(?:^|[\r\n])\s*[=+\-@＝＋－＠]|^[\t\r]")
_GUARD = "'"


def guarded(cell: str) -> str:
    """Put `'` before what a spreadsheet would run as a formula; any other cell stays as it is."""
    # As nearly every cell: no formula, and no second line.
    if not cell or (cell[0].isalnum() and cell.isprintable()):
        return cell
    return _GUARD + cell if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """Take off the `'` that `guarded` put on, and no other: `unguarded(guarded(cell)) == cell`."""
    return cell[1:] if cell.startswith(_GUARD) and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return _FORMULA.search(cell.lstrip(_GUARD)) is not None


def csv_line(cells: Iterable[str], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write one line of a table. A lone return inside a cell is quoted, too, so that it does not end the line."""
    return csv_lines((cells,), delimiter=delimiter, end=end)


def csv_lines(rows: Iterable[Iterable[str]], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write the lines of a table likewise."""
    lines: list[str] = []
    # The csv module quotes a return only where it stands in the line end. It writes line by line.
    writer = csv.writer(SimpleNamespace(write=lines.append), delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(rows)
    return "".join([line.removesuffix("\r\n") + end for line in lines])
