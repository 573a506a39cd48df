"""A workspace of one's own as a report: artists, answers, gaps, what is due, and what failed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from takedown.audit import Answered, AuditReport, Dispatch, NoticeState
from takedown.plan import Omission
from takedown.register.overview import group_of, groups_of
from takedown.register.own import RULES, own_rows
from takedown.register.values import Outcome
from takedown.reports.failures import failed
from takedown.reports.next_step import next_step
from takedown.reports.page.called import GRADES, MEANINGS, OUTCOMES
from takedown.reports.page.counted import compared, grown, how_far
from takedown.reports.page.of_register import row_of
from takedown.reports.page.view import Audience, Decision, Listing, View

WARNING = "For you only: do not publish or forward it. It names artists, desks and what they answered."
_SHOWN = (Outcome.PREPARED, Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE)
_DAYS = "By the day on which what stands now was recorded to have happened."


def own_view(
    report: AuditReport,
    names: Mapping[str, str],
    *,
    omissions: Iterable[Omission] = (),
    labels: Mapping[str, str] | None = None,
    note: str = "",
) -> View:
    """Put a workspace into a report of its day. `note`: why its gaps could not be listed, where they could not."""
    rows = own_rows(report, labels)
    called = {**names, **_names_of(report)}
    charts = (
        how_far(group_of("", rows), shown=_SHOWN),
        compared(
            groups_of(rows, lambda row: row.platform),
            called, of="by-platform", title="By platform", head="Platform",
        ),
        compared(
            groups_of([row for row in rows if row.distributor], lambda row: row.distributor),
            called, of="by-distributor", title="By desk", head="Desk",
        ),
    )  # fmt: skip
    left_out = tuple(omissions)
    return View(
        audience=Audience.PRIVATE,
        title=_title(report),
        question="How far your requests came",
        day=report.today,
        warning=WARNING,
        facts=_facts(report, len({row.participant for row in rows}), len(rows)),
        unit="Each artist counts once for each desk and platform, as far as its least far release there.",
        charts=tuple(chart for chart in charts if chart),
        steps=grown(groups_of([row for row in rows if row.on], lambda row: str(row.on)), about=_DAYS),
        decisions=tuple(_decisions(report, len(left_out))),
        listings=tuple(_listings(report, called, left_out, note)),
        rows=tuple(row_of(row, called) for row in rows),
        outcomes=tuple(OUTCOMES.values()),
        evidence=tuple(GRADES.values()),
        method=(*RULES, MEANINGS),
    )


def _title(report: AuditReport) -> str:
    principals = sorted({notice.principal for notice in report.notices if notice.principal})
    demo = " (demo)" if any(notice.demo for notice in report.notices) else ""
    few = 2
    named = ", ".join(principals[:few]) + (
        f" and {len(principals) - few} more" if len(principals) > few else ""
    )
    return f"{named or 'Your requests'}{demo}"


def _names_of(report: AuditReport) -> Mapping[str, str]:
    """Names as the notices say them."""
    platforms = {slug: name for notice in report.notices for slug, name in notice.platforms if name}
    return platforms | {notice.desk: notice.recipient for notice in report.notices if notice.recipient}


def _facts(report: AuditReport, artists: int, rows: int) -> tuple[tuple[str, str], ...]:
    went = sum(notice.submitted_on is not None for notice in report.notices)
    return (
        (f"{artists:,}", "artist" if artists == 1 else "artists"),
        (f"{rows:,}", "counted, an artist at each desk and platform"),
        (f"{went:,}", f"of {len(report.notices):,} notices went out"),
    )


def _due(report: AuditReport) -> list[tuple[date, NoticeState]]:
    due = [(notice.due, notice) for notice in report.notices if notice.due and notice.due <= report.today]
    return sorted(due, key=lambda each: (each[0], each[1].id))


def _decisions(report: AuditReport, gaps: int) -> Iterator[Decision]:
    lost, due = len(failed(report)), len(_due(report))
    refused = sum(item.answer is Answered.REFUSED for notice in report.notices for item in notice.items)
    unsigned = sum(notice.dispatch is Dispatch.PREPARED for notice in report.notices)
    back = sum(item.returned for notice in report.notices for item in notice.items)
    for number, words, step, at in (
        (lost, "did not arrive, or may not have", "`takedown report --failures failures.csv`", "failures"),
        (due, "due by today: ask again, or look", "the list says how", "due"),
        (refused, "refused by a desk or a label", "read the answer, and decide", "answers"),
        (back, "back after it was gone", "ask the desk again", "rows"),
        (unsigned, "not signed yet", "`takedown sign`", "answers"),
        (gaps, "left out of the plan", "each with its next step", "gaps"),
    ):
        if number:
            yield Decision(number=number, words=words, step=step, at=at)


def _listings(
    report: AuditReport, called: Mapping[str, str], omissions: tuple[Omission, ...], note: str
) -> Iterator[Listing]:
    if due := _due(report):
        yield Listing(
            id="due",
            title="Due",
            about="What a person does next, the oldest first.",
            columns=("Day", "Notice", "To", "Next step"),
            rows=tuple(
                (str(day), one.id, one.recipient or one.desk, next_step(one, report)) for day, one in due
            ),
        )
    if lost := failed(report):
        yield Listing(
            id="failures",
            title="Did not arrive",
            about="`takedown report --failures failures.csv` writes them as a file, with the command for each. "
            "When the cause is mended, `takedown send --from failures.csv` shows which of them would go.",
            columns=("Notice", "State", "To", "Next step"),
            rows=tuple(
                (one.id, one.dispatch.value, one.recipient or one.desk, next_step(one, report))
                for one in lost
            ),
        )
    yield Listing(
        id="answers",
        title="Notices and answers",
        about="Every notice that stands, what was answered to it, and what comes next.",
        columns=("Notice", "Kind", "To", "State", "Since", "Ticket", "Answers", "Next step"),
        rows=tuple(_notice(one, report) for one in report.notices if one.dispatch is not Dispatch.SUPERSEDED),
    )
    if omissions or note:
        yield Listing(
            id="gaps",
            title="Gaps",
            about=note or "Left out of the plan, with the reason and the next step.",
            columns=("Artist", "Release", "Platform", "Reason", "Next step"),
            rows=tuple(
                (each.artist, each.release, called.get(each.platform, each.platform), each.reason, each.hint)
                for each in omissions
            ),
        )


def _notice(notice: NoticeState, report: AuditReport) -> tuple[str, ...]:
    numbers = Counter(item.answer for item in notice.items)
    went = notice.submitted_on is not None
    answers = (
        ", ".join(f"{number} {answer or 'unanswered'}" for answer, number in numbers.items()) if went else ""
    )
    return (
        notice.id,
        notice.kind.value,
        notice.recipient or notice.desk,
        notice.dispatch.value,
        notice.since[:10],
        notice.ticket,
        answers,
        next_step(notice, report),
    )
