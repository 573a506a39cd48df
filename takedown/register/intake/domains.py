"""Whose a domain is: the desks and distributors of the directory, by the addresses in their records."""

from collections.abc import Iterator, Mapping

from takedown.patterns import pattern
from takedown.records import Address, Directory

_HOST = pattern(r"https?://([^/\s:?#]+)")
_EMAIL = pattern(r"[^@\s]+@([^@\s]+)")
#: Under these many write who are no desk: help centres of everybody, mailboxes of everybody, shops of everybody.
_SHARED = frozenset(
    {
        "zendesk.com", "freshdesk.com", "intercom.io", "intercom.com", "helpscout.net", "hubspot.com", "google.com",
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "me.com", "proton.me",
        "protonmail.com", "gmx.de", "gmx.net", "web.de", "facebook.com", "instagram.com", "notion.site", "typeform.com",
        "jotform.com", "airtable.com", "github.io", "github.com", "archive.org", "web.archive.org", "t-online.de",
    }
)  # fmt: skip
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov"})
_LETTERS_OF_A_COUNTRY = 2
#: Parts of a domain under one of these, as example.co.uk.
_WITH_SECOND_LEVEL = 3


class Domains:
    """Domain → slug of the distributor or desk whose it is."""

    def __init__(self, directory: Directory) -> None:
        self.platforms_of: Mapping[str, tuple[str, ...]] = {
            desk: tuple(slug for slug, platform in directory.platforms.items() if platform.desk == desk)
            for desk in directory.desks
        }
        self.distributors = frozenset(directory.distributors)
        found: dict[str, set[str]] = {}
        addresses = [(slug, record.addresses) for slug, record in directory.distributors.items()]
        addresses += [(slug, record.addresses) for slug, record in directory.desks.items()]
        for slug, some in addresses:
            for domain in _domains(some):
                found.setdefault(domain, set()).add(slug)
        self._owners = {domain: slugs.pop() for domain, slugs in found.items() if len(slugs) == 1}

    def owner(self, address: str) -> str:
        """The slug of the desk or distributor from whose domain an address is; empty where it is nobody's there."""
        domain = address.rpartition("@")[2].casefold().rstrip(".")
        while "." in domain:
            if domain in self._owners:
                return self._owners[domain]
            domain = domain.partition(".")[2]
        return ""


def _domains(addresses: tuple[Address, ...]) -> Iterator[str]:
    for address in addresses:
        for text in (address.value, *address.lines):
            for domain in _EMAIL.findall(text):
                if (whole := domain.casefold().strip(".,;)>")) not in _SHARED:
                    yield whole
            for host in _HOST.findall(text):
                if (domain := _registered(host.casefold())) not in _SHARED:
                    yield domain


def _registered(host: str) -> str:
    """The part of a host that somebody has registered, as far as it can be told without a list of public suffixes."""
    labels = host.rstrip(".").split(".")
    is_country = len(labels[-1]) == _LETTERS_OF_A_COUNTRY
    if is_country and len(labels) >= _WITH_SECOND_LEVEL and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-_WITH_SECOND_LEVEL:])
    return ".".join(labels[-2:])
