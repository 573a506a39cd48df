"""Files are written whole: each is the old one or the new one, never half of one.

They are written beside their places, then synced, then moved over. All that the program writes is private (0600).
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from takedown.errors import StorageError

PART = ".part"
_LONGEST_PART = 200

#: The next step, by the number of the system's error.
HINTS = {
    errno.ENOSPC: "the disk is full: free some space, then run the same command again",
    errno.EDQUOT: "your share of the disk is full: free some space, then run the same command again",
    errno.EROFS: "this place is read-only: copy the workspace to where you may write",
    errno.EACCES: "check who owns the file and its folder, and that you may write there",
    errno.EPERM: "check who owns the file and its folder, and that you may write there",
    errno.EIO: "the disk reported an error: check it, and copy the workspace to another one",
    errno.ENAMETOOLONG: "the name is too long: shorten it, or move the workspace to a shorter path",
    errno.ELOOP: "it is a link: replace it by the file or folder itself",
}


def write_file(path: Path, content: bytes) -> None:
    """Write one private file where the user said, whole or not at all."""
    write_files({path.parent: {path.name: content}})


def write_files(folders: Mapping[Path, Mapping[str, bytes]]) -> None:
    """Write private files into folders that exist: folder → name → bytes. StorageError names the one that fails.

    All are written, then all are synced, then all get their names: a disk syncs many files together in little more
    time than one.
    """
    parts: list[_Part] = []
    try:
        for place, files in folders.items():
            for name in sorted(files):
                with told(place / name, "write"):
                    parts.append(_write(place, name, files[name]))
        for part in parts:
            with told(part.place / part.name, "write"):
                part.sync()
        for place, settled in groupby(parts, key=attrgetter("place")):
            _settle(place, settled)
    except BaseException:
        for part in parts:
            part.drop()
        raise


@dataclass(slots=True)
class _Part:
    """A file that is written beside its place. It keeps the open file until it is synced."""

    place: Path
    name: str
    file: Path
    handle: int | None

    def sync(self) -> None:
        if self.handle is not None:
            os.fsync(self.handle)
            self.close()

    def close(self) -> None:
        handle, self.handle = self.handle, None
        if handle is not None:
            os.close(handle)

    def drop(self) -> None:
        """Clear it away, unless it has its name already."""
        self.close()
        self.file.unlink(missing_ok=True)


def _write(place: Path, name: str, content: bytes) -> _Part:
    """Write a file beside its place; neither synced nor moved yet."""
    short = name.encode()[:_LONGEST_PART].decode(errors="ignore")  # the part's name is longer than the file's
    # mkstemp opens with O_EXCL, O_NOFOLLOW and mode 0600.
    handle, file = tempfile.mkstemp(prefix=f".{short}.", suffix=PART, dir=place)
    part = _Part(place, name, Path(file), handle)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        _begin_to_sync(handle)
    except BaseException:
        part.drop()
        raise
    return part


def _begin_to_sync(handle: int) -> None:
    """Let the disk begin with the bytes of a file while the next ones are written.

    Where many files follow, their syncs then take less than half as long: ext4 gives each its place now, and so one
    entry of its journal is enough for all (Linux: mm/fadvise.c, POSIX_FADV_DONTNEED writes out what is not yet).
    """
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):  # an advice alone: the sync that follows is what counts
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _settle(place: Path, parts: Iterable[_Part]) -> None:
    """Give the files of one folder their names."""
    for part in parts:
        with told(place / part.name, "write"):
            part.file.replace(place / part.name)
    with told(place, "write"):
        sync(place)


def sync(place: Path) -> None:
    """Sync the folder, so that the names last as the bytes do. Windows cannot open folders."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def told(path: Path, action: str) -> Iterator[None]:
    """Turn an error of the system about a file into ours, which names the file and the next step."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(
            f"{path}: could not {action} it ({reason})",
            hint=HINTS.get(error.errno or 0, "check the file and its folder"),
        ) from error
