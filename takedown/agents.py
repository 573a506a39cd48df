"""Copyright agents read infringement claims only: one rule that knows them, however and wherever they are written.

The rule looks at the role, the name and the exact address, never at a street or a post office box alone: a company's
general address can share the box of its agent (letters.md, platform request).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from takedown.frozen import dataclass
from takedown.model import folded
from takedown.patterns import pattern

_EMAIL = pattern(r"([^\s<>,;:()\[\]\"]+)@([^\s<>,;:()\[\]\"]+)")
_WEB = pattern(r"(?:https?:)?//[^\s<>\"]+|www\.[^\s<>\"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^\s<>\"]*")
_AGENT = pattern(
    r"copyrights?[\s._@-]*(?:agent|claims?|notices?|complaints?|dep(?:artmen)?t\b|desk|team|@)|designated agent|"
    r"(?<![a-z0-9])dmca(?:agents?|notices?|claims?|complaints?)?(?![a-z0-9])|infring"
)
#: `copyright [at] example.com`, `copyright @ example.com`: nobody writes so but to be read as an address.
_SPELLED_AT = pattern(r"\s*[\[({]\s*at\s*[\])}]\s*|\s+@\s*|@\s+")
_SPELLED_DOT = pattern(r"\s*[\[({]\s*dot\s*[\])}]\s*")
#: The department of a company that its agent sits in.
_DEPARTMENT = pattern(
    r"\b(?:legal|law dep(?:artmen)?t|counsel|copyrights?|dmca|designated agent|rechtsabteilung|urheberrecht\w*|"
    r"(?:service )?juridi\w+)\b"
)
#: What stands before the company's own name in a postal address of its agent.
_NO_COMPANY = frozenset(
    {
        "copyright", "agent", "designated", "dmca", "complaints", "claims", "notices", "infringement", "attn",
        "attention", "legal", "department", "dept", "c", "o", "the",
    }
)  # fmt: skip
#: Lines that are kept as they were read: those of a desk stand in the letters of every artist.
_REMEMBERED = 1024
_STREETS = {"avenue": "ave", "street": "st", "boulevard": "blvd"}
#: What the last word of a page's address goes on with.
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_BOX = pattern(r"\bbox \d+")
_STREET = pattern(r"\b\d+\w*(?: \w+){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What must not be written to: as it stands there, and what it is."""

    value: str
    why: str


@lru_cache(maxsize=_REMEMBERED)
def _tidy(text: str) -> str:
    """Folded, without characters that nobody sees: a soft hyphen in a domain changes nothing for a mail server."""
    if not text.isascii():  # no ASCII character is of that kind
        text = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    seen = folded(text)
    return _SPELLED_DOT.sub(".", _SPELLED_AT.sub("@", seen.replace("%40", "@")))


def address_keys(text: str) -> frozenset[str]:
    """Every email and web address in a text, and the text itself, in the form in which addresses are compared.

    An email loses what follows a `+`; a web address loses scheme, `www.`, port, query and fragment.
    """
    tidy = _tidy(text).removeprefix("mailto:")
    return frozenset(key for key in (*_addresses(tidy), tidy) if key)


@lru_cache(maxsize=_REMEMBERED)
def _addresses(text: str) -> tuple[str, ...]:
    return (*_emails(text), *_pages(text))


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
        yield f"{host}/{path}".rstrip("/.,;:!)]'’”")


def sounds_like_agent(text: str) -> bool:
    """Whether a name or an address speaks of infringement claims: `Attn: Copyright Agent`, `dmca@example.com`."""
    return bool(_AGENT.search(_tidy(text)))


def agent_behind(text: str, agents: Mapping[str, str]) -> str:
    """Say what an address, a name or a step is where it leads to a copyright agent; empty where it does not.

    `agents` is that of the directory: address → where it stands.
    """
    return agent_in(text, agents) or (_BY_NAME if sounds_like_agent(text) else "")


def agent_in(text: str, agents: Mapping[str, str]) -> str:
    """Say the same of prose: it may speak of claims, and must hold no address for them."""
    tidy = _tidy(text).removeprefix("mailto:")
    if tidy in agents:
        return _known(agents[tidy])
    for key in _addresses(tidy):
        if owner := _owner(key, agents):
            return _known(owner)
        if _AGENT.search(key):
            return _BY_NAME
    return _at_its_place(_words(text), agents, by_company=False)


def agent_block(lines: Iterable[str], agents: Mapping[str, str]) -> Refused | None:
    """Find the agent in who is written to by post: name, attention and lines, taken together.

    A line that leads to an agent is one. So is the legal department of a company that has its agent there, at any
    place; the company without that department is not, though it shares the agent's box.
    """
    given = [line for line in lines if line.strip()]
    for line in given:
        if why := agent_behind(line, agents):
            return Refused(value=line, why=why)
    why = _at_its_place(_words(" ".join(given)), agents, by_company=True)
    if not why:
        return None
    return Refused(
        value=next((line for line in given if _DEPARTMENT.search(_words(line))), given[0]), why=why
    )


_BY_NAME = "a copyright agent by its name"


def _known(owner: str) -> str:
    return f"an address of the copyright agent ({owner})"


def _owner(key: str, agents: Mapping[str, str]) -> str:
    """Whose an address is. What follows the address of a page changes nothing: `/articles/123-a-title`."""
    if key in agents:
        return agents[key]
    if "@" in key:
        return ""
    pages = (page for page in agents if "/" in page and "://" not in page and "@" not in page)
    return next((agents[page] for page in pages if _goes_on(page, key)), "")


def _goes_on(page: str, key: str) -> bool:
    """Whether an address is that of a page with something behind it, and not of a page whose name goes on."""
    behind = key[len(page) : len(page) + 1]
    return key.startswith(page) and behind != "" and behind not in _WORD


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> str:
    """The words of a text alone; street and avenue as they are shortened."""
    words = re.findall(r"\w+", folded(text))
    return " ".join(_STREETS.get(word, word) for word in words)


def _at_its_place(words: str, agents: Mapping[str, str], *, by_company: bool) -> str:
    """Whether a legal department is named beside an agent's street or box or, in an address, beside its company."""
    if not _DEPARTMENT.search(words):
        return ""
    for key, owner in agents.items():
        if "\n" in key:
            marks = (*_place(key), *(_company(key) if by_company else ()))
            if any(re.search(rf"\b{re.escape(mark)}\b", words) for mark in marks):
                return _known(owner)
    return ""


def _place(block: str) -> Iterator[str]:
    """The box, or number and street, of a postal address: the first line that has a number."""
    line = next((line for line in map(_words, block.split("\n")) if re.search(r"\d", line)), "")
    if found := _BOX.search(line) or _STREET.search(line):
        yield found[0]


def _company(block: str) -> Iterator[str]:
    """The first word of the company's name in a postal address of its agent: `amazon`."""
    words = (word for word in _words(block).split() if word not in _NO_COMPANY)
    first = next(words, "")
    if first and not first[0].isdigit():
        yield first
