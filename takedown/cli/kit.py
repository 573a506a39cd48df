"""`takedown kit`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from takedown.cli.progress import Counter, jobs_option
from takedown.cli.session import Session, json_option, show
from takedown.errors import ExitCode, StorageError, UsageError
from takedown.writing import told as named
from takedown.writing import write_files

if TYPE_CHECKING:
    from takedown.kits import Entries, Maker, Packet
    from takedown.records import Campaign
    from takedown.reports.kit import Made

_CAMPAIGN = "campaign.toml"
#: So many packets are synced together.
_TOGETHER = 25


@click.command("kit")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--campaign", metavar="FILE", default="", help=f"The campaign. Default: {_CAMPAIGN}.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("kits"),
    help="Folder for the packets. Default: kits.",
)
@click.option("--demo", is_flag=True, help="Mark every paper as a SPECIMEN.")
@jobs_option
@json_option
@click.pass_obj
def command(session: Session, /, roster: Path, *, as_json: bool, **told: Any) -> int:
    """Make one packet for each artist of ROSTER, a zip that works without this program. Nothing is sent.

    ROSTER is a CSV or XLSX: artist, contact, distributor, platforms, catalog, label, sender, capacity, basis, language,
    address, account. Catalogs lie beside it. A row that says too little gets a packet that asks.
    Exit code 1: something is missing.
    """
    from takedown.kits import Occasion, entries_of, maker, read_roster
    from takedown.reports.kit import Made, kit_json, plain_kit

    path = _roster(session.workspace.root / roster, roster)
    campaign = _campaign(session, told["campaign"])
    occasion = Occasion(campaign=campaign, today=session.today, demo=told["demo"])
    read = read_roster(path, name=roster.name)
    work = maker(session.letters, session.directory, occasion, path.parent)
    found = entries_of(read.rows, work.known, campaign.platforms)
    folder = session.workspace.root / told["out"]
    _make(folder)
    packets = tuple(_written(folder, work, found, told["jobs"]))
    made = Made(
        folder=str(folder),
        packets=packets,
        findings=(*read.findings, *found.findings, *(each for packet in packets for each in packet.findings)),
        older=_older(folder, packets),
    )
    _index(folder, made)
    show(kit_json(made) if as_json else plain_kit(made))
    return ExitCode.NEEDS_PERSON if made.needs_person else ExitCode.DONE


def _index(folder: Path, made: "Made") -> None:
    from takedown.reports.kit_index import FINDINGS, INDEX, INDEX_PAGE, findings_csv, index_csv, index_page

    files = {
        INDEX: index_csv(made.packets),
        INDEX_PAGE: index_page(made.packets),
        FINDINGS: findings_csv(made.findings),
    }
    write_files({folder: files})


def _roster(*places: Path) -> Path:
    """In the workspace's folder, else where the user stands."""
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise UsageError(
            f"{places[0]} is no file", hint="takedown kit roster.csv; docs/organizers.md shows its columns"
        )
    return found


def _campaign(session: Session, given: str) -> "Campaign":
    from takedown.interview.campaign import find_campaign

    if given in session.directory.campaigns:
        return session.directory.campaigns[given]
    path = session.workspace.root / (given or _CAMPAIGN)
    if not path.is_file():
        raise UsageError(
            f"{path} is no file",
            hint="copy examples/campaign/your-campaign.toml there and fill it in; or name one: --campaign FILE",
        )
    return find_campaign(str(path), session.directory, today=session.today).record


def _make(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise StorageError(f"{folder}: is no folder; nothing was written", hint="name another: --out FOLDER")
    with named(folder, "make"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _written(folder: Path, work: "Maker", found: "Entries", jobs: int | None) -> "Iterator[Packet]":
    """Make the packets, in as many processes as wanted, and write them a few at a time; yield them without content."""
    import sys

    from takedown.batch import available_cores, results

    counter = Counter("Making packets", sys.stderr)
    total = len(found.entries)
    counter.tell(0, total)
    try:
        with closing(results(work, found.entries, jobs=jobs or available_cores())) as packets:
            waiting: list[Packet] = []
            for number, packet in enumerate(packets, 1):
                waiting.append(packet)
                if len(waiting) == _TOGETHER or number == total:
                    write_files({folder: {each.file: each.content for each in waiting if each.file}})
                    yield from (replace(each, content=b"") for each in waiting)
                    waiting.clear()
                counter.tell(number, total)
    finally:
        counter.clear()


def _older(folder: Path, packets: "Sequence[Packet]") -> tuple[str, ...]:
    names = {packet.file for packet in packets}
    with suppress(OSError):
        found = (each.name for each in os.scandir(folder) if each.name.endswith(".zip"))
        return tuple(sorted(name for name in found if name not in names))
    return ()
