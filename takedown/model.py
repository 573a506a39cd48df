"""Catalog nouns: what a file says, what it means, and what is wrong with it. DDEX names where DDEX has one."""

import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from takedown.frozen import dataclass

#: The columns of catalog.csv that are read; others are kept by the user and ignored.
COLUMNS = (
    "kind", "artist", "release", "release_version", "upc", "grid", "catalog_number", "label", "release_date",
    "p_line", "c_line", "track_number", "track_artist", "track", "track_version", "isrc", "owner",
    "distributor", "platforms", "asin", "url",
)  # fmt: skip


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where a value came from. Row 1 is the first line of the file or sheet; 0 means the file as a whole."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def at(self, column: str) -> "SourceRef":
        """The same row, at a column (for TOML: the dotted key)."""
        return SourceRef(file=self.file, sheet=self.sheet, row=self.row, column=column)

    def __str__(self) -> str:
        """`catalog.csv, row 4, column upc`."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}" if self.row else self.column)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a catalog, as text. `cells` holds known columns only, stripped; a missing cell is absent."""

    cells: Mapping[str, str]
    source: SourceRef

    def get(self, column: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Rows that can end in the same notices."""

    rows: tuple[Row, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something can be seen on one platform: its product code and its page there, each as far as known."""

    platform: str = ""
    asin: str = ""
    url: str = ""


@lru_cache(maxsize=256)
def _nowhere(platform: str) -> Place:
    return Place(platform=platform)


def _place_on(platform: str, places: tuple[Place, ...], asin: str, url: str) -> Place:
    """What is known of that platform, and what the catalog says of no platform in particular."""
    if not (places or asin or url):  # as of nearly every recording
        return _nowhere(platform)
    own = Place(asin=asin, url=url)
    known = next((place for place in places if place.platform == platform), own)
    return Place(platform=platform, asin=known.asin or own.asin, url=known.url or own.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound recording (DDEX SoundRecording). `isrc` is canonical or empty.

    `asin` and `url` are the catalog's; `places` says more of single platforms.
    """

    title: str
    version: str = ""
    artists: tuple[str, ...] = ()
    isrc: str = ""
    number: str = ""
    asin: str = ""
    url: str = ""
    places: tuple[Place, ...] = ()
    source: SourceRef

    def place_on(self, platform: str) -> Place:
        """Where it can be seen on a platform."""
        return _place_on(platform, self.places, self.asin, self.url)

    @property
    def display_title(self) -> str:
        """Title with its version in brackets."""
        return f"{self.title} ({self.version})" if self.version else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release with its recordings; or one recording that is on no known release (`is_lone_recording`).

    A statement can give the UPC of a release and not its title. `key` is its UPC, else its GRid, else a digest-free
    text of (artist, title, version, label); a recording alone is `isrc:…` or a text. `icpn` is canonical or empty.
    `platforms` empty means: not known where it is live.
    """

    key: str
    artists: tuple[str, ...]
    title: str
    version: str = ""
    icpn: str = ""
    grid: str = ""
    catalog_number: str = ""
    label: str = ""
    p_line: str = ""
    c_line: str = ""
    released: date | None = None
    owners: tuple[str, ...] = ()
    distributor: str = ""
    platforms: tuple[str, ...] = ()
    asin: str = ""
    url: str = ""
    places: tuple[Place, ...] = ()
    """Where it can be seen on single platforms."""
    recordings: tuple[Recording, ...] = ()
    source: SourceRef

    def place_on(self, platform: str) -> Place:
        """Where it can be seen on a platform; a recording on no release is seen at its own place."""
        own = _place_on(platform, self.places, self.asin, self.url)
        if not self.is_lone_recording or not self.recordings:
            return own
        alone = self.recordings[0].place_on(platform)
        return Place(platform=platform, asin=alone.asin or own.asin, url=alone.url or own.url)

    @property
    def is_lone_recording(self) -> bool:
        """Whether nothing says on which release it is: no title, no code."""
        return not (self.title or self.icpn or self.grid)

    @property
    def artist(self) -> str:
        """All release artists in one line."""
        return ", ".join(self.artists)

    @property
    def display_title(self) -> str:
        """Title with its version in brackets; the recordings', where nothing says what the release is called."""
        if not self.title:
            first = self.recordings[0].display_title if self.recordings else self.key
            more = len(self.recordings) - 1
            return f"{first} and {more} more" if more > 0 else first
        return f"{self.title} ({self.version})" if self.version else self.title

    @property
    def is_identified(self) -> bool:
        """Whether a desk can find it: a UPC, a GRid, or an ISRC for every recording."""
        return bool(self.icpn or self.grid) or (
            bool(self.recordings) and all(recording.isrc for recording in self.recordings)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """A podcast, known by the address of its feed. It is no music, and never asked as music."""

    feed: str
    title: str
    """The feed's address, where the catalog gives no title."""
    artist: str = ""
    platforms: tuple[str, ...] = ()
    source: SourceRef


class Severity(StrEnum):
    """How much a finding stops. Errors and open questions block what they are about; the rest never blocks."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong in the data, with its rule, place, value (in the message) and next step."""

    rule: str
    severity: Severity
    message: str
    hint: str
    source: SourceRef
    releases: tuple[str, ...] = ()
    """Keys of the releases it is about; for a blocking finding: that it blocks. Empty: its row, or nothing."""

    @property
    def blocks(self) -> bool:
        """Whether something cannot go on because of it."""
        return self.severity in (Severity.ERROR, Severity.QUESTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedRelease:
    """A release of which no row, or not this row, could be used."""

    artist: str
    title: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalog:
    """What check_catalog makes: typed releases, all findings, and what could not be used.

    A release may stand in `releases` and still be blocked for some papers by a question (`held`).
    """

    releases: tuple[Release, ...]
    findings: tuple[Finding, ...]
    blocked: tuple[BlockedRelease, ...] = ()
    left_out: tuple[BlockedRelease, ...] = ()
    """Rows that could not be used, of releases that go on without them: each names its release."""
    held: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """Release key → the questions that hold back its withdrawal and platform request."""
    must_agree: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Release key → the parties whose consent is needed, for the plan."""
    unanswered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Release key → those of them who have not answered; only where letters to them are wanted."""
    agreed_by: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Release key → the lines of decisions.csv, from 0, by which they agreed; only where consents are exhibits."""
    podcasts: tuple[Podcast, ...] = ()
    rows: int = 0
    blocked_rows: int = 0
