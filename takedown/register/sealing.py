"""The register locked while it lies there: register.db as an age file (age-encryption.org/v1), by the library pyrage.

Locked is a register whose encrypted file is there and whose plain one is not. The plain file is removed as the last
step of locking, the encrypted one as the last of unlocking: whenever both are there, a run was interrupted, the plain
one is whole, and a person decides.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from takedown.errors import ConfigError, StorageError, UsageError, VerificationError
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.ledger.faults import told as sqlite_told
from takedown.ledger.opening import connect
from takedown.writing import sync, told, write_file

PLAIN = "register.db"
SEALED = "register.db.age"
_SIDES = ("-wal", "-shm", "-journal")
#: How long another run is waited for.
_PATIENCE = 2.0

_INSTALL = (
    "pip install 'takedown-notices[seal]'; or encrypt the whole disk, which is better: docs/care.md says how"
)
#: age measures the computer each time, and refuses a passphrase's work that would take a minute: on one that is busy
#: just then, its own file of the day before.
_TOO_SLOW = "Excessive work"
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How bytes are locked, and how it is shown that they can be read again."""

    lock: Callable[[bytes], bytes]
    unlock: Callable[[bytes], bytes] | None
    """None: only who holds the other key can, and this machine does not."""


def by_passphrase(words: str) -> Seal:
    """Lock and unlock by words that a person keeps. UsageError where there are none."""
    from_age = _pyrage()
    if not words.strip():
        raise UsageError("the passphrase is empty", hint="take five or more words that nobody can guess")

    def unlock(content: bytes) -> bytes:
        for left in reversed(range(_TRIES)):
            try:
                return bytes(from_age.passphrase.decrypt(content, words))
            except from_age.DecryptError as error:
                if _TOO_SLOW not in str(error):
                    raise _cannot_open(error) from error
                if not left:
                    raise VerificationError(
                        f"{SEALED} was not opened: this computer is too busy just now ({error})",
                        hint="nothing was changed; close other programs, then try again",
                    ) from error
        raise AssertionError("each try returns or raises")

    return Seal(lock=lambda content: bytes(from_age.passphrase.encrypt(content, words)), unlock=unlock)


def by_recipients(text: str, *, name: str) -> Seal:
    """Lock for the keys of a file: a public key (`age1…`) on each line. Who holds one of the other halves unlocks."""
    from_age = _pyrage()
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                keys.append(from_age.x25519.Recipient.from_str(line.strip()))
            except from_age.RecipientError as error:
                raise ConfigError(
                    f"{name}, line {number}: this is no public key of age ({error})",
                    hint="age-keygen prints one: it begins with age1",
                ) from error
    if not keys:
        raise ConfigError(f"{name} holds no key", hint="write one public key of age (age1…) on each line")
    return Seal(lock=lambda content: bytes(from_age.encrypt(content, keys)), unlock=None)


def by_identity(text: str, *, name: str) -> Seal:
    """Unlock with the secret keys of a file, as age-keygen writes it."""
    from_age = _pyrage()
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        keys = [from_age.x25519.Identity.from_str(line) for line in lines]
    except from_age.IdentityError:  # its words may hold a part of the key
        raise ConfigError(
            f"{name}: a line of it is no secret key of age", hint="give the file that age-keygen wrote"
        ) from None
    if not keys:
        raise ConfigError(f"{name} holds no key", hint="give the file that age-keygen wrote")

    def unlock(content: bytes) -> bytes:
        try:
            return bytes(from_age.decrypt(content, keys))
        except from_age.DecryptError as error:
            raise _cannot_open(error) from error

    return Seal(
        lock=lambda content: bytes(from_age.encrypt(content, [key.to_public() for key in keys])),
        unlock=unlock,
    )


def _pyrage() -> Any:
    try:
        return import_module("pyrage")
    except ImportError:
        raise UsageError("this installation cannot lock or unlock a register", hint=_INSTALL) from None


def _cannot_open(error: Exception) -> VerificationError:
    return VerificationError(
        f"{SEALED} does not open: another passphrase or key locked it, or it was changed ({error})",
        hint="try again with care; nothing was changed. Without the right one nobody can open it",
    )


def is_locked(folder: Path) -> bool:
    """Whether a folder's register is locked."""
    return os.path.lexists(folder / SEALED) and not os.path.lexists(folder / PLAIN)


def refuse_locked(folder: Path) -> None:
    """Stop with the next step where a folder's register is locked."""
    if is_locked(folder):
        raise UsageError(f"{folder / SEALED}: the register is locked", hint="takedown register unlock")


def lock(folder: Path, seal: Seal) -> None:
    """Put register.db.age in the place of register.db. Whatever fails, one of the two is there, and whole."""
    refuse_locked(folder)
    plain, sealed = folder / PLAIN, folder / SEALED
    _refuse_both(folder)
    if not plain.exists():
        raise UsageError(
            f"{plain} is not there: there is nothing to lock", hint="takedown register import FILE"
        )
    with Ledger.read(plain) as ledger:
        if ledger.problems(may_erase=True):
            raise VerificationError(
                f"{plain} is not as it was recorded", hint="takedown verify says what differs"
            )
    with _alone(plain):
        content = _bytes(plain)
        locked = seal.lock(content)
        if seal.unlock and seal.unlock(locked) != content:
            raise StorageError(f"{sealed}: what was encrypted does not read back", hint=_INSTALL)
        write_file(sealed, locked)
        if _bytes(sealed) != locked:
            sealed.unlink()
            raise StorageError(f"{sealed} does not read back as it was written", hint="check the disk")
    _remove(plain)


def unlock(folder: Path, seal: Seal) -> None:
    """Put register.db back in the place of register.db.age."""
    _refuse_both(folder)
    plain, sealed = folder / PLAIN, folder / SEALED
    if not sealed.exists():
        raise UsageError(f"{sealed} is not there: the register is not locked")
    if seal.unlock is None:
        raise UsageError(
            "a public key locks, and does not unlock", hint="takedown register unlock --identity FILE"
        )
    content = seal.unlock(_bytes(sealed))
    write_file(plain, content)
    if hashlib.sha256(_bytes(plain)).digest() != hashlib.sha256(content).digest():
        plain.unlink()
        raise StorageError(f"{plain} does not read back as it was written", hint="check the disk")
    _remove(sealed)


def _refuse_both(folder: Path) -> None:
    plain, sealed = folder / PLAIN, folder / SEALED
    if os.path.lexists(plain) and os.path.lexists(sealed):
        raise UsageError(
            f"{plain} and {SEALED} are both there: an earlier run was interrupted, or one of them was copied here",
            hint=f"{PLAIN} is the one in use. Move {SEALED} away, look whether takedown verify finds all well, and "
            "lock again; then delete what you moved",
        )


@contextmanager
def _alone(plain: Path) -> Iterator[None]:
    """Hold the file so that nobody else has it open, with all that was written folded into it."""
    with sqlite_told(plain), closing(connect(plain, "rw", _PATIENCE)) as connection:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":  # pragma: no cover - SQLite raises where another has it open
            raise sqlite3.OperationalError("database is locked")
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def _bytes(path: Path) -> bytes:
    with told(path, "read"):
        return path.read_bytes()


def _remove(path: Path) -> None:
    """Remove a file and what SQLite keeps beside it. Flash disks may keep old bytes: the docs say so."""
    with told(path, "remove"):
        for side in ("", *_SIDES):
            path.with_name(path.name + side).unlink(missing_ok=True)
        sync(path.parent)
