"""Which files there are, and what each is by its first bytes. Links inside folders are not followed."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from takedown.frozen import dataclass
from takedown.register.intake.notices import is_json
from takedown.register.intake.packed import is_workbook
from takedown.register.intake.pictures import is_picture

MOST_FILES = 50_000
#: Larger than any message, picture or packed notice may be.
LARGEST = 100 * 1024 * 1024
_DEEPEST = 20
_BEGINNING = 4_096
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
#: What a computer puts into folders by itself.
_NOT_SENT = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods")


class Sort(StrEnum):
    """What a file is."""

    TABLE = "form exports"
    WORKBOOK = "workbooks"
    MESSAGE = "messages"
    PICTURE = "pictures"
    PACKED = "packed folders"
    JSON = "exports of the program"
    NOTHING = "files that are none of these"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was found. `name` is how it is called; `problem` says why it cannot be read."""

    path: Path
    name: str
    sort: Sort = Sort.NOTHING
    problem: str = ""


def files_of(paths: Iterable[Path], own: Sequence[Path] = ()) -> Iterator[File]:
    """Give the files of paths and folders in their order; `own` are files and folders of the register itself."""
    mine = {path.resolve() for path in own}
    number = 0
    for path in paths:
        for place, name, follow in _places(path):
            real = place.resolve() if mine else place
            if mine and (real in mine or not mine.isdisjoint(real.parents)):
                continue
            number += 1
            if number > MOST_FILES:
                yield File(
                    path=place, name=name, problem=f"more than {MOST_FILES:,} files; the rest was not read"
                )
                return
            yield _file(place, name, follow=follow)


def _places(path: Path) -> Iterator[tuple[Path, str, bool]]:
    if not path.is_dir():
        yield path, path.name, True
        return
    yield from ((place, place.relative_to(path).as_posix(), False) for place in _walk(path, 0))


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # it is said that it cannot be read
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold() in _NOT_SENT:
            continue
        if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
            yield from _walk(Path(entry), depth + 1)
        else:
            yield Path(entry)


def _file(path: Path, name: str, *, follow: bool) -> File:
    shown = "".join(mark if mark.isprintable() else "?" for mark in name)[-250:]
    try:
        handle = os.open(path, _TO_READ | (0 if follow else _NO_FOLLOW))
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return File(path=path, name=shown, problem="it is no file")
            beginning = file.read(_BEGINNING)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        if path.is_symlink() and not follow:
            reason = "it is a link, and links inside a folder are not followed"
        return File(path=path, name=shown, problem=f"it cannot be read: {reason}")
    if not beginning.strip():
        return File(path=path, name=shown, problem="it is empty")
    sort = _sort(path, beginning)
    if sort not in (Sort.TABLE, Sort.NOTHING) and found.st_size > LARGEST:
        return File(path=path, name=shown, problem=f"it has more than {LARGEST // 2**20} MB")
    return File(path=path, name=shown, sort=sort)


def _sort(path: Path, beginning: bytes) -> Sort:
    suffix = path.suffix.casefold()
    if is_picture(beginning):
        return Sort.PICTURE
    if beginning.startswith(b"PK\x03\x04"):
        return Sort.WORKBOOK if is_workbook(path) else Sort.PACKED
    if suffix not in _TABLES and is_json(beginning):
        return Sort.JSON
    if suffix in (".eml", ".mbox", ".mbx") or beginning.startswith(b"From ") or _in_maildir(path):
        return Sort.MESSAGE
    if suffix in _TABLES or (suffix == ".txt" and b"\n" in beginning and b"\0" not in beginning):
        return Sort.TABLE
    return Sort.NOTHING


def _in_maildir(path: Path) -> bool:
    """A message of a Maildir has no ending of its own."""
    return path.parent.name in ("cur", "new") and (path.parent.parent / "tmp").is_dir()


def content_of(path: Path) -> bytes:
    """The bytes of a file that was found."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
