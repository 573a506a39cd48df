"""The examples of single situations: a geo-block, the end of an agreement, own uploads, a roster."""

import csv
import json
from collections.abc import Callable

import pytest
from support.program import Program
from test_examples import words_under_notices

from takedown.directory import load_directory
from takedown.sources import STATEMENT_COLUMNS

Example = Callable[[str], Program]
NEW = ("geo-block", "after-the-end", "own-uploads", "roster")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def papers_of(program: Program, kind: str) -> dict[str, str]:
    """File name → words, of the one notice of a kind."""
    folder = program.notice(kind)["folder"]
    found = words_under_notices(program).items()
    return {path.rpartition("/")[2]: squeezed(text) for path, text in found if path.startswith(f"{folder}/")}


@pytest.mark.parametrize("name", NEW)
def test_an_example_of_a_situation_cannot_be_sent(name: str, example: Example) -> None:
    program = example(name)
    assert "demo = true" in (program.root / "takedown.toml").read_text(encoding="utf-8")
    assert program.run("generate").exit_code in (0, 1)


@pytest.mark.parametrize("name", NEW)
def test_no_paper_of_a_situation_tells_of_occasion_files_or_machine(name: str, example: Example) -> None:
    program = example(name)
    occasion = next(
        line.split('"')[1]
        for line in (program.root / "takedown.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith("occasion = ")
    )
    program.run("generate")
    papers = words_under_notices(program) if (program.root / "notices").exists() else {}
    assert papers or name == "own-uploads"
    for file, text in papers.items():
        for word in (
            occasion,
            str(program.root),
            "catalog.csv",
            "takedown.toml",
            "decisions.csv",
            "mandates/",
        ):
            assert word not in text or file.endswith("steps.txt"), f"{file}: {word}"


def test_a_request_for_two_countries_reads_correctly_in_words_and_in_data(example: Example) -> None:
    program = example("geo-block")
    plan = program.json("plan")

    assert {tuple(notice["territories"]) for notice in plan["notices"]} == {("CA", "IS")}
    assert {notice["kind"] for notice in plan["notices"]} == {"withdrawal"}
    program.ok("generate")
    letters = [
        (path, squeezed(text))
        for path, text in words_under_notices(program).items()
        if path.endswith("notice.txt")
    ]
    assert len(letters) == len(plan["notices"])
    for path, letter in letters:
        assert "Canada" in letter, path
        assert "Iceland" in letter, path
        assert "worldwide" not in letter.casefold(), path
        assert "In all other countries nothing changes." in letter
        assert "1 January 2027" in letter
        assert "or in other countries" in letter
    for path, content in program.files().items():
        if path.endswith("notice.json"):
            assert sorted(json.loads(content)["territories"]) == ["CA", "IS"], path


def test_nobody_is_told_not_to_take_the_delivery_of_who_holds_the_licence(example: Example) -> None:
    """The licence lets another label deliver there: a letter to the platform would ask to refuse it."""
    program = example("geo-block")
    program.ok("generate")

    for path, text in words_under_notices(program).items():
        assert "consent" not in text, path


def test_a_request_for_single_countries_notes_the_rules_against_boycotts(example: Example) -> None:
    shown = squeezed(example("geo-block").ok("plan"))

    assert "I-ANTI-BOYCOTT" in shown
    assert "15 CFR Part 760" in shown
    assert "26 U.S.C. 999" in shown


def test_the_end_of_an_agreement_is_only_spoken_of_with_its_three_days(example: Example) -> None:
    program = example("after-the-end")
    program.ok("generate", code=1)
    notices = program.json("status")["notices"]

    assert {notice["kind"] for notice in notices} == {"removal-after-end"}
    for path, text in words_under_notices(program).items():
        if path.endswith("notice.txt"):
            for day in ("31 August 2026", "3 September 2026", "20 November 2026"):
                assert day in squeezed(text), f"{path}: {day}"
        assert "First Keys" not in text, path
        assert "400000050027" not in text, path


def test_an_end_that_nothing_shows_is_left_out_and_says_what_is_missing(example: Example) -> None:
    plan = example("after-the-end").json("plan", code=1)

    assert {(each["release"], each["rule"]) for each in plan["omissions"]} == {
        ("First Keys", "end-not-confirmed")
    }
    (reason,) = {each["reason"] for each in plan["omissions"]}
    for missing in ("day on which the agreement ended", "confirmed", "live"):
        assert missing in reason


def test_own_uploads_get_steps_and_the_unlicensed_copy_its_form_and_no_letter(example: Example) -> None:
    program = example("own-uploads")
    plan = program.json("plan", code=1)
    rules = {(each["release"], each["platform"]): each["rule"] for each in plan["omissions"]}

    assert plan["notices"] == []
    assert rules == {
        ("Kitchen Tapes", "soundcloud"): "self-service",
        ("Kitchen Tapes", "bandcamp"): "self-service",
        ("Live at the Specimen", "soundcloud"): "unlicensed",
        ("Live at the Specimen", "bandcamp"): "not-on-platform",
    }
    program.ok("generate", code=1)
    assert not list(program.root.rglob("notice.*"))
    sheet = squeezed((program.root / "what-next.txt").read_text(encoding="utf-8"))
    platforms = load_directory().platforms
    for slug in ("soundcloud", "bandcamp"):
        assert platforms[slug].self_service.lines
        for step in platforms[slug].self_service.lines:
            assert squeezed(step) in sheet
    assert squeezed(platforms["soundcloud"].infringement_form.value) in sheet


def test_a_statement_that_the_copy_earns_refuses_even_the_form(example: Example) -> None:
    program = example("own-uploads")
    line = {
        "file": "statement.csv",
        "distributor": "tunecore",
        "store": "SoundCloud",
        "platform": "soundcloud",
        "artist": "Ira Placeholder",
        "release": "Live at the Specimen",
        "upc": "400000060026",
        "first_month": "2026-07",
        "last_month": "2026-07",
        "units": "12",
        "earnings": "0.40",
        "currency": "USD",
    }
    with (program.root / "statements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, STATEMENT_COLUMNS)
        writer.writeheader()
        writer.writerow(line)
    rules = {
        (each["release"], each["platform"]): each["rule"]
        for each in program.json("plan", code=1)["omissions"]
    }

    assert rules["Live at the Specimen", "soundcloud"] == "earns-there"
    program.ok("generate", code=1)
    assert "soundcloud.com/pages/copyright" not in (program.root / "what-next.txt").read_text(
        encoding="utf-8"
    )


def test_who_has_not_answered_gets_a_letter_of_their_own_and_silence_is_no_consent(example: Example) -> None:
    program = example("roster")
    plan = program.json("plan", code=1)

    assert sorted(notice["kind"] for notice in plan["notices"]) == ["roster-letter", "withdrawal"]
    assert {(each["release"], each["rule"]) for each in plan["omissions"]} == {
        ("Five Doors", "awaiting-consent"),
        ("Radio Garden Wall", "declined"),
    }
    program.ok("generate", code=1)
    letter = papers_of(program, "roster-letter")["notice.txt"]
    assert "Dear Specimen Quartet," in letter
    assert "18 December 2026" in letter
    assert "Silence is not consent" in letter
    assert "not shown to other artists" in letter


def test_an_artist_without_a_line_in_the_decisions_is_asked_and_nothing_is_withdrawn(
    example: Example,
) -> None:
    program = example("roster")
    decisions = program.root / "decisions.csv"
    lines = decisions.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "Specimen Quartet,,open,,,\n" in lines
    decisions.write_text("".join(line for line in lines if "Quartet" not in line), encoding="utf-8")
    plan = program.json("plan", code=1)

    assert sorted((notice["kind"], notice["recipient"]["name"]) for notice in plan["notices"]) == [
        ("roster-letter", "Specimen Quartet"),
        ("withdrawal", "Symphonic"),
    ]
    assert {(each["release"], each["rule"]) for each in plan["omissions"]} == {
        ("Five Doors", "awaiting-consent"),
        ("Radio Garden Wall", "declined"),
    }


def test_a_statement_that_was_published_stays_out_of_the_plan_whatever_changes(example: Example) -> None:
    program = example("roster")
    config = program.root / "takedown.toml"
    text = config.read_text(encoding="utf-8").replace("[request]", '[request]\nstatement = "statement.txt"')
    config.write_text(text, encoding="utf-8")
    (program.root / "statement.txt").write_text("I no longer want my songs sold there.\n", encoding="utf-8")
    program.ok("generate", code=1)
    (statement,) = (
        each for each in program.json("plan", code=1)["notices"] if each["kind"] == "public-statement"
    )
    program.ok("record", "submitted", statement["id"])
    catalog = program.root / "catalog.csv"
    catalog.write_text(
        "".join(catalog.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    kinds = {each["kind"] for each in program.json("plan", code=1)["notices"]}

    assert "public-statement" not in kinds


def test_no_artist_of_a_roster_hears_of_another_and_nobody_of_a_no(example: Example) -> None:
    program = example("roster")
    program.ok("generate", code=1)
    own = {
        "withdrawal": ("The Example Lights", "Ana Example", "Night Ferry", "400000070018"),
        "roster-letter": ("Specimen Quartet", "Five Doors", "400000070025"),
    }
    for kind in own:
        others = [word for other, words in own.items() if other != kind for word in words]
        for file, text in papers_of(program, kind).items():
            for word in (*others, "Placeholder", "Radio Garden Wall", "400000070032", "said no"):
                assert word not in text, f"{kind}, {file}: {word}"
