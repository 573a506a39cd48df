"""What the files of the user and the catalog say about who made the music and who delivers it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from takedown.checks.placeholders import is_placeholder
from takedown.checks.reader import PODCAST, CellReader
from takedown.checks.vocabulary import Vocabulary, vocabulary
from takedown.checks.words import squeezed
from takedown.config.file import CatalogTable
from takedown.frozen import dataclass
from takedown.model import Row, SourceRef, folded
from takedown.readers import read_catalog
from takedown.records import Directory
from takedown.request import SPECIAL_VIA, UNKNOWN
from takedown.roster import is_nobody

_LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What decides who is asked about a release; apart from its own names, most releases of a catalog share it."""

    distributor: str = ""
    """As the checks read the cell: a slug, or what is written there; empty where nothing is."""
    is_known: bool = False
    """Whether the directory knows it, or it is a word of `via`, or a contact of the workspace."""
    label: str = ""
    platforms: tuple[str, ...] = ()
    """Where the catalog says it is live; empty: it does not say."""
    artists: tuple[str, ...] = ()
    title: str = ""
    upc: str = ""

    @property
    def shared(self) -> "Delivered":
        """The same without what is its own."""
        return replace(self, artists=(), title="", upc="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What was found in sources or in the catalog. Names are in order of frequency."""

    summary: tuple[str, ...] = ()
    """What to tell the user, in two or three lines."""
    written: tuple[str, ...] = ()
    """Files of the workspace that were changed."""
    artists: tuple[str, ...] = ()
    distributors: tuple[str, ...] = ()
    """Slugs of distributors, and words of `via` where the catalog says so."""
    labels: tuple[str, ...] = ()
    undelivered: bool = False
    """True where some releases name a distributor and others none."""
    delivered: tuple[Delivered, ...] = ()
    """All that is found among the releases, their own names apart, each once; empty where there are none."""
    releases: tuple[Delivered, ...] = ()
    """Each release, with its names."""


NOTHING = Recognised()
#: Words for `via` that say in the catalog, too, which way it is.
_WORDS = SPECIAL_VIA - {UNKNOWN}


def known_music(
    catalog: Path,
    directory: Directory,
    *,
    today: date,
    table: CatalogTable | None = None,
    contacts: Collection[str] = (),
) -> Recognised:
    """Look through the catalog of a workspace; one that is missing or has no rows says nothing.

    It is read as the checks read it, so that no answer makes a route that they call useless. CatalogError where it
    cannot be read. `table`: how it is read; `contacts`: keys and names of the contacts in takedown.toml, which a line
    may name, too.
    """
    if not catalog.is_file() or _is_header_only(catalog):
        return NOTHING
    table = table or CatalogTable()
    rows = read_catalog(catalog, name=catalog.name, encoding=table.encoding, sheet=table.sheet).rows
    rows = tuple(row for row in rows if folded(row.get("kind")) != PODCAST)
    cells = _Cells(vocabulary(directory, frozenset(), today), frozenset(map(squeezed, contacts)))
    releases = tuple(_releases(rows, cells))
    named = [each.distributor if cells.is_way(each.distributor) else "" for each in releases]
    return Recognised(
        artists=_ranked(artist for row in rows for artist in _somebody(row, cells)),
        distributors=_ranked(named),
        labels=_ranked(each.label for each in releases),
        undelivered=any(named) and not all(each.is_known for each in releases),
        delivered=tuple(dict.fromkeys(each.shared for each in releases)),
        releases=releases,
    )


def _somebody(row: Row, cells: "_Cells") -> tuple[str, ...]:
    """The artists of a row; on a sampler by `Various Artists` those of its track."""
    own = tuple(artist for artist in cells.artists(row.get("artist")) if not is_nobody(artist))
    return own or tuple(artist for artist in cells.artists(row.get("track_artist")) if not is_nobody(artist))


class _Cells:
    """Reads single cells as the checks do, each text once: a large catalog repeats a few."""

    def __init__(self, known: Vocabulary, contacts: frozenset[str]) -> None:
        self._known = known
        self._contacts = contacts
        self._ways = frozenset(known.distributors.values()) | _WORDS
        self._read: dict[tuple[str, str], tuple[str, ...]] = {}

    def artists(self, text: str) -> tuple[str, ...]:
        return self._of("artist", text, lambda cell: cell.artists("artist", frozenset()))

    def label(self, text: str) -> str:
        return "".join(self._of("label", text, lambda cell: (cell.text("label", frozenset()),)))

    def distributor(self, text: str) -> str:
        found = "".join(self._of("distributor", text, lambda cell: (cell.distributor(),)))
        return folded(found) if folded(found) in _WORDS else found

    def upc(self, text: str) -> str:
        return "".join(self._of("upc", text, lambda cell: (cell.icpn(),)))

    def platforms(self, text: str) -> tuple[str, ...]:
        return self._of("platforms", text, lambda cell: cell.platforms())

    def is_way(self, distributor: str) -> bool:
        """Whether a route can go through it by its name, or it is a word of `via`."""
        return distributor in self._ways

    def is_known(self, distributor: str) -> bool:
        """Whether it says who delivers: by a route of that name, or as a contact of the workspace."""
        return self.is_way(distributor) or (bool(distributor) and squeezed(distributor) in self._contacts)

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
            artists=before.artists or cells.artists(row.get("artist")),
            title=before.title or row.get("release").strip() or row.get("track").strip(),
            upc=before.upc or cells.upc(row.get("upc")),
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
