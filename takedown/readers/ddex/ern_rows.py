"""A message, entry by entry → rows: one for each recording of each release.

Resources come before the releases in every version, so recordings are kept until the message ends, with few values
each. What no release lists is given out at the end, so that nothing is lost.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from takedown.errors import CatalogError
from takedown.model import SourceRef
from takedown.readers.ddex.ern_groups import Item, numbered
from takedown.readers.ddex.ern_values import (
    Flaw,
    MessageRelease,
    SoundRecording,
    message_release,
    party,
    sound_recording,
)
from takedown.readers.ddex.ern_xml import Element, child_text, line, local
from takedown.readers.plain.columns import MAX_CHARACTERS, visible
from takedown.sources import BadRow, PassedRow, SourceItem, SourceRow

#: Most entries that are kept of one message, and most memory for their texts. Box sets have some thousand tracks.
MAX_KEPT = 100_000
MAX_KEPT_BYTES = 150_000_000

_RECORDING = "SoundRecording"
_NOT_READ = {
    "Video": "a video: only sound recordings are read",
    "Image": "an image, such as the cover",
    "Text": "a text, such as the booklet",
    "SheetMusic": "sheet music",
    "Software": "software",
    "MIDI": "a MIDI file",
    "UserDefinedResource": "a resource of the sender's own kind",
}
_RELEASES = frozenset({"Release", "TrackRelease", "ClipRelease", "CatalogItem"})
_OTHER_TITLE = "a title for another territory or language: the worldwide or default one is read"
_REPEATED = "a release of a single track that stands on a release already"
_EMPTY_TRACK = "a release of a single track that does not say which"
_CONTAINED = "a recording that the message only refers to, such as one inside a mix"
_ONLY_VIDEO = "a release of videos without sound recordings"
#: Columns of a track release that are no facts of a product.
_OF_A_PRODUCT = frozenset({"release", "release_version", "isrc"})


def rows(found: Iterable[Element], *, name: str) -> Iterator[SourceItem]:
    """Make rows of the entries of a message; CatalogError where it holds more than any message does."""
    message = _Message(name)
    for element in found:
        kind = local(element)
        if kind == "Party":
            message.keep_party(element)
        elif kind == _RECORDING:
            yield from message.recording(sound_recording(element, message.parties))
        elif kind in _NOT_READ:
            yield message.other(element)
        elif kind in _RELEASES:
            yield from message.release(message_release(element, message.parties))
    yield from message.end()


class _Message:
    """What is known of a message so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.parties: dict[str, str] = {}
        self._recordings: dict[str, SoundRecording] = {}
        self._videos: set[str] = set()
        self._others: set[str] = set()
        self._contained: set[str] = set()
        self._listed: set[str] = set()
        self._tracks: list[MessageRelease] = []
        self._kept = 0
        self._bytes = 0

    def _place(self, row: int, column: str) -> SourceRef:
        return SourceRef(file=self._name, row=row, column=column)

    def _keep(self, *texts: str) -> None:
        self._kept += 1
        self._bytes += sum(map(sys.getsizeof, texts))
        if self._kept > MAX_KEPT or self._bytes > MAX_KEPT_BYTES:
            raise CatalogError(
                f"{self._name}: more than {MAX_KEPT:,} parties, recordings and other resources in one message, "
                f"or more than {MAX_KEPT_BYTES // 1_000_000} MB of them",
                hint="ask its sender for one message per release, as the standard has it",
            )

    def keep_party(self, element: Element) -> None:
        """Remember a name of the party list; the first of a reference counts."""
        reference, called = party(element)
        self._keep(reference, called)
        if reference and called:
            self.parties.setdefault(reference, called)

    def recording(self, found: SoundRecording) -> Iterator[SourceItem]:
        """Remember a recording until a release lists it."""
        self._keep(
            found.reference,
            *found.cells.values(),
            *found.artists,
            *(text for each in found.editions for text in each),
            *found.contains,
        )
        yield from (PassedRow(source=self._place(at, "Title"), reason=_OTHER_TITLE) for at in found.others)
        self._contained.update(found.contains)
        # One without a reference stands on no release; a key of its own keeps it until the end.
        key = found.reference or f"\0{self._kept}"
        if key not in self._recordings:
            self._recordings[key] = replace(found, others=())
            return
        yield BadRow(
            cells=_alone(found),
            source=self._place(found.line, _RECORDING),
            rule="E-MISSING",
            reason=f"a second recording is called {visible(found.reference)} in this message, "
            "so it is not clear which release it is on",
            fix="write the release and its UPC, or delete the row if it is the same recording",
        )

    def other(self, element: Element) -> PassedRow:
        """Pass over what is no sound recording."""
        kind, reference = local(element), child_text(element, "ResourceReference")[:MAX_CHARACTERS]
        self._keep(reference)
        (self._videos if kind == "Video" else self._others).add(reference)
        return PassedRow(source=self._place(line(element), kind), reason=_NOT_READ[kind])

    def release(self, found: MessageRelease) -> Iterator[SourceItem]:
        """Give out the rows of a release; one that may repeat a track of another waits for the end."""
        yield from (PassedRow(source=self._place(at, "Title"), reason=_OTHER_TITLE) for at in found.others)
        if found.unclear_date:
            yield PassedRow(
                source=self._place(found.line, "ReleaseDate"),
                reason="a release date without a day: the column is left empty",
            )
        if found.is_track or (found.may_repeat and len(self._on(found)) == 1):
            self._keep(*found.cells.values(), *(item.reference for item in found.items))
            self._tracks.append(replace(found, others=()))
            return
        yield from self._of(found, found.cells)

    def end(self) -> Iterator[SourceItem]:
        """Give out what no release has listed."""
        for found in self._tracks:
            place = self._place(found.line, found.element)
            if not found.items:
                yield PassedRow(source=place, reason=_EMPTY_TRACK)
            elif self._listed.issuperset(item.reference for item in self._on(found)):
                yield PassedRow(source=place, reason=_REPEATED)
            else:
                cells = {k: v for k, v in found.cells.items() if not (found.is_track and k in _OF_A_PRODUCT)}
                yield from self._of(found, cells)
        for reference, recording in self._recordings.items():
            if reference in self._listed:
                continue
            place = self._place(recording.line, _RECORDING)
            if recording.is_supplemental or reference in self._contained:
                yield PassedRow(source=place, reason=_CONTAINED)
            else:
                yield from self._row(_alone(recording), recording, place)

    def _on(self, release: MessageRelease) -> list[Item]:
        """List what of a release is a recording, or should be one: all but pictures, texts and videos."""
        return [item for item in release.items if item.reference not in self._others | self._videos]

    def _of(self, release: MessageRelease, cells: Mapping[str, str]) -> Iterator[SourceItem]:
        place = self._place(release.line, release.element)
        found = self._on(release)
        if not found:
            if any(item.reference in self._videos for item in release.items):
                yield PassedRow(source=place, reason=_ONLY_VIDEO)
            else:
                yield self._without_recordings(release, cells, place)
        common = {"kind": "recording", **{k: v for k, v in cells.items() if k != "isrc"}}
        for item, number in numbered(found):
            recording = self._recordings.get(item.reference)
            cells = common if release.is_track else {**common, "track_number": number}
            self._listed.add(item.reference)
            if recording is None:
                yield self._absent(item, cells)
                continue
            at = self._place(recording.line, _RECORDING)
            yield from self._row(cells, recording, at, release.flaws)

    def _without_recordings(
        self, release: MessageRelease, cells: Mapping[str, str], place: SourceRef
    ) -> SourceItem:
        """Make the row of a release that names no recordings; an ISRC alone means a single recording."""
        row = {"kind": "release", **cells}
        if "isrc" in row and not row.keys() & {"upc", "grid"}:
            names = {"release": "track", "release_version": "track_version"}
            row = {names.get(column, column): text for column, text in row.items()} | {"kind": "recording"}
        else:
            row.pop("isrc", None)
        return _too_long(row, place, release.flaws) if release.flaws else SourceRow(cells=row, source=place)

    def _absent(self, item: Item, cells: Mapping[str, str]) -> BadRow:
        return BadRow(
            cells=cells,
            source=self._place(item.line, "ReleaseResourceReference"),
            rule="E-MISSING",
            reason=f"the release lists {visible(item.reference)[:80]}, and the message has no such recording",
            fix="write its track title and ISRC, or import the whole message",
        )

    def _row(
        self,
        cells: Mapping[str, str],
        recording: SoundRecording,
        place: SourceRef,
        flaws: tuple[Flaw, ...] = (),
    ) -> Iterator[SourceItem]:
        """Make the row of a recording for each of its ISRCs."""
        artist = "; ".join(recording.artists)
        for isrc, p_line in recording.editions:
            row = {**cells, **recording.cells}
            if artist and artist != row.setdefault("artist", artist):
                row["track_artist"] = artist
            if isrc:
                row["isrc"] = isrc
            if p_line:
                row["p_line"] = p_line
            if flaws or recording.flaws:
                yield _too_long(row, place, (*flaws, *recording.flaws))
            else:
                yield SourceRow(cells=row, source=place)


def _alone(recording: SoundRecording) -> dict[str, str]:
    """Give the cells of a recording that is on no release of the message."""
    return {"kind": "recording", **recording.cells}


def _too_long(cells: Mapping[str, str], place: SourceRef, flaws: tuple[Flaw, ...]) -> BadRow:
    named = ", ".join(f"{flaw.element} has {flaw.length:,} characters" for flaw in flaws[:3])
    return BadRow(
        cells=cells,
        source=place,
        rule="E-LONG",
        reason=f"{named}; at most {MAX_CHARACTERS:,} are read",
        fix=f"write the {flaws[0].column} as it stands at your distributor",
    )
