"""From decided legs to notices: what goes to one desk for one principal is one paper.

A notice asks for every one of its releases on every one of its platforms, so releases that are on different
platforms of a company go into different notices. Streaming and sale of one company stay in one paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from takedown.asked import Asked, Submission
from takedown.model import Release
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole, Scope
from takedown.planning.legs import Leg, recipient_of_desk
from takedown.records import Directory, Known, Platform
from takedown.request import Request


def withdrawals_and_letters(legs: Iterable[Leg], request: Request) -> list[tuple[Notice, Leg]]:
    """One notice for each kind, principal, desk, account, company and scope; with a leg, which knows the route."""
    groups: dict[tuple[object, ...], list[Leg]] = {}
    for leg in legs:
        if leg.omission is None and leg.recipient is not None:
            company = "" if leg.kind is Kind.ENQUIRY else leg.platform.desk
            account = leg.route.account if leg.route else ""
            basis = leg.basis if leg.kind is Kind.WITHDRAWAL else None
            key = (
                basis,
                leg.kind,
                leg.principal,
                leg.recipient.desk,
                account,
                company,
                leg.scope.included,
                leg.scope.excluded,
            )
            groups.setdefault(key, []).append(leg)
    return [
        (_notice(first.kind, first.recipient, same, request), first)
        for group in groups.values()
        for same in _by_platforms(group)
        if (first := same[0]).kind is not None and first.recipient is not None
    ]


def platform_requests(
    legs: Iterable[Leg], notices: Iterable[Notice], request: Request, directory: Directory, asked: Asked
) -> tuple[list[tuple[Notice, Leg]], tuple[str, ...]]:
    """The linked letters to the platforms' desks, and the desks that read no such letter.

    They speak of what a distributor delivers: an item whose withdrawal is planned now, or went out before.
    """
    groups: dict[tuple[object, ...], list[Leg]] = {}
    silent: dict[str, None] = {}
    for leg in legs:
        if not _is_delivered(leg, asked):
            continue
        desk = directory.desks[leg.platform.desk]
        if desk.takes_requests.answer is not Known.YES:
            silent.setdefault(desk.slug)
        elif not asked.of(leg.item, Kind.PLATFORM_REQUEST, desk.slug, leg.scope):
            groups.setdefault(
                (desk.slug, leg.basis, leg.principal, leg.scope.included, leg.scope.excluded), []
            ).append(leg)
    planned = {
        (item.key, notice.recipient.desk, notice.scope): digest
        for notice in notices
        if notice.kind is Kind.WITHDRAWAL
        # an id is a digest over all items of its notice: once for each notice, not for each item
        for digest in (notice.id,)
        for item in notice.items
    }
    letters = []
    for group in groups.values():
        for same in _by_platforms(group):
            recipient = recipient_of_desk(directory.desks[same[0].platform.desk])
            notice = _notice(Kind.PLATFORM_REQUEST, recipient, same, request)
            letters.append(
                (
                    replace(notice, account="", agreement=None, deliveries=_deliveries(same, planned, asked)),
                    same[0],
                )
            )
    return letters, tuple(silent)


def _is_delivered(leg: Leg, asked: Asked) -> bool:
    """Whether a distributor delivers it and is asked now, or was asked before and did not refuse."""
    if (
        leg.kind is not Kind.WITHDRAWAL
        or leg.recipient is None
        or leg.recipient.role is not RecipientRole.DISTRIBUTOR
    ):
        return False
    if leg.omission is None:
        return True
    before = asked.of(leg.item, Kind.WITHDRAWAL, leg.recipient.desk, leg.scope)
    return leg.omission.rule == "already-asked" and before is not None and not before.refused


def _deliveries(
    legs: list[Leg], planned: dict[tuple[str, str, Scope], str], asked: Asked
) -> tuple[Delivery, ...]:
    found: dict[tuple[str, str], tuple[Recipient, str, Submission | None, dict[str, Release]]] = {}
    for leg in legs:
        if leg.recipient is None:
            continue
        submission = asked.of(leg.item, Kind.WITHDRAWAL, leg.recipient.desk, leg.scope)
        notice = submission.notice if submission else planned[(leg.item.key, leg.recipient.desk, leg.scope)]
        entry = found.setdefault((leg.recipient.desk, notice), (leg.recipient, notice, submission, {}))
        entry[3][leg.release.key] = leg.release
    return tuple(
        Delivery(
            desk=recipient.desk,
            name=recipient.name,
            notice=notice,
            releases=len(releases),
            submitted_on=submission.on if submission else None,
            ticket=submission.ticket if submission else "",
        )
        for recipient, notice, submission, releases in found.values()
    )


def _by_platforms(legs: list[Leg]) -> Iterator[list[Leg]]:
    """Legs whose releases are asked for on the same set of platforms, in the order of their first release."""
    platforms: dict[str, list[str]] = {}
    for leg in legs:
        platforms.setdefault(leg.release.key, []).append(leg.platform.slug)
    groups: dict[frozenset[str], list[Leg]] = {}
    for leg in legs:
        groups.setdefault(frozenset(platforms[leg.release.key]), []).append(leg)
    yield from groups.values()


def _notice(kind: Kind | None, recipient: Recipient | None, legs: list[Leg], request: Request) -> Notice:
    if kind is None or recipient is None:
        raise AssertionError("only addressed legs are grouped")
    first = legs[0]
    releases = {leg.release.key: leg.release for leg in legs}
    platforms: dict[str, Platform] = {leg.platform.slug: leg.platform for leg in legs}
    wish = request.wish
    return Notice(
        kind=kind,
        occasion=wish.occasion,
        principal=first.principal,
        sender=request.sender,
        basis=first.basis,
        recipient=recipient,
        platforms=tuple(platforms[slug] for slug in wish.platforms if slug in platforms),
        territories=first.scope.included,
        excluded_territories=first.scope.excluded,
        effective=wish.effective,
        wanted_by=wish.wanted_by,
        releases=tuple(releases.values()),
        account=first.route.account if first.route else "",
        agreement=first.route.agreement if first.route else None,
        reasons=request.reasons,
        language=wish.language,
        demo=request.demo,
    )
