"""What may go out after what went out before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.public_samples import DAY, KNOWN, answer, campaign, cells, counted, many, table

from takedown.cli.public_step import public_step
from takedown.errors import StorageError, VerificationError
from takedown.records.campaign import Publishable
from takedown.register.naming import consenting
from takedown.register.publishing import published
from takedown.register.republishing import next_public
from takedown.register.tally import FILE, read_kept, read_public, tally_problems
from takedown.register.values import Grade, Outcome
from takedown.reports.public import public_json

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


def test_a_platform_that_the_campaign_asks_no_more_does_not_tell_who_asked_there() -> None:
    """Six requests at two platforms are three artists: nobody may subtract them."""
    answers = [*many(34, platforms=("spotify",)), *many(3, of="Few", platforms=("deezer", "tidal"))]
    three, one = campaign(platforms=("spotify", "deezer", "tidal")), campaign()
    overview, people = counted(answers, platforms=three.platforms)
    first = published(overview, people, three, day=DAY)
    overview, people = counted(answers)

    step = next_public(first, published(overview, people, one, day=DAY + WEEK), one, agreed=())

    assert (first.total, step.public, step.fresh) == (40, first, False)
    assert step.why == "fewer than 15 requests came in, or went, since the last publication"


def test_without_platforms_in_the_campaign_one_artist_could_be_any_number_and_nothing_new_goes_out() -> None:
    nowhere = campaign(platforms=())
    answers = many(30, platforms=("spotify",))
    first = published(*counted(answers, platforms=()), nowhere, day=DAY)
    more = [*answers, answer("Everywhere", platforms=("spotify", "deezer", "tidal", "qobuz", "beatport"))]

    step = next_public(
        first, published(*counted(more, platforms=()), nowhere, day=DAY + WEEK), nowhere, agreed=()
    )

    assert (first.total, step.public, step.fresh) == (30, first, False)
    assert "campaign.toml has to name them" in step.why


def at_desks(**numbers):
    return [one for desk, number in numbers.items() for one in many(number, of=desk, distributor=desk)]


def test_a_number_that_was_among_the_others_for_a_while_does_not_come_back_with_two_more() -> None:
    asked, desks = campaign(), (*KNOWN, "onerpm", "symphonic")
    public = None
    seen = []
    for week, answers in enumerate(
        (
            at_desks(tunecore=20, distrokid=10, cdbaby=6, ditto=5),
            at_desks(tunecore=20, distrokid=10, cdbaby=16, ditto=12),
            at_desks(tunecore=20, distrokid=12, cdbaby=16, ditto=12, onerpm=6, symphonic=7),
            at_desks(tunecore=20, distrokid=15, cdbaby=16, ditto=12, onerpm=9, symphonic=9),
        )
    ):
        now = published(*counted(answers), asked, day=DAY + week * WEEK, distributors=desks)
        public = next_public(public, now, asked, agreed=()).public
        seen.append(cells(public, "distributor").get("distrokid"))

    assert seen == [10, None, None, 15]
    assert public.total == 81
    assert [{cell.name: cell.number for cell in one.cells} for one in public.earlier] == [
        {"distrokid": 10, "tunecore": 20, "others": 11},
        {"cdbaby": 16, "tunecore": 20, "others": 22},
    ]
    assert read_public(public_json(public).encode()) == public
    assert tally_problems(public) == ()


def test_evidence_that_was_not_told_for_a_while_does_not_come_back_with_two_more() -> None:
    asked = campaign(publish=(Publishable.BY_PLATFORM,), platforms=("spotify", "deezer"))
    public, seen = None, []
    for week, (said, copied, said_there, copied_there) in enumerate(
        ((10, 10, 10, 10), (14, 16, 0, 30), (12, 28, 20, 20), (20, 30, 20, 30))
    ):
        answers = [
            *many(said, of="A", platforms=("spotify",)),
            *many(copied, of="B", platforms=("spotify",), grade=Grade.COPY),
            *many(said_there, of="C", platforms=("deezer",)),
            *many(copied_there, of="D", platforms=("deezer",), grade=Grade.COPY),
        ]
        now = published(*counted(answers, platforms=asked.platforms), asked, day=DAY + week * WEEK)
        public = next_public(public, now, asked, agreed=()).public
        spotify = next(cell for cell in table(public, "platform").cells if cell.name == "spotify")
        seen.append(dict(spotify.mix).get("reported"))

    assert seen == [10, None, None, 20]


def test_named_newcomers_may_have_asked_one_platform_or_both() -> None:
    """Thirteen more requests and three new names: if these asked twice, seven are of four artists."""
    two = campaign(platforms=("spotify", "deezer"))
    both = [*FIRST, *many(3, of="Named", publish=True)]
    quiet = [*many(3, of="Quiet"), answer("Once", platforms=("spotify",))]
    first = published(*counted(FIRST, platforms=two.platforms), two, day=DAY)
    now = published(*counted([*both, *quiet], platforms=two.platforms), two, day=DAY + WEEK)

    step = next_public(first, now, two, agreed=now.names)

    assert (now.total - first.total, len(now.names)) == (13, 3)
    assert step.fresh
    assert step.public.names == ()


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
