"""`takedown inbox --imap` at a real Dovecot; nothing in the mailbox is changed."""

from collections.abc import Callable

import pytest
from imapclient import IMAPClient
from support.letters import notification, reply
from support.mail_lab import NEEDED, PASSWORD, USER, MailLab
from support.program import Program

pytestmark = [pytest.mark.tool(name) for name in NEEDED]
FOLDER = "Takedowns"


@pytest.fixture
def artist(example: Callable[[str], Program], mail_lab: MailLab, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A workspace that is no demo, with an account at the lab."""
    monkeypatch.setenv("LAB_PASSWORD", PASSWORD)
    program = example("one-artist")
    file = program.root / "takedown.toml"
    text = file.read_text(encoding="utf-8").replace("demo = true", "demo = false")
    mail = (
        f'\n[mail]\nhost = "{mail_lab.host}"\nport = {mail_lab.submissions}\nsecurity = "tls"\nuser = "{USER}"\n'
        f'address = "{USER}"\nca_file = "{mail_lab.ca_file}"\npassword = {{ env = "LAB_PASSWORD" }}\n'
        f'imap_host = "{mail_lab.host}"\nimap_port = {mail_lab.imaps}\n'
    )
    file.write_text(text + mail, encoding="utf-8")
    program.ok("generate")
    return program


@pytest.fixture
def folder(mail_lab: MailLab):
    """A folder of the mailbox, empty at first, seen by another program."""
    with IMAPClient(mail_lab.host, mail_lab.imaps, ssl_context=mail_lab.context()) as client:
        client.login(USER, PASSWORD)
        client.create_folder(FOLDER)
        try:
            yield client
        finally:
            client.delete_folder(FOLDER)


def test_letters_of_a_mailbox_are_filed_and_stay_unseen(artist: Program, folder: IMAPClient) -> None:
    notice = str(artist.notice("withdrawal")["id"])
    artist.ok("record", "submitted", notice)
    folder.append(FOLDER, reply(subject=f"Re: Ref {notice}"))
    folder.append(FOLDER, reply(subject="Lunch?", sender="friend@example.net"))
    delay = notification(action="delayed", status="4.2.0", envid="", original=f"<{notice}.1@example.com>")
    folder.append(FOLDER, delay)

    said = artist.json("inbox", "--imap", FOLDER, code=1)

    assert [(each["state"], each["seems"]) for each in said["letters"]] == [
        ("filed", "reply"),
        ("filed", "delay"),
    ]
    assert said["others"] == 1
    assert folder.folder_status(FOLDER, ["MESSAGES", "UNSEEN"]) == {b"MESSAGES": 3, b"UNSEEN": 3}
    assert artist.json("inbox", "--imap", FOLDER)["others"] == 1


def test_mail_about_something_else_is_counted_and_never_shown_or_kept(
    artist: Program, folder: IMAPClient
) -> None:
    folder.append(FOLDER, reply(subject="A private matter", sender="friend@example.net", text="Do not tell."))

    plain = artist.ok("inbox", "--imap", FOLDER)

    assert "1 about no notice that can be told" in " ".join(plain.split())
    assert "private" not in plain
    assert "friend" not in plain
    assert b"Do not tell" not in (artist.root / "ledger.db").read_bytes()


def test_a_folder_that_is_not_there_is_said(artist: Program, folder: IMAPClient) -> None:
    result = artist.run("inbox", "--imap", "Nowhere")

    assert result.exit_code == 3
    assert "Nowhere" in result.stderr


def test_a_wrong_password_is_said_and_never_shown(artist: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "not-the-password")

    result = artist.run("inbox", "--imap")

    assert result.exit_code == 3
    assert "could not be opened" in result.stderr
    assert "not-the-password" not in result.stderr + result.stdout
