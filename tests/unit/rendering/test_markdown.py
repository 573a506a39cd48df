"""Paragraphs that were read before mean the same again, unless a reference gives them another meaning."""

import pytest
from papers import one_release

from takedown.errors import LetterError
from takedown.rendering.markdown import parse_blocks
from takedown.rendering.paper import Bullets, Paragraph, Run
from takedown.rendering.text import as_mail, as_text, as_text_and_mail


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


def test_the_letter_and_its_email_hold_the_same_paragraphs_in_two_orders() -> None:
    paper = one_release()

    text, mail = as_text_and_mail(paper)

    assert (text, mail) == (as_text(paper), as_mail(paper))
    assert sorted(text.rstrip("\n").split("\n\n")) == sorted(mail.rstrip("\n").split("\n\n"))
    assert text != mail
