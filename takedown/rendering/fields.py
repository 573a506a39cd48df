"""Answers for the fields of a desk's form, as far as the notice holds them."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from takedown.model import Release
from takedown.notice import Kind, Notice
from takedown.rendering.names import date_in_words, territories_in_words, territories_listed
from takedown.rendering.values import shown
from takedown.rendering.words import Words
from takedown.rendering.written import Written
from takedown.request import WORLDWIDE

#: What a field asks for → words in its name. More special ones stand first.
_ASKED = {
    "email": "e-?mail",
    "account": "account",
    "reason": "reason",
    "upc or isrc": "upcs? or isrcs?",
    "upc": "upcs?|eans?|barcodes?",
    "isrc": "isrcs?",
    "subject": "subject",
    "stores": "stores?|platforms?|services?|dsps?|outlets?|retailers?",
    "territories": "territor(?:y|ies)|countr(?:y|ies)|regions?",
    "label": "labels?",
    "catalogue number": "catalogu?e? numbers?",
    "artist": "artists?",
    "track titles": "(?:track|song) titles?",
    "releases": "releases?|titles?|albums?",
    "tracks": "tracks?|songs?",
    "wanted": "(?:wanted|removal|effective) date",
    "date": "date",
    "role": "role|capacity|position",
    "name": "name",
    "text": "description|message|details|request|text|comments?|question",
    "files": "attachments?|files?",
}


def answered_fields(
    notice: Notice, written: Written, *, dated: date, attached: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Each field of the form in its order, with what to enter; what the notice lacks is left to the user.

    The forms that records know are for removals: for any other paper there are no answers.
    """
    if not notice.kind.removes:
        return ()
    fields = notice.recipient.ticket.fields
    asked = {field: _asked(field) for field in fields}
    words = written.words
    answers = {
        **_about_it(notice, written, dated),
        **_limits(notice, words, set(asked.values())),
        "files": ", ".join(attached),
    }
    unanswered = words.texts["answers.yours"]
    return tuple((shown(field), shown(answers.get(asked[field], "") or unanswered)) for field in fields)


@lru_cache(maxsize=256)  # forms of a few desks, for all letters to them
def _asked(field: str) -> str:
    """What the field asks for: the first whose words stand in its name; empty where none does."""
    name = field.casefold()
    return next((asked for asked, words in _ASKED.items() if re.search(rf"\b(?:{words})\b", name)), "")


def _limits(notice: Notice, words: Words, asked: Collection[str]) -> Mapping[str, str]:
    """Where it shall be removed, and nowhere else: a form has no other place for that than its fields.

    Without a field for stores the reason says it; without one for countries the stores, or else the reason.
    """
    named = (notice.recipient.store_names.get(one.slug, one.name) for one in notice.platforms)
    stores = ", ".join(dict.fromkeys(named))
    where, without = notice.territories, notice.excluded_territories
    if "territories" not in asked:
        in_words = territories_in_words(where, without, words)
        if where != (WORLDWIDE,):
            stores = words.say("answers.only_in", stores=stores, territories=in_words)
        elif without:
            stores = f"{stores}, {in_words}"
    reason = words.texts["answers.reason"]
    if "stores" not in asked:
        # After the end of an agreement nothing is said of stores that the letter does not name.
        is_over = notice.kind is Kind.REMOVAL_AFTER_END
        reason = f"{stores}; {reason}" if is_over else words.say("answers.reason_only", stores=stores)
    return {
        "stores": stores,
        "territories": territories_listed(where, without, words),
        "reason": reason,
    }


def _codes(releases: Sequence[Release]) -> list[str]:
    """The UPC of each release; its ISRCs where it has none."""
    return [
        code
        for release in releases
        for code in ([release.icpn] if release.icpn else [each.isrc for each in release.recordings])
        if code
    ]


def _about_it(notice: Notice, written: Written, dated: date) -> Mapping[str, str]:
    """What is asked for → the answer, but for where."""
    releases, words, parts = notice.releases, written.words, written.ticket
    recordings = [recording for release in releases for recording in release.recordings]
    tracks = ", ".join(recording.display_title for recording in recordings)
    wanted = date_in_words(notice.wanted_by, words) if notice.wanted_by else words.texts["answers.earliest"]
    return {
        "email": notice.account if "@" in notice.account else notice.sender.email,
        "account": notice.account,
        "upc or isrc": ", ".join(_codes(releases)),
        "upc": ", ".join(release.icpn for release in releases if release.icpn),
        "isrc": ", ".join(recording.isrc for recording in recordings if recording.isrc),
        "subject": parts[0].subject,
        "label": ", ".join(dict.fromkeys(release.label for release in releases if release.label)),
        "catalogue number": ", ".join(
            release.catalog_number for release in releases if release.catalog_number
        ),
        "artist": ", ".join(dict.fromkeys(release.artist for release in releases)),
        "track titles": tracks,
        "releases": ", ".join(release.display_title for release in releases),
        "tracks": tracks,
        "wanted": wanted,
        "date": date_in_words(dated, words),
        "role": words.texts[f"capacities.{notice.sender.capacity}"],
        "name": notice.sender.name,
        "text": words.texts["answers.text" if len(parts) == 1 else "answers.parts"],
    }


def is_subject(field: str) -> bool:
    """Whether a field of a form asks for the subject."""
    return _asked(field) == "subject"
