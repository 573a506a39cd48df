"""Which layout a header has, and how its rows become those of the catalog.

Only the columns that a layout names are ever touched; all others, among them the names and addresses of buyers, stay
unread, also in messages.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.patterns import pattern
from takedown.readers.layouts.aliases import ALIASES, ANSWER_NAMES, SALE_NAMES, TITLES, sheet_layout
from takedown.readers.layouts.headers import folded_header, header_names, split_currency
from takedown.readers.layouts.layout import Layout, SaleColumns
from takedown.readers.layouts.layout_table import KNOWN
from takedown.readers.layouts.sales import currency_of, month_of, read_amount, units_of
from takedown.sources import Nature, PassedRow, Sale, SourceRow
from takedown.stores import with_use

__all__ = ["Layout", "composition_reason", "is_composition_statement", "known_count", "layout_of", "reading"]

#: One row's cells and their place → the row in the columns of the catalog.
Read = Callable[[Sequence[str], SourceRef], SourceRow | PassedRow]

NO_MUSIC = "no title and no code: a total, a fee or an adjustment"
NOTHING = "nothing in any column that is read"

#: Columns of works, by which PRS, ASCAP, MLC and others are known; a label's sheet may have some beside the UPC.
_WORKS = frozenset(map(folded_header, (
    "Work Title", "Work Number", "Work ID", "Work Primary Title", "CAE Number", "IP1", "Tunecode", "MLC Song Code",
)))  # fmt: skip
#: Columns of works that labels keep beside ISRC and UPC too.
_WORK_CODES = frozenset(
    map(folded_header, ("ISWC", "IPI Number", "IPI Name Number", "IPI", "CAE/IPI", "IPI/CAE"))
)
_RECORDING_CODES = frozenset({"isrc", "grid"})

_CODES = frozenset({"upc", "isrc", "grid", "asin"})
_SAYS_NOTHING = pattern(r"0+(?:\.0)?|[-–—.]+|n\.?/?a\.?|#n/a|none|null|nan|unknown", re.IGNORECASE)
#: Digits of a row number; more are no number of a row.
_MOST_DIGITS = 10
_WHAT = frozenset({"release", "track", "upc", "isrc", "grid", "asin", "url"})

_KNOWN_NAMES = frozenset(
    chain(
        ALIASES, TITLES, ANSWER_NAMES, SALE_NAMES, _WORKS, _WORK_CODES,
        *(layout.columns for layout in KNOWN),
        *(layout.required for layout in KNOWN),
        *(layout.also for layout in KNOWN),
        *(layout.sale.names for layout in KNOWN if layout.sale),
    )
)  # fmt: skip


def layout_of(header: Sequence[str]) -> Layout | None:
    """Recognise a header: the known layout with most required names in it, else a sheet by the alias table.

    None where it names no music, principals, or compositions (`is_composition_statement`).
    """
    if is_composition_statement(header) or is_list_of_principals(header):
        return None
    names = header_names(header)
    present = frozenset(names)
    known = [layout for layout in KNOWN if layout.required <= present]
    return max(known, key=lambda layout: len(layout.required)) if known else sheet_layout(names)


def is_of_own_making(layout: Layout) -> bool:
    """Whether a layout is that of a sheet whose maker named the columns, not of a known maker's file."""
    return layout.nature is Nature.CATALOG and not any(layout is each for each in KNOWN)


def is_list_of_principals(header: Sequence[str]) -> bool:
    """Whether a header is that of principals.csv: who signed for an artist, and no music."""
    names = header_names(header)
    columns = {ALIASES.get(name) for name in names}
    return "mandate" in names and "artist" in columns and columns.isdisjoint(_WHAT)


def known_count(header: Sequence[str]) -> int:
    """How many cells are a name that any layout knows: with the right delimiter it is most."""
    return sum(name in _KNOWN_NAMES for name in header_names(header))


def composition_reason(header: Sequence[str]) -> str:
    """Say by which columns a header lists compositions (songs), not recordings; nothing where it does not."""
    names = header_names(header)
    named = tuple(zip(names, header, strict=False))
    works = [cell.strip() for name, cell in named if name in _WORKS]
    codes = [cell.strip() for name, cell in named if name in _WORK_CODES]
    columns = {ALIASES.get(name) for name in names}
    if "upc" in columns or not (works or (codes and not columns & _RECORDING_CODES)):
        return ""
    return f"this lists compositions (songs), not recordings: {', '.join((works or codes)[:4])}"


def is_composition_statement(header: Sequence[str]) -> bool:
    """Whether a header is that of a society's or publisher's statement; `composition_reason` says why."""
    return bool(composition_reason(header))


@dataclass(frozen=True, slots=True, kw_only=True)
class _SalePlan:
    """Where a sale stands in a row; `earnings` with the currency that the name of the column gives."""

    store: tuple[int, ...]
    use: tuple[int, ...]
    month: tuple[int, ...]
    units: tuple[int, ...]
    earnings: tuple[tuple[int, str], ...]
    currency: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Where everything stands in the rows under one header."""

    columns: tuple[tuple[int, str], ...]
    also: tuple[tuple[int, str], ...]
    sale: _SalePlan | None


def _plan(layout: Layout, header: Sequence[str]) -> _Plan:
    places: dict[str, list[int]] = {}
    for position, name in enumerate(header_names(header)):
        places.setdefault(name, []).append(position)

    def at(names: Sequence[str]) -> tuple[int, ...]:
        return tuple(position for name in names for position in places.get(name, ()))

    sale = layout.sale
    return _Plan(
        columns=tuple(
            (position, column) for name, column in layout.columns.items() for position in at([name])
        ),
        also=tuple((position, name) for name in layout.also for position in at([name])),
        sale=_SalePlan(
            store=at(sale.store),
            use=at(sale.use),
            month=at(sale.month),
            units=at(sale.units),
            earnings=tuple((position, split_currency(header[position])[1]) for position in at(sale.earnings)),
            currency=at(sale.currency),
        )
        if sale
        else None,
    )


def reading(layout: Layout, header: Sequence[str]) -> Read:
    """Make the function that turns the cells of one row under `header`, and their place, into a row of the catalog.

    Cells that are missing at the end of a row are empty; what spreadsheets put around a text is off already. Only the
    columns of the layout are touched.
    """
    plan = _plan(layout, header)
    is_statement = layout.nature is Nature.STATEMENT

    def read(cells: Sequence[str], source: SourceRef) -> SourceRow | PassedRow:
        also = _texts(plan.also, cells)
        found = _texts(plan.columns, cells, no_codes=is_statement)
        if layout.nature is Nature.REJECTED:
            source = _original(also, source)
        settled = layout.settle(also, found) if layout.settle else found
        if isinstance(settled, str):
            return PassedRow(source=source, reason=settled)
        _settle_artists(settled, is_statement=is_statement)
        if reason := _no_music(layout, settled):
            return PassedRow(source=source, reason=reason)
        sale = _sale(plan.sale, layout.sale, cells) if plan.sale and layout.sale else None
        return SourceRow(cells=settled, source=source, sale=sale, row_id=also.get("row id", ""))

    return read


def _texts(
    places: Sequence[tuple[int, str]], cells: Sequence[str], *, no_codes: bool = False
) -> dict[str, str]:
    """Name → its first text; with `no_codes`, what stands for a missing code (`0`, `N/A`) is none."""
    found: dict[str, str] = {}
    width = len(cells)
    for position, name in places:
        if position < width and name not in found:
            text = cells[position].strip()
            if text and not (no_codes and name in _CODES and _SAYS_NOTHING.fullmatch(text)):
                found[name] = text
    return found


def _settle_artists(cells: dict[str, str], *, is_statement: bool) -> None:
    """A track's artist alone is the artist; statements repeat the release's artist on every track."""
    artist = cells.get("artist")
    if "track_artist" in cells and (artist is None or (is_statement and artist == cells["track_artist"])):
        cells["artist"] = cells.pop("track_artist")


def _original(also: Mapping[str, str], source: SourceRef) -> SourceRef:
    """The place that rejected.csv gives; its own where it gives none. A song has a file and no row."""
    file, row = also.get("rejected file", ""), also.get("rejected row", "")
    if not file:
        return source
    is_number = row.isascii() and row.isdigit() and len(row) < _MOST_DIGITS
    return SourceRef(file=file, sheet=also.get("rejected sheet", ""), row=int(row) if is_number else 0)


def _no_music(layout: Layout, cells: Mapping[str, str]) -> str:
    """Why a row is about no music; nothing where it is, or where the checks are to say what it lacks."""
    if not cells:
        return NO_MUSIC if layout.nature is Nature.STATEMENT else NOTHING
    is_sold = layout.nature is Nature.STATEMENT
    return NO_MUSIC if is_sold and not _WHAT.intersection(cells) else ""


def _first(positions: Sequence[int], cells: Sequence[str]) -> str:
    """The first text among some cells."""
    width = len(cells)
    for position in positions:
        if position < width and (text := cells[position].strip()):
            return text
    return ""


def _sale(plan: _SalePlan, columns: SaleColumns, cells: Sequence[str]) -> Sale:
    """Read what a row reports; the month is the first one that can be read."""
    width = len(cells)
    months = (
        month_of(cells[position].strip(), day_first=columns.day_first)
        for position in plan.month
        if position < width
    )
    earnings, named = "", ""
    for position, currency in plan.earnings:
        if position < width and (earnings := cells[position].strip()):
            named = currency
            break
    amount = read_amount(earnings, comma=columns.comma)
    return Sale(
        store=columns.only_store or with_use(_first(plan.store, cells), _first(plan.use, cells)),
        month=next(filter(None, months), ""),
        units=units_of(_first(plan.units, cells), comma=columns.comma),
        earnings=amount or Decimal(0),
        unread="" if amount is not None else earnings,
        currency=named or currency_of(_first(plan.currency, cells)) or columns.only_currency,
    )
