"""A workspace of one's own as a report: artists, answers, gaps, what is due, and what failed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from takedown.audit import Answered, AuditReport, Dispatch, NoticeState
from takedown.plan import Omission
from takedown.register.overview import group_of, groups_of
from takedown.register.own import RULES, own_rows
from takedown.register.values import Outcome
from takedown.reports.as_csv import shown_cell
from takedown.reports.next_step import next_step
from takedown.reports.page.called import GRADES, MEANINGS, OUTCOMES
from takedown.reports.page.counted import compared, grown, how_far
from takedown.reports.page.of_register import row_of
from takedown.reports.page.view import Audience, Decision, Listing, View
from takedown.spreadsheet import csv_lines

WARNING = "For you only: do not publish or forward it. It names artists, desks and what they answered."
_SHOWN = (Outcome.PREPARED, Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE)
_DAYS = "By the day on which what stands now was recorded to have happened."
#: What did not arrive, or may not have.
FAILED = frozenset({Dispatch.FAILED, Dispatch.REJECTED, Dispatch.IN_DOUBT})
_COMMANDS = {
    Dispatch.FAILED: "takedown outbox list {notice}",
    Dispatch.REJECTED: "takedown outbox list {notice}",
    Dispatch.IN_DOUBT: "takedown outbox resolve {notice}",
}


def own_view(
    report: AuditReport,
    names: Mapping[str, str],
    *,
    omissions: Iterable[Omission] = (),
    labels: Mapping[str, str] | None = None,
    note: str = "",
) -> View:
    """Put a workspace into a report of its day. `note`: why its gaps could not be listed, where they could not."""
    today = report.today
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
        day=today,
        warning=WARNING,
        facts=_facts(report, len({row.participant for row in rows}), len(rows)),
        unit="Each artist counts once for each desk and platform, as far as its least far release there.",
        charts=tuple(chart for chart in charts if chart),
        steps=grown(groups_of([row for row in rows if row.on], lambda row: str(row.on)), about=_DAYS),
        decisions=tuple(_decisions(report, today, len(left_out))),
        listings=tuple(_listings(report, called, left_out, note)),
        rows=tuple(row_of(row, called) for row in rows),
        outcomes=tuple(OUTCOMES.values()),
        evidence=tuple(GRADES.values()),
        method=(*RULES, MEANINGS),
    )


def failures_csv(report: AuditReport) -> str:
    """Write what did not arrive, one line a notice, with the command that goes on with it."""
    rows = [
        (notice.id, notice.dispatch.value, notice.desk, _COMMANDS[notice.dispatch].format(notice=notice.id))
        for notice in _failed(report)
    ]
    head = ("notice", "state", "desk", "command")
    return csv_lines([head, *(tuple(map(shown_cell, row)) for row in rows)], end="\r\n")


def _failed(report: AuditReport) -> list[NoticeState]:
    return [notice for notice in report.notices if notice.dispatch in FAILED]


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


def _due(report: AuditReport, today: date) -> list[NoticeState]:
    due = [notice for notice in report.notices if notice.due and notice.due <= today]
    return sorted(due, key=lambda notice: (notice.due or today, notice.id))


def _decisions(report: AuditReport, today: date, gaps: int) -> Iterator[Decision]:
    failed, due = len(_failed(report)), len(_due(report, today))
    refused = sum(item.answer is Answered.REFUSED for notice in report.notices for item in notice.items)
    unsigned = sum(notice.dispatch is Dispatch.PREPARED for notice in report.notices)
    back = sum(item.returned for notice in report.notices for item in notice.items)
    for number, words, step, at in (
        (failed, "did not arrive, or may not have", "`takedown report --failures failures.csv`", "failures"),
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
    due = _due(report, report.today)
    if due:
        yield Listing(
            id="due",
            title="Due",
            about="What a person does next, the oldest first.",
            columns=("Day", "Notice", "To", "Next step"),
            rows=tuple(
                (str(one.due), one.id, one.recipient or one.desk, next_step(one, report)) for one in due
            ),
        )
    if failed := _failed(report):
        yield Listing(
            id="failures",
            title="Did not arrive",
            about="`takedown report --failures failures.csv` writes them as a file, with the command for each.",
            columns=("Notice", "State", "To", "Next step"),
            rows=tuple(
                (one.id, one.dispatch.value, one.recipient or one.desk, next_step(one, report))
                for one in failed
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
    numbers: dict[Answered, int] = {}
    for item in notice.items:
        numbers[item.answer] = numbers.get(item.answer, 0) + 1
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
