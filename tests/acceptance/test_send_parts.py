"""A notice that one email cannot carry goes in several, and is one notice all the same."""

from pathlib import Path
from typing import Any

import pytest
from support.program import Program
from support.sending import ANA, mailing
from support.smtp_sink import Fault, Sink

from takedown.rendering import parts

#: Small enough that letter and list go into one message, and the PDF into another.
SMALL = parts.Limits(message=48_500, file=40_000, around=2_000)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A server with faults, and a signed notice of two parts."""
    kwdefaults = {**(parts.draft_parts.__kwdefaults__ or {}), "limits": SMALL}
    monkeypatch.setattr(parts.draft_parts, "__kwdefaults__", kwdefaults)
    servers: list[Sink] = []

    def made(*faults: Fault, **more: Any) -> tuple[Program, Sink, str]:
        sink = Sink(tmp_path / "taken.jsonl", faults=faults, **more)
        servers.append(sink)
        program = mailing(tmp_path / "w", port=sink.port)
        (notice,) = program.json("status")["notices"]
        return program, sink, notice["id"]

    yield made
    for sink in servers:
        sink.close()


def dispatch(program: Program) -> str:
    (notice,) = program.json("status")["notices"]
    found: str = notice["dispatch"]
    return found


def ids(sink: Sink) -> list[str]:
    return [mail["message_id"].strip("<>").partition("@")[0] for mail in sink.taken()]


def bounce(tmp_path: Path, envid: str) -> str:
    """A notification that says of one message that it could not be delivered (RFC 3464)."""
    path = tmp_path / "bounce.eml"
    path.write_bytes(
        b"From: MAILER-DAEMON@mx.label.example.org\r\nTo: ana@example.com\r\nSubject: Undelivered\r\n"
        b"Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <d1@mx.label.example.org>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/plain\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.label.example.org\r\nOriginal-Envelope-Id: " + envid.encode() + b"\r\n\r\n"
        b"Final-Recipient: rfc822; desk1@label.example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    return str(path)


def test_all_parts_go_and_then_the_notice_went_out(world):
    program, sink, identity = world()
    assert "part 1 of 2" in program.ok("send")
    program.ok("send", "--confirm", "2")
    assert ids(sink) == [f"{identity}.1", f"{identity}.1.p2"]
    assert dispatch(program) == "submitted"
    assert b"In-Reply-To: <" + f"{identity}.1@example.com>".encode() in sink.pieces[1]
    program.ok("verify")


def test_a_part_waits_for_the_one_before_it(world):
    program, sink, identity = world(Fault(at="rcpt", do="4xx"))
    program.ok("send", "--confirm", "2", code=4)
    assert ids(sink) == []
    assert dispatch(program) == "queued"
    program.now = program.now.replace(hour=13)
    program.ok("send", "--confirm", "2")
    assert ids(sink) == [f"{identity}.1", f"{identity}.1.p2"]


def test_no_part_goes_without_one_that_was_refused(world):
    program, sink, identity = world(Fault(at="rcpt", do="5xx"))
    program.ok("send", "--confirm", "2", code=4)
    assert ids(sink) == []
    assert dispatch(program) == "rejected"
    catalog = program.root / "catalog.csv"
    catalog.write_text(catalog.read_text().replace("Song 1-1", "Song 1-1 again"))
    program.ok("generate")
    program.ok("sign", *ANA)
    program.ok("send", "--confirm", "2")
    assert ids(sink) == [f"{identity}.2", f"{identity}.2.p2"]
    assert dispatch(program) == "submitted"


def test_parts_in_doubt_are_settled_one_by_one(world):
    program, sink, identity = world(Fault(at="accepted", do="drop"))
    program.ok("send", "--confirm", "2", code=4)
    assert ids(sink) == [f"{identity}.1"]
    assert dispatch(program) == "in-doubt"
    program.ok("outbox", "resolve", f"{identity}.1", "--sent", "--reason", "It lies in the Sent folder")
    assert dispatch(program) == "queued", "the second part is still to go"
    program.ok("send", "--confirm", "1")
    assert ids(sink) == [f"{identity}.1", f"{identity}.1.p2"]
    assert dispatch(program) == "submitted"


def test_a_word_about_both_parts_says_that_the_notice_went_out(world):
    program, _, identity = world(Fault(at="accepted", do="drop", skip=1))
    program.ok("send", "--confirm", "2", code=4)
    assert dispatch(program) == "in-doubt"
    program.ok("outbox", "resolve", identity, "--sent", "--reason", "Both lie in the Sent folder")
    assert dispatch(program) == "submitted"
    assert "No message would go" in program.ok("send")


def test_a_part_that_did_not_go_goes_again_alone_where_a_server_has_the_other(world):
    program, sink, identity = world(Fault(at="dot", do="drop", skip=1))
    program.ok("send", "--confirm", "2", code=4)
    program.ok(
        "outbox", "resolve", f"{identity}.1.p2", "--not-sent", "--reason", "The server never had it, it says"
    )
    program.ok("send", "--confirm", "1")
    assert ids(sink) == [f"{identity}.1", f"{identity}.1.p2"]
    assert dispatch(program) == "submitted"


def test_a_notice_whose_letter_came_back_did_not_go_out(world, tmp_path):
    program, _, identity = world()
    program.ok("send", "--confirm", "2")
    program.run("inbox", bounce(tmp_path, f"{identity}.1"))
    assert dispatch(program) == "failed"
    program.ok("verify")
