"""Makes a workspace of any size: a label with many artists, each under a mandate, all through one distributor.

    python benchmarks/workspaces_made.py FOLDER [--principals 200] [--recordings 100]

Every name is invented, every code has a valid check digit, and nothing in it can be sent (`demo = true`). The same
numbers give the same files.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

#: Recordings on one release.
_TRACKS = 10
#: Numbers of an ISRC under one year.
_PER_YEAR = 100_000
_MOST_ROWS = 250_000
_HEAD = "artist,release,upc,catalog_number,label,release_date,track_number,track,isrc\n"
_SETTINGS = """\
schema = 1
demo = true

[sender]
name = "Robin Specimen"
organization = "Example Tapes Collective"
capacity = "label"
email = "robin@example.net"
address = ["c/o Example Tapes Collective", "40 Example Street", "10999 Berlin", "Germany"]
own_labels = ["Example Tapes Collective"]

[authority]
basis = "mandate"

[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music", "amazon-digital"]
wanted_by = 2027-01-15

[[routes]]
via = "symphonic"
account = "robin@example.net"
agreement = { name = "Distribution agreement", dated = 2023-02-01, notice_days = 30, advance_open = "no" }
"""
_PRINCIPAL = """
[[principals]]
artist = "{artist}"
name = "{artist} GbR"
mandate = "mandate.txt"
"""


def write_label(root: Path, *, principals: int, recordings: int) -> None:
    """Write takedown.toml, catalog.csv and mandate.txt into a folder, which is made.

    Each principal gets one artist with so many recordings, ten to a release. ValueError above 250,000 rows, which the
    program itself refuses.
    """
    if principals * recordings > _MOST_ROWS:
        raise ValueError(f"{principals} × {recordings} is more than {_MOST_ROWS:,} rows")
    root.mkdir(parents=True, exist_ok=True)
    artists = [f"The Examples {number:05d}" for number in range(1, principals + 1)]
    settings = _SETTINGS + "".join(_PRINCIPAL.format(artist=artist) for artist in artists)
    (root / "takedown.toml").write_text(settings, encoding="utf-8")
    (root / "mandate.txt").write_text("A mandate of an invented band.\n", encoding="utf-8")
    with (root / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(_HEAD)
        for number, artist in enumerate(artists):
            file.writelines(_rows(artist, number * recordings, recordings))


def _rows(artist: str, before: int, recordings: int) -> Iterator[str]:
    for position in range(recordings):
        number = before + position
        release, track = divmod(position, _TRACKS)
        upc = _upc(before + release * _TRACKS)
        year, code = divmod(number, _PER_YEAR)
        yield (
            f"{artist},Harbour Lights {release + 1},{upc},ETC-{before + release:06d},Example Tapes Collective,"
            f"2024-04-05,{track + 1},Song {release + 1}-{track + 1} at Low Water,ZZEXA{20 + year:02d}{code:05d}\n"
        )


def _upc(number: int) -> str:
    """A valid code in the range 4…, which GS1 keeps for use inside shops: never a real product."""
    body = f"4{number:010d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--principals", type=int, default=200)
    parser.add_argument("--recordings", type=int, default=100)
    chosen = parser.parse_args()
    write_label(chosen.folder, principals=chosen.principals, recordings=chosen.recordings)


if __name__ == "__main__":
    main()
