"""A document from elsewhere can ask for endless work: it is refused in words, and the program stays as it was."""

import os
import time

import pytest
from support import picture_files as files

from takedown import exhibit_pages
from takedown.batch import ALONE, results
from takedown.bounds import Bounds
from takedown.exhibit_pages import pages_in, pages_of
from takedown.pictures import UnusableError, picture_of

TOO_MUCH = "takes too much time or memory to draw"
TIGHT = Bounds(seconds=5, wall_seconds=60, mebibytes=256)


def said(content: bytes) -> str:
    """What is wrong with it; empty where its pages are drawn."""
    try:
        pages_of(content)
    except UnusableError as error:
        return error.what
    return ""


@pytest.mark.parametrize("asked", [pages_in, pages_of], ids=["counted", "drawn"])
def test_a_drawing_that_draws_itself_without_end_is_refused(asked, monkeypatch):
    monkeypatch.setattr(exhibit_pages, "BOUNDS", TIGHT)
    assert len(files.endless_pdf()) < 1000

    with pytest.raises(UnusableError, match=TOO_MUCH) as caught:
        asked(files.endless_pdf())

    assert "print it into a new PDF, or save its pages as PNG or JPEG" in caught.value.step


def test_a_document_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(exhibit_pages, "BOUNDS", Bounds(seconds=5, wall_seconds=0.2, mebibytes=256))
    monkeypatch.setattr(exhibit_pages, "_document", lambda _: time.sleep(60))

    with pytest.raises(UnusableError) as caught:
        pages_in(files.pdf())

    assert caught.value.what == TOO_MUCH


def test_in_worker_processes_it_is_refused_likewise_and_the_others_are_drawn(monkeypatch):
    monkeypatch.setattr(exhibit_pages, "BOUNDS", TIGHT)
    good = files.pdf(1)

    heard = list(results(said, [good] * ALONE + [good, files.endless_pdf(), good, good], jobs=2))

    assert [TOO_MUCH in each for each in heard] == [*[False] * (ALONE + 1), True, False, False]
    assert [each for each in heard if TOO_MUCH not in each] == [""] * (ALONE + 3)


def test_a_page_that_cannot_be_drawn_is_known_when_pages_are_counted():
    with pytest.raises(UnusableError) as caught:
        pages_in(files.pdf_without_its_page())

    assert caught.value.what == "has a page 1 that cannot be drawn"
    assert caught.value.step


def test_where_a_system_has_no_bounds_a_pdf_is_refused_and_a_picture_is_not(monkeypatch):
    monkeypatch.delattr(os, "fork")

    with pytest.raises(UnusableError, match="this system cannot bound what drawing it takes") as caught:
        pages_in(files.pdf())

    assert "PNG or JPEG" in caught.value.step
    assert pages_of(files.photo()) == (picture_of(files.photo(), longest=exhibit_pages.LONGEST_PAGE),)
