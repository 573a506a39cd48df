"""What takedown.toml and decisions.csv say about nothing in the catalog: a slip of the pen, most often."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from takedown.checks.agreements import Use
from takedown.checks.consent import Answers, featured, track_artists
from takedown.checks.routes import is_in_wanted_territory
from takedown.checks.words import quoted
from takedown.model import Finding, Podcast, Release, folded
from takedown.request import Answer, Decision, Request, route_covers
from takedown.roster import artists_of
from takedown.routing import wanted_platforms
from takedown.rules import finding


def unused_findings(
    request: Request, everything: Sequence[Release], podcasts: Sequence[Podcast]
) -> Iterator[Finding]:
    """Find routes, principals and decisions without a release.

    `everything` includes what is blocked, so that one wrong cell does not call a good route useless. What is written
    for a podcast waits for its letter; where there is nothing but podcasts, no route has anything to do yet.
    """
    listed = (*everything, *map(_as_release, podcasts))
    if everything or not podcasts:
        yield from _routes(request, listed)
    yield from _principals(request, listed)
    yield from _decisions(request, everything)


def _as_release(podcast: Podcast) -> Release:
    """A podcast as far as a route or a principal can name it: by its artist or title, and its platforms."""
    return Release(
        key=podcast.feed,
        artists=tuple(name for name in (podcast.artist, podcast.title) if name),
        title=podcast.title,
        platforms=podcast.platforms,
        source=podcast.source,
    )


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
    artists = {
        folded(artist) for release in everything for artist in (*release.artists, *artists_of(release))
    }
    for place, principal in enumerate(request.principals):
        if folded(principal.artist) not in artists:
            yield finding(
                "W-UNUSED-PRINCIPAL",
                f"{quoted(principal.artist)} is an artist of no release in the catalog",
                hint="write the artist as in the artist column of the catalog, or take the line out",
                source=request.principal_source(place, "artist"),
            )


def _decisions(request: Request, everything: Sequence[Release]) -> Iterator[Finding]:
    answers = Answers(request, everything)
    used = {number for release in everything for number in answers.concerning(release)}
    for number, decision in enumerate(request.decisions):
        if number not in used:
            yield _unused(decision, everything, several=answers.is_ambiguous(decision))


def _unused(decision: Decision, everything: Sequence[Release], *, several: bool) -> Finding:
    """A yes that belongs to nothing harms nobody; any other answer may be a refusal with a slip of the pen."""
    about = f" about {quoted(decision.release)}" if decision.release.strip() else ""
    near = _meant(decision.party, everything)
    hint = "write the party as in the artist or owner column, and the release as its UPC or title"
    if several:
        hint = "write the UPC of the release instead of its title"
    elif near:
        hint = f"did you mean {quoted(near)}? " + hint
    return finding(
        "W-DECISION-UNUSED" if decision.answer is Answer.YES else "Q-DECISION",
        f"the answer of {quoted(decision.party)}{about} belongs to no release in the catalog"
        + (": several have this title, and none names the party" if several else ""),
        hint=hint,
        source=decision.source,
        releases=()
        if decision.answer is Answer.YES
        else tuple(
            release.key for release in everything if near in _names(release) or _is_called(release, decision)
        ),
    )


def _is_called(release: Release, decision: Decision) -> bool:
    return bool(decision.release.strip()) and folded(decision.release) in {
        folded(release.title),
        folded(release.display_title),
    }


def _meant(party: str, everything: Sequence[Release]) -> str:
    """The artist or owner whose name is nearly this one; empty where there is none."""
    names = {folded(name): name for release in everything for name in _names(release)}
    close = get_close_matches(folded(party), names, n=1, cutoff=0.8)
    return names[close[0]] if close else ""


def _names(release: Release) -> tuple[str, ...]:
    return (*release.artists, *track_artists(release), *featured(release), *release.owners)
