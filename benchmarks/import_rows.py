"""How `import` grows: time per row of a long statement and of a long catalog, against a bare pass of `csv.reader`.

    python -m benchmarks.import_rows [--rows 1000000] [--rounds 3]

Each sample is a process of its own, ours and the bare reader in turn, on the same file. What counts are the ratios and
the peak of memory (resident set), not the seconds of this machine. Two files are made:

    sales    a DistroKid statement: many sales of some ten thousand recordings, in random order
    catalog  a sheet in which every row is another recording
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tables import Part, Table

HEADER = (
    "Reporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSong/Album\t"
    "Country of Sale\tSongwriter Royalties Withheld\tEarnings (USD)"
)
STORES = (
    "Spotify",
    "Amazon (downloads)",
    "Amazon Prime/Unlimited",
    "Apple Music",
    "YouTube (Ads)",
    "Deezer",
    "Tidal",
)
COUNTRIES = ("US", "DE", "FR", "JP", "BR", "GB", "SE")
TRACKS = 12
#: DistroKid leaves the UPC out on many rows of songs.
WITH_UPC = 0.7


def upc(number: int) -> str:
    """A UPC with its check digit."""
    digits = f"{number:011d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str((10 - (3 * odd + even) % 10) % 10)


def write_sales(path: Path, rows: int, seed: int) -> None:
    """Sales of 20,000 recordings at most, shuffled."""
    chance = random.Random(seed)
    recordings = min(20_000, max(1, rows // 10))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\r\n")
        for _ in range(rows):
            number = chance.randrange(recordings)
            release = number // TRACKS
            month = f"{chance.choice((2024, 2025))}-{chance.randint(1, 12):02d}"
            file.write(
                f"{month}-20\t{month}\t{chance.choice(STORES)}\tArtist {release % 997}\tSong {number}\t"
                f"ZZEXA{24:02d}{number:05d}\t{upc(release + 1_000) if chance.random() < WITH_UPC else ''}\t"
                f"{chance.randint(1, 40)}\t100\tSong\t{chance.choice(COUNTRIES)}\t\t{chance.random():.12f}\r\n"
            )


def write_catalog(path: Path, rows: int, seed: int) -> None:
    """Every row another recording, twelve to a release."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Artist,Release Title,Track Title,ISRC,UPC,Track Number,Label\n")
        for number in range(rows):
            release = number // TRACKS
            file.write(
                f"Artist {release % 9973},Album {release},Song {number} {chance.randrange(1_000)},"
                f"{'ZZ' if number < 10**7 else 'ZY'}{number // 100_000 % 1000:03d}24{number % 100_000:05d},"
                f"{upc(release + 1_000)},{number % TRACKS + 1},Label {release % 97}\n"
            )


BARE = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file, delimiter="\\t" if sys.argv[1].endswith(".tsv") else ","):
        pass
"""


def sample(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one run."""
    runner = (
        "import resource, subprocess, sys, json;"
        "subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([u.ru_utime + u.ru_stime, u.ru_maxrss / 1024]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", runner, *command], check=True, capture_output=True, text=True
    )
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def imported(path: Path) -> tuple[float, float]:
    """One import into an empty workspace."""
    with tempfile.TemporaryDirectory() as root:
        return sample([sys.executable, "-m", "takedown", "-C", root, "import", str(path)])


def measured(path: Path, rows: int, rounds: int) -> dict[str, float]:
    """Medians over rounds of ours and the bare reader, in turn."""
    ours, bare, peaks = [], [], []
    for _ in range(rounds):
        seconds, megabytes = imported(path)
        ours.append(seconds)
        peaks.append(megabytes)
        bare.append(sample([sys.executable, "-c", BARE, str(path)])[0])
    return {
        "rows": rows,
        "microseconds per row": round(statistics.median(ours) / rows * 1e6, 1),
        "times bare csv.reader": round(statistics.median(a / b for a, b in zip(ours, bare, strict=True)), 1),
        "peak MB": round(max(peaks)),
    }


def results(rows: int, rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Kind of file and what was measured, for a tenth of the rows and for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, write, suffix in (("sales", write_sales, "tsv"), ("catalog", write_catalog, "csv")):
            for many in (rows // 10, rows):
                path = Path(folder) / f"{kind}-{many}.{suffix}"
                write(path, many, seed=many)
                yield kind, measured(path, many, rounds)
                path.unlink()


def part(*, rows: int, rounds: int) -> Part:
    """The same as a table."""
    found = list(results(rows, rounds))
    columns = ("file", *found[0][1])
    lines = tuple((kind, *(f"{value:,}" for value in measures.values())) for kind, measures in found)
    return Part(tables=(Table(title="`takedown import`", columns=columns, rows=lines),))


def main() -> None:
    """Print one line for each file and size, then how time per row grows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    before: dict[str, float] = {}
    for kind, measures in results(told.rows, told.rounds):
        print(f"{kind:8} " + "  ".join(f"{name} {value:,}" for name, value in measures.items()))
        if kind in before:
            growth = measures["microseconds per row"] / before[kind]
            print(f"{kind:8} time per row at ten times the rows: {growth:.2f} times")
        before[kind] = measures["microseconds per row"]


if __name__ == "__main__":
    main()
