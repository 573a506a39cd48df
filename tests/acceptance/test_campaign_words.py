"""Nothing of a campaign reaches a paper: whatever its record says, in every kind of letter that the examples make."""

from collections.abc import Callable

import pytest
from support.program import Program
from test_examples import words_under_notices

Example = Callable[[str], Program]
EXAMPLES = ("one-artist", "three-routes", "small-label", "geo-block", "after-the-end", "roster")
MARK = "Quokkasong"
CAMPAIGN = f"""
name = "{MARK} Friday"
status = "active"
checked_on = 2026-11-22
platforms = ["spotify"]
territories = ["CA"]
wanted_by = 2027-03-01
wording = {{ withdrawal = 4 }}
publish = ["totals"]
delete_on = 2027-06-30
[summary]
value = "{MARK} summary"
[[phases]]
value = "{MARK} phase"
[[demands]]
value = "{MARK} demand"
[participation]
value = "{MARK} participation"
"""


def joined(program: Program, campaign: str = CAMPAIGN) -> Program:
    """The workspace, after its user joined a campaign by hand."""
    folder = program.root / "templates" / "campaigns"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quokka-friday.toml").write_text(campaign, encoding="utf-8")
    settings = program.root / "takedown.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("occasion =", 'campaign = "quokka-friday"\noccasion =', 1), encoding="utf-8"
    )
    return program


def _shown(program: Program) -> str:
    return " ".join(program.ok("plan").split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_paper_of_an_example_holds_a_word_of_the_campaign(name: str, example: Example) -> None:
    program = joined(example(name))
    assert program.run("generate").exit_code in (0, 1)
    sender = next(
        line.split('"')[1]
        for line in (program.root / "takedown.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith("name = ")
    )
    assert program.run("sign", "--name", sender).exit_code == 0

    papers = words_under_notices(program)
    assert papers
    for path, text in papers.items():
        assert MARK.casefold() not in text.casefold(), path
        assert "quokka-friday" not in text, path
        assert "quokka-friday" not in path


def test_what_differs_from_a_campaign_is_told_and_stops_nothing(example: Example) -> None:
    program = example("one-artist")
    before = program.json("plan")
    joined(program)
    findings = {each["rule"] for each in program.json("check")["findings"]}
    plan = program.json("plan")

    assert "W-CAMPAIGN-DIFFERS" in findings
    assert plan["totals"] == before["totals"]
    assert "version 1; Quokkasong Friday read version 4" in _shown(program)


def test_history_blocks_nothing_and_its_demands_are_not_shown(example: Example) -> None:
    program = joined(example("one-artist"), CAMPAIGN.replace('"active"', '"historical"'))
    shown = program.ok("check") + _shown(program)

    assert "I-CAMPAIGN" in shown
    assert "W-CAMPAIGN-DIFFERS" not in shown
    assert "W-WORDING" not in shown
    for word in ("summary", "phase", "demand", "participation"):
        assert f"{MARK} {word}" not in shown
