"""Days in words, and business days, Monday to Friday."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.days import add_business_days, business_days_before, long_date

SUNDAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_in_words_has_its_month_in_english(month: int) -> None:
    day = date(2027, month, 9)

    assert long_date(day) == f"9 {calendar.month_name[month]} 2027"
    assert long_date(date(2027, 1, 29)) == "29 January 2027"


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (SUNDAY, 1, date(2026, 11, 23)),
        (SUNDAY, 0, SUNDAY),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
    ],
)
def test_weekends_are_not_counted(start, days, expected):
    assert expected == add_business_days(start, days)


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        (date(2026, 11, 27), 3, date(2026, 11, 24)),
        (date(2026, 11, 28), 1, date(2026, 11, 26)),
        (date(2026, 11, 30), 1, date(2026, 11, 27)),
        (date(2026, 11, 29), 0, date(2026, 11, 27)),
    ],
)
def test_the_last_day_to_start_is_a_business_day(end, days, expected):
    assert expected == business_days_before(end, days)


@given(DAYS, st.integers(0, 60))
def test_who_starts_on_the_last_day_is_done_in_time_and_one_business_day_later_is_not(end, days):
    start = business_days_before(end, days)

    assert add_business_days(start, days) <= end
    assert add_business_days(add_business_days(start, 1), days) > end


@given(DAYS, st.integers(1, 60))
def test_a_counted_day_is_never_on_a_weekend(start, days):
    assert add_business_days(start, days).weekday() < 5


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_days_add_up(start, first, second):
    assert add_business_days(add_business_days(start, first), second) == add_business_days(
        start, first + second
    )


def test_a_day_more_is_a_day_later():
    assert add_business_days(SUNDAY, 3) - add_business_days(SUNDAY, 2) == timedelta(days=1)
