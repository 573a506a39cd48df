"""What `record` takes and refuses, what `status`, `report` and `verify` say of it: through the command line."""

import json
import shutil
from collections.abc import Callable

import pytest
from support.program import Program


@pytest.fixture
def artist(example: Callable[[str], Program]) -> Program:
    program = example("one-artist")
    program.ok("generate")
    return program


@pytest.fixture
def withdrawal(artist: Program) -> str:
    return str(artist.notice("withdrawal")["id"])


@pytest.mark.parametrize("narrow", [("--platform", "amazon-music"), ("--item", "Winter Crossing")])
def test_a_notice_goes_out_whole(artist: Program, withdrawal: str, narrow: tuple[str, str]) -> None:
    result = artist.run("record", "submitted", withdrawal, *narrow)

    assert result.exit_code == 2
    assert narrow[0] in result.stderr
    assert "goes out whole" in result.stderr
    assert f"takedown record refused {withdrawal} --platform" in result.stderr
    assert artist.notice("withdrawal")["dispatch"] == "prepared"


def test_a_ticket_of_a_refusal_never_enters_the_letter_to_the_platform(
    artist: Program, withdrawal: str
) -> None:
    artist.ok("record", "submitted", withdrawal)
    artist.ok("record", "refused", withdrawal, "--platform", "amazon-digital", "--ticket", "REFUSED-1")

    assert artist.notice("withdrawal")["ticket"] == ""
    artist.ok("generate")
    notices = artist.json("status")["notices"]
    (request,) = (
        notice["id"]
        for notice in notices
        if notice["kind"] == "platform-request" and notice["dispatch"] == "prepared"
    )
    letter = artist.ok("preview", request, "--letter")
    assert "22 November 2026" in " ".join(letter.split())
    assert "REFUSED-1" not in letter


@pytest.mark.parametrize("answer", ["acknowledged", "agreed", "refused"])
def test_nobody_can_have_answered_before_the_notice_went_out(
    artist: Program, withdrawal: str, answer: str
) -> None:
    artist.later(2)
    artist.ok("record", "submitted", withdrawal, "--on", "2026-11-23")
    result = artist.run("record", answer, withdrawal, "--on", "2026-11-22")

    assert result.exit_code == 2
    assert "2026-11-22" in result.stderr
    assert "2026-11-23" in result.stderr
    assert {item["answer"] for item in artist.notice("withdrawal")["items"]} == {""}
    artist.ok("record", answer, withdrawal, "--on", "2026-11-23")


def test_an_answer_to_the_first_submission_is_taken_after_the_second(
    artist: Program, withdrawal: str
) -> None:
    artist.ok("record", "submitted", withdrawal)
    artist.later(9)
    artist.ok("record", "submitted", withdrawal)

    artist.ok("record", "acknowledged", withdrawal, "--on", "2026-11-25")


def test_what_was_seen_before_the_notice_went_out_is_kept(artist: Program, withdrawal: str) -> None:
    artist.later(2)
    artist.ok("record", "submitted", withdrawal)

    artist.ok("record", "live", withdrawal, "--on", "2026-11-22")


def test_what_was_agreed_and_seen_live_is_due_again(artist: Program, withdrawal: str) -> None:
    artist.ok("record", "submitted", withdrawal)
    artist.later(2)
    artist.ok("record", "agreed", withdrawal)
    assert artist.notice("withdrawal")["due"] == "2026-12-08"
    artist.later(14)
    artist.ok("status", "--exit-code", code=1)
    artist.ok("record", "live", withdrawal)

    assert artist.notice("withdrawal")["due"] == "2026-12-22"
    artist.ok("status", "--exit-code")


def test_status_names_the_command_that_comes_next(artist: Program, withdrawal: str) -> None:
    assert f"takedown sign {withdrawal}" in artist.ok("status", withdrawal)
    artist.ok("sign", withdrawal, "--name", "Ana Example")

    assert f"takedown preview {withdrawal} --steps" in artist.ok("status", withdrawal)
    assert artist.ok("preview", withdrawal, "--steps")


def test_the_report_lists_what_went_out_and_what_did_not(artist: Program, withdrawal: str) -> None:
    artist.ok("record", "submitted", withdrawal, "--ticket", "NL-1")
    page = artist.ok("report")

    request = artist.notice("platform-request")["id"]
    assert page.index("Submitted (1)") < page.index(withdrawal)
    assert page.index(withdrawal) < page.index("Prepared, not signed (1)") < page.index(request)
    assert "2026-11-22 (declared), ticket NL-1; 6 unanswered; due" in page
    assert max(len(line) for line in page.splitlines()) <= 90


def test_a_lost_ledger_is_found_and_the_files_are_counted(artist: Program) -> None:
    number = len(artist.files())
    (artist.root / "ledger.db").unlink()

    words = f"ledger.db is missing: {number} files under notices/ are not known"
    assert words in " ".join(artist.ok("verify", code=5).split())
    told = json.loads(artist.ok("verify", "--json", code=5))
    assert told["ok"] is False
    (problem,) = told["problems"]
    assert problem["where"] == "ledger.db"
    assert problem["what"].startswith(words)


def test_where_neither_ledger_nor_notices_are_there_is_nothing_to_verify(artist: Program) -> None:
    (artist.root / "ledger.db").unlink()
    shutil.rmtree(artist.root / "notices")

    assert artist.ok("verify", "--json", code=2) == ""
    (artist.root / "notices").mkdir()
    artist.ok("verify", code=2)


def test_what_a_demo_recorded_was_not_asked_once_it_is_no_demo(artist: Program, withdrawal: str) -> None:
    artist.ok("record", "submitted", withdrawal)
    assert "already-asked" in {omission["rule"] for omission in artist.json("plan")["omissions"]}
    settings = artist.root / "takedown.toml"
    text = settings.read_text(encoding="utf-8")
    assert "demo = true" in text
    settings.write_text(text.replace("demo = true", "demo = false"), encoding="utf-8")

    result = artist.run("plan", "--json")
    assert result.exit_code in (0, 1), result.stderr
    assert "already-asked" not in {omission["rule"] for omission in json.loads(result.stdout)["omissions"]}
