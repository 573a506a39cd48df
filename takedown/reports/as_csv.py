"""The report as a table for spreadsheets: one row per notice and item."""

import csv
import io

from takedown.audit import AuditReport, ItemState, NoticeState
from takedown.reports.words import shown
from takedown.spreadsheet import guarded

COLUMNS = (
    "notice", "case", "kind", "desk", "recipient", "principal", "artist", "title", "platform", "upc", "isrcs",
    "dispatch", "since", "ticket", "evidence", "due", "answer", "answered_on", "answer_evidence",
    "observed", "observed_at", "observed_evidence", "returned", "folder",
)  # fmt: skip


def report_csv(report: AuditReport) -> str:
    """Write one row per (notice, item), CRLF; a notice whose items were erased has one row without them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for notice in report.notices:
        for item in notice.items or (None,):
            writer.writerow(
                [shown_cell(cell) for cell in (*_notice(notice), *_item(item), *_state(notice, item))]
            )
    return out.getvalue()


def shown_cell(cell: str) -> str:
    """Show unseen characters, and guard what a spreadsheet would run as a formula, with them or without."""
    text = shown(cell)
    return f"'{text}" if guarded(cell) != cell else guarded(text)


def _notice(notice: NoticeState) -> tuple[str, ...]:
    return notice.id, notice.case, notice.kind.value, notice.desk, notice.recipient, notice.principal


def _item(item: ItemState | None) -> tuple[str, ...]:
    if item is None:
        return ("",) * 5
    return item.artist, item.title, item.platform, item.upc, " ".join(item.isrcs)


def _state(notice: NoticeState, item: ItemState | None) -> tuple[str, ...]:
    held = notice.submission
    return (
        notice.dispatch.value,
        notice.since,
        notice.ticket,
        _rests(said=held is not None, declared=held is not None and held.declared),
        notice.due.isoformat() if notice.due else "",
        *(_answers(item) if item else ("",) * 7),
        notice.folder,
    )


def _answers(item: ItemState) -> tuple[str, ...]:
    return (
        item.answer.value,
        item.answered_on.isoformat() if item.answered_on else "",
        _rests(said=bool(item.answer), declared=item.answer_declared),
        item.observed.value,
        item.observed_at.isoformat() if item.observed_at else "",
        _rests(said=bool(item.observed), declared=item.observed_declared),
        "yes" if item.returned else "",
    )


def _rests(*, said: bool, declared: bool) -> str:
    if not said:
        return ""
    return "declared" if declared else "file"
