"""What is drawn and written: catalogs of invented artists, workspaces, and the papers of a real notice. All seeded.

`latin` titles hold characters of cp1252 only, so that a PDF viewer's own fonts can print them. In `mixed` ones a
quarter of the titles is Polish, Czech, Turkish, Greek or Russian.
"""

import csv
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from benchmarks.measure import ROOT

if TYPE_CHECKING:
    from takedown.model import Release
    from takedown.notice import Notice
    from takedown.rendering.paper import Paper

DATED = date(2026, 11, 22)
TRACKS = 12
_LATIN = (
    *(
        "Harbour",
        "Winter",
        "Señorita",
        "Glass",
        "Paper",
        "Slow",
        "Café",
        "Northern",
        "Lights",
        "Ferry",
        "Über",
    ),
    *(
        "Kitchen",
        "Letters",
        "Signal",
        "Rain",
        "Brücke",
        "Morning",
        "Été",
        "Stations",
        "Small",
        "Hours",
        "Copper",
    ),
    *("Field", "Weather", "Déjà", "Two", "Rooms", "Skylight", "Ashes", "Boat", "Orchard", "Road"),
)
_OTHER = (
    *("Żółta", "łódź", "Zaklęty", "świat", "Příliš", "žluťoučký", "kůň", "Işığın", "çağrısı"),
    *("Ηλιοβασίλεμα", "θάλασσα", "Ночной", "поезд", "Белые", "окна"),
)
_LABELS = ("Example Tapes", "Specimen Street Records", "Placeholder Sound")
_SETTINGS = """schema = 1
[sender]
name = "Robin Specimen"
capacity = "manager"
email = "robin@example.net"
address = ["40 Example Street", "10999 Berlin", "Germany"]
own_labels = ["Example Tapes", "Specimen Street Records", "Placeholder Sound"]
[authority]
basis = "mandate"
[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music", "amazon-digital"]
wanted_by = 2027-01-15
[[routes]]
via = "northlight"
account = "robin@example.net"
agreement = { name = "Distribution agreement", dated = 2021-03-01, advance_open = "no" }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One row of a catalog."""

    artist: str
    release: str
    upc: str
    catalog_number: str
    label: str
    release_date: str
    track_number: str
    track: str
    isrc: str


def upc(number: int) -> str:
    """A UPC of the range that is kept for use inside shops, with its check digit."""
    digits = f"4{number:010d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str((10 - (3 * odd + even) % 10) % 10)


def tracks(artist: int, recordings: int, *, text: str, seed: int = 0) -> Iterator[Track]:
    """The catalog of one artist: releases of twelve recordings, every title another one."""
    chance = random.Random(f"{seed} {artist}")
    releases = -(-recordings // TRACKS)
    for number in range(recordings):
        at = artist * releases + number // TRACKS
        if number % TRACKS == 0:
            name = _title(chance, "latin", 3)
            day = date(2000 + chance.randrange(25), chance.randint(1, 12), chance.randint(1, 28))
        yield Track(
            artist=f"The Example Quartet {artist + 1}",
            release=name,
            upc=upc(at + 1),
            catalog_number=f"EXT-{at % 1000:03d}",
            label=_LABELS[artist % len(_LABELS)],
            release_date=day.isoformat(),
            track_number=str(number % TRACKS + 1),
            track=_title(chance, text, chance.choice((1, 2, 2, 3, 4, 9))),
            isrc=_isrc(artist * recordings + number),
        )


def _isrc(serial: int) -> str:
    """ZZ is nobody's country; the last letter of the registrant changes where years and numbers are used up."""
    return f"ZZEX{ascii_uppercase[serial // 10_000_000]}{serial // 100_000 % 100:02d}{serial % 100_000:05d}"


def _title(chance: random.Random, text: str, words: int) -> str:
    other = text == "mixed" and chance.random() < 1 / 4
    return " ".join(chance.choices(_OTHER if other else _LATIN, k=words)) + f" {chance.randrange(1_000)}"


def write_workspace(root: Path, *, artists: int, recordings: int, seed: int = 0) -> None:
    """Write a manager's workspace: so many artists with their mandates, one distributor and one platform's desk."""
    (root / "mandates").mkdir(parents=True)
    shutil.copytree(ROOT / "examples" / "one-artist" / "templates", root / "templates")
    (root / "takedown.toml").write_text(_SETTINGS, encoding="utf-8")
    (root / "mandates" / "all.txt").write_text("Invented, for measuring only.\n", encoding="utf-8")
    with (root / "principals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("artist", "name", "mandate", "email"))
        for number in range(artists):
            name = f"The Example Quartet {number + 1}"
            writer.writerow((name, f"{name} GbR", "mandates/all.txt", f"quartet-{number + 1}@example.org"))
    with (root / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Track.__dataclass_fields__)
        for number in range(artists):
            for track in tracks(number, recordings, text="mixed", seed=seed):
                rows.writerow([getattr(track, name) for name in Track.__dataclass_fields__])


def papers(recordings: int, *, text: str, seed: int = 0) -> Iterator["Paper"]:
    """The withdrawal of one artist after another, without end, made when they are asked for.

    The letter is planned and written by the program from a workspace; from paper to paper the schedule is another one.
    """
    from takedown.canonical import canonical_json, digest
    from takedown.rendering.compose import lay_out
    from takedown.rendering.letter import load_letters
    from takedown.rendering.twin import notice_document
    from takedown.rendering.written import write_letter

    notice = _planned(recordings)
    written = write_letter(notice, load_letters(), dated=DATED)
    artist = 0
    while True:
        this = replace(notice, releases=_releases(artist, recordings, text, seed))
        document = notice_document(this, written, dated=DATED)
        paper = lay_out(this, written, dated=DATED, signature=None, document_sha256=digest(document))
        yield replace(paper, document=canonical_json(document))
        artist += 1


def _planned(recordings: int) -> "Notice":
    """Plan the withdrawal of a workspace with one artist."""
    from takedown.cli.session import Session, Surroundings
    from takedown.notice import Kind

    now = datetime.combine(DATED, datetime.min.time(), tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        write_workspace(root, artists=1, recordings=recordings)
        session = Session(root=root, around=Surroundings(now=lambda: now, entropy=bytes))
        planned = [planned.notice for planned in session.plan.notices]
    return next(notice for notice in planned if notice.kind is Kind.WITHDRAWAL)


def _releases(artist: int, recordings: int, text: str, seed: int) -> tuple["Release", ...]:
    from takedown.model import Recording, Release, SourceRef

    here = SourceRef(file="catalog.csv", row=2)
    grouped: dict[str, list[Track]] = {}
    for track in tracks(artist, recordings, text=text, seed=seed):
        grouped.setdefault(track.upc, []).append(track)
    return tuple(
        Release(
            key=code,
            artists=(group[0].artist,),
            title=group[0].release,
            icpn=code,
            label=group[0].label,
            catalog_number=group[0].catalog_number,
            released=date.fromisoformat(group[0].release_date),
            recordings=tuple(
                Recording(title=one.track, isrc=one.isrc, number=one.track_number, source=here)
                for one in group
            ),
            source=here,
        )
        for code, group in grouped.items()
    )
