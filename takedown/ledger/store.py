"""The ledger in SQLite: one file, written to only by appending.

`at` is the instant at which an entry was written, by the computer's clock, also backwards; order is `seq`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from takedown.canonical import canonical_json
from takedown.errors import StorageError, VerificationError
from takedown.events import GENESIS, Entry, Event, What, document_digest, entry_body, entry_hash
from takedown.instants import instant
from takedown.ledger.faults import VERIFY, told
from takedown.ledger.opening import (
    check_ours,
    connect,
    create_private,
    is_new,
    is_there,
    open_to_read,
    prepare,
    transaction,
)
from takedown.ledger.rows import DamagedEntryError, EntryRow, entry_rows, parsed, text_of

if TYPE_CHECKING:
    from takedown.ledger.checking import Problem
    from takedown.ledger.moving import Standing
    from takedown.messages import Stage

_SALT_BYTES = 16

# Damage may leave any type in any column: everything is read as bytes.
_ENTRY = "SELECT CAST(body AS BLOB), CAST(hash AS BLOB) FROM entries WHERE seq = ?"
_DOCUMENT = "SELECT CAST(salt AS BLOB), CAST(content AS BLOB) FROM documents WHERE digest = ?"


def _read_only_clock() -> datetime:
    raise AssertionError("a ledger opened for reading is not written to")


def _read_only_entropy(_: int) -> bytes:
    raise AssertionError("a ledger opened for reading is not written to")


class Ledger:
    """The append-only record. Open it with `open` (to write) or `read`; close it, or use it in a `with`."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection | None,
        *,
        clock: Callable[[], datetime] = _read_only_clock,
        entropy: Callable[[int], bytes] = _read_only_entropy,
    ) -> None:
        self._path = path
        self._connection = connection
        self._clock = clock
        self._entropy = entropy

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes],
        patience: float = 30.0,
    ) -> Self:
        """Open the ledger for writing; make it where it is missing.

        `patience`: seconds to wait for another writer. StorageError where it cannot be written or is of a
        newer version; VerificationError where it is damaged.
        """
        create_private(path)
        with told(path):
            connection = connect(path, "rw", patience)
            try:
                prepare(connection, path, patience)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection, clock=clock, entropy=entropy)

    @classmethod
    def read(cls, path: Path, *, patience: float = 30.0) -> Self:
        """Open the ledger for reading only, also on read-only media. A missing one reads as empty."""
        if not is_there(path) or not path.stat().st_size:
            return cls(path, None)
        with told(path):
            connection = open_to_read(path, patience)
            try:
                new = is_new(connection)
                if not new:
                    check_ours(connection, path)
            except BaseException:
                connection.close()
                raise
        if new:
            connection.close()
        return cls(path, None if new else connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close folds SQLite's side files into it."""
        if self._connection is not None:
            self._connection.close()

    @property
    def head(self) -> str:
        """Hash of the last entry; GENESIS where there is none."""
        return self._last()[1]

    def _last(self) -> tuple[int, str]:
        if self._connection is None:
            return 0, GENESIS
        with told(self._path):
            row = self._connection.execute(
                "SELECT seq, CAST(hash AS BLOB) FROM entries ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return (row[0], text_of(row[1])) if row else (0, GENESIS)

    def append(self, event: Event) -> Entry:
        """Record one event. It is on disk when this returns."""
        return self.append_all((event,))[0]

    def append_all(self, events: Iterable[Event]) -> tuple[Entry, ...]:
        """Record events in one transaction: all of them, or none."""
        connection = self._writable()
        with told(self._path), transaction(connection):
            return tuple(self._insert(connection, event) for event in events)

    def queue(self, events: Iterable[Event]) -> bool:
        """Record messages as queued, all of them in one transaction; False, and nothing, where one is known already."""
        from takedown.ledger.moving import NotThereError, queued

        connection = self._writable()
        try:
            with told(self._path), transaction(connection):
                queued(connection, self._insert, events)
        except NotThereError:
            return False
        return True

    def advance(
        self, event: Event, *, owner: str = "", also: Sequence[Event] = (), others: Sequence[Event] = ()
    ) -> bool:
        """Move a message one step and record it, in one transaction, with the events that follow from it.

        `owner` names the run that holds the message, or takes it. False, and nothing is recorded, where the message
        does not stand where this step begins, or another run holds it. `others` are steps of other messages that are
        taken with it where they can be.
        """
        return self._step([(event, owner)], also, others)

    def _step(
        self, steps: Sequence[tuple[Event, str]], also: Sequence[Event] = (), others: Sequence[Event] = ()
    ) -> bool:
        from takedown.ledger.moving import moved

        connection = self._writable()
        with told(self._path), transaction(connection):
            return moved(connection, self._insert, steps, also=also, others=others)

    def erase(self, digests: Sequence[str]) -> None:
        """Take documents out for good, and record which: the chain still verifies without them.

        Their bytes are overwritten in the file and its log (SQLite: secure_delete); copies elsewhere are not reached.
        """
        connection = self._writable()
        with told(self._path):
            connection.execute("PRAGMA secure_delete = ON")
            with transaction(connection):
                self._insert(
                    connection, Event(what=What.ERASED, notice="", data={"documents": list(digests)})
                )
                connection.executemany(
                    "DELETE FROM documents WHERE digest = ?", [(digest,) for digest in digests]
                )
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def owner_of(self, message: str) -> str:
        """Name the run that holds a message; empty where none does."""
        return standing.owner if (standing := self._standing(message)) else ""

    def stage_of(self, message: str) -> "Stage | None":
        """Where a message stands; None where it is not known."""
        return standing.stage if (standing := self._standing(message)) else None

    def _standing(self, message: str) -> "Standing | None":
        from takedown.ledger.moving import standing_of

        with told(self._path):
            return standing_of(self._connection, message) if self._connection else None

    def has(self, seq: int, digest: str) -> bool:
        """Whether the entry of this number has this hash: the ledger goes on from there."""
        if self._connection is None:
            return False
        with told(self._path):
            row = self._connection.execute(_ENTRY, (seq,)).fetchone()
        return row is not None and text_of(row[1]) == digest

    @property
    def identity(self) -> str:
        """What a ledger and all its copies share: the hash of the first entry; GENESIS where there is none."""
        if self._connection is None:
            return GENESIS
        with told(self._path):
            row = self._connection.execute(_ENTRY, (1,)).fetchone()
        return text_of(row[1]) if row else GENESIS

    @property
    def last(self) -> tuple[int, str]:
        """Number and hash of the last entry; 0 and GENESIS where there is none."""
        return self._last()

    def _writable(self) -> sqlite3.Connection:
        if self._connection is None or self._clock is _read_only_clock:
            raise StorageError(f"{self._path}: the ledger was opened for reading only")
        return self._connection

    def _insert(self, connection: sqlite3.Connection, event: Event) -> Entry:
        last, prev = self._last()
        at = instant(self._clock())
        documents = self._store(connection, event.documents)
        body = entry_body(seq=last + 1, at=at, event=event, documents=documents, prev=prev)
        text, digest = canonical_json(body), entry_hash(body)
        added = connection.execute(
            "INSERT INTO entries (seq, body, hash) VALUES (?, ?, ?)", (last + 1, text.decode(), digest)
        ).rowcount
        kept = next(iter(connection.execute(_ENTRY, (last + 1,))), (None, None))
        if added != 1 or kept != (text, digest.encode()):
            raise self._not_kept()
        return parsed(EntryRow(seq=last + 1, body=text, hash=digest))

    def _not_kept(self) -> VerificationError:
        return VerificationError(
            f"{self._path}: the ledger did not keep what was written to it; nothing was recorded", hint=VERIFY
        )

    def _store(self, connection: sqlite3.Connection, documents: Mapping[str, bytes]) -> dict[str, str]:
        """Store each different content of one event once, under a salt of its own; role → digest."""
        digests: dict[bytes, str] = {}
        for content in (bytes(documents[role]) for role in sorted(documents)):
            if content not in digests:
                salt = self._entropy(_SALT_BYTES)
                digests[content] = document_digest(salt, content)
                added = connection.execute(
                    "INSERT INTO documents (digest, salt, content) VALUES (?, ?, ?)",
                    (digests[content], salt, content),
                ).rowcount
                if added != 1 or self._kept(digests[content]) != (salt, content):
                    raise self._not_kept()
        return {role: digests[bytes(content)] for role, content in documents.items()}

    def entries(self) -> Iterator[Entry]:
        """Give every entry in order, each checked against its hash and the one before.

        VerificationError at the first that is wrong: nothing is done on the word of a changed ledger.
        """
        prev, expected = GENESIS, 1
        for row in self._entry_rows():
            try:
                entry = parsed(row)
            except DamagedEntryError as error:
                raise VerificationError(f"{self._path}, entry {row.seq}: {error}", hint=VERIFY) from error
            if entry.prev != prev or entry.seq != expected:
                raise VerificationError(
                    f"{self._path}, entry {row.seq}: does not follow from the entry before it", hint=VERIFY
                )
            yield entry
            prev, expected = entry.hash, expected + 1

    def readable_entries(self) -> tuple[Entry, ...]:
        """Give the entries that can still be read, for `verify` only; `problems` names the others."""
        found: list[Entry] = []
        try:
            for row in self._entry_rows():
                try:
                    found.append(parsed(row))
                except DamagedEntryError:
                    continue
        except VerificationError:
            return tuple(found)
        return tuple(found)

    def _entry_rows(self) -> Iterator[EntryRow]:
        if self._connection is not None:
            with told(self._path):
                yield from entry_rows(self._connection)

    def document(self, digest: str) -> bytes | None:
        """Give the bytes of a document; None where it is not there; VerificationError where changed."""
        row = self._kept(digest)
        if row is None:
            return None
        salt, content = row
        if salt is None or content is None or document_digest(salt, content) != digest:
            raise VerificationError(f"{self._path}: document {digest[:16]}… was changed", hint=VERIFY)
        return bytes(content)

    def _kept(self, digest: str) -> tuple[Any, Any] | None:
        """Salt and content of a document, as they stand in the file."""
        if self._connection is None:
            return None
        with told(self._path):
            row: tuple[Any, Any] | None = self._connection.execute(_DOCUMENT, (digest,)).fetchone()
        return row

    def problems(self, *, expected_head: str = "", may_erase: bool = False) -> "tuple[Problem, ...]":
        """Name all that is not as it was recorded: entries, documents, messages. Damage never raises.

        `may_erase`: people can be forgotten in it, as in a register; in a ledger of notices nothing is ever erased.
        """
        from takedown.ledger.proving import ledger_problems

        return ledger_problems(self._connection, self._path, expected_head=expected_head, may_erase=may_erase)
