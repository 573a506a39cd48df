"""Dates: ISO, or another form that has one meaning. Nothing is guessed; what it could mean is shown instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from takedown.checks.words import either
from takedown.patterns import pattern

_ISO = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = pattern(r"[A-Za-z]+")
_SHAPE = pattern(r"[0-9A-Za-z ,./-]{4,40}")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_LEAST_LETTERS = 3
_SMALL_WORDS = frozenset({"st", "nd", "rd", "th", "of"})
#: Day 0 of spreadsheets (Lotus counted 1900 as a leap year, and everyone followed).
_SPREADSHEET_ZERO = date(1899, 12, 30)
_SERIAL = pattern(r"[2-5][0-9]{4}")
#: Nobody writes year-day-month.
_YEAR_FIRST = pattern(r"(?:19|20)[0-9]{2}")
_TEMPLATES = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2004, 2, 2, tzinfo=UTC))
_CENTURY = 100


def iso_date(text: str) -> date | None:
    """Read `2021-03-12`; None for anything else."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_serial(text: str) -> bool:
    """Whether a text is what a spreadsheet shows of a date whose cell is formatted as a number."""
    return bool(_SERIAL.fullmatch(text))


def readings(text: str, today: date) -> tuple[date, ...]:
    """List every date that a text could mean, in order; none where it is no complete date."""
    if _SERIAL.fullmatch(text):
        return (_SPREADSHEET_ZERO + timedelta(days=int(text)),)
    if not _SHAPE.fullmatch(text) or not all(_is_date_word(word) for word in _WORDS.findall(text)):
        return ()
    orders = ((False, True),) if _YEAR_FIRST.match(text) else ((False, False), (True, False), (False, True))
    found = {_reading(text, today, dayfirst=day, yearfirst=year) for day, year in orders}
    return tuple(sorted(each for each in found if each))


def _is_date_word(word: str) -> bool:
    folded = word.casefold()
    return folded in _SMALL_WORDS or (
        len(folded) >= _LEAST_LETTERS and any(month.startswith(folded) for month in _MONTHS)
    )


@lru_cache(maxsize=4)
def _reader(this_year: int) -> Callable[..., datetime]:
    """The reader of dateutil, which takes two-digit years against a given year, not against the machine's clock."""
    from dateutil import parser  # loads its tables; wanted here only

    class Century(parser.parserinfo):
        def convertyear(self, year: int, century_specified: bool = False) -> int:
            if century_specified or year >= _CENTURY:
                return year
            return 2000 + year if 2000 + year <= this_year + 1 else 1900 + year

    return parser.parser(Century()).parse


def _reading(text: str, today: date, *, dayfirst: bool, yearfirst: bool) -> date | None:
    """Take one reading, if it is the same whatever dateutil fills in: a bare year or month is no date."""
    read = _reader(today.year)
    try:
        found = {
            read(text, default=template, dayfirst=dayfirst, yearfirst=yearfirst).date()
            for template in _TEMPLATES
        }
    except (ValueError, OverflowError):
        return None
    return found.pop() if len(found) == 1 else None


def spoken(days: tuple[date, ...]) -> str:
    """Say `12 March or 3 December 2021`."""
    years = {day.year for day in days}
    if len(years) == 1:
        return f"{either([_day_and_month(day) for day in days])} {years.pop()}"
    return either([f"{_day_and_month(day)} {day.year}" for day in days])


def _day_and_month(day: date) -> str:
    # strftime would speak the machine's language
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()}"
