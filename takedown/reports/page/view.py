"""What a report shows, as values: counts to draw, rows to search, lists to work through, and the rules of counting.

A register, a workspace of one's own and what may be published become the same values, so that page and workbook are
written once.
"""

from datetime import date
from enum import StrEnum

from takedown.frozen import dataclass


class Audience(StrEnum):
    """Who may see a report."""

    PRIVATE = "private"
    """It names people."""
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What one part of a bar stands for."""

    slug: str
    """Says how it is filled, too."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a chart."""

    name: str
    parts: tuple[int, ...]
    """One for each key of the chart. Their sum is the number."""
    more: tuple[str, ...] = ()
    """Further cells of its line in the table."""
    under: str = ""
    """Words below the bar."""
    heading: str = ""
    """Words above it, where a new group of lines begins."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars, and the same as a table."""

    id: str
    title: str
    about: str
    head: str
    """What the first column of the table is."""
    keys: tuple[Key, ...]
    bars: tuple[Bar, ...]
    more: tuple[str, ...] = ()
    """Heads of further columns."""
    drawn: int = 12
    """So many bars are drawn at most; the table has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Numbers that grew from day to day, and the same as a table."""

    id: str
    title: str
    about: str
    days: tuple[str, ...]
    """ISO days, in order."""
    lines: tuple[tuple[Key, tuple[int, ...]], ...]
    """How many there were by each day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that waits for a person."""

    number: int
    words: str
    step: str
    """What to do, as a rule a command."""
    at: str = ""
    """The list that has them one by one."""
    find: str = ""
    """Which rows they are, as the address of the page says it: `4=gone`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table to work through."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Who stands where. All of it is text, but the day."""

    artist: str
    label: str
    distributor: str
    platform: str
    outcome: str
    evidence: str
    on: date | None
    named: str
    """`yes` where the name may be published."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All of a report."""

    audience: Audience
    title: str
    question: str
    """What it answers; the headline."""
    day: date
    warning: str
    """Who it must not reach; empty where everybody may see it."""
    facts: tuple[tuple[str, str], ...]
    """A number, and what was counted."""
    unit: str
    """What is counted, in a sentence."""
    charts: tuple[Chart, ...]
    """The first one is the answer."""
    steps: tuple[Steps, ...] = ()
    decisions: tuple[Decision, ...] = ()
    listings: tuple[Listing, ...] = ()
    rows: tuple[Row, ...] = ()
    outcomes: tuple[str, ...] = ()
    """The words for outcomes in their order, as rows have them."""
    evidence: tuple[str, ...] = ()
    """Likewise, weakest first."""
    method: tuple[str, ...] = ()
