"""What the plan says where single countries are asked for, of discs, and by the column distributor alone."""

from typing import Any

import pytest
from new_papers import WITH_DISCS, cautions, desks, plan, rules
from support.builders import checked, release, request, route

from takedown.request import Contact

SUPPLIER = {"my-supplier": Contact(name="Disc Supply", email="desk@example.org", source="invoice")}
SUPPLIED = route("other", contact="my-supplier", platform="amazon-physical")


def test_whether_the_upc_is_the_barcode_of_the_disc_is_asked_with_a_supply_stop_only() -> None:
    wanted = request(SUPPLIED, wish={"platforms": ("amazon-physical",)}, contacts=SUPPLIER)
    (found,) = [each for each in cautions(plan(wanted, directory=WITH_DISCS)) if each.rule == "W-DISC-UPC"]

    assert "(1 release)" in found.message
    assert "back of the disc" in found.hint
    assert "W-DISC-UPC" not in {each.rule for each in cautions(plan(request(route("tunecore"))))}


@pytest.mark.parametrize(("territories", "is_said"), [(("CA", "IS"), True), (("worldwide",), False)])
def test_own_steps_take_out_everywhere_and_that_is_said_where_countries_are_asked_for(
    territories: tuple[str, ...], *, is_said: bool
) -> None:
    wanted = request(route("self"), wish={"platforms": ("soundcloud",), "territories": territories})
    found = [note for note in plan(wanted).notes if note.rule == "W-TERRITORY"]

    assert [note.message.split(" take it out ")[0] for note in found] == [
        "the steps for SoundCloud"
    ] * is_said


def test_a_letter_about_single_countries_says_what_it_would_stop() -> None:
    def said(**wish: Any) -> set[str]:
        return {note.rule for note in plan(request(route("tunecore"), wish=wish)).notes}

    assert "I-OTHER-LICENSEES" in said(territories=("CA",))
    assert "I-OTHER-LICENSEES" not in said(territories=("CA",), tell_platform=False)
    assert "I-OTHER-LICENSEES" not in said()


def test_a_word_in_the_column_distributor_is_a_route() -> None:
    def left(cell: str) -> set[str]:
        return rules(plan(request(), checked(release(distributor=cell))))

    assert left("self") == {"self-service"}
    assert left("unlicensed") == {"unlicensed"}
    assert left("ended") == {"no-route"}


def test_a_contact_in_the_column_distributor_is_written_to() -> None:
    wanted = request(contacts={"klangpost": Contact(name="Klangpost", email="desk@example.org")})
    made = plan(wanted, checked(release(distributor="klangpost")))

    assert ("withdrawal", "klangpost") in desks(made)


def test_who_supplies_discs_is_no_distributor_of_files() -> None:
    wanted = request(SUPPLIED, contacts=SUPPLIER)

    assert rules(plan(wanted, checked(release(distributor="my-supplier")))) == {"no-route"}
