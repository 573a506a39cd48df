"""What takedown.toml and decisions.csv say about nothing in the catalog: a slip of the pen, most often."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.agreements import Use
from takedown.checks.answers import Answers, featured, track_artists
from takedown.checks.routes import is_in_wanted_territory
from takedown.checks.words import quoted
from takedown.model import Finding, Podcast, Release, folded
from takedown.request import Answer, Decision, Request
from takedown.roster import artists_of
from takedown.routing import Routing, wanted_platforms
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
    routing = Routing(request)
    matching = routing.alike(
        {
            place
            for release in everything
            for platform in wanted_platforms(request, release)
            for place in routing.covering(release, platform)
        }
    )
    for number, route in enumerate(request.routes, start=1):
        if number - 1 not in matching or not is_in_wanted_territory(request, route):
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
    used = answers.concerning(everything)
    unused = [each for number, each in enumerate(request.decisions) if number not in used]
    if not unused:
        return
    meant = _Meant(everything)
    for decision in unused:
        yield _unused(decision, meant, several=answers.is_ambiguous(decision))


def _unused(decision: Decision, meant: "_Meant", *, several: bool) -> Finding:
    """A yes that belongs to nothing harms nobody; any other answer may be a refusal with a slip of the pen."""
    about = f" about {quoted(decision.release)}" if decision.release.strip() else ""
    near = meant.name(decision.party)
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
        releases=() if decision.answer is Answer.YES else meant.releases(near, decision.release),
    )


class _Meant:
    """Releases by the names of their parties and by their titles: what a slip of the pen may mean."""

    def __init__(self, everything: Sequence[Release]) -> None:
        self._keys = tuple(release.key for release in everything)
        self._names: dict[str, str] = {}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._called: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, str] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        for place, release in enumerate(everything):
            for name in _names(release):
                self._names[folded(name)] = name
                self._named[name].append(place)
            for title in {folded(release.title), folded(release.display_title)}:
                self._called[title].append(place)

    def name(self, party: str) -> str:
        """The artist or owner whose name is nearly this one; empty where there is none."""
        mark = folded(party)
        if mark not in self._known:
            from difflib import get_close_matches

            close = get_close_matches(mark, self._names, n=1, cutoff=0.8)
            self._known[mark] = self._names[close[0]] if close else ""
        return self._known[mark]

    def releases(self, name: str, title: str) -> tuple[str, ...]:
        """Keys of the releases with this party, and of those with this title, if one is given."""
        key = (name, folded(title))
        if key not in self._found:
            called = self._called.get(key[1], ()) if title.strip() else ()
            places = sorted({*self._named.get(name, ()), *called})
            self._found[key] = tuple(self._keys[place] for place in places)
        return self._found[key]


def _names(release: Release) -> tuple[str, ...]:
    return (*release.artists, *track_artists(release), *featured(release), *release.owners)
