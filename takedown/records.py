"""What a data file of the directory says: values only. The published JSON Schemas are made from these classes.

Every fact carries its sources (keys of `sources.toml`), a confidence and a date. Unknown stays unknown.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

#: Read by pydantic where records are loaded (directory.py): unknown keys are errors, field notes become descriptions.
_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


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

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    url: str
    """Address of the page, or words that find it."""
    date: str
    """Date of the page as far as known: `2026-08-15`, `2023-04`, `undated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement about a party, in our own words. An empty value means: unknown."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    value: str = ""
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None
    """Overrides the record's date."""


UNKNOWN = Fact()


class Unit(StrEnum):
    """How days are counted. Business days are Monday to Friday; holidays are not known to the program."""

    BUSINESS_DAYS = "business-days"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long something takes: the prose, and the same as numbers."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
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

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
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

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
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


class OneStore(StrEnum):
    """Whether one store alone can be left, and by whose hand (the class of the distributor)."""

    SELF_SERVICE = "self-service"
    STAFF = "staff"
    ROUTE_UNKNOWN = "route-unknown"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class Status(StrEnum):
    ACTIVE = "active"
    NOT_VERIFIED = "not-verified"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that means something else at this desk."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    word: str
    meaning: str
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


class Loss(StrEnum):
    """What else a request can take with it. Each is a warning rule of the plan."""

    WRONG_BUTTON = "W-WRONG-BUTTON"
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

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    rule: Loss
    value: str
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """How this desk wants its tickets."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    subject: str = ""
    """Own form of the subject line: `{upcs}` is replaced by the UPCs, separated by commas."""
    max_characters: int = 1500
    """Longest text its form takes; 1,500 where no limit is known."""
    fields: tuple[str, ...] = ()
    """What its form asks for, in order, in its own words."""
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distributor:
    """Who delivers recordings to platforms under a licence from the principal. The folder's name is its slug."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    slug: str
    name: str
    status: Status
    checked_on: date
    one_store: OneStore
    one_store_fact: Fact
    addresses: tuple[Address, ...] = ()
    """In the order in which to try them."""
    steps: tuple[str, ...] = ()
    """What the user clicks or opens, one step a line, as far as sourced. Printed in steps.txt."""
    steps_source: tuple[str, ...] = ()
    ticket: Ticket = field(default_factory=Ticket)
    store_names: dict[str, str] = field(default_factory=dict)
    """Platform slug → the store's name in this distributor's own lists, where known."""
    single_switch: bool = False
    """True where streaming and sale of one company are one switch there."""
    own_words: tuple[str, ...] = ()
    """Words this desk itself uses for a one-store removal, though other letters avoid them."""
    time: Time = field(default_factory=lambda: Time(value=""))
    fees: tuple[Fee, ...] = ()
    track_level: Fact = UNKNOWN
    territory: Fact = UNKNOWN
    cautions: tuple[Caution, ...] = ()
    words: tuple[Word, ...] = ()
    notes: tuple[Fact, ...] = ()


class Use(StrEnum):
    """What is done with a recording there."""

    STREAMING = "streaming"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One company plus one use. The folder's name is its slug; its request text stands beside it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    slug: str
    name: str
    company: str
    """Short name of the company, for subjects: `Amazon`."""
    use: Use
    desk: str
    """Slug of the desk record that answers for it."""
    checked_on: date
    services: tuple[str, ...] = ()
    """The services by their exact names."""
    services_source: tuple[str, ...] = ()
    own_content: Fact = UNKNOWN
    """How a licensed recording is removed."""
    time: Time = field(default_factory=lambda: Time(value=""))
    verification: Fact = UNKNOWN
    """How to see that it is gone, and the traps."""
    identifiers: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    also: tuple[Fact, ...] = ()
    """What else belongs to the company and is not covered (W-ALSO)."""
    infringement_form: Fact = UNKNOWN
    """For uses that were never licensed: the platform's own form. Shown, never written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The place that reads a platform's papers. The file's name is its slug."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    slug: str
    name: str
    attention: str = ""
    checked_on: date
    takes_requests: Fact
    """Whether it reads a request from somebody who does not deliver to it. An empty value: no such letter is made."""
    addresses: tuple[Address, ...] = ()
    note: Fact = UNKNOWN


class CampaignStatus(StrEnum):
    ACTIVE = "active"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A joint action that artists took or take part in. Its demands are history, never printed as current fact."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    slug: str
    name: str
    status: CampaignStatus
    checked_on: date
    platforms: tuple[str, ...] = ()
    began: date | None = None
    summary: Fact
    phases: tuple[Fact, ...] = ()
    demands: tuple[Fact, ...] = ()
    participation: Fact = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All records, by slug."""

    platforms: dict[str, Platform]
    desks: dict[str, Desk]
    distributors: dict[str, Distributor]
    campaigns: dict[str, Campaign]
    sources: dict[str, Source]
    agents: dict[str, str] = field(default_factory=dict)
    """Addresses that are for infringement claims only, as `agents.address_keys` writes them → whose they are.

    Those of shipped records stay in it where a workspace's own record stands in their place.
    """
