"""What may go out after what went out before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.public_samples import DAY, KNOWN, answer, campaign, cells, counted, many

from takedown.cli.public_step import public_step
from takedown.errors import StorageError, VerificationError
from takedown.records.campaign import Publishable
from takedown.register.naming import consenting
from takedown.register.publishing import published
from takedown.register.republishing import next_public
from takedown.register.tally import FILE, read_kept
from takedown.register.values import Outcome

WEEK = timedelta(days=7)
FIRST = [
    *many(20, distributor="tunecore"),
    *many(9, of="B", distributor="ditto"),
    *many(9, of="C", distributor="cdbaby"),
]


def after(before, now, *, later=WEEK, asked=None):
    asked = asked or campaign()
    overview, people = counted(before)
    first = published(overview, people, asked, day=DAY, distributors=KNOWN)
    overview, people = counted(now)
    second = published(overview, people, asked, day=DAY + later, distributors=KNOWN)
    return first, next_public(first, second, asked, agreed=consenting(people, overview.rows))


def test_the_first_publication_goes_out_as_it_is() -> None:
    overview, people = counted(FIRST)
    now = published(overview, people, campaign(), day=DAY)

    assert next_public(None, now, campaign(), agreed=()).public == now


def test_within_a_week_nothing_new_goes_out() -> None:
    first, step = after(FIRST, [*FIRST, *many(30, of="New")], later=timedelta(days=6))

    assert (step.public, step.fresh) == (first, False)
    assert "the next can be of 2027-01-07" in step.why


def test_four_more_are_not_told() -> None:
    first, step = after(FIRST, [*FIRST, *many(4, of="New")])

    assert (step.public, step.fresh) == (first, False)
    assert step.why == "fewer than 5 requests came in, or went, since the last publication"


def test_five_more_are_told_and_a_table_whose_step_is_small_stays_as_it_was() -> None:
    new = [*many(3, of="New", distributor="tunecore"), *many(2, of="More", distributor="ditto")]
    first, step = after(FIRST, [*FIRST, *new])

    assert step.fresh
    assert step.public.total == 43
    assert cells(step.public, "distributor") == cells(first, "distributor") == {"tunecore": 20, "others": 18}
    assert {table.by: table.day for table in step.public.tables}["distributor"] == DAY


def test_where_somebody_goes_from_one_distributor_to_another_nothing_moves() -> None:
    moved = [*FIRST[1:], replace(FIRST[0], distributor="ditto")]
    first, step = after(FIRST, moved)

    assert (step.public, step.fresh) == (first, False)


def test_when_numbers_become_too_small_the_last_ones_stay() -> None:
    first, step = after(FIRST, FIRST[:3])

    assert (step.public, step.fresh) == (first, False)
    assert "fewer than five that are not named" in step.why


def test_a_name_goes_at_once_when_consent_is_taken_back() -> None:
    named = [answer("Nova", publish=True), answer("Orbit", publish=True)]
    no = answer("Nova", None, publish=False, received=DAY)
    first, step = after([*FIRST, *named], [*FIRST, *named, no], later=timedelta(days=1))

    assert first.names == ("Nova", "Orbit")
    assert step.public.names == ("Orbit",)
    assert step.public.total == first.total


def test_a_new_name_waits_until_it_does_not_tell_who_came() -> None:
    """One unnamed and five named newcomers: numbers less names would say that one more came."""
    new = [answer("Quiet one"), *many(5, of="Named", publish=True)]
    _, step = after(FIRST, [*FIRST, *new])

    assert step.fresh
    assert step.public.total == 44
    assert step.public.names == ()


def test_what_the_campaign_allows_no_more_is_gone_at_once() -> None:
    overview, people = counted([*FIRST, answer("Nova", publish=True)])
    first = published(overview, people, campaign(), day=DAY, distributors=KNOWN)
    less = campaign(publish=(Publishable.TOTALS,))
    now = published(overview, people, less, day=DAY, distributors=KNOWN)

    step = next_public(first, now, less, agreed=("Nova",))

    assert {table.by for table in step.public.tables} <= {"outcome"}
    assert (step.public.total, step.public.names) == (first.total, ())


def test_steps_of_growth_that_were_published_stay() -> None:
    both = [*many(6, on=DAY - 3 * WEEK), *many(7, of="B", on=DAY - WEEK)]
    late = many(9, of="Late", on=DAY - 3 * WEEK)
    first, step = after(both, [*both, *late])

    assert list(cells(first, "day").values()) == [6, 7]
    assert list(cells(step.public, "day").values()) == [6, 7, 9]


def test_with_two_platforms_one_artist_is_up_to_two_requests_and_ten_are_needed() -> None:
    two = campaign(platforms=("spotify", "deezer"))
    overview, people = counted(FIRST, platforms=two.platforms)
    first = published(overview, people, two, day=DAY)
    for number, fresh in ((4, False), (5, True)):
        overview, people = counted([*FIRST, *many(number, of="New")], platforms=two.platforms)
        now = published(overview, people, two, day=DAY + WEEK)
        assert next_public(first, now, two, agreed=()).fresh is fresh


def test_the_last_publication_is_kept_beside_the_register_and_compared(tmp_path) -> None:
    def step(answers, day):
        overview, people = counted(answers)
        return public_step(
            tmp_path, overview, people, campaign(), day=day, distributors=KNOWN, head="a" * 64
        ).step

    first = step(FIRST, DAY)
    kept = (tmp_path / FILE).read_bytes()
    again = step([*FIRST, *many(2, of="New")], DAY + WEEK)

    assert read_kept(tmp_path) == first.public
    assert again.public == first.public
    assert (tmp_path / FILE).read_bytes() == kept
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_kept_file_that_is_none_is_not_taken_for_a_first_time(tmp_path) -> None:
    (tmp_path / FILE).write_bytes(b"{}")
    with pytest.raises(VerificationError, match="this is no file"):
        read_kept(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(StorageError, match="could not read it"):
        read_kept(tmp_path)


def test_who_takes_consent_back_is_gone_from_the_kept_file_too(tmp_path) -> None:
    def step(answers):
        overview, people = counted(answers)
        return public_step(tmp_path, overview, people, campaign(), day=DAY, distributors=KNOWN, head="")

    step([*FIRST, answer("Nova", publish=True)])
    step([*FIRST, answer("Nova", Outcome.SUBMITTED, publish=True), answer("Nova", None, publish=False)])

    assert b"Nova" not in (tmp_path / FILE).read_bytes()
