"""What a run would let go, and what it would not: values between the brakes, the run and the reports."""

from collections.abc import Mapping
from dataclasses import field

from takedown.audit import NoticeState
from takedown.brakes import HoldBack
from takedown.channels.protocol import Envelope
from takedown.frozen import dataclass
from takedown.messages import Message
from takedown.outgoing import Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """One message that would go: frozen now, or queued by an earlier run."""

    state: NoticeState
    envelope: Envelope
    size: int
    """In bytes."""
    fresh: Outgoing | None = None
    queued: Message | None = None

    @property
    def key(self) -> str:
        """The id of the message."""
        if self.fresh:
            return self.fresh.id
        return self.queued.id if self.queued else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendChoice:
    """What would go, in order; what is put off until later; what is held back, and why."""

    going: tuple[Going, ...]
    later: tuple[Going, ...] = ()
    held: Mapping[str, tuple[HoldBack, ...]]
    """By the id of the notice."""
    insisted: Mapping[str, tuple[HoldBack, ...]] = field(default_factory=dict)
    """What spoke against those that go because somebody insisted."""
    left: int
    """Messages beyond the limit."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Notice id → what it is called for a person: kind and recipient."""
