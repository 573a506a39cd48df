"""Which entry a row is about: by its codes first, by its words only where codes are missing."""

from collections.abc import Mapping

from takedown.collecting.entries import (
    Entry,
    is_recording,
    isrc_of,
    names_in,
    release_title,
    track_title,
    upc_of,
)
from takedown.collecting.scratch import Scratch


def find_entry(scratch: Scratch, cells: Mapping[str, str]) -> Entry | None:
    """Find the entry that a row is about; None where it is about something new.

    One ISRC under two UPCs is two lines: each release is asked for by itself.
    """
    return _recording(scratch, cells) if is_recording(cells) else _release(scratch, cells)


def _recording(scratch: Scratch, cells: Mapping[str, str]) -> Entry | None:
    isrc, upc = isrc_of(cells), upc_of(cells)
    if isrc:
        for codes in (upc, "") if upc else (None,):
            for entry in scratch.with_isrc(isrc, codes):
                if _may_be_one_release(entry, cells):
                    return entry
    artists = names_in(cells.get("artist", ""), cells.get("track_artist", ""))
    title = track_title(cells)
    if not title:
        return None
    for codes in (upc, "") if upc else (None,):
        for entry in scratch.with_title(artists, title, codes):
            if _may_be_one_recording(entry, cells) and _may_be_one_release(entry, cells):
                return entry
    return None


def _release(scratch: Scratch, cells: Mapping[str, str]) -> Entry | None:
    upc = upc_of(cells)
    if upc:
        found = scratch.of_release(upc, recordings=False)
        if found:
            return found[0]
    artists = names_in(cells.get("artist", ""))
    for entry in scratch.with_release(artists, release_title(cells)) if cells.get("release") else ():
        if _agree(upc_of(entry.cells), upc) and _agree(entry.get("grid"), cells.get("grid", "")):
            return entry
    feed = cells.get("url", "") if cells.get("kind") == "podcast" else ""
    return scratch.with_feed(feed) if feed else None


def _may_be_one_recording(entry: Entry, cells: Mapping[str, str]) -> bool:
    """Whether nothing tells two recordings of one title apart: their ISRCs, or their places on the release."""
    same_place = _agree(entry.get("track_number").lstrip("0"), cells.get("track_number", "").lstrip("0"))
    return _agree(isrc_of(entry.cells), isrc_of(cells)) and same_place


def _may_be_one_release(entry: Entry, cells: Mapping[str, str]) -> bool:
    """Whether nothing tells two releases apart. With one UPC the title does not matter: stores write it differently."""
    one, other = upc_of(entry.cells), upc_of(cells)
    if one and other:
        return one == other
    return _agree(release_title(entry.cells), release_title(cells))


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other
