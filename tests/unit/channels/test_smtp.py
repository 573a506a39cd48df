"""Messages handed to real servers on loopback: a sink that misbehaves as told, and aiosmtpd with TLS."""

import base64
import hashlib
import os
import re
import select
import socket
import ssl
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Session
from aiosmtpd.smtp import Envelope as Received
from hypothesis import given
from hypothesis import strategies as st
from support.smtp_sink import Fault, Sink

from takedown.accounts import Account, SecretKind, Security
from takedown.channels.conversation import EHLO_NAME, Conversation
from takedown.channels.protocol import Envelope, InDoubtError, NotTakenError, Step
from takedown.channels.smtp import Smtp, Waits, open_smtp
from takedown.channels.wire import content_problem, stuffed, xtext
from takedown.passwords import Credential

PASSWORD = "hunter-2-of-the-tests"
ENVELOPE = Envelope(sender="ana@example.com", recipient="desk@example.org", envid="ABCDEFGHIJ.1")
CONTENT = (
    b"Message-ID: <ABCDEFGHIJ.1@example.com>\r\nFrom: ana@example.com\r\n\r\n"
    b"Please remove it.\r\n.\r\n..two dots\r\nBye.\r\n"
)
WAITS = Waits(command=5, body=5, dot=5, quit=1)
TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(found)
    return found


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Callable[..., Sink]]:
    opened: list[Sink] = []

    def start(*faults: Fault, **plan: Any) -> Sink:
        opened.append(Sink(tmp_path / f"taken-{len(opened)}.jsonl", faults=faults, **plan))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def channel() -> Iterator[Callable[..., Smtp]]:
    opened: list[Smtp] = []

    def connect(server: Sink, credential: Credential | None = None, **account: Any) -> Smtp:
        waits = account.pop("waits", WAITS)
        opened.append(open_smtp(account_of(server.port, **account), credential, waits=waits))
        return opened[-1]

    yield connect
    for one in opened:
        one.close()


def account_of(port: int, **changes: Any) -> Account:
    usual: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": Security.PLAIN_LOOPBACK,
        "user": "ana@example.com",
        "address": "ana@example.com",
    }
    return Account(**{**usual, **changes})


def password(value: str = PASSWORD) -> Credential:
    return Credential(SecretKind.PASSWORD, value)


def send(smtp: Smtp, content: bytes = CONTENT, envelope: Envelope = ENVELOPE) -> str:
    smtp.offer(envelope, content)
    return smtp.let_go().text


def send_late(smtp: Smtp) -> None:
    """Send, but let the server speak or leave before the dot: else that may or may not be seen in time."""
    smtp.offer(ENVELOPE, CONTENT)
    select.select([smtp._talk.open_socket()], [], [], 5)
    smtp.let_go()


def to(recipient: str) -> Envelope:
    return Envelope(sender="ana@example.com", recipient=recipient, envid="ABCDEFGHIJ.1")


# ---- the ordinary way


def test_a_message_arrives_byte_for_byte_and_is_accepted(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink()

    assert send(channel(server)) == "2.0.0 taken"

    (taken,) = server.taken()
    assert taken["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert taken["size"] == len(CONTENT)
    assert (taken["sender"], taken["recipient"]) == ("ana@example.com", "desk@example.org")
    assert taken["message_id"] == "<ABCDEFGHIJ.1@example.com>"
    assert b"\r\n...two dots\r\n" in server.pieces[0]


def test_the_server_has_the_whole_text_and_owns_nothing_before_the_dot(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink()
    smtp = channel(server)

    smtp.offer(ENVELOPE, CONTENT)
    smtp.close()
    server.close()

    assert server.taken() == []
    assert server.pieces == []
    assert "QUIT" not in server.heard  # it would be text of the message


def test_the_server_is_told_neither_the_name_of_the_computer_nor_more_than_one_recipient(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink()

    send(channel(server))

    assert server.heard[0] == f"ehlo {EHLO_NAME}"
    assert EHLO_NAME == "[127.0.0.1]"
    assert socket.gethostname() not in " ".join(server.heard)
    assert sum(line.startswith("RCPT") for line in server.heard) == 1


def test_delivery_notices_are_asked_for_where_the_server_knows_them(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink()

    send(
        channel(server), envelope=Envelope(sender="a@example.com", recipient="b+c@example.org", envid="A=1+2")
    )

    (taken,) = server.taken()
    assert taken["mail"] == f"SIZE={len(CONTENT)} RET=HDRS ENVID=A+3D1+2B2"
    assert taken["rcpt"] == "NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+2Bc@example.org"


def test_a_server_that_knows_no_extension_is_asked_for_none(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(extensions=())

    send(channel(server))

    (taken,) = server.taken()
    assert (taken["mail"], taken["rcpt"]) == ("", "")


def test_one_connection_takes_several_messages_and_starts_anew_after_a_no(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(answers={"gone@example.org": "550 5.1.1 unknown"})
    smtp = channel(server)

    send(smtp)
    with pytest.raises(NotTakenError) as caught:
        smtp.offer(to("gone@example.org"), CONTENT)
    send(smtp)
    smtp.close()

    assert (caught.value.for_good, caught.value.account_wide) == (True, False)
    assert (caught.value.answer.code, caught.value.answer.step) == (550, Step.RCPT)
    assert caught.value.answer.text == "5.1.1 unknown"
    assert server.connections == 1
    assert len(server.taken()) == 2
    assert server.heard.count("RSET") == 1
    assert server.heard[-1] == "QUIT"


# ---- faults at every stage

BEFORE_THE_DOT = ("mail", "rcpt", "data", "body")


@pytest.mark.parametrize("do", ["drop", "reset", "4xx", "421", "5xx", "odd", "garbage"])
@pytest.mark.parametrize("stage", BEFORE_THE_DOT)
def test_whatever_fails_before_the_dot_is_not_taken(
    stage: str, do: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at=stage, do=do))
    smtp = channel(server)

    with pytest.raises(NotTakenError) as caught:
        send_late(smtp)
    smtp.close()
    server.close()

    assert server.taken() == []
    if do == "5xx" and stage != "body":
        assert caught.value.for_good
    if do in ("drop", "reset", "odd", "garbage"):
        assert not caught.value.for_good
    if do == "421":
        assert caught.value.account_wide
        assert caught.value.answer.code == 421


@pytest.mark.parametrize("stage", BEFORE_THE_DOT)
def test_a_message_after_a_lost_connection_says_that_it_is_about_the_account(
    stage: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at=stage, do="drop"))
    smtp = channel(server)
    with pytest.raises(NotTakenError):
        send_late(smtp)

    with pytest.raises(NotTakenError) as caught:
        smtp.offer(ENVELOPE, CONTENT)

    assert not smtp.alive
    assert caught.value.account_wide
    assert send(channel(server)) == "2.0.0 taken"  # a new one


@pytest.mark.parametrize("do", ["drop", "reset", "odd", "garbage"])
@pytest.mark.parametrize(("stage", "there"), [("dot", 0), ("accepted", 1)])
def test_after_the_dot_only_an_answer_settles_it(
    stage: str, there: int, do: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    """The same error whether the server took it or not: from here nobody can tell."""
    server = sink(Fault(at=stage, do=do))
    smtp = channel(server)
    smtp.offer(ENVELOPE, CONTENT)

    with pytest.raises(InDoubtError) as caught:
        smtp.let_go()

    assert caught.value.answer.step is Step.DOT
    assert len(server.taken()) == there
    assert not smtp.alive


@pytest.mark.parametrize(
    "text",
    [
        *("150 wait", "252 maybe", "200 fine", "251 passed on", "354 more"),
        *("600 ?", "25", "25O ok", " 250 ok", "250ok"),
    ],
)
def test_an_odd_answer_to_the_dot_is_no_acceptance(
    text: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    smtp = channel(sink(Fault(at="dot", do="reply", text=text)))
    smtp.offer(ENVELOPE, CONTENT)

    with pytest.raises(InDoubtError):
        smtp.let_go()


@given(
    st.lists(
        st.sampled_from(
            [b"250", b"251", b"25", b"550", b"-", b" ", b"ok", b"\r\n", b"\n", b"\r", b"\0", b"\xff"]
        ),
        max_size=12,
    )
)
def test_only_one_whole_250_is_an_acceptance(parts: list[bytes]) -> None:
    said = b"".join(parts)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        try:
            code, _ = Conversation(ours, 5).getreply()
        except OSError:
            code = None

    lines = rb"(?:250-[^\n]*\n)*250(?: [^\n]*|\r?)\n"
    assert (code == 250) is (re.match(lines, said) is not None)


def test_an_answer_whose_lines_disagree_is_no_acceptance(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    smtp = channel(sink(Fault(at="dot", do="reply", text="550-no\r\n250 yes")))
    smtp.offer(ENVELOPE, CONTENT)

    with pytest.raises(InDoubtError):
        smtp.let_go()


@pytest.mark.parametrize(
    ("do", "for_good", "account_wide"), [("4xx", False, False), ("421", False, True), ("5xx", True, False)]
)
def test_a_no_after_the_dot_is_a_no(
    do: str, for_good: bool, account_wide: bool, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at="dot", do=do))
    smtp = channel(server)
    smtp.offer(ENVELOPE, CONTENT)

    with pytest.raises(NotTakenError) as caught:
        smtp.let_go()

    assert (caught.value.for_good, caught.value.account_wide) == (for_good, account_wide)
    assert caught.value.answer.step is Step.DOT
    assert server.taken() == []
    if not account_wide:
        assert send(smtp) == "2.0.0 taken"


def test_the_wait_for_the_answer_to_the_dot_is_ten_minutes_and_a_minute_before() -> None:
    """RFC 5321 4.5.3.2.6; a shorter one makes doubt out of answers that were on their way."""
    assert (Waits().dot, Waits().command, Waits().body) == (600, 60, 180)


def test_a_slow_answer_is_waited_for_and_none_at_all_is_doubt(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    slow = sink(
        Fault(at="accepted", do="stall", seconds=1.2), Fault(at="accepted", do="stall", seconds=30, skip=1)
    )
    smtp = channel(slow, waits=Waits(command=1, body=1, dot=3, quit=0.1))

    assert send(smtp) == "2.0.0 taken"
    smtp.offer(ENVELOPE, CONTENT)
    with pytest.raises(InDoubtError, match="no answer within 3 seconds"):
        smtp.let_go()


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_server_that_says_nothing_before_the_dot_took_nothing(
    stage: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at=stage, do="stall", seconds=30))
    smtp = channel(server, waits=Waits(command=1))

    with pytest.raises(NotTakenError, match="no answer within 1 seconds"):
        send(smtp)


def test_an_answer_that_drips_is_cut_off_as_a_whole(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    """Each byte comes in time, the line never does."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        sock, _ = listener.accept()
        with sock:
            sock.sendall(b"220")
            while not stop.wait(0.05):
                try:
                    sock.sendall(b"-")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(NotTakenError, match="no answer within"):
            open_smtp(account_of(listener.getsockname()[1]), waits=Waits(command=0.5))
    finally:
        stop.set()
        thread.join()
        listener.close()


@pytest.mark.parametrize("stage", BEFORE_THE_DOT)
def test_an_answer_to_nothing_is_never_taken_for_one_to_the_dot(
    stage: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    """A server one answer ahead would say 250 to the dot before it has read it."""
    server = sink(Fault(at=stage, do="early"), Fault(at="dot", do="drop"))
    smtp = channel(server)

    with pytest.raises(NotTakenError):
        send_late(smtp)

    assert not smtp.alive


def test_a_server_that_left_before_the_dot_took_nothing(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at="body", do="drop"))
    smtp = channel(server)
    smtp.offer(ENVELOPE, CONTENT)
    server.close()  # it is gone for sure

    with pytest.raises(NotTakenError, match="connection was lost"):
        smtp.let_go()


def test_letting_go_without_an_offer_takes_nothing_and_says_so(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    smtp = channel(sink())
    send(smtp)

    with pytest.raises(NotTakenError, match="no message was offered"):
        smtp.let_go()


def test_a_goodbye_never_fails(sink: Callable[..., Sink], channel: Callable[..., Smtp]) -> None:
    for do in ("drop", "reset", "5xx", "garbage", "stall"):
        server = sink(Fault(at="quit", do=do, seconds=30))
        smtp = channel(server, waits=Waits(quit=0.1))
        send(smtp)
        smtp.close()
        smtp.close()


# ---- who is to blame


@pytest.mark.parametrize(
    ("stage", "text", "for_good_and_account_wide"),
    [
        ("mail", "530 5.7.0 sign in first", (True, True)),
        ("mail", "553 5.7.1 not your address", (True, True)),
        ("mail", "552 5.3.4 too big", (True, False)),
        ("mail", "550 5.4.5 Daily user sending limit exceeded", (False, True)),
        ("mail", "454 4.7.0 cannot check who you are", (False, True)),
        ("mail", "452 4.3.1 full", (False, False)),
        ("rcpt", "450 4.2.0 greylisted", (False, False)),
        ("rcpt", "554 5.7.1 relay access denied", (True, True)),
        ("rcpt", "553 5.1.3 bad address", (True, False)),
        ("dot", "550 5.4.5 Daily user sending limit exceeded", (False, True)),
        ("dot", "554 5.7.1 looks like spam", (True, False)),
        ("dot", "452 4.3.1 full", (False, False)),
    ],
)
def test_a_no_is_for_the_message_or_for_the_account(
    stage: str,
    text: str,
    for_good_and_account_wide: tuple[bool, bool],
    sink: Callable[..., Sink],
    channel: Callable[..., Smtp],
) -> None:
    with pytest.raises(NotTakenError) as caught:
        send(channel(sink(Fault(at=stage, do="reply", text=text))))

    assert (caught.value.for_good, caught.value.account_wide) == for_good_and_account_wide


def test_who_signed_in_and_is_refused_a_recipient_knows_that_it_is_about_the_recipient(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(
        Fault(at="rcpt", do="reply", text="554 5.7.1 no mail for that one"),
        passwords={"ana@example.com": PASSWORD},
    )

    with pytest.raises(NotTakenError) as caught:
        send(channel(server, password()))

    assert not caught.value.account_wide


def test_an_answer_is_kept_printable_and_short(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    hostile = "550-\x1b[31mred\u202e\r\n550-" + "x" * 900 + "\r\n550 " + "y" * 900

    with pytest.raises(NotTakenError) as caught:
        send(channel(sink(Fault(at="rcpt", do="reply", text=hostile))))

    assert len(caught.value.answer.text) == 1_000
    assert caught.value.answer.text.isprintable()
    assert caught.value.answer.text.startswith("[31mred xxx")


def test_an_answer_without_end_is_none(sink: Callable[..., Sink], channel: Callable[..., Smtp]) -> None:
    for text in ("250-more\r\n" * 1_000 + "250 end", "250 " + "z" * 100_000):
        with pytest.raises(NotTakenError) as caught:
            send(channel(sink(Fault(at="mail", do="reply", text=text))))
        assert caught.value.answer.code == 0


# ---- what is never sent


@pytest.mark.parametrize(
    "recipient",
    [
        "desk@example.org>\r\nRCPT TO:<victim@example.net",
        "desk@example.org> NOTIFY=NEVER",
        "desk@example.org,victim@example.net",
        "desk@example.org victim@example.net",
        "desk@example.org\n",
        "@relay.example.net:desk@example.org",
        "desk@victim@example.org",
        "<desk@example.org>",
        '"a b"@example.org',
        "desk@[127.0.0.1]",
        "desk",
        "",
        "desk@",
        "desk@exa_mple..org",
        "désk@example.org",
        "desk@exämple.org",
        "x" * 65 + "@example.org",
        "desk@" + "x." * 130 + "org",
    ],
)
def test_what_is_not_one_plain_recipient_reaches_no_server(
    recipient: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink()
    smtp = channel(server)

    with pytest.raises(NotTakenError) as caught:
        smtp.offer(to(recipient), CONTENT)

    assert (caught.value.for_good, caught.value.account_wide) == (True, False)
    assert [line for line in server.heard if not line.startswith("ehlo")] == []
    assert send(smtp) == "2.0.0 taken"  # the next one is not touched by it


def test_a_sender_that_is_no_address_concerns_the_whole_account(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    with pytest.raises(NotTakenError) as caught:
        channel(sink()).offer(Envelope(sender="a\r\nb@x.org", recipient="b@example.org", envid="1"), CONTENT)

    assert caught.value.account_wide
    assert caught.value.for_good


@pytest.mark.parametrize(
    "end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n.\r",
        b"\r.\r\n",
        b"\n.\r",
        b"\r\r\n.\r\r\n",
        b"\0\r\n.\r\n\0",
    ],
)
def test_a_message_with_a_hidden_end_reaches_no_server(
    end: bytes, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    """SMTP smuggling: what one server takes for the end, and the next command after it (CVE-2023-51764)."""
    server = sink()
    smuggled = b"Subject: one\r\n\r\nHello" + end + b"MAIL FROM:<boss@example.com>\r\n"

    with pytest.raises(NotTakenError, match="the message was not sent") as caught:
        channel(server).offer(ENVELOPE, smuggled)

    assert caught.value.for_good
    assert not any(line.startswith("MAIL") for line in server.heard)


def test_the_one_true_end_within_a_message_ends_nothing(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    content = b"Subject: one\r\n\r\n.\r\nMAIL FROM:<boss@example.com>\r\nQUIT\r\n.\r\n"
    server = sink()

    send(channel(server), content)

    (taken,) = server.taken()
    assert taken["sha256"] == hashlib.sha256(content).hexdigest()
    assert not any("boss" in line for line in server.heard)


@given(st.lists(st.text(st.sampled_from("ab. \t"), max_size=6), min_size=1, max_size=8))
def test_stuffing_is_undone_by_the_server_s_rule_and_shows_no_end(lines: list[str]) -> None:
    """RFC 5321 4.5.2: a line that begins with a dot loses it."""
    content = "".join(f"{line}\r\n" for line in lines).encode()

    sent = stuffed(content)

    assert b"\r\n.\r\n" not in b"\r\n" + sent
    assert b"\r\n".join(line.removeprefix(b".") for line in sent.split(b"\r\n")) == content


@given(st.binary(max_size=60))
def test_bytes_that_pass_have_crlf_alone(content: bytes) -> None:
    if not content_problem(content):
        left = content.replace(b"\r\n", b"")
        assert b"\r" not in left
        assert b"\n" not in left
        assert b"\0" not in left


def test_a_line_that_is_too_long_for_smtp_is_not_sent() -> None:
    assert content_problem(b"a" * 998 + b"\r\n") == ""
    assert "longer than 998" in content_problem(b"a" * 999 + b"\r\n")
    assert "does not end" in content_problem(b"")


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_xtext_is_one_word_and_can_be_read_back(text: str) -> None:
    encoded = xtext(text)

    assert re.fullmatch(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})*", encoded)
    assert re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), encoded) == text


def test_bytes_outside_ascii_go_only_to_who_takes_them(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    content = "Subject: one\r\n\r\nBjörk\r\n".encode()
    able, unable = sink(), sink(extensions=("SIZE", "DSN"))

    send(channel(able), content)
    with pytest.raises(NotTakenError, match="8BITMIME") as caught:
        channel(unable).offer(ENVELOPE, content)
    with pytest.raises(NotTakenError, match="headers"):
        channel(able).offer(ENVELOPE, "Subject: Björk\r\n\r\none\r\n".encode())

    assert "BODY=8BITMIME" in able.taken()[0]["mail"]
    assert caught.value.for_good


def test_a_message_above_the_server_s_size_is_not_even_begun(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    small, endless = sink(extensions=("SIZE 100",)), sink(extensions=("SIZE 0",))

    with pytest.raises(NotTakenError, match="up to 100 bytes") as caught:
        channel(small).offer(ENVELOPE, CONTENT)

    assert caught.value.for_good
    assert not any(line.startswith("MAIL") for line in small.heard)
    assert send(channel(endless)) == "2.0.0 taken"  # 0 is no limit (RFC 1870)


def test_a_large_message_arrives_whole(sink: Callable[..., Sink], channel: Callable[..., Smtp]) -> None:
    content = b"Subject: one\r\n\r\n" + b".234567890\r\n" * 200_000
    server = sink()

    send(channel(server), content)

    assert server.taken()[0]["sha256"] == hashlib.sha256(content).hexdigest()


# ---- opening: TLS

BY_TLS = {Security.TLS: "implicit", Security.STARTTLS: "starttls"}
"""What the sink calls it."""


@pytest.fixture(params=["unknown authority", "another host"])
def untrusted(request: pytest.FixtureRequest, authority: trustme.CA) -> ssl.SSLContext:
    """Of a server whose certificate is not to be trusted."""
    is_unknown = request.param == "unknown authority"
    issuer = trustme.CA() if is_unknown else authority
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("127.0.0.1" if is_unknown else "smtp.example.com").configure_cert(found)
    return found


@pytest.mark.parametrize("security", BY_TLS)
def test_mail_goes_by_tls(
    security: Security,
    sink: Callable[..., Sink],
    channel: Callable[..., Smtp],
    context: ssl.SSLContext,
    ca_file: str,
) -> None:
    server = sink(tls=BY_TLS[security], context=context, passwords={"ana@example.com": PASSWORD})

    smtp = channel(server, password(), security=security, ca_file=ca_file)
    send(smtp)
    send(smtp)

    assert [(one["tls"], one["user"]) for one in server.taken()] == [(True, "ana@example.com")] * 2


@pytest.mark.parametrize("security", BY_TLS)
def test_a_certificate_that_is_not_to_be_trusted_ends_it_before_anything_is_said(
    security: Security,
    untrusted: ssl.SSLContext,
    sink: Callable[..., Sink],
    channel: Callable[..., Smtp],
    ca_file: str,
) -> None:
    """No way leads around it: there is no "do not check"."""
    server = sink(tls=BY_TLS[security], context=untrusted, passwords={"ana@example.com": PASSWORD})

    with pytest.raises(NotTakenError, match="not to be trusted") as caught:
        channel(server, password(), security=security, ca_file=ca_file)

    assert (caught.value.answer.step, caught.value.for_good, caught.value.account_wide) == (
        Step.TLS,
        True,
        True,
    )
    assert not any("AUTH" in line or "MAIL" in line for line in server.heard)


def test_where_starttls_was_taken_out_nothing_is_said(
    sink: Callable[..., Sink], channel: Callable[..., Smtp], ca_file: str
) -> None:
    server = sink(passwords={"ana@example.com": PASSWORD})

    with pytest.raises(NotTakenError, match="does not offer STARTTLS") as caught:
        channel(server, password(), security=Security.STARTTLS, ca_file=ca_file)

    assert caught.value.account_wide
    assert [line.split()[0] for line in server.heard] == ["ehlo"]


@pytest.mark.parametrize("do", ["drop", "reset", "4xx", "5xx", "odd", "garbage", "421"])
def test_a_starttls_that_fails_falls_back_to_nothing(
    do: str,
    sink: Callable[..., Sink],
    channel: Callable[..., Smtp],
    context: ssl.SSLContext,
    ca_file: str,
) -> None:
    server = sink(
        Fault(at="starttls", do=do), tls="starttls", context=context, passwords={"ana@example.com": PASSWORD}
    )

    with pytest.raises(NotTakenError) as caught:
        channel(server, password(), security=Security.STARTTLS, ca_file=ca_file)

    assert caught.value.account_wide
    assert not any("AUTH" in line for line in server.heard)


def test_what_was_said_before_tls_is_not_believed_after_it(
    sink: Callable[..., Sink], channel: Callable[..., Smtp], context: ssl.SSLContext, ca_file: str
) -> None:
    """Answers slipped in before TLS, to be read after it (as in CVE-2021-38371 and its like)."""
    server = sink(
        Fault(at="starttls", do="early", text="220 go on\r\n250-evil\r\n250 AUTH PLAIN"),
        tls="starttls",
        context=context,
    )

    with pytest.raises(NotTakenError) as caught:
        channel(server, password(), security=Security.STARTTLS, ca_file=ca_file)

    assert caught.value.answer.step is Step.TLS
    assert not any("AUTH" in line for line in server.heard)


def test_a_server_without_tls_at_a_port_for_tls_gets_nothing(
    sink: Callable[..., Sink], channel: Callable[..., Smtp], ca_file: str
) -> None:
    server = sink()

    with pytest.raises(NotTakenError, match="no TLS with 127") as caught:
        channel(server, password(), security=Security.TLS, ca_file=ca_file)

    assert caught.value.account_wide


@pytest.mark.parametrize("host", ["smtp.example.com", "192.0.2.1", "127.0.0.1.example.com", "0.0.0.0"])
def test_plain_text_goes_to_no_other_computer(host: str) -> None:
    with pytest.raises(NotTakenError, match="not this computer"):
        open_smtp(account_of(2525, host=host))


def test_a_ca_file_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate\n", encoding="utf-8")

    for name in ("ca.pem", "missing.pem"):
        with pytest.raises(NotTakenError, match=name):
            open_smtp(account_of(2525, security=Security.TLS, ca_file=str(tmp_path / name)))


# ---- opening: the way there


def test_a_server_that_is_not_there_is_about_the_account() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(NotTakenError, match=f"port {port}, cannot be reached: Connection refused") as caught:
        open_smtp(account_of(port))

    assert (caught.value.account_wide, caught.value.for_good) == (True, False)
    assert caught.value.answer.step is Step.CONNECT


@pytest.mark.parametrize("do", ["drop", "reset", "4xx", "421", "5xx", "odd", "garbage", "stall"])
@pytest.mark.parametrize("stage", ["connect", "greeting", "ehlo"])
def test_whatever_fails_while_opening_is_about_the_account(
    stage: str, do: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at=stage, do=do, seconds=30))

    with pytest.raises(NotTakenError) as caught:
        channel(server, waits=Waits(command=1))

    assert caught.value.account_wide
    assert caught.value.for_good is (do == "5xx")
    assert channel(server).alive  # the next try is a new one


# ---- signing in


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_password_signs_in(mechanism: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]) -> None:
    server = sink(passwords={"ana@example.com": "pässwörd"}, mechanisms=(mechanism,))

    send(channel(server, password("pässwörd")))

    assert server.taken()[0]["user"] == "ana@example.com"


@pytest.mark.parametrize("length", [20, 3_000])
def test_a_token_signs_in_however_long_it_is(
    length: int, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    token = "t" * length
    server = sink(tokens={"ana@example.com": token})

    send(channel(server, Credential(SecretKind.TOKEN, token)))

    assert server.taken()[0]["user"] == "ana@example.com"
    (said,) = [line for line in server.heard if line.startswith("AUTH")]
    assert len(said) <= 510  # RFC 4954 4: a longer one is asked for


def test_a_token_that_is_over_stops_the_run_and_says_why(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(tokens={"ana@example.com": "the-new-one"})

    with pytest.raises(NotTakenError, match=r'535 .*"status":"400"') as caught:
        channel(server, Credential(SecretKind.TOKEN, "the-old-one"))

    assert (caught.value.for_good, caught.value.account_wide) == (True, True)
    assert caught.value.answer.step is Step.LOGIN


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_wrong_password_stops_the_run_and_is_shown_nowhere(
    mechanism: str, sink: Callable[..., Sink], channel: Callable[..., Smtp], caplog: pytest.LogCaptureFixture
) -> None:
    """The sink repeats the password in its answer, plain and encoded."""
    server = sink(passwords={"ana@example.com": "another"}, mechanisms=(mechanism,))

    with pytest.raises(NotTakenError) as caught:
        channel(server, password())

    assert (caught.value.for_good, caught.value.account_wide) == (True, True)
    assert caught.value.answer.code == 535
    assert server.heard.count("QUIT") == 0
    assert "is wrong" in caught.value.answer.text
    assert_hidden(everything_of(caught.value) + caplog.text)


@pytest.mark.parametrize("do", ["drop", "reset", "odd", "garbage", "4xx", "421"])
def test_a_login_that_breaks_off_shows_no_password(
    do: str, sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    server = sink(Fault(at="auth", do=do), passwords={"ana@example.com": PASSWORD})

    with pytest.raises(NotTakenError) as caught:
        channel(server, password())

    assert (caught.value.for_good, caught.value.account_wide) == (False, True)
    assert_hidden(everything_of(caught.value))


def everything_of(error: BaseException) -> str:
    """An error as a debugger or a crash report shows it: with the variables of every frame."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert any("channels" in frame.filename for frame in report.stack)
    shown = "".join(report.format())
    return shown + repr(error) + str(error.__dict__)


def assert_hidden(text: str) -> None:
    for raw in (PASSWORD, f"\0ana@example.com\0{PASSWORD}"):
        assert raw not in text
        assert base64.b64encode(raw.encode()).decode() not in text


def test_a_password_is_not_said_where_no_way_is_offered(
    sink: Callable[..., Sink], channel: Callable[..., Smtp]
) -> None:
    token_only = sink(tokens={"ana@example.com": "t"}, mechanisms=("XOAUTH2",))

    with pytest.raises(NotTakenError, match="takes no password: it offers XOAUTH2") as caught:
        channel(token_only, password())
    with pytest.raises(NotTakenError, match="it offers no way to sign in"):
        channel(sink(), password())

    assert caught.value.for_good
    assert not any("AUTH" in line for line in token_only.heard)


# ---- another server


class _Keeper:
    def __init__(self) -> None:
        self.kept: list[Received] = []

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for it by this name
        self, _server: Any, _session: Session, envelope: Received
    ) -> str:
        self.kept.append(envelope)
        return "250 2.0.0 kept"


@pytest.fixture
def keeper(context: ssl.SSLContext) -> Iterator[tuple[_Keeper, int]]:
    handler = _Keeper()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def judge(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> AuthResult:
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=judge,
    )
    controller.start()
    yield handler, port
    controller.stop()


def test_another_server_takes_it_by_starttls_and_login(keeper: tuple[_Keeper, int], ca_file: str) -> None:
    handler, port = keeper
    account = account_of(port, security=Security.STARTTLS, ca_file=ca_file)

    smtp = open_smtp(account, password(), waits=WAITS)
    send(smtp)
    smtp.close()
    with pytest.raises(NotTakenError) as caught:
        open_smtp(account, password("wrong"), waits=WAITS)

    (kept,) = handler.kept
    assert (kept.mail_from, kept.rcpt_tos) == ("ana@example.com", ["desk@example.org"])
    assert kept.original_content == CONTENT
    assert (caught.value.answer.code, caught.value.account_wide) == (535, True)


# ---- the sink itself


def test_the_sink_runs_as_a_process_of_its_own_and_its_log_outlives_it(tmp_path: Path) -> None:
    log = tmp_path / "taken.jsonl"
    plan = '{"faults": [{"at": "rcpt", "do": "4xx", "times": 2, "skip": 1}]}'
    process = subprocess.Popen(
        [sys.executable, "-m", "support.smtp_sink", "--log", str(log), "--plan", plan],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        smtp = open_smtp(account_of(int(process.stdout.readline())), waits=WAITS)
        outcomes = []
        for _ in range(4):
            try:
                outcomes.append(send(smtp))
            except NotTakenError as error:
                outcomes.append(str(error.answer.code))
        smtp.offer(ENVELOPE, CONTENT)
        process.kill()
        process.wait()
        with pytest.raises((NotTakenError, InDoubtError)):
            smtp.let_go()
        smtp.close()

    assert outcomes == ["2.0.0 taken", "451", "451", "2.0.0 taken"]
    assert log.read_text(encoding="utf-8").count("\n") == 2
