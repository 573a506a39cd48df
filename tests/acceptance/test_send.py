"""`takedown send` and `takedown outbox`, as a manager uses them, against a mail server on loopback."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.program import Program
from support.sending import ANA, mailing
from support.smtp_sink import Fault, Sink


@pytest.fixture
def sink(tmp_path):
    with Sink(tmp_path / "taken.jsonl") as server:
        yield server


def sender(tmp_path: Path, sink: Sink, **more: Any) -> Program:
    return mailing(tmp_path / "w", port=sink.port, **more)


def stages(program: Program) -> list[str]:
    return [message["stage"] for message in program.json("outbox", "list")["messages"]]


def dispatches(program: Program) -> list[str]:
    return [notice["dispatch"] for notice in program.json("status")["notices"]]


def only_id(program: Program) -> str:
    (notice,) = program.json("status")["notices"]
    identity: str = notice["id"]
    return identity


# What goes, and only then


def test_without_confirm_nothing_is_sent_and_nothing_is_written(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    before = (program.root / "ledger.db").read_bytes()
    said = program.ok("send")
    assert "2 messages would go" in said
    assert "desk1@label.example.org" in said
    assert sink.connections == 0
    assert (program.root / "ledger.db").read_bytes() == before


def test_the_confirmed_number_must_be_the_number_of_messages(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    result = program.run("send", "--confirm", "1")
    assert result.exit_code == 2
    assert "--confirm 1: 2 would go; nothing was sent" in result.stderr
    assert sink.connections == 0
    assert dispatches(program) == ["signed", "signed"]


def test_what_is_confirmed_goes_out_once_and_the_answer_of_the_server_is_kept(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    said = program.ok("send", "--confirm", "2")
    assert "2 accepted by your mail server" in said
    assert [mail["recipient"] for mail in sink.taken()] == [
        "desk1@label.example.org",
        "desk2@label.example.org",
    ]
    (first, _) = program.json("status")["notices"]
    assert first["dispatch"] == "submitted"
    kept = next(piece for piece in first["evidence"] if piece["what"] == "submitted")
    assert (kept["declared"], kept["file"]) == (False, "answer of the mail server")
    assert "No message would go" in program.ok("send")
    assert program.run("send", "--confirm", "2").exit_code == 2
    assert len(sink.taken()) == 2
    program.ok("verify")


def test_the_message_is_the_signed_draft_but_for_its_date_and_number(tmp_path, sink):
    program = sender(tmp_path, sink)
    (folder,) = (program.root / "notices").glob("*/*")
    draft = (folder / "notice.eml").read_bytes()
    program.ok("send", "--confirm", "1")
    sent = sink.pieces[0].removesuffix(b"\r\n.\r\n").replace(b"\r\n..", b"\r\n.") + b"\r\n"
    changed = (b"Date:", b"Message-ID:", b"X-Unsent:")
    assert [line for line in sent.split(b"\r\n") if not line.startswith(changed)] == [
        line for line in draft.split(b"\r\n") if not line.startswith(changed)
    ]
    assert b"X-Unsent" not in sent
    assert b"Date: Sun, 22 Nov 2026 12:00:00 +0000" in sent


def test_what_is_not_signed_does_not_go(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.root.joinpath("catalog.csv").write_text(
        program.root.joinpath("catalog.csv").read_text().replace("Song 1-1", "Song 1-1 again")
    )
    said = program.ok("send")
    assert "No message would go" in said
    assert "would say something else today" in said
    program.ok("generate", code=0)
    assert "No message would go" in program.ok("send")  # written anew, so unsigned
    program.ok("sign", *ANA)
    assert "1 message would go" in program.ok("send")


def test_a_demo_sends_nothing_even_when_it_is_told_to(tmp_path, sink):
    program = sender(tmp_path, sink, demo=True)
    result = program.run("send", "--confirm", "1")
    assert result.exit_code == 3
    assert "a demo" in result.stderr
    for way in (("--eml", str(tmp_path / "out")), ("--drafts",)):
        assert program.run("outbox", "export", *way).exit_code == 3
    assert program.run("send", "--to-self", "--confirm", "1").exit_code == 3
    assert sink.connections == 0


# Less, later, to oneself


def test_a_limit_leaves_the_rest_signed(tmp_path, sink):
    program = sender(tmp_path, sink, notices=3)
    assert "2 more messages beyond the limit" in program.ok("send", "--limit", "1")
    program.ok("send", "--limit", "1", "--confirm", "1")
    assert sorted(dispatches(program)) == ["signed", "signed", "submitted"]
    program.ok("send", "--confirm", "2")
    assert len(sink.taken()) == 3


def test_held_messages_wait_in_the_queue_and_the_next_run_sends_them(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    said = program.ok("send", "--hold", "30m", "--confirm", "2", code=4)
    assert "2 messages queued, not before 2026-11-22 12:30" in said
    assert sink.connections == 0
    assert dispatches(program) == ["queued", "queued"]
    assert "Queued for later" in program.ok("send")
    assert program.run("send", "--confirm", "2").exit_code == 2  # none is due
    program.now = program.now.replace(hour=13)
    program.ok("send", "--confirm", "2")
    assert len(sink.taken()) == 2


def test_what_is_queued_can_be_taken_back_and_sent_again_later(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok("send", "--hold", "2h", "--confirm", "1", code=4)
    identity = only_id(program)
    assert "Taken back" in program.ok("outbox", "cancel", identity)
    assert dispatches(program) == ["signed"]
    again = program.run("outbox", "cancel", identity)
    assert again.exit_code == 2
    assert "nothing of it waits" in again.stderr
    program.ok("send", "--confirm", "1")
    assert [mail["message_id"] for mail in sink.taken()] == [f"<{identity}.2@example.com>"]
    program.ok("verify")


def test_with_wait_a_run_stays_until_the_time_has_come(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok("send", "--hold", "30m", "--wait", "--confirm", "1")
    assert program.now.strftime("%H:%M") >= "12:30"
    assert len(sink.taken()) == 1


@pytest.mark.parametrize("text", ["", "0m", "5", "-5m", "1w", "99d", "½h"])
def test_a_time_that_is_none_is_refused(tmp_path, sink, text):
    program = sender(tmp_path, sink)
    result = program.run("send", "--hold", text, "--confirm", "1")
    assert result.exit_code == 2
    assert "30m, 2h or 1d" in result.stderr
    assert dispatches(program) == ["signed"]


def test_a_letter_for_a_form_can_be_tested_too(tmp_path, sink):
    program = sender(tmp_path, sink, request={"tell_platform": True})
    request = program.notice("platform-request")["id"]
    program.ok("send", "--to-self", request, "--confirm", "1")
    assert b"\r\nTo: <ana@example.com>\r\n" in sink.pieces[0]


def test_a_test_goes_to_oneself_alone_and_changes_nothing_of_the_notice(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    first = program.json("status")["notices"][0]["id"]
    assert "1 test to yourself would go" in program.ok("send", "--to-self", first)
    program.ok("send", "--to-self", first, "--confirm", "1")
    (mail,) = sink.taken()
    assert mail["recipient"] == "ana@example.com"
    assert b"\r\nTo: <ana@example.com>\r\n" in sink.pieces[0]
    assert b"desk1@label.example.org" not in sink.pieces[0].partition(b"\r\n\r\n")[0]
    assert b"Subject: Test to yourself" in sink.pieces[0]
    assert dispatches(program) == ["signed", "signed"]
    program.ok("send", "--to-self", first, "--confirm", "1")  # a second test is a test of its own
    program.ok("send", "--confirm", "2")
    assert len(sink.taken()) == 4


# When a server says no, or nothing


def faulty(tmp_path: Path, *faults: Fault, **more: Any) -> Sink:
    return Sink(tmp_path / "taken.jsonl", faults=faults, **more)


def test_a_server_that_is_busy_gets_it_later_and_once(tmp_path):
    with faulty(tmp_path, Fault(at="rcpt", do="4xx")) as sink:
        program = sender(tmp_path, sink)
        said = program.ok("send", "--confirm", "1", code=4)
        assert "1 put off" in said
        assert dispatches(program) == ["queued"]
        assert program.run("send", "--confirm", "1").exit_code == 2  # not yet
        program.now = program.now.replace(minute=10)
        program.ok("send", "--confirm", "1")
        assert len(sink.taken()) == 1
        assert program.json("outbox", "list")["messages"][0]["tries"] == 1


def test_an_address_that_does_not_exist_is_never_tried_again_by_itself(tmp_path):
    with faulty(tmp_path, answers={"desk1@label.example.org": "550 5.1.1 nobody here"}) as sink:
        program = sender(tmp_path, sink, notices=2)
        said = program.ok("send", "--confirm", "2", code=4)
        assert "1 accepted" in said
        assert "1 rejected for good" in said
        assert stages(program) == ["rejected", "accepted"]
        assert "550 5.1.1 nobody here" in program.ok("outbox")
        assert "No message would go" in program.ok("send")
        # corrected, written anew, signed: a second attempt
        settings = program.root / "takedown.toml"
        settings.write_text(settings.read_text().replace("desk1@", "people@"))
        program.ok("generate")
        program.ok("sign", *ANA)
        program.ok("send", "--confirm", "1")
        assert [mail["recipient"] for mail in sink.taken()] == [
            "desk2@label.example.org",
            "people@label.example.org",
        ]
        assert dispatches(program) == ["submitted", "submitted"]


def test_what_was_rejected_can_still_go_by_hand(tmp_path):
    with faulty(tmp_path, Fault(at="rcpt", do="5xx")) as sink:
        program = sender(tmp_path, sink)
        program.ok("send", "--confirm", "1", code=4)
        assert dispatches(program) == ["rejected"]
        program.ok("record", "submitted", only_id(program), "--ticket", "T-1")
        assert dispatches(program) == ["submitted"]


def test_an_account_that_is_refused_stops_the_run_after_one_try(tmp_path):
    with faulty(tmp_path, Fault(at="greeting", do="5xx", times=99)) as sink:
        program = sender(tmp_path, sink, notices=3)
        result = program.run("send", "--confirm", "3")
        assert result.exit_code == 4
        assert "did not let this account send" in result.stdout
        assert sink.connections == 1
        assert dispatches(program) == ["queued"] * 3


def test_a_run_stops_by_itself_when_one_after_the_other_fails(tmp_path):
    with faulty(tmp_path, Fault(at="rcpt", do="5xx", times=99)) as sink:
        program = sender(tmp_path, sink, notices=5)
        result = program.run("send", "--confirm", "5")
        assert result.exit_code == 4
        assert "3 rejected for good" in result.stdout
        assert "2 not offered" in result.stdout
        assert "too many failures" in result.stdout


def test_a_message_whose_answer_was_lost_is_in_doubt_and_never_repeated(tmp_path):
    with faulty(tmp_path, Fault(at="accepted", do="drop")) as sink:
        program = sender(tmp_path, sink)
        said = program.ok("send", "--confirm", "1", code=4)
        assert "1 in doubt" in said
        assert len(sink.taken()) == 1
        assert dispatches(program) == ["in-doubt"]
        assert "No message would go" in program.ok("send")
        program.ok("generate")
        assert dispatches(program) == ["in-doubt"]
        assert "in-doubt since" in program.ok("plan")


def in_doubt(tmp_path: Path, sink: Sink) -> tuple[Program, str]:
    program = sender(tmp_path, sink)
    program.ok("send", "--confirm", "1", code=4)
    return program, only_id(program)


def test_doubt_is_settled_by_the_copy_that_a_server_trace_proves(tmp_path):
    with faulty(tmp_path, Fault(at="accepted", do="drop")) as sink:
        program, identity = in_doubt(tmp_path, sink)
        text = sink.pieces[0].removesuffix(b"\r\n.\r\n") + b"\r\n"
        copy = tmp_path / "copy.eml"
        copy.write_bytes(b"Received: from me by mail.example.com; Sun, 22 Nov 2026 12:00:01 +0000\r\n" + text)
        program.ok("outbox", "resolve", identity, "--evidence", str(copy))
        (notice,) = program.json("status")["notices"]
        assert notice["dispatch"] == "submitted"
        assert next(one for one in notice["evidence"] if one["what"] == "submitted")["declared"] is False


def test_a_file_that_shows_nothing_settles_nothing(tmp_path):
    with faulty(tmp_path, Fault(at="accepted", do="drop")) as sink:
        program, identity = in_doubt(tmp_path, sink)
        other = tmp_path / "other.eml"
        other.write_bytes(b"From: a@example.org\r\nSubject: hello\r\n\r\nhello\r\n")
        result = program.run("outbox", "resolve", identity, "--evidence", str(other))
        assert result.exit_code == 2
        assert "nothing there shows" in result.stderr
        assert dispatches(program) == ["in-doubt"]


def test_doubt_is_settled_by_a_word_and_a_reason(tmp_path):
    with faulty(tmp_path, Fault(at="dot", do="drop")) as sink:
        program, identity = in_doubt(tmp_path, sink)
        short = program.run("outbox", "resolve", identity, "--not-sent", "--reason", "no")
        assert short.exit_code == 2
        program.ok(
            "outbox", "resolve", identity, "--not-sent", "--reason", "Nothing in the Sent folder of the host"
        )
        assert dispatches(program) == ["signed"]
        program.ok("send", "--confirm", "1")
        assert [mail["message_id"] for mail in sink.taken()] == [f"<{identity}.2@example.com>"]


def test_a_word_that_it_went_out_counts_as_declared(tmp_path):
    with faulty(tmp_path, Fault(at="accepted", do="drop")) as sink:
        program, identity = in_doubt(tmp_path, sink)
        typed = "sent\nThe desk answered me by telephone\n"
        program.ok("outbox", "resolve", identity, typed=typed)
        (notice,) = program.json("status")["notices"]
        assert notice["dispatch"] == "submitted"
        assert next(one for one in notice["evidence"] if one["what"] == "submitted")["declared"] is True
        program.ok("verify")


def test_a_reply_to_what_was_settled_as_not_sent_puts_it_in_doubt_again(tmp_path):
    with faulty(tmp_path, Fault(at="accepted", do="drop")) as sink:
        program, identity = in_doubt(tmp_path, sink)
        program.ok(
            "outbox", "resolve", identity, "--not-sent", "--reason", "Nothing in the Sent folder of the host"
        )
        reply = tmp_path / "reply.eml"
        reply.write_bytes(
            b"From: desk1@label.example.org\r\nTo: ana@example.com\r\nSubject: Re: your letter\r\n"
            b"Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <r1@label.example.org>\r\n"
            b"In-Reply-To: <" + identity.encode() + b".1@example.com>\r\n\r\nWe have it.\r\n"
        )
        program.run("inbox", str(reply))
        assert dispatches(program) == ["in-doubt"]
        assert "No message would go" in program.ok("send")
        program.ok("outbox", "resolve", identity, "--evidence", str(reply))
        assert dispatches(program) == ["submitted"]
        assert len(sink.taken()) == 1
        program.ok("verify")


def test_what_was_held_is_looked_at_again_before_it_goes(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)

    def meanwhile(seconds: float) -> None:
        program.now += timedelta(seconds=seconds)
        (program.root / "do-not-contact.csv").write_text(
            "address,reason,date\n@label.example.org,asked by telephone,2026-11-22\n"
        )

    program._sleep = meanwhile  # type: ignore[method-assign]
    said = program.ok("send", "--hold", "1h", "--wait", "--confirm", "2", code=4)
    assert sink.taken() == []
    assert "Nothing was sent" in said


def test_what_was_insisted_on_is_insisted_on_after_the_wait_too(tmp_path):
    with faulty(tmp_path, Fault(at="rcpt", do="5xx")) as sink:
        program = sender(tmp_path, sink)
        program.ok("send", "--confirm", "1", code=4)
        identity = only_id(program)
        program.ok("send", "--insist", identity, "--hold", "1h", "--wait", "--confirm", "1")
        assert len(sink.taken()) == 1


def test_what_came_back_is_not_signed_and_sent_again_as_it_was(tmp_path):
    with faulty(tmp_path, Fault(at="rcpt", do="5xx")) as sink:
        program = sender(tmp_path, sink)
        program.ok("send", "--confirm", "1", code=4)
        program.ok("generate")
        identity = only_id(program)
        result = program.run("sign", identity, *ANA)
        assert result.exit_code == 2
        assert "came back" in result.stderr
        assert "No message would go" in program.ok("send")
        program.ok("send", "--insist", identity, "--confirm", "1")
        assert len(sink.taken()) == 1


def test_the_words_of_a_server_that_lets_nobody_in_are_kept(tmp_path):
    with faulty(tmp_path, Fault(at="greeting", do="5xx", times=9)) as sink:
        program = sender(tmp_path, sink)
        program.ok("send", "--confirm", "1", code=4)
        (message,) = program.json("outbox", "list")["messages"]
        assert (message["stage"], message["code"]) == ("queued", 550)


def test_the_next_command_has_every_word_that_was_given(tmp_path, sink):
    program = sender(tmp_path, sink, notices=3)
    said = program.ok("send", "--limit", "2", "--hold", "2h")
    assert "To send: takedown send --limit 2 --hold 2h --confirm 2" in said
    said = program.ok("send", "--hold", "2 h", "--wait", "--stop-after", "9", "--encoding", "utf-8")
    assert "To send: takedown send --hold '2 h' --wait --stop-after 9 --encoding utf-8 --confirm 3" in said


def test_a_run_that_was_killed_while_offering_is_counted_as_it_will_be(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok("send", "--hold", "1h", "--confirm", "1", code=4)
    identity = only_id(program)
    from takedown.events import Event, What
    from takedown.ledger import Ledger

    with Ledger.open(program.root / "ledger.db", clock=lambda: program.now, entropy=bytes) as ledger:
        event = Event(what=What.CLAIMED, notice=identity, data={"message": f"{identity}.1"})
        assert ledger.advance(event, owner="a run that died")
    program.now = program.now.replace(hour=14)
    assert "1 message would go" in program.ok("send")
    program.ok("send", "--confirm", "1")
    assert len(sink.taken()) == 1


# One ledger sends


def test_a_copied_ledger_does_not_send_until_a_person_says_so(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    program.ok("send", "--limit", "1", "--confirm", "1")
    shutil.copytree(program.root, tmp_path / "copy")
    copy = Program(tmp_path / "copy", now=program.now, profiles=program.profiles)
    result = copy.run("send", "--confirm", "1")
    assert result.exit_code == 3
    assert "nothing was sent" in result.stderr
    assert len(sink.taken()) == 1
    copy.ok("send", "--this-ledger", "--confirm", "1")
    assert program.run("send", "--confirm", "1").exit_code == 3  # now the original is the copy
    assert len(sink.taken()) == 2


def test_a_ledger_that_was_restored_from_a_backup_does_not_send(tmp_path, sink):
    program = sender(tmp_path, sink)
    backup = (program.root / "ledger.db").read_bytes()
    program.ok("send", "--confirm", "1")
    (program.root / "ledger.db").write_bytes(backup)
    result = program.run("send", "--confirm", "1")
    assert result.exit_code == 3
    assert "older than the one that sent last" in result.stderr
    assert len(sink.taken()) == 1


def test_a_clock_that_was_set_back_is_not_trusted(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.now = program.now.replace(hour=8)
    result = program.run("send", "--confirm", "1")
    assert result.exit_code == 3
    assert "clock" in result.stderr


def test_a_cap_of_the_account_is_kept_over_runs(tmp_path, sink):
    program = sender(tmp_path, sink, notices=3, mail={"per_day": 2})
    said = program.ok("send", "--confirm", "3", code=4)
    assert "2 accepted" in said
    assert "may send no more for now" in said
    assert "1 accepted" not in program.ok("send", "--confirm", "1", code=4)
    program.later(1)
    program.now = program.now.replace(hour=13)
    program.ok("send", "--confirm", "1")
    assert len(sink.taken()) == 3


# What goes out otherwise


def test_emails_are_exported_as_files_and_count_as_asked(tmp_path, sink):
    program = sender(tmp_path, sink, notices=2)
    program.ok("outbox", "export", "--eml", str(tmp_path / "mail"))
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
    assert dispatches(program) == ["exported", "exported"]
    assert "exported since" in program.ok("plan")
    assert "No message would go" in program.ok("send")
    first, second = (notice["id"] for notice in program.json("status")["notices"])
    program.ok("record", "submitted", first)
    program.ok("outbox", "cancel", second)
    assert dispatches(program) == ["submitted", "signed"]


def test_packets_hold_what_a_person_needs(tmp_path, sink):
    program = sender(tmp_path, sink)
    document = program.json("outbox", "export", "--packets", str(tmp_path / "packets"))
    ((place,),) = [one["places"] for one in document["exported"]]
    names = {path.name for path in Path(place).iterdir()}
    assert {"1-what-to-do.txt", "2-fields.txt", "notice.pdf"} <= names


def test_a_request_to_the_platform_goes_when_its_withdrawal_went(tmp_path, sink):
    program = sender(tmp_path, sink, request={"tell_platform": True})
    assert program.json("send")["held"] == []
    program.ok("send", "--confirm", "1")
    request = program.notice("platform-request")
    assert request["dispatch"] == "prepared"
    program.run("generate")
    (text,) = (program.root / "notices").glob("*/platform-request-*/notice.txt")
    assert "22 November 2026" in text.read_text()


def test_the_outbox_is_the_same_for_scripts(tmp_path, sink):
    program = sender(tmp_path, sink)
    identity = only_id(program)
    assert program.json("outbox", "list")["ready"] == [identity]
    program.ok("send", "--confirm", "1")
    (message,) = json.loads(program.ok("outbox", "list", "--json"))["messages"]
    assert (message["id"], message["stage"], message["server"]) == (
        f"{identity}.1",
        "accepted",
        "250 2.0.0 taken",
    )
