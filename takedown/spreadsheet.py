"""Cells that a spreadsheet would run: `'` before them on the way out, and off again on the way in.

Excel, LibreOffice and Sheets take a cell for a formula by its first character, also where the file is plain CSV
(OWASP, "CSV Injection"). An apostrophe in front makes it text. Cells that already begin with apostrophes before a
formula get one more, so that what was written can be read back exactly.
"""

from collections.abc import Iterable

from takedown.patterns import pattern

#: What begins a formula: `= + - @`, their full-width forms, behind white space and on any line; a tab or a return.
_FORMULA = pattern(r"(?:^|[\r\n])\s*[=+\-@＝＋－＠]|^[\t\r]")
GUARD = "'"


def guarded(cell: str) -> str:
    """Put `'` before what a spreadsheet would run as a formula; any other cell stays as it is."""
    # As nearly every cell: no formula, and no second line.
    if not cell or (cell[0].isalnum() and cell.isprintable()):
        return cell
    return GUARD + cell if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    """Take off the `'` that `guarded` put on, and no other: `unguarded(guarded(cell)) == cell`."""
    return cell[1:] if cell.startswith(GUARD) and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return _FORMULA.search(cell.lstrip(GUARD)) is not None


def csv_line(cells: Iterable[str], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write one line of a table. A lone return inside a cell is quoted, too, so that it does not end the line."""
    return csv_cells(cells, delimiter=delimiter) + end


def csv_lines(rows: Iterable[Iterable[str]], *, delimiter: str = ",", end: str = "\n") -> str:
    """Write the lines of a table likewise."""
    return "".join([csv_cells(row, delimiter=delimiter) + end for row in rows])


def csv_cells(cells: Iterable[str], *, delimiter: str = ",") -> str:
    """Write cells as they stand in a line, or in a part of one. They are what `csv.writer` makes of them.

    It looks at each character by itself; here only a line that holds something to quote is taken apart.
    """
    row = tuple(cells)
    if row == ("",):  # an empty line would have no cell at all
        return '""'
    line = delimiter.join(row)
    if '"' in line or "\n" in line or "\r" in line or line.count(delimiter) >= len(row) > 0:
        return delimiter.join([_quoted(cell, delimiter) for cell in row])
    return line


def _quoted(cell: str, delimiter: str) -> str:
    must_be = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if must_be else cell
