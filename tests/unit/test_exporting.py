"""Emails as files: the ledger's bytes, safe names, nothing overwritten."""

import os
from pathlib import Path

import pytest

from takedown.errors import StartError, StorageError
from takedown.exporting import READ_ME, Export, prepare_export, write_export

ANA = Export(notice="ABCDEFGHIJ", desk="example-desk", drafts=(b"From: a\r\n\r\n\xc5\xbb\r\n",))
LARGE = Export(notice="KLMNOPQRST", desk="other", drafts=(b"one", b"two", b"three"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_hold_the_bytes_and_are_named_by_desk_and_notice(tmp_path: Path) -> None:
    folder = tmp_path / "to send"

    write_export(prepare_export([ANA, LARGE], folder))

    found = files(folder)
    assert found.pop(READ_ME)
    assert found == {
        "example-desk-ABCDEFGHIJ.eml": ANA.drafts[0],
        "other-KLMNOPQRST.eml": b"one",
        "other-KLMNOPQRST-2.eml": b"two",
        "other-KLMNOPQRST-3.eml": b"three",
    }
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
        assert folder.stat().st_mode & 0o777 == 0o700


def test_the_read_me_says_how_to_open_to_record_and_to_cancel(tmp_path: Path) -> None:
    prepared = prepare_export([ANA], tmp_path, program="python -m takedown")

    text = prepared.to_write[READ_ME].decode("ascii")
    assert "Edit as new message" in text
    assert "python -m takedown record submitted ID" in text
    assert "python -m takedown outbox cancel ID" in text
    assert max(map(len, text.splitlines())) <= 80


def test_looking_writes_nothing(tmp_path: Path) -> None:
    prepared = prepare_export([ANA], tmp_path / "new")

    assert sorted(prepared.to_write) == [READ_ME, "example-desk-ABCDEFGHIJ.eml"]
    assert list(tmp_path.iterdir()) == []


def test_a_second_export_adds_what_is_new_and_leaves_the_rest(tmp_path: Path) -> None:
    write_export(prepare_export([ANA], tmp_path))
    before = (tmp_path / "example-desk-ABCDEFGHIJ.eml").stat()

    prepared = prepare_export([ANA, LARGE], tmp_path)
    write_export(prepared)

    assert prepared.there == (READ_ME, "example-desk-ABCDEFGHIJ.eml")
    assert sorted(prepared.to_write) == [
        "other-KLMNOPQRST-2.eml",
        "other-KLMNOPQRST-3.eml",
        "other-KLMNOPQRST.eml",
    ]
    after = (tmp_path / "example-desk-ABCDEFGHIJ.eml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("name", ["example-desk-ABCDEFGHIJ.eml", READ_ME])
def test_a_different_file_is_never_overwritten(name: str, tmp_path: Path) -> None:
    mine = b"m" * len(ANA.drafts[0])
    (tmp_path / name).write_bytes(mine)

    with pytest.raises(StorageError, match="says something else; nothing was written") as caught:
        prepare_export([ANA], tmp_path)

    assert str(tmp_path / name) in caught.value.message
    assert files(tmp_path) == {name: mine}


def test_a_link_or_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "example-desk-ABCDEFGHIJ.eml"
    (tmp_path / "same").write_bytes(ANA.drafts[0])
    place.symlink_to(tmp_path / "same")
    with pytest.raises(StorageError, match="no plain file"):
        prepare_export([ANA], tmp_path)
    place.unlink()
    place.mkdir()
    with pytest.raises(StorageError, match="no plain file"):
        prepare_export([ANA], tmp_path)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "to send").write_text("mine")

    with pytest.raises(StorageError, match="is no folder; nothing was written"):
        prepare_export([ANA], tmp_path / "to send")


def test_a_folder_below_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not make it"):
        write_export(prepare_export([ANA], tmp_path / "none" / "below"))


@pytest.mark.parametrize(
    ("desk", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\0y", "c-x-y"),
        ("", "desk"),
        ("東京", "desk"),
        ("x" * 300, "x" * 60),
        ("\u202egnp", "gnp"),
    ],
)
def test_whatever_a_desk_is_called_the_file_lies_in_the_folder(desk: str, stem: str, tmp_path: Path) -> None:
    odd = Export(notice="ABCDEFGHIJ", desk=desk, drafts=(b"x",))

    write_export(prepare_export([odd], tmp_path))

    assert sorted(files(tmp_path)) == [READ_ME, f"{stem}-ABCDEFGHIJ.eml"]


def test_a_notice_without_an_email_is_handed_over_by_hand(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="has no email") as caught:
        prepare_export([Export(notice="ABCDEFGHIJ", desk="x", drafts=())], tmp_path)

    assert "takedown outbox walk ABCDEFGHIJ" in caught.value.hint
