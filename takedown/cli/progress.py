"""How far a long run is, on a terminal only: one line that overwrites itself, after the first second."""

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from takedown.batch import Pace, available_cores
from takedown.cli.session import say
from takedown.errors import ExitCode, TakedownError
from takedown.reports.words import shown

if TYPE_CHECKING:
    from takedown.sources import Source, SourceItem

_AFTER = 1.0
_EVERY = 0.2
_ROWS = 1_000
_WIDTH = 78
#: The rate is that of the latest lines, some ten seconds: what was found done already went quicker.
_LOOKED_AT = 50
_MINUTE = 60
_HOUR = 3_600
_MOST_JOBS = 256

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, _MOST_JOBS),
    metavar="N",
    help="Make files in N processes at once. Default: one for each processor core.",
)


def watched(source: "Source", out: TextIO) -> "Iterator[SourceItem]":
    """Yield the rows of a source, and say how far it is where somebody can see it."""
    if not _is_seen(out):
        return source.rows
    return _watched(source, out)


def _watched(source: "Source", out: TextIO) -> "Iterator[SourceItem]":
    line = _Line(out)
    try:
        for number, item in enumerate(source.rows, start=1):
            if number % _ROWS == 0 and line.is_due():
                line.write(f"Reading {shown(source.name)}: {source.done():.0%}, {number:,} rows")
            yield item
    finally:
        line.clear()


class Counter:
    """Counts what is done of a long run, and says it where somebody can see it."""

    def __init__(self, doing: str, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.done = self.total = 0
        self._doing = doing
        self._clock = clock
        self._line = _Line(out, clock) if _is_seen(out) else None
        self._lately: deque[tuple[float, int]] = deque(maxlen=_LOOKED_AT)

    def tell(self, done: int, total: int) -> None:
        """Take how many are done, of how many; the first call, with none, begins the count."""
        self.done, self.total = done, total
        if self._line is None:
            return
        if done == 0:
            self._lately.append((self._clock(), 0))
        elif done < total and self._line.is_due():
            self._line.write(f"{self._doing}: {done:,} of {total:,}{self._rate()}")
            self._lately.append((self._clock(), done))

    def _rate(self) -> str:
        since, before = self._lately[0]
        rate = (self.done - before) / max(self._clock() - since, 0.001)
        if not rate:
            return ""
        often = f"{rate:,.0f} a second" if rate >= 1 else f"{rate * _MINUTE:,.0f} a minute"
        return f", {often}, about {_in_words((self.total - self.done) / rate)} left"

    def clear(self) -> None:
        """Take the line away."""
        if self._line:
            self._line.clear()


@contextmanager
def counted(doing: str, done: str, command: str, jobs: int | None) -> Iterator[Pace]:
    """Give the pace of a run over notices, and say how far it came where it ends early.

    `doing` and `done` are its words ("Writing", "written"), `command` is what goes on with it.
    """
    counter = Counter(f"{doing} notices", sys.stderr)
    try:
        yield Pace(jobs=jobs or available_cores(), told=counter.tell)
    except (KeyboardInterrupt, TakedownError) as error:
        counter.clear()
        if counter.total:
            say(
                f"Stopped: {counter.done:,} of {counter.total:,} notices are {done} and recorded. "
                f"Run {command} again; it goes on where it was."
            )
            if isinstance(error, KeyboardInterrupt):
                raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None
        raise
    finally:
        counter.clear()


class _Line:
    """The line of a terminal that is overwritten. It is wiped at the end."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._due = clock() + _AFTER
        self._is_there = False

    def is_due(self) -> bool:
        return self._clock() >= self._due

    def write(self, text: str) -> None:
        self._due = self._clock() + _EVERY
        self._is_there = True
        self._out.write(f"\r{text[:_WIDTH]:<{_WIDTH}}")
        self._out.flush()

    def clear(self) -> None:
        if self._is_there:
            self._is_there = False
            self._out.write("\r" + " " * _WIDTH + "\r")
            self._out.flush()


def _is_seen(out: TextIO) -> bool:
    return out.isatty() and "NO_COLOR" not in os.environ


def _in_words(seconds: float) -> str:
    """Seconds up to two minutes, minutes up to two hours: more would claim to be exact."""
    for size, unit in ((1, "second"), (_MINUTE, "minute")):
        if seconds < 2 * _MINUTE * size:
            number = max(1, round(seconds / size))
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"{round(seconds / _HOUR)} hours"
