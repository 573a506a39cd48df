"""Distributors: who delivers recordings to platforms, what each can do, and how it wants to be asked."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from takedown.frozen import dataclass
from takedown.records.facts import (
    NOT_KNOWN,
    STRICT,
    UNKNOWN,
    Ability,
    Address,
    Caution,
    Confidence,
    Fact,
    Fee,
    Time,
    Word,
)


class OneStore(StrEnum):
    """Whether one store alone can be left, and by whose hand (the class of the distributor).

    self-service: by the user, store by store. staff: by asking them. route-unknown: said to be possible, how is not
    documented. forbidden: their terms do not allow it. open: something is known of removals there, not whether one
    store can be left. unknown: nothing usable was found.
    """

    SELF_SERVICE = "self-service"
    STAFF = "staff"
    ROUTE_UNKNOWN = "route-unknown"
    FORBIDDEN = "forbidden"
    OPEN = "open"
    UNKNOWN = "unknown"

    @property
    def is_known(self) -> bool:
        """Whether it is said that one store can be left, or cannot."""
        return self not in (OneStore.OPEN, OneStore.UNKNOWN)


class Status(StrEnum):
    """Whether it can be asked. `closed` and `not-a-distributor` get no paper: their `redirect` says where to go."""

    ACTIVE = "active"
    NOT_VERIFIED = "not-verified"
    CLOSED = "closed"
    NOT_A_DISTRIBUTOR = "not-a-distributor"

    @property
    def is_retired(self) -> bool:
        """Whether it delivers nothing (any more)."""
        return self in (Status.CLOSED, Status.NOT_A_DISTRIBUTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Why nobody is asked there, and who can be instead: slugs of distributors or words for `via`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str = ""
    instead: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """How this desk wants its tickets."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
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

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    slug: str
    name: str
    status: Status
    checked_on: date
    one_store: OneStore
    one_store_fact: Fact
    redirect: Redirect = field(default_factory=Redirect)
    """Only where the status is `closed` or `not-a-distributor`."""
    all_stores_trap: Fact = UNKNOWN
    """The button or the words there that remove a release from every store: apart from what `one_store` says."""
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
    track_level: Ability = NOT_KNOWN
    """Whether a single track of a release can be removed; no: whole releases only."""
    territory: Ability = NOT_KNOWN
    """Whether a release can be removed from some countries only."""
    languages: tuple[str, ...] = ()
    """Languages that its desk is known to read, the best first (ISO 639-1). Empty: English is taken."""
    languages_source: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    words: tuple[Word, ...] = ()
    notes: tuple[Fact, ...] = ()
