"""Typed answers → values that takedown.toml can hold. What cannot be used is refused at once, with what to write."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from takedown.agents import address_keys, sounds_like_agent
from takedown.checks.email import email_findings
from takedown.checks.placeholders import is_placeholder
from takedown.checks.text import flaws
from takedown.checks.words import either, near_miss, quoted, squeezed, visible
from takedown.config.territories import TERRITORIES
from takedown.errors import UsageError
from takedown.frozen import dataclass
from takedown.model import Severity, SourceRef, folded
from takedown.records import Directory, Use
from takedown.request import ENDED, OTHER, SELF, SPECIAL_VIA, UNKNOWN, UNLICENSED, WORLDWIDE

#: An answer: one text, or several. Empty: asked, and left open.
Value = str | tuple[str, ...]
Answers = Mapping[str, Value]
NO_ANSWERS: Answers = MappingProxyType({})

_LONGEST = 300
_EMAIL_AT_END = re.compile(r"^(?P<name>.*?)[\s,;]*<?(?P<email>[^\s<>,;]+@[^\s<>,;]*)>?$")
_FOUR_DIGITS = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What people write for a word of `via`, squeezed.
_SPOKEN = {
    "idontknow": UNKNOWN, "dontknow": UNKNOWN, "notsure": UNKNOWN, "noidea": UNKNOWN, "alabel": "label",
    "mylabel": "label", "myself": "direct", "idomyself": "direct", "another": "other", "someoneelse": "other",
}  # fmt: skip
_OTHER_CODES = {"UK": "GB", "EL": "GR", "EN": "GB"}


class AnswerError(UsageError):
    """An answer that cannot be used. As an option it ends the run (exit 2), in the interview it is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers to choose from. `also`: other words for it."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()


def text_answer(text: str) -> str:
    """One line of text: NFC, single spaces, nothing invisible."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if len(line) > _LONGEST:
        raise AnswerError(f"{quoted(line)} is longer than {_LONGEST} characters", hint="write it shorter")
    for flaw in flaws(line, None):
        raise AnswerError(visible(f"{quoted(line)} {flaw.message}"), hint=flaw.hint)
    return line


def name_answer(text: str) -> str:
    """Return the name of a person or company; words that stand for a missing value are refused."""
    name = text_answer(text)
    if not name or is_placeholder(name) or not any(each.isalpha() for each in name):
        raise AnswerError(f"{quoted(name)} is not a name", hint="write the name that stands under the letter")
    return name


def email_answer(text: str) -> str:
    """One address, by the rule of the checks."""
    address = text.strip()
    for found in email_findings(address, SourceRef(file="takedown.toml", column="sender.email"), ()):
        if found.severity is Severity.ERROR:
            raise AnswerError(found.message, hint=found.hint)
    return address


def chosen(text: str, choices: Iterable[Choice]) -> str:
    """Take one of the choices, by its number or its word."""
    listed = tuple(choices)
    by_name = {squeezed(name): each.word for each in listed for name in (*each.also, each.word)}
    given = text.strip()
    if given.isdecimal() and 1 <= int(given) <= len(listed):
        return listed[int(given) - 1].word
    found = by_name.get(squeezed(given), "")
    if not found:
        close = near_miss(given, by_name) if given else ""
        words = either([each.word for each in listed])
        raise AnswerError(
            f"{quoted(given)} is none of the choices",
            hint=f"did you mean {close}?" if close else f"write a number from 1 to {len(listed)}, or {words}",
        )
    return found


def pieces(text: str) -> tuple[str, ...]:
    """Divide what was typed into several answers: by commas and semicolons; bare numbers also by spaces."""
    divided = re.split(r"[,;]", text)
    found = (each.split() if re.fullmatch(r"[0-9\s]+", each) else [each.strip()] for each in divided)
    return tuple(piece for parts in found for piece in parts if piece)


def platforms_answer(given: Iterable[str], directory: Directory) -> tuple[str, ...]:
    """Platforms by slug, name or company, in the order given, each once.

    `amazon` means what is delivered to Amazon: streaming and sale of downloads. Discs, videos and matching are other
    matters with other papers, and are named by themselves.
    """
    names: dict[str, tuple[str, ...]] = {}
    for slug, record in directory.platforms.items():
        company = squeezed(record.company)
        if record.use in (Use.STREAMING, Use.DOWNLOAD):
            names[company] = (*names.get(company, ()), slug)
    for slug, record in directory.platforms.items():
        names |= {squeezed(record.name): (slug,), squeezed(slug): (slug,)}
    slugs: dict[str, None] = {}
    for piece in given:
        found = names.get(squeezed(piece))
        if not found:
            close = near_miss(piece, {name: "' and '".join(each) for name, each in names.items()})
            raise AnswerError(
                f"{quoted(piece)} is no platform of the directory",
                hint=f"did you mean '{close}'?" if close else f"there are {', '.join(directory.platforms)}",
            )
        slugs |= dict.fromkeys(found)
    if not slugs:
        raise AnswerError("no platform is named", hint=f"there are {', '.join(directory.platforms)}")
    return tuple(slugs)


def distributors_answer(given: Iterable[str], directory: Directory) -> tuple[str, ...]:
    """Take who delivers, by slug or name, or a word of `via`, each once."""
    names = {squeezed(each.name): slug for slug, each in directory.distributors.items()}
    names |= {squeezed(slug): slug for slug in directory.distributors} | _SPOKEN
    names |= {word: word for word in SPECIAL_VIA}
    slugs: dict[str, None] = {}
    for piece in given:
        found = names.get(squeezed(piece))
        if not found:
            close = near_miss(piece, names)
            raise AnswerError(
                f"{quoted(piece)} is no distributor of the directory",
                hint=f"did you mean {close}?"
                if close
                else "write other, and then its name and address; or unknown",
            )
        slugs[found] = None
    if not slugs:
        raise AnswerError("nobody is named", hint="write unknown if you do not know")
    return tuple(slugs)


def former_answer(text: str, directory: Directory) -> str:
    """Take who delivered before an agreement ended: a slug; `other` for whoever is named next; empty if not known."""
    found = distributors_answer((text,), directory)[0]
    if found in (SELF, ENDED, UNLICENSED):
        raise AnswerError(f"{found} is nobody who delivered it", hint="write a distributor, other or unknown")
    if found == UNKNOWN:
        return ""
    return OTHER if found in SPECIAL_VIA else found


def language_answer(text: str, languages: Iterable[str]) -> str:
    """Take the language of the letters, one in which there are letters."""
    code, known = folded(text), sorted(languages)
    if code not in known:
        raise AnswerError(
            f"{quoted(text)} is no language in which there are letters", hint=f"write {either(known)}"
        )
    return code


def territories_answer(given: Iterable[str]) -> tuple[str, ...]:
    """Take worldwide alone, or country codes (ISO 3166), each once."""
    codes: dict[str, None] = {}
    for piece in given:
        code = piece.strip().upper()
        if folded(piece) in (WORLDWIDE, "world", "everywhere"):
            codes[WORLDWIDE] = None
        elif code in TERRITORIES:
            codes[code] = None
        else:
            near = _OTHER_CODES.get(code, "")
            raise AnswerError(
                f"{quoted(piece)} is neither worldwide nor a country code",
                hint=f"write {near}" if near else "write codes of two letters, like US, GB, DE",
            )
    if WORLDWIDE in codes and len(codes) > 1:
        raise AnswerError(
            "worldwide together with countries", hint="write worldwide alone, or only the countries"
        )
    return tuple(codes) or (WORLDWIDE,)


def day_answer(text: str, *, today: date) -> str:
    """Read a day, understood only where it can mean one day alone; returned as ISO."""
    given = text.strip()
    found = _days(given)
    if len(found) > 1:
        raise AnswerError(
            f"{quoted(given)} can be {either(sorted(each.isoformat() for each in found))}",
            hint="write year-month-day, like 2026-11-27",
        )
    if not found:
        raise AnswerError(f"{quoted(given)} is no date", hint="write year-month-day, like 2026-11-27")
    day = found.pop()
    if day < today:
        raise AnswerError(f"{day.isoformat()} has passed", hint="write a later day")
    return day.isoformat()


def _days(text: str) -> set[date]:
    """Find every day that a text can mean. A year of two digits is none: 27.11.26 has three readings."""
    if _ISO.fullmatch(text):
        try:
            return {date.fromisoformat(text)}
        except ValueError:
            return set()
    if not _FOUR_DIGITS.search(text):
        return set()
    from datetime import datetime

    from dateutil import parser  # loads its tables; wanted here only

    found = set()
    for first in (True, False):
        # What the text leaves out is taken from a default: two defaults show whether anything was.
        defaults = (datetime(2024, 1, 1), datetime(2028, 2, 2))  # noqa: DTZ001 – only the day is used
        try:
            days = {parser.parse(text, dayfirst=first, default=each).date() for each in defaults}
        except (ValueError, OverflowError, TypeError):
            continue
        if len(days) > 1:
            return set()
        found |= days
    return found


def contact_answer(text: str, directory: Directory) -> tuple[str, str]:
    """Read name and email of a contact: `Small Label <desk@example.org>`, with a comma, or the name alone."""
    line = text_answer(text)
    parts = _EMAIL_AT_END.match(line)
    name, address = (parts["name"].strip(" ,;<"), parts["email"]) if parts else (line, "")
    address = email_answer(address) if address else ""
    name = name_answer(name or address)
    if folded(name) in SPECIAL_VIA:
        raise AnswerError(
            f"{quoted(name)} is no name of anybody", hint="write what they are called, and an email"
        )
    for value in filter(None, (name, address)):
        if sounds_like_agent(value) or any(key in directory.agents for key in address_keys(value)):
            raise AnswerError(
                f"{quoted(value)} is a copyright agent: it reads infringement claims, and this is none",
                hint="write the label's or company's ordinary contact",
            )
    return name, address


def principal_answer(text: str) -> tuple[str, str]:
    """`The Examples = Bo Example` as an option: the artist, and who it is."""
    artist, sign, name = text.partition("=")
    if not sign:
        raise AnswerError(
            f"{quoted(text)} is not of the form ARTIST=NAME", hint='write "The Examples=Bo Example"'
        )
    return name_of_artist(artist), name_answer(name)


def name_of_artist(text: str) -> str:
    """Return an artist as the catalog writes it: any word may be a name."""
    artist = text_answer(text)
    if not artist:
        raise AnswerError("the artist is empty", hint='write "The Examples=Bo Example"')
    return artist


def optional(check: Callable[[str], Value]) -> Callable[[str], Value]:
    """Let an empty answer through."""
    return lambda text: check(text) if text.strip() else ""
