"""What a person reads of the whole: each notice in a line or two, and counts that say what they rest on."""

from collections import Counter
from datetime import date

from takedown.audit import Answered, AuditReport, Dispatch, NoticeState
from takedown.events import What
from takedown.notice import Kind
from takedown.reports.plain import EMPTY, RESTS, addressed, due_words
from takedown.reports.totals import Tally, by_artist, by_desk, by_platform, tally
from takedown.reports.words import counted, fields, listed, long_date, page, place_names, wrapped

_GROUPS = {
    Dispatch.SUBMITTED: "Submitted",
    Dispatch.IN_DOUBT: "In doubt: they may have gone out, or not",
    Dispatch.QUEUED: "Queued, not sent",
    Dispatch.EXPORTED: "Exported; whether they went out is not recorded",
    Dispatch.FAILED: "Failed: they did not arrive",
    Dispatch.REJECTED: "Rejected by the mail server",
    Dispatch.SIGNED: "Signed, not handed over",
    Dispatch.PREPARED: "Prepared, not signed",
    Dispatch.RETRACTED: "Retracted: they went out, and were called back",
    Dispatch.SUPERSEDED: "Superseded: nobody needs them any more",
}
_ANSWERS = (Answered.ACKNOWLEDGED, Answered.AGREED, Answered.REFUSED, Answered.NOTHING)
#: What comes back on these is held with the notice before them.
_ONLY_ASK_AGAIN = (Kind.REMINDER, Kind.ESCALATION)
#: So many artists are named in a line; a roster would fill the page.
_ARTISTS = 3


def plain_report(report: AuditReport, today: date) -> str:
    """List which notices exist, went out and are answered; count them per artist, platform and desk."""
    if not report.notices:
        return page(EMPTY)
    names = place_names(pair for notice in report.notices for pair in notice.platforms)
    desks = {notice.desk: notice.recipient for notice in report.notices}
    lines = [f"Report of {long_date(today)}", "", *_tally("All notices", tally("", report.notices))]
    lines.extend(_notices(report.notices, today))
    for title, tallies, called in (
        ("By artist", by_artist(report.notices), {}),
        ("By platform", by_platform(report.notices), names),
        ("By desk", by_desk(report.notices), desks),
    ):
        lines.extend(["", title])
        for group in tallies:
            lines.extend(_tally(called.get(group.name, group.name) or "not named", group, indent="  "))
    lines.append("")
    if any(piece.declared for notice in report.notices for piece in notice.evidence):
        lines.append(RESTS)
    return page(
        [*lines, *wrapped("An item counts once in each notice that lists it: each desk answers for itself.")]
    )


def _notices(notices: tuple[NoticeState, ...], today: date) -> list[str]:
    """List every notice under the heading of its dispatch."""
    lines: list[str] = []
    for dispatch, title in _GROUPS.items():
        group = [notice for notice in notices if notice.dispatch is dispatch]
        if group:
            lines.extend(["", f"{title} ({len(group)})"])
        for notice in group:
            lines.extend(wrapped(_who(notice), first="  ", rest="    "))
            lines.extend(wrapped(_how_far(notice, today), first="    "))
    return lines


def _who(notice: NoticeState) -> str:
    """Say who asks whom for what."""
    artists = list(dict.fromkeys(item.artist for item in notice.items if item.artist))
    more = len(artists) - _ARTISTS
    named = [*artists[:_ARTISTS], *([counted(more, "more artist")] if more > 0 else [])]
    principal = notice.principal or "an erased principal"
    is_public = notice.kind is Kind.PUBLIC_STATEMENT
    about = f" – {listed(named)}" if artists and artists != [notice.principal] else ""
    to = f"to {notice.desk}" if notice.desk and not notice.recipient and not is_public else addressed(notice)
    after = f", after {notice.in_reply_to}" if notice.in_reply_to else ""
    return (
        f"{notice.id}  {notice.kind} {to}, for {principal}{about}{after}{'  (demo)' if notice.demo else ''}"
    )


def _how_far(notice: NoticeState, today: date) -> str:
    """Say since when it stands there, what that rests on, what they answered, and what is due.

    Dates are ISO here: a notice is to fit in two lines.
    """
    if notice.submitted_on is None:
        return f"since {notice.since[:10]}, {counted(len(notice.items), 'item')}"
    went = notice.submitted_on.isoformat()
    nobody = "" if notice.kind is Kind.PUBLIC_STATEMENT else ", no ticket"
    ticket = f", ticket {notice.ticket}" if notice.ticket else nobody
    due = due_words(notice, today, written=date.isoformat)
    parts = (
        f"{went} {_rests(notice, went)}{ticket}",
        "" if notice.kind in _ONLY_ASK_AGAIN else _answers(notice),
        ", ".join(f"{reply.kind} {reply.on.isoformat()}" for reply in notice.replies),
        f"due {due}" if due else "",
    )
    return "; ".join(filter(None, parts))


def _rests(notice: NoticeState, went: str) -> str:
    """Say what the date rests on; a file about another day is not claimed for this one."""
    days = [piece.at for piece in notice.evidence if piece.what is What.SUBMITTED and not piece.declared]
    if went in days:
        return "(file kept)"
    return f"(declared; file kept of {max(days)})" if days else "(declared)"


def _answers(notice: NoticeState) -> str:
    numbers = Counter(item.answer for item in notice.items)
    words = Counter(item.answer for item in notice.items if item.answer and item.answer_declared)
    return ", ".join(
        f"{numbers[answer]} {answer or 'unanswered'}{_declared(words[answer], numbers[answer])}"
        for answer in _ANSWERS
        if numbers[answer]
    )


def _declared(number: int, whole: int) -> str:
    if not number:
        return ""
    return " (declared)" if number == whole else f" ({number} declared)"


def _tally(title: str, group: Tally, *, indent: str = "") -> list[str]:
    return [*wrapped(title, first=indent), *fields(_rows(group), indent=f"{indent}  ")]


def _rows(group: Tally) -> tuple[tuple[str, str], ...]:
    stands = _parts(
        (group.prepared, "prepared"),
        (group.signed, "signed"),
        (group.superseded, "superseded"),
        (group.exported, "exported"),
        (group.queued, "queued"),
        (group.in_doubt, "in doubt"),
        (group.rejected, "rejected"),
        (group.failed, "failed"),
        (group.submitted, "submitted"),
        (group.retracted, "retracted"),
    )
    rests = _parts(
        (group.with_file, "with a file kept"),
        (group.declared, "declared"),
        (group.with_ticket, "with a ticket number"),
    )
    answers = _parts(
        (group.acknowledged, "acknowledged"),
        (group.agreed, "agreed"),
        (group.refused, "refused"),
        (group.unanswered, "unanswered"),
    )
    seen = _parts(
        (group.gone, "seen unavailable"),
        (group.live, "seen live"),
        (group.returned, "of these back again"),
        (group.unseen, "not looked at"),
    )
    return (
        ("notices", f"{group.notices}: {stands}"),
        ("submitted", f"{group.submitted}, of these {rests}" if group.submitted else ""),
        ("items", str(group.items)),
        ("answers", answers + (f"; {group.answers_declared} declared" if group.answers_declared else "")),
        (
            "observed",
            seen + (f"; {group.observations_declared} declared" if group.observations_declared else ""),
        ),
    )


def _parts(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{number} {word}" for number, word in counts if number)
