"""What a letter's templates can print: values from data, marked as such, and words of its language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from takedown.model import Release, folded
from takedown.notice import Kind, Notice, RecipientRole
from takedown.records import Platform, Use
from takedown.rendering.guard import Guard
from takedown.rendering.letter import WORDS, Letters
from takedown.rendering.names import (
    artists_in_words,
    counted_releases,
    date_in_words,
    listed_in,
    territories_in_words,
)
from takedown.rendering.others import agreement, deliveries, earlier, end, income
from takedown.rendering.values import OPEN, joined, value
from takedown.rendering.words import Words
from takedown.request import WORLDWIDE, Capacity

#: `effective` where no date is asked for.
EARLIEST = "earliest"

#: Capacities that stand in "for {principal} as …".
_ACTS_AS = (Capacity.LABEL, Capacity.MANAGER, Capacity.AGENT, Capacity.ATTORNEY)
#: The uses that one company's music can have side by side: where both are meant, the company says it all.
_BOTH_USES = {Use.STREAMING, Use.DOWNLOAD}


def letter_context(notice: Notice, letters: Letters, *, dated: date, language: str = "") -> dict[str, Any]:
    """All names that a letter, its subject, its parts and its ticket can use, in its language or in the one given."""
    language = language or letters.language_for(notice)
    words = letters.words[language]
    return {
        WORDS: words,
        "id": value(notice.id),
        "dated": date_in_words(dated, words),
        "artist": value(artists_in_words(notice.releases, words)) if notice.releases else "",
        "account": value(notice.account),
        "basis": notice.basis.value if notice.basis else "",
        **_sender(notice, words),
        **_items(notice.releases, words),
        **_places(notice, words),
        "recipient": {"name": value(notice.recipient.name), "role": notice.recipient.role.value},
        "platforms": [_platform(platform, letters, words) for platform in notice.platforms],
        **_territories(notice, words),
        **_dates(notice, words),
        **words.variant(f"paper.{_paper(notice)}"),
        "agreement": agreement(notice, words),
        "deliveries": deliveries(notice, words),
        "deliverers": listed_in([value(delivery.name) for delivery in notice.deliveries], words, style="or"),
        "former": value(notice.former),
        "end": end(notice, words),
        "earlier": earlier(notice, words),
        "income": income(notice, words),
        "reasons": own_paragraphs(notice),
        "own_words": own_paragraphs(notice),
        **_fixed(letters.guards[language], needed=notice.kind is Kind.PLATFORM_REQUEST),
    }


def acts_for_another(notice: Notice) -> bool:
    """Whether the principal is somebody else than the sender."""
    return folded(notice.principal) not in {folded(notice.sender.organization), folded(notice.sender.name)}


def own_paragraphs(notice: Notice) -> list[str]:
    """Own paragraphs, as plain text: the guard reads them in full."""
    text = notice.reasons.replace("\r\n", "\n")
    paragraphs = [str(value(paragraph)) for paragraph in text.split("\n\n")]
    return [paragraph for paragraph in paragraphs if paragraph and OPEN not in paragraph]


def _sender(notice: Notice, words: Words) -> dict[str, Any]:
    sender = notice.sender
    acts_as = words.texts[f"acts_as.{sender.capacity}"] if sender.capacity in _ACTS_AS else ""
    return {
        "sender": {"name": value(sender.name), "organization": value(sender.organization)},
        "principal": value(notice.principal),
        "capacity": sender.capacity.value,
        "capacity_words": words.texts[f"capacities.{sender.capacity}"],
        "acts_for": acts_for_another(notice),
        "acts_as": acts_as,
        **words.variant("speaker.company" if sender.organization else "speaker.person"),
    }


def _items(releases: Sequence[Release], words: Words) -> dict[str, Any]:
    """Count, and choose the words that agree."""
    text = counted_releases(releases, words)
    single = len(releases) == 1
    recordings = sum(len(release.recordings) for release in releases)
    coded = all(release.icpn for release in releases)
    labels = dict.fromkeys(release.label for release in releases if release.label)
    return {
        "counted": text,
        "labels": joined([value(label) for label in labels], ", ", ", "),
        "single": single,
        "one_recording": single and recordings == 1,
        **words.variant(f"items.{_items_kind(releases, recordings)}", counted=text),
        **words.variant("each.upc" if coded else "each.item"),
    }


def _items_kind(releases: Sequence[Release], recordings: int) -> str:
    """Which words agree with what the letter is about."""
    alone = all(release.is_lone_recording for release in releases)
    if len(releases) != 1:
        return "many_recordings" if alone else "many_releases"
    if alone:
        return "one_recording"
    return "one_single" if recordings == 1 else "one_release"


def _paper(notice: Notice) -> str:
    """By which paper the recipient has the recordings."""
    return "licence" if notice.recipient.role is RecipientRole.PLATFORM else "agreement"


def _places(notice: Notice, words: Words) -> dict[str, Any]:
    where = _where(notice, words)
    companies = list(dict.fromkeys(platform.company for platform in notice.platforms))
    present = {platform.use for platform in notice.platforms}
    return {
        "where": where,
        "where_words": listed_in([value(f"{line['name']} ({line['what']})") for line in where], words),
        "companies": listed_in([value(company) for company in companies], words),
        "places": listed_in([value(place) for place in _short_places(notice.platforms)], words),
        "uses": listed_in([words.texts[f"uses_short.{use}"] for use in Use if use in present], words),
    }


def _where(notice: Notice, words: Words) -> list[dict[str, str]]:
    """One line a store, by the recipient's own name for it; stores under one name or switch share a line."""
    lines: dict[str, list[Platform]] = {}
    for platform in notice.platforms:
        own = notice.recipient.store_names.get(platform.slug, "")
        name = own or (platform.company if notice.recipient.single_switch else platform.name)
        lines.setdefault(name, []).append(platform)
    return [
        {"name": value(name), "what": listed_in(list(dict.fromkeys(_use(one, words) for one in ones)), words)}
        for name, ones in lines.items()
    ]


def _use(platform: Platform, words: Words) -> str:
    return words.texts[f"uses.{platform.use}"]


def _short_places(platforms: Sequence[Platform]) -> list[str]:
    """Name the company where both its uses are meant, else the platform."""
    places: list[str] = []
    for platform in platforms:
        uses = {other.use for other in platforms if other.company == platform.company}
        both = platform.use in _BOTH_USES and uses >= _BOTH_USES
        places.append(platform.company if both else platform.name)
    return list(dict.fromkeys(places))


def _platform(platform: Platform, letters: Letters, words: Words) -> dict[str, Any]:
    return {
        "name": value(platform.name),
        "company": value(platform.company),
        "what": _use(platform, words),
        "services": [value(service) for service in platform.services],
        "request": letters.request_file(platform, words.language),
    }


def _territories(notice: Notice, words: Words) -> dict[str, Any]:
    return {
        "worldwide": WORLDWIDE in notice.territories and not notice.excluded_territories,
        "except_some": bool(notice.excluded_territories),
        "territories": territories_in_words(notice.territories, notice.excluded_territories, words),
    }


def _dates(notice: Notice, words: Words) -> dict[str, str]:
    """Wanted and effective date. Of two that contradict each other, the effective date is the instruction."""
    effective = None if notice.effective == EARLIEST else date.fromisoformat(notice.effective)
    wanted = notice.wanted_by
    if effective and wanted and wanted < effective:
        wanted = None
    days = {"effective": effective, "wanted_by": wanted, "answer_by": notice.answer_by}
    return {name: date_in_words(day, words) if day else "" for name, day in days.items()}


def _fixed(guard: Guard, *, needed: bool) -> Mapping[str, Any]:
    """Give the disclaimer to the one letter that prints it."""
    return {"fixed": {"disclaimer": value(guard.disclaimer)}} if needed else {}
