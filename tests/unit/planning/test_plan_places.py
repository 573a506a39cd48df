"""Single countries, languages, and what one switch or word takes with it."""

from dataclasses import replace

import pytest
from new_papers import SHIPPED, cautions, notices, plan, with_distributor
from support.builders import request, route

from takedown.notice import Kind, RecipientRole
from takedown.planning.recipients import recipient_of_contact, recipient_of_distributor
from takedown.planning.warnings import about_letters
from takedown.records import Ability, Directory, Known, OneStore
from takedown.request import Contact, Request

COUNTRIES = {"territories": ("CA", "IS")}
DESK = {"my-desk": Contact(name="Some Desk", email="desk@example.org", source="invoice")}


def said(wanted: Request, rule: str, directory: Directory = SHIPPED) -> list[str]:
    return [each.message for each in cautions(plan(wanted, directory=directory)) if each.rule == rule]


def able(answer: Known, value: str = "") -> Directory:
    return with_distributor("tunecore", territory=Ability(answer=answer, value=value))


def test_a_desk_that_can_leave_single_countries_needs_no_warning() -> None:
    assert said(request(route("tunecore"), wish=COUNTRIES), "W-TERRITORY", able(Known.YES)) == []


def test_a_desk_that_cannot_may_mean_removal_everywhere_and_a_new_upload() -> None:
    (message,) = said(
        request(route("tunecore"), wish=COUNTRIES), "W-TERRITORY", able(Known.NO, "Countries are set once.")
    )

    assert message == (
        "TuneCore cannot take out single countries: Countries are set once; there it may mean removal everywhere "
        "and a new upload"
    )


def test_a_desk_of_which_it_is_not_known_is_asked_first() -> None:
    wanted = request(route("tunecore"), wish=COUNTRIES)
    (found,) = [
        each for each in cautions(plan(wanted, directory=able(Known.UNKNOWN))) if each.rule == "W-TERRITORY"
    ]

    assert "is not known" in found.message
    assert found.hint.startswith("ask them first")


def test_of_a_contact_it_is_not_known_either() -> None:
    wanted = request(route("other", contact="my-desk"), wish=COUNTRIES, contacts=DESK)

    assert said(wanted, "W-TERRITORY") == ["whether Some Desk can take out single countries is not known"]


def test_a_worldwide_request_says_nothing_of_countries() -> None:
    wanted = request(route("tunecore"))

    assert said(wanted, "W-TERRITORY", able(Known.NO)) == []
    assert said(wanted, "I-ANTI-BOYCOTT") == []


def test_the_rules_against_boycotts_are_noted_once_and_name_no_other_country() -> None:
    wanted = request(route("tunecore"), wish=COUNTRIES | {"platforms": ("spotify", "amazon-music")})
    (message,) = said(wanted, "I-ANTI-BOYCOTT")

    assert "15 CFR Part 760; 26 U.S.C. 999" in message
    assert "own decision about own recordings is another matter" in message


def languages(wanted: Request, directory: Directory = SHIPPED) -> list[str]:
    return [notice.language for notice in notices(plan(wanted, directory=directory), Kind.WITHDRAWAL)]


@pytest.mark.parametrize(
    ("reads", "wanted", "written"),
    [((), "de", "de"), (("es", "de"), "de", "de"), (("es", "pt"), "de", "es"), (("es",), "en", "es")],
)
def test_a_letter_is_in_the_language_of_the_request_unless_the_desk_does_not_read_it(
    reads: tuple[str, ...], wanted: str, written: str
) -> None:
    directory = with_distributor("tunecore", languages=reads)

    assert languages(request(route("tunecore"), wish={"language": wanted}), directory) == [written]


def test_a_contacts_own_language_counts_for_its_letters_only() -> None:
    contacts = {"my-desk": replace(DESK["my-desk"], language="fr")}
    wanted = request(
        route("other", contact="my-desk", platform="amazon-music"), route("tunecore"), contacts=contacts
    )

    assert languages(wanted) == ["fr", "en"]
    assert said(wanted, "W-LANGUAGE") == [
        "the letter to Some Desk is in 'fr', which that desk reads, and not in 'en', which you asked for"
    ]


def test_a_desk_that_reads_the_language_of_the_request_keeps_it_out_of_its_record() -> None:
    record = replace(SHIPPED.distributors["tunecore"], languages=("es", "en"))

    assert recipient_of_distributor(record, language="en").language == ""
    assert recipient_of_distributor(record, language="de").language == "es"
    assert recipient_of_contact("k", DESK["my-desk"], RecipientRole.LABEL).language == ""


def test_courtesy_translations_are_named_by_their_files() -> None:
    (found,) = about_letters((), (), ("letters/withdrawal.de.md.j2",))

    assert found.rule == "I-TRANSLATION"
    assert "letters/withdrawal.de.md.j2" in found.message


def switched(is_one: bool) -> Directory:
    return with_distributor("tunecore", single_switch=is_one)


@pytest.mark.parametrize(("is_one", "warned"), [(True, True), (False, False)])
def test_one_switch_for_two_uses_is_said_where_one_is_asked_for(is_one: bool, warned: bool) -> None:
    wanted = request(route("tunecore"), wish={"platforms": ("amazon-music",)})
    found = said(wanted, "W-USE", switched(is_one))

    assert ("TuneCore has one switch for streaming and sale of Amazon" in " ".join(found)) is warned


def test_one_switch_takes_nothing_more_where_both_uses_are_asked_for() -> None:
    assert said(request(route("tunecore")), "W-USE", switched(True)) == []


@pytest.mark.parametrize("one_store", [OneStore.OPEN, OneStore.UNKNOWN])
def test_where_it_is_open_whether_one_store_can_be_left_the_desk_is_asked_first(one_store: OneStore) -> None:
    directory = with_distributor("tunecore", one_store=one_store)
    made = plan(request(route("tunecore")), directory=directory)

    assert notices(made, Kind.WITHDRAWAL)
    assert "whether TuneCore can remove from one store only is not known" in said(
        request(route("tunecore")), "W-ROUTE-UNKNOWN", directory
    )
