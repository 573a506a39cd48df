"""A row of the ledger as the entry that it holds: complete, in canonical form, with the recorded hash."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from takedown.canonical import canonical_json
from takedown.events import Entry, What
from takedown.frozen import dataclass

# Damage may leave any type in any column: everything is read as bytes.
_ENTRIES = "SELECT seq, CAST(body AS BLOB), CAST(hash AS BLOB) FROM entries ORDER BY seq"
_TYPES: dict[str, type] = {
    "at": str, "data": dict, "documents": dict, "notice": str, "prev": str, "seq": int, "what": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One row of the table `entries`, as bytes: damage may have left anything there."""

    seq: int
    body: bytes
    hash: str


def text_of(value: bytes | None) -> str:
    """A column as text; NULL, which only damage leaves, as none."""
    return (value or b"").decode(errors="replace")


def entry_rows(connection: sqlite3.Connection) -> Iterator[EntryRow]:
    """Read every row of `entries`, in order, as it lies there."""
    for seq, body, digest in connection.execute(_ENTRIES):
        yield EntryRow(seq=seq, body=body or b"", hash=text_of(digest))


class DamagedEntryError(ValueError):
    """A row of `entries` is not an entry."""


def parsed(row: EntryRow) -> Entry:
    """Return the entry of a row: canonical JSON, complete, with the recorded hash; else DamagedEntryError."""
    if hashlib.sha256(row.body).hexdigest() != row.hash:
        raise DamagedEntryError("the text of the entry or its hash was changed")
    body = _body(row.body)
    if body["seq"] != row.seq:
        raise DamagedEntryError(f"the entry calls itself {body['seq']}: entries were moved")
    try:
        what = What(body["what"])
    except ValueError:
        raise DamagedEntryError(f"it records '{body['what']}', which this version does not know") from None
    return Entry(
        seq=row.seq,
        at=body["at"],
        what=what,
        notice=body["notice"],
        documents=body["documents"],
        data=body["data"],
        prev=body["prev"],
        hash=row.hash,
    )


def _body(text: bytes) -> dict[str, Any]:
    try:
        body = json.loads(text)
        canonical = canonical_json(body)
    except (ValueError, RecursionError) as error:  # rfc8785's errors are ValueErrors
        raise DamagedEntryError("the text of the entry is not readable JSON") from error
    if canonical != text:
        raise DamagedEntryError("the text of the entry is not in canonical form")
    if not isinstance(body, dict) or body.keys() != _TYPES.keys():
        raise DamagedEntryError("the entry lacks fields or has unknown ones")
    wrong = [name for name, kind in _TYPES.items() if type(body[name]) is not kind]
    if wrong or not all(isinstance(digest, str) for digest in body["documents"].values()):
        raise DamagedEntryError(f"a field of the entry has a wrong type: {', '.join(wrong) or 'documents'}")
    return body
