"""Who must be asked for one item: route and territories → a paper for a desk, or the reason why there is none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from takedown.model import CheckedCatalog, Finding, Release
from takedown.notice import WORLD, Item, Kind, Recipient, RecipientRole, Scope, Way
from takedown.plan import Omission
from takedown.records import Channel, Desk, Directory, Distributor, OneStore, Platform, Role
from takedown.request import (
    DIRECT,
    ENDED,
    LABEL,
    OTHER,
    UNKNOWN,
    UNLICENSED,
    Basis,
    Contact,
    Request,
    Route,
    StoreExclusion,
)
from takedown.roster import principals_of
from takedown.routing import Routing, route_of_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One release on one platform in one scope, and what becomes of it: a paper to a recipient, or an omission.

    Usually an item has one leg; where territories have different routes it has one for each.
    """

    release: Release
    platform: Platform
    scope: Scope
    route: Route | None = None
    kind: Kind | None = None
    recipient: Recipient | None = None
    distributor: Distributor | None = None
    principal: str = ""
    basis: Basis | None = None
    omission: Omission | None = None

    @property
    def item(self) -> Item:
        """Release × platform."""
        return Item(release=self.release, platform=self.platform.slug)

    def omit(self, rule: str, reason: str, hint: str, finding: Finding | None = None) -> "Leg":
        """This leg, left out with a reason and the next step."""
        omission = Omission(
            artist=self.release.artist,
            release=self.release.display_title,
            platform=self.platform.slug,
            rule=rule,
            reason=reason if self.scope == WORLD else f"{reason} ({self.scope})",
            hint=hint,
            source=finding.source if finding else self.release.source,
        )
        return replace(self, omission=omission)


#: Question or error of the check stage → (omission rule, kinds that it holds), strongest first.
_EVERY = frozenset(Kind)
_ASKING = frozenset({Kind.WITHDRAWAL, Kind.LABEL_REQUEST})
_HOLDS: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("Q-DECLINED", "declined", _ASKING),
    ("Q-CONSENT", "awaiting-consent", _ASKING),
    ("Q-DECISION", "awaiting-consent", _ASKING),
    ("Q-PRINCIPAL", "no-principal", _EVERY),
    ("Q-MANDATE", "no-principal", _EVERY),
    ("E-TWO-PRINCIPALS", "no-principal", _EVERY),
    ("Q-AUTHORITY", "authority-question", frozenset({Kind.WITHDRAWAL})),
    ("Q-AGREEMENT-ENDED", "agreement-ended", frozenset({Kind.WITHDRAWAL})),
    ("Q-LABEL", "label-question", frozenset({Kind.WITHDRAWAL})),
)
_SEPARATE = frozenset(rule for rule, _, _ in _HOLDS) | {"Q-ROUTE", "Q-CONTACT", "E-VIA"}


def legs_of(checked: CheckedCatalog, request: Request, directory: Directory) -> Iterator[Leg]:
    """Every (release, platform, scope) that was asked for, decided. Release order, then platform order."""
    routing = Routing(request)
    # many releases can be held by the same many findings: they share one tuple of them
    distinct = {id(found): found for found in checked.held.values()}
    holds = {mark: _first_by_rule(found) for mark, found in distinct.items()}
    for release in checked.releases:
        for slug in request.wish.platforms:
            platform = directory.platforms[slug]
            for scope, route in routing.courses(release, slug):
                way = route or route_of_cell(release, directory)
                leg = Leg(release=release, platform=platform, scope=scope, route=way)
                yield _held(_addressed(leg, request, directory), checked, request, holds)


def _addressed(leg: Leg, request: Request, directory: Directory) -> Leg:
    """The leg with its kind and recipient, by its route."""
    route, platform, release = leg.route, leg.platform, leg.release
    if release.platforms and platform.slug not in release.platforms:
        return leg.omit(
            "not-on-platform",
            f"the catalog says it is not on {platform.name}",
            "nothing, or correct the platforms column",
        )
    if route is None:
        return leg.omit(
            "no-route",
            f"nobody is named who delivers it to {platform.name}",
            'add to takedown.toml: [[routes]] with via = "<your distributor>" (takedown directory list)',
        )
    if route.via == UNLICENSED:
        return leg.omit(
            "unlicensed",
            f"it is on {platform.name} without your permission; that needs the platform's own form, not a letter",
            platform.infringement_form.value
            or f"look for the form on the copyright pages of {platform.company}, and take advice first",
        )
    if route.via == ENDED:
        return leg.omit(
            "agreement-ended",
            f"the agreement with {route.former or 'the former distributor'} is over; "
            "this version writes no letter for that case",
            "ask them in your own words to remove it and to confirm the date, and keep their answer",
        )
    if route.via in (OTHER, LABEL, DIRECT, UNKNOWN):
        return _to_contact(leg, route, request.contacts.get(route.contact))
    return _to_distributor(leg, route, directory.distributors.get(route.via))


_CONTACT_PAPERS = {
    OTHER: (Kind.WITHDRAWAL, RecipientRole.DISTRIBUTOR),
    DIRECT: (Kind.WITHDRAWAL, RecipientRole.PLATFORM),
    LABEL: (Kind.LABEL_REQUEST, RecipientRole.LABEL),
    UNKNOWN: (Kind.ENQUIRY, RecipientRole.DISTRIBUTOR),
}


def _to_contact(leg: Leg, route: Route, contact: Contact | None) -> Leg:
    if contact is None:
        if route.via == UNKNOWN:
            return leg.omit(
                "route-unknown",
                f"it is not known who delivers it to {leg.platform.name}, and nobody is named to ask",
                'look at a royalty statement, or add contact = "…" to the route: an enquiry is then written to them',
            )
        return leg.omit(
            "no-contact",
            f'the route says via = "{route.via}" and names no contact',
            'add contact = "my-desk" to the route and a [contacts.my-desk] table with name and email',
        )
    kind, role = _CONTACT_PAPERS[route.via]
    return _identified(replace(leg, kind=kind, recipient=recipient_of_contact(route.contact, contact, role)))


def _to_distributor(leg: Leg, route: Route, record: Distributor | None) -> Leg:
    if record is None:
        return leg.omit(
            "unknown-distributor",
            f'the directory has no distributor "{route.via}"',
            'takedown directory list shows all; for another one use via = "other" with a contact',
        )
    if record.status.is_retired:
        return leg.omit(
            "desk-closed",
            f"{record.name} is closed",
            "find out who delivers it now, and name them in the route",
        )
    own = route.agreement.store_exclusion if route.agreement else StoreExclusion.UNKNOWN
    if own is StoreExclusion.FORBIDDEN or (
        own is StoreExclusion.UNKNOWN and record.one_store is OneStore.FORBIDDEN
    ):
        whose = (
            "your agreement" if own is StoreExclusion.FORBIDDEN else f"{record.name}, by its own help pages,"
        )
        return leg.omit(
            "agreement-forbids",
            f"{whose} does not let you leave one store while it runs",
            'read your agreement; if it allows it, add agreement = { store_exclusion = "allowed" } to the route',
        )
    return _identified(
        replace(leg, kind=Kind.WITHDRAWAL, recipient=recipient_of_distributor(record), distributor=record)
    )


def _identified(leg: Leg) -> Leg:
    """Without UPC and ISRC a withdrawal would not be understood: then the desk is asked for the codes first."""
    if leg.kind is Kind.WITHDRAWAL and not leg.release.is_identified:
        return replace(leg, kind=Kind.ENQUIRY)
    return leg


def _first_by_rule(findings: Sequence[Finding]) -> dict[str, Finding]:
    """The first finding of each rule; what holds the rows themselves stands under an empty one."""
    first: dict[str, Finding] = {}
    for each in findings:
        first.setdefault(each.rule if each.rule in _SEPARATE else "", each)
    return first


def _held(
    leg: Leg, checked: CheckedCatalog, request: Request, holds: Mapping[int, Mapping[str, Finding]]
) -> Leg:
    """The leg with its principal, or left out because of an open question or an error."""
    leg = replace(
        leg,
        principal=_principal(leg.release, request),
        basis=_true_basis(leg.release, checked, request),
    )
    if leg.omission or leg.kind is None:
        return leg
    held = checked.held.get(leg.release.key, ())
    first = holds.get(id(held), {})
    if "" in first:
        return leg.omit("blocked-row", first[""].message, first[""].hint, first[""])
    for rule, omission, kinds in _HOLDS:
        if rule in first and leg.kind in kinds:
            return leg.omit(omission, first[rule].message, first[rule].hint, first[rule])
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


def recipient_of_distributor(record: Distributor) -> Recipient:
    """A distributor's desk, with every address that is not for infringement claims."""
    usable = [
        address
        for address in record.addresses
        if address.role is not Role.INFRINGEMENT and not address.country
    ]
    return Recipient(
        desk=record.slug,
        name=record.name,
        role=RecipientRole.DISTRIBUTOR,
        email=next((address.value for address in usable if address.channel is Channel.EMAIL), ""),
        postal=next((address.lines for address in usable if address.channel is Channel.POST), ()),
        ways=_ways(record),
        steps=record.steps,
        ticket=record.ticket,
        store_names=record.store_names,
        single_switch=record.single_switch,
        own_words=record.own_words,
    )


def recipient_of_desk(desk: Desk) -> Recipient:
    """A platform's desk, with every address that is not for infringement claims."""
    usable = [
        address for address in desk.addresses if address.role is not Role.INFRINGEMENT and not address.country
    ]
    return Recipient(
        desk=desk.slug,
        name=desk.name,
        role=RecipientRole.PLATFORM,
        attention=desk.attention,
        email=next((address.value for address in usable if address.channel is Channel.EMAIL), ""),
        postal=next((address.lines for address in usable if address.channel is Channel.POST), ()),
        ways=_ways(desk),
    )


def recipient_of_contact(key: str, contact: Contact, role: RecipientRole) -> Recipient:
    """A desk that only this workspace knows."""
    ways = (
        *([Way(channel=Channel.EMAIL, value=contact.email)] if contact.email else []),
        *([Way(channel=Channel.FORM, value=contact.form)] if contact.form else []),
        *([Way(channel=Channel.POST, lines=contact.address)] if contact.address else []),
    )
    return Recipient(
        desk=key,
        name=contact.name,
        role=role,
        # An address without a source is shown as a way, and never filled in as a recipient.
        email=contact.email if contact.source else "",
        postal=contact.address,
        ways=ways,
    )


def _ways(record: Distributor | Desk) -> tuple[Way, ...]:
    return tuple(
        Way(channel=address.channel, value=address.value, lines=address.lines, note=address.note)
        for address in record.addresses
        if address.role is not Role.INFRINGEMENT and not address.country
    )
