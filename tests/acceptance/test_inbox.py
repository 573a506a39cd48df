"""Letters come in: filed with their notices by the command line, kept as they are, decided by a person."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from support.dkim_keys import published, signed
from support.dns_server import name_server
from support.imap_server import server
from support.letters import notification, real, reply
from support.program import Program
from support.sending import mailing

from takedown.cli import inbox_handling
from takedown.cli.session import Session, Surroundings
from takedown.events import Event, What
from takedown.inbox.signatures import dns_lookup
from takedown.ledger import Ledger
from takedown.messages import Stage, messages_of
from takedown.outgoing import drafts_of, freeze, queued

ROOT = Path(__file__).parents[2]


@pytest.fixture
def artist(example: Callable[[str], Program]) -> Program:
    program = example("one-artist")
    program.ok("generate")
    return program


@pytest.fixture
def withdrawal(artist: Program) -> str:
    """A withdrawal that went out two days ago."""
    notice = str(artist.notice("withdrawal")["id"])
    artist.ok("record", "submitted", notice)
    artist.later(2)
    return notice


def letter(program: Program, raw: bytes, name: str = "letter.eml") -> str:
    path = program.root.parent / name
    path.write_bytes(raw)
    return str(path)


def entries(program: Program, what: What) -> list[Event]:
    """What was recorded of this kind, with the bytes of its documents."""
    with Ledger.read(program.root / "ledger.db") as ledger:
        return [
            Event(
                what=entry.what,
                notice=entry.notice,
                data=entry.data,
                documents={role: ledger.document(digest) or b"" for role, digest in entry.documents.items()},
            )
            for entry in ledger.entries()
            if entry.what is what
        ]


def test_an_answer_is_filed_and_its_command_records_what_a_person_decides(
    artist: Program, withdrawal: str
) -> None:
    raw = reply(subject=f"[#4711] Re: Your request, Ref {withdrawal}")
    file = letter(artist, raw)

    said = " ".join(artist.ok("inbox", file, code=1).split())

    assert f"filed with {withdrawal}" in said
    assert "our reference stands in its subject" in said
    command = f"takedown record acknowledged {withdrawal} --on 2026-11-23 --ticket 4711 --evidence {file}"
    assert command in said
    assert "only found in the subject" in said
    assert entries(artist, What.REPLIED)[0].documents["evidence"] == raw
    assert {item["answer"] for item in artist.notice("withdrawal")["items"]} == {""}
    artist.ok(*command.split()[1:])
    assert artist.notice("withdrawal")["ticket"] == "4711"
    artist.ok("verify")


def test_the_command_that_is_shown_works_also_where_clocks_disagree(artist: Program, withdrawal: str) -> None:
    early = letter(artist, reply(subject=f"Ref {withdrawal}", date="Sat, 21 Nov 2026 23:30:00 +0000"))

    (found,) = artist.json("inbox", early, code=1)["letters"]

    command = found["next"].removeprefix("read it, then takedown ").partition(" (or ")[0]
    assert "--on 2026-11-22" in command
    artist.ok(*command.split())


def test_the_same_letter_is_filed_once(artist: Program, withdrawal: str) -> None:
    file = letter(artist, reply(subject=f"Ref {withdrawal}"))
    again = letter(artist, reply(subject=f"Ref {withdrawal}"), "copy.eml")

    artist.ok("inbox", file, again, code=1)
    artist.ok("inbox", file, again)

    assert len(entries(artist, What.REPLIED)) == 1


def test_letters_of_a_mailbox_are_kept_as_files_that_can_be_evidence(
    artist: Program, withdrawal: str
) -> None:
    mark = b"From desk Mon Nov 23 10:00:00 2026\n"
    file = letter(
        artist, mark + reply(subject=f"Ref {withdrawal}") + b"\n" + mark + reply(subject="Hello"), "mail.mbox"
    )

    first, second = artist.json("inbox", file, code=1)["letters"]

    assert (first["state"], second["state"]) == ("filed", "not-matched")
    (kept,) = (artist.root / "inbox").iterdir()
    assert str(kept) in first["next"]
    assert kept.read_bytes() == reply(subject=f"Ref {withdrawal}")
    assert kept.stat().st_mode & 0o777 == 0o600
    artist.ok("verify")


def test_what_names_no_notice_is_filed_by_hand(artist: Program, withdrawal: str) -> None:
    file = letter(artist, reply(subject="About your music"))

    said = " ".join(artist.ok("inbox", file, code=1).split())
    assert "it names no notice" in said
    assert f"takedown inbox {file} --notice NOTICE" in said
    assert entries(artist, What.REPLIED) == []
    (found,) = artist.json("inbox", file, "--notice", withdrawal, code=1)["letters"]

    assert (found["state"], found["matched_by"], found["notice"]) == ("filed", "by-hand", withdrawal)


def test_what_names_two_notices_goes_to_a_person(artist: Program, withdrawal: str) -> None:
    other = str(artist.notice("platform-request")["id"])
    file = letter(artist, reply(subject="Hello", text=f"{withdrawal} and {other}"))

    (found,) = artist.json("inbox", file, code=1)["letters"]

    assert found["state"] == "not-matched"
    assert withdrawal in found["reason"]
    assert other in found["reason"]


def test_a_letter_about_a_notice_that_is_not_out_is_filed_and_asks_first_whether_it_went_out(
    artist: Program,
) -> None:
    notice = str(artist.notice("withdrawal")["id"])
    file = letter(artist, reply(subject=f"Ref {notice}"))

    assert f"first takedown record submitted {notice}" in artist.ok("inbox", file, code=1)


def test_a_letter_from_your_own_address_is_not_filed(artist: Program, withdrawal: str) -> None:
    file = letter(artist, reply(sender="Ana <ana@example.com>", subject=f"Ref {withdrawal}"))

    (found,) = artist.json("inbox", file)["letters"]

    assert found["state"] == "own"
    assert entries(artist, What.REPLIED) == []


def test_a_delay_and_what_ones_own_server_says_need_nobody(artist: Program, withdrawal: str) -> None:
    delay = notification(action="delayed", status="4.2.0", envid="", original=f"<{withdrawal}.1@example.com>")
    relayed = delay.replace(b"delayed", b"relayed").replace(b"mx.example.com", b"smtp.example.com")

    said = " ".join(artist.ok("inbox", letter(artist, delay), letter(artist, relayed, "2.eml")).split())

    assert "a delivery status notification says: delayed" in said
    assert "by your own mail server (smtp.example.com). The desk has said nothing" in said
    assert len(entries(artist, What.DELAYED)) == 1
    assert entries(artist, What.DELIVERED) == []


def test_the_servers_of_the_provider_are_ones_own(artist: Program, withdrawal: str) -> None:
    settings = artist.root / "takedown.toml"
    settings.write_text(settings.read_text() + '\n[mail]\nprovider = "gmail"\n')
    ids = {"envid": "", "original": f"<{withdrawal}.1@example.com>"}
    passed_on = notification(action="delivered", status="2.0.0", reporter="mx.gmail.com", **ids)

    (found,) = artist.json("inbox", letter(artist, passed_on))["letters"]

    assert (found["seems"], found["delivery"]["by_own_server"]) == ("notification", True)


def test_nothing_that_is_written_in_a_letter_reaches_the_terminal_raw(
    artist: Program, withdrawal: str
) -> None:
    evil = "=?utf-8?b?G1sySgfigK5nbmlyaHTigIs=?="
    raw = reply(subject="PLACE").replace(b"PLACE", f"{evil} Ref {withdrawal}".encode())
    name = b'Content-Disposition: inline; filename="\x1b[31m\xe2\x80\xae.exe"\r\n'
    raw = raw.replace(b"Content-Type", name + b"Content-Type", 1)
    file = letter(artist, raw, "a\x1b[2Jb.eml")

    plain, as_json = artist.ok("inbox", file, code=1), artist.ok("inbox", file, "--json")

    for text in (plain, as_json, artist.ok("status", withdrawal)):
        assert not any(mark in text for mark in "\x1b\x07\u202e\u200b")
    assert "\\u{202E}" in plain


def test_where_nothing_can_be_read_it_is_said_why(artist: Program, tmp_path: Path) -> None:
    assert "no file is named" in artist.run("inbox").stderr
    missing, demo = artist.run("inbox", str(tmp_path / "missing.eml")), artist.run("inbox", "--imap")
    assert (missing.exit_code, demo.exit_code) == (2, 3)
    assert "missing.eml" in missing.stderr
    assert "a demo reaches no mail server" in demo.stderr


def test_a_folder_of_hostile_letters_is_read_to_its_end(artist: Program, withdrawal: str) -> None:
    folder = artist.root.parent / "letters"
    folder.mkdir()
    hostile = {
        "1.eml": b"",
        "2.eml": b"\0" * 1000,
        "3.eml": b"From: a@example.com\r\n"
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' * 50_000,
        "4.eml": b"DKIM-Signature: v=1; a=rsa-sha256; d=..; s=x; h=from; bh=AA==; b=AA==\r\n" + reply(),
        "5.eml": b"PK\3\4" * 1000,
        "6.eml": reply(subject=f"Ref {withdrawal}"),
    }
    for name, raw in hostile.items():
        (folder / name).write_bytes(raw)

    found = artist.json("inbox", str(folder), code=1)["letters"]

    assert [each["state"] for each in found] == [
        "not-read", "not-read", "not-matched", "not-matched", "not-read", "filed",
    ]  # fmt: skip


# Messages that the program sent.


def sent(program: Program, notice: str, *stages: What) -> str:
    """Bring a message of a notice as far as these steps, as a run that sends would; return its Message-ID."""
    program.ok("sign", notice, "--name", "Ana Example")
    around = Surroundings(now=lambda: program.now, entropy=os.urandom)
    session = Session(root=program.root, around=around)
    state = session.find(notice)
    with session.open_ledger() as ledger:
        (message,) = freeze(notice, drafts_of(state, ledger), attempt=1, at=program.now)
        assert ledger.queue([queued(message, not_before="")])
        for what in stages:
            step = Event(what=what, notice=notice, data={"message": message.id})
            assert ledger.advance(step, owner="run")
    return message.message_id


OUT = (What.CLAIMED, What.COMMITTING, What.ACCEPTED)
IN_DOUBT = (What.CLAIMED, What.COMMITTING, What.IN_DOUBT)


def stage_of(program: Program, notice: str) -> Stage:
    with Ledger.read(program.root / "ledger.db") as ledger:
        return messages_of(ledger.entries())[f"{notice}.1"].stage


def ours(raw: bytes, notice: str) -> bytes:
    """A notification of a real mail server, about a message of this workspace."""
    return raw.replace(b"ABCDEFGHIJ", notice.encode()).replace(b"me@example.org", b"ana@example.com")


@pytest.fixture
def mailed(artist: Program) -> Callable[..., str]:
    """Send the withdrawal as far as these steps; its id."""

    def send(*stages: What) -> str:
        notice = str(artist.notice("withdrawal")["id"])
        sent(artist, notice, *stages)
        artist.later(2)
        return notice

    return send


def test_a_real_bounce_fails_the_message_that_it_names(artist: Program, mailed: Callable[..., str]) -> None:
    notice = mailed(*OUT)
    file = letter(artist, ours(real("dsn-failed"), notice))

    said = " ".join(artist.ok("inbox", file, code=1).split())

    assert "a delivery status notification says: not delivered (5.1.1), by mail.example.org" in said
    assert "550 5.1.1 no such desk here" in said
    assert stage_of(artist, notice) is Stage.FAILED
    artist.ok("inbox", file)
    assert len(entries(artist, What.BOUNCED)) == 1
    artist.ok("verify")


def test_a_bounce_settles_a_message_in_doubt_and_says_why(
    artist: Program, mailed: Callable[..., str]
) -> None:
    notice = mailed(*IN_DOUBT)

    said = " ".join(artist.ok("inbox", letter(artist, ours(real("dsn-failed"), notice)), code=1).split())

    assert f"message {notice}.1 is in doubt" in said
    assert "It went out, and came back" in said
    assert stage_of(artist, notice) is Stage.FAILED


def test_a_delay_of_a_message_in_doubt_is_shown_to_who_settles_it(
    artist: Program, mailed: Callable[..., str]
) -> None:
    notice = mailed(*IN_DOUBT)

    said = " ".join(artist.ok("inbox", letter(artist, ours(real("dsn-delayed"), notice)), code=1).split())

    assert "So a server took the message" in said
    assert "takedown outbox resolve" in said
    assert stage_of(artist, notice) is Stage.IN_DOUBT


NOT_SENT = (*IN_DOUBT, What.NOT_SENT)


def test_a_message_that_was_settled_as_not_sent_is_in_doubt_again_when_an_answer_comes(
    artist: Program, mailed: Callable[..., str]
) -> None:
    notice = mailed(*NOT_SENT)
    file = letter(artist, reply(subject="Hello", In_Reply_To=f"<{notice}.1@example.com>"))

    said = " ".join(artist.ok("inbox", file, code=1).split())

    assert f"message {notice}.1 is in doubt" in said
    assert stage_of(artist, notice) is Stage.IN_DOUBT
    artist.ok("verify")


def test_what_does_not_put_a_message_in_doubt_does_not_call_it_so(
    artist: Program, mailed: Callable[..., str]
) -> None:
    notice = mailed(*NOT_SENT)
    own = letter(artist, ours(real("received-copy"), notice).replace(b"@example.org", b"@example.com"))

    (found,) = artist.json("inbox", own, code=1)["letters"]

    assert stage_of(artist, notice) is Stage.CANCELLED
    assert (found["state"], found["shows"]) == ("own", "")
    command = found["next"].removeprefix("if you sent it: takedown ")
    artist.ok(*command.split())
    assert artist.notice("withdrawal")["dispatch"] == "submitted"


def test_a_forged_bounce_of_a_message_that_is_queued_moves_nothing(
    artist: Program, mailed: Callable[..., str]
) -> None:
    notice = mailed()

    artist.ok("inbox", letter(artist, ours(real("dsn-failed"), notice)), code=1)

    assert stage_of(artist, notice) is Stage.QUEUED
    (bounce,) = entries(artist, What.BOUNCED)
    assert bounce.data["about_message"] == f"{notice}.1"
    artist.ok("verify")


def test_an_answer_to_our_message_is_matched_by_it(artist: Program, mailed: Callable[..., str]) -> None:
    notice = mailed(*OUT)
    raw = reply(subject="Hello", In_Reply_To=f"<{notice}.1@example.com>")

    (found,) = artist.json("inbox", letter(artist, raw), code=1)["letters"]

    assert (found["matched_by"], found["notice"]) == ("thread", notice)


@pytest.mark.parametrize("seconds", [0.6, 0.9, 1.2])
def test_an_interrupted_run_leaves_what_it_filed_and_the_next_one_goes_on(
    artist: Program, withdrawal: str, seconds: float
) -> None:
    folder = artist.root.parent / "letters"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.eml").write_bytes(reply(subject=f"Ref {withdrawal}", text=f"Answer {number}"))
    run = [sys.executable, "-m", "takedown", "-C", str(artist.root), "inbox", str(folder)]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()

    artist.ok("verify")
    artist.run("inbox", str(folder))

    assert len(entries(artist, What.REPLIED)) == 300
    assert {each["state"] for each in artist.json("inbox", str(folder))["letters"]} == {"already-filed"}


# The mailbox.


def test_a_mailbox_is_read_from_the_day_on_which_a_notice_may_have_gone_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_PASSWORD", "open sesame")
    account = {"imap_host": "127.0.0.1", "user": "ana@example.com", "password": {"env": "TEST_PASSWORD"}}
    with server() as made:
        program = mailing(tmp_path / "w", notices=2, mail={**account, "imap_port": made.port})
        first, second = (str(notice["id"]) for notice in program.json("status")["notices"])
        day = program.now.date() - timedelta(days=1)
        program.ok("outbox", "export", first, "--eml", str(tmp_path / "mail"))
        program.later(5)
        program.ok("record", "submitted", second)
        program.ok("inbox", "--imap")

    (searched,) = [line for line in made.heard if "SEARCH" in line]
    assert searched.endswith(f"SINCE {day:%d-%b-%Y}")


def test_a_mailbox_that_lets_nobody_in_says_what_works_with_its_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_PASSWORD", "open sesame")
    account = {"imap_host": "127.0.0.1", "provider": "gmail", "password": {"env": "TEST_PASSWORD"}}
    with server(AUTHENTICATE="{tag} NO [AUTHENTICATIONFAILED] no") as made:
        program = mailing(tmp_path / "w", mail={**account, "imap_port": made.port})
        result = program.run("inbox", "--imap")

    said = " ".join(result.stderr.split())
    assert result.exit_code == 3
    assert "Gmail and Google Workspace: an app password of 16 letters" in said


# Signatures.


def test_signatures_are_checked_only_where_somebody_asks(
    artist: Program, withdrawal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = artist.root / "takedown.toml"  # a demo asks nobody
    settings.write_text(settings.read_text().replace("demo = true", "demo = false"))
    raw = signed(reply(subject=f"Ref {withdrawal}"))
    with name_server(published("example.com")) as server:
        ask = partial(dns_lookup, 2.0, nameserver="127.0.0.1", port=server.port)
        monkeypatch.setattr(inbox_handling, "dns_lookup", ask)
        unasked = artist.ok("inbox", letter(artist, raw), code=1)
        assert "Signatures were not checked. --check-signatures" in " ".join(unasked.split())
        assert server.asked == []
        other = signed(reply(subject=f"Ref {withdrawal}", text="We have removed it."))
        said = artist.ok("inbox", letter(artist, other, "2.eml"), "--check-signatures", code=1)

    assert "holds: a server of example.com, the sender's domain" in " ".join(said.split())
    assert server.asked == ["sel._domainkey.example.com"]
    assert [event.data["dkim"] for event in entries(artist, What.REPLIED)] == ["not-checked", "pass"]
