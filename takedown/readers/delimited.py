"""Text with delimiters: comma, semicolon, tab or pipe. The header decides which; no data is sniffed."""

import csv
import io
import re
from collections.abc import Iterator

from takedown.errors import CatalogError
from takedown.model import Row, SourceRef
from takedown.readers.columns import Header, Wanted, known_columns, make_row, match_header, tidy, visible

#: Rows of one file. The largest catalogs known have some ten thousand; each row takes about 1 kB of memory.
MAX_RECORDS = 250_000

_DELIMITERS = (",", ";", "\t", "|")
_BEGINNING = 4_000
#: Excel writes and reads this first line: it names the delimiter.
_SEP = re.compile(r'"?sep=(.)"?[,;\t|]*\r?\n?', re.IGNORECASE)


def read_delimited(text: str, *, name: str, wanted: Wanted) -> tuple[Row, ...]:
    """Read the rows of a text, each with its physical line; CatalogError names file, row and column."""
    lines = io.StringIO(text, newline="")
    delimiter, skipped = _named_delimiter(lines, name=name)
    body = text[lines.tell() :] if skipped else text
    delimiter = delimiter or _best_delimiter(body, wanted)
    header: Header | None = None
    rows: list[Row] = []
    for line, cells in _records(body, delimiter, first=skipped + 1, name=name):
        source = SourceRef(file=name, row=line)
        if header is None:
            header = match_header(cells, wanted=wanted, source=source)
            continue
        if len(cells) != header.width:
            raise _ragged(cells, header, source)
        if len(rows) == MAX_RECORDS:
            raise too_many_rows(name)
        rows.append(make_row(header, cells, source))
    if header is None:
        raise CatalogError(
            f"{name}: no header", hint=f"the first line names the columns: {', '.join(wanted.known[:5])} …"
        )
    return tuple(rows)


def too_many_rows(name: str) -> CatalogError:
    """Say that a table is longer than any catalog."""
    return CatalogError(f"{name}: more than {MAX_RECORDS:,} rows", hint="split the file into several ones")


def _named_delimiter(lines: io.StringIO, *, name: str) -> tuple[str, int]:
    """Read the delimiter of a `sep=` line and how many lines it took; nothing where there is none."""
    found = _SEP.fullmatch(lines.readline())
    if not found:
        return "", 0
    if found[1] not in _DELIMITERS:
        raise CatalogError(
            f"{SourceRef(file=name, row=1)}: sep={visible(found[1])} is no delimiter that can be read",
            hint="separate the cells by comma, semicolon, tab or |",
        )
    return found[1], 1


def _best_delimiter(text: str, wanted: Wanted) -> str:
    """Choose the delimiter by which the header has most known columns; without any, the most frequent one."""
    beginning = text[:_BEGINNING]
    return max(
        _DELIMITERS, key=lambda mark: (known_columns(_header(text, mark), wanted), beginning.count(mark))
    )


def _header(text: str, delimiter: str) -> list[str]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return next((cells for cells in reader if any(map(tidy, cells))), [])
    except csv.Error:
        return []


def _records(text: str, delimiter: str, *, first: int, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it begins, cells) of every record that is not empty; quotes must be closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begin = reader.line_num + first
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unclosed(begin, reader.line_num + first - 1, name, error) from error
        if any(map(tidy, cells)):
            yield begin, cells


def _unclosed(begin: int, end: int, name: str, error: csv.Error) -> CatalogError:
    until = f", read as one cell until row {end}" if end > begin else ""
    if "expected after" in str(error):
        problem = f"a quotation mark in the middle of a cell, or one that is not closed{until}"
    elif "field larger" in str(error):
        problem = (
            f"a quotation mark that is not closed (more than {csv.field_size_limit():,} characters){until}"
        )
    elif "unexpected end" in str(error):
        problem = f"a quotation mark that is not closed{until}"
    else:
        problem = f"cannot be read as cells ({error})"
    return CatalogError(
        f"{SourceRef(file=name, row=begin)}: {problem}",
        hint='close it, and write a quotation mark inside a cell twice: "The ""Live"" Tape"',
    )


def _ragged(cells: list[str], header: Header, source: SourceRef) -> CatalogError:
    beginning = " | ".join(visible(tidy(cell)[:30]) for cell in cells[:3])
    more = len(cells) > header.width
    return CatalogError(
        f"{source}: {len(cells)} cells, the header has {header.width} (the row begins: {beginning})",
        hint="put quotation marks around cells that hold the delimiter"
        if more
        else "add the cells that are missing at its end",
    )
