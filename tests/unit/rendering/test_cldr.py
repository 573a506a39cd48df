"""What is written down of the CLDR says what Babel says, in each language of the letters; it is asked for the rest."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from takedown.rendering import cldr, load_letters
from takedown.rendering.words import Words

WORDS = load_letters().words
LANGUAGES = sorted(WORDS)
#: Locales of no shipped letter: the first has four plural forms, the second other digits.
OTHERS = ["pl_PL", "ar_EG"]
LOCALES = [*(WORDS[language].locale for language in LANGUAGES), *OTHERS]
NUMBERS = [*range(2_001), 12_345, 99_999, 100_000, 999_999, 1_000_000, 1_000_001, 2_000_000, 1_234_567_890]


def forms_of(words: Words) -> set[str]:
    """The forms of dates that a language uses."""
    return {words.texts[key] for key in ("dates.day", "dates.first_day")} - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_shipped_language_needs_is_written_down(language: str) -> None:
    known = cldr._KNOWN[WORDS[language].locale]

    assert forms_of(WORDS[language]) <= known.forms.keys()
    assert set(known.lists) == {"and", "or"}


def test_nothing_is_written_down_that_no_language_needs() -> None:
    assert {WORDS[language].locale for language in LANGUAGES} == set(cldr._KNOWN)
    for language in LANGUAGES:
        assert set(cldr._KNOWN[WORDS[language].locale].forms) == forms_of(WORDS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_is_called_as_babel_calls_it(language: str) -> None:
    words = WORDS[language]
    days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]

    for form in forms_of(words):
        for day in (*days, date(1899, 12, 31), date(987, 6, 5), date(9999, 12, 31)):
            assert cldr.date_as(day, form, words.locale) == format_date(day, form, Locale.parse(words.locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_number_is_written_and_counted_as_babel_has_it(locale: str) -> None:
    babel = Locale.parse(locale)

    for number in NUMBERS:
        assert cldr.number_as(number, locale) == format_decimal(number, locale=babel)
        assert cldr.plural_form(number, locale) == babel.plural_form(number)
    for number in (Decimal("12.3"), Decimal("-1234.5678"), Decimal(5), -1234):
        assert cldr.number_as(number, locale) == format_decimal(number, locale=babel)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("style", "name"), [("and", "standard"), ("or", "or")])
def test_texts_are_listed_as_babel_lists_them(locale: str, style: str, name: str) -> None:
    patterns = Locale.parse(locale).list_patterns[name]

    for number, last in ((2, "2"), (3, "end"), (9, "end")):
        between, before_last = cldr.separators(locale, style, number)
        assert f"{{0}}{between}{{1}}" == patterns["middle"]
        assert f"{{0}}{before_last}{{1}}" == patterns[last]


def test_a_form_of_a_date_that_is_not_written_down_is_babels() -> None:
    day = date(2026, 11, 2)

    assert cldr.date_as(day, "EEEE, d MMM yy", "en_GB") == "Monday, 2 Nov 26"
    assert cldr.date_as(day, "long", "pl_PL") == "2 listopada 2026"
