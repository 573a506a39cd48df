"""rejected-answers.csv: what could not be used of what people sent, with the place, the reason and what to do."""

from collections.abc import Iterable
from pathlib import Path

from takedown.errors import CatalogError, ConfigError
from takedown.model import SourceRef
from takedown.readers import read_table
from takedown.register.intake.values import Rejected
from takedown.spreadsheet import csv_lines, guarded

FILE = "rejected-answers.csv"
COLUMNS = ("file", "sheet", "row", "column", "reason", "fix")


def read_rejected(folder: Path) -> tuple[Rejected, ...]:
    """Read what was rejected before; nothing where there is no such file."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        rows = read_table(path, name=FILE, known=COLUMNS, required=(("file",), ("reason",)))
    except CatalogError as error:
        hint = f"{error.hint}; or move it away: it is made anew by each import"
        raise ConfigError(error.message, hint=hint) from error
    return tuple(
        Rejected(
            source=SourceRef(
                file=row.get("file"),
                sheet=row.get("sheet"),
                row=_number(row.get("row")),
                column=row.get("column"),
            ),
            reason=row.get("reason"),
            fix=row.get("fix"),
        )
        for row in rows
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 – a row of a table


def replaced(
    before: Iterable[Rejected], now: Iterable[Rejected], read: Iterable[str]
) -> tuple[Rejected, ...]:
    """Put what was rejected now in the place of all that was said of the files that were read."""
    names = frozenset(read)
    stays = (one for one in before if one.source.file.partition(", message ")[0] not in names)
    return tuple(dict.fromkeys((*stays, *now)))


def rejected_bytes(rejected: Iterable[Rejected]) -> bytes:
    """Write the file, by file and row."""

    def place(one: Rejected) -> tuple[str, str, int, str]:
        return one.source.file, one.source.sheet, one.source.row, one.source.column

    rows = (
        (one.source.file, one.source.sheet, str(one.source.row or ""), one.source.column, one.reason, one.fix)
        for one in sorted(rejected, key=place)
    )
    return csv_lines([COLUMNS, *([_cell(cell) for cell in row] for row in rows)]).encode()


def _cell(text: str) -> str:
    return guarded(" ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:1_000])
