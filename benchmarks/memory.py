"""Memory from few notices to many: drawing alone, over papers made when they are needed, and the whole command line.

`python -m benchmarks.memory COUNT RECORDINGS` draws so many and tells the peak.
"""

import json
import random
import sys
import tempfile
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.material import papers, write_workspace
from benchmarks.measure import Sample, Spread, disturbed, interleaved, own_peak, run, short
from benchmarks.tables import Gate, Part, Table

DRAWN = 12
#: Of an artist, for the command line: so its cap of rows is reached before the disk is full.
RECORDINGS = 100
#: How much more the longest run may take than the shortest, and still be called flat.
FLAT = 1.1
_CODES = (0, 1)


def measured(
    *, counts: tuple[int, ...], artists: tuple[int, ...], rounds: int, chance: random.Random
) -> Part:
    """Peaks of both, for each size. The command line reads a whole catalog first: it is told, not required."""
    drawn = interleaved(
        {str(count): partial(run, ["-m", "benchmarks.memory", str(count), str(DRAWN)]) for count in counts},
        rounds=rounds,
        chance=chance,
    )
    rows = tuple(
        (f"{int(count):,}", short(Spread.of([one.told["peak"] for one in of]).median), short(of[0].wall))
        for count, of in drawn.items()
    )
    peaks = Table(
        title=f"Memory of drawing alone, notices of {DRAWN} recordings",
        columns=("notices", "peak MB", "seconds"),
        rows=rows,
    )
    few, many = drawn[str(min(counts))], drawn[str(max(counts))]
    growth = Spread.of([b.told["peak"] / a.told["peak"] for a, b in zip(few, many, strict=True)])
    what = f"memory of drawing, {max(counts):,} against {min(counts):,} notices"
    gate = Gate(what=what, limit=FLAT, measured=growth, at_most=True)
    warning = disturbed(drawn)
    return Part(tables=(peaks, _whole(artists)), gates=(gate,), notes=(warning,) if warning else ())


def _whole(artists: tuple[int, ...]) -> Table:
    rows = []
    for many in artists:
        sample, size = _generated(many)
        rows.append(
            (
                f"{many * RECORDINGS:,}",
                f"{many * 2:,}",
                short(sample.parent_peak),
                short(sample.worker_peak),
                short(sample.wall),
                short(size / 1e6),
            )
        )
    return Table(
        title=f"Memory of `takedown generate`, {RECORDINGS} recordings an artist",
        columns=("rows", "notices", "peak MB: parent", "largest worker", "seconds", "ledger MB"),
        rows=tuple(rows),
        notes=("One run each. It holds catalog and plan in memory, so its parent grows with the rows.",),
    )


def _generated(artists: int) -> tuple[Sample, int]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        write_workspace(root, artists=artists, recordings=RECORDINGS)
        sample = run(["-m", "takedown", "-C", str(root), "generate"], peaks=True, codes=_CODES)
        return sample, (root / "ledger.db").stat().st_size


def main() -> None:
    """Draw, and forget each file at once."""
    from benchmarks.engines.ours import start

    count, recordings = map(int, sys.argv[1:])
    draw = start()
    size = sum(len(draw(paper)) for paper in islice(papers(recordings, text="mixed"), count))
    print(json.dumps({"peak": own_peak(), "bytes": size}))


if __name__ == "__main__":
    main()
