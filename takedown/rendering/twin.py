"""notice.json and items.csv: the notice for machines. The document is what a signature covers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from takedown.canonical import indented_json
from takedown.model import Place, Release
from takedown.notice import Item, Notice, RecipientRole, Signature
from takedown.records import Platform
from takedown.rendering.exhibits import own_files_of
from takedown.rendering.heads import FALLBACK
from takedown.rendering.text import prose
from takedown.rendering.values import one_line
from takedown.rendering.written import Written
from takedown.spreadsheet import csv_cells, guarded

SCHEMA = 1
COLUMNS = (
    "platform", "artist", "release", "release_version", "upc", "grid", "catalog_number", "label",
    "track_number", "track_artist", "track", "track_version", "isrc", "asin", "url",
)  # fmt: skip


def notice_document(notice: Notice, written: Written, *, dated: date) -> dict[str, Any]:
    """notice.json without signature and file hashes. It holds the letter, so its hash covers the wording."""
    sender, recipient = notice.sender, notice.recipient
    return {
        "schema": SCHEMA,
        "id": notice.id,
        "case": notice.case,
        "kind": notice.kind.value,
        "language": written.language,
        "dated": dated.isoformat(),
        "demo": notice.demo,
        "principal": notice.principal,
        "sender": {
            "name": sender.name,
            "organization": sender.organization,
            "capacity": sender.capacity.value,
            **_where_to_reach(notice),
        },
        "recipient": {
            "desk": recipient.desk,
            "name": recipient.name,
            "role": recipient.role.value,
            "attention": recipient.attention,
            "email": recipient.email,
            "postal": list(recipient.postal),
        },
        "basis": notice.basis.value if notice.basis else None,
        "platforms": [{"slug": platform.slug, "name": platform.name} for platform in notice.platforms],
        "territories": list(notice.territories),
        "excluded_territories": list(notice.excluded_territories),
        "effective": notice.effective,
        "wanted_by": _iso(notice.wanted_by),
        "account": notice.account,
        "agreement": _agreement(notice),
        **_of_its_kind(notice),
        "deliveries": [_dated(asdict(delivery)) for delivery in notice.deliveries],
        "items": [item for release in notice.releases for item in _items(release, notice.platforms)],
        "totals": {
            "releases": len(notice.releases),
            "recordings": notice.recordings,
            "items": len(notice.releases) * len(notice.platforms),
        },
        "letter": _letter(written),
        **own_files_of(notice),
    }


def _where_to_reach(notice: Notice) -> dict[str, Any]:
    """The sender's addresses; in public there is none: an address there can hurt a person."""
    if notice.recipient.role is RecipientRole.PUBLIC:
        return {"email": "", "address": []}
    return {"email": notice.sender.email, "address": list(notice.sender.address)}


def _letter(written: Written) -> dict[str, Any]:
    """The wording. Of a translation also who has read it and, until somebody has, the English letter."""
    head = written.head
    read = {"read_by": head.read_by, "read_on": head.read_on} if head.language != FALLBACK else {}
    return {
        "file": head.file,
        "version": head.version,
        "reviewed_by": head.reviewed_by,
        "reviewed_on": head.reviewed_on,
        **read,
        "subject": written.subject,
        "text": prose(written.blocks),
        **({"english": _letter(written.english)} if written.english else {}),
    }


def notice_json(
    document: Mapping[str, Any],
    *,
    document_sha256: str,
    signature: Signature | None,
    files: Mapping[str, str],
) -> bytes:
    """Write the file notice.json: the document, its hash, the signature, the hashes of the other files."""
    signed = (
        {"name": signature.name, "capacity": signature.capacity, "signed_at": signature.signed_at}
        if signature
        else None
    )
    whole = {**document, "document_sha256": document_sha256, "signature": signed, "files": dict(files)}
    return indented_json(whole) + b"\n"


def items_csv(notice: Notice) -> bytes:
    """One row a recording and platform, or a release and platform where no recordings are listed."""
    rows = (row for release in notice.releases for row in _rows(release, notice.platforms))
    return "".join([f"{row}\n" for row in (csv_cells(COLUMNS), *rows)]).encode()


@lru_cache(maxsize=4096)  # the rows of a release repeat most cells
def _cell(text: str) -> str:
    return guarded(one_line(text))


def _cells(*texts: str) -> str:
    return csv_cells(map(_cell, texts))


def _rows(release: Release, platforms: Iterable[Platform]) -> Iterator[str]:
    """The rows of a release. What its recordings say on every platform is written once."""
    said = [
        _cells(
            recording.number or ("" if release.is_lone_recording else str(place)),
            ", ".join(recording.artists) or release.artist,
            recording.title,
            recording.version,
            recording.isrc,
        )
        for place, recording in enumerate(release.recordings, 1)
    ]
    for platform in platforms:
        head = _cells(
            platform.slug, release.artist, release.title, release.version, release.icpn, release.grid,
            release.catalog_number, release.label,
        )  # fmt: skip
        whole = release.place_on(platform.slug)
        there = _cells(whole.asin, whole.url)
        for recording, cells in zip(release.recordings, said, strict=True):
            own = recording.place_on(platform.slug)
            known = own.asin or own.url
            yield f"{head},{cells},{_cells(own.asin or whole.asin, own.url or whole.url) if known else there}"
        if not release.recordings:
            yield f"{head},{_cells('', '', '', '', '', whole.asin, whole.url)}"


def _items(release: Release, platforms: Iterable[Platform]) -> Iterator[dict[str, Any]]:
    """A release on each platform. What it says on all of them is put together once."""
    alone = release.recordings[0] if release.is_lone_recording else None
    said = {
        "release_key": release.key,
        "artist": release.artist,
        "title": alone.title if alone else release.title or release.display_title,
        "version": alone.version if alone else release.version,
        "upc": release.icpn,
        "grid": release.grid,
        "label": release.label,
        "catalog_number": release.catalog_number,
        "release_date": _iso(release.released),
    }
    recordings = [
        {
            "number": recording.number,
            "title": recording.title,
            "version": recording.version,
            "artist": ", ".join(recording.artists),
            "isrc": recording.isrc,
        }
        for recording in release.recordings
    ]
    for platform in platforms:
        item = Item(release=release, platform=platform.slug)
        yield {
            "key": item.key,
            "platform": item.platform,
            **said,
            **_found_at(release.place_on(item.platform)),
            "recordings": [
                {**each, **_found_at(recording.place_on(item.platform))}
                for recording, each in zip(release.recordings, recordings, strict=True)
            ],
        }


def _found_at(place: Place) -> dict[str, str]:
    return {"asin": place.asin, "url": place.url}


def _agreement(notice: Notice) -> dict[str, Any] | None:
    """Say what the letter says of it: notes about advances and exclusions stay in the workspace."""
    agreement = notice.agreement
    if agreement is None:
        return None
    return {"name": agreement.name, "dated": _iso(agreement.dated), "notice_days": agreement.notice_days}


def _of_its_kind(notice: Notice) -> dict[str, Any]:
    """What only some kinds hold: the end of an agreement, the notice before, the answer that is awaited."""
    return {
        "end": _end(notice),
        "former": notice.former,
        "in_reply_to": notice.in_reply_to,
        "earlier": _earlier(notice),
        "answer_by": _iso(notice.answer_by),
        "income": [{**asdict(part), "companies": list(part.companies)} for part in notice.income],
    }


def _end(notice: Notice) -> dict[str, Any] | None:
    """Say the days of which the letter speaks; the confirmation itself stays in the workspace."""
    end = notice.end
    if end is None:
        return None
    return {
        "ended": _iso(end.ended),
        "confirmed_on": _iso(end.confirmed_on),
        "seen_live": _iso(end.seen_live),
    }


def _earlier(notice: Notice) -> dict[str, Any] | None:
    """Say of the notice before what the letter says of it."""
    earlier = notice.earlier
    if earlier is None:
        return None
    return {
        "notice": earlier.notice,
        "kind": earlier.kind.value,
        "submitted_on": _iso(earlier.submitted_on),
        "ticket": earlier.ticket,
        "reminded_on": _iso(earlier.reminded_on),
    }


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: entry.isoformat() if isinstance(entry, date) else entry for key, entry in fields.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
