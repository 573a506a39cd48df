"""The straightforward way from a catalog to notices: `python -m benchmarks.straightforward WORKSPACE FOLDER`.

What a developer would write in a day with the usual libraries: `csv.DictReader`, a pydantic model with validators for
each row, Jinja2, platypus, `EmailMessage`, and a row in SQLite for each notice, in one process. For each artist it
writes the same three papers as the program (withdrawal, request to the platform, letter for the way back) and the same
kinds of files beside them. What it leaves out: all checks of routes and rights, the guard on words, tags, PDF/A.
"""

import csv
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated

from dateutil import parser as dates
from email_validator import validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import AfterValidator, BaseModel, BeforeValidator
from stdnum import ean, isrc

from benchmarks.engines import Draw, platypus
from benchmarks.letter import Entry, Letter

DESKS = {
    "withdrawal": ("Northlight Distribution", "catalog@northlight.example.com"),
    "platform-request": ("Example Amazon desk", "desk@amazon.example.com"),
    "reinstatement": ("Northlight Distribution", "catalog@northlight.example.com"),
}
SENDER = ("Robin Specimen", "40 Example Street", "10999 Berlin", "Germany", "robin@example.net")
_COLUMNS = (
    "platform",
    "artist",
    "release",
    "upc",
    "label",
    "catalog_number",
    "track_number",
    "track",
    "isrc",
)


class Row(BaseModel):
    """A row of the catalog."""

    artist: str
    release: str
    upc: Annotated[str, AfterValidator(ean.validate)]
    catalog_number: str
    label: str
    release_date: Annotated[datetime, BeforeValidator(dates.parse)]
    track_number: int
    track: str
    isrc: Annotated[str, AfterValidator(isrc.validate)]


class Principal(BaseModel):
    """On whose behalf."""

    artist: str
    name: str
    email: Annotated[
        str, AfterValidator(lambda text: validate_email(text, check_deliverability=False).normalized)
    ]


def read(root: Path) -> Iterator[tuple[Principal, list[Row]]]:
    """Read and check everything; then one principal after another, with the rows."""
    with (root / "catalog.csv").open(encoding="utf-8", newline="") as file:
        rows = [Row.model_validate(row) for row in csv.DictReader(file)]
    with (root / "principals.csv").open(encoding="utf-8", newline="") as file:
        principals = [Principal.model_validate(row) for row in csv.DictReader(file)]
    by_artist: dict[str, list[Row]] = {}
    for row in rows:
        by_artist.setdefault(row.artist, []).append(row)
    for principal in principals:
        yield principal, by_artist[principal.artist]


def schedule(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Rows grouped by release."""
    releases: dict[str, list[Row]] = {}
    for row in rows:
        releases.setdefault(row.upc, []).append(row)
    return tuple(
        Entry(
            code=f"{number}. UPC {code}",
            heading=f"{group[0].artist} – {group[0].release}",
            details=f"Label {group[0].label} · Catalogue number {group[0].catalog_number} · "
            f"Released {group[0].release_date:%d %B %Y}",
            recordings=tuple((str(row.track_number), row.isrc, row.track) for row in group),
        )
        for number, (code, group) in enumerate(releases.items(), 1)
    )


def letter(kind: str, principal: str, text: str, entries: tuple[Entry, ...], digest: str) -> Letter:
    """Put the words together."""
    name = name_of(digest)
    return Letter(
        language="en",
        author=SENDER[0],
        sender=SENDER,
        date=f"{date.today():%d %B %Y}",  # noqa: DTZ011 – as it would be written
        recipient=DESKS[kind],
        details=(("Reference", name), ("Account email", SENDER[-1]), ("On behalf of", principal)),
        subject=f"{kind.replace('-', ' ').capitalize()} – {principal} – {len(entries)} releases – Ref {name}",
        body=(
            *(("text", ((paragraph, False, False),)) for paragraph in text.split("\n\n")),
            ("signature", ()),
            ("schedule", ()),
        ),
        schedule_title=f"Schedule: {len(entries)} releases",
        columns=("No.", "ISRC", "Recording"),
        schedule=entries,
        signature=("_" * 30, SENDER[0], f"manager, for {principal}", "Place and date: " + "_" * 30),
        footer=f"Reference {name} · Document {digest[:12]}",
        page="Page {page} of {pages}",
    )


def name_of(digest: str) -> str:
    """What a paper is called."""
    return digest[:10].upper()


def as_text(made: Letter) -> str:
    """The letter as plain text."""
    lines = [*made.sender, "", made.date, "", *made.recipient, ""]
    lines += [f"{label}: {value}" for label, value in made.details]
    lines += ["", made.subject, ""]
    lines += [
        "\n".join(made.signature) if kind == "signature" else runs[0][0] + "\n"
        for kind, runs in made.body
        if runs
    ]
    lines += ["", made.schedule_title, ""]
    for entry in made.schedule:
        lines += [entry.code, f"   {entry.heading}", f"   {entry.details}"]
        lines += [f"     {'  '.join(recording)}" for recording in entry.recordings]
    return "\n".join(lines) + "\n"


def items(folder: Path, rows: Sequence[Row]) -> bytes:
    """items.csv: every recording on every platform."""
    with (folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for platform in ("amazon-music", "amazon-digital"):
            for row in rows:
                writer.writerow([platform, *(getattr(row, column) for column in _COLUMNS[1:])])
    return (folder / "items.csv").read_bytes()


def message(made: Letter, text: str, pdf: bytes, listed: bytes) -> bytes:
    """The draft of an email with both attachments."""
    mail = EmailMessage()
    mail["From"] = f"{SENDER[0]} <{SENDER[-1]}>"
    mail["To"] = f"{made.recipient[0]} <{made.recipient[1]}>"
    mail["Subject"] = made.subject
    mail.set_content(text)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="notice.pdf")
    mail.add_attachment(listed, maintype="text", subtype="csv", filename="items.csv")
    return mail.as_bytes()


def write(folder: Path, made: Letter, rows: Sequence[Row], data: Mapping[str, object], draw: Draw) -> None:
    """Write the files of one paper."""
    folder.mkdir(parents=True)
    pdf, text = draw(made), as_text(made)
    listed = items(folder, rows)
    (folder / "notice.pdf").write_bytes(pdf)
    (folder / "notice.txt").write_text(text, encoding="utf-8")
    (folder / "notice.json").write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / "notice.eml").write_bytes(message(made, text, pdf, listed))
    (folder / "ticket.txt").write_text(
        "\n\n".join(runs[0][0] for _, runs in made.body if runs), encoding="utf-8"
    )
    (folder / "steps.txt").write_text(f"1. Send notice.eml to {made.recipient[1]}.\n", encoding="utf-8")


def main() -> None:
    """Everything, one after another."""
    root, out = map(Path, sys.argv[1:])
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("letters")),
        undefined=StrictUndefined,
        autoescape=False,
    )
    draw = platypus.start()
    ledger = sqlite3.connect(out / "ledger.db")
    ledger.execute("CREATE TABLE notices (name TEXT, kind TEXT, principal TEXT, digest TEXT, folder TEXT)")
    for principal, rows in read(root):
        entries = schedule(rows)
        for kind in DESKS:
            text = environment.get_template(f"{kind}.txt").render(releases=entries, principal=principal.name)
            data = {
                "kind": kind,
                "principal": principal.name,
                "text": text,
                "rows": [row.model_dump(mode="json") for row in rows],
            }
            digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
            name = name_of(digest)
            made = letter(kind, principal.name, text, entries, digest)
            folder = out / "notices" / f"{kind}-{name}"
            write(folder, made, rows, data, draw)
            ledger.execute(
                "INSERT INTO notices VALUES (?, ?, ?, ?, ?)",
                (name, kind, principal.name, digest, str(folder)),
            )
            ledger.commit()


if __name__ == "__main__":
    main()
