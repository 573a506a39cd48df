"""What a person does next about a notice. Every command that is named here can be used as it stands."""

from takedown.audit import OPEN, Answered, AuditReport, Dispatch, ItemState, NoticeState, Observed
from takedown.events import What
from takedown.notice import Kind
from takedown.replying import RETRACTABLE
from takedown.reports.words import listed

_ASKING_AGAIN = frozenset({Kind.REMINDER, Kind.ESCALATION})
#: Nobody gives a ticket number for these.
_WITHOUT_TICKET = frozenset({Kind.ROSTER_LETTER, Kind.PUBLIC_STATEMENT})

#: What a person does about a notice that is being handed over, or could not be.
_HANDING_OVER = {
    Dispatch.EXPORTED: "when it went out: takedown record submitted {notice}; if it will not: "
    "takedown outbox cancel {notice}",
    Dispatch.QUEUED: "takedown send sends it; takedown outbox cancel {notice} takes it back",
    Dispatch.IN_DOUBT: "find out whether it went out (Sent folder, a reply, a bounce), then: "
    "takedown outbox resolve {notice}",
    Dispatch.REJECTED: "takedown outbox list {notice} shows the server's words; correct the address and takedown "
    "generate, or hand it over by hand: takedown outbox walk {notice}",
    Dispatch.FAILED: "takedown outbox list {notice} shows why; correct the address and takedown generate, or hand it "
    "over by hand: takedown outbox walk {notice}",
}


def next_step(notice: NoticeState, report: AuditReport) -> str:
    """Say what a person does next about a notice; empty where nothing is left to do.

    `report` is the whole one, also where only a part of it is shown: what a notice waits for may stand in another.
    """
    if notice.dispatch in OPEN and notice.overtaken:
        return "do not hand it over: what it speaks of was called back. takedown generate sets it aside"
    if notice.dispatch is Dispatch.PREPARED:
        return _before_signing(notice, report)
    if notice.dispatch is Dispatch.SIGNED:
        return _signed(notice)
    if notice.dispatch in (Dispatch.SUPERSEDED, Dispatch.RETRACTED):
        return ""
    if notice.dispatch in _HANDING_OVER:
        return _HANDING_OVER[notice.dispatch].format(notice=notice.id)
    return _unsupported(notice, report) or _unjudged(notice) or _after_asking(notice, report)


def _signed(notice: NoticeState) -> str:
    if notice.kind is Kind.PUBLIC_STATEMENT:
        return f"takedown preview {notice.id} --steps shows what to do with it"
    by_mail = "; by email: takedown send" if notice.recipient_email else ""
    return f"takedown outbox walk {notice.id} leads you through it{by_mail}"


def step_after(notice: NoticeState) -> str:
    """Give the command for after a notice was handed over: the program does not see that happen."""
    if notice.dispatch is not Dispatch.SIGNED or notice.overtaken:
        return ""
    ticket = "" if notice.kind in _WITHOUT_TICKET else " --ticket NUMBER"
    return f"takedown record submitted {notice.id}{ticket}"


def written_after(notice: NoticeState, report: AuditReport, kinds: frozenset[Kind]) -> list[NoticeState]:
    """List the letters of these kinds that come after a notice and lie ready: they have not gone out."""
    return [
        other
        for other in report.notices
        if other.in_reply_to == notice.id and other.kind in kinds and other.dispatch in OPEN
    ]


def reminders_ready(notice: NoticeState, report: AuditReport) -> list[NoticeState]:
    """List the reminders and escalations about a notice that are written, and have not gone out."""
    return written_after(notice, report, _ASKING_AGAIN)


def _after_asking(notice: NoticeState, report: AuditReport) -> str:
    """Say what is first due about what went out; an enquiry asks for words, and nothing to look at."""
    item = next((item for item in notice.items if item.due and item.due == notice.due), None)
    if item is None:
        return _called_back(notice, report) or _answered(notice)
    if item.answer is Answered.AGREED:
        return _look(notice, item)
    ask = _ask_again(notice, item, report)
    if notice.kind is Kind.ROSTER_LETTER:
        return (
            f"no answer yet? {ask}; write the answer into decisions.csv, "
            f"then takedown record acknowledged {notice.id}"
        )
    if notice.kind is Kind.ENQUIRY:
        return f"no answer yet? {ask}; then takedown record acknowledged {notice.id} (or refused)"
    if item.answer is Answered.ACKNOWLEDGED:
        return f"nothing done yet? {ask}; then takedown record agreed {notice.id} (or refused)"
    return f"no answer yet? {ask}; then takedown record acknowledged {notice.id} (or agreed, refused)"


def _unjudged(notice: NoticeState) -> str:
    """A reply came in, and nobody has said yet what it means."""
    replies = [one for one in notice.evidence if one.what is What.REPLIED and one.note == "reply"]
    if not replies or any(item.answer is not Answered.NOTHING for item in notice.items):
        return ""
    return (
        f"a reply of {replies[-1].at} is filed: read it, then takedown record acknowledged {notice.id} (or agreed, "
        "refused) --evidence FILE"
    )


def _unsupported(notice: NoticeState, report: AuditReport) -> str:
    """A request to a platform names days on which others were asked: one of these letters came back since."""
    if notice.kind is not Kind.PLATFORM_REQUEST:
        return ""
    named = {each.notice: each for each in notice.deliveries if each.submitted_on}
    back = [
        state
        for state in report.notices
        if state.id in named and state.dispatch in (Dispatch.FAILED, Dispatch.REJECTED)
    ]
    if not back:
        return ""
    return (
        f"it says that {named[back[0].id].name or back[0].desk} was asked, and that letter ({back[0].id}) did not "
        "arrive: hand that one over first, then tell the platform the day"
    )


def _answered(notice: NoticeState) -> str:
    """Say where an answer that is all there was to get has to be written."""
    given = {item.answer for item in notice.items} - {Answered.NOTHING}
    if notice.kind is Kind.ROSTER_LETTER and given:
        return "answered: write it into decisions.csv, if it is not there yet, then takedown plan"
    if notice.kind is Kind.ENQUIRY and given - {Answered.REFUSED}:
        return "answered: write what you learned into takedown.toml or the catalog, then takedown plan"
    return ""


def _called_back(notice: NoticeState, report: AuditReport) -> str:
    """A platform was told of something that is asked of nobody any more: it may be told that, too."""
    if not any(item.overtaken and not item.is_called_back for item in notice.items):
        return ""
    ready = written_after(notice, report, frozenset({Kind.RETRACTION}))
    tell = _hand_over(ready[0]) if ready else f"takedown retract {notice.id} tells them"
    return f"what it speaks of was called back: {tell}"


def _look(notice: NoticeState, item: ItemState) -> str:
    """What was agreed is looked at."""
    if notice.kind is Kind.REINSTATEMENT:
        return f"look whether it is back, then takedown record live {notice.id}"
    still = item.observed is Observed.LIVE
    look = "agreed, but seen live: ask again and look again" if still else "look whether it is gone"
    return f"{look}, then takedown record gone {notice.id} (or live)"


def _ask_again(notice: NoticeState, item: ItemState, report: AuditReport) -> str:
    """The program writes a reminder, then an escalation; after that another desk can be named."""
    if notice.kind not in RETRACTABLE:
        return "ask again in your own words"
    for ready in reminders_ready(notice, report):
        if any(each.key == item.key for each in ready.items):
            return _hand_over(ready)
    if item.escalated_on:
        return f"takedown follow-up {notice.id} --to CONTACT asks another desk"
    return f"takedown follow-up {notice.id} writes {'an escalation' if item.reminded_on else 'a reminder'}"


def _hand_over(ready: NoticeState) -> str:
    """Say of a letter that is written already how it goes on with it."""
    if ready.dispatch is Dispatch.SIGNED:
        return f"{ready.kind} {ready.id} is signed: takedown outbox walk {ready.id}"
    return f"{ready.kind} {ready.id} is written: takedown sign {ready.id}"


def _before_signing(notice: NoticeState, report: AuditReport) -> str:
    """Say what comes first: a platform request waits until everyone who delivers was asked."""
    out = {other.id for other in report.notices if other.dispatch is Dispatch.SUBMITTED}
    unsaid = [delivery for delivery in notice.deliveries if delivery.submitted_on is None]
    waiting = [delivery.name or delivery.desk for delivery in unsaid if delivery.notice not in out]
    if notice.kind is Kind.PLATFORM_REQUEST and waiting:
        return f"waits until {listed(waiting)} was asked and that is recorded"
    if notice.kind is Kind.PLATFORM_REQUEST and unsaid:
        return f"takedown generate fills in when the others were asked; then takedown sign {notice.id}"
    return f"takedown sign {notice.id}"
