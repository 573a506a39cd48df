"""A walk: the stations that a person passes to hand a notice over, in their order.

No text of a station is made here: each stands in steps.txt or ticket.txt, which are part of what was signed.
"""

from enum import StrEnum

from takedown.frozen import dataclass
from takedown.records import Channel
from takedown.rendering.paper import Format


class FieldKind(StrEnum):
    """What a text is pasted into."""

    SUBJECT = "subject"
    BODY = "body"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveAlone:
    """A button or a choice that would do harm: said before anything is opened."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Something to do that needs no more than its words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Where to go."""

    text: str
    urls: tuple[str, ...] = ()
    """Web pages of the record, by https alone: they can be opened from here."""
    menu: str = ""
    """Where to click in the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A text to paste."""

    name: str
    """What the form calls it; for a text without a field of its own, the name of its file."""
    text: str
    """Empty: the notice does not know the answer, and the user gives it."""
    kind: FieldKind
    limit: int = 0
    """Longest text that the form takes; 0: not known."""
    part: int = 1
    parts: int = 1
    answer: str = ""
    """What the file says where there is no text."""

    @property
    def length(self) -> int:
        """Characters as forms count them: UTF-16 code units, a line break as one (HTML Standard, maxlength)."""
        return len(self.text.replace("\r\n", "\n").encode("utf-16-le")) // 2

    @property
    def over(self) -> int:
        """How many characters too many there are for the form."""
        return max(0, self.length - self.limit) if self.limit else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Files that go with it."""

    text: str
    files: tuple[str, ...]
    """Names in the folder of the notice."""
    yours: tuple[str, ...] = ()
    """Names of files that only the user has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How to write down that it went out."""

    text: str
    command: str


Station = LeaveAlone | Do | Open | Field | Attach | Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Postal:
    """What stands on the cover page of a letter."""

    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    format: Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Everything that a person needs to hand one notice over."""

    notice: str
    kind: str
    desk: str
    """The recipient's name."""
    folder: str
    demo: bool
    language: str
    stations: tuple[Station, ...]
    channels: tuple[Channel, ...]
    """By which it can go, in the order in which to try them."""
    postal: Postal | None = None
    """Where it can go by post."""
