"""The restore kit: what the way back needs, written before anything is removed.

A snapshot of exactly the releases of a notice, in the form in which the program reads them again, and the letter that
asks for them to be delivered again, unsigned and marked as a draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from takedown.canonical import digest
from takedown.checks.reader import RELEASE
from takedown.counting import counted_releases
from takedown.frozen import dataclass
from takedown.links import LINK_COLUMNS
from takedown.model import COLUMNS, Place, Recording, Release
from takedown.notice import Notice
from takedown.rendering import Letters
from takedown.rendering.compose import lay_out
from takedown.rendering.paper import Paper, Paragraph, Run
from takedown.rendering.text import as_text
from takedown.rendering.ticket import ticket_text
from takedown.rendering.twin import notice_document
from takedown.rendering.values import one_line, shown
from takedown.rendering.written import ENGLISH_FILE, write_letter
from takedown.replying import way_back
from takedown.spreadsheet import csv_lines, guarded

DRAFT = "DRAFT, kept for later: nobody has asked for this yet. Do not hand it over as it is."
_NOWHERE = Place()
_NO_DATE = "Date: " + "_" * 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A restore kit as files: file name → bytes. `folder` is relative to the workspace."""

    folder: str
    files: Mapping[str, bytes]


def restore_kit(notice: Notice, letters: Letters, *, dated: date) -> Kit:
    """Make the kit of a notice that has not gone out. `dated` is the day of the notice's own letter."""
    from takedown.rendering.pdf import draw_pdf

    back = way_back(notice)
    written = write_letter(back, letters, dated=dated)
    sha256 = digest(notice_document(back, written, dated=dated))
    paper = _marked(lay_out(back, written, dated=dated, signature=None, document_sha256=sha256))
    ticket = ticket_text(
        written.ticket, written.words, fields=(), attached=("reinstatement.pdf",), specimen=notice.demo
    )
    english = {}
    if written.english:
        governing = _marked(
            lay_out(back, written.english, dated=dated, signature=None, document_sha256=sha256)
        )
        english = {ENGLISH_FILE: as_text(governing).encode()}
    return Kit(
        folder=kit_folder(notice),
        files={
            **english,
            "README.txt": _readme(notice, back, dated, english=bool(english)).encode(),
            "catalog.csv": _table(COLUMNS, (row for release in notice.releases for row in _rows(release))),
            "links.csv": _table(
                LINK_COLUMNS, (row for release in notice.releases for row in _links(release))
            ),
            "reinstatement.pdf": draw_pdf(paper),
            "reinstatement.txt": as_text(paper).encode(),
            "ticket.txt": f"{DRAFT}\n\n{ticket}".encode(),
        },
    )


def kit_folder(notice: Notice) -> str:
    """`restore/<kind>-<desk>-<id>`, relative to the workspace."""
    return f"restore/{notice.folder.rpartition('/')[2]}"


def _marked(paper: Paper) -> Paper:
    """Say first that it is a draft; the day is left open, as it will be another one."""
    mark = Paragraph(runs=(Run(text=DRAFT, bold=True),))
    return replace(paper, date=_NO_DATE, blocks=(mark, *paper.blocks))


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows hold a cell for each column, guarded."""
    return csv_lines([columns, *(row.values() for row in rows)]).encode()


def _guarded(cells: Mapping[str, str]) -> dict[str, str]:
    """Cells that no spreadsheet runs. What all rows of a release say is guarded once."""
    return {column: guarded(text) for column, text in cells.items() if text}


def _rows(release: Release) -> Iterator[dict[str, str]]:
    """Write a release as rows of catalog.csv: one a recording; one of its own where nothing else says it all."""
    head = dict.fromkeys(COLUMNS, "") | _guarded(
        {
            "artist": "; ".join(release.artists),
            "release": release.title,
            "release_version": release.version,
            "upc": release.icpn,
            "grid": release.grid,
            "catalog_number": release.catalog_number,
            "label": release.label,
            "release_date": release.released.isoformat() if release.released else "",
            "p_line": release.p_line,
            "c_line": release.c_line,
            "owner": "; ".join(release.owners),
            "distributor": release.distributor,
            "platforms": "; ".join(release.platforms),
        }
    )
    whole = _page(release)
    if not release.recordings or (any(whole.values()) and not release.is_lone_recording):
        yield head | {"kind": RELEASE} | _guarded(whole)
    for recording in release.recordings:
        own = _page(recording)
        yield head | _guarded(
            {
                "track_number": recording.number,
                "track_artist": "; ".join(recording.artists) if recording.artists != release.artists else "",
                "track": recording.title,
                "track_version": recording.version,
                "isrc": recording.isrc,
                **(own if any(own.values()) or not release.is_lone_recording else whole),
            }
        )


def _page(item: Release | Recording) -> dict[str, str]:
    """ASIN and address of one place: both are of the same product then. links.csv has those of every platform."""
    first = item.places[0] if item.places else _NOWHERE
    return {"asin": item.asin or first.asin, "url": item.url or ("" if item.asin else first.url)}


def _links(release: Release) -> Iterator[dict[str, str]]:
    """Write a line of links.csv for every place that is known."""
    about = {"artist": "; ".join(release.artists), "release": release.title, "upc": release.icpn}
    head = dict.fromkeys(LINK_COLUMNS, "") | _guarded(about)
    if not release.is_lone_recording:
        for place in release.places:
            yield head | _guarded({"platform": place.platform, "asin": place.asin, "url": place.url})
    for recording in release.recordings:
        places = recording.places or (release.places if release.is_lone_recording else ())
        for place in places:
            yield head | _guarded(
                {
                    "track": recording.display_title,
                    "isrc": recording.isrc,
                    "platform": place.platform,
                    "asin": place.asin,
                    "url": place.url,
                }
            )


def _readme(notice: Notice, back: Notice, dated: date, *, english: bool) -> str:
    """For the user alone: what this is, and how to come back."""
    name = shown(one_line(notice.recipient.name))
    specimen = ["This is a specimen with invented names: send it to nobody.", ""] if notice.demo else []
    lines = [
        f"The way back from notice {notice.id}",
        "",
        *specimen,
        f"Made with the letter of {dated.isoformat()}, before the letter went out. This folder is for you alone.",
        "",
        f"Notice {notice.id} to {name} is about {counted_releases(notice.releases)}. Should you want to come back one",
        "day, the releases must be delivered again, with the same codes. What is needed for that:",
        "",
        "catalog.csv         exactly these releases, as they were known: the columns of the catalog. The program",
        "                    reads it again: takedown import catalog.csv, in any workspace.",
        "links.csv           where each could be seen. Copy it beside the catalog of that workspace.",
        f"reinstatement.txt   the letter that asks {name} to deliver again,",
        "reinstatement.pdf   as a draft: not dated, not signed, not asked for.",
        "ticket.txt          the same, short, to paste into a form.",
        *(["english.txt         the same letter in English, which goes with it."] if english else []),
        "",
        "Not in it: the audio and the artwork. Keep the very files that were delivered, and put a copy here.",
        "",
        "To come back:",
        "",
        f"1. takedown reinstate {notice.id}",
        "   writes the real letter, with the day and the ticket number of your request; then sign it and hand it over.",
        f"   Its reference is {back.id} where all of it is to come back.",
        "2. If this workspace is lost, take reinstatement.txt: put in the date, take out the line about the draft,",
        "   and sign it.",
        "3. Use the same UPC, the same ISRCs, the same titles and the same lengths. Then play counts and playlists may",
        "   link up again. Nobody promises it.",
        "",
        "Keep a copy of this folder in another place. The program writes it anew until the notice is recorded as",
        "submitted, and never after that.",
    ]
    return "\n".join(lines) + "\n"
