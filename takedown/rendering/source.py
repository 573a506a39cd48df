"""What the program's own drawing is, as one digest: it changes when anything does that decides what a paper says."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import takedown
from takedown.resources import colour_profile, font, notice_templates


@cache
def source_digest() -> str:
    """Digest of this program, as hex; computed once."""
    return digest_of(
        program=Path(takedown.__file__).resolve().parent,
        words=notice_templates() / "letters",
        fonts=font("").parent,
        colours=colour_profile(),
    )


def digest_of(*, program: Path, words: Path, fonts: Path, colours: Path) -> str:
    """Digest of a program, of its words that are in no letter, and of its fonts and colours, as hex.

    A paper rests on almost all modules, and a list of them would miss the next one: so it is the bytes of all. Fonts,
    ten megabytes, count by name and size, and by the index of the characters that they have.
    """
    found = sha256()
    for path in (*_modules(program), *sorted(map(str, words.glob("*.toml"))), str(colours)):
        with open(path, "rb") as stream:  # noqa: PTH123 – a Path for each of 360 files takes longer than to read it
            content = stream.read()
        found.update(f"\0{os.path.basename(path)}\0{len(content)}\0".encode())  # noqa: PTH119 – likewise
        found.update(content)
    for each in sorted(fonts.rglob("*.ttf")):
        found.update(f"\0{each.relative_to(fonts).as_posix()}\0{each.stat().st_size}".encode())
    found.update((fonts / "coverage.txt").read_bytes())
    return found.hexdigest()


def _modules(folder: Path) -> Iterator[str]:
    """Paths of all modules, in one order on every disk."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (f"{base}/{name}" for name in sorted(names) if name.endswith(".py"))
