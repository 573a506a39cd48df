"""Many notices in one run: the same bytes however many processes draw them, and an end at any moment loses nothing."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.program import Program
from workspaces import settings, track, write_workspace

from takedown import batch, drawing, resources
from takedown.ledger import Ledger
from takedown.rendering import render_notice

TESTS = Path(__file__).resolve().parents[1]
#: Runs the program with the clock and the chance of `Program`, in a process of its own.
DRIVER = """
import sys
from pathlib import Path
from support.program import Program
result = Program(root=Path(sys.argv[1])).run(*sys.argv[2:])
sys.stderr.write(result.stderr)
sys.exit(result.exit_code)
"""
WAIT = 30.0


def label(root: Path, artists: int, recordings: int = 2) -> Program:
    """A manager with so many artists: a withdrawal and a request to the platform for each."""
    root.mkdir()
    names = [f"Example Artist {number:02d}" for number in range(1, artists + 1)]
    principals = [{"artist": name, "name": name, "mandate": "mandate.txt"} for name in names]
    rows = [
        track(number, each, artist=name)
        for number, name in enumerate(names, start=1)
        for each in range(1, recordings + 1)
    ]
    made = settings(sender={"capacity": "manager"}, authority={"basis": "mandate"}, principals=principals)
    write_workspace(root, rows, made)
    (root / "mandate.txt").write_text("Mandate (invented)")
    return Program(root=root)


def own_letter(program: Program, addition: str) -> Path:
    """The workspace's own withdrawal: the shipped one, and something more."""
    letters = program.root / "templates" / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    shipped = (resources.notice_templates() / "letters" / "withdrawal.en.md.j2").read_text(encoding="utf-8")
    own = letters / "withdrawal.en.md.j2"
    own.write_text(shipped.replace("[[signature]]", f"{addition}\n\n[[signature]]"), encoding="utf-8")
    return own


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a workspace but the ledger."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(("ledger.db", ".takedown.lock"))
    }


def recorded(root: Path) -> list[Any]:
    with Ledger.read(root / "ledger.db") as ledger:
        return [(entry.what, entry.notice, dict(entry.data), entry.hash) for entry in ledger.entries()]


def started(program: Program, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "takedown", "-C", str(program.root), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def when_some_are_written(program: Program, run: subprocess.Popen[str]) -> list[int]:
    """Wait until the first notices stand; the workers at that moment."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    end = time.monotonic() + WAIT
    while time.monotonic() < end and run.poll() is None:
        workers = [int(child) for child in children.read_text().split()]
        if len(workers) == 2 and len(list((program.root / "notices").glob("*/*/notice.json"))) > 6:
            return workers
        time.sleep(0.005)
    pytest.fail(f"it never came so far: {run.poll()}, {run.communicate(timeout=WAIT)}")


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def goes_on(program: Program, artists: int) -> None:
    """The next run makes all of it whole."""
    again = program.json("generate")
    assert len(again["notices"]) == 2 * artists
    assert program.json("verify")["ok"]
    assert len(list((program.root / "notices").glob("*/*/notice.json"))) == 2 * artists
    assert not any(notice["written"] for notice in program.json("generate")["notices"])


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def test_the_bytes_are_the_same_whatever_the_number_of_processes_zone_locale_and_hash_seed(
    tmp_path: Path,
) -> None:
    made = []
    for number, (jobs, zone, locale, seed) in enumerate(
        (
            ("1", "UTC", "C", "0"),
            ("2", "Pacific/Auckland", "C.UTF-8", "1"),
            ("3", "America/New_York", "POSIX", "77"),
        )
    ):
        program = label(tmp_path / f"{number}", 6)
        own_letter(program, "We always enjoyed working with you.")
        around = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)}
        arguments = [sys.executable, "-c", DRIVER, str(program.root), "generate", "--jobs", jobs]
        run = subprocess.run(
            arguments, env=os.environ | around, capture_output=True, text=True, check=False, timeout=120
        )
        assert run.returncode == 0, run.stderr
        made.append((everything(program.root), recorded(program.root)))
    files, entries = made[0]
    assert sum(name.endswith("notice.pdf") for name in files) == 12
    assert len(entries) == 18
    assert made[1] == made[0]
    assert made[2] == made[0]


def test_processes_that_read_the_letters_again_make_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = label(tmp_path / "one", 4), label(tmp_path / "other", 4)
    for program in (one, other):
        own_letter(program, "We always enjoyed working with you.")
    one.ok("generate", "--jobs", "1")
    monkeypatch.setattr(batch, "_may_fork", lambda: False)
    other.ok("generate", "--jobs", "2")
    assert everything(one.root) == everything(other.root)


def test_letters_that_are_changed_meanwhile_are_said_to_be_also_by_a_process_that_reads_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = label(tmp_path / "label", 4)
    own = own_letter(program, "We always enjoyed working with you.")
    hired = batch._hired

    def hired_after_a_change(work: Any) -> Any:
        own.write_text(own.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return hired(work)

    monkeypatch.setattr(batch, "_may_fork", lambda: False)
    monkeypatch.setattr(batch, "_hired", hired_after_a_change)
    result = program.run("generate", "--jobs", "2")

    assert result.exit_code == 3, result.stderr
    assert "Error: templates/ was changed while notices were written." in result.stderr
    assert "Hint: run the same command again" in result.stderr


def test_a_letter_that_fails_for_one_notice_stops_there_and_goes_on_once_it_is_mended(tmp_path: Path) -> None:
    program = label(tmp_path / "label", 8)
    own_letter(program, "{% if principal == 'Example Artist 06' %}{{ nobody.knows }}{% endif %}")
    result = program.run("generate", "--jobs", "2")
    written = len(list((program.root / "notices").glob("*/*/notice.json")))

    assert result.exit_code == 3
    assert written > 0
    assert result.stderr.startswith(f"Stopped: {written} of 16 notices are written and recorded. ")
    assert "Error: templates/letters/withdrawal.en.md.j2" in result.stderr
    assert program.json("verify")["ok"]
    own_letter(program, "{% if principal == 'Example Artist 06' %}{% endif %}")
    assert sum(notice["written"] for notice in program.json("generate")["notices"]) == 16 - written


def test_a_letter_that_fails_for_all_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    program = label(tmp_path / "label", 4)
    own_letter(program, "{{ nobody.knows }}")
    result = program.run("generate", "--jobs", "2")

    assert result.exit_code == 3
    assert "Stopped" not in result.stderr
    assert not (program.root / "notices").exists()


@linux
def test_ctrl_c_ends_it_with_one_sentence_and_the_next_run_goes_on(tmp_path: Path) -> None:
    program = label(tmp_path / "label", 20)
    run = started(program, "generate", "--jobs", "2")
    workers = when_some_are_written(program, run)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=WAIT)

    assert run.returncode == 130
    assert said.startswith("Stopped: ")
    again = f"Run takedown -C {program.root} generate again"
    assert said.endswith(f" of 40 notices are written and recorded. {again}; it goes on where it was.\n")
    assert said.count("\n") == 1
    assert all(map(is_gone, workers))
    goes_on(program, 20)


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_and_let_go_of_the_workspace(
    how: signal.Signals, tmp_path: Path
) -> None:
    program = label(tmp_path / "label", 20)
    run = started(program, "generate", "--jobs", "2")
    workers = when_some_are_written(program, run)
    run.send_signal(how)
    _, said = run.communicate(timeout=WAIT)

    assert (run.returncode, said) == (-how, "")
    goes_on(program, 20)  # which takes the lock at once
    end = time.monotonic() + WAIT
    while not all(map(is_gone, workers)) and time.monotonic() < end:
        time.sleep(0.01)
    assert all(map(is_gone, workers))


@linux
def test_a_worker_that_is_killed_is_a_plain_error_and_the_next_run_goes_on(tmp_path: Path) -> None:
    program = label(tmp_path / "label", 20)
    run = started(program, "generate", "--jobs", "2")
    os.kill(when_some_are_written(program, run)[0], signal.SIGKILL)
    _, said = run.communicate(timeout=WAIT)

    assert run.returncode == 6
    assert "of 40 notices are written and recorded" in said
    assert "Error: one of the processes that make the files was ended from outside (by signal 9)" in said
    assert "Traceback" not in said
    goes_on(program, 20)


def refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("nothing may be drawn")


def test_what_is_recorded_and_unchanged_is_not_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = label(tmp_path / "label", 4)
    program.ok("generate")
    program.ok("sign", "--name", "Ana Example")
    before = (everything(program.root), recorded(program.root))
    monkeypatch.setattr(drawing, "render_notice", refuse)
    monkeypatch.setattr(drawing, "restore_kit", refuse)
    program.later(3)
    lost = next((program.root / "notices").glob("*/*/notice.pdf"))
    lost.unlink()
    again = program.json("generate")

    assert sum(notice["written"] for notice in again["notices"]) == 1  # it came back from the ledger
    assert (everything(program.root), recorded(program.root)) == before


def test_a_new_program_draws_prepared_papers_anew_and_leaves_signed_ones_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = label(tmp_path / "label", 2)
    program.ok("generate")
    program.ok("sign", "--name", "Ana Example")  # requests to the platform wait
    before = program.files()

    def drawn_better(*values: Any, **named: Any) -> Any:
        made = render_notice(*values, **named)
        better = made.files["notice.pdf"] + b"%better\n"
        return replace(
            made,
            files={**made.files, "notice.pdf": better},
            digests={**made.digests, "notice.pdf": hashlib.sha256(better).hexdigest()},
        )

    monkeypatch.setattr(drawing, "__version__", "9.9")
    monkeypatch.setattr(drawing, "render_notice", drawn_better)
    program.later(3)
    program.ok("generate")
    after = program.files()

    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        name for name in after if "/platform-request-" in name and name.endswith("/notice.pdf")
    }
    assert program.json("verify")["ok"]
    assert not any(notice["written"] for notice in program.json("generate")["notices"])


def test_signing_many_gives_each_the_moment_at_which_the_name_was_typed(tmp_path: Path) -> None:
    program = label(tmp_path / "label", 6)
    program.ok("generate")
    signed = program.json("sign", "--name", "Ana Example", "--jobs", "2")["notices"]

    papers = [json.loads(program.files()[notice["files"]["json"]]) for notice in signed]
    assert len(papers) == 6
    assert {paper["signature"]["signed_at"] for paper in papers} == {"2026-11-22T12:00:00+00:00"}
    for notice, paper in zip(signed, papers, strict=True):
        assert paper["document_sha256"] == notice["document_sha256"]
    assert program.json("verify")["ok"]
