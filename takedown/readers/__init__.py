"""Reads catalogs, small tables and sources: a file in, rows of text with their places out. Meaning is for checks.

Sources are opened by `takedown.readers.opening`, which knows the layouts of many makers; a catalog needs none of them.

The content decides how a file is read, never its name alone: spreadsheet programs save one thing under the
name of another.
"""

from pathlib import Path

from takedown.errors import CatalogError
from takedown.model import COLUMNS, Catalog, Row
from takedown.readers.plain.columns import Wanted
from takedown.readers.plain.delimited import read_delimited
from takedown.readers.plain.text import Spelling, read_beginning
from takedown.readers.recognising import Form, form_of, refuse_other_formats, refuse_text_as_workbook

__all__ = ["read_catalog", "read_table"]

CATALOG = Wanted(known=COLUMNS, required=(("artist",), ("release", "track")))


def read_catalog(path: Path, *, name: str, encoding: str = "", sheet: str = "") -> Catalog:
    """Read the rows of a catalog: CSV, TSV or XLSX, in the columns of the contract.

    `name` is how messages call the file. `encoding` wins over what the file says of itself; `sheet` names a
    sheet of a workbook; otherwise the first visible one with a usable header is read. Raises CatalogError
    with place and next step.
    """
    beginning = read_beginning(path, name=name)
    if form_of(beginning) is Form.ZIP:
        # openpyxl takes a tenth of a second to load, and most catalogs are text.
        from takedown.readers.workbooks.workbook import read_workbook

        rows = read_workbook(path, name=name, wanted=CATALOG, sheet=sheet)
    else:
        refuse_text_as_workbook(path, beginning, name=name)
        refuse_other_formats(path, beginning, name=name)
        rows = read_delimited(path, name=name, wanted=CATALOG, spelling=Spelling(encoding=encoding))
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
    refuse_other_formats(path, read_beginning(path, name=name), name=name)
    spelling = Spelling(encoding=encoding, option=False)
    return read_delimited(path, name=name, wanted=Wanted(known=known, required=required), spelling=spelling)
