"""The preview as a page: the same words as notice.txt, text and nothing else. GOLDEN=write renews the kept one."""

import os
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zlib import decompress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import one_release, platform_request, release, signed, three_page_schedule, with_schedule
from PIL import Image
from support.pages import letter_words, outside, parse, part_words
from support.picture_files import as_jpeg, as_png, clouds, logo, signature

from takedown.pictures import Encoding, picture_of
from takedown.rendering.page import draw_page, stretches
from takedown.rendering.paper import (
    Bullets,
    Exhibit,
    Heading,
    Marker,
    Paper,
    Paragraph,
    Run,
    ScheduleRecording,
)
from takedown.rendering.text import as_text
from takedown.rendering.ticket import TicketPart

GOLDEN = Path(__file__).parents[2] / "golden" / "html"
TICKET = """Subject: Remove from Amazon only – Ref K7QWZ2M4TA

Please remove these from Amazon Music.

UPCs: 012340000014, 012340000021

--------------------
Part 2 of 2

UPCs: 012340000038

--------------------
Attach: notice.pdf, items.csv
"""
PARTS = (
    TicketPart(
        subject="Remove from Amazon only – Ref K7QWZ2M4TA",
        text="Please remove these from Amazon Music.\n\nUPCs: 012340000014, 012340000021",
    ),
    TicketPart(subject="Remove from Amazon only – Ref K7QWZ2M4TA", text="Part 2 of 2\n\nUPCs: 012340000038"),
)
STEPS = "What to do with notice K7QWZ2M4TA\n\n1. Read the letter.\n2. Paste it.\n"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</bdi></td></table><form action=https://example.com>",
    "<!-- ",
    "]]> &lt;b&gt; &amp;amp; &#60;",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "</style><style>*{display:none}",
    "' onmouseover='alert(1)",
    "https://evil.example/",
    "a?bcc=evil@example.com",
    "M@nu.tention tour",
)


def titled(*titles: str) -> Paper:
    """A letter whose every free text is one of these."""
    first = titles[0]
    return replace(
        one_release(),
        sender_lines=titles,
        recipient_lines=titles,
        details=tuple((title, title) for title in titles),
        subject=first,
        blocks=(
            Paragraph(runs=tuple(Run(text=f"{title} ", bold=i % 2 == 0) for i, title in enumerate(titles))),
            Heading(text=first),
            Bullets(items=tuple((Run(text=title),) for title in titles), numbered=True),
            Marker.SIGNATURE,
            Marker.SCHEDULE,
        ),
        signature_lines=titles,
        schedule_title=first,
        schedule=(
            replace(
                release(1, 0),
                code=first,
                heading=first,
                details=first,
                recordings=tuple(
                    ScheduleRecording(number=title, isrc=title, title=title) for title in titles
                ),
            ),
        ),
    )


def words_of(paper: Paper) -> list[str]:
    """The words of notice.txt, without the bullets, which a page draws."""
    lines = as_text(paper).splitlines()
    return " ".join(line.removeprefix("  - ") for line in lines).split()


@pytest.mark.parametrize(
    "paper", [one_release(), signed(), platform_request(), three_page_schedule(), with_schedule(0, 0)]
)
def test_the_page_says_every_word_of_notice_txt_in_its_order_and_no_other(paper):
    assert letter_words(draw_page(paper)) == words_of(paper)


def test_a_page_looks_as_it_was_read_and_agreed():
    page = draw_page(platform_request(), english=signed(), ticket=TICKET, pasted=PARTS, steps=STEPS)
    kept = GOLDEN / "platform-request.html"
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(page, encoding="utf-8", newline="\n")

    assert kept.read_bytes().decode() == page


def test_the_same_paper_gives_the_same_page():
    assert draw_page(signed(), steps=STEPS) == draw_page(signed(), steps=STEPS)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_cannot_become_markup(title):
    page = draw_page(titled(title), ticket=title, steps=title, pasted=(TicketPart(subject="", text=title),))
    tree = parse(page)

    assert outside(page) == []
    assert tree.xpath("//tbody/tr/th[@scope='row']/bdi/text()") == [title]
    assert tree.xpath("//h1")[0].text_content() == title
    assert tree.xpath("string(//title)") == title
    assert tree.xpath("string(//section[@id='ticket']/pre)") == title
    assert tree.xpath("string(//section[@id='steps']/pre)") == title


#: Text as data may have it, without what a parser of HTML takes for a space or changes.
_ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=30
)


@given(st.lists(_ANY, min_size=1, max_size=4))
def test_whatever_a_text_holds_the_page_has_the_same_elements(titles):
    page = parse(draw_page(titled(*titles), ticket=titles[0], steps=titles[0]))
    plain = parse(draw_page(titled(*("x" for _ in titles)), ticket="x", steps="x"))

    def shape(tree):
        return [element.tag for element in tree.iter() if element.tag != "bdi"]

    assert shape(page) == shape(plain)


@given(
    st.lists(
        st.text("אבג ابت xyz019 -–,.", min_size=1, max_size=20).map(str.strip).filter(bool),
        min_size=1,
        max_size=4,
    )
)
def test_isolating_names_takes_no_word_and_adds_none(titles):
    assert letter_words(draw_page(titled(*titles))) == words_of(titled(*titles))


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("\u202e", r"\u{202E}"),
        ("\u2067", r"\u{2067}"),
        ("\x1b", r"\u{001B}"),
        ("\ue000", r"\u{E000}"),
        ("\ud800", r"\u{D800}"),
    ],
)
def test_what_could_turn_or_hide_a_line_is_written_out(sign, shown):
    page = draw_page(titled(f"Low{sign}Water"), ticket=f"a{sign}b", steps=f"a{sign}b")

    assert sign not in page
    assert parse(page).xpath("//th[@scope='row']/bdi/text()") == [f"Low{shown}Water"]
    assert part_words(page, "ticket") == part_words(page, "steps") == [f"a{shown}b"]
    assert parse(page).xpath("string(//title)") == f"Low{shown}Water"


def test_joiners_and_marks_of_direction_stay_since_names_need_them():
    title = "می\u200cخواهم \u200fשלום\u200f 👩\u200d🎤"

    assert parse(draw_page(titled(title))).xpath("//th[@scope='row']/bdi/text()") == [title]


@pytest.mark.parametrize("name", ["فيروز، صباح 1962 مجد", "שלום & <עולם", "שלום (עולם)", "א"])
@pytest.mark.parametrize("after", [".", ", 3 releases", ") 3", " – 3 releases – 012340000014"])
def test_a_name_from_right_to_left_stands_apart_in_a_sentence(name, after):
    paper = replace(one_release(), subject=f"Remove ({name}{after}")

    assert parse(draw_page(paper)).xpath("//h1/bdi/text()") == [name]


def test_a_code_between_two_such_names_belongs_to_neither():
    paper = replace(one_release(), subject="שלום 012340000014 שלום")

    assert parse(draw_page(paper)).xpath("//h1/bdi/text()") == ["שלום", "שלום"]


def test_nothing_on_the_page_comes_from_outside():
    page = draw_page(platform_request(), english=signed(), ticket=TICKET, pasted=PARTS, steps=STEPS)
    (policy,) = parse(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert outside(page) == []
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_the_letter_says_in_which_language_it_is():
    page = draw_page(replace(signed(), language="de"), english=signed(), ticket=TICKET, pasted=PARTS)

    assert parse(page).xpath("//article/@lang") == ["de", "en"]
    assert set(parse(page).xpath("//section[@id='ticket']/pre/@lang")) == {"de"}
    assert parse(page).xpath("/html/@lang") == ["en"]


def test_the_schedule_is_a_table_with_a_caption_and_headers():
    page = parse(draw_page(with_schedule(2, 0, 3)))
    (table,) = page.xpath("//table")

    assert table.xpath("caption/h2/text()") == ["Schedule: 3 releases, 5 recordings"]
    assert table.xpath("thead/tr/th[@scope='col']/text()") == ["No.", "ISRC", "Recording"]
    assert len(table.xpath("tbody/tr/th[@scope='rowgroup']")) == 3
    assert len(table.xpath("tbody/tr/th[@scope='row']")) == 5


def test_a_schedule_of_releases_alone_has_no_columns_for_recordings():
    assert parse(draw_page(with_schedule(0, 0))).xpath("//thead") == []


def test_there_is_one_main_heading_and_no_level_is_skipped():
    page = parse(draw_page(signed(), english=signed(), ticket=TICKET, pasted=PARTS, steps=STEPS))
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_specimen_says_so_once_on_each_letter():
    page = parse(draw_page(platform_request()))

    assert page.xpath("string(//article)").count("Specimen – not sent to anyone") == 1
    assert page.xpath("//article/*[1]/text()") == ["Specimen – not sent to anyone"]
    assert parse(draw_page(one_release())).xpath("//*[contains(@class, 'specimen')]") == []


def test_the_page_says_whether_the_letter_is_signed():
    assert "Not signed yet." in draw_page(one_release())
    assert "Not signed yet." not in draw_page(signed())


def test_each_part_of_the_ticket_can_be_selected_by_itself():
    page = parse(draw_page(one_release(), ticket=TICKET, pasted=PARTS))

    assert page.xpath("//pre[@class='paste']/text()") == [PARTS[0].subject, PARTS[0].text, PARTS[1].text]
    assert page.xpath("//pre[not(@class)]/text()")[0] == "Subject:"
    assert page.xpath("//pre[not(@class)]/text()")[-1].endswith("Attach: notice.pdf, items.csv")


def test_the_page_has_all_of_the_ticket_and_the_steps():
    page = draw_page(one_release(), ticket=TICKET, pasted=PARTS, steps=STEPS)

    assert part_words(page, "ticket") == TICKET.split()
    assert part_words(page, "steps") == STEPS.split()


def illustrated() -> Paper:
    """A letter with a logo, the picture of a signature, and an exhibit of two pages."""
    mark = replace(picture_of(as_png(logo()), longest=300), alt="Logo of <Example> Tapes")
    ink = replace(picture_of(as_png(signature()), longest=200), alt="Signature of Ana Example")
    photo = picture_of(as_jpeg(clouds(120, 160)), longest=160)
    pages = tuple(replace(photo, alt=f"Exhibit A, page {number} of 2: Mandate") for number in (1, 2))
    exhibit = Exhibit(
        label="Exhibit A", title="Mandate of <Bo> Example", cover=("2 pages", "File 1a2b"), pages=pages
    )
    return replace(signed(), logo=mark, signature_picture=ink, exhibits=(exhibit,))


def test_pictures_are_in_the_page_pixel_by_pixel():
    paper = illustrated()
    page = draw_page(paper)
    images = parse(page).xpath("//img")
    shown = [b64decode(image.get("src").partition(",")[2]) for image in images]
    grey, colour = (Image.open(BytesIO(content)) for content in shown[:2][::-1])

    assert paper.logo.encoding is paper.signature_picture.encoding is Encoding.FLATE
    assert (colour.mode, colour.size) == ("RGB", (paper.logo.width, paper.logo.height))
    assert colour.tobytes() == decompress(paper.logo.content)
    assert (grey.mode, grey.size) == ("L", (paper.signature_picture.width, paper.signature_picture.height))
    assert grey.tobytes() == decompress(paper.signature_picture.content)
    assert shown[2:] == [picture.content for picture in paper.exhibits[0].pages]
    assert outside(page) == []


def test_pictures_say_what_they_show_and_exhibits_what_they_are():
    page = parse(draw_page(illustrated()))

    assert page.xpath("//img/@alt") == [
        "Logo of <Example> Tapes",
        "Signature of Ana Example",
        "Exhibit A, page 1 of 2: Mandate",
        "Exhibit A, page 2 of 2: Mandate",
    ]
    assert page.xpath("string(//article[2])").split() == [
        "Exhibit",
        "A",
        "Mandate",
        "of",
        "<Bo>",
        "Example",
        "2",
        "pages",
        "File",
        "1a2b",
    ]


def test_pictures_take_no_word_from_the_letter():
    assert letter_words(draw_page(illustrated())) == words_of(illustrated())


def test_without_a_ticket_and_steps_the_page_is_the_letter_alone():
    page = parse(draw_page(one_release()))

    assert page.xpath("//section | //nav") == []


@given(
    st.text("ab \n", max_size=40),
    st.lists(st.tuples(st.text("ab", max_size=3), st.text("ab \n", max_size=6)), max_size=3),
)
def test_however_a_ticket_is_cut_nothing_of_it_is_lost(ticket, pairs):
    parts = [TicketPart(subject=subject, text=body) for subject, body in pairs]
    cut = "".join(stretch.text for stretch in stretches(ticket, parts))

    assert "".join(cut.split()) == "".join(ticket.split())
