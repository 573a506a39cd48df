"""Who delivers: what the routes do for this catalog."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from catalogs import TODAY, cells, check, contact, held, only, request, route, rules
from support.builders import upc

from takedown.request import Agreement, Known, Match, Route

CONTACTS = {"desk": contact()}


def test_the_first_match_wins_and_a_route_below_a_wider_one_is_shadowed():
    of = request(route(), route("cdbaby", artist="The Examples"))
    checked = check(cells(), of=of)
    assert rules(checked) == ["W-ROUTE-SHADOWED"]
    assert str(only(checked, "W-ROUTE-SHADOWED").source) == "takedown.toml, routes.2.match"


def test_a_route_for_one_territory_shadows_only_its_own():
    german = Route(match=Match(territory="DE"), via="ended", former="X")
    again = replace(german, former="Y")
    assert rules(check(cells(), of=request(german, route()))) == []
    assert rules(check(cells(), of=request(german, again, route()))) == ["W-ROUTE-SHADOWED"]
    only_france = request(german, route(), wish={"territories": ("FR",)})
    assert rules(check(cells(), of=only_france)) == ["W-ROUTE-UNUSED"]


@pytest.mark.parametrize(
    "match", [{"artist": "Nobody"}, {"label": "Nobody"}, {"upc": upc(9)}, {"platform": "spotify"}]
)
def test_a_route_that_matches_nothing_is_told(match):
    assert rules(check(cells(), of=request(route(**match), route()))) == ["W-ROUTE-UNUSED"]


def test_a_route_through_somebody_unknown_holds_what_it_covers():
    of = request(route("tunecor", artist="The Examples"), route())
    checked = check(cells(1), cells(2, artist="Others"), of=of)
    assert held(checked) == {"Harbour 1": ["E-VIA"]}
    assert 'did you mean via = "tunecore"?' in only(checked, "E-VIA").hint
    assert "write via" in only(check(cells(), of=request(route("qqq"))), "E-VIA").hint


@pytest.mark.parametrize("via", ["label", "direct", "other"])
def test_a_route_to_a_person_needs_a_contact(via):
    assert "Q-CONTACT" in rules(check(cells(distributor=""), of=request(route(via))))
    assert (
        rules(check(cells(distributor=""), of=request(route(via, contact="desk"), contacts=CONTACTS))) == []
    )


def test_an_unknown_way_needs_no_contact():
    assert rules(check(cells(distributor=""), of=request(route("unknown")))) == []


def test_a_contact_that_is_not_written_down_is_an_error():
    checked = check(cells(distributor=""), of=request(route("unknown", contact="dezk"), contacts=CONTACTS))
    assert "[contacts.dezk]" in only(checked, "E-CONTACT-KEY").hint
    assert held(checked) == {"Harbour 1": ["E-CONTACT-KEY"]}


def test_the_catalogs_own_distributor_is_a_route():
    of = request(route(artist="Others"))
    assert "Q-ROUTE" not in rules(check(cells(), of=of))


def test_without_a_route_and_without_a_distributor_the_question_names_what_to_add():
    checked = check(cells(distributor=""), of=request(route(artist="Others")))
    found = only(checked, "Q-ROUTE")
    assert "'Harbour 1' to amazon-music and amazon-digital" in found.message
    assert 'match = { artist = "The Examples" }' in found.hint
    assert held(checked) == {"Harbour 1": ["Q-ROUTE"]}


def test_a_route_for_one_platform_leaves_the_question_for_the_other():
    found = only(check(cells(distributor=""), of=request(route(platform="amazon-music"))), "Q-ROUTE")
    assert found.message.endswith("to amazon-digital")


def test_no_route_is_asked_for_where_the_release_is_not():
    checked = check(cells(distributor="", platforms="spotify"), of=request(route(artist="Others")))
    assert "Q-ROUTE" not in rules(checked)


def test_a_distributor_without_record_needs_a_route_with_a_contact():
    assert "Q-ROUTE" in rules(check(cells(distributor="other"), of=request(route(artist="Others"))))
    of = request(route("other", contact="desk"), contacts=CONTACTS)
    assert rules(check(cells(distributor="other"), of=of)) == []


def test_the_catalog_and_the_route_may_not_name_different_distributors_unsaid():
    message = only(check(cells(1, distributor="cdbaby")), "W-ROUTE-CONFLICT").message
    assert "cdbaby delivers 'Harbour 1', and route 1 (everything) says tunecore" in message
    label = request(route("label", contact="desk"), contacts=CONTACTS)
    assert rules(check(cells(distributor="cdbaby"), of=label)) == []


@pytest.mark.parametrize("key", ["request.platforms", "routes.1.match.platform"])
def test_a_platform_that_nobody_knows_is_named_with_its_key(key):
    of = (
        request(wish={"platforms": ("amazon-music", "amazon-digitl")})
        if key == "request.platforms"
        else request(route(platform="amazon-digitl"), route())
    )
    found = only(check(cells(), of=of), "E-PLATFORM")
    assert (str(found.source), found.hint) == (f"takedown.toml, {key}", "did you mean amazon-digital?")


def _with(**terms):
    plain = Agreement(name="Terms", advance_open=Known.NO)
    wish = {"wanted_by": TODAY + timedelta(days=5)}
    return check(cells(), of=request(route(agreement=replace(plain, **terms)), wish=wish))


def test_a_missing_agreement_warns_and_blocks_nothing():
    checked = check(cells(distributor=""), of=request(route("cdbaby")))
    assert rules(checked) == ["W-AGREEMENT"]
    assert not checked.held


def test_an_agreement_warns_of_an_open_advance_an_end_and_a_notice_period():
    assert rules(_with()) == []
    assert rules(_with(advance_open=Known.YES)) == ["W-ADVANCE"]
    assert rules(_with(advance_open=Known.UNKNOWN)) == ["I-ADVANCE"]
    assert rules(_with(ends=date(2026, 11, 21))) == ["W-TERM"]
    assert rules(_with(ends=TODAY)) == []
    assert rules(_with(notice_days=5)) == []
    assert (
        "ends on 2026-11-28, after the wanted date 2026-11-27" in only(_with(notice_days=6), "W-TERM").message
    )


def test_an_unknown_advance_is_told_once_for_all_routes():
    terms = Agreement(name="Terms")
    of = request(route(agreement=terms, artist="The Examples"), route("cdbaby", agreement=terms))
    found = only(check(cells(1), cells(2, artist="Others", distributor="cdbaby"), of=of), "I-ADVANCE")
    assert found.releases == (upc(1), upc(2))
