"""Typed rows → releases with their recordings. A release is its UPC, else its GRid, else its words."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from takedown import identifiers
from takedown.checks.cells import TypedRow
from takedown.model import BlockedRelease, Finding, Recording, Release, folded

_T = TypeVar("_T")


def release_key(row: TypedRow) -> str:
    """Name the release that a row belongs to; a row without one is a recording of its own."""
    if row.icpn or row.grid:
        return row.icpn or row.grid
    if row.release:
        return _words(row, row.release, row.release_version, row.label)
    if row.isrc:
        return f"isrc:{row.isrc}"
    return f"track:{_words(row, row.track, row.track_version)}"


def _words(row: TypedRow, *parts: str) -> str:
    return "|".join(folded(part) for part in (";".join(row.artists), *parts))


def grouped(rows: Iterable[TypedRow]) -> dict[str, tuple[TypedRow, ...]]:
    """Gather rows by release, in the order of the file."""
    groups: dict[str, list[TypedRow]] = {}
    for row in rows:
        groups.setdefault(release_key(row), []).append(row)
    return {key: tuple(group) for key, group in groups.items()}


def build_release(key: str, rows: Sequence[TypedRow]) -> Release:
    """Make one release of its rows.

    A cell counts from the first row that has it. Platforms and owners are gathered from all rows, so that
    nothing live and nobody who must agree is lost.
    """

    def first(of: Callable[[TypedRow], _T]) -> _T:
        return next((value for row in rows if (value := of(row))), of(rows[0]))

    own = [row for row in rows if not row.is_recording] or (list(rows[:1]) if not rows[0].release else [])
    return Release(
        key=key,
        artists=first(lambda row: row.artists),
        title=first(lambda row: row.release),
        version=first(lambda row: row.release_version),
        icpn=first(lambda row: row.icpn),
        grid=first(lambda row: row.grid),
        catalog_number=first(lambda row: row.catalog_number),
        label=first(lambda row: row.label),
        p_line=first(lambda row: row.p_line),
        c_line=first(lambda row: row.c_line),
        released=first(lambda row: row.released),
        owners=_gathered(row.owners for row in rows),
        distributor=first(lambda row: row.distributor),
        platforms=_gathered(row.platforms for row in rows),
        asin=next((row.asin for row in own if row.asin), ""),
        url=next((row.url for row in own if row.url), ""),
        recordings=_recordings(rows),
        source=rows[0].row.source,
    )


def _gathered(cells: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for cell in cells:
        for value in cell:
            seen.setdefault(folded(value), value)
    return tuple(seen.values())


def _recordings(rows: Sequence[TypedRow]) -> tuple[Recording, ...]:
    """List recordings in file order, or by track number where all are whole numbers; each once."""
    recordings: dict[tuple[str, ...], Recording] = {}
    for row in rows:
        if row.is_recording:
            mark = (row.isrc or folded(row.full_track), row.track_number)
            recordings.setdefault(mark, _recording(row))
    found = tuple(recordings.values())
    if all(each.number.isascii() and each.number.isdigit() for each in found):
        return tuple(sorted(found, key=lambda each: int(each.number)))
    return found


def _recording(row: TypedRow) -> Recording:
    return Recording(
        title=row.track,
        version=row.track_version,
        artists=row.track_artists or row.artists,
        isrc=row.isrc,
        number=row.track_number,
        asin=row.asin,
        url=row.url,
        source=row.row.source,
    )


def blocked_releases(
    dropped: Sequence[tuple[TypedRow, Finding]], releases: Sequence[Release]
) -> tuple[tuple[BlockedRelease, ...], tuple[BlockedRelease, ...]]:
    """Name the releases of which no row could be used, each once; and the dropped rows of those that go on.

    A row is of a release that goes on by its key; where its code could not be read, by artist, title and version.
    """
    keys = {release.key for release in releases}
    names = {_named(release.artists, release.display_title) for release in releases if release.title}
    blocked: dict[tuple[str, str, str], BlockedRelease] = {}
    left_out: list[BlockedRelease] = []
    for row, error in dropped:
        title = _titled(row.release, row.release_version) or row.full_track
        shown = title or row.icpn or row.isrc or f"row {row.row.source.row}"
        one = BlockedRelease(artist=", ".join(row.artists), title=shown, finding=error)
        name, code = _named(row.artists, title), _unread_code(row)
        if release_key(row) in keys or (code and name in names):
            left_out.append(one)
        else:
            blocked.setdefault((*_named(row.artists, shown), code or row.icpn or row.grid), one)
    return tuple(blocked.values()), tuple(left_out)


def _titled(title: str, version: str) -> str:
    return f"{title} ({version})" if title and version else title


def _named(artists: Sequence[str], title: str) -> tuple[str, str]:
    return folded(";".join(artists)), folded(title)


def _unread_code(row: TypedRow) -> str:
    """Give what is written as the code of a release and could not be read as one; empty where there is none."""
    if row.icpn or row.grid:
        return ""
    upc = row.row.get("upc")
    # swapped columns: the code of the release stands in the other one
    written = row.row.get("isrc") if identifiers.looks_like_isrc(upc) else upc
    return folded(written or row.row.get("grid"))
