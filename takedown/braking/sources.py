"""Where the address comes from: nobody is written to on hearsay unless the user says so."""

from collections.abc import Iterator
from datetime import date

from takedown.braking.domains import same_address
from takedown.braking.rules import HoldBack, held
from takedown.braking.values import Candidate, Grounds
from takedown.checks.sender import OLD_CONTACT_DAYS
from takedown.checks.words import quoted
from takedown.freshness import stale_address
from takedown.notice import Recipient, RecipientRole
from takedown.records import Desk, Directory, Distributor
from takedown.request import Contact


def sources(candidate: Candidate, grounds: Grounds) -> Iterator[HoldBack]:
    """Say what is missing or old of the source of an address.

    An artist's own address comes from whom the artist asked to act: principals.csv is its source.
    """
    recipient = candidate.notice.recipient if candidate.notice else None
    if recipient is None or not recipient.email or recipient.role is RecipientRole.ARTIST:
        return
    insist = f"if it is right all the same: takedown send --insist {candidate.id}"
    contact = grounds.contacts.get(recipient.desk)
    if contact:
        yield from _contact(recipient, contact, grounds.today, insist)
    else:
        yield from _record(recipient, grounds, insist)


def _contact(recipient: Recipient, contact: Contact, today: date, insist: str) -> Iterator[HoldBack]:
    place = f"[contacts.{recipient.desk}] in takedown.toml"
    if not contact.source.strip() or contact.checked_on is None:
        lacks = "where it comes from" if not contact.source.strip() else "when somebody looked"
        yield held(
            "address-unsourced",
            f"{place} does not say of {quoted(recipient.email)} {lacks}",
            f'look at their own page, and add source = "…" and checked_on = {today}; {insist}',
        )
    elif (today - contact.checked_on).days > OLD_CONTACT_DAYS:
        days = (today - contact.checked_on).days
        yield held(
            "address-stale",
            f"{quoted(recipient.email)} was last checked on {contact.checked_on}, {days} days ago: {place}",
            f"look whether it still holds, and write checked_on = {today}; {insist}",
        )


def _record(recipient: Recipient, grounds: Grounds, insist: str) -> Iterator[HoldBack]:
    record = _desk(recipient, grounds.directory)
    address = next(
        (
            each
            for each in (record.addresses if record else ())
            if each.value and same_address(each.value, recipient.email)
        ),
        None,
    )
    if record is None or address is None or not address.source:
        yield held(
            "address-unsourced",
            f"nothing in the directory says where {quoted(recipient.email)} of {recipient.desk} comes from",
            f"takedown directory answer {recipient.desk} keeps it with its source; {insist}",
        )
    elif why := stale_address(record, address, grounds.directory.sources, today=grounds.today):
        yield held(
            "address-stale",
            f"of {quoted(address.value)} of {record.name}, {why}",
            f"look at their own page, then takedown directory answer {recipient.desk}; {insist}",
        )


def _desk(recipient: Recipient, directory: Directory) -> Distributor | Desk | None:
    if recipient.role is RecipientRole.PLATFORM:
        return directory.desks.get(recipient.desk)
    return directory.distributors.get(recipient.desk)
