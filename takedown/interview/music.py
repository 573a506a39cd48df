"""What the files of the user and the catalog say about who made the music and who delivers it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from takedown.checks import identity
from takedown.checks.cells import read_row
from takedown.checks.podcasts import music
from takedown.checks.releases import build_release, grouped
from takedown.checks.vocabulary import vocabulary
from takedown.model import Release, Row, folded
from takedown.readers import read_catalog
from takedown.records import Directory

_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What decides who is asked about a release; most releases of a catalog share it."""

    distributor: str = ""
    """As the checks read the cell: a slug, or what is written there; empty where nothing is."""
    is_known: bool = False
    """Whether the directory knows it."""
    label: str = ""
    platforms: tuple[str, ...] = ()
    """Where the catalog says it is live; empty: it does not say."""


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
    """True where some releases name a distributor and others none."""
    delivered: tuple[Delivered, ...] = ()
    """All that is found among the releases, each once; empty where there are none."""


NOTHING = Recognised()


def known_music(
    catalog: Path, directory: Directory, *, today: date, encoding: str = "", sheet: str = ""
) -> Recognised:
    """Look through the catalog of a workspace; one that is missing or has no rows says nothing.

    It is read as the checks read it, so that no answer makes a route that they call useless. CatalogError where it
    cannot be read.
    """
    if not catalog.is_file() or _is_header_only(catalog):
        return NOTHING
    rows = read_catalog(catalog, name=catalog.name, encoding=encoding, sheet=sheet).rows
    releases = tuple(_releases(rows, directory, today))
    known = [each.distributor if each.distributor in directory.distributors else "" for each in releases]
    return Recognised(
        artists=_ranked(artist for release in releases for artist in release.artists),
        distributors=_ranked(known),
        labels=_ranked(release.label for release in releases),
        undelivered=any(known) and not all(known),
        delivered=tuple(dict.fromkeys(_delivered(release, directory) for release in releases)),
    )


def _releases(rows: Iterable[Row], directory: Directory, today: date) -> Iterator[Release]:
    """All releases, also those with an error that may be mended tomorrow. What the fonts can print is no matter here."""
    known = vocabulary(directory, frozenset(), today)
    whole, _ = identity.without_duplicates(tuple(rows))
    read = music([read_row(row, known) for row in whole])
    return (build_release(key, group) for key, group in grouped(read).items())


def _delivered(release: Release, directory: Directory) -> Delivered:
    return Delivered(
        distributor=release.distributor,
        is_known=release.distributor in directory.distributors,
        label=release.label,
        platforms=release.platforms,
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
