"""The files of a workspace: where they are, how they are written, and whether they are still as they were.

All that the program writes is private (0600, folders 0700): notices carry home addresses.
"""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from takedown.errors import StorageError
from takedown.writing import HINTS, PART, sync, told, write_file, write_files

__all__ = [
    "CLUTTER",
    "PART",
    "FileState",
    "State",
    "Workspace",
    "is_clutter",
    "sync",
    "told",
    "write_file",
    "write_files",
]

#: What operating systems leave behind; never a problem.
CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # Windows has none, and needs rights to make links
#: A pipe is opened without waiting for its other end, and then refused. Windows: bytes as they are.
_TO_READ = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SENDING = ".takedown.send.lock"
#: No file system in use takes longer names; some fail late, after other files were written.
_LONGEST_NAME = 255


class State(StrEnum):
    """What became of a file."""

    PRESENT = "present"
    MISSING = "missing"
    EDITED = "edited"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """A name in a folder and what became of it."""

    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder with everything that belongs together. Folders are named relative to it, with `/`."""

    root: Path

    @property
    def ledger_file(self) -> Path:
        return self.root / "ledger.db"

    @property
    def notices(self) -> Path:
        return self.root / "notices"

    @property
    def restore(self) -> Path:
        """The folder of restore kits."""
        return self.root / "restore"

    @property
    def templates(self) -> Path | None:
        """The overlay of records and letters, where the user made one."""
        overlay = self.root / "templates"
        return overlay if overlay.is_dir() else None

    def check_folder(self, folder: str) -> None:
        """Raise StorageError where `write_folder` could not use this folder; writes nothing."""
        self._folder(folder, make=False)

    def write_folder(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Write files into a folder, which is made where it is missing. Other files of the folder stay."""
        self.write_folders({folder: files})

    def write_folders(self, folders: Mapping[str, Mapping[str, bytes]]) -> None:
        """Write files into several folders: folder → name → bytes; all are synced together."""
        for folder, files in folders.items():
            self.check_folder(folder)
            for name in files:
                _check_name(name, self.root)
        places: dict[Path, Mapping[str, bytes]] = {}
        for folder, files in folders.items():
            place = self._folder(folder, make=True)
            with told(place, "write"):
                _sweep(place)
            places[place] = files
        write_files(places)

    def read_file(self, folder: str, name: str) -> bytes | None:
        """Return the bytes of a file; None where it or its folder is missing. A link is never followed."""
        place = self._folder(folder, make=False)
        _check_name(name, place)
        with told(place / name, "read"):
            try:
                content = _content(place / name)
            except (FileNotFoundError, NotADirectoryError):
                return None
        if content is None:
            raise StorageError(f"{place / name}: is no file", hint="move it away, then try again")
        return content

    def remove_file(self, folder: str, name: str) -> None:
        """Remove a file of a folder; one that is not there needs no removing."""
        place = self._folder(folder, make=False)
        _check_name(name, place)
        with told(place / name, "remove"):
            (place / name).unlink(missing_ok=True)
            sync(place)

    def move_folder(self, folder: str, target: str) -> None:
        """Move a folder; a target that exists is never overwritten."""
        old = self._folder(folder, make=False)
        parent, _, name = target.rpartition("/")
        _check_name(name, self.root)
        new = (self._folder(parent, make=True) if parent else self.root) / name
        if new.exists() or new.is_symlink():
            raise StorageError(
                f"{new}: already there; nothing was moved", hint="move it away, then try again"
            )
        with told(old, "move"):
            old.rename(new)

    def compare(self, folder: str, expected: Mapping[str, str]) -> tuple[FileState, ...]:
        """Compare a folder with what it should hold (name → SHA-256), in the order of names."""
        place = self._folder(folder, make=False)
        with told(place, "read"):
            names = {path.name for path in place.iterdir()} if place.is_dir() else set()
            clutter = {name for name in names if is_clutter(place / name)}
        states = dict.fromkeys(names - expected.keys() - clutter, State.EXTRA)
        for name, sha256 in expected.items():
            states[name] = self._state(place, name, sha256) if name in names else State.MISSING
        return tuple(FileState(name=name, state=states[name]) for name in sorted(states))

    def _state(self, place: Path, name: str, sha256: str) -> State:
        path = place / name
        with told(path, "read"):
            content = None if path.is_symlink() else _content(path)
        same = content is not None and hashlib.sha256(content).hexdigest() == sha256
        return State.PRESENT if same else State.EDITED

    def _folder(self, folder: str, *, make: bool) -> Path:
        """Return a folder under the root that is reached without a link; with `make` it exists afterwards."""
        parts = folder.split("/")
        place = self.root
        for part in parts:
            _check_name(part, self.root)
        for part in parts:
            place = place / part
            if make:
                with told(place, "make"), contextlib.suppress(FileExistsError):
                    place.mkdir(mode=0o700)
            _check_place(place)
        # Belt and braces: whatever the names were, the folder lies under the root.
        if not Path(os.path.realpath(place)).is_relative_to(_real(Path.cwd() / self.root)):
            raise StorageError(f"{place}: lies outside of the workspace; nothing was written")
        return place

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the workspace for this run, so that two never write at once. It is released on death."""
        with self._held(".takedown.lock") as is_ours:
            if is_ours:
                self._sweep_all()
            yield

    @contextlib.contextmanager
    def senders_lock(self) -> Iterator[None]:
        """Hold the sending of this workspace: there is one sender, or none. It is released on death.

        Apart from `lock`, so that a message can be taken back while others are on their way.
        """
        with self._held(_SENDING, "is sending from this workspace") as is_ours:
            if not is_ours:
                raise StorageError(
                    f"{self.root}: this system has no file locks that the program knows, so it does not send from here",
                    hint="hand over by drafts or files instead: takedown outbox export",
                )
            yield

    def is_sending(self) -> bool:
        """Whether a run sends from here right now; nothing is written."""
        if not (self.root / _SENDING).exists():
            return False
        try:
            with self.senders_lock():
                return False
        except StorageError:
            return True

    @contextlib.contextmanager
    def _held(self, name: str, does: str = "is working in this workspace") -> Iterator[bool]:
        path = self.root / name
        with told(path, "open"):
            handle = os.open(path, os.O_CREAT | os.O_RDWR | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0), 0o600)
        try:
            yield _hold(handle, self.root, does)
        finally:
            os.close(handle)

    def _sweep_all(self) -> None:
        """Clear away what interrupted runs left, also in the folders of notices; what cannot be, `verify` names."""
        with contextlib.suppress(OSError):
            _sweep(self.root, f".*.csv.????????{PART}")  # beside them may lie files of the user's own
        for kept in (self.notices, self.restore):
            for place, _, _ in os.walk(kept):  # follows no links below
                with contextlib.suppress(OSError):
                    _sweep(Path(place))


@lru_cache(maxsize=1)  # a run asks for every folder it writes into
def _real(root: Path) -> Path:
    """The root without links, as it was when it was first asked for. The path is absolute."""
    return root.resolve()


def is_clutter(path: Path) -> bool:
    """Whether an operating system left this behind: a plain file of a known name, nothing else."""
    try:
        return path.name in CLUTTER and _is_plain(path)
    except OSError:  # what cannot be looked at is not passed over
        return False


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _content(path: Path) -> bytes | None:
    """Read a plain file; None for a folder, a pipe or a device, which is not waited for. A link is an OSError."""
    if not (path.is_symlink() or _is_plain(path)):
        return None  # to open a device can do something by itself
    handle = os.open(path, _TO_READ)
    with os.fdopen(handle, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None


def _sweep(place: Path, parts: str = f".*{PART}") -> None:
    """Delete the parts that an interrupted run left in a folder."""
    for left in place.glob(parts):
        if _is_plain(left):
            left.unlink()


def _hold(handle: int, root: Path, does: str) -> bool:
    """Say whether the workspace is ours alone now; StorageError where another run holds it."""
    try:
        import fcntl
    except ImportError:  # Windows: the ledger's own lock still keeps entries apart
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StorageError(
            f"{root.resolve()}: another run {does}",
            hint="wait until it has ended, then try again",
        ) from None
    return True


def _check_name(name: str, place: Path) -> None:
    if name in ("", ".", "..") or any(mark in name for mark in "/\\\0"):
        raise StorageError(
            f"{place}: '{name}' is not the name of a file or folder in it; nothing was written"
        )
    if len(os.fsencode(name)) > _LONGEST_NAME:
        raise StorageError(
            f"{place}: '{name[:40]}…' is longer than {_LONGEST_NAME} bytes; nothing was written",
            hint="shorten the name",
        )


def _check_place(place: Path) -> None:
    """Refuse what stands where a folder should be; nothing at all is fine."""
    with told(place, "open"):
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return
    if stat.S_ISLNK(mode):
        raise StorageError(f"{place}: is a link; nothing was written", hint=HINTS[errno.ELOOP])
    if not stat.S_ISDIR(mode):
        raise StorageError(f"{place}: is a file where a folder should be", hint="move it away and try again")
