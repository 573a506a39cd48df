"""What the files of the user and the catalog say about who made the music and who delivers it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from takedown.checks.words import squeezed
from takedown.model import folded
from takedown.readers import read_catalog
from takedown.records import Directory

_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What was found in sources or in the catalog. Names are in order of frequency."""

    summary: tuple[str, ...] = ()
    """What to tell the user, in two or three lines."""
    written: tuple[str, ...] = ()
    """Files of the workspace that were changed."""
    artists: tuple[str, ...] = ()
    distributors: tuple[str, ...] = ()
    """Slugs of distributors."""
    labels: tuple[str, ...] = ()
    undelivered: bool = False
    """True where some rows name a distributor and others none."""

    @property
    def several(self) -> bool:
        """Whether more than one distributor delivers, so that a route must say what it covers."""
        return len(self.distributors) > 1


NOTHING = Recognised()


def known_music(catalog: Path, directory: Directory, *, encoding: str = "", sheet: str = "") -> Recognised:
    """Look through the catalog of a workspace; one that is missing or has no rows says nothing.

    CatalogError where it cannot be read.
    """
    if not catalog.is_file() or _is_header_only(catalog):
        return NOTHING
    rows = read_catalog(catalog, name=catalog.name, encoding=encoding, sheet=sheet).rows
    slugs = {squeezed(each.name): slug for slug, each in directory.distributors.items()}
    slugs |= {squeezed(slug): slug for slug in directory.distributors}
    delivered = [slugs.get(squeezed(row.get("distributor")), "") for row in rows]
    return Recognised(
        artists=_ranked(row.get("artist") for row in rows),
        distributors=_ranked(delivered),
        labels=_ranked(row.get("label") for row in rows),
        undelivered=any(delivered) and not all(delivered),
    )


def _is_header_only(catalog: Path) -> bool:
    """Whether a small catalog has one line: `init` writes such a one where there is no music yet."""
    if catalog.stat().st_size > _LONGEST_HEADER:
        return False
    return len(catalog.read_bytes().splitlines()) <= 1


def _ranked(names: Iterable[str]) -> tuple[str, ...]:
    """Names by how often they stand there, each in its first spelling."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name in names:
        if name.strip():
            spelled.setdefault(folded(name), name)
            counts[folded(name)] += 1
    return tuple(spelled[key] for key, _ in counts.most_common())
