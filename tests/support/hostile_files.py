"""Makers of files that mean harm: bombs, lies about sizes, links out of the folder, things that are no files."""

import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from support.builders import isrc, upc
from support.ern_files import message

HEADER = "artist,release,upc,track,isrc"
GOOD = f"The Example Lights,Harbour Lights,{upc(1)},Low Water,{isrc(1)}"
#: What no message, report or table may ever show: it lies outside of what was named.
SECRET = "private-of-somebody-else"

ERN = message("43")
_NAMESPACE = "http://ddex.net/xml/ern/43"
_WORKBOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    '<Relationship Id="rId2" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
}


def table(path: Path, *lines: str, newline: str = "\n", encoding: str = "utf-8") -> Path:
    """A table of text."""
    path.write_bytes("".join(line + newline for line in lines).encode(encoding))
    return path


def cell(place: str, text: str) -> str:
    """A cell of a sheet with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(*rows: str) -> str:
    """A sheet of rows as they are written."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(rows)
        + "</sheetData></worksheet>"
    )


def row_xml(number: int, *texts: str) -> str:
    """A row of cells A, B, C …"""
    cells = "".join(cell(f"{chr(65 + place)}{number}", text) for place, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


PLAIN_SHEET = sheet_xml(row_xml(1, *HEADER.split(",")), row_xml(2, *GOOD.split(",")))


def workbook(path: Path, sheet: str = PLAIN_SHEET, **parts: str | bytes) -> Path:
    """A workbook written part by part; `parts` are added, or stand in place of the usual ones (`/` as `__`)."""
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    everything = {**_WORKBOOK, "xl/worksheets/sheet1.xml": sheet, **named}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in everything.items():
            archive.writestr(name, content)
    return path


def with_part(path: Path, name: str, content: str | bytes) -> Path:
    """A workbook with one more part, or with another one in place of its own."""
    return workbook(path, **{name.replace("/", "__"): content})


def bomb(path: Path, *, times: int = 600) -> Path:
    """A sheet of `times` MB of blanks in a few hundred kB of zip, written in pieces."""
    blanks = b" " * 1_000_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _WORKBOOK.items():
            archive.writestr(name, content)
        begin, end = sheet_xml("|").split("|")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(begin.encode())
            for _ in range(times):
                part.write(blanks)
            part.write(end.encode())
    return path


def understated(path: Path) -> Path:
    """The central directory says 1,000 bytes of a sheet that unpacks to 300 MB."""
    bomb(path, times=300)
    return _with_size(path, b"xl/worksheets/sheet1.xml", 1_000)


def overstated(path: Path) -> Path:
    """The central directory says 190 MB of a sheet of 800 bytes."""
    workbook(path)
    return _with_size(path, b"xl/worksheets/sheet1.xml", 4_000_000)


def _with_size(path: Path, part: bytes, size: int) -> Path:
    """Change what the central directory says of the size of a part when it is unpacked."""
    content = bytearray(path.read_bytes())
    at = content.rindex(part) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(content)
    return path


def overlapping(path: Path, *, entries: int = 250) -> Path:
    """Many names for one and the same packed megabyte, as in a bomb without nesting."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b" " * 1_000_000
    packed = packer.compress(raw) + packer.flush()
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        kept = {each.filename: archive.read(each) for each in archive.infolist()}
    content, directory, count = b"", b"", 0
    for name, text in kept.items():
        head = struct.pack(
            "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(text), len(text), len(text), len(name), 0
        )
        directory += _entry(name, text, len(text), 0, len(content))
        content += head + name.encode() + text
        count += 1
    shared = len(content)
    name = "xl/media/0000.xml"
    content += struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(raw), len(packed), len(raw), len(name), 0
    )
    content += name.encode() + packed
    for number in range(entries):
        directory += _entry(f"xl/media/{number:04}.xml", raw, len(packed), 8, shared)
        count += 1
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(content), 0)
    path.write_bytes(content + directory + end)
    return path


def _entry(name: str, raw: bytes, packed: int, method: int, offset: int) -> bytes:
    return (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, method, 0, 33, zlib.crc32(raw), packed, len(raw), len(name),
            0, 0, 0, 0, 0, offset,
        )
        + name.encode()
    )  # fmt: skip


def nested(path: Path) -> Path:
    """A zip in a zip in a zip, forty times a bomb at the end."""
    inner = b"\0" * 10_000_000
    for depth in range(5):
        inner_path = path.with_suffix(f".{depth}")
        with zipfile.ZipFile(inner_path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.zip", inner)
        inner = inner_path.read_bytes()
        inner_path.unlink()
    path.write_bytes(inner)
    return path


def laughing(root: str = "workbook", depth: int = 9) -> str:
    """A billion laughs: ten of ten of ten …"""
    entities = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, depth + 1)
    )
    return f'<?xml version="1.0"?>\n<!DOCTYPE {root} [{entities}]>\n<{root}>&l{depth};</{root}>'


def ern_with(doctype: str, *, said: str = "Harbour Lights") -> str:
    """A message with a document type before it, and something in place of the title of the release."""
    begin, _, rest = ERN.partition("?>")
    return f"{begin}?>\n{doctype}{rest.replace('Harbour Lights', said)}"


def deep_ern(depth: int) -> str:
    """Elements inside each other."""
    end = "</ern:NewReleaseMessage>"
    return ERN.replace(end, "<A>" * depth + "</A>" * depth + end)


def library(path: Path, *statements: str, rows: Iterable[Mapping[str, object]] = ()) -> Path:
    """A database with the tables of beets, and what else is asked for."""
    names = (
        "title TEXT, artist TEXT, albumartist TEXT, album TEXT, album_id INTEGER, isrc TEXT, track INTEGER,"
        " disc INTEGER, year INTEGER, month INTEGER, day INTEGER"
    )
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE items (id INTEGER PRIMARY KEY, {names})")
        database.execute(
            "CREATE TABLE albums (id INTEGER PRIMARY KEY, album TEXT, albumartist TEXT, barcode TEXT)"
        )
        for each in rows:
            marks = ", ".join("?" * len(each))
            database.execute(f"INSERT INTO items ({', '.join(each)}) VALUES ({marks})", tuple(each.values()))
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


ITEM = {
    "title": "Low Water", "artist": "The Example Lights", "albumartist": "The Example Lights",
    "album": "Harbour Lights", "isrc": isrc(1),
}  # fmt: skip
