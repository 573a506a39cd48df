"""Reads catalogs and small tables: a file in, rows of text with their places out. Meaning is for checks.

The content decides how a file is read, never its name alone: spreadsheet programs save one thing under the
name of another.
"""

from pathlib import Path

from takedown.errors import CatalogError
from takedown.model import COLUMNS, Catalog, Row
from takedown.readers.columns import Wanted
from takedown.readers.delimited import read_delimited
from takedown.readers.text import Spelling, decode, read_bytes, refuse_other_formats

__all__ = ["read_catalog", "read_table"]

CATALOG = Wanted(known=COLUMNS, required=(("artist",), ("release", "track")))

_ZIP = b"PK\x03\x04"
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


def read_catalog(path: Path, *, name: str, encoding: str = "", sheet: str = "") -> Catalog:
    """Read the rows of a catalog: CSV, TSV or XLSX, in the columns of the contract.

    `name` is how messages call the file. `encoding` wins over what the file says of itself; `sheet` names a
    sheet of a workbook; otherwise the first visible one with a usable header is read. Raises CatalogError
    with place and next step.
    """
    content = read_bytes(path, name=name)
    if content.startswith(_ZIP):
        # openpyxl takes a tenth of a second to load, and most catalogs are text.
        from takedown.readers.workbook import read_workbook

        rows = read_workbook(content, name=name, wanted=CATALOG, sheet=sheet)
    else:
        if path.suffix.lower() in _WORKBOOKS and not content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
            raise CatalogError(
                f"{name}: the name says Excel workbook, the content is not one",
                hint=f"save it again as .xlsx, or rename it to {path.stem}.csv if it is text",
            )
        refuse_other_formats(path, content, name=name)
        text = decode(content, name=name, spelling=Spelling(encoding=encoding))
        rows = read_delimited(text, name=name, wanted=CATALOG)
    if not rows:
        raise CatalogError(
            f"{name}: a header without rows", hint="write one row per recording, or one per release"
        )
    return Catalog(rows=rows, file=name)


def read_table(
    path: Path,
    *,
    name: str,
    known: tuple[str, ...],
    required: tuple[tuple[str, ...], ...] = (),
    encoding: str = "",
) -> tuple[Row, ...]:
    """Read a CSV beside the catalog (decisions.csv, principals.csv); a header alone is an empty table.

    Of each group in `required` one column must be there. Raises CatalogError as `read_catalog` does.
    """
    content = read_bytes(path, name=name)
    refuse_other_formats(path, content, name=name)
    text = decode(content, name=name, spelling=Spelling(encoding=encoding, option=False))
    return read_delimited(text, name=name, wanted=Wanted(known=known, required=required))
