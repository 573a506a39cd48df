"""Rows of text → typed releases and findings. Values in, values out."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from takedown.checks import identity
from takedown.checks.authority import authority_findings
from takedown.checks.cells import TypedRow, read_rows
from takedown.checks.consent import agreed_by, consent_findings, must_agree, unanswered
from takedown.checks.contacts import contact_findings
from takedown.checks.earns import earning_findings
from takedown.checks.labels import label_findings
from takedown.checks.places import with_places
from takedown.checks.podcasts import music, podcasts_of
from takedown.checks.releases import blocked_releases, build_release, grouped
from takedown.checks.routes import route_findings
from takedown.checks.sender import sender_findings
from takedown.checks.statements import statement_findings
from takedown.checks.text import Coverage
from takedown.checks.unused import unused_findings
from takedown.checks.vocabulary import Vocabulary, vocabulary
from takedown.checks.wish import wish_findings
from takedown.checks.words import counted
from takedown.model import Catalog, CheckedCatalog, Finding, Podcast, Release, Row, Severity, SourceRef
from takedown.records import Directory
from takedown.request import Request


def check_catalog(
    catalog: Catalog, request: Request, directory: Directory, *, coverage: Coverage, today: date
) -> CheckedCatalog:
    """Judge a catalog and a request; never raise for what a file says.

    `coverage` holds the code points that the shipped fonts can print. A row with an error is left out; an
    error or a question about releases holds those (`held`). `rows` counts a repeated row once.
    """
    known = vocabulary(directory, coverage, today, request)
    rows, repeated = identity.without_duplicates(catalog.rows)
    read = list(read_rows(rows, known))
    usable, dropped, row_findings = _sorted_out(read)
    podcasts, feeds_twice = podcasts_of(row for row in usable if row.is_podcast)
    usable, read = music(usable), music(read)
    releases = _built(usable)
    everything = releases if len(read) == len(usable) else _built(read)
    releases, about_links = with_places(releases, everything, request.links, directory, known)
    parties = must_agree(request, releases, everything)
    about_releases = _about_releases(request, (releases, everything, podcasts), parties, directory, known)
    findings = (
        *repeated,
        *feeds_twice,
        *row_findings,
        *identity.doubles(usable),
        *identity.shared_recordings(releases),
        *identity.untitled(releases),
        *about_releases,
        *wish_findings(request, directory, today),
        *about_links,
    )
    blocked, left_out = blocked_releases(dropped, releases)
    return CheckedCatalog(
        releases=releases,
        findings=_in_order(findings, catalog.rows),
        blocked=blocked,
        left_out=left_out,
        held=_held(_in_order(about_releases, catalog.rows)),
        must_agree=parties,
        unanswered=unanswered(request, releases, parties, everything),
        agreed_by=agreed_by(request, releases, parties, everything),
        podcasts=podcasts,
        rows=len(rows),
        blocked_rows=len(dropped),
    )


def _built(rows: Iterable[TypedRow]) -> tuple[Release, ...]:
    return tuple(build_release(key, group) for key, group in grouped(rows).items())


def _about_releases(
    request: Request,
    catalog: tuple[Sequence[Release], Sequence[Release], Sequence[Podcast]],
    parties: Mapping[str, tuple[str, ...]],
    directory: Directory,
    known: Vocabulary,
) -> tuple[Finding, ...]:
    """What takedown.toml and the tables beside it say about the releases; errors and questions among it hold them."""
    (releases, everything, podcasts), today = catalog, known.today
    return (
        *sender_findings(request, releases, coverage=known.coverage, today=today),
        *authority_findings(request, releases),
        *label_findings(request, releases),
        *consent_findings(request, releases, parties, everything),
        *route_findings(request, releases, directory, known),
        *contact_findings(request, releases, parties, directory),
        *earning_findings(request, releases, directory),
        *unused_findings(request, everything, podcasts),
        *statement_findings(request, releases, everything, directory, today),
    )


def _sorted_out(
    read: Sequence[TypedRow],
) -> tuple[list[TypedRow], list[tuple[TypedRow, Finding]], tuple[Finding, ...]]:
    """Split rows into usable and dropped ones: by their own errors, then by contradicting each other."""
    errors = [row.error for row in read]
    conflicts = identity.conflicts([row for row, error in zip(read, errors, strict=True) if error is None])
    contradicted = {_place(each.source): each for each in reversed(conflicts)}
    usable: list[TypedRow] = []
    dropped: list[tuple[TypedRow, Finding]] = []
    for row, own in zip(read, errors, strict=True):
        error = own or (contradicted.get(_place(row.row.source)) if contradicted else None)
        if error:
            dropped.append((row, error))
        else:
            usable.append(row)
    return usable, dropped, (*_said_once(read), *conflicts)


def _place(source: SourceRef) -> tuple[str, str, int]:
    return source.file, source.sheet, source.row


def _said_once(read: Iterable[TypedRow]) -> Iterator[Finding]:
    """Say a warning that rows repeat in the same words once, at the first, with the number of the rest."""
    first: dict[tuple[str, str, str], Finding] = {}
    more: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in read:
        for each in row.findings:
            if each.severity is Severity.ERROR:
                yield each
                continue
            mark = (each.rule, each.source.column, each.message)
            if mark in first:
                more[mark] += 1
            first.setdefault(mark, each)
    for mark, each in first.items():
        again = f" (also in {counted(more[mark], 'more row')})" if more[mark] else ""
        yield replace(each, message=each.message + again)


def _in_order(findings: Iterable[Finding], rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Order by row, then by rule: the catalog in its own order, then other files by name."""
    sheets = {
        place: number
        for number, place in enumerate(dict.fromkeys((row.source.file, row.source.sheet) for row in rows))
    }

    def order(each: Finding) -> tuple[int, str, int, str, str, str]:
        place = sheets.get((each.source.file, each.source.sheet), len(sheets))
        return place, each.source.file, each.source.row, each.rule, each.source.column, each.message

    return tuple(sorted(findings, key=order))


def _held(findings: Sequence[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Gather, per release, what holds it back."""
    # many findings can be about the same many releases: those share one tuple of keys, and of findings
    groups: dict[int, list[tuple[int, Finding]]] = defaultdict(list)
    marks: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(findings):
        if each.blocks:
            if id(each.releases) not in groups:
                for key in each.releases:
                    marks[key].append(id(each.releases))
            groups[id(each.releases)].append((number, each))
    held: dict[tuple[int, ...], tuple[Finding, ...]] = {}
    for mark in {tuple(mark) for mark in marks.values()}:
        numbered = heapq.merge(*(groups[one] for one in dict.fromkeys(mark)), key=itemgetter(0))
        held[mark] = tuple(each for _, each in numbered)
    return {key: held[tuple(mark)] for key, mark in marks.items()}


__all__ = ["check_catalog"]
