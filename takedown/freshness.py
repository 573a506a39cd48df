"""Facts that are old, weak or unknown and matter to a user, in plain sentences for the plan."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from takedown.records import (
    Ability,
    Address,
    Campaign,
    Confidence,
    Desk,
    Distributor,
    Fact,
    Fee,
    OneStore,
    Platform,
    Role,
    Source,
    Time,
)

#: Addresses change within a year or so: three of those researched moved between 2023 and 2025.
FRESH_FOR = timedelta(days=180)

_PAGE_FRESH_FOR = timedelta(days=730)
_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "0[1-9]|1[0-2]", "0[1-9]|[12][0-9]|3[01]"
_DATED = re.compile(rf"\b({_YEAR})(?:-({_MONTH})(?![0-9])(?:-({_DAY})(?![0-9]))?)?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Record = Distributor | Platform | Desk | Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A fact, and what it answers: `how long it takes`."""

    about: str
    fact: Fact | Ability | Time | Fee | Address

    @property
    def value(self) -> str:
        """The answer; empty where there is none. A time in words alone ("a few days") answers nothing."""
        if isinstance(self.fact, Address):
            return self.fact.value or ", ".join(self.fact.lines)
        if isinstance(self.fact, Time) and self.fact.min is None and self.fact.max is None:
            return ""
        return self.fact.value

    @property
    def is_weak(self) -> bool:
        return self.fact.confidence in (Confidence.LOW, Confidence.UNKNOWN)


def stale_facts(record: Record, sources: Mapping[str, Source], *, today: date) -> tuple[str, ...]:
    """Say in at most six sentences what is old, weak or unknown in a record and matters to a user.

    The most important comes first. A fact is old when it was checked more than 180 days ago, or when the
    newest page behind it is over two years old; a page without a date counts by its confidence alone.
    """
    return tuple(_sentences(record, sources, today))


def _sentences(record: Record, sources: Mapping[str, Source], today: date) -> Iterator[str]:
    name, claims = record.name, _claims(record)
    yield from _first_of_all(record)
    yield from _unconfirmed(record, sources, today)
    if today - record.checked_on > FRESH_FOR:
        days = (today - record.checked_on).days
        yield (
            f"What is written here about {name} was last checked on {_day(record.checked_on)}, "
            f"{days} days ago: look at their own pages before you rely on it."
        )
    said = [claim for claim in claims if claim.value]
    weak = [claim for claim in said if claim.is_weak]
    firm = [claim for claim in said if not claim.is_weak]
    aged = [claim for claim in firm if _is_old(claim.fact.source, sources, today)]
    unchecked = [claim for claim in firm if claim not in aged and _unchecked(claim, record.checked_on, today)]
    yield from _listed("Not known about {}: {}.", name, [claim for claim in claims if not claim.value])
    yield from _listed("Known only from old or second-hand reports about {}: {}. Check it first.", name, weak)
    yield from _listed(
        "Known only from pages more than two years old about {}: {}. Ask whether it still holds.", name, aged
    )
    yield from _listed("Not checked for more than 180 days about {}: {}. Check it first.", name, unchecked)


def _listed(sentence: str, name: str, claims: list[_Claim]) -> Iterator[str]:
    about = dict.fromkeys(claim.about for claim in claims)
    if about:
        yield sentence.format(name, "; ".join(about))


def _first_of_all(record: Record) -> Iterator[str]:
    """Say what decides whether the paper can do anything at all."""
    if not isinstance(record, Distributor):
        return
    if not record.one_store.is_known:
        yield (
            f"It is not known whether {record.name} removes from one store only: "
            "ask for an answer before anything is removed."
        )
    elif record.one_store is OneStore.ROUTE_UNKNOWN:
        yield (
            f"{record.name} is said to remove from one store only, but how to ask for it is not documented: "
            "ask their support."
        )


def _unconfirmed(record: Record, sources: Mapping[str, Source], today: date) -> Iterator[str]:
    """Say so where the most important fact rests on one report, or on a page that is partial or undated."""
    if isinstance(record, Distributor):
        fact = record.one_store_fact
        if fact.confidence is Confidence.MEDIUM and not _is_old(fact.source, sources, today):
            yield (
                f"{record.name}, one store only: {fact.value} "
                "No complete and dated page of the company confirms it."
            )


def _claims(record: Record) -> tuple[_Claim, ...]:
    """List the facts that matter to somebody who asks, the most important first."""
    match record:
        case Distributor():
            return (
                *_if_said("whether one store only can be left", record.one_store_fact),
                _Claim(about="how long it takes", fact=record.time),
                *(_Claim(about="what it costs", fact=fee) for fee in record.fees or (Fee(value=""),)),
                _Claim(about="whether single tracks can be removed", fact=record.track_level),
                *_first_way(record.addresses),
            )
        case Platform():
            return (
                *_if_said("how licensed recordings are removed", record.own_content),
                _Claim(about="how long it takes", fact=record.time),
                _Claim(about="how to see that a recording is gone", fact=record.verification),
            )
        case Desk():
            # A desk without takes_requests gets no letter, so nothing about it is missing.
            return (
                *_if_said("whether it reads a request from you", record.takes_requests),
                *_first_way(record.addresses),
            )
        case Campaign():
            return ()


def _if_said(about: str, fact: Fact | Ability) -> tuple[_Claim, ...]:
    return (_Claim(about=about, fact=fact),) if fact.value else ()


def _first_way(addresses: tuple[Address, ...]) -> tuple[_Claim, ...]:
    """Take the way that is tried first; the others are shown with their notes."""
    usable = [address for address in addresses if address.role is not Role.INFRINGEMENT]
    return tuple(_Claim(about="where to write", fact=address) for address in usable[:1])


def _unchecked(claim: _Claim, record_checked_on: date, today: date) -> bool:
    """Whether a fact is older than its record, which speaks for itself, and too old."""
    checked_on = claim.fact.checked_on
    return checked_on is not None and checked_on < record_checked_on and today - checked_on > FRESH_FOR


def _is_old(keys: tuple[str, ...], sources: Mapping[str, Source], today: date) -> bool:
    """Whether even the newest page behind a fact is old. `current` and `old` are words of sources.toml."""
    dates = [sources[key].date for key in keys if key in sources]
    if any("current" in text for text in dates):
        return False
    newest = max((day for text in dates for day in _days(text)), default=None)
    if newest is None:
        return any(re.search(r"\bold\b", text) for text in dates)
    return today - newest > _PAGE_FRESH_FOR


def _days(text: str) -> Iterator[date]:
    """Find the dates in a text, each at the end of its month or year where no day is given."""
    for match in _DATED.finditer(text):
        year, month = int(match[1]), int(match[2] or 12)
        last = calendar.monthrange(year, month)[1]
        yield date(year, month, min(int(match[3] or last), last))


def _day(day: date) -> str:
    """`22 November 2026`, whatever the language of the machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
