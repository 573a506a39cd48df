"""Typed rows → releases with their recordings. A release is its UPC, else its GRid, else its words."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from takedown import identifiers
from takedown.checks.cells import ReleaseCells, TypedRow
from takedown.model import BlockedRelease, Finding, Recording, Release, folded

_T = TypeVar("_T")


def release_key(row: TypedRow) -> str:
    """Name the release that a row belongs to; a row without one is a recording of its own."""
    release = row.release
    if release.icpn or release.grid:
        return release.icpn or release.grid
    if release.title:
        return _words(release, release.title, release.version, release.label)
    if row.isrc:
        return f"isrc:{row.isrc}"
    return f"track:{_words(release, row.track, row.track_version)}"


def _words(release: ReleaseCells, *parts: str) -> str:
    return "|".join(folded(part) for part in (";".join(release.artists), *parts))


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
    said = list({id(row.release): row.release for row in rows}.values())

    def first(of: Callable[[ReleaseCells], _T]) -> _T:
        return next((value for each in said if (value := of(each))), of(said[0]))

    own = [row for row in rows if not row.is_recording] or (list(rows[:1]) if not said[0].title else [])
    return Release(
        key=key,
        artists=first(lambda each: each.artists),
        title=first(lambda each: each.title),
        version=first(lambda each: each.version),
        icpn=first(lambda each: each.icpn),
        grid=first(lambda each: each.grid),
        catalog_number=first(lambda each: each.catalog_number),
        label=first(lambda each: each.label),
        p_line=first(lambda each: each.p_line),
        c_line=first(lambda each: each.c_line),
        released=first(lambda each: each.released),
        owners=_gathered(each.owners for each in said),
        distributor=first(lambda each: each.distributor),
        platforms=_gathered(each.platforms for each in said),
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
        artists=row.track_artists or row.release.artists,
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
        release = row.release
        title = _titled(release.title, release.version) or row.full_track
        shown = title or release.icpn or row.isrc or f"row {row.row.source.row}"
        one = BlockedRelease(artist=", ".join(release.artists), title=shown, finding=error)
        name, code = _named(release.artists, title), _unread_code(row)
        if release_key(row) in keys or (code and name in names):
            left_out.append(one)
        else:
            blocked.setdefault((*_named(release.artists, shown), code or release.icpn or release.grid), one)
    return tuple(blocked.values()), tuple(left_out)


def _titled(title: str, version: str) -> str:
    return f"{title} ({version})" if title and version else title


def _named(artists: Sequence[str], title: str) -> tuple[str, str]:
    return folded(";".join(artists)), folded(title)


def _unread_code(row: TypedRow) -> str:
    """Give what is written as the code of a release and could not be read as one; empty where there is none."""
    if row.release.icpn or row.release.grid:
        return ""
    upc = row.row.get("upc")
    # swapped columns: the code of the release stands in the other one
    written = row.row.get("isrc") if identifiers.looks_like_isrc(upc) else upc
    return folded(written or row.row.get("grid"))
