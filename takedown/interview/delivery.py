"""Who delivers what → the routes that say so. A route is only made where it will be used: nothing is guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from takedown.interview.music import Delivered, Recognised
from takedown.model import folded
from takedown.records import Directory
from takedown.request import LABEL, UNKNOWN

#: What a route of `init` can be limited by; a file with any other limit was written by hand.
LIMITS = frozenset({"distributor", "label"})
Match = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One way of delivery: what it covers, through whom, and under which key its contact was answered."""

    match: Match = field(default_factory=dict)
    via: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Ways that can be written as routes; and ways that were named, while nothing says what they cover."""

    courses: tuple[Course, ...] = ()
    waiting: tuple[Course, ...] = ()
    is_open: bool = False
    """Whether for some music it is not said who delivers it."""

    @property
    def named(self) -> tuple[Course, ...]:
        """All of them, labels with a licence apart."""
        return tuple(each for each in (*self.courses, *self.waiting) if each.about == each.via)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was answered, and what stands in takedown.toml already."""

    distributors: tuple[str, ...] = ()
    """Who delivers the music of which the catalog does not say it."""
    licensed: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    standing: tuple[Match, ...] = ()
    """What the routes cover that stand there."""


def deliveries(music: Recognised, spoken: Spoken, directory: Directory) -> Delivery:
    """Make the ways: labels first, then what the catalog names, then one for the rest. The first match wins.

    The rest gets one only where it is said by one name: "unknown" for everything would hide what a statement
    says later, and of several names nobody knows which is meant.
    """
    named = music.distributors
    rest = tuple(each for each in spoken.distributors if each != UNKNOWN)
    has_rest = not named or music.undelivered
    wide = rest[0] if has_rest and len(spoken.distributors) == 1 and rest else ""
    if not has_rest and len(named) == 1 and not spoken.standing:
        wide = named[0]
    narrow = [slug for slug in named if slug != wide]
    waiting = [slug for slug in rest if slug != wide and slug not in named]
    if not music.delivered and not named:  # an empty catalog: the column is filled in by what is imported
        narrow += [slug for slug in waiting if slug in directory.distributors]
        waiting = [slug for slug in waiting if slug not in directory.distributors]
    courses = (
        *(Course(match={"label": label}, via=LABEL, about=f"label.{label}") for label in spoken.licensed),
        *(Course(match={"distributor": slug}, via=slug, about=slug) for slug in narrow),
        *([Course(via=wide, about=wide)] if wide else []),
    )
    winning = tuple(_winning(courses, music, spoken))
    return Delivery(
        courses=winning,
        waiting=tuple(
            Course(
                match={"distributor": slug} if slug in directory.distributors else {}, via=slug, about=slug
            )
            for slug in waiting
        ),
        is_open=has_rest and not wide and _is_open(music, spoken, winning),
    )


def _winning(courses: Sequence[Course], music: Recognised, spoken: Spoken) -> Iterator[Course]:
    """Leave out what no release would come to; of an empty catalog nothing is known."""
    first = len(spoken.standing)
    matches = (*spoken.standing, *(each.match for each in courses))
    used = {_first(matches, each) for each in music.delivered if _is_asked(each, spoken.platforms)}
    for number, course in enumerate(courses, start=first):
        if number in used or not music.delivered:
            yield course


def _is_open(music: Recognised, spoken: Spoken, courses: Sequence[Course]) -> bool:
    matches = (*spoken.standing, *(each.match for each in courses))
    rest = [each for each in music.delivered if not each.is_known and _is_asked(each, spoken.platforms)]
    return not music.delivered or any(_first(matches, each) is None for each in rest)


def asks_rest(music: Recognised, spoken: Spoken) -> bool:
    """Whether some release of the catalog comes from nobody knows whom."""
    return any(
        not each.is_known and _is_asked(each, spoken.platforms) and _first(spoken.standing, each) is None
        for each in music.delivered
    )


def _first(matches: Sequence[Match], release: Delivered) -> int | None:
    return next((number for number, match in enumerate(matches) if _covers(match, release)), None)


def _covers(match: Match, release: Delivered) -> bool:
    own = {"distributor": release.distributor, "label": release.label}
    return all(folded(value) == folded(own[key]) for key, value in match.items())


def _is_asked(release: Delivered, platforms: Sequence[str]) -> bool:
    return not platforms or not release.platforms or not set(platforms).isdisjoint(release.platforms)
