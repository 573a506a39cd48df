"""Nobody is named in public because somebody else filled in a form, nor against their own no."""

from datetime import date

import pytest
from support.public_samples import DAY, answer, campaign, counted, many

from takedown.cli.public_step import public_step
from takedown.register.decisions import NAMES, read_names
from takedown.register.people import Same, people_of
from takedown.register.publishing import published
from takedown.register.standing import may_publish
from takedown.register.values import Grade, Outcome

NOV = date(2026, 11, 18)
LATER = date(2026, 11, 20)


def named(*answers):
    overview, people = counted([*many(12), *answers])
    return published(overview, people, campaign(), day=DAY).names


def may(*answers):
    (one,) = people_of(answers).participants
    return may_publish(one)


def said(publish, contact, day, **more):
    return answer("Nova", None, contact=contact, publish=publish, on=day, received=day or DAY, **more)


ASKED = answer("Nova", contact="n@band.example", grade=Grade.COPY, on=NOV, received=NOV)
NO = said(False, "n@band.example", NOV)


@pytest.mark.parametrize("contact", ["", "me@evil.example"])
def test_nobody_else_says_yes_for_somebody_who_said_no(contact) -> None:
    assert named(ASKED, NO, said(True, contact, LATER)) == ()


@pytest.mark.parametrize("contact", ["", "me@evil.example"])
def test_nobody_else_says_yes_for_somebody_who_said_nothing(contact) -> None:
    assert named(ASKED, said(True, contact, LATER)) == ()


def test_who_said_no_takes_it_back_from_the_same_address() -> None:
    assert named(ASKED, NO, said(True, "n@band.example", LATER)) == ("Nova",)


def test_a_second_address_of_one_artist_does_not_take_back_the_no_of_the_first() -> None:
    both = [ASKED, NO, said(True, "second@band.example", LATER)]
    (one,) = people_of(both, [Same(name="Nova", other="Nova", same=True)]).participants

    assert not may_publish(one)


def test_a_no_without_an_address_holds_against_every_yes_with_one() -> None:
    assert not may(ASKED, said(False, "", NOV), said(True, "n@band.example", LATER))


def test_where_no_answer_has_an_address_the_last_word_counts() -> None:
    assert may(said(False, "", NOV), said(True, "", LATER))
    assert not may(said(True, "", NOV), said(False, "", LATER))


def test_a_yes_without_a_day_is_older_than_every_no() -> None:
    assert not may(NO, said(True, "n@band.example", None))


def test_who_comes_back_is_not_named_by_a_yes_of_before() -> None:
    out = answer("Nova", None, contact="n@band.example", withdrawn=True, on=LATER, received=LATER)
    back = answer("Nova", contact="n@band.example", on=DAY, received=DAY)

    assert not may(said(True, "n@band.example", NOV), out, back)


@pytest.mark.parametrize("more", [{"publish": True}, {"outcome": Outcome.SUBMITTED}])
def test_what_comes_without_an_address_is_a_question_where_the_artist_is_known_by_one(more) -> None:
    unsigned = answer(
        "Nova", more.get("outcome"), contact="", publish=more.get("publish"), grade=Grade.REPORTED
    )
    apart = people_of([ASKED, unsigned], [Same(name="Nova", other="Nova", same=False)])

    assert [one.name for one in people_of([ASKED, unsigned]).doubts] == ["nova"]
    assert (len(apart.participants), apart.doubts) == (2, ())
    assert people_of([ASKED, said(False, "", LATER)]).doubts == ()


RADIOHEAD = answer(
    "Radiohead", contact="me@evil.example", publish=True, grade=Grade.REPORTED, on=NOV, received=NOV
)


def step(folder, *answers, allowed=None):
    overview, people = counted([*many(12), *answers])
    asked = campaign() if allowed is None else campaign(publish=allowed)
    return public_step(folder, overview, people, asked, day=DAY, distributors=(), head="")


def test_a_form_alone_puts_nobody_on_the_list_and_a_person_is_asked(tmp_path) -> None:
    stepped = step(tmp_path, RADIOHEAD)

    assert (stepped.step.public.names, stepped.new, stepped.waiting) == ((), (), 1)
    (line,) = read_names(tmp_path)
    assert (line.name, line.address, line.publish) == ("Radiohead", "me@evil.example", None)
    assert (tmp_path / NAMES).stat().st_mode & 0o777 == 0o600


def test_a_name_that_a_person_confirmed_goes_out_and_says_why(tmp_path) -> None:
    (tmp_path / NAMES).write_text("name,address,publish\nradiohead,ME@evil.example,yes\n")
    stepped = step(tmp_path, RADIOHEAD)

    assert stepped.step.public.names == ("Radiohead",)
    assert [(one.name, one.confirmed) for one in stepped.new] == [("Radiohead", True)]


def test_a_confirmation_is_of_one_address_alone(tmp_path) -> None:
    (tmp_path / NAMES).write_text("name,address,publish\nRadiohead,real@band.example,yes\n")

    assert step(tmp_path, RADIOHEAD).step.public.names == ()


def test_a_no_of_a_person_holds_whatever_the_evidence(tmp_path) -> None:
    shown = answer("Nova", publish=True, grade=Grade.REPLY)
    assert [one.grade for one in step(tmp_path, shown).new] == [Grade.REPLY]

    (tmp_path / NAMES).write_text("name,address,publish\nNova,,no\n")
    assert step(tmp_path, shown).step.public.names == ()


def test_nobody_is_asked_for_where_no_names_are_published(tmp_path) -> None:
    assert step(tmp_path, RADIOHEAD, allowed=()).waiting == 0
    assert not (tmp_path / NAMES).exists()
