"""Lint of the newer shapes, rule by rule, and its messages as a contributor reads them."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_directory import SMALL, SURE, TODAY, lint, overlay, serious, with_distributor

from takedown.codes import countries, languages
from takedown.directory import lint_folders, load_directory
from takedown.directory.lines import line_of
from takedown.directory.shapes import buttons_of
from takedown.model import Severity
from takedown.records import (
    Ability,
    Address,
    CampaignStatus,
    Channel,
    Fact,
    Known,
    OneStore,
    Publishable,
    Redirect,
    Role,
    Status,
    Steps,
)
from takedown.reports.directory import plain_lint

TRAP = Fact(value="Releases > Manage Subscriptions removes from all stores. Write to Artist Support.", **SURE)
CLOSED = {"status": Status.CLOSED, "redirect": Redirect(value="Closed.", **SURE)}


def dashboard(value: str, note: str = "") -> Address:
    return Address(channel=Channel.DASHBOARD, role=Role.SUPPORT, value=value, note=note, **SURE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"track_level": Ability(answer=Known.NO)}, ("D-ABILITY", "track_level")),
        ({"track_level": Ability(value="Whole releases.", **SURE)}, ("D-ABILITY", "track_level")),
        (
            {"territory": Ability(answer=Known.YES, value="No: all or nothing.", **SURE)},
            ("D-ABILITY", "territory"),
        ),
        (
            {"territory": Ability(answer=Known.NO, value="Yes.", **SURE)},
            ("D-ABILITY", "territory"),
        ),
        ({"track_level": Ability(answer=Known.NO, value="No.")}, ("D-SOURCE", "track_level")),
        ({"one_store_fact": Fact()}, ("D-ONE-STORE", "one_store_fact")),
        ({"status": Status.CLOSED}, ("D-REDIRECT", "redirect")),
        ({"status": Status.NOT_A_DISTRIBUTOR}, ("D-REDIRECT", "redirect")),
        ({"redirect": Redirect(value="Ask others.", **SURE)}, ("D-REDIRECT", "redirect")),
        (
            {"status": Status.CLOSED, "redirect": Redirect(value="Closed.", instead=("tunecor",), **SURE)},
            ("D-REDIRECT", "redirect.instead"),
        ),
        (
            {"status": Status.CLOSED, "redirect": Redirect(value="Closed.", instead=("small",), **SURE)},
            ("D-REDIRECT", "redirect.instead"),
        ),
        (
            {"all_stores_trap": TRAP, "steps": ("Press Manage Subscriptions.",), "steps_source": ("D3",)},
            ("D-TRAP", "steps[1]"),
        ),
        (
            {"all_stores_trap": TRAP, "addresses": (dashboard("Manage subscriptions"),)},
            ("D-TRAP", "addresses[1]"),
        ),
        ({"languages": ("english",), "languages_source": ("D3",)}, ("D-LANGUAGE", "languages")),
        ({"languages": ("DE",), "languages_source": ("D3",)}, ("D-LANGUAGE", "languages")),
        ({"languages": ("de", "de"), "languages_source": ("D3",)}, ("D-LANGUAGE", "languages")),
        ({"languages": ("de",)}, ("D-SOURCE", "languages_source")),
    ],
)
def test_each_newer_rule_finds_what_breaks_it(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in serious(with_distributor(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"track_level": Ability(value="The page was cut off, so it is not known.", **SURE)},
        {"track_level": Ability(answer=Known.YES, value="No page of theirs says otherwise.", **SURE)},
        {"one_store": OneStore.OPEN, "one_store_fact": Fact()},
        {
            "status": Status.CLOSED,
            "redirect": Redirect(value="Closed.", instead=("tunecore", "other"), **SURE),
        },
        {
            "all_stores_trap": TRAP,
            "steps": ("Do not press Manage Subscriptions.", "Write to Artist Support."),
            "steps_source": ("D3",),
        },
        {"all_stores_trap": TRAP, "addresses": (dashboard("Help", "Never Manage Subscriptions."),)},
        {"languages": ("pt", "es", "en"), "languages_source": ("D3",)},
    ],
)
def test_what_is_right_is_left_alone(changes: dict[str, Any]) -> None:
    assert serious(with_distributor(**changes)) == []


def test_a_redirect_to_another_retired_record_helps_nobody() -> None:
    directory = with_distributor(**CLOSED)
    small = directory.distributors["small"]
    other = dataclasses.replace(
        small, slug="other-one", redirect=Redirect(value="Closed.", instead=("small",), **SURE)
    )
    directory = dataclasses.replace(directory, distributors={"small": small, "other-one": other})

    assert ("D-REDIRECT", "redirect.instead") in serious(directory)


@pytest.mark.parametrize(
    ("trap", "buttons"),
    [
        (
            "In the dashboard, Manage Subscriptions removes from all platforms, beside 'cancel renewal'. Press it not.",
            ("cancel renewal", "Manage Subscriptions"),
        ),
        (
            "My Music > release > Take down release removes from all stores. Ask support.",
            ("Take down release",),
        ),
        ("The button 'Takedown from all channels' stands there.", ("Takedown from all channels",)),
        ("Ending the agreement is not leaving one store.", ()),
        ("", ()),
    ],
)
def test_the_buttons_of_a_trap_are_read_from_its_words(trap: str, buttons: tuple[str, ...]) -> None:
    assert buttons_of(trap) == buttons


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (("http://music.example.com/{id}",), "not an https address"),
        (("https://music.example.com/{id",), "pairs of braces"),
        (("https://music.example.com/id}",), "pairs of braces"),
        (("https://music.example.com/{albumm}",), "'{albumm}' is not a known placeholder"),
        (("https://music.example.com/album/1",), "the address of one page"),
    ],
)
def test_a_form_of_addresses_that_nothing_can_match_is_found(links: tuple[str, ...], said: str) -> None:
    directory = load_directory()
    platform = dataclasses.replace(directory.platforms["spotify"], links=links)
    directory = dataclasses.replace(directory, platforms=directory.platforms | {"spotify": platform})

    found = next(one for one in lint(directory) if one.rule == "D-LINK" and said in one.message)

    assert found.hint
    assert found.source.column == "links"


def test_identifiers_without_a_source_are_information() -> None:
    directory = load_directory()
    platform = dataclasses.replace(
        directory.platforms["spotify"], identifiers=("UPC",), links=(), identifiers_source=()
    )
    directory = dataclasses.replace(directory, platforms={"spotify": platform})

    (found,) = [one for one in lint(directory) if one.rule == "D-UNSOURCED"]

    assert (found.severity, found.source.column) == (Severity.INFO, "identifiers")


def test_an_empty_step_is_found() -> None:
    directory = load_directory()
    steps = Steps(lines=("Open it.", " "), source=("P7",))
    platform = dataclasses.replace(directory.platforms["spotify"], self_service=steps)
    directory = dataclasses.replace(directory, platforms=directory.platforms | {"spotify": platform})

    assert {("D-EMPTY", "self_service.lines"), ("D-CONFIDENCE", "self_service")} <= set(serious(directory))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"began": date(2026, 2, 1), "ended": date(2026, 1, 1)}, ("D-CAMPAIGN", "ended")),
        ({"wanted_by": date(2026, 2, 1), "delete_on": date(2026, 1, 1)}, ("D-CAMPAIGN", "delete_on")),
        ({"territories": ("UK",)}, ("D-COUNTRY", "territories")),
        ({"territories": ("worldwide", "DE")}, ("D-COUNTRY", "territories")),
        ({"territories": ()}, ("D-COUNTRY", "territories")),
        ({"wording": {"withdrawl": 1}}, ("D-CAMPAIGN", "wording")),
        ({"wording": {"withdrawal": 0}}, ("D-CAMPAIGN", "wording.withdrawal")),
        ({"publish": (Publishable.TOTALS, Publishable.TOTALS)}, ("D-CAMPAIGN", "publish")),
        ({"publish": (Publishable.NAMES_WITH_CONSENT,)}, ("D-CAMPAIGN", "publish")),
        ({"phases": ()}, ("D-CAMPAIGN", "phases")),
    ],
)
def test_a_campaign_that_does_not_fit_together_is_found(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    directory = load_directory()
    bare = dataclasses.replace(
        directory.campaigns["no-music-for-ice"],
        began=None,
        wanted_by=None,
        ended=None,
        delete_on=None,
        territories=("worldwide",),
        wording={},
        publish=(),
    )

    def found(**more: Any) -> list[tuple[str, str]]:
        campaign = dataclasses.replace(bare, **more)
        return serious(dataclasses.replace(directory, campaigns={campaign.slug: campaign}))

    assert expected not in found()
    assert expected in found(**changes)


def test_a_campaign_that_is_over_and_called_active_is_information() -> None:
    directory = load_directory()
    campaign = dataclasses.replace(
        directory.campaigns["no-music-for-ice"],
        status=CampaignStatus.ACTIVE,
        ended=date(2020, 1, 1),
        delete_on=None,
    )
    directory = dataclasses.replace(directory, campaigns={campaign.slug: campaign})

    (found,) = [one for one in lint(directory) if one.rule == "D-CAMPAIGN-OVER"]

    assert found.severity is Severity.INFO


def test_codes_are_those_of_the_standards() -> None:
    assert len(languages()) == 183
    assert len(countries()) == 249
    assert {"en", "de", "fr", "es", "pt"} <= languages()
    assert {"sh", "EN", "eng"}.isdisjoint(languages())
    assert {"UK", "EU", "XK", "ZZ"}.isdisjoint(countries())


# Lines


def test_a_line_is_found_in_tables_lists_and_texts_of_several_lines() -> None:
    text = '''name = "x"
steps = [
  "a = b",
  "[no heading]",
]
note = """
name = "not this"
"""
[time]
value = "2 days" # [no]
[[fees]]
value = "a"
[[fees]]
value = "b"
amount = "1"
[store_names]
"amazon-music" = "Amazon"
'''

    assert line_of(text, "name") == 1
    assert line_of(text, "steps") == 2
    assert line_of(text, "time.value") == 10
    assert line_of(text, "fees[2].amount") == 15
    assert line_of(text, "fees[1].amount") == 11, "where it would stand"
    assert line_of(text, "fees[2]") == 13
    assert line_of(text, "store_names.amazon-music") == 17
    assert line_of(text, "unheard.of") == 0


def test_a_contributor_reads_file_line_value_and_what_to_write(tmp_path: Path) -> None:
    record = SMALL.replace('"staff"', '"self-service"') + (
        '\n[track_level]\nanswer = "yes"\n\n[[addresses]]\nchannel = "form"\nrole = "support"\n'
        'value = "http://example.com"\nsource = ["OWN1"]\nconfidence = "high"\n'
    )
    source = '[OWN1]\ntitle = "Their page"\nurl = ""\ndate = "2026"\n'
    root = overlay(tmp_path, {"distributors/small/distributor.toml": record, "sources.toml": source})
    directory, found = lint_folders(root, None, today=TODAY)
    page = plain_lint(
        [
            one
            for one in found
            if one.source.file.startswith("templates/")
            and one.source.column != "A16"
            and one.severity is not Severity.INFO
        ],
        directory,
    )

    page = " ".join(page.split())
    assert "- D-ABILITY templates/distributors/small/distributor.toml, line 11, track_level" in page
    assert "- D-ADDRESS templates/distributors/small/distributor.toml, line 14, addresses[1]" in page
    assert "'http://example.com' is not an https address" in page
    assert '→ Write the page as value = "https://…".' in page
    assert "- D-SOURCE-LINE templates/sources.toml, line 1, OWN1" in page
    assert "Checked: " in page


def test_without_findings_lint_says_what_it_checked() -> None:
    directory = load_directory()
    page = plain_lint((), directory)

    assert page.startswith("Checked: ")
    assert f"{len(directory.distributors)} distributors" in page
    assert page.endswith("Nothing is wrong.\n")
