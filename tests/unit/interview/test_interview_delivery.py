"""Who delivers what: a route only where it will be used, and never one that hides what is learnt later."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.checks import check_catalog
from takedown.config import load_settings
from takedown.directory import load_directory
from takedown.interview.adding import added
from takedown.interview.answers import Value
from takedown.interview.existing import read_existing
from takedown.interview.flow import Situation
from takedown.interview.music import NOTHING, known_music
from takedown.interview.unused import contradictions, kept_options, unused_options
from takedown.interview.writer import new_file
from takedown.model import CheckedCatalog
from takedown.readers import read_catalog
from takedown.request import Route

DIRECTORY = load_directory()
TODAY = date(2026, 11, 22)
FOUR: dict[str, Value] = {
    "name": "Ana Example", "email": "ana@example.com", "platforms": ("amazon-music", "spotify"),
    "basis": "sole-owner",
}  # fmt: skip
COLUMNS = ("artist", "release", "label", "distributor", "platforms")
USELESS = {"W-ROUTE-SHADOWED", "W-ROUTE-UNUSED"}


def catalog_of(root: Path, *rows: tuple[str, str, str]) -> None:
    """Write a catalog of one release per row: label, distributor, platforms."""
    with (root / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(("The Examples", f"Album {number}", *row) for number, row in enumerate(rows))


def situation(root: Path, answers: dict[str, Value], **more: Any) -> Situation:
    music = known_music(root / "catalog.csv", DIRECTORY, today=TODAY)
    return Situation(answers=answers, directory=DIRECTORY, today=TODAY, music=music, **more)


def begun(root: Path, **answers: Value) -> tuple[str, tuple[Route, ...]]:
    """Write takedown.toml of the answers; its text, and the routes that it has."""
    text = new_file(
        situation(root, {**FOUR, **{key.replace("_", "."): each for key, each in answers.items()}})
    )
    (root / "takedown.toml").write_text(text, encoding="utf-8")
    return text, load_settings(root).request.routes


def gone_on(root: Path, **answers: Value) -> str:
    """Let `init` add to the takedown.toml that is there; its text afterwards."""
    existing = read_existing(root)
    assert existing is not None
    narrow = existing.narrow_routes
    known = situation(root, FOUR | answers | existing.answers, has_routes=narrow is None, routes=narrow or ())
    text = added(existing, known)
    (root / "takedown.toml").write_text(text, encoding="utf-8")
    return text


def covered(routes: tuple[Route, ...]) -> list[tuple[str, str]]:
    return [(route.via, route.match.label or route.match.distributor) for route in routes]


def checked(root: Path) -> CheckedCatalog:
    settings = load_settings(root)
    catalog = read_catalog(settings.catalog, name=settings.catalog_name)
    return check_catalog(catalog, settings.request, DIRECTORY, coverage=frozenset(range(0x3000)), today=TODAY)


def test_where_nobody_knows_who_delivers_there_is_a_note_and_no_route(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "", ""))
    text, routes = begun(tmp_path, distributors=("unknown",))

    assert routes == ()
    assert 'via = "unknown"' not in text
    assert "# [[routes]]\n# via = " in text
    plain = re.sub(r"^# (?=\[\[routes|via|account)", "", text, flags=re.MULTILINE)
    (tmp_path / "takedown.toml").write_text(plain)
    assert covered(load_settings(tmp_path).request.routes) == [("distrokid", "")]


def test_what_a_later_import_says_is_not_hidden_and_gets_its_route(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "", ""))
    begun(tmp_path, distributors=("unknown",))
    catalog_of(tmp_path, ("", "tunecore", ""))

    assert {each.rule for each in checked(tmp_path).findings}.isdisjoint({"Q-ROUTE", "W-ROUTE-CONFLICT"})
    gone_on(tmp_path)
    assert covered(load_settings(tmp_path).request.routes) == [("tunecore", "")]


def test_where_a_part_is_known_only_that_part_gets_a_route(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "distrokid", ""), ("", "", ""))

    assert covered(begun(tmp_path, distributors=("unknown",))[1]) == [("distrokid", "distrokid")]
    gone_on(tmp_path, distributors=("unknown",))
    assert covered(load_settings(tmp_path).request.routes) == [("distrokid", "distrokid")]
    gone_on(tmp_path, distributors=("tunecore",))
    assert covered(load_settings(tmp_path).request.routes) == [("distrokid", "distrokid"), ("tunecore", "")]


def test_the_rest_by_the_same_distributor_needs_one_route(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "distrokid", ""), ("", "tunecore", ""), ("", "", ""))

    assert covered(begun(tmp_path, distributors=("distrokid",))[1]) == [
        ("tunecore", "tunecore"),
        ("distrokid", ""),
    ]


def test_of_several_that_nothing_tells_apart_there_are_notes(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "", ""))
    text, routes = begun(
        tmp_path, distributors=("distrokid", "other"), contact_other=("Desk", "desk@example.org"),
        account_distrokid="bo@example.com",
    )  # fmt: skip

    assert routes == ()
    assert '# match = { distributor = "distrokid" }' in text
    assert '"bo@example.com"' in text
    assert '# contact = "desk"' in text
    assert gone_on(tmp_path, distributors=("distrokid", "other"), **{"contact.other": ("Desk", "")}) == text
    catalog_of(tmp_path, ("", "distrokid", ""))
    gone_on(tmp_path)
    assert covered(load_settings(tmp_path).request.routes) == [("distrokid", "")]


def test_in_an_empty_catalog_several_distributors_wait_for_what_is_imported(tmp_path: Path) -> None:
    assert covered(begun(tmp_path, distributors=("distrokid", "tunecore"))[1]) == [
        ("distrokid", "distrokid"),
        ("tunecore", "tunecore"),
    ]
    assert known_music(tmp_path / "catalog.csv", DIRECTORY, today=TODAY) == NOTHING


def test_a_route_to_be_filled_in_becomes_a_note_where_nobody_knows(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "", ""))
    for text in (
        'schema = 1\n[[routes]]   # who delivers?\nvia = ""\n\n# mine\n[catalog]\nfile = "catalog.csv"\n',
        'schema = 1\nroutes = [{ via = "" }]\n',
    ):
        (tmp_path / "takedown.toml").write_text(text)
        after = gone_on(tmp_path, distributors=("unknown",))
        assert load_settings(tmp_path).request.routes == ()
        assert [note for note in re.findall("#.*", text) if note not in after] == []


def test_a_label_that_holds_everything_leaves_no_route_without_use(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("Big Records", "distrokid", ""))
    answers: dict[str, Value] = {"label.Big Records": "licensed"}
    text = new_file(situation(tmp_path, FOUR | answers))
    (tmp_path / "takedown.toml").write_text(text)

    assert covered(load_settings(tmp_path).request.routes) == [("label", "Big Records")]


def test_a_distributor_of_nothing_that_is_asked_about_has_no_route(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "distrokid", "spotify"), ("", "tunecore", "tidal"))

    assert covered(begun(tmp_path)[1]) == [("distrokid", "distrokid")]


NAMES = ("distrokid", "tunecore", "CD Baby", "Own Desk", "other", "")
LABELS = ("Big Records", "My Tapes", "")
VIAS = ("distrokid", "cdbaby", "label", "direct", "other", "ended", "unlicensed", "unknown")
ROWS = st.tuples(
    st.sampled_from(LABELS), st.sampled_from(NAMES), st.sampled_from(["", "spotify", "tidal", "amazon-music; tidal"])
)  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {
        "distributors": st.lists(st.sampled_from(VIAS), unique=True, max_size=3).map(tuple),
        "label.Big Records": st.sampled_from(["licensed", "ours", "open"]),
        "label.My Tapes": st.sampled_from(["licensed", "ours"]),
        "contact": st.sampled_from([(), ("Desk", "desk@example.org")]),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=5), ANSWERS, st.lists(ROWS, max_size=3), ANSWERS)
def test_no_route_that_init_writes_is_called_useless_by_the_checks(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    answers: dict[str, Value],
    more: list[tuple[str, str, str]],
    later: dict[str, Value],
) -> None:
    root = tmp_path_factory.mktemp("law")
    catalog_of(root, *rows)
    (root / "takedown.toml").write_text(new_file(situation(root, FOUR | answers)), encoding="utf-8")
    assert {each.rule for each in checked(root).findings} & USELESS == set()
    assert all(route.via != "unknown" for route in load_settings(root).request.routes)

    catalog_of(root, *rows, *more)
    gone_on(root, **later)
    assert {each.rule for each in checked(root).findings} & USELESS == set()


def problems(root: Path, answers: dict[str, Value], **given_options: str) -> list[str]:
    options = {key.replace("_", "-"): (value,) for key, value in given_options.items()}
    return list(unused_options(options, situation(root, FOUR | answers)))


@pytest.mark.parametrize(
    ("options", "answers", "both"),
    [
        ({"account": "tunecore=a@example.com"}, {}, ("--account tunecore=…", "distrokid")),
        ({"former": "tunecore"}, {}, ("--former", "distrokid")),
        ({"contact": "Desk <desk@example.org>"}, {}, ("--contact", "distrokid")),
        ({"contact": "label=Desk"}, {}, ("--contact label=…", "distrokid")),
        ({"contact": "Big Records=Desk"}, {}, ("--contact 'Big Records'=…", "--licensed-label 'Big Records'")),
        ({"contact_source": "a mail"}, {}, ("--contact-source", "--contact")),
        ({"licensed_label": "No Tapes"}, {"label.No Tapes": "licensed"}, ("--licensed-label 'No Tapes'", "catalog")),
    ],
)  # fmt: skip
def test_an_option_that_nothing_uses_is_named_with_what_it_contradicts(
    options: dict[str, str], answers: dict[str, Value], both: tuple[str, str], tmp_path: Path
) -> None:
    catalog_of(tmp_path, ("Big Records", "distrokid", ""))
    [problem] = problems(tmp_path, answers, **options)

    assert both[0] in problem
    assert both[1] in problem


def test_options_that_contradict_who_delivers_are_named(tmp_path: Path) -> None:
    ended: dict[str, Value] = {"distributors": ("ended",), "contact": ("Desk", "")}
    given_options = {"distributor": "ended", "contact": "Desk", "account": "a@example.com"}

    assert [each.partition(":")[0] for each in problems(tmp_path, ended, **given_options)] == [
        "--account and --distributor ended",
        "--contact and --distributor ended",
    ]
    assert problems(tmp_path, {"distributors": ("ended",)}, distributor="ended", former="tunecore") == []


def test_options_that_are_used_are_no_problem(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("Big Records", "distrokid", ""), ("", "distrokid", ""))
    licensed: dict[str, Value] = {"label.Big Records": "licensed"}

    assert problems(
        tmp_path, licensed, account="distrokid=a@example.com", contact="big records=Desk",
        contact_source="a mail", licensed_label="BIG RECORDS",
    ) == []  # fmt: skip
    unknown: dict[str, Value] = {"distributors": ("unknown",), "contact": ("Desk", "")}
    catalog_of(tmp_path, ("", "", ""))
    assert problems(tmp_path, unknown, contact="Desk", distributor="unknown") == []
    assert '# contact = "desk"' in begun(tmp_path, **unknown)[0]


def test_a_label_is_either_ones_own_or_licensed() -> None:
    given_options = {"own-label": ("My Tapes",), "licensed-label": ("Big Records", "MY TAPES")}

    assert list(contradictions(given_options)) == [
        "--own-label and --licensed-label name the same label, 'MY TAPES'"
    ]


def test_options_about_what_stands_in_the_file_are_named(tmp_path: Path) -> None:
    known = situation(tmp_path, dict(FOUR), has_routes=True, has_principals=True)
    given_options = {"former": ("tunecore",), "principal": ("A=B",), "name": ("Ana",)}

    assert kept_options(given_options, known) == ("--former", "--principal")
    assert list(unused_options(given_options, known)) == []

    catalog_of(tmp_path, ("", "distrokid", ""))
    narrow = situation(tmp_path, dict(FOUR), routes=({"distributor": "distrokid"},))
    assert kept_options({"account": ("a@example.com",)}, narrow) == ("--account",)
    assert list(unused_options({"account": ("a@example.com",)}, narrow)) == []


def test_the_source_of_a_contact_that_was_answered_is_used(tmp_path: Path) -> None:
    answers: dict[str, Value] = {"distributors": ("label",), "contact.label": ("Desk", "desk@example.org")}

    assert problems(tmp_path, answers, contact_source="a mail") == []
