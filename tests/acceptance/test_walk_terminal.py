"""Handing over by hand in a real pseudo-terminal: what a person at a keyboard sees and types."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from support.statements import distrokid_statement
from support.terminal import PROGRAM, Terminal

from takedown import resources
from takedown.config import load_settings

LAST = "Did it go out? (y/n) "
XCLIP = """#!/bin/sh
case "$*" in
  *-o*) cat "{kept}" ;;
  *) cat > "{kept}" ;;
esac
"""


class User:
    """Somebody at a terminal, with a home, a `bin` and a workspace of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = home / "my-music"
        self.bin = home / "bin"
        self.bin.mkdir(parents=True)
        self.screens: list[Screen] = []

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.home), "TERM": "dumb",
            "LANG": "C.UTF-8", "XDG_CONFIG_HOME": str(self.home / ".config"),
            "PYTHONPATH": os.pathsep.join(sys.path), **more,
        }  # fmt: skip

    def run(self, *arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, *PROGRAM, *arguments], cwd=self.home, env=self.environment(), text=True,
            capture_output=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    def walks(self, *arguments: str, **more: str) -> "Screen":
        words = ("-C", "my-music", "outbox", "walk", *arguments)
        screen = Screen(self.home, words, self.environment(**more), columns=100, echo=False)
        self.screens.append(screen)
        return screen

    def notices(self) -> list[dict]:
        return json.loads(self.run("-C", "my-music", "status", "--json").stdout)["notices"]

    @property
    def withdrawal(self) -> dict:
        (found,) = [notice for notice in self.notices() if notice["kind"] == "withdrawal"]
        return found

    def has(self, name: str, script: str) -> None:
        """Install a program."""
        path = self.bin / name
        path.write_text(script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Screen(Terminal):
    """A terminal that does not show what is typed."""

    def types(self, text: str, *, after: str = "\n> ") -> None:
        """Wait for a prompt, then type a line."""
        self.sees(after.replace("\n", "\r\n"))
        self.child.sendline(text)

    def goes_to_the_end(self) -> None:
        """Enter at every station."""
        while self.child.expect_exact([LAST, "\r\n> "]):
            self.seen += self.child.before + self.child.after
            self.child.sendline("")
        self.seen += self.child.before + self.child.after


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """A new user of DistroKid: a statement, a few answers, the notices written and the withdrawal signed."""
    somebody = User(tmp_path / "home")
    (somebody.home / "statement.tsv").write_text(distrokid_statement("Spotify"))
    somebody.run(
        "init", "my-music", "--from", "statement.tsv", "--name", "Ana Example", "--email", "ana@example.com",
        "--platform", "amazon", "--basis", "sole-owner", "--no-input",
    )  # fmt: skip
    somebody.run("-C", "my-music", "generate")
    somebody.run("-C", "my-music", "sign", "--name", "Ana Example")
    yield somebody
    for screen in somebody.screens:
        screen.child.close(force=True)


def test_a_new_user_hands_over_a_withdrawal_by_pasting_and_records_it(user: User) -> None:
    kept = user.home / "clipboard.txt"
    user.has("xclip", XCLIP.format(kept=kept))
    (user.home / "confirmation.png").write_bytes(b"a picture")
    ticket = (user.root / user.withdrawal["folder"] / "ticket.txt").read_text()

    screen = user.walks(DISPLAY=":99")
    screen.sees("Leave this alone")
    screen.sees("stop if only a removal from all stores is offered")
    pasted = []
    while screen.child.expect_exact([LAST, "\r\n> "]):
        if "on the clipboard" in screen.child.before:
            pasted.append(kept.read_text())
        screen.child.sendline("")
    assert len(pasted) == 2  # the subject and the text
    assert all(text in ticket for text in pasted)
    assert pasted[1].startswith("Please remove the following from")
    screen.child.sendline("y")
    screen.types("form", after="How did it go out: dashboard, form? (Enter: dashboard) ")
    screen.types("", after=f"(Enter: today, {datetime.now().astimezone().date()}) ")
    screen.types("DK-4711", after="Ticket number (leave empty if you have none) ")
    screen.types("confirmation.png", after="picture of the screen (Enter: none) ")
    screen.sees("ticket DK-4711, confirmation.png.")
    screen.types("", after="Right? (Enter: yes, n: answer once more) ")
    screen.sees("Recorded: submitted")
    screen.sees("fills the date and the ticket into the request to the platform")
    assert screen.ends() == 0

    done = user.withdrawal
    assert (done["dispatch"], done["ticket"]) == ("submitted", "DK-4711")
    (piece,) = [piece for piece in done["evidence"] if piece["what"] == "submitted"]
    assert (piece["file"], piece["declared"], piece["channel"]) == ("confirmation.png", False, "form")
    user.run("-C", "my-music", "verify")


def test_one_can_go_back_stop_and_go_on_where_one_stopped(user: User) -> None:
    notice = user.withdrawal["id"]
    screen = user.walks()
    screen.sees("[1/10]")
    screen.types("")
    screen.sees("[2/10]")
    screen.types("b")
    screen.sees("[1/10]")
    screen.types("b")  # there is nothing before the first
    screen.sees("[1/10]")
    screen.types("")
    screen.types("")
    screen.sees("[3/10]")
    screen.types("what?")
    screen.sees("'what?' is none of Enter, b, c, o and q.")
    screen.types("q", after="> ")
    screen.sees("nothing is lost")
    assert screen.ends() == 0
    assert f"-C my-music outbox walk {notice} --from 3" in screen.words
    assert user.withdrawal["dispatch"] == "signed"

    again = user.walks(notice, "--from", "3")
    again.sees("[3/10]")
    again.goes_to_the_end()
    assert "Or answer the questions that follow" in again.words
    again.child.sendline("b")
    again.sees("[10/10]")
    again.types("", after="> ")
    again.types("perhaps", after=LAST)
    again.sees("y or n; b goes back, q stops.")
    again.types("n", after=LAST)
    again.sees("Nothing is recorded.")
    assert again.ends() == 0
    assert "[1/10]" not in again.seen
    assert user.withdrawal["dispatch"] == "signed"


def test_without_a_clipboard_it_is_said_once_and_the_text_stands_flush_left(user: User) -> None:
    screen = user.walks()
    screen.goes_to_the_end()
    screen.child.sendline("n")

    assert screen.ends() == 0
    assert screen.seen.count("There is no clipboard here") == 1
    assert "\r\nPlease remove the following from" in screen.seen


@pytest.mark.parametrize(
    ("script", "environment", "said"),
    [
        ("#!/bin/sh\nexit 1\n", {"DISPLAY": ":99"}, "The clipboard did not take it"),
        ("#!/bin/sh\nexec sleep 60\n", {"DISPLAY": ":99"}, "The clipboard did not take it"),
        ("#!/bin/sh\nexit 1\n", {"SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"}, "There is no clipboard here"),
    ],
    ids=["fails", "never answers", "far away"],
)
def test_a_broken_clipboard_holds_nobody_up(
    user: User, script: str, environment: dict[str, str], said: str
) -> None:
    user.has("xclip", script)
    screen = user.walks(**environment)
    screen.goes_to_the_end()
    screen.child.sendline("n")

    assert screen.ends() == 0
    assert screen.seen.count(said) == 1
    assert "Please remove the following from" in screen.seen
    assert "Traceback" not in screen.seen


def test_nothing_is_put_on_a_clipboard_that_is_not_wanted(user: User) -> None:
    kept = user.home / "clipboard.txt"
    user.has("xclip", XCLIP.format(kept=kept))
    screen = user.walks("--no-clipboard", DISPLAY=":99")
    screen.goes_to_the_end()
    screen.child.sendline("n")

    assert screen.ends() == 0
    assert not kept.exists()
    assert "Mark and copy it." in screen.seen


def test_a_page_is_opened_only_when_that_is_asked_for(user: User) -> None:
    opened = user.home / "opened.txt"
    user.has("browser", f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    screen = user.walks("--no-clipboard", DISPLAY=":99", BROWSER=str(user.bin / "browser"))
    screen.types("o")
    screen.sees("Here is no page to open.")
    for _ in range(3):
        screen.types("", after="> ")
    screen.sees("o opens https://support.distrokid.com")
    assert not opened.exists()
    screen.types("o", after="> ")
    screen.types("q", after="> ")

    assert screen.ends() == 0
    assert opened.read_text() == "https://support.distrokid.com\n"


def test_control_c_records_nothing_and_says_how_to_go_on(user: User) -> None:
    screen = user.walks()
    screen.types("")
    screen.sees("[2/10]")
    screen.sees("> ")

    assert screen.interrupts() == 130
    assert f"outbox walk {user.withdrawal['id']} --from 2" in screen.words
    assert "Traceback" not in screen.seen
    assert user.withdrawal["dispatch"] == "signed"


def test_the_end_of_the_input_stops_like_q(user: User) -> None:
    screen = user.walks()
    screen.sees("> ")
    screen.child.sendeof()

    assert screen.ends() == 0
    assert "nothing is lost" in screen.seen


def test_an_answer_that_cannot_be_is_said_and_asked_again(user: User) -> None:
    screen = user.walks("--no-clipboard")
    screen.goes_to_the_end()
    screen.child.sendline("y")
    screen.types("pigeon", after="(Enter: dashboard) ")
    screen.sees("'pigeon' is none of them.")
    screen.types("", after="(Enter: dashboard) ")
    screen.types("last week", after="On which day? ")
    screen.sees("'last week' is no day")
    screen.types("2999-01-01", after="On which day? ")
    screen.sees("2999-01-01 lies in the future; which day was it?")
    screen.types("", after="On which day? ")
    screen.types("20261122", after="Ticket number (leave empty if you have none) ")
    screen.types("missing.png", after="(Enter: none) ")
    screen.sees("there is no file")
    screen.types("", after="(Enter: none) ")
    screen.sees("ticket 20261122.")
    screen.types("n", after="Right? (Enter: yes, n: answer once more) ")
    screen.types("", after="(Enter: dashboard) ")
    screen.types("", after="On which day? ")
    screen.types("none", after="Ticket number (leave empty if you have none) ")
    screen.types("", after="(Enter: none) ")
    screen.sees("no ticket number.")
    screen.types("", after="Right? (Enter: yes, n: answer once more) ")
    screen.sees("Recorded: submitted")

    assert screen.ends() == 0
    assert user.withdrawal["dispatch"] == "submitted"


def test_a_specimen_can_be_walked_and_opens_nothing(user: User) -> None:
    opened = user.home / "opened.txt"
    user.has("browser", f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    user.run("demo", "my-music-demo")
    user.run("-C", "my-music-demo", "sign", "--name", "Ana Example")
    user.root.rename(user.home / "real")
    (user.home / "my-music-demo").rename(user.root)
    screen = user.walks("--no-clipboard", DISPLAY=":99", BROWSER=str(user.bin / "browser"))
    screen.sees("This is a specimen with invented names")
    screen.sees("SPECIMEN")
    screen.types("")
    screen.types("")
    screen.sees("https://northlight.example.com/help")
    screen.types("o")
    screen.sees("A specimen opens nothing.")
    screen.types("q", after="> ")

    assert screen.ends() == 0
    assert not opened.exists()
    assert "o opens" not in screen.seen


def test_without_a_terminal_the_whole_walk_is_printed(user: User) -> None:
    done = user.run("-C", "my-music", "outbox", "walk")

    assert re.findall(r"^\[(\d+)/10\]", done.stdout, re.MULTILINE) == [str(number) for number in range(1, 11)]
    assert "Did it go out?" not in done.stdout + done.stderr
    assert "Waits:" in done.stderr
    assert "DistroKid" in done.stderr


def test_as_json_every_text_is_whole(user: User) -> None:
    (walk,) = json.loads(user.run("-C", "my-music", "outbox", "walk", "--json").stdout)["walks"]
    ticket = (user.root / user.withdrawal["folder"] / "ticket.txt").read_text()

    fields = [station for station in walk["stations"] if station["station"] == "field"]
    assert [field["kind"] for field in fields] == ["subject", "body"]
    assert all(field["text"] in ticket and field["over"] == 0 for field in fields)
    assert walk["demo"] is False


def test_only_what_is_signed_is_walked_and_what_waits_says_for_what(user: User) -> None:
    request = next(notice for notice in user.notices() if notice["kind"] == "platform-request")
    waits = user.run("-C", "my-music", "outbox", "walk", request["id"], code=2)
    assert "waits until DistroKid was asked" in waits.stderr

    user.run("-C", "my-music", "record", "submitted", user.withdrawal["id"])
    out = user.run("-C", "my-music", "outbox", "walk", user.withdrawal["id"], code=2)
    assert "is submitted" in out.stderr

    user.run("-C", "my-music", "generate")
    unsigned = user.run("-C", "my-music", "outbox", "walk", request["id"], code=2)
    assert f"takedown -C my-music sign {request['id']}" in unsigned.stderr
    assert "Nothing signed waits" in user.run("-C", "my-music", "outbox", "walk").stdout


def test_what_changed_after_it_was_signed_is_not_walked(user: User) -> None:
    steps = user.root / user.withdrawal["folder"] / "steps.txt"
    before = steps.read_bytes()
    steps.write_bytes(before + b"More.\n")
    edited = user.run("-C", "my-music", "outbox", "walk", user.withdrawal["id"], code=5)
    assert "was edited after it was signed" in edited.stderr
    steps.write_bytes(before)

    settings = user.root / "takedown.toml"
    signed = settings.read_text()
    settings.write_text(signed.replace("ana@example.com", "maria@example.com"))
    changed = user.run("-C", "my-music", "outbox", "walk", user.withdrawal["id"], code=2)
    assert "takedown -C my-music generate writes it again" in changed.stderr

    settings.write_text(signed.replace("Ana Example", "Maria Example"))
    gone = user.run("-C", "my-music", "outbox", "walk", user.withdrawal["id"], code=2)
    assert "the plan no longer holds" in gone.stderr


def test_several_are_listed_and_walked_one_after_the_other(user: User) -> None:
    shutil.copytree(resources.examples() / "small-label", user.home / "label")
    user.root.rename(user.home / "distrokid")
    (user.home / "label").rename(user.root)
    user.run("-C", "my-music", "generate", code=1)  # some rows need a person
    user.run("-C", "my-music", "sign", "--name", load_settings(user.root).request.sender.name)
    walks = json.loads(user.run("-C", "my-music", "outbox", "walk", "--json").stdout)["walks"]
    assert len(walks) > 1

    screen = user.walks("--no-clipboard")
    screen.sees(f"{len(walks)} notices are signed and go out by hand:")
    for walk in walks:
        screen.sees(f"{walk['notice']}  {walk['kind']} to {walk['desk']}")
    screen.goes_to_the_end()
    screen.child.sendline("y")
    while screen.child.expect_exact(["[1/", "(Enter: ", "(leave empty"]):
        screen.child.sendline("")
    assert walks[1]["notice"] in screen.child.before
    screen.types("q", after="\n> ")

    assert screen.ends() == 0
    states = {notice["id"]: notice["dispatch"] for notice in user.notices()}
    assert states[walks[0]["notice"]] == "submitted"
    assert states[walks[1]["notice"]] == "signed"


def test_nothing_in_the_current_folder_is_run_for_the_clipboard(user: User) -> None:
    kept = user.home / "clipboard.txt"
    user.has("xclip", XCLIP.format(kept=kept))
    (user.home / "pyperclip.py").write_text("open('run.txt', 'w').close()")
    screen = user.walks(DISPLAY=":99")
    screen.goes_to_the_end()
    screen.child.sendline("n")

    assert screen.ends() == 0
    assert kept.exists()
    assert not (user.home / "run.txt").exists()
