"""The rows that stand in the file of a sheet, and none between them.

`iter_rows` of openpyxl makes up every row of a gap: one cell at the foot of a sheet costs a million steps, each time it
is read. So its sheets are asked for what they read themselves by; a test holds both ways equal.
"""
# ruff: noqa: SLF001 – openpyxl has no public way to read a sheet without its gaps

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.worksheet._reader import WorkSheetParser

Cells = Sequence[Any]


def written_rows(sheet: Any, *, max_row: int, max_col: int) -> Iterator[tuple[int, Cells]]:
    """Yield (row, cells) of a read-only sheet, as wide as `max_col`; a row that stands too late is no row."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        reached = 0
        for number, cells in parser.parse():
            if number > max_row:
                return
            if number > reached:
                reached = number
                yield number, sheet._get_row(cells, max_col=max_col)
