"""The same letter and schedule at 12, 100 and 1,000 recordings, drawn by each engine."""

import random
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks.judging import lost_words, verdicts
from benchmarks.measure import Sample, Spread, disturbed, interleaved, ratio, run, short
from benchmarks.tables import Gate, Part, Table

OURS, NAIVE = "ours", "platypus"
ENGINES = (
    OURS,
    NAIVE,
    "typesetting",
    "fpdf",
    "weasy",
    "limit",
    "ours_latin",
    "platypus_base14",
)
SIZES = (12, 100, 1000)
#: How many times as fast as another engine at 100 recordings; the last one is an aim.
WANTED = (
    (NAIVE, 4.0, False),
    ("weasy", 20.0, False),
    ("fpdf", 15.0, False),
    ("typesetting", 2.5, False),
    (NAIVE, 10.0, True),
)
#: Recordings of the letter at which the other engines are compared.
REQUIRED_AT = 100
#: Cost per recording must not rise. What timing cannot tell from level counts as level.
LEVEL = 1.05
Samples = Mapping[str, Sequence[Sample]]


def measured(*, rounds: int, seconds: float, quick: bool, chance: random.Random) -> Part:
    """Draw everything. Quick: the other sizes are drawn by the two engines alone that requirements speak of."""
    tables, found = [], {}
    jobs = {
        (engine, size): partial(_sample, engine, size, seconds)
        for size in SIZES
        for engine in (ENGINES if size == REQUIRED_AT or not quick else (OURS, NAIVE))
    }
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        named = {f"{engine} {size}": partial(job, scratch) for (engine, size), job in jobs.items()}
        samples = interleaved(named, rounds=rounds, chance=chance)
        files = {
            _file(scratch, engine, size): import_module(f"benchmarks.engines.{engine}").STANDARDS
            for engine, size in jobs
        }
        judged = verdicts(files, scratch)
        for size in SIZES:
            found[size] = {engine: samples[f"{engine} {size}"] for engine, of in jobs if of == size}
            facts = {
                engine: (judged[file], lost_words(file, file.with_suffix(".txt")) or "all")
                for engine in found[size]
                for file in [_file(scratch, engine, size)]
            }
            tables.append(_table(size, found[size], facts))
    warning = disturbed(samples)
    growth = _growth(found)
    return Part(tables=(*tables, growth), gates=tuple(_gates(found)), notes=(warning,) if warning else ())


def _sample(engine: str, size: int, seconds: float, scratch: Path) -> Sample:
    keep = ["--keep", str(_file(scratch, engine, size))]
    return run(["-m", "benchmarks.child", engine, str(size), str(seconds), *keep])


def _file(scratch: Path, engine: str, size: int) -> Path:
    return scratch / f"{engine}-{size}.pdf"


def cpu(sample: Sample) -> float:
    """CPU seconds of a notice once all is warm."""
    return float(sample.told["cpu"])


def _median(samples: Sequence[Sample], what: str) -> float:
    return Spread.of([float(sample.told[what]) for sample in samples]).median


def _table(size: int, samples: Samples, facts: Mapping[str, tuple[str, str]]) -> Table:
    rows = []
    for engine, of in samples.items():
        valid, words = facts[engine]
        same = "ours_latin" if import_module(f"benchmarks.engines.{engine}").TEXT == "latin" else OURS
        slower = "1" if engine == same else str(ratio(of, samples[same], cpu)) if same in samples else "–"
        rows.append(
            (
                str(of[0].told["title"]),
                short(_median(of, "cpu") * 1000),
                short(_median(of, "wall") * 1000),
                slower,
                short(_median(of, "first") * 1000),
                short(_median(of, "peak")),
                short(_median(of, "bytes") / 1000),
                valid,
                words,
            )
        )
    columns = (
        "Drawn by",
        "CPU ms",
        "wall ms",
        "× ours (least-most)",
        "import and first, ms",
        "peak MB",
        "kB",
        "judged",
        "words",
    )
    return Table(title=f"One notice of {size:,} recordings", columns=columns, rows=tuple(rows))


def _per_recording(samples: Samples, engine: str, size: int) -> float:
    return _median(samples[engine], "cpu") / size * 1e6


def _growth(found: Mapping[int, Samples]) -> Table:
    engines = [engine for engine in ENGINES if all(engine in found[size] for size in SIZES)]
    rows = tuple(
        (
            str(found[SIZES[0]][engine][0].told["title"]),
            *(short(_per_recording(found[size], engine, size)) for size in SIZES),
        )
        for engine in engines
    )
    columns = ("Drawn by", *(f"{size:,}" for size in SIZES))
    return Table(title="CPU µs for each recording of a notice of so many", columns=columns, rows=rows)


def _gates(found: Mapping[int, Samples]) -> list[Gate]:
    at_100 = found[100]
    gates = [
        Gate(
            what=f"100 recordings: as fast as {at_100[engine][0].told['title']}, times",
            limit=limit,
            measured=ratio(at_100[engine], at_100[OURS], cpu),
            aim=aim,
        )
        for engine, limit, aim in WANTED
    ]
    for small, large in ((12, 100), (100, 1000)):
        spread = Spread.of(
            [
                (cpu(b) / large) / (cpu(a) / small)
                for a, b in zip(found[small][OURS], found[large][OURS], strict=True)
            ]
        )
        what = f"cost per recording, {large:,} against {small:,} recordings"
        gates.append(Gate(what=what, limit=LEVEL, measured=spread, at_most=True))
    return gates
