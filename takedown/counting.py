"""How many releases, in words: a recording that is on no known release is none, and is counted by itself."""

from collections.abc import Sequence

from takedown.model import Release


def counted(number: int, noun: str) -> str:
    """`1 release`, `3 releases`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counted_releases(releases: Sequence[Release]) -> str:
    """`3 releases`, `1 recording` (where there is no release), `2 releases and 1 single recording`."""
    alone = sum(release.is_lone_recording for release in releases)
    return counted_apart(len(releases) - alone, alone)


def counted_apart(whole: int, alone: int) -> str:
    """The same for the number of releases and that of recordings on no release."""
    if not whole or not alone:
        return counted(alone, "recording") if alone else counted(whole, "release")
    return f"{counted(whole, 'release')} and {counted(alone, 'single recording')}"


def counted_with_recordings(releases: Sequence[Release]) -> str:
    """`3 releases with 12 recordings`, `12 recordings`, `3 releases and 2 single recordings (14 recordings in all)`."""
    alone = sum(release.is_lone_recording for release in releases)
    words = counted_releases(releases)
    recordings = counted(sum(len(release.recordings) for release in releases), "recording")
    if not alone:
        return f"{words} with {recordings}"
    return words if alone == len(releases) else f"{words} ({recordings} in all)"


def listed_with_recordings(releases: Sequence[Release]) -> str:
    """`3 releases, 12 recordings`, `12 recordings`, `3 releases and 2 single recordings, 14 recordings in all`."""
    alone = sum(release.is_lone_recording for release in releases)
    words = counted_releases(releases)
    if alone and alone == len(releases):
        return words
    recordings = counted(sum(len(release.recordings) for release in releases), "recording")
    return f"{words}, {recordings}{' in all' if alone else ''}"
