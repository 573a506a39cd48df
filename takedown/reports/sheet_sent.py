"""The part of what-next.txt for letters that went out: no plan holds them, and what happens next begins with them."""

from collections.abc import Iterable, Iterator

from takedown.aftercare import Known, Section, aftercare
from takedown.audit import NoticeState
from takedown.notice import Kind, RecipientRole
from takedown.records import Directory
from takedown.reports.words import counted, wrapped

_ROLES = {
    Kind.LABEL_REQUEST: RecipientRole.LABEL,
    Kind.PLATFORM_REQUEST: RecipientRole.PLATFORM,
    Kind.SUPPLY_STOP: RecipientRole.SUPPLIER,
    Kind.ROSTER_LETTER: RecipientRole.ARTIST,
    Kind.PUBLIC_STATEMENT: RecipientRole.PUBLIC,
}


def handed_over(states: Iterable[NoticeState]) -> tuple[NoticeState, ...]:
    """Those that went out and about which something is due: the rest is settled, and status shows it."""
    return tuple(state for state in states if state.submitted_on and state.due)


def sent_lines(states: tuple[NoticeState, ...]) -> Iterator[str]:
    """Each with its day, its ticket, the next day, and where its own page is; those of one desk and day together."""
    if not states:
        return
    yield f"HANDED OVER ({counted(len(states), 'letter')})"
    yield ""
    groups: dict[object, list[NoticeState]] = {}
    for state in states:
        groups.setdefault((state.kind, state.recipient, state.submitted_on, state.due), []).append(state)
    for group in groups.values():
        yield from wrapped(_sent(group), first="- ", rest="  ")
    yield ""


def _sent(group: list[NoticeState]) -> str:
    first = group[0]
    to = f"{first.kind.value.replace('-', ' ').capitalize()} to {first.recipient}"
    if len(group) == 1:
        ticket = f", ticket {first.ticket}" if first.ticket else ""
        return (
            f"{to}  {first.id}: handed over on {first.submitted_on}{ticket}. Ask or look again on {first.due}: "
            f"takedown status {first.id}"
        )
    each = ", ".join(f"{one.id} (ticket {one.ticket})" if one.ticket else one.id for one in group)
    return (
        f"{to}, {counted(len(group), 'letter')} handed over on {first.submitted_on}. Ask or look again on "
        f"{first.due} (takedown status): {each}"
    )


def aftercare_of_sent(state: NoticeState, directory: Directory) -> tuple[Section, ...]:
    """What happens next with it, by the records as they are today."""
    record = directory.distributors.get(state.desk)
    is_platform = record is None and state.desk in directory.desks
    usual = RecipientRole.PLATFORM if is_platform else RecipientRole.DISTRIBUTOR
    known = [directory.platforms.get(slug) for slug, _ in state.platforms]
    return aftercare(
        Known(
            id=state.id,
            kind=state.kind,
            desk=state.recipient,
            role=_ROLES.get(state.kind, usual),
            platforms=tuple(platform for platform in known if platform),
            in_reply_to=state.in_reply_to,
            territories=state.scope.included,
            excluded=state.scope.excluded,
            record=record,
        )
    )
