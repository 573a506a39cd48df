"""Agreements that are over: what a letter may say of the end, and what statements show after it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from takedown.checks.agreements import Use
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import near_miss, quoted, titles
from takedown.earnings import Earned
from takedown.ends import end_gap
from takedown.licensed import matched
from takedown.model import Finding, Release, SourceRef
from takedown.records import Directory
from takedown.request import ENDED, Request
from takedown.rules import finding

_STATEMENTS = SourceRef(file="statements.csv")


def end_findings(
    request: Request, uses: Sequence[Use], directory: Directory, known: Vocabulary
) -> Iterator[Finding]:
    """Check every used route with via = "ended": who delivered it, and whether its dates can stand in a letter."""
    used = [use for use in uses if use.wins and use.route.via == ENDED]
    for use in used:
        former = use.route.former
        if former and former not in directory.distributors and former not in request.contacts:
            yield _unknown(request, use, known)
            continue
        gap = end_gap(use.route, former_name(request, directory, former), known.today)
        if gap:
            yield finding(
                gap.rule,
                f"{use.name}: {gap.message}",
                hint=gap.hint,
                source=request.source.at(f"routes.{use.number}.{'end' if former else 'former'}"),
                releases=use.keys,
            )
    yield from _still_earning(request, used, directory)


def former_name(request: Request, directory: Directory, former: str) -> str:
    """The name of who delivered it: of a distributor's record, or of a contact."""
    if former in directory.distributors:
        return directory.distributors[former].name
    return request.contacts[former].name if former in request.contacts else former


def _unknown(request: Request, use: Use, known: Vocabulary) -> Finding:
    former = use.route.former
    close = near_miss(former, known.distributors)
    return finding(
        "E-VIA",
        f"{use.name} was delivered by {quoted(former)}, which is neither in the directory of distributors "
        "nor a contact",
        hint=f'did you mean former = "{close}"?'
        if close
        else 'add [contacts.my-former] with name, email and source, and write former = "my-former"',
        source=request.source.at(f"routes.{use.number}.former"),
        releases=use.keys,
    )


def _still_earning(request: Request, used: Sequence[Use], directory: Directory) -> Iterator[Finding]:
    """What a former distributor still reports after the end: it supports the letter, and is kept with the evidence."""
    if not used or not request.statements.earned:
        return
    releases = list({key: release for use in used for key, release in use.wins.items()}.values())
    lines = {release.key: found for release, found in matched(request.statements.earned, releases).releases}
    for use in used:
        end, former = use.route.end, use.route.former
        if end is None or end.ended is None or former not in directory.distributors:
            continue
        groups = _by_month(use, former, end.ended, lines)
        if groups:
            last, group = max(groups), [release for each in groups.values() for release in each]
            yield finding(
                "W-STATEMENT-END",
                f"{titles(group)} still {'earns' if len(group) == 1 else 'earn'} at "
                f"{directory.distributors[former].name}, latest in {last}, after the end on {end.ended}",
                hint="keep the statement with the confirmation: it supports that it was not removed",
                source=_STATEMENTS,
                releases=tuple(release.key for release in group),
            )


def _by_month(
    use: Use, former: str, ended: date, lines: Mapping[str, Sequence[Earned]]
) -> dict[str, list[Release]]:
    """Releases by the last month that the former distributor reports, where that month lies after the end."""
    groups: dict[str, list[Release]] = defaultdict(list)
    for key, release in use.wins.items():
        reported = [line.months.last for line in lines.get(key, ()) if line.distributor == former]
        last = max(reported, default="")
        if last > f"{ended:%Y-%m}":
            groups[last].append(release)
    return groups
