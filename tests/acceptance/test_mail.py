"""notice.eml, read by two mail parsers that share no code: Python's email and Perl's Email::MIME.

The papers are those of the examples and of every workspace in workspaces.py.
"""

import hashlib
import json
import os
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from papers_made import CASES, Folder, Made

Papers = Callable[[str], Made]
every_case = pytest.mark.parametrize("name", CASES)
READER = Path(__file__).with_name("read_mail.pl")
HEADERS = {"From", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"}
LONGEST_LINE = 998


def parsed(folder: Folder) -> EmailMessage:
    mail = message_from_bytes((folder.path / "notice.eml").read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def paragraphs(text: str) -> list[str]:
    return text.rstrip("\n").split("\n\n")


def glued(name: str) -> str:
    """A display name without its spaces: Python reads the fold between two encoded words of a name as a space."""
    return "".join(name.split())


@every_case
def test_python_reads_every_mail_without_a_defect(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        mail = parsed(folder)
        assert not [defect for part in mail.walk() for defect in part.defects], folder
        assert not [key for part in mail.walk() for key, value in part.items() if value.defects], folder
        assert set(mail) - {"To"} == HEADERS
        assert len(mail) == len(set(mail)), "every header stands once"


@every_case
def test_a_mail_is_from_the_sender_to_at_most_one_sourced_address(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        mail, notice = parsed(folder), folder.notice
        (sender,) = mail["From"].addresses
        assert sender.addr_spec == notice["sender"]["email"]
        assert glued(sender.display_name) == glued(notice["sender"]["name"])
        if not notice["recipient"]["email"]:
            assert "To" not in mail, folder
            continue
        (recipient,) = mail["To"].addresses
        assert recipient.addr_spec == notice["recipient"]["email"]
        assert glued(recipient.display_name) == glued(notice["recipient"]["name"])


@every_case
def test_a_mail_says_what_the_letter_says_and_brings_pdf_and_table(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        mail = parsed(folder)
        assert str(mail["Subject"]) == folder.notice["letter"]["subject"], folder
        body = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
        assert sorted(paragraphs(body)) == sorted(paragraphs(folder.read("notice.txt"))), folder
        address = folder.notice["sender"]["address"]
        assert not address or address[0] not in body[:200], (
            f"{folder}: a home address in every list of messages"
        )
        attached = {part.get_filename(): part for part in mail.iter_attachments()}
        english = ["english.txt"] if "english" in folder.notice["letter"] else []
        assert list(attached) == ["notice.pdf", *english, "items.csv"]
        for file, part in attached.items():
            assert part.get_payload(decode=True) == (folder.path / file).read_bytes(), f"{folder}: {file}"
        assert [part.get_content_type() for part in mail.walk()] == [
            "multipart/mixed",
            "text/plain",
            "application/pdf",
            *(["text/plain"] if english else []),
            "text/csv",
        ]


@every_case
def test_a_mail_passes_every_hop(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        raw = (folder.path / "notice.eml").read_bytes()
        assert raw.isascii(), folder
        assert b"\0" not in raw
        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"), f"{folder}: CRLF ends every line"
        assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE, folder


@pytest.fixture(scope="module")
def perl() -> Callable[[list[Folder]], list[dict[str, Any]]]:
    """Read mails with Email::MIME (Debian: libemail-mime-perl)."""
    loads = (
        subprocess.run(["perl", "-MEmail::MIME", "-e", "1"], capture_output=True, check=False).returncode == 0
    )
    if not loads:
        reason = "Perl's Email::MIME is not installed, so a second mail parser is NOT tested here"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(f"{reason}; CI must install it", pytrace=False)
        pytest.skip(reason)

    def read(folders: list[Folder]) -> list[dict[str, Any]]:
        paths = [folder.path / "notice.eml" for folder in folders]
        done = subprocess.run(["perl", READER, *paths], capture_output=True, check=True)
        assert not done.stderr
        return json.loads(done.stdout)

    return read


@pytest.mark.tool("perl")
@every_case
def test_another_parser_reads_the_same(name: str, made: Papers, perl: Callable[..., Any]) -> None:
    folders = list(made(name).folders)
    for folder, mail in zip(folders, perl(folders), strict=True):
        notice = folder.notice
        assert set(mail["headers"]) - {"To"} == HEADERS, folder
        assert mail["subject"] == notice["letter"]["subject"], folder
        assert mail["type"].startswith("multipart/mixed;")
        text = mail["text"].replace("\r\n", "\n")
        assert sorted(paragraphs(text)) == sorted(paragraphs(folder.read("notice.txt"))), folder
        assert mail["attached"] == {
            file: hashlib.sha256((folder.path / file).read_bytes()).hexdigest()
            for file in ("notice.pdf", "items.csv", "english.txt")
            if file in notice["files"]
        }
        for field, party in (("from", notice["sender"]), ("to", notice["recipient"])):
            if not party["email"]:
                assert mail[field] is None
                continue
            shown, _, address = mail[field].rpartition(" ")
            assert address == f"<{party['email']}>", folder
            assert shown.strip('"').replace('\\"', '"') == party["name"], folder


@pytest.mark.parametrize(
    ("name", "desk", "to"),
    [
        ("three-routes", "tunecore", None),
        ("three-routes", "amazon", None),
        ("three-routes", "small-hours", "desk@smallhours.example.org"),
        ("small-label", "symphonic", None),
        ("one-artist", "northlight", "catalog@northlight.example.com"),
        ("one-artist", "amazon", None),
        ("another distributor with an email address", "small", "desk@label.example.org"),
        ("another distributor without one", "small", None),
        ("a label", "small", "desk@label.example.org"),
        ("a direct licence", "platform", "desk@label.example.org"),
        ("who delivers is not known", "small", "desk@label.example.org"),
    ],
)
def test_a_mail_has_a_to_only_where_an_address_is_known(
    name: str, desk: str, to: str | None, made: Papers
) -> None:
    folders = [folder for folder in made(name).folders if folder.notice["recipient"]["desk"] == desk]
    assert folders
    for folder in folders:
        addressed = parsed(folder)["To"]
        assert (addressed.addresses[0].addr_spec if addressed else None) == to, folder


def test_no_mail_of_any_case_goes_to_an_address_for_infringement_claims(made: Papers) -> None:
    agents = ("copyright@", "infringement@", "dmca@", "legal@")
    for name in CASES:
        for folder in made(name).folders:
            assert not [
                agent for agent in agents if agent in (folder.path / "notice.eml").read_text(encoding="ascii")
            ]
            assert not [agent for agent in agents if agent in folder.read("steps.txt")]
