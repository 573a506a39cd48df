"""The same work on many values, in this process and in others; and the line that says how far it is."""

import io
import math
import multiprocessing
import operator
import os
import signal
import struct
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown import batch
from takedown.batch import ALONE, results
from takedown.cli.progress import Counter
from takedown.errors import LetterError, StorageError

MANY = range(ALONE + 20)


def squared(number: int) -> int:
    return number * number


def fails_at_twelve(number: int) -> int:
    if number == 12:
        raise LetterError("twelve is no letter", hint="take eleven")
    return number


class OddError(Exception):
    """An error that cannot be pickled and read again."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def fails_oddly(number: int) -> int:
    if number > ALONE:
        raise OddError("one ", "other")
    return number


def dies_at_twelve(number: int) -> int:
    if number == 12:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow_before_twelve_and_dead_there(number: int) -> int:
    if number == 11:
        time.sleep(0.4)
    return dies_at_twelve(number)


def breaks_down(number: int) -> int:
    if number > ALONE:
        os.kill(os.getpid(), signal.SIGSEGV)
    return number


def not_read_again() -> None:
    raise LetterError("templates/ was changed", hint="run the same command again")


class ReadAgain:
    """Work that cannot be read in another process."""

    def __call__(self, number: int) -> int:
        return number

    def __reduce__(self) -> tuple[Any, ...]:
        return not_read_again, ()


def process_of(_: int) -> int:
    return os.getpid()


def large(number: int) -> bytes:
    return bytes([number]) * 3_000_000


class Noted:
    """Work that leaves a file for each value."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, number: int) -> int:
        (self._folder / str(number)).touch()
        return number


class Dead:
    """A process that was killed."""

    exitcode = -signal.SIGKILL

    def join(self, _: float) -> None:
        """It has ended."""


def talks(number: int) -> int:
    os.write(1, b"said by a worker")
    os.write(2, b"said by a worker")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
def test_results_come_in_the_order_of_the_values(jobs: int) -> None:
    assert list(results(squared, MANY, jobs=jobs)) == [number * number for number in MANY]


@given(st.integers(0, 12), st.integers(1, 3))
def test_however_many_there_are_none_is_lost(size: int, jobs: int) -> None:
    assert list(results(operator.neg, range(size), jobs=jobs)) == [-number for number in range(size)]


def test_a_few_are_worked_on_here_and_the_others_elsewhere() -> None:
    where = list(results(process_of, MANY, jobs=2))
    assert set(where[:ALONE]) == {os.getpid()}
    assert len(set(where[ALONE:]) - {os.getpid()}) == len(set(where[ALONE:])) in (1, 2)
    assert set(results(process_of, range(ALONE), jobs=2)) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_back_as_itself_when_those_before_it_are_done(jobs: int) -> None:
    found = results(fails_at_twelve, MANY, jobs=jobs)
    assert [next(found) for _ in range(12)] == list(range(12))
    with pytest.raises(LetterError, match="twelve is no letter") as told:
        next(found)
    assert told.value.hint == "take eleven"


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    with pytest.raises(RuntimeError, match="OddError: one other"):
        list(results(fails_oddly, MANY, jobs=2))


def test_a_worker_that_is_killed_is_named_with_the_next_step() -> None:
    with pytest.raises(StorageError, match="ended from outside \\(by signal 9\\)") as told:
        list(results(dies_at_twelve, MANY, jobs=2))
    assert "--jobs 1" in told.value.hint


def test_what_was_done_before_a_worker_died_is_kept() -> None:
    found = results(slow_before_twelve_and_dead_there, MANY, jobs=2)
    assert [next(found) for _ in range(12)] == list(range(12))
    with pytest.raises(StorageError, match="by signal 9"):
        next(found)


def test_after_a_breakdown_nobody_is_told_that_fewer_processes_help() -> None:
    with pytest.raises(StorageError, match=f"broke down \\(by signal {signal.SIGSEGV}\\)") as told:
        list(results(breaks_down, MANY, jobs=2))
    assert "--jobs" not in told.value.hint
    assert "report it" in told.value.hint


def test_values_are_taken_only_a_little_ahead_of_their_turn() -> None:
    taken = []

    def endless() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    with closing(results(squared, endless(), jobs=2)) as found:
        for _ in range(50):
            next(found)
        assert len(taken) <= 50 + 2 * 8 + 1


def test_workers_go_on_while_the_caller_is_busy_with_a_result(tmp_path: Path) -> None:
    with closing(results(Noted(tmp_path), MANY, jobs=2)) as found:
        for _ in range(ALONE + 1):
            next(found)
        wanted = {str(number) for number in range(ALONE + 1 + 5)}
        deadline = time.monotonic() + 30
        while not wanted <= (done := {path.name for path in tmp_path.iterdir()}):
            assert time.monotonic() < deadline, done
            time.sleep(0.01)


@pytest.mark.parametrize("forks", [True, False])
def test_results_that_no_pipe_holds_come_as_they_are(forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not forks:
        monkeypatch.setattr(batch, "_may_fork", lambda: False)
    for number, result in zip(MANY, results(large, MANY, jobs=2), strict=True):
        assert result == large(number)


def test_a_worker_that_dies_in_the_middle_of_a_result_is_named_at_its_turn() -> None:
    _, tasks = multiprocessing.Pipe(duplex=False)
    pipe, done = multiprocessing.Pipe(duplex=False)
    worker: batch._Worker[int, int] = batch._Worker(cast("Any", Dead()), tasks, pipe)
    for number in (7, 9):
        worker.give(number, number)
    os.write(done.fileno(), struct.pack("!i", 1_000) + b"half of it")
    done.close()

    number, outcome = worker.take()
    assert number == 7
    assert isinstance(outcome, StorageError)
    assert "ended from outside" in str(outcome)
    assert not worker.is_there
    assert not worker.numbers


def test_a_worker_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    found = results(talks, MANY, jobs=2)
    for _ in range(ALONE):
        next(found)
    capfd.readouterr()
    assert len(list(found)) == len(MANY) - ALONE
    assert capfd.readouterr() == ("", "")


def test_workers_are_gone_when_the_caller_stops_early() -> None:
    with closing(results(process_of, MANY, jobs=2)) as found:
        there = {next(found) for _ in range(ALONE + 6)} - {os.getpid()}
    assert there
    for process in there:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_it_works_where_processes_cannot_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_may_fork", lambda: False)
    assert list(results(math.sqrt, MANY, jobs=2)) == [math.sqrt(number) for number in MANY]


def test_work_that_another_process_cannot_read_is_an_error_as_it_was_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch, "_may_fork", lambda: False)
    found = results(ReadAgain(), MANY, jobs=2)
    assert [next(found) for _ in range(ALONE)] == list(range(ALONE))
    with pytest.raises(LetterError, match="templates/ was changed") as told:
        next(found)
    assert told.value.hint == "run the same command again"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def counted(out: io.StringIO, steps: list[tuple[float, int]], total: int) -> str:
    """What is written when so many seconds pass until so many are done."""
    clock = Clock()
    counter = Counter("Writing notices", out, clock)
    counter.tell(0, total)
    for seconds, done in steps:
        clock.now += seconds
        counter.tell(done, total)
    return out.getvalue()


@pytest.mark.parametrize(
    ("steps", "total", "line"),
    [
        ([(8.0, 320)], 2_000, "Writing notices: 320 of 2,000, 40 a second, about 42 seconds left"),
        ([(10.0, 5)], 2_000, "Writing notices: 5 of 2,000, 30 a minute, about 66 minutes left"),
        ([(10.0, 10)], 11, "Writing notices: 10 of 11, 1 a second, about 1 second left"),
        ([(100.0, 100)], 20_000, "Writing notices: 100 of 20,000, 1 a second, about 6 hours left"),
    ],
)
def test_the_line_says_how_far_it_is_how_fast_and_how_long(
    steps: list[tuple[float, int]], total: int, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert counted(Terminal(), steps, total).strip("\r").rstrip() == line


def test_nothing_is_said_in_the_first_second_nor_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert counted(Terminal(), [(0.9, 5)], 10) == ""
    assert counted(Terminal(), [(1.0, 2), (0.1, 3), (0.05, 4)], 10).count("\r") == 1


def test_what_was_found_done_does_not_count_into_the_rate_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    steps = [(1.0, 1_000), *((1.0, 1_000 + 10 * number) for number in range(1, 61))]
    assert "1,600 of 2,000, 10 a second, about 40 seconds left" in counted(Terminal(), steps, 2_000)


def test_without_a_terminal_or_with_no_color_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert counted(io.StringIO(), [(8.0, 320)], 2_000) == ""
    monkeypatch.setenv("NO_COLOR", "1")
    assert counted(Terminal(), [(8.0, 320)], 2_000) == ""
