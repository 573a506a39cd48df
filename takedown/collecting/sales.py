"""What statements report, summed up per release, store and currency: evidence of where it is live, and by whom."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import reduce
from itertools import groupby

from takedown.collecting.scratch import Scratch
from takedown.sources import Sale, StatementLine
from takedown.stores import platform_of

_SCHEMA = """
    CREATE TABLE sale (
        statement INTEGER NOT NULL, entry INTEGER NOT NULL, store TEXT NOT NULL, currency TEXT NOT NULL,
        first TEXT NOT NULL, last TEXT NOT NULL, units INTEGER NOT NULL, earnings TEXT NOT NULL
    );
"""
#: What an entry says of itself: numbers change from one import to the next, and the order of lines must not.
_SAID = " || '|' || ".join(
    f"coalesce(json_extract(entry.cells, '$.{column}'), '')"
    for column in ("artist", "release", "track", "isrc")
)
_BY_RELEASE = f"""
    SELECT CASE entry.upc WHEN '' THEN {_SAID} || '|' || entry.number ELSE entry.upc END AS release,
        entry.cells, sale.store, sale.currency, sale.first, sale.last, sale.units, sale.earnings
    FROM sale JOIN entry AS seller ON seller.number = sale.entry
        JOIN entry ON entry.number = CASE seller.folded_into WHEN 0 THEN seller.number ELSE seller.folded_into END
    WHERE sale.statement = ?
    ORDER BY release, sale.store, sale.currency, {_SAID}, entry.number, sale.rowid
"""  # noqa: S608 – names of columns from the line above
#: So many sums wait in memory before they are put aside.
_WAITING = 50_000
#: Sums of money are exact: statements give up to fifteen decimal places.
_DIGITS = 60


@dataclass(slots=True)
class _Sum:
    first: str
    last: str
    units: int
    earnings: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Whose sales they are: the file, the beginning of its digest, and the distributor that made it."""

    number: int
    file: str
    digest: str
    distributor: str


class Sales:
    """The sums of the statements of one run, each sale under the number of its entry."""

    def __init__(self, scratch: Scratch) -> None:
        self._db = scratch.database
        self._db.execute(_SCHEMA)
        self._waiting: dict[tuple[int, int, str, str], _Sum] = {}

    def add(self, statement: int, entry: int, sale: Sale) -> None:
        """Count one sale for an entry."""
        key = (statement, entry, sale.store, sale.currency)
        held = self._waiting.get(key)
        if held is None:
            if len(self._waiting) >= _WAITING:
                self._put_aside()
            self._waiting[key] = _Sum(sale.month, sale.month, sale.units, sale.earnings)
            return
        held.units += sale.units
        with localcontext(prec=_DIGITS):
            held.earnings += sale.earnings
        held.first = min(filter(None, (held.first, sale.month)), default="")
        held.last = max(held.last, sale.month)

    def _put_aside(self) -> None:
        self._db.executemany(
            "INSERT INTO sale VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (*key, held.first, held.last, held.units, str(held.earnings))
                for key, held in self._waiting.items()
            ),
        )
        self._waiting.clear()

    def lines(self, statement: Statement) -> Iterator[StatementLine]:
        """Yield one line per release (or recording without one), store and currency, in a fixed order."""
        self._put_aside()
        rows = self._db.execute(_BY_RELEASE, (statement.number,))
        for _, group in groupby(rows, key=lambda row: (row[0], row[2], row[3])):
            yield reduce(_together, (_line(statement, row) for row in group))


def _line(statement: Statement, row: tuple[str, str, str, str, str, str, int, str]) -> StatementLine:
    _, packed, store, currency, first, last, units, earnings = row
    cells: dict[str, str] = json.loads(packed)
    return StatementLine(
        file=statement.file,
        digest=statement.digest,
        distributor=statement.distributor,
        store=store,
        platform=platform_of(store),
        artist=cells.get("artist", ""),
        release=cells.get("release", ""),
        upc=cells.get("upc", ""),
        isrc="" if cells.get("upc") else cells.get("isrc", ""),
        first_month=first,
        last_month=last,
        units=units,
        earnings=Decimal(earnings),
        currency=currency,
    )


def _together(one: StatementLine, other: StatementLine) -> StatementLine:
    with localcontext(prec=_DIGITS):
        earnings = one.earnings + other.earnings
    return replace(
        one,
        release=one.release or other.release,
        first_month=min(filter(None, (one.first_month, other.first_month)), default=""),
        last_month=max(one.last_month, other.last_month),
        units=one.units + other.units,
        earnings=earnings,
    )
