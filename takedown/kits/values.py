"""A roster's rows, what is missing in them, and the packets that are made of them."""

from dataclasses import field
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.model import Finding, SourceRef
from takedown.request import Basis, Capacity

#: In which a label asks for its own catalog.
LABELS = frozenset({Capacity.LABEL, Capacity.OFFICER})


class Gap(StrEnum):
    """What a letter needs and a row does not say; the value is how the organizer's index calls it."""

    NAME = "the name of who signs"
    EMAIL = "the email address of the account"
    LABEL = "the name of the label"
    BASIS = "why they may ask"
    DISTRIBUTOR = "who delivers the music"
    PLATFORM = "a platform"
    CATALOG = "the catalog"


class State(StrEnum):
    """What became of a row."""

    READY = "ready"
    MISSING = "something missing"
    """There is a packet, and it asks for what is missing."""
    NONE = "no packet"


class Content(StrEnum):
    """What a packet holds."""

    LETTER = "letter"
    ENQUIRY = "enquiry"
    """A question to the desk, where codes are missing."""
    FILL_IN = "letter to fill in"
    QUESTIONS = "questions"
    """To be answered by hand and given back."""
    STEPS = "steps"
    """Of an account of their own, which needs no letter."""
    EXPLANATION = "explanation"
    """Why there is no letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a roster that can be used, as values."""

    artist: str
    """As the packet calls them: the artist, or the label of several."""
    artists: tuple[str, ...]
    email: str = ""
    account: str = ""
    """The email of the account at the distributor."""
    sender: str = ""
    capacity: Capacity = Capacity.ARTIST
    basis: Basis | None = None
    label: str = ""
    via: str = ""
    """A distributor's slug, or `other`, `label`, `self`; empty where nobody knows."""
    desk_name: str = ""
    """What the roster calls who delivers, where the directory does not know it."""
    platforms: tuple[str, ...] = ()
    catalog: str = ""
    """A file relative to the roster."""
    language: str = "en"
    address: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    source: SourceRef
    file: str = ""
    """The name of the packet."""

    @property
    def is_label(self) -> bool:
        """Whether a label asks for its own catalog."""
        return self.capacity in LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What is written for one row; `content` is the zip, empty where there is none."""

    artist: str
    file: str
    state: State
    holds: tuple[Content, ...] = ()
    missing: tuple[str, ...] = ()
    """In words, for the organizer."""
    findings: tuple[Finding, ...] = ()
    source: SourceRef
    content: bytes = field(default=b"", repr=False)
