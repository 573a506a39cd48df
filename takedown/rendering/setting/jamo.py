"""Parts of Hangul that make no syllable, as the single letters that a font has for them."""

from functools import cache

from takedown.patterns import pattern

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_LEAD, _FIRST_VOWEL, _FIRST_TAIL = 0x1100, 0x1161, 0x11A8
#: A lead and a vowel, with or without a tail; a syllable that has a tail; a tail; or a single part.
_PARTS = pattern(
    "[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]"
    "|[\u1100-\u1112\u1161-\u1175\u11a8-\u11c2]"
)
_FIRST_SYLLABLE, _TAILED = 0xAC00, 28
"""Every 28th syllable has no tail yet, and takes one (The Unicode Standard 15, section 3.12)."""


def with_single_jamo(text: str) -> str:
    """The same text, with a letter of its own (U+3131 to U+3163) for each part that the shaper cannot put together.

    It has as many characters as before, so a place in one is the same place in the other.
    """
    return text if text.isascii() else _PARTS.sub(lambda found: _lettered(found[0]), text)


def _lettered(found: str) -> str:
    if len(found) == 1:
        return _letters()[found]
    takes_tail = found[0] in _letters() or (ord(found[0]) - _FIRST_SYLLABLE) % _TAILED == 0
    return found if takes_tail else found[0] + _letters()[found[1]]


@cache
def _letters() -> dict[str, str]:
    rows = ((_FIRST_LEAD, _LEADS), (_FIRST_VOWEL, _VOWELS), (_FIRST_TAIL, _TAILS))
    return {chr(first + number): letter for first, row in rows for number, letter in enumerate(row)}
