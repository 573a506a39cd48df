"""The same is asked of the same desk once: whatever went out, is on its way, or goes out in this very run counts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from takedown.asked import Asked, Submission, isrc_mark
from takedown.audit import Dispatch, ItemState, NoticeState
from takedown.braking.rules import HoldBack, held
from takedown.braking.values import Candidate, Grounds
from takedown.checks.words import quoted, visible
from takedown.counting import counted
from takedown.frozen import dataclass
from takedown.messages import UNDER_WAY, Purpose, Stage
from takedown.notice import Kind

_GOING = UNDER_WAY | {Stage.ACCEPTED}
#: What is said of a notice that is on its way, given to the user, or goes out in this very run.
_NOW = "asks for now"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A notice that asks the same: how many items of this one, and since when."""

    notice: str
    said: str
    items: int


class Before:
    """What was asked, growing with each candidate that may go."""

    def __init__(self, candidates: Iterable[Candidate], grounds: Grounds) -> None:
        self._grounds = grounds
        self._taken: dict[tuple[str, Kind, str], tuple[Submission, ...]] = {}
        self._asking = Asked(submissions=self._taken)
        self._replies: dict[tuple[str, Kind, str], list[tuple[str, frozenset[str]]]] = {}
        judged = {candidate.id: candidate.own for candidate in candidates}
        for state in _going(grounds.states, judged):
            self.take(state)

    def take(self, state: NoticeState) -> None:
        """Count a notice as asked from now on."""
        if state.kind.answers_another:
            keys = frozenset(item.key for item in state.items)
            self._replies.setdefault((state.in_reply_to, state.kind, state.desk), []).append((state.id, keys))
            return
        for item in state.items:
            submission = Submission(
                notice=state.id,
                on=self._grounds.today,
                scope=state.scope,
                isrcs=frozenset(item.isrcs),
                case=state.case,
            )
            for mark in _marks(item):
                place = (mark, state.kind, state.desk)
                self._taken[place] = (*self._taken.get(place, ()), submission)

    def again(self, candidate: Candidate) -> Iterator[HoldBack]:
        """Say by which notices a candidate asks again."""
        state = candidate.state
        for hit in self._replied(candidate) if state.kind.answers_another else self._same(candidate):
            yield held(
                "asked-before",
                f"{quoted(state.recipient)} is asked by {state.id} for {counted(hit.items, 'item')} that "
                f"notice {hit.notice} {hit.said}",
                f"takedown status {hit.notice} shows it; takedown generate writes the letter without what was asked",
            )

    def _same(self, candidate: Candidate) -> Iterator[_Hit]:
        notice = candidate.notice
        if notice is None:  # held back for that, or partly out: then its own part is no second request
            return
        found: dict[tuple[str, str], int] = {}
        for item in notice.items:
            for asked, going in ((self._grounds.asked, False), (self._asking, True)):
                before = asked.of(item, notice.kind, notice.recipient.desk, notice.scope)
                if before is None or before.notice == candidate.id:
                    continue
                if before.retracted_on and before.case != notice.case:
                    continue  # called back, and asked again on a new occasion
                place = (before.notice, _NOW if going else _said(before.on, before.ticket))
                found[place] = found.get(place, 0) + 1
                break
        for (identity, said), items in found.items():
            yield _Hit(notice=identity, said=said, items=items)

    def _replied(self, candidate: Candidate) -> Iterator[_Hit]:
        """At most one letter of each kind follows a notice to a desk."""
        state = candidate.state
        keys = frozenset(item.key for item in state.items)
        earlier = self._grounds.states.get(state.in_reply_to)
        done = [
            (reply.notice, reply.keys, f"asked for on {reply.on}")
            for reply in (earlier.replies if earlier else ())
            if (reply.kind, reply.desk) == (state.kind, state.desk)
        ]
        going = self._replies.get((state.in_reply_to, state.kind, state.desk), [])
        done += [(identity, theirs, _NOW) for identity, theirs in going]
        named = set()
        for identity, theirs, said in done:
            if identity != state.id and identity not in named and theirs & keys:
                named.add(identity)
                yield _Hit(notice=identity, said=said, items=len(theirs & keys))


def _going(states: Mapping[str, NoticeState], judged: Mapping[str, frozenset[str]]) -> Iterator[NoticeState]:
    """The notices of which a message went out or is on its way, or that the user has; not those to be judged."""
    for state in states.values():
        queued = judged.get(state.id, frozenset())
        if state.dispatch is Dispatch.EXPORTED or any(
            each.purpose is Purpose.NOTICE
            and each.stage in _GOING
            and not (each.stage is Stage.QUEUED and each.id in queued)
            for each in state.messages
        ):
            yield state


def _said(on: date, ticket: str) -> str:
    return f"asked for on {on}" + (f" (ticket {visible(ticket)})" if ticket else "")


def _marks(item: ItemState) -> tuple[str, ...]:
    """As `takedown.audit.asked` marks them: one without UPC is known by its recordings, as it may get a UPC later."""
    return (item.key,) if item.upc else (item.key, *(isrc_mark(code, item.platform) for code in item.isrcs))
