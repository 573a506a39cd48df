"""Rows of cells become items of a source: the header is found, cells are tidied, and what cannot be read comes back.

Only columns that the layout names are touched, here and in messages: files of sales hold buyers' names and addresses.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.patterns import pattern
from takedown.readers.layouts.aliases import ALIASES
from takedown.readers.layouts.headers import MOST_COLUMNS, header_names, split_currency
from takedown.readers.layouts.known import (
    composition_reason,
    is_list_of_principals,
    is_of_own_making,
    known_count,
    layout_of,
    reading,
)
from takedown.readers.layouts.layout import Layout
from takedown.readers.plain.columns import (
    BREAKS,
    MAX_CHARACTERS,
    RECORDINGS_INSTEAD,
    near_misses,
    shown_header,
    tidy,
    visible,
)
from takedown.sources import BadRow, PassedRow, SourceItem, SourceRow
from takedown.spreadsheet import unguarded

#: Rows above a header that are looked at: titles, account numbers, remarks.
HEADER_WITHIN = 40
#: A line break in a text that is this short is a slip of the pen; in a longer one a quotation mark was left open.
_SHORT = 300
_LONGEST_AMOUNT = 40
_LONGEST_TOTAL = 40
_LETTERS_OF_CURRENCY = 3

_WORDS = pattern(r"[^\W_]+")
_WRAPPED = pattern(r'="(.*)"', re.DOTALL)
_CODES = frozenset({"upc", "isrc", "grid", "asin"})
_ARTISTS = frozenset({"artist", "track_artist"})
_TITLES = frozenset({"release", "track"})
#: Without accents; punctuation around them says nothing.
_TOTALS = frozenset(
    {
        "total", "totals", "grand total", "grand totals", "subtotal", "subtotals", "sub total", "sub totals", "sum",
        "sums", "overall", "overall total", "net total", "total net", "total amount", "total earnings", "total revenue",
        "total royalties", "total due", "total general", "total geral", "total generale", "totale generale", "summe",
        "zwischensumme", "gesamt", "gesamtsumme", "gesamtbetrag", "endsumme", "somme", "sous total", "suma",
        "suma total", "soma", "totale", "totali", "totaal", "totalt", "toplam", "razem", "итого", "всего", "合計",
        "总计", "합계",
    }
)  # fmt: skip
#: A number with its currency or percent sign; `65 Songs` is none, and can be a title.
_NUMBER = pattern(r"[^\w\s]{0,2}\s*(?:[A-Z]{3}\s)?[^\w\s]?[0-9][0-9.,'\s]*(?:\s?[A-Z]{3})?\s*[^\w\s]?")

#: What is no name of a column, and could be somebody's: an address, a long number.
_NO_NAME = pattern(r"@|\d{4}")
_SHOWN_STEPS = 4
_SHOWN_UNREAD = 12
_ACCEPTED = (
    "artist, with release or track, and upc or isrc where there are any; other usual names are known too"
)

_PRINCIPALS = (
    "put it into the workspace as principals.csv, with the columns artist, name, mandate; check reads it"
)

NOTHING = "nothing in the columns that are read"
TOTALS = "a row of totals"
HEADER_AGAIN = "the header again"


class CellError(ValueError):
    """A cell that shows no text a person could mean; `fix` says what to do."""

    def __init__(self, problem: str, fix: str, *, rule: str = "E-CELL") -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix
        self.rule = rule


#: Gives the text of the cell at a position, empty where there is none; CellError where it cannot be read.
Cell = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The header of a table: on which row it stands, and whose layout it is."""

    row: int
    header: tuple[str, ...]
    layout: Layout


def find_header(rows: Iterable[tuple[int, Sequence[str]]]) -> Found | None:
    """Find the first row that a layout knows among the (row, cells) above which nothing but remarks can stand."""
    for count, (row, cells) in enumerate(rows):
        if count == HEADER_WITHIN:
            return None
        if layout := layout_of(cells):
            return Found(row=row, header=tuple(cells), layout=_with_unread(layout, cells))
    return None


def _with_unread(layout: Layout, header: Sequence[str]) -> Layout:
    """Say which columns of a sheet of somebody's own making are not read: only its maker knows what they hold."""
    if not is_of_own_making(layout):
        return layout
    read = read_places(layout, header)
    left = [cell for place, cell in enumerate(header[:MOST_COLUMNS]) if place not in read and tidy(cell)]
    if not left:
        return layout
    names = [cell for cell in left if not _NO_NAME.search(cell)]
    shown = shown_header(names[:_SHOWN_UNREAD]) or "columns without a name"
    more = (
        f" and {len(left) - min(len(names), _SHOWN_UNREAD)} more"
        if len(left) > len(names[:_SHOWN_UNREAD])
        else ""
    )
    note = f"not read: {shown}{more}; call a column release_date, track_number, … and it is read"
    return replace(layout, notes=(*layout.notes, note))


def read_places(layout: Layout, header: Sequence[str]) -> Mapping[int, str]:
    """Position → catalog column or folded name, for every column that the layout reads, and for no other."""
    read = {*layout.columns, *layout.also, *(layout.sale.names if layout.sale else ())}
    names = enumerate(header_names(header))
    return {place: layout.columns.get(name, name) for place, name in names if name in read}


class RowReader:
    """Turns the rows below a header into items."""

    def __init__(self, found: Found) -> None:
        self.width = len(found.header)
        self._columns = read_places(found.layout, found.header)
        self._header = {place: tidy(found.header[place]) for place in self._columns}
        self._take = reading(found.layout, found.header)

    def item(self, cell: Cell, source: SourceRef) -> SourceItem:
        """Read a row of which `cell` gives the cells; a cell that cannot be read makes it a bad row."""
        texts = [""] * self.width
        wrong: tuple[str, CellError] | None = None
        for place, column in self._columns.items():
            try:
                texts[place] = clean(cell(place))
            except CellError as error:
                wrong = wrong or (column, error)
        if self._is_totals(cell, texts):
            return PassedRow(source=source, reason=TOTALS)
        if all(texts[place] == text for place, text in self._header.items()):
            return PassedRow(source=source, reason=HEADER_AGAIN)
        if wrong is None and not any(texts):
            return PassedRow(source=source, reason=NOTHING)
        item = self._take(texts, source)
        if wrong is not None:
            column, fault = wrong
            return BadRow(
                cells=item.cells if isinstance(item, SourceRow) else {},
                source=source.at(column),
                rule=fault.rule,
                reason=fault.problem,
                fix=fault.fix,
            )
        return item

    def ragged(self, cells: Sequence[str], source: SourceRef) -> SourceItem:
        """Say that a row has another number of cells than the header; which is which is not known, so none is kept."""
        filled = [text for text in map(tidy, cells) if text]
        if _is_total(filled[0]) and all(map(_is_amount, filled[1:])):
            return PassedRow(source=source, reason=TOTALS)
        more = len(cells) > self.width
        return BadRow(
            cells={},
            source=source,
            rule="E-RAGGED",
            reason=f"{len(cells)} cell{'s' * (len(cells) > 1)}, the header has {self.width}",
            fix="put quotation marks around the cell that holds the delimiter"
            if more
            else "add the cells that are missing, or delete the line if it is a remark",
        )

    def _is_totals(self, cell: Cell, texts: Sequence[str]) -> bool:
        """Whether the first filled cell says so, and no code, nobody's name and no title stand in the row."""
        first = _first_filled(cell, self._columns)
        if first is None or not _is_total(first[1]):
            return False
        filled = {column for place, column in self._columns.items() if texts[place] and place != first[0]}
        if filled & (_CODES | _ARTISTS):
            return False
        if self._columns.get(first[0]) not in _ARTISTS:
            return True
        titles = [texts[place] for place, column in self._columns.items() if column in _TITLES]
        return all(_NUMBER.fullmatch(text) for text in titles if text)


def _is_total(text: str) -> bool:
    if len(text) > _LONGEST_TOTAL:
        return False
    name, _ = split_currency(text)
    return " ".join(_WORDS.findall(name)) in _TOTALS


def _is_amount(text: str) -> bool:
    """Whether a text can be a sum of money or a count: no more letters than a currency has."""
    return len(text) <= _LONGEST_AMOUNT and sum(map(str.isalpha, text)) <= _LETTERS_OF_CURRENCY


def _first_filled(cell: Cell, places: Iterable[int]) -> tuple[int, str] | None:
    """The first text in one of these places; the others may be a buyer's, and are not looked at."""
    for place in places:
        try:
            text = cell(place)
        except CellError:
            return None
        if text and (text := tidy(text)):
            return place, text
    return None


def clean(text: str) -> str:
    """Take off what spreadsheets put around a text: white space, marks, `="0123"`, the `'` before a formula.

    CellError for what is too long to be a cell.
    """
    plain = text.strip()
    if not plain or (len(plain) <= MAX_CHARACTERS and plain.isprintable() and plain[0] not in "='"):
        return plain  # the quick way, for nearly every cell
    plain = tidy(plain)
    if len(plain) > MAX_CHARACTERS:
        raise CellError(
            f"a cell of {len(plain):,} characters, '{visible(plain[:30])}…'",
            f"shorten it to {MAX_CHARACTERS:,}, or look for a quotation mark that is not closed",
            rule="E-LONG",
        )
    if plain.startswith(("=", "'")):
        if wrapped := _WRAPPED.fullmatch(plain):
            plain = tidy(wrapped[1].replace('""', '"'))
        plain = tidy(unguarded(plain))
    if BREAKS.search(plain):
        if len(plain) > _SHORT:
            raise CellError(
                f"line breaks in a cell of {len(plain):,} characters, '{visible(plain[:30])}…'",
                "write it on one line, or look for a quotation mark that is not closed",
            )
        plain = " ".join(part for part in map(str.strip, BREAKS.split(plain)) if part)
    return plain


def unknown_header(rows: Sequence[tuple[int, Sequence[str]]], *, name: str, sheet: str = "") -> CatalogError:
    """Say that no row is a header that is known: what stands there, what is close, what is accepted.

    `rows` are (row, cells) of the first rows. A row of songs says why songs are not read.
    """
    for row, cells in rows:
        place = SourceRef(file=name, sheet=sheet, row=row)
        if is_list_of_principals(cells):
            return CatalogError(f"{place}: this is a list of principals, not of music", hint=_PRINCIPALS)
        if reason := composition_reason(cells):
            return CatalogError(f"{place}: {visible(reason)}", hint=RECORDINGS_INSTEAD)
    if not rows:
        where = SourceRef(file=name, sheet=sheet)
        return CatalogError(f"{where}: no header", hint=f"the first line names the columns: {_ACCEPTED}")
    row, cells = max(
        rows, key=lambda each: (known_count(each[1]), min(2, sum(map(bool, map(tidy, each[1])))))
    )
    source = SourceRef(file=name, sheet=sheet, row=row)
    names = [cell for cell in cells if tidy(cell) and not _NO_NAME.search(cell)]
    left = sum(map(bool, map(tidy, cells))) - len(names)
    found = ", ".join(filter(None, (shown_header(names), f"{left} that look like values" if left else "")))
    unread = [cell for cell in names if not known_count([cell])]
    steps = near_misses(unread, {alias.replace(" ", "_"): column for alias, column in ALIASES.items()})
    return CatalogError(
        f"{source}: no header that is known in the first {HEADER_WITHIN} rows; found: {found}",
        hint="; ".join([*steps[:_SHOWN_STEPS], f"name its columns: {_ACCEPTED}"]),
    )
