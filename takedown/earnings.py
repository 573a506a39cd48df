"""What royalty statements say, folded to what is asked of them: where a release is live, by whom, how much it earns.

A workspace may hold some hundred thousand lines of statements; what stays of them is one value for each release and
place, and one for each store.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import field, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from takedown.frozen import dataclass
from takedown.model import folded

if TYPE_CHECKING:
    from takedown.sources import StatementLine

#: Sums of money are exact: statements give up to fifteen decimal places.
_DIGITS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """From the first to the last month, `2026-08`; both empty where no line says when."""

    first: str = ""
    last: str = ""

    def __or__(self, other: "Months") -> "Months":
        """Both together, with what lies between."""
        first = min(filter(None, (self.first, other.first)), default="")
        return Months(first=first, last=max(self.last, other.last))

    def overlap(self, other: "Months") -> "Months":
        """The months of both; empty where they share none, or one is not known."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        known = self.first and other.first
        return Months(first=first, last=last) if known and first <= last else Months()

    def __bool__(self) -> bool:
        """Whether any month is known."""
        return bool(self.last)

    def __str__(self) -> str:
        """`2025-01 to 2026-08`."""
        return self.last if self.first in ("", self.last) else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """That a release earned at one place through one distributor. Codes are canonical or empty."""

    artist: str
    release: str
    upc: str
    isrc: str
    distributor: str
    place: str
    """Slug of the platform; of a store that is none, its name."""
    months: Months
    money: tuple[tuple[str, Decimal], ...] = ()
    """What it comes to, exactly, by currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings:
    """What a distributor's statements list for one store in one currency."""

    distributor: str
    currency: str
    store: str
    platform: str
    earnings: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFile:
    """One file, by its digest, as far as it counts in one currency."""

    name: str
    digest: str
    distributor: str
    currency: str
    months: Months


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """All lines of statements.csv, folded; each part in the order of the file."""

    earned: tuple[Earned, ...] = ()
    takings: tuple[Takings, ...] = ()
    files: tuple[StatementFile, ...] = ()


def fold_statements(lines: "Iterable[StatementLine]") -> Statements:
    """Fold lines, one after the other; none of them is kept."""
    fold = _Fold()
    with localcontext(prec=_DIGITS):
        for line in lines:
            fold.add(line)
    return Statements(
        earned=tuple(replace(each, money=tuple(fold.sums[key].items())) for key, each in fold.earned.items()),
        takings=tuple(fold.takings.values()),
        files=tuple(fold.files.values()),
    )


@dataclasses.dataclass(slots=True)
class _Fold:
    earned: dict[tuple[str, ...], Earned] = field(default_factory=dict)
    sums: dict[tuple[str, ...], dict[str, Decimal]] = field(default_factory=dict)
    takings: dict[tuple[str, ...], Takings] = field(default_factory=dict)
    files: dict[tuple[str, ...], StatementFile] = field(default_factory=dict)
    _months: dict[tuple[str, str], Months] = field(default_factory=dict)

    def add(self, line: "StatementLine") -> None:
        months = self._shared(line.first_month, line.last_month)
        place = line.platform or folded(line.store)
        names = () if line.upc or line.isrc else (folded(line.artist), folded(line.release))
        self._earn(line, (line.distributor, place, line.upc, line.isrc, *names), months)
        self._take(line)
        key = (line.distributor, line.currency, line.digest or line.file)
        file = self.files.get(key)
        if file is None:
            self.files[key] = StatementFile(
                name=line.file,
                digest=line.digest,
                distributor=line.distributor,
                currency=line.currency,
                months=months,
            )
        elif file.months != months:
            self.files[key] = replace(file, months=file.months | months)

    def _shared(self, first: str, last: str) -> Months:
        """Few months stand in many lines: one value for all of them."""
        first, last = first or last, last or first
        return self._months.setdefault((first, last), Months(first=first, last=last))

    def _earn(self, line: "StatementLine", key: tuple[str, ...], months: Months) -> None:
        """A line without sales and money proves nothing; one that takes money back proves that it was live."""
        if not line.units and not line.earnings:
            return
        held = self.earned.get(key)
        sums = self.sums.setdefault(key, {})
        sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.earnings
        if held is None:
            self.earned[key] = Earned(
                artist=line.artist,
                release=line.release,
                upc=line.upc,
                isrc=line.isrc,
                distributor=line.distributor,
                place=line.platform or line.store,
                months=months,
            )
        elif held.months != months:
            both = held.months | months
            self.earned[key] = replace(held, months=self._shared(both.first, both.last))

    def _take(self, line: "StatementLine") -> None:
        key = (line.distributor, line.currency, line.platform, folded(line.store))
        held = self.takings.get(key)
        self.takings[key] = (
            replace(held, earnings=held.earnings + line.earnings)
            if held
            else Takings(
                distributor=line.distributor,
                currency=line.currency,
                store=line.store,
                platform=line.platform,
                earnings=line.earnings,
            )
        )
