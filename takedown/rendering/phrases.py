"""Finding phrases in text, however they are written: accents, invisible signs, look-alikes, gaps and dots.

A text is read in three forms, and a phrase that stands in one of them stands in the text.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from takedown.patterns import pattern
from takedown.rendering.values import MASK

_QUOTES = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"'}
#: Signs of units, which decompose to a Greek letter and stand rightly beside Latin ones.
_UNITS = str.maketrans({"µ": "u", "\u2126": "ohm"})
#: Letters and signs that show nothing (Unicode: Default_Ignorable_Code_Point, and the empty Braille pattern).
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN = ("Mn", "Me", "Cf", "Cn", "Co")
# Latin letters that have no decomposition: ł, ø, ı, small capitals, letters in squares and circles, flags.
_LATIN = pattern(
    r"\b(?:LATIN (?:SMALL |CAPITAL )?LETTER|LATIN LETTER SMALL CAPITAL|LATIN CAPITAL LETTER|SYMBOL LETTER)"
    r" (?:DOTLESS )?([A-Z])(?: WITH .*)?$"
)
#: Scripts whose letters pass for Latin ones. A word of ours or of the user never mixes them with Latin.
_FOREIGN = ("CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU")
#: Fewer single letters in a row than these are no word in disguise.
_SPELLED = 4

_GAP = rf"(?:[^\w{MASK}]|_)"
_SINGLE_LETTERS = pattern(rf"(?<!\w)[^\W\d_](?:{_GAP}{{1,3}}[^\W\d_](?!\w))+")
_INSIDE = pattern(rf"(?<=[^\W\d_])(?:[^\w\s{MASK}]|_)(?=[^\W\d_])")
_WORD = pattern(r"[^\W_]+")
_GAPS = pattern(r"[\s-]+")


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


@lru_cache(maxsize=64)  # the same text is read by several rules, one after the other
def normal(text: str) -> str:
    """Decompose, without accents and unseen characters, case folded, one kind of dash, quote and space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNITS)).translate(_PLAIN)
    return " ".join(text.casefold().split())


@lru_cache(maxsize=256)  # what records put into letters is the same in all letters to a desk
def first_found(text: str, phrases: tuple[str, ...]) -> str | None:
    """The first of the phrases that stands in a text, in any form. A `*` ends a word with any ending."""
    plain = normal(text)
    for form, read in enumerate(_forms(plain)):
        flat = _GAPS.sub(" ", read)
        for phrase, piece in _longest_pieces(phrases, form):
            if piece in flat and _stands(phrase, form, read, flat):
                return phrase
    # Other single letters may stand beside those of the phrase: a D M C A.
    runs = [run for run in map(_joined, _SINGLE_LETTERS.findall(_words(plain))) if len(run) >= _SPELLED]
    return next((phrase for phrase in phrases if any(_letters(phrase) in run for run in runs)), None)


@lru_cache(maxsize=256)  # letters to many desks say the same but for names, which are masked
def first_missing(text: str, phrases: tuple[str, ...]) -> str | None:
    """The first of the phrases that a text does not say in plain words: no disguise counts for what must be said."""
    read = _words(normal(text))
    flat = _GAPS.sub(" ", read)
    return next((phrase for phrase in phrases if not _stands(phrase, 0, read, flat)), None)


def mixed_word(text: str) -> str | None:
    """The first word that mixes Latin letters with those that pass for Latin ones."""
    if text.isascii():
        return None
    read = normal(text)
    if read.replace(MASK, " ").isascii():  # accents are off: nothing but Latin letters is left
        return None
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


def _stands(phrase: str, form: int, read: str, flat: str) -> bool:
    """Whether a phrase stands in a text that is read in a form; `flat` is the same with one space in each gap.

    A phrase of whole words is looked for as it is: a pattern says the same, and takes as long as a hundred looks to
    compile.
    """
    first, *more = pieces = _pieces(phrase)[form]
    if not all(piece in flat for piece in pieces):
        return False
    if more or not first or first != first.strip():
        return bool(_pattern(phrase, form).search(read))
    return _are_words_of(flat, first)


def _are_words_of(flat: str, words: str) -> bool:
    """Whether words stand in a text without a letter, digit or low line right before or after them."""
    start = flat.find(words)
    while start >= 0:
        beside = flat[max(start - 1, 0) : start] + flat[start + len(words) : start + len(words) + 1]
        if not any(sign.isalnum() or sign == "_" for sign in beside):
            return True
        start = flat.find(words, start + 1)
    return False


@lru_cache(maxsize=1024)
def _pieces(phrase: str) -> tuple[tuple[str, ...], ...]:
    """For each form, what stands between the `*` of a phrase.

    A text without one of them needs no pattern, and those cost time.
    """
    return tuple(tuple(_GAPS.sub(" ", form).split("*")) for form in _forms(normal(phrase)))


@lru_cache(maxsize=256)
def _longest_pieces(phrases: tuple[str, ...], form: int) -> tuple[tuple[str, str], ...]:
    """Each phrase with the longest of its pieces: a text that lacks this, as nearly all do, is done with."""
    return tuple((phrase, max(_pieces(phrase)[form], key=len)) for phrase in phrases)


@lru_cache(maxsize=1024)
def _pattern(phrase: str, form: int) -> re.Pattern[str]:
    """Whole words; a space and a hyphen are the same."""
    words = _GAPS.split(_forms(normal(phrase))[form])
    source = r"[\s-]+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")
