"""Words for dates, numbers, counts, lists and countries, in the language of a letter and by the CLDR alone."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from takedown.codes import countries
from takedown.errors import LetterError
from takedown.model import Release
from takedown.rendering.cldr import date_as, locale_of, number_as, plural_form, separators
from takedown.rendering.phrases import normal
from takedown.rendering.values import joined
from takedown.rendering.words import Words
from takedown.request import WORLDWIDE

#: Fewer characters of a name than these do not say whose it is.
_READABLE = 12


def date_in_words(day: date, words: Words) -> str:
    """`22 November 2026`."""
    first = words.texts["dates.first_day"]
    form = first if first and day.day == 1 else words.texts["dates.day"]
    return date_as(day, form, words.locale)


def month_in_words(month: str, words: Words) -> str:
    """`2026-06` → `June 2026`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=locale_of(words.locale))


def instant_in_words(instant: str, words: Words) -> str:
    """RFC 3339 local time → `22 November 2026, 14:05 (UTC-05:00)`."""
    moment = datetime.fromisoformat(instant)
    zone = f"UTC{moment.isoformat()[-6:]}" if moment.utcoffset() else "UTC"
    day = date_in_words(moment.date(), words)
    return words.say("dates.moment", date=day, time=f"{moment:%H:%M}", zone=zone)


def number_in_words(number: int | Decimal, words: Words) -> str:
    """`1,234`; `12.3`."""
    return number_as(number, words.locale)


def counted(number: int, noun: str, words: Words) -> str:
    """`1 release`, `3 releases`; nouns are those of [counts]."""
    forms = words.counts[noun]
    form = forms.get(plural_form(number, words.locale), forms["other"])
    return form.format(n=number_in_words(number, words))


def counted_releases(releases: Sequence[Release], words: Words) -> str:
    """`3 releases`, `1 recording` (where there is no release), `2 releases and 1 single recording`."""
    alone = sum(release.is_lone_recording for release in releases)
    whole = len(releases) - alone
    if not whole or not alone:
        return counted(alone, "recording", words) if alone else counted(whole, "release", words)
    return words.say(
        "lists.both",
        releases=counted(whole, "release", words),
        recordings=counted(alone, "single_recording", words),
    )


def listed_with_recordings(releases: Sequence[Release], words: Words) -> str:
    """`3 releases, 12 recordings`, `12 recordings`, `3 releases and 2 single recordings, 14 recordings in all`."""
    alone = sum(release.is_lone_recording for release in releases)
    items = counted_releases(releases, words)
    if alone and alone == len(releases):
        return items
    recordings = counted(sum(len(release.recordings) for release in releases), "recording", words)
    text = "schedule.recordings_in_all" if alone else "schedule.with_recordings"
    return words.say(text, items=items, recordings=recordings)


def listed(words: Sequence[str]) -> str:
    """Join words for the user, in English: `A`, `A and B`, `A, B and C`."""
    return joined(list(words), ", ", " and ")


def listed_in(texts: Sequence[str], words: Words, *, style: str = "and") -> str:
    """Join texts as the language does; `or` is the other style. Values alone stay a value."""
    if not texts:
        return ""
    separator, last = separators(words.locale, style, len(texts))
    following = normal(texts[-1])
    other = [start for start in words.before[style] if following.startswith(normal(start))]
    return joined(list(texts), separator, words.before[style][max(other, key=len)] if other else last)


def artists_in_words(releases: Sequence[Release], words: Words) -> str:
    """Name the artist of all releases; where there are several, `{first} and 2 others`."""
    artists = list(dict.fromkeys(release.artist for release in releases))
    others = len(artists) - 1
    if not others:
        return artists[0]
    return words.say("lists.others", first=artists[0], others=counted(others, "other", words))


def artists_in(releases: Sequence[Release], length: int, words: Words) -> str:
    """Fit the same into so many characters: the first artist is shortened before `and 2 others` is.

    Of the first artist so much stays that it can be known, also where that is longer.
    """
    text = artists_in_words(releases, words)
    first = releases[0].artist
    others = text.removeprefix(first)
    least = len(first) if len(first) <= _READABLE else _READABLE + 1
    room = length - len(others)
    return f"{shortened(first, room)}{others}" if room >= least else shortened(text, max(length, least + 1))


def shortened(text: str, length: int) -> str:
    """At most `length` characters, with … where something was left out."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip(" ,") + "…"


def title_in_words(release: Release, words: Words) -> str:
    """Title with its version in brackets; the recordings', where nothing says what the release is called."""
    more = len(release.recordings) - 1
    if release.title or more < 1:
        return release.display_title
    first = release.recordings[0].display_title
    return words.say("lists.more", first=first, more=counted(more, "more", words))


def territories_in_words(territories: Sequence[str], excluded: Sequence[str], words: Words) -> str:
    """`worldwide`, `worldwide except in France (FR)`, `in Germany (DE) and France (FR)`."""
    without = "_except" if excluded else ""
    given = {"excluded": _countries(excluded, words)} if excluded else {}
    if WORLDWIDE in territories:
        return words.say(f"territories.worldwide{without}", **given)
    return words.say(f"territories.within{without}", countries=_countries(territories, words), **given)


def territories_listed(territories: Sequence[str], excluded: Sequence[str], words: Words) -> str:
    """For a field of a form, without prepositions: `worldwide`, `Canada (CA), Iceland (IS)`.

    The names are the CLDR's own: those of [countries] can hold a preposition ("au Canada").
    """
    if WORLDWIDE in territories:
        return territories_in_words(territories, excluded, words)
    named = locale_of(words.locale).territories
    return ", ".join(
        words.say("territories.country", name=named.get(code, code), code=code)
        for code in territories
        if code not in excluded
    )


def _countries(codes: Sequence[str], words: Words) -> str:
    return listed_in([_country(code, words) for code in codes], words)


def _country(code: str, words: Words) -> str:
    name = words.countries.get(code) or locale_of(words.locale).territories.get(code)
    if not name or code not in countries():
        raise LetterError(
            f"'{code}' is not a country code that the letters have a name for.",
            hint='Write ISO 3166 codes in takedown.toml, for example territories = ["DE", "FR"].',
        )
    if code in words.with_article:
        name = words.say("territories.article", name=name)
    return words.say("territories.country", name=name, code=code)
