"""One row of text → one typed row, with everything that is wrong with its cells."""

from dataclasses import dataclass
from datetime import date

from takedown import identifiers
from takedown.checks import placeholders
from takedown.checks.faultless import PRINTED
from takedown.checks.reader import PODCAST, RELEASE, CellReader, parts
from takedown.checks.vocabulary import Vocabulary
from takedown.model import Finding, Row, Severity

#: Columns that are read as they stand.
_TEXTS = tuple(sorted(PRINTED - {"artist", "track_artist", "url"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A row with its values parsed; one that could not be used is empty, and has an error in `findings`."""

    row: Row
    is_recording: bool
    is_podcast: bool = False
    """Then `url` is its feed, and it is no music."""
    artists: tuple[str, ...]
    release: str
    release_version: str
    icpn: str
    grid: str
    catalog_number: str
    label: str
    released: date | None
    p_line: str
    c_line: str
    track_number: str
    track_artists: tuple[str, ...]
    track: str
    track_version: str
    isrc: str
    owners: tuple[str, ...]
    distributor: str
    platforms: tuple[str, ...]
    asin: str
    url: str
    findings: tuple[Finding, ...]

    @property
    def error(self) -> Finding | None:
        """The first error, if the row cannot be used."""
        return next((each for each in self.findings if each.severity is Severity.ERROR), None)

    @property
    def full_track(self) -> str:
        """Track title with its version in brackets."""
        return f"{self.track} ({self.track_version})" if self.track_version else self.track


def read_row(row: Row, known: Vocabulary) -> TypedRow:
    """Parse one row. It never raises: what is wrong stands in `findings`."""
    reader = CellReader(row, known)
    kind = reader.kind()
    required = (
        frozenset[str]() if kind == PODCAST else placeholders.required_columns(row, recording=kind != RELEASE)
    )
    reader.missing(required)
    text = {column: reader.text(column, required) if column in row.cells else "" for column in _TEXTS}
    feed = reader.feed() if kind == PODCAST else ""
    asin, url = ("", feed) if kind == PODCAST else reader.located(recording=kind != RELEASE)
    return TypedRow(
        row=row,
        is_recording=kind not in (RELEASE, PODCAST),
        is_podcast=kind == PODCAST,
        artists=reader.artists("artist", required),
        release=text["release"],
        release_version=text["release_version"],
        icpn=reader.icpn(),
        grid=reader.identifier("grid", "E-GRID", identifiers.grid),
        catalog_number=text["catalog_number"],
        label=text["label"],
        released=reader.released(),
        p_line=text["p_line"],
        c_line=text["c_line"],
        track_number=text["track_number"],
        track_artists=reader.artists("track_artist", required),
        track=text["track"],
        track_version=text["track_version"],
        isrc=reader.isrc(),
        owners=parts(reader.text("owner", required)),
        distributor=reader.distributor(),
        platforms=reader.platforms(),
        asin=asin,
        url=url,
        findings=tuple(reader.findings),
    )
