"""Folders of tagged audio: what the tags say, file by file. Names of files and folders are guesses, and not used."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.readers.plain.columns import visible
from takedown.readers.tagged.tag_bytes import TagError
from takedown.readers.tagged.tags import read_tags
from takedown.readers.tracks import checked, with_release_rows
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem

#: Files of one folder, audio or not. The largest private collections have some hundred thousand.
MAX_FILES = 200_000
#: A WAV ends at 4 GB; what is bigger is no track.
MAX_BYTES = 8_000_000_000

#: Endings by which a file in a folder counts as audio. Of those in the last two lines no tags can be read.
_AUDIO = frozenset(
    {
        ".mp1", ".mp2", ".mp3", ".flac", ".oga", ".ogg", ".ogv", ".opus", ".spx", ".wav", ".wma", ".wmv", ".asf",
        ".m4a", ".m4b", ".m4p", ".m4r", ".m4v", ".mp4", ".aiff", ".aifc", ".aif", ".afc", ".aax", ".aaxc",
        ".aac", ".ac3", ".amr", ".ape", ".au", ".caf", ".dff", ".dsf", ".dts", ".mka", ".mpc", ".ra", ".tak",
        ".tta", ".w64", ".wv",
    }
)  # fmt: skip
_KINDS = {
    "a picture": frozenset(
        {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".psd"}
    ),
    "a playlist, a cue sheet or a log": frozenset({".cue", ".log", ".m3u", ".m3u8", ".pls", ".xspf", ".sfv"}),
}
_NO_AUDIO = "no audio file"
_HIDDEN = "hidden"
_LINK = "a link: only what lies in the folder itself is read"
_SPECIAL = "no ordinary file"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file of the folder: audio, or passed over for a reason, or a folder that cannot be opened."""

    name: str
    reason: str = ""
    problem: str = ""


@contextmanager
def open_folder(path: Path, *, name: str) -> Iterator[Source]:
    """Open a folder of tagged audio with its subfolders, or a single audio file.

    `name` is how messages call it. Each file gives one row, with its path, from the folder on, as its place; a damaged
    file or one without tags gives a bad row, and the others go on. CatalogError where there is no audio at all.
    """
    try:
        found, layout = _listed(path, name=name)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogError(f"{name}: cannot be read ({reason})", hint="check its permissions") from error
    progress = _Progress(len(found))
    yield Source(
        name=name,
        layout=layout,
        nature=Nature.CATALOG,
        rows=with_release_rows(_rows(path, found, progress, name=name)),
        done=progress.done,
    )


class _Progress:
    """How many of the files have been read."""

    def __init__(self, files: int) -> None:
        self._files = files
        self.read = 0

    def done(self) -> float:
        """Give the part that is done, from 0 to 1."""
        return self.read / self._files if self._files else 1.0


def _listed(path: Path, *, name: str) -> tuple[Sequence[_Found], str]:
    if path.is_file():
        return [_Found(name="")], "tagged audio file"
    if not path.is_dir():
        raise CatalogError(f"{name}: no such file or folder", hint="check the name of the folder")
    found: list[_Found] = []
    for each in _walk(path):
        if len(found) == MAX_FILES:
            raise CatalogError(
                f"{name}: more than {MAX_FILES:,} files",
                hint="read it in parts: name one of its folders at a time",
            )
        found.append(each)
    if all(each.reason for each in found):
        others = f": {len(found):,} other file{'s' * (len(found) > 1)}" if found else ""
        raise CatalogError(
            f"{name}: no audio files in this folder{others}",
            hint="name the folder that holds the music (FLAC, MP3, M4A, Ogg, WAV, AIFF), or a list of it",
        )
    return found, "folder of tagged audio files"


def _walk(top: Path) -> Iterator[_Found]:
    """List every file below a folder in the order of names, files before folders; links are never followed.

    A link inside the folder leads to a file that is read anyway, and one out of it to what was not named.
    """
    inside = top.resolve()
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(top / folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise
            yield _Found(name=folder, problem=f"the folder cannot be opened ({error.strerror})")
            continue
        deeper = []
        for entry in entries:
            place = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False) and not entry.is_symlink()
            if is_folder and not entry.name.startswith(".") and _is_below(entry.path, inside):
                deeper.append(place)
            else:
                yield _Found(name=place, reason=_reason(entry, is_folder=is_folder))
        waiting.extend(reversed(deeper))


def _is_below(path: str, inside: Path) -> bool:
    """Whether a folder really lies in another one; a junction of Windows is no link and leads elsewhere."""
    return Path(path).resolve().is_relative_to(inside)


def _reason(entry: os.DirEntry[str], *, is_folder: bool) -> str:
    """Say why a file is passed over; empty for audio."""
    ending = Path(entry.name).suffix.lower()
    if entry.name.startswith("."):
        return _HIDDEN
    if is_folder or entry.is_symlink():
        return _LINK
    if not entry.is_file(follow_symlinks=False):
        return _SPECIAL
    if ending in _AUDIO:
        return ""
    return next((kind for kind, endings in _KINDS.items() if ending in endings), _NO_AUDIO)


def _rows(top: Path, found: Sequence[_Found], progress: _Progress, *, name: str) -> Iterator[SourceItem]:
    for each in found:
        source = SourceRef(file=f"{name}/{_shown(each.name)}" if each.name else name)
        if each.reason:
            yield PassedRow(source=source, reason=each.reason)
        elif each.problem:
            yield _bad(source, each.problem, "check the permissions of the folder, and read it again")
        else:
            yield from _file(top / each.name if each.name else top, source)
        progress.read += 1


def _file(path: Path, source: SourceRef) -> Iterator[SourceItem]:
    try:
        with path.open("rb") as stream:
            tags = read_tags(stream, filename=path.name, size=_size(stream))
    except OSError as error:
        yield _bad(source, f"the file cannot be read ({error.strerror})", "check the permissions of the file")
    except TagError as error:
        yield _bad(source, error.reason, error.fix)
    else:
        yield checked(tags.cells, source, where="in the tags of the file")
        for reason in tags.unused:
            yield PassedRow(source=source.at("isrc"), reason=reason)


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if not size:
        raise TagError("the file is empty", "copy it again from where it came")
    if size > MAX_BYTES:
        raise TagError(f"bigger than {MAX_BYTES // 1_000_000_000} GB", "write its row into catalog.csv")
    return size


def _bad(source: SourceRef, reason: str, fix: str) -> BadRow:
    return BadRow(cells={}, source=source, rule="E-TAGS", reason=reason, fix=fix)


def _shown(name: str) -> str:
    """Write a path as text that can be stored and printed: bytes that are no UTF-8 and control characters as codes."""
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace"))
