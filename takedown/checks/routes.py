"""Who delivers: routes that match nothing, name nobody, or contradict the catalog."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.agreements import Use, agreement_findings
from takedown.checks.ends import end_findings
from takedown.checks.supply import is_physical, supply_findings
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import either, near_miss, quoted, titles, toml, visible
from takedown.counting import counted, counted_releases
from takedown.model import Finding, Release, folded
from takedown.records import Directory
from takedown.request import (
    DIRECT,
    LABEL,
    OTHER,
    SPECIAL_VIA,
    WORLDWIDE,
    Request,
    Route,
)
from takedown.routing import Routing, route_of_cell, wanted_platforms
from takedown.rules import finding

_SHOWN = 3
_NEED_CONTACT = frozenset({LABEL, DIRECT, OTHER})


def route_findings(
    request: Request, releases: Sequence[Release], directory: Directory, known: Vocabulary
) -> Iterator[Finding]:
    """Check every route against the catalog and the directory."""
    routing = Routing(request)
    uses = _uses(request, releases, routing)
    yield from _platforms(request, known)
    yield from _shadowed(request, uses)
    yield from _addressed(request, uses, directory, known)
    yield from _contradicted(uses, directory)
    yield from agreement_findings(request, uses, directory, known.today)
    yield from end_findings(request, uses, directory, known)
    yield from _without_route(request, releases, directory, routing)
    yield from supply_findings(request, releases, directory, routing)
    yield from _by_cell(request, releases, directory, routing)


def _uses(request: Request, releases: Sequence[Release], routing: Routing) -> list[Use]:
    uses = [Use(number=number, route=route) for number, route in enumerate(request.routes, start=1)]
    by_route: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        by_route[id(use.route)].append(use)
    covering: set[int] = set()
    for release in releases:
        for platform in wanted_platforms(request, release):
            covering.update(routing.covering(release, platform))
            for route in routing.winning(release, platform):
                for use in by_route[id(route)] if route is not None else ():
                    use.wins[release.key] = release
    for place in routing.alike(covering):
        uses[place].covers = True
    return uses


def _platforms(request: Request, known: Vocabulary) -> Iterator[Finding]:
    named = [("request.platforms", slug) for slug in request.wish.platforms]
    for number, route in enumerate(request.routes, start=1):
        if route.match.platform:
            named.append((f"routes.{number}.match.platform", route.match.platform))
    slugs = set(known.platforms.values())
    for key, slug in named:
        if slug not in slugs:
            close = near_miss(slug, known.platforms)
            yield finding(
                "E-PLATFORM",
                f"{quoted(slug)} is not in the directory of platforms",
                hint=f"did you mean {close}?" if close else "`takedown directory list` shows all platforms",
                source=request.source.at(key),
            )


def _shadowed(request: Request, uses: Sequence[Use]) -> Iterator[Finding]:
    for use in uses:
        if use.covers and not use.wins and is_in_wanted_territory(request, use.route):
            yield finding(
                "W-ROUTE-SHADOWED",
                f"{use.name} is never used: earlier routes match everything that it matches",
                hint="the first match wins: put the narrower route above the wider one",
                source=request.source.at(f"routes.{use.number}.match"),
            )


def is_in_wanted_territory(request: Request, route: Route) -> bool:
    """Whether a route is about a territory that is asked for."""
    wanted = request.wish.territories
    return wanted == (WORLDWIDE,) or route.match.territory in ("", WORLDWIDE, *wanted)


def _addressed(
    request: Request, uses: Sequence[Use], directory: Directory, known: Vocabulary
) -> Iterator[Finding]:
    for use in uses:
        via, contact = use.route.via, use.route.contact
        if via not in SPECIAL_VIA and via not in directory.distributors:
            close = near_miss(via, known.distributors)
            yield finding(
                "E-VIA",
                f"{use.name} goes through {quoted(via)}, which is not in the directory of distributors",
                hint=f'did you mean via = "{close}"? Else write via = "other" with a contact'
                if close
                else 'for one that `takedown directory list` lacks, write via = "other" with a contact',
                source=request.source.at(f"routes.{use.number}.via"),
                releases=use.keys,
            )
        if contact and contact not in request.contacts:
            yield finding(
                "E-CONTACT-KEY",
                f"{use.name} names the contact {quoted(contact)}, and there is no such [contacts] table",
                hint=f'add:\n[contacts.{visible(contact)}]\nname = "…"\nemail = "…"\nsource = "…"\n'
                f"checked_on = {known.today}",
                source=request.source.at(f"routes.{use.number}.contact"),
                releases=use.keys,
            )
        if not contact and via in _NEED_CONTACT and use.wins:
            yield finding(
                "Q-CONTACT",
                f'{use.name} says via = "{via}" and names nobody to write to',
                hint='add contact = "my-desk" to the route, and [contacts.my-desk] with name, email, source',
                source=request.source.at(f"routes.{use.number}.contact"),
                releases=use.keys,
            )


def _contradicted(uses: Sequence[Use], directory: Directory) -> Iterator[Finding]:
    for use in uses:
        via = use.route.via
        if via not in directory.distributors and via not in (OTHER, DIRECT):
            continue
        if is_physical(
            use.route.match.platform, directory
        ):  # who supplies discs is another than who delivers
            continue
        others: dict[str, list[Release]] = defaultdict(list)
        for release in use.wins.values():
            # Whom the directory does not know is delivered by a route of the user's own.
            cell = release.distributor
            known = cell in directory.distributors or (via != OTHER and not _is_explained(cell, use.route))
            if cell and cell != via and known:
                others[cell].append(release)
        for slug, group in others.items():
            said = (
                f"the column distributor says {quoted(slug)} of {titles(group)}"
                if slug in SPECIAL_VIA
                else f"the catalog says {slug} delivers {titles(group)}"
            )
            yield finding(
                "W-ROUTE-CONFLICT",
                f"{said}, and {use.name} says {via}; the route counts",
                hint="correct the one that is wrong; if both deliver it, a second delivery keeps it live",
                source=group[0].source.at("distributor"),
                releases=tuple(release.key for release in group),
            )


def _is_explained(cell: str, route: Route) -> bool:
    """Whether a route says itself who a name of the catalog is: by its match, or by its contact."""
    return folded(cell) == folded(route.match.distributor) or cell == route.contact


def _without_route(
    request: Request, releases: Sequence[Release], directory: Directory, routing: Routing
) -> Iterator[Finding]:
    """Ask who delivers: once for all releases whose distributor cell says the same, whatever artists they are by."""
    lost: dict[str, list[Release]] = defaultdict(list)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for release in releases:
        if route_of_cell(release, directory):
            continue
        platforms = [
            slug
            for slug in wanted_platforms(request, release)
            if not is_physical(slug, directory) and None in routing.winning(release, slug)
        ]
        if platforms:
            cell = folded(release.distributor)
            lost[cell].append(release)
            places[cell].update(dict.fromkeys(platforms))
    for cell, group in lost.items():
        told = f"; the column distributor says {quoted(group[0].distributor)}" if cell else ""
        yield finding(
            "Q-ROUTE",
            f"it is not said who delivers {_by_artists(group)} to {either(places[cell], 'and')}{told}",
            hint=_ways_to_say(group),
            source=group[0].source.at("distributor"),
            releases=tuple(release.key for release in group),
        )


def _by_artists(releases: Sequence[Release]) -> str:
    """`'Harbour'`, `'Harbour' and 2 more releases`, `5 releases by 'A' (3), 'B' and 2 more artists`."""
    counts: dict[str, int] = defaultdict(int)
    for release in releases:
        counts[release.artist] += 1
    if len(counts) == 1:
        return titles(releases)
    shown = [
        quoted(artist) + (f" ({number})" if number > 1 else "")
        for artist, number in list(counts.items())[:_SHOWN]
    ]
    if len(counts) > _SHOWN:
        shown.append(counted(len(counts) - _SHOWN, "more artist"))
    return f"{counted_releases(releases)} by {either(shown, 'and')}"


def _ways_to_say(releases: Sequence[Release]) -> str:
    """A route, or the distributor's slug in the catalog, where the cell is of use by itself."""
    first = releases[0]
    match = (
        f"distributor = {toml(first.distributor)}"
        if first.distributor
        else f"artist = {toml(first.artists[0])}"
    )
    each = (
        ""
        if first.distributor or len({release.artists[0] for release in releases}) == 1
        else ", one for each artist"
    )
    return (
        f'either add{each}:\n[[routes]]\nmatch = {{ {match} }}\nvia = "…"\n'
        "with a distributor's slug (`takedown directory list`), label, direct or unknown;\n"
        "or write the distributor's slug into the column distributor of the catalog"
    )


def _by_cell(
    request: Request, releases: Sequence[Release], directory: Directory, routing: Routing
) -> Iterator[Finding]:
    """The cell says whom to ask, and nothing of the account and the agreement."""
    alone: dict[Route, list[Release]] = defaultdict(list)
    for release in releases:
        known = route_of_cell(release, directory)
        own = routing.of_cell(release)
        by_cell = known or (own if own and own.via in (OTHER, DIRECT) else None)
        if by_cell and any(
            any(route is (None if known else own) for route in routing.winning(release, slug))
            for slug in wanted_platforms(request, release)
            if not is_physical(slug, directory)
        ):
            alone[by_cell].append(release)
    for route, group in alone.items():
        contact = f"contact = {toml(route.contact)}\n" if route.contact else ""
        yield finding(
            "W-AGREEMENT",
            f"only the catalog says that {route.match.distributor} delivers {titles(group)}; "
            "no route gives your account and agreement there",
            hint=f"add:\n[[routes]]\nmatch = {{ distributor = {toml(route.match.distributor)} }}\n"
            f'via = "{route.via}"\n{contact}account = "…"\n'
            'agreement = { name = "…", dated = …, advance_open = "no" }',
            source=group[0].source.at("distributor"),
            releases=tuple(release.key for release in group),
        )
