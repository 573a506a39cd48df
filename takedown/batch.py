"""The same work on many values, on all cores; results come in the order of the values.

Why not `concurrent.futures.ProcessPoolExecutor`: its idle workers outlive a parent that was killed, and hold whatever
lock they inherited; its threads make a later fork unsafe (docs.python.org, `os.fork`). Here each worker has a pipe of
tasks and one of results. When the parent ends, however it ends, its ends do, and so does the worker.
"""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from takedown.errors import StorageError
from takedown.frozen import dataclass
from takedown.worker import OPEN_FILES, serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

#: So many values are worked on here: a small run needs no other process, and the first result is there at once. Others
#: are called when that is done: a fork of this process then finds loaded what the work needs.
ALONE = 4
#: Results that may wait for an earlier one, for each worker: memory stays level however many values there are.
_AHEAD = 8
#: So much waits in a pipe until the parent has time for it, where the system allows: Linux does so unasked up to this
#: size (man 7 pipe). A worker that has a next task goes on with it meanwhile.
_WAITING_BYTES = 1 << 20
#: Nobody but the system, or a person, ends a process so.
_FROM_OUTSIDE = frozenset({signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGKILL", 9)})


def _untold(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a long run goes: in how many processes, and who is told how far it is."""

    jobs: int = 1
    told: Callable[[int, int], None] = _untold
    """Called with how many are done, and of how many: first with none."""


IN_PROCESS = Pace()


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(work: Callable[[T], R], tasks: Iterable[T], *, jobs: int) -> Generator[R, None, None]:
    """Call `work` with each task and yield what it returns, in the order of tasks.

    With `jobs` above 1 and more than a few tasks, other processes do it: `work`, tasks and results must then be
    picklable. At most a few tasks a worker are taken before their turn. What `work` raises is raised here, at its
    turn, and StorageError at that of a task whose worker died. Close the iterator to end the workers early.
    """
    waiting = iter(tasks)
    # What is there already stays to the end: the garbage collector need not look through it again and again, and
    # does not touch, in a forked process, the memory that it shares with this one.
    gc.freeze()
    crew: _Crew[Any, R] | None = None
    try:
        for place, task in enumerate(islice(waiting, ALONE) if jobs > 1 else waiting):
            if place == 1 and jobs > 1 and isinstance(tasks, Sequence) and len(tasks) > ALONE and _may_fork():
                # What the first has loaded is there in every fork. They begin while the next ones are worked on here.
                gc.freeze()
                crew = _Crew(_ByPlace(work, tasks), range(ALONE, len(tasks)), jobs, in_hand=_AHEAD)
                crew.begin()
            yield work(task)
        if crew is None:
            crew = _Crew(work, waiting, jobs, in_hand=1)
        yield from crew.in_order()
    finally:
        gc.unfreeze()
        if crew:
            crew.end()


class _ByPlace(Generic[T, R]):
    """Does the work on the task at a place: a forked process has all of them, so that none need be sent."""

    def __init__(self, work: Callable[[T], R], tasks: Sequence[T]) -> None:
        self._work = work
        self._tasks = tasks

    def __call__(self, place: int) -> R:
        return self._work(self._tasks[place])


class _Worker(Generic[T, R]):
    """One process that works on one task after the other."""

    def __init__(self, process: "BaseProcess", tasks: "Connection", pipe: "Connection") -> None:
        self.process = process
        self.tasks = tasks
        self.pipe = pipe
        """Of results."""
        self.numbers: deque[int] = deque()
        """Of the tasks in its hands: results come in this order."""
        self.is_there = True
        """False once it is known to be dead."""

    def give(self, number: int, task: T) -> None:
        """Hand over a task. Of a dead worker nobody hears here: `take` tells it, at the turn of the task."""
        self.numbers.append(number)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.tasks.send(task)

    def take(self) -> tuple[int, R | BaseException]:
        """Return the number of the task, and the result or what the work raised; StorageError of a dead worker."""
        number = self.numbers.popleft()
        try:
            outcome: R | BaseException = self.pipe.recv()
        except (EOFError, OSError):  # an OSError where it died in the middle of a result
            self.is_there, outcome = False, self._ended()
            self.numbers.clear()
        return number, outcome

    def end(self) -> None:
        """End the process, and the child that it may have at the moment."""
        self.tasks.close()
        self.pipe.close()
        if self.process.pid and self.process.is_alive() and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):  # not yet the head of a group of its own
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.process.close()

    def _ended(self) -> StorageError:
        self.process.join(1.0)
        code = self.process.exitcode or 0
        if -code in _FROM_OUTSIDE:
            return StorageError(
                f"one of the processes that make the files was ended from outside (by signal {-code})",
                hint="if the machine had no memory left, add --jobs 1; the same command goes on where it was",
            )
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return StorageError(
            f"one of the processes that make the files broke down ({how})",
            hint="the same command goes on where it was; if it breaks down there again, that is a mistake of the "
            "program: report it, without names and addresses",
        )


def _hired(work: Callable[[T], R]) -> _Worker[T, R]:
    import multiprocessing  # most runs hire nobody
    import pickle

    forks = _may_fork()
    make: Any = (
        multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    ).Process
    packed = b"" if forks else pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
    to_do, tasks = multiprocessing.Pipe(duplex=False)
    pipe, done = multiprocessing.Pipe(duplex=False)
    _widen(done)
    with _undisturbed():
        process = make(target=serve, args=(work if forks else None, to_do, done), daemon=True)
        process.start()
    to_do.close()
    done.close()
    if not forks:  # it comes through the pipe, so that what goes wrong when it is read has a way back
        with suppress(BrokenPipeError, ConnectionResetError):
            tasks.send_bytes(packed)
    return _Worker(process, tasks, pipe)


def _widen(pipe: "Connection") -> None:
    """Let results wait in the pipe. Where the system does not, a worker waits with each until it is taken."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _WAITING_BYTES)


def _may_fork() -> bool:
    """Fork is quick, and safe where there is one thread. macOS: its own libraries start threads unasked."""
    return sys.platform == "linux" and threading.active_count() == 1 and OPEN_FILES.is_dir()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C while processes start: one that is not yet ready for it would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Crew(Generic[T, R]):
    """Workers, hired as there is work for them.

    `in_hand`: tasks that each is given at once. More than one only where they are so small that they never fill a
    pipe: to give them must not wait for a worker, which may itself wait for its result to be taken.
    """

    def __init__(self, work: Callable[[T], R], tasks: Iterable[T], most: int, *, in_hand: int) -> None:
        self._work = work
        self._waiting = enumerate(tasks)
        self._most = most
        self._in_hand = in_hand
        self._workers: list[_Worker[T, R]] = []
        self._given = 0

    def begin(self) -> None:
        """Hire, and hand out the first tasks, before anybody asks for a result."""
        self._hand_out(self._most * _AHEAD)

    def in_order(self) -> Iterator[R]:
        """Yield results in the order of tasks. An error is raised at its turn."""
        ready: dict[int, R | BaseException] = {}
        for due in count():
            last = due + self._most * _AHEAD
            self._hand_out(last)
            while due not in ready and self._busy():
                ready |= self._finished(timeout=None)
                self._hand_out(last)
            if due not in ready:
                return
            outcome = ready.pop(due)
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
            ready |= self._finished(timeout=0)  # nobody waits while the caller is at work

    def _hand_out(self, last: int) -> None:
        """Give each free worker a task, as long as there are any before the last that may be begun.

        Once a worker is dead nothing more is begun: its error is raised when those before it are done.
        """
        while self._given < last and all(worker.is_there for worker in self._workers):
            least = min(self._workers, key=lambda worker: len(worker.numbers), default=None)
            hires = (least is None or bool(least.numbers)) and len(self._workers) < self._most
            if not hires and least is not None and len(least.numbers) >= self._in_hand:
                return
            following = next(self._waiting, None)
            if following is None:
                return
            if hires or least is None:
                least = _hired(self._work)
                self._workers.append(least)
            least.give(*following)
            self._given += 1

    def _busy(self) -> list[_Worker[T, R]]:
        return [worker for worker in self._workers if worker.numbers]

    def _finished(self, *, timeout: float | None) -> dict[int, R | BaseException]:
        """Take in what is done: at once, or when the first is (`timeout` None)."""
        from multiprocessing.connection import wait

        busy = {worker.pipe: worker for worker in self._busy()}
        done = wait(list(busy), timeout=timeout)
        return dict(worker.take() for pipe, worker in busy.items() if pipe in done)

    def end(self) -> None:
        """End all of them."""
        for worker in self._workers:
            worker.end()
