"""What the column distributor says by itself: words for `via`, contacts of the workspace, and what they leave open."""

import pytest
from catalogs import cells, check, contact, held, only, request, route, rules

from takedown.model import CheckedCatalog
from takedown.request import Contact, Route

KLANGPOST = {"klangpost": contact(name="Klangpost Vertrieb")}


def of_cell(cell: str, *routes: Route, contacts: dict[str, Contact] | None = None) -> CheckedCatalog:
    """A catalog of one release whose column distributor says this; without routes nothing else says it."""
    ways = routes or (route(artist="Nobody"),)
    return check(cells(distributor=cell), of=request(*ways, contacts=contacts or {}))


def said(checked: CheckedCatalog) -> list[str]:
    return [rule for rule in rules(checked) if rule != "W-ROUTE-UNUSED"]


@pytest.mark.parametrize("cell", ["self", "Self", "unlicensed"])
def test_a_word_that_needs_nothing_else_is_understood(cell: str) -> None:
    checked = of_cell(cell)

    assert said(checked) == []
    assert checked.releases[0].distributor == cell.lower()


@pytest.mark.parametrize("cell", ["ended", "label", "direct"])
def test_a_word_that_leaves_something_open_gets_a_route_that_says_it(cell: str) -> None:
    hint = only(of_cell(cell), "W-DISTRIBUTOR").hint

    assert hint.startswith(f'add a route: match = {{ distributor = "{cell}" }}, via = "{cell}"')


def test_the_route_of_the_hint_ends_the_warning() -> None:
    way = route("label", contact="klangpost", distributor="label")

    assert said(of_cell("label", way, contacts=KLANGPOST)) == []


def test_a_word_is_understood_where_the_routes_name_one_contact_for_it() -> None:
    way = route("label", contact="klangpost", artist="Nobody")

    assert said(of_cell("label", way, contacts=KLANGPOST)) == []


@pytest.mark.parametrize("cell", ["klangpost", "Klangpost Vertrieb", "KLANGPOST  VERTRIEB"])
def test_a_contact_is_understood_by_its_key_and_by_its_name(cell: str) -> None:
    checked = of_cell(cell, contacts=KLANGPOST)

    assert checked.releases[0].distributor == "klangpost"
    assert held(checked) == {}
    assert said(checked) == ["W-AGREEMENT"]
    assert 'via = "other"\ncontact = "klangpost"' in only(checked, "W-AGREEMENT").hint


@pytest.mark.parametrize(
    "ways",
    [
        (route("other", contact="klangpost", artist="A"), route("label", contact="klangpost", artist="B")),
        (route("other", contact="klangpost", platform="spotify"),),
    ],
)
def test_a_contact_that_can_be_meant_in_two_ways_is_asked_about(ways: tuple[Route, ...]) -> None:
    checked = of_cell("Klangpost Vertrieb", *ways, contacts=KLANGPOST)

    assert 'contact = "klangpost" and via = "other"' in only(checked, "W-DISTRIBUTOR").hint
    assert held(checked) == {"Harbour 1": ["Q-ROUTE"]}


def test_a_route_that_matches_the_name_says_who_it_is() -> None:
    checked = of_cell("Klangpost", route("tunecore", distributor="klangpost"))

    assert "W-DISTRIBUTOR" not in rules(checked)
    assert "W-ROUTE-CONFLICT" not in rules(checked)


def test_a_word_and_a_route_that_contradict_each_other_are_said() -> None:
    message = only(of_cell("self", route("tunecore")), "W-ROUTE-CONFLICT").message

    assert (
        "the column distributor says 'self' of 'Harbour 1', and route 1 (everything) says tunecore" in message
    )
