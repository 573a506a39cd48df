"""Campaigns: joint actions that artists took or take part in."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from takedown.frozen import dataclass
from takedown.records.facts import STRICT, UNKNOWN, Fact


class CampaignStatus(StrEnum):
    ACTIVE = "active"
    HISTORICAL = "historical"


class Publishable(StrEnum):
    """What an organizer may publish of those who take part. Names need each one's own consent besides."""

    TOTALS = "totals"
    BY_PLATFORM = "by-platform"
    BY_DISTRIBUTOR = "by-distributor"
    BY_DAY = "by-day"
    NAMES_WITH_CONSENT = "names-with-consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A joint action that artists took or take part in. Its demands are history, never printed as current fact."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    slug: str
    name: str
    status: CampaignStatus
    checked_on: date
    platforms: tuple[str, ...] = ()
    """Which platforms it is about: those who join ask these, and none besides."""
    territories: tuple[str, ...] = ("worldwide",)
    """Where: worldwide, or ISO 3166 codes."""
    began: date | None = None
    ended: date | None = None
    wanted_by: date | None = None
    """The day by which those who join want to be gone."""
    wording: dict[str, int] = field(default_factory=dict)
    """Letter → the version of its wording that the organizer read: `withdrawal = 1`."""
    publish: tuple[Publishable, ...] = ()
    """What the organizer may publish; nothing where it is not said."""
    delete_on: date | None = None
    """When the organizer deletes what is kept about those who take part."""
    summary: Fact
    phases: tuple[Fact, ...] = ()
    demands: tuple[Fact, ...] = ()
    participation: Fact = UNKNOWN
