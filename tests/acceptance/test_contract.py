"""What people and scripts may rely on: JSON documents, exit codes, streams, folders, help."""

import importlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from support.program import NOON, Program
from workspaces import table, track

from takedown import resources
from takedown.cli.main import COMMANDS, cli
from takedown.cli.session import Surroundings
from takedown.errors import ExitCode
from takedown.model import COLUMNS
from takedown.notice import Kind

Example = Callable[[str], Program]

# --- JSON ---------------------------------------------------------------------------------------------

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_DAY_OR_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?")
ID = re.compile(r"[A-Z2-7]{10}")
SHA256 = re.compile(r"[0-9a-f]{64}")
MONEY = re.compile(r"\d+(\.\d+)?")
CODE = re.compile(r"[A-Z0-9]*")
KIND = frozenset(Kind)
SOURCE = {"file": str, "sheet": str, "row": int, "column": str}
FINDING = {
    "rule": re.compile(r"[EQWID]-[A-Z0-9-]+"),
    "severity": frozenset({"error", "warning", "question", "info"}),
    "message": str,
    "hint": str,
    "source": SOURCE,
}
RECIPIENT = {"desk": str, "name": str, "email": str}
TOTALS = {"items": int, "asked": int, "enquired": int, "omitted": int}
OMISSION = {
    "artist": str,
    "release": str,
    "platform": str,
    "rule": re.compile(r"[a-z-]+"),
    "reason": str,
    "hint": str,
    "source": SOURCE,
}
CHECK = {
    "schema": frozenset({1}),
    "findings": [FINDING],
    "releases": int,
    "recordings": int,
    "usable": int,
    "blocked": int,
}
PLAN = {
    "schema": frozenset({1}),
    "notices": [
        {
            "id": ID,
            "case": ID,
            "kind": KIND,
            "principal": str,
            "recipient": RECIPIENT,
            "channels": [frozenset({"email", "form", "dashboard", "post"})],
            "platforms": [str],
            "territories": [re.compile("worldwide|[A-Z]{2}")],
            "releases": int,
            "recordings": int,
            "fees": [{"amount": (MONEY, None), "currency": re.compile("([A-Z]{3})?"), "per": (str, None)}],
            "collateral": [re.compile(r"[WI]-[A-Z-]+")],
            "due_after": (
                {"min": int, "max": int, "unit": frozenset({"business-days", "days"})},
                None,
            ),
            "wanted": frozenset({"likely", "unlikely", "unknown"}),
        }
    ],
    "omissions": [OMISSION],
    "totals": TOTALS,
}
ISSUED = {
    "schema": frozenset({1}),
    "notices": [
        {
            "id": ID,
            "case": ID,
            "kind": KIND,
            "recipient": RECIPIENT,
            "folder": re.compile(r"notices/[A-Z2-7]{10}/[a-z0-9-]+-[A-Z2-7]{10}"),
            "files": {
                key: re.compile(rf"notices/.+/{name}")
                for key, name in {
                    "pdf": r"notice\.pdf",
                    "txt": r"notice\.txt",
                    "json": r"notice\.json",
                    "items": r"items\.csv",
                    "eml": r"notice\.eml",
                    "ticket": r"ticket\.txt",
                    "steps": r"steps\.txt",
                }.items()
            },
            "document_sha256": SHA256,
            "signed": bool,
            "written": bool,
        }
    ],
    "omissions": [OMISSION],
    "totals": TOTALS,
}
STATUS = {
    "schema": frozenset({1}),
    "notices": [
        {
            "id": ID,
            "case": ID,
            "kind": KIND,
            "recipient": RECIPIENT,
            "dispatch": frozenset({"prepared", "signed", "submitted", "superseded"}),
            "since": ISO_DAY_OR_INSTANT,
            "due": (ISO_DATE, None),
            "evidence": [{"what": str, "at": ISO_DAY_OR_INSTANT, "declared": bool}],
            "items": [
                {
                    "platform": str,
                    "upc": CODE,
                    "isrc": CODE,
                    "title": str,
                    "answer": frozenset({"", "acknowledged", "agreed", "refused"}),
                    "observed": frozenset({"", "live", "gone"}),
                    "observed_at": (ISO_DATE, None),
                }
            ],
        }
    ],
}
VERIFY = {
    "schema": frozenset({1}),
    "ok": bool,
    "entries": int,
    "head": SHA256,
    "problems": [{"where": str, "what": str}],
}
DIRECTORY = {
    "schema": frozenset({1}),
    "platforms": [{"slug": str, "name": str, "desk": str}],
    "distributors": [
        {
            "slug": str,
            "name": str,
            "status": str,
            "one_store": str,
            "channels": [frozenset({"email", "form", "dashboard", "post"})],
            "checked_on": ISO_DATE,
        }
    ],
    "campaigns": [{"slug": str, "name": str, "status": str}],
}


def misfits(value: Any, shape: Any, place: str = "$") -> Iterator[str]:
    """Where a value is not of a shape: a type, a pattern, allowed values, alternatives, a list, or a table."""
    if isinstance(shape, list) and isinstance(value, list):
        for number, entry in enumerate(value):
            yield from misfits(entry, shape[0], f"{place}[{number}]")
    elif isinstance(shape, dict) and isinstance(value, dict):
        yield from (f"{place}.{key} is missing" for key in shape.keys() - value.keys())
        for key in shape.keys() & value.keys():
            yield from misfits(value[key], shape[key], f"{place}.{key}")
    elif not _fits(value, shape):
        yield f"{place} is {value!r}"


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, tuple):
        return any(not [*misfits(value, one)] for one in shape)
    if shape is None:
        return value is None
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, frozenset):
        return value in shape and not isinstance(value, bool)
    return type(value) is shape


def copied(name: str, target: Path) -> Program:
    shutil.copytree(resources.examples() / name, target)
    return Program(root=target)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """One artist with notices, for commands that change nothing."""
    program = copied("one-artist", tmp_path_factory.mktemp("settled") / "workspace")
    program.ok("generate")
    return program


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Three routes after a month: signed, submitted with and without a file, answered, seen."""
    program = copied("three-routes", tmp_path_factory.mktemp("lived-in") / "workspace")
    made = program.json("generate", code=1)["notices"]
    program.ok("sign", *(notice["id"] for notice in made), "--name", "Jo Sample")
    reply = program.root / "reply.txt"
    reply.write_text("Thank you.")
    first, second = (notice["id"] for notice in made if notice["kind"] == "withdrawal")
    program.ok("record", "submitted", first, "--ticket", "TC-1", "--evidence", str(reply))
    program.ok("record", "submitted", second)
    program.later(3)
    program.ok("record", "agreed", first, "--platform", "amazon-music", "--evidence", str(reply))
    program.ok("record", "refused", first, "--platform", "amazon-digital")
    program.ok("record", "acknowledged", second)
    program.later(20)
    program.ok("record", "gone", first, "--platform", "amazon-music", "--by", "Kim Specimen")
    program.ok("record", "live", second)
    return program


@pytest.mark.parametrize("name", ["one-artist", "three-routes", "small-label"])
@pytest.mark.parametrize(("command", "shape"), [("check", CHECK), ("plan", PLAN), ("generate", ISSUED)])
def test_check_plan_and_generate_write_the_documents_of_the_contract(
    name: str, command: str, shape: Any, example: Example
) -> None:
    result = example(name).run(command, "--json")
    document = json.loads(result.stdout)

    assert not [*misfits(document, shape)]
    assert document["findings" if command == "check" else "notices"] or name == "one-artist"


def test_sign_writes_the_document_of_the_contract(example: Example) -> None:
    program = example("three-routes")
    program.run("generate")
    document = program.json("sign", "--name", "Jo Sample")

    assert not [*misfits(document, ISSUED)]
    assert document["notices"]
    assert all(notice["signed"] and notice["written"] for notice in document["notices"])


def test_sign_with_nothing_to_sign_still_writes_a_document(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    program.ok("sign", "--name", "Ana Example")
    document = program.json("sign", "--name", "Ana Example")

    assert not [*misfits(document, ISSUED)]
    assert document["notices"] == []


def test_status_report_verify_and_directory_write_the_documents_of_the_contract(lived_in: Program) -> None:
    program = lived_in
    for arguments, shape in (
        (("status",), STATUS),
        (("report",), STATUS),
        (("verify",), VERIFY),
        (("directory", "list"), DIRECTORY),
        (("directory", "show", "tunecore"), {"schema": frozenset({1}), "records": [dict]}),
        (("directory", "lint"), {"schema": frozenset({1}), "findings": [FINDING]}),
    ):
        assert not [*misfits(program.json(*arguments), shape)], arguments
    notices = program.json("status")["notices"]
    assert {notice["dispatch"] for notice in notices} == {"signed", "submitted"}
    items = [item for notice in notices for item in notice["items"]]
    assert {item["answer"] for item in items} == {"", "acknowledged", "agreed", "refused"}
    assert {item["observed"] for item in items} == {"", "gone", "live"}
    declared = [piece["declared"] for notice in notices for piece in notice["evidence"]]
    assert set(declared) == {True, False}


def test_verify_says_in_json_what_differs(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    (program.root / "notices" / "extra.txt").write_text("?")
    document = program.json("verify", code=5)

    assert not [*misfits(document, VERIFY)]
    assert document["ok"] is False
    assert [problem["where"] for problem in document["problems"]] == ["notices/extra.txt"]


def test_status_of_an_empty_workspace_is_an_empty_document(example: Example) -> None:
    assert example("one-artist").json("status") == {"schema": 1, "notices": []}


def test_the_directory_lists_retired_records_too(example: Example) -> None:
    program = example("one-artist")
    record = program.root / "templates" / "distributors" / "northlight" / "distributor.toml"
    record.write_text(
        record.read_text(encoding="utf-8").replace('status = "active"', 'status = "closed"'), encoding="utf-8"
    )
    document = program.json("directory", "list")

    assert {"slug": "northlight", "status": "closed"}.items() <= next(
        entry.items() for entry in document["distributors"] if entry["slug"] == "northlight"
    )
    assert {"slug": "no-music-for-ice", "status": "historical"}.items() <= document["campaigns"][0].items()


def test_paths_in_json_are_relative_to_the_workspace_and_exist(example: Example) -> None:
    program = example("one-artist")
    for notice in program.json("generate")["notices"]:
        for path in notice["files"].values():
            assert (program.root / path).is_file()


# --- exit codes ---------------------------------------------------------------------------------------


def told(result: Any, code: ExitCode) -> str:
    """A failed run: its code, nothing on stdout, `Error:` and the hint on stderr."""
    assert result.exit_code == code, f"{result.exit_code}\n{result.stdout}\n{result.stderr}"
    assert result.stdout == ""
    assert any(line.startswith("Error: ") for line in result.stderr.splitlines()), result.stderr
    return result.stderr


def test_0_everything_was_done(example: Example) -> None:
    program = example("one-artist")
    for command in ("check", "plan", "generate", "status", "report", "verify"):
        assert program.run(command).exit_code == 0


@pytest.mark.parametrize("command", ["check", "plan", "generate"])
@pytest.mark.parametrize("name", ["three-routes", "small-label"])
def test_1_done_and_something_needs_a_person(command: str, name: str, example: Example) -> None:
    assert example(name).run(command).exit_code == 1


def test_1_something_is_due_but_only_when_asked_by_exit_code(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    program.ok("record", "submitted", program.notice("withdrawal")["id"])
    program.later(30)
    for command in ("status", "report"):
        assert program.run(command).exit_code == 0
        assert program.run(command, "--exit-code").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("check", "--frobnicate"),
        ("check", "too", "many"),
        ("preview",),
        ("preview", "ZZZZZZZZZZ"),
        ("status", "ZZZZZZZZZZ"),
        ("sign", "ZZZZZZZZZZ", "--name", "Ana Example"),
        ("sign", "--name", "Somebody Else"),
        ("record", "vanished", "ZZZZZZZZZZ"),
        ("record", "submitted"),
        ("record", "submitted", "ZZZZZZZZZZ", "--on", "yesterday"),
        ("record", "submitted", "ZZZZZZZZZZ", "--evidence", "no-such-file.eml"),
        ("report", "--format", "docx"),
        ("directory", "show", "no-such-desk"),
        ("directory", "frobnicate"),
        ("demo", "takedown.toml"),
    ],
    ids=" ".join,
)
def test_2_the_command_line_is_wrong(
    arguments: tuple[str, ...], settled: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = settled
    monkeypatch.chdir(program.root)
    before = program.files()
    result = program.run(*arguments)

    assert result.exit_code == 2, f"{result.exit_code} {result.stdout} {result.stderr}"
    assert result.stdout == ""
    assert program.files() == before
    if arguments:
        told(result, ExitCode.USAGE)


@pytest.mark.parametrize(
    "command",
    ["check", "plan", "generate", "sign", "status", "report", "verify", "preview X", "record live X"],
)
def test_2_the_workspace_does_not_exist(command: str, tmp_path: Path) -> None:
    stderr = told(Program(root=tmp_path / "nowhere").run(*command.split()), ExitCode.USAGE)

    assert "nowhere" in stderr
    assert "Hint: " in stderr


@pytest.mark.parametrize(
    ("file", "text", "word"),
    [
        ("takedown.toml", "schema = 1\n[sendr]\n", "sendr"),
        ("takedown.toml", "schema = ", "takedown.toml"),
        ("catalog.csv", "", "catalog.csv"),
        ("catalog.csv", "artist,release\n", "catalog.csv"),
        ("decisions.csv", "party,answer\nKim,perhaps\n", "decisions.csv"),
        (
            "templates/distributors/northlight/distributor.toml",
            'name = "x"\nfrobnicate = 1\n',
            "distributor.toml",
        ),
        ("templates/letters/withdrawal.en.md.j2", "no head\n", "withdrawal.en.md.j2"),
    ],
)
def test_3_the_work_cannot_begin(file: str, text: str, word: str, example: Example) -> None:
    program = example("one-artist")
    path = program.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    stderr = told(program.run("generate", "--json"), ExitCode.CANNOT_START)

    assert word in stderr
    assert not (program.root / "notices").exists()
    assert not (program.root / "ledger.db").exists()


def test_5_what_is_kept_is_not_what_was_recorded(example: Example) -> None:
    program = example("one-artist")
    (program.root / "ledger.db").write_bytes(b"this was never a ledger " * 400)
    for command in ("plan", "generate", "status", "report", "verify"):
        assert "Hint: " in told(program.run(command, "--json"), ExitCode.VERIFICATION_FAILED)
    assert (program.root / "ledger.db").read_bytes() == b"this was never a ledger " * 400


def test_6_a_folder_stands_where_the_ledger_should_be(example: Example) -> None:
    program = example("one-artist")
    (program.root / "ledger.db").mkdir()
    for command in ("plan", "generate", "status", "report", "verify"):
        stderr = told(program.run(command, "--json"), ExitCode.CANNOT_WRITE)
        assert "ledger.db" in stderr
        assert "Hint: " in stderr
    assert not (program.root / "notices").exists()


def test_6_a_file_stands_where_notices_should_be_and_the_next_run_goes_on(example: Example) -> None:
    program = example("one-artist")
    (program.root / "notices").write_text("mine")
    stderr = told(program.run("generate", "--json"), ExitCode.CANNOT_WRITE)
    assert "notices" in stderr
    (program.root / "notices").unlink()

    program.ok("generate")
    program.ok("verify")


HOLD = """
import pathlib, sys
from takedown.workspace import Workspace
with Workspace(pathlib.Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_6_another_run_holds_the_workspace(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    notice = program.notice("withdrawal")["id"]
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD,
            str(program.root),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        for arguments in (
            ("generate", "--json"),
            ("sign", "--name", "Ana Example", "--json"),
            ("record", "submitted", notice),
        ):
            assert "another run" in told(program.run(*arguments), ExitCode.CANNOT_WRITE)
        assert program.run("status").exit_code == 0
    finally:
        holder.communicate()
    program.ok("generate")


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then a write beyond the limit is an error, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from takedown.cli.main import main
main()
"""


@pytest.mark.parametrize("room", [0, 6_000, 40_000])
def test_6_no_room_is_left_and_nothing_is_half_written(room: int, example: Example) -> None:
    program = example("one-artist")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(room), "-C", str(program.root), "generate", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == ExitCode.CANNOT_WRITE, done.stderr
    assert done.stdout == ""
    assert "\nError: " in f"\n{done.stderr}"  # after the sentence that says how much is written
    assert "Hint: " in done.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    program.ok("generate")
    program.ok("verify")


def test_6_a_full_disk(example: Example, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = hasattr(os, "geteuid") and os.geteuid() == 0 and _mount("size=96k", disk)
    if not mounted:
        pytest.skip("only root can make a small disk")
    try:
        program = example("one-artist")
        small = Program(root=disk / "workspace")
        _copy(program.root, small.root)
        stderr = told(small.run("generate", "--json"), ExitCode.CANNOT_WRITE)
        assert "free some space" in stderr
        parts = [path.name for path in small.root.rglob("*") if path.name.endswith(".part")]
        assert not parts
        assert _mount("remount,size=4m", disk)
        small.ok("generate")
        small.ok("verify")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_6_a_read_only_disk_can_be_read_and_verified_but_not_written(
    example: Example, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = hasattr(os, "geteuid") and os.geteuid() == 0 and _mount("size=4m", disk)
    if not mounted:
        pytest.skip("only root can make a read-only disk")
    try:
        program = example("one-artist")
        program.ok("generate")
        kept = Program(root=disk / "workspace")
        _copy(program.root, kept.root)
        notice = kept.notice("withdrawal")["id"]
        assert _mount("remount,ro", disk)
        for command in ("check", "plan", "status", "report", "verify"):
            kept.ok(command)
        kept.ok("preview", notice)
        for arguments in (("generate",), ("sign", "--name", "Ana Example"), ("record", "submitted", notice)):
            assert "read-only" in told(kept.run(*arguments), ExitCode.CANNOT_WRITE)
    finally:
        subprocess.run(["umount", disk], check=True)


def _mount(options: str, place: Path) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False
    )
    return done.returncode == 0


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-r", source, target], check=True)


def test_70_a_bug_is_told_without_a_traceback(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch)
    stderr = told(example("one-artist").run("check", "--json"), ExitCode.INTERNAL)

    assert "Traceback" not in stderr
    assert "a stage broke" in stderr
    assert "--debug" in stderr.partition("Hint: ")[2]


@pytest.mark.parametrize("stage", ["check", "plan", "generate", "sign"])
def test_70_in_any_stage_leaves_the_workspace_as_it_was(
    stage: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = example("one-artist")
    program.ok("generate")
    before = program.files()
    _break(monkeypatch)
    told(program.run(stage), ExitCode.INTERNAL)
    monkeypatch.undo()

    assert program.files() == before
    program.ok("verify")


def test_70_with_debug_shows_the_traceback(example: Example) -> None:
    program = example("one-artist")
    code = (
        "import takedown.checks as checks\n"
        "def broken(*_, **__): raise RuntimeError('a stage broke')\n"
        "checks.check_catalog = broken\n"
        "from takedown.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--debug", "-C", str(program.root), "check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" in done.stderr
    assert "RuntimeError: a stage broke" in done.stderr
    assert done.returncode == ExitCode.INTERNAL


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a stage broke")

    monkeypatch.setattr(importlib.import_module("takedown.checks"), "check_catalog", broken)


def test_130_interrupted_at_the_prompt(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    before = program.files()
    run = subprocess.Popen(
        [sys.executable, "-u", "-m", "takedown", "-C", str(program.root), "sign"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr
    shown = ""
    while "Type your name" not in shown:
        character = run.stderr.read(1)
        assert character, shown
        shown += character
    run.send_signal(signal.SIGINT)
    stdout, stderr = run.communicate(timeout=30)

    assert run.returncode == ExitCode.INTERRUPTED, stderr
    assert stdout == ""
    assert "Interrupted" in stderr
    assert "Traceback" not in stderr
    assert program.files() == before
    assert program.notice("withdrawal")["dispatch"] == "prepared"


def test_130_the_input_ends_at_the_prompt(example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    result = program.run("sign", typed="")

    assert result.exit_code == ExitCode.INTERRUPTED
    assert result.stdout == ""
    assert program.notice("withdrawal")["dispatch"] == "prepared"


def test_a_reader_that_goes_away_is_no_error(example: Example) -> None:
    program = example("three-routes")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "takedown", "-C", str(program.root), "plan"],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


# --- what is recorded stays usable --------------------------------------------------------------------


@pytest.mark.parametrize(
    "ticket", ["NL\x07-1", "\x1b[31mNL-1", "票-1", "x" * 5000, "NL\u202e-1", "NL\udcff-1"]
)
def test_a_ticket_that_no_letter_could_print_is_refused_before_it_is_kept_for_ever(
    ticket: str, example: Example
) -> None:
    """The ledger only grows, and the ticket is printed in the request to the platform."""
    program = example("one-artist")
    program.ok("generate")
    result = program.run("record", "submitted", program.notice("withdrawal")["id"], "--ticket", ticket)

    assert result.exit_code in (ExitCode.DONE, ExitCode.USAGE), result.stderr
    program.ok("generate")


@pytest.mark.parametrize(
    "ticket", ["NL-4711", " 4711 ", "Nº 5/7", "{{ 7 * 7 }}", "<b>1</b>", "*1*", "Żółw-1"]
)
def test_a_ticket_is_printed_as_it_was_typed(ticket: str, example: Example) -> None:
    program = example("one-artist")
    program.ok("generate")
    program.ok("record", "submitted", program.notice("withdrawal")["id"], "--ticket", ticket)
    program.ok("generate")
    letter = " ".join(program.ok("preview", program.notice("platform-request")["id"], "--letter").split())

    assert f"(ticket {ticket.strip()})" in letter


# --- folders ------------------------------------------------------------------------------------------


def test_the_current_folder_is_the_workspace_by_default(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = example("one-artist")
    monkeypatch.chdir(program.root)

    assert run("check").exit_code == 0
    assert run("generate").exit_code == 0
    assert (program.root / "notices").is_dir()


def test_an_environment_variable_names_the_workspace_and_an_option_wins_over_it(
    example: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    artist, label = example("one-artist"), example("small-label")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAKEDOWN_WORKSPACE", str(label.root))

    assert json.loads(run("check", "--json").stdout)["releases"] == 4
    for option in ("-C", "--workspace"):
        assert json.loads(run(option, str(artist.root), "check", "--json").stdout)["releases"] == 3


def test_a_relative_workspace_works(
    example: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example("one-artist")
    monkeypatch.chdir(tmp_path)

    assert run("-C", "one-artist", "generate").exit_code == 0
    assert run("-C", "./one-artist/", "verify").exit_code == 0


def test_files_on_the_command_line_are_relative_to_the_shells_folder(
    example: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = example("one-artist")
    program.ok("generate")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "reply.eml").write_text("yes")
    monkeypatch.chdir(elsewhere)
    notice = program.notice("withdrawal")["id"]

    program.ok("record", "submitted", notice, "--evidence", "reply.eml")
    assert program.notice("withdrawal")["evidence"][0]["declared"] is False
    program.ok("report", "--format", "csv", "-o", "report.csv")
    assert (elsewhere / "report.csv").is_file()
    (program.root / "only-there.eml").write_text("yes")
    told(program.run("record", "acknowledged", notice, "--evidence", "only-there.eml"), ExitCode.USAGE)


def test_the_notice_argument_is_an_id_a_prefix_or_a_folder_seen_from_anywhere(
    example: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = example("one-artist")
    made = program.json("generate")["notices"][0]
    monkeypatch.chdir(tmp_path)
    whole = program.ok("preview", made["id"])

    for name in (made["id"][:4], made["folder"], str(program.root / made["folder"])):
        assert program.ok("preview", name) == whole


def run(*arguments: str) -> Any:
    """Run a command from the current folder, without naming a workspace."""
    around = Surroundings(now=lambda: NOON, entropy=os.urandom)
    return CliRunner().invoke(cli, arguments, obj=around)


# --- what a terminal gets -----------------------------------------------------------------------------

ESCAPE = "\x1b[31mred\x1b]0;title\x07"
HARMFUL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")


def shown(program: Program, *arguments: str) -> str:
    """Everything a terminal would get: click strips nothing when it is told that colours are welcome."""
    around = Surroundings(now=lambda: program.now, entropy=os.urandom)
    result = CliRunner().invoke(cli, ["-C", str(program.root), *arguments], obj=around, color=True)
    assert result.exit_code != ExitCode.INTERNAL, result.stderr
    return result.output + result.stderr


def test_no_command_writes_an_escape(lived_in: Program) -> None:
    program = lived_in
    notice = program.json("status")["notices"][0]["id"]
    for arguments in (
        ("check",),
        ("plan",),
        ("generate",),
        ("preview", notice),
        ("sign", "--name", "Jo Sample"),
        ("status",),
        ("report",),
        ("report", "--format", "csv"),
        ("verify",),
        ("directory", "list"),
        ("directory", "show", "tunecore"),
        ("directory", "lint"),
        ("--help",),
    ):
        assert not HARMFUL.search(shown(program, *arguments)), arguments


@pytest.mark.parametrize("text", [ESCAPE, "\u202eevil", "\x9b31m"], ids=["escape", "bidi", "C1"])
def test_a_hostile_cell_cannot_reach_the_terminal(text: str, example: Example) -> None:
    program = example("one-artist")
    rows = [track(number, **{column: text}) for number, column in enumerate(COLUMNS, 1)]
    (program.root / "catalog.csv").write_bytes(table(rows))

    for command in ("check", "plan", "generate", "status"):
        assert not HARMFUL.search(shown(program, command)), command
        assert not HARMFUL.search(shown(program, command, "--json")), command


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Ana Example"', 'name = "{}"'),
        ('organization = "Example Tapes"', 'organization = "{}"'),
        ('email = "ana@example.com"', 'email = "{}"'),
        ('"12 Example Street"', '"{}"'),
        ('own_labels = ["Example Tapes"]', 'own_labels = ["{}"]'),
        ('basis = "sole-owner"', 'basis = "{}"'),
        ('occasion = "Example removal"', 'occasion = "{}"'),
        ('platforms = ["amazon-music", "amazon-digital"]', 'platforms = ["{}"]'),
        ('territories = ["worldwide"]', 'territories = ["{}"]'),
        ('via = "northlight"', 'via = "{}"'),
        ('account = "ana@example.com"', 'account = "{}"'),
        ('name = "Distribution agreement"', 'name = "{}"'),
        ("schema = 1", 'schema = 1\n"{}" = 1'),
        ("[authority]", '[authority]\n"{}" = 1'),
    ],
)  # fmt: skip
def test_hostile_settings_cannot_reach_the_terminal(old: str, new: str, example: Example) -> None:
    program = example("one-artist")
    path = program.root / "takedown.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    escaped = "".join(f"\\u{ord(character):04x}" for character in ESCAPE + "\u202e\x9b")
    path.write_text(text.replace(old, new.format(escaped), 1), encoding="utf-8")

    for command in ("check", "plan", "generate", "status"):
        assert not HARMFUL.search(shown(program, command)), command


HOSTILE_ARGUMENTS = (
    ("preview", "{}"),
    ("status", "{}"),
    ("status", "--desk", "{}"),
    ("sign", "--name", "{}"),
    ("check", "--encoding", "{}"),
    ("record", "{}", "NOTICE"),
    ("record", "live", "NOTICE", "--item", "{}"),
    ("record", "live", "NOTICE", "--platform", "{}"),
    ("record", "live", "NOTICE", "--by", "{}"),
    ("record", "submitted", "NOTICE", "--evidence", "{}"),
    ("record", "submitted", "NOTICE", "--on", "{}"),
    ("report", "-o", "{}/x"),
    ("report", "--format", "{}"),
    ("verify", "--head", "{}"),
    ("directory", "show", "{}"),
    ("demo", "takedown.toml/{}"),
    ("{}",),
    ("--{}",),
    ("-C", "{}", "check"),
    ("status",),
    ("report",),
)


def test_a_hostile_argument_is_not_repeated_as_it_came(example: Example) -> None:
    """A name may come from a file, a mail or a web page, by way of a script."""
    program = example("one-artist")
    notice = program.json("generate")["notices"][0]["id"]
    leaks = [
        arguments
        for arguments in HOSTILE_ARGUMENTS
        if HARMFUL.search(
            shown(program, *(word.replace("NOTICE", notice).format(ESCAPE) for word in arguments))
        )
    ]

    assert not leaks


# --- help ---------------------------------------------------------------------------------------------


def test_help_names_every_command_and_what_it_does() -> None:
    result = run("--help")

    assert result.exit_code == 0
    assert result.stderr == ""
    words = " ".join(result.stdout.split())
    for name, line in COMMANDS.items():
        assert f"{name} {line}" in words


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_of_a_command_says_what_it_does_and_explains_every_option(name: str, option: str) -> None:
    result = run(name, option)

    assert result.exit_code == 0
    command = cli.get_command(click.Context(cli), name)
    first = " ".join(command.help.split("\n\n")[0].split())
    assert len(first) > 20
    assert first in " ".join(result.stdout.split())
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert not [option.name for option in options if not option.help]


def test_help_of_the_directory_commands_says_what_they_do() -> None:
    for name in ("list", "show", "lint"):
        result = run("directory", name, "--help")
        assert result.exit_code == 0
        assert len(result.stdout.split("\n\n")[1].strip()) > 10


def test_every_command_that_lists_or_reports_takes_json() -> None:
    for name in ("import", "check", "plan", "generate", "sign", "status", "report", "verify"):
        assert "--json" in run(name, "--help").stdout, name
    for name in ("list", "show", "lint"):
        assert "--json" in run("directory", name, "--help").stdout, name


HEAVY = (
    "jinja2", "reportlab", "pydantic", "openpyxl", "sqlite3", "email_validator", "dateutil", "markdown_it", "stdnum",
    "rfc8785", "PIL", "dns",
)  # fmt: skip


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",)], ids=["import", "help", "version"])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        "from takedown.cli.main import main\n"
        "try:\n"
        "    len(sys.argv) > 1 and main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "LOADED"


def test_the_examples_that_ship_are_the_ones_that_are_tested() -> None:
    names = {path.name for path in resources.examples().iterdir() if path.is_dir()}

    assert names == {
        *("one-artist", "three-routes", "small-label", "your-music", "from-a-statement"),
        *("geo-block", "after-the-end", "own-uploads", "roster", "campaign", "organizer"),
    }
