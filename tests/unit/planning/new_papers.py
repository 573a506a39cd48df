"""What the tests of the new papers share: the shipped records with some replaced, and plans made with them."""

from dataclasses import replace
from datetime import date
from typing import Any

from support.builders import TODAY, checked, release

from takedown.asked import Asked, Submission
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Finding, Release, Severity, SourceRef
from takedown.notice import Kind, Notice
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.records import Directory, Distributor, Platform, Redirect, Status, Steps, Use
from takedown.request import End, Match, Request, Route

SHIPPED = load_directory()
END = End(ended=date(2026, 6, 30), confirmed_on=date(2026, 7, 2), seen_live=date(2026, 11, 20))


def with_platform(slug: str, **changes: Any) -> Directory:
    """The shipped directory, with one platform changed."""
    record = replace(SHIPPED.platforms[slug], **changes)
    return replace(SHIPPED, platforms={**SHIPPED.platforms, slug: record})


def with_distributor(slug: str, **changes: Any) -> Directory:
    """The shipped directory, with one distributor changed."""
    record: Distributor = replace(SHIPPED.distributors[slug], **changes)
    return replace(SHIPPED, distributors={**SHIPPED.distributors, slug: record})


def closed(slug: str, **redirect: Any) -> Directory:
    return with_distributor(slug, status=Status.CLOSED, redirect=Redirect(**redirect))


DISCS = Platform(
    slug="amazon-physical",
    name="Amazon (CD and vinyl)",
    company="Amazon",
    use=Use.PHYSICAL,
    desk="amazon",
    checked_on=TODAY,
)
WITH_DISCS = replace(SHIPPED, platforms={**SHIPPED.platforms, DISCS.slug: DISCS})
STEPS = Steps(lines=("Open the page.", "Press the button"))


def ended(former: str = "symphonic", end: End | None = END, **match: str) -> Route:
    return Route(match=Match(**match), via="ended", former=former, end=end, account="ana@example.com")


def plan(
    wanted: Request,
    catalog: CheckedCatalog | None = None,
    *,
    directory: Directory = SHIPPED,
    asked: Asked | None = None,
) -> NoticePlan:
    return plan_notices(catalog or checked(release()), wanted, directory, asked=asked or Asked(), today=TODAY)


def notices(made: NoticePlan, kind: Kind | None = None) -> list[Notice]:
    return [planned.notice for planned in made.notices if kind in (None, planned.notice.kind)]


def desks(made: NoticePlan) -> list[tuple[str, str]]:
    return [(notice.kind.value, notice.recipient.desk) for notice in notices(made)]


def rules(made: NoticePlan) -> set[str]:
    return {omission.rule for omission in made.omissions}


def cautions(made: NoticePlan) -> list[Finding]:
    return [*made.notes, *(each for planned in made.notices for each in planned.outlook.cautions)]


def counts(made: NoticePlan) -> tuple[int, int, int]:
    """Asked, enquired, omitted; the sum of them is held here."""
    totals = made.totals
    assert totals.items == totals.asked + totals.enquired + totals.omitted
    assert totals.omitted == len(made.omissions)
    return totals.asked, totals.enquired, totals.omitted


def recorded(*sent: Notice, on: date = TODAY, **more: Any) -> Asked:
    """What the ledger would hold, had these notices gone out."""
    found: dict[tuple[str, Kind, str], tuple[Submission, ...]] = {}
    for notice in sent:
        one = Submission(notice=notice.id, on=on, scope=notice.scope, **({"case": notice.case} | more))
        for item in notice.items:
            key = (item.key, notice.kind, notice.recipient.desk)
            found[key] = (*found.get(key, ()), one)
    return Asked(submissions=found, out=frozenset(notice.id for notice in sent))


def question(rule: str, *releases: Release) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        message="said nothing",
        hint="ask",
        source=SourceRef(file="catalog.csv", row=2),
        releases=tuple(one.key for one in releases),
    )


def held(*releases: Release, rule: str, **more: Any) -> CheckedCatalog:
    """A catalog whose releases are all held by one rule."""
    found = (question(rule, *releases),)
    return checked(*releases, findings=found, held={one.key: found for one in releases}, **more)
