"""Reads a roster: CSV or XLSX in, rows of text with their places out. A bad row is a finding, and the rest goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import Finding, Row, SourceRef
from takedown.readers.plain.columns import Header, Wanted, is_usable, make_row, match_header
from takedown.readers.plain.delimited import Record, by_columns, open_delimited
from takedown.readers.plain.text import Spelling, read_beginning
from takedown.readers.recognising import Form, form_of, refuse_other_formats, refuse_text_as_workbook
from takedown.rules import finding

COLUMNS = (
    "artist", "contact", "distributor", "platforms", "catalog", "label", "sender", "capacity", "basis", "language",
    "address", "account",
)  # fmt: skip
WANTED = Wanted(known=COLUMNS, required=(("artist",),))
#: Some 2 GB of packets: those of the example take up to 130 kB each.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The rows that can be read, and what is wrong with the others."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_roster(path: Path, *, name: str) -> Roster:
    """Read a roster. CatalogError where the file as a whole is none: no header, no table, not readable."""
    beginning = read_beginning(path, name=name)
    is_workbook = form_of(beginning) is Form.ZIP
    if not is_workbook:
        refuse_text_as_workbook(path, beginning, name=name)
        refuse_other_formats(path, beginning, name=name)
    rows: list[Row] = []
    findings: list[Finding] = []
    for each in _of_workbook(path, name) if is_workbook else _of_text(path, name):
        if isinstance(each, Finding):
            findings.append(each)
        elif each.cells:
            rows.append(each)
        if len(rows) + len(findings) > MOST_ROWS:
            raise CatalogError(
                f"{name}: more than {MOST_ROWS:,} rows", hint="split the roster into several files"
            )
    return Roster(rows=tuple(rows), findings=tuple(findings))


def _of_text(path: Path, name: str) -> Iterator[Row | Finding]:
    header: Header | None = None
    spelling = Spelling(encoding="", option=False)
    with open_delimited(path, name=name, spelling=spelling, choose=by_columns(WANTED), lenient=True) as table:
        while True:
            try:
                record = next(table.records, None)
            except CatalogError as error:
                if header is None:
                    raise
                # nobody knows where the row ends: what comes after it cannot be told from it
                yield _bad(
                    error.message, f"{error.hint}; what comes after it was not read", SourceRef(file=name)
                )
                return
            if record is None:
                break
            if record.is_empty:
                continue
            place = SourceRef(file=name, row=record.row)
            if header is None:
                header = match_header(record.cells, wanted=WANTED, source=place)
            else:
                yield _row_of_text(record, header, place)
    if header is None:
        raise _no_header(name)


def _row_of_text(record: Record, header: Header, place: SourceRef) -> Row | Finding:
    if record.fault:
        return _bad(record.fault, 'write a quotation mark inside a cell twice: "The ""Live"" Tape"', place)
    if len(record.cells) != header.width:
        return _bad(
            f"{len(record.cells)} cells, where the header has {header.width}",
            "put cells that hold commas into quotation marks, or add the commas that are missing",
            place,
        )
    return _made(header, record.cells, place)


def _of_workbook(path: Path, name: str) -> Iterator[Row | Finding]:
    from takedown.readers.layouts.tables import CellError
    from takedown.readers.workbooks.workbook import open_book

    with open_book(path, name=name) as book:
        first = {title: book.first_line(title) for title in book.visible}
        usable = (title for title, cells in first.items() if is_usable(cells, WANTED))
        title = next(usable, next((title for title, cells in first.items() if any(cells)), ""))
        if not title:
            raise _no_header(name)
        header: Header | None = None
        for number, line in book.sheet(title).lines:
            place = SourceRef(file=name, sheet=title, row=number)
            if header is None:
                header = match_header(line.heading(), wanted=WANTED, source=place)
                continue
            texts: list[str | None] = [None] * header.width
            try:
                for position, _ in header.columns:
                    texts[position] = line.text(position)
            except CellError as error:
                yield _bad(error.problem, error.fix, place)
                continue
            yield _made(header, texts, place)


def _made(header: Header, cells: Sequence[str | None], place: SourceRef) -> Row | Finding:
    try:
        return make_row(header, cells, place)
    except CatalogError as error:
        return _bad(error.message, error.hint, place)


def _bad(message: str, hint: str, place: SourceRef) -> Finding:
    return finding("E-ROSTER-ROW", message, hint=hint, source=place)


def _no_header(name: str) -> CatalogError:
    return CatalogError(
        f"{name}: no header", hint=f"the first line names the columns: {', '.join(COLUMNS[:5])} …"
    )
