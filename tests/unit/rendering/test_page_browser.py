"""The preview in a real browser: what it shows, what it asks for, how wide it is, how it prints, who can read it."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from papers import one_release, platform_request, signed, with_schedule
from pypdf import PdfReader
from support.browser import Browser, started
from test_page import HOSTILE, PARTS, STEPS, TICKET, illustrated, titled, words_of

from takedown.rendering.page import draw_page

pytestmark = [pytest.mark.tool("chromium"), pytest.mark.tool("chromedriver")]

#: The letter as a reader sees it, without the banner, the headers of the columns and the foot.
_VISIBLE = """
const letter = document.querySelector('article').cloneNode(true);
letter.querySelectorAll('.specimen, thead, article > footer').forEach(each => each.remove());
letter.querySelectorAll('ol > li').forEach(
  item => item.prepend(([...item.parentElement.children].indexOf(item) + 1) + '. '));
document.querySelector('article').replaceWith(letter);
return letter.innerText;
"""
#: Where each word of the subject stands, from the left edge.
_PLACES = """
const heading = document.querySelector('h1'), found = [];
const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());)
  for (const word of node.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    found.push([word[0], range.getBoundingClientRect().left]);
  }
return found;
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("profile")) as window:
        yield window


def written(folder: Path, page: str) -> Path:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return path


def whole(**changes: object) -> str:
    """A page with all of its parts."""
    paper = replace(platform_request(), **changes)
    return draw_page(paper, english=signed(), ticket=TICKET, pasted=PARTS, steps=STEPS)


@pytest.mark.parametrize(
    "paper", [platform_request(), signed(), with_schedule(0, 2)], ids=lambda paper: paper.id
)
def test_a_reader_sees_the_words_of_notice_txt_in_their_order(browser, tmp_path, paper):
    browser.show(written(tmp_path, draw_page(paper)))

    assert browser.run(_VISIBLE).split() == words_of(paper)


def test_lists_with_numbers_are_counted_by_the_browser(browser, tmp_path):
    browser.show(written(tmp_path, draw_page(one_release())))

    assert (
        browser.run("return getComputedStyle(document.querySelector('ol > li')).listStyleType") == "decimal"
    )


def test_the_page_asks_for_nothing_and_the_browser_complains_of_nothing(browser, tmp_path):
    path = written(tmp_path, whole())
    browser.show(path)
    requests = set(browser.requests())

    assert path.as_uri() in requests
    assert requests <= {path.as_uri(), "data:,"}
    assert browser.complaints() == []


def test_the_browser_would_see_a_request_and_a_complaint(browser, tmp_path):
    """Without this, the test above could not fail."""
    open_page = (
        "<!DOCTYPE html><meta charset=utf-8><img src='missing.png'><script>console.error('here')</script>"
    )
    browser.show(written(tmp_path, open_page))

    assert any(url.endswith("missing.png") for url in browser.requests())
    assert any("here" in message for message in browser.complaints())


def test_titles_that_would_like_to_be_markup_stay_text(browser, tmp_path):
    paper = titled(*HOSTILE)
    path = written(tmp_path, draw_page(paper, ticket="\n".join(HOSTILE), steps="\n".join(HOSTILE)))
    browser.show(path)

    assert set(browser.requests()) <= {path.as_uri(), "data:,"}
    assert browser.complaints() == []
    assert (
        browser.run("return document.querySelectorAll('script, img, form, [onerror], [onmouseover]').length")
        == 0
    )
    assert browser.run(_VISIBLE).split() == words_of(paper)


def test_even_a_script_that_got_in_could_not_run(browser, tmp_path):
    page = draw_page(one_release()).replace("</main>", "<script>document.title = 'ran'</script></main>")
    browser.show(written(tmp_path, page))

    assert browser.run("return document.title") == one_release().subject
    assert any("Content Security Policy" in message for message in browser.complaints())


@pytest.mark.parametrize("width", [360, 768, 1400])
@pytest.mark.parametrize("paper", ["long words", "as usual"])
def test_nothing_is_wider_than_the_window(browser, tmp_path, width, paper):
    long = "Donaudampfschifffahrtsgesellschaftskapitän" * 5
    changes = (
        {} if paper == "as usual" else {"subject": long, "schedule_title": long, "sender_lines": (long, long)}
    )
    browser.show(written(tmp_path, whole(**changes)), width=width)

    assert browser.run("return innerWidth") == width
    assert browser.overflow() <= 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_read_it_by_day_and_by_night(browser, tmp_path, dark):
    browser.show(written(tmp_path, whole()), dark=dark)
    contrasts = browser.contrasts()
    background = browser.run("return getComputedStyle(document.body).backgroundColor")

    assert len(contrasts) > 100
    assert [each for each in contrasts if each[1] < 4.5] == []
    assert (sum(map(int, re.findall(r"\d+", background))) < 150) is dark


@pytest.mark.parametrize("name", ["فيروز الصباح", "שלום עולם", "فيروز 1962 (شريط)"])
def test_a_name_from_right_to_left_moves_nothing_beside_it(browser, tmp_path, name):
    subject = f"Remove – {name} – 3 releases – Ref K7QWZ2M4TA"
    browser.show(written(tmp_path, draw_page(replace(one_release(), subject=subject))), width=1400)
    places = browser.run(_PLACES)
    beside = [left for word, left in places if word not in name.split()]
    inside = [left for word, left in places if word in name.split()]

    assert [word for word, _ in places] == subject.split()
    assert beside == sorted(beside)
    assert inside == sorted(inside, reverse=True)


def test_one_click_selects_a_whole_part_of_the_ticket_and_nothing_else(browser, tmp_path):
    browser.show(written(tmp_path, whole()))
    browser.run("document.querySelectorAll('.paste')[1].scrollIntoView()")
    browser.click(".paste:nth-of-type(3)")

    assert browser.run("return getSelection().toString()").split() == PARTS[0].text.split()


def test_a_schedule_of_a_thousand_recordings_is_all_there(browser, tmp_path):
    paper = with_schedule(*[20] * 50)
    browser.show(written(tmp_path, draw_page(paper)), width=360)

    assert browser.run("return document.querySelectorAll('tbody th[scope=row]').length") == 1000
    assert browser.overflow() <= 0
    assert browser.run(_VISIBLE).split() == words_of(paper)


@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11)], ids=["A4", "Letter"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_prints_the_letter_alone_with_the_header_of_the_schedule_on_each_page(
    browser, tmp_path, width, height, dark
):
    paper = with_schedule(*[20] * 12)
    browser.show(written(tmp_path, draw_page(paper, ticket=TICKET, pasted=PARTS, steps=STEPS)), dark=dark)
    pdf = browser.printed(tmp_path / "page.pdf", width=width, height=height)
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    first = next(i for i, page in enumerate(pages) if paper.schedule_title in page)

    assert len(pages) > 5
    assert all(re.search(r"No\.\s+ISRC\s+Recording", page) for page in pages[first:])
    assert all("Preview of notice" not in page and "The steps" not in page for page in pages)
    assert "".join(pages).count("Attach:") == 0


def test_a_printed_specimen_says_so_once(browser, tmp_path):
    browser.show(written(tmp_path, draw_page(platform_request())))
    pdf = browser.printed(tmp_path / "page.pdf", width=8.27, height=11.69)
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)

    assert text.count("Specimen") == 1


def test_a_browser_shows_every_picture_and_fetches_none(browser, tmp_path):
    path = written(tmp_path, draw_page(illustrated()))
    browser.show(path, width=360)

    assert (
        browser.run("return [...document.images].map(image => image.complete && image.naturalWidth > 0)")
        == [True] * 4
    )
    assert {url for url in browser.requests() if not url.startswith("data:")} <= {path.as_uri()}
    assert browser.complaints() == []
    assert browser.overflow() <= 0


@pytest.mark.tool("pdftoppm")
def test_it_prints_dark_on_white_also_by_night(browser, tmp_path):
    browser.show(written(tmp_path, draw_page(signed())), dark=True)
    pdf = browser.printed(tmp_path / "page.pdf", width=8.27, height=11.69)
    done = subprocess.run(["pdftoppm", "-gray", "-r", "20", "-l", "1", pdf], capture_output=True, check=True)
    *_, pixels = done.stdout.split(b"\n", 3)

    assert sum(pixels) / len(pixels) > 230
    assert min(pixels) < 120
