"""From a catalog to a folder of notices and a ledger: `takedown generate` against the straightforward way."""

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.material import write_workspace
from benchmarks.measure import Sample, Spread, disturbed, interleaved, ratio, run, short
from benchmarks.tables import Gate, Part, Table

OURS, NAIVE = "takedown generate", "straightforward, one process"
RECORDINGS = 100
WANTED = 6.0
#: `generate` ends with 1 where something needs a person: here a report names what is not known of the invented desks.
_CODES = (0, 1)


def measured(*, artists: int, rounds: int, chance: random.Random) -> Part:
    """Both over the same workspace, each time into a new folder.

    Nothing is removed before the end: for a while after files were removed, ext4 takes up to ten times as long to make
    new ones, as it passes over their numbers (fs/ext4/ialloc.c, `recently_deleted`).
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_workspace(root / "workspace", artists=artists, recordings=RECORDINGS)
        jobs = {OURS: partial(_ours, root), NAIVE: partial(_naive, root)}
        samples = interleaved(jobs, rounds=rounds, chance=chance)
    papers = {int(sample.told["papers"]) for side in samples.values() for sample in side}
    if len(papers) != 1:
        raise RuntimeError(f"the two ways did not write the same number of papers: {papers}")
    columns = (
        "Way",
        "CPU ms a notice",
        "notices a second",
        "× ours, CPU",
        "× ours, wall",
        "peak MB: parent",
        "largest worker",
        "papers",
        "files",
        "MB written",
    )
    table = Table(
        title=f"The whole way: {artists:,} artists, {RECORDINGS} recordings each",
        columns=columns,
        rows=tuple(_row(name, of, samples[OURS]) for name, of in samples.items()),
        notes=(
            "For each artist: two notices, and the letter for the way back. A paper is counted as a notice here.",
        ),
    )
    gate = Gate(
        what="whole way: as fast as the straightforward one, times (wall)",
        limit=WANTED,
        measured=ratio(samples[NAIVE], samples[OURS], wall_each),
    )
    warning = disturbed(samples)
    return Part(tables=(table,), gates=(gate,), notes=(warning,) if warning else ())


def _ours(root: Path) -> Sample:
    target = Path(tempfile.mkdtemp(dir=root)) / "ours"
    shutil.copytree(root / "workspace", target)
    sample = run(["-m", "takedown", "-C", str(target), "generate"], peaks=True, codes=_CODES)
    return _counted(sample, target, skip=root / "workspace")


def _naive(root: Path) -> Sample:
    target = Path(tempfile.mkdtemp(dir=root))
    sample = run(["-m", "benchmarks.straightforward", str(root / "workspace"), str(target)], peaks=True)
    return _counted(sample, target, skip=None)


def _counted(sample: Sample, target: Path, *, skip: Path | None) -> Sample:
    """Add what was written; what had been copied there does not count."""
    files = [path for path in target.rglob("*") if path.is_file()]
    if skip:
        files = [path for path in files if not (skip / path.relative_to(target)).exists()]
    told = {
        "papers": sum(path.suffix == ".pdf" for path in files),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
    }
    return replace(sample, told=told)


def cpu_each(sample: Sample) -> float:
    """CPU seconds for each paper, start of the program included."""
    return sample.cpu / int(sample.told["papers"])


def wall_each(sample: Sample) -> float:
    """Seconds for each paper."""
    return sample.wall / int(sample.told["papers"])


def _row(name: str, samples: Sequence[Sample], ours: Sequence[Sample]) -> tuple[str, ...]:
    def middle(value: Callable[[Sample], float]) -> str:
        return short(Spread.of([value(sample) for sample in samples]).median)

    return (
        name,
        middle(lambda sample: cpu_each(sample) * 1000),
        middle(lambda sample: 1 / wall_each(sample)),
        "1" if samples is ours else str(ratio(samples, ours, cpu_each)),
        "1" if samples is ours else str(ratio(samples, ours, wall_each)),
        middle(lambda sample: sample.parent_peak),
        middle(lambda sample: sample.worker_peak),
        str(samples[0].told["papers"]),
        str(samples[0].told["files"]),
        middle(lambda sample: sample.told["bytes"] / 1e6),
    )
