"""The ledger in SQLite: one file, written to only by appending.

`at` is the instant at which an entry was written, by the computer's clock, also backwards; order is `seq`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from takedown.canonical import canonical_json
from takedown.errors import StorageError, VerificationError
from takedown.events import GENESIS, Entry, Event, document_digest, entry_body, entry_hash
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
from takedown.ledger.rows import DamagedEntryError, EntryRow, parsed

if TYPE_CHECKING:
    from takedown.ledger.checking import Chain, DocumentRow, Problem

_SALT_BYTES = 16

# Damage may leave any type in any column: everything is read as bytes.
_ENTRIES = "SELECT seq, CAST(body AS BLOB), CAST(hash AS BLOB) FROM entries ORDER BY seq"
_ENTRY = "SELECT CAST(body AS BLOB), CAST(hash AS BLOB) FROM entries WHERE seq = ?"
_DOCUMENTS = (
    "SELECT CAST(digest AS BLOB), CAST(salt AS BLOB), CAST(content AS BLOB) FROM documents ORDER BY digest"
)


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
        return (row[0], _text(row[1])) if row else (0, GENESIS)

    def append(self, event: Event) -> Entry:
        """Record one event. It is on disk when this returns."""
        return self.append_all((event,))[0]

    def append_all(self, events: Iterable[Event]) -> tuple[Entry, ...]:
        """Record events in one transaction: all of them, or none."""
        connection = self._writable()
        with told(self._path), transaction(connection):
            return tuple(self._insert(connection, event) for event in events)

    def _writable(self) -> sqlite3.Connection:
        if self._connection is None or self._clock is _read_only_clock:
            raise StorageError(f"{self._path}: the ledger was opened for reading only")
        return self._connection

    def _insert(self, connection: sqlite3.Connection, event: Event) -> Entry:
        last, prev = self._last()
        at = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
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
                if added != 1 or self.document(digests[content]) != content:
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
        if self._connection is None:
            return
        with told(self._path):
            for seq, body, digest in self._connection.execute(_ENTRIES):
                yield EntryRow(seq=seq, body=body or b"", hash=_text(digest))  # NULL after damage

    def _document_rows(self) -> "Iterator[DocumentRow]":
        from takedown.ledger.checking import DocumentRow

        if self._connection is None:
            return
        with told(self._path):
            for digest, salt, content in self._connection.execute(_DOCUMENTS):
                yield DocumentRow(digest=_text(digest), salt=salt, content=content)

    def document(self, digest: str) -> bytes | None:
        """Give the bytes of a document; None where it is not there; VerificationError where changed."""
        if self._connection is None:
            return None
        with told(self._path):
            row = self._connection.execute(
                "SELECT CAST(salt AS BLOB), CAST(content AS BLOB) FROM documents WHERE digest = ?", (digest,)
            ).fetchone()
        if row is None:
            return None
        salt, content = row
        if salt is None or content is None or document_digest(salt, content) != digest:
            raise VerificationError(f"{self._path}: document {digest[:16]}… was changed", hint=VERIFY)
        return bytes(content)

    def problems(self, *, expected_head: str = "") -> "tuple[Problem, ...]":
        """Name all that is not as it was recorded, in the chain and in the documents. Damage never raises."""
        from takedown.ledger.checking import (
            Problem,
            document_problems,
            erasure_problems,
            head_problems,
            walk,
        )

        if self._connection is None:
            return head_problems(walk(()), expected_head)
        found: list[Problem] = []
        chain: Chain | None = None
        try:
            found.extend(self._structure(self._connection))
            chain = walk(self._entry_rows())
            found.extend((*chain.problems, *erasure_problems(chain), *head_problems(chain, expected_head)))
            found.extend(document_problems(chain, self._document_rows()))
        except (VerificationError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
            place = "its documents cannot be read" if chain else "its entries cannot be read"
            found.append(
                Problem(
                    where=self._path.name,
                    what=f"{place} to the end ({error}); restore the ledger from a backup",
                )
            )
        return tuple(found)

    def _structure(self, connection: sqlite3.Connection) -> "Iterator[Problem]":
        """Ask SQLite what is wrong with the file. It sees few changes of data; the chain sees those."""
        from takedown.ledger.checking import Problem

        for (line,) in connection.execute("PRAGMA integrity_check(10)"):
            if line != "ok":
                yield Problem(
                    where=self._path.name, what=f"the file is damaged ({line}); restore it from a backup"
                )


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
