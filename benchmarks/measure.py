"""Samples and ratios: each sample a fresh process, all sides in random order, other work on the machine watched.

Only ratios within one round are carried over: the seconds of a machine say little, and change from hour to hour.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
#: A sample beside which the machine did more than this much other work, in cores, is called disturbed.
DISTURBED = 0.25
_PEAKS_EVERY = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one process took, its children included: seconds, megabytes, and what it said of itself."""

    cpu: float
    wall: float
    beside: float
    """Cores that other processes kept busy meanwhile."""
    parent_peak: float = 0.0
    worker_peak: float = 0.0
    """The largest of its children; 0 where it has none."""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median of the rounds, the least and the most."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Of at least one value."""
        return cls(median=statistics.median(values), low=min(values), high=max(values))

    def __str__(self) -> str:
        """`4.31 (4.20-4.55)`."""
        return f"{short(self.median)} ({short(self.low)}-{short(self.high)})"


#: From here on three digits stand before the point.
_HUNDRED = 100


def short(number: float) -> str:
    """Three digits that say something."""
    return f"{number:,.0f}" if abs(number) >= _HUNDRED else f"{number:.3g}"


def ratio(above: Sequence[Sample], below: Sequence[Sample], value: Callable[[Sample], float]) -> Spread:
    """How one side compares with another, round by round."""
    return Spread.of([value(a) / value(b) for a, b in zip(above, below, strict=True)])


def run(arguments: Sequence[str], *, peaks: bool = False, codes: Sequence[int] = (0,)) -> Sample:
    """Run Python with these arguments; its last line on stdout may be JSON, which is what it tells.

    RuntimeError with its stderr where it ends with another exit code than `codes`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        busy, start = _busy(), time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=out, stderr=err)
        watched = _Peaks(process.pid) if peaks else None
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        parent, worker = watched.ended() if watched else (0.0, 0.0)
        out.seek(0)
        err.seek(0)
        if process.returncode not in codes:
            raise RuntimeError(
                f"{' '.join(arguments)} ended with {process.returncode}:\n{err.read().decode()}"
            )
        cpu = used.ru_utime + used.ru_stime
        last = (out.read().decode().splitlines() or [""])[-1]
    return Sample(
        cpu=cpu,
        wall=wall,
        beside=max(0.0, (_busy() - busy - cpu) / wall),
        parent_peak=parent,
        worker_peak=worker,
        told=json.loads(last) if last.startswith("{") else {},
    )


def interleaved(
    jobs: Mapping[str, Callable[[], Sample]], *, rounds: int, chance: random.Random
) -> dict[str, list[Sample]]:
    """Every job once a round, each round in another order."""
    samples: dict[str, list[Sample]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name in chance.sample(list(jobs), len(jobs)):
            samples[name].append(jobs[name]())
    return samples


def disturbed(samples: Mapping[str, Sequence[Sample]]) -> str:
    """Say where other work disturbed the run; empty where it did not."""
    beside = [sample.beside for side in samples.values() for sample in side]
    many = sum(cores > DISTURBED for cores in beside)
    if not many:
        return ""
    return (
        f"Warning: the machine was busy. Beside {many} of {len(beside)} samples other processes kept more than "
        f"{DISTURBED} of a core busy (at most {max(beside):.1f})."
    )


def own_peak() -> float:
    """Peak of this process' resident memory in MB. Unlike ru_maxrss it does not hold what its parent had."""
    return _peak_of(os.getpid())


class _Peaks:
    """Watches a process and its descendants from a thread. The kernel keeps the peaks; here they are only fetched."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seen: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def ended(self) -> tuple[float, float]:
        """Peaks of the process and of its largest descendant, in MB."""
        self._over.set()
        self._thread.join()
        workers = [peak for pid, peak in self._seen.items() if pid != self._pid]
        return self._seen.get(self._pid, 0.0), max(workers, default=0.0)

    def _watch(self) -> None:
        while not self._over.wait(_PEAKS_EVERY):
            for pid in _tree(self._pid):
                self._seen[pid] = max(self._seen.get(pid, 0.0), _peak_of(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(file).split():
            yield from _tree(int(child))


def _peak_of(pid: int) -> float:
    for line in _read(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(file: Path) -> str:
    """Its text; empty where the process is gone."""
    try:
        return file.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _busy() -> float:
    """Seconds for which the machine's cores were busy since it started (proc(5), /proc/stat)."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, _read(Path("/proc/stat")).split()[1:9])
    return (user + nice + system + irq + softirq) / _TICKS
