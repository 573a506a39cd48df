"""Making and opening the file of a ledger."""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from takedown.errors import StorageError, VerificationError
from takedown.ledger.faults import VERIFY

#: Marks the file as ours (PRAGMA application_id): "TKDN".
APPLICATION_ID = 0x544B444E
VERSION = 1
_PAUSE = 0.02

_TABLES = (
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)",
    "CREATE TABLE documents (digest TEXT PRIMARY KEY, salt BLOB, content BLOB)",
    # Where each message stands, for compare-and-set: the entries say the same, and `verify` compares them.
    "CREATE TABLE messages (id TEXT PRIMARY KEY, stage TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL)",
)
_GUARDS = tuple(
    f"CREATE TRIGGER {table}_never_{action.lower()} BEFORE {action} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
    for table, action in (
        ("entries", "UPDATE"),
        ("entries", "DELETE"),
        ("documents", "UPDATE"),
        ("messages", "DELETE"),
    )
)
#: Most of a ledger are whole files: in SQLite's usual pages of 4 kB each of them is a long chain.
_PAGE_BYTES = 16_384
_SETTINGS = ("PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # after some errors SQLite has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def is_there(path: Path) -> bool:
    """Whether a ledger is there; StorageError for a link, which SQLite would follow, and for a pipe or device."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StorageError(
            f"{path}: the ledger could not be opened ({error.strerror})",
            hint="check the name and the permissions of its folder",
        ) from error
    if stat.S_ISLNK(mode):
        raise StorageError(f"{path}: the ledger is a link", hint="put the file itself in its place")
    if not stat.S_ISREG(mode):
        raise StorageError(
            f"{path}: the ledger could not be opened: it is no file",
            hint="move it away, and restore the ledger from a backup if there was one",
        )
    return True


def create_private(path: Path) -> None:
    """Make an empty file with mode 0600 before SQLite sees it; take a file that is there from others' eyes.

    SQLite would make it 0644; its side files copy the mode of the file.
    """
    if is_there(path):
        _make_private(path)
        return
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another run was quicker
        is_there(path)
        return
    except OSError as error:
        raise StorageError(
            f"{path}: the ledger could not be made ({error.strerror})",
            hint="check that the folder exists and that you may write in it",
        ) from error
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)  # whatever the umask took away
    finally:
        os.close(handle)


def _make_private(path: Path) -> None:
    """Take away what others may do with a ledger, where the disk knows of that.

    By name, not by an open file: to close one would drop SQLite's locks (sqlite.org/howtocorrupt.html, 2.2).
    """
    if os.name == "nt":
        return
    for file in (path, *(path.with_name(f"{path.name}-{side}") for side in ("wal", "shm"))):
        with suppress(OSError):  # no side file, or not ours to change: `verify` names it
            if stat.S_ISREG(file.lstat().st_mode) and file.stat().st_mode & 0o077:
                file.chmod(0o600)


def connect(
    path: Path, mode: str, patience: float, settings: tuple[str, ...] = _SETTINGS
) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience)
    connection.text_factory = lambda content: content.decode(errors="replace")  # also of a damaged file
    try:
        for setting in settings:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection, path: Path, patience: float) -> None:
    """Make the tables in a new file; refuses a file that is not ours."""
    if is_new(connection):
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # only before there is a log
        _keep_a_log(connection, patience)
        with transaction(connection):
            if is_new(connection):  # nobody else was quicker
                for statement in (*_TABLES, *_GUARDS):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
    check_ours(connection, path)
    _keep_a_log(connection, patience)


def _keep_a_log(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to write-ahead logging. SQLite does not wait when two processes make a ledger at once."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether a database holds nothing at all: a run that made it died before it made the tables."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and not connection.execute("PRAGMA application_id").fetchone()[0]


Schema = dict[tuple[str, str], tuple[str, str | None]]


def _schema(connection: sqlite3.Connection) -> Schema:
    """(type, name) → table and SQL, of every table, index, trigger and view."""
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(kind, name): (table, sql) for kind, name, table, sql in found}


@cache
def _own_schema() -> Schema:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in (*_TABLES, *_GUARDS):
            connection.execute(statement)
        return _schema(connection)


def _refuse_other_schema(connection: sqlite3.Connection, path: Path) -> None:
    """A trigger of somebody else can swallow entries, a missing one of ours lets them be changed."""
    found, own = _schema(connection), _own_schema()
    for kind, name in sorted({*found, *own}, key=lambda thing: (thing[0] == "index", str(thing))):
        if found.get((kind, name)) == own.get((kind, name)):
            continue
        said = "unknown" if (kind, name) not in own else "changed" if (kind, name) in found else "missing"
        raise VerificationError(
            f"{path}: the ledger is damaged: its {kind!s} {name!a} is {said}", hint=VERIFY
        )


def check_ours(connection: sqlite3.Connection, path: Path) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        raise VerificationError(
            f"{path}: this database is not a ledger of this program",
            hint="move it away if it belongs to something else; otherwise restore the ledger from a backup",
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version <= VERSION:
        _refuse_other_schema(connection, path)
    else:
        raise StorageError(
            f"{path}: the ledger has version {version}; this program knows versions up to {VERSION}",
            hint="update the program, then run the same command again",
        )


def open_to_read(path: Path, patience: float) -> sqlite3.Connection:
    """Open without writing a row; on read-only media, without side files, as a file that never changes.

    Not with mode=ro: such a connection leaves its -wal and -shm files behind. A file that never changes is
    read without its -wal file, so this is refused while that holds anything.
    """
    settings = (*_SETTINGS, "PRAGMA query_only = ON", "SELECT count(*) FROM sqlite_master")
    try:
        return connect(path, "rw", patience, settings)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        side = path.with_name(f"{path.name}-wal")
        if side.is_file() and side.stat().st_size:
            raise StorageError(
                f"{path}: the ledger cannot be read here: {side.name} holds entries not yet folded in",
                hint="copy both files to a place where you may write, and run the command there",
            ) from error
    return connect(path, "ro&immutable=1", patience, settings)
