"""Cells that a spreadsheet would run: `'` before them on the way out, and off again on the way in.

Excel, LibreOffice and Sheets take a cell for a formula by its first character, also where the file is plain CSV
(OWASP, "CSV Injection"). An apostrophe in front makes it text. Cells that already begin with apostrophes before a
formula get one more, so that what was written can be read back exactly.
"""

import csv
import io
import re
from collections.abc import Iterable

#: What begins a formula: `= + - @`, their full-width forms, behind white space and on any line; a tab or a return.
_FORMULA = re.compile(r"(?:^|[\r\n])\s*[=+\-@＝＋－＠]|^[\t\r]")
_GUARD = "'"


def guarded(cell: str) -> str:
    """Put `'` before what a spreadsheet would run as a formula; any other cell stays as it is."""
    return _GUARD + cell if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """Take off the `'` that `guarded` put on, and no other: `unguarded(guarded(cell)) == cell`."""
    return cell[1:] if cell.startswith(_GUARD) and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return _FORMULA.search(cell.lstrip(_GUARD)) is not None


def csv_line(cells: Iterable[str], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write one line of a table. A lone return inside a cell is quoted, too, so that it does not end the line."""
    buffer = io.StringIO()
    # The csv module quotes a return only where it stands in the line end.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().removesuffix("\r\n") + end
