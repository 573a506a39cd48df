"""Who must be asked for what, in which paper. Values in, a plan out; nothing is written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from takedown.asked import Asked
from takedown.model import CheckedCatalog, Finding
from takedown.notice import Kind, Notice
from takedown.plan import NoticePlan, Omission, Outlook, PlannedNotice, Totals
from takedown.planning.before import Before
from takedown.planning.enclosing import Enclosing
from takedown.planning.leg import Ground, Leg
from takedown.planning.legs import legs_of
from takedown.planning.linked import platform_letters
from takedown.planning.outlook import Outlooks
from takedown.planning.papers import Paper, papers_of
from takedown.planning.podcasts import podcast_omissions
from takedown.planning.roster_letters import roster_letters
from takedown.planning.statement import public_statement
from takedown.planning.warnings import own_accounts, plan_warnings
from takedown.records import Directory
from takedown.request import Request


def plan_notices(
    checked: CheckedCatalog, request: Request, directory: Directory, *, asked: Asked, today: date
) -> NoticePlan:
    """Routes and checked releases → notices, omissions and totals that add up.

    `asked` is what the ledger says went out before: it is not asked again. An item is counted once for each scope of
    territories with a route of its own (nearly always one); letters to artists, to the public, and those that follow
    another paper are never counted.
    """
    unknown = [slug for slug in request.wish.platforms if slug not in directory.platforms]
    if unknown:
        return _nothing(checked, request, unknown)
    ground = Ground(checked=checked, request=request, directory=directory, today=today)
    before = Before(asked, request)
    legs = [before.once(leg) for leg in legs_of(ground)]
    papers = papers_of(legs, request)
    asking = [paper.notice for paper in papers]
    linked, silent = platform_letters(legs, asking, ground, before)
    to_artists = roster_letters(legs, ground, before)
    statement = public_statement(request, directory, before)
    beside = [Paper(notice=notice) for notice in (*to_artists, *([statement] if statement else []))]
    omissions = (
        *(leg.omission for leg in legs if leg.omission),
        *podcast_omissions(checked, request, directory),
        *_blocked(checked, request),
    )
    enclosing, outlooks = Enclosing(request, checked), Outlooks(directory, request.wish, today)
    made = [replace(paper, notice=enclosing.into(paper.notice)) for paper in (*papers, *linked, *beside)]
    return NoticePlan(
        notices=tuple(
            PlannedNotice(notice=paper.notice, outlook=outlooks.of(paper.notice, paper.distributor))
            for paper in made
        ),
        omissions=omissions,
        totals=_totals(legs, len(omissions)),
        notes=(
            *plan_warnings(checked, request, directory, [paper.notice for paper in made], silent),
            *own_accounts(omissions, request, directory),
            *enclosing.findings([paper.notice for paper in made]),
        ),
    )


def superseded(plan: NoticePlan, open_notices: Iterable[str]) -> tuple[str, ...]:
    """Of the ids that are prepared or signed and not out yet: those that the plan no longer holds."""
    held = {planned.notice.id for planned in plan.notices}
    return tuple(sorted(set(open_notices) - held))


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
