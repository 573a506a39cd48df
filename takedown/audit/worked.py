"""When a desk last did what it was asked, by this ledger: a pure fold over what is held."""

from collections.abc import Iterator
from datetime import date

from takedown.audit.state import Answered, AuditReport, ItemState, NoticeState, Observed
from takedown.frozen import dataclass
from takedown.notice import Kind

#: Papers that ask for something to go; the way back and letters to people show nothing of it.
_ASKING = frozenset(
    {
        Kind.WITHDRAWAL,
        Kind.LABEL_REQUEST,
        Kind.REMOVAL_AFTER_END,
        Kind.SUPPLY_STOP,
        Kind.PLATFORM_REQUEST,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The latest day on which an item asked at a desk was agreed or seen gone."""

    on: date
    gone: bool
    """Seen gone; else agreed."""
    declared: bool
    """Somebody's word, no file."""

    @property
    def words(self) -> str:
        """`seen gone, held with a file`."""
        held = "declared" if self.declared else "held with a file"
        return f"{'seen gone' if self.gone else 'agreed'}, {held}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one notice on one platform: days only, nothing of whose recordings they are."""

    desk: str
    kind: Kind
    platform: str
    asked_on: date
    agreed_on: date | None = None
    refused_on: date | None = None
    gone_on: date | None = None
    live_on: date | None = None


def last_worked(report: AuditReport, *, demo: bool = False) -> dict[str, Worked]:
    """Fold a report to desk → when a request there last had the wanted result. A demo counts in a demo only.

    An item that came back, or was refused in the end, is no result. On the same day a thing seen counts more
    than a promise, and what is held with a file more than a word.
    """
    found: dict[str, Worked] = {}
    for state in _asked(report, demo=demo):
        for item in state.items:
            for worked in _results(item):
                known = found.get(state.desk)
                if known is None or _weight(worked) > _weight(known):
                    found[state.desk] = worked
    return found


def outcomes(report: AuditReport, *, demo: bool = False) -> tuple[Outcome, ...]:
    """List what became of requests per desk, kind, platform and day; the same twice is said once."""
    return tuple(sorted({one for state in _asked(report, demo=demo) for one in _outcomes(state)}, key=_order))


def _asked(report: AuditReport, *, demo: bool) -> Iterator[NoticeState]:
    return (
        state
        for state in report.notices
        if state.submitted_on is not None and state.demo is demo and state.kind in _ASKING
    )


def _results(item: ItemState) -> Iterator[Worked]:
    if item.answer is Answered.AGREED and item.answered_on and not item.returned:
        yield Worked(on=item.answered_on, gone=False, declared=item.answer_declared)
    if item.observed is Observed.GONE and item.observed_at:
        yield Worked(on=item.observed_at, gone=True, declared=item.observed_declared)


def _weight(worked: Worked) -> tuple[date, bool, bool]:
    return worked.on, worked.gone, not worked.declared


def _outcomes(state: NoticeState) -> Iterator[Outcome]:
    for item in state.items:
        if state.submitted_on is not None:
            agreed, refused = item.answer is Answered.AGREED, item.answer is Answered.REFUSED
            gone, live = item.observed is Observed.GONE, item.observed is Observed.LIVE
            yield Outcome(
                desk=state.desk,
                kind=state.kind,
                platform=item.platform,
                asked_on=state.submitted_on,
                agreed_on=item.answered_on if agreed else None,
                refused_on=item.answered_on if refused else None,
                gone_on=item.observed_at if gone else None,
                live_on=item.observed_at if live else None,
            )


def _order(outcome: Outcome) -> tuple[str, ...]:
    days = (outcome.asked_on, outcome.agreed_on, outcome.refused_on, outcome.gone_on, outcome.live_on)
    return (outcome.desk, outcome.kind, outcome.platform, *(str(day or "") for day in days))
