"""A paper that is recorded is drawn again when something changed that decides what it says, and only then."""

from pathlib import Path
from typing import Any

import pytest

from takedown.rendering.source import digest_of, source_digest


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program in small, with what surrounds it."""
    for name, content in {
        "program/pictures.py": "QUALITY = 85\n",
        "program/rendering/pdf/ink.py": "WIDTH = 1\n",
        "letters/words.en.toml": "yes = 'yes'\n",
        "fonts/Sans.ttf": "glyphs",
        "fonts/base/Sans.ttf": "few",
        "fonts/coverage.txt": "Sans 20-7e\n",
        "srgb.icc": "profile",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def digest_at(root: Path) -> str:
    places: dict[str, Any] = {
        "program": root / "program",
        "words": root / "letters",
        "fonts": root / "fonts",
        "colours": root / "srgb.icc",
    }
    return digest_of(**places)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program/pictures.py", "QUALITY = 84\n"),
        ("program/rendering/pdf/ink.py", "WIDTH = 2\n"),
        ("program/rendering/pdf/more.py", ""),
        ("letters/words.en.toml", "yes = 'yea'\n"),
        ("fonts/Sans.ttf", "more glyphs"),
        ("fonts/base/Serif.ttf", "few"),
        ("fonts/coverage.txt", "Sans 20-7f\n"),
        ("srgb.icc", "Profile"),
    ],
)
def test_whatever_decides_the_bytes_of_a_paper_changes_the_digest(
    name: str, content: str, program: Path
) -> None:
    before = digest_at(program)
    (program / name).write_text(content, encoding="utf-8")

    assert digest_at(program) != before


def test_a_file_under_another_name_is_another_program(program: Path) -> None:
    before = digest_at(program)
    (program / "program/pictures.py").rename(program / "program/images.py")

    assert digest_at(program) != before


def test_what_python_keeps_beside_the_modules_changes_nothing(program: Path) -> None:
    before = digest_at(program)
    kept = program / "program/__pycache__"
    kept.mkdir()
    (kept / "pictures.py").write_text("kept", encoding="utf-8")
    (program / "program/notes.txt").write_text("kept", encoding="utf-8")

    assert digest_at(program) == before


def test_the_digest_is_that_of_the_program_that_runs() -> None:
    assert len(source_digest()) == 64
    assert source_digest() == source_digest.__wrapped__()
