"""Every letter as people read it. GOLDEN=write renews the files; read them aloud before they are kept."""

import io
import os
from pathlib import Path

import pytest
from letters_made import DATED, VARIANTS
from pypdf import PdfReader

from takedown.rendering import load_letters, render_notice

GOLDEN = Path(__file__).parents[2] / "golden" / "letters"
LETTERS = load_letters()


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("file", ["notice.txt", "ticket.txt"])
def test_a_letter_says_what_was_read_and_agreed(name, file):
    text = render_notice(VARIANTS[name], LETTERS, dated=DATED).files[file].decode()
    kept = GOLDEN / f"{name}.{file}"
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")

    assert kept.read_bytes().decode() == text


def test_no_golden_file_is_left_behind():
    expected = {f"{name}.{file}" for name in VARIANTS for file in ("notice.txt", "ticket.txt")}

    assert {path.name for path in GOLDEN.iterdir()} == expected


@pytest.mark.parametrize("name", set(VARIANTS) - {"withdrawal-own-words"})
def test_the_name_of_the_program_stands_in_nothing_that_is_handed_over(name):
    files = render_notice(VARIANTS[name], LETTERS, dated=DATED).files

    assert not [
        file for file in ("notice.txt", "ticket.txt", "items.csv") if b"takedown" in files[file].lower()
    ]


#: Two bulleted deliveries, or the names of all services beside an agreement, take a few lines more.
LONGER = {"platform-request-several", "withdrawal-direct"}


@pytest.mark.parametrize("name", sorted(set(VARIANTS) - LONGER))
def test_a_letter_is_signed_on_its_first_page(name):
    pages = PdfReader(
        io.BytesIO(render_notice(VARIANTS[name], LETTERS, dated=DATED).files["notice.pdf"])
    ).pages

    assert "Place and date" in pages[0].extract_text()
