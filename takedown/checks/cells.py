"""One row of text → one typed row, with everything that is wrong with its cells."""

from collections.abc import Iterable, Iterator
from datetime import date

from takedown import identifiers
from takedown.checks import placeholders
from takedown.checks.faultless import PRINTED, faultless
from takedown.checks.reader import PODCAST, RELEASE, CellReader, parts
from takedown.checks.vocabulary import Vocabulary
from takedown.frozen import dataclass
from takedown.model import Finding, Row, Severity

#: Columns that are read as they stand.
_TEXTS = tuple(sorted(PRINTED - {"artist", "track_artist", "url"}))
#: Columns that say the same on every row of a release, nearly always.
_OF_RELEASE = (
    "artist", "release", "release_version", "upc", "grid", "catalog_number", "label", "release_date", "p_line",
    "c_line", "owner", "distributor", "platforms",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCells:
    """What a row says of its release. The rows of a release nearly always say the same, and then share one of these."""

    artists: tuple[str, ...]
    title: str
    version: str
    icpn: str
    grid: str
    catalog_number: str
    label: str
    released: date | None
    p_line: str
    c_line: str
    owners: tuple[str, ...]
    distributor: str
    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A row with its values parsed; one that could not be used is empty, and has an error in `findings`."""

    row: Row
    is_recording: bool
    is_podcast: bool = False
    """Then `url` is its feed, and it is no music."""
    release: ReleaseCells
    track_number: str
    track_artists: tuple[str, ...]
    track: str
    track_version: str
    isrc: str
    asin: str
    url: str
    findings: tuple[Finding, ...]

    @property
    def error(self) -> Finding | None:
        """The first error, if the row cannot be used."""
        if not self.findings:
            return None
        return next((each for each in self.findings if each.severity is Severity.ERROR), None)

    @property
    def full_track(self) -> str:
        """Track title with its version in brackets."""
        return f"{self.track} ({self.track_version})" if self.track_version else self.track


def read_rows(rows: Iterable[Row], known: Vocabulary) -> Iterator[TypedRow]:
    """Parse rows, each as `read_row` does: what they repeat of a release is read once, where it is without fault."""
    before: dict[tuple[str | None, ...], ReleaseCells] = {}
    for row in rows:
        said = tuple(map(row.cells.get, _OF_RELEASE))
        alike = before.get(said)
        if alike is not None and not row.get("kind"):
            yield _of_same_release(row, known, alike)
            continue
        typed = read_row(row, known)
        if not any(each.source.column in _OF_RELEASE for each in typed.findings):
            before[said] = typed.release
        yield typed


def _of_same_release(row: Row, known: Vocabulary, release: ReleaseCells) -> TypedRow:
    """Parse a row of which another one says the same about the release."""
    reader = CellReader(row, known)
    is_recording, required = True, placeholders.TITLED
    title = faultless(row.get("track").strip(), "track", known.coverage)
    if title and release.artists:  # as nearly every row has
        track = title
    else:
        is_recording = reader.kind() != RELEASE
        required = placeholders.required_columns(row, recording=is_recording)
        reader.missing(required)
        track = reader.text("track", required)
    number, version = reader.text("track_number", required), reader.text("track_version", required)
    asin, url = reader.located(recording=is_recording)
    return TypedRow(
        row=row,
        is_recording=is_recording,
        release=release,
        track_number=number,
        track_artists=reader.artists("track_artist", required),
        track=track,
        track_version=version,
        isrc=reader.isrc(),
        asin=asin,
        url=url,
        findings=tuple(reader.findings),
    )


def read_row(row: Row, known: Vocabulary) -> TypedRow:
    """Parse one row. It never raises: what is wrong stands in `findings`."""
    reader = CellReader(row, known)
    kind = reader.kind()
    required = (
        frozenset[str]() if kind == PODCAST else placeholders.required_columns(row, recording=kind != RELEASE)
    )
    reader.missing(required)
    text = {column: reader.text(column, required) for column in _TEXTS}
    feed = reader.feed() if kind == PODCAST else ""
    asin, url = ("", feed) if kind == PODCAST else reader.located(recording=kind != RELEASE)
    return TypedRow(
        row=row,
        is_recording=kind not in (RELEASE, PODCAST),
        is_podcast=kind == PODCAST,
        release=ReleaseCells(
            artists=reader.artists("artist", required),
            title=text["release"],
            version=text["release_version"],
            icpn=reader.icpn(),
            grid=reader.identifier("grid", "E-GRID", identifiers.grid),
            catalog_number=text["catalog_number"],
            label=text["label"],
            released=reader.released(),
            p_line=text["p_line"],
            c_line=text["c_line"],
            owners=parts(reader.text("owner", required)),
            distributor=reader.distributor(),
            platforms=reader.platforms(),
        ),
        track_number=text["track_number"],
        track_artists=reader.artists("track_artist", required),
        track=text["track"],
        track_version=text["track_version"],
        isrc=reader.isrc(),
        asin=asin,
        url=url,
        findings=tuple(reader.findings),
    )
