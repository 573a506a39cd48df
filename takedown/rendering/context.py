"""What a letter's templates can print: values from data, marked as such, and words of our own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from takedown.counting import counted, counted_releases
from takedown.model import Release, folded
from takedown.notice import Delivery, Kind, Notice, RecipientRole
from takedown.records import Platform, Use
from takedown.rendering.guard import Guard
from takedown.rendering.letter import FALLBACK, Letters, request_file
from takedown.rendering.names import (
    CAPACITIES,
    artists_in_words,
    date_in_words,
    listed,
    territories_in_words,
)
from takedown.rendering.values import OPEN, Value, joined, value
from takedown.request import WORLDWIDE, Capacity

#: `effective` where no date is asked for.
EARLIEST = "earliest"

_USES = {Use.STREAMING: "streaming", Use.DOWNLOAD: "sale of downloads"}
_SHORT_USES = {Use.STREAMING: "streaming", Use.DOWNLOAD: "sale"}
#: Capacities that stand in "for {principal} as …".
_ACTS_AS = (Capacity.LABEL, Capacity.MANAGER, Capacity.AGENT, Capacity.ATTORNEY)


def letter_context(notice: Notice, letters: Letters, *, dated: date) -> dict[str, Any]:
    """All names that a letter, its subject, its parts and its ticket can use."""
    language = letters.language_for(notice)
    return {
        "id": notice.id,
        "dated": date_in_words(dated),
        "artist": value(artists_in_words(notice.releases)),
        "account": value(notice.account),
        "basis": notice.basis.value if notice.basis else "",
        **_sender(notice),
        **_items(notice.releases),
        **_places(notice),
        "recipient": {"name": value(notice.recipient.name)},
        "platforms": [_platform(platform, language) for platform in notice.platforms],
        "worldwide": WORLDWIDE in notice.territories and not notice.excluded_territories,
        "territories": territories_of(notice, letters),
        **_dates(notice),
        "agreement": _agreement(notice),
        "paper_word": "licence" if notice.recipient.role is RecipientRole.PLATFORM else "agreement",
        "deliveries": [_delivery(delivery, notice.releases) for delivery in notice.deliveries],
        "deliverers": joined([value(delivery.name) for delivery in notice.deliveries], ", ", " or "),
        "reasons": _paragraphs(notice.reasons),
        **_fixed(letters.guards[language], needed=notice.kind is Kind.PLATFORM_REQUEST),
    }


def territories_of(notice: Notice, letters: Letters) -> str:
    """`worldwide`, or the countries in words."""
    countries = letters.countries.get(letters.language_for(notice), letters.countries[FALLBACK])
    return territories_in_words(notice.territories, notice.excluded_territories, countries)


def _sender(notice: Notice) -> dict[str, Any]:
    sender = notice.sender
    company = bool(sender.organization)
    words = CAPACITIES[sender.capacity]
    return {
        "sender": {"name": value(sender.name), "organization": value(sender.organization)},
        "principal": value(notice.principal),
        "capacity": sender.capacity.value,
        "capacity_words": words,
        "acts_for": acts_for_another(notice),
        "acts_as": words.removesuffix(" representative") if sender.capacity in _ACTS_AS else "",
        "We": "We" if company else "I",
        "we": "we" if company else "I",
        "us": "us" if company else "me",
        "are": "are" if company else "am",
    }


def acts_for_another(notice: Notice) -> bool:
    """Whether the principal is somebody else than the sender."""
    return folded(notice.principal) not in {folded(notice.sender.organization), folded(notice.sender.name)}


def _items(releases: Sequence[Release]) -> dict[str, Any]:
    """Count, and choose the words that agree."""
    words = counted_releases(releases)
    single = len(releases) == 1
    recordings = sum(len(release.recordings) for release in releases)
    one = single and recordings == 1
    return {
        "counted": words,
        "single": single,
        "one_recording": one,
        "those": "it" if one else "them",
        "the_items": f"the {words.split(' ', 1)[1] if single else words}",
        "them": "it" if single else "them",
        "these_recordings": "this recording" if one else "these recordings",
        "These_recordings": "This recording" if one else "These recordings",
        "code_word": "UPC" if all(release.icpn for release in releases) else "item",
    }


def _places(notice: Notice) -> dict[str, Any]:
    where = _where(notice)
    companies = list(dict.fromkeys(platform.company for platform in notice.platforms))
    uses = [
        word for use, word in _SHORT_USES.items() if any(platform.use is use for platform in notice.platforms)
    ]
    return {
        "where": where,
        "where_words": joined([value(f"{line['name']} ({line['what']})") for line in where], ", ", " and "),
        "companies": joined([value(company) for company in companies], ", ", " and "),
        "places": _listed_values(_short_places(notice.platforms)),
        "uses": listed(uses),
    }


def _where(notice: Notice) -> list[dict[str, str]]:
    """One line a store, by the recipient's own name for it; stores under one name or switch share a line."""
    lines: dict[str, list[Platform]] = {}
    for platform in notice.platforms:
        own = notice.recipient.store_names.get(platform.slug, "")
        name = own or (platform.company if notice.recipient.single_switch else platform.name)
        lines.setdefault(name, []).append(platform)
    return [
        {
            "name": value(name),
            "what": listed(list(dict.fromkeys(_USES[platform.use] for platform in platforms))),
        }
        for name, platforms in lines.items()
    ]


def _short_places(platforms: Sequence[Platform]) -> list[str]:
    """Name the company where both its uses are meant, else the platform."""
    places: list[str] = []
    for platform in platforms:
        uses = {other.use for other in platforms if other.company == platform.company}
        places.append(platform.company if len(uses) == len(Use) else platform.name)
    return list(dict.fromkeys(places))


def _listed_values(words: Sequence[str]) -> str:
    return joined([value(word) for word in words], ", ", " and ")


def _platform(platform: Platform, language: str) -> dict[str, Any]:
    return {
        "name": value(platform.name),
        "company": value(platform.company),
        "what": _USES[platform.use],
        "services": [value(service) for service in platform.services],
        "request": request_file(platform.slug, language),
    }


def _dates(notice: Notice) -> dict[str, str]:
    """Wanted and effective date. Of two that contradict each other, the effective date is the instruction."""
    effective = None if notice.effective == EARLIEST else date.fromisoformat(notice.effective)
    wanted = notice.wanted_by
    if effective and wanted and wanted < effective:
        wanted = None
    return {
        "effective": date_in_words(effective) if effective else "",
        "wanted_by": date_in_words(wanted) if wanted else "",
    }


def _agreement(notice: Notice) -> dict[str, str]:
    """Name, date and notice period only: what else the user noted about it is not for the recipient."""
    agreement = notice.agreement
    if agreement is None:
        return {"name": Value(), "dated": "", "notice": ""}
    return {
        "name": value(agreement.name),
        "dated": date_in_words(agreement.dated) if agreement.dated else "",
        "notice": counted(agreement.notice_days, "day") if agreement.notice_days else "",
    }


def _delivery(delivery: Delivery, releases: Sequence[Release]) -> dict[str, Any]:
    return {
        "name": value(delivery.name),
        "counted": _delivered(delivery, releases),
        "them": "it" if delivery.releases == 1 else "them",
        "submitted_on": date_in_words(delivery.submitted_on) if delivery.submitted_on else "",
        "ticket": value(delivery.ticket),
    }


def _delivered(delivery: Delivery, releases: Sequence[Release]) -> str:
    """Say how many of these one delivers: releases, recordings, or items where that cannot be told apart."""
    if delivery.releases == len(releases):
        return counted_releases(releases)
    alone = sum(release.is_lone_recording for release in releases)
    return counted(
        delivery.releases, "item" if 0 < alone < len(releases) else "recording" if alone else "release"
    )


def _paragraphs(reasons: str) -> list[str]:
    """Own paragraphs, as plain text: the guard reads them in full."""
    text = reasons.replace("\r\n", "\n")
    paragraphs = [str(value(paragraph)) for paragraph in text.split("\n\n")]
    return [paragraph for paragraph in paragraphs if paragraph and OPEN not in paragraph]


def _fixed(guard: Guard, *, needed: bool) -> Mapping[str, Any]:
    """Give the disclaimer to the one letter that prints it."""
    return {"fixed": {"disclaimer": value(guard.disclaimer)}} if needed else {}
