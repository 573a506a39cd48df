"""After the last row: lines that lack a code find the one they mean, and rows of one release tell each other of it.

A statement names a release on some of its rows and its artist in many ways; a catalog says both on every row.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from takedown.collecting.entries import Entry, names_in
from takedown.collecting.joining import join
from takedown.collecting.merging import difference, merge
from takedown.collecting.scratch import Scratch
from takedown.model import Finding, SourceRef

#: What a line about a release as a whole tells each of its recordings.
_OF_THE_RELEASE = (
    "release", "grid", "catalog_number", "label", "release_date", "p_line", "c_line", "distributor",
)  # fmt: skip
#: A line about a release that says more than this stays a line of its own.
_TOLD = frozenset({*_OF_THE_RELEASE, "release_version", "upc", "artist", "kind"})
#: More artists than this are named `Various Artists`, as releases of many are.
_MOST_ARTISTS = 8
#: No release has more recordings; a file that says so has put one code on everything, which `check` will name.
_LARGEST_RELEASE = 2_000

Facts = Mapping[str, tuple[str, SourceRef]]


def settle(scratch: Scratch) -> Iterator[Finding]:
    """Join what is one, and give every recording what is known of its release; yield where rows differ.

    Titles of releases come first: by them a line without codes is told from another.
    """
    for upc in scratch.releases():
        wholes, recordings = _of(scratch, upc)
        facts = _facts([*wholes, *recordings])
        for entry in recordings:
            _told(scratch, entry, facts)
    yield from join(scratch)
    for upc in scratch.releases():
        wholes, recordings = _of(scratch, upc)
        if recordings:
            yield from _settled(scratch, wholes, recordings)


def _of(scratch: Scratch, upc: str) -> tuple[list[Entry], list[Entry]]:
    """The lines about a release as a whole, and its recordings."""
    recordings = scratch.of_release(upc, recordings=True, limit=_LARGEST_RELEASE + 1)
    if len(recordings) > _LARGEST_RELEASE:
        return [], []
    return scratch.of_release(upc, recordings=False, limit=_LARGEST_RELEASE), recordings


def _settled(scratch: Scratch, wholes: Sequence[Entry], recordings: Sequence[Entry]) -> Iterator[Finding]:
    facts = _facts([*wholes, *recordings])
    told = [_told(scratch, entry, facts) for entry in recordings]
    yield from _one_artist(scratch, wholes, told)
    for whole in wholes:
        if whole.in_catalog or not set(whole.cells) <= _TOLD:
            continue
        said = {column: text for column, text in whole.cells.items() if column not in ("artist", "kind")}
        differing = merge(told[0], said, whole.source).differing
        yield from (difference(told[0], said, whole.source, column) for column in differing)
        scratch.fold_away(whole.number)


def _facts(entries: Sequence[Entry]) -> Facts:
    """What is said of the release, each column where it is said first; a version only with its own title."""
    facts: dict[str, tuple[str, SourceRef]] = {}
    for entry in entries:
        for column in _OF_THE_RELEASE:
            if entry.get(column):
                facts.setdefault(column, (entry.get(column), entry.place(column)))
        is_titled = "release" in facts and entry.get("release") == facts["release"][0]
        if is_titled and entry.get("release_version"):
            version = entry.get("release_version"), entry.place("release_version")
            facts.setdefault("release_version", version)
    return facts


def _told(scratch: Scratch, entry: Entry, facts: Facts) -> Entry:
    """Fill what an entry lacks about its release."""
    had_title = bool(entry.get("release"))
    new = {
        column: said
        for column, said in facts.items()
        if not entry.get(column) and not (column == "release_version" and had_title)
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


def _one_artist(scratch: Scratch, wholes: Sequence[Entry], recordings: Sequence[Entry]) -> Iterator[Finding]:
    """Name the release by one artist on every row of a statement, which gives the artist of the recording there.

    In other sources the column is the release's: there another name is a difference.
    """
    if len({names_in(entry.get("artist")) for entry in (*wholes, *recordings)}) == 1:
        return
    artist, named = _artist(wholes, recordings)
    for entry in recordings:
        own = names_in(entry.get("artist"))
        if entry.in_catalog or own == names_in(artist):
            continue
        if entry.sold:
            cells = {**entry.cells, "artist": artist}
            cells.setdefault("track_artist", entry.get("artist"))
            scratch.replace(replace(entry, cells=cells, changed=True))
        elif named is not None and not set(own) & set(names_in(artist)):
            yield difference(named, entry.cells, entry.source, "artist")


def _artist(wholes: Sequence[Entry], recordings: Sequence[Entry]) -> tuple[str, Entry | None]:
    """The catalog's own word, else the line about the release, else who is on most recordings, else all of them.

    With the entry that says so, where one does.
    """
    sure = [entry for entry in (*wholes, *recordings) if entry.in_catalog] or list(wholes)
    sure = sure or [entry for entry in recordings if not entry.sold]
    if sure:
        return sure[0].get("artist"), sure[0]
    count = Counter(entry.get("artist") for entry in recordings)
    artist, times = min(count.items(), key=lambda item: (-item[1], item[0]))
    if times * 2 > len(recordings):
        return artist, None
    everyone = list(dict.fromkeys(count))
    return "; ".join(everyone) if len(everyone) <= _MOST_ARTISTS else "Various Artists", None
