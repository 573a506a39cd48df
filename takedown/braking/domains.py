"""Domains of email addresses: how they are written on the wire, and which are easily taken for others.

The marks that look alike are the few of Unicode's confusables.txt that make whole names of Latin letters; `skeleton` is
the one of UTS #39, section 4, for that part of the table.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from takedown.records import Channel, Desk, Directory, Distributor

_LETTERS = {
    # Cyrillic
    "а": "a", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "о": "o", "р": "p",
    "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "с": "c", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "в": "b", "н": "h",
    # Greek
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x",
    "γ": "y", "ω": "w", "η": "n",
    # Latin and Armenian
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʟ": "l", "ⅼ": "l", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t",
    "օ": "o", "ս": "u", "հ": "h", "ց": "g", "ո": "n",
    # digits, and the letters that are one stroke
    "0": "o", "1": "l", "i": "l", "|": "l",
}  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"))
_SHORT = 3
"""A label before the end that is no longer (`co.uk`, `com.br`) belongs to it."""


def ascii_domain(domain: str) -> str:
    """A domain as it goes over the wire, in small letters; one that has no such form stays as it is."""
    folded = domain.strip().casefold().rstrip(".")
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return folded


def shown_domain(domain: str) -> str:
    """A domain as people see it: `xn--…` in its own letters."""
    try:
        return ascii_domain(domain).encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one. Only the domain has no case (RFC 5321 2.3.11, 4.1.2)."""
    local, _, domain = one.rpartition("@")
    other_local, _, other_domain = other.rpartition("@")
    return bool(local) and local == other_local and ascii_domain(domain) == ascii_domain(other_domain)


def skeleton(text: str) -> str:
    """What a text looks like: two that are easily taken for each other have the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(_LETTERS.get(mark, mark) for mark in plain if not unicodedata.combining(mark))
    seen = "".join(_LETTERS.get(mark, mark) for mark in seen)  # a Cyrillic і is an i, and that is one stroke
    for pair, mark in _PAIRS:
        seen = seen.replace(pair, mark)
    return seen


def owner_of(domain: str) -> str:
    """The part of a domain that somebody registered: `help.example.co.uk` is `example.co.uk`."""
    *before, second, end = ["", *domain.split(".")]
    third = before[-1] if before and len(second) <= _SHORT else ""
    return ".".join(filter(None, (third, second, end)))


def known_domains(directory: Directory) -> Mapping[str, str]:
    """What domains of the directory look like → the domain: those of its addresses, pages and platforms."""
    found = (owner_of(ascii_domain(domain)) for domain in _domains(directory))
    return {skeleton(domain): domain for domain in found if "." in domain}


def _domains(directory: Directory) -> Iterator[str]:
    records: tuple[Desk | Distributor, ...] = (*directory.desks.values(), *directory.distributors.values())
    for record in records:
        for address in record.addresses:
            if address.channel is Channel.EMAIL:
                yield address.value.rpartition("@")[2]
            else:
                yield from _hosts((address.value,))
    for platform in directory.platforms.values():
        yield from _hosts(platform.links)


def _hosts(pages: Iterable[str]) -> Iterator[str]:
    for page in pages:
        if page.startswith("https://") and (host := urlsplit(page.partition("{")[0]).hostname):
            yield host
