"""rejected-answers.csv: what could not be used of what people sent, with the place, the reason and what to do."""

import os
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path

from takedown.errors import CatalogError, ConfigError
from takedown.model import SourceRef
from takedown.readers import read_table
from takedown.register.intake.values import Rejected, Use
from takedown.spreadsheet import csv_lines, guarded

FILE = "rejected-answers.csv"
#: No row of a table has a number of more digits.
_DIGITS = 9
COLUMNS = ("file", "sheet", "row", "column", "kind", "reason", "fix", "path")


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
            use=_use(row.get("kind")),
            path=row.get("path"),
        )
        for row in rows
    )


def _use(text: str) -> Use:
    return next((use for use in Use if use == text), Use.NOT_USED)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def replaced(
    before: Iterable[Rejected], now: Iterable[Rejected], read: Iterable[tuple[str, str]], folder: Path
) -> tuple[Rejected, ...]:
    """Put what was rejected now in the place of all that was said of the files that were read.

    A file is known by its path from the organizer's folder, whatever folder was named to read it.
    """
    names, places = set[str](), set[str]()
    for name, path in read:
        names.add(name)
        places.add(_from(folder, path))
    stays = (one for one in before if not _was_read(one, names, places))
    fresh = (replace(one, path=_from(folder, one.path)) for one in now)
    return tuple(dict.fromkeys((*stays, *fresh)))


def _was_read(one: Rejected, names: Container[str], places: Container[str]) -> bool:
    return one.path in places if one.path else one.source.file.partition(", message ")[0] in names


def _from(folder: Path, path: str) -> str:
    """The way from the folder to a file, as it is written in the list; on another drive there is none."""
    if not path:
        return ""
    try:
        way = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
    except ValueError:
        way = os.path.realpath(path)
    return _written(Path(way).as_posix())


def rejected_bytes(rejected: Iterable[Rejected]) -> bytes:
    """Write the file, by file and row."""

    def place(one: Rejected) -> tuple[str, str, int, str]:
        return one.source.file, one.source.sheet, one.source.row, one.source.column

    rows = (
        (
            one.source.file,
            one.source.sheet,
            str(one.source.row or ""),
            one.source.column,
            one.use.value,
            one.reason,
            one.fix,
            one.path,
        )
        for one in sorted(rejected, key=place)
    )
    return csv_lines([COLUMNS, *([_cell(cell) for cell in row] for row in rows)]).encode()


def _cell(text: str) -> str:
    return guarded(_written(text))


def _written(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:1_000]
