"""What may be said of a notice and its items, as values."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from takedown.events import What
from takedown.frozen import dataclass
from takedown.messages import Message
from takedown.notice import WORLD, Delivery, Kind, Scope


class Dispatch(StrEnum):
    """How far a notice has come."""

    PREPARED = "prepared"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    EXPORTED = "exported"
    """Given to the user, as a draft or as files; whether it went out is not recorded."""
    QUEUED = "queued"
    """Its message is frozen and waits."""
    IN_DOUBT = "in-doubt"
    """Its message may have gone out, or not."""
    REJECTED = "rejected"
    """A mail server said no for good."""
    FAILED = "failed"
    """It came back undelivered, or no mail server took it in days."""
    SUBMITTED = "submitted"
    RETRACTED = "retracted"
    """It went out, and so did the letter that calls all of it back."""


#: A notice in one of these states has not gone out: it may be written again or superseded.
OPEN = frozenset({Dispatch.PREPARED, Dispatch.SIGNED, Dispatch.REJECTED, Dispatch.FAILED})
#: A notice in one of these may be with its desk already, or may be there soon: nobody asks for the same again.
UNDER_WAY = frozenset({Dispatch.EXPORTED, Dispatch.QUEUED, Dispatch.IN_DOUBT})


class Answered(StrEnum):
    """What the desk said about an item."""

    NOTHING = ""
    ACKNOWLEDGED = "acknowledged"
    AGREED = "agreed"
    REFUSED = "refused"


class Observed(StrEnum):
    """What a person saw of an item on the platform."""

    NOTHING = ""
    LIVE = "live"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that is held. `declared`: somebody's word, no file. What was not recorded is empty."""

    what: What
    at: str
    """The date it happened; for a signature the instant."""
    declared: bool
    ticket: str = ""
    by: str = ""
    file: str = ""
    """Names of the files that are kept, separated by commas."""
    note: str = ""
    channel: str = ""
    """How it went out: `form`, `post`, …"""
    tracking: str = ""
    """The number under which the post carries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of a notice folder: its plain digest, and the digest under which the ledger keeps its bytes."""

    sha256: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """An item of a notice, what the desk answered and what was seen."""

    key: str
    platform: str
    upc: str
    isrcs: tuple[str, ...]
    title: str
    artist: str
    answer: Answered = Answered.NOTHING
    answered_on: date | None = None
    answer_declared: bool = False
    observed: Observed = Observed.NOTHING
    observed_at: date | None = None
    observed_declared: bool = False
    returned: bool = False
    """Gone before, and live again."""
    reminded_on: date | None = None
    escalated_on: date | None = None
    retracted_on: date | None = None
    reinstated_on: date | None = None
    """When the letter went out that asks to deliver it again."""
    overtaken: bool = False
    """In a request to a platform: what was asked of who delivers it was called back since."""
    due: date | None = None
    """When to ask again about it, or to look."""

    @property
    def is_called_back(self) -> bool:
        """Whether a later letter undoes what was asked about it."""
        return self.retracted_on is not None or self.reinstated_on is not None

    @property
    def waits_for_answer(self) -> bool:
        """Whether it is still to be answered: nothing was said but that it arrived, and it is not gone."""
        return (
            self.answer in (Answered.NOTHING, Answered.ACKNOWLEDGED)
            and self.observed is not Observed.GONE
            and not self.is_called_back
            and not self.overtaken
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyState:
    """A notice that came after another and went out."""

    notice: str
    kind: Kind
    desk: str
    on: date
    keys: frozenset[str]
    """The items of the other notice that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitState:
    """The restore kit beside a notice: its folder and files as they were recorded."""

    folder: str
    files: Mapping[str, KeptFile]
    earlier: frozenset[str] = frozenset()
    """Plain digests of files that were recorded before the latest ones."""
    made_from: str = ""
    """Digest of all that the files were made from; empty where it was not recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeState:
    """What is held about one notice."""

    id: str
    case: str
    kind: Kind
    desk: str
    recipient: str
    recipient_email: str = ""
    principal: str
    demo: bool = False
    dispatch: Dispatch
    since: str
    """The date of submission; before that the instant of the entry."""
    folder: str
    dated: date | None
    document_sha256: str
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    earlier: frozenset[str] = frozenset()
    """Plain digests of files that were recorded before the latest ones: a crash can leave such a file in the folder."""
    made_from: str = ""
    """Digest of all that the files were made from; empty where it was not recorded."""
    signed_by: str = ""
    early: bool = False
    """A platform request signed before its withdrawal went out."""
    in_reply_to: str = ""
    """The notice that it comes after: a reminder, an escalation, a retraction, a reinstatement."""
    replies: tuple[ReplyState, ...] = ()
    """What came after it and went out, in the order of days."""
    overtaken: bool = False
    """A platform request speaks of items whose withdrawal was called back since."""
    kit: KitState | None = None
    answer_by: date | None = None
    effective: date | None = None
    """The day on which it shall take effect, where it names one."""
    notice_days: int = 0
    """The notice period of the agreement it names."""
    deliveries: tuple[Delivery, ...] = ()
    scope: Scope = WORLD
    platforms: tuple[tuple[str, str], ...] = ()
    """Slug and name."""
    evidence: tuple[Evidence, ...] = ()
    messages: tuple[Message, ...] = ()
    """The messages by which it was sent, or was tried to be, in the order in which they were frozen."""
    submitted_on: date | None = None
    ticket: str = ""
    due: date | None = None
    """The first day on which something is due about an item."""
    items: tuple[ItemState, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether some items are gone and others are not."""
        return len({item.observed is Observed.GONE for item in self.items}) > 1

    @property
    def submission(self) -> Evidence | None:
        """The strongest evidence that it went out: a file counts most, then a ticket."""
        held = [piece for piece in self.evidence if piece.what is What.SUBMITTED]
        return max(held, key=lambda piece: (not piece.declared, bool(piece.ticket), piece.at), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """Every notice the ledger knows, in the order of case, kind, desk and id."""

    notices: tuple[NoticeState, ...]
    today: date
    unreadable: tuple[str, ...] = ()
    """Ids that entries name without a readable record of what was prepared."""
