"""When a person asks again, or looks: the clock of channels.md 5.5, as a function of what is held."""

from datetime import date, timedelta

from takedown.audit.state import Answered, ItemState, Observed
from takedown.days import add_business_days
from takedown.notice import Kind

# No ticket number after 5 business days, nothing done after 10.
_NO_TICKET_DAYS = 5
_NOTHING_DONE_DAYS = 10
_LOOK_AGAIN_DAYS = 14


def due_of(item: ItemState, kind: Kind, *, submitted_on: date, has_ticket: bool) -> date | None:
    """Return the day on which something is due about an item of a notice that went out; None where nothing is.

    An enquiry asks for an answer alone, so that any answer ends it. What was agreed is looked at, again and
    again, until it is gone.
    """
    if item.observed is Observed.GONE or item.answer is Answered.REFUSED:
        return None
    if kind is Kind.ENQUIRY and item.answer is not Answered.NOTHING:
        return None
    if item.answer is Answered.AGREED and item.answered_on:
        return max(item.answered_on, item.observed_at or item.answered_on) + timedelta(days=_LOOK_AGAIN_DAYS)
    answered = has_ticket or item.answer is Answered.ACKNOWLEDGED
    return add_business_days(submitted_on, _NOTHING_DONE_DAYS if answered else _NO_TICKET_DAYS)
