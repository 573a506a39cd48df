"""To whom a paper goes: the records of desks and distributors, contacts, artists and the public, as recipients."""

import re
import unicodedata

from takedown.canonical import short_id
from takedown.model import folded
from takedown.notice import Recipient, RecipientRole, Way
from takedown.patterns import pattern
from takedown.records import Address, Channel, Desk, Distributor, OneStore, Role
from takedown.request import Contact

_PLAIN = pattern(r"[a-z0-9]+(?: [a-z0-9]+)*")
#: A desk's slug becomes part of a folder's name.
_LONGEST_SLUG = 40


def recipient_of_distributor(record: Distributor, *, language: str = "") -> Recipient:
    """A distributor's desk, with every address that is not for infringement claims.

    `language` is that of the request; the record's first stands in the recipient where the desk does not read it.
    """
    usable = _usable(record.addresses)
    return Recipient(
        desk=record.slug,
        name=record.name,
        role=RecipientRole.DISTRIBUTOR,
        email=next((address.value for address in usable if address.channel is Channel.EMAIL), ""),
        postal=next((address.lines for address in usable if address.channel is Channel.POST), ()),
        ways=_ways(usable),
        steps=record.steps,
        ticket=record.ticket,
        store_names=record.store_names,
        single_switch=record.single_switch,
        self_service=record.one_store is OneStore.SELF_SERVICE,
        takes_countries=record.territory.answer,
        own_words=record.own_words,
        language="" if not record.languages or language in record.languages else record.languages[0],
    )


def recipient_of_desk(desk: Desk) -> Recipient:
    """A platform's desk, with every address that is not for infringement claims."""
    usable = _usable(desk.addresses)
    return Recipient(
        desk=desk.slug,
        name=desk.name,
        role=RecipientRole.PLATFORM,
        attention=desk.attention,
        email=next((address.value for address in usable if address.channel is Channel.EMAIL), ""),
        postal=next((address.lines for address in usable if address.channel is Channel.POST), ()),
        ways=_ways(usable),
    )


def recipient_of_contact(key: str, contact: Contact, role: RecipientRole) -> Recipient:
    """A desk that only this workspace knows."""
    ways = (
        *([Way(channel=Channel.EMAIL, value=contact.email)] if contact.email else []),
        *([Way(channel=Channel.FORM, value=contact.form)] if contact.form else []),
        *([Way(channel=Channel.POST, lines=contact.address)] if contact.address else []),
    )
    return Recipient(
        desk=key,
        name=contact.name,
        role=role,
        # An address without a source is shown as a way, and never filled in as a recipient.
        email=contact.email if contact.source else "",
        postal=contact.address,
        ways=ways,
        language=contact.language,
    )


def recipient_of_artist(name: str, email: str) -> Recipient:
    """An artist of the roster, who is asked for an answer."""
    ways = (Way(channel=Channel.EMAIL, value=email),) if email else ()
    return Recipient(desk=artist_desk(name), name=name, role=RecipientRole.ARTIST, email=email, ways=ways)


def artist_desk(name: str) -> str:
    """`artist-<slug>`: two artists never share one, so that what one was asked does not count for the other.

    Where the slug says less than the name (letters beyond ASCII, signs, long names), a digest of the name follows.
    """
    plain = folded(name)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST_SLUG].strip("-")
    if _PLAIN.fullmatch(plain) and len(plain) <= _LONGEST_SLUG:
        return f"artist-{slug}"
    return "-".join(filter(None, ("artist", slug, short_id(plain).lower())))


def the_public() -> Recipient:
    """Nobody in particular: a public statement is handed to nobody. No letter shows the name."""
    return Recipient(desk="public", name="the public", role=RecipientRole.PUBLIC)


def _usable(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """Those that are not for infringement claims, and serve every country."""
    return tuple(
        address for address in addresses if address.role is not Role.INFRINGEMENT and not address.country
    )


def _ways(usable: tuple[Address, ...]) -> tuple[Way, ...]:
    return tuple(
        Way(channel=address.channel, value=address.value, lines=address.lines, note=address.note)
        for address in usable
    )
