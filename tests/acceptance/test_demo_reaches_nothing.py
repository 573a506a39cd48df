"""A demo cannot reach any network: not by any command, and not with every brake taken away."""

import shutil
import socket
from pathlib import Path

import pytest
from support.dkim_keys import signed
from support.letters import reply
from support.program import Program
from support.sending import ANA, mailing

from takedown.channels.null import Null
from takedown.channels.protocol import Envelope, NotTakenError
from takedown.cli import send_choice, send_run

RELEASE = "11111111-2222-3333-4444-555555555555"
COMMANDS = (
    ("send",),
    ("send", "--confirm", "1"),
    ("send", "--confirm", "0"),
    ("send", "--to-self", "--confirm", "1"),
    ("outbox", "export", "--drafts"),
    ("outbox", "export", "--eml", "mail"),
    ("outbox", "export", "--packets", "packets"),
    ("outbox", "walk"),
    ("inbox", "--imap"),
    ("inbox", "letter.eml", "--check-signatures"),
    ("import", "--musicbrainz", RELEASE),
    ("import", "--musicbrainz", RELEASE, "--musicbrainz-server", "http://127.0.0.1:9"),
    ("status",),
    ("plan",),
)


@pytest.fixture
def tried(monkeypatch):
    """Every address that something tried to reach; none is reached."""
    found: list[object] = []

    def refused(*given, **_):
        found.append(given[1:])
        raise OSError("this test lets nothing out")

    monkeypatch.setattr(socket.socket, "connect", refused)
    for way in ("connect_ex", "sendto", "sendmsg"):  # the last two need no connection: so names are asked for
        monkeypatch.setattr(socket.socket, way, refused, raising=False)  # Windows has no sendmsg
    for way in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, way, refused)
    return found


def letter(program: Program, folder: Path) -> Path:
    """A signed answer about the notice of this workspace."""
    notice = program.json("status")["notices"][0]["id"]
    path = folder / "letter.eml"
    path.write_bytes(signed(reply(subject=f"Ref {notice}")))
    return path


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Path:
    """A demo whose settings name a mail account, as if somebody had mixed the two."""
    root = tmp_path_factory.mktemp("demo") / "w"
    mailing(root, demo=True, mail={"imap_host": "127.0.0.1", "imap_port": 2143})
    return root


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_of_a_demo_tries_to_reach_anybody(ready, tried, command, tmp_path, monkeypatch):
    shutil.copytree(ready, tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    program = Program(tmp_path / "w", profiles=tmp_path / "own")
    letter(program, tmp_path)

    program.run(*command)

    assert tried == []
    assert {notice["dispatch"] for notice in program.json("status")["notices"]} <= {"signed", "exported"}


def test_the_same_command_of_a_workspace_that_is_no_demo_does_try(tried, tmp_path):
    program = mailing(tmp_path / "w")

    program.run("send", "--confirm", "1")

    assert tried != [], "else the test above would hold whatever the program did"


@pytest.mark.parametrize(
    "command",
    [("inbox", "letter.eml", "--check-signatures"), ("import", "--musicbrainz", RELEASE)],
    ids=" ".join,
)
def test_what_asks_the_network_does_so_only_where_it_is_no_demo(ready, tried, tmp_path, monkeypatch, command):
    program = mailing(tmp_path / "w")
    letter(program, tmp_path)
    monkeypatch.chdir(tmp_path)
    program.run(*command)
    assert tried != [], "else the test above would hold whatever the program did"

    tried.clear()
    shutil.copytree(ready, tmp_path / "demo")
    result = Program(tmp_path / "demo").run(*command)
    assert result.exit_code == 3
    assert "demo = true" in result.stderr
    assert tried == []


def test_with_every_brake_gone_a_demo_still_reaches_nobody(ready, tried, tmp_path, monkeypatch):
    shutil.copytree(ready, tmp_path / "w")
    monkeypatch.setattr(send_choice, "hold_backs", lambda candidates, _: {one.id: () for one in candidates})
    monkeypatch.setattr(send_choice, "may_go", lambda _, insisted: True)  # noqa: ARG005 – the words of the call
    program = Program(tmp_path / "w", profiles=tmp_path / "own")
    program.run("generate")
    program.run("sign", *ANA)

    assert program.run("send", "--confirm", "1").exit_code == 3
    post = send_run.Post(account=None, credential=None, demo=True)  # type: ignore[arg-type]
    assert isinstance(post.open(), Null)
    assert tried == []


def test_the_channel_of_a_demo_takes_nothing():
    envelope = Envelope(sender="a@example.com", recipient="b@example.com", envid="A.1")
    with pytest.raises(NotTakenError, match="a demo"):
        Null().offer(envelope, b"anything")
    with pytest.raises(NotTakenError, match="a demo"):
        Null().let_go()
    Null().close()
