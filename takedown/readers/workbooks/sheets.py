"""Opens an Excel workbook as a source: the sheet whose header a layout knows, below remarks and titles."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from takedown.model import SourceRef
from takedown.readers.layouts.tables import HEADER_WITHIN, Found, RowReader, find_header, unknown_header
from takedown.readers.plain.columns import visible
from takedown.readers.workbooks.revelator import is_revelator, open_revelator
from takedown.readers.workbooks.workbook import Book, Sheet, open_book
from takedown.sources import Source, SourceItem


@contextmanager
def open_workbook(path: Path, *, name: str, sheet: str = "") -> Iterator[Source]:
    """Open a workbook: the named sheet, else the first visible one with a header that is known.

    Raises CatalogError where it is no workbook, or no sheet can be read.
    """
    with open_book(path, name=name) as book:
        if not sheet and is_revelator(book.titles):
            with open_revelator(path, name=name) as source:
                yield source
            return
        found = {title: header for title in _candidates(book, sheet) if (header := _header(book, title))}
        if not found:
            title, rows = _fullest(book, sheet)
            raise unknown_header(rows, name=name, sheet=title)
        title, header = next(iter(found.items()))
        opened = book.sheet(title)
        yield Source(
            name=name,
            layout=header.layout.title,
            nature=header.layout.nature,
            rows=_items(opened, header, name=name),
            distributor=header.layout.distributor,
            notes=(*_others(title, [*found][1:]), *header.layout.notes),
            done=opened.done,
        )


def _candidates(book: Book, sheet: str) -> tuple[str, ...]:
    return (book.named(sheet),) if sheet else book.visible


def _first_rows(book: Book, title: str) -> list[tuple[int, list[str]]]:
    return [(row, line.heading()) for row, line in islice(book.sheet(title).lines, HEADER_WITHIN)]


def _header(book: Book, title: str) -> Found | None:
    return find_header(_first_rows(book, title))


def _fullest(book: Book, sheet: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The sheet that says best what is missing: the first one with anything in it."""
    rows: list[tuple[int, list[str]]] = []
    for title in _candidates(book, sheet):
        if rows := _first_rows(book, title):
            return title, rows
    return "", rows


def _others(title: str, others: list[str]) -> tuple[str, ...]:
    if not others:
        return ()
    shown = ", ".join(f"'{visible(other)}'" for other in others)
    return (f"sheet '{visible(title)}' is read; {shown} can be read too, by name",)


def _items(sheet: Sheet, found: Found, *, name: str) -> Iterator[SourceItem]:
    reader = RowReader(found)
    for row, line in sheet.lines:
        if row > found.row:
            yield reader.item(line.text, SourceRef(file=name, sheet=sheet.title, row=row))
