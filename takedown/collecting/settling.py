"""After the last row: what rows of one release say about each other.

A statement names a release on some of its rows and its artist in many ways; a catalog says both on every row.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from takedown.collecting.entries import Entry, names_in
from takedown.collecting.scratch import Scratch
from takedown.model import SourceRef

#: What a line about a release as a whole tells each of its recordings.
_OF_THE_RELEASE = (
    "release", "grid", "catalog_number", "label", "release_date", "p_line", "c_line", "distributor",
)  # fmt: skip
#: More artists than this are named `Various Artists`, as releases of many are.
_MOST_ARTISTS = 8
#: No release has more recordings; a file that says so has put one code on everything, which `check` will name.
_LARGEST_RELEASE = 2_000


def settle(scratch: Scratch) -> None:
    """Give every recording that a source added the title, the artist and the rest of its release."""
    for upc in scratch.releases():
        recordings = scratch.of_release(upc, recordings=True, limit=_LARGEST_RELEASE + 1)
        if not recordings or len(recordings) > _LARGEST_RELEASE:
            continue
        wholes = scratch.of_release(upc, recordings=False, limit=_LARGEST_RELEASE)
        facts = _facts([*wholes, *recordings])
        told = [_told(scratch, entry, facts) for entry in recordings]
        _one_artist(scratch, wholes, told)
        for whole in wholes:
            if not (whole.in_catalog or whole.get("asin") or whole.get("url")):
                scratch.fold_away(whole.number)  # its recordings say all that it said


def _facts(entries: Sequence[Entry]) -> dict[str, tuple[str, SourceRef]]:
    """What is said of the release, each column where it is said first; a version only with its own title."""
    facts: dict[str, tuple[str, SourceRef]] = {}
    for entry in entries:
        for column in _OF_THE_RELEASE:
            if entry.get(column):
                facts.setdefault(column, (entry.get(column), entry.place(column)))
        if entry.get("release") and "release" in facts and entry.get("release") == facts["release"][0]:
            facts.setdefault(
                "release_version", (entry.get("release_version"), entry.place("release_version"))
            )
    return facts


def _told(scratch: Scratch, entry: Entry, facts: Mapping[str, tuple[str, SourceRef]]) -> Entry:
    """Fill what an entry lacks about its release."""
    had_title = bool(entry.get("release"))
    new = {
        column: (value, place)
        for column, (value, place) in facts.items()
        if value and not entry.get(column) and not (column == "release_version" and had_title)
    }
    if not new:
        return entry
    told = replace(
        entry,
        cells={**entry.cells, **{column: value for column, (value, _) in new.items()}},
        filled={**entry.filled, **{column: place for column, (_, place) in new.items()}},
        changed=True,
    )
    scratch.replace(told)
    return told


def _one_artist(scratch: Scratch, wholes: Sequence[Entry], recordings: Sequence[Entry]) -> None:
    """Name the release by one artist on every new row; a row's own artist becomes that of its recording."""
    named = {names_in(entry.get("artist")) for entry in (*wholes, *recordings)}
    if len(named) < 2:  # noqa: PLR2004 – one name needs no choice
        return
    artist = _artist(wholes, recordings)
    for entry in recordings:
        if entry.in_catalog or names_in(entry.get("artist")) == names_in(artist):
            continue
        cells = {**entry.cells, "artist": artist}
        cells.setdefault("track_artist", entry.get("artist"))
        scratch.replace(replace(entry, cells=cells, changed=True))


def _artist(wholes: Sequence[Entry], recordings: Sequence[Entry]) -> str:
    """The catalog's own word, else the line about the release, else who is on most recordings, else all of them."""
    said = [entry for entry in (*wholes, *recordings) if entry.in_catalog] or list(wholes)
    if said:
        return said[0].get("artist")
    count = Counter(entry.get("artist") for entry in recordings)
    artist, times = count.most_common(1)[0]
    if times * 2 > len(recordings):
        return artist
    everyone = list(dict.fromkeys(count))
    return "; ".join(everyone) if len(everyone) <= _MOST_ARTISTS else "Various Artists"
