"""A thousand names of the world, drawn into notices and read back."""

import re
import subprocess
from collections import Counter
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
#: Written from right to left: programs that copy text turn the line round by rules of their own. Letters then change
#: places at vowel signs, at a joiner, and (PDFium) at lam with alef; PDFium turns N'Ko and Adlam as well.
TURNED = frozenset({"Hebrew", "Arabic", "Persian", "Urdu", "Syriac", "Thaana", "NKo", "Adlam"})
#: What each program does not give back whole, beside these; the rest of the thousand names it must. "Mixture" has
#: names in two directions, and of several scripts that are drawn by different rules. PDFium loses emoji where one
#: glyph stands for two texts (♥ with a selector and without). Poppler loses the blank between two symbols or emoji.
LEFT_OUT = {
    "PDFium": TURNED | {"Mixture", "Emoji"},
    "poppler": TURNED | {"Mixture", "Emoji", "Symbols"},
}


def copied(program: str) -> list[str]:
    """The names that a program must give back."""
    return [name for script, name in ROWS if script not in LEFT_OUT[program]]


def single(text: str) -> str:
    """With single blanks, also where a line ends: all names here have room on one line."""
    return " ".join(text.split())


def lost(names: list[str], text: str) -> list[str]:
    """Names that do not stand twice in a text, once as a line of their own: in a paragraph and in the schedule."""
    lines, whole = {single(line) for line in text.splitlines()}, single(text)
    return [name for name in names if single(name) not in lines or whole.count(single(name)) < 2]


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
    read = Counter(map(single, pieces(draw_pdf(with_names(names, bold=start % 2 == 1)))))
    assert [name for name in names if read[single(name)] < 2] == []  # in its paragraph, and in the schedule


def test_what_people_copy_from_pdfium_is_the_name():
    names = copied("PDFium")
    pdf = pypdfium2.PdfDocument(draw_pdf(with_names(names)))
    assert lost(names, "\n".join(page.get_textpage().get_text_range() for page in pdf)) == []


@pytest.mark.tool("pdftotext")
def test_what_people_copy_from_poppler_is_the_name(tmp_path):
    names = copied("poppler")
    (tmp_path / "names.pdf").write_bytes(draw_pdf(with_names(names)))
    done = subprocess.run(["pdftotext", tmp_path / "names.pdf", "-"], capture_output=True, check=True)
    assert lost(names, done.stdout.decode()) == []


def test_a_blank_too_few_or_too_many_is_seen():
    assert lost(["Night Bus"], "Night Bus\n1 Night Bus ZZ") == []
    assert lost(["Night Bus"], "NightBus\n1 Night Bus ZZ") == ["Night Bus"]
    assert lost(["Nightbus"], "Nightbus\n1 Night bus ZZ") == ["Nightbus"]


@pytest.mark.tool("pdftotext")
def test_words_from_right_to_left_without_marks_come_back_from_poppler(tmp_path):
    names = [name for script, name in ROWS if script in {"Hebrew", "Arabic", "Urdu", "Syriac"}]
    words = {word for name in names for word in name.split() if word.isalpha()}
    (tmp_path / "names.pdf").write_bytes(draw_pdf(with_names(names)))
    done = subprocess.run(["pdftotext", tmp_path / "names.pdf", "-"], capture_output=True, check=True)
    read = {re.sub("[\u202a-\u202e]", "", word) for word in done.stdout.decode().split()}
    assert len(words) > 20
    assert words - read == set()
