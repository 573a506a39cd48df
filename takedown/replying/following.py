"""Which notices after another are due, still hold, or have become needless. Values in, values out."""

from collections.abc import Iterator
from datetime import date

from takedown.audit import OPEN, AuditReport, Dispatch, ItemState, NoticeState
from takedown.errors import DirectoryError, UsageError
from takedown.frozen import dataclass
from takedown.notice import Kind, Notice
from takedown.replying.making import RETRACTABLE, Ground, even_groups, reply_notice

_ASKING_AGAIN = frozenset({Kind.REMINDER, Kind.ESCALATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Notices that come after others: those to be written or kept, and ids of open ones that nobody needs any more."""

    notices: tuple[Notice, ...] = ()
    needless: tuple[str, ...] = ()


def standing(report: AuditReport, ground: Ground) -> Replies:
    """Make every prepared or signed reply again, as `generate` and `sign` do; an answer may have made it needless.

    One whose notice was erased can be neither made nor judged: it stays as it is.
    """
    states = {state.id: state for state in report.notices}
    notices, needless = [], []
    for reply in open_replies(report):
        before = states.get(reply.in_reply_to)
        if before is None or before.id not in ground.papers or not reply.items:
            continue
        if not holds(reply, before):
            needless.append(reply.id)
        elif notice := _again(reply, before, ground):
            notices.append(notice)
    return Replies(notices=tuple(notices), needless=tuple(needless))


def open_replies(report: AuditReport) -> Iterator[NoticeState]:
    """Replies that have not gone out."""
    return (state for state in report.notices if state.kind.answers_another and state.dispatch in OPEN)


def holds(reply: NoticeState, before: NoticeState) -> bool:
    """Whether what a reply says of the notice before it is still so."""
    keys = keys_of(reply)
    items = [item for item in before.items if item.key in keys]
    if before.submitted_on is None:
        return False
    if reply.kind is Kind.REMINDER:
        return all(item.waits_for_answer and item.reminded_on is None for item in items)
    if reply.kind is Kind.ESCALATION:
        return all(item.waits_for_answer and _may_escalate(item, before, reply.desk) for item in items)
    if reply.kind is Kind.RETRACTION:
        return not any(item.is_called_back for item in items)
    return not any(item.reinstated_on for item in items)


def keys_of(state: NoticeState) -> frozenset[str]:
    """The items of a notice."""
    return frozenset(item.key for item in state.items)


def _again(reply: NoticeState, before: NoticeState, ground: Ground) -> Notice | None:
    """Make an open reply again from what the ledger holds; None where that gives another notice."""
    to = reply.desk if reply.desk != before.desk else ""
    try:
        notice = reply_notice(reply.kind, before, keys_of(reply), ground, to=to)
    except (UsageError, DirectoryError):
        return None
    return notice if notice.id == reply.id else None


def follow_ups(report: AuditReport, ground: Ground, *, only: frozenset[str], to: str) -> Replies:
    """Make the reminders and escalations that are due: of all notices, or of those that `only` names.

    A signed one that still holds stays as it is, also where more has become due since.
    """
    notices: list[Notice] = []
    needless: list[str] = []
    for state in report.notices:
        if _can_be_asked_again(state, ground) and (not only or state.id in only):
            mine = [each for each in open_replies(report) if _asks_again(each, state)]
            made = tuple(_due_of(state, mine, report.today, ground, to=to))
            notices += made
            needless += _needless(state, mine, made)
    return Replies(notices=tuple(notices), needless=tuple(needless))


def _can_be_asked_again(state: NoticeState, ground: Ground) -> bool:
    out = state.dispatch is Dispatch.SUBMITTED and state.kind in RETRACTABLE
    return out and state.demo is ground.request.demo


def _asks_again(reply: NoticeState, state: NoticeState) -> bool:
    return reply.in_reply_to == state.id and reply.kind in _ASKING_AGAIN


def _due_of(
    state: NoticeState, mine: list[NoticeState], today: date, ground: Ground, *, to: str
) -> Iterator[Notice]:
    late = [item for item in state.items if item.due and item.due <= today and item.waits_for_answer]
    wanted = {
        Kind.REMINDER: [item for item in late if not item.reminded_on and not to],
        Kind.ESCALATION: [item for item in late if _may_escalate(item, state, to or state.desk)],
    }
    for kind, items in wanted.items():
        kept = [each for each in mine if each.kind is kind and holds(each, state) and _stays(each, state, to)]
        yield from (notice for each in kept if (notice := _again(each, state, ground)))
        taken = frozenset(key for each in kept for key in keys_of(each))
        keys = frozenset(item.key for item in items) - taken
        yield from (reply_notice(kind, state, group, ground, to=to) for group in even_groups(state, keys))


def _stays(reply: NoticeState, state: NoticeState, to: str) -> bool:
    """A signed one may be on its way; and another desk was chosen by a person, until that person chooses again."""
    if to:
        return reply.dispatch is Dispatch.SIGNED and reply.desk == to
    return reply.dispatch is Dispatch.SIGNED or reply.desk != state.desk


def _may_escalate(item: ItemState, state: NoticeState, desk: str) -> bool:
    """Only after a reminder, and once at each desk."""
    told = any(
        reply.kind is Kind.ESCALATION and reply.desk == desk and item.key in reply.keys
        for reply in state.replies
    )
    return item.reminded_on is not None and not told


def _needless(state: NoticeState, mine: list[NoticeState], made: tuple[Notice, ...]) -> list[str]:
    """Open ones that no longer hold, and unsigned ones in whose place another is written."""
    ids = {notice.id for notice in made}
    placed = {(notice.kind, item.key) for notice in made for item in notice.items}
    return [
        reply.id
        for reply in mine
        if reply.id not in ids
        and (
            not holds(reply, state)
            or (
                reply.dispatch is Dispatch.PREPARED
                and any((reply.kind, key) in placed for key in keys_of(reply))
            )
        )
    ]


def called(
    kind: Kind, state: NoticeState, keys: frozenset[str], report: AuditReport, ground: Ground
) -> Replies:
    """Make the retraction or reinstatement of items of a notice, in place of open ones about some of the same items."""
    notices = tuple(reply_notice(kind, state, group, ground) for group in even_groups(state, keys))
    ids = {notice.id for notice in notices}
    return Replies(
        notices=notices,
        needless=tuple(
            reply.id
            for reply in open_replies(report)
            if reply.in_reply_to == state.id
            and reply.id not in ids
            and ((reply.kind is kind and keys_of(reply) & keys) or not holds(reply, state))
        ),
    )
