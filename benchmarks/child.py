"""One sample of one way of drawing, in a process of its own: `python -m benchmarks.child ENGINE RECORDINGS SECONDS`.

Tells in JSON what a notice takes once all is warm; import and first notice are told apart. Making the papers is not
counted. `--keep FILE` writes the first PDF, and the words that it must hold beside it.
"""

import argparse
import json
import os
import time
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material import papers
from benchmarks.measure import own_peak

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

#: More notices than this say nothing new.
MOST = 400


def cpu() -> float:
    """CPU seconds of this process, and of its children that have ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def main() -> None:
    """Draw, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("recordings", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--keep", type=Path)
    told = parser.parse_args()
    start = cpu()
    engine = import_module(f"benchmarks.engines.{told.engine}")
    draw = engine.start()
    imported = cpu() - start
    made = papers(told.recordings, text=engine.TEXT)
    first = next(made)
    ready, start = engine.ready(first), cpu()
    pdf = draw(ready)
    first_took = imported + cpu() - start
    if told.keep:
        _keep(told.keep, pdf, first)
    spent = waited = 0.0
    drawn = 0
    for paper in islice(made, MOST):
        ready = engine.ready(paper)
        start, begun = cpu(), time.perf_counter()
        pdf = draw(ready)
        spent += cpu() - start
        waited += time.perf_counter() - begun
        drawn += 1
        if spent >= told.seconds:
            break
    print(
        json.dumps(
            {
                "title": engine.TITLE,
                "cpu": spent / drawn,
                "wall": waited / drawn,
                "first": first_took,
                "drawn": drawn,
                "bytes": len(pdf),
                "peak": own_peak(),
            }
        )
    )


def _keep(path: Path, pdf: bytes, paper: "Paper") -> None:
    from takedown.rendering.text import as_text

    path.write_bytes(pdf)
    path.with_suffix(".txt").write_text(as_text(paper), encoding="utf-8")


if __name__ == "__main__":
    main()
