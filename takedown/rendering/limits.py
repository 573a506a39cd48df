"""Bounds for a workspace's own templates: they cannot run long, fill the memory or print without end.

Jinja's documentation says that its sandbox alone does not hold resources (docs/sandbox.rst): nested loops,
`"a" * 10**9` and format widths all pass it, some of them already while a template is compiled. So a template that
is, or takes in, one of the workspace's own is compiled and filled in by a child process under the limits of the
operating system. The child is a fork, so it has the letters and the values already and nothing is handed over to
it. It hands back text.
"""

import contextlib
import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Never

from jinja2 import Environment, TemplateError, meta

from takedown.errors import LetterError, TakedownError

_MIB = 1024 * 1024
_STATM = Path("/proc/self/statm")
_OUT_OF_MEMORY = 9
_WATCH_SECONDS = 0.02
_LARGEST_ANSWER = 64 * _MIB
_HINT = "The shipped letters show how short a template can be; takedown preview shows what yours makes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one filling in of one template may use. The longest shipped letter stays below a tenth of each."""

    seconds: int = 5
    """Of processor time, so that a busy machine is no reason to fail."""
    wall_seconds: float = 60.0
    """Of real time: the end of a template that neither works nor ends."""
    mebibytes: int = 256
    """Of memory, on top of what the program itself uses."""
    characters: int = 40_000
    """Of printed text."""


LIMITS = Limits()

#: Bytes of a template file. The largest shipped one has about 4,000.
LARGEST_FILE = 200_000


def check_size(path: Path, file: str) -> None:
    """Raise LetterError for a template file of the workspace that is too large to be one; it is not read."""
    with contextlib.suppress(OSError):  # reading it says what is wrong
        if path.stat().st_size > LARGEST_FILE:
            raise LetterError(
                f"{file} is larger than {LARGEST_FILE // 1000} kB, so this is no template.", hint=_HINT
            )


def own_part(environment: Environment, name: str, own: Collection[str]) -> str:
    """Which of the workspace's own templates a template is or takes in, however deep; empty where none.

    Only the program's own templates are parsed here. One that names a part by a variable counts as taking any.
    """
    waiting, seen = [name] if own else [], set[str]()
    while waiting:
        part = waiting.pop()
        if part in own:
            return part
        if part in seen or environment.loader is None:
            continue
        seen.add(part)
        try:
            source = environment.loader.get_source(environment, part)[0]
            parts = list(meta.find_referenced_templates(environment.parse(source)))
        except TemplateError:  # filling it in says what is wrong
            continue
        if None in parts:
            return name
        waiting.extend(each for each in parts if each)
    return ""


def in_bounds(
    fill: Callable[[], str], *, file: str, record: set[str] | None = None, limits: Limits = LIMITS
) -> str:
    """Call `fill` in a child process with little time and memory, and return its text.

    `fill` compiles and fills in one template; it may add to `record`, and what it added is added here too. A
    LetterError that it raises is raised here. LetterError names the file and the limit where one is reached.
    """
    if not hasattr(os, "fork"):
        raise LetterError(
            f"{file}: a template of your own is filled in under limits that this system does not have.",
            hint="Take it out of templates/, or run the program on Linux or macOS.",
        )
    record = set() if record is None else record
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(fill, writing, record, limits)
    os.close(writing)
    ended = False
    try:
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            answer, late = _answer(pipe, child, limits)
        ended = True
    finally:
        if not ended:  # Ctrl-C, or an error: a child that goes on would hold the lock of the workspace
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if late:
        raise _reached(file, f"{limits.wall_seconds:g} seconds")
    return _text(answer, os.waitstatus_to_exitcode(status), file, record, limits)


def _work(fill: Callable[[], str], writing: int, record: set[str], limits: Limits) -> Never:
    """Do the child's part; it ends here, so that nothing of the parent is cleaned up or written twice."""
    code = 1
    try:
        _restrict(limits)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(_outcome(fill, record, limits)).encode("utf-8", "surrogatepass"))
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    finally:
        os._exit(code)


def _outcome(fill: Callable[[], str], record: set[str], limits: Limits) -> dict[str, Any]:
    before = frozenset(record)
    try:
        text = fill()
    except TakedownError as error:
        return {"error": [error.message, error.hint]}
    return {"text": text[: limits.characters + 1], "record": sorted(record - before)}


def _restrict(limits: Limits) -> None:
    """Take from this process what a letter never needs. Limits that are tighter already stay."""
    import resource

    def limit(kind: int, wanted: int, *, spare: int = 0) -> None:
        _, hard = resource.getrlimit(kind)
        highest = wanted + spare if hard == resource.RLIM_INFINITY else min(wanted + spare, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows some kinds by name only
            resource.setrlimit(kind, (min(wanted, highest), highest))

    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_CPU, limits.seconds, spare=1)  # at the hard limit the kernel gives no reason
    allowed = limits.mebibytes * _MIB
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


def _answer(pipe: Any, child: int, limits: Limits) -> tuple[bytes, bool]:
    """Read what the child hands back, and whether it had to be ended because it took too long."""
    end = time.monotonic() + limits.wall_seconds
    parts: list[bytes] = []
    length = 0
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        if not ready or length > _LARGEST_ANSWER:
            os.kill(child, signal.SIGKILL)
            return b"", True
        part = pipe.read(_MIB)
        if not part:
            return b"".join(parts), False
        parts.append(part)
        length += len(part)


def _text(answer: bytes, code: int, file: str, record: set[str], limits: Limits) -> str:
    """Make text, or an error, of what the child left."""
    if code == -signal.SIGXCPU:
        raise _reached(file, f"{limits.seconds} seconds of work")
    # By SIGKILL the kernel ends a process when the machine has no memory left.
    if code in (_OUT_OF_MEMORY, -signal.SIGKILL):
        raise _reached(file, f"{limits.mebibytes} MB of memory")
    if code != 0:
        raise LetterError(f"{file}: filling it in broke off without a word (code {code}).", hint=_HINT)
    outcome = json.loads(answer.decode("utf-8", "surrogatepass"))
    if "error" in outcome:
        message, hint = outcome["error"]
        raise LetterError(message, hint=hint)
    text: str = outcome["text"]
    if len(text) > limits.characters:
        raise _reached(file, f"{limits.characters:,} printed characters")
    record.update(outcome["record"])
    return text


def _reached(file: str, limit: str) -> LetterError:
    return LetterError(f"{file}: this template reached the limit of {limit}, and was stopped.", hint=_HINT)
