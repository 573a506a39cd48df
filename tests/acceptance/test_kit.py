"""`kit`: one packet for each artist of a roster, opened and read as the artist would, and as a stranger would."""

import csv
import io
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html
from papers_made import by_pypdf
from support.browser import Browser, started
from support.builders import isrc, upc
from support.program import Program

from takedown import resources

GOLDEN = Path(__file__).parents[1] / "golden" / "kits"
HEAD = "artist,contact,distributor,platforms,catalog,label,sender,capacity,basis,language,address\n"
FULL = "{artist},ana@example.com,DistroKid,,{catalog},,Ana Example,artist,sole-owner,,\n"
UPC, ISRC = re.compile(r"(?<!\d)\d{12,14}(?!\d)"), re.compile(r"\b[A-Z]{2}[A-Z0-9]{3}\d{7}\b")


@dataclass(frozen=True)
class Opened:
    """A packet as it was unpacked: name → words."""

    folder: Path
    words: dict[str, str]

    @property
    def start(self) -> str:
        return " ".join(self.words["START-HERE.txt"].split())

    @property
    def all(self) -> str:
        return "\n".join((*self.words, *self.words.values()))

    def file(self, end: str) -> str:
        return next(words for name, words in self.words.items() if name.endswith(end))


def unpacked(path: Path, into: Path) -> Opened:
    with zipfile.ZipFile(path) as packet:
        assert packet.testzip() is None
        packet.extractall(into)
        names = packet.namelist()
    return Opened(folder=into, words={name: _words(into / name) for name in names})


def _words(path: Path) -> str:
    if path.suffix == ".pdf":
        return " ".join(by_pypdf(path))
    if path.suffix == ".eml":
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        return "\n".join([*(f"{key}: {value}" for key, value in mail.items()), *texts])
    return path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Kit:
    """What one run made."""

    root: Path
    said: dict[str, Any]

    def packet(self, artist: str) -> Opened:
        file = next(each["file"] for each in self.said["packets"] if each["artist"] == artist)
        return unpacked(self.root / "kits" / file, self.root / "unpacked" / file)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """The packets of the example, by the one command of its README."""
    root = tmp_path_factory.mktemp("organizer") / "folder"
    shutil.copytree(resources.examples() / "organizer", root)
    said = Program(root).json("kit", "roster.csv", "--demo", code=1)
    return Kit(root=root, said=said)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organizer's folder with a campaign and no roster yet."""
    root = tmp_path / "folder"
    root.mkdir()
    shutil.copy(resources.examples() / "organizer" / "campaign.toml", root)
    return root


def roster(folder: Path, *rows: str) -> Program:
    (folder / "roster.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return Program(folder)


def catalog(folder: Path, name: str, artist: str, *, releases: int = 1) -> str:
    lines = [f'"{artist}",Album {n},{upc(n)},1,Song {n},{isrc(n)}' for n in range(1, releases + 1)]
    text = "\n".join(["artist,release,upc,track_number,track,isrc", *lines])
    (folder / name).write_text(text, encoding="utf-8")
    return name


# --- each situation ------------------------------------------------------------------------------------

SITUATIONS = {
    "The Example Lights": ("ready", ["letter"], []),
    "Specimen Quartet": ("ready", ["letter"], []),
    "Mira Sample": ("something missing", ["letter to fill in"], ["the catalog"]),
    "Lou Specimen": ("something missing", ["enquiry"], ["codes; the packet asks the distributor for them"]),
    "Kit Placeholder": (
        "something missing",
        ["questions"],
        [
            "the name of who signs",
            "the email address of the account",
            "why they may ask",
            "who delivers the music",
            "the catalog",
        ],
    ),
    "Specimen Street Records": ("ready", ["letter"], []),
    "Ira Placeholder": ("ready", ["steps"], []),
    "Jo Sample": ("something missing", ["explanation"], ["a way out of one store"]),
}


def test_every_row_of_the_example_is_in_the_index_with_its_state(kit: Kit) -> None:
    said = {each["artist"]: (each["state"], each["holds"], each["missing"]) for each in kit.said["packets"]}

    assert said == SITUATIONS


@pytest.mark.parametrize("artist", SITUATIONS)
def test_every_packet_says_three_things_to_do_who_learns_what_the_cost_and_how_to_stop(
    kit: Kit, artist: str
) -> None:
    packet = kit.packet(artist)
    page = html.fromstring(packet.words["START-HERE.html"])

    assert len(page.xpath("//*[@class='things']/ol/li")) == 3
    assert artist in packet.start
    heads = " | ".join(head.text_content() for head in page.xpath("//h2"))
    for words in ("learn", "cost", "stop") if artist != "Jo Sample" else ("learn", "cost"):
        assert words in heads, heads


@pytest.mark.parametrize("artist", SITUATIONS)
def test_the_page_and_its_text_say_the_same(kit: Kit, artist: str) -> None:
    packet = kit.packet(artist)
    page = html.fromstring(packet.words["START-HERE.html"])
    told = page.xpath("//main//section//*[self::h2 or self::h3 or self::p or self::pre or self::figcaption]")
    points = page.xpath("//main//section//li[not(h3)]")
    shown = [each.text_content() for each in (*told, *points)]
    text = re.sub(r"[\s_=]+|-{5,}", "", packet.words["START-HERE.txt"])

    assert points
    assert [words for words in shown if re.sub(r"[\s_=]+|-{5,}", "", words) not in text] == []
    whole = re.sub(r"[\s_=]+|-{5,}", "", page.text_content())
    _, *lines = packet.words["START-HERE.txt"].splitlines()
    bare = [re.sub(r"^\s*(?:[-!]|\d+\.|\[ \])\s|[\s_=]+|-{5,}", "", line) for line in lines]
    assert [line for line in bare if line.rstrip(":") not in whole] == []


@pytest.mark.parametrize("artist", SITUATIONS)
def test_what_an_artist_reads_first_is_what_was_read_aloud(kit: Kit, artist: str) -> None:
    """GOLDEN=write renews the pages; read them aloud before they are kept."""
    said = kit.packet(artist).words["START-HERE.txt"]
    kept = GOLDEN / f"{artist.casefold().replace(' ', '-')}.txt"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(said, encoding="utf-8")

    assert said == kept.read_text(encoding="utf-8")


def test_the_index_says_who_cannot_and_asks_to_tell_them_kindly(kit: Kit) -> None:
    index = (kit.root / "kits" / "index.csv").read_text(encoding="utf-8-sig").splitlines()

    (line,) = [each for each in index if each.startswith("Jo Sample,")]
    assert "cannot, as far as is known: tell them kindly" in line
    assert sum("tell them kindly" in each for each in index) < len(index) - 1


@pytest.mark.parametrize("artist", SITUATIONS)
def test_nothing_in_a_packet_needs_the_program(kit: Kit, artist: str) -> None:
    packet = kit.packet(artist)
    start = packet.words["START-HERE.txt"] + packet.words["START-HERE.html"]

    assert not re.search(r"\btakedown\b|what-next\.txt|steps\.txt|catalog\.csv", start)
    assert not any(name.endswith(("steps.txt", "notice.json")) for name in packet.words)


def test_every_file_that_a_page_names_is_in_the_packet(kit: Kit) -> None:
    for artist in SITUATIONS:
        packet = kit.packet(artist)
        named = set(re.findall(r"\b([a-z-]+\.(?:pdf|txt|csv|eml))\b", packet.start))
        assert named <= {Path(name).name for name in packet.words}, artist
        assert ("notice.pdf" in named) == any(name.endswith("notice.pdf") for name in packet.words), artist


def test_the_letter_is_unsigned_and_goes_to_the_distributor_alone(kit: Kit) -> None:
    packet = kit.packet("The Example Lights")

    assert "/s/" not in packet.file("notice.txt")
    assert "____" in packet.file("notice.txt").partition("Ana Example\nartist")[0]
    assert [name for name in packet.words if name.endswith("notice.pdf")] == [
        "1-withdrawal-distrokid/notice.pdf"
    ]
    assert "Spotify gets no letter from this packet" in packet.start
    assert "your email address, ana@example.com" in packet.start
    assert "c/o Example Tapes, 12 Example Street" in packet.start


def test_the_wrong_button_stands_before_the_steps(kit: Kit) -> None:
    start = kit.packet("The Example Lights").start

    assert start.index("stop if only a removal from all stores is offered") < start.index(
        "Step by step: DistroKid"
    )


def test_the_text_to_paste_on_the_page_is_that_of_the_ticket(kit: Kit) -> None:
    packet = kit.packet("The Example Lights")
    pasted = [each.text_content() for each in html.fromstring(packet.words["START-HERE.html"]).xpath("//pre")]

    assert len(pasted) == 2
    assert all(text in packet.file("ticket.txt") for text in pasted)
    assert "400000080017, 400000080024" in pasted[1]


def test_the_way_back_lies_beside_a_letter_that_removes(kit: Kit) -> None:
    packet = kit.packet("The Example Lights")

    assert "400000080017" in packet.words["restore/catalog.csv"]
    assert "DRAFT" in packet.words["restore/reinstatement.txt"]
    assert "the folder restore has your titles" in packet.start


def test_a_label_that_decides_is_asked_and_nobody_is_instructed(kit: Kit) -> None:
    packet = kit.packet("Specimen Quartet")

    assert "Dear Placeholder Records" in packet.file("notice.txt")
    assert "This is a request, not an instruction" in packet.file("ticket.txt")
    assert "A label's no is theirs to say" in packet.start


def test_without_a_catalog_the_letter_has_blanks_and_no_made_up_code(kit: Kit) -> None:
    packet = kit.packet("Mira Sample")

    assert "UPC: ________________" in packet.file("ticket.txt")
    assert "UPC ________________" in packet.file("notice.txt")
    assert not UPC.search(packet.all)
    assert not ISRC.search(packet.all)
    assert not any(name.endswith((".eml", "items.csv")) for name in packet.words)
    assert "Never guess a code" in packet.start
    assert "attach a picture of the letter that you filled in, where files are taken" in packet.start
    assert "items.csv" not in packet.start


def test_without_codes_the_enquiry_is_there_instead_in_the_wanted_language(kit: Kit) -> None:
    packet = kit.packet("Lou Specimen")

    assert "Das ist nur eine Frage" in packet.file("ticket.txt")
    assert [name for name in packet.words if "withdrawal" in name] == []
    assert "press nothing in your account that removes a release" in packet.start


def test_what_is_missing_can_be_filled_in_by_hand(kit: Kit) -> None:
    packet = kit.packet("Kit Placeholder")

    assert set(packet.words) == {"START-HERE.html", "START-HERE.txt"}
    assert "[ ] I own all of the recordings, alone" in packet.start
    assert "Your name, as you sign: ____" in packet.start


def test_who_cannot_leave_is_told_that_this_is_taking_part(kit: Kit) -> None:
    packet = kit.packet("Jo Sample")

    assert "“I cannot” is an answer, and it is taking part" in packet.start
    assert "Paper Maps: LabelWorx" in packet.start


def test_own_uploads_get_the_steps_of_their_own_account(kit: Kit) -> None:
    packet = kit.packet("Ira Placeholder")

    assert "set it to Private" in packet.start
    assert set(packet.words) == {"START-HERE.html", "START-HERE.txt"}


def test_a_label_gets_one_packet_for_its_artists_and_for_none_besides(kit: Kit) -> None:
    packet = kit.packet("Specimen Street Records")

    assert "400000080048" in packet.all
    assert "400000080055" in packet.all
    assert "400000080062" not in packet.all
    assert "Another Act" not in packet.all


# --- nobody else ---------------------------------------------------------------------------------------


def test_no_packet_holds_a_word_of_another_artist_or_of_the_organizer(kit: Kit) -> None:
    rows = list(csv.DictReader(io.StringIO((kit.root / "roster.csv").read_text(encoding="utf-8"))))
    for row in rows:
        artist = row["label"] if row["capacity"] == "label" else row["artist"]
        packet = kit.packet(artist).all
        own = {cell for each in row.values() for cell in each.split("; ")}
        others = {
            cell
            for other in rows
            if other is not row
            for column in ("artist", "contact", "catalog", "sender", "label", "address")
            for cell in other[column].split("; ")
            if cell and cell not in own and cell != "USA"
        }
        assert [word for word in others if word in packet] == [], artist
        for word in ("Quiet Friday", "quiet-friday", "roster", str(kit.root), "index.html"):
            assert word not in packet, (artist, word)


def test_names_of_files_say_no_more_than_the_artist(kit: Kit) -> None:
    files = [each["file"] for each in kit.said["packets"]]

    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}-[0-9a-f]{8}\.zip", file) for file in files)
    assert files[0].startswith("the-example-lights-")


def test_all_that_is_written_is_private(kit: Kit) -> None:
    written = list((kit.root / "kits").iterdir())

    assert {path.name for path in written} >= {"index.csv", "index.html", "findings.csv"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert stat.S_IMODE((kit.root / "kits").stat().st_mode) == 0o700


def test_the_same_roster_makes_the_same_bytes_in_any_number_of_processes(kit: Kit, tmp_path: Path) -> None:
    program = Program(kit.root)
    for jobs in ("1", "2"):
        program.ok("kit", "roster.csv", "--demo", "--out", str(tmp_path / jobs), "--jobs", jobs, code=1)
        for path in (kit.root / "kits").glob("*.zip"):
            assert (tmp_path / jobs / path.name).read_bytes() == path.read_bytes()


# --- rosters as people send them -----------------------------------------------------------------------


def test_a_workbook_makes_the_same_packets_as_the_table(kit: Kit, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO((kit.root / "roster.csv").read_text(encoding="utf-8"))):
        book.active.append(row)
    book.save(kit.root / "roster.xlsx")
    Program(kit.root).ok("kit", "roster.xlsx", "--demo", "--out", str(tmp_path / "again"), code=1)

    for path in (kit.root / "kits").glob("*.zip"):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_one_bad_row_stops_no_other(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights")
    program = roster(
        folder,
        "too,few\n",
        FULL.format(artist="", catalog=""),
        f"Bad Words,ana@example.com,Distrokidd,spotfy,{name},,Ana,singer,soul-owner,english,\n",
        "Bad Mail,ana@@example,DistroKid,,,,Ana Example,artist,sole-owner,,\n",
        FULL.format(artist="The Lights", catalog=name),
        FULL.format(artist="Without File", catalog="nowhere.csv"),
        FULL.format(artist="With Link", catalog="https://example.com/list.csv"),
        FULL.format(artist="the lights", catalog=name),
    )
    said = program.json("kit", "roster.csv", code=1)

    states = {each["artist"]: (each["state"], each["holds"]) for each in said["packets"]}
    assert states == {
        "Bad Words": ("something missing", ["questions"]),
        "Bad Mail": ("something missing", ["questions"]),
        "The Lights": ("ready", ["letter"]),
        "Without File": ("something missing", ["letter to fill in"]),
        "With Link": ("something missing", ["letter to fill in"]),
    }
    found = {(each["rule"], each["source"]["row"], each["source"]["column"]) for each in said["findings"]}
    assert found >= {
        ("E-ROSTER-ROW", 2, ""),
        ("E-MISSING", 3, "artist"),
        ("E-DISTRIBUTOR", 4, "distributor"),
        ("E-PLATFORM", 4, "platforms"),
        ("E-ROSTER-WORD", 4, "capacity"),
        ("E-ROSTER-WORD", 4, "basis"),
        ("E-ROSTER-WORD", 4, "language"),
        ("E-EMAIL", 5, "contact"),
        ("E-ROSTER-CATALOG", 7, "catalog"),
        ("Q-ROSTER-CATALOG", 8, "catalog"),
        ("W-ROSTER-TWICE", 9, "artist"),
    }
    assert all(each["hint"] for each in said["findings"])


def test_who_signs_for_others_without_a_mandate_gets_no_letter(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights")
    program = roster(folder, f"The Lights,ana@example.com,DistroKid,,{name},,Ana Example,manager,mandate,,\n")
    packet = program.json("kit", "roster.csv", code=1)["packets"][0]

    assert (packet["holds"], packet["missing"]) == (["explanation"], ["a mandate"])


def test_a_label_beside_a_distributor_is_the_artists_own_only_where_they_said_why_they_may_ask(
    folder: Path,
) -> None:
    lines = ["artist,release,upc,label,track,isrc", f"The Lights,Album,{upc(1)},Big Label,Song,{isrc(1)}"]
    (folder / "c.csv").write_text("\n".join(lines), encoding="utf-8")
    program = roster(folder, FULL.format(artist="The Lights", catalog="c.csv"))
    packet = program.json("kit", "roster.csv", code=1)["packets"][0]

    assert (packet["holds"], packet["missing"]) == (["explanation"], ["whose recordings these are"])
    program = roster(
        folder, "The Lights,ana@example.com,DistroKid,,c.csv,Big Label,Ana Example,artist,sole-owner,,\n"
    )
    assert program.json("kit", "roster.csv")["packets"][0]["holds"] == ["letter"]


def test_an_unknown_distributor_gets_a_letter_and_no_made_up_steps(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights")
    program = roster(
        folder, f"The Lights,ana@example.com,Zebra Tunes,,{name},,Ana Example,artist,sole-owner,,\n"
    )
    said = program.json("kit", "roster.csv")
    packet = unpacked(folder / "kits" / said["packets"][0]["file"], folder / "out")

    assert "Dear Zebra Tunes" in packet.file("notice.txt")
    assert "No address of Zebra Tunes is known here" in packet.start
    assert said["findings"][0]["rule"] == "W-DISTRIBUTOR"


def test_a_long_catalog_is_pasted_in_numbered_parts_that_the_form_takes(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights", releases=200)
    said = roster(folder, FULL.format(artist="The Lights", catalog=name)).json("kit", "roster.csv")
    packet = unpacked(folder / "kits" / said["packets"][0]["file"], folder / "out")
    parts = [
        int(count.replace(",", ""))
        for count in re.findall(r"part \d+ of \d+ – ([\d,]+) of at most", packet.start)
    ]

    assert len(parts) > 1
    assert max(parts) <= 1500


def test_a_packet_keeps_its_name_when_a_row_is_filled_in(folder: Path) -> None:
    first = roster(folder, "The Lights,,,,,,,,,,\n").json("kit", "roster.csv", code=1)["packets"][0]["file"]
    name = catalog(folder, "c.csv", "The Lights")
    second = roster(folder, FULL.format(artist="The Lights", catalog=name)).json("kit", "roster.csv")

    assert second["packets"][0]["file"] == first
    assert second["older"] == []


def test_two_distributors_of_one_artist_are_two_packets(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights")
    row = FULL.format(artist="The Lights", catalog=name)
    said = roster(folder, row, row.replace("DistroKid", "TuneCore")).json("kit", "roster.csv")

    assert len({each["file"] for each in said["packets"]}) == 2


def test_packets_of_who_left_the_roster_are_named(folder: Path) -> None:
    roster(folder, "The Lights,,,,,,,,,,\n", "Others,,,,,,,,,,\n").ok("kit", "roster.csv", code=1)
    said = roster(folder, "The Lights,,,,,,,,,,\n").ok("kit", "roster.csv", code=1)

    assert re.search(r"no longer makes:\s+others-[0-9a-f]{8}\.zip", said)


# --- hostile rosters -----------------------------------------------------------------------------------

_NEVER = {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
HOSTILE = (
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    '=HYPERLINK("https://example.com";"x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "</pre></title><img src=x onerror=alert(2)>",
    "CON",
    "..",
    "שלום (live) 123",
    "a" * 250,
)


@pytest.fixture
def hostile(folder: Path) -> tuple[Path, dict[str, Any]]:
    quoted = [name.replace('"', '""') for name in HOSTILE]
    for number, name in enumerate(HOSTILE):
        catalog(folder, f"{number}.csv", name.replace('"', '""'))
    rows = [
        f'"{name}",ana@example.com,DistroKid,,{number}.csv,,"{name[:60]}",artist,sole-owner,,"{name[:60]}"\n'
        for number, name in enumerate(quoted)
    ]
    return folder, roster(folder, *rows).json("kit", "roster.csv")


def test_no_name_leads_out_of_the_folder_or_the_zip(hostile: tuple[Path, dict[str, Any]]) -> None:
    folder, said = hostile
    assert {path.name for path in folder.parent.iterdir()} == {"folder"}
    files = [each["file"] for each in said["packets"] if each["file"]]

    assert len(files) >= 7
    for file in files:
        assert re.fullmatch(r"[a-z0-9-]+\.zip", file)
        with zipfile.ZipFile(folder / "kits" / file) as packet:
            assert all(
                re.fullmatch(r"(?:[a-z0-9-]+/)?[A-Za-z0-9-]+\.[a-z]+", name) for name in packet.namelist()
            )


def test_no_name_becomes_markup_or_a_formula(hostile: tuple[Path, dict[str, Any]]) -> None:
    folder, said = hostile
    pages = [folder / "kits" / "index.html"]
    for each in said["packets"]:
        if each["file"]:
            unpacked(folder / "kits" / each["file"], folder / "out" / each["file"])
            pages.append(folder / "out" / each["file"] / "START-HERE.html")
    for page in pages:
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        assert not {each.tag for each in tree.iter()} & _NEVER
        assert [name for each in tree.iter() for name in each.attrib if name.startswith("on")] == []
    for name in ("index.csv", "findings.csv"):
        for row in csv.reader(io.StringIO((folder / "kits" / name).read_text(encoding="utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("path", ["../secret.csv", "{root}/secret.csv", "link.csv", "linked/secret.csv"])
def test_a_catalog_outside_of_the_folder_is_refused_and_not_read(folder: Path, path: str) -> None:
    catalog(folder.parent, "secret.csv", "The Lights")
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "linked").symlink_to(folder.parent)
    row = FULL.format(artist="The Lights", catalog=path.format(root=folder.parent))
    said = roster(folder, row).json("kit", "roster.csv", code=1)

    (packet,) = said["packets"]
    assert packet["holds"] == ["letter to fill in"]
    assert [each["rule"] for each in said["findings"]] == ["E-ROSTER-CATALOG"]
    assert "lies outside" in said["findings"][0]["message"]
    assert upc(1) not in unpacked(folder / "kits" / packet["file"], folder / "out").all


@pytest.mark.parametrize("path", ["dir", "pipe", "campaign.toml", "a" * 300, "nul\\x00", "empty.csv"])
def test_a_catalog_that_is_none_is_told_and_waited_for_by_nobody(folder: Path, path: str) -> None:
    (folder / "dir").mkdir()
    (folder / "empty.csv").touch()
    os.mkfifo(folder / "pipe")
    said = roster(folder, FULL.format(artist="The Lights", catalog=path)).json("kit", "roster.csv", code=1)

    assert said["packets"][0]["holds"] == ["letter to fill in"]
    assert [each["rule"] for each in said["findings"]] == ["E-ROSTER-CATALOG"]


def test_planted_words_of_others_reach_no_packet(folder: Path) -> None:
    marks = {n: f"Quokka{n:03d}" for n in range(12)}
    rows = []
    for mark in marks.values():
        name = f"{mark}.csv"
        lines = ["artist,release,upc,label,track,isrc,owner,note"]
        for other, word in marks.items():  # one file of all artists, in a copy for each
            lines.append(
                f"{word} Band,{word} Album,{upc(other + 1)},{word} Band,{word} Song,{isrc(other + 1)},,{word}"
            )
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        rows.append(
            f"{mark} Band,{mark.lower()}@example.com,{mark} Tunes,,{name},,{mark} Person,artist,"
            f"sole-owner,,{mark} Street\n"
        )
    said = roster(folder, *rows).json("kit", "roster.csv")

    for n, each in enumerate(said["packets"]):
        words = unpacked(folder / "kits" / each["file"], folder / "out" / each["file"]).all
        assert marks[n] in words
        assert [
            mark for other, mark in marks.items() if other != n and mark.casefold() in words.casefold()
        ] == []


def test_a_name_that_turns_the_line_around_makes_no_packet_and_stops_no_other(folder: Path) -> None:
    name = catalog(folder, "c.csv", "The Lights")
    program = roster(
        folder,
        FULL.format(artist="evil\u202ecod.zip", catalog=""),
        FULL.format(artist="nul\u200bl", catalog=""),
        FULL.format(artist="b" * 301, catalog=""),
        FULL.format(artist="The Lights", catalog=name),
    )
    said = program.json("kit", "roster.csv", code=1)

    assert [each["artist"] for each in said["packets"]] == ["The Lights"]
    assert [each["rule"] for each in said["findings"]] == ["E-CONTROL", "E-CONTROL", "E-LONG"]


# --- what cannot begin ---------------------------------------------------------------------------------


def test_without_roster_or_campaign_nothing_is_written_and_the_next_step_is_said(folder: Path) -> None:
    result = Program(folder).run("kit", "roster.csv")
    assert (result.exit_code, "roster.csv is no file" in result.stderr) == (2, True)

    program = roster(folder, "The Lights,,,,,,,,,,\n")
    (folder / "campaign.toml").unlink()
    result = program.run("kit", "roster.csv")
    assert result.exit_code == 2
    assert "your-campaign.toml" in result.stderr
    assert not (folder / "kits").exists()


def test_a_roster_without_header_or_with_a_file_in_the_way_is_told(folder: Path) -> None:
    (folder / "roster.csv").write_text("name;mail\nThe Lights;ana@example.com\n", encoding="utf-8")
    result = Program(folder).run("kit", "roster.csv")
    assert result.exit_code == 3
    assert "artist" in result.stderr

    (folder / "kits").write_text("mine", encoding="utf-8")
    result = roster(folder, "The Lights,,,,,,,,,,\n").run("kit", "roster.csv")
    assert result.exit_code == 6
    assert (folder / "kits").read_text(encoding="utf-8") == "mine"


def test_an_open_quote_keeps_the_rows_above_it(folder: Path) -> None:
    program = roster(folder, "The Lights,,,,,,,,,,\n", '"Open Quote,,,,,,,,,,\n', "Below,,,,,,,,,,\n")
    said = program.json("kit", "roster.csv", code=1)

    assert [each["artist"] for each in said["packets"]] == ["The Lights"]
    assert said["findings"][0]["rule"] == "E-ROSTER-ROW"
    assert "was not read" in said["findings"][0]["hint"]


# --- on a phone ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.mark.tool("chromium", "chromedriver")
@pytest.mark.parametrize(
    "artist", ["The Example Lights", "Mira Sample", "Kit Placeholder", "Ira Placeholder"]
)
def test_a_packet_is_read_on_a_phone_in_light_and_dark_and_asks_for_nothing(
    kit: Kit, artist: str, browser: Browser
) -> None:
    page = kit.packet(artist).folder / "START-HERE.html"
    for dark in (False, True):
        browser.show(page, width=360, dark=dark)
        assert browser.overflow() <= 0
        assert float(browser.run("return getComputedStyle(document.body).fontSize").removesuffix("px")) >= 18
        contrasts = browser.contrasts()
        assert len(contrasts) > 30
        assert [each for each in contrasts if each[1] < 4.5] == []
        assert browser.complaints() == []
        assert browser.requests() == [page.as_uri()]


@pytest.mark.tool("chromium", "chromedriver")
def test_a_packet_can_be_printed(kit: Kit, browser: Browser, tmp_path: Path) -> None:
    browser.show(kit.packet("Kit Placeholder").folder / "START-HERE.html")
    printed = " ".join(
        " ".join(by_pypdf(browser.printed(tmp_path / "p.pdf", width=8.27, height=11.69))).split()
    )

    assert "Your name, as you sign" in printed
    assert "On this page" not in printed


@pytest.mark.tool("chromium", "chromedriver")
def test_a_hostile_name_runs_nothing(hostile: tuple[Path, dict[str, Any]], browser: Browser) -> None:
    folder, said = hostile
    for each in said["packets"]:
        if each["file"]:
            packet = unpacked(folder / "kits" / each["file"], folder / "out" / each["file"])
            browser.show(packet.folder / "START-HERE.html", width=360)
            assert browser.complaints() == []
            assert len(browser.requests()) == 1
            assert browser.overflow() <= 0


def test_the_words_of_a_run_tell_what_is_ready_and_what_comes_next(example: Callable[[str], Program]) -> None:
    said = " ".join(example("organizer").ok("kit", "roster.csv", "--demo", code=1).split())

    assert "8 packets in" in said
    assert "4 ready" in said
    assert "Mira Sample: the catalog" in said
    assert "Nothing was sent." in said
