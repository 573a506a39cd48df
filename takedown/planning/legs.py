"""What becomes of every item: its paper by its route, held back by open questions and errors of the checks."""

from collections.abc import Iterator, Mapping, Sequence

from takedown.model import CheckedCatalog, Finding, Release
from takedown.notice import Kind
from takedown.planning.addressing import Addressing
from takedown.planning.leg import Ground, Leg
from takedown.request import Basis, Request
from takedown.roster import principals_of
from takedown.routing import Routing, route_of_cell

#: Question or error of the check stage → (omission rule, kinds that it holds), strongest first.
_EVERY = frozenset(Kind)
_ASKING = frozenset(kind for kind in Kind if kind.counts_as_asked)
_OWN = frozenset({Kind.WITHDRAWAL, Kind.SUPPLY_STOP})
_STATING = frozenset(kind for kind in Kind if kind.states_authority)
_HOLDS: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("Q-DECLINED", "declined", _ASKING),
    ("Q-CONSENT", "awaiting-consent", _ASKING),
    ("Q-DECISION", "awaiting-consent", _ASKING),
    ("Q-PRINCIPAL", "no-principal", _EVERY),
    ("Q-MANDATE", "no-principal", _EVERY),
    ("E-TWO-PRINCIPALS", "no-principal", _EVERY),
    ("Q-AUTHORITY", "authority-question", _STATING),
    ("Q-AGREEMENT-ENDED", "agreement-ended", _OWN),
    ("Q-LABEL", "label-question", _OWN),
)
#: What the routes say of one platform does not hold a release on another: the plan looks at each route itself.
_OF_ROUTES = frozenset({"Q-ROUTE", "Q-CONTACT", "E-VIA", "Q-END", "E-END", "Q-EARNS"})
_SEPARATE = frozenset(rule for rule, _, _ in _HOLDS) | _OF_ROUTES


def legs_of(ground: Ground) -> Iterator[Leg]:
    """Every (release, platform, scope) that was asked for, decided. Release order, then platform order."""
    checked, request, directory = ground.checked, ground.request, ground.directory
    routing, addressing = Routing(request), Addressing(ground)
    # many releases can be held by the same many findings: they share one tuple of them
    distinct = {id(found): found for found in checked.held.values()}
    holds = {mark: _first_by_rule(found) for mark, found in distinct.items()}
    for release in checked.releases:
        principal, basis = _principal(release, request), _true_basis(release, checked, request)
        held = checked.held.get(release.key)
        first = holds[id(held)] if held else {}
        for slug in request.wish.platforms:
            platform = directory.platforms[slug]
            for scope, route in routing.courses(release, slug):
                way = route or route_of_cell(release, directory)
                leg = Leg(
                    release=release,
                    platform=platform,
                    scope=scope,
                    route=way,
                    principal=principal,
                    basis=basis,
                )
                yield _held(addressing.addressed(leg), first)


def _first_by_rule(findings: Sequence[Finding]) -> dict[str, Finding]:
    """The first finding of each rule; what holds the rows themselves stands under an empty one."""
    first: dict[str, Finding] = {}
    for each in findings:
        first.setdefault(each.rule if each.rule in _SEPARATE else "", each)
    return first


def _held(leg: Leg, first: Mapping[str, Finding]) -> Leg:
    """The leg, or left out because of an open question or an error; `first` of each rule, of its release."""
    if leg.omission or leg.kind is None or not first:
        return leg
    if "" in first:
        return leg.omit("blocked-row", first[""].message, first[""].hint, first[""].source)
    for rule, omission, kinds in _HOLDS:
        if rule in first and leg.kind in kinds:
            return leg.omit(omission, first[rule].message, first[rule].hint, first[rule].source)
    return leg


def _principal(release: Release, request: Request) -> str:
    """On whose behalf it is asked; several where a compilation is of many."""
    names = tuple(dict.fromkeys(each.name for each in principals_of(request, release)))
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return names[0] if names else request.own_name


def _true_basis(release: Release, checked: CheckedCatalog, request: Request) -> Basis | None:
    """Where others had to agree, nobody is the sole owner: the letter then says that all owners agreed."""
    basis = request.authority.basis
    return (
        Basis.ALL_OWNERS_AGREED
        if basis is Basis.SOLE_OWNER
        and (checked.must_agree.get(release.key) or len(principals_of(request, release)) > 1)
        else basis
    )
