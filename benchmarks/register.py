"""An organizer's register: so many answers taken in, matched with a list of signatories, and reported as a page.

Each sample is the program itself in a new folder, from the files that people sent to the written page: form exports, of
which a tenth came twice. What counts is that 10,000 answers take less than ten seconds, and that the time for each does
not grow with their number.
"""

import csv
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT, Spread, run, short
from benchmarks.tables import Gate, Part, Table

SECONDS = 10.0
#: Time for an answer among many, against one among few.
GROWTH = 1.2
_STEPS = {
    "merged": ("register", "import", "answers"),
    "matched": ("register", "match"),
    "reported": ("report", "--format", "html", "-o", "report.html"),
}
_OUTCOMES = ("pledged", "asked label", "cannot", "label refused", "submitted", "agreed", "gone", "came back")
_WORDS = (
    "Harbour",
    "Lights",
    "Rope",
    "Salt",
    "Grey",
    "Morning",
    "Ferry",
    "Signal",
    "Low",
    "Water",
    "Quiet",
    "Copper",
)
_A_FILE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Seconds on the clock of each step, and the largest peak of memory in megabytes."""

    seconds: dict[str, float]
    peak: float

    @property
    def counted(self) -> float:
        """Merged and reported, without the match: that is asked for seldom."""
        return self.seconds["merged"] + self.seconds["reported"]


def measured(*, counts: tuple[int, ...], rounds: int, chance: random.Random) -> Part:
    """Take `rounds` samples of each count; the largest is held to the limit, and to the smallest."""
    took = {count: [sample(count, chance.randrange(10**6)) for _ in range(rounds)] for count in counts}
    few, many = min(counts), max(counts)
    growth = [a.counted / many / (b.counted / few) for a, b in zip(took[many], took[few], strict=True)]
    rows = tuple(
        (
            f"{count:,}",
            *(short(Spread.of([one.seconds[step] for one in some]).median) for step in _STEPS),
            short(Spread.of([one.counted / count * 1_000 for one in some]).median),
            short(max(one.peak for one in some)),
        )
        for count, some in took.items()
    )
    columns = (
        "answers",
        "merged, s",
        "matched with 1,000 names, s",
        "reported, s",
        "ms an answer",
        "peak MB",
    )
    gates = (
        Gate(
            what=f"{many:,} answers merged and reported, seconds",
            limit=SECONDS,
            measured=Spread.of([one.counted for one in took[many]]),
            at_most=True,
        ),
        Gate(
            what=f"time for an answer, {many:,} against {few:,}",
            limit=GROWTH,
            measured=Spread.of(growth),
            at_most=True,
        ),
    )
    return Part(tables=(Table(title="An organizer's register", columns=columns, rows=rows),), gates=gates)


def sample(count: int, seed: int) -> Took:
    """Run the program in a new folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, count, seed)
        seconds, peak = {}, 0.0
        for step, words in _STEPS.items():
            arguments = [str(folder / word) if word in ("answers", "report.html") else word for word in words]
            found = run(["-m", "takedown", "-C", place, *arguments], peaks=True, codes=(0, 1))
            seconds[step] = found.wall
            peak = max(peak, found.parent_peak)
    return Took(seconds=seconds, peak=peak)


def write(folder: Path, count: int, seed: int) -> None:
    """Write a campaign, form exports with so many answers, a tenth of them twice, and a list of 1,000 names."""
    chance = random.Random(seed)
    campaign = (ROOT / "examples" / "campaign" / "your-campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(campaign, encoding="utf-8")
    names = [f"{' '.join(chance.sample(_WORDS, 2))} {number}" for number in range(count)]
    (folder / "answers").mkdir()
    for start in range(0, count, _A_FILE):
        some = range(start, min(start + _A_FILE, count))
        lines = [_answer(names[number], number, chance) for number in some]
        with (folder / "answers" / f"form-{start:06}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(
                ("Timestamp", "Email", "Artist", "Distributor", "Status", "Platforms", "Publish", "Ticket")
            )
            writer.writerows([*lines, *lines[:: max(1, _A_FILE // 50)]])
    listed = [name.replace("e", "é", 1) if chance.randrange(2) else f"{name}s" for name in names[:700]]
    others = [f"{' '.join(chance.sample(_WORDS, 3))} Ensemble" for _ in range(1_000 - len(listed))]
    (folder / "signatories.csv").write_text("name\n" + "\n".join([*listed, *others]) + "\n", encoding="utf-8")


def _answer(name: str, number: int, chance: random.Random) -> tuple[str, ...]:
    day = f"2026-11-{chance.randrange(1, 22):02} 10:00:00"
    who = (name, chance.choice(("TuneCore", "CD Baby", "DistroKid", "a small one")))
    return (
        day,
        f"a{number}@example.net",
        *who,
        chance.choice(_OUTCOMES),
        "Spotify",
        chance.choice(("yes", "no", "")),
        f"T{number}",
    )
