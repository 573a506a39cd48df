"""`takedown demo`: one command, and a stranger sees notices. Nothing in it is real, nothing of theirs is touched."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.program import Program
from test_examples import words_under_notices

from takedown.cli.main import cli
from takedown.cli.session import Surroundings
from takedown.directory import load_directory

Demo = Callable[..., Result]
RESERVED = re.compile(r"(?:.*\.)?example(?:\.com|\.org|\.net)?")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def run(*arguments: str) -> Result:
    around = Surroundings(now=lambda: NOON, entropy=os.urandom)
    return CliRunner().invoke(cli, arguments, obj=around)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the user stands."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def test_a_demo_in_a_new_folder_makes_notices_that_verify(here: Path) -> None:
    result = run("demo")

    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    demo = Program(root=here / "demo")
    assert [notice["kind"] for notice in demo.json("status")["notices"]] == ["withdrawal", "platform-request"]
    assert all(notice["demo"] for notice in demo.json("status")["notices"])
    demo.ok("verify")


def test_a_demo_takes_a_folder_of_any_name_also_deep_and_empty(here: Path) -> None:
    (here / "empty").mkdir()
    for folder in ("my demo", "a/b/c", "empty", str(here / "absolute")):
        assert run("demo", folder).exit_code == 0, folder
        assert (here / folder / "notices").is_dir()


def test_a_demo_names_files_that_are_there(here: Path) -> None:
    shown = run("demo").stdout
    folder = re.search(r"^Look at these, in (.+):$", shown, re.MULTILINE)
    assert folder
    named = re.findall(r"^  (steps\.txt|ticket\.txt|notice\.pdf) ", shown, re.MULTILINE)

    assert len(named) == 3
    assert all((here / folder[1] / name).is_file() for name in named)


def lines_to_go_on(shown: str) -> list[str]:
    """The commands that the demo says to go on with, as a shell would get them."""
    lines = shown.partition("Go on:\n")[2].splitlines()
    return [re.split(r"\s{3,}", line.strip())[0] for line in lines if " -C " in line]


def steps(shown: str) -> list[list[str]]:
    """The same as arguments of the program."""
    return [shlex.split(f"-C {line.partition(' -C ')[2]}") for line in lines_to_go_on(shown)]


@pytest.mark.parametrize("before", [(), ("-C", "elsewhere")], ids=["here", "with -C"])
@pytest.mark.parametrize("folder", ["demo", "my demo"])
def test_the_commands_that_a_demo_names_work_as_they_stand(
    before: tuple[str, ...], folder: str, here: Path
) -> None:
    (here / "elsewhere").mkdir()
    named = steps(run(*before, "demo", folder).stdout)

    assert len(named) == 6
    for command in named:
        if "sign" in command:
            command += ["--name", "Ana Example"]
        result = run(*command)
        assert result.exit_code == 0, f"{command}\n{result.stderr}"


def test_a_second_demo_uses_the_files_that_are_there_and_writes_no_notice(here: Path) -> None:
    first = run("demo")
    before = contents(here)
    second = run("demo")

    assert first.exit_code == second.exit_code == 0
    assert "exists already" in second.stderr
    assert "Written" not in second.stdout
    after = contents(here)
    assert {name: after[name] for name in before if "ledger.db" not in name} == {
        name: content for name, content in before.items() if "ledger.db" not in name
    }
    assert after.keys() - before.keys() <= {"demo/ledger.db-wal", "demo/ledger.db-shm"}


def test_a_demo_that_went_on_can_be_shown_again(here: Path) -> None:
    for command in steps(run("demo").stdout):
        run(*command, *(["--name", "Ana Example"] if "sign" in command else []))

    assert run("demo").exit_code == 0
    Program(root=here / "demo").ok("verify")


@pytest.mark.parametrize("file", ["thesis.txt", ".hidden", "notices/mine.txt"])
def test_a_folder_with_other_things_in_it_stays_as_it_is(file: str, here: Path) -> None:
    path = here / "demo" / file
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    result = run("demo")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "demo is not empty" in result.stderr
    assert "Hint: " in result.stderr
    assert contents(here) == {f"demo/{file}": b"mine"}


def test_a_workspace_of_ones_own_is_never_overwritten(here: Path) -> None:
    (here / "demo").mkdir()
    (here / "demo" / "takedown.toml").write_text("schema = 1\n")
    result = run("demo")

    assert result.exit_code == 3
    assert result.stdout == "" or "1. check" in result.stdout
    assert contents(here) == {"demo/takedown.toml": b"schema = 1\n"}


def test_a_file_in_the_place_of_the_folder_stays(here: Path) -> None:
    (here / "demo").write_text("mine")
    result = run("demo")

    assert result.exit_code == 2
    assert contents(here) == {"demo": b"mine"}


def test_a_place_that_cannot_be_written_is_named(here: Path) -> None:
    (here / "file").write_text("mine")
    result = run("demo", "file/demo")

    assert result.exit_code == 6
    assert result.stdout == ""
    assert "file/demo" in result.stderr
    assert "Hint: " in result.stderr
    assert contents(here) == {"file": b"mine"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_named(here: Path) -> None:
    (here / "locked").mkdir(mode=0o500)
    result = run("demo", "locked/demo")

    assert result.exit_code == 6
    assert "locked/demo" in result.stderr


def real_words() -> dict[str, str]:
    """Everything in the shipped directory by which a real desk could be reached, and where it is from."""
    directory = load_directory()
    found: dict[str, str] = {}
    for record in (*directory.desks.values(), *directory.distributors.values()):
        for address in record.addresses:
            texts = [address.value, *(line for line in address.lines if any(map(str.isdigit, line)))]
            found |= {text: record.slug for text in texts if text}
    for record in directory.distributors.values():
        found[record.name] = record.slug
    return found


def test_nothing_in_the_papers_of_a_demo_reaches_anybody_real(here: Path) -> None:
    assert run("demo").exit_code == 0
    demo = Program(root=here / "demo")
    demo.ok("sign", *(notice["id"] for notice in demo.json("status")["notices"]), "--name", "Ana Example")
    words = real_words()
    for known in ("copyright@amazon.com", "TuneCore"):
        assert known in words
    assert any("P.O. Box" in word for word in words)
    papers = words_under_notices(demo)
    assert len(papers) == 14
    found: set[str] = set()
    for name, text in papers.items():
        folded = text.casefold()
        assert not [word for word in words if re.search(rf"\b{re.escape(word.casefold())}\b", folded)], name
        domains = {domain for _, domain in re.findall(r"(https?://|@)([\w.-]+\w)", text)}
        assert not [domain for domain in domains if not RESERVED.fullmatch(domain)], name
        found |= domains
    assert found >= {"example.com", "northlight.example.com"}


def test_the_demo_runs_as_a_module_and_names_commands_that_a_shell_can_run(here: Path) -> None:
    done: Any = subprocess.run(
        [sys.executable, "-m", "takedown", "demo"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (here / "demo" / "notices").is_dir()
    for word in ("1. check", "2. plan", "3. generate", "Look at these", "Go on"):
        assert word in done.stdout
    preview, *_ = lines_to_go_on(done.stdout)
    shell = subprocess.run(preview, shell=True, capture_output=True, text=True, check=False)
    assert shell.returncode == 0, f"{preview}\n{shell.stderr}"
