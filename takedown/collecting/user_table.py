"""A table that belongs to the user: cells are filled in and rows added at its end; all else stays byte for byte.

Own columns, their order, comments in them, the delimiter, the encoding and the line ends are the user's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import Row, SourceRef
from takedown.readers.plain.columns import Header, Wanted, column_name, make_row, match_header
from takedown.readers.plain.delimited import Delimited, Record, by_columns, open_delimited
from takedown.readers.plain.text import Spelling
from takedown.spreadsheet import csv_line, guarded

Filling = tuple[int, Mapping[str, str]]
"""A row of the table, and what is filled into its empty cells, by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTable:
    """A table: where it is, how it is called in messages, and its columns."""

    path: Path
    name: str
    wanted: Wanted
    usual: tuple[str, ...]
    """The columns of a new file; others are added when something stands in them."""
    encoding: str = ""

    @property
    def exists(self) -> bool:
        """Whether there is anything in it. An empty file is one that is not begun yet."""
        return self.path.is_file() and self.path.stat().st_size > 0

    def rows(self) -> Iterator[Row]:
        """Yield its rows, one by one; none where it does not exist. CatalogError names file, row and column."""
        if not self.exists:
            return
        with self._opened() as file:
            header: Header | None = None
            for record in file.records:
                if record.is_empty:
                    continue
                source = SourceRef(file=self.name, row=record.row)
                if header is None:
                    header = match_header(record.cells, wanted=self.wanted, source=source)
                elif len(record.cells) != header.width:
                    raise CatalogError(
                        f"{source}: {len(record.cells)} cells, the header has {header.width}",
                        hint="mend this row first: put quotation marks around cells that hold the delimiter",
                    )
                else:
                    yield make_row(header, record.cells, source)

    def rewritten(
        self, fillings: Iterable[Filling], rows: Iterable[Mapping[str, str]], needed: frozenset[str]
    ) -> Iterator[bytes]:
        """Yield the bytes of the table, with `fillings` (in the order of rows) filled in and `rows` at its end.

        `needed` are the columns that must be there. A table that does not exist yet is begun.
        """
        if not self.exists:
            yield from self._begun(rows, needed)
            return
        with self._opened() as file:
            records = iter(file.records)
            yield file.mark + file.directive.encode(file.encoding)
            header, above = _to_header(records)
            names = [column_name(cell) for cell in header.cells]
            missing = [each for each in self.wanted.known if each in needed and each not in names]
            writer = _Writer(file, self.name, [*names, *missing])
            yield from (writer.same(record) for record in above)
            yield writer.extended(header, missing)
            waiting = iter(fillings)
            row, cells = next(waiting, (0, {}))
            for record in records:
                if record.is_empty:
                    yield writer.same(record)
                elif record.row == row:
                    yield writer.filled(record, cells)
                    row, cells = next(waiting, (0, {}))
                else:
                    yield writer.extended(record, [""] * len(missing))
            yield from (writer.added(new) for new in rows)

    def _opened(self) -> AbstractContextManager[Delimited]:
        spelling = Spelling(encoding=self.encoding)
        return open_delimited(self.path, name=self.name, spelling=spelling, choose=by_columns(self.wanted))

    def _begun(self, rows: Iterable[Mapping[str, str]], needed: frozenset[str]) -> Iterator[bytes]:
        columns = [each for each in self.wanted.known if each in needed or each in self.usual]
        yield csv_line(columns).encode()
        for row in rows:
            yield csv_line([guarded(row.get(column, "")) for column in columns]).encode()


def _to_header(records: Iterator[Record]) -> tuple[Record, list[Record]]:
    """Take the header, and the empty lines above it."""
    above: list[Record] = []
    for record in records:
        if not record.is_empty:
            return record, above
        above.append(record)
    raise CatalogError("the table has no header", hint="its first line names the columns")


class _Writer:
    """Writes records in the user's own delimiter, encoding and line ends."""

    def __init__(self, file: Delimited, name: str, names: Sequence[str]) -> None:
        self._file = file
        self._name = name
        self._names = list(names)
        self._newline = file.newline or "\n"
        self._ended = True

    def same(self, record: Record) -> bytes:
        """The record as it stands."""
        return self._encoded(record.raw, record.row)

    def extended(self, record: Record, more: Sequence[str]) -> bytes:
        """The record as it stands, with cells for the new columns."""
        body = record.raw.rstrip("\r\n")
        cells = "".join(f"{self._file.delimiter}{cell}" for cell in more)
        return self._encoded(f"{body}{cells}{record.raw[len(body) :]}", record.row)

    def filled(self, record: Record, cells: Mapping[str, str]) -> bytes:
        """The record with some of its empty cells filled."""
        values = [*record.cells, *[""] * (len(self._names) - len(record.cells))]
        for column, value in cells.items():
            values[self._names.index(column)] = guarded(value)
        end = record.raw[len(record.raw.rstrip("\r\n")) :]
        return self._encoded(csv_line(values, delimiter=self._file.delimiter, end=end), record.row)

    def added(self, cells: Mapping[str, str]) -> bytes:
        """A new record; the one before it may have had no line end."""
        values = [guarded(cells.get(name, "")) for name in self._names]
        begin = "" if self._ended else self._newline
        return self._encoded(begin + csv_line(values, delimiter=self._file.delimiter, end=self._newline), 0)

    def _encoded(self, text: str, row: int) -> bytes:
        self._ended = text.endswith(("\n", "\r"))
        try:
            return text.encode(self._file.encoding)
        except UnicodeEncodeError as error:
            raise CatalogError(
                f"{SourceRef(file=self._name, row=row)}: '{text[error.start]}' cannot be written in "
                f"{self._file.encoding}",
                hint="save the file as UTF-8, set [catalog] encoding to utf-8, and try again",
            ) from error
