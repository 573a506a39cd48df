"""A thousand names of the world, drawn into notices and read back."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from papers import one_release, schedule
from reading import pieces

from takedown.rendering.fonts import Face
from takedown.rendering.paper import Paragraph, Run
from takedown.rendering.pdf import draw_pdf
from takedown.rendering.setting import missing_characters, set_text

FILE = Path(__file__).parents[2] / "data" / "names" / "world-names.tsv"
ROWS = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()[1:]]
NAMES = [name for _, name in ROWS]
#: Written from right to left: programs that copy text turn the line round by rules of their own.
TURNED = frozenset({"Hebrew", "Arabic", "Persian", "Urdu", "Syriac", "Thaana", "NKo", "Adlam"})
APART = frozenset({"Mixture", "Emoji", "Symbols", "Tibetan"})
COPIED = frozenset(script for script, _ in ROWS) - TURNED - APART


def squeezed(text: str) -> str:
    """Without blanks: lines break at them."""
    return re.sub(r"\s", "", text)


def with_names(names: list[str], *, bold: bool = False):
    """A paper with a paragraph and a recording for each name."""
    paper = one_release()
    blocks = tuple(Paragraph(runs=(Run(text=name, bold=bold),)) for name in names)
    (release,) = schedule(len(names))
    recordings = tuple(
        replace(recording, title=name) for recording, name in zip(release.recordings, names, strict=True)
    )
    return replace(
        paper, blocks=(*blocks, *paper.blocks), schedule=(replace(release, recordings=recordings),)
    )


def test_there_are_a_thousand_different_names_in_more_than_thirty_scripts():
    assert len(set(NAMES)) == len(NAMES) == 1000
    assert len({script for script, _ in ROWS}) > 30


def test_every_name_of_the_world_can_be_printed():
    assert {name: missing_characters(name) for name in NAMES if missing_characters(name)} == {}


@pytest.mark.parametrize("face", list(Face))
def test_every_name_keeps_each_of_its_characters(face):
    for name in NAMES:
        runs = sorted(set_text(name, face), key=lambda run: run.start)
        assert "".join(unit.text for run in runs for unit in run.units) == name


@pytest.mark.parametrize("start", range(0, 1000, 125))
def test_every_name_comes_back_from_the_page_as_it_was_given(start):
    names = NAMES[start : start + 125]
    read = squeezed("".join(pieces(draw_pdf(with_names(names, bold=start % 2 == 1)))))
    place = 0
    for name in [*names, *names]:  # the paragraphs, then the schedule
        place = read.find(squeezed(name), place)
        assert place >= 0, name
        place += len(squeezed(name))


def test_what_people_copy_from_pdfium_is_the_name():
    names = [name for script, name in ROWS if script in COPIED]
    pdf = pypdfium2.PdfDocument(draw_pdf(with_names(names)))
    read = squeezed("".join(page.get_textpage().get_text_range() for page in pdf))
    assert [name for name in names if read.count(squeezed(name)) < 2] == []


@pytest.mark.tool("pdftotext")
def test_what_people_copy_from_poppler_is_the_name(tmp_path):
    names = [name for script, name in ROWS if script in COPIED]
    (tmp_path / "names.pdf").write_bytes(draw_pdf(with_names(names)))
    done = subprocess.run(["pdftotext", tmp_path / "names.pdf", "-"], capture_output=True, check=True)
    read = squeezed(done.stdout.decode())
    assert [name for name in names if read.count(squeezed(name)) < 2] == []


@pytest.mark.tool("pdftotext")
def test_words_from_right_to_left_without_marks_come_back_from_poppler(tmp_path):
    names = [name for script, name in ROWS if script in {"Hebrew", "Arabic", "Urdu", "Syriac"}]
    words = {word for name in names for word in name.split() if word.isalpha()}
    (tmp_path / "names.pdf").write_bytes(draw_pdf(with_names(names)))
    done = subprocess.run(["pdftotext", tmp_path / "names.pdf", "-"], capture_output=True, check=True)
    read = {re.sub("[\u202a-\u202e]", "", word) for word in done.stdout.decode().split()}
    assert len(words) > 20
    assert words - read == set()
