"""What may go out after what went out before: two publications can be subtracted as two numbers can. Pure.

One artist changes a number by at most one for each platform of the campaign. So a number that changes by less than five
times as many tells of fewer than five artists, and is not printed: the table stays as it was. A label that comes in
with many artists at once is one step that nothing can hide; it becomes visible with the others of that week.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from takedown.frozen import dataclass
from takedown.records import Campaign
from takedown.records.campaign import Publishable
from takedown.register.publishing import TABLES, Cell, Public, Table
from takedown.register.suppressing import LEAST, OR, OTHERS

#: So long a publication stands.
PAUSE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to publish now."""

    public: Public
    fresh: bool
    """Whether its numbers are new; else they are the last ones, with the names that may still be there."""
    why: str = ""
    """Why they are not, for the organizer alone."""


def next_public(previous: Public | None, now: Public, campaign: Campaign, *, agreed: Collection[str]) -> Step:
    """Judge what may be published now, after what was published last.

    `agreed`: the names of all who agree today (`publishing.consenting`). Whoever takes that back, and whatever the
    campaign's file allows no more, is gone at once, also where no new number may be said.
    """
    if previous is None:
        return Step(public=now, fresh=True)
    last = _allowed(previous, campaign, agreed)
    most = max(len(previous.platforms), len(now.platforms))
    least = LEAST * most
    why = next(_hindrances(previous, now, least), "")
    if why:
        return Step(public=last, fresh=False, why=why)
    tables = tuple(_next_table(table, previous, now, least) for table in now.tables)
    names = now.names if _names_fit(previous, now, most) else last.names
    stay = tuple(one for one in last.tables if one.by not in {table.by for table in now.tables})
    shown = _in_order((*(table for table in tables if table), *stay))
    found = replace(now, tables=shown, earlier=_earlier(last, shown), names=names)
    if _said(found) == _said(last):
        return Step(public=last, fresh=False, why="nothing that may be said has changed")
    return Step(public=found, fresh=True)


def _in_order(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(sorted(tables, key=lambda table: [*TABLES].index(table.by)))


def _earlier(last: Public, shown: Iterable[Table]) -> tuple[Table, ...]:
    """Of each form that a table had before and has no more, the latest. Steps by day only grow, and need none."""
    now = {_form(table) for table in shown}
    found = {_form(table): table for table in (*last.earlier, *last.tables) if table.by != "day"}
    return tuple(table for form, table in found.items() if form not in now)


def _form(table: Table) -> tuple[object, ...]:
    """What a table tells of: which cells, by which evidence."""
    cells = ((cell.name, tuple(label for label, _ in cell.mix)) for cell in table.cells)
    return (table.by, *sorted(cells))


def to_keep(previous: Public | None, step: Step) -> Public:
    """What is kept for the next comparison: all that was said, but for names that were taken back."""
    return step.public if step.fresh or previous is None else replace(previous, names=step.public.names)


def is_small(change: int, least: int) -> bool:
    """Whether a change gives somebody away: 0 does not say who stayed, many do not say who came."""
    return 0 < abs(change) < least


def size_of(public: Public) -> int | None:
    """How many requests a publication counts, by its total or its newest table; None where it gives no number."""
    if public.total is not None:
        return public.total
    newest = max(public.tables, key=lambda table: table.day, default=None)
    return newest.total if newest else None


def _hindrances(previous: Public, now: Public, least: int) -> Iterator[str]:
    """Why no new number may go out."""
    before, after = size_of(previous), size_of(now)
    if before is not None and not (previous.platforms and now.platforms):
        yield "numbers over all platforms cannot be compared: campaign.toml has to name them before the first"
    if now.day < previous.day + PAUSE:
        yield f"the last publication is of {previous.day}; the next can be of {previous.day + PAUSE}"
    if before is not None and after is None:
        yield "fewer than five that are not named would stand behind the numbers"
    if before is not None and after is not None and is_small(after - before, least):
        yield f"fewer than {least} requests came in, or went, since the last publication"
    if after is not None and after - len({*previous.names, *now.names}) < LEAST:
        yield "fewer than five that were never named would stand behind the numbers"


def _said(public: Public) -> tuple[object, ...]:
    """What a publication says, whenever it says so."""
    tables = tuple((table.by, table.cells) for table in public.tables)
    return (public.total, public.few, tables, public.names)


def _allowed(previous: Public, campaign: Campaign, agreed: Collection[str]) -> Public:
    """Leave of the last publication what is still allowed."""
    may = frozenset(campaign.publish)
    named = Publishable.NAMES_WITH_CONSENT in may
    return replace(
        previous,
        total=previous.total if Publishable.TOTALS in may else None,
        tables=tuple(table for table in previous.tables if TABLES[table.by] in may),
        earlier=tuple(table for table in previous.earlier if TABLES[table.by] in may),
        names=tuple(name for name in previous.names if named and name in agreed),
    )


def _names_fit(previous: Public, now: Public, most: int) -> bool:
    """Whether the requests of the unnamed, which anybody can subtract, stay or change by enough.

    Whoever is named asked one platform, or up to `most`: how many, anybody can look up.
    """
    before, after = size_of(previous), size_of(now)
    if before is None or after is None:
        return True
    named = len(now.names) - len(previous.names)
    ends = (after - before - named, after - before - named * most)
    return not any(is_small(change, LEAST * most) for change in range(min(ends), max(ends) + 1))


def _next_table(table: Table, previous: Public, now: Public, least: int) -> Table | None:
    """The new table where it may follow all that was said before, else the one of before, or none."""
    before = next((one for one in previous.tables if one.by == table.by), None)
    told = [one for one in (*previous.tables, *previous.earlier) if one.by != "day"]
    if table.by == "day" and before:
        return _grown(before, table, least)
    sums = [(_all_of(one), _all_of(table)) for one in told]
    cells = [pair for one in told if one.by == table.by for pair in _matched(one.cells, table.cells)]
    changes = [change for pair in (*cells, *sums) for change in _changes(*pair)]
    if any(is_small(change, least) for change in changes):
        return before
    grew = size_of(previous) != size_of(now)  # by enough: else nothing goes out
    alike = before is not None and [one.name for one in before.cells] == [one.name for one in table.cells]
    # Without growth, other groups than before would tell that somebody went from one to another.
    return table if grew or (alike and any(changes)) else before


def _grown(before: Table, now: Table, least: int) -> Table:
    """Steps that were published stay; what came since is one more."""
    more = now.total - before.total
    if more < least:
        return before
    step = Cell(name=now.day.isoformat(), number=more)
    return Table(by="day", day=now.day, cells=(*before.cells, step))


def _all_of(table: Table) -> Cell:
    """A table as one cell: its sum, and the sums of its evidence."""
    mixes: dict[str, int] = {}
    for cell in table.cells:
        for label, number in cell.mix:
            mixes[label] = mixes.get(label, 0) + number
    return Cell(name=OTHERS, number=table.total, mix=tuple(mixes.items()))


def _matched(before: Iterable[Cell], now: Iterable[Cell]) -> list[tuple[Cell, Cell]]:
    """Pair cells with the same name one by one, and all others together."""
    old, new = {cell.name: cell for cell in before}, {cell.name: cell for cell in now}
    both = (old.keys() & new.keys()) - {OTHERS}
    return [*((old[name], new[name]) for name in sorted(both)), (_pooled(old, both), _pooled(new, both))]


def _pooled(cells: Mapping[str, Cell], without: Collection[str]) -> Cell:
    inside = tuple(cell for name, cell in cells.items() if name not in without)
    return _all_of(Table(by="", day=date.min, cells=inside))


def _changes(before: Cell, now: Cell) -> list[int]:
    """By how much a number and its evidence change, as far as both tell of it."""
    found = [now.number - before.number]
    if before.mix and now.mix:
        classes = _common(before.mix, now.mix)
        found += [_in(now.mix, one) - _in(before.mix, one) for one in classes]
    return found


def _common(before: Sequence[tuple[str, int]], now: Sequence[tuple[str, int]]) -> list[frozenset[str]]:
    """The finest classes of evidence that both can be put together to."""
    found: list[frozenset[str]] = []
    for label, _ in (*before, *now):
        one = frozenset(label.split(OR))
        touching = [other for other in found if other & one]
        found = [other for other in found if not other & one]
        found.append(one.union(*touching))
    return found


def _in(mix: Iterable[tuple[str, int]], one: frozenset[str]) -> int:
    return sum(number for label, number in mix if frozenset(label.split(OR)) <= one)
