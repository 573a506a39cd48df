"""One source → entries: every row is matched and merged, rejected, or passed over; it is counted as one of these."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from takedown.checks.vocabulary import Vocabulary
from takedown.collecting.entries import Entry, is_recording, release_title, upc_of
from takedown.collecting.identity import identity
from takedown.collecting.judging import Rejected, judge
from takedown.collecting.mended import MendedRows
from takedown.collecting.merging import difference, merge
from takedown.collecting.rejected import RejectedRows
from takedown.collecting.sales import Sales
from takedown.collecting.scratch import Scratch
from takedown.model import Finding, SourceRef
from takedown.rules import finding
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow

#: Rows that say the same again are known by their cells; so many are remembered.
_REMEMBERED = 100_000
#: Statements name some hundred stores.
_MOST_STORES = 1_000
_LONGEST_STORE = 60
#: What is kept of a rejected row whose sales are summed.
_NAMES = ("artist", "release", "track")
#: More differences than this are counted, not told.
MOST_DIFFERENCES = 100


@dataclass(slots=True)
class Intake:
    """What became of the rows of one source."""

    rows: int = 0
    rejected: int = 0
    """Rows that could not be used; rows of a statement that say the same are one line of rejected.csv."""
    recordings: int = 0
    releases: set[str] = field(default_factory=set)
    passed: Counter[str] = field(default_factory=Counter)
    stores: Counter[str] = field(default_factory=Counter)
    differences: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    unread: int = 0
    """Sales whose earnings are no amount."""
    untold: int = 0
    """Differences beyond those that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What one run writes in: the entries, the rejected rows and how such were mended, the sales."""

    scratch: Scratch
    rejected: RejectedRows
    mended: MendedRows
    sales: Sales


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What became of a row: the number of the entry under which its sales count."""

    number: int
    rejected: bool = False


class Receiver:
    """Takes the rows of one source in. `number` is the source's own in this run."""

    def __init__(self, source: Source, number: int, books: Books, known: Vocabulary) -> None:
        self._source = source
        self._number = number
        self._books = books
        self._known = known
        is_known = source.distributor in known.distributors.values()
        self._distributor = source.distributor if is_known else ""
        self._seen: dict[tuple[tuple[str, str], ...], _Taken] = {}
        self._touched: set[int] = set()
        self.intake = Intake()

    def receive(self, rows: Iterable[SourceItem]) -> Intake:
        """Read every row of the source."""
        for item in rows:
            self.intake.rows += 1
            if isinstance(item, PassedRow):
                self.intake.passed[item.reason] += 1
            elif isinstance(item, BadRow):
                self._judged(item)
            else:
                self._row(item)
        return self.intake

    def _row(self, row: SourceRow) -> None:
        """Judge a row, or know it again: a statement repeats its recordings thousands of times."""
        mark = tuple(row.cells.items())
        taken = self._seen.get(mark) if row.sale else None
        if taken is None:
            taken = self._judged(row)
            if row.sale:
                if len(self._seen) >= _REMEMBERED:
                    self._seen.clear()
                self._seen[mark] = taken
        elif taken.rejected:
            self.intake.rejected += 1
        if row.sale and row.sale.unread:
            self._unread_amount(row.sale.unread, row.source)
        if row.sale:
            self._books.sales.add(self._number, taken.number, row.sale)
            self._count_store(row.sale.store)

    def _count_store(self, store: str) -> None:
        """Count a sale for the report; a file of countless stores is counted without their names."""
        name = store if len(store) <= _LONGEST_STORE else f"{store[:_LONGEST_STORE]}…"
        if name in self.intake.stores or len(self.intake.stores) < _MOST_STORES:
            self.intake.stores[name] += 1

    def _unread_amount(self, text: str, source: SourceRef) -> None:
        """Tell the first amount that is none, and count them all: the sums lack them."""
        self.intake.unread += 1
        if self.intake.unread == 1:
            self.intake.differences[("W-AMOUNT", "", "")] = finding(
                "W-AMOUNT",
                f"'{text}' is no amount that can be read; it counts as nothing in the sums of {self._source.name}",
                hint="compare the shares that plan shows with your statement; nothing else depends on them",
                source=source,
            )

    def _judged(self, row: SourceRow | BadRow) -> "_Taken":
        """Take a row in, or send it back. What it earned counts all the same."""
        if self._distributor and "distributor" not in row.cells:
            # Also of a row that comes back: when it is mended, it is still this distributor's.
            row = replace(row, cells={**row.cells, "distributor": self._distributor})
        verdict = self._verdict(row)
        known = row.row_id if isinstance(row, SourceRow) and self._source.nature is Nature.REJECTED else None
        if isinstance(verdict, Rejected):
            self.intake.rejected += 1
            if known is None:
                self._books.rejected.add(verdict)
            else:
                self._books.rejected.judge_again(verdict, known)
            return _Taken(number=self._set_aside(row), rejected=True)
        if known is None:
            self._books.rejected.read_well(row.source, verdict)
        else:
            self._books.rejected.mended(row.source, known)
            self._books.mended.add(known, row.cells)
        number = self._merged(verdict, row.source, sold=isinstance(row, SourceRow) and row.sale is not None)
        self._count(number, verdict)
        return _Taken(number=number)

    def _set_aside(self, row: SourceRow | BadRow) -> int:
        """Keep whose sales they are, for the sums of the statement; nothing of it enters the catalog."""
        if isinstance(row, BadRow) or row.sale is None:
            return 0
        cells = {column: row.cells[column] for column in _NAMES if column in row.cells}
        number = self._books.scratch.add(Entry(cells=cells, source=row.source))
        self._books.scratch.fold_away(number)
        return number

    def _verdict(self, row: SourceRow | BadRow) -> Mapping[str, str] | Rejected:
        """Judge a row; one that came back before, as it was corrected then."""
        verdict = judge(row, self._known)
        if isinstance(verdict, Rejected) and isinstance(row, SourceRow):
            corrected = self._books.mended.find(verdict.row_id)
            if corrected is not None:
                again = judge(replace(row, cells=corrected), self._known)
                return verdict if isinstance(again, Rejected) else again
        return verdict

    def _count(self, number: int, cells: Mapping[str, str]) -> None:
        if number not in self._touched:
            self._touched.add(number)
            self.intake.recordings += is_recording(cells)
        release = upc_of(cells) or (
            f"{cells.get('artist')}|{release_title(cells)}" if cells.get("release") else ""
        )
        if release:
            self.intake.releases.add(release)

    def _merged(self, cells: Mapping[str, str], source: SourceRef, *, sold: bool) -> int:
        scratch = self._books.scratch
        entry = scratch.with_key(identity(cells).key)
        if entry is None:
            return scratch.add(Entry(cells=cells, source=source, sold=sold))
        merged = merge(entry, cells, source)
        if merged.filled:
            scratch.replace(merged.entry)
        for column in merged.differing:
            self._differs(entry, cells, source, column)
        return entry.number

    def _differs(self, entry: Entry, cells: Mapping[str, str], source: SourceRef, column: str) -> None:
        """Tell each difference of values once, however many rows repeat it."""
        mark = (column, entry.get(column), cells[column])
        if mark in self.intake.differences:
            return
        if len(self.intake.differences) >= MOST_DIFFERENCES:
            self.intake.untold += 1
            return
        self.intake.differences[mark] = difference(entry, cells, source, column)
