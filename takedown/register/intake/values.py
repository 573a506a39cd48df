"""What comes out of an intake: answers, what could not be used and why, and what a file shows by itself."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.register.values import Answer, Dkim, Grade, Outcome

#: What somebody wrote is kept up to so many characters: no name of an artist, label or ticket is longer.
LONGEST = 300


class Use(StrEnum):
    """What became of a place that somebody has to look at."""

    NOT_USED = "not used"
    LOOK = "used, but look at it"
    NO_ANSWER = "no answer at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A file, a row or a cell that could not be used: why, and what a person can do. It names no one."""

    source: SourceRef
    reason: str
    fix: str
    use: Use = Use.NOT_USED
    path: str = ""
    """Of the file, from the organizer's folder: two imports can call it differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a message, a picture or a packed notice shows by itself. What it does not show is empty."""

    grade: Grade
    outcome: Outcome | None = Outcome.SUBMITTED
    artists: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    distributor: str = ""
    contacts: tuple[str, ...] = ()
    """Addresses that are no desk's: of who sent or got it."""
    on: date | None = None
    ticket: str = ""
    sha256: str = ""
    dkim: Dkim = Dkim.NOT_CHECKED
    domain: str = ""
    is_sign: bool = False
    """It shows only that somebody has it, as a picture or a receipt: without a ticket number it is of nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a file shows nothing that counts, and what a person can do."""

    reason: str
    fix: str
    use: Use = Use.NOT_USED


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What an organizer said of their forms; kept in answers.toml."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Field → headings of columns."""
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Words of a form → outcome."""
    days: str = ""
    """How days are written where that can be read in two ways: dmy or mdy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """All that one intake found."""

    answers: tuple[Answer, ...]
    rejected: tuple[Rejected, ...]
    files: Mapping[str, int]
    """What kind of file → how many were read."""
    read: frozenset[tuple[str, str]]
    """The names of all files that were looked at, each with its path."""
    notes: tuple[str, ...] = ()
    """What a person should know of how they were read."""
