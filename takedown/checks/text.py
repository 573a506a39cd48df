"""Characters: what cannot be seen, cannot be printed, or was lost on the way."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from takedown.checks.words import either
from takedown.frozen import dataclass
from takedown.patterns import pattern

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Zero-width joiner and non-joiner belong to the spelling of Persian and Indic words.
_JOINERS = "\u200c\u200d"
#: Variation selectors choose a form of the character before them; where there is none, they are lost.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
#: Marks and letters that show nothing (DerivedCoreProperties.txt of Unicode 15, Default_Ignorable_Code_Point).
_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_SEEMING = _SELECTORS | _SHAPELESS
_FIRST_JOINED_SCRIPT = 0x0600
_LOST = "\ufffd"
#: What mail programs decode in a header (RFC 2047); it comes along when names are pasted from raw mails.
ENCODED_WORD = pattern(r"=\?.*\?=")
_SHOWN = 5
_ASCII = frozenset(range(0x20, 0x7F))
#: Latin, Greek, Cyrillic, general punctuation and signs, Japanese, Chinese and Korean.
_COMMON_SCRIPTS = pattern(r"[\u00a0-\u024f\u0370-\u052f\u2000-\u21ff\u3000-\u9fff\uac00-\ud7af]+")
_NOT_ASCII = pattern(r"[^\x00-\x7f]+")
#: U+0080 to U+FFFF: said by what is left out, it compiles in a tenth of the time.
_BEYOND_ASCII = pattern(r"[^\x00-\x7f\U00010000-\U0010ffff]{2,}")
#: A letter of UTF-8 that is not ASCII begins with a byte from C2 to F4 (RFC 3629, section 4): Windows-1252 and
#: Latin-1 read the same letters in them.
_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))


class Coverage(Protocol):
    """The code points that can be printed: a set of them, or what answers like one."""

    def __contains__(self, code: object, /) -> bool: ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing wrong with a text, by its rule."""

    rule: str
    message: str
    hint: str


def flaws(text: str, coverage: Coverage | None, *, lines: bool = False) -> tuple[Flaw, ...]:
    """List everything that is wrong with the characters of a text.

    `coverage` holds the code points that can be printed; None where the text is not printed. `lines` allows
    line breaks and tabs, as in a paragraph.
    """
    # Most cells are plain ASCII: nothing of what follows can be wrong with them.
    is_plain = text.isascii() and text.isprintable() and "=?" not in text
    if is_plain and (coverage is None or _prints_ascii(coverage)):
        return ()
    return tuple(_flaws(text, coverage, "\n\r\t" if lines else ""))


def is_spelling(text: str) -> bool:
    """Whether all characters can be seen, or belong, unseen, to how a word or a picture of several is written."""
    return text.isprintable() or (
        all(each.isprintable() or each in _JOINERS for each in text)
        and not any(_is_invisible(text, place) for place, each in enumerate(text) if each in _JOINERS)
    )


@lru_cache(maxsize=4)
def _prints_ascii(coverage: Coverage) -> bool:
    return all(code in coverage for code in _ASCII)


@lru_cache(maxsize=4_096)
def _prints(character: str, coverage: Coverage) -> bool:
    return ord(character) in coverage


def _flaws(text: str, coverage: Coverage | None, allowed: str) -> Iterator[Flaw]:
    beyond = dict.fromkeys("".join(_NOT_ASCII.findall(text)))
    hidden = [
        place
        for place, each in enumerate("" if text.isprintable() and _SEEMING.isdisjoint(beyond) else text)
        if each not in allowed and _is_invisible(text, place)
    ]
    if hidden:
        places = either([f"{_named(text[at])} at character {at + 1}" for at in hidden[:_SHOWN]], "and")
        yield Flaw(
            rule="E-CONTROL",
            message=f"has characters that cannot be seen: {places}",
            hint="type the text again by hand instead of pasting it",
        )
    if _LOST in text:
        yield Flaw(
            rule="E-LOST",
            message=f"has lost a character: {_named(_LOST)} at character {text.index(_LOST) + 1}",
            hint="type the character again, and save the file as UTF-8",
        )
    if coverage is not None and not allowed and "=?" in text and ENCODED_WORD.search(text):
        yield Flaw(
            rule="E-HEADER",
            message="has =?…?=, which mail programs take for encoded text",
            hint="write the text itself, as it reads in a mail program",
        )
    for found, meant in () if _LEADS.isdisjoint(beyond) else _misread(text):
        yield Flaw(
            rule="W-MOJIBAKE",
            message=f"has '{found}', which looks like '{meant}' read in the wrong encoding",
            hint=f"if it should be '{meant}', correct the cell or export the file again as UTF-8",
        )
    if coverage is not None:
        yield from _unprintable(beyond if _prints_ascii(coverage) else dict.fromkeys(text), coverage, allowed)


def _is_invisible(text: str, place: int) -> bool:
    character = text[place]
    if character in _JOINERS and place and ord(text[place - 1]) >= _FIRST_JOINED_SCRIPT:
        return False
    if character in _SELECTORS:
        return not place or text[place - 1].isspace()
    return character in _SHAPELESS or unicodedata.category(character) in _INVISIBLE


def _unprintable(characters: Iterable[str], coverage: Coverage, allowed: str) -> Iterator[Flaw]:
    missing = [
        each
        for each in characters
        if not _prints(each, coverage)
        and each not in allowed
        and each != _LOST
        and each not in _SHAPELESS
        and (each in _JOINERS or unicodedata.category(each) not in _INVISIBLE)
    ]
    if missing:
        shown = either([f"{each} ({_named(each)})" for each in missing[:_SHOWN]], "and")
        yield Flaw(
            rule="E-GLYPH",
            message=f"has characters that no font of the program can print: {shown}",
            hint="write the name in letters that can be printed, as it stands at your distributor",
        )


def _named(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()


def _misread(text: str) -> Iterator[tuple[str, str]]:
    """Find runs that are UTF-8 once more when taken as Windows-1252: `Ã©` was `é`."""
    for run in _BEYOND_ASCII.findall(text):
        if run[0] not in _LEADS:
            continue
        try:
            meant = b"".join(_byte(each) for each in run).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if _COMMON_SCRIPTS.fullmatch(meant):
            yield run, meant


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
