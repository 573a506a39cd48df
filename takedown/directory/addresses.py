"""Rules about addresses: right for their channel, and copyright agents for infringement claims only."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

from takedown.agents import Refused, address_keys, agent_behind, agent_block, agent_in
from takedown.directory.facts import all_records, place_of
from takedown.directory.findings import finding
from takedown.directory.kinds import CLASSES, Record, RecordKind, kind_of
from takedown.directory.problems import dotted, shown
from takedown.mailbox import is_plain_email
from takedown.model import Finding, SourceRef, folded
from takedown.patterns import pattern
from takedown.records import Address, Campaign, Channel, Desk, Directory, Role

_COUNTRY = pattern(r"[A-Z]{2}")
_AGENT_DOUBT = pattern(r"copyright|dmca|infring|piracy|\b(?:takedowns?|notices?|claims?)\b")
#: What says nothing to a reader of letters and steps: names of records, and where a fact is from. The platform's own
#: form is shown to the user alone, for uses that were never licensed.
_NOT_TOLD = frozenset(
    {"slug", "desk", "source", "steps_source", "languages_source", "services_source", "identifiers_source"}
    | {"infringement_form"}
)


def addresses_of(directory: Directory) -> Iterator[tuple[SourceRef, Address]]:
    """Go through the addresses of the directory, each with the place where it stands."""
    for record in all_records(directory):
        yield from _own(record)


def _own(record: Record) -> Iterator[tuple[SourceRef, Address]]:
    for name in _address_keys(kind_of(record)):
        value = getattr(record, name)
        if isinstance(value, Address):
            yield place_of(record, name), value
        elif isinstance(value, tuple):
            for index, address in enumerate(value):
                yield place_of(record, dotted((name, index))), address


@cache
def _address_keys(kind: RecordKind) -> tuple[str, ...]:
    """Under which keys a kind of record has addresses: one, or a list of nothing else."""
    hints = get_type_hints(CLASSES[kind])
    return tuple(name for name, hint in hints.items() if Address in (hint, *get_args(hint)))


def same_address(address: Address) -> frozenset[str]:
    """The forms in which an address is compared: one address, one form. Postal lines count as one.

    The country line of a postal address does not count, nor does punctuation.
    """
    if address.channel is not Channel.POST:
        return address_keys(address.value)
    lines = [folded(re.sub(r"[^\w\s]", " ", line)) for line in address.lines]
    whole = "\n".join(line for line in lines if line and line not in ("usa", "united states", "us"))
    return frozenset({whole}) if whole else frozenset()


def infringement_addresses(directory: Directory) -> dict[str, str]:
    """Map the addresses kept for infringement claims, in the forms of `same_address`, to their places."""
    return {
        key: str(source)
        for source, address in addresses_of(directory)
        if address.role is Role.INFRINGEMENT
        for key in same_address(address)
    }


def reused_addresses(records: Iterable[Record], infringement: Mapping[str, str]) -> Iterator[Finding]:
    """Find addresses of another role that are kept for infringement claims elsewhere, or that say so themselves."""
    for record in records:
        yield from _attention(record, infringement)
        for source, address in _own(record):
            refused = None if address.role is Role.INFRINGEMENT else _refused(record, address, infringement)
            if refused:
                yield finding(
                    "D-INFRINGEMENT",
                    source,
                    f"{_name(address)} has the role {address.role}, and is {refused.why}",
                    'Give it role = "infringement", or put the address for ordinary requests in its place.',
                )


def _refused(record: Record, address: Address, infringement: Mapping[str, str]) -> Refused | None:
    for text in (address.value, address.note):
        if why := agent_behind(text, infringement):
            return Refused(value=text, why=why)
    return agent_block((*_head(record), *address.lines), infringement) if address.lines else None


def _head(record: Record) -> tuple[str, ...]:
    """What stands above the postal lines of a record's desk."""
    return (record.name, record.attention) if isinstance(record, Desk) else (record.name,)


def _attention(record: Record, infringement: Mapping[str, str]) -> Iterator[Finding]:
    refused = None if isinstance(record, Campaign) else agent_block(_head(record), infringement)
    if refused:
        yield finding(
            "D-INFRINGEMENT",
            place_of(record, "name" if refused.value == record.name else "attention"),
            f"{shown(refused.value)} is {refused.why}: it reads infringement claims",
            "Name the desk that reads ordinary requests; leave it out where none is known.",
        )


def told_addresses(records: Iterable[Record], infringement: Mapping[str, str]) -> Iterator[Finding]:
    """Find addresses for infringement claims in what a record says otherwise: in steps, notes, times and warnings."""
    for record in records:
        for key, text in _texts(record, ()):
            if why := agent_in(text, infringement):
                yield finding(
                    "D-INFRINGEMENT",
                    place_of(record, dotted(key)),
                    f"{shown(text)} leads to {why}: it reads infringement claims",
                    "Take the address out. Where it is not known yet, it stands in the addresses of the desk, with "
                    'role = "infringement".',
                )


def _texts(value: Any, key: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a record with its key, but for addresses, which have a role of their own."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield key, value
    elif is_dataclass(value) and not isinstance(value, Address):
        for field in fields(value):
            if field.name not in _NOT_TOLD:
                yield from _texts(getattr(value, field.name), (*key, field.name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*key, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*key, index))


def address_findings(record: Record) -> Iterator[Finding]:
    """Find what is wrong with the addresses of one record, each by itself."""
    for source, address in _own(record):
        for rule, message, hint in channel_problems(address):
            yield finding(rule, source, message, hint)
        if address.country and not _COUNTRY.fullmatch(address.country):
            message = f"{shown(address.country)} is not a country code"
            yield finding(
                "D-COUNTRY",
                source.at(f"{source.column}.country"),
                message,
                "Write two capital letters, as in US.",
            )
        if address.role is not Role.INFRINGEMENT and not _explained(address) and sounds_like_claims(address):
            message = f"{_name(address)} sounds like a copyright agent and has the role {address.role}"
            hint = (
                'If it is for claims, give it role = "infringement". If a page says that it reads ordinary requests, '
                "write that in its note, with the page as its source."
            )
            yield finding("D-ROLE-DOUBT", source, message, hint)


def channel_problems(address: Address) -> Iterator[tuple[str, str, str]]:
    """Say what makes an address unfit for its channel: the rule, what is wrong, what to write."""
    match address.channel:
        case Channel.EMAIL:
            problem = _email_problem(address.value)
            if problem:
                yield (
                    "D-EMAIL",
                    f"{shown(address.value)}: {problem}",
                    "Write one address, as in desk@example.com.",
                )
        case Channel.FORM if not is_https(address.value):
            message = f"{shown(address.value)} is not an https address"
            yield "D-ADDRESS", message, 'Write the page as value = "https://…".'
        case Channel.POST if address.value or not any(line.strip() for line in address.lines):
            yield (
                "D-ADDRESS",
                "a postal address stands in lines, and only there",
                'Write lines = ["…", "…"].',
            )
        case Channel.DASHBOARD if not address.value.strip():
            yield (
                "D-ADDRESS",
                "the way through the menus is missing",
                'Write value = "Menu > Page".',
            )
        case _:
            pass
    if address.lines and address.channel is not Channel.POST:
        yield "D-ADDRESS", f"lines are for post, and the channel is {address.channel}", "Take the lines out."


def _email_problem(value: str) -> str:
    """Say why a text is not one plain email address; empty where it is. Syntax only: no network."""
    if is_plain_email(value):
        return ""
    from email_validator import EmailNotValidError, validate_email  # slow to import, wanted here only

    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return str(error)
    return ""


def is_https(value: str) -> bool:
    """Whether a text is one plain https address, without a user's name in it."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = value.isprintable() and " " not in value
    return plain and parts.scheme == "https" and "." in (parts.hostname or "") and parts.username is None


def _explained(address: Address) -> bool:
    """Whether a page is named that says who reads it; a note that speaks of an agent breaks a rule of its own."""
    return bool(address.note.strip() and address.source)


def sounds_like_claims(address: Address) -> bool:
    """Whether it may be a copyright agent; what surely is one breaks a rule of its own."""
    mailbox = (address.value.split("@")[0],) if address.channel is Channel.EMAIL else ()
    return any(
        _AGENT_DOUBT.search(folded(text)) and not agent_behind(text, {})
        for text in (*mailbox, *address.lines)
    )


def _name(address: Address) -> str:
    return shown(address.value or ", ".join(address.lines))
