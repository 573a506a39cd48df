"""Text with delimiters: comma, semicolon, tab or pipe. The header decides which; no data is sniffed.

`open_delimited` gives the records one by one, each also as it stands in the file, so that who rewrites a file can
leave untouched records as they are: `mark + (directive + all raw).encode(encoding)` is the file, byte for byte.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import Row, SourceRef
from takedown.patterns import pattern
from takedown.readers.plain.columns import (
    Header,
    Wanted,
    known_columns,
    make_row,
    match_header,
    tidy,
    visible,
)
from takedown.readers.plain.text import Spelling, open_text

#: Rows of one catalog. The largest known have some ten thousand; each row takes about 1 kB of memory.
MAX_RECORDS = 250_000

DELIMITERS = (",", ";", "\t", "|")
#: Characters that a record with line breaks in its cells may have, before it is taken for an open quotation mark.
_MAX_RECORD = 4_000_000
#: How much is looked at to choose the delimiter: a few lines above the header, and the header.
_BEGINNING_LINES = 200
_BEGINNING_CHARACTERS = 250_000
#: Excel writes and reads this first line: it names the delimiter.
_SEP = pattern(r'"?sep=(.)"?[,;\t|]*[\r\n]*', re.IGNORECASE)
_LINE_END = pattern(r"\r?\n|\r")

#: Chooses the delimiter by the first lines of a text.
Chooser = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: the line on which it begins, its cells, and its text as it stands, with its line end.

    An empty line is a record too. `fault` says why the cells could not be told apart; then there are none.
    """

    row: int
    cells: Sequence[str]
    raw: str
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in its cells."""
        return not self.fault and not any(map(tidy, self.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """An opened table of text. Its records, the header among them, can be read once, while it is open."""

    delimiter: str
    encoding: str
    mark: bytes
    """The byte order mark of the file, or nothing."""
    directive: str
    """The line `sep=;` as it stands, or nothing."""
    newline: str
    """How the first line ends; empty where the file is one line without an end."""
    records: Iterator[Record]
    done: Callable[[], float]
    """How much of it has been read, from 0 to 1."""


@contextmanager
def open_delimited(
    path: Path, *, name: str, spelling: Spelling, choose: Chooser, lenient: bool = False
) -> Iterator[Delimited]:
    """Open a table of text; `choose` says which delimiter it has, unless its first line does.

    Raises CatalogError, also while records are read, naming file and row. With `lenient` a line that cannot be told
    apart, and swallows no other, is a record with a fault.
    """
    with open_text(path, name=name, spelling=spelling) as text:
        beginning = _beginning(text.lines)
        delimiter, directive = _named_delimiter(beginning, name=name)
        body = beginning[1:] if directive else beginning
        delimiter = delimiter or choose(body)
        ends = _LINE_END.search(beginning[0]) if beginning else None
        feed = _Feed(chain(body, text.lines), name=name, first=2 if directive else 1)
        yield Delimited(
            delimiter=delimiter,
            encoding=text.encoding,
            mark=text.mark,
            directive=directive,
            newline=ends[0] if ends else "",
            records=_records(feed, delimiter, lenient=lenient),
            done=text.done,
        )


def read_delimited(path: Path, *, name: str, wanted: Wanted, spelling: Spelling) -> tuple[Row, ...]:
    """Read all rows of a table, each with its physical line; CatalogError names file, row and column."""
    header: Header | None = None
    rows: list[Row] = []
    with open_delimited(path, name=name, spelling=spelling, choose=by_columns(wanted)) as table:
        for record in table.records:
            if record.is_empty:
                continue
            source = SourceRef(file=name, row=record.row)
            if header is None:
                header = match_header(record.cells, wanted=wanted, source=source)
                continue
            if len(record.cells) != header.width:
                raise _ragged(record.cells, header, source)
            if len(rows) == MAX_RECORDS:
                raise too_many_rows(name)
            rows.append(make_row(header, record.cells, source))
    if header is None:
        raise CatalogError(
            f"{name}: no header", hint=f"the first line names the columns: {', '.join(wanted.known[:5])} …"
        )
    return tuple(rows)


def too_many_rows(name: str) -> CatalogError:
    """Say that a table is longer than any catalog."""
    return CatalogError(f"{name}: more than {MAX_RECORDS:,} rows", hint="split the file into several ones")


def by_columns(wanted: Wanted) -> Chooser:
    """Choose the delimiter by which the header has most known columns; without any, the most frequent one."""

    def choose(lines: Sequence[str]) -> str:
        header = {mark: next(first_records(lines, mark), (0, []))[1] for mark in DELIMITERS}
        fits = {mark: known_columns(cells, wanted) for mark, cells in header.items()}
        best = [mark for mark in DELIMITERS if fits[mark] == max(fits.values())]
        if len(best) == 1:
            return best[0]
        # The names of all layouts are looked at only where those of the table do not decide.
        from takedown.readers.layouts.known import known_count

        return max(best, key=lambda mark: (known_count(header[mark]), frequency(lines, mark)))

    return choose


def frequency(lines: Sequence[str], delimiter: str) -> int:
    """How often a delimiter stands in the first lines."""
    return "".join(lines)[:4_000].count(delimiter)


def first_records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (lines above, cells) of the records of the first lines that are not empty, while they can be read."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = reader.line_num
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return
        if any(map(tidy, cells)):
            yield begin, cells


def _beginning(lines: Iterator[str]) -> list[str]:
    found: list[str] = []
    characters = 0
    for line in lines:
        found.append(line)
        characters += len(line)
        if len(found) == _BEGINNING_LINES or characters > _BEGINNING_CHARACTERS:
            break
    return found


def _named_delimiter(beginning: Sequence[str], *, name: str) -> tuple[str, str]:
    """Read the delimiter of a `sep=` line, and the line; nothing where there is none."""
    found = _SEP.fullmatch(beginning[0]) if beginning else None
    if not found:
        return "", ""
    if found[1] not in DELIMITERS:
        raise CatalogError(
            f"{SourceRef(file=name, row=1)}: sep={visible(found[1])} is no delimiter that can be read",
            hint="separate the cells by comma, semicolon, tab or |",
        )
    return found[1], beginning[0]


class _Feed:
    """Hands lines to the csv module and keeps those of the record that is being read."""

    def __init__(self, lines: Iterable[str], *, name: str, first: int) -> None:
        self._lines = lines
        self._name = name
        self._held: list[str] = []
        self._size = 0
        self.row = first
        """The line on which the record begins."""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._held.append(line)
            self._size += len(line)
            if self._size > _MAX_RECORD:
                raise self.unclosed("field larger than a record may be")
            yield line

    @property
    def lines(self) -> int:
        """How many lines the record has."""
        return len(self._held)

    def take(self) -> str:
        """Give the text of the record, and begin the next one."""
        held = self._held
        raw = held[0] if len(held) == 1 else "".join(held)
        self.row += len(held)
        self._size = 0
        held.clear()
        return raw

    def unclosed(self, said: str) -> CatalogError:
        """Say where a quotation mark opens that should not, and how far it was read."""
        end = self.row + self.lines - 1
        return CatalogError(
            f"{SourceRef(file=self._name, row=self.row)}: {_problem(said)}"
            + (f", read as one cell until row {end}" if end > self.row else ""),
            hint='close it, and write a quotation mark inside a cell twice: "The ""Live"" Tape"',
        )


def _records(feed: _Feed, delimiter: str, *, lenient: bool) -> Iterator[Record]:
    """Yield every record; quotes must be closed."""
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            if not lenient or feed.lines > 1 or "unexpected end" in said:
                raise feed.unclosed(said) from error
            row = feed.row
            yield Record(row=row, cells=(), raw=feed.take(), fault=_problem(said, is_line=True))
            continue
        row = feed.row
        yield Record(row=row, cells=cells, raw=feed.take())


def _problem(said: str, *, is_line: bool = False) -> str:
    """Say in words what the csv module says; `is_line`: it happened on one line, which swallowed no other."""
    if "expected after" in said:
        return "a quotation mark in the middle of a cell, or one that is not closed"
    if "field larger" in said:
        limit = f"more than {csv.field_size_limit():,} characters"
        return f"a cell of {limit}" if is_line else f"a quotation mark that is not closed ({limit})"
    if "unexpected end" in said:
        return "a quotation mark that is not closed"
    return f"cannot be read as cells ({said})"


def _ragged(cells: Sequence[str], header: Header, source: SourceRef) -> CatalogError:
    beginning = " | ".join(visible(tidy(cell)[:30]) for cell in cells[:3])
    more = len(cells) > header.width
    return CatalogError(
        f"{source}: {len(cells)} cells, the header has {header.width} (the row begins: {beginning})",
        hint="put quotation marks around cells that hold the delimiter"
        if more
        else "add the cells that are missing at its end",
    )
