"""What is written about nothing in the catalog."""

from catalogs import cells, check, decision, principal, request, route, rules


def test_a_blocked_row_makes_no_route_principal_or_decision_useless():
    of = request(
        route(artist="The Examples"),
        principals=(principal(),),
        decisions=(decision("The Examples"), decision("Bo", release="harbour 1")),
    )
    assert rules(check(cells(isrc="X"), of=of)) == ["E-ISRC"]


def test_a_name_that_is_nowhere_in_the_catalog_is_told_for_each_of_them():
    of = request(
        route(), route(artist="Others"), principals=(principal("Others"),), decisions=(decision("Others"),)
    )
    assert rules(check(cells(), of=of)) == ["W-DECISION-UNUSED", "W-ROUTE-UNUSED", "W-UNUSED-PRINCIPAL"]
