"""Laws of packets: whatever a roster's cells say, each row ends once, nothing is made up, and no name is a path."""

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown.batch import results
from takedown.cli.main import COMMANDS
from takedown.directory import load_directory
from takedown.kits import Content, Entry, Maker, Occasion, State, entries_of, maker
from takedown.kits.asking import request_of
from takedown.kits.values import Gap
from takedown.kits.words import plain
from takedown.kits.zipping import zipped
from takedown.model import Row, SourceRef
from takedown.records import Campaign, CampaignStatus, Fact
from takedown.rendering import load_letters

TODAY = date(2026, 11, 22)
CAMPAIGN = Campaign(
    slug="quiet-friday",
    name="Quiet Friday",
    status=CampaignStatus.ACTIVE,
    checked_on=TODAY,
    platforms=("spotify",),
    wanted_by=date(2027, 1, 29),
    summary=Fact(value="Some artists leave."),
)
DIRECTORY = load_directory()
WORK: Maker = maker(
    replace(load_letters(None), agents=DIRECTORY.agents),
    DIRECTORY,
    Occasion(campaign=CAMPAIGN, today=TODAY),
    Path("/nonexistent"),
)
FULL = {
    "artist": "The Example Lights",
    "contact": "ana@example.com",
    "distributor": "DistroKid",
    "sender": "Ana Example",
    "basis": "sole-owner",
}
COLUMNS = (
    "artist",
    "contact",
    "distributor",
    "platforms",
    "label",
    "sender",
    "capacity",
    "basis",
    "language",
    "address",
)
OURS = rf"takedown(?:\.toml| (?:{'|'.join(COMMANDS)})\b)"
CELLS = st.sampled_from(
    (
        "", "The Lights", "A; B", "ana@example.com", "a@b@c", "Signal", "DistroKid", "label", "own account", "spotify",
        "amazon-music; spotify", "spotfy", "artist", "label", "manager", "sole-owner", "mandate", "company", "de", "xx",
        "deutsch", "../../x", "<b>", "=1+1", "\u202e", "\ufffd", "x" * 400, "שלום", "LabelWorx", "?", "Zebra Tunes",
    )
)  # fmt: skip


def row(number: int = 2, **cells: str) -> Row:
    filled = {column: text for column, text in cells.items() if text}
    return Row(cells=filled, source=SourceRef(file="roster.csv", row=number))


def entry(**changes: str) -> Entry:
    found = entries_of([row(**{**FULL, **changes})], WORK.known, CAMPAIGN.platforms)
    return found.entries[0]


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), max_size=4))
@settings(max_examples=40)
def test_every_row_ends_as_one_packet_or_one_finding_and_no_name_is_a_path(
    rows: list[dict[str, str]],
) -> None:
    found = entries_of([row(n, **cells) for n, cells in enumerate(rows, 2)], WORK.known, CAMPAIGN.platforms)
    used = {each.source.row for each in found.entries}

    told = {each.source.row for each in found.findings}
    assert used | told >= set(range(2, 2 + len(rows)))
    assert len({each.file for each in found.entries}) == len(found.entries)
    for each in found.entries:
        assert re.fullmatch(r"[a-z0-9-]{1,41}-[0-9a-f]{8}\.zip", each.file)
        packet = WORK(each)
        assert packet.state is not State.NONE, packet.missing
        assert (packet.state is State.READY) == (not packet.missing)
        with zipfile.ZipFile(BytesIO(packet.content)) as archive:
            assert {"START-HERE.html", "START-HERE.txt"} <= set(archive.namelist())
            said = archive.read("START-HERE.txt").decode()
        assert not re.search(r"(?<!\d)\d{12,14}(?!\d)", said), "no catalog was there: a code would be made up"
        assert not re.search(OURS, said)


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({}, (Gap.CATALOG,)),
        ({"sender": ""}, (Gap.NAME, Gap.CATALOG)),
        ({"contact": "+49 30 1234"}, (Gap.EMAIL, Gap.CATALOG)),
        ({"contact": "Signal", "account": "ana@example.com"}, (Gap.CATALOG,)),
        ({"basis": ""}, (Gap.BASIS, Gap.CATALOG)),
        ({"distributor": ""}, (Gap.DISTRIBUTOR, Gap.CATALOG)),
        ({"distributor": "not known"}, (Gap.DISTRIBUTOR, Gap.CATALOG)),
        ({"distributor": "DistroKidd"}, (Gap.DISTRIBUTOR, Gap.CATALOG)),
        ({"distributor": "", "label": "Big Label", "basis": ""}, (Gap.CATALOG,)),
        ({"distributor": "my label", "basis": ""}, (Gap.LABEL, Gap.CATALOG)),
        ({"artist": "A; B"}, (Gap.LABEL, Gap.CATALOG)),
        ({"artist": "A; B", "label": "Tapes", "distributor": ""}, (Gap.DISTRIBUTOR, Gap.CATALOG)),
        ({"artist": "A; B", "label": "Tapes", "distributor": "label"}, (Gap.DISTRIBUTOR, Gap.CATALOG)),
        ({"platforms": "spotfy"}, (Gap.PLATFORM, Gap.CATALOG)),
        ({"distributor": "own account", "contact": "", "sender": "", "basis": ""}, ()),
    ],
)
def test_what_a_row_lacks_is_asked_for_and_nothing_else(
    changes: dict[str, str], gaps: tuple[Gap, ...]
) -> None:
    assert entry(**changes).gaps == gaps


@pytest.mark.parametrize("name", ["distrokid", "DISTROKID", "Distro-Kid"])
def test_a_distributor_is_known_by_any_spelling_of_its_name(name: str) -> None:
    assert entry(distributor=name).via == "distrokid"


@pytest.mark.parametrize("contact", ["+49 30 1234", "Signal", "@ana.lights"])
def test_a_contact_of_another_kind_is_no_mistake(contact: str) -> None:
    found = entries_of([row(**{**FULL, "contact": contact})], WORK.known, CAMPAIGN.platforms)

    assert [each.source.column for each in found.findings] == ["contact"]
    assert [each.rule for each in found.findings] == ["Q-ROSTER-MISSING"]


def test_a_day_that_has_passed_is_nobodys_wanted_day() -> None:
    day = CAMPAIGN.wanted_by
    assert day is not None

    assert Occasion(campaign=CAMPAIGN, today=day).wanted_by == day
    assert Occasion(campaign=CAMPAIGN, today=day + timedelta(days=1)).wanted_by is None


@pytest.mark.parametrize(("basis", "own"), [("sole-owner", True), ("company", True), ("mandate", False)])
def test_a_label_beside_a_distributor_is_own_only_by_a_basis_that_owns(basis: str, own: bool) -> None:
    request = request_of(entry(label="Example Tapes", basis=basis), Occasion(campaign=CAMPAIGN, today=TODAY))

    assert ("Example Tapes" in request.sender.own_labels) is own


def test_the_account_is_the_contact_where_no_other_is_said() -> None:
    assert (entry().account, entry(account="me@example.org").account) == ("ana@example.com", "me@example.org")


def test_the_digest_of_a_file_name_has_nothing_private_in_it() -> None:
    assert entry().file == entry(contact="other@example.org", sender="Kim", address="Home 1").file


def test_the_blanks_of_a_letter_are_blanks_in_every_language() -> None:
    for language in ("en", "de", "es", "fr", "pt"):
        packet = WORK(entry(language=language))
        assert packet.holds == (Content.FILL_IN,)
        with zipfile.ZipFile(BytesIO(packet.content)) as archive:
            assert "____" in archive.read("1-withdrawal-distrokid/ticket.txt").decode()


def test_a_label_without_a_catalog_gets_a_blank_for_each_of_its_artists() -> None:
    packet = WORK(entry(artist="First Act; Second Act", label="Tapes", basis="company"))

    with zipfile.ZipFile(BytesIO(packet.content)) as archive:
        letter = archive.read("1-withdrawal-distrokid/notice.txt").decode()
    assert ("First Act – ____" in letter, "Second Act – ____" in letter) == (True, True)
    assert "all 2 releases" in letter or "the 2 releases" in letter


def test_a_distributor_that_closed_is_told_and_nobody_is_written_to() -> None:
    closed = next(slug for slug, each in DIRECTORY.distributors.items() if each.status.is_retired)
    packet = WORK(entry(distributor=closed))

    assert packet.holds == (Content.EXPLANATION,)
    assert packet.missing == ("who delivers the music now",)


def test_every_distributor_of_the_directory_gets_a_packet_that_can_be_read() -> None:
    for slug in DIRECTORY.distributors:
        packet = WORK(entry(distributor=slug))
        with zipfile.ZipFile(BytesIO(packet.content)) as archive:
            said = archive.read("START-HERE.txt").decode()
        assert not re.search(OURS, said), slug
        assert not re.search(r"\bnone\b\s*$|: \.$|\s\.$", said, re.IGNORECASE | re.MULTILINE), slug
        assert packet.state is not State.NONE, slug
        assert not re.search(r"attach notice\.pdf|items\.csv|notice\.eml", said), slug


def test_a_maker_can_work_in_another_process() -> None:
    entries = [entry(artist=f"Band {number}") for number in range(6)]

    assert list(results(WORK, entries, jobs=2)) == [WORK(each) for each in entries]


def test_a_maker_that_is_sent_to_another_process_makes_the_same() -> None:
    make, arguments = WORK.__reduce__()

    assert make(*arguments)(entry()) == WORK(entry())


def test_a_zip_is_the_same_on_every_day_and_private() -> None:
    packed = zipped({"b.txt": b"2", "a.txt": b"1"})

    assert packed == zipped({"b.txt": b"2", "a.txt": b"1"})
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert [each.filename for each in archive.infolist()] == ["b.txt", "a.txt"]
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.external_attr >> 16 & 0o777 for each in archive.infolist()} == {0o600}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nothing of ours.", "Nothing of ours."),
        ("Ask them. When you find out: takedown directory answer x.", "Ask them."),
        ("Do nothing; when it is done: takedown record gone X.", "Do nothing"),
        ("takedown plan shows it. It is this.", ""),
        ("A takedown is a word.", "A takedown is a word."),
    ],
)
def test_no_command_is_left_in_words_for_people(text: str, said: str) -> None:
    assert plain(text) == said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_program_is_known_as_one(command: str) -> None:
    assert plain(f"Do this: takedown {command} X.") == ""
