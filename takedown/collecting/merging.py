"""Two rows about one thing: gaps are filled, nothing is overwritten, and what differs is said with both places."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from takedown.collecting.entries import (
    Entry,
    isrc_of,
    names_in,
    release_title,
    track_title,
    upc_of,
)
from takedown.frozen import dataclass
from takedown.model import COLUMNS, Finding, SourceRef, folded
from takedown.rules import finding

#: Columns of which a difference could mean another piece of music, or another desk.
_DECIDING = frozenset({"artist", "release", "upc", "track", "isrc", "distributor"})
#: The version is compared together with its title.
_WITH_TITLE = {"release_version": "release", "track_version": "track"}
#: How a cell is compared, where it is not as its text stands.
_READ_AS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "isrc": isrc_of,
    "upc": upc_of,
    "track": track_title,
    "release": release_title,
    "track_number": lambda cells: cells.get("track_number", "").lstrip("0"),
}
#: Columns with several names → the columns in which each of them may stand.
_SEVERAL = {
    "artist": ("artist", "track_artist"),
    "track_artist": ("artist", "track_artist"),
    "owner": ("owner",),
}
#: What is never filled in: an empty `platforms` asks everywhere, and one that names a store takes the others away.
_OWN_WORD = frozenset({"kind", "platforms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """An entry after a row was added to it, what was filled in, and what differs."""

    entry: Entry
    filled: tuple[str, ...]
    differing: tuple[str, ...]


def merge(entry: Entry, cells: Mapping[str, str], source: SourceRef) -> Merged:
    """Add the cells of a row to an entry about the same thing."""
    filled = tuple(_gaps(entry, cells))
    differing = tuple(column for column in cells if column not in filled and _differs(entry, cells, column))
    if filled:
        entry = replace(
            entry,
            cells={**entry.cells, **{column: cells[column] for column in filled}},
            filled={**entry.filled, **dict.fromkeys(filled, source)},
            changed=True,
        )
    return Merged(entry=entry, filled=filled, differing=differing)


def _gaps(entry: Entry, cells: Mapping[str, str]) -> Iterator[str]:
    for column in COLUMNS:
        if column not in cells or entry.get(column) or column in _OWN_WORD:
            continue
        title = _WITH_TITLE.get(column)
        # A version belongs to its title: `Song (Live)` needs no version beside it, and another song gets none.
        if title and entry.get(title) and folded(entry.get(title)) != folded(cells.get(title, "")):
            continue
        # The artists of a recording that are the release's own need no cell of their own.
        if column == "track_artist" and set(names_in(cells[column])) <= set(names_in(entry.get("artist"))):
            continue
        yield column


def _differs(entry: Entry, cells: Mapping[str, str], column: str) -> bool:
    """Whether a filled cell says something else than the row."""
    old, new = entry.get(column), cells[column]
    if column == "platforms":
        return set(names_in(old)) != set(names_in(new))
    if column == "kind" or not old or folded(old) == folded(new):
        return False
    if column in _READ_AS:
        return _READ_AS[column](entry.cells) != _READ_AS[column](cells)
    if column in _SEVERAL:
        known = names_in(*(entry.get(each) for each in _SEVERAL[column]))
        return not set(names_in(new)) <= set(known)
    title = _WITH_TITLE.get(column)
    # Of another title the version says nothing; that the titles differ is said of the title.
    return not title or folded(entry.get(title)) == folded(cells.get(title, ""))


def difference(entry: Entry, cells: Mapping[str, str], source: SourceRef, column: str) -> Finding:
    """Say what two places say of one thing; the first is kept."""
    about = entry.get("track") or entry.get("release") or entry.get("isrc") or entry.get("upc")
    deciding = column in _DECIDING
    if column == "platforms":
        return finding(
            "W-SOURCES-DIFFER",
            f"'{about}' is on '{cells[column]}' ({source.at(column)}), and '{entry.get(column)}' stands in the "
            "catalog; that is not filled in, because what is not named there would not be asked",
            hint="if it is on no other platform, write it into catalog.csv",
            source=source.at(column),
        )
    return finding(
        "Q-SOURCES-DIFFER" if deciding else "W-SOURCES-DIFFER",
        f"{column} of '{about}' is '{entry.get(column)}' ({entry.place(column)}) and '{cells[column]}' "
        f"({source.at(column)}); the first is kept",
        hint="compare both with your distributor's page; if the second is right, write it into catalog.csv"
        if deciding
        else "nothing, if the first is right; else correct it in catalog.csv",
        source=source.at(column),
    )
