"""The examples that ship: what a reader sees of them, and that no paper says more than it must.

Golden pages lie in tests/golden/cli. GOLDEN=write renews them; read them aloud before they are kept.
"""

import os
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from papers_made import by_pypdf
from support.program import Program

from takedown import resources
from takedown.directory import load_directory
from takedown.model import Severity
from takedown.notice import Kind

Example = Callable[[str], Program]
GOLDEN = Path(__file__).parents[1] / "golden" / "cli"
EXAMPLES = (
    "one-artist", "three-routes", "small-label", "geo-block", "after-the-end", "own-uploads", "roster",
)  # fmt: skip
#: Examples in which nothing is left out, and nothing is open.
COMPLETE = ("one-artist", "geo-block")
COMMANDS = ("check", "plan", "generate", "status")
_WHO = (
    *("--name", "Ana Example", "--email", "ana@example.com"),
    *("--platform", "amazon", "--basis", "sole-owner"),
)


def words_under_notices(program: Program) -> dict[str, str]:
    """Every file under notices/ in words: PDFs as their text, mails with their headers and decoded parts."""
    return {name: _words(program.root / name, content) for name, content in program.files().items()}


def _words(path: Path, content: bytes) -> str:
    if path.suffix == ".pdf":
        return " ".join(by_pypdf(path))
    if path.suffix == ".eml":
        mail = message_from_bytes(content, policy=policy.default)
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        return "\n".join([*(f"{key}: {value}" for key, value in mail.items()), *parts])
    return content.decode()


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_reader_sees_of_an_example_is_what_was_read_aloud(name: str, example: Example) -> None:
    program = example(name)
    for command in COMMANDS:
        shown = program.run(command).stdout
        kept = GOLDEN / f"{name}-{command}.txt"
        if os.environ.get("GOLDEN") == "write":
            kept.write_text(shown, encoding="utf-8")
        assert shown == kept.read_text(encoding="utf-8"), command


def test_every_golden_page_belongs_to_an_example() -> None:
    wanted = {f"{name}-{command}.txt" for name in EXAMPLES for command in COMMANDS}

    assert {path.name for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_line_of_an_example_is_wider_than_a_screen(name: str, example: Example) -> None:
    program = example(name)
    for command in COMMANDS:
        wide = [line for line in program.run(command).stdout.splitlines() if len(line) > 100]
        assert not wide, command


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_verifies_after_generate_and_a_second_generate_writes_nothing(
    name: str, example: Example
) -> None:
    program = example(name)
    assert program.run("generate").exit_code in (0, 1)
    before = program.files()
    program.ok("verify")

    assert program.run("generate").exit_code in (0, 1)
    assert program.files() == before
    program.ok("verify")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_totals_of_an_example_add_up(name: str, example: Example) -> None:
    plan = example(name).json("plan", code=int(name not in COMPLETE))

    totals, desks = plan["totals"], load_directory().desks
    assert totals["items"] == totals["asked"] + totals["enquired"] + totals["omitted"]
    assert totals["omitted"] == len(plan["omissions"])
    asked = sum(
        len(notice["platforms"]) * notice["releases"]
        for notice in plan["notices"]
        # after the end of an agreement the platform is told the same: it counts once
        if Kind(notice["kind"]).counts_as_asked and notice["recipient"]["desk"] not in desks
    )
    assert totals["asked"] == asked


def test_three_routes_has_a_finding_of_every_severity_a_label_and_a_missing_consent(example: Example) -> None:
    program = example("three-routes")
    findings = program.json("check", code=1)["findings"]
    plan = program.json("plan", code=1)

    assert {finding["severity"] for finding in findings} == {severity.value for severity in Severity}
    assert "Q-CONSENT" in {finding["rule"] for finding in findings}
    assert {notice["kind"] for notice in plan["notices"]} == {
        "withdrawal",
        "platform-request",
        "label-request",
        "enquiry",
    }
    assert "awaiting-consent" in {omission["rule"] for omission in plan["omissions"]}
    assert all(finding["message"] and finding["hint"] for finding in findings)


def test_every_finding_of_three_routes_names_a_line_that_exists(example: Example) -> None:
    program = example("three-routes")
    rows = len((program.root / "catalog.csv").read_text(encoding="utf-8").splitlines())
    for finding in program.json("check", code=1)["findings"]:
        source = finding["source"]
        assert (program.root / source["file"]).is_file(), finding
        assert source["file"] != "catalog.csv" or 1 < source["row"] <= rows


def test_a_missing_consent_is_in_no_paper(example: Example) -> None:
    program = example("three-routes")
    program.ok("generate", code=1)
    for name, text in words_under_notices(program).items():
        assert "Duets" not in text, name
        assert not re.search(r"\bconsent(?:ed)?\b.*Kim Specimen|Kim Specimen.*\bagree", text), name


def test_a_refusal_is_in_no_paper_of_the_label(example: Example) -> None:
    program = example("small-label")
    plan = program.json("plan", code=1)
    assert {omission["rule"] for omission in plan["omissions"]} == {"declined"}
    program.ok("generate", code=1)
    program.ok("sign", "--name", "Robin Specimen")

    papers = words_under_notices(program)
    assert papers
    for name, text in papers.items():
        for word in (
            "Placeholder",
            "Static Garden",
            "Roof Sampler",
            "400000030036",
            "400000030043",
            "declined",
            "said no",
        ):
            assert word not in text, f"{name} tells of the refusal: {word}"


def test_no_paper_of_a_label_tells_one_artist_of_another(example: Example) -> None:
    program = example("small-label")
    program.ok("generate", code=1)
    about = {
        "Ana Example": ("The Example Lights", "Harbour Lights", "Low Water", "400000030012", "ZZEXA2600301"),
        "Specimen Quartet GbR": (
            "Specimen Quartet",
            "Four Rooms",
            "Room One",
            "400000030029",
            "ZZEXA2600303",
        ),
    }
    notices = program.json("status")["notices"]
    assert {notice["principal"] for notice in notices} == set(about)
    papers = words_under_notices(program)
    for notice in notices:
        mine = [text for name, text in papers.items() if name.startswith(notice["folder"] + "/")]
        assert len(mine) == 7
        for principal, words in about.items():
            for word in (principal, *words):
                told = [word in text for text in mine]
                assert any(told) is (principal == notice["principal"]), f"{notice['folder']}: {word}"
    folders = {notice["folder"].split("/")[1] for notice in notices}
    assert len(folders) == 2, "each has a case of their own"


def test_no_paper_tells_of_occasion_campaign_files_or_machine(example: Example) -> None:
    for name, occasion in (
        ("one-artist", "Example removal"),
        ("three-routes", "2026-11 Amazon"),
        ("small-label", "2026-11 Spotify"),
    ):
        program = example(name)
        program.run("generate")
        for file, text in words_under_notices(program).items():
            for word in (
                occasion,
                str(program.root),
                "catalog.csv",
                "takedown.toml",
                "decisions.csv",
                "mandates/",
            ):
                # steps.txt is for the user alone, and says where to correct what
                assert word not in text or (word == "takedown.toml" and file.endswith("/steps.txt")), file


def test_what_concerns_one_contact_alone_holds_back_nothing_else(example: Example) -> None:
    """Errors block what they are about: here the letter to one label, whose address is mistyped."""
    program = example("three-routes")
    settings = program.root / "takedown.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("desk@smallhours.example.org", "desk at smallhours"), encoding="utf-8")
    assert "E-EMAIL" in {finding["rule"] for finding in program.json("check", code=1)["findings"]}
    made = program.json("generate", code=1)

    assert "withdrawal" in {notice["kind"] for notice in made["notices"]}
    assert "label-request" not in {notice["kind"] for notice in made["notices"]}
    program.ok("verify")


def test_the_example_to_fill_in_asks_for_what_is_empty_and_makes_nothing(example: Example) -> None:
    program = example("your-music")
    for command in ("check", "plan", "generate"):
        result = program.run(command)
        assert result.exit_code == 3
        assert result.stdout == ""
        for key in ("sender.name", "sender.email", "request.occasion"):
            assert key in result.stderr, command
    assert not (program.root / "notices").exists()


def test_the_statement_that_ships_becomes_a_plan(tmp_path: Path) -> None:
    statement = resources.examples() / "from-a-statement" / "distrokid.tsv"
    program = Program(tmp_path / "music")
    result = program.run("init", "--from", str(statement), *_WHO, "--no-input", "--no-profile")
    assert result.exit_code == 0, result.stderr
    plan = program.json("plan")
    assert [(notice["kind"], notice["releases"], notice["recordings"]) for notice in plan["notices"]] == [
        ("withdrawal", 3, 8),
        ("platform-request", 3, 8),
    ]
