"""The documents say what is so."""

import re
from pathlib import Path

import pytest

from takedown.cli.main import COMMANDS
from takedown.directory import load_directory
from takedown.errors import ExitCode
from takedown.model import COLUMNS
from takedown.rules import RULES, Stage

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/design.md")
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_inside_the_project_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_counts_the_distributors() -> None:
    assert f"with {len(load_directory().distributors)} distributors" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"\b{command}\b", README)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_readme_names_every_column(column: str) -> None:
    assert re.search(rf"\b{column}\b", README)


@pytest.mark.parametrize("code", [code for code in ExitCode if code is not ExitCode.SENDING_INCOMPLETE])
def test_the_readme_explains_every_exit_code(code: ExitCode) -> None:
    assert re.search(rf"(?:·|codes:)\s+{code.value} ", README.replace("\n", " "))


def test_every_rule_of_the_plan_is_used_somewhere() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("planning", "checks")
        for path in (ROOT / "takedown" / folder).glob("*.py")
    ) + (ROOT / "takedown" / "records" / "facts.py").read_text(encoding="utf-8")

    assert [rule for rule in RULES if RULES[rule].stage is Stage.PLAN and f'"{rule}"' not in code] == []
