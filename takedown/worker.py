"""What a process does that works on tasks for another one, which hires it: see `takedown.batch`."""

import os
import signal
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

#: The open files of a process, on Linux.
OPEN_FILES = Path("/proc/self/fd")
_NUMBERED = 3


def serve(work: Callable[[T], R] | None, tasks: "Connection", pipe: "Connection") -> None:
    """Do the worker's part, until a pipe ends. A fork has its work; another process is sent it first."""
    if work is not None:
        _leave_behind({tasks.fileno(), pipe.fileno()})
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # Ctrl-C is for the parent, which ends its workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        own = _sent(tasks.recv_bytes()) if work is None else work
        while True:
            task = tasks.recv()
            pipe.send_bytes(_outcome(own, task))


def _sent(packed: bytes) -> Callable[[Any], Any]:
    """The work as it was sent; where it cannot be read here, work that raises what was wrong."""
    import pickle

    try:
        work: Callable[[Any], Any] = pickle.loads(packed)  # noqa: S301 – the parent's own
    except Exception as error:  # noqa: BLE001 – it is raised in the parent, whatever it is
        return _Failing(error)
    return work


class _Failing:
    """Work that cannot be done at all."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self, _: object) -> Any:
        raise self._error


def _outcome(work: Callable[[T], R], task: T) -> bytes:
    """Return the pickled result, or error. One that cannot be pickled is told in words."""
    import pickle

    try:
        return pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 – it is raised in the parent, whatever it is
        import traceback

        error.add_note(
            "".join(traceback.format_exception(error))
        )  # for --debug: it happened in another process
        try:
            pickle.loads(packed := pickle.dumps(error))  # noqa: S301 – written the line before
        except Exception:  # noqa: BLE001 – a class may fail in its own way to be pickled
            return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
        return packed


def _leave_behind(kept: Collection[int]) -> None:
    """Let go of the parent's files: lock, ledger, terminal, other workers' pipes.

    A worker that outlives its parent for a moment must not hold the lock, nor print. The ledger's file is closed
    as a number only: SQLite itself must not close, in a fork, what the parent opened (sqlite.org/howtocorrupt.html).
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(_NUMBERED):
        os.dup2(nothing, stream)
    for file in tuple(OPEN_FILES.iterdir()):
        number = int(file.name)
        if number >= _NUMBERED and number not in kept:
            with suppress(OSError):  # the listing's own
                os.close(number)
