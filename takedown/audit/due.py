"""When a person asks again, or looks: the clock of channels.md 5.5, as a function of what is held."""

from datetime import date, timedelta

from takedown.audit.state import Answered, ItemState, NoticeState, Observed
from takedown.days import add_business_days
from takedown.frozen import dataclass
from takedown.notice import Kind

# No ticket number after 5 business days, nothing done after 10.
_NO_TICKET_DAYS = 5
_NOTHING_DONE_DAYS = 10
_LOOK_AGAIN_DAYS = 14
_LONGEST_PERIOD = 3650


#: After these nothing is waited for: the notice that they come after says what is due.
_NOTHING_DUE = frozenset({Kind.REMINDER, Kind.ESCALATION, Kind.PUBLIC_STATEMENT})
#: Words are all that they ask for, so that any answer ends them.
_ANY_ANSWER = frozenset({Kind.ENQUIRY, Kind.ROSTER_LETTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """That a notice went out, as far as the clock needs it."""

    kind: Kind
    submitted_on: date
    has_ticket: bool
    answer_by: date | None = None
    """For a letter to an artist."""
    takes_effect: date | None = None
    """Before this day nothing need be done: the date it asks for, or the end of a notice period."""


def sent_of(state: NoticeState, on: date) -> Sent:
    """What the clock needs of a notice that went out on a day. No notice period is longer than ten years."""
    period = on + timedelta(days=min(state.notice_days, _LONGEST_PERIOD)) if state.notice_days else None
    return Sent(
        kind=state.kind,
        submitted_on=on,
        has_ticket=bool(state.ticket),
        answer_by=state.answer_by,
        takes_effect=max((day for day in (period, state.effective) if day), default=None),
    )


def due_of(item: ItemState, sent: Sent) -> date | None:
    """Return the day on which something is due about an item of a notice that went out; None where nothing is.

    A receipt is waited for from the day it went out, a result from the day on which it takes effect. What was agreed
    is looked at, again and again, until it is gone, or back where that was asked. After a reminder or an escalation
    the clock begins anew; nothing is due about what was called back, here or at who delivers it.
    """
    kind = sent.kind
    if kind in _NOTHING_DUE or item.is_called_back or item.overtaken or _is_settled(item, kind):
        return None
    if kind is Kind.ROSTER_LETTER and sent.answer_by:
        return sent.answer_by
    if item.answer is Answered.AGREED and item.answered_on:
        return max(item.answered_on, item.observed_at or item.answered_on) + timedelta(days=_LOOK_AGAIN_DAYS)
    asked_again = max((day for day in (item.reminded_on, item.escalated_on) if day), default=None)
    if asked_again:
        return add_business_days(asked_again, _NOTHING_DONE_DAYS)
    if sent.has_ticket or item.answer is Answered.ACKNOWLEDGED:
        return add_business_days(
            max(sent.submitted_on, sent.takes_effect or sent.submitted_on), _NOTHING_DONE_DAYS
        )
    return add_business_days(sent.submitted_on, _NO_TICKET_DAYS)


def _is_settled(item: ItemState, kind: Kind) -> bool:
    """Whether what the notice asks for was refused, said or seen."""
    if kind in _ANY_ANSWER and item.answer is not Answered.NOTHING:
        return True
    wanted = Observed.LIVE if kind is Kind.REINSTATEMENT else Observed.GONE
    told = item.answer is Answered.AGREED and kind is Kind.RETRACTION
    return item.answer is Answered.REFUSED or item.observed is wanted or told
