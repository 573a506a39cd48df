"""SQLite's errors in words: what happened to which file, and the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from takedown.errors import StorageError, TakedownError, VerificationError

_PRIMARY = 0xFF  # extended result codes keep the primary code in the low byte (sqlite.org/rescode.html)

VERIFY = "run `takedown verify` to see what differs; restore the file from a backup, and keep the damaged one"

_STORAGE = {
    sqlite3.SQLITE_BUSY: (
        "is in use by another program",
        "wait until the other run has ended, then try again",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is in use by another program",
        "wait until the other run has ended, then try again",
    ),
    sqlite3.SQLITE_READONLY: ("is read-only", "copy the workspace to a place where you may write"),
    sqlite3.SQLITE_FULL: (
        "could not be written: the disk is full",
        "free some space, then run the same command again",
    ),
    # A full disk comes as SQLITE_FULL or SQLITE_IOERR by turns.
    sqlite3.SQLITE_IOERR: (
        "could not be read or written: the disk reported an error, or is full",
        "free some space and check the disk, then run the same command again",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "could not be opened",
        "check that the folder exists, is not a network folder, and that you may write in it",
    ),
    sqlite3.SQLITE_PERM: ("may not be opened by you", "check who owns the file"),
    sqlite3.SQLITE_AUTH: ("may not be opened by you", "check who owns the file"),
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def in_words(path: Path, error: sqlite3.Error) -> TakedownError | None:
    """Return the error a person can act on; None where it is a bug (wrong SQL, a closed connection)."""
    # The code is missing where Python's own module raised, not SQLite.
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    # A header with a wrong schema format comes as a plain SQLITE_ERROR.
    if code in _DAMAGED or str(error) == "unsupported file format":
        return VerificationError(f"{path}: the ledger is damaged ({error})", hint=VERIFY)
    if code in _STORAGE:
        what, hint = _STORAGE[code]
        return StorageError(f"{path}: the ledger {what}", hint=hint)
    return None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about `path` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        known = in_words(path, error)
        if known is None:
            raise
        raise known from error
    except (
        UnicodeDecodeError
    ) as error:  # SQLite quotes the damaged schema in its message, and Python cannot read that
        raise VerificationError(
            f"{path}: the ledger is damaged (its schema is not text)", hint=VERIFY
        ) from error
