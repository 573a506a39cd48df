"""Files of several folders are written whole: none has its name before the bytes of all are on the disk."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from takedown.errors import StorageError
from takedown.workspace import Workspace

FOLDERS = {"notices/one": {"a": b"1", "b": b"2"}, "restore/one": {"a": b"3"}}


def named(root: Path) -> set[str]:
    """Files with a name of their own, and those that are only written beside."""
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def at_each_sync(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], None]) -> None:
    plain = os.fsync

    def syncing(handle: int) -> None:
        deed()
        plain(handle)

    monkeypatch.setattr(os, "fsync", syncing)


def test_a_file_gets_its_name_after_the_bytes_of_all_are_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    at_each_sync(
        monkeypatch, lambda: seen.append(sum(not name.endswith(".part") for name in named(tmp_path)))
    )
    Workspace(tmp_path).write_folders(FOLDERS)

    assert seen == [0, 0, 0, 2, 3]  # three files, then the folders
    assert named(tmp_path) == {"notices/one/a", "notices/one/b", "restore/one/a"}
    assert (tmp_path / "restore/one/a").read_bytes() == b"3"


@pytest.mark.parametrize("last", [1, 2, 3])
def test_where_one_file_fails_no_folder_changes_and_nothing_is_left_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    workspace = Workspace(tmp_path)
    workspace.write_folders({"notices/one": {"a": b"old"}})
    syncs: list[int] = []

    def full() -> None:
        syncs.append(1)
        if len(syncs) == last:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    at_each_sync(monkeypatch, full)  # a full disk cannot be had otherwise
    with pytest.raises(StorageError, match="could not write it") as caught:
        workspace.write_folders(FOLDERS)

    assert "free some space" in (caught.value.hint or "")
    assert named(tmp_path) == {"notices/one/a"}
    assert (tmp_path / "notices/one/a").read_bytes() == b"old"


def test_a_folder_that_cannot_be_used_is_refused_before_any_is_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not the name of a file or folder"):
        Workspace(tmp_path).write_folders({"notices/one": {"a": b"1"}, "notices/..": {"a": b"1"}})

    assert list(tmp_path.iterdir()) == []
