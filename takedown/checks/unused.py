"""What takedown.toml and decisions.csv say about nothing in the catalog: a slip of the pen, most often."""

from collections.abc import Iterator, Sequence

from takedown.checks.agreements import Use
from takedown.checks.consent import Answers
from takedown.checks.routes import is_in_wanted_territory, wanted_platforms
from takedown.checks.words import quoted
from takedown.model import Finding, Release, folded
from takedown.request import Request, route_covers
from takedown.rules import finding


def unused_findings(request: Request, everything: Sequence[Release]) -> Iterator[Finding]:
    """Find routes, principals and decisions without a release.

    `everything` includes what is blocked, so that one wrong cell does not call a good route useless.
    """
    yield from _routes(request, everything)
    yield from _principals(request, everything)
    yield from _decisions(request, everything)


def _routes(request: Request, everything: Sequence[Release]) -> Iterator[Finding]:
    for number, route in enumerate(request.routes, start=1):
        matches = is_in_wanted_territory(request, route) and any(
            route_covers(route, release, platform)
            for release in everything
            for platform in wanted_platforms(request, release)
        )
        if not matches:
            yield finding(
                "W-ROUTE-UNUSED",
                f"{Use(number=number, route=route).name} matches no release that is asked about",
                hint="write the match as in the catalog (artist, label, upc), or take the route out",
                source=request.source.at(f"routes.{number}.match"),
            )


def _principals(request: Request, everything: Sequence[Release]) -> Iterator[Finding]:
    artists = {folded(artist) for release in everything for artist in release.artists}
    for number, principal in enumerate(request.principals, start=1):
        if folded(principal.artist) not in artists:
            yield finding(
                "W-UNUSED-PRINCIPAL",
                f"{quoted(principal.artist)} is an artist of no release in the catalog",
                hint="write the artist as in the artist column of the catalog, or take the line out",
                source=request.source.at(f"principals.{number}.artist"),
            )


def _decisions(request: Request, everything: Sequence[Release]) -> Iterator[Finding]:
    answers = Answers(request, everything)
    used = {number for release in everything for number in answers.concerning(release)}
    for number, decision in enumerate(request.decisions):
        if number not in used:
            about = f" about {quoted(decision.release)}" if decision.release.strip() else ""
            several = answers.is_ambiguous(decision)
            yield finding(
                "W-DECISION-UNUSED",
                f"the answer of {quoted(decision.party)}{about} belongs to no release in the catalog"
                + (": several have this title, and none names the party" if several else ""),
                hint="write the UPC of the release instead of its title"
                if several
                else "write the party as in the artist or owner column, and the release as its UPC or title",
                source=decision.source,
            )
