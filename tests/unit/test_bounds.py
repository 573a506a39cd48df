"""Work in a child process ends at its bounds, whatever it does, and leaves nothing behind."""

import os
import signal
import time
from pathlib import Path

import pytest

from takedown.bounds import Bounds, BrokenOffError, OutOfBoundsError, can_bound, in_child

BOUNDS = Bounds(seconds=1, wall_seconds=20, mebibytes=64, answer=1024 * 1024)


@pytest.fixture(autouse=True)
def _no_child_is_left(monkeypatch):
    fork, children = os.fork, []

    def counted() -> int:
        child = fork()
        if child:
            children.append(child)
        return child

    monkeypatch.setattr(os, "fork", counted)
    yield
    for child in children:
        with pytest.raises(ProcessLookupError):  # neither running nor waiting to be asked how it ended
            os.kill(child, 0)


def busy() -> bytes:
    while True:
        pass


def limit_of(work, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(OutOfBoundsError) as caught:
        in_child(work, bounds)
    return caught.value.limit


def test_what_the_work_makes_comes_back_as_it_is():
    made = bytes(range(256)) * 2000

    assert in_child(lambda: made, BOUNDS) == made


def test_work_without_end_is_stopped_by_the_processor_time_it_took():
    assert limit_of(busy) == "1 seconds of work"


def test_work_that_fills_the_memory_is_stopped():
    assert limit_of(lambda: b"x" * 10**9) == "64 MB of memory"


def test_waiting_without_end_is_stopped_by_the_clock():
    short = Bounds(seconds=5, wall_seconds=0.2, mebibytes=64)

    assert limit_of(lambda: str(time.sleep(60)).encode(), short) == "0.2 seconds"


def test_an_answer_without_measure_is_not_taken():
    assert limit_of(lambda: bytes(4 * 1024 * 1024)) == "1 MB that are handed back"


@pytest.mark.parametrize("signal_of_its_end", [signal.SIGABRT, signal.SIGSEGV])
def test_a_library_that_breaks_down_takes_nobody_with_it(signal_of_its_end: signal.Signals):
    def breaks_down() -> bytes:
        signal.signal(signal_of_its_end, signal.SIG_DFL)
        os.kill(os.getpid(), signal_of_its_end)
        return b""

    with pytest.raises(BrokenOffError) as caught:
        in_child(breaks_down, BOUNDS)
    assert caught.value.code == -signal_of_its_end


def test_ctrl_c_ends_the_child_at_once():
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            in_child(lambda: str(time.sleep(60)).encode(), Bounds(seconds=5, wall_seconds=90, mebibytes=64))
    finally:
        signal.signal(signal.SIGALRM, before)


def test_the_child_holds_no_file_of_its_parent(tmp_path: Path):
    def opened(number: int) -> bool:
        try:
            os.fstat(number)
        except OSError:
            return False
        return True

    with (tmp_path / "lock").open("wb") as lock, (tmp_path / "other").open("wb") as other:
        numbers = (lock.fileno(), os.dup2(other.fileno(), 200))
        seen = in_child(lambda: repr([opened(number) for number in numbers]).encode(), BOUNDS)
        here = [opened(number) for number in numbers]
        os.close(200)

    assert (seen, here) == (b"[False, False]", [True, True])


def test_a_system_without_fork_says_so(monkeypatch):
    assert can_bound()
    monkeypatch.delattr(os, "fork")
    assert not can_bound()
