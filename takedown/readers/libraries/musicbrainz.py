"""A release of MusicBrainz as JSON, saved to a file or just fetched.

Form: `/ws/2/release/{mbid}?inc=recordings+isrcs+labels+artist-credits&fmt=json`. MusicBrainz is made by volunteers:
what it says is a suggestion to be compared, and never shows who owns a recording.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from takedown.errors import CatalogError
from takedown.model import SourceRef, folded
from takedown.readers.libraries.json_tree import Node, parse
from takedown.readers.plain.columns import visible
from takedown.readers.tracks import cells_of, checked, numbered, with_release_rows
from takedown.sources import Nature, PassedRow, Source, SourceItem

MAX_BYTES = 20_000_000

_NEXT_STEP = (
    "open https://musicbrainz.org/ws/2/release/ followed by the release's id and "
    "?inc=recordings+isrcs+labels+artist-credits&fmt=json in a browser, and save the page"
)
_CROWD_MADE = (
    "MusicBrainz is made by volunteers: compare each code with your distributor's page; "
    "it never proves who owns a recording"
)
_WITHOUT_ISRCS = f"the file was asked for without ISRCs; for a full one {_NEXT_STEP}"
_EMPTY_NUMBERS = frozenset({"[none]", "none"})
_NO_LABEL = "[no label]"
_DIGITAL = "Digital Media"
_WHOLE_DATE = 10
_SHOWN = 5
#: The largest boxes hold some hundred discs; other positions say nothing.
_MOST_MEDIA = 999
#: By these a release is told from other answers, also where it was asked for without its media.
_RELEASE = frozenset({"media", "barcode", "packaging", "text-representation", "release-events"})
#: Keys that only one kind of answer has → what it is.
_OTHERS = {
    "error": "an error message of MusicBrainz",
    "releases": "a list of releases",
    "recordings": "a list of recordings",
    "artists": "a list of artists",
    "release-groups": "a list of release groups",
    "primary-type": "a release group of MusicBrainz, which holds all editions of a release",
    "iswcs": "a work of MusicBrainz, which is a song and no recording",
    "label-code": "a label of MusicBrainz",
    "sort-name": "an artist of MusicBrainz",
    "video": "a single recording of MusicBrainz",
    "length": "a single recording of MusicBrainz",
}


@contextmanager
def open_release(path: Path, *, name: str) -> Iterator[Source]:
    """Open a saved release (or the answer to an ISRC); CatalogError for any other JSON."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogError(
            f"{name}: cannot be read ({reason})", hint="check the name and the permissions of the file"
        ) from error
    yield release_source(content, name=name)


def release_source(content: bytes, *, name: str) -> Source:
    """Make a source of the JSON of a release: one row for each track. CatalogError names the place of what is wrong.

    The answer to `/ws/2/isrc/…` is taken as well: one row for each recording that has the ISRC.
    """
    if len(content) > MAX_BYTES:
        raise CatalogError(f"{name}: bigger than {MAX_BYTES // 1_000_000} MB; no release is", hint=_NEXT_STEP)
    top = parse(content, name=name, next_step=_NEXT_STEP)
    if _RELEASE & top.table.keys():
        reading = _Reading(top)
        items, layout = tuple(with_release_rows(reading.rows())), "release of MusicBrainz"
        notes = reading.notes
    elif {"isrc", "recordings"} <= top.table.keys():
        items, layout, notes = tuple(_recordings(top)), "recordings of MusicBrainz with one ISRC", []
    else:
        kind = next((words for key, words in _OTHERS.items() if key in top.table), "")
        raise CatalogError(
            f"{name}: this is {kind}, no release" if kind else f"{name}: JSON, but no release of MusicBrainz",
            hint=_NEXT_STEP,
        )
    if not items:
        raise CatalogError(f"{name}: a release without tracks", hint=_NEXT_STEP)
    return Source(
        name=name,
        layout=layout,
        nature=Nature.CATALOG,
        rows=iter(items),
        notes=(_CROWD_MADE, *notes),
        done=lambda: 1.0,
    )


@dataclass(slots=True)
class _Reading:
    """Reads one release, and notes what a person should look at."""

    top: Node
    notes: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    """Recordings with more than one ISRC, in words."""

    def rows(self) -> Iterator[SourceItem]:
        """Yield every track, medium by medium."""
        media = list(self.top.nodes("media"))
        if not any(medium.has("tracks") or medium.has("pregap") for medium in media):
            raise CatalogError(f"{self.top.file}: the release comes without its tracks", hint=_NEXT_STEP)
        shared = self._shared(media)
        asked = False
        for index, medium in enumerate(media, start=1):
            position = medium.number("position")
            disc = position if 0 < position <= _MOST_MEDIA else index
            pregap = [medium.node("pregap")] if medium.has("pregap") else []
            for kind, tracks in (("pregap of ", pregap), ("", medium.nodes("tracks"))):
                for row, track in enumerate(tracks, start=1):
                    asked = asked or track.node("recording").has("isrcs")
                    source = SourceRef(file=self.top.file, sheet=f"{kind}medium {disc}", row=row)
                    yield self._track(track, disc if len(media) > 1 else 0, shared, source)
            for row, _ in enumerate(medium.nodes("data-tracks"), start=1):
                source = SourceRef(file=self.top.file, sheet=f"data of medium {disc}", row=row)
                yield PassedRow(source=source, reason="data on a CD, no track")
        if self.several:
            shown = "; ".join(self.several[:_SHOWN])
            more = f"; and {len(self.several) - _SHOWN} more" if len(self.several) > _SHOWN else ""
            self.notes.append(f"several ISRCs for one recording, the first one is used: {shown}{more}")
        if not asked:
            self.notes.append(_WITHOUT_ISRCS)

    def _shared(self, media: list[Node]) -> Mapping[str, str]:
        top = self.top
        released = top.text("date")
        label, number = self._label()
        formats = sorted({text for medium in media if (text := medium.text("format")) and text != _DIGITAL})
        if formats:
            self.notes.append(
                f"this edition is on {visible(', '.join(formats))}: the digital one may have another barcode and date"
            )
        return cells_of(
            {
                "artist": _credited(top),
                "release": top.text("title"),
                "release_version": top.text("disambiguation"),
                "upc": top.text("barcode"),
                "catalog_number": number,
                "label": label,
                "release_date": released if len(released) == _WHOLE_DATE else "",
                "asin": top.text("asin"),
            }
        )

    def _label(self) -> tuple[str, str]:
        """The first label and catalog number; further ones are noted."""
        infos = list(self.top.nodes("label-info"))
        labels = [text for info in infos if (text := info.node("label").text("name")) and text != _NO_LABEL]
        numbers = [
            text
            for info in infos
            if (text := info.text("catalog-number")) and folded(text) not in _EMPTY_NUMBERS
        ]
        for what, values in (("labels", labels), ("catalog numbers", numbers)):
            if len(different := tuple(dict.fromkeys(values))) > 1:
                self.notes.append(f"{what} {visible(', '.join(different))}: the first one is used")
        return next(iter(labels), ""), next(iter(numbers), "")

    def _track(self, track: Node, disc: int, shared: Mapping[str, str], source: SourceRef) -> SourceItem:
        recording = track.node("recording")
        title = track.text("title") or recording.text("title")
        number = track.text("number") or str(track.number("position") or "")
        codes = recording.texts("isrcs")
        if len(codes) > 1:
            self.several.append(f"{visible(title)[:60]} ({visible(', '.join(codes))[:60]})")
        artist = _credited(track) or _credited(recording)
        cells = cells_of(
            {
                **shared,
                "track_number": numbered(disc, number, several=disc > 0),
                "track_artist": artist if folded(artist) != folded(shared.get("artist", "")) else "",
                "track": title,
                "isrc": next(iter(codes), ""),
            }
        )
        return checked(cells, source, where="at MusicBrainz, or in a copy of the file")


def _credited(node: Node) -> str:
    """Name the artists as they are credited, separated by semicolons: the words between them (`feat.`) are no names."""
    names = [
        credit.text("name") or credit.node("artist").text("name") for credit in node.nodes("artist-credit")
    ]
    return "; ".join(name for name in names if name)


def _recordings(top: Node) -> Iterator[SourceItem]:
    code = top.text("isrc")
    for row, recording in enumerate(top.nodes("recordings"), start=1):
        cells = cells_of(
            {
                "artist": _credited(recording),
                "track": recording.text("title"),
                "isrc": code,
                "kind": "recording",
            }
        )
        yield checked(
            cells, SourceRef(file=top.file, sheet="recordings", row=row), where="in a copy of the file"
        )
