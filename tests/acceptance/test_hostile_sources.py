"""Files that mean harm, or are broken in ways that do: read through the command line, in little memory and time.

Each ends with one clear message or with its rows in rejected.csv; the catalog stays as it was where nothing could be
begun, and nothing outside of the named file and the workspace is opened.
"""

import csv
import io
import json
import os
import random
import re
import socket
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import audio_files as audio
from support.builders import isrc, upc
from support.confined import MEMORY, SECONDS, Run, confined
from support.hostile_files import (
    ERN,
    GOOD,
    HEADER,
    ITEM,
    PLAIN_SHEET,
    SECRET,
    bomb,
    cell,
    deep_ern,
    ern_with,
    laughing,
    library,
    nested,
    overlapping,
    overstated,
    row_xml,
    sheet_xml,
    table,
    understated,
    with_part,
    workbook,
)

import takedown
from takedown.model import COLUMNS as CATALOG_COLUMNS

if sys.platform != "linux":
    pytest.skip("limits of memory and time are set as Linux has them", allow_module_level=True)

#: What was in the catalog before; it stays, byte for byte, where a file cannot be read.
CATALOG = f"artist,release,upc,track,isrc\nAda Muster,Quay,{upc(9)},Crane,{isrc(9)}\n"
#: Where the program itself, Python and its libraries lie: they may be opened.
PROGRAM = (
    Path(takedown.__file__).parent.parent,
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")),
    Path(sys.prefix),
    Path(sys.base_prefix),
)
SAVE_AGAIN = "open it in the spreadsheet program and save it again as .xlsx or as CSV UTF-8"
NEW_WORKBOOK = "copy the rows into a new workbook, or save the sheet as CSV UTF-8"
AS_DELIVERED = "ask its sender for the message as it was delivered"
NO_MESSAGE = f"no DDEX message is like this; {AS_DELIVERED}"
DOCTYPE = "row 2: a DOCTYPE, which no DDEX message has and which can be used for attacks"
ENCODING = (
    'save it as "CSV UTF-8" in the spreadsheet program, or name its encoding: --encoding cp1252, or '
    '[catalog] encoding = "cp1252"'
)
RELEASE_OF_MUSICBRAINZ = (
    "open https://musicbrainz.org/ws/2/release/ followed by the release's id and "
    "?inc=recordings+isrcs+labels+artist-credits&fmt=json in a browser, and save the page"
)
COLUMNS = (
    "the first line names the columns: artist, with release or track, and upc or isrc where there are any; "
    "other usual names are known too"
)

Maker = Callable[[Path], Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file, how it is made in a folder, and what must be said."""

    name: str
    make: Maker
    message: str
    hint: str


def text(name: str, content: str | bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def lines(name: str, *rows: str, encoding: str = "utf-8") -> Maker:
    return lambda folder: table(folder / name, *rows, encoding=encoding)


def part(name: str, content: str | bytes) -> Maker:
    return lambda folder: with_part(folder / "book.xlsx", name, content)


def database(*statements: str) -> Maker:
    return lambda folder: library(folder / "library.db", *statements)


def huge_sheet(folder: Path) -> Path:
    return bomb(folder / "book.xlsx")


def device(path: str) -> Maker:
    return lambda _: Path(path)


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def link_to_itself(folder: Path) -> Path:
    (folder / "a.csv").symlink_to(folder / "b.csv")
    (folder / "b.csv").symlink_to(folder / "a.csv")
    return folder / "a.csv"


#: A million characters that do not pack well.
NOISE = random.Random(7).randbytes(500_000).hex()
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (row_xml(1, *HEADER.split(",")), row_xml(2, *GOOD.split(",")))
STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>{}</cellXfs></styleSheet>'
SHEET_ELSEWHERE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
BEETS = "choose the library.db of beets (`beet config -p` shows its folder), or a list of your recordings"

REFUSED = (
    # text
    Case(
        name="a quotation mark that is never closed",
        make=lines("open.csv", HEADER, GOOD, 'The Example Lights,"Harbour,,Low,', *[GOOD] * 50),
        message="open.csv, row 3: a quotation mark that is not closed, read as one cell until row 53",
        hint='close it, and write a quotation mark inside a cell twice: "The ""Live"" Tape"',
    ),
    Case(
        name="a quotation mark that swallows megabytes",
        make=lines("open.csv", HEADER, GOOD, 'The Example Lights,"Harbour,,Low,', *[GOOD] * 60_000),
        message="open.csv, row 3: a quotation mark that is not closed (more than 131,072 characters), read as one cell "
        "until row 1876",
        hint='close it, and write a quotation mark inside a cell twice: "The ""Live"" Tape"',
    ),
    Case(
        name="a NUL",
        make=lines("nul.csv", HEADER, GOOD, GOOD.replace("Low", "L\0w")),
        message="nul.csv, row 3: a NUL character (number 149 of the file)",
        hint=f"UTF-16 without its mark looks like this; {ENCODING}",
    ),
    Case(
        name="UTF-16 without its mark",
        make=lines("sheet.csv", HEADER, GOOD, encoding="utf-16-le"),
        message="sheet.csv, row 1: a NUL character (number 2 of the file)",
        hint=f"UTF-16 without its mark looks like this; {ENCODING}",
    ),
    Case(
        name="Polish letters in cp1250",
        make=lines("sheet.csv", HEADER, GOOD.replace("Low", "Łódź"), encoding="cp1250"),
        message="sheet.csv, row 2: not utf-8: byte A3 at position 78",
        hint=ENCODING,
    ),
    Case(
        name="a line of more than a million characters",
        make=lines("wide.csv", f"{HEADER},{'x' * 1_100_000}", GOOD),
        message="wide.csv, row 1: a line of more than 1,000,000 characters",
        hint="this is no table: export it again as CSV UTF-8, with one row per line",
    ),
    Case(
        name="a header of one name of 900 kB",
        make=lines("wide.csv", f"{HEADER},{'x' * 900_000}", GOOD),
        message="wide.csv, row 1: a cell of more than 131,072 characters, and no header that is known",
        hint="mend the line in the file (a quotation mark inside a cell is written twice), and import it again",
    ),
    Case(
        name="a header of a hundred thousand names",
        make=lines("wide.csv", ",".join(["genre"] * 160_000), GOOD),
        message="wide.csv, row 1: no header that is known in the first 40 rows; found: "
        + ", ".join(["'genre'"] * 12)
        + " and 159988 more",
        hint=COLUMNS.replace("the first line names the columns", "name its columns"),
    ),
    Case(
        name="three hundred thousand rows of commas",
        make=lines("commas.csv", *[",,,,"] * 300_000),
        message="commas.csv: no header",
        hint=COLUMNS,
    ),
    Case(
        name="a million line ends and nothing else",
        make=text("blank.csv", "\n" * 1_000_000),
        message="blank.csv: the file is empty",
        hint="save it again, with a header and one row per recording",
    ),
    # workbooks
    Case(
        name="600 MB in 600 kB",
        make=huge_sheet,
        message="book.xlsx: unpacks to 600 MB, # times its size",
        hint=NEW_WORKBOOK,
    ),
    Case(
        name="a bomb that says it is small",
        make=lambda folder: understated(folder / "book.xlsx"),
        message="book.xlsx: the workbook is damaged (Bad CRC-32 for file 'xl/worksheets/sheet1.xml')",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="zips in zips",
        make=lambda folder: nested(folder / "book.xlsx"),
        message="book.xlsx: this is a zip file, not a workbook",
        hint="unpack it and name the file inside, or save it as CSV UTF-8 or as an Excel workbook (.xlsx)",
    ),
    Case(
        name="many names for one packed part",
        make=lambda folder: overlapping(folder / "book.xlsx"),
        message="book.xlsx: unpacks to 250 MB, # times its size",
        hint=NEW_WORKBOOK,
    ),
    Case(
        name="some names for one packed part",
        make=lambda folder: overlapping(folder / "book.xlsx", entries=5),
        message="book.xlsx: the workbook is damaged (File name in directory 'xl/media/0001.xml' and header "
        "b'xl/media/0000.xml' differ.)",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="more formats than Excel allows",
        make=part("xl/styles.xml", STYLES.format('<xf numFmtId="0"/>' * 200_000)),
        message="book.xlsx: more than 100,000 formats, names or other elements in xl/styles.xml",
        hint=NEW_WORKBOOK,
    ),
    Case(
        name="a workbook of names",
        make=part("xl/workbook.xml", "<workbook>" + "<a/>" * 1_000_000 + "</workbook>"),
        message="book.xlsx: more than 100,000 formats, names or other elements in xl/workbook.xml",
        hint=NEW_WORKBOOK,
    ),
    Case(
        name="a billion laughs in a workbook",
        make=part("xl/workbook.xml", laughing()),
        message="book.xlsx: the workbook is damaged (a document type is declared in xl/workbook.xml)",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="a billion laughs in a sheet, in UTF-16",
        make=part(SHEET, laughing("worksheet").replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")),
        message=f"book.xlsx: the workbook is damaged (a document type is declared in {SHEET})",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="a billion laughs behind a long comment",
        make=part(SHEET, laughing("worksheet").replace("\n", f"<!--{'x' * 10_000}-->", 1)),
        message="book.xlsx: the workbook is damaged (ValueError)",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="a sheet that lies outside of the workbook",
        make=part("xl/_rels/workbook.xml.rels", SHEET_ELSEWHERE.format("../../../../../etc/passwd")),
        message="book.xlsx: no header",
        hint=COLUMNS,
    ),
    Case(
        name="a text that is not there",
        make=lambda folder: workbook(
            folder / "book.xlsx", sheet_xml(ROWS[0], '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')
        ),
        message="book.xlsx: the workbook is damaged (IndexError)",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="a row with a negative number",
        make=lambda folder: workbook(
            folder / "book.xlsx", sheet_xml(*ROWS, f'<row r="-5">{cell("A-5", "x")}</row>')
        ),
        message="book.xlsx: the workbook is damaged (ValueError)",
        hint=SAVE_AGAIN,
    ),
    Case(
        name="a hundred thousand cells inside each other",
        make=lambda folder: workbook(
            folder / "book.xlsx", sheet_xml("<row>" + "<c>" * 100_000 + "</c>" * 100_000 + "</row>")
        ),
        message="book.xlsx: no header",
        hint=COLUMNS,
    ),
    # DDEX
    Case(
        name="a billion laughs in a message",
        make=text("feed.xml", ern_with(laughing("x").split("\n")[1], said="&l9;")),
        message=f"feed.xml, {DOCTYPE}",
        hint=AS_DELIVERED,
    ),
    Case(
        name="one long entity a thousand times",
        make=text("feed.xml", ern_with(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', said="&a;" * 50_000)),
        message=f"feed.xml, {DOCTYPE}",
        hint=AS_DELIVERED,
    ),
    Case(
        name="an entity that is not declared",
        make=text("feed.xml", ern_with("", said="&nothing;")),
        message="feed.xml, row 141: an entity that is not declared",
        hint=f"write the character itself, or {AS_DELIVERED}",
    ),
    Case(
        name="elements inside each other",
        make=text("feed.xml", deep_ern(200_000)),
        message="feed.xml, row 229: nested too deep, or one text is longer than 10 MB",
        hint=NO_MESSAGE,
    ),
    Case(
        name="a text of 12 MB",
        make=text("feed.xml", ern_with("", said="x" * 12_000_000)),
        message="feed.xml: a release, recording or text of more than 8 MB, about 32,768 bytes after the beginning of "
        "the file",
        hint=NO_MESSAGE,
    ),
    Case(
        name="a comment of 12 MB",
        make=text("feed.xml", ERN.replace("?>", f"?><!--{'x' * 12_000_000}-->", 1)),
        message="feed.xml: the first element does not begin within 64 kB",
        hint=AS_DELIVERED,
    ),
    Case(
        name="an element of two hundred thousand attributes",
        make=text(
            "feed.xml",
            ERN.replace("<ern:", "<ern:x " + " ".join(f'a{number}=""' for number in range(200_000)), 1),
        ),
        message="feed.xml: the first element does not begin within 64 kB",
        hint=AS_DELIVERED,
    ),
    # JSON
    Case(
        name="lists inside each other",
        make=text("release.json", '{"media":' + "[" * 100_000),
        message="release.json: JSON nested too deeply",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    Case(
        name="tables inside each other",
        make=text("release.json", '{"media":' * 100_000 + "1" + "}" * 100_000),
        message="release.json: JSON nested too deeply",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    Case(
        name="a number of a hundred thousand digits",
        make=text("release.json", '{"media":[{"position":' + "9" * 100_000 + "}]}"),
        message="release.json: JSON with a number of more than 4,300 digits",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    Case(
        name="a number beyond every number",
        make=text("release.json", '{"title":"a","media":[{"position":1e999,"tracks":[]}]}'),
        message="release.json: media[0].position is a number, not a whole number",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    Case(
        name="half a million keys",
        make=text("release.json", '{"media":[],' + ",".join(f'"k{n}":1' for n in range(500_000)) + "}"),
        message="release.json: the release comes without its tracks",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    Case(
        name="20 MB of JSON",
        make=text("release.json", '{"media":"' + "x" * 20_000_001 + '"}'),
        message="release.json: bigger than 20 MB; no release is",
        hint=RELEASE_OF_MUSICBRAINZ,
    ),
    # databases
    Case(
        name="a view that never ends instead of a table",
        make=database(
            "ALTER TABLE items RENAME TO real",
            "CREATE VIEW items AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT x AS id, 'a' AS title, 'b' AS artist, 'c' AS album, 1 AS album_id FROM n",
        ),
        message="library.db: an SQLite database, but not of beets; its tables are albums, real",
        hint=BEETS,
    ),
    Case(
        name="views of each other",
        make=database(
            "ALTER TABLE items RENAME TO real",
            "CREATE VIEW items AS SELECT * FROM other",
            "CREATE VIEW other AS SELECT * FROM items",
        ),
        message="library.db: an SQLite database, but not of beets; its tables are albums, real",
        hint=BEETS,
    ),
    Case(
        name="a title of two million letters",
        make=lambda folder: library(folder / "library.db", rows=[{**ITEM, "title": "x" * 2_000_000}]),
        message="library.db: a text of more than 1,000,000 characters in the library",
        hint="look in beets for a title, an artist or a label that is no name (`beet ls -f '$id $title'`)",
    ),
    Case(
        name="the first bytes of a database",
        make=text("library.db", b"SQLite format 3\0" + b"\xff" * 5_000),
        message="library.db: the library is damaged, or is being written (file is not a database)",
        hint="let beets finish, or copy it from a backup, and read it again",
    ),
    # no files
    Case(
        name="a pipe",
        make=pipe,
        message="pipe: a pipe or a device, not a file",
        hint="save what comes from it to a file, and name that",
    ),
    Case(
        name="an endless device",
        make=device("/dev/zero"),
        message="zero: a pipe or a device, not a file",
        hint="save what comes from it to a file, and name that",
    ),
    Case(
        name="the memory of a process",
        make=device("/proc/self/mem"),
        message="mem: cannot be read (Input/output error)",
        hint="check the permissions of the file, and close it in other programs",
    ),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "catalog.csv").write_text(CATALOG)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files lie that are imported; beside them lies what nobody named."""
    files = tmp_path / "files"
    files.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text(f"{HEADER}\n{GOOD.replace('Low Water', SECRET)}\n")
    return files


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != ".takedown.lock"
    }


def run(workspace: Path, path: Path, *options: str, seconds: float = SECONDS, powers: bool = True) -> Run:
    """Import a file, and look at all that is never allowed, whatever the file is."""
    beside = everything(workspace.parent / "outside")

    done = confined(workspace, "import", *options, str(path), powers=powers)

    assert done.code in (0, 1, 2, 3), done
    assert "Traceback" not in done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert SECRET not in b"".join(everything(workspace).values()).decode()
    assert done.seconds < seconds, f"{done.seconds:.1f} s"
    assert done.memory < MEMORY
    assert everything(workspace.parent / "outside") == beside
    strangers = [each for each in done.opened if not is_allowed(Path(each), workspace, path)]
    assert strangers == []
    return done


def is_allowed(opened: Path, workspace: Path, named: Path) -> bool:
    if opened == named.parent:  # what lies beside a file that is not there is offered instead
        return True
    return any(
        opened.is_relative_to(place) for place in (workspace, named, os.path.realpath(named), *PROGRAM)
    )


PLACE_AND_REASON = ("rejected_file", "rejected_sheet", "rejected_row", "rule", "reason", "fix")


def rejected(workspace: Path) -> list[str]:
    """The lines of rejected.csv: place, rule, reason, fix and cells, as they stand, without empty cells at the end."""
    path = workspace / "rejected.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        lines = list(csv.DictReader(file))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([line[column] for column in (*PLACE_AND_REASON, *CATALOG_COLUMNS)] for line in lines)
    return [line.rstrip(",") for line in buffer.getvalue().splitlines()]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_read_gives_one_message_and_leaves_the_workspace_alone(
    case: Case, workspace: Path, folder: Path
) -> None:
    before = everything(workspace)

    done = run(workspace, case.make(folder))

    assert (done.code, done.stdout) == (3, "")
    # How well zeros pack differs from one zlib to the next.
    said = re.sub(r"[0-9,]+ times its size", "# times its size", done.stderr)
    assert said == f"Error: {case.message}\nHint: {case.hint}\n"
    assert everything(workspace) == before


@pytest.mark.parametrize("said", ["file://{}", "{}"])
@pytest.mark.parametrize("kind", ["<!ENTITY e SYSTEM '{}'>", "<!ENTITY % e SYSTEM '{}'> %e;"])
def test_a_message_never_reads_another_file(kind: str, said: str, workspace: Path, folder: Path) -> None:
    secret = said.format(workspace.parent / "outside" / "secret.csv")
    doctype = f"<!DOCTYPE x [{kind.format(secret)}]>"

    done = run(workspace, text("feed.xml", ern_with(doctype, said="&e;"))(folder))

    assert done.code == 3
    assert done.stderr == f"Error: feed.xml, {DOCTYPE}\nHint: {AS_DELIVERED}\n"


def test_a_message_that_includes_another_file_gets_nothing_of_it(workspace: Path, folder: Path) -> None:
    secret = workspace.parent / "outside" / "secret.csv"
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'

    done = run(workspace, text("feed.xml", ern_with("", said=include))(folder))

    assert done.code == 0
    assert isrc(2) in (workspace / "catalog.csv").read_text()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine that notes who calls."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                calls.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        stop.set()
        thread.join()


def test_nothing_in_a_file_makes_the_program_call_anybody(
    listener: tuple[str, list[str]], workspace: Path, folder: Path
) -> None:
    address, calls = listener
    doctype = f'<!DOCTYPE x SYSTEM "{address}/x.dtd">'
    style = f'<?xml-stylesheet href="{address}/x.xsl" type="text/xsl"?>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}/x"/>'
    schema = f'xsi:schemaLocation="{address} {address}/x.xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    link = SHEET_ELSEWHERE.format(f'{address}/sheet.xml" TargetMode="External')
    cells = f'=WEBSERVICE("{address}")', f"=HYPERLINK({address})", f"=IMPORTDATA('{address}')"
    files = (
        text("doctype.xml", ern_with(doctype)),
        text("style.xml", ern_with(style)),
        text("include.xml", ern_with("", said=include)),
        text("schema.xml", ERN.replace("NewReleaseMessage ", f"NewReleaseMessage {schema} ", 1)),
        part("xl/_rels/workbook.xml.rels", link),
        lines("sheet.csv", HEADER, *(GOOD.replace("Low Water", f'"{each}"') for each in cells)),
    )
    for make in files:
        confined(workspace, "import", str(make(folder)))

    assert calls == []


def external_links(folder: Path) -> Path:
    """A workbook with a link to another file, as `=[1]Sheet1!A1` has it."""
    book, link = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "xl/externalLinks/"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return workbook(
        folder / "book.xlsx",
        PLAIN_SHEET,
        **{
            f"{link}externalLink1.xml": f'<externalLink xmlns="{book}" xmlns:r="{relation}"><externalBook r:id="rId1"/>'
            "</externalLink>",
            f"{link}_rels/externalLink1.xml.rels": SHEET_ELSEWHERE.format(
                f'file://{folder.parent}/outside/secret.csv" TargetMode="External'
            ).replace("worksheet", "externalLinkPath"),
        },
    )


#: Files that are odd, and whose one good row is read: name → how it is made, and how long it may take.
READ: dict[str, tuple[Maker, float]] = {
    "a mark of UTF-8": (lines("sheet.csv", f"\ufeff{HEADER}", GOOD), SECONDS),
    "UTF-16 with its mark": (lines("sheet.csv", f"\ufeff{HEADER}", GOOD, encoding="utf-16-le"), SECONDS),
    "UTF-16 of the other order": (lines("sheet.csv", f"\ufeff{HEADER}", GOOD, encoding="utf-16-be"), SECONDS),
    "line ends of three kinds": (text("sheet.csv", f"{HEADER}\r\n{GOOD}\r{GOOD}\n{GOOD}"), SECONDS),
    "ten thousand columns": (
        lines("sheet.csv", ",".join([HEADER, *(f"c{n}" for n in range(10_000))]), GOOD + "," * 10_000),
        SECONDS,
    ),
    # 3 µs a line: the same as any other million lines take.
    "a million empty lines": (lines("sheet.csv", HEADER, *[""] * 1_000_000, GOOD), 4 * SECONDS),
    "a size that is said too big": (lambda folder: overstated(folder / "book.xlsx"), SECONDS),
    "a cell in the last corner": (
        lambda folder: workbook(
            folder / "book.xlsx",
            sheet_xml(*ROWS, f'<row r="1048576">{cell("XFD1048576", "x")}</row>'),
        ),
        SECONDS,
    ),
    "a text of 90 MB that no cell uses": (
        part(
            "xl/sharedStrings.xml",
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
            + NOISE * 90
            + "</t></si></sst>",
        ),
        SECONDS,
    ),
    "links to other workbooks": (external_links, SECONDS),
    "a trigger that deletes": (
        lambda folder: library(
            folder / "library.db",
            "CREATE TRIGGER gone AFTER INSERT ON items BEGIN DELETE FROM items; END",
            rows=[ITEM],
        ),
        SECONDS,
    ),
    "a column that is made of nothing": (
        lambda folder: library(
            folder / "library.db",
            "ALTER TABLE items ADD COLUMN label TEXT GENERATED ALWAYS AS (printf('%.*c', 900000, 'x')) VIRTUAL",
            rows=[ITEM],
        ),
        SECONDS,
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(name: str, workspace: Path, folder: Path) -> None:
    make, seconds = READ[name]

    done = run(workspace, make(folder), seconds=seconds)

    assert (done.code, done.stderr) == (0, "")
    assert (workspace / "catalog.csv").read_text().startswith(CATALOG)
    assert (workspace / "catalog.csv").read_text().count(isrc(1)) == 1


AROUND = "put quotation marks around the cell that holds the delimiter"
DAMAGED = "its tags are damaged"
IN_EDITOR = '"open the file in a tag editor and save its tags again, or write its row into catalog.csv"'
NO_TAGS = (
    "no tags that say what it is,"
    '"write title, artist, album and ISRC into its tags, or its row into catalog.csv; names of files are not used"'
)
FLAC = audio.flac([("TITLE", "Low Water")])
#: Files of which a row comes back: what stands in rejected.csv up to the fix, and the cells that could be read.
BACK: dict[str, tuple[Maker, str]] = {
    "a cell of 200 kB": (
        lines("sheet.csv", HEADER, GOOD.replace("Low", "L" * 200_000)),
        (
            'sheet.csv,,2,E-CELL,"a cell of more than 131,072 characters","mend the line in the file (a quotation '
            'mark inside a cell is written twice), and import it again"'
        ),
    ),
    "a cell of 20 kB": (
        lines("sheet.csv", HEADER, GOOD.replace("Low Water", "L" * 20_000)),
        (
            f'sheet.csv,,2,E-LONG,"track: a cell of 20,000 characters, \'{"L" * 30}…\'","shorten it to 4,000, or '
            'look for a quotation mark that is not closed",'
            f",The Example Lights,Harbour Lights,,{upc(1)},,,,,,,,,,,{isrc(1)}"
        ),
    ),
    "a row with a cell too many": (
        lines("sheet.csv", HEADER, f"{GOOD},x"),
        f'sheet.csv,,2,E-RAGGED,"6 cells, the header has 5",{AROUND}',
    ),
    "a row with a cell too few": (
        lines("sheet.csv", HEADER, "The Example Lights,x"),
        (
            'sheet.csv,,2,E-RAGGED,"2 cells, the header has 5","add the cells that are missing, or delete the line if '
            'it is a remark"'
        ),
    ),
    "a cell of 50 MB in a workbook": (
        lambda folder: workbook(
            folder / "book.xlsx",
            sheet_xml(ROWS[0], row_xml(2, NOISE * 50)),
        ),
        (
            f"book.xlsx,Sheet1,2,E-LONG,\"artist: a cell of 50,000,000 characters, '{NOISE[:30]}…'\","
            '"shorten it to 4,000, or look for a quotation mark that is not closed"'
        ),
    ),
    "an ID3 tag that says it has 256 MB": (
        text("song.mp3", b"ID3\4\0\0\x7f\x7f\x7f\x7f" + audio.MP3_FRAME),
        f'song.mp3,,,E-TAGS,"the file ends 268,435,038 bytes too early, inside its tags",{IN_EDITOR}',
    ),
    "a block of FLAC that says it has 16 MB": (
        text("song.flac", FLAC.replace(b"\x84", b"\x84\xff\xff\xff", 1)),
        f"song.flac,,,E-TAGS,{DAMAGED},{IN_EDITOR}",
    ),
    "a chunk of WAV that says it has 4 GB": (
        text("song.wav", b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"),
        f"song.wav,,,E-TAGS,{NO_TAGS}",
    ),
    "atoms of nothing": (
        text("song.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + b"\0\0\0\0moov" * 1_000),
        f"song.m4a,,,E-TAGS,{NO_TAGS}",
    ),
    "atoms inside each other": (
        text(
            "song.m4a",
            b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42"
            + b"".join((8 * (20_000 - each)).to_bytes(4, "big") + b"moov" for each in range(20_000)),
        ),
        f"song.m4a,,,E-TAGS,{NO_TAGS}",
    ),
    "a disc with a number of 4,000 digits": (
        text(
            "release.json",
            '{"title":"a","media":[{"position":' + "9" * 4_000 + ',"tracks":[{"title":"x"}]}]}',
        ),
        (
            "release.json,medium 1,1,E-MISSING,artist is empty,write the artist as it stands at your distributor"
            ",,,a,,,,,,,,,,,x"
        ),
    ),
    "a title of 20 kB in a library": (
        lambda folder: library(folder / "library.db", rows=[{**ITEM, "title": "x" * 20_000}]),
        (
            f'library.db,items,1,E-LONG,"track has 20,000 characters: \'{"x" * 30}…\'","shorten it to 4,000 in beets '
            f'(`beet modify`)",,The Example Lights,Harbour Lights,,,,,,,,,,,,,{isrc(1)}'
        ),
    ),
    "a file whose name commands the terminal": (
        lines("a\x1b[2J\u202eb\nc.csv", HEADER, "The Example Lights,x"),
        (
            'a<U+001B>[2J<U+202E>b<U+000A>c.csv,,2,E-RAGGED,"2 cells, the header has 5","add the cells that are '
            'missing, or delete the line if it is a remark"'
        ),
    ),
    "a file whose name is no text": (
        lambda folder: table(Path(os.fsdecode(os.fsencode(folder) + b"/\xff.csv")), HEADER, f"{GOOD},x"),
        rf'\xff.csv,,2,E-RAGGED,"6 cells, the header has 5",{AROUND}',
    ),
}


@pytest.mark.parametrize("name", BACK)
def test_a_row_that_cannot_be_used_comes_back_with_its_reason(
    name: str, workspace: Path, folder: Path
) -> None:
    make, line = BACK[name]

    path = make(folder)
    done = run(workspace, path)

    assert (done.code, done.stderr) == (1, "")
    assert rejected(workspace) == [line]
    assert (workspace / "catalog.csv").read_text() == CATALOG
    assert "\x1b" not in done.stdout

    before = everything(workspace)
    run(workspace, path)
    assert everything(workspace) == before, "the second time changes nothing"


def music(folder: Path) -> Path:
    place = folder / "music"
    place.mkdir()
    fields = {"TIT2": "Low Water", "TPE1": "The Example Lights", "TALB": "Harbour Lights", "TSRC": isrc(1)}
    (place / "one.mp3").write_bytes(audio.mp3(fields.items()))
    return place


def test_links_in_a_folder_lead_nowhere(workspace: Path, folder: Path) -> None:
    place = music(folder)
    secret = workspace.parent / "outside"
    (secret / "private.mp3").write_bytes(audio.mp3([("TIT2", SECRET), ("TPE1", SECRET)]))
    (place / "private.mp3").symlink_to(secret / "private.mp3")
    (place / "outside").symlink_to(secret)
    (place / "loop").symlink_to(place)
    (place / "deeper").mkdir()
    (place / "deeper" / "up").symlink_to("..")
    (place / "nowhere.mp3").symlink_to("nowhere")
    os.mkfifo(place / "pipe.mp3")

    done = run(workspace, place, "--json")

    assert (done.code, done.stderr) == (0, "")
    (file,) = json.loads(done.stdout)["files"]
    assert file["recordings"] == 1
    assert file["passed"] == [
        {"reason": "a link: only what lies in the folder itself is read", "rows": 5},
        {"reason": "no ordinary file", "rows": 1},
    ]


def test_links_in_a_delivery_of_messages_lead_nowhere(workspace: Path, folder: Path) -> None:
    place = folder / "delivery"
    place.mkdir()
    (place / "feed.xml").write_text(ERN)
    secret = workspace.parent / "outside"
    (secret / "private.xml").write_text(ERN.replace("Harbour Lights", SECRET))
    (place / "private.xml").symlink_to(secret / "private.xml")
    (place / "outside").symlink_to(secret)
    (place / "loop").symlink_to(place)
    os.mkfifo(place / "pipe.xml")

    done = run(workspace, place, "--json")

    assert (done.code, done.stderr) == (0, "")
    assert [each["file"] for each in json.loads(done.stdout)["files"]] == ["feed.xml"]


def test_a_damaged_file_of_a_folder_that_was_mended_leaves_rejected_csv(
    workspace: Path, folder: Path
) -> None:
    place = music(folder)
    (place / "two.mp3").write_bytes(b"ID3\4\0\0\x7f\x7f\x7f\x7f")
    assert run(workspace, place).code == 1
    assert rejected(workspace)[0].startswith("music/two.mp3,,,E-TAGS,")

    (place / "two.mp3").write_bytes(
        audio.mp3([("TIT2", "High Water"), ("TPE1", "The Example Lights"), ("TSRC", isrc(2))])
    )

    assert run(workspace, place).code == 0
    assert not (workspace / "rejected.csv").exists()


def test_a_song_that_came_back_can_be_mended_in_rejected_csv(workspace: Path, folder: Path) -> None:
    place = music(folder)
    (place / "two.mp3").write_bytes(b"ID3\4\0\0\x7f\x7f\x7f\x7f")
    run(workspace, place)
    back = workspace / "rejected.csv"
    with back.open(newline="") as file:
        header, line = csv.reader(file)
    cells = dict(zip(header, line, strict=True)) | {
        "artist": "The Example Lights", "release": "Harbour Lights", "track": "High Water", "isrc": isrc(2),
    }  # fmt: skip
    with back.open("w", newline="") as file:
        csv.writer(file).writerows((cells.keys(), cells.values()))

    assert run(workspace, back).code == 0

    assert not back.exists()
    assert isrc(2) in (workspace / "catalog.csv").read_text()


def test_what_may_not_be_read_is_said(workspace: Path, folder: Path) -> None:
    place = music(folder)
    (place / "closed").mkdir(mode=0)
    (place / "two.mp3").write_bytes(audio.mp3([("TIT2", "High Water")]))
    (place / "two.mp3").chmod(0)
    closed = table(folder / "closed.csv", HEADER, GOOD)
    closed.chmod(0)

    refused = run(workspace, closed, powers=False)
    inside = run(workspace, place / "closed" / "sheet.csv", powers=False)
    part_of_it = run(workspace, place, powers=False)

    assert (refused.code, refused.stderr) == (
        3,
        (
            "Error: closed.csv: cannot be read (Permission denied)\n"
            "Hint: check the permissions of the file, and close it in other programs\n"
        ),
    )
    assert (inside.code, inside.stderr) == (
        2,
        (
            f"Error: {place}/closed/sheet.csv: cannot be looked for (Permission denied)\n"
            "Hint: check the name, and the folders in it\n"
        ),
    )
    assert part_of_it.code == 1
    assert rejected(workspace) == [
        (
            'music/closed,,,E-TAGS,the folder cannot be opened (Permission denied),"check the permissions of the '
            'folder, and read it again"'
        ),
        "music/two.mp3,,,E-TAGS,the file cannot be read (Permission denied),check the permissions of the file",
    ]


def test_a_name_that_leads_nowhere_is_a_wrong_command(workspace: Path, folder: Path) -> None:
    loop, long = link_to_itself(folder), folder / ("x" * 300)

    told = [run(workspace, path) for path in (loop, long)]

    assert [each.code for each in told] == [2, 2]
    assert told[0].stderr.startswith(f"Error: {loop}: no such file or folder\nHint: ")
    assert told[1].stderr == (
        f"Error: {long}: cannot be looked for (File name too long)\nHint: check the name, and the folders in it\n"
    )


@pytest.mark.parametrize("change", ["vanishes", "is emptied", "grows"])
def test_a_file_that_changes_while_it_is_read_does_no_harm(
    change: str, workspace: Path, folder: Path
) -> None:
    songs = (
        f"The Example Lights,Harbour Lights,{upc(1)},Song {number},{isrc(number)}" for number in range(4_000)
    )
    path = table(folder / "sheet.csv", HEADER, *songs)

    def meanwhile() -> None:
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            if change == "grows":
                with path.open("a") as file:
                    file.write("The Example Lights,x\n" * 50)
                time.sleep(0.01)
        if change == "vanishes":
            path.unlink()
        elif change == "is emptied":
            path.write_text("")

    done = confined(workspace, "import", str(path), meanwhile=meanwhile)

    if done.code == 2 and change == "vanishes":  # gone before it was looked for
        assert "no such file" in done.stderr
    else:
        assert done.code in (0, 1, 3), done
        assert done.code < 3 or done.stderr.startswith("Error: sheet.csv")
    assert (workspace / "catalog.csv").read_text().startswith(CATALOG)
