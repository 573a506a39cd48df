"""Months, units and money as statements write them. What cannot be read is empty or zero, never an error.

Money is exact: text becomes Decimal, and no float is on the way (statements give up to fifteen decimal places).
"""

import re
from decimal import Decimal
from functools import lru_cache

from takedown.patterns import pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMES = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name: number for number, name in enumerate(_LONG_MONTHS, 1)},
    "sept": 9,
}
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1990, 2099, 31
_CENTURY = 2000
_TIME = r"(?:[ t,]+\d{1,2}:\d\d.*)?"
#: Forms that can be read in one way only: y year, m month as a number, n month as a word, d day.
_FORMS = tuple(
    pattern(form)
    for form in (
        r"(?P<y>\d{4})(?:[-/. ]m?|m)(?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?" + _TIME,
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)?",
        r"(?P<m>\d{1,2})[-/. ](?P<y>\d{4})",
        r"(?:(?P<d>\d{1,2})[ \-.]+)?(?P<n>[a-z]{3,9})[ \-/,.]+(?P<y>\d{4})" + _TIME,
        r"(?P<n>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})" + _TIME,
        r"(?P<n>[a-z]{3,9})[-'](?P<short>\d\d)",
        r"(?P<y>\d{4})[ \-/]+(?P<n>[a-z]{3,9})",
    )
)
_DAY = pattern(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)" + _TIME)

_MAX_DIGITS = 15
_MAX_UNITS = 10**_MAX_DIGITS
_MAX_LENGTH = 40
#: Thousands marks beside comma and point.
_SPACES = pattern(r"[ '’\u00a0\u2009\u202f]+")
#: Signs and names of currencies before and behind an amount: `US$`, `$US`, `R$`, `kr`, `Rs.`, `EUR`; `zł`, `€`.
_BEFORE = pattern(r"^(?:[^\W\d_]{1,4}\.?[$€£¥₽₹]?|[$€£¥₽₹][^\W\d_]{0,3})\s*")
_BEHIND = pattern(r"\s*(?:[^\W\d_]{1,4}\.?|[$€£¥₽₹])$")
_NUMBER = pattern(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_PLAIN = pattern(r"-?\d{1,20}(?:\.\d{1,20})?", re.ASCII)
_THOUSANDS = pattern(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_CURRENCY = pattern(r"[A-Za-z]{3}")
_CURRENCY_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "$US": "USD", "₽": "RUB", "₹": "INR"}


@lru_cache(maxsize=1024)
def month_of(text: str, *, day_first: bool | None = None) -> str:
    """Read a month: `2024-05`, `May 2024`, `2024-05-01`, `05/2024`, `10/15/2023 12:00:00 AM`, `2024M05`, `MAY-24`.

    `day_first` says how `03/04/2024` is meant (True: 3 April); None means that nobody knows, and a date that could be
    read both ways is no month. Returns `2024-05`, or nothing for what cannot be read.
    """
    words = " ".join(text.casefold().split())
    if len(words) > _MAX_LENGTH:
        return ""
    found = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if found:
        parts = found.groupdict()
        year = int(parts["y"]) if parts.get("y") else _CENTURY + int(parts["short"])
        number = _NAMES.get(parts["n"], 0) if parts.get("n") else int(parts["m"])
        return _month(year, number, day=int(parts.get("d") or 1))
    if found := _DAY.fullmatch(words):
        return _of_day(int(found[1]), int(found[3]), found[4], True if found[2] == "." else day_first)
    return ""


def _month(year: int, month: int, *, day: int = 1) -> str:
    known = _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= len(_MONTHS) and 1 <= day <= _LAST_DAY
    return f"{year:04d}-{month:02d}" if known else ""


def _of_day(first: int, second: int, year: str, day_first: bool | None) -> str:
    whole = int(year) if int(year) >= _CENTURY // 2 else _CENTURY + int(year)
    if day_first is None and first != second:
        day_first = first > len(_MONTHS)
        if not day_first and second <= len(_MONTHS):
            return ""
    day, month = (first, second) if day_first else (second, first)
    return _month(whole, month, day=day)


def amount_of(text: str, *, comma: bool = False) -> Decimal:
    """Read money exactly, as `read_amount` does; nothing and what is no number are zero."""
    return read_amount(text, comma=comma) or Decimal(0)


@lru_cache(maxsize=1024)
def read_amount(text: str, *, comma: bool = False) -> Decimal | None:
    """Read money exactly; None for a text that is no amount.

    Where both marks stand, the last one is the decimal mark. A single comma before three digits is a thousands mark
    (`1,234`) unless `comma` says that this statement writes decimals with it; before any other number of digits it can
    only be a decimal mark. Brackets mean minus.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if not text.strip():
        return Decimal(0)
    if len(text) > _MAX_LENGTH:
        return None
    digits, minus = _bare(text.replace("−", "-"))
    digits = _with_point(_SPACES.sub("", digits), comma=comma)
    if not digits.isascii() or not _NUMBER.fullmatch(digits):
        return None
    return Decimal(f"-{digits}" if minus else digits)


def _bare(text: str) -> tuple[str, bool]:
    """The digits without currency and sign, and whether a sign or brackets say minus."""
    signs = ""
    for edge in (None, _BEFORE, _BEHIND):  # a minus stands before the currency or behind it
        text = edge.sub("", text) if edge else text
        text = text.strip()
        bare = text.strip("()-+ ")
        signs += text.replace(bare, "") if bare else text
        text = bare
    return text, "-" in signs or "(" in signs


def _with_point(digits: str, *, comma: bool) -> str:
    """The same number with a point as decimal mark and without thousands marks; nothing where it has no sense."""
    marks = [char for char in digits if char in ",."]
    if not marks:
        return digits
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    if len(set(marks)) > 1:
        grouped = marks.count(last) == 1 and _THOUSANDS.fullmatch(whole)
        return f"{re.sub('[.,]', '', whole)}.{rest}" if grouped else ""
    if len(marks) > 1:
        return digits.replace(last, "") if _THOUSANDS.fullmatch(digits) else ""
    if last == "," and not comma and _THOUSANDS.fullmatch(digits):
        return whole + rest
    return f"{whole}.{rest}"


def units_of(text: str, *, comma: bool = False) -> int:
    """Read a number of units: `1,200`, `1.0`, `-3`; nothing and what is no number are zero.

    Units are whole, so a comma before three digits is always a thousands mark; a point is one where `comma` says that
    this statement writes decimals with a comma.
    """
    if text.isascii() and text.isdigit() and len(text) < _MAX_DIGITS:
        return int(text)
    grouped = _THOUSANDS.fullmatch(text.lstrip("-"))
    if grouped and (comma or grouped[1] == ","):
        text = text.replace(grouped[1], "")
    amount = amount_of(text, comma=comma)
    return int(amount) if abs(amount) < _MAX_UNITS else 0


def currency_of(text: str) -> str:
    """Read a currency: three letters, upper case, or a sign that means only one; else nothing."""
    tidy = text.strip().upper()
    return tidy if tidy.isascii() and _CURRENCY.fullmatch(tidy) else _CURRENCY_SIGNS.get(tidy, "")
