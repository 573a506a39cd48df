"""Who delivers: what the routes do for this catalog."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from catalogs import TODAY, cells, check, contact, held, only, request, route, rules
from support.builders import upc

from takedown.records import Known
from takedown.request import Agreement, Match, Route

CONTACTS = {"desk": contact()}


def test_the_first_match_wins_and_a_route_below_a_wider_one_is_shadowed():
    of = request(route(), route("cdbaby", artist="The Examples"))
    checked = check(cells(), of=of)
    assert rules(checked) == ["W-ROUTE-SHADOWED"]
    assert str(only(checked, "W-ROUTE-SHADOWED").source) == "takedown.toml, routes.2.match"


def test_a_route_for_one_territory_shadows_only_its_own():
    german = Route(match=Match(territory="DE"), via="self")
    again = replace(german, via="unknown")
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
    assert rules(_with(ends=date(2026, 11, 21))) == ["Q-AGREEMENT-ENDED"]
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


@pytest.mark.parametrize("via", ["tunecore", "other", "direct"])
def test_an_agreement_whose_end_has_passed_is_asked_about_and_holds_what_goes_that_way(via):
    ended = Agreement(name="Terms", ends=TODAY - timedelta(days=1), advance_open=Known.NO)
    of = request(
        route(via, contact="desk", agreement=ended, artist="The Examples"), route(), contacts=CONTACTS
    )
    checked = check(cells(1, distributor=""), cells(2, artist="Others"), of=of)
    found = only(checked, "Q-AGREEMENT-ENDED")
    assert held(checked) == {"Harbour 1": ["Q-AGREEMENT-ENDED"]}
    assert str(found.source) == "takedown.toml, routes.1.agreement.ends"
    assert "ended on 2026-11-21" in found.message
    assert 'via = "ended"' in found.hint
    assert "prolonged, correct ends" in found.hint


@pytest.mark.parametrize("key", ["tunecore", "amazon"])
def test_a_contact_with_the_slug_of_a_known_desk_holds_what_is_routed_to_it(key):
    of = request(route("label", contact=key, artist="The Examples"), route(), contacts={key: contact()})
    checked = check(cells(1), cells(2, artist="Others"), of=of)
    assert held(checked) == {"Harbour 1": ["E-CONTACT-SLUG"]}
    found = only(checked, "E-CONTACT-SLUG")
    assert str(found.source) == f"takedown.toml, contacts.{key}"
    assert f"[contacts.my-{key}]" in found.hint


def test_a_contact_that_an_earlier_route_wins_over_holds_nothing():
    of = request(route(), route("label", contact="amazon"), contacts={"amazon": contact()})
    assert held(check(cells(), of=of)) == {}


@pytest.mark.parametrize(
    "form",
    [
        "https://www.amazon.com/report/infringement",
        "http://amazon.com/report/infringement",
        "amazon.com/report/infringement/",
        "HTTPS://WWW.Amazon.com/Report/Infringement?ref=footer",
        "https://www.amazon.com/report/infringement#form",
        "https://www.amazon.com:443/report//infringement/?x=1#y",
    ],
)
def test_every_spelling_of_a_copyright_agents_form_is_known(form):
    of = request(route("label", contact="desk"), contacts={"desk": contact(form=form)})
    checked = check(cells(), of=of)
    assert held(checked) == {"Harbour 1": ["E-AGENT"]}
    assert only(checked, "E-AGENT").source.column == "contacts.desk.form"


@pytest.mark.parametrize("email", ["Copyright@Amazon.com", "mailto:copyright@amazon.com?subject=x"])
def test_every_spelling_of_a_copyright_agents_email_is_known(email):
    of = request(route("label", contact="desk"), contacts={"desk": contact(email=email)})
    assert "E-AGENT" in rules(check(cells(), of=of))


@pytest.mark.parametrize("form", ["https://www.amazon.com/contact", "https://amazon.com", "https://[x/"])
def test_another_page_of_the_same_company_is_no_copyright_agent(form):
    of = request(route("label", contact="desk"), contacts={"desk": contact(form=form)})
    assert rules(check(cells(), of=of)) == []


def test_a_route_by_upc_finds_the_same_product_and_never_a_release_without_one():
    bare = cells(2, upc="")
    ways = (route("cdbaby", upc=f"00{upc(1)}"), route())
    found = only(check(cells(1), bare, of=request(*ways)), "W-AGREEMENT")
    assert found.releases == (upc(1),)
    assert "W-ROUTE-UNUSED" in rules(check(bare, of=request(route("cdbaby", upc="0"), route())))


def test_a_route_matches_a_distributor_that_the_directory_does_not_know():
    of = request(route("other", contact="desk", distributor="believe"), contacts=CONTACTS)
    checked = check(cells(distributor="Believe"), of=of)
    assert rules(checked) == []
    assert checked.releases[0].distributor == "Believe"


def test_an_unknown_distributor_and_no_route_leave_the_question_who_delivers():
    checked = check(cells(distributor="Believe"), of=request(route(artist="Others")))
    assert held(checked) == {"Harbour 1": ["Q-ROUTE"]}


def test_one_question_is_asked_for_all_artists_without_a_distributor_and_both_answers_are_offered():
    table = [cells(number, artist=f"Artist {number // 2}", distributor="") for number in range(2, 13)]
    found = only(check(*table, of=request(route(artist="Nobody"))), "Q-ROUTE")

    assert (
        "11 releases by 'Artist 1' (2), 'Artist 2' (2), 'Artist 3' (2) and 3 more artists to" in found.message
    )
    assert len(found.releases) == 11
    assert 'match = { artist = "Artist 1" }' in found.hint
    assert "one for each artist" in found.hint
    assert "the distributor's slug into the column distributor" in found.hint


def test_a_distributor_that_the_directory_does_not_know_is_asked_about_once_by_its_name():
    table = [cells(number, artist=f"Artist {number}", distributor="Believe") for number in (1, 2)]
    checked = check(*table, cells(3, distributor=""), of=request(route(artist="Nobody")))
    found = [each for each in checked.findings if each.rule == "Q-ROUTE"]

    assert [len(each.releases) for each in found] == [2, 1]
    assert "the column distributor says 'Believe'" in found[0].message
    assert 'match = { distributor = "Believe" }' in found[0].hint
