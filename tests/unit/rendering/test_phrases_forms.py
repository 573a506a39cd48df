"""A phrase of whole words is looked for without a pattern, and is found exactly where a pattern finds it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.rendering.phrases import (
    _GAPS,
    _are_words_of,
    _forms,
    _pattern,
    _pieces,
    _stands,
    first_missing,
    normal,
)

_SIGNS = st.text(alphabet="abÄ1_-*. \u00b2\u0301□", max_size=12)


@given(text=_SIGNS, phrase=st.text(alphabet="abä1-* ", min_size=1, max_size=6), form=st.integers(0, 2))
def test_a_look_finds_what_a_pattern_finds(text: str, phrase: str, form: int) -> None:
    read = _forms(normal(text))[form]

    assert _stands(phrase, form, read, _GAPS.sub(" ", read)) == bool(_pattern(phrase, form).search(read))


@given(character=st.characters())
def test_a_word_ends_where_a_pattern_says_that_it_ends(character: str) -> None:
    beside = f"{character}oath"

    assert _are_words_of(beside, "oath") == bool(re.search(r"(?<!\w)oath(?!\w)", beside))


@pytest.mark.parametrize("text", ["xoath oath", "oaths, and an oath", "oath", "an oath."])
def test_words_are_found_behind_others_that_only_begin_or_end_like_them(text: str) -> None:
    assert _are_words_of(text, "oath")


@pytest.mark.parametrize("text", ["oaths", "underoath", "1oath", "oath_", ""])
def test_a_part_of_a_word_is_no_word(text: str) -> None:
    assert not _are_words_of(text, "oath")


def test_the_pieces_of_a_phrase_are_those_of_each_form() -> None:
    assert _pieces("take-down*") == (("take down", ""), ("take down", ""), ("takedown", ""))


def test_the_first_phrase_that_is_not_said_is_named() -> None:
    assert first_missing("We ask you to stop.", ("ask you", "no claim", "stop")) == "no claim"
    assert first_missing("We ask\nyou to stop.", ("ask you", "stop")) is None
