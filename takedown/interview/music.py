"""What the files of the user and the catalog say about who made the music and who delivers it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from takedown.checks.placeholders import is_placeholder
from takedown.checks.reader import PODCAST, CellReader
from takedown.checks.vocabulary import Vocabulary, vocabulary
from takedown.model import Row, SourceRef, folded
from takedown.readers import read_catalog
from takedown.records import Directory
from takedown.roster import is_nobody

_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What decides who is asked about a release; most releases of a catalog share it."""

    distributor: str = ""
    """As the checks read the cell: a slug, or what is written there; empty where nothing is."""
    is_known: bool = False
    """Whether the directory knows it, or it is `other`, for which the user has a contact."""
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
    """Slugs of distributors, and `other` where the catalog says so."""
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
    rows = tuple(row for row in rows if folded(row.get("kind")) != PODCAST)
    cells = _Cells(vocabulary(directory, frozenset(), today))
    releases = tuple(_releases(rows, cells))
    named = [each.distributor if each.is_known else "" for each in releases]
    return Recognised(
        artists=_ranked(artist for row in rows for artist in _somebody(row, cells)),
        distributors=_ranked(named),
        labels=_ranked(each.label for each in releases),
        undelivered=any(named) and not all(named),
        delivered=tuple(dict.fromkeys(releases)),
    )


def _somebody(row: Row, cells: "_Cells") -> tuple[str, ...]:
    """The artists of a row; on a sampler by `Various Artists` those of its track."""
    own = tuple(artist for artist in cells.artists(row.get("artist")) if not is_nobody(artist))
    return own or tuple(artist for artist in cells.artists(row.get("track_artist")) if not is_nobody(artist))


class _Cells:
    """Reads single cells as the checks do, each text once: a large catalog repeats a few."""

    def __init__(self, known: Vocabulary) -> None:
        self._known = known
        self._read: dict[tuple[str, str], tuple[str, ...]] = {}

    def artists(self, text: str) -> tuple[str, ...]:
        return self._of("artist", text, lambda cell: cell.artists("artist", frozenset()))

    def label(self, text: str) -> str:
        return "".join(self._of("label", text, lambda cell: (cell.text("label", frozenset()),)))

    def distributor(self, text: str) -> str:
        return "".join(self._of("distributor", text, lambda cell: (cell.distributor(),)))

    def platforms(self, text: str) -> tuple[str, ...]:
        return self._of("platforms", text, lambda cell: cell.platforms())

    def is_known(self, distributor: str) -> bool:
        """Whether a route can go through it by its name; `other` has a contact of the user's own."""
        return distributor in self._known.distributors.values()

    def _of(self, column: str, text: str, read: Callable[[CellReader], tuple[str, ...]]) -> tuple[str, ...]:
        if not text.strip():
            return ()
        if (column, text) not in self._read:
            row = Row(cells={column: text}, source=SourceRef(file="catalog.csv", row=1, column=column))
            self._read[column, text] = read(CellReader(row, self._known))
        return self._read[column, text]


def _releases(rows: Iterable[Row], cells: _Cells) -> Iterator[Delivered]:
    """Each release, by what decides who is asked about it: of its rows, the first that says something counts."""
    groups: dict[str, Delivered] = {}
    for number, row in enumerate(rows):
        key = _key(row) or f"row {number}"
        before = groups.get(key, Delivered())
        distributor = before.distributor or cells.distributor(row.get("distributor"))
        groups[key] = Delivered(
            distributor=distributor,
            is_known=cells.is_known(distributor),
            label=before.label or cells.label(row.get("label")),
            platforms=tuple(dict.fromkeys((*before.platforms, *cells.platforms(row.get("platforms"))))),
        )
    yield from groups.values()


def _key(row: Row) -> str:
    """Name the release of a row by its code, else by its words; empty for a recording on none."""
    code = row.get("upc").strip().lstrip("0") or row.get("grid").strip()
    if code and not is_placeholder(code, "upc"):
        return code
    words = ("artist", "release", "release_version", "label")
    return "|".join(folded(row.get(word)) for word in words) if row.get("release").strip() else ""


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
