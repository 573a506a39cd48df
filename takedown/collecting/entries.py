"""One line of the catalog while sources are being gathered: its cells, and where each of them came from."""

from collections.abc import Mapping
from dataclasses import field

from takedown import identifiers
from takedown.frozen import dataclass
from takedown.identifiers import IdentifierError
from takedown.model import SourceRef, folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of catalog.csv, or one that will be. `cells` are in its columns; an empty cell is absent."""

    cells: Mapping[str, str]
    source: SourceRef
    """The row that it began with."""
    filled: Mapping[str, SourceRef] = field(default_factory=dict)
    """Column → where its value came from, for cells that a later row filled."""
    number: int = 0
    """Its number among all entries; 0 while it has none."""
    in_catalog: bool = False
    """Whether it stands in catalog.csv already."""
    changed: bool = False
    """Whether catalog.csv must be written because of it."""
    sold: bool = False
    """Whether a statement gave it: there the artist is the recording's."""

    def get(self, column: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells.get(column, "")

    def place(self, column: str) -> SourceRef:
        """Where the value of a column came from."""
        return self.filled.get(column, self.source).at(column)


def isrc_of(cells: Mapping[str, str]) -> str:
    """The ISRC in its canonical form; what cannot be read as one is compared as it is written."""
    text = cells.get("isrc", "")
    try:
        return identifiers.isrc(text) if text else ""
    except IdentifierError:
        return folded(text)


def upc_of(cells: Mapping[str, str]) -> str:
    """The UPC as GTIN-14; what cannot be read as one is compared as it is written."""
    text = cells.get("upc", "")
    try:
        return identifiers.gtin14(identifiers.icpn(text)) if text else ""
    except IdentifierError:
        return folded(text)


def names_in(*cells: str) -> tuple[str, ...]:
    """The names of cells with several values, folded, in their order."""
    parts = (folded(part) for cell in cells for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def full_title(title: str, version: str) -> str:
    """A title with its version, folded, so that `Song (Live)` and `Song` + `Live` are the same."""
    return folded(f"{title} ({version})" if version else title)


def track_title(cells: Mapping[str, str]) -> str:
    """The title of the recording with its version."""
    return full_title(cells.get("track", ""), cells.get("track_version", ""))


def release_title(cells: Mapping[str, str]) -> str:
    """The title of the release with its version."""
    return full_title(cells.get("release", ""), cells.get("release_version", ""))


def is_recording(cells: Mapping[str, str]) -> bool:
    """Whether a line is about a recording; what it says of its kind comes first."""
    kind = folded(cells.get("kind", ""))
    if kind:
        return kind == "recording"
    return bool(cells.get("track") or cells.get("isrc"))
