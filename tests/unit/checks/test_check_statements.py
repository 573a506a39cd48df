"""What statements say against the routes and the catalog."""

from typing import Any

import pytest
from catalogs import cells, check, contact, earning, only, request, route, rules
from support.builders import isrc, upc

from takedown.model import CheckedCatalog
from takedown.request import Match, Route

STATEMENT_RULES = {"W-STATEMENT-ROUTE", "W-STATEMENT-PLATFORM", "W-TWO-DELIVERIES", "W-NOT-IN-CATALOG"}


def stated(*lines: dict[str, Any], routes: tuple[Route, ...] = (), **row: str) -> CheckedCatalog:
    return check(cells(**row), of=request(*routes, statements=earning(*lines)))


def found(checked: CheckedCatalog) -> set[str]:
    return set(rules(checked)) & STATEMENT_RULES


def test_a_statement_that_agrees_with_the_route_is_silent() -> None:
    assert found(stated({})) == set()


def test_a_release_that_earns_elsewhere_names_both_distributors_and_the_latest_month() -> None:
    said = only(stated({"distributor": "distrokid"}), "W-STATEMENT-ROUTE")

    assert said.message == "'Harbour 1' earns at DistroKid, latest in 2026-09; the route says TuneCore"
    assert 'via = "distrokid"' in said.hint


def test_an_old_statement_of_a_former_distributor_is_told_apart() -> None:
    old = {"distributor": "distrokid", "first_month": "2021-01", "last_month": "2023-04"}

    assert (
        only(stated(old), "W-STATEMENT-ROUTE").message
        == "'Harbour 1' earned at DistroKid until 2023-04; the route says TuneCore"
    )


def test_a_distributor_that_stopped_before_the_other_began_is_a_former_one_too() -> None:
    before = {"distributor": "distrokid", "first_month": "2026-05", "last_month": "2026-06"}
    checked = stated(before, {})

    assert "until 2026-06" in only(checked, "W-STATEMENT-ROUTE").message
    assert "W-TWO-DELIVERIES" not in rules(checked)


def test_many_releases_of_one_contradiction_are_said_once() -> None:
    lines = [{"distributor": "distrokid", "upc": upc(number)} for number in (1, 2, 3)]
    checked = check(cells(1), cells(2), cells(3), of=request(statements=earning(*lines)))

    assert "'Harbour 1' and 2 more releases earn at DistroKid" in only(checked, "W-STATEMENT-ROUTE").message


def test_a_route_of_another_platform_is_not_contradicted() -> None:
    routes = (
        Route(match=Match(platform="spotify"), via="distrokid"),
        route("tunecore"),
    )
    line = {"distributor": "distrokid", "platform": "spotify", "store": "Spotify"}

    assert found(stated(line, routes=routes)) == set()


@pytest.mark.parametrize(
    ("via", "says"),
    [
        ("label", "a label delivers it"),
        ("direct", "you deliver it yourself"),
        ("unlicensed", "nobody delivers it with your permission"),
        ("unknown", "it is not known who delivers it"),
        ("other", "another distributor"),
    ],
)
def test_a_route_without_a_distributor_is_contradicted_in_its_own_words(via: str, says: str) -> None:
    of = request(route(via, contact="desk"), contacts={"desk": contact()}, statements=earning({}))

    assert says in only(check(cells(distributor=""), of=of), "W-STATEMENT-ROUTE").message


def test_what_ended_may_still_stand_in_statements() -> None:
    assert found(stated({}, routes=(route("ended"),), distributor="")) == set()


def test_a_distributor_that_only_the_cell_names_is_compared_as_a_route_is() -> None:
    checked = stated({}, routes=(route(artist="Others"),), distributor="cdbaby")

    assert "the route says CD Baby" in only(checked, "W-STATEMENT-ROUTE").message


def test_two_distributors_in_the_same_months_keep_the_tracks_live() -> None:
    other = {"distributor": "distrokid", "first_month": "2026-09", "last_month": "2026-10"}
    said = only(stated({}, other), "W-TWO-DELIVERIES")

    assert "of DistroKid and of TuneCore for the same store and months (2026-09)" in said.message


def test_two_distributors_in_other_months_or_stores_are_no_second_delivery() -> None:
    later = {"distributor": "distrokid", "first_month": "2026-10", "last_month": "2026-11"}
    elsewhere = {"distributor": "distrokid", "platform": "", "store": "Other Store"}

    assert "W-TWO-DELIVERIES" not in rules(stated({}, later))
    assert "W-TWO-DELIVERIES" not in rules(stated({}, elsewhere))


def test_months_that_nobody_knows_overlap_with_none() -> None:
    unknown = {"distributor": "distrokid", "first_month": "", "last_month": ""}
    checked = stated({}, unknown)

    assert "W-TWO-DELIVERIES" not in rules(checked)
    assert "'Harbour 1' earns at DistroKid; the route" in only(checked, "W-STATEMENT-ROUTE").message


def test_a_platform_that_the_row_leaves_out_and_that_earns_is_said_at_its_cell() -> None:
    said = only(stated({}, platforms="amazon-digital"), "W-STATEMENT-PLATFORM")

    assert said.message == (
        "'Harbour 1' earns on Amazon Music, latest in 2026-09, and the platforms column leaves it out"
    )
    assert (said.source.row, said.source.column) == (2, "platforms")


@pytest.mark.parametrize("platforms", ["", "amazon-music"])
def test_a_row_that_leaves_nothing_out_is_silent(platforms: str) -> None:
    assert found(stated({}, platforms=platforms)) == set()


def test_what_is_not_in_the_catalog_is_said_once_with_a_count_and_the_first_names() -> None:
    lines = [{"upc": upc(number), "release": f"Harbour {number}"} for number in range(1, 7)]
    said = only(
        stated(*lines, {"upc": upc(2), "store": "Spotify", "platform": "spotify"}), "W-NOT-IN-CATALOG"
    )

    assert said.message == (
        "5 releases of your statements are not in the catalog: 'The Examples – Harbour 2', "
        "'The Examples – Harbour 3', 'The Examples – Harbour 4' and 2 more"
    )


@pytest.mark.parametrize(
    "line",
    [
        {"upc": "", "isrc": isrc(1)},
        {"upc": "", "release": "HARBOUR 1"},
        {"upc": f"0{upc(1)}"},
    ],
)
def test_a_line_is_matched_by_isrc_by_name_and_by_a_upc_with_another_zero(line: dict[str, str]) -> None:
    assert found(stated(line)) == set()


def test_a_line_of_a_blocked_release_is_in_the_catalog() -> None:
    assert "W-NOT-IN-CATALOG" not in rules(stated({}, isrc="N/A"))


def test_another_upc_of_the_same_name_is_another_release() -> None:
    assert found(stated({"upc": upc(2)})) == {"W-NOT-IN-CATALOG"}


def test_a_line_without_sales_and_money_proves_nothing() -> None:
    assert found(stated({"distributor": "distrokid", "units": 0, "earnings": 0})) == set()


def test_nothing_is_held_back_by_a_statement() -> None:
    checked = stated({"distributor": "distrokid"}, {}, {"upc": upc(9)}, platforms="amazon-digital")

    assert found(checked) == STATEMENT_RULES
    assert checked.held == {}


def test_recordings_of_a_statement_that_are_on_no_release_are_not_counted_as_releases() -> None:
    lines = [{"upc": upc(2)}, *({"upc": "", "release": "", "isrc": isrc(number)} for number in (7, 8))]

    message = only(stated(*lines), "W-NOT-IN-CATALOG").message
    assert message.startswith("1 release and 2 single recordings of your statements are not in the catalog")
