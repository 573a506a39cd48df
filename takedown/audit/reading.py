"""What an entry and its documents say, read with care: a document may be erased, a date may be missing."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from takedown.audit.state import Evidence, ItemState, KeptFile
from takedown.events import Entry
from takedown.notice import Delivery, Scope

Document = Callable[[str], bytes | None]
"""Digest → bytes; None where the document was erased (`Ledger.document`)."""


def json_of(entry: Entry, role: str, document: Document) -> Any:
    """Parse the document of a role; None where there is none, or none that can be read."""
    content = document(entry.documents[role]) if role in entry.documents else None
    try:
        return None if content is None else json.loads(content)
    except (ValueError, RecursionError):
        return None


def table_of(entry: Entry, role: str, document: Document) -> Mapping[str, Any]:
    """Parse the document of a role as a table; empty where there is none."""
    value = json_of(entry, role, document)
    return value if isinstance(value, dict) else {}


def words_of(entry: Entry, role: str, document: Document) -> str:
    """Read the document of a role as text; empty where there is none."""
    content = document(entry.documents[role]) if role in entry.documents else None
    return "" if content is None else content.decode(errors="replace")


def text(table: Mapping[str, Any], key: str) -> str:
    """Return a text of a table, empty where it is missing or not a text."""
    value = table.get(key)
    return value if isinstance(value, str) else ""


def tables(table: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    """Return the tables in a list of a table."""
    value = table.get(key)
    return tuple(entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()


def day(value: Any) -> date | None:
    """Read an ISO date, also of an instant; None where there is none."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def happened_on(entry: Entry) -> date:
    """Return the date something happened; where it was not recorded, that of the record."""
    return day(entry.data.get("on")) or day(entry.at) or date.min


def newest(entries: Iterable[Entry]) -> Entry | None:
    """Return the entry of the latest date; on the same date the later record."""
    return max(entries, key=lambda entry: (happened_on(entry), entry.seq), default=None)


def is_declared(entry: Entry) -> bool:
    """Say whether nothing but somebody's word is held: no file came with the record."""
    return "evidence" not in entry.documents


def evidence_of(entry: Entry, document: Document) -> Evidence:
    """Say what a record holds."""
    return Evidence(
        what=entry.what,
        at=happened_on(entry).isoformat(),
        declared=is_declared(entry),
        ticket=words_of(entry, "ticket", document),
        by=words_of(entry, "by", document),
        file=", ".join(_file_names(entry, document)),
        note=words_of(entry, "note", document) or text(entry.data, "seems"),
        channel=text(entry.data, "channel"),
        tracking=words_of(entry, "tracking", document),
    )


def _file_names(entry: Entry, document: Document) -> Iterator[str]:
    """Names of the kept files: `evidence_name`, `evidence_name-2`, … as far as they were not erased."""
    role, number = "evidence_name", 1
    while role in entry.documents:
        if name := words_of(entry, role, document):
            yield name
        number += 1
        role = f"evidence_name-{number}"


def items_of(paper: Mapping[str, Any]) -> tuple[ItemState, ...]:
    """List the items of a notice.json, unanswered and unseen."""
    return tuple(_item(item) for item in tables(paper, "items"))


def _item(item: Mapping[str, Any]) -> ItemState:
    recordings = tables(item, "recordings")
    named = item if text(item, "title") or not recordings else recordings[0]
    title, version = text(named, "title"), text(named, "version")
    return ItemState(
        key=text(item, "key"),
        platform=text(item, "platform"),
        upc=text(item, "upc"),
        isrcs=tuple(text(recording, "isrc") for recording in recordings if text(recording, "isrc")),
        title=f"{title} ({version})" if version else title,
        artist=text(item, "artist"),
    )


def scope_of(paper: Mapping[str, Any]) -> Scope:
    """Where a notice asks, from its notice.json; one that says nothing (erased) covers nowhere."""

    def codes(key: str) -> tuple[str, ...]:
        listed = paper.get(key)
        return tuple(code for code in listed if isinstance(code, str)) if isinstance(listed, list) else ()

    return Scope(included=codes("territories"), excluded=codes("excluded_territories"))


def deliveries_of(paper: Mapping[str, Any]) -> tuple[Delivery, ...]:
    """List who delivers, from the notice.json of a platform request."""
    return tuple(
        Delivery(
            desk=text(entry, "desk"),
            name=text(entry, "name"),
            notice=text(entry, "notice"),
            releases=entry["releases"] if isinstance(entry.get("releases"), int) else 0,
            submitted_on=day(entry.get("submitted_on")),
            ticket=text(entry, "ticket"),
        )
        for entry in tables(paper, "deliveries")
    )


def files_of(entry: Entry) -> dict[str, KeptFile]:
    """List the files of a notice folder as they were prepared or signed."""
    digests = entry.data.get("files")
    return {
        name: KeptFile(sha256=sha256, document=entry.documents.get(name, ""))
        for name, sha256 in (digests.items() if isinstance(digests, dict) else ())
        if isinstance(sha256, str)
    }
