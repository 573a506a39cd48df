"""Who must be asked for what, in which paper. Values in, a plan out; nothing is written."""

from collections.abc import Iterable
from datetime import date

from takedown.asked import Asked
from takedown.model import CheckedCatalog, Finding
from takedown.notice import Kind, Notice
from takedown.plan import NoticePlan, Omission, Outlook, PlannedNotice, Totals
from takedown.planning.legs import Leg, legs_of
from takedown.planning.outlook import outlook_of
from takedown.planning.papers import platform_requests, withdrawals_and_letters
from takedown.planning.warnings import plan_warnings
from takedown.records import Directory, Use
from takedown.request import Request


def plan_notices(
    checked: CheckedCatalog, request: Request, directory: Directory, *, asked: Asked, today: date
) -> NoticePlan:
    """Routes and checked releases → notices, omissions and totals that add up.

    `asked` is what the ledger says went out before: it is not asked again. An item is counted once for each scope of
    territories with a route of its own (nearly always one).
    """
    unknown = [slug for slug in request.wish.platforms if slug not in directory.platforms]
    if unknown:
        return _nothing(checked, request, unknown)
    legs = [_once(leg, asked) for leg in legs_of(checked, request, directory)]
    letters = withdrawals_and_letters(legs, request)
    requests, silent = (
        platform_requests(legs, [notice for notice, _ in letters], request, directory, asked)
        if request.wish.tell_platform
        else ([], ())
    )
    omissions = (
        *(leg.omission for leg in legs if leg.omission),
        *_podcasts(checked, request, directory),
        *_blocked(checked, request),
    )
    return NoticePlan(
        notices=tuple(
            PlannedNotice(notice=notice, outlook=outlook_of(notice, leg, directory, today))
            for notice, leg in [*letters, *requests]
        ),
        omissions=omissions,
        totals=_totals(legs, len(omissions)),
        notes=plan_warnings(checked, request, directory, [notice for notice, _ in letters], silent),
    )


def superseded(plan: NoticePlan, open_notices: Iterable[str]) -> tuple[str, ...]:
    """Of the ids that are prepared or signed and not out yet: those that the plan no longer holds."""
    held = {planned.notice.id for planned in plan.notices}
    return tuple(sorted(set(open_notices) - held))


def _once(leg: Leg, asked: Asked) -> Leg:
    """What was asked before is not asked again."""
    if leg.omission or leg.kind is None or leg.recipient is None:
        return leg
    before = asked.of(leg.item, leg.kind, leg.recipient.desk, leg.scope)
    if before is None:
        return leg
    ticket = f", ticket {before.ticket}" if before.ticket else ""
    return leg.omit(
        "already-asked",
        f"{leg.recipient.name} was asked on {before.on} (notice {before.notice}{ticket})"
        + (" and refused" if before.refused else ""),
        "nothing: takedown status shows what came back",
    )


def _podcasts(checked: CheckedCatalog, request: Request, directory: Directory) -> tuple[Omission, ...]:
    """A podcast on every streaming platform that is asked: nobody sells one, and nobody has a letter for it yet."""
    return tuple(
        Omission(
            artist=podcast.artist,
            release=podcast.title,
            platform=slug,
            rule="podcast-letter",
            reason=f"there is no letter for podcasts yet; who hosts the feed decides what {platform.name} takes",
            hint=f"take {platform.name} out at the service that hosts the feed, or on the page for podcasts of "
            f"{platform.company}",
            source=podcast.source,
        )
        for podcast in checked.podcasts
        for slug in request.wish.platforms
        if (platform := directory.platforms[slug]).use is Use.STREAMING
        and (not podcast.platforms or slug in podcast.platforms)
    )


def _blocked(checked: CheckedCatalog, request: Request) -> tuple[Omission, ...]:
    return tuple(
        Omission(
            artist=blocked.artist,
            release=blocked.title,
            platform=platform,
            rule="blocked-row",
            reason=blocked.finding.message,
            hint=blocked.finding.hint,
            source=blocked.finding.source,
        )
        for blocked in checked.blocked
        for platform in request.wish.platforms
    )


def _nothing(checked: CheckedCatalog, request: Request, unknown: list[str]) -> NoticePlan:
    """A requested platform that the directory does not know leaves everything out: half a request would mislead."""
    omissions = tuple(
        Omission(
            artist=release.artist,
            release=release.display_title,
            platform=platform,
            rule="unknown-platform",
            reason=f"[request] platforms names {', '.join(unknown)}, which the directory does not know",
            hint="correct it in takedown.toml; takedown directory list shows all platforms",
            source=request.source.at("request.platforms"),
        )
        for release in checked.releases
        for platform in request.wish.platforms
    )
    omissions += _blocked(checked, request)
    totals = Totals(items=len(omissions), asked=0, enquired=0, omitted=len(omissions))
    return NoticePlan(notices=(), omissions=omissions, totals=totals)


def _totals(legs: list[Leg], omitted: int) -> Totals:
    asked = sum(1 for leg in legs if not leg.omission and leg.kind is not None and leg.kind.counts_as_asked)
    enquired = sum(1 for leg in legs if not leg.omission and leg.kind is Kind.ENQUIRY)
    return Totals(items=asked + enquired + omitted, asked=asked, enquired=enquired, omitted=omitted)


__all__ = ["Finding", "Notice", "Outlook", "plan_notices", "superseded"]
