"""The shape of what happens next: sections by topic, and what is known where they are written."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.notice import Kind, RecipientRole
from takedown.plan import Outlook
from takedown.records import Caution, Distributor, Loss, Platform
from takedown.request import EARLIEST, WORLDWIDE

#: Business days after which to ask: without a ticket number, and where nothing was done (channels.md 5.5).
NO_TICKET_DAYS = 5
NOTHING_DONE_DAYS = 10
#: Days after the removal on which to look (channels.md 4.4).
LOOK_AFTER_DAYS = (2, 14, 30, 90)


class Topic(StrEnum):
    """What a section is about; the value is its heading."""

    BEFORE = "Before you publish"
    WHEN = "By when"
    ANSWER = "When they answer"
    LOOK = "When to look"
    GONE = "How to see it"
    AFTER = "Afterwards"
    DENIED = "If they say that nothing arrived"
    REFUSED = "If they say no, or that it cannot be done"
    MISTAKE = "If too much disappears"
    MONEY = "Money"
    NEW_STORES = "Automatic delivery to new stores"
    UNTOUCHED = "What to leave as it is until it is done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One topic: sentences, and the commands that go with them. `brief` says it in one line, for a plan."""

    topic: Topic
    lines: tuple[str, ...]
    commands: tuple[str, ...] = ()
    brief: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a letter where its aftercare is written: one that is planned, or one that went out."""

    id: str
    kind: Kind
    desk: str
    """The name of who reads it."""
    role: RecipientRole
    platforms: tuple[Platform, ...]
    in_reply_to: str = ""
    territories: tuple[str, ...] = (WORLDWIDE,)
    excluded: tuple[str, ...] = ()
    notice_days: int = 0
    """The notice period of the agreement, where one is known."""
    effective: str = EARLIEST
    answer_by: date | None = None
    delivers: str = ""
    """For a request to a platform: who was asked to remove it."""
    outlook: Outlook = field(default_factory=Outlook)
    record: Distributor | None = None

    @property
    def is_partial(self) -> bool:
        """Whether it asks for a part of the world only."""
        return self.territories != (WORLDWIDE,) or bool(self.excluded)

    @property
    def first(self) -> str:
        """The notice with which answers are recorded: the one that this one comes after, where it comes after one."""
        return self.in_reply_to or self.id

    def warned(self, *losses: Loss) -> tuple[str, ...]:
        """What the records of the distributor and of the platforms warn of, with their names; each fact once."""
        parties: list[tuple[str, tuple[Caution, ...]]] = [
            (platform.name, platform.cautions) for platform in self.platforms
        ]
        if self.record is not None:
            parties.insert(0, (self.record.name, self.record.cautions))
        found: dict[str, str] = {}
        for name, cautions in parties:
            for caution in cautions:
                if caution.rule in losses:
                    found.setdefault(caution.value, f"{name}: {sentence(caution.value)}")
        return tuple(found.values())


def joined(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; each once."""
    once = list(dict.fromkeys(words))
    return " and ".join(filter(None, (", ".join(once[:-1]), "".join(once[-1:]))))


def sentence(text: str) -> str:
    """A fact with exactly one full stop at its end, also before a bracket."""
    fact = text.strip()
    if not fact or fact.endswith(".)"):
        return fact
    return f"{fact.rstrip('.')}."
