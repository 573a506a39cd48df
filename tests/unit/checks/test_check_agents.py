"""Who is named in takedown.toml and principals.csv to be written to is never a copyright agent."""

from dataclasses import replace

import pytest
from catalogs import COVERAGE, TODAY, catalog_of, cells, contact, held, only, principal, request, route, rules

from takedown.checks import check_catalog
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, SourceRef
from takedown.request import Capacity, Contact, Request, Sender

DIRECTORY = load_directory()
AGENT = ("Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108")
GENERAL = ("Amazon.com, Inc.", "P.O. Box 81226", "Seattle, WA 98108-1226", "USA")


def check(*table: dict[str, str], of: Request) -> CheckedCatalog:
    return check_catalog(catalog_of(*table), of, DIRECTORY, coverage=COVERAGE, today=TODAY)


def to(one: Contact) -> Request:
    return request(route("label", contact="my-agent"), contacts={"my-agent": one})


@pytest.mark.parametrize(
    ("one", "column"),
    [
        (contact(email="copyright@amazon.com"), "email"),
        (contact(email="support@qobuz.com"), "email"),
        (contact(form="https://support.google.com/youtube/answer/6005908?hl=de"), "form"),
        (contact(name="Amazon Copyright Agent"), "name"),
        (contact(name="Amazon.com Legal Department", address=GENERAL), "name"),
        (contact(address=AGENT), "address"),
        (contact(address=("Copyright Agent", *AGENT)), "address"),
        (contact(address=(", ".join(AGENT),)), "address"),
        (contact(name="Amazon", address=("Attn: Legal Department", "1 Example Street")), "address"),
    ],
)
def test_a_contact_that_leads_to_an_agent_holds_what_goes_there(one: Contact, column: str) -> None:
    checked = check(cells(), of=to(one))

    found = only(checked, "E-AGENT")
    assert str(found.source) == f"takedown.toml, contacts.my-agent.{column}"
    assert "it reads infringement claims" in found.message
    assert found.hint
    assert held(checked) == {"Harbour 1": ["E-AGENT"]}


@pytest.mark.parametrize(
    "one",
    [
        contact(name="Amazon.com, Inc.", address=GENERAL),
        contact(name="Amazon Music label relations", address=(*GENERAL[:2], "Seattle, WA 98108")),
        contact(address=("Small Label", "Legal Department", "1 Broadway", "New York, NY 10007")),
    ],
)
def test_the_general_address_and_a_labels_own_lawyers_stay_usable(one: Contact) -> None:
    assert "E-AGENT" not in rules(check(cells(), of=to(one)))


def test_a_contact_that_no_route_names_is_told_too() -> None:
    of = request(route(), contacts={"my-agent": contact(email="copyright@amazon.com")})

    found = only(check(cells(), of=of), "E-AGENT")

    assert found.releases == ()


def roster(**changes: str) -> Request:
    return request(
        route(),
        sender=Sender(name="Kim Example", email="kim@example.net", capacity=Capacity.MANAGER),
        principals=(replace(principal(), **changes),),
    )


def test_a_principal_at_an_agents_address_is_an_error_and_its_releases_wait() -> None:
    checked = check(cells(), cells(2, artist="Others"), of=roster(email="copyright@amazon.com"))

    found = only(checked, "E-AGENT")
    assert str(found.source) == "takedown.toml, principals.1.email"
    assert "'copyright@amazon.com' is an address of the copyright agent (desks/amazon.toml" in found.message
    assert "the artist's own address" in found.hint
    assert "E-AGENT" in held(checked)["Harbour 1"]
    assert "E-AGENT" not in held(checked).get("Harbour 2", [])


def test_a_principal_of_principals_csv_is_named_by_its_row() -> None:
    row = SourceRef(file="principals.csv", row=2)
    of = replace(roster(email="dmca@example.com"), principal_rows=(row,))

    assert str(only(check(cells(), of=of), "E-AGENT").source) == "principals.csv, row 2, column email"


def test_a_party_that_is_written_to_by_its_name_holds_its_releases_too() -> None:
    """A guest must agree, and is a principal for music of its own: the letter would go to that address."""
    of = request(
        route(),
        principals=(replace(principal("Guest Example", "Guest Example"), email="copyright@amazon.com"),),
    )
    checked = check(cells(owner="Ana Example; Guest Example"), of=of)

    assert "E-AGENT" in held(checked)["Harbour 1"]


@pytest.mark.parametrize("email", ["", "bo@example.com", "dmcallister@example.org"])
def test_a_principal_at_an_ordinary_address_or_none_is_no_agent(email: str) -> None:
    assert "E-AGENT" not in rules(check(cells(), of=roster(email=email)))
