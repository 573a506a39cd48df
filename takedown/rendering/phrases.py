"""Finding phrases in text, however they are written: accents, invisible signs, look-alikes, gaps and dots.

A text is read in three forms, and a phrase that stands in one of them stands in the text.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from takedown.rendering.values import MASK

_QUOTES = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"'}
#: Signs of units, which decompose to a Greek letter and stand rightly beside Latin ones.
_UNITS = str.maketrans({"µ": "u", "\u2126": "ohm"})
#: Letters and signs that show nothing (Unicode: Default_Ignorable_Code_Point, and the empty Braille pattern).
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN = ("Mn", "Me", "Cf", "Cn", "Co")
# Latin letters that have no decomposition: ł, ø, ı, small capitals, letters in squares and circles, flags.
_LATIN = re.compile(
    r"\b(?:LATIN (?:SMALL |CAPITAL )?LETTER|LATIN LETTER SMALL CAPITAL|LATIN CAPITAL LETTER|SYMBOL LETTER)"
    r" (?:DOTLESS )?([A-Z])(?: WITH .*)?$"
)
#: Scripts whose letters pass for Latin ones. A word of ours or of the user never mixes them with Latin.
_FOREIGN = ("CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU")
#: Fewer single letters in a row than these are no word in disguise.
_SPELLED = 4

_GAP = rf"(?:[^\w{MASK}]|_)"
_SINGLE_LETTERS = re.compile(rf"(?<!\w)[^\W\d_](?:{_GAP}{{1,3}}[^\W\d_](?!\w))+")
_INSIDE = re.compile(rf"(?<=[^\W\d_])(?:[^\w\s{MASK}]|_)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_GAPS = re.compile(r"[\s-]+")


class _Plain(dict[int, str]):
    """What a character is read as; each is looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read_as(chr(code))
        return read


def _read_as(character: str) -> str:
    category = unicodedata.category(character)
    if character in _BLANK or category in _UNSEEN:
        return ""
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Pc":
        return "_"
    latin = _LATIN.search(unicodedata.name(character, ""))
    return latin[1] if latin else _QUOTES.get(character, character)


_PLAIN = _Plain()


def normal(text: str) -> str:
    """Decompose, without accents and unseen characters, case folded, one kind of dash, quote and space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNITS)).translate(_PLAIN)
    return " ".join(text.casefold().split())


def first_found(text: str, phrases: tuple[str, ...]) -> str | None:
    """The first of the phrases that stands in a text, in any form. A `*` ends a word with any ending."""
    plain = normal(text)
    for form, read in enumerate(_forms(plain)):
        flat = _GAPS.sub(" ", read)
        for phrase in phrases:
            if all(piece in flat for piece in _pieces(phrase, form)) and _pattern(phrase, form).search(read):
                return phrase
    # Other single letters may stand beside those of the phrase: a D M C A.
    runs = [run for run in map(_joined, _SINGLE_LETTERS.findall(_words(plain))) if len(run) >= _SPELLED]
    return next((phrase for phrase in phrases if any(_letters(phrase) in run for run in runs)), None)


def says(text: str, phrase: str) -> bool:
    """Whether a text says a phrase in plain words: no disguise counts for what must be said."""
    return bool(_pattern(phrase, 0).search(_words(normal(text))))


def mixed_word(text: str) -> str | None:
    """The first word that mixes Latin letters with those that pass for Latin ones."""
    if text.isascii():
        return None
    read = normal(text)
    spelled = _spelled(read)
    words = [*_WORD.findall(read), *(word for word in _WORD.findall(spelled) if len(word) >= _SPELLED)]
    return next((word for word in words if _mixes(word)), None)


def _mixes(word: str) -> bool:
    if word.isascii():
        return False
    names = [unicodedata.name(character, "") for character in word]
    return any(name.startswith("LATIN") for name in names) and any(
        name.startswith(_FOREIGN) for name in names
    )


def _forms(read: str) -> Sequence[str]:
    """As it stands; with single letters joined (`D M C A`); without signs inside words (`per-jury`)."""
    return _words(read), _spelled(read), _INSIDE.sub("", read)


def _words(read: str) -> str:
    return " ".join(read.replace("_", " ").split())


def _spelled(read: str) -> str:
    return _SINGLE_LETTERS.sub(lambda match: _joined(match[0]), _words(read))


def _joined(run: str) -> str:
    return re.sub(_GAP, "", run)


@lru_cache(maxsize=1024)
def _letters(phrase: str) -> str:
    return "".join(sign for sign in normal(phrase) if sign.isalnum())


@lru_cache(maxsize=4096)
def _pieces(phrase: str, form: int) -> tuple[str, ...]:
    """What stands between the `*` of a phrase: a text without one of them needs no pattern, and those cost time."""
    return tuple(_GAPS.sub(" ", _forms(normal(phrase))[form]).split("*"))


@lru_cache(maxsize=1024)
def _pattern(phrase: str, form: int) -> re.Pattern[str]:
    """Whole words; a space and a hyphen are the same."""
    words = _GAPS.split(_forms(normal(phrase))[form])
    source = r"[\s-]+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")
