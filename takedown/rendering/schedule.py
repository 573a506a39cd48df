"""The schedule of a paper: every release with its codes, label and recordings."""

from collections.abc import Sequence

from takedown.model import Recording, Release
from takedown.notice import Kind, Notice
from takedown.rendering.names import (
    counted_releases,
    date_in_words,
    listed_with_recordings,
    title_in_words,
)
from takedown.rendering.paper import ScheduleRecording, ScheduleRelease
from takedown.rendering.values import one_line
from takedown.rendering.words import Words


def schedule_title(notice: Notice, words: Words) -> str:
    """`Schedule: 3 releases, 12 recordings`; recordings only where they are listed below releases.

    `Schedule: 3 releases and 2 single recordings, 14 recordings in all` where some are on no release.
    """
    below = any(release.recordings and not release.is_lone_recording for release in notice.releases)
    count = listed_with_recordings if below else counted_releases
    return words.say("schedule.title", items=count(notice.releases, words))


def schedule_releases(notice: Notice, words: Words) -> tuple[ScheduleRelease, ...]:
    """One entry a release, counted from 1."""
    return tuple(
        _release(release, number, notice, words) for number, release in enumerate(notice.releases, 1)
    )


def _release(release: Release, number: int, notice: Notice, words: Words) -> ScheduleRelease:
    label, code = _code(release, words)
    # A recording alone is its own entry: its line below would say the same again.
    recordings = () if release.is_lone_recording else release.recordings
    return ScheduleRelease(
        number=number,
        code_label=label,
        code=code,
        heading=one_line(f"{release.artist} – {title_in_words(release, words)}"),
        details=one_line(" · ".join(_details(release, notice, words))),
        recordings=tuple(
            _recording(recording, release, place, words) for place, recording in enumerate(recordings, 1)
        ),
    )


def _code(release: Release, words: Words) -> tuple[str, str]:
    if release.is_lone_recording:
        kind, code = "isrc", release.recordings[0].isrc
    elif release.grid and not release.icpn:
        kind, code = "grid", release.grid
    else:
        kind, code = "upc", release.icpn
    return words.texts[f"schedule.{kind}"], code or words.texts["schedule.not_known"]


def _details(release: Release, notice: Notice, words: Words) -> Sequence[str]:
    """Label, catalogue number, date; where it stands on these platforms. A platform is told where that is not known."""
    places = [release.place_on(platform.slug) for platform in notice.platforms]
    located = [
        *(
            words.say("schedule.asin", asin=asin)
            for asin in dict.fromkeys(place.asin for place in places)
            if asin
        ),
        *(url for url in dict.fromkeys(place.url for place in places) if url),
    ]
    number, day = release.catalog_number, release.released
    parts = [
        words.say("schedule.label", label=release.label) if release.label else "",
        words.say("schedule.catalogue_number", number=number) if number else "",
        words.say("schedule.released", date=date_in_words(day, words)) if day else "",
        *located,
        _not_known(notice, words) if notice.kind is Kind.PLATFORM_REQUEST and not located else "",
    ]
    return [part for part in parts if part]


def _not_known(notice: Notice, words: Words) -> str:
    """By what this platform would find it, and does not here: an ASIN where it has them, else a link."""
    has_asins = any("ASIN" in each for platform in notice.platforms for each in platform.identifiers)
    return words.texts["schedule.asin_not_known" if has_asins else "schedule.link_not_known"]


def _recording(recording: Recording, release: Release, place: int, words: Words) -> ScheduleRecording:
    artist = ", ".join(recording.artists) if recording.artists != release.artists else ""
    other = f"{artist} – " if artist else ""
    return ScheduleRecording(
        number=one_line(recording.number) or str(place),
        isrc=recording.isrc or words.texts["schedule.isrc_not_known"],
        title=one_line(f"{other}{recording.display_title}"),
    )
