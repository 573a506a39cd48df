"""Runs one `import` in a process that may use little memory and time, and notes every file that Python opens.

What a hostile file must not do is held by the system, not by the program that is tested.
"""

import ctypes
import multiprocessing
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from support.program import Program

MEMORY = 512 * 2**20
SECONDS = 2.0
#: After these the system ends the process: of its own time, and of the time of day.
_AT_MOST = 10
_PRELOADED = (
    "support.confined", "takedown.cli.import_files", "takedown.cli.gathering", "takedown.checks", "takedown.directory",
    "takedown.rendering", "takedown.reports.imported", "takedown.config", "takedown.readers",
    "takedown.readers.workbooks.sheets", "takedown.readers.ddex.ern", "takedown.readers.libraries.beets",
    "takedown.readers.tagged.audio", "takedown.readers.libraries.musicbrainz",
    "takedown.collecting.links_sheet", "tinytag", "sqlite3", "lxml.etree", "openpyxl", "resource",
)  # fmt: skip
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2
_CAPABILITIES = 0x20080522  # version 3 of the call


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one run: what it said, what it used, and what it opened."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    """Time of the processor."""
    memory: int
    """The most that was held at once, in bytes."""
    opened: tuple[str, ...]
    """Every path that Python opened or listed, code of programs left out."""


def confined(
    root: Path, *args: str, powers: bool = True, meanwhile: Callable[[], object] | None = None
) -> Run:
    """Run one command at a workspace. `powers`: whether root may read what its permissions forbid.

    `meanwhile` runs in this process as soon as the other one is about to begin.
    """
    context = _context()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, root, args, powers))
    process.start()
    there.close()
    try:
        if meanwhile:
            meanwhile()
        assert here.poll(60), f"{args}: no end after a minute"
        said = here.recv()
    except EOFError:
        process.join(10)
        raise AssertionError(f"{args}: the system ended it, code {process.exitcode}") from None
    finally:
        process.kill()
        process.join()
    return Run(**said)


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def _run(out: Connection, root: Path, args: tuple[str, ...], powers: bool) -> None:
    """Run in the other process."""
    for module in _PRELOADED:
        __import__(module)
    if not powers:
        _give_up_powers()
    resource.setrlimit(resource.RLIMIT_CPU, (_AT_MOST, _AT_MOST))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.alarm(6 * _AT_MOST)
    tempfile.tempdir = None
    opened: list[str] = []
    sys.addaudithook(lambda event, found: _note(opened, event, found))
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = Program(root).run(*args)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    out.send(
        {
            "code": result.exit_code,
            "stdout": result.stdout,
            "stderr": result.stderr,
            "seconds": used,
            "memory": after.ru_maxrss * 1024,
            "opened": tuple(opened),
        }
    )


def _note(opened: list[str], event: str, found: tuple[Any, ...]) -> None:
    if event in {"open", "os.listdir", "os.scandir", "sqlite3.connect", "os.remove", "os.rename", "os.mkdir"}:
        place = found[0]
        if isinstance(place, bytes):
            place = place.decode(errors="backslashreplace")
        if isinstance(place, str | Path) and place:  # without a name: the temporary file of SQLite
            opened.append(str(place).removeprefix("file://").partition("?mode=")[0])


def _give_up_powers() -> None:
    """Let root be bound by permissions, as everybody else is."""
    system = ctypes.CDLL(None, use_errno=True)
    for power in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        system.prctl(_PR_CAPBSET_DROP, power, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    data = (ctypes.c_uint32 * 6)()
    system.capget(header, data)
    for set_ in (0, 1, 2):  # effective, permitted, inheritable
        data[set_] &= ~(1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH)
    system.capset(header, data)
