"""Drafts, replies and notifications at a real Dovecot and a real Postfix on this machine; nothing leaves it."""

import logging
import multiprocessing
import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path

import draft_driver
import pytest
from draft_driver import Moment
from imapclient import IMAPClient
from support.imap_server import ByStartTls
from support.mail_lab import BOUNCING, DESK, NEEDED, PASSWORD, RELAYED, SLOW, USER, MailLab
from support.program import Program
from workspaces import AGREEMENT, CONTACT, settings, track, write_workspace

from takedown.accounts import Account, SecretKind, Security
from takedown.channels import imap
from takedown.channels.imap import Likeness, Mailbox, MailboxError, Use, open_imap
from takedown.channels.protocol import Envelope, NotTakenError, Step
from takedown.channels.smtp import open_smtp
from takedown.passwords import Credential

pytestmark = [pytest.mark.tool(name) for name in NEEDED]
KEPT = Path(__file__).parents[1] / "data/mail"
_NUMBERS = count(1)


def account(lab: MailLab, made: type[Account] = Account, **other: object) -> Account:
    return made(
        **{
            "host": lab.host,
            "port": lab.submissions,
            "security": Security.TLS,
            "user": USER,
            "address": USER,
            "ca_file": str(lab.ca_file),
            "imap_host": lab.host,
            "imap_port": lab.imaps,
            **other,
        }
    )


def password(text: str = PASSWORD) -> Credential:
    return Credential(SecretKind.PASSWORD, text)


@pytest.fixture
def mailbox(mail_lab: MailLab) -> Iterator[Mailbox]:
    with open_imap(account(mail_lab), password()) as opened:
        yield opened


@pytest.fixture
def another_program(mail_lab: MailLab) -> Iterator[IMAPClient]:
    """The user's own mail program, at the same mailbox."""
    with IMAPClient(mail_lab.host, mail_lab.imaps, ssl_context=mail_lab.context()) as client:
        client.login(USER, PASSWORD)
        yield client


def notice_id() -> str:
    """An id like that of a notice, another one each time."""
    return f"REAL{next(_NUMBERS):06d}".replace("0", "A").replace("1", "B").replace("8", "C").replace("9", "D")


def message(identity: str, to: str = DESK) -> bytes:
    """What goes out for a notice: long lines folded, signs of the world, a dot at the start of a line."""
    lines = (
        f"From: Ana Example <{USER}>",
        f"To: Example Desk <{to}>",
        f"Subject: =?utf-8?q?Remove_=E2=80=93_2_releases_=E2=80=93_Ref?=\r\n =?utf-8?q?_{identity}?=",
        "Date: Sun, 22 Nov 2026 12:00:00 +0000",
        f"Message-ID: <{identity}.1@example.org>",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Dear Example Desk,",
        ".",
        "..two dots, and a line that goes on =",
        "with =C5=BB=C3=B3=C5=82w and =E6=9D=B1=E4=BA=AC.",
        "From here on nothing is quoted.",
        "",
        f"Reference {identity}",
        "",
    )
    return "\r\n".join(lines).encode()


def sent(lab: MailLab, identity: str, to: str) -> bytes:
    """Send a message as the program does, asking for every kind of notification."""
    content = message(identity, to)
    server = open_smtp(account(lab), password())
    try:
        server.offer(Envelope(sender=USER, recipient=to, envid=f"{identity}.1"), content)
        assert server.let_go().code == 250
    finally:
        server.close()
    return content


def sent_by_another_program(lab: MailLab, identity: str, to: str) -> bytes:
    """Send a message that is wanted back whole where it bounces."""
    content = message(identity, to)
    with smtplib.SMTP_SSL(
        lab.host, lab.submissions, "[127.0.0.1]", timeout=30, context=lab.context()
    ) as server:
        server.login(USER, PASSWORD)
        server.sendmail(
            USER, [to], content, ["RET=FULL", f"ENVID={identity}.1"], ["NOTIFY=FAILURE", f"ORCPT=rfc822;{to}"]
        )
    return content


def drafts(lab: MailLab, identity: str) -> list[bytes]:
    """Drafts with this Message-ID, as the files lie in the mailbox."""
    line = f"Message-ID: <{identity}.1@example.org>".encode()
    return [content for content in lab.folder("Entw&APw-rfe") if line in content]


# Drafts


def test_a_draft_put_twice_is_there_once_and_byte_for_byte(mail_lab: MailLab, mailbox: Mailbox) -> None:
    identity = notice_id()
    content = message(identity)

    first = mailbox.put_draft(content)
    with open_imap(account(mail_lab), password()) as later:
        again = later.put_draft(content)

    assert first.folder == "Entwürfe", "the server marks it as the one for drafts, whatever it is called"
    assert (first.was_there, again.was_there) == (False, True)
    assert (first.uid, first.uid_validity, first.sha256) == (again.uid, again.uid_validity, again.sha256)
    assert first.likeness is Likeness.SAME
    assert mailbox.read(first.uid, first.folder) == content
    assert drafts(mail_lab, identity) == [content.replace(b"\r\n", b"\n")]


def test_a_draft_is_a_draft_for_another_mail_program(mailbox: Mailbox, another_program: IMAPClient) -> None:
    draft = mailbox.put_draft(message(notice_id()))

    another_program.select_folder(draft.folder, readonly=True)

    flags = another_program.get_flags([draft.uid])[draft.uid]
    assert b"\\Draft" in flags
    assert b"\\Seen" not in flags


def test_a_draft_with_line_feeds_alone_arrives_as_mail_wants_it(mailbox: Mailbox) -> None:
    content = message(notice_id())

    draft = mailbox.put_draft(content.replace(b"\r\n", b"\n"))

    assert draft.likeness is Likeness.LINE_ENDS
    assert mailbox.read(draft.uid, draft.folder) == content


def test_a_draft_that_was_edited_is_not_put_there_again_and_it_is_said(
    mailbox: Mailbox, another_program: IMAPClient
) -> None:
    content = message(notice_id())
    folder = mailbox.special_folder(Use.DRAFTS)
    another_program.append(folder, content.replace(b"Dear", b"Hello"), flags=(b"\\Draft",))

    draft = mailbox.put_draft(content)

    assert draft.was_there
    assert draft.likeness is Likeness.CHANGED


def test_a_draft_that_was_thrown_away_is_put_there_anew(
    mailbox: Mailbox, another_program: IMAPClient
) -> None:
    content = message(notice_id())
    first = mailbox.put_draft(content)
    another_program.select_folder(first.folder)
    another_program.delete_messages([first.uid])

    second = mailbox.put_draft(content)

    assert not second.was_there
    assert second.uid != first.uid


@pytest.mark.parametrize("head", [b"", b"Message-ID: <a@example.org>\r\nMessage-ID: <b@example.org>\r\n"])
def test_a_draft_that_could_not_be_found_again_is_not_put_there(
    head: bytes, mail_lab: MailLab, mailbox: Mailbox
) -> None:
    before = mail_lab.folder("Entw&APw-rfe")

    with pytest.raises(MailboxError, match="needs one Message-ID"):
        mailbox.put_draft(head + b"Subject: x\r\n\r\nx\r\n")

    assert mail_lab.folder("Entw&APw-rfe") == before


def test_a_run_killed_around_append_leaves_one_draft_after_the_next_run(mail_lab: MailLab) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(draft_driver.PRELOADED))
    left: dict[Moment, list[int]] = {moment: [] for moment in Moment}
    for moment in (*Moment, *Moment):
        identity = notice_id()
        content = message(identity)
        process = context.Process(
            target=draft_driver.put, args=(account(mail_lab), PASSWORD, content, moment)
        )
        process.start()
        process.join(60)
        assert process.exitcode == -9, moment
        process.close()
        time.sleep(0.3)  # a server may still be busy with a command that was sent whole
        left[moment].append(len(drafts(mail_lab, identity)))

        with open_imap(account(mail_lab), password()) as mailbox:
            draft = mailbox.put_draft(content)

        assert drafts(mail_lab, identity) == [content.replace(b"\r\n", b"\n")], moment
        assert draft.was_there is bool(left[moment][-1]), moment
    assert left[Moment.BEFORE] == left[Moment.HALF] == left[Moment.WHOLE] == [0, 0]
    assert left[Moment.ANSWERED] == [1, 1], "the test kills too early"


# What was sent


def test_what_a_mail_program_sent_is_found_by_its_message_id(
    mailbox: Mailbox, another_program: IMAPClient
) -> None:
    identity = notice_id()
    folder = mailbox.special_folder(Use.SENT)
    another_program.append(folder, message(identity), flags=(b"\\Seen",))

    (uid,) = mailbox.find(f"<{identity}.1@example.org>", folder)

    assert mailbox.read(uid, folder) == message(identity)


def test_another_message_id_that_holds_ours_is_not_found(
    mailbox: Mailbox, another_program: IMAPClient
) -> None:
    identity = notice_id()
    folder = mailbox.special_folder(Use.SENT)
    another_program.append(folder, message(f"X{identity}"))
    another_program.append(folder, message(identity).replace(b".1@example.org>", b".1@example.org.example>"))

    # The server's own search takes parts of a header.
    another_program.select_folder(folder, readonly=True)
    assert another_program.search(["HEADER", "Message-ID", f"{identity}.1@example.org"])
    assert mailbox.find(f"<{identity}.1@example.org>", folder) == ()


@pytest.mark.parametrize(
    "text", ["", "no brackets", '<a"@example.org>', "<a@b>\r\nx LOGOUT", "<é@example.org>"]
)
def test_what_is_no_message_id_is_not_searched_for(text: str, mailbox: Mailbox) -> None:
    with pytest.raises(MailboxError, match="no Message-ID"):
        mailbox.find(text, "INBOX")


def test_a_folder_that_is_not_there_is_named(mailbox: Mailbox) -> None:
    with pytest.raises(MailboxError, match="open the folder Nowhere"):
        mailbox.find("<a@example.org>", "Nowhere")


# Signing in


def refused(at: Account, credential: Credential | None = None) -> NotTakenError:
    with pytest.raises(NotTakenError) as caught:
        open_imap(at, credential or password())
    assert caught.value.account_wide
    return caught.value


def test_a_wrong_password_is_refused_for_good_and_not_repeated_in_words(
    mail_lab: MailLab, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    error = refused(account(mail_lab), password("wrong horse 7!"))

    assert error.answer.step is Step.LOGIN
    assert error.for_good
    assert "Authentication failed" in error.answer.text
    assert "wrong horse" not in f"{error}{error!r}{error.answer}{caplog.text}"


def test_a_token_signs_in_and_one_that_has_run_out_does_not(mail_lab: MailLab) -> None:
    with_token = account(mail_lab, kind=SecretKind.TOKEN)
    with open_imap(with_token, Credential(SecretKind.TOKEN, mail_lab.token())) as mailbox:
        assert mailbox.special_folder(Use.SENT) == "Sent"
    old = mail_lab.token(seconds=-1)

    error = refused(account(mail_lab), Credential(SecretKind.TOKEN, old))

    assert error.answer.step is Step.LOGIN
    assert error.for_good
    assert old not in str(error)


def test_an_unknown_authority_is_not_trusted(mail_lab: MailLab) -> None:
    for made, port in ((Account, mail_lab.imaps), (ByStartTls, mail_lab.imap)):
        error = refused(account(mail_lab, made, ca_file="", imap_port=port))
        assert error.answer.step is Step.TLS
        assert error.for_good
        assert "certificate verify failed" in error.answer.text


def test_starttls_is_taken_where_the_port_is_for_that(mail_lab: MailLab) -> None:
    with open_imap(account(mail_lab, ByStartTls, imap_port=mail_lab.imap), password()) as mailbox:
        assert mailbox.special_folder(Use.DRAFTS) == "Entwürfe"


# Messages and notifications


def fetched(lab: MailLab, wanted: Callable[[bytes], bool]) -> bytes:
    """Wait until it is there, then read it as the program does."""
    lab.awaited(wanted)
    with open_imap(account(lab), password()) as mailbox:
        (found,) = (content for content in mailbox.fetch() if wanted(content))
    return found


def notification(lab: MailLab, identity: str) -> bytes:
    return fetched(lab, lambda content: f"Original-Envelope-Id: {identity}.1".encode() in content)


def fields(content: bytes) -> dict[str, str]:
    """What a notification says to machines, without what differs from one time to the next."""
    parsed = message_from_bytes(content, policy=policy.default)
    (report,) = (part for part in parsed.walk() if part.get_content_type() == "message/delivery-status")
    found = {name: str(value) for block in report.iter_parts() for name, value in block.items()}
    changing = ("X-Postfix-Queue-ID", "Arrival-Date", "Will-Retry-Until", "Original-Envelope-Id")
    return {name: "" if name in changing else value for name, value in found.items()}


@pytest.mark.parametrize(
    ("to", "action", "kept"),
    [
        (BOUNCING, "failed", "dsn-failed.eml"),
        (RELAYED, "relayed", "dsn-relayed.eml"),
        (SLOW, "delayed", "dsn-delayed.eml"),
        (DESK, "delivered", "dsn-delivered.eml"),
    ],
)
def test_a_notification_comes_back_with_our_envelope_id_and_message_id(
    to: str, action: str, kept: str, mail_lab: MailLab
) -> None:
    identity = notice_id()
    sent(mail_lab, identity, to)

    found = notification(mail_lab, identity)

    assert fields(found)["Action"] == action
    assert fields(found)["Original-Recipient"] == f"rfc822;{to}"
    assert f"Message-ID: <{identity}.1@example.org>".encode() in found
    assert fields(found) == fields((KEPT / kept).read_bytes()), (
        f"data/mail/{kept} is not what Postfix writes now"
    )


def test_a_recipient_that_is_not_known_is_refused_at_once_and_for_good(mail_lab: MailLab) -> None:
    with pytest.raises(NotTakenError) as caught:
        sent(mail_lab, notice_id(), "nobody@example.com")

    assert (caught.value.answer.step, caught.value.answer.code) == (Step.RCPT, 550)
    assert caught.value.for_good
    assert not caught.value.account_wide


def test_a_bounce_brings_the_whole_message_back_where_that_is_asked(mail_lab: MailLab) -> None:
    identity = notice_id()
    content = sent_by_another_program(mail_lab, identity, BOUNCING)

    found = notification(mail_lab, identity)

    assert content.partition(b"\r\n\r\n")[2] in found
    assert fields(found) == fields((KEPT / "dsn-failed-whole-message.eml").read_bytes())


def test_a_message_arrives_byte_for_byte_below_the_headers_of_its_way(mail_lab: MailLab) -> None:
    identity = notice_id()
    content = sent(mail_lab, identity, DESK)

    line = f"Message-ID: <{identity}.1@example.org>".encode()
    arrived = mail_lab.awaited(lambda received: line in received, DESK)

    way, start, rest = arrived.partition(b"From: Ana")
    assert start + rest == content.replace(b"\r\n", b"\n")
    names = {found.partition(b":")[0] for found in way.splitlines() if not found.startswith(b"\t")}
    assert names == {b"Return-Path", b"X-Original-To", b"Delivered-To", b"Received"}


def test_reading_marks_nothing_as_seen(mail_lab: MailLab, another_program: IMAPClient) -> None:
    identity = notice_id()
    sent(mail_lab, identity, DESK)
    notification(mail_lab, identity)

    another_program.select_folder("INBOX", readonly=True)

    flags = another_program.get_flags(another_program.search(["TEXT", identity]))
    assert flags
    assert all(b"\\Seen" not in found for found in flags.values())


def test_only_what_came_since_a_day_is_read(mailbox: Mailbox, another_program: IMAPClient) -> None:
    identity = notice_id()
    for day in (10, 19, 21):
        another_program.append(
            "INBOX",
            message(f"{identity}{chr(64 + day)}"),
            msg_time=datetime(2026, 11, day, 12, tzinfo=UTC),
        )

    def read(since: date | None) -> list[str]:
        return [
            chr(64 + day)
            for day in (10, 19, 21)
            if any(f"<{identity}{chr(64 + day)}.1@".encode() in one for one in mailbox.fetch("INBOX", since))
        ]

    assert read(None) == ["J", "S", "U"]
    assert read(date(2026, 11, 20)) == ["S", "U"], "the day before too: the server's days are its own"
    assert read(date(2026, 11, 21)) == ["U"]
    assert read(datetime.now(UTC).date() + timedelta(days=9)) == []


def test_what_is_too_large_is_named_and_not_read(
    mailbox: Mailbox, another_program: IMAPClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_program.create_folder("Large")
    another_program.append("Large", message(notice_id()) + b"x" * 5000)
    another_program.append("Large", message(notice_id()))
    monkeypatch.setattr(imap, "LARGEST", 4000)

    read = list(mailbox.fetch("Large"))

    assert len(read) == 1
    assert len(mailbox.passed_over) == 1
    assert "message 1 in the folder Large was not read" in mailbox.passed_over[0]


# The program itself, from the workspace to the mailbox


def workspace(tmp_path: Path, lab: MailLab, monkeypatch: pytest.MonkeyPatch, to: str) -> Program:
    """A signed notice to a desk, and the account of its sender at the lab."""
    monkeypatch.setenv("MAIL_LAB_PASSWORD", PASSWORD)
    root = tmp_path / "workspace"
    root.mkdir()
    mail = {
        "host": lab.host,
        "port": lab.submissions,
        "security": "tls",
        "user": USER,
        "password": {"env": "MAIL_LAB_PASSWORD"},
        "ca_file": str(lab.ca_file),
        "imap_host": lab.host,
        "imap_port": lab.imaps,
    }
    write_workspace(
        root,
        [track(next(_NUMBERS), 1)],
        settings(
            {"via": "other", "contact": "small", "agreement": AGREEMENT},
            sender={"email": USER},
            request={"tell_platform": False},
            contacts={"small": {**CONTACT, "email": to}},
            mail=mail,
        ),
    )
    program = Program(root=root, profiles=tmp_path / "own")
    program.ok("generate")
    program.ok("sign", "--name", "Ana Example")
    return program


def test_the_program_puts_a_signed_notice_among_the_drafts_once(
    mail_lab: MailLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path, mail_lab, monkeypatch, DESK)
    (identity,) = (notice["id"] for notice in program.json("status")["notices"])
    (eml,) = program.root.glob("notices/*/*/notice.eml")

    said = program.ok("outbox", "export", "--drafts")
    program.run("outbox", "export", "--drafts", identity)

    assert "Entwürfe" in said
    assert drafts(mail_lab, identity) == [eml.read_bytes().replace(b"\r\n", b"\n")]
    (notice,) = program.json("status")["notices"]
    assert notice["dispatch"] == "exported", "a draft has not gone out"


def test_the_program_files_the_bounce_of_what_it_sent(
    mail_lab: MailLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path, mail_lab, monkeypatch, BOUNCING)
    (identity,) = (notice["id"] for notice in program.json("status")["notices"])
    program.ok("send", "--confirm", "1")
    mail_lab.awaited(lambda content: f"Original-Envelope-Id: {identity}.1".encode() in content)

    said = program.run("inbox", "--imap").stdout

    assert identity in said
    (notice,) = program.json("status")["notices"]
    assert notice["dispatch"] == "failed", said
    program.ok("verify")


def test_a_new_user_sends_a_notice_to_themselves_and_finds_it_with_its_letter(
    mail_lab: MailLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path, mail_lab, monkeypatch, DESK)
    (identity,) = (notice["id"] for notice in program.json("status")["notices"])
    (letter,) = program.root.glob("notices/*/*/notice.pdf")

    assert "Nothing was sent" in program.ok("send", "--to-self")
    program.ok("send", "--to-self", "--confirm", "1")

    raw = mail_lab.awaited(lambda content: f"<{identity}.t1@".encode() in content)
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"].startswith("Test to yourself, sent to nobody else: ")
    (pdf,) = (part for part in mail.iter_attachments() if part.get_filename() == "notice.pdf")
    assert pdf.get_content() == letter.read_bytes()
    (notice,) = program.json("status")["notices"]
    assert notice["dispatch"] == "signed", "a test is no submission"


def test_a_wrong_password_stops_the_program_with_one_line_and_nothing_is_lost(
    mail_lab: MailLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path, mail_lab, monkeypatch, DESK)
    monkeypatch.setenv("MAIL_LAB_PASSWORD", "wrong")

    said = program.ok("send", "--confirm", "1", code=4)

    assert "did not let this account send" in said
    assert "wrong" not in said
    (notice,) = program.json("status")["notices"]
    assert notice["dispatch"] == "queued"


def test_a_certificate_of_an_unknown_authority_stops_the_program(
    mail_lab: MailLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path, mail_lab, monkeypatch, DESK)
    settings_file = program.root / "takedown.toml"
    lines = settings_file.read_text().splitlines()
    settings_file.write_text("\n".join(line for line in lines if not line.startswith("ca_file")))

    said = program.ok("send", "--confirm", "1", code=4)

    assert "did not let this account send" in said
    (notice,) = program.json("status")["notices"]
    assert notice["dispatch"] == "queued"
