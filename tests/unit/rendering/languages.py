"""A language that no translator made: the English texts under another name, with the grammar of another locale."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from takedown.rendering import Letters, load_letters
from takedown.resources import notice_templates

#: What the letters of the program exist in.
SHIPPED = sorted(path.name.split(".")[1] for path in notice_templates().glob("letters/words.*.toml"))
#: Stands for a language in tests. Qaa to qtz are for private use (ISO 639-2).
MADE = "qaa"


def templates(tmp_path: Path, *, read_by: str = "", leave_out: str = "") -> Path:
    """A folder like notice_templates with one language more; `leave_out` is a file that it lacks."""
    folder = tmp_path / "notice_templates"
    shutil.copytree(notice_templates(), folder)
    read = f'read_by = "{read_by}"\nread_on = "{"2026-11-20" if read_by else ""}"\nsubject = '
    for path in [*folder.glob("letters/**/*.en.*"), *folder.glob("platforms/*/request.en.md.j2")]:
        text = path.read_text(encoding="utf-8").replace(".en.md.j2", f".{MADE}.md.j2")
        if path.parent.name == "letters" and path.name.endswith(".j2"):
            text = text.replace("subject = ", read, 1)
        name = path.relative_to(folder).as_posix().replace(".en.", f".{MADE}.")
        if name != leave_out:
            (folder / name).write_text(text, encoding="utf-8")
    words = folder / "letters" / f"words.{MADE}.toml"
    said = words.read_text(encoding="utf-8").replace('locale = "en_GB"', 'locale = "de_DE"')
    words.write_text(said.replace('reference = "Reference"', 'reference = "Zeichen"'), encoding="utf-8")
    return folder


def change(folder: Path, name: str, pattern: str, new: str) -> None:
    """Change one place of a file."""
    path = folder / name
    text, times = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert times == 1, "the change must change something"
    path.write_text(text, encoding="utf-8")


def load(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Letters:
    """All letters, with that folder in place of the program's own, each head and each file of words read."""
    monkeypatch.setattr("takedown.rendering.letter.notice_templates", lambda: folder)
    letters = load_letters()
    assert all(letters.heads.values())
    assert all(letters.words.values())
    return letters


def english_words() -> dict[str, object]:
    return tomllib.loads((notice_templates() / "letters" / "words.en.toml").read_text(encoding="utf-8"))
