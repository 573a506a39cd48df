"""How many messages may go out now, and when to try again. Instants come in with their zones; nothing waits here.

A mail provider counts by rolling windows, not by calendar days, and locks an account that goes over; near-equal letters
in one burst are taken for spam. Whatever a server may have taken counts, so messages in doubt do too.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from takedown.frozen import dataclass

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
#: The ledger keeps whole seconds: what it holds may have happened up to one second later.
_LEDGER = timedelta(seconds=1)

#: RFC 5321 4.5.4.1 lets a sender try early at first, then seldom, and give up after four to five days.
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=4)
_ENOUGH_DOUBLINGS = 6
_SPREAD = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many messages may go out at once, and, where none may, from which instant (UTC) on one may."""

    now: int
    next_at: datetime | None = None


def allowance(
    sent: Sequence[datetime], now: datetime, *, per_minute: int, per_day: int | None = None
) -> Allowance:
    """Say how many may go out, so that no minute and no 24 hours ever hold more than their number.

    `sent`: when messages went out, the earliest first. `per_day` None: no limit by day. An instant that lies ahead, by
    a clock that was set back, counts too.
    """
    at = _utc(now)
    limits = [(MINUTE, per_minute), *([(DAY, per_day)] if per_day is not None else [])]
    if any(limit < 1 for _, limit in limits):
        raise ValueError("a limit is at least 1")
    rooms, opens = [], []
    for window, limit in limits:
        counting = len(sent) - bisect_right(sent, at - window - _LEDGER, key=_utc)
        rooms.append(max(0, limit - counting))
        if counting >= limit:
            opens.append(_utc(sent[-limit]) + window + _LEDGER)
    return Allowance(now=min(rooms), next_at=max(opens, default=None))


def _utc(at: datetime) -> datetime:
    """The same instant in UTC: with zones of one name Python would compare what the clocks on the wall show."""
    return at.astimezone(UTC)


def retry_at(tries: int, now: datetime, chance: float, *, first: datetime) -> datetime | None:
    """When to try again after a server put a message off (UTC); None: give it up.

    `tries`: how often it was put off before this time. `chance`, from 0 to 1, spreads messages that were put off
    together. `first`: the instant of the first try. The wait doubles from 5 minutes up to 4 hours, less up to a quarter
    of it; the last try is 4 days after the first.
    """
    at, last = _utc(now), _utc(first) + GIVE_UP_AFTER
    if at >= last:
        return None
    whole: timedelta = min(FIRST_WAIT * 2 ** min(max(tries, 0), _ENOUGH_DOUBLINGS), LONGEST_WAIT)
    spread = 1 - _SPREAD * min(max(chance, 0.0), 1.0)
    return min(at + whole * spread, last)


def stops(outcomes: Sequence[bool], threshold: int) -> bool:
    """Whether a run stops: the last `threshold` messages in a row were not taken. 0: it never does.

    `outcomes`, in their order: whether a server took each. One bad address stops nobody; the same answer to everybody
    is about the account or the letter, and a person should look before the rest is tried.
    """
    return 0 < threshold <= len(outcomes) and not any(outcomes[-threshold:])
