"""statements.csv, beside takedown.toml: read line by line, because it can have hundreds of thousands."""

import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from takedown.config.inside import STATEMENTS
from takedown.earnings import Statements, fold_statements
from takedown.errors import CatalogError, ConfigError
from takedown.identifiers import UPC_DIGITS, IdentifierError, icpn, isrc
from takedown.model import Row, SourceRef
from takedown.patterns import pattern
from takedown.readers.plain.columns import Wanted, match_header, tidy, visible
from takedown.readers.plain.delimited import by_columns, open_delimited
from takedown.readers.plain.text import Spelling, read_beginning
from takedown.readers.recognising import refuse_other_formats
from takedown.sources import STATEMENT_COLUMNS, StatementLine
from takedown.spreadsheet import unguarded

_WANTED = Wanted(
    known=STATEMENT_COLUMNS,
    required=(("file",), ("store",), ("upc",), ("isrc",), ("earnings",), ("currency",)),
)
_MONTH = pattern(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_WHOLE = pattern(r"[+-]?[0-9]{1,18}")
_MONEY = pattern(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")
_CURRENCY = pattern(r"[A-Z]{3}")
_REMAKE = "delete the file and import your statements again; the program writes it"


def read_statements(path: Path) -> Statements:
    """Read what was earned where, folded.

    Raises ConfigError that names row, column, value and the next step.
    """
    try:
        refuse_other_formats(path, read_beginning(path, name=STATEMENTS), name=STATEMENTS)
        return fold_statements(map(_line, _rows(path)))
    except CatalogError as error:
        raise ConfigError(error.message, hint=error.hint) from error


def _rows(path: Path) -> Iterator[Row]:
    spelling, header = Spelling(option=False), None
    with open_delimited(path, name=STATEMENTS, spelling=spelling, choose=by_columns(_WANTED)) as table:
        for record in table.records:
            if record.is_empty:
                continue
            source = SourceRef(file=STATEMENTS, row=record.row)
            if header is None:
                header = match_header(record.cells, wanted=_WANTED, source=source)
            elif len(record.cells) != header.width:
                counts = f"{len(record.cells)} cells, the header has {header.width}"
                raise ConfigError(f"{source}: {counts}", hint=_REMAKE)
            else:
                cells = {column: _plain(record.cells[position]) for position, column in header.columns}
                yield Row(cells=cells, source=source)


def _line(row: Row) -> StatementLine:
    first, last = (_month(row, column) for column in ("first_month", "last_month"))
    if first and last and first > last:
        raise _wrong(row, "first_month", f"after the last month {last}", _REMAKE)
    return StatementLine(
        file=row.get("file"),
        digest=row.get("digest"),
        distributor=row.get("distributor"),
        store=row.get("store"),
        platform=row.get("platform"),
        artist=row.get("artist"),
        release=row.get("release"),
        upc=_code(row, "upc", _product),
        isrc=_code(row, "isrc", _recording),
        first_month=first,
        last_month=last,
        units=_units(row),
        earnings=_earnings(row),
        currency=_currency(row),
    )


@lru_cache(maxsize=65_536)
def _plain(cell: str) -> str:
    """A cell as it was before it was made safe for spreadsheets. Few texts stand in many lines: each is kept once."""
    return sys.intern(unguarded(tidy(cell)))


def _wrong(row: Row, column: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"{row.source.at(column)}: '{visible(row.get(column))}' is {what}", hint=hint)


def _month(row: Row, column: str) -> str:
    text = row.get(column)
    if text and not _MONTH.fullmatch(text):
        raise _wrong(row, column, "no month of the form YYYY-MM", "write it like 2026-08, or leave it empty")
    return text


def _units(row: Row) -> int:
    text = row.get("units")
    if text and not _WHOLE.fullmatch(text):
        raise _wrong(row, "units", "no whole number", "write digits only, or leave it empty")
    return int(text or 0)


def _earnings(row: Row) -> Decimal:
    text = row.get("earnings")
    if text and not _MONEY.fullmatch(text):
        raise _wrong(row, "earnings", "no amount", "write it like 12.34, without a currency sign")
    return Decimal(text or 0)


def _currency(row: Row) -> str:
    text = row.get("currency")
    if text and not _CURRENCY.fullmatch(text):
        raise _wrong(row, "currency", "no code of a currency", "write it like USD, or leave it empty")
    return text


def _code(row: Row, column: str, parse: Callable[[str], str]) -> str:
    text = row.get(column)
    try:
        return parse(text) if text else ""
    except IdentifierError as error:
        raise ConfigError(f"{row.source.at(column)}: {visible(error.problem)}", hint=error.fix) from error


@lru_cache(maxsize=4096)
def _product(text: str) -> str:
    """A UPC as the catalog's are written: an EAN that starts with zero is the same product."""
    return sys.intern(icpn(text).lstrip("0").zfill(UPC_DIGITS))


@lru_cache(maxsize=4096)
def _recording(text: str) -> str:
    return sys.intern(isrc(text))
