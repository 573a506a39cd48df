"""What people send to an organizer: forms, messages, packed notices, pictures, and what nobody can read."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
CAMPAIGN = """
name = "Quiet Friday"
status = "active"
checked_on = 2026-11-22
platforms = ["spotify"]
territories = ["worldwide"]
wanted_by = 2027-01-29
delete_on = 2027-06-30
publish = {publish}
[summary]
value = "Invented."
"""
HEADER = (
    "Timestamp",
    "Email address",
    "Artist",
    "Distributor",
    "Status",
    "Platforms",
    "Publish",
    "Ticket",
    "File",
)
_OUTCOMES = ("submitted", "cannot", "label refused", "gesendet", "pledged", "gone", "enviado", "bestätigt")


@dataclass
class Sent:
    """A folder of answers: how many files, and how many of them can be used."""

    folder: Path
    files: int = 0
    broken: int = 0
    artists: set[str] = field(default_factory=set)


def organizer(folder: Path, publish: tuple[str, ...] = ("totals", "by-platform")) -> Path:
    """Make an organizer's folder with a campaign that allows so much to be published."""
    folder.mkdir(parents=True, exist_ok=True)
    allowed = CAMPAIGN.format(publish=json.dumps(publish))
    (folder / "campaign.toml").write_text(allowed, encoding="utf-8")
    return folder


def form(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> str:
    """A form export as text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([header, *rows])
    return out.getvalue()


def letter(
    sender: str, to: str, subject: str = "Removal", text: str = "Hello.", *, more: str = "", day: int = 20
) -> bytes:
    """A message as it arrives."""
    return (
        f"Received: from mx.example.com\r\nFrom: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        f"Date: {day} Nov 2026 09:00:00 +0000\r\nMessage-ID: <{abs(hash((sender, subject, day)))}@example.com>\r\n"
        f"{more}\r\n{text}\r\n"
    ).encode()


def forwarded(sender: str, inner: bytes, subject: str = "Fwd: your ticket") -> bytes:
    """A message with another one attached as it was."""
    head = (
        f"From: {sender}\r\nTo: organizer@example.org\r\nSubject: {subject}\r\nDate: 21 Nov 2026 10:00:00 +0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=b="\r\n\r\n--=b=\r\n'
        "Content-Type: text/plain\r\n\r\nSee below.\r\n--=b=\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return head.encode() + inner + b"\r\n--=b=--\r\n"


def paper(*artists: str, **more: object) -> bytes:
    """A notice.json as the program writes it, as far as it is read."""
    table = {
        "id": "PEBFMUDJ7S",
        "kind": "withdrawal",
        "demo": False,
        "dated": "2026-11-20",
        "document_sha256": "0" * 64,
        "recipient": {"desk": "tunecore", "name": "TuneCore", "email": "x@example.com"},
        "items": [{"artist": artist, "platform": "spotify", "key": "1"} for artist in artists],
    }
    return json.dumps(table | more).encode()


def packed(**files: bytes) -> bytes:
    """A zip; `__` in a name is a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def send(folder: Path, files: int, seed: int = 7) -> Sent:
    """Write so many files of every sort, one in five of them broken, and a form in which most artists stand."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    sent = Sent(folder=folder)
    rows = []
    for number in range(files - 1):
        artist, contact = (
            f"Artist {number} {chance.choice(('Lights', 'Quartet', 'Ōsaka', 'Müller'))}",
            f"a{number}@example.net",
        )
        sent.artists.add(artist)
        name, content, is_broken = next(_file(chance, number, artist, contact))
        place = folder / f"{number % 10}" / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
        sent.broken += is_broken
        outcome = chance.choice(_OUTCOMES)
        rows.append(
            (
                "2026-11-19 10:00:00",
                contact,
                artist,
                "TuneCore",
                outcome,
                "Spotify",
                "no",
                f"T-{number:05}",
                "",
            )
        )
    (folder / "form.csv").write_bytes(form(*rows).encode())
    sent.files = files
    return sent


def _file(chance: random.Random, number: int, artist: str, contact: str) -> Iterator[tuple[str, bytes, bool]]:
    """One file: its name, its bytes, and whether it is broken."""
    kind = chance.randrange(10)
    reply = letter("Support <help@tunecore.com>", contact, f"Re: Removal [#{number + 10_000}]")
    if kind < 2:
        yield f"{number}.eml", letter(contact, "help@tunecore.com"), False
    elif kind == 2:
        yield f"{number}.eml", forwarded(contact, reply), False
    elif kind == 3:
        yield (
            f"{number}.mbox",
            b"From x Sat Nov 21 10:00:00 2026\n" + reply.replace(b"\r\n", b"\n") + b"\n",
            False,
        )
    elif kind == 4:
        content = packed(notice__json=paper(artist), shot__png=PNG)
        yield f"{number}.zip", content, False
    elif kind in (5, 6):
        yield f"ticket T-{number:05}.png", PNG + chance.randbytes(20), False
    elif kind == 7:
        whole = packed(notice__json=paper(artist), a__txt=chance.randbytes(2_000))
        yield f"{number}.zip", whole[: len(whole) // 2], True
    elif kind == 8:
        yield f"{number}.bin", chance.randbytes(chance.randrange(2_000)), True
    else:
        yield f"{number}.eml", letter("stranger@example.info", "organizer@example.org", "Hi"), True
