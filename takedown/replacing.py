"""Several files written as one step: all of them are ready before the first takes its place."""

import contextlib
import filecmp
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from takedown.workspace import PART, sync, told

_LONGEST_NAME = 50

Writing = tuple[Path, Iterable[bytes]]
"""A file, and its bytes bit by bit."""


def replace_together(writings: Sequence[Writing], *, is_safe: Callable[[], None]) -> tuple[Path, ...]:
    """Write files in their order, each whole or not at all; give those that changed.

    Bytes are made, and may raise, before anything is replaced. `is_safe` is asked last and may raise too. An existing
    file keeps its permissions; a new one is private. A link is followed: the file that it names is the user's own.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, chunks in writings:
            real = path.resolve() if path.is_symlink() else path
            part = _written(real, chunks)
            ready.append((part, path))
        is_safe()
        return tuple(
            path for part, path in ready if _moved(part, path.resolve() if path.is_symlink() else path)
        )
    finally:
        for part, _ in ready:
            part.unlink(missing_ok=True)


def _written(path: Path, chunks: Iterable[bytes]) -> Path:
    """Write the bytes beside their place."""
    with told(path, "write"):
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST_NAME]}.", suffix=PART, dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return part


def _moved(part: Path, path: Path) -> bool:
    """Put a part in its place, where the bytes are not there already."""
    with told(path, "write"):
        if path.exists():
            if filecmp.cmp(part, path, shallow=False):
                return False
            shutil.copymode(path, part)
        part.replace(path)
        with contextlib.suppress(PermissionError):  # a folder that may be written and not be opened
            sync(path.parent)
    return True
