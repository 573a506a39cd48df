"""One artist's catalog becomes real notices: the whole way, through the command line."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from support.program import Program

from takedown import resources

Example = Callable[[str], Program]


@pytest.fixture
def artist(example: Example) -> Program:
    return example("one-artist")


def test_the_plan_writes_nothing(artist: Program) -> None:
    before = sorted(path for path in artist.root.rglob("*"))
    artist.ok("plan")

    assert sorted(path for path in artist.root.rglob("*")) == before


def test_one_withdrawal_and_one_linked_platform_request_are_made(artist: Program) -> None:
    made = artist.json("generate")

    assert [notice["kind"] for notice in made["notices"]] == ["withdrawal", "platform-request"]
    assert all(notice["written"] and not notice["signed"] for notice in made["notices"])
    assert made["totals"] == {"items": 6, "asked": 6, "enquired": 0, "omitted": 0}
    withdrawal = made["notices"][0]
    assert re.fullmatch(r"[A-Z2-7]{10}", withdrawal["id"])
    assert withdrawal["folder"] == f"notices/{withdrawal['case']}/withdrawal-northlight-{withdrawal['id']}"
    for name in withdrawal["files"].values():
        assert (artist.root / name).is_file()


def test_a_second_generate_writes_nothing_before_and_after_sign(artist: Program) -> None:
    artist.ok("generate")
    before = artist.files()
    artist.later(3)
    assert not any(notice["written"] for notice in artist.json("generate")["notices"])
    assert artist.files() == before

    artist.ok("sign", "--name", "Ana Example")
    signed = artist.files()
    artist.later(3)
    assert not any(notice["written"] for notice in artist.json("generate")["notices"])
    assert artist.files() == signed
    assert signed != before


def test_signing_without_a_notice_signs_what_is_ready_and_lists_what_waits(artist: Program) -> None:
    artist.ok("generate")
    result = artist.run("sign", typed="Ana Example\n")

    assert result.exit_code == 0
    assert "Waits: notices/" in result.stderr
    assert artist.notice("withdrawal")["dispatch"] == "signed"
    assert artist.notice("platform-request")["dispatch"] == "prepared"


def test_what_is_signed_is_shown_before_the_name_is_asked(artist: Program) -> None:
    artist.ok("generate")
    shown = artist.run("sign", typed="Ana Example\n").stderr

    asked = shown.index("Type your name")
    for words in ("Northlight Distribution (invented)", "3 releases", "13 recordings"):
        assert shown.index(words) < asked


def test_another_name_signs_nothing(artist: Program) -> None:
    artist.ok("generate")
    result = artist.run("sign", "--name", "Somebody Else")

    assert result.exit_code == 2
    assert "Somebody Else" in result.stderr
    assert artist.notice("withdrawal")["dispatch"] == "prepared"


def test_the_platform_request_is_filled_in_when_the_withdrawal_went_out(artist: Program) -> None:
    artist.ok("generate")
    artist.ok("sign", "--name", "Ana Example")
    withdrawal = artist.notice("withdrawal")["id"]
    artist.later(1)
    artist.ok("record", "submitted", withdrawal, "--ticket", "NL-4711")
    artist.ok("generate")

    letter = artist.ok("preview", artist.notice("platform-request")["id"], "--letter")
    words = " ".join(letter.split())
    assert "23 November 2026" in words
    assert "NL-4711" in words
    artist.ok("sign", "--name", "Ana Example")
    assert artist.notice("platform-request")["dispatch"] == "signed"


def test_a_platform_request_signed_early_says_we_are_asking_and_keeps_its_words(artist: Program) -> None:
    artist.ok("generate")
    early = artist.notice("platform-request")["id"]
    artist.ok("sign", early, "--name", "Ana Example")
    words = " ".join(artist.ok("preview", early, "--letter").split())
    assert "we are asking" in words.casefold()

    artist.ok("record", "submitted", artist.notice("withdrawal")["id"])
    before = artist.files()
    assert not any(notice["written"] for notice in artist.json("generate")["notices"])
    assert artist.files() == before
    assert artist.notice("platform-request")["dispatch"] == "signed"


def test_what_was_submitted_is_not_asked_again(artist: Program) -> None:
    artist.ok("generate")
    artist.ok("record", "submitted", artist.notice("withdrawal")["id"])
    plan = artist.json("plan")

    assert [notice["kind"] for notice in plan["notices"]] == ["platform-request"]
    assert {omission["rule"] for omission in plan["omissions"]} == {"already-asked"}


def test_a_notice_that_the_plan_no_longer_holds_is_set_aside(artist: Program) -> None:
    artist.ok("generate")
    old = artist.notice("withdrawal")["id"]
    without(artist, "Winter Crossing")
    artist.ok("generate")

    states = {notice["id"]: notice["dispatch"] for notice in artist.json("status")["notices"]}
    assert states[old] == "superseded"
    assert sorted(states.values()) == ["prepared", "prepared", "superseded", "superseded"]
    assert any("/superseded/" in name for name in artist.files())
    artist.ok("verify")


def test_a_notice_that_the_plan_holds_again_comes_back(artist: Program) -> None:
    artist.ok("generate")
    before = artist.files()
    catalog = artist.root / "catalog.csv"
    whole = catalog.read_bytes()
    catalog.write_bytes(b"".join(line for line in whole.splitlines(keepends=True) if b"Winter" not in line))
    artist.ok("generate")
    catalog.write_bytes(whole)
    artist.ok("generate")

    assert {name: artist.files()[name] for name in before} == before
    assert sorted(notice["dispatch"] for notice in artist.json("status")["notices"]) == [
        "prepared",
        "prepared",
        "superseded",
        "superseded",
    ]
    artist.ok("verify")


def without(artist: Program, word: str) -> None:
    """Take every row with a word out of the catalog."""
    catalog = artist.root / "catalog.csv"
    lines = catalog.read_text(encoding="utf-8").splitlines(keepends=True)
    catalog.write_text("".join(line for line in lines if word not in line), encoding="utf-8")


def test_a_platform_request_stays_while_its_withdrawal_is_submitted(artist: Program) -> None:
    artist.ok("generate")
    letter = artist.notice("platform-request")["id"]
    artist.ok("record", "submitted", artist.notice("withdrawal")["id"])
    settings = artist.root / "takedown.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[request]", "[request]\ntell_platform = false"),
        encoding="utf-8",
    )
    artist.ok("generate")

    assert artist.notice("platform-request") == {
        **artist.notice("platform-request"),
        "id": letter,
        "dispatch": "prepared",
    }


def test_nobody_gets_two_letters_about_the_same_release(artist: Program) -> None:
    artist.ok("generate")
    artist.ok("record", "submitted", artist.notice("withdrawal")["id"])
    without(artist, "Winter Crossing")
    artist.ok("generate")

    letters = [notice for notice in artist.json("status")["notices"] if notice["kind"] == "platform-request"]
    open_items = [
        (item["upc"], item["platform"])
        for notice in letters
        if notice["dispatch"] == "prepared"
        for item in notice["items"]
    ]
    assert len(open_items) == len(set(open_items))


def test_a_changed_title_changes_the_letter_and_takes_the_signature_back(artist: Program) -> None:
    artist.ok("generate")
    artist.ok("sign", "--name", "Ana Example")
    catalog = artist.root / "catalog.csv"
    catalog.write_text(
        catalog.read_text(encoding="utf-8").replace("Harbour Lights", "Harbor Lights"), encoding="utf-8"
    )
    artist.later(2)
    artist.ok("generate")

    withdrawal = artist.notice("withdrawal")
    assert withdrawal["dispatch"] == "prepared"
    letter = artist.ok("preview", withdrawal["id"], "--letter")
    assert "Harbor Lights" in letter
    assert "24 November 2026" in letter


def test_a_missing_file_comes_back_byte_for_byte(artist: Program) -> None:
    artist.ok("generate")
    before = artist.files()
    for name in list(before)[::2]:
        (artist.root / name).unlink()
    artist.ok("verify", code=5)
    artist.ok("generate")

    assert artist.files() == before
    artist.ok("verify")


def test_an_edited_file_is_named_and_left_alone_and_the_rest_is_written(artist: Program) -> None:
    artist.ok("generate")
    before = artist.files()
    edited = next(name for name in before if name.endswith("ticket.txt"))
    missing = next(name for name in before if name.endswith("notice.pdf"))
    (artist.root / edited).write_text("mine now")
    (artist.root / missing).unlink()
    artist.ok("verify", code=5)
    result = artist.run("generate")

    assert result.exit_code == 1
    assert edited in result.stderr
    assert (artist.root / edited).read_text() == "mine now"
    assert (artist.root / missing).read_bytes() == before[missing]


def test_an_edited_file_is_neither_previewed_nor_signed(artist: Program) -> None:
    artist.ok("generate")
    withdrawal = artist.notice("withdrawal")
    name = next(name for name in artist.files() if name.endswith("ticket.txt") and withdrawal["id"] in name)
    (artist.root / name).write_text("mine now")

    assert artist.run("preview", withdrawal["id"]).exit_code == 5
    result = artist.run("sign", "--name", "Ana Example")
    assert result.exit_code == 1
    assert artist.notice("withdrawal")["dispatch"] == "prepared"


def test_any_changed_byte_of_any_file_is_found(artist: Program) -> None:
    artist.ok("generate")
    artist.ok("verify")
    for name, content in artist.files().items():
        path = artist.root / name
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        result = artist.run("verify")
        assert result.exit_code == 5, name
        assert name in result.stdout
        path.write_bytes(content)
    artist.ok("verify")


def test_an_unknown_file_under_notices_is_found(artist: Program) -> None:
    artist.ok("generate")
    (artist.root / "notices" / "extra.txt").write_text("?")

    assert "extra.txt" in artist.ok("verify", code=5)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entries SET body = replace(body, 'prepared', 'prepareD') WHERE seq = 1",
        "UPDATE documents SET content = content || 'x' WHERE digest = (SELECT min(digest) FROM documents)",
        "DELETE FROM documents WHERE digest = (SELECT max(digest) FROM documents)",
        "DELETE FROM entries WHERE seq = 1",
    ],
)
def test_a_change_in_an_entry_or_a_document_is_found(artist: Program, damage: str) -> None:
    artist.ok("generate")
    connection = sqlite3.connect(artist.root / "ledger.db")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(damage)
    connection.commit()
    connection.close()

    artist.ok("verify", code=5)


def test_a_cut_tail_is_found_by_a_head_that_was_noted_elsewhere(artist: Program) -> None:
    artist.ok("generate")
    kept = (artist.root / "ledger.db").read_bytes()
    artist.ok("record", "submitted", artist.notice("withdrawal")["id"])
    head = artist.json("verify")["head"]
    (artist.root / "ledger.db").write_bytes(kept)

    artist.ok("verify")
    artist.ok("verify", "--head", head, code=5)


def test_answers_and_observations_are_kept_per_item(artist: Program) -> None:
    artist.ok("generate")
    notice = artist.notice("withdrawal")["id"]
    artist.ok("record", "submitted", notice, "--ticket", "NL-1")
    artist.later(2)
    artist.ok("record", "agreed", notice, "--platform", "amazon-music")
    artist.ok("record", "refused", notice, "--item", "Winter Crossing", "--platform", "amazon-digital")
    artist.later(10)
    artist.ok(
        "record", "gone", notice, "--item", "Winter Crossing", "--platform", "amazon-music", "--by", "Bo"
    )

    items = {(item["title"], item["platform"]): item for item in artist.notice("withdrawal")["items"]}
    assert items["Harbour Lights", "amazon-music"]["answer"] == "agreed"
    assert items["Winter Crossing", "amazon-digital"]["answer"] == "refused"
    assert items["Kitchen Recordings", "amazon-digital"]["answer"] == ""
    assert items["Winter Crossing", "amazon-music"]["observed"] == "gone"
    assert items["Winter Crossing", "amazon-music"]["observed_at"] == "2026-12-04"
    assert items["Harbour Lights", "amazon-music"]["observed"] == ""


def test_without_a_file_it_is_declared_and_with_one_it_is_held(artist: Program, tmp_path: Path) -> None:
    artist.ok("generate")
    notice = artist.notice("withdrawal")["id"]
    reply = tmp_path / "reply.eml"
    reply.write_text("We will do that.")
    artist.ok("record", "submitted", notice)
    artist.ok("record", "acknowledged", notice, "--evidence", str(reply))

    evidence = {piece["what"]: piece["declared"] for piece in artist.notice("withdrawal")["evidence"]}
    assert evidence == {"submitted": True, "acknowledged": False}
    artist.ok("verify")


def test_nobody_can_have_answered_what_did_not_go_out(artist: Program) -> None:
    artist.ok("generate")
    result = artist.run("record", "agreed", artist.notice("withdrawal")["id"])

    assert result.exit_code == 2
    assert "record submitted" in result.stderr


def test_the_future_cannot_be_recorded(artist: Program) -> None:
    artist.ok("generate")
    result = artist.run("record", "submitted", artist.notice("withdrawal")["id"], "--on", "2027-01-01")

    assert result.exit_code == 2
    assert "future" in result.stderr


def test_an_unknown_item_platform_or_notice_is_refused_by_name(artist: Program) -> None:
    artist.ok("generate")
    notice = artist.notice("withdrawal")["id"]
    for args, word in (
        (("record", "live", notice, "--item", "No Such Song"), "No Such Song"),
        (("record", "live", notice, "--platform", "spotify"), "spotify"),
        (("record", "live", "ZZZZZZZZZZ"), "ZZZZZZZZZZ"),
        (("preview", "ZZZZZZZZZZ"), "ZZZZZZZZZZ"),
    ):
        result = artist.run(*args)
        assert result.exit_code == 2
        assert word in result.stderr


def test_a_notice_is_found_by_prefix_in_any_case_and_by_folder(artist: Program) -> None:
    artist.ok("generate")
    notice = artist.notice("withdrawal")
    whole = artist.ok("preview", notice["id"])
    folder = next(name for name in artist.files() if notice["id"] in name).rpartition("/")[0]

    assert artist.ok("preview", notice["id"][:6].lower()) == whole
    assert artist.ok("preview", folder) == whole
    assert artist.ok("preview", folder + "/") == whole


def test_nothing_is_half_written_when_the_letter_breaks_the_guard(artist: Program) -> None:
    letters = artist.root / "templates" / "letters"
    letters.mkdir(parents=True)
    shipped = (resources.notice_templates() / "letters" / "withdrawal.en.md.j2").read_text(encoding="utf-8")
    (letters / "withdrawal.en.md.j2").write_text(
        shipped + "\nWe swear under penalty of perjury.\n", encoding="utf-8"
    )
    result = artist.run("generate")

    assert result.exit_code == 3
    assert "perjury" in result.stderr
    assert "withdrawal.en.md.j2" in result.stderr
    assert not (artist.root / "notices").exists()


def test_an_own_letter_that_keeps_the_core_is_used(artist: Program) -> None:
    letters = artist.root / "templates" / "letters"
    letters.mkdir(parents=True)
    shipped = (resources.notice_templates() / "letters" / "withdrawal.en.md.j2").read_text(encoding="utf-8")
    (letters / "withdrawal.en.md.j2").write_text(
        shipped.replace("[[signature]]", "We always enjoyed working with you.\n\n[[signature]]"),
        encoding="utf-8",
    )
    artist.ok("generate")

    assert "enjoyed working" in artist.ok("preview", artist.notice("withdrawal")["id"], "--letter")


def test_reports_agree_with_each_other(artist: Program, tmp_path: Path) -> None:
    artist.ok("generate")
    artist.ok("record", "submitted", artist.notice("withdrawal")["id"], "--ticket", "NL-1")
    as_json = artist.json("report")
    target = tmp_path / "report.csv"
    artist.ok("report", "--format", "csv", "-o", str(target))

    rows = target.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + sum(len(notice["items"]) for notice in as_json["notices"])
    assert "1 with a ticket number" in artist.ok("report")
    assert "NL-1" in target.read_text(encoding="utf-8")


def test_everything_the_program_writes_is_private(artist: Program) -> None:
    artist.ok("generate")
    for path in [artist.root / "ledger.db", *(artist.root / name for name in artist.files())]:
        assert path.stat().st_mode & 0o077 == 0, path
