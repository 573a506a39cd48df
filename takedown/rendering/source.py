"""What the program's own drawing is, as one digest: it changes when anything does that decides what a paper says."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import takedown
from takedown.resources import colour_profile, font, notice_templates

_PACKAGE = Path(takedown.__file__).resolve().parent


@cache
def source_digest() -> str:
    """Digest of the program, of the words that are in no letter, and of fonts and colours; computed once.

    Drawing rests on almost all modules, so that naming them one by one would miss the next one: it is the bytes of
    all. Fonts, ten megabytes, count by name and size, and by the list of the characters that they have.
    """
    found = sha256()
    fonts = font("").parent
    for path in (*_modules(_PACKAGE), *sorted((notice_templates() / "letters").glob("*.toml"))):
        with open(path, "rb") as stream:  # noqa: PTH123 – a Path for each of 360 files takes as long as reading it
            found.update(f"\0{stream.seek(0, os.SEEK_END)}\0".encode())
            stream.seek(0)
            found.update(stream.read())
    for path in sorted(fonts.rglob("*.ttf")):
        found.update(f"\0{path.relative_to(fonts).as_posix()}\0{path.stat().st_size}".encode())
    for path in (fonts / "coverage.txt", colour_profile()):
        found.update(path.read_bytes())
    return found.hexdigest()


def _modules(folder: Path) -> Iterator[str]:
    """Paths of all modules, in one order on every disk."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(base, name) for name in sorted(names) if name.endswith(".py"))
