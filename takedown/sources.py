"""What a source of music data says, row by row: nouns between the readers and the catalog.

A source is a file or folder as people have it: a spreadsheet, a royalty statement, a DDEX feed, tagged audio. A reader
maps it to the columns of catalog.csv and keeps the text as it was; meaning is for checks, merging for `collecting`.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.model import SourceRef


class Nature(StrEnum):
    """What a source is about, and so what its silence means."""

    CATALOG = "catalog"
    """Lists what exists: a sheet, a feed, tags, a library."""
    STATEMENT = "statement"
    """Lists what sold: a release without sales is missing in it."""
    NAMES = "names"
    """Titles only, for a look at completeness: nothing of it can stand in a notice."""
    REJECTED = "rejected"
    """rejected.csv, mended by hand."""
    ANSWERS = "answers"
    """Who agreed and who did not: lines for decisions.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What a row of a statement reports: where it sold, when, how often, for how much."""

    store: str
    """The store as the statement names it: `Amazon (downloads)`."""
    month: str = ""
    """`2026-08`: the month of the sale, else of the report; empty where neither can be read."""
    units: int = 0
    earnings: Decimal = Decimal(0)
    currency: str = ""
    """ISO 4217, upper case; empty where the statement does not say."""
    unread: str = ""
    """What stands in place of the earnings and is no amount; it counts as nothing, and is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row, in the columns of catalog.csv.

    `cells` holds the text as it stands in the file, white space at the ends and spreadsheet wrappers removed; an empty
    cell is absent. Personal data of buyers never enters.
    """

    cells: Mapping[str, str]
    source: SourceRef
    sale: Sale | None = None
    row_id: str = ""
    """Of a line of rejected.csv: by what it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that could not be taken apart: too few or too many cells, a cell that is too long, an error value.

    `rule` is an id of the table of rules; `cells` is what could be read, in the columns of catalog.csv.
    """

    cells: Mapping[str, str]
    source: SourceRef
    rule: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedRow:
    """A row, or a part of one, of which nothing is taken: totals, a T-shirt, a title for another territory.

    `reason` is said once with the number of such rows.
    """

    source: SourceRef
    reason: str


SourceItem = SourceRow | BadRow | PassedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened source. Its rows can be read once, while it is open; reading them may raise CatalogError."""

    name: str
    """How messages call the file."""
    layout: str
    """What it was recognised as, in words: `DistroKid statement`."""
    nature: Nature
    rows: Iterator[SourceItem]
    distributor: str = ""
    """Slug of the distributor that made it: it delivers what the rows list. Empty where nothing says so."""
    notes: tuple[str, ...] = ()
    """What a person should know of it: `lists only what sold`, `read as cp1252`."""
    done: Callable[[], float] = lambda: 0.0
    """How much of it has been read, from 0 to 1; for progress."""


#: The columns of rejected.csv beside those of catalog.csv. `row_id` knows the row again when its source is read again.
REJECTED_COLUMNS = ("rejected_file", "rejected_sheet", "rejected_row", "row_id", "rule", "reason", "fix")

#: The columns of statements.csv: one line for each release, store and currency of a statement.
STATEMENT_COLUMNS = (
    "file", "digest", "distributor", "store", "platform", "artist", "release", "upc", "isrc",
    "first_month", "last_month", "units", "earnings", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """Where a release earned, and through whom: evidence that belongs to the artist.

    `upc` is canonical or empty; `isrc` stands only where the statement gives a recording without a release. `platform`
    is the slug that the store's name means, empty where it means none that is known. Months are `2026-08` or empty.
    """

    file: str
    digest: str
    """The beginning of the SHA-256 of the file: the same file again replaces its lines."""
    distributor: str
    store: str
    platform: str
    artist: str
    release: str
    upc: str
    isrc: str
    first_month: str
    last_month: str
    units: int
    earnings: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where an item can be seen on a platform. One of upc, isrc, release or track says which item it is."""

    artist: str
    release: str
    track: str
    upc: str
    isrc: str
    platform: str
    asin: str
    url: str
    source: SourceRef
