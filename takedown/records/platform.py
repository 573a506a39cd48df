"""Platforms: one company plus one use. Desks: the places that read a platform's papers."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from takedown.frozen import dataclass
from takedown.records.facts import NO_STEPS, STRICT, UNKNOWN, Ability, Address, Caution, Fact, Steps, Time


class Use(StrEnum):
    """What is done with a recording there."""

    STREAMING = "streaming"
    DOWNLOAD = "download"
    PHYSICAL = "physical"
    """Discs and records. They are supplied, not delivered: a supply stop asks for them."""
    VIDEO = "video"
    """Sounds for users' videos, and videos themselves."""
    MATCHING = "matching"
    """Finding the recording in what users upload (Content ID)."""


#: What a distributor's one delivery of a release covers: they share codes and pages of a company.
DELIVERED = frozenset({Use.STREAMING, Use.DOWNLOAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One company plus one use. The folder's name is its slug; its request text stands beside it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
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
    """What names a product there, in words."""
    links: tuple[str, ...] = ()
    """Forms of its pages' addresses; what changes stands in braces: `https://open.spotify.com/album/{id}`."""
    identifiers_source: tuple[str, ...] = ()
    """For identifiers and links."""
    self_service: Steps = NO_STEPS
    """For who holds the account there: how to take own uploads out."""
    podcasts: Steps = NO_STEPS
    """How a podcast is taken out there."""
    redelivery: Fact = UNKNOWN
    """What it does when somebody else delivers the same release again."""
    cautions: tuple[Caution, ...] = ()
    also: tuple[Fact, ...] = ()
    """What else belongs to the company and is not covered (W-ALSO)."""
    infringement_form: Fact = UNKNOWN
    """For uses that were never licensed: the platform's own form. Shown, never written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The place that reads a platform's papers. The file's name is its slug."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    slug: str
    name: str
    attention: str = ""
    checked_on: date
    takes_requests: Ability
    """Whether it reads a request from somebody who does not deliver to it. A letter is made only where yes."""
    addresses: tuple[Address, ...] = ()
    note: Fact = UNKNOWN
