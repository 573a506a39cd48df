"""Rules about records as a whole and about what they refer to: desks, platforms, request texts, sources."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from takedown.directory.addresses import is_https
from takedown.directory.facts import all_records, facts_of, place_of, sources_place
from takedown.directory.findings import finding
from takedown.directory.kinds import Record, slug_problem
from takedown.directory.problems import shown, suggestion
from takedown.model import Finding
from takedown.patterns import pattern
from takedown.records import (
    Campaign,
    CampaignStatus,
    Directory,
    Distributor,
    Known,
    OneStore,
    Platform,
    Status,
    Use,
)

_NUMBERS = pattern(r"\d[\d./:-]*\d|\d")
_YEAR, _MONTH = "(?:19|20)[0-9]{2}", "(?:0[1-9]|1[0-2])"
_SPAN = pattern(rf"{_YEAR}(?:-{_YEAR}|-{_MONTH}(?:/{_MONTH})?)?")
_WORDS_FOR_WHEN = pattern(
    r"\b(?:undated|old|current|various|archived|updated|in force|docs)\b", re.IGNORECASE
)


def missing_desks(directory: Directory) -> Iterator[Finding]:
    """Find platforms whose desk has no record."""
    for platform in directory.platforms.values():
        if platform.desk not in directory.desks:
            hint = f"Add desks/{platform.desk}.toml, or correct the slug."
            hint = suggestion(platform.desk, directory.desks) + hint
            yield finding(
                "D-DESK", place_of(platform, "desk"), f"there is no desk {shown(platform.desk)}", hint
            )


def missing_request_texts(directory: Directory, templates: Sequence[Path]) -> Iterator[Finding]:
    """Find platforms whose desk reads requests, and for whose use no text says in English what is asked.

    Discs and records are supplied, not delivered: a supply stop asks for them, no request to the platform.
    """
    for platform in directory.platforms.values():
        desk = directory.desks.get(platform.desk)
        if desk is None or desk.takes_requests.answer is not Known.YES or platform.use is Use.PHYSICAL:
            continue
        shared = f"letters/parts/request-{platform.use}.en.md.j2"
        own = f"platforms/{platform.slug}/request.en.md.j2"
        if not any((folder / file).is_file() for folder in templates for file in (shared, own)):
            message = f"no text says what {platform.name} is asked for: {shared} is missing"
            hint = (
                f"Write it like the one of another use; what only this platform must be told goes into {own}."
            )
            yield finding("D-REQUEST-TEXT", place_of(platform, "use"), message, hint)


def record_findings(record: Record, directory: Directory) -> Iterator[Finding]:
    """Find what is wrong with one record as a whole."""
    problem = slug_problem(record.slug)
    if problem:
        yield finding(
            "D-SLUG",
            place_of(record, "slug"),
            problem,
            "Rename the folder, or for desks and campaigns the file.",
        )
    if not record.name.strip():
        yield finding(
            "D-EMPTY", place_of(record, "name"), "the name is empty", "Write the name that people know."
        )
    match record:
        case Distributor():
            yield from _distributor_findings(record, directory)
        case Campaign():
            yield from _campaign_findings(record, directory)
        case _:
            pass


def _distributor_findings(distributor: Distributor, directory: Directory) -> Iterator[Finding]:
    yield from _unknown_platforms(distributor, "store_names", tuple(distributor.store_names), directory)
    acts_alone = distributor.status is Status.ACTIVE and distributor.one_store is OneStore.SELF_SERVICE
    if acts_alone and not distributor.steps:
        message = "users do it by themselves here, and no steps say how"
        hint = (
            'Write steps = ["…"]; where the exact menu is not documented, let a step say so and where to ask.'
        )
        yield finding("D-STEPS", place_of(distributor, "steps"), message, hint)


def _campaign_findings(campaign: Campaign, directory: Directory) -> Iterator[Finding]:
    yield from _unknown_platforms(campaign, "platforms", campaign.platforms, directory)
    if campaign.status is CampaignStatus.HISTORICAL and not campaign.phases:
        message = "a historical campaign without phases"
        yield finding(
            "D-CAMPAIGN",
            place_of(campaign, "phases"),
            message,
            "Write what happened when, each with its sources.",
        )


def _unknown_platforms(
    record: Record, key: str, slugs: tuple[str, ...], directory: Directory
) -> Iterator[Finding]:
    for slug in slugs:
        if slug not in directory.platforms:
            hint = f"Platforms are: {', '.join(sorted(directory.platforms))}."
            hint = suggestion(slug, directory.platforms) + hint
            yield finding("D-PLATFORM", place_of(record, key), f"there is no platform {shown(slug)}", hint)


def source_findings(directory: Directory, own: Collection[str] = ()) -> Iterator[Finding]:
    """Find lines of sources.toml that are incomplete, or behind no fact. `own` are the keys of a workspace's file.

    Shipped sources may be of the time before https, or name an article that is on no page.
    """
    used = _used_sources(directory)
    for key, source in directory.sources.items():
        place = sources_place(key)
        if not (source.title.strip() and source.url.strip() and source.date.strip()):
            message = "title, url or date is empty"
            hint = (
                'Fill it in; where no date is known: date = "undated"; where there is no page: url = "none".'
            )
            yield finding("D-SOURCE-LINE", place, message, hint)
        elif not _is_source_date(source.date):
            message = f"{shown(source.date)} is no date of a page"
            hint = 'Write date = "2026-11-20", "2026-11" or "2026"; where none is known: "undated", "old" or "current".'
            yield finding("D-SOURCE-LINE", place.at(f"{key}.date"), message, hint)
        if key in own and source.url.strip() not in ("", "none") and not is_https(source.url):
            message = f"{shown(source.url)} is not an https address"
            hint = 'Write url = "https://…"; where there is no page, as for a reply: url = "none".'
            yield finding("D-SOURCE-LINE", place.at(f"{key}.url"), message, hint)
        if key not in used:
            message = "no fact rests on this source"
            yield finding("D-SOURCE-UNUSED", place, message, "Take it out, or leave it for later.")


def _is_source_date(text: str) -> bool:
    """Whether a text says when: with days, months and years that there are, or in words like `undated`."""
    numbers = _NUMBERS.findall(text)
    return all(map(_is_time, numbers)) and bool(numbers or _WORDS_FOR_WHEN.search(text))


def _is_time(text: str) -> bool:
    """`2026`, `2024-2026`, `2026-11`, `2026-11/12`, or a day that there is."""
    if _SPAN.fullmatch(text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _used_sources(directory: Directory) -> set[str]:
    used: set[str] = set()
    for record in all_records(directory):
        used.update(key for found in facts_of(record) for key in found.fact.source)
        if isinstance(record, Distributor):
            used.update(record.steps_source, record.languages_source)
        if isinstance(record, Platform):
            used.update(record.services_source, record.identifiers_source)
    return used
