"""What happens after a notice is handed over: by when, when to look, and what to do if it goes wrong. Values only.

What is said of a desk or a platform comes from its record, and from the numbers of the outlook. All else is plain
advice, without figures of its own but the days after which to ask and to look again (channels.md 4.4 and 5.5).
"""

from collections.abc import Callable

from takedown.aftercare.asking import direct_or_distributor, enquiry, label_request, platform_request
from takedown.aftercare.followups import escalation, reinstatement, reminder, retraction
from takedown.aftercare.others import after_end, public_statement, roster_letter, supply_stop
from takedown.aftercare.sections import (
    LOOK_AFTER_DAYS,
    NO_TICKET_DAYS,
    NOTHING_DONE_DAYS,
    Known,
    Section,
    Topic,
    joined,
)
from takedown.aftercare.unlicensed import ASKED_BY_FORMS, IS_IT_REALLY
from takedown.notice import Kind, Notice
from takedown.plan import Outlook
from takedown.records import Distributor

__all__ = [
    "ASKED_BY_FORMS",
    "IS_IT_REALLY",
    "LOOK_AFTER_DAYS",
    "NOTHING_DONE_DAYS",
    "NO_TICKET_DAYS",
    "Known",
    "Section",
    "Topic",
    "aftercare",
    "aftercare_of",
    "joined",
]

_BY_KIND: dict[Kind, Callable[[Known], tuple[Section, ...]]] = {
    Kind.WITHDRAWAL: direct_or_distributor,
    Kind.LABEL_REQUEST: label_request,
    Kind.PLATFORM_REQUEST: platform_request,
    Kind.ENQUIRY: enquiry,
    Kind.REMOVAL_AFTER_END: after_end,
    Kind.SUPPLY_STOP: supply_stop,
    Kind.ROSTER_LETTER: roster_letter,
    Kind.PUBLIC_STATEMENT: public_statement,
    Kind.REMINDER: reminder,
    Kind.ESCALATION: escalation,
    Kind.RETRACTION: retraction,
    Kind.REINSTATEMENT: reinstatement,
}


def aftercare_of(
    notice: Notice, *, outlook: Outlook | None = None, record: Distributor | None = None
) -> tuple[Section, ...]:
    """What to know after a notice went out, in order, without calendar dates but those of the notice itself.

    `record` is the distributor's, where one is known, and `outlook` what the plan foresees; without them the words
    say less, and nothing that is not so. The platforms are the notice's own. No section is empty.
    """
    return aftercare(
        Known(
            id=notice.id,
            kind=notice.kind,
            desk=notice.recipient.name,
            role=notice.recipient.role,
            platforms=notice.platforms,
            in_reply_to=notice.in_reply_to,
            territories=notice.territories,
            excluded=notice.excluded_territories,
            notice_days=(notice.agreement.notice_days if notice.agreement else None) or 0,
            effective=notice.effective,
            answer_by=notice.answer_by,
            delivers=joined(delivery.name for delivery in notice.deliveries),
            outlook=outlook or Outlook(),
            record=record,
        )
    )


def aftercare(known: Known) -> tuple[Section, ...]:
    """The same of what is known of a letter, also of one that the plan no longer holds."""
    return tuple(section for section in _BY_KIND[known.kind](known) if section.lines)
