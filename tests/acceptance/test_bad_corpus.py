"""Every file in tests/data/bad is one workspace with something wrong in it, and what the user must be told.

A case is TOML. How the workspace is made:

    based_on = "good"             begin with the workspace in tests/data/bad/good
    files."name" = "text"         write a file; `delete = ["name"]` removes one
    encoded."name" = {…}          write a file in another `encoding`, with an optional `mark` (hex) before it
    hex."name", base64."name"     write a file of bytes
    xlsx."name" = {…}             write a workbook: `sheets` with `title`, `rows`, `state`; `zeros` in MB
    replace = [{file, find, with}] change a text that stands in a file exactly once
    append."name" = "text"        write below a file

What must come of it: `exit`, and from exit code 2 on `stderr` (texts that must stand there), else `findings`
(rule, and where given row, column, and a text that its message or hint contains).
"""

import base64
import json
import shutil
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from takedown.cli.main import cli
from takedown.cli.session import Surroundings
from takedown.rules import RULES, Stage

#: Dates are judged against the day of a run, so the corpus has its own.
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
BAD = Path(__file__).parent.parent / "data" / "bad"
CASES = sorted(BAD.glob("*.toml"))


def check(workspace: Path) -> Result:
    around = Surroundings(now=lambda: TODAY, entropy=bytes)
    return CliRunner().invoke(cli, ["-C", str(workspace), "check", "--json"], obj=around)


def write_workbook(path: Path, spec: dict[str, Any]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in spec["sheets"]:
        page = book.create_sheet(sheet["title"])
        page.sheet_state = sheet.get("state", "visible")
        for row in sheet["rows"]:
            page.append(row)
    book.save(path)
    if megabytes := spec.get("zeros", 0):
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/zeros.bin", bytes(megabytes * 1_000_000))


def contents(case: dict[str, Any]) -> dict[str, bytes]:
    return {
        **{name: text.encode() for name, text in case.get("files", {}).items()},
        **{name: bytes.fromhex(text) for name, text in case.get("hex", {}).items()},
        **{name: base64.b64decode(text) for name, text in case.get("base64", {}).items()},
        **{
            name: bytes.fromhex(spec.get("mark", "")) + spec["text"].encode(spec["encoding"])
            for name, spec in case.get("encoded", {}).items()
        },
    }


def build(case: dict[str, Any], workspace: Path) -> None:
    if based_on := case.get("based_on"):
        shutil.copytree(BAD / based_on, workspace)
    else:
        workspace.mkdir()
    for name in case.get("delete", []):
        (workspace / name).unlink()
    for name in case.get("folders", []):
        (workspace / name).mkdir()
    for name, content in contents(case).items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_bytes(content)
    for name, spec in case.get("xlsx", {}).items():
        write_workbook(workspace / name, spec)
    for change in case.get("replace", []):
        path = workspace / change["file"]
        text = path.read_text(encoding="utf-8")
        assert text.count(change["find"]) == 1, f"'{change['find']}' must stand once in {change['file']}"
        path.write_text(text.replace(change["find"], change["with"]), encoding="utf-8")
    for name, text in case.get("append", {}).items():
        with (workspace / name).open("a", encoding="utf-8") as file:
            file.write(text)


def is_told(expected: dict[str, Any], found: dict[str, Any]) -> bool:
    return (
        found["rule"] == expected["rule"]
        and expected.get("row", found["source"]["row"]) == found["source"]["row"]
        and expected.get("column", found["source"]["column"]) == found["source"]["column"]
        and expected.get("contains", "") in found["message"] + "\n" + found["hint"]
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_wrong_is_said_with_its_place_and_the_next_step(path: Path, tmp_path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    workspace = tmp_path / "workspace"
    build(case, workspace)
    before = sorted(workspace.rglob("*"))

    result = check(workspace)

    assert result.exit_code == case["exit"], result.output
    assert sorted(workspace.rglob("*")) == before, "check writes nothing"
    if case["exit"] >= 2:
        assert result.stdout == ""
        assert result.stderr.startswith("Error: ")
        for text in case["stderr"]:
            assert text in result.stderr
    else:
        findings = json.loads(result.stdout)["findings"]
        for expected in case["findings"]:
            assert any(is_told(expected, found) for found in findings), json.dumps(findings, indent=1)
        assert all(found["message"] and found["hint"] for found in findings)


def test_the_workspace_from_which_cases_start_has_nothing_wrong(tmp_path: Path) -> None:
    build({"based_on": "good"}, tmp_path / "workspace")

    result = check(tmp_path / "workspace")

    assert result.exit_code == 0, result.output


def test_the_corpus_has_more_than_a_hundred_cases_and_each_expects_something() -> None:
    cases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES]

    assert len(cases) >= 110
    assert len({case["title"] for case in cases}) == len(cases)
    assert all(case["stderr"] if case["exit"] >= 2 else case["findings"] for case in cases)


def test_every_rule_by_which_data_is_judged_has_a_case() -> None:
    cases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES]
    seen = {expected["rule"] for case in cases for expected in case.get("findings", [])}

    assert {rule.id for rule in RULES.values() if rule.stage is Stage.CHECK} == seen
