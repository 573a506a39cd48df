"""Whether a ledger's file is what was recorded, from the file's structure to the last message."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from takedown.errors import VerificationError
from takedown.events import Entry
from takedown.ledger.checking import (
    Chain,
    DocumentRow,
    Problem,
    document_problems,
    erasure_problems,
    head_problems,
    message_problems,
    walk,
)
from takedown.ledger.faults import told
from takedown.ledger.rows import DamagedEntryError, entry_rows, parsed, text_of
from takedown.messages import messages_of

_DOCUMENTS = (
    "SELECT CAST(digest AS BLOB), CAST(salt AS BLOB), CAST(content AS BLOB) FROM documents ORDER BY digest"
)
_MESSAGES = "SELECT id, stage, seq FROM messages"


def ledger_problems(
    connection: sqlite3.Connection | None, path: Path, *, expected_head: str, may_erase: bool
) -> tuple[Problem, ...]:
    """Name all that is not as it was recorded. Damage never raises."""
    if connection is None:
        return head_problems(walk(()), expected_head)
    found: list[Problem] = []
    chain: Chain | None = None
    try:
        with told(path):
            found.extend(_structure(connection, path))
            chain = walk(entry_rows(connection))
            found.extend((*chain.problems, *head_problems(chain, expected_head)))
            found.extend(() if may_erase else erasure_problems(chain))
            found.extend(document_problems(chain, _document_rows(connection)))
            found.extend(message_problems(messages_of(_readable(connection)), connection.execute(_MESSAGES)))
    except (VerificationError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        place = "its documents cannot be read" if chain else "its entries cannot be read"
        found.append(
            Problem(where=path.name, what=f"{place} to the end ({error}); restore the ledger from a backup")
        )
    return tuple(found)


def _structure(connection: sqlite3.Connection, path: Path) -> Iterator[Problem]:
    """Ask SQLite what is wrong with the file. It sees few changes of data; the chain sees those."""
    for (line,) in connection.execute("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield Problem(where=path.name, what=f"the file is damaged ({line}); restore it from a backup")


def _document_rows(connection: sqlite3.Connection) -> Iterator[DocumentRow]:
    for digest, salt, content in connection.execute(_DOCUMENTS):
        yield DocumentRow(digest=text_of(digest), salt=salt, content=content)


def _readable(connection: sqlite3.Connection) -> Iterator[Entry]:
    for row in entry_rows(connection):
        try:
            yield parsed(row)
        except DamagedEntryError:
            continue
