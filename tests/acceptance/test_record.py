"""What `record` takes and refuses, what `status`, `report` and `verify` say of it: through the command line."""

import json
import shutil
import sqlite3
from collections.abc import Callable

import pytest
from support.program import Program

from takedown.reports.words import is_unseen


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


def test_how_it_went_out_and_all_that_shows_it_is_kept(artist: Program, withdrawal: str) -> None:
    for name in ("receipt.png", "label.pdf"):
        (artist.root / name).write_bytes(name.encode())
    files = [
        word for name in ("receipt.png", "label.pdf") for word in ("--evidence", str(artist.root / name))
    ]
    artist.ok("record", "submitted", withdrawal, "--channel", "post", "--tracking", "RR123456785GB", *files)

    (piece,) = artist.notice("withdrawal")["evidence"]
    assert piece["file"] == "receipt.png, label.pdf"
    assert (piece["channel"], piece["tracking"], piece["declared"]) == ("post", "RR123456785GB", False)
    words = " ".join(artist.ok("status", withdrawal).split())
    assert "by post" in words
    assert "tracking number RR123456785GB, files receipt.png, label.pdf kept" in words
    with sqlite3.connect(f"file:{artist.root / 'ledger.db'}?mode=ro", uri=True) as ledger:
        entries = [row[0] for row in ledger.execute("select body from entries order by seq")]
    ledger.close()
    assert "RR123456785GB" not in "".join(map(str, entries))
    artist.ok("verify")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("agreed", "--channel", "email"), "--channel says how"),
        (("gone", "--tracking", "RR1"), "--tracking says how"),
        (("submitted", "--channel", "form", "--tracking", "RR1"), "a number of the post"),
        (("submitted", "--tracking", "R" * 201), "--tracking 'RRR"),
        (("submitted", "--channel", "pigeon"), "'pigeon' is not one of"),
    ],
)
def test_how_it_travelled_is_said_only_where_it_can_be(
    artist: Program, withdrawal: str, words: tuple[str, ...], said: str
) -> None:
    what, *options = words
    if what != "submitted":
        artist.ok("record", "submitted", withdrawal)
    result = artist.run("record", what, withdrawal, *options)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


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

    assert f"takedown outbox walk {withdrawal}" in artist.ok("status", withdrawal)
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


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--ticket", "NL-1\x1b[2J"),
        ("--ticket", "NL-1\nBcc: x"),
        ("--ticket", "NL\u202e1"),
        ("--ticket", "N" * 201),
        ("--ticket", "NL-1 \U00020bb7"),
        ("--ticket", "NL-\udce9"),
        ("--by", "Bo\u2028Example"),
        ("--by", "B" * 201),
        ("--item", "Winter\u2066 Crossing"),
        ("--item", "W" * 201),
    ],
)
def test_a_text_that_no_letter_could_hold_is_refused_before_it_is_recorded(
    artist: Program, withdrawal: str, option: str, text: str
) -> None:
    what = "submitted" if option == "--ticket" else "live"
    result = artist.run("record", what, withdrawal, option, text)

    assert result.exit_code == 2
    assert option in result.stderr
    assert "Hint: " in result.stderr
    assert not [mark for mark in result.stderr if is_unseen(mark) and mark != "\n"]
    assert artist.json("verify")["entries"] == 3  # two notices and the restore kit
    artist.ok("generate")


def test_a_ticket_in_other_letters_and_of_200_characters_is_kept_and_printed(
    artist: Program, withdrawal: str
) -> None:
    artist.ok("record", "submitted", withdrawal, "--ticket", "Anfrage Nº 7 – Übergröße " + "9" * 175)

    artist.ok("generate")


def test_evidence_under_a_name_that_could_command_a_terminal_is_refused(
    artist: Program, withdrawal: str
) -> None:
    picture = artist.root / "page\x1b[2J.png"
    picture.write_bytes(b"png")

    result = artist.run("record", "submitted", withdrawal, "--evidence", str(picture))

    assert result.exit_code == 2
    assert "--evidence 'page\\u{001B}[2J.png'" in result.stderr


def test_the_entries_after_a_noted_head_are_told(artist: Program, withdrawal: str) -> None:
    head = artist.json("verify")["head"]
    artist.ok("record", "submitted", withdrawal)

    assert "1 entry follows the head that you noted." in artist.ok("verify", "--head", head)
    assert artist.json("verify", "--head", head)["entries_after_head"] == 1


def test_a_pdf_that_was_edited_is_not_opened(
    artist: Program, withdrawal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    path = artist.root / str(artist.notice("withdrawal")["folder"]) / "notice.pdf"
    artist.ok("preview", withdrawal, "--open")
    assert opened == [str(path)]

    path.write_bytes(path.read_bytes() + b"%")
    result = artist.run("preview", withdrawal, "--open")

    assert result.exit_code == 5
    assert "notice.pdf was edited" in result.stderr
    assert result.stdout == ""
    assert opened == [str(path)]


def test_a_preview_shows_what_could_command_a_terminal(
    artist: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No letter of ours holds such a character; one that an overlay's author put there must not act."""
    withdrawal = str(artist.notice("withdrawal")["id"])
    evil = "Dear desk\x1b[2J\u202e\r\nBye\n".encode()
    monkeypatch.setattr("takedown.cli.preview._content", lambda *_: evil)

    page = artist.ok("preview", withdrawal, "--letter")

    assert page == "Dear desk\\u{001B}[2J\\u{202E}\nBye\n"


@pytest.fixture
def roster(example: Callable[[str], Program]) -> Program:
    program = example("roster")
    program.ok("generate", code=1)
    return program


@pytest.mark.parametrize(("answer", "line"), [("agreed", "yes"), ("refused", "no")])
def test_the_answer_of_an_artist_belongs_into_the_decisions(roster: Program, answer: str, line: str) -> None:
    letter = str(roster.notice("roster-letter")["id"])
    roster.ok("record", "submitted", letter)
    result = roster.run("record", answer, letter)

    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert f"decisions.csv: Specimen Quartet,,{line},2026-11-22,," in said
    assert f"takedown record acknowledged {letter}" in said
    page = " ".join(roster.ok("status", letter).split())
    assert "write the answer into decisions.csv" in page
    assert "record agreed" not in page
    roster.ok("record", "acknowledged", letter)
    page = " ".join(roster.ok("status", letter).split())
    assert "answered: write it into decisions.csv, if it is not there yet, then takedown plan" in page


def test_a_letter_to_an_artist_fills_in_no_letter_to_a_platform(roster: Program) -> None:
    letter = str(roster.notice("roster-letter")["id"])

    assert "takedown generate" not in roster.run("record", "submitted", letter).stderr


def test_only_a_letter_to_a_platform_that_waits_for_it_is_filled_in(artist: Program, withdrawal: str) -> None:
    assert "takedown generate fills the date" in artist.run("record", "submitted", withdrawal).stderr
    artist.ok("generate")

    assert "takedown generate" not in artist.run("record", "submitted", withdrawal).stderr


def test_a_statement_is_to_the_public_and_reads_like_one(roster: Program) -> None:
    config = roster.root / "takedown.toml"
    text = config.read_text(encoding="utf-8").replace("[request]", '[request]\nstatement = "statement.txt"')
    config.write_text(text, encoding="utf-8")
    (roster.root / "statement.txt").write_text("I no longer want my songs sold there.\n", encoding="utf-8")
    roster.ok("generate", code=1)
    statement = str(roster.notice("public-statement")["id"])
    roster.ok("sign", statement, "--name", "Robin Specimen")
    page = roster.ok("status", statement)

    assert "Public-statement to the public" in page
    assert "not published" in page
    assert f"takedown record submitted {statement}\n" in page
    roster.ok("record", "submitted", statement)
    page = roster.ok("status", statement) + roster.ok("report")
    assert "published on 22 November 2026" in page
    for odd in ("erased", "no ticket", "to public,"):
        assert odd not in page
