"""Rules about single facts: sources, confidence, dates, and typed numbers beside their prose."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from takedown.directory.facts import FoundFact, Sourced, facts_of, place_of, says_something
from takedown.directory.findings import finding
from takedown.directory.kinds import Record
from takedown.directory.problems import shown, suggestion
from takedown.freshness import FRESH_FOR
from takedown.model import Finding, SourceRef
from takedown.patterns import pattern
from takedown.records import Confidence, Distributor, Fee, Platform, Source, Ticket, Time

_PLACEHOLDER = pattern(r"\{[^}]*\}?|\}")
_CURRENCY = pattern(r"[A-Z]{3}")
_ROOM = 200
"""A reference, a few UPCs and the number of a part must fit."""


def fact_findings(record: Record, sources: Mapping[str, Source], *, today: date) -> Iterator[Finding]:
    """Find what is wrong with the facts of one record."""
    yield from _date_findings(place_of(record, "checked_on"), record.checked_on, today)
    if today - record.checked_on > FRESH_FOR:
        days = (today - record.checked_on).days
        message = f"'{record.name}' was last checked on {record.checked_on}, {days} days ago"
        yield finding(
            "D-STALE",
            place_of(record, "checked_on"),
            message,
            "Look at the sources again and set the new date.",
        )
    for found in facts_of(record):
        place = place_of(record, found.key)
        yield from _said_findings(found, place)
        yield from _key_findings(found.fact.source, sources, place.at(f"{found.key}.source"))
        yield from _typed_findings(found.fact, place)
        if found.fact.checked_on:
            yield from _date_findings(place.at(f"{found.key}.checked_on"), found.fact.checked_on, today)
    yield from _list_findings(record, sources)


def number_findings(record: Record) -> Iterator[Finding]:
    """Find numbers of a record that cannot be: times, prices, room for tickets."""
    for found in facts_of(record):
        yield from _typed_findings(found.fact, place_of(record, found.key))


def _said_findings(found: FoundFact, place: SourceRef) -> Iterator[Finding]:
    fact = found.fact
    sure = fact.confidence is not Confidence.UNKNOWN
    if says_something(fact):
        if not fact.source:
            yield finding(
                "D-SOURCE", place, "a value without a source", 'Add source = ["…"], a key of sources.toml.'
            )
        if not sure:
            message = "a value whose confidence is unknown"
            yield finding("D-CONFIDENCE", place, message, 'Add confidence = "high", "medium" or "low".')
    elif found.listed:
        yield finding(
            "D-EMPTY", place, "an entry that says nothing", "Write its value, or take the entry out."
        )
    elif sure or fact.source:
        message = "nothing is said, and yet a source or a confidence is claimed"
        yield finding(
            "D-CONFIDENCE",
            place,
            message,
            "Write the value, or leave the entry out: unknown stays unknown.",
        )


def _key_findings(
    keys: tuple[str, ...], sources: Mapping[str, Source], place: SourceRef
) -> Iterator[Finding]:
    for key in keys:
        if key not in sources:
            hint = f"Add [{key}] to sources.toml with title, url and date, or correct the key."
            hint = suggestion(key, sources) + hint
            yield finding("D-SOURCE-UNKNOWN", place, f"{shown(key)} is not a source in sources.toml", hint)


def _list_findings(record: Record, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Plain lists that have their sources beside them: steps and languages, services and identifiers."""
    match record:
        case Distributor():
            lists = {
                "steps": (record.steps, record.steps_source, True),
                "languages": (record.languages, record.languages_source, True),
            }
        case Platform():
            lists = {
                "services": (record.services, record.services_source, True),
                "identifiers": (record.identifiers, record.identifiers_source, False),
            }
        case _:
            return
    for key, (entries, keys, needs_source) in lists.items():
        place = place_of(record, f"{key}_source")
        if needs_source and entries and not keys:
            yield finding(
                "D-SOURCE",
                place,
                f"{key} without a source",
                f'Add {key}_source = ["…"] below {key}, with a key of sources.toml.',
            )
        if not all(entry.strip() for entry in entries):
            yield finding(
                "D-EMPTY", place_of(record, key), "an empty line in the list", "Write it or take it out."
            )
        yield from _key_findings(keys, sources, place)


def _date_findings(place: SourceRef, checked_on: date, today: date) -> Iterator[Finding]:
    # One day of grace: the contributor's day may already have begun where ours has not.
    if checked_on > today + timedelta(days=1):
        message = f"{checked_on} lies in the future (today is {today})"
        yield finding("D-DATE", place, message, "Write the day on which the sources were read.")


def _typed_findings(fact: Sourced, place: SourceRef) -> Iterator[Finding]:
    match fact:
        case Time():
            yield from _time_findings(fact, place)
        case Fee():
            yield from _fee_findings(fact, place)
        case Ticket():
            yield from _ticket_findings(fact, place)
        case _:
            pass


def _time_findings(time: Time, place: SourceRef) -> Iterator[Finding]:
    numbers = [number for number in (time.min, time.max) if number is not None]
    if numbers and not time.value.strip():
        yield finding(
            "D-TIME",
            place,
            "numbers without prose",
            "Write in value what the source says, in your own words.",
        )
    if any(number < 0 for number in numbers):
        yield finding("D-TIME", place, f"{min(numbers)} days cannot be", "Write numbers from 0.")
    if time.min is not None and time.max is not None and time.min > time.max:
        message = f"min {time.min} is above max {time.max}"
        yield finding("D-TIME", place, message, "Exchange them, or correct the wrong one.")


def _fee_findings(fee: Fee, place: SourceRef) -> Iterator[Finding]:
    if fee.amount is None:
        if fee.currency or fee.per:
            yield finding(
                "D-FEE", place, "a currency or per without an amount", 'Add amount = "0.00" or take them out.'
            )
        return
    if fee.per is None:
        yield finding(
            "D-FEE", place, f"{fee.amount} without what it is counted by", 'Add per = "release" or the like.'
        )
    if not _CURRENCY.fullmatch(fee.currency):
        message = f"{fee.amount} without a currency: {shown(fee.currency)}"
        yield finding("D-FEE", place, message, 'Add currency = "EUR": three capital letters.')
    if not fee.amount.is_finite() or fee.amount < 0:
        yield finding("D-FEE", place, f"{fee.amount} is no price", "Write a number from 0.")


def _ticket_findings(ticket: Ticket, place: SourceRef) -> Iterator[Finding]:
    for wrong in set(_PLACEHOLDER.findall(ticket.subject)) - {"{upcs}"}:
        yield finding(
            "D-TICKET",
            place.at(f"{place.column}.subject"),
            f"{shown(wrong)} is never filled in",
            "Write {upcs}.",
        )
    if "\n" in ticket.subject:
        yield finding(
            "D-TICKET",
            place.at(f"{place.column}.subject"),
            "a subject is one line",
            "Take the line break out.",
        )
    if ticket.max_characters < _ROOM:
        message = f"{ticket.max_characters} characters are too few for any request"
        yield finding(
            "D-TICKET", place.at(f"{place.column}.max_characters"), message, f"Write {_ROOM} or more."
        )
