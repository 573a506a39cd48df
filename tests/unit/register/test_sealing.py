"""A register that is locked while it lies there, and opened again: real age files, real SQLite."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pyrage
import pytest
from support.public_samples import many

from takedown.errors import ConfigError, StorageError, UsageError, VerificationError
from takedown.register import sealing
from takedown.register.sealing import PLAIN, SEALED, by_identity, by_passphrase, by_recipients
from takedown.register.store import Register

WORDS = "correct horse battery staple quietly"


def opened(folder):
    return Register.open(
        folder, clock=lambda: datetime(2026, 12, 1, tzinfo=UTC), entropy=lambda n: b"\x05" * n
    )


@pytest.fixture
def folder(tmp_path):
    with Register.open(
        tmp_path, clock=lambda: datetime(2026, 12, 1, tzinfo=UTC), entropy=_salt()
    ) as register:
        register.add(many(9, of="Secret Band"))
    return tmp_path


def _salt():
    numbers = iter(range(1, 10_000))
    return lambda size: next(numbers).to_bytes(size, "big")


def test_what_was_locked_opens_with_the_same_passphrase_and_holds_the_same_answers(folder) -> None:
    with Register.read(folder) as register:
        before, head = list(register.answers()), register.head

    sealing.lock(folder, by_passphrase(WORDS))
    sealing.unlock(folder, by_passphrase(WORDS))

    with Register.read(folder) as register:
        assert list(register.answers()) == before
        assert register.head == head


def test_locked_nothing_in_the_folder_names_anybody(folder) -> None:
    sealing.lock(folder, by_passphrase(WORDS))

    assert [path.name for path in folder.iterdir()] == [SEALED]
    assert b"Secret" not in (folder / SEALED).read_bytes()
    assert (folder / SEALED).read_bytes().startswith(b"age-encryption.org/v1\n")
    assert (folder / SEALED).stat().st_mode & 0o777 == 0o600


def test_unlocked_it_is_private_and_the_encrypted_file_is_gone(folder) -> None:
    sealing.lock(folder, by_passphrase(WORDS))
    sealing.unlock(folder, by_passphrase(WORDS))

    assert [path.name for path in folder.iterdir()] == [PLAIN]
    assert (folder / PLAIN).stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(folder) -> None:
    sealing.lock(folder, by_passphrase(WORDS))
    before = (folder / SEALED).read_bytes()

    with pytest.raises(VerificationError, match="does not open"):
        sealing.unlock(folder, by_passphrase("something else"))
    assert (folder / SEALED).read_bytes() == before
    assert not (folder / PLAIN).exists()


def test_a_damaged_file_is_not_opened(folder) -> None:
    sealing.lock(folder, by_passphrase(WORDS))
    content = bytearray((folder / SEALED).read_bytes())
    content[-10] ^= 1
    (folder / SEALED).write_bytes(content)

    with pytest.raises(VerificationError, match="does not open"):
        sealing.unlock(folder, by_passphrase(WORDS))


def test_while_it_is_locked_nobody_reads_or_begins_a_new_one(folder) -> None:
    sealing.lock(folder, by_passphrase(WORDS))

    for act in (lambda: Register.read(folder), lambda: opened(folder)):
        with pytest.raises(UsageError, match="the register is locked") as caught:
            act()
        assert caught.value.hint == "takedown register unlock"
    assert not (folder / PLAIN).exists()


def test_a_register_that_somebody_has_open_is_not_locked(folder) -> None:
    with Register.read(folder) as register:
        list(register.answers())
        with pytest.raises(StorageError, match="in use by another program"):
            sealing.lock(folder, by_passphrase(WORDS))

    assert (folder / PLAIN).exists()
    assert not (folder / SEALED).exists()


def test_a_register_of_another_process_is_not_locked(folder) -> None:
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE');"
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder / PLAIN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(StorageError, match="in use by another program"):
            sealing.lock(folder, by_passphrase(WORDS))
        other.stdin.close()

    assert (folder / PLAIN).exists()


def test_a_damaged_register_is_not_locked_away(folder) -> None:
    with sqlite3.connect(folder / PLAIN) as connection:
        connection.execute("DELETE FROM documents WHERE digest = (SELECT min(digest) FROM documents)")
    connection.close()

    with pytest.raises(VerificationError, match="is not as it was recorded"):
        sealing.lock(folder, by_passphrase(WORDS))
    assert (folder / PLAIN).exists()


@pytest.mark.parametrize("act", [sealing.lock, sealing.unlock])
def test_where_both_files_are_there_a_person_decides(folder, act) -> None:
    sealing.lock(folder, by_passphrase(WORDS))
    sealed = (folder / SEALED).read_bytes()
    sealing.unlock(folder, by_passphrase(WORDS))
    (folder / SEALED).write_bytes(sealed)

    with pytest.raises(UsageError, match="both there"):
        act(folder, by_passphrase(WORDS))
    with Register.read(folder) as register:
        assert len(list(register.answers())) == 9


def test_when_the_disk_is_full_the_plain_file_stays(folder, monkeypatch) -> None:
    def full(*_args):
        raise StorageError("the disk is full")

    monkeypatch.setattr(sealing, "write_file", full)

    with pytest.raises(StorageError):
        sealing.lock(folder, by_passphrase(WORDS))
    assert (folder / PLAIN).exists()
    with Register.read(folder) as register:
        assert len(list(register.answers())) == 9


def test_a_key_locks_and_its_other_half_unlocks(folder) -> None:
    key = pyrage.x25519.Identity.generate()
    recipients = f"# the organizer's key\n{key.to_public()}\n"

    sealing.lock(folder, by_recipients(recipients, name="keys.txt"))
    with pytest.raises(UsageError, match="a public key locks"):
        sealing.unlock(folder, by_recipients(recipients, name="keys.txt"))
    sealing.unlock(folder, by_identity(f"# created: today\n{key}\n", name="key.txt"))

    with Register.read(folder) as register:
        assert len(list(register.answers())) == 9


def test_a_key_that_is_none_is_named_by_its_line_and_a_secret_is_never_repeated() -> None:
    with pytest.raises(ConfigError, match=r"keys\.txt, line 2: this is no public key"):
        by_recipients("# mine\nage1zzz\n", name="keys.txt")
    with pytest.raises(ConfigError) as caught:
        by_identity("AGE-SECRET-KEY-1NOTREALLYONE", name="key.txt")
    assert "NOTREALLYONE" not in str(caught.value)
    for read in (by_recipients, by_identity):
        with pytest.raises(ConfigError, match="holds no key"):
            read("# nothing\n", name="key.txt")


def test_without_the_library_the_next_step_is_said(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)

    with pytest.raises(UsageError, match="cannot lock") as caught:
        by_passphrase(WORDS)
    assert "docs/care.md" in caught.value.hint


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(UsageError, match="empty"):
        by_passphrase("  ")


def test_where_nothing_is_there_is_nothing_to_lock_or_unlock(tmp_path) -> None:
    with pytest.raises(UsageError, match="nothing to lock"):
        sealing.lock(tmp_path, by_passphrase(WORDS))
    with pytest.raises(UsageError, match="not locked"):
        sealing.unlock(tmp_path, by_passphrase(WORDS))


@pytest.mark.parametrize(("refusals", "opens"), [(2, True), (99, False)])
def test_a_computer_that_is_busy_for_a_moment_is_asked_again(monkeypatch, refusals: int, opens: bool) -> None:
    class BusyError(Exception):
        """What age says of its own file on a computer that is busy."""

    left = refusals

    def decrypt(_: bytes, __: str) -> bytes:
        nonlocal left
        left -= 1
        if left >= 0:
            raise BusyError("Excessive work parameter for passphrase")
        return b"opened"

    age = SimpleNamespace(passphrase=SimpleNamespace(decrypt=decrypt), DecryptError=BusyError)
    monkeypatch.setattr(sealing, "_pyrage", lambda: age)
    seal = sealing.by_passphrase("five words for a test")
    assert seal.unlock

    if opens:
        assert seal.unlock(b"locked") == b"opened"
    else:
        with pytest.raises(VerificationError, match="too busy just now"):
            seal.unlock(b"locked")
