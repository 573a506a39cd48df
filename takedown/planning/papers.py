"""From decided legs to notices: what goes to one desk for one principal is one paper.

A notice asks for every one of its releases on every one of its platforms, so releases that are on different
platforms of a company go into different notices. Streaming and sale of one company stay in one paper.
"""

from collections.abc import Iterable, Iterator, Sequence

from takedown.frozen import dataclass
from takedown.model import Release
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole
from takedown.planning.leg import Leg
from takedown.records import Distributor, Platform
from takedown.request import Request

#: Papers under an agreement: they name it, and the account. After its end the letter names it too.
_UNDER_AGREEMENT = frozenset({Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.SUPPLY_STOP, Kind.REMOVAL_AFTER_END})
_WITH_ACCOUNT = _UNDER_AGREEMENT | {Kind.ENQUIRY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A notice, and the record of the distributor it goes to, if any."""

    notice: Notice
    distributor: Distributor | None = None


def papers_of(legs: Iterable[Leg], request: Request) -> list[Paper]:
    """One notice for each kind, principal, desk, agreement, company and scope."""
    groups: dict[tuple[object, ...], list[Leg]] = {}
    for leg in legs:
        if leg.omission is None and leg.recipient is not None:
            groups.setdefault(_one_paper(leg), []).append(leg)
    return [
        Paper(notice=notice_of(same, request), distributor=same[0].distributor)
        for group in groups.values()
        for same in by_platforms(group)
    ]


def _one_paper(leg: Leg) -> tuple[object, ...]:
    """What must be the same for items that stand in one paper."""
    route = leg.route
    return (
        leg.basis if leg.kind and leg.kind.states_authority else None,
        leg.kind,
        leg.principal,
        leg.recipient.desk if leg.recipient else "",
        route.account if route else "",
        "" if leg.kind is Kind.ENQUIRY else leg.platform.desk,
        leg.scope,
        # two agreements, or two ends, are never spoken of in one sentence
        route.agreement if route and leg.kind in _UNDER_AGREEMENT else None,
        (leg.former, route.end) if route and leg.kind is Kind.REMOVAL_AFTER_END else None,
    )


def by_platforms(legs: Sequence[Leg]) -> Iterator[list[Leg]]:
    """Legs whose releases are asked for on the same set of platforms, in the order of their first release."""
    platforms: dict[str, list[str]] = {}
    for leg in legs:
        platforms.setdefault(leg.release.key, []).append(leg.platform.slug)
    groups: dict[frozenset[str], list[Leg]] = {}
    for leg in legs:
        groups.setdefault(frozenset(platforms[leg.release.key]), []).append(leg)
    yield from groups.values()


def notice_of(
    legs: Sequence[Leg],
    request: Request,
    *,
    kind: Kind | None = None,
    recipient: Recipient | None = None,
    deliveries: tuple[Delivery, ...] = (),
) -> Notice:
    """One notice about the releases and platforms of legs; its kind decides what it carries.

    `kind` and `recipient` are those of the legs, unless a letter that is linked to theirs is wanted.
    """
    first = legs[0]
    kind, to = kind or first.kind, recipient or first.recipient
    if kind is None or to is None:
        raise AssertionError("only addressed legs are grouped")
    wish, route = request.wish, first.route
    releases: dict[str, Release] = {leg.release.key: leg.release for leg in legs}
    platforms: dict[str, Platform] = {leg.platform.slug: leg.platform for leg in legs}
    is_after_end = kind is Kind.REMOVAL_AFTER_END
    # between sender and platform there is no agreement, unless the platform itself holds the permission
    is_partner = to.role is not RecipientRole.PLATFORM or kind is Kind.WITHDRAWAL
    return Notice(
        kind=kind,
        occasion=wish.occasion,
        principal=first.principal,
        sender=request.sender,
        basis=first.basis,
        recipient=to,
        platforms=tuple(platforms[slug] for slug in wish.platforms if slug in platforms),
        territories=first.scope.included,
        excluded_territories=first.scope.excluded,
        effective=wish.effective,
        wanted_by=wish.wanted_by,
        releases=tuple(releases.values()),
        account=route.account if route and kind in _WITH_ACCOUNT and is_partner else "",
        agreement=route.agreement if route and kind in _UNDER_AGREEMENT and is_partner else None,
        end=route.end if route and is_after_end else None,
        former=first.former if is_after_end and to.role is RecipientRole.PLATFORM else "",
        deliveries=deliveries,
        reasons=request.reasons,
        language=to.language or wish.language,
        demo=request.demo,
    )
