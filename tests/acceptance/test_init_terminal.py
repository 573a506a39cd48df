"""The interview in a real pseudo-terminal: what a person at a keyboard sees, 80 columns wide."""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.statements import distrokid_statement
from support.terminal import Terminal

from takedown.config import load_settings

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COLUMNS = 80


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "my statement.tsv").write_text(distrokid_statement("Spotify"))
    return folder


@pytest.fixture
def start(here: Path, tmp_path: Path) -> Iterator[Callable[..., "Screen"]]:
    """Start the program in a terminal, with a home of its own."""
    screens: list[Screen] = []

    def spawn(*arguments: str, **more: str) -> Screen:
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(tmp_path / "home" / ".config"), "PYTHONPATH": os.pathsep.join(sys.path), **more,
        }  # fmt: skip
        screen = Screen(here, arguments, environment, columns=COLUMNS, echo=True)
        screens.append(screen)
        return screen

    yield spawn
    for screen in screens:
        screen.child.close(force=True)


class Screen(Terminal):
    """A terminal in which questions are answered."""

    def answers(self, question: str, text: str) -> None:
        """Wait for a question and its prompt, then type."""
        self.sees(question)
        self.sees("> ")
        self.child.sendline(text)

    @property
    def lines(self) -> list[str]:
        return COLOUR.sub("", self.seen).replace("\r\n", "\n").replace("\r", "").split("\n")


def test_a_whole_interview_by_keyboard(start: Callable[..., Screen], here: Path) -> None:
    screen = start("init", "my-music")
    screen.answers("Which file lists your music?", "'my statement.tsv' ")
    screen.sees("DistroKid statement")
    screen.answers("Who signs?", "?")
    screen.answers("stands under every letter", "Ana Exämple")
    screen.answers("Best the one your DistroKid account is under", "ana@example")
    screen.answers("is not an email address", "ana@example.com")
    screen.answers("Which platforms", "1, 2")
    screen.sees("= amazon-digital, amazon-music")
    screen.answers("Why may you ask?", "")
    screen.answers("An answer is needed", "sole-owner")
    screen.sees("plan")

    assert screen.ends() == 0
    request = load_settings(here / "my-music").request
    assert request.sender.name == "Ana Exämple"
    assert request.wish.platforms == ("amazon-digital", "amazon-music")
    assert not (here / "my-music" / ".takedown-init.toml").exists()
    wide = [line for line in screen.lines if len(line) > COLUMNS and " -C " not in line and "/" not in line]
    assert wide == []


def test_an_interview_stopped_by_control_c_goes_on_where_it_stopped(
    start: Callable[..., Screen], here: Path
) -> None:
    screen = start("init", "my-music", "--from", "my statement.tsv")
    screen.answers("Who signs?", "Ana Example")
    screen.answers("Your email?", "ana@example.com")
    screen.sees("Which platforms")
    screen.sees("> ")

    assert screen.interrupts() == 130
    assert "answers so far are kept" in screen.words
    assert "Traceback" not in screen.seen
    assert not (here / "my-music" / "takedown.toml").exists()

    again = start("init", "my-music")
    again.sees("Going on where you stopped")
    again.answers("Which platforms", "amazon")
    again.answers("Why may you ask?", "1")
    assert again.ends() == 0
    assert "Who signs?" not in again.seen
    assert load_settings(here / "my-music").request.sender.email == "ana@example.com"


def test_a_wrong_answer_is_corrected_and_a_dropped_file_is_no_name(
    start: Callable[..., Screen], here: Path
) -> None:
    screen = start("init", "my-music")
    screen.answers("Which file lists your music?", "-")
    screen.answers("Who signs?", "'my statement.tsv' ")
    screen.answers("That is a file: my statement.tsv", "<")
    screen.answers("Which file lists your music?", "'my statement.tsv' ")
    screen.answers("Who signs?", "Anna")
    screen.answers("email?", "<")
    screen.answers("Who signs?", "Ana Example")
    screen.answers("email?", "ana@example.com")
    screen.answers("Which platforms", "spotify")
    screen.answers("Why may you ask?", "all")
    screen.answers("none of the choices", "back")
    screen.answers("Which platforms", "amazon")
    screen.answers("Why may you ask?", "1")
    screen.sees("edit my-music/takedown.toml")

    assert screen.ends() == 0
    request = load_settings(here / "my-music").request
    assert request.sender.name == "Ana Example"
    assert request.wish.platforms == ("amazon-digital", "amazon-music")


def test_the_end_of_the_input_is_no_crash(start: Callable[..., Screen]) -> None:
    screen = start("init", "my-music", "--from", "my statement.tsv")
    screen.sees("Who signs?")
    screen.sees("> ")
    screen.child.sendeof()

    assert screen.ends() == 2
    assert "--name, --email, --platform, --basis" in screen.seen


@pytest.mark.parametrize("later", [0.0, 0.005, 0.02, 0.05])
def test_control_c_pressed_twice_ends_as_one_does(start: Callable[..., Screen], later: float) -> None:
    screen = start("init", "my-music", "--from", "my statement.tsv")
    screen.sees("Who signs?")
    screen.sees("> ")
    screen.child.sendintr()
    time.sleep(later)

    assert screen.interrupts() == 130
    assert "Traceback" not in screen.seen


def test_the_tab_key_completes_a_path(start: Callable[..., Screen], here: Path) -> None:
    pytest.importorskip("readline")
    (here / "second.csv").write_text("artist,release\n")
    screen = start("init", "my-music")
    screen.sees("Which file lists your music?")
    screen.sees("> ")
    screen.child.send("my s\t\n")
    screen.sees("DistroKid statement")

    assert screen.interrupts() == 130


def test_questions_stand_out_in_a_terminal_and_not_where_nobody_wants_colour(
    start: Callable[..., Screen],
) -> None:
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        screen = start("init", "my-music", "--from", "my statement.tsv", **more)
        screen.sees("Your own name.")
        screen.sees("> ")
        screen.interrupts()
        assert bool(COLOUR.search(screen.seen)) is coloured


def test_nothing_is_drawn_twice_so_that_screen_readers_follow(start: Callable[..., Screen]) -> None:
    screen = start("init", "my-music", "--from", "my statement.tsv", NO_COLOR="1")
    for question, answer in (("Who signs?", "Ana Example"), ("email?", "ana@example.com"), ("Which", "3")):
        screen.answers(question, answer)
    screen.answers("Why may you ask?", "1")

    assert screen.ends() == 0
    # readline switches the pasting of blocks on and off; nothing moves the cursor or clears a line
    marks = set(re.findall(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", screen.seen))
    assert marks <= {"\x1b[?2004h", "\x1b[?2004l"}


def test_the_profile_of_one_workspace_is_one_question_in_the_next(
    start: Callable[..., Screen], here: Path
) -> None:
    first = start("init", "one", "--from", "my statement.tsv")
    for question, answer in (
        ("Who signs?", "Ana Example"),
        ("email?", "ana@example.com"),
        ("Which", "3"),
        ("Why", "1"),
    ):
        first.answers(question, answer)
    assert first.ends() == 0

    second = start("init", "two", "--from", "my statement.tsv")
    second.answers("Ana Example <ana@example.com>", "")
    second.answers("Which platforms", "spotify")
    second.answers("Why may you ask?", "1")
    assert second.ends() == 0
    assert load_settings(here / "two").request.sender.name == "Ana Example"
