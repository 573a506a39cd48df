"""Is this ledger the one that sends? Copies and backups do not, until a person says so."""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.audit_samples import chained, signed, superseded

from takedown.errors import StorageError
from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.placing import Here, Mark, clock_problem, read_mark, space_problem, standing, write_mark

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEDGER = "KQ7ZP2MX4A"
HERE = Here(
    ledger=LEDGER,
    path="/home/ana/albums/ledger.db",
    inode=42,
    seq=9,
    head="f" * 64,
    has_hash=lambda seq, digest: digest == {5: "a" * 64, 9: "f" * 64}.get(seq),
)
MARK = HERE.mark(NOW)


def open_here(path: Path) -> Here:
    """A real ledger as it lies there."""
    where = path.stat()
    with Ledger.read(path) as ledger:
        entries = tuple(ledger.entries())
        hashes = {entry.seq: entry.hash for entry in entries}
        return Here(
            ledger=LEDGER,
            path=str(path.resolve()),
            inode=where.st_ino,
            seq=len(entries),
            head=ledger.head,
            has_hash=lambda seq, digest: hashes.get(seq) == digest,
        )


def add(path: Path, *events: Event) -> None:
    with Ledger.open(path, clock=lambda: NOW, entropy=os.urandom) as ledger:
        ledger.append_all(events)


def test_the_first_time_nothing_is_marked_and_nothing_went_out() -> None:
    assert standing(HERE, None, first=True).ok


def test_the_ledger_that_sent_last_sends_on() -> None:
    assert standing(HERE, MARK, first=False).ok
    assert standing(HERE, replace(MARK, seq=5, head="a" * 64), first=False).ok


def test_where_nothing_is_marked_though_messages_went_out_a_person_is_asked() -> None:
    found = standing(HERE, None, first=False)

    assert (found.ok, found.rule) == (False, "unknown-here")
    assert "takedown send --this-ledger" in found.hint
    assert HERE.path in found.message


def test_a_moved_or_copied_ledger_does_not_send() -> None:
    found = standing(HERE, replace(MARK, path="/home/ana/old/ledger.db"), first=False)

    assert (found.ok, found.rule) == (False, "moved")
    assert "/home/ana/old/ledger.db" in found.message
    assert "2026-11-22T12:00:00Z" in found.message
    assert "takedown send --this-ledger" in found.hint


def test_a_new_file_in_the_place_of_the_ledger_does_not_send() -> None:
    found = standing(HERE, replace(MARK, inode=43), first=False)

    assert (found.ok, found.rule) == (False, "moved")
    assert "another file" in found.message


def test_a_ledger_that_lacks_what_was_sent_does_not_send() -> None:
    """An old job fired from a restored backup: listmonk #1801."""
    found = standing(HERE, replace(MARK, seq=12), first=False)

    assert (found.ok, found.rule) == (False, "restored")
    assert "9 entries, and had 12" in found.message
    assert "Sent folder" in found.hint


def test_a_ledger_with_another_history_does_not_send() -> None:
    """An old job fired from a restored backup that went on by itself: listmonk #1801."""
    found = standing(HERE, replace(MARK, seq=5, head="b" * 64), first=False)

    assert (found.ok, found.rule) == (False, "restored")
    assert "entry 5" in found.message


def test_a_backup_in_another_place_is_told_as_a_backup() -> None:
    found = standing(HERE, replace(MARK, seq=12, path="/elsewhere", inode=1), first=False)

    assert found.rule == "restored"


def test_a_restored_backup_of_a_real_ledger_is_seen_by_the_mark(tmp_path: Path) -> None:
    """An old job fired from a restored backup: listmonk #1801."""
    ledger, backup, profiles = tmp_path / "ledger.db", tmp_path / "backup.db", tmp_path / "profiles"
    add(ledger, signed("AAAAAAAAAA"))
    shutil.copy(ledger, backup)
    add(ledger, superseded("AAAAAAAAAA"))
    write_mark(profiles, open_here(ledger).mark(NOW))
    mark = read_mark(profiles, LEDGER)
    assert standing(open_here(ledger), mark, first=False).ok

    ledger.write_bytes(backup.read_bytes())  # the same file, with the bytes of then
    assert standing(open_here(ledger), mark, first=False).rule == "restored"

    add(ledger, signed("BBBBBBBBBB"))  # as many entries as before, by another way
    assert standing(open_here(ledger), mark, first=False).rule == "restored"

    write_mark(profiles, open_here(ledger).mark(NOW))  # a person said that this is the one
    assert standing(open_here(ledger), read_mark(profiles, LEDGER), first=False).ok


def test_a_copy_of_a_real_workspace_is_seen_by_the_mark(tmp_path: Path) -> None:
    ledger, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    add(ledger, signed("AAAAAAAAAA"))
    mark = open_here(ledger).mark(NOW)
    shutil.copy(ledger, copy)

    assert standing(open_here(copy), mark, first=False).rule == "moved"
    ledger.rename(tmp_path / "moved.db")
    assert standing(open_here(tmp_path / "moved.db"), mark, first=False).rule == "moved"


def test_the_chain_of_the_samples_is_the_chain_of_the_ledger(tmp_path: Path) -> None:
    """So that what is said here of numbers and hashes is said of real ones."""
    entries, _ = chained([signed("AAAAAAAAAA"), Event(what=What.SUPERSEDED, notice="AAAAAAAAAA")])
    add(tmp_path / "ledger.db", signed("AAAAAAAAAA"), superseded("AAAAAAAAAA"))

    assert open_here(tmp_path / "ledger.db").seq == len(entries)


# --- the mark ---------------------------------------------------------------------------------------------


def test_a_mark_is_read_as_it_was_written_and_is_private(tmp_path: Path) -> None:
    write_mark(tmp_path / "takedown", MARK)
    file = tmp_path / "takedown" / "ledgers" / f"{LEDGER}.json"

    assert read_mark(tmp_path / "takedown", LEDGER) == MARK
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_later_mark_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    write_mark(tmp_path, MARK)
    write_mark(tmp_path, replace(MARK, seq=10))

    assert read_mark(tmp_path, LEDGER) == replace(MARK, seq=10)


def test_where_nothing_is_written_there_is_no_mark(tmp_path: Path) -> None:
    assert read_mark(tmp_path / "nowhere", LEDGER) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b"[" * 90_000, b'{"ledger": "OTHER"}', b" " * 200_000,
     json.dumps({"ledger": LEDGER, "seq": 1}).encode(),
     json.dumps({"ledger": LEDGER, "path": "/x", "inode": 1, "seq": "1", "head": "", "at": ""}).encode(),
     json.dumps({"ledger": LEDGER, "path": "/x", "inode": 1, "seq": True, "head": "", "at": ""}).encode()],
)  # fmt: skip
def test_a_mark_that_cannot_be_read_is_none_and_so_a_person_is_asked(tmp_path: Path, content: bytes) -> None:
    write_mark(tmp_path, MARK)
    (tmp_path / "ledgers" / f"{LEDGER}.json").write_bytes(content)

    assert read_mark(tmp_path, LEDGER) is None
    assert not standing(HERE, None, first=False).ok


def test_a_mark_of_another_ledger_under_its_name_is_none(tmp_path: Path) -> None:
    write_mark(tmp_path, replace(MARK, ledger="OTHER"))
    (tmp_path / "ledgers" / "OTHER.json").rename(tmp_path / "ledgers" / f"{LEDGER}.json")

    assert read_mark(tmp_path, LEDGER) is None


@pytest.mark.parametrize("ledger", ["", "../x", "a/b", "x" * 65, "a.b"])
def test_an_id_that_could_be_a_path_is_never_one(tmp_path: Path, ledger: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        read_mark(tmp_path, ledger)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledgers").write_text("a file where the folder should be")

    with pytest.raises(StorageError, match="ledgers"):
        write_mark(tmp_path, MARK)


def test_a_mark_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledgers" / f"{LEDGER}.json").mkdir(parents=True)

    with pytest.raises(StorageError, match=LEDGER):
        read_mark(tmp_path, LEDGER)


def test_a_mark_says_its_instant_in_utc() -> None:
    berlin = NOW.astimezone().tzinfo
    assert HERE.mark(NOW.astimezone(berlin)).at == "2026-11-22T12:00:00Z"
    assert isinstance(MARK, Mark)


# --- clock and disk ---------------------------------------------------------------------------------------


def test_a_clock_that_is_right_or_fast_is_no_problem() -> None:
    assert clock_problem(None, NOW).ok
    assert clock_problem(NOW, NOW).ok
    assert clock_problem(NOW + timedelta(minutes=5), NOW).ok
    assert clock_problem(NOW - timedelta(days=4000), NOW).ok


def test_a_clock_behind_the_last_entry_is_a_problem() -> None:
    found = clock_problem(NOW + timedelta(minutes=5, seconds=1), NOW)

    assert (found.ok, found.rule) == (False, "clock")
    assert "2026-11-22 12:00 UTC" in found.message
    assert "2026-11-22 12:05 UTC" in found.message
    assert "--this-ledger" in found.hint


def test_a_clock_of_before_the_program_is_a_problem_without_any_entry() -> None:
    assert clock_problem(None, datetime(2000, 1, 1, tzinfo=UTC)).rule == "clock-unset"


def test_a_word_settles_where_a_ledger_lies_and_never_a_full_disk_or_a_clock_that_was_not_set() -> None:
    settled = (
        standing(HERE, None, first=False),
        standing(HERE, replace(MARK, inode=43), first=False),
        standing(HERE, replace(MARK, seq=12), first=False),
        clock_problem(NOW + timedelta(days=1), NOW),
    )
    never = (clock_problem(NOW, datetime(2000, 1, 1, tzinfo=UTC)), space_problem(0, 1))

    assert all(found.may_accept and "takedown send --this-ledger" in found.hint for found in settled)
    assert not any(found.may_accept or "--this-ledger" in found.hint for found in never)


def test_a_disk_without_room_is_a_problem() -> None:
    found = space_problem(999, 1_000)

    assert (found.ok, found.rule) == (False, "space")
    assert "999 bytes" in found.message
    assert space_problem(1_000, 1_000).ok
