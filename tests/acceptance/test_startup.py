"""What a command loads: nobody waits for a library that is not used.

Exact sets of modules stand in for times, which depend on the machine; `benchmarks/` has the ratios.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from takedown.errors import ExitCode
from takedown.resources import examples

#: Everything that takes more than a few milliseconds to load.
HEAVY = frozenset(
    {
        "PIL", "asn1crypto", "asyncio", "babel", "bidi", "concurrent.futures", "cryptography", "dateutil", "defusedxml",
        "email.message", "email_validator", "fontTools", "http.client", "jinja2", "lxml", "markdown_it",
        "multiprocessing", "openpyxl", "pikepdf", "pydantic", "pydantic_core", "pyhanko", "reportlab", "rfc8785",
        "smtplib", "sqlite3", "ssl", "stdnum", "tinytag", "tomlkit", "tomllib", "uharfbuzz", "urllib.request",
    }
)  # fmt: skip
#: What making notices of a workspace without mistakes, from a table of text, does not need.
NOT_FOR_NOTICES = frozenset(
    {"asyncio", "dateutil", "email_validator", "http.client", "lxml", "openpyxl", "pydantic", "smtplib", "stdnum",
     "tinytag", "tomlkit", "urllib.request"}
)  # fmt: skip
#: What writing notices for one artist does not need besides, of Python, of the program itself, and of libraries: other
#: processes, locales, the layouts of statements, what only other commands and mistakes ask for.
NOT_FOR_ONE_ARTIST = frozenset(
    {"babel", "encodings.idna", "multiprocessing", "multiprocessing.connection", "subprocess",
     "takedown.config.statements", "takedown.ledger.checking", "takedown.readers.layouts", "takedown.readers.opening",
     "takedown.reports.as_json", "takedown.reports.directory", "takedown.reports.totals", "takedown.signing",
     "takedown.sources", "takedown.verification"}
)  # fmt: skip
_LINE = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", re.MULTILINE)


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a run of the program loads, as Python itself tells."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "takedown", *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr[-2000:]
    return set(_LINE.findall(run.stderr))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An example whose takedown.toml, records and catalog are right."""
    return Path(shutil.copytree(examples() / "one-artist", tmp_path / "one-artist"))


@pytest.mark.parametrize("question", ["--help", "--version", "-h"])
def test_a_question_about_the_program_loads_nothing_heavy(question: str) -> None:
    loaded = loaded_by(question)

    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_help_loads_no_stage_of_the_pipeline() -> None:
    own = {name for name in loaded_by("--help") if name.startswith("takedown.")}

    assert own == {"takedown.cli", "takedown.cli.main", "takedown.errors"}


@pytest.mark.parametrize("command", ["check", "plan", "generate"])
def test_a_workspace_without_mistakes_needs_no_judge_of_mistakes(command: str, workspace: Path) -> None:
    loaded = loaded_by("-C", str(workspace), command)

    assert "takedown.checks" in loaded
    assert loaded & NOT_FOR_NOTICES == set()


def test_notices_for_one_artist_load_what_they_need_and_nothing_for_other_days(workspace: Path) -> None:
    loaded = loaded_by("-C", str(workspace), "generate")

    assert "takedown.rendering.pdf" in loaded
    assert loaded & NOT_FOR_ONE_ARTIST == set()


def test_a_short_run_is_not_looked_through_for_cycles_again_and_again(workspace: Path) -> None:
    counted = (
        "import gc, sys\n"
        "from takedown.cli.main import main\n"
        "seen = []\n"
        "gc.callbacks.append(lambda phase, _: seen.append(phase))\n"
        f"sys.argv = ['takedown', '-C', {str(workspace)!r}, 'generate']\n"
        "try:\n    main()\nfinally:\n    print(seen.count('start'), file=sys.stderr)\n"
    )

    run = subprocess.run([sys.executable, "-c", counted], capture_output=True, text=True, check=False)

    assert int(run.stderr.splitlines()[-1]) < 3, run.stderr


def test_a_table_of_statements_loads_what_reads_it(workspace: Path) -> None:
    (workspace / "statements.csv").write_text("file,store,upc,isrc,earnings,currency\n", encoding="utf-8")

    loaded = loaded_by("-C", str(workspace), "plan")

    assert {"takedown.config.statements", "takedown.sources"} <= loaded


def test_a_mistake_in_takedown_toml_loads_the_judge_and_is_named(workspace: Path) -> None:
    file = workspace / "takedown.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("demo = true", 'demo = "yes"'), encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "takedown", "-C", str(workspace), "check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == ExitCode.CANNOT_START
    assert "pydantic" in set(_LINE.findall(run.stderr))
    assert "demo: 'yes' is not true or false" in run.stderr
