"""One run that sends what is queued: in order, at the account's pace, and no further than the first sign of trouble."""

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from takedown.channels.protocol import Answer, Channel, NotTakenError, Step
from takedown.dispatch import Outcome, Run, dispatch_message, parts_of, put_off
from takedown.frozen import dataclass
from takedown.instants import instant, moment_of
from takedown.ledger import Ledger
from takedown.messages import Message, Stage
from takedown.pacing import stops

#: After so many failures one after the other a run stops: what is wrong is then rarely the single message.
STOP_AFTER = 3
#: For the next minute a run waits; for a daily number it does not.
_LONGEST_WAIT = timedelta(minutes=2)


class Stop(StrEnum):
    """Why a run ended."""

    DONE = "done"
    CAP = "cap"
    """The account's daily number is reached."""
    ERRORS = "errors"
    """Too many failures one after the other."""
    ACCOUNT = "account"
    """The mail server refused the account, could not be reached, or said to come back later."""
    SPACE = "space"
    """There is too little room on the disk to record what happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a run did, why it ended, what the server said at the end, and when the next run can go on."""

    outcomes: tuple[Outcome, ...]
    stop: Stop
    answer: Answer | None = None
    next_at: datetime | None = None


class Clock(Protocol):
    """The time, and waiting."""

    @property
    def now(self) -> Callable[[], datetime]:
        """Local time with its zone."""

    @property
    def sleep(self) -> Callable[[float], None]:
        """Wait so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What holds a run back."""

    next_allowed: Callable[[Sequence[datetime], datetime], datetime | None]
    """Instants at which messages went out, the earliest first, and now → when the next may; None: nobody knows."""
    room: Callable[[Message], bool]
    """Whether the disk has room to record what happens to a message."""
    stop_after: int = STOP_AFTER


def is_due(message: Message, now: datetime) -> bool:
    """Whether a queued message may go out now."""
    return message.stage is Stage.QUEUED and message.not_before <= instant(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What a run needs to send: where it opens its connection, where it records, and what holds it back."""

    open_channel: Callable[[], Channel]
    ledger: Ledger
    run: Run
    limits: Limits
    clock: Clock
    told: Callable[[Outcome], None]

    def send(self, due: Sequence[Message], known: Mapping[str, Message]) -> Ended:
        """Send messages one after the other over one connection, which is opened anew after a failure.

        `known`: all messages of the ledger, for pace and for notices in several parts. Nothing is lost where this
        ends, however it ends.
        """
        line, outcomes = _Line(self.open_channel), list[Outcome]()
        sent = sorted(moment_of(each.let_go_at) for each in known.values() if each.let_go_at)
        standing = dict(known)
        try:
            for message in due:
                if not _may_follow(message, standing):
                    continue
                stop, next_at = self._wait(message, sent)
                if stop:
                    return Ended(outcomes=tuple(outcomes), stop=stop, next_at=next_at)
                outcome = self._send_one(message, line, standing)
                outcomes.append(outcome)
                if _may_be_out(outcome):
                    insort(sent, self.clock.now().astimezone(UTC))  # in order, although a clock is set back
                if not _is_good(outcome):
                    line.end()
                if why := self._stop(outcomes):
                    return Ended(outcomes=tuple(outcomes), stop=why, answer=outcome.answer)
        finally:
            line.end()
        return Ended(outcomes=tuple(outcomes), stop=Stop.DONE)

    def _send_one(self, message: Message, line: "_Line", standing: dict[str, Message]) -> Outcome:
        parts = parts_of(message, tuple(standing.values())) if message.parts > 1 else (message,)
        try:
            outcome = dispatch_message(message, line.channel(), self.ledger, self.run, parts=parts)
        except NotTakenError as error:  # no connection: the server's words are kept all the same
            outcome = put_off(message, error, self.ledger, self.run)
        except BaseException:
            if self.ledger.stage_of(message.id) is Stage.IN_DOUBT:
                self.told(Outcome(message=message, stage=Stage.IN_DOUBT))
            raise
        for each in parts:
            stage = self.ledger.stage_of(each.id)
            standing[each.id] = replace(each, stage=stage or each.stage)
        self.told(outcome)
        return outcome

    def _stop(self, outcomes: Sequence[Outcome]) -> Stop | None:
        """Why a run goes no further after its last message; None where it goes on."""
        if outcomes[-1].account_wide:
            return Stop.ACCOUNT
        latest = [_is_good(outcome) for outcome in outcomes[-self.limits.stop_after :]]
        return Stop.ERRORS if stops(latest, self.limits.stop_after) else None

    def _wait(self, message: Message, sent: Sequence[datetime]) -> tuple[Stop | None, datetime | None]:
        """Wait until the account may send again; say why it cannot be waited for."""
        if not self.limits.room(message):
            return Stop.SPACE, None
        now = self.clock.now()
        at = self.limits.next_allowed(sent, now)
        if at is None or at - now > _LONGEST_WAIT:
            return Stop.CAP, at
        if at > now:
            self.clock.sleep((at - now).total_seconds())
        return None, None


class _Line:
    """The connection, opened when it is needed."""

    def __init__(self, open_channel: Callable[[], Channel]) -> None:
        self._open = open_channel
        self._channel: Channel | None = None

    def channel(self) -> Channel:
        if self._channel is None:
            self._channel = self._open()
        return self._channel

    def end(self) -> None:
        channel, self._channel = self._channel, None
        if channel:
            channel.close()


def _may_follow(message: Message, standing: Mapping[str, Message]) -> bool:
    """A part goes only after all parts before it were accepted; alone it would say nothing."""
    if standing[message.id].stage is not Stage.QUEUED:
        return False
    if message.part == 1:
        return True
    parts = parts_of(message, tuple(standing.values()))
    return all(each.stage is Stage.ACCEPTED for each in parts if each.part < message.part)


def _is_good(outcome: Outcome) -> bool:
    """Whether nothing went wrong; that somebody else took a message back is no failure."""
    return outcome.stage in (Stage.ACCEPTED, None)


def _may_be_out(outcome: Outcome) -> bool:
    """Whether a server may count it as sent: its final dot left."""
    at_the_dot = outcome.answer is not None and outcome.answer.step is Step.DOT
    return outcome.stage in (Stage.ACCEPTED, Stage.IN_DOUBT) or at_the_dot
