"""The real program, killed inside system calls, with syncs that fail, and on a disk that is full (strace, tmpfs)."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from support.program import Program
from support.reckoning import Reckoning, copied, reckon, resume, tell, waiting
from support.sending import mailing
from support.smtp_sink import Sink

from takedown.cli import send_run

DRIVER = Path(__file__).with_name("send_driver.py")
NOTICES = 3
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
#: All by which a run changes a disk or speaks to a server, as Python and SQLite call them.
CALLS = (
    "connect", "sendto", "sendmsg", "recvfrom", "write", "pwrite64", "pwritev", "fdatasync", "fsync", "rename",
    "renameat2", "ftruncate", "unlink", "openat", "close", "fcntl",
)  # fmt: skip
#: Too many while Python starts, and nothing lasting: these are only killed from the first connection on, by sample.
FREQUENT = frozenset({"openat", "close", "fcntl", "recvfrom", "write"})
_COUNTED = re.compile(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", re.MULTILINE)

needs_strace = pytest.mark.tool("strace")


class Traced:
    """A signed workspace, and real runs over copies of it under strace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = mailing(folder / "first" / "w", notices=NOTICES)
        self._numbers = count()

    @contextlib.contextmanager
    def place(self) -> Iterator[tuple[Program, Sink]]:
        place = self._folder / f"{next(self._numbers)}"
        place.mkdir()
        with Sink(place / "log") as sink:
            yield copied(self._first, place, port=sink.port), sink

    def run(self, program: Program, *strace: str) -> int:
        """Exit code of a real `takedown send` under strace; negative: the signal that ended it."""
        command = (DRIVER, program.now.isoformat(), program.profiles, "-C", program.root)
        send = ("send", "--confirm", str(waiting(program)))
        environment = {
            **os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }  # fmt: skip
        done = subprocess.run(
            ["strace", "-f", "-qq", *strace, sys.executable, *map(str, command), *send],
            check=False, capture_output=True, text=True, timeout=120, env=environment,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert "made a mistake" not in done.stderr, done.stderr
        return done.returncode

    def counted(self) -> dict[str, int]:
        """How often each call is made by one whole run."""
        with self.place() as (program, sink):
            told = sink.log.with_name("counts")
            assert self.run(program, "-c", "-e", f"trace={','.join(CALLS)}", "-o", str(told)) == 0
            return {name: int(times) for times, name in _COUNTED.findall(told.read_text()) if name in CALLS}

    def hurt(self, call: str, how: str, when: int) -> tuple[int, Reckoning]:
        """One run with something injected at the n-th call, then all that is left; the first run's exit code."""
        with self.place() as (program, sink):
            code = self.run(
                program, "-e", f"trace={call}", "-e", f"inject={call}:{how}:when={when}", "-o", "/dev/null"
            )
            resume(program)
            deadline = time.monotonic() + 5
            while sink._open and time.monotonic() < deadline:
                time.sleep(0.005)
            return code, reckon(program, sink.taken())


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    return Traced(tmp_path_factory.mktemp("traced"))


def killed(traced: Traced, places: list[tuple[str, int]]) -> None:
    deaths, doubtful, wrong = 0, 0, []
    for call, when in places:
        code, found = traced.hurt(call, "signal=SIGKILL", when)
        deaths += code in (-9, 137)
        doubtful += len(found.doubtful)
        if found.wrong or len(found.doubtful) > 1:
            wrong.append((call, when, found))
    tell(f"{deaths} kills in system calls, {len(places) * NOTICES} notices, {doubtful} in doubt")
    assert wrong == []
    # With several processes, or by chance of reading, the last calls of a kind may not come in every run.
    assert deaths >= 0.9 * len(places)


def lasting(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(call, when) for call in counts if call not in FREQUENT for when in range(1, counts[call] + 1)]


@needs_strace
def test_a_sample_of_deaths_inside_system_calls(traced: Traced) -> None:
    places = lasting(traced.counted())

    killed(traced, places[3 :: max(1, len(places) // 9)])


@needs_strace
@pytest.mark.long
def test_death_inside_every_call_that_writes_syncs_or_speaks(traced: Traced) -> None:
    counts = traced.counted()
    tell(counts)
    places = lasting(counts)
    often = [(call, when) for call in sorted(FREQUENT & counts.keys()) for when in _last(counts[call], 40)]

    assert len(places) >= 75
    killed(traced, [*places, *often])


def _last(times: int, many: int) -> range:
    return range(max(1, times - many), times + 1)


def failing(traced: Traced, places: list[tuple[str, int]]) -> None:
    codes, wrong, doubtful = [], [], 0
    for call, when in places:
        code, found = traced.hurt(call, "error=EIO", when)
        codes.append(code)
        doubtful += len(found.doubtful)
        if found.wrong or code not in (0, 4, 6) or len(found.doubtful) > 1:
            wrong.append((call, when, code, found))
    tell(f"{len(places)} syncs that fail, {doubtful} in doubt, exit codes {sorted(set(codes))}")
    assert wrong == []
    assert 6 in codes


def syncs(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(call, when) for call in ("fdatasync", "fsync") for when in range(1, counts.get(call, 0) + 1)]


@needs_strace
def test_a_sync_that_fails_ends_the_run_and_nothing_else(traced: Traced) -> None:
    failing(traced, syncs(traced.counted())[1::5])


@needs_strace
@pytest.mark.long
def test_every_sync_fails_once(traced: Traced) -> None:
    failing(traced, syncs(traced.counted()))


@needs_strace
def test_every_step_of_a_message_is_synced_to_the_disk(traced: Traced) -> None:
    """A power cut is not tried here; what can be counted is that each step asks the disk to keep it (FULL)."""
    counts = traced.counted()

    # Queue once; for each message claimed, committing, accepted; the mark, its file and its folder.
    assert counts["fdatasync"] + counts["fsync"] >= 1 + 3 * NOTICES + 2 * (NOTICES + 1)


# ---- a disk that is full

MEGABYTES = 6


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if mounted.returncode:
        reason = (
            f"a small disk cannot be mounted here ({mounted.stderr.strip()}), so a full one is NOT tested"
        )
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def emptied(disk: Path) -> None:
    for old in disk.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()


def filled(first: Program, disk: Path, log: Path, left: int) -> tuple[int, Reckoning]:
    """Send with so many bytes left on the disk; then give space back, and send the rest."""
    emptied(disk)
    with Sink(log) as sink:
        program = copied(first, disk, port=sink.port)
        free = os.statvfs(disk)
        ballast = disk / "ballast"
        # All that is there is taken, then a little given back: holes do not count.
        ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - left)))
        code = program.run("send", "--confirm", str(NOTICES)).exit_code
        ballast.unlink()
        resume(program)
    return code, reckon(program, sink.taken())


def full(first: Program, disk: Path, logs: Path, levels: range) -> None:
    codes, wrong, doubtful = [], [], 0
    for left in levels:
        code, found = filled(first, disk, logs / f"{left}", left)
        codes.append(code)
        doubtful += len(found.doubtful)
        if found.wrong or code not in (0, 4, 6):
            wrong.append((left, code, found))
    tell(
        f"{len(codes)} levels, {len(codes) * NOTICES} notices, {doubtful} in doubt, exit codes"
        f" { {code: codes.count(code) for code in sorted(set(codes))} }"
    )
    assert wrong == []
    assert {0, 6} <= set(codes), "the levels reach from too little to enough"


@pytest.fixture
def no_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run would stop before the disk is full; here it must meet the full disk."""
    monkeypatch.setattr(send_run, "_ROOM", 0)


@pytest.mark.tool("root")
@pytest.mark.usefixtures("no_reserve")
def test_a_full_disk_stops_the_run_and_nothing_is_lost(small_disk: Path, tmp_path: Path) -> None:
    first = mailing(tmp_path / "first" / "w", notices=NOTICES)

    full(first, small_disk, tmp_path, range(0, 1_200_000, 150_000))


@pytest.mark.tool("root")
@pytest.mark.usefixtures("no_reserve")
@pytest.mark.long
def test_a_disk_that_is_full_at_any_of_sixty_levels(small_disk: Path, tmp_path: Path) -> None:
    first = mailing(tmp_path / "first" / "w", notices=NOTICES)

    full(first, small_disk, tmp_path, range(0, 1_200_000, 20_000))


@pytest.mark.tool("root")
def test_with_too_little_room_nothing_is_begun(small_disk: Path, tmp_path: Path) -> None:
    first = mailing(tmp_path / "first" / "w", notices=NOTICES)

    emptied(small_disk)
    with Sink(tmp_path / "log") as sink:
        program = copied(first, small_disk, port=sink.port)
        result = program.run("send", "--confirm", str(NOTICES))

    assert result.exit_code == 4
    assert "the disk is nearly full" in result.stdout
    assert sink.taken() == []
    assert sink.heard == []
