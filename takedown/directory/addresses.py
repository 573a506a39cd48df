"""Rules about addresses: right for their channel, and copyright agents for infringement claims only."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from takedown.agents import address_keys
from takedown.directory.facts import all_records, facts_of, place_of
from takedown.directory.findings import finding
from takedown.directory.kinds import Record
from takedown.directory.problems import shown
from takedown.model import Finding, SourceRef, folded
from takedown.records import Address, Channel, Directory, Role

_COUNTRY = re.compile(r"[A-Z]{2}")
_AGENT_MAILBOX = re.compile(r"copyright|dmca|infring|piracy")
_AGENT_LINE = re.compile(r"copyright agent|dmca")


def addresses_of(directory: Directory) -> Iterator[tuple[SourceRef, Address]]:
    """Go through the addresses of the directory, each with the place where it stands."""
    for record in all_records(directory):
        yield from _own(record)


def _own(record: Record) -> Iterator[tuple[SourceRef, Address]]:
    for found in facts_of(record):
        if isinstance(found.fact, Address):
            yield place_of(record, found.key), found.fact


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


def reused_addresses(directory: Directory, infringement: Mapping[str, str]) -> Iterator[Finding]:
    """Find addresses of another role that are kept for infringement claims elsewhere."""
    for source, address in addresses_of(directory):
        owner = next((infringement[key] for key in same_address(address) if key in infringement), "")
        if address.role is not Role.INFRINGEMENT and owner:
            yield finding(
                "D-INFRINGEMENT",
                source,
                f"{_name(address)} has the role {address.role}, and is for infringement claims at {owner}",
                'Give it role = "infringement", or put the address for ordinary requests in its place.',
            )


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
        if address.role is not Role.INFRINGEMENT and _sounds_like_agent(address):
            message = f"{_name(address)} sounds like a copyright agent and has the role {address.role}"
            yield finding(
                "D-ROLE-DOUBT", source, message, 'If it is for claims, give it role = "infringement".'
            )


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


def _sounds_like_agent(address: Address) -> bool:
    if address.channel is Channel.EMAIL:
        return bool(_AGENT_MAILBOX.search(folded(address.value).split("@")[0]))
    return any(_AGENT_LINE.search(folded(line)) for line in address.lines)


def _name(address: Address) -> str:
    return shown(address.value or ", ".join(address.lines))
