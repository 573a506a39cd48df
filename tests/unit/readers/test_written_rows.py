"""The rows of a sheet are read without its gaps, and otherwise as openpyxl reads them."""

import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.hostile_files import cell, row_xml, sheet_xml, workbook

from takedown.readers.workbooks.written import written_rows

FIRST = row_xml(1, "artist", "release")
LAST_ROW, LAST_COLUMN = 40, 5


def book(path: Path, *rows: str, values: bool = True) -> Any:
    return openpyxl.load_workbook(workbook(path, sheet_xml(*rows)), read_only=True, data_only=values)


@pytest.mark.parametrize("values", [True, False])
@pytest.mark.parametrize(
    "rows",
    [
        [],
        [FIRST],
        [FIRST, row_xml(2, "A", "B"), row_xml(3, "C", "D")],
        [row_xml(7, "A", "B"), row_xml(30, "C")],
        [FIRST, row_xml(LAST_ROW, "A", "B")],
        [FIRST, row_xml(LAST_ROW + 1, "A", "B")],
        [row_xml(LAST_ROW + 1, "A"), row_xml(3, "B")],
        [FIRST, row_xml(9, "A", "B"), row_xml(4, "late", "late"), row_xml(9, "again"), row_xml(10, "C")],
        ["<row/>", f"<row>{cell('A2', 'A')}</row>", '<row r="12"/>', "<row><c><v>1</v></c></row>"],
        ['<row r="0"><c r="A1"><v>1</v></c></row>', '<row r="-5"><c r="A1"><v>2</v></c></row>', FIRST],
        [f'<row r="3">{cell("B8", "elsewhere")}</row>', row_xml(5, *"ABCDEFG")],
        [FIRST, '<row r="20"><c r="A20"><f>1+1</f><v>2</v></c><c r="C20"><f>A20</f></c></row>'],
        [FIRST, '<row r="2.0"><c r="A2" t="b"><v>1</v></c></row>'],
    ],
)
def test_rows_are_those_that_openpyxl_reads_without_the_empty_ones(
    tmp_path: Path, rows: list[str], values: bool
) -> None:
    opened = book(tmp_path / "book.xlsx", *rows, values=values)
    sheet = opened.worksheets[0]
    sheet.reset_dimensions()

    def texts(numbered: Any) -> list[tuple[int, list[tuple[Any, Any]]]]:
        return [
            (number, [(one.value, one.data_type) for one in cells])
            for number, cells in numbered
            if any(one.value is not None for one in cells)
        ]

    theirs = enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN), start=1)

    assert texts(written_rows(sheet, max_row=LAST_ROW, max_col=LAST_COLUMN)) == texts(theirs)
    opened.close()


def test_a_gap_costs_nothing(tmp_path: Path) -> None:
    opened = book(tmp_path / "book.xlsx", FIRST, row_xml(10**9, "A", "B"))

    begun = time.process_time()
    numbers = [number for number, _ in written_rows(opened.worksheets[0], max_row=10**9, max_col=2)]
    assert numbers == [1, 10**9]
    assert time.process_time() - begun < 1
    opened.close()
