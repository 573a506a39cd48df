"""What may be published: counts of those who asked, so put together that nobody can be told apart. Pure.

Taking part is a political opinion, and so is not taking part. Nothing here depends on who did not act, was asked,
refused or could not: only outcomes of `PUBLIC` are ever looked at, so the output is the same to the letter whatever the
others did. It follows:

- No number of signatories, of participants, of answers; no percentage: a reader would subtract, and know how many did
  not act. The same goes for the number of artists besides that of requests (one artist, one platform): the difference
  says how many asked two platforms, and may be one.
- One unit in all tables, and each table divides the same total: whatever is added or subtracted within it is a sum of
  its cells, and each of these hides at least five parties (`suppressing`). No table crosses another.
- Platforms and distributors stand there by their slugs in the directory alone: an artist's own words never do.
- Names are a bare list. Whoever is named, or was, hides nobody, so only those who are not count towards the five; and a
  list that left fewer than five unnamed would say of all others that they did not act.

What no exact number can prevent: whoever knows all who were counted but one can subtract. `docs/care.md` says so.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from takedown.frozen import dataclass
from takedown.records import Campaign
from takedown.records.campaign import Publishable
from takedown.register.naming import Said, consenting
from takedown.register.overview import Overview
from takedown.register.people import People
from takedown.register.standing import yeses_of
from takedown.register.suppressing import (
    OR,
    OTHERS,
    Class,
    Crowd,
    Rows,
    classes_of,
    merged,
    parties_of,
    weekly,
)
from takedown.register.values import PUBLIC, Outcome, Standing

#: The one cell of the table of evidence.
ALL = "all"
#: Table → the word of a campaign's file that allows it, in the order in which they stand.
TABLES = {
    "outcome": Publishable.TOTALS,
    "evidence": Publishable.TOTALS,
    "platform": Publishable.BY_PLATFORM,
    "distributor": Publishable.BY_DISTRIBUTOR,
    "day": Publishable.BY_DAY,
}
#: Printed with everything that is published.
METHOD = (
    "One request is counted: an artist who asked for removal from one platform of the campaign, as it stands now.",
    "Who asked about two platforms counts twice.",
    "Evidence, weakest first: reported by the artist; copy of the message or ticket; reply of the desk; observed.",
    "Each number hides at least 5 parties that decide for themselves and are not named.",
    "All artists of one label or one address are one party.",
    "Smaller groups are put together as “others”, or the table is left out.",
    "A table changes only when each of its numbers stays, or changes by 5 or more for each platform of the campaign.",
    "Nothing new is published more often than once a week.",
    "Whoever is not counted or not named here may have acted, or not, or not have been able to: nothing here tells.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One published number, and what it rests on."""

    name: str
    """An outcome, a slug of the directory, the last day of a step (ISO), or `others`."""
    number: int
    mix: tuple[tuple[str, int], ...] = ()
    """Evidence, weakest first, as “reported or copy” where grades are told together; empty where it would tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells that together are the total of one day."""

    by: str
    """`outcome`, `evidence` (one cell, `all`), `platform`, `distributor` or `day`."""
    day: date
    """As of when; a table that could not be renewed is older than the rest."""
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.number for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """All that may be published, and nothing else: every field can be printed as it is."""

    title: str
    day: date
    platforms: tuple[str, ...] = ()
    """Slugs: those that the campaign asks, and no others are counted; empty: it names none, and all are."""
    total: int | None
    """Requests; None where it is not published."""
    few: bool
    """Fewer than five parties asked, or nobody did: that is all that is said."""
    tables: tuple[Table, ...] = ()
    earlier: tuple[Table, ...] = ()
    """Tables of before that had other cells, or told evidence otherwise: who has read them can still subtract."""
    names: tuple[str, ...] = ()
    """Of those who asked, and agreed to be named; in their order."""
    method: tuple[str, ...] = METHOD
    head: str = ""
    """The register's head hash on that day: later it can be shown that the register was not rewritten since."""


def published(  # noqa: PLR0913 - what is counted, what is allowed, what is known: each its own value
    overview: Overview,
    people: People,
    campaign: Campaign,
    *,
    day: date,
    distributors: Collection[str] = (),
    said: Collection[Said] = (),
    head: str = "",
) -> Public:
    """Make what may be published of an overview, as `campaign.publish` allows.

    `distributors`: slugs of the directory; any other word for one is told as “others”. `said`: names.csv.
    Before it goes out it must be compared with what was published last: `takedown.register.republishing`.
    """
    rows = public_rows(overview, campaign)
    keys = {row.participant for row in rows}
    counted = [one for one in people.participants if one.key in keys]
    may = frozenset(campaign.publish)
    # Also who took it back: their name may have been read.
    open_ones = {one.key for one in counted if yeses_of(one)} if _NAMES in may else set()
    crowd = Crowd(party={key: party for key, party in parties_of(counted).items() if key not in open_ones})
    enough = crowd.hides(rows)
    numbers = may - {_NAMES}
    tables = _tables(rows, campaign, day, crowd, frozenset(distributors)) if enough else ()
    names = consenting(people, rows, said) if open_ones else ()
    return Public(
        title=campaign.name,
        day=day,
        platforms=campaign.platforms,
        total=len(rows) if enough and Publishable.TOTALS in may else None,
        few=bool(numbers) and not enough and not names,
        tables=tables,
        names=names,
        head=head,  # always: without one, “fewer than five” would say “none”
    )


def public_rows(overview: Overview, campaign: Campaign) -> Rows:
    """Those of whom the world may hear: who asked a desk about a platform of the campaign."""
    asked = frozenset(campaign.platforms)
    return [row for row in overview.rows if row.outcome in PUBLIC and (not asked or row.platform in asked)]


_NAMES = Publishable.NAMES_WITH_CONSENT


def _tables(
    rows: Rows, campaign: Campaign, day: date, crowd: Crowd, distributors: Collection[str]
) -> tuple[Table, ...]:
    may = frozenset(campaign.publish)
    finest = classes_of((rows,), crowd)
    found: list[Table] = []
    if Publishable.TOTALS in may:
        groups = _groups(rows, lambda row: row.outcome.value)
        cells = merged(groups, (), crowd, complete=True)
        order = [one.value for one in Outcome]
        found.append(_table("outcome", day, _ordered(cells, order), crowd, finest))
        if len(finest) > 1:
            found.append(_table("evidence", day, {ALL: rows}, crowd, finest))
    if Publishable.BY_PLATFORM in may:
        groups = _groups(rows, lambda row: row.platform)
        inside, aside = _known(groups, campaign.platforms)
        cells = merged(inside, aside, crowd, complete=set(inside) == set(campaign.platforms))
        found.append(_table("platform", day, _ordered(cells, campaign.platforms), crowd, finest))
    if Publishable.BY_DISTRIBUTOR in may:
        groups = _groups(rows, lambda row: row.distributor)
        inside, aside = _known(groups, distributors)
        cells = merged(inside, aside, crowd, complete=False)
        found.append(_table("distributor", day, _ordered(cells, sorted(cells)), crowd, finest))
    if Publishable.BY_DAY in may:
        steps = {end.isoformat(): some for end, some in weekly(rows, day, crowd).items()}
        found.append(_table("day", day, steps, crowd, finest[:0]))
    return tuple(table for table in found if table.cells)


def _groups(rows: Rows, name: Callable[[Standing], str]) -> Mapping[str, Rows]:
    found: dict[str, list[Standing]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return found


def _known(groups: Mapping[str, Rows], known: Collection[str]) -> tuple[Mapping[str, Rows], list[Rows]]:
    """Split into groups with a name that may be published, and the others."""
    inside = {name: rows for name, rows in groups.items() if name in known and name != OTHERS}
    return inside, [rows for name, rows in groups.items() if name not in inside]


def _ordered(cells: Mapping[str, Rows], order: Iterable[str]) -> Mapping[str, Rows]:
    """Bring cells into an order that says nothing of their numbers; “others” comes last."""
    names = [name for name in order if name in cells and name != OTHERS]
    return {name: cells[name] for name in (*names, OTHERS) if name in cells}


def _table(by: str, day: date, cells: Mapping[str, Rows], crowd: Crowd, finest: Sequence[Class]) -> Table:
    classes = classes_of(cells.values(), crowd, within=finest) if cells and finest else ()
    return Table(
        by=by,
        day=day,
        cells=tuple(
            Cell(name=name, number=len(rows), mix=_mix(rows, classes) if len(classes) > 1 else ())
            for name, rows in cells.items()
        ),
    )


def _mix(rows: Rows, classes: Sequence[Class]) -> tuple[tuple[str, int], ...]:
    return tuple((OR.join(one), sum(row.grade in one for row in rows)) for one in classes)
