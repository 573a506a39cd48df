"""Work on what others wrote – a template, a document – in a child process that cannot run long or fill the memory.

The child is a fork: it has all values already, nothing is handed over to it, and it hands back bytes. The limits are
those of the operating system. So whatever happens in there, in Python or in a library written in C, ends there.
"""

import contextlib
import faulthandler
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Never

from takedown.frozen import dataclass

_MIB = 1024 * 1024
_STATM = Path("/proc/self/statm")
_OUT_OF_MEMORY = 9
_WATCH_SECONDS = 0.02
_NUMBERED = 3
_MOST_FILES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one child process may use."""

    seconds: int
    """Of processor time, so that a busy machine is no reason to fail."""
    wall_seconds: float
    """Of real time: the end of work that neither goes on nor ends."""
    mebibytes: int
    """Of memory, on top of what the program itself uses."""
    answer: int = 64 * _MIB
    """Bytes that it may hand back."""


class OutOfBoundsError(Exception):
    """A bound was reached; `limit` says which, as in "5 seconds of work"."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class BrokenOffError(Exception):
    """The child ended without an answer; `code` is its exit code, or minus the number of a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"code {code}")
        self.code = code


def can_bound() -> bool:
    """Whether this system has what is needed: Windows has no fork."""
    return hasattr(os, "fork")


def in_child(work: Callable[[], bytes], bounds: Bounds) -> bytes:
    """Call `work` in a child process and return its bytes; ask `can_bound` first.

    Raises OutOfBoundsError where a bound is reached, and BrokenOffError where the child ends in another way: `work`
    must turn its own errors into bytes. A library may abort when it gets no memory, which is a BrokenOffError too.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing, bounds)
    os.close(writing)
    ended = False
    try:
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            answer, reached = _answer(pipe, child, bounds)
        ended = True
    finally:
        if not ended:  # Ctrl-C, or an error: a child that goes on would hold the lock of the workspace
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if reached:
        raise OutOfBoundsError(reached)
    _check(os.waitstatus_to_exitcode(status), bounds)
    return answer


def _check(code: int, bounds: Bounds) -> None:
    if code == -signal.SIGXCPU:
        raise OutOfBoundsError(f"{bounds.seconds} seconds of work")
    # By SIGKILL the kernel ends a process when the machine has no memory left.
    if code in (_OUT_OF_MEMORY, -signal.SIGKILL):
        raise OutOfBoundsError(f"{bounds.mebibytes} MB of memory")
    if code != 0:
        raise BrokenOffError(code)


def _work(work: Callable[[], bytes], writing: int, bounds: Bounds) -> Never:
    """Do the child's part; it ends here, so that nothing of the parent is cleaned up or written twice."""
    code = 1
    try:
        faulthandler.disable()  # a library that breaks down here is told in words, once
        _leave_behind(writing)
        _restrict(bounds)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work())
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _leave_behind(kept: int) -> None:
    """Let go of the parent's files: where it is killed, a child that goes on must not hold the workspace's lock.

    They are closed as numbers only: SQLite itself must not close, in a fork, what the parent opened
    (sqlite.org/howtocorrupt.html).
    """
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    end = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    os.closerange(_NUMBERED, kept)
    os.closerange(kept + 1, end)


def _restrict(bounds: Bounds) -> None:
    """Take from this process what the work never needs. Limits that are tighter already stay."""
    import resource

    def limit(kind: int, wanted: int, *, spare: int = 0) -> None:
        _, hard = resource.getrlimit(kind)
        highest = wanted + spare if hard == resource.RLIM_INFINITY else min(wanted + spare, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows some kinds by name only
            resource.setrlimit(kind, (min(wanted, highest), highest))

    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_CPU, bounds.seconds, spare=1)  # at the hard limit the kernel gives no reason
    allowed = bounds.mebibytes * _MIB
    if _STATM.exists():
        used = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        limit(resource.RLIMIT_AS, used + allowed)
    else:
        # macOS takes RLIMIT_AS and does not hold it: the child looks at itself instead, 50 times a second.
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + allowed
        threading.Thread(target=_watch, args=(highest,), daemon=True).start()


def _watch(highest: int) -> None:
    """End this process when its memory passes a bound, in the unit of `ru_maxrss` on macOS (bytes)."""
    import resource

    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= highest:
        time.sleep(_WATCH_SECONDS)
    os._exit(_OUT_OF_MEMORY)


def _answer(pipe: Any, child: int, bounds: Bounds) -> tuple[bytes, str]:
    """Read what the child hands back; and the bound at which it had to be ended, empty where it was not."""
    end = time.monotonic() + bounds.wall_seconds
    parts: list[bytes] = []
    length = 0
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        if not ready or length > bounds.answer:
            os.kill(child, signal.SIGKILL)
            late = f"{bounds.wall_seconds:g} seconds"
            return b"", f"{bounds.answer // _MIB} MB that are handed back" if ready else late
        part = pipe.read(_MIB)
        if not part:
            return b"".join(parts), ""
        parts.append(part)
        length += len(part)
