"""Statements against the catalog and the routes: who reports earnings of a release, where, and until when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from takedown.checks.words import either, quoted, titles
from takedown.counting import counted_apart
from takedown.earnings import Earned, Months
from takedown.licensed import Matched, matched
from takedown.model import Finding, Release, SourceRef, folded
from takedown.records import Directory
from takedown.request import DIRECT, ENDED, LABEL, OTHER, SELF, UNKNOWN, UNLICENSED, Request, Route
from takedown.routing import Routing, route_of_cell
from takedown.rules import finding

STATEMENTS = SourceRef(file="statements.csv")
#: Statements come up to a quarter late, and tell of a quarter: what is older than two of them is no present delivery.
_OLD_MONTHS = 6
_NAMES_SHOWN = 3
#: What a route says that names no distributor of the directory.
_SAYS = {
    DIRECT: "that you deliver it yourself",
    LABEL: "that a label delivers it",
    OTHER: "another distributor",
    SELF: "that the account there is your own",
    UNLICENSED: "that nobody delivers it with your permission",
    UNKNOWN: "that it is not known who delivers it",
}


def statement_findings(
    request: Request,
    releases: Sequence[Release],
    everything: Sequence[Release],
    directory: Directory,
    today: date,
) -> Iterator[Finding]:
    """Compare what earned with what the catalog and the routes say. `everything` includes what is blocked."""
    earned = request.statements.earned
    if not earned:
        return
    found = matched(earned, releases)
    known = matched(earned, everything)
    yield from _other_routes(request, found, directory, today)
    yield from _left_out_platforms(request, found, directory)
    yield from _two_deliveries(found, directory)
    yield from _not_in_catalog([one for one in earned if id(one) not in known.lines])


def _other_routes(request: Request, found: Matched, directory: Directory, today: date) -> Iterator[Finding]:
    """A release that earns, or earned, at another distributor than its route says; once for each pair of them."""
    groups: dict[tuple[str, str, bool], list[tuple[Release, Months]]] = defaultdict(list)
    routing = Routing(request)
    for release, lines in found.releases:
        reported: dict[str, Months] = {}
        for line in lines:
            reported[line.distributor] = reported.get(line.distributor, Months()) | line.months
        for distributor, via, months in _contradictions(routing, release, lines, directory):
            own = reported.get(via, Months())
            groups[distributor, via, _is_over(months, own, today)].append((release, months))
    for (distributor, via, is_over), group in groups.items():
        yield _other_route(directory, group, (distributor, via), is_over=is_over)


def _contradictions(
    routing: Routing, release: Release, lines: Sequence[Earned], directory: Directory
) -> Iterator[tuple[str, str, Months]]:
    """Each other distributor that reports the release, what the route says instead, and when."""
    said: dict[tuple[str, str], Months] = {}
    by_place = {
        place: _vias(routing, release, place, directory)
        for place in dict.fromkeys(line.place for line in lines)
    }
    for line in lines:
        vias = by_place[line.place]
        if vias and line.distributor and line.distributor not in vias:
            pair = (line.distributor, vias[0])
            said[pair] = said.get(pair, Months()) | line.months
    for (distributor, via), months in said.items():
        yield distributor, via, months


def _vias(routing: Routing, release: Release, platform: str, directory: Directory) -> tuple[str, ...]:
    """Who delivers to a store by the routes, else by the catalog; empty where nobody says so, or it has ended."""
    routes: list[Route | None] = [
        route or route_of_cell(release, directory) for route in routing.winning(release, platform)
    ]
    if any(route is None or route.via == ENDED for route in routes):
        return ()
    return tuple(dict.fromkeys(route.via for route in routes if route))


def _is_over(months: Months, own: Months, today: date) -> bool:
    """Whether a distributor stopped reporting a release: long ago, or before the other one began."""
    if not months:
        return False
    ago = today.year * 12 + today.month - int(months.last[:4]) * 12 - int(months.last[5:])
    return ago > _OLD_MONTHS or bool(own and months.last < own.first)


def _other_route(
    directory: Directory,
    group: Sequence[tuple[Release, Months]],
    names: tuple[str, str],
    *,
    is_over: bool,
) -> Finding:
    releases = [release for release, _ in group]
    months = _together(months for _, months in group)
    there = _name(names[0], directory)
    says = _SAYS.get(names[1]) or _name(names[1], directory)
    verb = "earned" if is_over else "earns" if len(releases) == 1 else "earn"
    when = f" until {months.last}" if is_over else f", latest in {months.last}" if months else ""
    return finding(
        "W-STATEMENT-ROUTE",
        f"{titles(releases)} {verb} at {there}{when}; the route says {says}",
        hint=f"if {there} delivered it formerly, look whether its copy is gone; its statements go no further"
        if is_over
        else f'if {there} delivers it, write via = "{names[0]}" in the route; if both do, both must be asked',
        source=STATEMENTS,
        releases=tuple(release.key for release in releases),
    )


def _left_out_platforms(request: Request, found: Matched, directory: Directory) -> Iterator[Finding]:
    """A release that earns on a platform that is asked, and that its `platforms` cell leaves out."""
    groups: dict[str, list[tuple[Release, Months]]] = defaultdict(list)
    for release, lines in found.releases:
        for slug in request.wish.platforms:
            there = [line.months for line in lines if line.place == slug]
            if there and release.platforms and slug not in release.platforms:
                groups[slug].append((release, _together(there)))
    for slug, group in groups.items():
        months = _together(months for _, months in group)
        name = directory.platforms[slug].name if slug in directory.platforms else slug
        releases = [release for release, _ in group]
        yield finding(
            "W-STATEMENT-PLATFORM",
            f"{titles(releases)} {'earns' if len(releases) == 1 else 'earn'} on {name}"
            f"{f', latest in {months.last}' if months else ''}, and the platforms column leaves it out",
            hint=f"add {slug} to the cell, or empty it: it is not asked there as long as the cell leaves it out",
            source=releases[0].source.at("platforms"),
            releases=tuple(release.key for release in releases),
        )


def _two_deliveries(found: Matched, directory: Directory) -> Iterator[Finding]:
    """A release that two distributors report for the same store and months: each of them keeps it live."""
    groups: dict[tuple[str, str], list[tuple[Release, Months]]] = defaultdict(list)
    for release, lines in found.releases:
        for pair, months in _shared(lines).items():
            groups[pair].append((release, months))
    for (first, second), group in groups.items():
        releases = [release for release, _ in group]
        months = _together(months for _, months in group)
        yield finding(
            "W-TWO-DELIVERIES",
            f"{titles(releases)} {'is' if len(releases) == 1 else 'are'} in the statements of "
            f"{_name(first, directory)} and of {_name(second, directory)} for the same store and months "
            f"({months}); a second delivery keeps the tracks live",
            hint="ask both: write one row for each delivery into the catalog, with its own distributor and UPC",
            source=STATEMENTS,
            releases=tuple(release.key for release in releases),
        )


def _shared(lines: Sequence[Earned]) -> Mapping[tuple[str, str], Months]:
    """Pairs of distributors that report the same place in the same months."""
    found: dict[tuple[str, str], Months] = {}
    places: dict[str, dict[str, Months]] = defaultdict(dict)
    for line in lines:
        if line.distributor:
            there = places[folded(line.place)]
            there[line.distributor] = there.get(line.distributor, Months()) | line.months
    for there in places.values():
        names = sorted(there)
        for number, first in enumerate(names):
            for second in names[number + 1 :]:
                months = there[first].overlap(there[second])
                if months:
                    found[first, second] = found.get((first, second), Months()) | months
    return found


def _not_in_catalog(missing: Sequence[Earned]) -> Iterator[Finding]:
    """Say once which releases earn and are not in the catalog: nothing of them is asked."""
    named: dict[tuple[str, ...], Earned] = {}
    for one in missing:
        names = () if one.upc or one.isrc else (folded(one.artist), folded(one.release))
        named.setdefault((one.upc, one.isrc, *names), one)
    if not named:
        return
    shown = [
        quoted(
            f"{one.artist} – {one.release}"
            if one.artist and one.release
            else one.release or one.artist or code
        )
        for one in list(named.values())[:_NAMES_SHOWN]
        for code in [one.upc or one.isrc or "without a name"]
    ]
    if len(named) > _NAMES_SHOWN:
        shown.append(f"{len(named) - _NAMES_SHOWN} more")
    alone = sum(bool(one.isrc) and not (one.upc or one.release) for one in named.values())
    missed = counted_apart(len(named) - alone, alone)
    yield finding(
        "W-NOT-IN-CATALOG",
        f"{missed} of your statements {'is' if len(named) == 1 else 'are'} not in the "
        f"catalog: {either(shown, 'and')}",
        hint="add what is yours to the catalog, or import the statement again; what is missing there is not asked",
        source=STATEMENTS,
    )


def _together(months: Iterable[Months]) -> Months:
    found = Months()
    for each in months:
        found |= each
    return found


def _name(slug: str, directory: Directory) -> str:
    return directory.distributors[slug].name if slug in directory.distributors else slug
