"""The page of a packet as values: what its HTML and its text both say."""

from dataclasses import field

from takedown.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list. With a number above 0 it is to be done in this order, and begins with that number."""

    points: tuple[str, ...]
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What to leave alone: said so that nobody overlooks it."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A text to copy, as it is; `head` says what it is and how long."""

    head: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A question, to be answered by hand: by a mark at one of the choices, or on lines."""

    ask: str
    choices: tuple[str, ...] = ()
    lines: int = 1


Block = Text | Points | Warned | Paste | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The whole page. Its first screen is title, lead and the three things to do."""

    artist: str
    title: str
    lead: tuple[str, ...]
    things: tuple[Chapter, Chapter, Chapter]
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)
    specimen: bool = False
