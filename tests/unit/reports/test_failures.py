"""What did not arrive as a file: written, edited in a spreadsheet, and read again."""

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support.report_samples import status_report

from takedown.audit import Dispatch
from takedown.errors import UsageError
from takedown.reports.failures import failures_csv, read_failures

FIRST, SECOND, THIRD = KNOWN = ("AAAAAAAAAA", "BBBBBBBBBB", "C234567C23")
WRITTEN = (
    "notice,state,desk,command\r\n"
    f"{SECOND},rejected,label-1,takedown outbox list {SECOND}\r\n"
    f"{FIRST},in-doubt,label-2,takedown outbox resolve {FIRST}\r\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "failures.csv"
    path.write_text(WRITTEN, encoding="utf-8", newline="")
    return path


#: What did not arrive, or may not have → the command that goes on with it.
COMMANDS = {
    Dispatch.FAILED: "takedown outbox list",
    Dispatch.REJECTED: "takedown outbox list",
    Dispatch.IN_DOUBT: "takedown outbox resolve",
}


@pytest.mark.parametrize("dispatch", Dispatch)
def test_only_what_did_not_arrive_is_written_and_is_read_back(file: Path, dispatch: Dispatch) -> None:
    report = status_report()
    report = replace(report, notices=(replace(report.notices[0], id=FIRST, dispatch=dispatch),))
    file.write_text(failures_csv(report), encoding="utf-8", newline="")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))

    command = COMMANDS.get(dispatch)
    assert [(row["notice"], row["state"], row["command"]) for row in rows] == (
        [(FIRST, dispatch.value, f"{command} {FIRST}")] if command else []
    )
    if command:
        assert read_failures(file, KNOWN) == (FIRST,)


def test_the_notices_of_the_file_come_in_its_order(file: Path) -> None:
    assert read_failures(file, KNOWN) == (SECOND, FIRST)


def test_a_spreadsheet_may_have_saved_it_with_a_mark_semicolons_and_another_order_of_columns(
    file: Path,
) -> None:
    said = (
        f"State;My note;Notice;Desk\r\nrejected;asked them;{THIRD};label\r\n;;;\r\nfailed;;{FIRST};label\r\n"
    )
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_text(said, encoding=encoding, newline="")
        assert read_failures(file, KNOWN) == (THIRD, FIRST)


def test_a_doubled_row_is_one_notice_and_small_letters_are_the_same_id(file: Path) -> None:
    file.write_text(f"{WRITTEN}{SECOND.lower()},rejected,label-1,\r\n", encoding="utf-8", newline="")

    assert read_failures(file, KNOWN) == (SECOND, FIRST)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("notice,state,desk,command\r\n", "names no notice"),
        ("artist,release,upc\r\nThe Lights,Album,4000\r\n", "the header has no column notice and none called state"),
        (f"notice,case,dispatch\r\n{FIRST},C,failed\r\n", "the header has no column state"),
        ("notice,state\r\nABCDEFGHIJ,failed\r\n", "row 2, column notice: no notice of this workspace is called"),
        (f"notice,state\r\n{FIRST[:6]},failed\r\n", "is called 'AAAAAA'"),
        ("notice,state\r\n,failed\r\n", "row 2, column notice: empty"),
        (f"notice,state\r\n{FIRST}\r\n", "row 2: 1 cells, the header has 2"),
        ('notice,state\r\n"open,failed\r\n', "a quotation mark that is not closed"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_place_value_and_next_step(
    file: Path, content: str, said: str
) -> None:
    file.write_text(content, encoding="utf-8", newline="")
    with pytest.raises(UsageError) as refused:
        read_failures(file, KNOWN)

    assert said in refused.value.message
    assert str(file) in refused.value.message
    assert "takedown report --failures FILE" in refused.value.hint


def test_a_workbook_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "failures.xlsx"
    openpyxl.Workbook().save(book)
    for path in (book, tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(UsageError) as refused:
            read_failures(path, KNOWN)
        assert str(path) in refused.value.message
        assert refused.value.hint
