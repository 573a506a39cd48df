"""Reminder, escalation, retraction, reinstatement and the restore kit: through the command line."""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.program import Program
from workspaces import Row, settings, single, table, toml, track, whole, write_workspace

from takedown import resources
from takedown.cli.session import Session, Surroundings
from takedown.model import Release, SourceRef

GOLDEN = Path(__file__).parents[1] / "golden" / "replies"
ANA = ("--name", "Ana Example")
ROWS = (track(1, 1), track(1, 2), track(2, 1))
CONTACTS = {
    "decider": {"name": "Deciding Example", "email": "decides@example.org", "source": "letter of 2 May 2026"}
}
#: An address for questions, so that every golden file says the same wherever records change.
DESK = {"via": "other", "contact": "desk", "account": "ana@example.com"}
SETTINGS = settings(
    DESK,
    contacts={
        **CONTACTS,
        "desk": {"name": "Example Distribution", "email": "help@example.org", "source": "its help page"},
    },
)


@pytest.fixture
def artist(tmp_path: Path) -> Program:
    """An artist whose withdrawal and letter to the platform are written."""
    root = tmp_path / "artist"
    root.mkdir()
    write_workspace(root, ROWS, SETTINGS)
    program = Program(root=root)
    program.ok("generate")
    return program


@pytest.fixture
def asked(artist: Program) -> Program:
    """The same artist, who has handed the withdrawal over."""
    artist.ok("sign", *ANA)
    artist.ok("record", "submitted", withdrawal(artist), "--ticket", "EX-1")
    artist.ok("generate")
    return artist


def withdrawal(program: Program) -> str:
    return str(program.notice("withdrawal")["id"])


def standing(program: Program) -> dict[str, str]:
    return {notice["id"]: notice["dispatch"] for notice in program.json("status")["notices"]}


def open_kinds(program: Program) -> dict[str, str]:
    """Notices that have not gone out: kind → id."""
    notices = program.json("status")["notices"]
    return {n["kind"]: n["id"] for n in notices if n["dispatch"] in ("prepared", "signed")}


def told(program: Program, *arguments: str) -> str:
    """What a command that is refused says."""
    result = program.run(*arguments)
    assert result.exit_code == 2, result.output
    assert "Hint: " in result.stderr
    return " ".join(result.stderr.split())


def golden(name: str, text: str) -> None:
    kept = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8"), name


# --- follow-up ------------------------------------------------------------------------------------------


def test_where_nothing_is_due_it_says_when_something_will_be(asked: Program) -> None:
    assert "Next due: 4 December 2026" in asked.ok("follow-up")
    assert asked.json("follow-up") == {
        "schema": 1, "notices": [], "superseded": [], "also_due": [], "next_due": "2026-12-04",
    }  # fmt: skip
    assert "reminder" not in open_kinds(asked)


def test_an_empty_workspace_has_nothing_to_follow_up(tmp_path: Path) -> None:
    write_workspace(tmp_path, ROWS, SETTINGS)

    assert "No reminder" in Program(root=tmp_path).ok("follow-up")
    assert not (tmp_path / "notices").exists()


def test_a_late_answer_is_asked_for_by_a_reminder_that_stays_until_it_goes_out(asked: Program) -> None:
    asked.later(14)
    (written,) = asked.json("follow-up")["notices"]
    assert (written["kind"], written["written"], written["in_reply_to"]) == (
        "reminder",
        True,
        withdrawal(asked),
    )
    before = asked.files()

    asked.later(3)
    asked.ok("generate")
    (again,) = asked.json("follow-up")["notices"]

    assert (again["id"], again["written"]) == (written["id"], False)
    assert asked.files() == before
    assert "6 December 2026" in asked.ok("preview", written["id"], "--letter")


def test_missing_files_of_a_reminder_come_back_byte_for_byte(asked: Program) -> None:
    asked.later(14)
    folder = asked.root / asked.json("follow-up")["notices"][0]["folder"]
    before = asked.files()
    (folder / "notice.pdf").unlink()
    (folder / "steps.txt").unlink()

    asked.later(5)
    assert "Restored, what was missing of it: reminder" in asked.ok("generate")

    assert asked.files() == before


def test_an_edited_reminder_is_left_alone_and_named(asked: Program) -> None:
    asked.later(14)
    folder = asked.root / asked.json("follow-up")["notices"][0]["folder"]
    (folder / "notice.txt").write_text("mine")

    result = asked.run("follow-up")

    assert result.exit_code == 1
    assert "notice.txt" in result.stderr
    assert (folder / "notice.txt").read_text() == "mine"


def test_sign_without_a_name_of_a_notice_signs_the_reminder_too(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]

    result = asked.run("sign", *ANA)

    assert "Reminder to Example Distribution" in result.stderr
    shown = result.stderr.split("Reminder to")[1]
    assert "sole owner" not in shown.split("Platform-request to")[0], "the letter says nothing of it"
    assert standing(asked)[reminder] == "signed"
    assert "Unchanged, signed: reminder" in asked.ok("generate")


def test_a_reminder_is_written_anew_when_a_ticket_number_has_come(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]
    asked.ok("record", "acknowledged", withdrawal(asked), "--ticket", "EX-2")

    assert "takedown generate" in told(asked, "sign", reminder, *ANA)
    asked.ok("generate")

    assert "EX-2" in asked.ok("preview", reminder, "--letter")
    asked.ok("sign", reminder, *ANA)


def test_an_answer_in_between_makes_the_reminder_needless(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]
    asked.ok("record", "agreed", withdrawal(asked))

    assert "needless" in told(asked, "sign", reminder, *ANA)
    asked.ok("generate")

    assert standing(asked)[reminder] == "superseded"
    assert "No reminder" in asked.ok("follow-up")


def test_after_the_reminder_comes_the_escalation_and_then_another_desk(asked: Program) -> None:
    notice = withdrawal(asked)
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]
    asked.ok("record", "submitted", reminder)
    assert asked.notice("withdrawal")["due"] == "2026-12-18"
    assert asked.json("follow-up")["notices"] == []

    asked.later(14)
    (escalation,) = asked.json("follow-up")["notices"]
    assert escalation["kind"] == "escalation"
    assert "a reminder on 6 December 2026" in " ".join(
        asked.ok("preview", escalation["id"], "--letter").split()
    )
    asked.ok("record", "submitted", escalation["id"])

    asked.later(21)
    document = asked.json("follow-up")
    assert (document["notices"], document["also_due"]) == ([], [notice])
    assert f"takedown follow-up {notice} --to CONTACT" in " ".join(asked.ok("follow-up").split())

    (other,) = asked.json("follow-up", notice, "--to", "decider")["notices"]
    assert other["recipient"]["email"] == "decides@example.org"
    before = asked.files()
    asked.ok("generate")
    assert asked.files() == before


def test_what_was_answered_to_a_reminder_is_recorded_with_the_notice_before_it(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]
    asked.ok("record", "submitted", reminder)

    assert f"takedown record agreed {withdrawal(asked)}" in told(asked, "record", "agreed", reminder)


def test_a_letter_after_another_cannot_have_gone_out_before_it(asked: Program) -> None:
    asked.later(14)
    asked.ok("follow-up")
    asked.ok("record", "submitted", withdrawal(asked), "--on", "2026-12-06")
    asked.later(30)
    reminder = open_kinds(asked)["reminder"]

    assert "2026-12-01" in told(asked, "record", "submitted", reminder, "--on", "2026-12-01")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--to", "decider"), "needs the notices"),
        (("WITHDRAWAL", "--to", "nobody"), "has no such contact"),
        (("REQUEST",), "nobody can owe an answer"),
        (("ZZZZZZZZZZ",), "no notice ZZZZZZZZZZ"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused(asked: Program, arguments: tuple[str, ...], says: str) -> None:
    names = {"WITHDRAWAL": withdrawal(asked), "REQUEST": open_kinds(asked)["platform-request"]}

    assert says in told(asked, "follow-up", *(names.get(word, word) for word in arguments))


def test_a_reminder_is_not_itself_followed_up(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]

    assert f"takedown follow-up {withdrawal(asked)}" in told(asked, "follow-up", reminder)


# --- retract and reinstate ------------------------------------------------------------------------------


def test_a_retraction_counts_once_it_went_out(asked: Program) -> None:
    notice = withdrawal(asked)
    (retraction,) = asked.json("retract", notice)["notices"]
    assert standing(asked)[notice] == "submitted"

    asked.ok("sign", retraction["id"], *ANA)
    asked.ok("record", "submitted", retraction["id"])

    assert standing(asked)[notice] == "retracted"
    items = asked.notice("withdrawal")["items"]
    assert {item["retracted_on"] for item in items} == {"2026-11-22"}
    omitted = asked.json("plan")["omissions"]
    assert {omission["rule"] for omission in omitted} == {"called-back"}
    asked.ok("generate")
    assert open_kinds(asked) == {}, "nothing speaks of it to the platform any more"


def test_a_letter_to_the_platform_about_what_was_called_back_is_not_handed_over(asked: Program) -> None:
    request = open_kinds(asked)["platform-request"]
    asked.ok("sign", request, *ANA)
    part = asked.json("retract", withdrawal(asked), "--item", "Harbour Lights 1")["notices"][0]["id"]
    asked.ok("record", "submitted", part)

    said = asked.ok("status", request)
    assert "do not hand it over" in said
    assert "record submitted" not in said
    asked.ok("generate")
    assert standing(asked)[request] == "superseded"
    rest = open_kinds(asked)["platform-request"]
    assert "Harbour Lights 1" not in asked.ok("preview", rest, "--letter")


def test_a_platform_that_was_told_of_it_is_named(asked: Program) -> None:
    request = open_kinds(asked)["platform-request"]
    asked.ok("record", "submitted", request)

    assert asked.json("retract", withdrawal(asked))["also_told"] == [request]
    assert f"takedown retract {request}" in asked.ok("retract", withdrawal(asked))
    assert asked.json("retract", withdrawal(asked), request)["also_told"] == []


def test_a_part_can_be_called_back(asked: Program) -> None:
    notice = withdrawal(asked)
    (part,) = asked.json("retract", notice, "--platform", "amazon-digital", "--item", "Harbour Lights 1")[
        "notices"
    ]
    asked.ok("record", "submitted", part["id"])

    assert standing(asked)[notice] == "submitted"
    called = [item for item in asked.notice("withdrawal")["items"] if item["retracted_on"]]
    assert [(item["platform"], item["title"]) for item in called] == [("amazon-digital", "Harbour Lights 1")]

    rest = asked.json("retract", notice)["notices"]
    listed = [
        json.loads((asked.root / each["folder"] / "notice.json").read_bytes())["items"] for each in rest
    ]
    assert sorted(len(items) for items in listed) == [1, 2]


def test_what_has_not_gone_out_is_not_called_back(artist: Program) -> None:
    notice = withdrawal(artist)

    assert "takedown generate then sets it aside" in told(artist, "retract", notice)
    assert "has not gone out" in told(artist, "reinstate", notice)
    assert set(open_kinds(artist)) == {"withdrawal", "platform-request"}


def test_what_was_set_aside_is_not_called_back(artist: Program) -> None:
    notice = withdrawal(artist)
    (artist.root / "catalog.csv").write_bytes(table(ROWS[:2]))
    artist.ok("generate")

    assert "never went out" in told(artist, "retract", notice)


def test_what_was_called_back_is_not_called_back_again_and_cannot_go_out_again(asked: Program) -> None:
    notice = withdrawal(asked)
    retraction = asked.json("retract", notice)["notices"][0]["id"]
    asked.ok("record", "submitted", retraction)

    assert retraction in told(asked, "retract", notice)
    assert "another occasion" in told(asked, "record", "submitted", notice)
    assert "that one" in told(asked, "retract", retraction)


def reinstated(program: Program) -> str:
    """Everything went out, and then the letter that asks to deliver it again; the id of the letter to the platform."""
    program.ok("sign", *ANA)
    platform = str(program.notice("platform-request")["id"])
    program.ok("record", "submitted", platform, "--ticket", "AMZ-1")
    program.later(3)
    result = program.ok("reinstate", withdrawal(program))
    assert f"takedown retract {platform}" in " ".join(result.split())
    assert program.json("reinstate", withdrawal(program))["also_told"] == [platform]
    letter = program.notice("reinstatement")["id"]
    program.ok("sign", letter, *ANA)
    program.ok("record", "submitted", letter, "--ticket", "EX-9")
    return platform


def test_a_platform_is_not_reminded_of_what_is_asked_to_be_delivered_again(asked: Program) -> None:
    platform = reinstated(asked)
    asked.later(21)

    assert platform not in [each["in_reply_to"] for each in asked.json("follow-up")["notices"]]
    assert asked.notice("platform-request")["due"] is None
    page = " ".join(asked.ok("status", platform).split())
    assert f"what it speaks of was called back: takedown retract {platform} tells them" in page
    asked.ok("retract", platform)
    (retraction,) = (n["id"] for n in asked.json("status")["notices"] if n["kind"] == "retraction")
    page = " ".join(asked.ok("status", platform).split())
    assert f"was called back: retraction {retraction} is written: takedown sign {retraction}" in page


def test_a_reminder_to_a_platform_is_needless_once_delivery_is_asked_for_again(asked: Program) -> None:
    asked.ok("sign", *ANA)
    platform = str(asked.notice("platform-request")["id"])
    asked.ok("record", "submitted", platform)
    asked.later(30)
    asked.ok("follow-up", platform)
    reminder = asked.notice("reminder")["id"]
    letter = asked.json("reinstate", withdrawal(asked))["notices"][0]["id"]
    asked.ok("sign", letter, *ANA)
    asked.ok("record", "submitted", letter)
    asked.ok("generate")

    assert standing(asked)[reminder] == "superseded"


def test_a_reminder_that_is_written_is_named_and_due(asked: Program) -> None:
    asked.later(14)
    reminder = asked.json("follow-up")["notices"][0]["id"]
    notice = withdrawal(asked)

    page = " ".join(asked.ok("status", notice).split())
    assert f"no answer yet? reminder {reminder} is written: takedown sign {reminder}; then" in page
    assert "writes a reminder" not in page
    assert f"{reminder} (Example Distribution, reminder)" in page
    assert {each["id"] for each in asked.json("status", "--due")["notices"]} == {notice, reminder}
    asked.ok("sign", reminder, *ANA)
    page = " ".join(asked.ok("status", notice).split())
    assert f"reminder {reminder} is signed: takedown outbox walk {reminder}" in page


def test_a_part_of_the_status_knows_what_the_whole_says(artist: Program) -> None:
    platform = str(artist.notice("platform-request")["id"])
    assert "waits until" in artist.ok("status", platform)
    artist.ok("record", "submitted", withdrawal(artist))

    page = " ".join(artist.ok("status", platform).split())
    assert "waits until" not in page
    assert "takedown generate fills in when the others were asked" in page


def test_a_retraction_that_came_too_late_can_be_followed_by_a_reinstatement(asked: Program) -> None:
    notice = withdrawal(asked)
    asked.ok("record", "submitted", asked.json("retract", notice)["notices"][0]["id"])
    asked.later(3)
    asked.ok("record", "gone", notice)

    (back,) = asked.json("reinstate", notice)["notices"]

    assert back["kind"] == "reinstatement"
    asked.ok("record", "submitted", back["id"])
    assert {item["reinstated_on"] for item in asked.notice("withdrawal")["items"]} == {"2026-11-25"}
    assert back["id"] in told(asked, "reinstate", notice)


def test_calling_back_what_is_gone_already_points_to_the_way_back(asked: Program) -> None:
    asked.ok("record", "gone", withdrawal(asked), "--platform", "amazon-music")

    said = " ".join(asked.ok("retract", withdrawal(asked)).split())

    assert f"2 items of {withdrawal(asked)} were seen unavailable already" in said


def test_only_what_asked_for_a_removal_can_be_asked_back(asked: Program) -> None:
    request = open_kinds(asked)["platform-request"]
    asked.ok("record", "submitted", request)

    assert "nothing removed" in told(asked, "reinstate", request)


def test_a_new_occasion_after_a_retraction_asks_again(asked: Program) -> None:
    asked.ok("record", "submitted", asked.json("retract", withdrawal(asked))["notices"][0]["id"])
    new = {**SETTINGS, "request": {**SETTINGS["request"], "occasion": "2027-01 Amazon"}}
    (asked.root / "takedown.toml").write_text(toml(new), encoding="utf-8")

    asked.ok("generate")

    assert "withdrawal" in open_kinds(asked)


def test_replies_do_not_move_when_the_occasion_changes(asked: Program) -> None:
    back = asked.json("reinstate", withdrawal(asked))["notices"][0]
    new = {**SETTINGS, "request": {**SETTINGS["request"], "occasion": "2027-01 Amazon"}}
    (asked.root / "takedown.toml").write_text(toml(new), encoding="utf-8")

    asked.run("generate")

    assert open_kinds(asked)["reinstatement"] == back["id"]
    assert (asked.root / back["folder"] / "notice.pdf").is_file()


def test_status_and_report_say_what_came_after(asked: Program) -> None:
    notice = withdrawal(asked)
    asked.later(14)
    asked.ok("record", "submitted", asked.json("follow-up")["notices"][0]["id"])
    asked.later(1)
    asked.ok("record", "submitted", asked.json("retract", notice)["notices"][0]["id"])

    golden("status.txt", asked.ok("status"))
    golden("report.txt", asked.ok("report"))
    assert asked.json("report")["totals"]["retracted"] == 1
    assert [reply["kind"] for reply in asked.notice("withdrawal")["replies"]] == ["reminder", "retraction"]


def test_what_the_commands_say(asked: Program) -> None:
    notice = withdrawal(asked)
    golden("follow-up-early.txt", asked.ok("follow-up"))
    asked.later(14)
    golden("follow-up.txt", asked.ok("follow-up"))
    golden("retract.txt", asked.ok("retract", notice))
    golden("reinstate.txt", asked.ok("reinstate", notice))


def test_letters_after_another_read_as_they_should(asked: Program) -> None:
    notice = withdrawal(asked)
    asked.later(14)
    made = [*asked.json("follow-up")["notices"], *asked.json("retract", notice)["notices"]]
    made += asked.json("reinstate", notice)["notices"]
    for each in made:
        folder = asked.root / each["folder"]
        for name in ("notice.txt", "ticket.txt", "steps.txt"):
            golden(f"{each['kind']}.{name}", (folder / name).read_text(encoding="utf-8"))


# --- the restore kit ------------------------------------------------------------------------------------

KIT = {"README.txt", "catalog.csv", "links.csv", "reinstatement.pdf", "reinstatement.txt", "ticket.txt"}


def kit(program: Program) -> Path:
    return program.root / str(program.notice("withdrawal")["restore_kit"])


def content(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_withdrawal_has_its_way_back_beside_it(artist: Program) -> None:
    folder = kit(artist)

    assert folder.relative_to(artist.root).as_posix() == f"restore/withdrawal-desk-{withdrawal(artist)}"
    assert set(content(folder)) == KIT
    assert [path.name for path in folder.parent.iterdir()] == [folder.name], (
        "the letter to the platform has none"
    )
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("README.txt", "reinstatement.txt", "ticket.txt"):
        golden(f"kit.{name}", (folder / name).read_text(encoding="utf-8"))


def test_no_sentence_of_the_kit_says_that_anything_was_removed_or_asked(artist: Program) -> None:
    for name in ("reinstatement.txt", "ticket.txt"):
        text = " ".join((kit(artist) / name).read_text(encoding="utf-8").split())
        assert text.count("nobody has asked for this yet") == 1
        for word in ("was removed", "were removed", "took down", "2026", "letter of", "subject of"):
            assert word not in text, (name, word)


def test_the_kit_is_renewed_until_the_notice_goes_out_and_never_after_that(artist: Program) -> None:
    first = content(kit(artist))
    renamed = (track(1, 1, p_line="2021 Example Tapes"), *ROWS[1:])
    (artist.root / "catalog.csv").write_bytes(table(renamed))
    artist.ok("generate")
    second = content(kit(artist))
    assert second != first, "what no letter says is in the snapshot all the same"

    artist.ok("record", "submitted", withdrawal(artist))
    (artist.root / "catalog.csv").write_bytes(table(ROWS))
    artist.ok("generate")

    assert content(kit(artist)) == second


def test_what_is_missing_of_a_kit_comes_back(asked: Program) -> None:
    before = content(kit(asked))
    (kit(asked) / "catalog.csv").unlink()
    (kit(asked) / "audio.wav").write_bytes(b"the user's own")

    asked.ok("generate")

    assert content(kit(asked)) == {**before, "audio.wav": hashlib.sha256(b"the user's own").hexdigest()}


@pytest.mark.parametrize("changed", [True, False])
def test_an_edited_file_of_a_kit_is_left_alone_and_named(artist: Program, changed: bool) -> None:
    (kit(artist) / "README.txt").write_text("my own notes")
    if changed:
        (artist.root / "catalog.csv").write_bytes(
            table((track(1, 1, p_line="2021 Example Tapes"), *ROWS[1:]))
        )

    result = artist.run("generate")

    assert result.exit_code == 1
    assert f"Edited: {kit(artist).relative_to(artist.root).as_posix()}/README.txt" in result.stderr
    assert (kit(artist) / "README.txt").read_text() == "my own notes"


def test_the_kit_goes_with_a_notice_that_is_set_aside_and_comes_back_with_it(artist: Program) -> None:
    before = kit(artist)
    files = content(before)
    (artist.root / "catalog.csv").write_bytes(table(ROWS[:2]))
    artist.ok("generate")
    aside = artist.root / "restore" / "superseded" / before.name
    assert content(aside) == files
    assert not before.exists()

    (artist.root / "catalog.csv").write_bytes(table(ROWS))
    artist.ok("generate")

    assert content(before) == files
    assert not aside.exists()


def test_the_letter_of_the_kit_has_the_reference_that_it_will_have(asked: Program) -> None:
    (back,) = asked.json("reinstate", withdrawal(asked))["notices"]

    assert back["id"] in (kit(asked) / "reinstatement.txt").read_text(encoding="utf-8")


def test_an_enquiry_needs_no_way_back(tmp_path: Path) -> None:
    write_workspace(tmp_path, [whole(1, upc="")], SETTINGS)
    program = Program(root=tmp_path)
    program.run("generate")

    assert {notice["kind"] for notice in program.json("status")["notices"]} == {"enquiry"}
    assert not (tmp_path / "restore").exists()


CATALOGS: dict[str, tuple[Row, ...]] = {
    "plain": ROWS,
    "formulas and quotes": (
        track(1, 1, release="=1+1", track='He said "no", twice', catalog_number="+49"),
        track(1, 2, release="=1+1", track="'quoted'"),
    ),
    "everything that a row can say": (
        track(
            1, 1,
            artist="Ana Example; Jo Sample", release_version="Deluxe", track_version="Live", track_artist="Jo Sample",
            p_line="2021 Example Tapes", c_line="2021 Example Tapes", owner="Example Tapes",
            platforms="amazon-music; amazon-digital", catalog_number="EXT-1",
        ),
        track(1, 2, artist="Ana Example; Jo Sample", release_version="Deluxe"),
    ),
    "single recordings": (single(1, track="Alone"), single(2, track="Also Alone", isrc="", asin="")),
    "no recordings": (whole(1), whole(2, upc="", grid="A12425GABC1234002M")),
    "pages": (
        {**whole(1, url="https://www.amazon.com/dp/B0EXAMPLE1", asin="B0EXAMPLE1"), "kind": "release"},
        track(1, 1, asin="B0EXAMPLE2"),
        track(1, 2),
        single(3, track="Alone", asin="B0EXAMPLE3"),
        track(4, 1, url="https://music.example.com/harbour"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CATALOGS)
def test_the_snapshot_says_the_same_when_it_is_read_again(name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for root in (first, second):
        root.mkdir()
    unasked = settings(
        DESK, contacts=SETTINGS["contacts"], authority={"consent": "not-needed", "clause": "4"}
    )
    write_workspace(first, CATALOGS[name], unasked)
    Program(root=first).run("generate")
    kits = list((first / "restore").iterdir())
    assert kits
    (second / "takedown.toml").write_text(toml(unasked), encoding="utf-8")

    back: list[Release] = []
    for folder in kits:
        for file in ("catalog.csv", "links.csv"):
            shutil.copy(folder / file, second / file)
        back += known(second)

    asked_for = [each for each in known(first) if each.is_identified]
    assert sorted(back, key=lambda each: each.key) == sorted(asked_for, key=lambda each: each.key)


def known(root: Path) -> list[Release]:
    """The releases of a workspace, wherever they stand."""
    around = Surroundings(now=lambda: Program(root=root).now, entropy=os.urandom)
    nowhere = SourceRef(file="")

    def placed(item: Any) -> Any:
        return replace(
            item, source=nowhere, places=tuple(sorted(item.places, key=lambda place: place.platform))
        )

    return [
        replace(placed(each), recordings=tuple(placed(one) for one in each.recordings))
        for each in Session(root=root, around=around).checked.releases
    ]


def test_the_snapshot_can_be_imported(asked: Program, tmp_path: Path) -> None:
    root = tmp_path / "new"
    root.mkdir()
    (root / "takedown.toml").write_text(toml(SETTINGS), encoding="utf-8")

    Program(root=root).ok("import", str(kit(asked) / "catalog.csv"))

    assert [each.icpn for each in known(root)] == [each.icpn for each in known(asked.root)]


def test_every_golden_file_is_looked_at_by_a_test() -> None:
    kinds = ("reminder", "retraction", "reinstatement")
    letters = {f"{kind}.{name}.txt" for kind in kinds for name in ("notice", "ticket", "steps")}
    said = {
        "status.txt",
        "report.txt",
        "follow-up-early.txt",
        "follow-up.txt",
        "retract.txt",
        "reinstate.txt",
    }
    kits = {"kit.README.txt", "kit.reinstatement.txt", "kit.ticket.txt"}

    assert {path.name for path in GOLDEN.iterdir()} == letters | said | kits


def test_the_help_of_each_command_says_what_it_does(example: Callable[[str], Program]) -> None:
    program = example("one-artist")

    for command, word in (
        ("follow-up", "reminder"),
        ("retract", "calls notices back"),
        ("reinstate", "deliver again"),
    ):
        assert word in " ".join(program.ok(command, "--help").split())


def test_a_courtesy_translation_of_the_way_back_has_the_english_letter_beside_it(tmp_path: Path) -> None:
    german = {**SETTINGS, "request": {**SETTINGS["request"], "language": "de"}}
    write_workspace(tmp_path, ROWS, german)
    program = Program(root=tmp_path)
    program.run("generate")
    files = content(kit(program))
    letter = (kit(program) / "reinstatement.txt").read_text(encoding="utf-8")
    readme = (kit(program) / "README.txt").read_text(encoding="utf-8")

    assert ("english.txt" in files) is ("english.txt" in letter) is ("english.txt" in readme)


def test_a_letter_that_is_english_again_leaves_no_english_text_behind(artist: Program) -> None:
    toml_file = artist.root / "takedown.toml"
    plain = toml_file.read_text(encoding="utf-8")
    toml_file.write_text(plain.replace("[request]", '[request]\nlanguage = "de"', 1), encoding="utf-8")
    artist.run("generate")
    assert list(artist.root.rglob("english.txt"))

    toml_file.write_text(plain, encoding="utf-8")
    artist.run("generate")

    assert not list(artist.root.rglob("english.txt"))
    assert artist.run("verify").exit_code == 0


def test_who_delivers_nothing_any_more_is_not_asked_to_deliver_again(tmp_path: Path) -> None:
    shutil.copytree(resources.examples() / "after-the-end", tmp_path / "work")
    program = Program(root=tmp_path / "work")
    program.run("generate")
    ended = next(
        notice["id"]
        for notice in program.json("status")["notices"]
        if notice["recipient"]["desk"] == "symphonic"
    )
    program.ok("sign", ended, "--name", "Lou Specimen")
    program.ok("record", "submitted", ended)

    refused = program.run("reinstate", ended)

    assert refused.exit_code == 2
    assert "the agreement with Symphonic is over" in refused.stderr
    assert "whoever delivers for you now" in refused.stderr
