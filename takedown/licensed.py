"""What shows that a copy was licensed after all: earnings, another route, the catalog."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from takedown.earnings import Earned
from takedown.frozen import dataclass
from takedown.identifiers import gtin14
from takedown.model import Release, folded
from takedown.records import Directory, Platform
from takedown.request import ENDED, SELF, UNKNOWN, UNLICENSED, Match, Request, Route
from takedown.routing import Routing
from takedown.stores import company_of

#: What says of nobody that they deliver it: who holds the account for an own upload licensed no copy of anybody else.
_NOBODY = frozenset({UNLICENSED, UNKNOWN, SELF})
#: In the column distributor also that it is over: only a route says who delivered it until then.
_NO_DISTRIBUTOR = _NOBODY | {ENDED}
_OF_RELEASES = frozenset({"artist", "label", "distributor"})


@dataclasses.dataclass(slots=True)
class Matched:
    """What earned, by release; and which lines of the statements that were."""

    releases: list[tuple[Release, list[Earned]]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def matched(earned: Iterable[Earned], releases: Sequence[Release]) -> Matched:
    """Find the release of every line: by UPC, else by ISRC, else by its names where one of the two has no code."""
    by_upc = {gtin14(each.icpn): number for number, each in enumerate(releases) if each.icpn}
    by_isrc: dict[str, list[int]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, release in enumerate(releases):
        for recording in release.recordings:
            if recording.isrc:
                by_isrc[recording.isrc].append(number)
        for title in {folded(release.title), folded(release.display_title)}:
            by_name[folded(release.artist), title].append(number)
    lines: dict[int, list[Earned]] = defaultdict(list)
    found = Matched()
    for one in earned:
        numbers = [by_upc[gtin14(one.upc)]] if one.upc and gtin14(one.upc) in by_upc else []
        numbers = numbers or (by_isrc.get(one.isrc, []) if one.isrc else [])
        numbers = numbers or [
            number
            for number in by_name.get((folded(one.artist), folded(one.release)), [])
            if one.release and not (one.upc and releases[number].icpn)
        ]
        for number in numbers:
            lines[number].append(one)
        if numbers:
            found.lines.add(id(one))
    found.releases = [(releases[number], lines[number]) for number in sorted(lines)]
    return found


def company_at(place: str, directory: Directory) -> str:
    """The company behind a place of the statements: a platform's slug, or the name of a store."""
    platform = directory.platforms.get(place)
    return platform.company if platform else company_of(place)


def is_said(request: Request, releases: Sequence[Release]) -> bool:
    """Whether any copy is said to be unlicensed, by a route or in the column distributor."""
    return any(route.via == UNLICENSED for route in request.routes) or any(
        folded(release.distributor) == UNLICENSED for release in releases
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What shows that a copy was licensed, without its title, and the next step."""

    what: str
    hint: str


class Licences:
    """What the statements, the routes and the catalog show against via = "unlicensed"."""

    def __init__(self, request: Request, releases: Sequence[Release], directory: Directory) -> None:
        self._directory = directory
        self._routes = request.routes
        self._routing = Routing(request)
        found = matched(request.statements.earned, releases) if is_said(request, releases) else Matched()
        self._lines = {release.key: lines for release, lines in found.releases}

    def shown(self, release: Release, platform: Platform, route: Route) -> Shown | None:
        """What speaks against it for one release on one platform, the strongest first; None where nothing does.

        A wider route below is no contradiction: the narrower one above it is an exception from it.
        """
        by = self._earned_by(release, platform)
        if by is not None:
            whose = f"the statements of {self._name(by)} list" if by else "your statements list"
            return Shown(
                what=f"{whose} earnings at {platform.company}",
                hint=self._way_out(
                    by, "if that was somebody else's copy, ask who reported it, and keep the answer"
                ),
            )
        other = next(self._others(release, platform.slug, route), None)
        if other is not None:
            return Shown(
                what=f'another route says via = "{other.via}" there',
                hint="take one of the two routes out; where the other holds for other music only, narrow its match",
            )
        if release.distributor and folded(release.distributor) not in _NO_DISTRIBUTOR:
            return Shown(
                what=f"the column distributor says {self._name(release.distributor)}",
                hint=self._way_out(
                    release.distributor, "if nobody delivers it, empty the cell in the column distributor"
                ),
            )
        return None

    def _earned_by(self, release: Release, platform: Platform) -> str | None:
        """The distributor that reports earnings at the company; empty where it is not named, None where none does."""
        lines = self._lines.get(release.key, ())
        return next(
            (
                line.distributor
                for line in lines
                if line.place == platform.slug or company_at(line.place, self._directory) == platform.company
            ),
            None,
        )

    def _others(self, release: Release, platform: str, own: Route) -> Iterator[Route]:
        """Routes that name who delivers the same there: those that win somewhere, and those that are no wider.

        Of routes with the same match only the first wins, and the others contradict it all the same.
        """
        winning = {id(route) for route in self._routing.winning(release, platform)}
        covering = self._routing.alike(set(self._routing.covering(release, platform)))
        for route in (self._routes[place] for place in sorted(covering)):
            if route.via not in _NOBODY and (
                id(route) in winning or not _is_wider(route.match, than=own.match)
            ):
                yield route

    def _way_out(self, slug: str, otherwise: str) -> str:
        deliver = (
            f'if {self._name(slug)} delivers it, write via = "{slug}" in the route; if it did formerly, '
            f'via = "ended" with former = "{slug}"'
            if slug in self._directory.distributors
            else 'write who delivers it in the route; if that is over, via = "ended" with former'
        )
        return f"{deliver}; {otherwise}"

    def _name(self, slug: str) -> str:
        record = self._directory.distributors.get(slug)
        return record.name if record else slug


def _is_wider(match: Match, *, than: Match) -> bool:
    """Whether one match fits everything that another one fits, and more; both fit the same release."""
    given, other = _given(match), _given(than)
    return given <= _implied(other) and not other <= _implied(given)


def _implied(given: frozenset[str]) -> frozenset[str]:
    """A UPC is one release, of one artist and label."""
    return given | _OF_RELEASES if "upc" in given else given


def _given(match: Match) -> frozenset[str]:
    """Which keys a match gives."""
    values = {
        "artist": match.artist,
        "label": match.label,
        "distributor": match.distributor,
        "upc": match.upc,
        "platform": match.platform,
        "territory": match.territory,
    }
    return frozenset(key for key, value in values.items() if value)
