"""Facts that are old, weak or unknown and matter to a user, in plain sentences for the plan."""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from takedown.days import long_date
from takedown.frozen import dataclass
from takedown.patterns import pattern
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
    Redirect,
    Role,
    Source,
    Steps,
    Time,
)

#: Keys of sources that the user wrote down in the workspace begin with it: `here:distributor:tunecore:time`.
ANSWERED_HERE = "here:"

#: Addresses change within a year or so: three of those researched moved between 2023 and 2025.
FRESH_FOR = timedelta(days=180)

_PAGE_FRESH_FOR = timedelta(days=730)
_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "0[1-9]|1[0-2]", "0[1-9]|[12][0-9]|3[01]"
_DATED = pattern(rf"\b({_YEAR})(?:-({_MONTH})(?![0-9])(?:-({_DAY})(?![0-9]))?)?")

Record = Distributor | Platform | Desk | Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A fact, and what it answers: `how long it takes`."""

    about: str
    fact: Fact | Ability | Redirect | Steps | Time | Fee | Address
    can_be_answered: bool = True
    """Whether `directory answer` asks for it."""

    @property
    def value(self) -> str:
        """The answer; empty where there is none. A time in words alone ("a few days") answers nothing."""
        if isinstance(self.fact, Address):
            return self.fact.value or ", ".join(self.fact.lines)
        if isinstance(self.fact, Steps):
            return " ".join(self.fact.lines)
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
            f"What is written here about {name} was last checked on {long_date(record.checked_on)}, "
            f"{days} days ago: look at their own pages before you rely on it."
        )
    said = [claim for claim in claims if claim.value]
    weak = [claim for claim in said if claim.is_weak]
    firm = [claim for claim in said if not claim.is_weak]
    aged = [claim for claim in firm if _is_old(claim.fact.source, sources, today)]
    unchecked = [claim for claim in firm if claim not in aged and _unchecked(claim, record.checked_on, today)]
    yield from _unknown(record, [claim for claim in claims if not claim.value])
    yield from _listed("Known only from old or second-hand reports about {}: {}. Check it first.", name, weak)
    yield from _listed(
        "Known only from pages more than two years old about {}: {}. Ask whether it still holds.", name, aged
    )
    yield from _listed("Not checked for more than 180 days about {}: {}. Check it first.", name, unchecked)


def stale_address(
    record: Distributor | Desk, address: Address, sources: Mapping[str, Source], *, today: date
) -> str:
    """Say what is weak or old of an address, by the same rules; empty where nothing is: `it was last checked on …`."""
    if address.confidence in (Confidence.LOW, Confidence.UNKNOWN):
        return "it is known only from old or second-hand reports"
    if _is_old(address.source, sources, today):
        return "the newest page that shows it is more than two years old"
    checked_on = address.checked_on or record.checked_on
    if today - checked_on > FRESH_FOR:
        return f"it was last checked on {long_date(checked_on)}, {(today - checked_on).days} days ago"
    return ""


def answered_here(record: Record, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Say which facts of a record the user looked up: what, from whom, and when; one sentence each."""
    found: dict[str, str] = {}
    claims = (*_claims(record), *_besides(record))
    for claim in claims:
        for key in claim.fact.source:
            if key.startswith(ANSWERED_HERE) and key in sources:
                source = sources[key]
                said = claim.value or getattr(claim.fact, "value", "")
                found[key] = (
                    f"{record.name}, {claim.about}: {said.rstrip('.')}. "
                    f"Looked up for this workspace: {source.title}, {source.date}."
                )
    if isinstance(record, Distributor):
        for key in record.languages_source:
            if key.startswith(ANSWERED_HERE) and key in sources:
                found[key] = (
                    f"{record.name}, which language its desk reads: {record.languages[0]}. "
                    f"Looked up for this workspace: {sources[key].title}, {sources[key].date}."
                )
    return tuple(found.values())


def _besides(record: Record) -> tuple[_Claim, ...]:
    """What can be answered and is no claim of its own: all ways to write, single countries."""
    if isinstance(record, Distributor):
        ways = tuple(_Claim(about="where to write", fact=address) for address in record.addresses)
        return (*ways, _Claim(about="whether single countries can be left", fact=record.territory))
    if isinstance(record, Desk):
        return tuple(_Claim(about="where to write", fact=address) for address in record.addresses)
    return ()


def _unknown(record: Record, claims: list[_Claim]) -> Iterator[str]:
    """Name what is not known, and the command that keeps it once the user has found it out."""
    named = isinstance(record, Distributor) and not record.one_store.is_known
    keep = "" if named or not any(claim.can_be_answered for claim in claims) else f" {_keep(record)}"
    yield from _listed("Not known about {}: {}." + keep, record.name, claims)


def _keep(record: Record) -> str:
    return f"When you find out: takedown directory answer {record.slug}."


def _listed(sentence: str, name: str, claims: list[_Claim]) -> Iterator[str]:
    about = dict.fromkeys(claim.about for claim in claims)
    if about:
        yield sentence.format(name, "; ".join(about))


def _first_of_all(record: Record) -> Iterator[str]:
    """Say what decides whether the paper can do anything at all."""
    if not isinstance(record, Distributor) or record.status.is_retired:
        return
    if not record.one_store.is_known:
        yield (
            f"It is not known whether {record.name} removes from one store only: "
            f"ask for an answer before anything is removed. {_keep(record)}"
        )
    elif record.one_store is OneStore.ROUTE_UNKNOWN:
        yield (
            f"{record.name} is said to remove from one store only, but how to ask for it is not documented: "
            f"ask their support. {_keep(record)}"
        )


def _unconfirmed(record: Record, sources: Mapping[str, Source], today: date) -> Iterator[str]:
    """Say so where the most important fact rests on one report, or on a page that is partial or undated."""
    if isinstance(record, Distributor):
        fact = record.one_store_fact
        told = any(key.startswith(ANSWERED_HERE) for key in fact.source)  # the plan says by whom
        if fact.confidence is Confidence.MEDIUM and not told and not _is_old(fact.source, sources, today):
            yield (
                f"{record.name}, one store only: {fact.value} "
                "No complete and dated page of the company confirms it."
            )


def _claims(record: Record) -> tuple[_Claim, ...]:
    """List the facts that matter to somebody who asks, the most important first."""
    match record:
        case Distributor() if record.status.is_retired:
            return _if_said("why nobody is asked there any more", record.redirect)
        case Distributor():
            return (
                *_if_said("whether one store only can be left", record.one_store_fact),
                _Claim(about="how long it takes", fact=record.time),
                *(_Claim(about="what it costs", fact=fee) for fee in record.fees or (Fee(value=""),)),
                _Claim(about="whether single tracks can be removed", fact=record.track_level),
                *_if_said("whether single countries can be left", record.territory),
                *_if_said("what removes a release from every store", record.all_stores_trap),
                *_first_way(record.addresses),
            )
        case Platform():
            return (
                *_if_said("how licensed recordings are removed", record.own_content),
                _Claim(about="how long it takes", fact=record.time),
                _Claim(
                    about="how to see that a recording is gone",
                    fact=record.verification,
                    can_be_answered=False,
                ),
                *_if_said("how to take out your own uploads", record.self_service),
                *_if_said("what happens when somebody delivers it again", record.redelivery),
            )
        case Desk():
            # A desk without takes_requests gets no letter, so nothing about it is missing.
            return (
                *_if_said("whether it reads a request from you", record.takes_requests),
                *_first_way(record.addresses),
            )
        case Campaign():
            return ()


def _if_said(about: str, fact: Fact | Ability | Redirect | Steps) -> tuple[_Claim, ...]:
    claim = _Claim(about=about, fact=fact)
    return (claim,) if claim.value else ()


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
