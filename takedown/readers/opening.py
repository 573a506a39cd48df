"""Opens a source, whatever it is: the content decides which reader takes it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol

from takedown.errors import CatalogError
from takedown.model import SourceRef
from takedown.readers.layouts.known import known_count
from takedown.readers.layouts.tables import HEADER_WITHIN, Found, RowReader, find_header, unknown_header
from takedown.readers.plain.columns import visible
from takedown.readers.plain.delimited import (
    DELIMITERS,
    Delimited,
    Record,
    first_records,
    frequency,
    open_delimited,
)
from takedown.readers.plain.text import MARKS, Spelling, find_wrong_byte, open_file, read_beginning
from takedown.readers.recognising import Form, form_of, refuse_other_formats, refuse_text_as_workbook
from takedown.sources import BadRow, Source, SourceItem, SourceRow


class Opener(Protocol):
    """Opens one form of source."""

    def __call__(self, path: Path, *, name: str) -> AbstractContextManager[Source]: ...


#: So much text is looked through for a header; titles and remarks above it are short.
_ABOVE_HEADER = 250_000
#: So many rows are looked at to see whether all of them are longer than the header.
_LOOKED_AT = 50
_AFTER_FAULT = (
    "mend the line in the file (a quotation mark inside a cell is written twice), and import it again"
)


def open_source(
    path: Path, *, name: str, encoding: str = "", sheet: str = ""
) -> AbstractContextManager[Source]:
    """Open a file or folder as a source of music data; its rows are read one by one, while it is open.

    `name` is how messages call it. `encoding` wins over what a text says of itself, `sheet` names a sheet of a
    workbook. Raises CatalogError, with place and next step, for what no reader takes; rows may raise it too.
    """
    if path.is_dir():
        return _whole(Form.AUDIO)(path, name=name)
    beginning = read_beginning(path, name=name)
    form = form_of(beginning)
    if form is Form.ZIP:
        # openpyxl takes a tenth of a second to load, and most sources are text.
        from takedown.readers.workbooks.sheets import open_workbook

        return open_workbook(path, name=name, sheet=sheet)
    if form is Form.TEXT:
        refuse_text_as_workbook(path, beginning, name=name)
        refuse_other_formats(path, beginning, name=name)
        return open_table(path, name=name, encoding=encoding)
    return _whole(form)(path, name=name)


def _whole(form: Form) -> Opener:
    """The reader of a form that is no table; each is loaded only when it is needed."""
    if form is Form.AUDIO:
        from takedown.readers.tagged.audio import open_folder

        return open_folder
    if form is Form.DATABASE:
        from takedown.readers.libraries.beets import open_library

        return open_library
    if form is Form.XML:
        from takedown.readers.ddex.ern import open_ern

        return open_ern
    from takedown.readers.libraries.musicbrainz import open_release

    return open_release


@contextmanager
def open_table(path: Path, *, name: str, encoding: str = "") -> Iterator[Source]:
    """Open delimited text: the header is the first row that a layout knows, below remarks and titles."""
    spelling, notes = _spelling(path, name=name, encoding=encoding)
    with open_delimited(path, name=name, spelling=spelling, choose=_delimiter, lenient=True) as table:
        found = _in_its_country(_header(table, name=name), table.delimiter)
        layout = found.layout
        yield Source(
            name=name,
            layout=layout.title,
            nature=layout.nature,
            rows=_items(table, found, name=name),
            distributor=layout.distributor,
            notes=(*notes, *layout.notes),
            done=table.done,
        )


def _delimiter(lines: Sequence[str]) -> str:
    """Choose the delimiter by which a row among the first is a header that is known, or has most known names."""

    def fitness(mark: str) -> tuple[bool, int, int]:
        rows = _first(first_records(lines, mark))
        known = max((known_count(cells) for _, cells in rows), default=0)
        return find_header(rows) is not None, known, frequency(lines, mark)

    return max(DELIMITERS, key=fitness)


def _first(rows: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    return [row for _, row in zip(range(HEADER_WITHIN), rows, strict=False)]


def _header(table: Delimited, *, name: str) -> Found:
    """Read up to the header; CatalogError where none of the first rows is one."""
    rows: list[tuple[int, Sequence[str]]] = []
    faults: list[Record] = []
    characters = 0
    for record in table.records:
        characters += len(record.raw)
        if record.fault:
            faults.append(record)
        elif not record.is_empty:
            rows.append((record.row, record.cells))
            if found := find_header(rows[-1:]):
                return found
        if len(rows) + len(faults) == HEADER_WITHIN or characters > _ABOVE_HEADER:
            break
    if faults:  # very likely the header itself
        place = SourceRef(file=name, row=faults[0].row)
        raise CatalogError(f"{place}: {faults[0].fault}, and no header that is known", hint=_AFTER_FAULT)
    raise unknown_header(rows, name=name)


def _in_its_country(found: Found, delimiter: str) -> Found:
    """A spreadsheet program that divides cells by semicolons writes decimals with a comma: so do those of Europe."""
    sale = found.layout.sale
    if delimiter != ";" or sale is None:
        return found
    return replace(found, layout=replace(found.layout, sale=replace(sale, comma=True)))


def _items(table: Delimited, found: Found, *, name: str) -> Iterator[SourceItem]:
    reader = RowReader(found)
    first = [record for _, record in zip(range(_LOOKED_AT), table.records, strict=False)]
    width = reader.width
    whole = width + _spare_cells(first, width)
    for record in chain(first, table.records):
        source = SourceRef(file=name, row=record.row)
        if record.fault:
            yield _unreadable(record, source)
        elif record.is_empty:
            continue
        elif len(record.cells) not in (width, whole) or any(cell.strip() for cell in record.cells[width:]):
            yield reader.ragged(record.cells, source)
        else:
            yield reader.item(record.cells.__getitem__, source)


def _spare_cells(records: Sequence[Record], width: int) -> int:
    """How many empty cells every row has beyond the header: some programs end each row, and not the header, with marks.

    In one row alone they are the sign of a delimiter inside a cell, which moves all that follow.
    """
    rows = [record.cells for record in records if not record.fault and not record.is_empty]
    spare = {len(cells) - width for cells in rows}
    return spare.pop() if len(rows) > 1 and len(spare) == 1 and min(spare) > 0 else 0


def _unreadable(record: Record, source: SourceRef) -> BadRow:
    """Give back a line that cannot be told apart. Its text is not shown: nobody knows which column it belongs to."""
    return BadRow(
        cells={},
        source=source,
        rule="E-CELL",
        reason=record.fault,
        fix=_AFTER_FAULT,
    )


def _spelling(path: Path, *, name: str, encoding: str) -> tuple[Spelling, tuple[str, ...]]:
    """Say how to read a text, and what a person should know of it.

    Only where the maker of the file is known to write an older encoding, that one is taken for what is not UTF-8.
    """
    asked = Spelling(encoding=encoding)
    try:
        fallback = "" if encoding else _fallback(path, name=name)
    except CatalogError:  # it will be said when the text is read
        return asked, ()
    if not fallback:
        return asked, ()
    with open_file(path, name=name) as file:
        in_order = find_wrong_byte(file, "utf-8") is None
        file.seek(0)
        if in_order or find_wrong_byte(file, fallback) is not None:
            return asked, ()
    example = _example(path, name=name, encoding=fallback)
    shown = f": look at '{visible(example)}'" if example else ""
    return (
        Spelling(encoding=fallback),
        (f"not UTF-8, so it was read as {fallback}, which older files of this kind are in{shown}",),
    )


def _fallback(path: Path, *, name: str) -> str:
    """The older encoding of the layout, where the file is one of a layout that has one."""
    any_byte = Spelling(
        encoding="latin-1"
    )  # names of columns are ASCII in every encoding of a layout that has one
    if read_beginning(path, name=name).startswith(MARKS):
        return ""
    with open_delimited(path, name=name, spelling=any_byte, choose=_delimiter, lenient=True) as table:
        return _header(table, name=name).layout.fallback_encoding


def _example(path: Path, *, name: str, encoding: str) -> str:
    """Find the first text that is read in an older encoding with a letter that is not ASCII."""
    with open_table(path, name=name, encoding=encoding) as source:
        for item in source.rows:
            if isinstance(item, SourceRow):
                for text in item.cells.values():
                    if not text.isascii():
                        return text
    return ""
