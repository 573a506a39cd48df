"""Who delivers what → the routes that say so. A route is only made where it will be used: nothing is guessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from takedown.frozen import dataclass
from takedown.interview.music import Delivered, Recognised
from takedown.model import folded
from takedown.records import Directory
from takedown.request import LABEL, UNKNOWN

#: What a route of `init` can be limited by, one of these each; a file with any other limit was written by hand.
LIMITS = frozenset({"distributor", "label", "upc", "artist"})
_OWN_NAMES = ("upc", "artist")
Match = Mapping[str, str]
#: In what was answered about releases: everything that is not named otherwise.
REST = "rest"


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
    chosen: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)
    """Way → the releases that were named for it, where there are several ways; an empty match is the rest."""


def deliveries(music: Recognised, spoken: Spoken, directory: Directory) -> Delivery:
    """Make the ways: labels first, then what the catalog names, then single releases, then one for the rest.

    The first match wins. The rest gets one only where it is said by one name: "unknown" for everything would hide
    what a statement says later, and of several names nobody knows which is meant.
    """
    named = music.distributors
    rest = tuple(each for each in spoken.distributors if each != UNKNOWN)
    has_rest = not named or music.undelivered
    single = tuple(_single(spoken, rest))
    wide = _wide(spoken, rest) if has_rest else ""
    if not has_rest and len(named) == 1 and not spoken.standing and not single:
        wide = named[0]
    narrow = [slug for slug in named if slug != wide]
    said = {each.via for each in single}
    waiting = [slug for slug in rest if slug != wide and slug not in named and slug not in said]
    if not music.delivered and not named:  # an empty catalog: the column is filled in by what is imported
        narrow += [slug for slug in waiting if slug in directory.distributors]
        waiting = [slug for slug in waiting if slug not in directory.distributors]
    courses = (
        *(Course(match={"label": label}, via=LABEL, about=f"label.{label}") for label in spoken.licensed),
        *(Course(match={"distributor": slug}, via=slug, about=slug) for slug in narrow),
        *single,
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


def _wide(spoken: Spoken, rest: Sequence[str]) -> str:
    """Who delivers the rest: the only one that is named, or the one of which that was said."""
    if len(spoken.distributors) == 1:
        return "".join(rest)
    return next((slug for slug in rest if {} in spoken.chosen.get(slug, ())), "")


def _single(spoken: Spoken, rest: Sequence[str]) -> Iterator[Course]:
    """Releases that were named one by one, then whole artists: narrow ones stand above wide ones."""
    for key in _OWN_NAMES:
        for slug in rest if len(spoken.distributors) > 1 else ():
            for match in spoken.chosen.get(slug, ()):
                if key in match:
                    yield Course(match=match, via=slug, about=slug)


def _winning(courses: Sequence[Course], music: Recognised, spoken: Spoken) -> Iterator[Course]:
    """Leave out what no release would come to; of an empty catalog nothing is known."""
    first = len(spoken.standing)
    matches = _Matches((*spoken.standing, *(each.match for each in courses)))
    used = {matches.first(each) for each in matches.looked_at(music) if _is_asked(each, spoken.platforms)}
    for number, course in enumerate(courses, start=first):
        if number in used or not music.delivered:
            yield course


def _is_open(music: Recognised, spoken: Spoken, courses: Sequence[Course]) -> bool:
    return not music.delivered or bool(unsaid(music, spoken, (each.match for each in courses)))


def asks_rest(music: Recognised, spoken: Spoken) -> bool:
    """Whether some release of the catalog comes from nobody knows whom."""
    return bool(unsaid(music, spoken))


def unsaid(music: Recognised, spoken: Spoken, more: Iterable[Match] = ()) -> tuple[Delivered, ...]:
    """List releases of which neither the catalog nor a route says who delivers them; `more`: further routes.

    Their own names are only given where a route needs them, and by `unsaid_releases`.
    """
    matches = _Matches((*spoken.standing, *more))
    return tuple(_unsaid(matches.looked_at(music), matches, spoken))


def unsaid_releases(music: Recognised, spoken: Spoken, more: Iterable[Match] = ()) -> tuple[Delivered, ...]:
    """The same, each release by itself and with its names."""
    return tuple(_unsaid(music.releases, _Matches((*spoken.standing, *more)), spoken))


def _unsaid(releases: Iterable[Delivered], matches: "_Matches", spoken: Spoken) -> Iterator[Delivered]:
    for each in releases:
        if not each.is_known and _is_asked(each, spoken.platforms) and matches.first(each) is None:
            yield each


class _Matches:
    """What routes cover, in their order. Each is limited by one thing at most, so that the first is found at once."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._wide: int | None = None
        for number, match in enumerate(matches):
            if not match and self._wide is None:
                self._wide = number
            for key, value in match.items():
                self._numbers.setdefault((key, _plain(key, value)), number)
        self._needs_names = any(key in _OWN_NAMES for key, _ in self._numbers)

    def looked_at(self, music: Recognised) -> tuple[Delivered, ...]:
        """What has to be looked at: a large catalog has few different ways, and many releases."""
        return music.releases if self._needs_names else music.delivered

    def first(self, release: Delivered) -> int | None:
        """The place of the first that covers a release."""
        own = [("distributor", release.distributor), ("label", release.label)]
        if self._needs_names:
            own += [("upc", release.upc), *(("artist", artist) for artist in release.artists)]
        found = [self._numbers.get((key, _plain(key, value))) for key, value in own if value]
        return min((each for each in (*found, self._wide) if each is not None), default=None)


def _plain(key: str, value: str) -> str:
    """A UPC and the EAN with one more zero in front are the same product."""
    return value.strip().lstrip("0") if key == "upc" else folded(value)


def _is_asked(release: Delivered, platforms: Sequence[str]) -> bool:
    return not platforms or not release.platforms or not set(platforms).isdisjoint(release.platforms)
