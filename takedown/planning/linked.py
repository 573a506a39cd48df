"""Letters to the platforms' desks that follow another paper. They never count by themselves."""

from collections.abc import Callable, Iterable, Sequence

from takedown.asked import Submission
from takedown.model import Release
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole, Scope
from takedown.planning.before import Before
from takedown.planning.leg import Ground, Leg
from takedown.planning.papers import Paper, by_platforms, notice_of
from takedown.planning.recipients import recipient_of_desk
from takedown.records import Known

#: Under which notice a withdrawal is planned: item, desk, scope → its id.
_Planned = dict[tuple[str, str, Scope], str]


def platform_letters(
    legs: Sequence[Leg], notices: Iterable[Notice], ground: Ground, before: Before
) -> tuple[list[Paper], tuple[str, ...]]:
    """The linked letters to the platforms' desks, and the desks that read no such letter.

    A platform request speaks of what a distributor delivers: an item whose withdrawal is planned now, or went out
    before. A removal after the end of an agreement names who delivered it until then, and waits for nothing.
    """
    request, desks = ground.request, ground.directory.desks
    if not request.wish.tell_platform:
        return [], ()
    reads = {slug for slug, desk in desks.items() if desk.takes_requests.answer is Known.YES}
    silent: dict[str, None] = {}
    planned = _planned(notices)
    made: list[Paper] = []
    for kind, is_linked in _LINKED:
        told = [leg for leg in legs if is_linked(leg, before)]
        silent |= dict.fromkeys(leg.platform.desk for leg in told if leg.platform.desk not in reads)
        for group in _groups((leg for leg in told if leg.platform.desk in reads), kind, before).values():
            for same in by_platforms(group):
                desk = recipient_of_desk(desks[same[0].platform.desk])
                deliveries = _deliveries(same, planned, before) if kind is Kind.PLATFORM_REQUEST else ()
                letter = notice_of(same, request, kind=kind, recipient=desk, deliveries=deliveries)
                made.append(Paper(notice=letter))
    return made, tuple(silent)


def _groups(legs: Iterable[Leg], kind: Kind, before: Before) -> dict[tuple[object, ...], list[Leg]]:
    """What one letter can speak of, of what was not said before."""
    groups: dict[tuple[object, ...], list[Leg]] = {}
    for leg in legs:
        if not before.of(leg, kind, leg.platform.desk):
            end = (leg.former, leg.route.end) if leg.route and kind is Kind.REMOVAL_AFTER_END else None
            key = (leg.platform.desk, leg.basis, leg.principal, leg.scope, end)
            groups.setdefault(key, []).append(leg)
    return groups


def _planned(notices: Iterable[Notice]) -> _Planned:
    return {
        (item.key, notice.recipient.desk, notice.scope): digest
        for notice in notices
        if notice.kind is Kind.WITHDRAWAL
        # an id is a digest over all items of its notice: once for each notice, not for each item
        for digest in (notice.id,)
        for item in notice.items
    }


def _is_delivered(leg: Leg, before: Before) -> bool:
    """Whether a distributor delivers it and is asked now, or was asked before and did not refuse."""
    found = _asked_now_or_before(leg, Kind.WITHDRAWAL, before)
    return found is True or (isinstance(found, Submission) and not found.refused)


def _has_ended(leg: Leg, before: Before) -> bool:
    """Whether who delivered it until the end is asked now, or was asked before, whatever they said."""
    return bool(_asked_now_or_before(leg, Kind.REMOVAL_AFTER_END, before))


_LINKED: tuple[tuple[Kind, Callable[[Leg, Before], bool]], ...] = (
    (Kind.PLATFORM_REQUEST, _is_delivered),
    (Kind.REMOVAL_AFTER_END, _has_ended),
)


def _asked_now_or_before(leg: Leg, kind: Kind, before: Before) -> bool | Submission | None:
    """True where a distributor is asked now, the submission where it was asked before; else nothing."""
    if leg.kind is not kind or leg.recipient is None or leg.recipient.role is not RecipientRole.DISTRIBUTOR:
        return None
    if leg.omission is None:
        return True
    return before.standing(leg, kind, leg.recipient.desk) if leg.omission.rule == "already-asked" else None


def _deliveries(legs: Sequence[Leg], planned: _Planned, before: Before) -> tuple[Delivery, ...]:
    found: dict[tuple[str, str], tuple[Recipient, str, Submission | None, dict[str, Release]]] = {}
    for leg in legs:
        if leg.recipient is None:
            continue
        submission = before.standing(leg, Kind.WITHDRAWAL, leg.recipient.desk)
        notice = submission.notice if submission else planned[(leg.item.key, leg.recipient.desk, leg.scope)]
        entry = found.setdefault((leg.recipient.desk, notice), (leg.recipient, notice, submission, {}))
        entry[3][leg.release.key] = leg.release
    return tuple(
        Delivery(
            desk=recipient.desk,
            name=recipient.name,
            notice=notice,
            releases=len(releases),
            submitted_on=submission.on if submission and not submission.under_way else None,
            ticket=submission.ticket if submission else "",
        )
        for recipient, notice, submission, releases in found.values()
    )
