"""Compiled templates are kept beside the program's own, and give the same letters; nothing of a user's is kept."""

import sys
from pathlib import Path

import pytest
from letters_made import DATED, notice
from test_guard import own_letter, planted

from takedown.rendering.compiled import Compiled
from takedown.rendering.letter import load_letters
from takedown.rendering.written import write_letter


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps what is compiled, in this test."""
    kept = tmp_path / "kept"
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(kept))
    return kept


def files_in(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_a_letter_from_kept_templates_is_the_same(place: Path) -> None:
    first = write_letter(notice(), load_letters(), dated=DATED)
    kept = files_in(place)
    second = write_letter(notice(), load_letters(), dated=DATED)

    assert second == first
    assert any(name.startswith("letters-withdrawal.en.md.j2.") for name in kept)
    assert any(name.startswith("letters-withdrawal.en.md.j2-subject.") for name in kept)
    assert files_in(place) == kept


def test_kept_templates_are_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_letter(notice(), load_letters(), dated=DATED)
    again = load_letters()
    monkeypatch.setattr(type(again.environment), "compile", None)  # whoever compiled would fail

    assert write_letter(notice(), again, dated=DATED).subject


def test_templates_of_a_workspace_are_never_kept(place: Path, tmp_path: Path) -> None:
    overlay = own_letter(tmp_path, "letters/withdrawal.en.md.j2", planted("Our own secret words."))
    letters = load_letters(overlay)
    name = "letters/withdrawal.en.md.j2"

    for each in (name, f"{name}#subject", "letters/parts/authority.en.md.j2"):
        letters.environment.get_template(each)

    kept = files_in(place)
    assert [one.split(".md")[0] for one in kept] == ["letters-parts-authority.en"]
    assert not any(b"secret" in content for content in kept.values())


def test_what_was_compiled_of_another_text_is_not_used(place: Path) -> None:
    before = load_letters().environment
    before.get_template("letters/parts/codes.en.md.j2")
    bucket = Compiled(["letters/parts/codes.en.md.j2"]).get_bucket(
        before, "letters/parts/codes.en.md.j2", None, "Another text."
    )

    assert bucket.code is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"j2" * 40])
def test_a_file_that_is_no_compiled_template_is_passed_over(place: Path, content: bytes) -> None:
    write_letter(notice(), load_letters(), dated=DATED)
    for path in place.rglob("*.pyc"):
        path.write_bytes(content)

    assert write_letter(notice(), load_letters(), dated=DATED).subject


def test_nothing_is_kept_where_python_keeps_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    write_letter(notice(), load_letters(), dated=DATED)

    assert files_in(place) == {}


def test_a_place_that_cannot_be_written_is_no_error(place: Path) -> None:
    place.write_text("a file where the folder would be", encoding="utf-8")

    assert write_letter(notice(), load_letters(), dated=DATED).subject


def test_a_python_that_has_no_place_for_compiled_files_compiles(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.implementation, "cache_tag", None)

    assert write_letter(notice(), load_letters(), dated=DATED).subject
    assert not place.exists()
