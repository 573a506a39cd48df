"""A list of names against the catalog: which titles no line has. Spotify for Artists lists songs without codes."""

from collections.abc import Iterable

from takedown.collecting.entries import track_title
from takedown.collecting.scratch import Scratch
from takedown.model import folded
from takedown.sources import SourceRow


def missing_titles(rows: Iterable[SourceRow], scratch: Scratch) -> tuple[str, ...]:
    """The titles (as they are written, each once) that the catalog does not have."""
    titles: dict[str, str] = {}
    for row in rows:
        if row.cells.get("track"):
            titles.setdefault(folded(row.cells["track"]), row.cells["track"])
    for entry in scratch.entries():
        titles.pop(folded(entry.get("track")), None)
        titles.pop(track_title(entry.cells), None)
    return tuple(titles.values())
