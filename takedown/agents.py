"""Copyright agents read infringement claims only: how to know their addresses, however they are written."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from takedown.model import folded

_EMAIL = re.compile(r"([^\s<>,;:()\[\]\"]+)@([^\s<>,;:()\[\]\"]+)")
_WEB = re.compile(r"(?:https?:)?//[^\s<>\"]+|www\.[^\s<>\"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^\s<>\"]*")
_AGENT = re.compile(
    r"copyright[\s.@-]*(?:agent|claims?|notices?|desk|team|@)|designated agent|\bdmca\b|infring"
)


def _tidy(text: str) -> str:
    """Folded, without characters that nobody sees: a soft hyphen in a domain changes nothing for a mail server."""
    return folded("".join(mark for mark in text if unicodedata.category(mark) != "Cf"))


def address_keys(text: str) -> frozenset[str]:
    """Every email and web address in a text, and the text itself, in the form in which addresses are compared.

    An email loses what follows a `+`; a web address loses scheme, `www.`, port, query and fragment.
    """
    tidy = _tidy(text).removeprefix("mailto:")
    return frozenset(key for key in (*_emails(tidy), *_pages(tidy), tidy) if key)


def _emails(text: str) -> Iterator[str]:
    for local, domain in _EMAIL.findall(text):
        yield f"{local.split('+')[0]}@{domain.strip('.')}"


def _pages(text: str) -> Iterator[str]:
    for page in _WEB.findall(text):
        try:
            parts = urlsplit("//" + re.sub(r"^(?:https?:)?//", "", page))
            host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        except ValueError:  # brackets that are none: no web address
            continue
        path = "/".join(part for part in unquote(parts.path).split("/") if part)
        yield f"{host}/{path}".rstrip("/.")


def sounds_like_agent(text: str) -> bool:
    """Whether a name or an address speaks of infringement claims: `Attn: Copyright Agent`, `dmca@example.com`."""
    return bool(_AGENT.search(_tidy(text)))
