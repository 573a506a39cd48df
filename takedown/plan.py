"""The plan: the notices it would make, what it foresees of each, and what it leaves out and why."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.model import Finding, SourceRef
from takedown.notice import Notice
from takedown.records import Fee, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """An item that the plan leaves out, with the rule, the reason and the next step."""

    artist: str
    release: str
    platform: str
    rule: str
    reason: str
    hint: str
    source: SourceRef


class Likelihood(StrEnum):
    """Whether the wanted date can be met, by the sourced times."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long the desk and the platform take together, as far as sourced."""

    min: int
    max: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What to know before a notice goes out."""

    wanted: Likelihood = Likelihood.UNKNOWN
    due_after: Span | None = None
    earliest: date | None = None
    latest: date | None = None
    start_by: date | None = None
    """Last day to hand it over, for the wanted date."""
    fees: tuple[Fee, ...] = ()
    fee_total: Decimal | None = None
    cautions: tuple[Finding, ...] = ()
    """Collateral damage and warnings, each with its rule."""
    notes: tuple[str, ...] = ()
    """Facts that are weak, old or unknown, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedNotice:
    notice: Notice
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Every item ends as exactly one of asked, enquired, omitted."""

    items: int
    asked: int
    enquired: int
    omitted: int


#: Left out, and nobody has to do anything about it.
_SETTLED = frozenset({"already-asked", "called-back", "not-on-platform"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePlan:
    notices: tuple[PlannedNotice, ...]
    omissions: tuple[Omission, ...]
    totals: Totals
    notes: tuple[Finding, ...] = ()
    """Warnings about the plan as a whole."""

    @property
    def needs_person(self) -> bool:
        """Whether an item is left out about which somebody can do something."""
        return any(omission.rule not in _SETTLED for omission in self.omissions)
