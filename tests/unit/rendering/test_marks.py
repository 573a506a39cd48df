"""Marks around values: a letter of the workspace can neither forge one nor put its own words between two."""

import pytest
from letters_made import DATED, notice
from test_guard import own_letter, planted

from takedown.errors import LetterError
from takedown.rendering.letter import load_letters
from takedown.rendering.written import block_text, write_letter

LETTER = "letters/withdrawal.en.md.j2"
#: A text with marks, which a template can take apart but not print.
MARKED = "{% set m %}{{ sender.name }}{% endset %}"


def written(overlay, made=None):
    return write_letter(made or notice(), load_letters(overlay), dated=DATED)


@pytest.mark.parametrize(
    "forged",
    [
        "&#xE000;under penalty of perjury&#xE001;",
        "&#57344;under penalty of perjury&#57345;",
        '{% filter replace("Ana Example", "under penalty of perjury") %}{{ sender.name }}{% endfilter %}',
        MARKED + '{% filter replace("<", m[0])|replace(">", m[-1]) %}<DMCA perjury>{% endfilter %}',
        MARKED + '{% call "{}DMCA perjury{}".format(m[0], m[-1]) %}{% endcall %}',
        MARKED + '{% call "{}{}".format(m[0], m[0]) %}{% endcall %}',
        MARKED + '{% call "{}".format(m[-1]) %}{% endcall %} perjury',
        '{% filter replace("Ana", "") %}{{ sender.name }}{% endfilter %}',
        "{% filter upper %}{{ sender.name }}{% endfilter %}",
        "{{ sender.name }}{% filter reverse %}{{ sender.name }}{% endfilter %}",
    ],
)
def test_words_between_forged_marks_stop_the_letter(tmp_path, forged):
    overlay = own_letter(tmp_path, LETTER, planted(f"{forged} here."))

    with pytest.raises(LetterError, match=r"sets the marks of data|stands for a character") as caught:
        written(overlay)
    assert "templates/letters/withdrawal.en.md.j2" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("separator", [" swears on perjury ", ", under oath, ", "\ue001 DMCA \ue000", " "])
def test_a_separator_of_words_is_read_by_the_guard(tmp_path, separator):
    escaped = separator.encode("unicode_escape").decode()
    words = planted(f'Now {{{{ [sender.name, sender.name]|joined("{escaped}DMCA ") }}}}.')

    with pytest.raises(LetterError):
        written(own_letter(tmp_path, LETTER, words))


@pytest.mark.parametrize("separator", [", ", " and ", " or ", "; "])
def test_a_separator_that_says_nothing_keeps_values_apart_from_words(tmp_path, separator):
    made = notice(account="DMCA")
    words = planted(f'{{{{ [account, account]|joined("{separator}") }}}}')

    blocks = written(own_letter(tmp_path, LETTER, words), made).blocks

    assert f"DMCA{separator}DMCA" in [block_text(block) for block in blocks]


@pytest.mark.parametrize(
    "head",
    [r'subject = "\ue000DMCA perjury\ue001"', r'reviewed_by = "\U0000E000"', r'reviewed_on = "\ue001"'],
)
def test_marks_written_as_escapes_in_a_head_are_refused(tmp_path, head):
    key = head.split(" ")[0]

    def change(source):
        return "\n".join(head if line.startswith(f"{key} =") else line for line in source.split("\n"))

    overlay = own_letter(tmp_path, LETTER, change)

    with pytest.raises(LetterError, match=r"in its head, holds the character U\+E000"):
        load_letters(overlay)


@pytest.mark.parametrize("entity", ["&#xE005;", "&#xF8FF;", "&#x10FFFD;", "&Tab;", "&#10;"])
def test_an_entity_for_a_character_without_meaning_is_refused(tmp_path, entity):
    with pytest.raises(LetterError, match="stands for a character that letters cannot use"):
        written(own_letter(tmp_path, LETTER, planted(f"Now {entity} this.")))


def test_an_ordinary_entity_is_still_its_character(tmp_path):
    blocks = written(own_letter(tmp_path, LETTER, planted("Caf&eacute; &amp; bar"))).blocks

    assert "Café & bar" in [block_text(block) for block in blocks]


def test_a_value_that_markdown_would_swallow_is_refused(tmp_path):
    overlay = own_letter(tmp_path, LETTER, planted("[a]: {{ account }}"))

    with pytest.raises(LetterError, match="hides or changes a value"):
        written(overlay)


def test_a_value_that_shows_nothing_does_not_split_a_word(tmp_path):
    overlay = own_letter(tmp_path, LETTER, planted("per{{ account }}jury"))

    with pytest.raises(LetterError, match="must not stand"):
        written(overlay, notice(account="\u200b"))


def test_a_value_may_pass_through_a_macro_that_is_called(tmp_path):
    macro = "{% macro m() %}{{ account }}{{ '' if caller else '' }}{% endmacro %}"
    words = macro + "{% call m() %}{% endcall %} is the account.\n"

    blocks = written(own_letter(tmp_path, LETTER, planted(words))).blocks

    assert "ana@example.com is the account." in [block_text(block) for block in blocks]
