"""How long a person waits: `--help`, and one artist's `generate`, as multiples of Python that does nothing."""

import random
import shutil
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.material import write_workspace
from benchmarks.measure import Sample, Spread, disturbed, interleaved, ratio, run, short
from benchmarks.tables import Gate, Part, Table

RECORDINGS = 12
BARE, HELP, ONE = "python -c pass", "takedown --help", "takedown generate, one artist of 12 recordings"
WANTED = {HELP: 6.0, ONE: 35.0}
_CODES = (0, 1)


def measured(*, rounds: int, chance: random.Random) -> Part:
    """All three, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_workspace(root / "workspace", artists=1, recordings=RECORDINGS)
        jobs = {
            BARE: partial(run, ["-c", "pass"]),
            HELP: partial(run, ["-m", "takedown", "--help"]),
            ONE: partial(_generate, root),
        }
        samples = interleaved(jobs, rounds=rounds, chance=chance)
    rows = tuple(
        (
            name,
            short(Spread.of([sample.wall for sample in of]).median * 1000),
            short(Spread.of([sample.cpu for sample in of]).median * 1000),
            "1" if name == BARE else str(ratio(of, samples[BARE], wall)),
        )
        for name, of in samples.items()
    )
    columns = ("Command", "wall ms", "CPU ms", "× bare Python, wall")
    gates = tuple(
        Gate(
            what=f"{name}, times bare Python",
            limit=limit,
            measured=ratio(samples[name], samples[BARE], wall),
            at_most=True,
        )
        for name, limit in WANTED.items()
    )
    warning = disturbed({name: samples[name] for name in WANTED})
    table = Table(title="Starting", columns=columns, rows=rows)
    return Part(tables=(table,), gates=gates, notes=(warning,) if warning else ())


def wall(sample: Sample) -> float:
    """Seconds that a person waits."""
    return sample.wall


def _generate(root: Path) -> Sample:
    target = root / "run"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "workspace", target)
    return run(["-m", "takedown", "-C", str(target), "generate"], codes=_CODES)
