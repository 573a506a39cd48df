"""Paragraphs that were read before mean the same again, unless a reference gives them another meaning."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import one_release

from takedown.errors import LetterError
from takedown.rendering.markdown import parse_blocks
from takedown.rendering.paper import Bullets, Paragraph, Run
from takedown.rendering.text import as_mail, as_text, as_text_and_mail
from takedown.rendering.values import CLOSE, OPEN


def test_a_paragraph_reads_the_same_in_a_second_letter() -> None:
    text = "Please **remove** these \\*releases\\*.\n\n- one\n- *two*"

    first, second = parse_blocks(text, file="a.md"), parse_blocks(f"Before.\n\n{text}", file="b.md")

    assert first == second[1:]
    assert first == (
        Paragraph(runs=(Run(text="Please "), Run(text="remove", bold=True), Run(text=" these *releases*."))),
        Bullets(items=((Run(text="one"),), (Run(text="two", italic=True),)), numbered=False),
    )


def test_a_reference_is_refused_though_its_words_were_read_before_as_plain_text() -> None:
    assert parse_blocks("See [our terms].", file="a.md") == (Paragraph(runs=(Run(text="See [our terms]."),)),)

    with pytest.raises(LetterError, match=r"b\.md, line 1 .*: link"):
        parse_blocks("See [our terms].\n\n[our terms]: https://example.org/terms", file="b.md")

    assert parse_blocks("See [our terms].", file="c.md") == (Paragraph(runs=(Run(text="See [our terms]."),)),)


def marked(text: str) -> str:
    """As a template prints a value."""
    escaped = "".join(f"\\{each}" if each in string.punctuation else each for each in text)
    return f"{OPEN}{escaped}{CLOSE}"


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=3, max_size=3))
def test_the_same_letter_to_others_holds_their_names_and_nobody_elses(names: list[str]) -> None:
    one, two, three = map(marked, names)

    blocks = parse_blocks(f"Dear {one},\n\n- **{two}** and {three}\n- {one}", file="a.md")

    shown = [f"{OPEN}{name}{CLOSE}" for name in names]
    assert blocks == (
        Paragraph(runs=(Run(text=f"Dear {shown[0]},"),)),
        Bullets(
            items=((Run(text=shown[1], bold=True), Run(text=f" and {shown[2]}")), (Run(text=shown[0]),)),
            numbered=False,
        ),
    )


def test_a_number_that_a_letter_says_itself_is_not_taken_for_a_value() -> None:
    said = parse_blocks(f"0. {marked('A')} has 1 release", file="a.md")

    assert said == (Bullets(items=((Run(text=f"{OPEN}A{CLOSE} has 1 release"),),), numbered=True),)


def test_the_letter_and_its_email_hold_the_same_paragraphs_in_two_orders() -> None:
    paper = one_release()

    text, mail = as_text_and_mail(paper)

    assert (text, mail) == (as_text(paper), as_mail(paper))
    assert sorted(text.rstrip("\n").split("\n\n")) == sorted(mail.rstrip("\n").split("\n\n"))
    assert text != mail
