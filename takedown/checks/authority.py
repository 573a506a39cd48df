"""With what authority, and on whose behalf."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.words import quoted, titles, toml
from takedown.counting import counted_releases
from takedown.model import Finding, Release, folded
from takedown.request import Basis, Principal, Request
from takedown.roster import artists_of, is_nobody, principal_places, without_principal
from takedown.rules import finding


def authority_findings(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    """Check that the sender may ask, and that everybody it asks for is named and has said so."""
    yield from _basis(request, releases)
    yield from _without_principal(request, releases)
    yield from _mandates(request, releases)
    yield from _two_principals(request, releases)


def _basis(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    if request.authority.basis is None:
        yield finding(
            "Q-AUTHORITY",
            "it is not said why you may ask; until it is, no withdrawal and no platform request is made",
            hint='add basis = "sole-owner", "all-owners-agreed", "company" or "mandate" under [authority]',
            source=request.source.at("authority.basis"),
            releases=tuple(release.key for release in releases),
        )


def _without_principal(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    if not request.acts_for_others:
        return
    alone: dict[str, tuple[str, list[Release]]] = {}
    for release in releases:
        for artist in without_principal(request, release):
            alone.setdefault(folded(artist), (artist, []))[1].append(release)
    for artist, group in alone.values():
        keys = tuple(release.key for release in group)
        yield (
            _of_nobody(artist, group, keys)
            if is_nobody(artist)
            else finding(
                "Q-PRINCIPAL",
                f"you act for others, and for {quoted(artist)} ({counted_releases(group)}) it is not said for whom",
                hint=f'add:\n[[principals]]\nartist = {toml(artist)}\nname = "…"\nmandate = "mandates/….pdf"\n'
                "or a line with artist, name and mandate in principals.csv",
                source=request.source.at("principals"),
                releases=keys,
            )
        )


def _of_nobody(word: str, group: Sequence[Release], keys: tuple[str, ...]) -> Finding:
    return finding(
        "Q-PRINCIPAL",
        f"you act for others, and {quoted(word)} is nobody: not every track of {titles(group)} says who plays it",
        hint="write the artist of each track into the column track_artist; each of them needs a principal",
        source=group[0].source.at("track_artist"),
        releases=keys,
    )


def _mandates(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    used: dict[int, list[str]] = defaultdict(list)
    for release in releases:
        for place in principal_places(request, release):
            used[place].append(release.key)
    missing = frozenset(request.missing_mandates)
    for place, keys in used.items():
        principal = request.principals[place]
        lacking = _lacking(request, principal, missing)
        if lacking:
            yield finding(
                "Q-MANDATE",
                f"{quoted(principal.name)} for {quoted(principal.artist)}: {lacking}",
                hint='put the signed mandate into the workspace and name it: mandate = "mandates/….pdf"',
                source=request.principal_source(place, "mandate"),
                releases=tuple(keys),
            )


def _lacking(request: Request, principal: Principal, missing: frozenset[str]) -> str:
    if principal.mandate in missing:
        return f"there is no file {quoted(principal.mandate)}"
    if principal.mandate:
        return ""
    if folded(principal.name) not in _signing(request):
        return "you sign for them, and no mandate is named"
    return "you ask by mandate, and none is named" if request.authority.basis is Basis.MANDATE else ""


def _signing(request: Request) -> frozenset[str]:
    """Gather the names of who signs: nobody needs a mandate of themselves."""
    return frozenset(folded(name) for name in (request.sender.name, request.sender.organization))


def _two_principals(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    of_artist: dict[str, list[str]] = defaultdict(list)
    for release in releases if request.principals[1:] else ():
        for name in _named(release):
            of_artist[name].append(release.key)
    # one tuple for all lines about an artist: they may be many, and so may its releases
    keys = {name: tuple(same) for name, same in of_artist.items()}
    for place, other in enumerate(request.principals):
        first = seen.setdefault(folded(other.artist), place)
        one = request.principals[first]
        if folded(one.name) != folded(other.name):
            yield finding(
                "E-TWO-PRINCIPALS",
                f"for {quoted(one.artist)} there are two principals: {quoted(one.name)} "
                f"({request.principal_source(first)}) and {quoted(other.name)} ({request.principal_source(place)})",
                hint="keep the one who may decide; name the other as a party in decisions.csv",
                source=request.principal_source(place),
                releases=keys.get(folded(one.artist), ()),
            )


def _named(release: Release) -> set[str]:
    return {folded(artist) for artist in (*release.artists, *artists_of(release))}
