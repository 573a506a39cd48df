"""What a user can look up about a desk: the questions, what may be answered, and when a question is open."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from takedown.codes import languages
from takedown.directory.addresses import channel_problems
from takedown.directory.kinds import Record, RecordKind
from takedown.errors import UsageError
from takedown.frozen import dataclass
from takedown.patterns import pattern
from takedown.records import (
    Ability,
    Address,
    Channel,
    Confidence,
    Desk,
    Distributor,
    Fact,
    Fee,
    Known,
    OneStore,
    Per,
    Platform,
    Role,
    Time,
    Unit,
)


class Ask(StrEnum):
    """A fact that the program asks for."""

    ONE_STORE = "one-store"
    TIME = "time"
    COST = "cost"
    SINGLE_TRACKS = "single-tracks"
    SINGLE_COUNTRIES = "single-countries"
    WHERE = "where"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How a fact is asked for, what an answer looks like, and whose records have it."""

    text: str
    """The question, with the name of the desk in the braces."""
    answers: str
    """What can be written."""
    free: bool = True
    """Whether these are examples; else the answer is one of these words."""
    kinds: tuple[RecordKind, ...] = (RecordKind.DISTRIBUTOR,)

    @property
    def said(self) -> str:
        """What can be written, as a next step."""
        return f"Write it as in: {self.answers}." if self.free else f"Write one of: {self.answers}."


QUESTIONS: Mapping[Ask, Question] = {
    Ask.ONE_STORE: Question(
        text="Can one store alone be left at {}, and by whose hand?",
        answers="self-service (you, in your account), staff (they, when asked), route-unknown (yes, but how is not "
        "said), forbidden (their terms do not allow it)",
        free=False,
    ),
    Ask.TIME: Question(
        text="How long does it take at {}?",
        answers="3 business-days, 2-5 business-days, 14 days",
        kinds=(RecordKind.DISTRIBUTOR, RecordKind.PLATFORM),
    ),
    Ask.COST: Question(
        text="What does it cost at {}?",
        answers="none, or a price as in 0.02 EUR recording-and-platform, 5.00 USD release, 20.00 USD request",
    ),
    Ask.SINGLE_TRACKS: Question(
        text="Can {} remove single tracks of a release?", answers="yes, no", free=False
    ),
    Ask.SINGLE_COUNTRIES: Question(
        text="Can {} remove a release from some countries only?", answers="yes, no", free=False
    ),
    Ask.WHERE: Question(
        text="Where do you write to {}?",
        answers="an email address, a web address with https://, or the way through their menus as in Help > Contact",
        kinds=(RecordKind.DISTRIBUTOR, RecordKind.DESK),
    ),
    Ask.LANGUAGE: Question(
        text="Which language does the desk of {} read?",
        answers="a code of two letters as in en, de, fr, es, pt",
    ),
}

_TIME = pattern(r"(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?\s+(business[ -]days?|days?)")
_PRICE = pattern(r"(\d{1,6}(?:\.\d{1,4})?)\s+([A-Z]{3})\s+(\S+)")
_COMMA = pattern(r"(\d),(\d)")
_PATH = pattern(r"\S.* > .*\S")
_ANSWERED = tuple(one for one in OneStore if one.is_known)
_WEAK = (Confidence.LOW, Confidence.UNKNOWN)


_Choice = TypeVar("_Choice", bound=StrEnum)


def changes(ask: Ask, value: str, words: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Read an answer into fields of a record. `about` is source, confidence and date. UsageError where it is none.

    Addresses and languages come as the one entry that goes before those of the record.
    """
    match ask:
        case Ask.ONE_STORE:
            said = _one_of(value, _ANSWERED, ask)
            fact = Fact(value=words or _ONE_STORE[said], **about)
            return {"one_store": said, "one_store_fact": fact}
        case Ask.TIME:
            return {"time": _time(value, words, about)}
        case Ask.COST:
            return {"fees": (_fee(value, words, about),)}
        case Ask.SINGLE_TRACKS | Ask.SINGLE_COUNTRIES:
            known = _one_of(value, (Known.YES, Known.NO), ask)
            field, text = _ABILITIES[ask]
            return {field: Ability(answer=known, value=words or text[known], **about)}
        case Ask.WHERE:
            return {"addresses": (_address(value, words, about),)}
        case Ask.LANGUAGE:
            if value not in languages():
                raise _unusable(ask, value)
            return {"languages": (value,)}


_ONE_STORE = {
    OneStore.SELF_SERVICE: "Yes, by the artist in the dashboard.",
    OneStore.STAFF: "Yes, by request to their staff.",
    OneStore.ROUTE_UNKNOWN: "Yes; how to ask for it is not documented.",
    OneStore.FORBIDDEN: "No: their terms do not allow leaving one store.",
}
_ABILITIES = {
    Ask.SINGLE_TRACKS: (
        "track_level",
        {Known.YES: "Yes: single tracks can be removed.", Known.NO: "No: whole releases only."},
    ),
    Ask.SINGLE_COUNTRIES: (
        "territory",
        {Known.YES: "Yes: single countries can be left.", Known.NO: "No: everywhere or nowhere."},
    ),
}


def _unusable(ask: Ask, value: str) -> UsageError:
    point = _COMMA.sub(r"\1.\2", value)
    meant = f"Did you mean '{point}'? " if ask is Ask.COST and point != value else ""
    return UsageError(
        f"'{value}' does not answer {ask}" if value else f"nothing answers {ask}",
        hint=meant + QUESTIONS[ask].said,
    )


def _one_of(value: str, allowed: tuple[_Choice, ...], ask: Ask) -> _Choice:
    for word in allowed:
        if word.value == value:
            return word
    raise _unusable(ask, value)


def _time(value: str, words: str, about: Mapping[str, Any]) -> Time:
    found = _TIME.fullmatch(value)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not found or low > high:
        raise _unusable(Ask.TIME, value)
    unit = Unit.BUSINESS_DAYS if found[3].startswith("business") else Unit.DAYS
    return Time(value=words or f"{value}.", min=low, max=high, unit=unit, **about)


def _fee(value: str, words: str, about: Mapping[str, Any]) -> Fee:
    if value == "none":
        return Fee(
            value=words or "No fee is charged.", amount=Decimal(0), currency="USD", per=Per.REQUEST, **about
        )
    found = _PRICE.fullmatch(value)
    if not found or found[3] not in tuple(Per):
        raise _unusable(Ask.COST, value)
    return Fee(
        value=words or f"{found[2]} {found[1]} per {found[3].replace('-', ' ')}.",
        amount=Decimal(found[1]),
        currency=found[2],
        per=Per(found[3]),
        **about,
    )


def _address(value: str, words: str, about: Mapping[str, Any]) -> Address:
    channel = (
        Channel.FORM
        if "://" in value
        else Channel.EMAIL
        if "@" in value and " " not in value
        else Channel.DASHBOARD
    )
    if channel is Channel.DASHBOARD and not _PATH.fullmatch(value):
        raise _unusable(Ask.WHERE, value)
    address = Address(channel=channel, role=Role.SUPPORT, value=value, note=words, **about)
    for _, message, _ in channel_problems(address):
        raise UsageError(message, hint=QUESTIONS[Ask.WHERE].said)
    return address


def open_asks(record: Record) -> tuple[Ask, ...]:
    """List the facts of a record that are unknown or weak, the most important first."""
    match record:
        case Distributor() if not record.status.is_retired:
            found = _of_distributor(record)
        case Platform():
            found = {Ask.TIME: _is_vague(record.time)}
        case Desk():
            found = {Ask.WHERE: _lacks_address(record.addresses)}
        case _:
            found = {}
    return tuple(ask for ask in Ask if found.get(ask))


def _of_distributor(record: Distributor) -> dict[Ask, bool]:
    unclear = not record.one_store.is_known or record.one_store is OneStore.ROUTE_UNKNOWN
    return {
        Ask.ONE_STORE: unclear or record.one_store_fact.confidence in _WEAK,
        Ask.TIME: _is_vague(record.time),
        Ask.COST: all(fee.confidence in _WEAK for fee in record.fees),
        Ask.SINGLE_TRACKS: _is_unsaid(record.track_level),
        Ask.SINGLE_COUNTRIES: _is_unsaid(record.territory),
        Ask.WHERE: _lacks_address(record.addresses),
        Ask.LANGUAGE: not record.languages,
    }


def _is_vague(time: Time) -> bool:
    return (time.min is None and time.max is None) or time.confidence in _WEAK


def _is_unsaid(ability: Ability) -> bool:
    return ability.answer is Known.UNKNOWN or ability.confidence in _WEAK


def _lacks_address(addresses: tuple[Address, ...]) -> bool:
    ways = (address for address in addresses if address.role is not Role.INFRINGEMENT)
    return all(address.confidence in _WEAK for address in ways)
