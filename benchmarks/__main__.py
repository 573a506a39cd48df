"""All of it, in one command: `python -m benchmarks [--quick] [--only PART …] [--markdown FILE]`.

Ends with exit code 1 where a requirement is not met. See docs/performance.md.
"""

import argparse
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import drawing, import_rows, mail, memory, pipeline, register, sending, startup
from benchmarks.measure import ROOT
from benchmarks.tables import Part, gate_table, into_page, plain

LIBRARIES = ("reportlab", "weasyprint", "typst", "fpdf2", "mailmerge", "pydantic", "jinja2")
Parts = Mapping[str, Callable[[random.Random], Part]]


def parts(*, quick: bool) -> Parts:
    """What there is to measure, and how much of it."""
    if quick:
        return {
            "drawing": lambda chance: drawing.measured(rounds=1, seconds=0.3, quick=True, chance=chance),
            "pipeline": lambda chance: pipeline.measured(artists=40, rounds=1, chance=chance),
            "mail": lambda chance: mail.measured(rounds=2, seconds=0.2, chance=chance),
            "sending": lambda chance: sending.measured(messages=200, rounds=1, chance=chance),
            "memory": lambda chance: memory.measured(
                counts=(100, 500), artists=(5,), rounds=1, chance=chance
            ),
            "startup": lambda chance: startup.measured(rounds=5, chance=chance),
            "import": lambda _: import_rows.part(rows=20_000, rounds=1),
            "register": lambda chance: register.measured(counts=(200, 2_000), rounds=1, chance=chance),
        }
    return {
        "drawing": lambda chance: drawing.measured(rounds=5, seconds=1.0, quick=False, chance=chance),
        "pipeline": lambda chance: pipeline.measured(artists=100, rounds=5, chance=chance),
        "mail": lambda chance: mail.measured(rounds=5, seconds=1.0, chance=chance),
        "sending": lambda chance: sending.measured(messages=1_000, rounds=5, chance=chance),
        "memory": lambda chance: memory.measured(
            counts=(100, 1_000, 20_000), artists=(25, 250, 2_490), rounds=1, chance=chance
        ),
        "startup": lambda chance: startup.measured(rounds=15, chance=chance),
        "import": lambda _: import_rows.part(rows=1_000_000, rounds=3),
        "register": lambda chance: register.measured(counts=(1_000, 10_000), rounds=3, chance=chance),
    }


def main() -> int:
    """Measure, print, and say whether every requirement is met."""
    asked = _asked()
    chance = random.Random(asked.seed)
    known = parts(quick=asked.quick)
    found: list[Part] = []
    start = time.monotonic()
    for name in asked.only or known:
        print(f"measuring: {name} …", file=sys.stderr, flush=True)
        found.append(known[name](chance))
        for table in found[-1].tables:
            print(plain(table), flush=True)
    gates = [gate for part in found for gate in part.gates]
    notes = [note for part in found for note in part.notes]
    tables = [*([gate_table(gates)] if gates else []), *(table for part in found for table in part.tables)]
    print("\n".join(["", *_machine(), *notes]))
    if gates:
        print(plain(tables[0]))
    print(f"\nTook {time.monotonic() - start:.0f} seconds.")
    if asked.markdown:
        into_page(asked.markdown, tables, head="\n\n".join([" ".join(_machine()), *notes]))
    return 0 if all(gate.is_met or gate.aim for gate in gates) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute or two: few rounds, small sizes")
    parser.add_argument("--only", nargs="+", choices=parts(quick=True), help="these parts alone")
    parser.add_argument("--seed", type=int, default=2026, help="of the order of samples")
    page = "put the tables into this page, between its marks"
    parser.add_argument("--markdown", type=Path, nargs="?", const=ROOT / "docs" / "performance.md", help=page)
    return parser.parse_args()


def _machine() -> Iterator[str]:
    """Where and with what it was measured, without naming the machine."""
    yield f"Measured on {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, Python {platform.python_version()}."
    yield f"Versions: {', '.join(_versions())}."


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} not installed"


if __name__ == "__main__":
    sys.exit(main())
