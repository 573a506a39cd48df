"""Paths as people give them: typed, pasted from a file manager, dragged into a terminal."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from takedown.checks.words import quoted
from takedown.interview.answers import AnswerError

_QUOTES = "'\"‘’“”"
#: Files that a workspace holds itself; none of them is a source.
OWN_FILES = frozenset(
    {"catalog.csv", "rejected.csv", "decisions.csv", "links.csv", "principals.csv", "statements.csv"}
)
_SOURCES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xml", ".json", ".db"})


def given_paths(text: str) -> tuple[Path, ...]:
    """Find the files or folders that a line names. AnswerError, with what was looked for, where one is not there."""
    line = text.strip().removeprefix("& ").strip()
    for candidate in _readings(line):
        if _exists(candidate):
            return (candidate,)
    several = _several(line)
    if several:
        return several
    looked = next(iter(_readings(line)))
    raise AnswerError(
        f"there is no file {quoted(str(looked))}",
        hint="drag the file into this window, or type its whole path; Enter if you have none yet",
    )


def dropped(text: str) -> Path | None:
    """Find the file that an answer names by its looks: a path, or the name of a list of music that lies here.

    A plain word is none, though a folder may be called so too.
    """
    line = text.strip()
    looks = any(mark in line for mark in "/\\") or Path(line.strip(_QUOTES)).suffix.lower() in _SOURCES
    try:
        return given_paths(text)[0] if looks else None
    except AnswerError:
        return None


def _readings(line: str) -> Iterator[Path]:
    """Everything that one path can mean, the likeliest first."""
    plain = line
    if line[:1] in _QUOTES and line[-1:] in _QUOTES and len(line) > 1:
        plain = line[1:-1]
    if plain.casefold().startswith("file:"):
        parts = urlsplit(plain)
        yield Path(url2pathname(parts.path) if os.name == "nt" else unquote(parts.path))
    yield _home(plain)
    if os.name != "nt":  # there the backslash divides folders
        yield _home(re.sub(r"\\(.)", r"\1", plain))
    yield _home(line)


def _several(line: str) -> tuple[Path, ...]:
    """Find several paths, each quoted or escaped as a shell would have it; none where one of them is missing."""
    try:
        words = shlex.split(line, posix=os.name != "nt")
    except ValueError:
        return ()
    found = [next((each for each in _readings(word) if _exists(each)), None) for word in words]
    return tuple(each for each in found if each) if all(found) else ()


def _home(text: str) -> Path:
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # ~somebody who is not there
        return path


def _exists(path: Path) -> bool:
    try:
        return bool(str(path).strip(". ")) and path.exists()
    except (OSError, ValueError):  # a name that no disk can hold
        return False


def only_source(*folders: Path) -> Path | None:
    """Find the one file in the first of these folders that holds any which looks like a list of music."""
    for folder in folders:
        found = sorted(_looks_like_sources(folder))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _looks_like_sources(folder: Path) -> Iterator[Path]:
    try:
        inside = list(folder.iterdir())
    except OSError:
        return
    for path in inside:
        known = path.suffix.lower() in _SOURCES and path.name not in OWN_FILES and path.name[0] not in ".~"
        if known and path.is_file() and path.stat().st_size:
            yield path
