"""The removal after the end of an agreement: to who delivered it until then, and to the platform's desk."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from new_papers import (
    END,
    SHIPPED,
    closed,
    counts,
    desks,
    ended,
    held,
    notices,
    plan,
    recorded,
    rules,
    with_distributor,
)
from support.builders import checked, release, request, route, upc, without_codes

from takedown.notice import Kind, RecipientRole
from takedown.request import Agreement, Contact, Request

FORMER = {"my-label": Contact(name="Small Label", email="desk@example.org", source="contract")}
BOTH = [("removal-after-end", "symphonic"), ("removal-after-end", "amazon")]


def after_end(**changes: Any) -> Request:
    return request(ended(), **changes)


def test_who_delivered_it_and_the_platform_are_both_asked_and_each_item_counts_once() -> None:
    made = plan(after_end())
    former, platform = notices(made)

    assert desks(made) == BOTH
    assert counts(made) == (2, 0, 0)
    assert (former.recipient.role, platform.recipient.role) == (
        RecipientRole.DISTRIBUTOR,
        RecipientRole.PLATFORM,
    )
    assert former.end == platform.end == END
    assert (former.former, platform.former) == ("", "Symphonic")
    assert (former.account, platform.account) == ("ana@example.com", "")
    assert platform.deliveries == ()
    assert not platform.waits
    assert former.case == platform.case
    assert len({former.id, platform.id}) == 2


def test_the_agreement_is_named_to_who_was_part_of_it_only() -> None:
    agreement = Agreement(name="Terms", dated=date(2024, 3, 1))
    former, platform = notices(plan(request(replace(ended(), agreement=agreement))))

    assert (former.agreement, platform.agreement) == (agreement, None)


@pytest.mark.parametrize(
    "changes", [{"wish": {"tell_platform": False}}, {"wish": {"platforms": ("spotify",)}}]
)
def test_where_the_platform_is_not_told_or_reads_nothing_only_the_former_is_asked(
    changes: dict[str, Any],
) -> None:
    assert desks(plan(after_end(**changes))) == BOTH[:1]


def test_a_desk_that_reads_no_request_is_said() -> None:
    made = plan(after_end(wish={"platforms": ("spotify",)}))

    assert "I-PLATFORM-TAKES-NO-REQUEST" in {note.rule for note in made.notes}


def test_a_contact_may_have_delivered_it() -> None:
    made = plan(request(ended("my-label"), contacts=FORMER))
    former, platform = notices(made)

    assert (former.recipient.desk, former.recipient.role) == ("my-label", RecipientRole.DISTRIBUTOR)
    assert platform.former == "Small Label"
    assert counts(made) == (2, 0, 0)


@pytest.mark.parametrize("missing", ["ended", "confirmed_on", "seen_live"])
def test_without_one_of_the_three_days_no_letter_is_made(missing: str) -> None:
    made = plan(request(ended(end=replace(END, **{missing: None}))))

    assert made.notices == ()
    assert rules(made) == {"end-not-confirmed"}
    assert counts(made) == (0, 0, 2)
    assert {str(omission.source) for omission in made.omissions} == {"takedown.toml, routes.1.end"}
    assert made.needs_person


@pytest.mark.parametrize(
    ("former", "rule"), [("", "end-not-confirmed"), ("nobody-at-all", "unknown-distributor")]
)
def test_without_a_known_former_no_letter_is_made(former: str, rule: str) -> None:
    made = plan(request(ended(former)))

    assert made.notices == ()
    assert rules(made) == {rule}


def test_an_end_that_is_not_shown_holds_no_other_route_of_the_same_release() -> None:
    one = release()
    wanted = request(ended(end=None, platform="amazon-music"), ended(platform="amazon-digital"))
    made = plan(wanted, held(one, rule="Q-END"))

    assert counts(made) == (1, 0, 1)
    assert [platform.slug for platform in notices(made)[0].platforms] == ["amazon-digital"]


def test_of_a_former_distributor_that_is_closed_only_the_platform_is_asked_and_it_counts() -> None:
    made = plan(after_end(), directory=closed("symphonic", value="It closed in 2025."))

    assert desks(made) == BOTH[1:]
    assert notices(made)[0].former == "Symphonic"
    assert counts(made) == (2, 0, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wish": {"platforms": ("spotify",)}}, "reads no request"),
        ({"wish": {"tell_platform": False}}, "tell_platform"),
    ],
)
def test_where_nobody_is_left_to_ask_it_is_left_out_with_the_reason(
    changes: dict[str, Any], words: str
) -> None:
    made = plan(
        after_end(**changes), directory=closed("symphonic", value="It closed in 2025.", instead=("tunecore",))
    )
    (omission, *_) = made.omissions

    assert made.notices == ()
    assert omission.rule == "desk-closed"
    assert "It closed in 2025" in omission.reason
    assert words in omission.reason
    assert omission.hint


def test_a_closed_former_and_a_release_without_codes_leave_nothing_to_write() -> None:
    made = plan(after_end(), checked(without_codes(release())), directory=closed("symphonic"))

    assert rules(made) == {"desk-closed"}
    assert {omission.hint for omission in made.omissions} == {"write the codes into the catalog"}


def test_without_codes_the_former_is_asked_for_them_first() -> None:
    made = plan(after_end(), checked(without_codes(release())))

    assert desks(made) == [("enquiry", "symphonic")]
    assert notices(made)[0].end is None
    assert counts(made) == (0, 2, 0)


@pytest.mark.parametrize("rule", ["Q-DECLINED", "Q-CONSENT", "Q-AUTHORITY", "Q-MANDATE", "E-GLYPH"])
def test_what_holds_a_request_holds_this_one_too(rule: str) -> None:
    made = plan(after_end(), held(release(), rule=rule))

    assert made.notices == ()
    assert counts(made) == (0, 0, 2)


def test_two_ends_stand_in_two_letters() -> None:
    other = replace(END, ended=date(2026, 5, 31))
    made = plan(request(ended(upc=upc(1)), ended(end=other)), checked(release(1), release(2)))

    assert [notice.end for notice in notices(made)] == [END, other, END, other]
    assert all(len(notice.releases) == 1 for notice in notices(made))
    assert counts(made) == (4, 0, 0)


def test_a_running_agreement_and_one_that_is_over_go_to_one_desk_in_two_papers() -> None:
    made = plan(request(ended(upc=upc(1)), route("symphonic")), checked(release(1), release(2)))

    assert desks(made) == [
        ("removal-after-end", "symphonic"),
        ("withdrawal", "symphonic"),
        ("platform-request", "amazon"),
        ("removal-after-end", "amazon"),
    ]
    assert counts(made) == (4, 0, 0)


def test_the_platform_is_still_told_when_the_former_was_asked_before_and_never_twice() -> None:
    first = notices(plan(after_end()))
    made = plan(after_end(), asked=recorded(first[0]))
    again = plan(after_end(), asked=recorded(*first))

    assert desks(made) == BOTH[1:]
    assert counts(made) == (0, 0, 2)
    assert again.notices == ()
    assert rules(again) == {"already-asked"}


def test_a_withdrawal_that_went_out_while_it_ran_is_no_removal_after_the_end() -> None:
    before = notices(plan(request(route("symphonic"))), Kind.WITHDRAWAL)

    assert desks(plan(after_end(), asked=recorded(*before))) == BOTH


def test_after_the_end_the_button_for_all_stores_is_still_said_and_what_belongs_to_a_running_agreement_is_not() -> (
    None
):
    found = {caution.rule for caution in plan(after_end()).notices[0].outlook.cautions}

    assert SHIPPED.distributors["symphonic"].cautions
    assert "W-WRONG-BUTTON" in found
    assert not found & {"W-FEE", "W-WHOLE-RELEASE"}


def test_the_former_is_written_to_in_a_language_that_it_reads() -> None:
    directory = with_distributor("symphonic", languages=("es", "pt"))

    assert [notice.language for notice in notices(plan(after_end(), directory=directory))] == ["es", "en"]
