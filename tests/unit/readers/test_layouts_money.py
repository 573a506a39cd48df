"""Months, units and money of statements: every form that is documented, and laws for all others."""

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.readers.layouts.sales import amount_of, currency_of, month_of, read_amount, units_of

NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December")  # fmt: skip

#: Forms that mean the same month to everybody: {0} year, {1} month with a zero, {2} its name, {3} two letters of year.
FORMS = (
    "{0}-{1}", "{0}/{1}", "{0}.{1}", "{0}{1}", "{0}M{1}", "{0}-M{1}", "{0}-{1}-14", "{0}/{1}/14", "{0}{1}14",
    "{0}-{1}-14T10:00:00Z", "{0}-{1}-14 10:00:00", "{1}/{0}", "{1}-{0}", "{1}.{0}", "{2} {0}", "{2}, {0}", "{2}-{0}",
    "{0} {2}", "14 {2} {0}", "14-{2}-{0}", "{2} 14, {0}", "{2} 14 {0}", "{2}-{3}", "{2}'{3}", "14.{1}.{0}",
    "14 {2} {0} 23:28:01 GMT",
)  # fmt: skip

months = st.builds(lambda year, month: (year, month), st.integers(2000, 2099), st.integers(1, 12))


@given(months, st.sampled_from(FORMS), st.sampled_from([str, str.upper, str.lower]), st.booleans())
def test_every_clear_form_of_a_month_is_read(
    when: tuple[int, int], form: str, case: object, short: bool
) -> None:
    year, month = when
    name = NAMES[month - 1][:3] if short else NAMES[month - 1]
    text = form.format(year, f"{month:02d}", name, f"{year % 100:02d}")
    assert callable(case)

    assert month_of(case(text)) == f"{year}-{month:02d}"


@given(months, st.integers(1, 28), st.sampled_from(["", " 12:00:00 AM", " 10:12am", " 23:59"]))
def test_a_date_of_a_maker_whose_order_is_known_is_always_read(
    when: tuple[int, int], day: int, time: str
) -> None:
    year, month = when

    assert month_of(f"{month}/{day}/{year}{time}", day_first=False) == f"{year}-{month:02d}"
    assert month_of(f"{day:02d}/{month:02d}/{year}{time}", day_first=True) == f"{year}-{month:02d}"
    assert month_of(f"{month}/{day}/{year % 100:02d}{time}", day_first=False) == f"{year}-{month:02d}"


@given(months, st.integers(1, 28))
def test_a_date_that_can_be_read_both_ways_is_no_month(when: tuple[int, int], day: int) -> None:
    year, month = when
    found = month_of(f"{day:02d}/{month:02d}/{year}")

    assert found == ("" if day <= 12 and day != month else f"{year}-{month:02d}")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026", "2026-13", "2026-00", "13/2026", "31/31/2026", "Q3 2026", "2026Q3", "45413", "1899-05",
     "2026-05-45", "May", "Mayday 2026", "20-26", "2026-5-", "x" * 1000, "٢٠٢٦-٠٥-٩٩", "02/30", "0/0/0"],
)  # fmt: skip
def test_what_is_no_month_is_empty(text: str) -> None:
    assert month_of(text) == ""


@given(st.text(alphabet=string.digits + "/-. :MayJune'T,", max_size=30), st.sampled_from([True, False, None]))
def test_any_text_is_a_month_or_nothing(text: str, day_first: bool | None) -> None:
    found = month_of(text, day_first=day_first)

    assert found == "" or (1990 <= int(found[:4]) <= 2099 and found[4] == "-" and 1 <= int(found[5:]) <= 12)


money = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=12)


@given(money)
def test_money_is_exact(amount: Decimal) -> None:
    text = f"{amount:f}"

    assert amount_of(text) == amount
    assert amount_of(text, comma=True) == amount
    assert amount_of(text.replace(".", ","), comma=True) == amount


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2))
def test_money_with_thousands_marks_is_exact(amount: Decimal) -> None:
    american = f"{amount:,}"
    european = american.translate(str.maketrans(",.", ".,"))

    assert amount_of(american) == amount
    assert amount_of(european) == amount
    assert amount_of(european, comma=True) == amount
    assert amount_of(american.replace(",", " ")) == amount
    assert amount_of(american.replace(",", "\u00a0")) == amount
    assert amount_of(f"$ {american}") == amount
    assert amount_of(f"{european} €") == amount
    assert amount_of(f"({american})") == -amount
    assert amount_of(f"−{american}") == -amount
    assert amount_of(f"{american}-") == -amount


@pytest.mark.parametrize(
    ("text", "comma", "amount"),
    [
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1.234", False, "1.234"),
        ("0,0123", False, "0.0123"),
        ("0,123", False, "0.123"),
        ("12,5", False, "12.5"),
        ("1,234,567", False, "1234567"),
        ("1.234.567", True, "1234567"),
        ("1.2E-05", False, "0.000012"),
        ("USD 3.50", False, "3.50"),
        ("US$3.50", False, "3.50"),
        (".5", False, "0.5"),
        ("0.000464720624", False, "0.000464720624"),
        ("12345678901234567890123456789.5", False, "12345678901234567890123456789.5"),
        ("-12345678901234567890123456789,5", True, "-12345678901234567890123456789.5"),
    ],
)
def test_forms_of_money(text: str, comma: bool, amount: str) -> None:
    assert amount_of(text, comma=comma) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "-", "N/A", "abc", "1,2,3", "1.2.3", "1,23.45,6", "NaN", "Infinity", "1e9999", "٣", "1\n2", "9" * 50, "()"],
)  # fmt: skip
def test_what_is_no_money_is_zero(text: str) -> None:
    assert amount_of(text) == 0
    assert units_of(text) == 0


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_a_finite_amount(text: str, comma: bool) -> None:
    assert amount_of(text, comma=comma).is_finite()
    assert abs(units_of(text, comma=comma)) < 10**15


@given(st.integers(-(10**12), 10**12))
def test_units_are_read_with_and_without_marks(units: int) -> None:
    assert units_of(str(units)) == units
    assert units_of(f"{units}.0") == units
    assert units_of(f"{units:,}") == units
    assert units_of(f"{units:,}", comma=True) == units
    assert units_of(f"{units:,}".replace(",", "."), comma=True) == units


@pytest.mark.parametrize(
    ("text", "currency"),
    [("USD", "USD"), (" eur ", "EUR"), ("€", "EUR"), ("US$", "USD"), ("$", ""), ("dollars", ""), ("", ""), ("ЕВР", "")],
)  # fmt: skip
def test_a_currency_is_three_letters_or_a_sign_that_means_only_one(text: str, currency: str) -> None:
    assert currency_of(text) == currency


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("R$ 90.00", "90"),
        ("CA$ 5.00", "5"),
        ("A$3", "3"),
        ("Rs. 200", "200"),
        ("kr 100", "100"),
        ("12,50 zł", "12.50"),
        ("-$4.20", "-4.20"),
        ("$-4.20", "-4.20"),
        ("(US$ 4.20)", "-4.20"),
        (".5", "0.5"),
        ("1.5E-7", "0.00000015"),
    ],
)
def test_an_amount_may_stand_beside_any_sign_of_a_currency(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["ten", "12,34,567.89", "1.2.3", "--"])
def test_what_is_no_amount_is_none_and_not_zero(text: str) -> None:
    assert read_amount(text) is None
