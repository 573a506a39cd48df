"""Who is who, and how far they came: whatever the order in which answers come in, and however often."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.model import SourceRef
from takedown.register.overview import overview_of
from takedown.register.people import Same, people_of
from takedown.register.standing import has_left, may_publish
from takedown.register.values import Answer, Dkim, Grade, Outcome, Participant, Standing

DAY = date(2026, 11, 10)


def answer(artist: str = "Ana", contact: str = "", day: int | None = 0, **more: Any) -> Answer:
    on = DAY + timedelta(days=day) if day is not None else None
    values = {"received": on or DAY, "source": SourceRef(file="form.csv", row=2)} | more
    return Answer(artist=artist, contact=contact, on=on, **values)


def only(*answers: Answer, decided: tuple[Same, ...] = ()) -> Participant:
    (one,) = people_of(answers, decided).participants
    return one


answers = st.lists(
    st.builds(
        answer,
        artist=st.sampled_from(["Ana", "The Ana", "ÁNA", "Bo", "Bo & Co"]),
        contact=st.sampled_from(["", "a@example.com", "A@Example.com", "b@example.com"]),
        day=st.sampled_from([None, 0, 1, 2]),
        label=st.sampled_from(["", "Small Label"]),
        distributor=st.sampled_from(["", "tunecore"]),
        platforms=st.sampled_from([(), ("spotify",), ("deezer",)]),
        outcome=st.sampled_from([None, *Outcome]),
        grade=st.sampled_from(Grade),
        dkim=st.sampled_from(Dkim),
        phase_one=st.sampled_from([None, True, False]),
        publish=st.sampled_from([None, True, False]),
        withdrawn=st.booleans(),
        received=st.just(DAY),
        source=st.builds(SourceRef, file=st.sampled_from(["a.csv", "b.csv"]), row=st.integers(2, 9)),
    ),
    max_size=12,
)


def test_a_platform_that_is_not_of_the_campaign_is_listed_and_in_no_count() -> None:
    people = people_of([answer(platforms=("spotify", "deezer"), outcome=Outcome.SUBMITTED)])

    found = overview_of(people, title="", platforms=("spotify",), day=DAY)

    assert [row.platform for row in found.rows] == ["spotify", "deezer"]
    assert [count.number for count in found.total.counts] == [1]
    assert [group.name for group in found.by_platform] == ["spotify"]
    assert found.corrections.elsewhere == 1


decisions = st.sampled_from(
    [
        (),
        (Same(name="Ana", other="Bo", same=True),),
        (Same(name="Ana", other="Ana", same=True),),
        (Same(name="Ana", other="ana", same=False),),
    ]
)


def overview(given_answers: list[Answer], decided: tuple[Same, ...]) -> object:
    found = overview_of(people_of(given_answers, decided), title="", platforms=("spotify",), day=DAY)
    rows = [(one.participant, one.artist, one.label, one.distributor, one.platform) for one in found.rows]
    said = [
        (one.outcome, one.grade, one.dkim, one.on, one.publish, len(one.contradictions)) for one in found.rows
    ]
    return (
        rows,
        said,
        found.participants,
        found.phase_one,
        found.total,
        found.by_day,
        found.corrections.doubts,
    )


@given(answers, decisions, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_come_in_changes_nothing(
    some: list[Answer], decided: tuple[Same, ...], chance: random.Random
) -> None:
    other = chance.sample(some, len(some))

    assert overview(other, decided) == overview(some, decided)


@given(answers, decisions)
def test_answers_that_come_twice_change_nothing(some: list[Answer], decided: tuple[Same, ...]) -> None:
    assert overview([*some, *some], decided) == overview(some, decided)


@given(answers)
def test_who_wants_out_is_in_no_row_and_on_no_list_of_names(some: list[Answer]) -> None:
    out = answer(contact="a@example.com", day=30, withdrawn=True)
    people = people_of([*some, out]).participants

    assert all(has_left(one) and not may_publish(one) for one in people if out in one.answers)


def test_one_name_from_two_addresses_is_two_until_a_person_decides() -> None:
    both = (answer(contact="a@example.com"), answer("THE ANA", contact="b@example.com"))

    undecided = people_of(both)
    one = people_of(both, [Same(name="Ana", other="Ana", same=True)])
    two = people_of(both, [Same(name="Ana", other="Ana", same=False)])

    assert (len(undecided.participants), len(undecided.doubts)) == (2, 1)
    assert (len(one.participants), len(one.doubts)) == (1, 0)
    assert (len(two.participants), len(two.doubts)) == (2, 0)


def test_two_names_are_one_artist_where_a_person_said_so() -> None:
    one = only(
        answer("Ana"), answer("Ana Lights"), decided=(Same(name="Ana Lights", other="ANA", same=True),)
    )

    assert one.names == ("Ana", "Ana Lights")


def test_several_artists_of_one_label_are_several() -> None:
    both = people_of([answer("Ana", "label@example.com"), answer("Bo", "label@example.com")])

    assert [one.name for one in both.participants] == ["Ana", "Bo"]


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ([(0, True)], True),
        ([(0, True), (1, False)], False),
        ([(0, False), (1, True)], True),
        ([(0, True), (1, False), (2, True)], True),
        ([(0, False), (1, True), (2, False)], False),
        ([(0, True), (0, False)], False),
    ],
)
def test_the_last_word_about_publication_counts_and_a_no_more_than_a_yes(
    said: list[tuple[int, bool]], published: bool
) -> None:
    assert may_publish(only(*(answer(day=day, publish=yes) for day, yes in said))) is published


def test_a_no_without_a_day_counts_on_each_day_on_which_it_comes_in() -> None:
    later = DAY + timedelta(days=2)
    no_again = answer(day=None, publish=False, received=later)

    assert not may_publish(only(answer(day=None, publish=False), answer(day=1, publish=True), no_again))


def test_nobody_else_brings_back_who_wanted_out() -> None:
    out = answer(contact="a@example.com", day=1, withdrawn=True)
    seen = answer(day=2, outcome=Outcome.GONE, grade=Grade.OBSERVED)
    of_others = answer(day=2, outcome=Outcome.SUBMITTED)
    own = answer(contact="a@example.com", day=2, outcome=Outcome.SUBMITTED)

    assert has_left(only(out, seen, of_others))
    assert not has_left(only(out, own))


def test_a_wish_to_be_left_out_without_an_address_holds_for_all_of_that_name() -> None:
    people = people_of(
        [answer(contact="a@example.com"), answer(contact="b@example.com"), answer(withdrawn=True, day=1)]
    )

    assert all(has_left(one) for one in people.participants)


@pytest.mark.parametrize(
    ("said", "late", "stands"),
    [
        (Outcome.GONE, Outcome.SUBMITTED, Outcome.GONE),
        (Outcome.AGREED, Outcome.SUBMITTED, Outcome.AGREED),
        (Outcome.SUBMITTED, Outcome.PREPARED, Outcome.SUBMITTED),
        (Outcome.LABEL_REFUSED, Outcome.ASKED_LABEL, Outcome.LABEL_REFUSED),
        (Outcome.CANNOT, Outcome.SUBMITTED, Outcome.SUBMITTED),
        (Outcome.PLEDGED, Outcome.SUBMITTED, Outcome.SUBMITTED),
    ],
)
def test_a_copy_that_comes_in_late_takes_nothing_back_that_came_after_it(
    said: Outcome, late: Outcome, stands: Outcome
) -> None:
    people = people_of([answer(outcome=said), answer(day=5, outcome=late, grade=Grade.COPY)])

    (row,) = overview_of(people, title="", platforms=("spotify",), day=DAY).rows

    assert row.outcome is stands


def test_what_the_artist_says_later_counts_more_than_what_they_said_before() -> None:
    people = people_of([answer(outcome=Outcome.SUBMITTED), answer(day=5, outcome=Outcome.CANNOT)])

    (row,) = overview_of(people, title="", platforms=("spotify",), day=DAY).rows

    assert row.outcome is Outcome.CANNOT


FILE = SourceRef(file="Ana 2 Nov invoice 77.png")


def standing(*said: Answer) -> Standing:
    (row,) = overview_of(people_of(said), title="", platforms=("spotify",), day=DAY).rows
    return row


@pytest.mark.parametrize("said", [Outcome.CANNOT, Outcome.LABEL_REFUSED])
@pytest.mark.parametrize("grade", [Grade.COPY, Grade.REPLY])
def test_no_file_takes_back_what_an_artist_said_that_they_could_not(said: Outcome, grade: Grade) -> None:
    shown = answer(day=5, outcome=Outcome.SUBMITTED, grade=grade, platforms=("spotify",), source=FILE)

    row = standing(answer(outcome=said), shown)

    assert (row.outcome, row.grade) == (said, Grade.REPORTED)
    assert ["ask them" in each.why for each in row.contradictions] == [True]


def test_a_picture_takes_back_no_pledge_and_a_message_to_a_desk_does() -> None:
    picture = answer(day=5, outcome=Outcome.SUBMITTED, grade=Grade.COPY, source=FILE)
    message = answer(day=5, outcome=Outcome.SUBMITTED, grade=Grade.COPY, distributor="tunecore", source=FILE)

    row = standing(answer(outcome=Outcome.PLEDGED), picture)

    assert (row.outcome, len(row.contradictions)) == (Outcome.PLEDGED, 1)
    assert standing(answer(outcome=Outcome.PLEDGED), message).outcome is Outcome.SUBMITTED


def test_who_could_not_and_says_later_that_they_asked_counts_and_both_are_listed() -> None:
    row = standing(answer(outcome=Outcome.CANNOT), answer(day=5, outcome=Outcome.SUBMITTED, grade=Grade.COPY))
    by_file = standing(
        answer(outcome=Outcome.CANNOT),
        answer(day=5, outcome=Outcome.SUBMITTED),
        answer(day=4, outcome=Outcome.SUBMITTED, grade=Grade.COPY, source=FILE),
    )

    assert (row.outcome, len(row.contradictions)) == (Outcome.SUBMITTED, 1)
    assert by_file.outcome is Outcome.SUBMITTED


def test_the_same_words_in_a_row_and_in_a_file_are_two_answers_whichever_comes_first() -> None:
    in_row = answer(day=5, outcome=Outcome.SUBMITTED, grade=Grade.COPY)
    in_file = answer(day=5, outcome=Outcome.SUBMITTED, grade=Grade.COPY, source=FILE)
    cannot = answer(outcome=Outcome.CANNOT)

    assert standing(in_file, in_row, cannot).outcome is Outcome.SUBMITTED
    assert standing(in_row, in_file, cannot).outcome is Outcome.SUBMITTED


def test_a_later_copy_without_a_day_leaves_the_day_and_the_distributor_as_they_are() -> None:
    row = standing(
        answer(outcome=Outcome.SUBMITTED, distributor="tunecore"),
        answer(outcome=Outcome.SUBMITTED, grade=Grade.COPY, day=None, received=DAY + timedelta(days=9)),
    )

    assert (row.on, row.distributor, row.grade) == (DAY, "tunecore", Grade.COPY)


def test_gone_again_is_dated_from_the_second_time() -> None:
    days = {0: Outcome.GONE, 2: Outcome.CAME_BACK, 4: Outcome.GONE, 5: Outcome.GONE}

    row = standing(*(answer(day=day, outcome=outcome) for day, outcome in days.items()))

    assert row.on == DAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("dkim", "stands"),
    [(Dkim.PASS, Outcome.PLEDGED), (Dkim.FAIL, Outcome.AGREED), (Dkim.NOT_CHECKED, Outcome.AGREED)],
)
def test_a_reply_whose_signature_did_not_hold_weighs_as_a_copy(dkim: Dkim, stands: Outcome) -> None:
    reply = answer(outcome=Outcome.PLEDGED, grade=Grade.REPLY, dkim=dkim)
    copy = answer(outcome=Outcome.AGREED, grade=Grade.COPY)

    assert standing(reply, copy).outcome is stands


def test_a_row_without_an_address_takes_nothing_back_from_an_address_that_is_known() -> None:
    own = answer(contact="b@example.org", day=1, outcome=Outcome.CANNOT)
    strange = answer(contact="", day=5, outcome=Outcome.SUBMITTED)

    assert standing(own, strange).outcome is Outcome.CANNOT
    assert standing(strange).outcome is Outcome.SUBMITTED, "where nobody else spoke, it is all there is"
