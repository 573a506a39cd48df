"""Agreements that are over, copies that are said to be unlicensed, discs, and the day for answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from catalogs import (
    DIRECTORY,
    TODAY,
    catalog_of,
    cells,
    check,
    contact,
    decision,
    earning,
    ended,
    held,
    only,
    principal,
    request,
    route,
    rules,
)
from support.builders import upc

from takedown.checks import check_catalog
from takedown.model import CheckedCatalog, Finding
from takedown.records import Directory, Platform, Use
from takedown.request import Match, Request, Route

DAYS = {
    "ended": date(2026, 6, 30),
    "confirmed_on": date(2026, 7, 2),
    "seen_live": date(2026, 11, 20),
}


def of_end(**days: Any) -> CheckedCatalog:
    return check(cells(distributor=""), of=request(ended(**days)))


def test_an_end_with_its_three_days_is_silent() -> None:
    assert rules(of_end(**DAYS)) == []


@pytest.mark.parametrize(
    ("missing", "words", "step"),
    [
        ("ended", "the day on which the agreement ended", "from the agreement"),
        ("confirmed_on", "CD Baby confirmed the end", "ask CD Baby to confirm in writing"),
        ("seen_live", "last seen live", "look whether it is still there"),
    ],
)
def test_a_missing_day_is_a_question_with_its_own_next_step(missing: str, words: str, step: str) -> None:
    found = only(of_end(**{key: day for key, day in DAYS.items() if key != missing}), "Q-END")

    assert words in found.message
    assert step in found.hint
    assert f"end = {{ {missing} = … }}" in found.hint
    assert str(found.source) == "takedown.toml, routes.1.end"


def test_without_a_table_end_all_three_days_are_missing() -> None:
    found = only(of_end(), "Q-END")

    assert "are missing" in found.message
    assert "end = { ended = …, confirmed_on = …, seen_live = … }" in found.hint


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"ended": TODAY + timedelta(days=1)}, "lies ahead"),
        ({"ended": TODAY}, "ends today"),
        ({"confirmed_on": TODAY + timedelta(days=1)}, "confirmed_on is 2026-11-23, which lies ahead"),
        ({"seen_live": TODAY + timedelta(days=1)}, "seen_live is 2026-11-23, which lies ahead"),
        (
            {"seen_live": date(2026, 6, 29)},
            "seen live on 2026-06-29, before the agreement ended on 2026-06-30",
        ),
    ],
)
def test_days_that_contradict_each_other_are_an_error(days: Mapping[str, date], words: str) -> None:
    found = only(of_end(**(DAYS | days)), "E-END")

    assert words in found.message
    assert found.hint


def test_a_confirmation_may_come_before_the_end_and_the_end_may_be_seen_on_its_day() -> None:
    assert rules(of_end(**(DAYS | {"confirmed_on": date(2026, 5, 1), "seen_live": DAYS["ended"]}))) == []


def test_it_must_be_said_who_delivered_it() -> None:
    checked = check(cells(distributor=""), of=request(ended(former="", **DAYS)))

    assert str(only(checked, "Q-END").source) == "takedown.toml, routes.1.former"


def test_a_former_that_nobody_knows_is_an_error_with_the_nearest_name() -> None:
    checked = check(cells(distributor=""), of=request(ended(former="cdbabi", **DAYS)))

    assert 'former = "cdbaby"' in only(checked, "E-VIA").hint
    assert "Q-END" not in rules(checked)


def test_a_former_may_be_a_contact_and_its_wrong_address_holds_the_release() -> None:
    wanted = request(ended(former="my-label", **DAYS), contacts={"my-label": contact(email="desk")})
    checked = check(cells(distributor=""), of=wanted)

    assert held(checked) == {"Harbour 1": ["E-EMAIL"]}


def test_sales_after_the_end_at_the_former_distributor_support_the_letter() -> None:
    wanted = request(ended(**DAYS), statements=earning(distributor="cdbaby"))
    found = only(check(cells(distributor=""), of=wanted), "W-STATEMENT-END")

    assert found.message == (
        "'Harbour 1' still earns at CD Baby, latest in 2026-09, after the end on 2026-06-30"
    )
    assert not found.blocks


@pytest.mark.parametrize(
    "line",
    [
        {"distributor": "cdbaby", "first_month": "2026-05", "last_month": "2026-06"},
        {"distributor": "distrokid"},
    ],
)
def test_sales_until_the_end_or_at_somebody_else_say_nothing_of_it(line: dict[str, Any]) -> None:
    wanted = request(ended(**DAYS), statements=earning(line))

    assert "W-STATEMENT-END" not in rules(check(cells(distributor=""), of=wanted))


def unlicensed(*more: Route, statements: Any = None, distributor: str = "", **match: str) -> CheckedCatalog:
    routes = (route("unlicensed", **match), *more)
    wish = {"platforms": ("amazon-music",)}
    wanted = request(*routes, wish=wish, **({"statements": statements} if statements else {}))
    return check(cells(distributor=distributor), of=wanted)


def test_a_copy_that_nothing_speaks_for_is_unlicensed() -> None:
    assert "Q-EARNS" not in rules(unlicensed())


def earns(checked: CheckedCatalog) -> Finding:
    return only(checked, "Q-EARNS")


def test_earnings_at_the_same_company_speak_against_it() -> None:
    found = earns(unlicensed(statements=earning(platform="amazon-digital", store="Amazon Downloads")))

    assert found.message == (
        "'Harbour 1' is said to be unlicensed on Amazon Music, and the statements of TuneCore list earnings at Amazon"
    )
    assert 'via = "tunecore"' in found.hint
    assert held(unlicensed(statements=earning())) == {"Harbour 1": ["Q-EARNS"]}


def test_earnings_at_a_store_of_the_company_that_is_no_platform_speak_against_it_too() -> None:
    found = earns(unlicensed(statements=earning(platform="", store="Amazon", distributor="")))

    assert "your statements list earnings at Amazon" in found.message


def test_earnings_elsewhere_say_nothing_of_it() -> None:
    spotify = earning(platform="spotify", store="Spotify")

    assert "Q-EARNS" not in rules(unlicensed(statements=spotify))


def test_the_column_distributor_speaks_against_it() -> None:
    assert "the column distributor says CD Baby" in earns(unlicensed(distributor="cdbaby")).message


@pytest.mark.parametrize(
    ("match", "other"),
    [
        ({}, route("tunecore", artist="The Examples")),
        ({"artist": "The Examples"}, route("tunecore", label="Example Tapes")),
        ({"territory": "DE"}, route("tunecore")),
    ],
)
def test_another_route_for_the_same_release_and_platform_speaks_against_it(
    match: dict[str, str], other: Route
) -> None:
    assert 'another route says via = "tunecore" there' in earns(unlicensed(other, **match)).message


def test_another_route_with_the_same_match_speaks_against_it() -> None:
    twin = route("tunecore", artist="The Examples", platform="amazon-music")

    assert "another route" in earns(unlicensed(twin, artist="The Examples", platform="amazon-music")).message


@pytest.mark.parametrize(
    ("match", "other"),
    [
        ({"upc": upc(1), "platform": "amazon-music"}, route("self", artist="The Examples")),
        ({"label": "Example Tapes"}, route("self", artist="The Examples")),
        ({"upc": upc(1)}, route("tunecore", artist="The Examples", label="Example Tapes")),
    ],
)
def test_an_own_upload_and_a_route_for_more_than_this_release_say_nothing_of_a_copy(
    match: dict[str, str], other: Route
) -> None:
    assert "Q-EARNS" not in rules(unlicensed(other, **match))


@pytest.mark.parametrize("word", ["unlicensed", "self", "ended"])
def test_a_word_in_the_column_distributor_is_nobody_who_delivers(word: str) -> None:
    assert "Q-EARNS" not in rules(unlicensed(distributor=word))


def test_a_copy_that_only_the_column_calls_unlicensed_is_held_against_the_statements_too() -> None:
    one = {"platforms": ("amazon-music",)}
    wanted = request(route(artist="Nobody"), wish=one, statements=earning())
    found = only(check(cells(distributor="unlicensed"), of=wanted), "Q-EARNS")

    assert (found.source.file, found.source.column) == ("catalog.csv", "distributor")


@pytest.mark.parametrize("via", ["tunecore", "self", "unknown"])
def test_a_wider_route_below_is_no_contradiction(via: str) -> None:
    assert "Q-EARNS" not in rules(unlicensed(route(via), artist="The Examples"))


DISCS = Platform(
    slug="amazon-physical",
    name="Amazon (CD and vinyl)",
    company="Amazon",
    use=Use.PHYSICAL,
    desk="amazon",
    checked_on=TODAY,
)
WITH_DISCS: Directory = replace(DIRECTORY, platforms={**DIRECTORY.platforms, DISCS.slug: DISCS})


def discs(*routes: Route, **columns: str) -> CheckedCatalog:
    wanted: Request = request(
        *routes,
        wish={"platforms": ("amazon-physical", "amazon-music")},
        contacts={"my-supplier": contact(name="Disc Supply")},
    )
    catalog = catalog_of(cells(**columns))
    return check_catalog(catalog, wanted, WITH_DISCS, coverage=frozenset(range(0x2200)), today=TODAY)


def test_who_delivers_files_does_not_supply_discs() -> None:
    found = only(discs(route("tunecore")), "Q-ROUTE")

    assert "who supplies the discs and records of 'Harbour 1' to Amazon (CD and vinyl)" in found.message
    assert 'match = { platform = "amazon-physical" }' in found.hint


def test_a_route_for_discs_answers_it_and_contradicts_no_distributor_of_files() -> None:
    supplier = Route(match=Match(platform="amazon-physical"), via="other", contact="my-supplier")

    assert rules(discs(supplier, route("tunecore"))) == []


def test_a_release_that_is_on_no_disc_needs_no_supplier() -> None:
    assert "Q-ROUTE" not in rules(discs(route("tunecore"), platforms="amazon-music"))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"answer_by": TODAY - timedelta(days=1)}, "has passed"),
        (
            {"answer_by": date(2026, 12, 10), "wanted_by": date(2026, 12, 4)},
            "after the wanted date 2026-12-04",
        ),
    ],
)
def test_a_day_for_answers_that_cannot_work_is_a_warning(wish: dict[str, date], words: str) -> None:
    assert words in only(check(cells(), of=request(wish=wish)), "W-ANSWER-BY").message


def test_a_day_for_answers_between_today_and_the_wanted_date_is_silent() -> None:
    wish = {"answer_by": TODAY, "wanted_by": TODAY}

    assert rules(check(cells(), of=request(wish=wish))) == []


def test_who_has_not_answered_is_known_per_release_where_letters_are_wanted() -> None:
    table = (cells(1, owner="Bo Example;Cy Example"), cells(2, owner="Bo Example"), cells(3))
    decisions = (decision("Cy Example"), decision("Bo Example", release="Harbour 2"))
    wanted = request(wish={"answer_by": date(2026, 12, 4)}, decisions=decisions)
    checked = check(*table, of=wanted)

    assert [list(names) for names in checked.unanswered.values()] == [["Bo Example"]]
    assert list(checked.unanswered) == [checked.releases[0].key]
    assert check(*table, of=replace(wanted, wish=request().wish)).unanswered == {}


def test_an_artists_address_that_cannot_be_written_to_is_an_error() -> None:
    wanted = request(principals=(replace(principal(), email="bo"),))

    assert str(only(check(cells(), of=wanted), "E-EMAIL").source) == "takedown.toml, principals.1.email"


def test_own_uploads_raise_no_question_about_labels_or_routes() -> None:
    assert rules(check(cells(distributor="", label="Small Label"), of=request(route("self")))) == []
