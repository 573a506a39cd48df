"""A printed command can be copied: where the folder was named by -C, it names it too; nothing else changes."""

import os
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from support.program import NOON, Program

from takedown.cli.calling import name_folder, with_folder
from takedown.cli.main import COMMANDS, cli
from takedown.cli.main import Program as Group
from takedown.cli.session import Surroundings
from takedown.handing.telling import RULE

#: A name that a shell would take apart.
FOLDER = "my music"


def run(*args: str) -> Result:
    """One command in the current folder."""
    around = Surroundings(now=lambda: NOON, entropy=os.urandom)
    return CliRunner().invoke(cli, args, obj=around)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A demo in a folder of its own; whoever types stands in the folder above."""
    monkeypatch.chdir(tmp_path)
    assert run("demo", FOLDER).exit_code == 0
    return Program(root=Path(FOLDER))


def here(*args: str) -> Result:
    return run("-C", FOLDER, *args)


def commands(text: str) -> list[str]:
    """The commands that a text names, as they stand."""
    return re.findall(rf"(?<!['.])takedown(?: -C '[^']*')? (?:{'|'.join(COMMANDS)})", text)


def pasted(walk: str) -> list[str]:
    """What stands between the rules of a walk."""
    return walk.split(f"\n{RULE}\n")[1::2]


def copied(line: str) -> Result:
    """Run what a person copies."""
    name, *args = shlex.split(line)
    assert name == "takedown"
    return run(*args)


def test_the_next_step_of_each_command_is_typed_as_it_stands(program: Program) -> None:
    plan = here("plan").stdout
    generated = here("generate").stdout
    steps = [
        plan.rpartition("Next: ")[2].strip(),
        *generated.rpartition("Next: ")[2].strip().split(", then "),
    ]

    assert steps[0] == "takedown -C 'my music' generate"
    assert steps[-1] == "takedown -C 'my music' sign"
    for step in steps[:-1]:
        assert copied(step).exit_code == 0, step


@pytest.mark.parametrize(
    "args",
    [("check",), ("plan",), ("generate",), ("status",), ("report",), ("outbox", "list"), ("outbox", "walk")],
)
def test_every_command_that_is_printed_names_the_folder(program: Program, args: tuple[str, ...]) -> None:
    result = here(*args)

    printed = commands(result.stdout + result.stderr)
    assert all(each.startswith("takedown -C 'my music' ") for each in printed)
    without = program.run(*args)
    assert (result.stdout + result.stderr).replace(" -C 'my music'", "") == without.stdout + without.stderr
    assert len(printed) == len(commands(without.stdout + without.stderr))


def test_a_hint_is_typed_as_it_stands(program: Program) -> None:
    refused = here("sign", "ZZZZZZZZZZ")

    assert refused.exit_code == 2
    assert "Hint: takedown -C 'my music' status lists all of them" in refused.stderr
    assert copied("takedown -C 'my music' status").exit_code == 0


def test_a_folder_that_comes_from_the_environment_stays_there(program: Program) -> None:
    assert "Next: takedown generate" in program.ok("plan")
    assert "Hint: takedown status lists" in program.run("sign", "ZZZZZZZZZZ").stderr


def test_the_commands_of_a_demo_are_about_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "above").mkdir()

    printed = commands(run("-C", "above", "demo", "other one").stdout)

    assert [each.removeprefix("takedown -C 'above/other one' ") for each in printed][-2:] == [
        "status",
        "verify",
    ]
    assert all(each.startswith("takedown -C 'above/other one' ") for each in printed)


@pytest.mark.parametrize(
    "args", [("check",), ("plan",), ("status",), ("report",), ("outbox", "list"), ("outbox", "walk")]
)
def test_documents_for_machines_are_the_same(program: Program, args: tuple[str, ...]) -> None:
    assert here(*args, "--json").stdout == program.run(*args, "--json").stdout


def test_letters_and_texts_to_paste_are_the_same(program: Program) -> None:
    catalog = Path(FOLDER) / "catalog.csv"
    catalog.write_text(catalog.read_text().replace("Harbour Lights", "takedown plan"))
    program.ok("generate")
    program.ok("sign", "--name", "Ana Example")

    assert "takedown plan" in here("outbox", "walk").stdout.partition(RULE)[2]
    assert pasted(here("outbox", "walk").stdout) == pasted(program.ok("outbox", "walk"))
    assert "takedown -C 'my music' record submitted" in here("outbox", "walk").stdout
    for notice in program.json("status")["notices"]:
        for part in ([], ["--ticket"], ["--steps"], ["--html"]):
            assert (
                here("preview", notice["id"], *part).stdout
                == program.run("preview", notice["id"], *part).stdout
            )


def test_what_is_pasted_for_others_is_the_same(program: Program) -> None:
    shown = here("directory", "report").stdout

    assert shown == program.ok("directory", "report")


def test_files_are_the_same(program: Program) -> None:
    before = {path: path.read_bytes() for path in Path(FOLDER).rglob("*") if path.suffix in {".txt", ".json"}}

    here("generate")

    assert {path: path.read_bytes() for path in before} == before
    assert any(b"takedown record" in content for content in before.values())
    assert not any(b"takedown -C" in content for content in before.values())


def completed(text: str, folder: str = "my-music") -> str:
    with click.Context(Group("takedown")):
        name_folder(Path(folder))
        return with_folder(text)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (
            "run takedown generate, then takedown sign",
            "run takedown -C my-music generate, then takedown -C my-music sign",
        ),
        ("takedown\n  follow-up K5XM", "takedown -C my-music\n  follow-up K5XM"),
        ("takedown plan. Then", "takedown -C my-music plan. Then"),
        ("then takedown import rejected.csv", "then takedown -C my-music import my-music/rejected.csv"),
        ("takedown import FILE", "takedown -C my-music import FILE"),
    ],
)
def test_a_command_is_completed(said: str, printed: str) -> None:
    assert completed(said) == printed


@pytest.mark.parametrize(
    "said",
    [
        "takedown.toml, request.platforms",
        "takedown planned nothing",
        "a takedown of 'takedown plan' by \"takedown status\"",
        "/usr/bin/takedown plan",
        "takedown check.csv",
        "a takedown request",
        "Takedown Plan",
        "takedown -C my-music plan",
    ],
)
def test_what_is_no_command_of_ours_stays(said: str) -> None:
    assert completed(said) == said


def test_the_current_folder_is_not_named() -> None:
    assert completed("takedown plan", ".") == "takedown plan"


def test_a_folder_whose_name_would_move_the_cursor_is_shown() -> None:
    assert completed("takedown plan", "a\u202eb") == "takedown -C 'a\\u{202E}b' plan"
