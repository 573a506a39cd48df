"""What the plan's page says of the papers that are no requests to a distributor."""

from dataclasses import replace
from datetime import date

import pytest
from support.builders import TODAY, checked, release, request, route

from takedown.asked import Asked
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Finding, Severity, SourceRef
from takedown.notice import Notice
from takedown.planning import plan_notices
from takedown.records import Ability, Directory, Known, Platform, Use
from takedown.reports.plan import plain_plan, title
from takedown.request import Agreement, Contact, End, Match, Principal, Request, Route

SHIPPED = load_directory()
END = End(ended=date(2026, 6, 30), confirmed_on=date(2026, 7, 2), seen_live=date(2026, 11, 20))
CONSENT = Finding(
    rule="Q-CONSENT",
    severity=Severity.QUESTION,
    message="'Specimen Quartet' must agree",
    hint="ask",
    source=SourceRef(file="catalog.csv", row=2),
)


def page(wanted: Request, catalog: CheckedCatalog | None = None, directory: Directory = SHIPPED) -> str:
    made = plan_notices(catalog or checked(release()), wanted, directory, asked=Asked(), today=TODAY)
    return " ".join(plain_plan(made).split())


def titles(wanted: Request, catalog: CheckedCatalog | None = None) -> list[str]:
    made = plan_notices(catalog or checked(release()), wanted, SHIPPED, asked=Asked(), today=TODAY)
    notices: list[Notice] = [planned.notice for planned in made.notices]
    return [title(notice) for notice in notices]


def waiting() -> CheckedCatalog:
    one = release(artists=("Specimen Quartet",))
    names = {one.key: ("Specimen Quartet",)}
    return checked(one, held={one.key: (CONSENT,)}, unanswered=names, must_agree=names)


def roster(**changes: object) -> Request:
    return replace(request(route("tunecore"), wish={"answer_by": date(2026, 12, 4)}), **changes)  # type: ignore[arg-type]  # any field of a request


def test_a_removal_after_the_end_names_both_desks_and_how_it_counts() -> None:
    ended = Route(via="ended", former="symphonic", end=END)
    text = page(request(ended))

    assert titles(request(ended)) == [
        "Removal after end to Symphonic",
        "Removal after end to Amazon.com, Inc.",
    ]
    assert text.count("waits for nothing") == 2
    assert "counts each item once, together with a letter to Symphonic" in text
    assert "2 items (release × platform): 2 asked, 0 enquired, 0 left out." in text


def test_a_roster_letter_never_counts_and_says_by_when_an_answer_is_asked_for() -> None:
    text = page(roster(), waiting())

    assert titles(roster(), waiting()) == ["Roster letter to Specimen Quartet"]
    assert "counts never: what it is about stays left out until the answer is written down" in text
    assert "answer asked for by 4 December 2026; silence is not consent" in text
    assert "write it into the column email of principals.csv" in text
    assert "wanted at the earliest" not in text
    assert "2 items (release × platform): 0 asked, 0 enquired, 2 left out." in text


def test_a_roster_letter_goes_to_the_address_that_is_known() -> None:
    principal = Principal(artist="Specimen Quartet", name="Kim Specimen", email="kim@example.org")

    assert "email: kim@example.org" in page(roster(principals=(principal,)), waiting())


def test_a_public_statement_is_handed_to_nobody() -> None:
    wanted = request(route("tunecore"), statement="We say so.")
    text = page(wanted)

    assert titles(wanted)[-1] == "Public statement"
    assert "to nobody: publish it yourself, where and when you want" in text
    assert "counts never: it asks nobody for anything" in text
    assert "about your own words, without a list of releases" in text
    assert "the public" not in text


def test_a_supply_stop_is_called_by_its_name() -> None:
    discs = Platform(
        slug="discs", name="Discs", company="Amazon", use=Use.PHYSICAL, desk="amazon", checked_on=TODAY
    )
    directory = replace(SHIPPED, platforms={**SHIPPED.platforms, "discs": discs})
    supplier = Route(match=Match(platform="discs"), via="other", contact="my-supplier")
    contacts = {"my-supplier": Contact(name="Disc Supply", email="desk@example.org", source="invoice")}

    text = page(request(supplier, contacts=contacts, wish={"platforms": ("discs",)}), directory=directory)
    assert "1. Supply stop to Disc Supply" in text


@pytest.mark.parametrize(
    ("via", "following"),
    [("ended", "Next: takedown check"), ("self", "Next: takedown generate, which writes the steps for you")],
)
def test_what_check_can_answer_leads_there(via: str, following: str) -> None:
    assert following in page(request(Route(via=via, former="symphonic" if via == "ended" else "")))


def test_a_copy_that_earns_and_discs_without_supplier_lead_to_check() -> None:
    wanted = request(route("unlicensed"))

    assert "Next: takedown check" in page(wanted, checked(release(distributor="tunecore")))


def test_the_notice_period_of_an_agreement_is_named_beside_the_days() -> None:
    def takes(days: int | None) -> str:
        return page(request(Route(via="lacupula", agreement=Agreement(notice_days=days))))

    assert "as far as sourced, with 30 days' notice under the agreement)" in takes(30)
    assert "with 1 day's notice under the agreement)" in takes(1)
    assert "as far as sourced)" in takes(None)


@pytest.mark.parametrize("answer", list(Known))
def test_a_dashboard_that_removes_everywhere_is_no_way_to_leave_single_countries(answer: Known) -> None:
    record = replace(SHIPPED.distributors["labelgrid"], territory=Ability(answer=answer))
    directory = replace(SHIPPED, distributors={**SHIPPED.distributors, "labelgrid": record})
    text = page(request(route("labelgrid"), wish={"territories": ("CA",)}), directory=directory)

    assert ("ask support first" in text) is (answer is not Known.YES)
    assert "ask support first" not in page(request(route("labelgrid")), directory=directory)
