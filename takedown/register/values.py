"""Answers, evidence and outcomes: what an organizer's register is made of.

Taking part has many forms. Who cannot leave, or whose label says no, took part as much as who left: these are outcomes
of their own, and no failures. Names and contacts stay in the register; what may be published is decided elsewhere.
"""

from datetime import date
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.model import SourceRef


class Outcome(StrEnum):
    """How far somebody came about one platform."""

    PLEDGED = "pledged"
    """Said that they take part."""
    ASKED_LABEL = "asked-label"
    """The label decides, and was asked."""
    CANNOT = "cannot"
    """An agreement does not allow it."""
    LABEL_REFUSED = "label-refused"
    PREPARED = "prepared"
    """The letter is written, and not handed over."""
    SUBMITTED = "submitted"
    AGREED = "agreed"
    """The desk said that it will be done."""
    GONE = "gone"
    CAME_BACK = "came-back"
    """Gone before, and live again."""


#: Outcomes of which the world may hear in numbers: something was asked of a desk. Of all others nobody hears anything,
#: since to count them would count who did not, or could not (DESIGN 1.9).
PUBLIC = (Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE, Outcome.CAME_BACK)


class Grade(StrEnum):
    """What a statement rests on, weakest first."""

    REPORTED = "reported"
    """The artist says so."""
    COPY = "copy"
    """A copy of the message, a picture of the ticket, a receipt of the program."""
    REPLY = "reply"
    """The desk's own answer."""
    OBSERVED = "observed"
    """Somebody else saw it on a day."""


GRADES = tuple(Grade)


class Dkim(StrEnum):
    """Whether the signature of a reply's domain was checked (RFC 6376), and what came out."""

    NOT_CHECKED = "not-checked"
    PASS = "pass"  # noqa: S105 – the word of RFC 8601
    FAIL = "fail"
    NONE = "none"


#: Weakest first: of one letter that came in twice, the copy that says most counts.
CHECKED = (Dkim.NOT_CHECKED, Dkim.NONE, Dkim.FAIL, Dkim.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that somebody told, as it came in. What was not told is empty, or None."""

    artist: str
    contact: str = ""
    """An email address; never published."""
    label: str = ""
    distributor: str = ""
    """A slug of the directory where it is known there, else the words that came in."""
    platforms: tuple[str, ...] = ()
    """Slugs; empty: all of the campaign."""
    outcome: Outcome | None = None
    """None: it says something else, as a consent or a pledge of phase one."""
    on: date | None = None
    """The day of which it speaks."""
    ticket: str = ""
    sha256: str = ""
    """Of the file that shows it; the file itself stays where it is."""
    grade: Grade = Grade.REPORTED
    dkim: Dkim = Dkim.NOT_CHECKED
    domain: str = ""
    """Which domain signed the reply."""
    phase_one: bool | None = None
    """Whether they pledged what phase one asked: no sponsored events, no exclusives."""
    publish: bool | None = None
    """Consent to have the name published: given, taken back, or not spoken of."""
    withdrawn: bool = False
    """They want to be in the register no more."""
    received: date
    """When it came in."""
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One artist, as far as the rules of identity can tell."""

    key: str
    """Digest of what makes it one; the same over all runs."""
    name: str
    """The spelling that most answers use."""
    names: tuple[str, ...]
    contacts: tuple[str, ...]
    labels: tuple[str, ...]
    answers: tuple[Answer, ...]
    """In the order of the days that they speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two answers of one participant that cannot both be so: which one counts, and why."""

    counts: Answer
    not_counted: Answer
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one participant came about one platform, and what that rests on."""

    participant: str
    """Its key."""
    artist: str
    label: str
    distributor: str
    platform: str
    outcome: Outcome
    grade: Grade
    dkim: Dkim
    on: date | None
    publish: bool
    """Whether the name may be published: said, and not taken back."""
    contradictions: tuple[Contradiction, ...] = ()
