"""What a person or a script learns after `follow-up`, `retract` and `reinstate`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from takedown.audit import AuditReport, Dispatch, NoticeState
from takedown.issuing import Generation
from takedown.notice import Kind
from takedown.reports.as_json import document
from takedown.reports.issued import issued_json, written_lines
from takedown.reports.next_step import next_step
from takedown.reports.words import counted, long_date, page, wrapped

_UNTIL_OUT = {
    Kind.RETRACTION: "Until you have recorded that it went out, the first request stands.",
    Kind.REINSTATEMENT: "Keep the audio and the artwork at hand: it must be the same files as before.",
}


def follow_up_json(generation: Generation, report: AuditReport, only: frozenset[str]) -> str:
    """Write the letters, what else is due (ids), and the next day on which something will be."""
    return document(
        notices=[issued_json(item) for item in generation.issued],
        superseded=list(generation.superseded),
        also_due=[state.id for state in _also_due(generation, report, only)],
        next_due=_iso(min((due for due, _ in _ahead(report, only)), default=None)),
    )


def plain_follow_up(generation: Generation, report: AuditReport, only: frozenset[str]) -> str:
    """Say which letters were written, what else is due, and when the next will be."""
    lines = written_lines(generation) or ["No reminder and no escalation is due."]
    now = _without(generation.superseded, report)
    for state in _also_due(generation, report, only):
        step = next_step(state, now) or "takedown status shows where it stands"
        lines.extend(["", *wrapped(f"Due for you: {state.id}, {state.kind} to {state.recipient}: {step}")])
    ahead = _ahead(report, only)
    if ahead and not generation.issued:
        first = min(due for due, _ in ahead)
        names = ", ".join(state.id for due, state in ahead if due == first)
        lines.extend(["", *wrapped(f"Next due: {long_date(first)} ({names})")])
    return page([*lines, *_next(generation)])


def called_json(generation: Generation, report: AuditReport) -> str:
    """Write the letters, and the requests to platforms that went out and speak of the same notices."""
    return document(
        notices=[issued_json(item) for item in generation.issued],
        superseded=list(generation.superseded),
        also_told=[state.id for state in _also_told(generation, report)],
    )


def plain_called(generation: Generation, report: AuditReport) -> str:
    """Say which letters were written, what they do not do yet, and who else was told."""
    lines = written_lines(generation)
    states = {state.id: state for state in report.notices}
    for kind in dict.fromkeys(item.notice.kind for item in generation.issued):
        lines.extend(["", *wrapped(_UNTIL_OUT[kind])])
    for item in generation.issued:
        before = states.get(item.notice.in_reply_to)
        keys = {each.key for each in item.notice.items}
        gone = (
            sum(bool(each.observed == "gone") for each in before.items if each.key in keys) if before else 0
        )
        if gone and item.notice.kind is Kind.RETRACTION:
            lines.extend(
                wrapped(
                    f"{counted(gone, 'item')} of {item.notice.in_reply_to} {'was' if gone == 1 else 'were'} seen "
                    f"unavailable already: to have that back, takedown reinstate {item.notice.in_reply_to}",
                    first="  ! ",
                )
            )
    for state in _also_told(generation, report):
        lines.extend(
            wrapped(f"{state.recipient} was told of it too: takedown retract {state.id}", first="  ! ")
        )
    return page([*lines, *_next(generation)])


def _also_told(generation: Generation, report: AuditReport) -> list[NoticeState]:
    """List requests to platforms that went out and speak of something that is called back, or asked for again."""
    called = {item.notice.in_reply_to for item in generation.issued}
    keys = {each.key for item in generation.issued for each in item.notice.items}
    return [
        state
        for state in report.notices
        if state.kind is Kind.PLATFORM_REQUEST
        and state.dispatch is Dispatch.SUBMITTED
        and state.id not in called
        and any(delivery.notice in called for delivery in state.deliveries)
        and any(item.key in keys and not item.is_called_back for item in state.items)
    ]


def _also_due(generation: Generation, report: AuditReport, only: frozenset[str]) -> list[NoticeState]:
    """List what is due and for which no letter was written: something to look at, or nothing more to write."""
    written = {item.notice.in_reply_to for item in generation.issued}
    return [
        state
        for state in report.notices
        if state.due
        and state.due <= report.today
        and state.id not in written
        and (not only or state.id in only)
    ]


def _without(needless: Iterable[str], report: AuditReport) -> AuditReport:
    """The report without letters that were set aside just now."""
    gone = set(needless)
    return replace(report, notices=tuple(state for state in report.notices if state.id not in gone))


def _ahead(report: AuditReport, only: frozenset[str]) -> list[tuple[date, NoticeState]]:
    return [
        (state.due, state)
        for state in report.notices
        if state.due and state.due > report.today and (not only or state.id in only)
    ]


def _next(generation: Generation) -> list[str]:
    if not generation.issued:
        return []
    first = generation.issued[0].notice.id
    if any(not item.signed for item in generation.issued):
        return ["", f"Next: takedown preview {first}, then takedown sign {first}"]
    return ["", f"Next: hand it over, then takedown record submitted {first}"]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
