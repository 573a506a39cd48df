"""Answers for the fields of a desk's form, as far as the notice holds them."""

import re
from collections.abc import Sequence
from datetime import date

from takedown.model import Release
from takedown.notice import Notice
from takedown.rendering.names import date_in_words, territories_in_words
from takedown.rendering.values import shown
from takedown.rendering.written import Written


def answered_fields(
    notice: Notice, written: Written, *, dated: date, attached: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Each field of the form in its order, with what to enter; what the notice lacks is left to the user.

    The forms that records know are for removals: for any other paper there are no answers.
    """
    if not notice.kind.removes:
        return ()
    answers = _answers(notice, written, dated, attached)
    unanswered = written.words.texts["answers.yours"]
    return tuple(
        (shown(field), shown(_answer(field, answers) or unanswered))
        for field in notice.recipient.ticket.fields
    )


def _answer(field: str, answers: Sequence[tuple[str, str]]) -> str:
    """Choose the first answer whose words stand in the name of the field."""
    found = (answer for words, answer in answers if re.search(rf"\b(?:{words})\b", field.casefold()))
    return next(found, "")


def _codes(releases: Sequence[Release]) -> list[str]:
    """The UPC of each release; its ISRCs where it has none."""
    return [
        code
        for release in releases
        for code in ([release.icpn] if release.icpn else [each.isrc for each in release.recordings])
        if code
    ]


def _answers(
    notice: Notice, written: Written, dated: date, attached: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Words in a field's name → the answer. More special words stand first."""
    releases, words, parts = notice.releases, written.words, written.ticket
    recordings = [recording for release in releases for recording in release.recordings]
    stores = [notice.recipient.store_names.get(platform.slug, platform.name) for platform in notice.platforms]
    wanted = date_in_words(notice.wanted_by, words) if notice.wanted_by else words.texts["answers.earliest"]
    territories = territories_in_words(notice.territories, notice.excluded_territories, words)
    return (
        ("e-?mail", notice.account if "@" in notice.account else notice.sender.email),
        ("account", notice.account),
        ("reason", words.texts["answers.reason"]),
        ("upcs? or isrcs?", ", ".join(_codes(releases))),
        ("upcs?|eans?|barcodes?", ", ".join(release.icpn for release in releases if release.icpn)),
        ("isrcs?", ", ".join(recording.isrc for recording in recordings if recording.isrc)),
        ("subject", parts[0].subject),
        ("stores?|platforms?|services?|dsps?|outlets?|retailers?", ", ".join(dict.fromkeys(stores))),
        ("territor(?:y|ies)|countr(?:y|ies)|regions?", territories),
        ("labels?", ", ".join(dict.fromkeys(release.label for release in releases if release.label))),
        (
            "catalogu?e? numbers?",
            ", ".join(release.catalog_number for release in releases if release.catalog_number),
        ),
        ("artists?", ", ".join(dict.fromkeys(release.artist for release in releases))),
        ("(?:track|song) titles?", ", ".join(recording.display_title for recording in recordings)),
        ("releases?|titles?|albums?", ", ".join(release.display_title for release in releases)),
        ("tracks?|songs?", ", ".join(recording.display_title for recording in recordings)),
        ("(?:wanted|removal|effective) date", wanted),
        ("date", date_in_words(dated, words)),
        ("role|capacity|position", words.texts[f"capacities.{notice.sender.capacity}"]),
        ("name", notice.sender.name),
        (
            "description|message|details|request|text|comments?|question",
            words.texts["answers.text" if len(parts) == 1 else "answers.parts"],
        ),
        ("attachments?|files?", ", ".join(attached)),
    )
