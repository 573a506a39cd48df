"""The private list of those who signed: names, and others by which they are known."""

from collections.abc import Sequence
from pathlib import Path

from takedown.errors import CatalogError, UsageError
from takedown.readers.plain.text import read_beginning
from takedown.register.intake.packed import is_workbook
from takedown.register.intake.tables import TableRow, open_rows
from takedown.register.intake.words import field_of, plain
from takedown.register.matching import Signatory, signatories_of

FILE = "signatories.csv"
_NAMES = frozenset({"name", "names", "signatory", "signatories", "signed by", "signer"})
_OTHERS = frozenset({"others", "other names", "also known as", "aka", "alias", "aliases"})


def read_signatories(path: Path, *, encoding: str = "") -> tuple[Signatory, ...]:
    """Read a list: a column `name` (or artist, band …), and `others`, divided by semicolons, where there is one.

    A list without headings is one of names alone. UsageError where there is no list.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file", hint="name the list: takedown register match signatories.csv")
    try:
        packed = read_beginning(path, name=path.name).startswith(b"PK\x03\x04")
        if packed and not is_workbook(path):
            raise UsageError(f"{path} is no workbook", hint="save the list as CSV UTF-8 or as .xlsx")
        with open_rows(path, name=path.name, is_workbook=packed, encoding=encoding, known=_headings) as rows:
            found = [row for row in rows if any(row.cells)]
    except CatalogError as error:
        raise UsageError(error.message, hint=error.hint) from error
    if not found:
        raise UsageError(
            f"{path} names nobody", hint="write a heading `name`, and one name in each line below it"
        )
    return _of(found, path)


def _of(rows: Sequence[TableRow], path: Path) -> tuple[Signatory, ...]:
    header = rows[0].cells
    place = next((at for at, cell in enumerate(header) if _is_name(cell)), None)
    others = next((at for at, cell in enumerate(header) if plain(cell) in _OTHERS), None)
    if place is None and sum(map(bool, header)) > 1:
        raise UsageError(
            f"{path}, row {rows[0].source.row}: no column is called name",
            hint="call the column of names `name`",
        )
    body = rows if place is None else rows[1:]
    return signatories_of(
        {"name": _cell(row, place or 0), "others": _cell(row, others) if others is not None else ""}
        for row in body
    )


def _cell(row: TableRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _is_name(cell: str) -> bool:
    return bool(cell) and (plain(cell) in _NAMES or field_of(cell) == "artist")


def _headings(cells: Sequence[str]) -> int:
    return sum(_is_name(cell) or plain(cell) in _OTHERS for cell in cells)
