"""Discs and records: they are supplied, and a digital distributor knows nothing of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.words import titles
from takedown.model import Finding, Release
from takedown.records import Directory, Use
from takedown.request import SELF, UNLICENSED, Request
from takedown.routing import Routing, supplies, wanted_platforms
from takedown.rules import finding

_WITHOUT_SUPPLIER = frozenset({SELF, UNLICENSED})


def is_physical(slug: str, directory: Directory) -> bool:
    """Whether a platform sells discs and records."""
    return slug in directory.platforms and directory.platforms[slug].use is Use.PHYSICAL


def supply_findings(
    request: Request, releases: Sequence[Release], directory: Directory, routing: Routing
) -> Iterator[Finding]:
    """Ask once for each platform of discs and records who supplies the releases that no route says it of."""
    lacking: dict[str, list[Release]] = defaultdict(list)
    asked = [slug for slug in request.wish.platforms if is_physical(slug, directory)]
    for release in releases if asked else ():
        for slug in wanted_platforms(request, release):
            if slug in asked and any(
                not supplies(route, slug) and (route is None or route.via not in _WITHOUT_SUPPLIER)
                for route in routing.winning(release, slug)
            ):
                lacking[slug].append(release)
    for slug, group in lacking.items():
        yield finding(
            "Q-ROUTE",
            f"it is not said who supplies the discs and records of {titles(group)} to "
            f"{directory.platforms[slug].name}; a distributor of downloads and streams does not",
            hint=f'add above the other routes:\n[[routes]]\nmatch = {{ platform = "{slug}" }}\nvia = "other"\n'
            'contact = "my-supplier"\n[contacts.my-supplier]\nname = "…"\nemail = "…"\nsource = "…"\n'
            "where there are none, leave the platform out of the request, or out of the column platforms",
            source=group[0].source.at("platforms"),
            releases=tuple(release.key for release in group),
        )
