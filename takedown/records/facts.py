"""What a data file can say of a party: facts with their sources, times, prices, addresses, warnings.

Every fact carries its sources (keys of `sources.toml`), a confidence and a date. Unknown stays unknown.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from takedown.frozen import dataclass

#: Read by pydantic where records are loaded (directory.py): unknown keys are errors, field notes become descriptions.
STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


class Confidence(StrEnum):
    """How sure a fact is.

    high: the party's own page, recent or archived with a date. medium: own page but undated, old or partial, or one
    good report. low: third party, old or inferred. unknown: not found; nothing guessed.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line of sources.toml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    url: str
    """Address of the page, or words that find it."""
    date: str
    """Date of the page as far as known: `2026-08-15`, `2023-04`, `undated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement about a party, in our own words. An empty value means: unknown."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str = ""
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None
    """Overrides the record's date."""


UNKNOWN = Fact()


class Known(StrEnum):
    """An answer that may be missing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """Whether a party can do something: the answer, and the same in words. An empty value means: unknown."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    answer: Known = Known.UNKNOWN
    value: str = ""
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


NOT_KNOWN = Ability()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What the user does by hand, one step a line, in order. No lines mean: not known."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lines: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


NO_STEPS = Steps()


class Unit(StrEnum):
    """How days are counted. Business days are Monday to Friday; holidays are not known to the program."""

    BUSINESS_DAYS = "business-days"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long something takes: the prose, and the same as numbers."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    min: int | None = None
    max: int | None = None
    unit: Unit = Unit.BUSINESS_DAYS
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


class Per(StrEnum):
    """What a fee is counted by."""

    RECORDING_AND_PLATFORM = "recording-and-platform"
    RELEASE = "release"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A price: the prose, and the same as numbers where one is known."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    amount: Decimal | None = None
    currency: str = ""
    per: Per | None = None
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


class Channel(StrEnum):
    """How a paper travels."""

    EMAIL = "email"
    FORM = "form"
    DASHBOARD = "dashboard"
    POST = "post"


class Role(StrEnum):
    """What an address is for. `infringement` addresses are never used for anything else."""

    SUPPORT = "support"
    GENERAL = "general"
    LABEL_RELATIONS = "label-relations"
    INFRINGEMENT = "infringement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a paper can be handed over: an email address, a web page, a menu path or postal lines."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    channel: Channel
    role: Role
    value: str = ""
    """Email address, web address, or the way through the menus."""
    lines: tuple[str, ...] = ()
    """Postal lines, with channel = "post"."""
    country: str = ""
    """ISO 3166 code, where an address serves senders of that country only."""
    note: str = ""
    """What to expect there."""
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that means something else at this desk."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    word: str
    meaning: str
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


class Loss(StrEnum):
    """What else a request can take with it. Each is a warning rule of the plan."""

    FEE = "W-FEE"
    WHOLE_RELEASE = "W-WHOLE-RELEASE"
    PLAYLISTS = "W-PLAYLISTS"
    VOCABULARY = "W-VOCABULARY"
    EXTRAS = "W-EXTRAS"
    NO_RETURN = "W-NO-RETURN"
    HANDS_OFF = "W-HANDS-OFF"
    KEEP_ACCOUNT = "W-KEEP-ACCOUNT"
    SLOW_SEASON = "W-SLOW-SEASON"
    LIVES_ON = "W-LIVES-ON"
    BUYERS = "W-BUYERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something a user must know before asking this desk."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    rule: Loss
    value: str
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None
