"""Notices and what happens to them, for tests: the events that the commands record, chained in memory."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from takedown.audit import AuditReport, audit_entries
from takedown.events import GENESIS, Entry, Event, What, document_digest, entry_body, entry_hash

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 12, 1)


def item(
    upc: str, platform: str = "amazon-music", *, artist: str = "The Examples", title: str = "First Light"
) -> dict[str, Any]:
    return {
        "key": f"{upc}|{platform}", "platform": platform, "release_key": upc, "artist": artist,
        "title": title, "version": "", "upc": upc, "grid": "", "label": "", "catalog_number": "", "asin": "",
        "url": "",
        "recordings": [{"number": "1", "title": title, "version": "", "isrc": "QZES12600001"}],
    }  # fmt: skip


TWO_ITEMS = (item("012345678905"), item("012345678905", "amazon-digital"))


def paper(
    notice: str,
    *,
    kind: str = "withdrawal",
    desk: str = "tunecore",
    items: Iterable[dict[str, Any]] = TWO_ITEMS,
    **more: Any,
) -> dict[str, Any]:
    return {
        "schema": 1, "id": notice, "case": "CASEAAAAAA", "kind": kind, "demo": False,
        "principal": "Ana Example",
        "recipient": {"desk": desk, "name": desk.title(), "email": ""},
        "platforms": [
            {"slug": "amazon-music", "name": "Amazon Music (streaming)"},
            {"slug": "amazon-digital", "name": "Amazon Digital Music Store (downloads)"},
        ],
        "deliveries": [], "items": list(items), **more,
    }  # fmt: skip


def prepared(
    notice: str, *, what: What = What.PREPARED, data: Mapping[str, Any] | None = None, **more: Any
) -> Event:
    content = paper(notice, **more)
    files = {"notice.json": json.dumps(content).encode(), "notice.txt": f"Letter {notice}".encode()}
    return Event(
        what=what,
        notice=notice,
        documents={**files, **(_signature() if what is What.SIGNED else {})},
        data={
            "dated": "2026-11-22",
            "document_sha256": "d" * 64,
            "folder": f"notices/CASEAAAAAA/{content['kind']}-{content['recipient']['desk']}-{notice}",
            "kind": content["kind"],
            "files": {name: hashlib.sha256(file).hexdigest() for name, file in files.items()},
            **(data or {}),
        },
    )


def _signature() -> dict[str, bytes]:
    return {"signature": b'{"name": "Ana Example", "signed_at": "2026-11-22T10:00:00+01:00"}'}


def signed(notice: str, **more: Any) -> Event:
    return prepared(notice, what=What.SIGNED, **more)


def superseded(notice: str) -> Event:
    return Event(what=What.SUPERSEDED, notice=notice)


def told(
    what: What, notice: str, on: str, *, items: Iterable[str] = (), file: bytes = b"", **texts: str
) -> Event:
    documents = {role: text.encode() for role, text in texts.items()}
    if keys := list(items):
        documents["items"] = json.dumps(keys).encode()
    if file:
        documents |= {"evidence": file, "evidence_name": b"reply.eml"}
    return Event(what=what, notice=notice, documents=documents, data={"on": on})


def chained(events: Iterable[Event]) -> tuple[tuple[Entry, ...], dict[str, bytes]]:
    """Chain events as the ledger does, one a minute."""
    entries: list[Entry] = []
    kept: dict[str, bytes] = {}
    for seq, event in enumerate(events, start=1):
        digests = {role: document_digest(b"salt", content) for role, content in event.documents.items()}
        kept |= {digests[role]: content for role, content in event.documents.items()}
        at = (START + timedelta(minutes=seq)).strftime("%Y-%m-%dT%H:%M:%SZ")
        prev = entries[-1].hash if entries else GENESIS
        body = entry_body(seq=seq, at=at, event=event, documents=digests, prev=prev)
        fields = {**body, "what": event.what, "hash": entry_hash(body)}
        entries.append(Entry(**fields))
    return tuple(entries), kept


def report_of(*events: Event, today: date = TODAY) -> AuditReport:
    entries, kept = chained(events)
    return audit_entries(entries, kept.get, today=today)
