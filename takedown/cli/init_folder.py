"""The folder that `init` makes: a run that is refused leaves none behind that was not there before."""

import contextlib
from collections.abc import Collection
from pathlib import Path

from takedown.errors import StorageError

_LOCK = ".takedown.lock"


class NewFolder:
    """A folder for a workspace, and which folders had to be made for it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: tuple[Path, ...] = ()

    def make(self) -> None:
        """Make it where it is missing; StorageError where that cannot be."""
        absent = tuple(path for path in (self._root, *self._root.parents) if not path.exists())
        try:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"{self._root}: could not make it ({error.strerror})", hint="takedown init IN-ANOTHER-FOLDER"
            ) from error
        self._made = self._made or absent

    def withdraw(self, written: Collection[str]) -> None:
        """Take away what this run made: its folders, with the files named. What others put there stays."""
        if not self._made:
            return
        for name in (*written, _LOCK):
            with contextlib.suppress(OSError):
                (self._root / name).unlink()
        for folder in self._made:
            with contextlib.suppress(OSError):  # not empty: then something of somebody else is in it
                folder.rmdir()
