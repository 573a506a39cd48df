"""An address for infringement claims is refused on every way of the command line, and nothing is written."""

from pathlib import Path

import pytest
from support.program import Program
from workspaces import settings, track, write_workspace

AGENT = {"name": "Amazon", "email": "copyright@amazon.com", "source": "their page"}
BY_POST = {
    "name": "Amazon",
    "address": ["Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108"],
    "source": "their page",
}
DESK = {"name": "Example Distribution", "email": "help@example.org", "source": "its help page"}
ROUTE = {"via": "other", "contact": "desk", "account": "ana@example.com"}


def workspace(root: Path, *routes: dict[str, str], **tables: object) -> Program:
    root.mkdir(exist_ok=True)
    write_workspace(root, (track(1, 1), track(1, 2)), settings(*(routes or (ROUTE,)), **tables))
    return Program(root=root)


def everything(program: Program) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(program.root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("agent", [AGENT, BY_POST])
def test_no_escalation_is_written_to_an_agent(tmp_path: Path, agent: dict[str, object]) -> None:
    program = workspace(tmp_path / "w", contacts={"desk": DESK, "my-agent": agent})
    program.run("generate")
    program.ok("sign", "--name", "Ana Example")
    asked = str(program.notice("withdrawal")["id"])
    program.ok("record", "submitted", asked, "--ticket", "EX-1")
    program.later(14)
    (reminder,) = program.json("follow-up")["notices"]
    program.ok("record", "submitted", reminder["id"])
    program.later(14)
    before = everything(program)

    result = program.run("follow-up", asked, "--to", "my-agent")

    assert result.exit_code == 2, result.output
    assert "my-agent: " in result.stderr
    assert "reads infringement claims" in " ".join(result.stderr.split())
    assert "Hint: " in result.stderr
    assert everything(program) == before


def test_no_letter_is_written_to_an_artist_at_an_agents_address(tmp_path: Path) -> None:
    program = workspace(
        tmp_path / "w",
        contacts={"desk": DESK},
        sender={"capacity": "manager"},
        request={"answer_by": "2026-12-04"},
        principals=[{"artist": "The Example Lights", "name": "Bo Example"}],
    )
    text = (program.root / "takedown.toml").read_text().replace('"2026-12-04"', "2026-12-04")
    (program.root / "takedown.toml").write_text(
        text.replace('name = "Bo Example"', 'name = "Bo Example"\nemail = "copyright@amazon.com"')
    )

    program.ok("generate", code=1)
    found = [one for one in program.json("check", code=1)["findings"] if one["rule"] == "E-AGENT"]

    assert [one["source"]["column"] for one in found] == ["principals.1.email"]
    assert not [name for name, content in program.files().items() if b"copyright@amazon.com" in content]


def test_where_every_check_were_blind_nothing_would_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = workspace(tmp_path / "w", contacts={"desk": AGENT})
    monkeypatch.setattr("takedown.checks.contacts._agents_written_to", lambda *_: iter(()))
    before = everything(program)

    result = program.run("generate")

    assert result.exit_code == 3, result.output
    assert "desk: 'copyright@amazon.com' is an address of the copyright agent" in " ".join(
        result.stderr.split()
    )
    after = everything(program)
    assert {name: after[name] for name in before} == before
    assert not program.files()
    assert not program.json("status")["notices"]
