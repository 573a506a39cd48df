"""Looks through a folder for files that still name somebody: pages, tables, packets, and what lies in packed files."""

import html
import os
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath

from takedown.model import folded
from takedown.patterns import pattern

#: Shorter names stand in other words: `Low` in `below`.
_SHORTEST = 4
_READABLE = frozenset({".csv", ".json", ".toml", ".txt", ".html", ".md", ".tsv", ".xml", ".eml", ".mbox"})
#: A workbook is a packed file, too.
_PACKED = frozenset({".zip", ".xlsx", ".xlsm", ".ods", ".docx"})
_LARGEST = 20_000_000
_MOST_FILES = 100_000
_MOST_MEMBERS = 2_000
_SIGNS = pattern(r"[\W_]+")
_MARKS = pattern(r"[\u0300-\u036f]+")
#: Letters whose marks may be others than those; looking at each is slow.
_RARE = pattern(r"[^\x00-\u024f\u2000-\u206f\u2190-\u27bf]")


def names_any(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of these names in it, also as part of a word, unless the name is very short."""
    raw = folded(text)
    plain = f" {_plain(raw)} "
    close = plain.replace(" ", "")
    return any(
        f" {word} " in plain or (len(word) >= _SHORTEST and (word in raw or word.replace(" ", "") in close))
        for word in words
        if word
    )


def _plain(raw: str) -> str:
    """Words as `name_key` makes them, of texts that are long."""
    if not raw.isascii():
        raw = _MARKS.sub("", unicodedata.normalize("NFKD", raw))
        if _RARE.search(raw):
            raw = "".join(mark for mark in raw if not unicodedata.combining(mark))
    return " ".join(_SIGNS.split(raw)).strip()


def still_named(folder: Path, words: Collection[str], own: Collection[str] = ()) -> tuple[str, ...]:
    """The files below a folder that name somebody, from the folder; `own`: files that are not looked into."""
    found: list[str] = []
    for path in islice(_files(folder), _MOST_FILES):
        place = path.relative_to(folder).as_posix()
        if place in own:
            continue
        if names_any(place, words) or any(names_any(text, words) for text in _texts(path)):
            found.append(place)
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):  # links are not followed
        folders.sort()
        yield from (Path(place, name) for name in sorted(files))


def _texts(path: Path) -> Iterator[str]:
    """What can be read in a file. What cannot be opened says nothing."""
    suffix = path.suffix.casefold()
    broken = (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    )
    with suppress(*broken):
        if not path.is_file():
            return
        if suffix in _PACKED:
            with zipfile.ZipFile(path) as packed:
                yield from _members(packed)
        elif suffix in _READABLE:
            with path.open("rb") as file:
                yield _text(file.read(_LARGEST))


def _members(packed: zipfile.ZipFile) -> Iterator[str]:
    left = _LARGEST  # of all members together: what is packed can be much larger than the file
    for member in packed.infolist()[:_MOST_MEMBERS]:
        yield member.filename
        if left > 0 and PurePosixPath(member.filename).suffix.casefold() in _READABLE:
            with packed.open(member) as file:
                content = file.read(left)
            left -= len(content)
            yield _text(content)


def _text(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    return html.unescape(text) if "&" in text else text
