"""What did not arrive, as a file: a line for each notice, to look at, to shorten, and to send again from."""

from collections.abc import Collection
from pathlib import Path

from takedown.audit import AuditReport, Dispatch, NoticeState
from takedown.errors import CatalogError, UsageError
from takedown.model import Row
from takedown.readers import read_table
from takedown.readers.plain.columns import visible
from takedown.reports.as_csv import shown_cell
from takedown.spreadsheet import csv_lines

COLUMNS = ("notice", "state", "desk", "command")
#: It did not arrive, or may not have → what a person does about this one alone.
_COMMANDS = {
    Dispatch.FAILED: "takedown outbox list {notice}",
    Dispatch.REJECTED: "takedown outbox list {notice}",
    Dispatch.IN_DOUBT: "takedown outbox resolve {notice}",
}
_ANEW = "takedown report --failures FILE writes what did not arrive, as CSV"


def failed(report: AuditReport) -> tuple[NoticeState, ...]:
    """List the notices that did not arrive, or may not have."""
    return tuple(notice for notice in report.notices if notice.dispatch in _COMMANDS)


def failures_csv(report: AuditReport) -> str:
    """Write them, one line a notice, each with the command that goes on with it."""
    rows = [
        (notice.id, notice.dispatch.value, notice.desk, _COMMANDS[notice.dispatch].format(notice=notice.id))
        for notice in failed(report)
    ]
    return csv_lines([COLUMNS, *(tuple(map(shown_cell, row)) for row in rows)], end="\r\n")


def read_failures(path: Path, known: Collection[str]) -> tuple[str, ...]:
    """Read the ids of such a file, each once, in its order; `known` are those of the workspace.

    A spreadsheet may have saved it: with another delimiter, order of columns or encoding, and with lines left out.
    UsageError for another file, for one that names no notice, and for a row whose notice there is not: whoever names
    none means all elsewhere, and that must not come of an empty file.
    """
    try:
        rows = read_table(path, name=visible(str(path)), known=COLUMNS, required=(("notice",), ("state",)))
    except CatalogError as error:
        raise UsageError(error.message, hint=_ANEW) from error
    if not rows:
        raise UsageError(f"{visible(str(path))} names no notice", hint=_ANEW)
    return tuple(dict.fromkeys(_known(row, known) for row in rows))


def _known(row: Row, known: Collection[str]) -> str:
    place, said = row.source.at("notice"), row.get("notice")
    if said.upper() not in known:
        what = f"no notice of this workspace is called '{visible(said[:60])}'" if said else "empty"
        raise UsageError(
            f"{place}: {what}",
            hint=f"write its id as takedown status lists it, or delete the row; {_ANEW}",
        )
    return said.upper()
