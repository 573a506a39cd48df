"""By when, at what cost, with what collateral damage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.builders import TODAY, checked, release, request, route

from takedown.asked import Asked
from takedown.directory import load_directory
from takedown.plan import Likelihood, Outlook
from takedown.planning import plan_notices
from takedown.records import Ability, Known, Unit
from takedown.request import Agreement, Contact, Route

DIRECTORY = load_directory()


def outlook(
    own: Route, *, wanted_by: date | None = None, platforms: tuple[str, ...] = ("spotify",)
) -> Outlook:
    wanted = request(own, wish={"platforms": platforms, "wanted_by": wanted_by})
    plan = plan_notices(checked(release(tracks=3)), wanted, DIRECTORY, asked=Asked(), today=TODAY)
    return plan.notices[0].outlook


def rules(found: Outlook) -> set[str]:
    return {caution.rule for caution in found.cautions}


def test_the_time_is_the_distributors_and_then_the_platforms() -> None:
    found = outlook(route("lacupula"))

    assert found.due_after is not None
    assert (found.due_after.min, found.due_after.max, found.due_after.unit) == (4, 12, Unit.BUSINESS_DAYS)


def test_business_days_skip_the_weekend() -> None:
    # TODAY is a Sunday: four business days later is Thursday, 26 November.
    assert outlook(route("lacupula")).earliest == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("wanted_by", "likelihood"),
    [
        (date(2027, 1, 29), Likelihood.LIKELY),
        (date(2026, 11, 30), Likelihood.UNKNOWN),
        (date(2026, 11, 24), Likelihood.UNLIKELY),
        (None, Likelihood.UNKNOWN),
    ],
)
def test_the_wanted_date_is_judged_by_the_sourced_times(
    wanted_by: date | None, likelihood: Likelihood
) -> None:
    assert outlook(route("lacupula"), wanted_by=wanted_by).wanted is likelihood


def test_an_unlikely_date_is_a_warning_that_names_both_dates() -> None:
    found = outlook(route("lacupula"), wanted_by=date(2026, 11, 24))

    late = next(caution for caution in found.cautions if caution.rule == "W-LATE")
    assert "2026-11-24" in late.message
    assert "2026-11-26" in late.message


def test_the_last_day_to_start_counts_back_from_the_wanted_date() -> None:
    # 12 business days before Friday, 29 January 2027.
    assert outlook(route("lacupula"), wanted_by=date(2027, 1, 29)).start_by == date(2027, 1, 13)


def test_an_unknown_time_promises_nothing() -> None:
    found = outlook(route("unitedmasters"), wanted_by=date(2027, 6, 1))

    assert found.due_after is None
    assert found.wanted is Likelihood.UNKNOWN


def test_a_notice_period_moves_the_earliest_day() -> None:
    own = Route(via="lacupula", agreement=Agreement(notice_days=30))

    assert outlook(own).earliest == date(2026, 12, 22)


def test_a_fee_by_recording_and_platform_is_multiplied() -> None:
    found = outlook(route("lacupula"), platforms=("amazon-music", "amazon-digital"))

    assert found.fee_total == Decimal("0.12")
    assert "W-FEE" in rules(found)


def test_the_wrong_button_is_named_before_anything_is_made() -> None:
    assert "W-WRONG-BUTTON" in rules(outlook(route("tunecore")))
    assert "W-WHOLE-RELEASE" in rules(outlook(route("tunecore")))


def test_a_word_that_means_everything_elsewhere_is_named() -> None:
    assert "W-VOCABULARY" in rules(outlook(route("ingrooves")))


def test_an_unknown_one_store_route_is_said() -> None:
    assert "W-ROUTE-UNKNOWN" in rules(outlook(route("unitedmasters")))
    assert outlook(route("unitedmasters")).notes


def test_a_wanted_date_in_the_past_is_said_even_where_no_time_is_known() -> None:
    found = outlook(route("unitedmasters"), wanted_by=date(2026, 11, 1))

    assert found.wanted is Likelihood.UNLIKELY
    assert "W-LATE" in rules(found)


def test_the_time_is_said_in_words_with_its_source() -> None:
    assert any(
        "2-10 business days" in note and "La Cupula" in note for note in outlook(route("lacupula")).notes
    )


def test_a_distributor_that_only_the_workspace_knows_promises_nothing() -> None:
    wanted = request(
        route("other", contact="my-desk"),
        contacts={"my-desk": Contact(name="Some Desk", email="desk@example.org")},
    )
    plan = plan_notices(checked(release()), wanted, DIRECTORY, asked=Asked(), today=TODAY)

    assert rules(plan.notices[0].outlook) >= {"W-ROUTE-UNKNOWN"}
    assert plan.notices[0].outlook.wanted is Likelihood.UNKNOWN


def test_a_notice_period_alone_already_makes_a_date_unlikely() -> None:
    own = Route(via="unitedmasters", agreement=Agreement(notice_days=90))
    found = outlook(own, wanted_by=date(2026, 12, 18))

    assert found.wanted is Likelihood.UNLIKELY
    assert found.earliest == date(2027, 2, 20)
    assert found.latest is None


def test_nothing_is_likely_before_the_day_on_which_it_shall_take_effect() -> None:
    wanted = request(
        route("lacupula"),
        wish={"platforms": ("spotify",), "effective": "2027-03-01", "wanted_by": date(2026, 12, 31)},
    )
    plan = plan_notices(checked(release()), wanted, DIRECTORY, asked=Asked(), today=TODAY)

    assert plan.notices[0].outlook.wanted is Likelihood.UNLIKELY
    assert plan.notices[0].outlook.earliest == date(2027, 3, 1)


def test_what_is_not_known_of_the_platform_is_said_too() -> None:
    notes = " ".join(outlook(route("lacupula"), platforms=("amazon-music",)).notes)

    assert "Not known about Amazon Music: how long it takes" in notes


def test_the_plan_as_a_whole_warns_of_radio_buyers_and_addresses() -> None:
    plan = plan_notices(checked(release()), request(route("lacupula")), DIRECTORY, asked=Asked(), today=TODAY)

    assert {"W-STATUTORY", "W-PRIVACY", "W-REVENUE", "W-CACHE", "W-COMPOSITION", "W-ALSO"} <= {
        note.rule for note in plan.notes
    }
    assert "W-BUYERS" in rules(plan.notices[0].outlook)


def in_canada(own: Route, *, answer: Known) -> Outlook:
    record = replace(DIRECTORY.distributors[own.via], territory=Ability(answer=answer))
    directory = replace(DIRECTORY, distributors={**DIRECTORY.distributors, own.via: record})
    wish = {"platforms": ("spotify",), "territories": ("CA",), "wanted_by": date(2027, 1, 29)}
    plan = plan_notices(checked(release()), request(own, wish=wish), directory, asked=Asked(), today=TODAY)
    return plan.notices[0].outlook


@pytest.mark.parametrize("answer", [Known.NO, Known.UNKNOWN])
def test_times_and_prices_of_a_removal_everywhere_say_nothing_of_single_countries(answer: Known) -> None:
    found = in_canada(route("lacupula"), answer=answer)

    assert found.wanted is Likelihood.UNKNOWN
    assert (found.due_after, found.earliest, found.latest, found.start_by) == (None, None, None, None)
    assert (found.fees, found.fee_total) == ((), None)
    assert any("for single countries neither is known" in note for note in found.notes)
    assert not any("2-10 business days" in note for note in found.notes)


def test_where_a_desk_is_known_to_leave_single_countries_its_times_hold() -> None:
    found = in_canada(route("lacupula"), answer=Known.YES)

    assert found.wanted is Likelihood.LIKELY
    assert found.fees


def test_a_notice_period_holds_for_single_countries_too() -> None:
    own = Route(via="lacupula", agreement=Agreement(notice_days=90))

    assert in_canada(own, answer=Known.NO).wanted is Likelihood.UNLIKELY


def test_a_time_that_is_at_least_so_long_says_not_by_when_it_is_done():
    found = outlook(route("distrokid"))

    assert load_directory().distributors["distrokid"].time.max is None
    assert found.earliest
    assert (found.latest, found.start_by, found.due_after) == (None, None, None)
    assert found.wanted is not Likelihood.LIKELY
