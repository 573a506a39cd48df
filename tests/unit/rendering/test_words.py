"""Words of a language as data: every key is needed, none is unknown, and the machine has no say."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from languages import MADE, SHIPPED, change, english_words, load, templates
from letters_made import DATED, FIRST, SINGLE, notice

from takedown.errors import LetterError
from takedown.rendering import load_letters
from takedown.rendering.context import letter_context
from takedown.rendering.letter import WORDS
from takedown.rendering.names import (
    counted,
    date_in_words,
    instant_in_words,
    listed_in,
    month_in_words,
    number_in_words,
    territories_in_words,
)
from takedown.rendering.values import SEPARATORS, Value, value
from takedown.rendering.words import GIVEN, Words, load_words

LETTERS = load_letters()
ENGLISH = LETTERS.words["en"]
DAY = date(2026, 11, 22)

#: Locale → a date, three values, a number, a share, a month, two countries; by the Unicode CLDR.
LOCALES = {
    "en_GB": (
        "22 November 2026", "A, B and C", "A or B", "12,345", "12.3", "June 2026", "Germany (DE) and France (FR)",
    ),
    "de_DE": (
        "22. November 2026", "A, B und C", "A oder B", "12.345", "12,3", "Juni 2026",
        "Deutschland (DE) und Frankreich (FR)",
    ),
    "fr_FR": (
        "22 novembre 2026", "A, B et C", "A ou B", "12\u202f345", "12,3", "juin 2026", "Allemagne (DE) et France (FR)",
    ),
    "es_ES": (
        "22 de noviembre de 2026", "A, B y C", "A o B", "12.345", "12,3", "junio de 2026",
        "Alemania (DE) y Francia (FR)",
    ),
    "pt_PT": (
        "22 de novembro de 2026", "A, B e C", "A ou B", "12\u00a0345", "12,3", "junho de 2026",
        "Alemanha (DE) e França (FR)",
    ),
}  # fmt: skip


def words_of(locale: str, **changes: object) -> Words:
    """English words in the grammar of another locale."""
    return replace(ENGLISH, locale=locale, countries={}, with_article=frozenset(), **changes)


@pytest.mark.parametrize("locale", LOCALES)
def test_dates_lists_numbers_and_countries_follow_the_locale(locale):
    words = words_of(locale)

    said = (
        date_in_words(DAY, words),
        listed_in([value(name) for name in "ABC"], words),
        listed_in([value(name) for name in "AB"], words, style="or"),
        number_in_words(12345, words),
        number_in_words(Decimal("12.3"), words),
        month_in_words("2026-06", words),
        territories_in_words(("DE", "FR"), (), words).removeprefix("in "),
    )

    assert said == LOCALES[locale]


@pytest.mark.parametrize("locale", [*LOCALES, *(LETTERS.words[language].locale for language in SHIPPED)])
@pytest.mark.parametrize("style", ["and", "or"])
@pytest.mark.parametrize("number", [2, 3])
def test_what_a_locale_puts_between_values_says_nothing_so_they_stay_values(locale, style, number):
    texts = [value(name) for name in "ABC"[:number]]

    assert type(listed_in(texts, words_of(locale), style=style)) is Value


@pytest.mark.parametrize("language", SHIPPED)
def test_another_word_for_and_says_nothing_either(language):
    said = [word for words in LETTERS.words[language].before.values() for word in words.values()]

    assert set(said) <= set(SEPARATORS)


@pytest.mark.parametrize(
    ("last", "said"),
    [("Luz", "A y Luz"), ("Iglesias", "A e Iglesias"), ("Índigo", "A e Índigo"), ("Hielo", "A y Hielo")],
)
def test_a_language_can_have_another_word_before_certain_beginnings(last, said):
    words = words_of("es_ES", before={"and": {"i": " e ", "hi": " e ", "hie": " y "}, "or": {}})

    assert listed_in([value("A"), value(last)], words) == said


def test_the_first_of_a_month_can_be_written_in_another_way():
    words = words_of("fr_FR", texts={**ENGLISH.texts, "dates.first_day": "1'er' MMMM y"})

    assert date_in_words(date(2026, 12, 1), words) == "1er décembre 2026"
    assert date_in_words(date(2026, 12, 2), words) == "2 décembre 2026"


@pytest.mark.parametrize(
    ("locale", "none"), [("en_GB", "0 releases"), ("de_DE", "0 releases"), ("fr_FR", "0 release")]
)
def test_the_form_of_a_noun_follows_the_number_by_the_locale(locale, none):
    words = words_of(locale)

    assert counted(0, "release", words) == none
    assert counted(1, "release", words) == "1 release"
    assert counted(2, "release", words) == "2 releases"


@pytest.mark.parametrize("language", SHIPPED)
def test_every_shipped_language_says_everything(language):
    words = LETTERS.words[language]

    assert date_in_words(DAY, words)
    assert "2026" in instant_in_words("2026-11-22T14:05:09-05:00", words)
    assert "(DE)" in territories_in_words(("DE",), ("FR",), words)
    assert all("3" in counted(3, noun, words) for noun in words.counts)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_settings_of_the_machine_change_nothing(locale):
    code = (
        "import sys; from dataclasses import replace; from datetime import date; "
        "from takedown.rendering import load_letters; from takedown.rendering.names import *; "
        f"w = replace(load_letters().words['en'], locale='{locale}'); "
        "said = date_in_words(date(2026, 11, 22), w) + counted(12345, 'day', w) + listed_in(list('ABC'), w); "
        "sys.stdout.buffer.write((said + territories_in_words(('US',), (), w)).encode())"
    )
    environments = [
        {"LC_ALL": "C"},
        {"LC_ALL": "ar_EG.UTF-8", "TZ": "Asia/Tokyo"},
        {"LC_ALL": "no locale at all", "LANG": "12"},
        {"LANGUAGE": "de:fr", "LC_TIME": "tr_TR.UTF-8", "TZ": "Nowhere/Else"},
    ]

    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            check=True,
        ).stdout
        for environment in environments
    }

    assert len(said) == 1


def test_the_help_of_the_program_loads_no_locales():
    code = (
        "import sys, takedown.cli.main; from click.testing import CliRunner; "
        "assert CliRunner().invoke(takedown.cli.main.cli, ['--help']).exit_code == 0; "
        "print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("pattern", "new", "said"),
    [
        (r"^released = .*$", "", r"'released' in \[schedule\] is missing"),
        (r"^\[courtesy\]\nheading = .*\ntext = .*$", "", "'courtesy' is missing"),
        (r"^locale = .*$", "", "'locale' is missing"),
        (r"^released = ", "relased = ", r"'released' in \[schedule\] is missing"),
        (r"^released = ", 'extra = "x"\nreleased = ', r"'extra' in \[schedule\] is not known"),
        (r"^released = .*$", 'released = "{day}"', r"'schedule.released' has \{day\} in it"),
        (r"^released = .*$", 'released = "Released"', r"must have \{date\} in it"),
        (r"^released = .*$", 'released = "Released {date"', "brace"),
        (r"^released = .*$", 'released = "Released {date.year}"', "not known there"),
        (r"^released = .*$", 'released = ""', "empty"),
        (r"^released = .*$", "released = 1", "not a text"),
        (r"^us = .*$", "", r"'us' in \[speaker.person\] is missing"),
        (r"^us = .*$", 'us = "me"\nours = "my"', r"'ours' in \[speaker.company\] is missing"),
        (r"^other = .*$", "", r"'other' in \[counts.release\] is missing"),
        (r"^other = .*$", 'other = "releases"', r"counts.release.other' must have \{n\}"),
        (r"^\[items.one_single\]", "[items.one_track]", r"'one_single' in \[items\] is missing"),
        (r"^and_before = .*$", "and_before = { i = 1 }", "lists.and_before.i"),
        (r"^AG = .*$", "AG = 1", "countries.AG"),
        (r"^with_article = \[$", "with_article = [1,", "with_article"),
        (r"^locale = ", "locale = = ", "TOML"),
    ],
)
def test_a_words_file_that_cannot_be_used_is_named_with_its_key(tmp_path, monkeypatch, pattern, new, said):
    folder = templates(tmp_path)
    change(folder, f"letters/words.{MADE}.toml", pattern, new)

    with pytest.raises(LetterError, match=said) as caught:
        load(folder, monkeypatch)
    assert f"words.{MADE}.toml" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["sender", "we-are", "übrig"])
def test_a_languages_own_key_hides_no_name_of_the_program_and_is_a_name_itself(tmp_path, name):
    text = re.sub(
        r"^are = ",
        f'"{name}" = ',
        (templates(tmp_path) / "letters/words.en.toml").read_text(),
        flags=re.MULTILINE,
    )
    path = tmp_path / "words.xx.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LetterError, match=name):
        load_words(path)


def test_what_is_said_of_a_delivery_hides_no_name_of_the_program_either(tmp_path):
    text = (templates(tmp_path) / "letters/words.en.toml").read_text(encoding="utf-8")
    head, delivered = text.split("[delivered.one_release]")
    path = tmp_path / "words.xx.toml"
    path.write_text(
        f"{head}[delivered.one_release]{delivered.replace('them =', 'ticket =')}", encoding="utf-8"
    )

    with pytest.raises(LetterError, match=r"'ticket' in \[delivered\] is taken"):
        load_words(path)


def test_every_name_that_the_program_gives_is_kept_from_the_languages():
    given = letter_context(notice(releases=(FIRST, SINGLE)), LETTERS, dated=DATED)
    own = {
        key
        for group in ("speaker", "items", "each", "paper")
        for variant in english_words()[group].values()
        for key in variant
    }

    assert set(given) - own - {WORDS} <= GIVEN


def test_a_key_of_the_languages_own_can_be_printed(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    for who, said in (("person", "bitte"), ("company", "bitten")):
        change(
            folder, f"letters/words.{MADE}.toml", rf"^\[speaker.{who}\]$", f'[speaker.{who}]\nask = "{said}"'
        )
    letters = load(folder, monkeypatch)

    context = letter_context(replace(notice(), language=MADE), letters, dated=DATED)

    assert context["ask"] == "bitte"
