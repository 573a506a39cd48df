"""Who delivers a release to a platform, territory by territory: the first match wins."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.identifiers import gtin14
from takedown.model import Release, folded
from takedown.notice import Scope
from takedown.records import Directory
from takedown.request import DIRECT, LABEL, OTHER, SELF, UNLICENSED, WORLDWIDE, Match, Request, Route

Course = tuple[Scope, Route | None]
#: What a route asks of a release and a platform, in the form in which it is compared; None where it asks nothing.
_Key = tuple[str | None, str | None, str | None, str | None, str | None]


class Routing:
    """The routes of a request, found by what they match: a label has hundreds, and every release asks for its own."""

    def __init__(self, request: Request) -> None:
        self._wish = request.wish
        self._wanted = Scope(included=request.wish.territories)
        self._routes = request.routes
        self._cells = routes_of_cells(request)
        #: Of routes that match the same in the same territory only the first can win.
        self._by_key: dict[_Key, dict[str, int]] = defaultdict(dict)
        self._firsts = tuple(
            self._by_key[_key(route.match)].setdefault(route.match.territory, number)
            for number, route in enumerate(request.routes)
        )
        self._shapes = tuple(dict.fromkeys(tuple(part is not None for part in key) for key in self._by_key))

    def covering(self, release: Release, platform: str) -> tuple[int, ...]:
        """Places of the routes that match, territory apart, in their order; of equal ones the first."""
        found: set[int] = set()
        for key in self._keys(release, platform):
            if key in self._by_key:
                found.update(self._by_key[key].values())
        return tuple(sorted(found))

    def alike(self, places: set[int]) -> frozenset[int]:
        """Add the routes that match the same as one of these: `covering` names the first of them only."""
        return frozenset(place for place, first in enumerate(self._firsts) if first in places)

    def courses(self, release: Release, platform: str) -> list[Course]:
        """The requested territories, grouped by the first route that matches each; None where none does.

        Where none does, a word or a contact of the workspace in the column distributor is a route by itself.
        """
        firsts: dict[str, int] = {}
        for number in self.covering(release, platform):
            firsts.setdefault(self._routes[number].match.territory, number)
        everywhere = [firsts[code] for code in ("", WORLDWIDE) if code in firsts]
        by_cell = self.of_cell(release)
        if len(everywhere) == len(firsts):  # as nearly always: no route of single territories
            return [(self._wanted, self._routes[min(everywhere)] if everywhere else by_cell)]

        def first(territory: str) -> Route | None:
            own = [firsts[territory]] if territory in firsts else []
            places = (*everywhere, *own)
            return self._routes[min(places)] if places else by_cell

        wanted = self._wish.territories
        if wanted != (WORLDWIDE,):
            return _grouped([(code, first(code)) for code in wanted])
        rest = first(WORLDWIDE)
        apart = [
            (code, route)
            for code in firsts
            if code not in ("", WORLDWIDE) and (route := first(code)) is not rest
        ]
        world = Scope(included=(WORLDWIDE,), excluded=tuple(sorted(code for code, _ in apart)))
        return [(world, rest), *_grouped(apart)]

    def of_cell(self, release: Release) -> Route | None:
        """The route that the column distributor makes by a word or by a contact of the workspace."""
        return self._cells.get(folded(release.distributor)) if release.distributor else None

    def winning(self, release: Release, platform: str) -> tuple[Route | None, ...]:
        """The routes that win somewhere, each once; None where a territory has none."""
        return tuple(route for _, route in self.courses(release, platform))

    def _keys(self, release: Release, platform: str) -> Iterator[_Key]:
        """Every key that a route for this release and platform can have, of the shapes that there are."""
        for by_artist, by_label, by_distributor, by_upc, by_platform in self._shapes:
            if by_upc and not release.icpn:
                continue  # a release without a UPC is no product, whatever zeros a route gives
            for artist in dict.fromkeys(map(folded, release.artists)) if by_artist else (None,):
                yield (
                    artist,
                    folded(release.label) if by_label else None,
                    folded(release.distributor) if by_distributor else None,
                    gtin14(release.icpn) if by_upc else None,
                    platform if by_platform else None,
                )


def _key(match: Match) -> _Key:
    return (
        folded(match.artist) if match.artist else None,
        folded(match.label) if match.label else None,
        folded(match.distributor) if match.distributor else None,
        gtin14(match.upc) if match.upc else None,
        match.platform or None,
    )


def _grouped(pairs: Sequence[tuple[str, Route | None]]) -> list[Course]:
    groups: dict[int, tuple[list[str], Route | None]] = {}
    for code, route in pairs:
        groups.setdefault(id(route), ([], route))[0].append(code)
    return [(Scope(included=tuple(codes)), route) for codes, route in groups.values()]


def routes_of_cells(request: Request) -> dict[str, Route]:
    """What a cell of the column distributor says by itself, beside the directory's slugs: word or key → its route.

    A word that needs a contact is understood where the routes name one contact for it. The key of a contact is, where
    the routes never name that contact otherwise, or for one platform only: who supplies discs delivers no files.
    """
    found = {word: _of_cell(word, word) for word in (SELF, UNLICENSED)}
    for word in (LABEL, DIRECT):
        contacts = {route.contact for route in request.routes if route.via == word}
        if len(contacts) == 1 and contacts <= set(request.contacts):
            found[word] = _of_cell(word, word, contacts.pop())
    named: dict[str, list[Route]] = defaultdict(list)
    for route in request.routes:
        for key in {route.contact, route.former}:
            named[key].append(route)
    for key in request.contacts:
        vias = {route.via for route in named[key]}
        is_open = any(route.match.platform or route.former == key for route in named[key])
        if len(vias) <= 1 and not is_open:
            found.setdefault(folded(key), _of_cell(key, vias.pop() if vias else OTHER, key))
    return found


def _of_cell(cell: str, via: str, contact: str = "") -> Route:
    return Route(match=Match(distributor=cell), via=via, contact=contact)


def route_of_cell(release: Release, directory: Directory) -> Route | None:
    """The catalog's own `distributor` cell is a route too, where no [[routes]] entry matches: without agreement."""
    slug = release.distributor
    return Route(match=Match(distributor=slug), via=slug) if slug in directory.distributors else None


def supplies(route: Route | None, platform: str) -> bool:
    """Whether a route names who supplies discs and records there: a contact of its own, for that platform by name."""
    return route is not None and route.via in (OTHER, LABEL) and route.match.platform == platform


def wanted_platforms(request: Request, release: Release) -> tuple[str, ...]:
    """The platforms that are asked about, as far as the release is there."""
    return tuple(
        slug for slug in request.wish.platforms if not release.platforms or slug in release.platforms
    )
