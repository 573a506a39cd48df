"""A run that dies at any step: the next `generate` mends everything, and nobody has to know that it happened."""

import json
import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import crash_driver
import pytest
from support.program import Program
from workspaces import Row, settings, table, track, write_workspace

ANA = ("--name", "Ana Example")
#: The catalog before and after.
TWO = (track(1, 1), track(2, 1))
LONGER = (track(1, 1), track(2, 1, track="Another Song"))
Step = Callable[[Program], object]
Notices = list[dict[str, Any]]


def catalog(*rows: Row) -> Step:
    return lambda program: (program.root / "catalog.csv").write_bytes(table(rows))


def run(*arguments: str) -> Step:
    return lambda program: program.ok(*(_named(program, word) for word in arguments))


def later(days: int) -> Step:
    return lambda program: program.later(days)


def _named(program: Program, word: str) -> str:
    """WITHDRAWAL and REQUEST stand for the id of the notice that the plan holds now."""
    kind = {"WITHDRAWAL": "withdrawal", "REQUEST": "platform-request"}.get(word)
    if kind is None:
        return word
    notices = program.json("status")["notices"]
    return next(n["id"] for n in notices if n["kind"] == kind and n["dispatch"] != "superseded")


@dataclass(frozen=True)
class Scenario:
    """What went before, the command that dies, and what the user does before the plain `generate`."""

    before: tuple[Step, ...]
    command: tuple[str, ...]
    moments: int
    """At least so many deaths must be tried."""
    after: tuple[Step, ...] = ()


SCENARIOS = {
    "the first generate": Scenario((), ("generate",), 12),
    "a generate after a title was changed": Scenario(
        (run("generate"), catalog(*LONGER), later(1)), ("generate",), 10
    ),
    "a generate that takes a signature back": Scenario(
        (run("generate"), run("sign", "WITHDRAWAL", "REQUEST", *ANA), catalog(*LONGER), later(1)),
        ("generate",),
        10,
    ),
    "a generate after the ticket is known": Scenario(
        (
            run("generate"),
            run("sign", *ANA),
            run("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1"),
            later(1),
        ),
        ("generate",),
        5,
    ),
    "signing both": Scenario((run("generate"),), ("sign", "WITHDRAWAL", "REQUEST", *ANA), 10),
    "signing, and the letter goes out all the same": Scenario(
        (run("generate"),),
        ("sign", *ANA),
        5,
        after=(run("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1"),),
    ),
    "superseding": Scenario((run("generate"), run("sign", *ANA), catalog(track(1, 1))), ("generate",), 16),
    "superseding, and the catalog is as it was": Scenario(
        (run("generate"), catalog(track(1, 1))), ("generate",), 16, after=(catalog(*TWO),)
    ),
    "what was superseded comes back": Scenario(
        (run("generate"), catalog(track(1, 1)), run("generate"), catalog(*TWO), later(1)), ("generate",), 18
    ),
    "recording that it went out": Scenario(
        (run("generate"), run("sign", *ANA)),
        ("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1", "--evidence", "EVIDENCE"),
        2,
    ),
    "a letter that is due": Scenario(
        (run("generate"), run("record", "submitted", "WITHDRAWAL"), run("generate"), later(10)),
        ("follow-up",),
        6,
    ),
    "calling a request back": Scenario(
        (
            run("generate"),
            run("record", "submitted", "WITHDRAWAL"),
            run("generate"),
            run("sign", "REQUEST", *ANA),
        ),
        ("retract", "WITHDRAWAL"),
        6,
    ),
    "recording an answer": Scenario(
        (run("generate"), run("record", "submitted", "WITHDRAWAL")), ("record", "agreed", "WITHDRAWAL"), 2
    ),
}


class Killer:
    """Runs commands in forked processes that die at a chosen moment."""

    def __init__(self) -> None:
        ways = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        if "forkserver" in ways:
            self._context.set_forkserver_preload(list(crash_driver.PRELOADED))

    def kill(self, program: Program, arguments: tuple[str, ...], moment: int, note: Path) -> str:
        """The name of the moment at which the run died; empty where it came to its end before."""
        process = self._context.Process(
            target=crash_driver.run, args=(program.root, arguments, program.now, moment, note)
        )
        process.start()
        process.join(60)
        assert process.exitcode in (0, crash_driver.DIED), process.exitcode
        return note.read_text() if process.exitcode == crash_driver.DIED else ""


@pytest.fixture(scope="module")
def killer() -> Killer:
    return Killer()


#: These take the ways of others, with more to lose on each.
LONG = ("a generate after a title was changed", "signing both")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in LONG else []) for name in SCENARIOS]
)
def test_whatever_is_interrupted_generate_makes_whole(name: str, killer: Killer, tmp_path: Path) -> None:
    scenario = SCENARIOS[name]
    first = Program(root=tmp_path / "first")
    first.root.mkdir()
    write_workspace(first.root, TWO, settings())
    (first.root / "evidence.txt").write_text("Thank you.")
    for step in scenario.before:
        step(first)
    command = tuple(
        str(first.root / "evidence.txt") if word == "EVIDENCE" else _named(first, word)
        for word in scenario.command
    )
    undisturbed = copied(first, tmp_path / "undisturbed")
    undisturbed.ok(*command)
    for step in scenario.after:
        step(undisturbed)
    undisturbed.ok("generate")
    wanted = (undisturbed.json("status")["notices"], undisturbed.files())

    died = []
    for moment in count():
        program = copied(first, tmp_path / f"{moment}")
        when = killer.kill(program, command, moment, tmp_path / "moment")
        if not when:
            break
        died.append(when)
        when = f"moment {moment}, {when}"
        assert program.run("status").exit_code == 0, when
        for step in scenario.after:
            step(program)
        found = made_whole(program, when)
        agrees_with_itself(found, program.files(), when)
        if command == ("generate",) and not scenario.after:
            assert program.files() == wanted[1], when
            assert standing(found) == standing(wanted[0]), when
        else:
            assert standing(found).keys() <= standing(wanted[0]).keys(), when
        shutil.rmtree(program.root)
    assert len(died) >= scenario.moments, died


def copied(program: Program, target: Path) -> Program:
    shutil.copytree(program.root, target)
    return Program(root=target, now=program.now, _entropy=program._entropy)


def made_whole(program: Program, when: str) -> Notices:
    """One plain `generate` says nothing of edits, a further one writes nothing, and everything verifies."""
    mended = program.run("generate")
    assert mended.exit_code == 0, f"{when}: {mended.stderr}"
    assert "Edited" not in mended.stderr, when
    before = program.files()

    again = program.json("generate")
    assert not any(notice["written"] for notice in again["notices"]), when
    assert again["superseded"] == [], when
    assert program.files() == before, when
    verified = program.run("verify", "--json")
    assert verified.exit_code == 0, (
        f"{when}: {json.loads(verified.stdout or '{}').get('problems')} {verified.stderr}"
    )
    notices: Notices = program.json("status")["notices"]
    return notices


def agrees_with_itself(notices: Notices, files: dict[str, bytes], when: str) -> None:
    """Each folder holds what the ledger says of its notice: the document, and whether it is signed."""
    known = {notice["folder"]: notice for notice in notices}
    folders = {name.rpartition("/")[0] for name in files}
    assert folders <= known.keys(), when
    # Nobody needs the files of what was superseded before they were written.
    assert {known[folder]["dispatch"] for folder in known.keys() - folders} <= {"superseded"}, when
    for notice in (known[folder] for folder in folders):
        document = json.loads(files[f"{notice['folder']}/notice.json"])
        assert document["id"] == notice["id"], when
        assert document["document_sha256"] == notice["document_sha256"], when
        signed = any(piece["what"] == "signed" for piece in notice["evidence"])
        assert (document["signature"] is not None) is signed, f"{when}: {notice['dispatch']}"


def standing(notices: Notices) -> dict[str, tuple[str, str]]:
    return {notice["id"]: (notice["dispatch"], notice["folder"]) for notice in notices}
