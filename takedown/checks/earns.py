"""Copies that are said to be unlicensed, and earn: a form that says so would be false."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.words import titles
from takedown.licensed import Licences, Shown, is_said
from takedown.model import Finding, Release
from takedown.records import Directory
from takedown.request import UNLICENSED, Request
from takedown.routing import Routing, wanted_platforms
from takedown.rules import finding


def earning_findings(
    request: Request, releases: Sequence[Release], directory: Directory
) -> Iterator[Finding]:
    """Find what speaks against via = "unlicensed"; once for each platform and proof."""
    if not is_said(request, releases):
        return
    licences, routing = Licences(request, releases, directory), Routing(request)
    numbers = {id(route): number for number, route in enumerate(request.routes, start=1)}
    groups: dict[tuple[int, str, Shown], dict[str, Release]] = defaultdict(dict)
    for release in releases:
        for slug in wanted_platforms(request, release):
            platform = directory.platforms.get(slug)
            for route in routing.winning(release, slug) if platform else ():
                if platform and route is not None and route.via == UNLICENSED:
                    shown = licences.shown(release, platform, route)
                    if shown:
                        groups[numbers.get(id(route), 0), slug, shown][release.key] = release
    for (number, slug, shown), group in groups.items():
        those = list(group.values())
        yield finding(
            "Q-EARNS",
            f"{titles(those)} {'is' if len(those) == 1 else 'are'} said to be unlicensed on "
            f"{directory.platforms[slug].name}, and {shown.what}",
            hint=shown.hint,
            source=request.source.at(f"routes.{number}.via") if number else those[0].source.at("distributor"),
            releases=tuple(group),
        )
