import pytest

from takedown.rendering.lazily import Lazily
from takedown.rendering.letter import load_letters


def test_a_value_is_made_when_it_is_asked_for_and_once():
    made = []
    values = Lazily({"a": lambda: made.append("a") or 1, "b": lambda: made.append("b") or 2})

    assert list(values) == ["a", "b"]
    assert ("a" in values, "c" in values, len(values), made) == (True, False, 2, [])
    assert (values["a"], values["a"], made) == (1, 1, ["a"])


def test_a_name_that_is_not_there_is_a_key_error_and_has_no_value():
    with pytest.raises(KeyError):
        Lazily({})["a"]
    assert Lazily({}).get("a") is None


def test_every_shipped_letter_and_every_file_of_words_can_be_read():
    letters = load_letters()

    assert {head.language for head in letters.heads.values()} == set(letters.words) == set(letters.guards)
    assert all(letters.environment.get_template(name) for name in letters.files)
    assert {words.language for words in letters.words.values()} == set(letters.words)
