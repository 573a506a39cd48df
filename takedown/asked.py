"""What was asked before: planning does not ask it again."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from takedown.frozen import dataclass
from takedown.notice import WORLD, Item, Kind, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """That a notice about an item went out: which one, when, for where, under what ticket, and whether it was refused.

    `isrcs` are the item's at that time, where it had no UPC: the same recordings may have one now.
    """

    notice: str
    on: date
    under_way: str = ""
    """How far it came, where it may be with its desk and nobody recorded that: exported, queued, in-doubt."""
    ticket: str = ""
    scope: Scope = WORLD
    isrcs: frozenset[str] = frozenset()
    refused: bool = False
    retracted_on: date | None = None
    """When it was called back, or asked to be delivered again: since then it does not count as asked."""
    delivered_again: bool = False
    """Whether `retracted_on` is the day on which it was asked to be delivered again."""
    case: str = ""
    """The case of its notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked before, folded from the ledger (audit): (mark, kind, desk) → submissions, the latest last.

    A mark is an item's key; an item without UPC is also found by `isrc_mark`.
    """

    submissions: Mapping[tuple[str, Kind, str], tuple[Submission, ...]] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    """The ids of all notices that went out, for those that are about no item."""

    def of(self, item: Item, kind: Kind, desk: str, scope: Scope) -> Submission | None:
        """The latest submission of this item in this kind of paper to this desk that covers the scope.

        One that stands counts more than one that was called back.
        """
        if not self.submissions:
            return None
        codes = frozenset(recording.isrc for recording in item.release.recordings if recording.isrc)
        found = [*self.submissions.get((item.key, kind, desk), ())]
        for code in sorted(codes):
            earlier = self.submissions.get((isrc_mark(code, item.platform), kind, desk), ())
            found += [submission for submission in earlier if submission.isrcs <= codes]
        covering = [submission for submission in found if submission.scope.covers(scope)]
        return max(
            covering, key=lambda submission: (submission.retracted_on is None, submission.on), default=None
        )


def isrc_mark(isrc: str, platform: str) -> str:
    """Under which an item without UPC is found again, when it has one."""
    return f"isrc {isrc}|{platform}"
