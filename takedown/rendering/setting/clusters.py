"""Grapheme clusters: what a reader sees as one character (Unicode Standard Annex 29), as far as names need it."""

from functools import lru_cache
from unicodedata import category, combining

_JOINER = "\u200d"
_VIRAMA = 9
"""Canonical combining class of signs that kill a vowel, and so bind two consonants of an Indic script."""
_SARA_AM = "\u0e33\u0eb3"
_VOICED = "\uff9e\uff9f"


def clusters(text: str) -> tuple[tuple[int, int], ...]:
    """Cut a text into grapheme clusters: start and end of each, in order."""
    if not text:
        return ()
    starts, regional = [], 0
    for place, here in enumerate(text):
        if place == 0 or _begins(text, place, regional):
            starts.append(place)
        regional = regional + 1 if _is_regional(here) else 0
    return tuple(zip(starts, [*starts[1:], len(text)], strict=True))


def _begins(text: str, place: int, regional: int) -> bool:
    """Whether a new cluster begins here (rules GB3 to GB13), right after so many letters of flags."""
    before, here = text[place - 1], text[place]
    if clings(here) or (before == _JOINER and _is_picture(here)):
        return False
    if regional and _is_regional(here):
        return regional % 2 == 0
    if _binds(before) and category(here) == "Lo":
        return False
    return not _same_syllable(before, here)


@lru_cache(maxsize=512)
def clings(character: str) -> bool:
    """Whether a character belongs to the one before it: marks, joiners, skin tones, tags."""
    return (
        category(character) in {"Mn", "Me", "Mc"}
        or character in "\u200c\u200d\u200e\u200f\u061c"
        or character in _SARA_AM
        or character in _VOICED
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _binds(character: str) -> bool:
    # Thai and Lao signs of this class (U+0E3A, U+0EBA) bind nothing.
    return combining(character) == _VIRAMA and character not in "\u0e3a\u0eba"


def _is_picture(character: str) -> bool:
    return category(character) in {"So", "Sk"} or character in "\u2640\u2642\u2764"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _same_syllable(before: str, here: str) -> bool:
    return (_is_lead(before) and (_is_lead(here) or _is_vowel(here) or _is_syllable(here))) or (
        (_is_vowel(before) or _is_syllable(before) or _is_tail(before))
        and (_is_vowel(here) or _is_tail(here))
    )


def _is_lead(character: str) -> bool:
    return "\u1100" <= character <= "\u115f"


def _is_vowel(character: str) -> bool:
    return "\u1160" <= character <= "\u11a7"


def _is_tail(character: str) -> bool:
    return "\u11a8" <= character <= "\u11ff"


def _is_syllable(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
