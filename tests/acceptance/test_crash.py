"""A run that dies at any step: the next `generate` mends everything, and nobody has to know that it happened."""

import json
import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import crash_driver
import pytest
from support.program import Program
from workspaces import Row, settings, table, track, write_workspace

ANA = ("--name", "Ana Example")
TWO = (track(1, 1), track(2, 1))
LONGER = (track(1, 1), track(2, 1, track="Another Song"))
Step = Callable[[Program], object]


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
    "the first generate": Scenario((), ("generate",), 18),
    "a generate after a title was changed": Scenario(
        (run("generate"), catalog(*LONGER), later(1)), ("generate",), 14
    ),
    "a generate that takes a signature back": Scenario(
        (run("generate"), run("sign", "WITHDRAWAL", "REQUEST", *ANA), catalog(*LONGER), later(1)),
        ("generate",),
        14,
    ),
    "a generate after the ticket is known": Scenario(
        (
            run("generate"),
            run("sign", *ANA),
            run("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1"),
            later(1),
        ),
        ("generate",),
        7,
    ),
    "signing one": Scenario((run("generate"),), ("sign", *ANA), 7),
    "signing both": Scenario((run("generate"),), ("sign", "WITHDRAWAL", "REQUEST", *ANA), 14),
    "signing, and the letter goes out all the same": Scenario(
        (run("generate"),),
        ("sign", *ANA),
        7,
        after=(run("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1"),),
    ),
    "superseding": Scenario((run("generate"), catalog(track(1, 1))), ("generate",), 22),
    "superseding what is signed": Scenario(
        (run("generate"), run("sign", *ANA), catalog(track(1, 1))), ("generate",), 22
    ),
    "superseding, and the catalog is as it was": Scenario(
        (run("generate"), catalog(track(1, 1))), ("generate",), 22, after=(catalog(*TWO),)
    ),
    "what was superseded comes back": Scenario(
        (run("generate"), catalog(track(1, 1)), run("generate"), catalog(*TWO), later(1)), ("generate",), 26
    ),
    "recording that it went out": Scenario(
        (run("generate"), run("sign", *ANA)),
        ("record", "submitted", "WITHDRAWAL", "--ticket", "TC-1", "--evidence", "EVIDENCE"),
        3,
    ),
    "recording an answer": Scenario(
        (run("generate"), run("record", "submitted", "WITHDRAWAL")), ("record", "agreed", "WITHDRAWAL"), 3
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


@pytest.mark.parametrize("name", SCENARIOS)
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

    died = []
    for moment in count():
        program = copied(first, tmp_path / f"{moment}")
        when = killer.kill(program, command, moment, tmp_path / "moment")
        if not when:
            break
        died.append(when)
        assert program.run("status").exit_code == 0, f"{moment}, {when}"
        for step in scenario.after:
            step(program)
        is_whole(program, f"moment {moment}, {when}")
        is_like(program, undisturbed, f"moment {moment}, {when}", same_bytes=command == ("generate",))
        shutil.rmtree(program.root)
    assert len(died) >= scenario.moments, died


def copied(program: Program, target: Path) -> Program:
    shutil.copytree(program.root, target)
    return Program(root=target, now=program.now)


def is_whole(program: Program, when: str) -> None:
    """One plain `generate` says nothing of edits, everything verifies, and a further one writes nothing."""
    mended = program.run("generate")
    assert mended.exit_code == 0, f"{when}: {mended.stderr}"
    assert "Edited" not in mended.stderr, when
    verified = program.run("verify", "--json")
    assert verified.exit_code == 0, (
        f"{when}: {json.loads(verified.stdout or '{}').get('problems')} {verified.stderr}"
    )

    before = program.files()
    again = program.json("generate")
    assert not any(notice["written"] for notice in again["notices"]), when
    assert again["superseded"] == [], when
    assert program.files() == before, when
    program.ok("verify")
    assert not [path for path in program.root.rglob("*.part")], when


def is_like(program: Program, undisturbed: Program, when: str, *, same_bytes: bool) -> None:
    """The same notices in the same folders; each says of itself what the ledger says of it."""
    found = {notice["id"]: notice for notice in program.json("status")["notices"]}
    wanted = {notice["id"]: notice for notice in undisturbed.json("status")["notices"]}
    assert found.keys() == wanted.keys(), when
    assert program.files().keys() == undisturbed.files().keys(), when
    for identity, notice in found.items():
        assert notice["folder"] == wanted[identity]["folder"], when
        document = json.loads((program.root / notice["folder"] / "notice.json").read_text(encoding="utf-8"))
        assert document["id"] == identity, when
        assert document["document_sha256"] == notice["document_sha256"], when
        signed = any(piece["what"] == "signed" for piece in notice["evidence"])
        assert (document["signature"] is not None) is signed, f"{when}: {notice['dispatch']}"
        if same_bytes:
            assert notice["dispatch"] == wanted[identity]["dispatch"], when
    if same_bytes:
        assert program.files() == undisturbed.files(), when
