"""English words for dates, counts, capacities and countries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from takedown.counting import counted
from takedown.errors import LetterError
from takedown.model import Release
from takedown.request import WORLDWIDE, Capacity

CAPACITIES = {
    Capacity.ARTIST: "artist",
    Capacity.MEMBER: "band member",
    Capacity.LABEL: "label representative",
    Capacity.OFFICER: "company officer",
    Capacity.MANAGER: "manager",
    Capacity.AGENT: "agent",
    Capacity.ATTORNEY: "attorney",
}

#: Fewer characters of a name than these do not say whose it is.
_READABLE = 12

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_in_words(day: date) -> str:
    """`22 November 2026`, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def instant_in_words(instant: str) -> str:
    """RFC 3339 local time → `22 November 2026, 14:05 (UTC-05:00)`."""
    moment = datetime.fromisoformat(instant)
    return (
        f"{date_in_words(moment.date())}, {moment:%H:%M} (UTC{moment.isoformat()[-6:]})"
        if moment.utcoffset()
        else (f"{date_in_words(moment.date())}, {moment:%H:%M} (UTC)")
    )


def listed(words: Sequence[str]) -> str:
    """Join words: `A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def artists_in_words(releases: Sequence[Release]) -> str:
    """Name the artist of all releases; where there are several, `{first} and 2 others`."""
    artists = list(dict.fromkeys(release.artist for release in releases))
    others = len(artists) - 1
    return artists[0] if not others else f"{artists[0]} and {counted(others, 'other')}"


def artists_in(releases: Sequence[Release], length: int) -> str:
    """Fit the same into so many characters: the first artist is shortened before `and 2 others` is.

    Of the first artist so much stays that it can be known, also where that is longer.
    """
    words = artists_in_words(releases)
    first = releases[0].artist
    others = words.removeprefix(first)
    least = len(first) if len(first) <= _READABLE else _READABLE + 1
    room = length - len(others)
    return f"{shortened(first, room)}{others}" if room >= least else shortened(words, max(length, least + 1))


def shortened(text: str, length: int) -> str:
    """At most `length` characters, with … where something was left out."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip(" ,") + "…"


def territories_in_words(
    territories: Sequence[str], excluded: Sequence[str], names: Mapping[str, str]
) -> str:
    """`worldwide`, `worldwide except in France (FR)`, `in Germany (DE) and France (FR)`."""
    without = f" except in {_countries(excluded, names)}" if excluded else ""
    if WORLDWIDE in territories:
        return f"worldwide{without}"
    return f"in {_countries(territories, names)}{without}"


def _countries(codes: Sequence[str], names: Mapping[str, str]) -> str:
    unknown = [code for code in codes if code not in names]
    if unknown:
        raise LetterError(
            f"'{unknown[0]}' is not a country code that the letters have a name for.",
            hint='Write ISO 3166 codes in takedown.toml, for example territories = ["DE", "FR"].',
        )
    return listed([f"{names[code]} ({code})" for code in codes])
