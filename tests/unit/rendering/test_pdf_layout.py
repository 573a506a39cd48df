from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from takedown.errors import LetterError
from takedown.rendering.pdf.boxes import Box, Header, Lines, Mark, Rule, Section, Text, paginate, paragraph
from takedown.rendering.pdf.lines import Span, Style, break_lines, line_width, shrink, width
from takedown.rendering.pdf.tags import Rows
from takedown.rendering.setting import Face

STYLE = Style(size=10, leading=14)
BOLD = STYLE.faced(Face.BOLD)
_HEADER = Box(height=10, texts=(Text(0, 8, (Span("header", STYLE),)),))
HEADER = Header(first=_HEADER, again=_HEADER)


def box(name, **values):
    return Box(height=20, texts=(Text(0, 15, (Span(name, STYLE),)),), **values)


def without_last_space(line):
    return (*line[:-1], line[-1]._replace(text=line[-1].text.rstrip(" ")))


def names(pages):
    return [[placed.box.texts[0].line[0].text for placed in page] for page in pages]


@given(
    st.lists(st.text(alphabet="abWM żЖ\t\n-_", max_size=60), max_size=5),
    st.floats(min_value=12, max_value=200),
)
def test_breaking_loses_no_character_and_keeps_to_the_width(texts, limit):
    spans = [Span(text, BOLD if i % 2 else STYLE) for i, text in enumerate(texts)]
    lines = break_lines(spans, limit)
    assert "".join(span.text for line in lines for span in line).replace(" ", "") == "".join(
        "".join(texts).split()
    )
    assert all(line_width(without_last_space(line)) <= limit + 0.1 for line in lines)


def test_a_word_that_changes_its_face_in_the_middle_is_not_divided():
    (line,) = break_lines([Span("see (", STYLE), Span("bold", BOLD), Span("), please", STYLE)], 400)
    assert [span.text for span in line] == ["see (", "bold", "), please"]


def test_a_hyphen_and_a_fixed_space_are_no_place_to_break():
    lines = break_lines([Span("A1-2425G-ABC 22\u00a0November", STYLE)], 80)
    assert ["".join(span.text for span in line) for line in lines] == ["A1-2425G-ABC ", "22\u00a0November"]


def test_a_long_word_is_never_cut_before_a_combining_mark():
    lines = break_lines([Span("e\u0301" * 40, STYLE)], 30)
    assert len(lines) > 1
    assert all(line[0].text.startswith("e") for line in lines)


def test_text_shrinks_to_its_column_but_stays_readable():
    word = "example.com/" * 4
    assert shrink("short", STYLE, 100, smallest=6) == STYLE
    fitted = shrink(word, STYLE, width(word, STYLE) * 0.8, smallest=6)
    assert 6 < fitted.size < 10
    assert width(word, fitted) <= width(word, STYLE) * 0.8
    assert shrink(word * 20, STYLE, 100, smallest=6).size == 6


def test_a_heading_moves_to_the_next_page_with_what_it_heads():
    boxes = (box("one"), box("two"), box("heading", keep=True), box("text"))
    assert names(paginate([Section(boxes=boxes)], height=70)) == [
        ["one", "two"],
        ["heading", "text"],
    ]


def test_a_group_longer_than_a_page_is_divided_rather_than_lost():
    boxes = tuple(box(str(i), keep=True) for i in range(7))
    assert names(paginate([Section(boxes=boxes, header=HEADER)], height=60)) == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
    ]


def test_the_header_stands_above_the_first_row_of_each_page():
    boxes = (box("title", keep=True), *(box(str(i), table=True) for i in range(4)))
    assert names(paginate([Section(boxes=boxes, header=HEADER)], height=60)) == [
        ["title", "header", "0"],
        ["header", "1", "2"],
        ["header", "3"],
    ]


def test_a_gap_disappears_at_the_top_of_a_page():
    pages = paginate([Section(boxes=(box("one"), box("two", gap=30)))], height=50)
    assert [placed.top for page in pages for placed in page] == [0.0, 0.0]


def test_a_section_apart_begins_a_page_unless_it_fits():
    letter = Section(boxes=(box("one"), box("two"), box("three")))
    long = Section(boxes=tuple(box(str(i)) for i in range(3)), apart=True)
    short = Section(boxes=(box("short"),), apart=True)
    assert names(paginate([letter, long], height=100)) == [
        ["one", "two", "three"],
        ["0", "1", "2"],
    ]
    assert names(paginate([letter, short], height=100)) == [["one", "two", "three", "short"]]


def test_the_first_and_the_last_line_of_a_paragraph_never_stand_alone():
    lines = break_lines([Span("word " * 60, STYLE)], 100)
    boxes = paragraph(lines, None)
    assert [b.keep for b in boxes] == [True, *[False] * (len(boxes) - 3), True, False]


def test_a_part_longer_than_a_page_stops_with_its_first_words():
    with pytest.raises(LetterError, match="begins 'endless'"):
        paginate([Section(boxes=(box("endless")._replace(height=500),))], height=100)


def test_a_line_that_ends_between_two_words_keeps_its_space_for_whoever_reads_on():
    lines = break_lines([Span("one two three", STYLE)], width("one two", STYLE))
    assert ["".join(span.text for span in line) for line in lines] == ["one two ", "three"]


def tops(pages):
    return [[round(placed.top, 2) for placed in page] for page in pages]


def test_where_a_few_points_are_missing_the_space_between_boxes_gives_way():
    boxes = tuple(box(str(i), gap=10) for i in range(4))
    assert tops(paginate([Section(boxes=boxes)], height=110)) == [[0, 30, 60, 90]]
    assert tops(paginate([Section(boxes=boxes)], height=104)) == [[0, 28, 56, 84]]


def test_too_little_space_is_no_space():
    boxes = tuple(box(str(i), gap=10) for i in range(4))
    assert tops(paginate([Section(boxes=boxes)], height=97)) == [[0, 30, 60], [0]]


def test_all_sections_share_a_page_where_they_can_else_the_first_has_one_to_itself():
    letter = Section(boxes=tuple(box(name, gap=10) for name in "abc"))
    table = Section(boxes=(box("d", gap=10), box("e", gap=10)), apart=True)
    assert names(paginate([letter, table], height=130)) == [["a", "b", "c", "d", "e"]]
    assert names(paginate([letter, table], height=75)) == [["a", "b", "c"], ["d", "e"]]


@given(st.lists(st.tuples(st.floats(1, 40), st.floats(0, 30)), min_size=1, max_size=30))
def test_no_box_is_lost_or_stands_below_the_page(sizes):
    boxes = tuple(box(str(i), gap=gap)._replace(height=height) for i, (height, gap) in enumerate(sizes))
    pages = paginate([Section(boxes=boxes)], height=200)
    assert [name for page in names(pages) for name in page] == [str(i) for i in range(len(sizes))]
    for page in pages:
        assert all(placed.top + placed.box.height <= 200.001 for placed in page)
        assert all(a.top + a.box.height <= b.top + 0.001 for a, b in pairwise(page))


def test_what_goes_on_on_a_later_page_is_named_there_below_the_header():
    named = box("release 1 goes on")
    rows = tuple(box(f"row {i}", table=True) for i in range(5))
    first = box("release 1", table=True, mark=Mark("1", is_upper=False), again=lambda: named)
    other = box("release 2", table=True, mark=Mark("2", is_upper=False), again=lambda: box("never"))
    pages = paginate([Section(boxes=(first, *rows, other), header=HEADER)], height=75)
    assert names(pages) == [
        ["header", "release 1", "row 0", "row 1"],
        ["header", "release 1 goes on", "row 2", "row 3"],
        ["header", "release 1 goes on", "row 4", "release 2"],
    ]


def lines(*said, divisible=False):
    rule = Rule(0, 18, 100, 18, 0.4, 0.8)
    rows = Lines((0.0,), 12, 18, STYLE, rule, Rows(1), tuple((text,) for text in said))
    return Box(height=18 * len(said), table=True, lines=rows, divisible=divisible)


def rows_on(pages):
    """Where each row stands on each page."""
    return [
        [
            (text, round(placed.top + number * 18, 3))
            for placed in page
            if placed.box.lines
            for number, (text,) in enumerate(placed.box.lines.rows)
        ]
        for page in pages
    ]


@given(st.integers(1, 60), st.integers(0, 150), st.integers(50, 300))
def test_rows_in_one_box_stand_where_each_alone_would(many, before, height):
    before = min(before, height - 10)
    assume(
        (height - 10) % 18 and (height - before - 10) % 18
    )  # a row that fits to a hair may stand on either page
    said = [str(number) for number in range(many)]
    first = Box(height=before)
    together = Section(boxes=(first, lines(*said, divisible=True)), header=HEADER)
    alone = Section(boxes=(first, *(lines(text) for text in said)), header=HEADER)
    assert rows_on(paginate([together], height=height)) == rows_on(paginate([alone], height=height))


def test_rows_that_are_not_divisible_move_to_the_next_page_together():
    pages = paginate([Section(boxes=(box("above"), lines("a", "b", "c")), header=HEADER)], height=70)
    assert rows_on(pages) == [[], [("a", 10), ("b", 28), ("c", 46)]]
