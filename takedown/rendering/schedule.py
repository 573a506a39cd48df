"""The schedule of a paper: every release with its codes, label and recordings."""

from collections.abc import Sequence

from takedown.counting import counted_releases, listed_with_recordings
from takedown.model import Recording, Release
from takedown.notice import Kind, Notice
from takedown.rendering.names import date_in_words
from takedown.rendering.paper import ScheduleRecording, ScheduleRelease
from takedown.rendering.values import one_line

_UNKNOWN_ISRC = "ISRC not known"


def schedule_title(notice: Notice) -> str:
    """`Schedule: 3 releases, 12 recordings`; recordings only where they are listed below releases.

    `Schedule: 3 releases and 2 single recordings, 14 recordings in all` where some are on no release.
    """
    below = any(release.recordings and not release.is_lone_recording for release in notice.releases)
    words = listed_with_recordings if below else counted_releases
    return f"Schedule: {words(notice.releases)}"


def schedule_releases(notice: Notice) -> tuple[ScheduleRelease, ...]:
    """One entry a release, counted from 1."""
    return tuple(_release(release, number, notice) for number, release in enumerate(notice.releases, 1))


def _release(release: Release, number: int, notice: Notice) -> ScheduleRelease:
    label, code = _code(release)
    # A recording alone is its own entry: its line below would say the same again.
    recordings = () if release.is_lone_recording else release.recordings
    return ScheduleRelease(
        number=number,
        code_label=label,
        code=code,
        heading=one_line(f"{release.artist} – {release.display_title}"),
        details=one_line(" · ".join(_details(release, notice))),
        recordings=tuple(
            _recording(recording, release, place) for place, recording in enumerate(recordings, 1)
        ),
    )


def _code(release: Release) -> tuple[str, str]:
    if release.is_lone_recording:
        return ("ISRC", release.recordings[0].isrc or "not known")
    if release.icpn:
        return ("UPC", release.icpn)
    if release.grid:
        return ("GRid", release.grid)
    return ("UPC", "not known")


def _details(release: Release, notice: Notice) -> Sequence[str]:
    """Label, catalogue number, date; where it stands on these platforms. A platform is told where that is not known."""
    places = [release.place_on(platform.slug) for platform in notice.platforms]
    located = [
        *(f"ASIN {asin}" for asin in dict.fromkeys(place.asin for place in places) if asin),
        *(url for url in dict.fromkeys(place.url for place in places) if url),
    ]
    parts = [
        f"Label {release.label}" if release.label else "",
        f"Catalogue number {release.catalog_number}" if release.catalog_number else "",
        f"Released {date_in_words(release.released)}" if release.released else "",
        *located,
        "ASIN not known" if notice.kind is Kind.PLATFORM_REQUEST and not located else "",
    ]
    return [part for part in parts if part]


def _recording(recording: Recording, release: Release, place: int) -> ScheduleRecording:
    artist = ", ".join(recording.artists)
    other = f"{artist} – " if artist and recording.artists != release.artists else ""
    return ScheduleRecording(
        number=one_line(recording.number) or str(place),
        isrc=recording.isrc or _UNKNOWN_ISRC,
        title=one_line(f"{other}{recording.display_title}"),
    )
