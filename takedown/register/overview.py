"""Counts that say what each rests on: how many came how far, by platform, distributor and day. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from takedown.frozen import dataclass
from takedown.register.people import RULES as OF_IDENTITY
from takedown.register.people import Doubt, People
from takedown.register.standing import RULES as OF_STANDING
from takedown.register.standing import has_left, standings_of
from takedown.register.values import Contradiction, Dkim, Grade, Outcome, Participant, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many stand at an outcome, and what that rests on."""

    outcome: Outcome
    number: int
    grades: tuple[tuple[Grade, int], ...]
    """Weakest first; those without any are left out."""
    signed: int
    """Of the replies, how many carry a signature of their domain that held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Counts of a platform, a distributor, a day, or of all."""

    name: str
    counts: tuple[Count, ...]
    """In the order of the outcomes; those without any are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What was left out of the counts, and what a person has to look at."""

    withdrawn: int
    """Participants who want to be in the register no more."""
    elsewhere: int
    """Rows about platforms that are not of the campaign: they are listed, and in no count."""
    contradictions: tuple[tuple[str, str, Contradiction], ...]
    """Artist, platform, and what contradicts what."""
    doubts: tuple[Doubt, ...]
    """Names that may be one artist or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that an organizer sees. It names people: none of it is published; see `takedown.register.publishing`."""

    title: str
    day: date
    participants: int
    """Artists, as far as the rules of identity can tell."""
    rows: tuple[Standing, ...]
    """One for each artist and platform."""
    total: Group
    by_platform: tuple[Group, ...]
    by_distributor: tuple[Group, ...]
    by_day: tuple[Group, ...]
    """ISO days, of answers that name one."""
    phase_one: int
    """Artists who pledged what phase one asked."""
    corrections: Corrections
    method: tuple[str, ...]
    """The rules by which was counted, sentence by sentence."""


def overview_of(people: People, *, title: str, platforms: Sequence[str], day: date) -> Overview:
    """Count participants. A participant counts once in each platform that it spoke of."""
    staying = [one for one in people.participants if not has_left(one)]
    rows = standings_of(staying, platforms)
    counted = [row for row in rows if row.platform in platforms] if platforms else [*rows]
    return Overview(
        title=title,
        day=day,
        participants=len(staying),
        rows=rows,
        total=group_of("", counted),
        by_platform=groups_of(counted, lambda row: row.platform),
        by_distributor=groups_of(counted, lambda row: row.distributor or "not named"),
        by_day=groups_of([row for row in counted if row.on], lambda row: str(row.on)),
        phase_one=sum(_pledged_phase_one(one) for one in staying),
        corrections=Corrections(
            elsewhere=len(rows) - len(counted),
            withdrawn=len(people.participants) - len(staying),
            contradictions=tuple(
                (row.artist, row.platform, each) for row in rows for each in row.contradictions
            ),
            doubts=people.doubts,
        ),
        method=(
            "A participant counts once for each platform, at the outcome that stands now.",
            *OF_IDENTITY,
            *OF_STANDING,
        ),
    )


def group_of(name: str, rows: Iterable[Standing]) -> Group:
    """Count standings by outcome, each with what it rests on."""
    found: dict[Outcome, list[Standing]] = {}
    for row in rows:
        found.setdefault(row.outcome, []).append(row)
    return Group(name=name, counts=tuple(_count(one, found[one]) for one in Outcome if one in found))


def groups_of(rows: Iterable[Standing], name: Callable[[Standing], str]) -> tuple[Group, ...]:
    """One group for each name, in their order."""
    found: dict[str, list[Standing]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return tuple(group_of(one, found[one]) for one in sorted(found))


def _count(outcome: Outcome, rows: Sequence[Standing]) -> Count:
    grades = Counter(row.grade for row in rows)
    return Count(
        outcome=outcome,
        number=len(rows),
        grades=tuple((grade, grades[grade]) for grade in Grade if grades[grade]),
        signed=sum(row.grade is Grade.REPLY and row.dkim is Dkim.PASS for row in rows),
    )


def _pledged_phase_one(participant: Participant) -> bool:
    said = [answer.phase_one for answer in participant.answers if answer.phase_one is not None]
    return bool(said) and said[-1] is True
