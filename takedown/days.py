"""Days in words, and business days: Monday to Friday. Holidays are not known here, and no desk publishes them."""

from datetime import date, timedelta

_SATURDAY = 5
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: date) -> str:
    """Write a date as English letters do, whatever the language of the machine: `22 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def add_business_days(start: date, days: int) -> date:
    """Return the date `days` business days after `start`; the day after `start` counts first."""
    if days <= 0:
        return start
    return _business_days(start + timedelta(days=1), start + timedelta(days=2 * days + 7))[days - 1]


def business_days_before(end: date, days: int) -> date:
    """Return the last business day from which `days` business days fit before the end of `end`."""
    return _business_days(end - timedelta(days=2 * days + 7), end)[-1 - max(0, days)]


def _business_days(first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < _SATURDAY)
