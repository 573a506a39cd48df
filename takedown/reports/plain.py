"""What a person reads of status and verification. Nothing is claimed that is not held."""

from collections.abc import Callable
from datetime import date

from takedown.audit import (
    Answered,
    AuditReport,
    Dispatch,
    Evidence,
    ItemState,
    NoticeState,
    Observed,
    ReplyState,
)
from takedown.events import What
from takedown.notice import Kind
from takedown.reports.next_step import next_step, reminders_ready, step_after
from takedown.reports.words import (
    counted,
    fields,
    listed,
    long_date,
    page,
    place_names,
    when,
    wrapped,
)
from takedown.verification import Verification

EMPTY = ("No notices yet.", "", "Next: takedown plan")
_SAID = {
    What.LIVE: "seen live",
    What.GONE: "seen unavailable",
    What.SIGNED: "typed signature",
    What.DELIVERED: "a delivery status notification says that it was delivered",
    What.BOUNCED: "a delivery status notification says that it could not be delivered",
    What.DELAYED: "a delivery status notification says that it is late",
    What.REPLIED: "a message about it came in",
}
_SEEMS = {
    "reply": "a reply came in",
    "auto-reply": "an automatic answer came in",
    "notification": "a notification of a mail server came in",
}
RESTS = "“declared” means: somebody's word, no file is kept."


def plain_status(report: AuditReport, whole: AuditReport | None = None) -> str:
    """Say of every notice and item what is held, and what is due next.

    `whole`: all notices, where only some are shown; what comes next may depend on the others.
    """
    if not report.notices:
        return page(EMPTY)
    lines: list[str] = []
    for notice in report.notices:
        lines.extend(_notice(notice, whole or report))
        lines.append("")
    if any(piece.declared for notice in report.notices for piece in notice.evidence):
        lines.append(RESTS)
    return page([*lines, *_due_list(report, whole or report)])


def _notice(notice: NoticeState, report: AuditReport) -> list[str]:
    title = f"{notice.kind} {addressed(notice)}  {notice.id}"
    return [
        *wrapped(title[0].upper() + title[1:] + ("  (demo)" if notice.demo else "")),
        *fields(
            (
                ("for", notice.principal),
                ("stands at", _stand(notice)),
                ("held", "; ".join(_evidence(piece) for piece in notice.evidence)),
                ("comes after", notice.in_reply_to),
                ("followed by", "; ".join(_reply(reply) for reply in notice.replies)),
                ("due", due_words(notice, report.today)),
                ("next", next_step(notice, report)),
                ("then", step_after(notice)),
                ("folder", notice.folder),
            )
        ),
        *_items(notice),
    ]


def addressed(notice: NoticeState) -> str:
    """`to TuneCore`; a statement is to nobody in particular."""
    nobody = "the public" if notice.kind is Kind.PUBLIC_STATEMENT else "an erased recipient"
    return f"to {notice.recipient or nobody}"


def _stand(notice: NoticeState) -> str:
    is_public = notice.kind is Kind.PUBLIC_STATEMENT
    texts = {
        Dispatch.PREPARED: f"prepared on {when(notice.since)}, not signed",
        Dispatch.SIGNED: f"signed on {when(notice.since)}, not {'published' if is_public else 'handed over'}",
        Dispatch.SUPERSEDED: f"superseded on {when(notice.since)}: nobody needs it any more",
        Dispatch.EXPORTED: f"exported on {when(notice.since)}; whether it went out is not recorded",
        Dispatch.QUEUED: f"queued on {when(notice.since)}, not sent",
        Dispatch.IN_DOUBT: f"in doubt since {when(notice.since)}: it may have gone out, or not",
        Dispatch.REJECTED: f"rejected on {when(notice.since)}: the mail server did not take it",
        Dispatch.FAILED: f"failed on {when(notice.since)}: it did not arrive",
        Dispatch.RETRACTED: f"retracted on {when(notice.since)}, after it had gone out",
        Dispatch.SUBMITTED: f"{'published' if is_public else 'submitted'} on {when(notice.since)}"
        + (f", ticket {notice.ticket}" if notice.ticket else ""),
    }
    early = "; before the distributor was asked" if notice.early else ""
    return (
        texts[notice.dispatch] + early + ("; some items are gone, others are not" if notice.partial else "")
    )


def _evidence(piece: Evidence) -> str:
    said = _SEEMS.get(piece.note) or _SAID.get(piece.what, piece.what.value)
    by = f" by {piece.by}" if piece.by else ""
    files = "files" if ", " in piece.file else "file"
    kept = "declared" if piece.declared else f"{files} {piece.file} kept" if piece.file else "kept"
    ticket = f"ticket {piece.ticket}, " if piece.ticket else ""
    tracking = f"tracking number {piece.tracking}, " if piece.tracking else ""
    way = f" by {piece.channel}" if piece.channel else ""
    return f"{said}{by}{way}, {when(piece.at)} ({ticket}{tracking}{kept})"


def _reply(reply: ReplyState) -> str:
    return f"{reply.kind} {reply.notice}, {long_date(reply.on)}"


def due_words(notice: NoticeState, today: date, *, written: Callable[[date], str] = long_date) -> str:
    """Say when something is due, and how late it is; empty where nothing is."""
    if notice.due is None:
        return ""
    late = (today - notice.due).days
    return written(notice.due) + (
        f", {counted(late, 'day')} ago" if late > 0 else ", today" if late == 0 else ""
    )


def _items(notice: NoticeState) -> list[str]:
    if not notice.items:
        is_public = notice.kind is Kind.PUBLIC_STATEMENT
        return wrapped("your own words alone" if is_public else "its items were erased", first="  - ")
    names = place_names(notice.platforms)
    # A release is one line where the same is held about it on every platform.
    places: dict[tuple[str, str], list[str]] = {}
    for item in notice.items:
        code = item.upc or ", ".join(item.isrcs) or "no code"
        name = f"{item.artist} – {item.title} [{code}]"
        places.setdefault((name, _item_state(item)), []).append(names.get(item.platform, item.platform))
    return [
        line
        for (name, said), on in places.items()
        for line in wrapped(f"{name} on {listed(on)}{f': {said}' if said else ''}", first="  - ")
    ]


def _item_state(item: ItemState) -> str:
    parts: list[str] = []
    if item.answer is not Answered.NOTHING and item.answered_on:
        parts.append(
            f"{item.answer} on {long_date(item.answered_on)}{_declared(held=not item.answer_declared)}"
        )
    if item.observed is not Observed.NOTHING and item.observed_at:
        said = (
            "seen unavailable"
            if item.observed is Observed.GONE
            else "back again, seen live"
            if item.returned
            else "seen live"
        )
        parts.append(f"{said} on {long_date(item.observed_at)}{_declared(held=not item.observed_declared)}")
    if item.retracted_on:
        parts.append(f"called back on {long_date(item.retracted_on)}")
    if item.reinstated_on:
        parts.append(f"asked to be delivered again on {long_date(item.reinstated_on)}")
    return "; ".join(parts)


def _declared(*, held: bool) -> str:
    return "" if held else " (declared)"


def _due_list(report: AuditReport, whole: AuditReport) -> list[str]:
    """Name what is due, with the reminders about it that are written and have not gone out."""
    late = [notice for notice in report.notices if notice.due and notice.due <= report.today]
    if not late:
        return []
    names = listed(
        f"{each.id} ({each.recipient or each.desk}{f', {each.kind}' if each.kind.answers_another else ''})"
        for notice in late
        for each in (notice, *reminders_ready(notice, whole))
    )
    return ["", *wrapped(f"Due now: {names}")]


def plain_verification(verification: Verification) -> str:
    """Say whether everything is as it was recorded, and how to mend what is not."""
    entries = counted(verification.entries, "entry", "entries")
    since = _since(verification)
    if verification.ok and not verification.erased:
        return page(
            [
                f"Nothing was changed: {entries}, every document and file under notices/ is as recorded.",
                *since,
                f"Head: {verification.head}",
                *wrapped(
                    "Keep the head somewhere else: later it shows that no entry was cut off or rewritten."
                ),
            ]
        )
    lines = [f"{counted(len(verification.problems), 'problem')} in {entries}:", ""]
    for problem in verification.problems:
        lines.extend(wrapped(problem.where, first="- "))
        lines.extend(wrapped(problem.what, first="  "))
    return page([*lines, "", *since, f"Head: {verification.head or 'cannot be read'}"])


def _since(verification: Verification) -> list[str]:
    """Say what the head that was noted elsewhere does not vouch for, and what was erased."""
    lines = [
        f"Erased: {counted(erasure.documents, 'document')} in entry {erasure.entry}."
        for erasure in verification.erased
    ]
    if verification.following is not None:
        after = verification.following
        verb = "follows" if after == 1 else "follow"
        lines.append(f"{counted(after, 'entry', 'entries')} {verb} the head that you noted.")
    return lines
