"""Codes of languages and countries, as the standards list them."""

from collections.abc import Iterable
from functools import cache

#: In Babel's tables, and in no standard: groups of countries, parts of them, private and test codes.
NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)
#: Withdrawn in the year 2000.
_NO_LANGUAGES = frozenset({"sh"})
_LETTERS = 2


@cache
def languages() -> frozenset[str]:
    """The two-letter codes of ISO 639-1."""
    from babel import Locale

    return _two_letters(Locale("en").languages) - _NO_LANGUAGES


@cache
def countries() -> frozenset[str]:
    """The two-letter codes of ISO 3166-1 that are officially assigned."""
    from babel import Locale

    return _two_letters(Locale("en").territories) - NO_COUNTRIES


def _two_letters(codes: Iterable[object]) -> frozenset[str]:
    return frozenset(code for code in map(str, codes) if len(code) == _LETTERS)
