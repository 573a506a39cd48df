"""The files of a workspace: written whole and private, compared, locked."""

import errno
import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from takedown.errors import StorageError
from takedown.workspace import FileState, State, Workspace, write_file

FOLDER = "notices/CASEAAAAAA/withdrawal-tunecore-AAAAAAAAAA"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_files_have_the_names_of_the_contract(workspace, tmp_path):
    assert workspace.ledger_file == tmp_path / "ledger.db"
    assert workspace.notices == tmp_path / "notices"


def test_templates_are_there_only_where_the_user_made_some(workspace, tmp_path):
    assert workspace.templates is None
    (tmp_path / "templates").mkdir()
    assert workspace.templates == tmp_path / "templates"


def test_what_is_written_can_be_read_and_is_private(workspace, tmp_path):
    before = os.umask(0)
    try:
        workspace.write_folder(FOLDER, {"notice.txt": b"Dear desk", "notice.pdf": b"%PDF"})
    finally:
        os.umask(before)

    assert workspace.read_file(FOLDER, "notice.txt") == b"Dear desk"
    assert {mode(file) for file in (tmp_path / FOLDER).iterdir()} == {0o600}
    assert {mode(folder) for folder in (tmp_path / "notices", tmp_path / FOLDER)} == {0o700}


def test_a_file_that_is_not_there_reads_as_none(workspace):
    assert workspace.read_file(FOLDER, "notice.txt") is None
    workspace.write_folder(FOLDER, {"a": b""})
    assert workspace.read_file(FOLDER, "notice.txt") is None


def test_writing_again_replaces_the_named_files_and_leaves_the_others(workspace):
    workspace.write_folder(FOLDER, {"a": b"1", "b": b"1"})
    workspace.write_folder(FOLDER, {"b": b"2"})

    assert (workspace.read_file(FOLDER, "a"), workspace.read_file(FOLDER, "b")) == (b"1", b"2")


@pytest.mark.parametrize(
    "folder", ["../outside", "notices/../../outside", "/outside", "", "notices//x", "a\\b", "a\0"]
)
def test_nothing_is_written_outside_of_the_workspace(workspace, tmp_path, folder):
    with pytest.raises(StorageError, match="nothing was written"):
        workspace.write_folder(folder, {"a": b""})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".", "..", "a\0b"])
def test_a_file_name_is_a_name_not_a_path(workspace, tmp_path, name):
    with pytest.raises(StorageError, match="nothing was written"):
        workspace.write_folder("notices", {name: b""})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", ["notices", "notices/CASEAAAAAA", FOLDER])
def test_a_folder_that_is_a_link_is_refused(workspace, tmp_path, link):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(elsewhere, target_is_directory=True)

    with pytest.raises(StorageError, match="is a link"):
        workspace.write_folder(FOLDER, {"a": b""})
    with pytest.raises(StorageError, match="is a link"):
        workspace.read_file(FOLDER, "a")
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_place_of_a_file_is_replaced_not_followed(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"a": b"1"})
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    (tmp_path / FOLDER / "a").unlink()
    (tmp_path / FOLDER / "a").symlink_to(target)

    with pytest.raises(StorageError, match="could not read it"):
        workspace.read_file(FOLDER, "a")
    assert workspace.compare(FOLDER, {"a": digest(b"mine")}) == (FileState(name="a", state=State.EDITED),)
    workspace.write_folder(FOLDER, {"a": b"2"})
    assert target.read_bytes() == b"mine"


def test_a_file_in_place_of_a_folder_is_named(workspace, tmp_path):
    (tmp_path / "notices").write_text("")

    with pytest.raises(StorageError, match="a file where a folder should be"):
        workspace.write_folder(FOLDER, {"a": b""})


@pytest.mark.parametrize(
    ("number", "next_step"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "who owns"),
        (errno.EIO, "check it"),
        (errno.EINVAL, "check the file"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_says_what_to_do(
    workspace, tmp_path, monkeypatch, number, next_step
):
    workspace.write_folder(FOLDER, {"notice.txt": b"old"})

    def full(_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)  # a full or failing disk cannot be had otherwise
        with pytest.raises(StorageError, match=r"notice\.txt: could not write it") as caught:
            workspace.write_folder(FOLDER, {"notice.txt": b"new"})

    assert next_step in caught.value.hint
    assert [file.name for file in (tmp_path / FOLDER).iterdir()] == ["notice.txt"]
    assert workspace.read_file(FOLDER, "notice.txt") == b"old"


def test_what_an_interrupted_run_left_is_cleared_away_by_the_next(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"a": b"1"})
    (tmp_path / FOLDER / ".a.x1.part").write_bytes(b"half")

    workspace.write_folder(FOLDER, {"a": b"1"})

    assert [file.name for file in (tmp_path / FOLDER).iterdir()] == ["a"]


def test_holding_a_workspace_clears_away_what_interrupted_runs_left_in_any_folder(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"a": b"1"})
    (tmp_path / FOLDER / ".a.x1.part").write_bytes(b"half")
    (tmp_path / FOLDER / ".folder.part").mkdir()
    (tmp_path / "notices" / ".b.x2.part").write_bytes(b"half")
    (tmp_path / ".mine.part").write_bytes(b"mine")

    with workspace.lock():
        pass

    assert {file.name for file in (tmp_path / FOLDER).iterdir()} == {"a", ".folder.part"}
    assert [file.name for file in (tmp_path / "notices").iterdir()] == ["CASEAAAAAA"]
    assert (tmp_path / ".mine.part").exists()


def test_what_another_run_is_writing_is_not_cleared_away(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"a": b"1"})
    with workspace.lock():
        (tmp_path / FOLDER / ".a.x1.part").write_bytes(b"half")
        with pytest.raises(StorageError, match="another run"), Workspace(tmp_path).lock():
            pytest.fail("both runs hold it")

        assert (tmp_path / FOLDER / ".a.x1.part").exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("notices/" + "x" * 256, "a"),
        ("notices/" + "ö" * 128, "a"),
        ("notices/x", "ö" * 128),
        (f"{'x' * 200}/" * 25 + "n", "a"),
    ],
)
def test_a_name_that_no_disk_can_hold_is_refused_before_anything_is_written(
    workspace, tmp_path, folder, name
):
    with pytest.raises(StorageError) as caught:
        workspace.write_folder(folder, {"a": b"1", name: b"1"})

    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_that_a_disk_can_hold_is_written(workspace):
    for name in ("x" * 255, "ö" * 127 + "x"):
        workspace.write_folder("notices/" + "y" * 255, {name: b"1"})
        assert workspace.read_file("notices/" + "y" * 255, name) == b"1"


def test_a_folder_can_be_checked_before_anything_is_recorded(workspace, tmp_path):
    workspace.check_folder(FOLDER)
    assert list(tmp_path.iterdir()) == []

    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "CASEAAAAAA").write_text("")
    with pytest.raises(StorageError, match="a file where a folder should be"):
        workspace.check_folder(FOLDER)
    with pytest.raises(StorageError, match="longer than 255 bytes"):
        workspace.check_folder("notices/" + "x" * 256)


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_counts_as_edited_and_is_neither_read_nor_waited_for(workspace, tmp_path, kind):
    workspace.write_folder(FOLDER, {})
    path = tmp_path / FOLDER / "a"
    os.mkfifo(path) if kind == "pipe" else path.mkdir()

    assert workspace.compare(FOLDER, {"a": digest(b"")}) == (FileState(name="a", state=State.EDITED),)
    with pytest.raises(StorageError, match="a: is no file") as caught:
        workspace.read_file(FOLDER, "a")
    assert caught.value.hint


def test_a_pipe_that_takes_the_place_of_a_file_while_it_is_opened_is_not_waited_for(
    workspace, tmp_path, monkeypatch
):
    workspace.write_folder(FOLDER, {"a": b"1"})
    real = os.open

    def swapped(path, *rest):
        Path(path).unlink()
        os.mkfifo(path)
        return real(path, *rest)

    monkeypatch.setattr(os, "open", swapped)  # the moment between looking and opening cannot be had otherwise

    assert workspace.compare(FOLDER, {"a": digest(b"1")}) == (FileState(name="a", state=State.EDITED),)


def test_a_folder_can_be_moved_but_never_onto_another(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"a": b"1"})
    workspace.write_folder("old/other", {"b": b""})

    workspace.move_folder(FOLDER, "old/first")
    with pytest.raises(StorageError, match="already there"):
        workspace.move_folder("old/first", "old/other")
    with pytest.raises(StorageError, match="could not move it"):
        workspace.move_folder("nowhere", "old/third")

    assert workspace.read_file("old/first", "a") == b"1"
    assert not (tmp_path / FOLDER).exists()


def test_comparing_tells_present_missing_edited_and_extra_apart(workspace, tmp_path):
    workspace.write_folder(FOLDER, {"same": b"1", "edited": b"2", "extra": b"3"})
    (tmp_path / FOLDER / ".DS_Store").write_bytes(b"")
    (tmp_path / FOLDER / "folder").mkdir()
    (tmp_path / FOLDER / "Thumbs.db").mkdir()

    found = workspace.compare(FOLDER, {name: digest(b"1") for name in ("same", "edited", "gone")})

    assert {file.name: file.state for file in found} == {
        "Thumbs.db": State.EXTRA,
        "edited": State.EDITED,
        "extra": State.EXTRA,
        "folder": State.EXTRA,
        "gone": State.MISSING,
        "same": State.PRESENT,
    }
    assert [file.name for file in found] == sorted(file.name for file in found)


def test_in_a_folder_that_is_not_there_everything_is_missing(workspace):
    assert workspace.compare(FOLDER, {"a": digest(b"")}) == (FileState(name="a", state=State.MISSING),)


def test_two_runs_cannot_hold_one_workspace(workspace):
    with (
        workspace.lock(),
        pytest.raises(StorageError, match="another run is working") as caught,
        Workspace(workspace.root).lock(),
    ):
        pytest.fail("both runs hold it")
    assert "wait" in caught.value.hint

    with workspace.lock():
        pass


def test_a_run_that_dies_gives_the_workspace_back(workspace):
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom takedown.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).lock():\n    os._exit(9)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(workspace.root)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert run.returncode == 9

    with workspace.lock():
        pass


def test_a_workspace_that_is_not_there_cannot_be_held(tmp_path):
    with pytest.raises(StorageError, match="could not open it"), Workspace(tmp_path / "nowhere").lock():
        pytest.fail("held")


def test_a_report_is_written_whole_and_private_where_the_user_said(tmp_path):
    path = tmp_path / "report.csv"
    path.write_text("old")

    write_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    with pytest.raises(StorageError, match="could not write it"):
        write_file(tmp_path / "nowhere" / "report.csv", b"")
