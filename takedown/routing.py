"""Who delivers a release to a platform, territory by territory: the first match wins."""

from collections.abc import Sequence

from takedown.model import Release
from takedown.notice import Scope
from takedown.records import Directory
from takedown.request import WORLDWIDE, Match, Request, Route, route_covers

Course = tuple[Scope, Route | None]


def courses(request: Request, release: Release, platform: str) -> list[Course]:
    """The requested territories, grouped by the first route that matches each; None where none does."""
    covering = [route for route in request.routes if route_covers(route, release, platform)]

    def first(territory: str) -> Route | None:
        return next(
            (route for route in covering if route.match.territory in ("", WORLDWIDE, territory)), None
        )

    wanted = request.wish.territories
    if wanted != (WORLDWIDE,):
        return _grouped([(code, first(code)) for code in wanted])
    named = dict.fromkeys(route.match.territory for route in covering)
    rest = first(WORLDWIDE)
    apart = [
        (code, route) for code in named if code not in ("", WORLDWIDE) and (route := first(code)) is not rest
    ]
    world = Scope(included=(WORLDWIDE,), excluded=tuple(sorted(code for code, _ in apart)))
    return [(world, rest), *_grouped(apart)]


def _grouped(pairs: Sequence[tuple[str, Route | None]]) -> list[Course]:
    groups: dict[int, tuple[list[str], Route | None]] = {}
    for code, route in pairs:
        groups.setdefault(id(route), ([], route))[0].append(code)
    return [(Scope(included=tuple(codes)), route) for codes, route in groups.values()]


def winning(request: Request, release: Release, platform: str) -> tuple[Route | None, ...]:
    """The routes that win somewhere, each once; None where a territory has none."""
    return tuple(route for _, route in courses(request, release, platform))


def route_of_cell(release: Release, directory: Directory) -> Route | None:
    """The catalog's own `distributor` cell is a route too, where no [[routes]] entry matches: without agreement."""
    slug = release.distributor
    return Route(match=Match(distributor=slug), via=slug) if slug in directory.distributors else None


def wanted_platforms(request: Request, release: Release) -> tuple[str, ...]:
    """The platforms that are asked about, as far as the release is there."""
    return tuple(
        slug for slug in request.wish.platforms if not release.platforms or slug in release.platforms
    )
