"""What may be published of a register: what stands there, what never does, and when nothing is said at all."""

from dataclasses import fields, replace
from datetime import date

import pytest
from support.public_samples import ALL, DAY, KNOWN, NUMBERS, answer, campaign, cells, counted, many, table

from takedown.records.campaign import Publishable
from takedown.register.publishing import METHOD, Public, published
from takedown.register.values import PUBLIC, Grade, Outcome

PRIVATE = tuple(one for one in Outcome if one not in PUBLIC)


def public_of(answers, *, publish=ALL, platforms=("spotify",), day=DAY, **more):
    overview, people = counted(answers, platforms=platforms)
    asked = campaign(publish=publish, platforms=platforms)
    return published(overview, people, asked, day=day, distributors=KNOWN, **more)


def test_a_total_and_how_far_the_requests_came() -> None:
    public = public_of([*many(9), *many(6, Outcome.GONE, of="Gone")])

    assert public.total == 15
    assert cells(public, "outcome") == {"submitted": 9, "gone": 6}


def test_nothing_is_published_that_the_campaign_does_not_name() -> None:
    public = public_of([*many(20, distributor="tunecore"), *many(9, of="Other", publish=True)], publish=())

    assert (public.total, public.tables, public.names, public.few) == (None, (), (), False)


@pytest.mark.parametrize(
    ("word", "by"),
    [
        (Publishable.TOTALS, ["outcome"]),
        (Publishable.BY_PLATFORM, ["platform"]),
        (Publishable.BY_DISTRIBUTOR, ["distributor"]),
        (Publishable.BY_DAY, ["day"]),
    ],
)
def test_each_word_of_the_campaign_allows_its_own_table_alone(word, by) -> None:
    answers = [
        answer(
            f"Act {index}",
            PUBLIC[index % 2],
            distributor=KNOWN[index % 4],
            on=date(2026, 12, 1 + index % 4 * 7),
            platforms=(("spotify", "deezer")[index % 2],),
        )
        for index in range(60)
    ]
    public = public_of(answers, publish=(word,), platforms=("spotify", "deezer"))

    assert [one.by for one in public.tables] == by
    assert (public.total is None) == (word is not Publishable.TOTALS)


@pytest.mark.parametrize("number", [0, 1, 4])
def test_under_five_no_number_is_said_and_none_looks_like_four(number) -> None:
    public = public_of(many(number), head="a" * 64)

    assert public == public_of([], head="a" * 64)
    assert public.few


@pytest.mark.parametrize("outcome", PRIVATE)
def test_who_did_not_ask_a_desk_leaves_no_trace(outcome) -> None:
    asked = many(12, distributor="tunecore")
    others = many(40, outcome, of="Quiet", distributor="distrokid", publish=True)

    assert public_of([*asked, *others]) == public_of(asked)


def test_ten_artists_of_one_label_are_one_decision() -> None:
    assert public_of(many(10, label="Small Hours")).total is None
    assert public_of([*many(10, label="Small Hours"), *many(4, of="Own")]).total == 14


def test_artists_who_answer_from_one_address_are_one_decision() -> None:
    assert public_of(many(10, contact="manager@agency.example")).total is None


def test_a_small_group_takes_the_next_one_with_it_so_that_no_difference_tells_it() -> None:
    public = public_of(
        [
            *many(20, distributor="tunecore"),
            *many(7, of="B", distributor="cdbaby"),
            *many(2, of="C", distributor="ditto"),
        ]
    )

    assert cells(public, "distributor") == {"tunecore": 20, "others": 9}


def test_a_distributor_that_is_not_listed_may_still_be_among_the_others() -> None:
    """Two large groups and nothing else: listed both, every other distributor would have none."""
    public = public_of([*many(20, distributor="tunecore"), *many(10, of="B", distributor="cdbaby")])

    assert table(public, "distributor") is None


def test_platforms_of_the_campaign_are_all_listed_where_each_is_large_enough() -> None:
    both = ("spotify", "deezer")
    answers = [*many(9, platforms=("spotify",)), *many(6, of="B", platforms=("deezer",))]

    assert cells(public_of(answers, platforms=both), "platform") == {"spotify": 9, "deezer": 6}


def test_a_platform_that_nobody_asked_is_not_told_from_one_that_few_asked() -> None:
    three = ("spotify", "deezer", "tidal")
    answers = [*many(30, platforms=("spotify",)), *many(6, of="B", platforms=("deezer",))]
    few = [*answers, *many(2, of="C", platforms=("tidal",))]

    assert table(public_of(answers, platforms=three), "platform") is None
    assert cells(public_of(few, platforms=three), "platform") == {"spotify": 30, "others": 8}


def test_what_people_wrote_for_a_distributor_is_never_printed() -> None:
    public = public_of(
        [
            *many(20, distributor="tunecore"),
            *many(9, of="B", distributor="my cousin Ada"),
            *many(9, of="C", distributor=""),
        ]
    )

    assert cells(public, "distributor") == {"tunecore": 20, "others": 18}


def test_a_platform_that_the_campaign_does_not_ask_is_not_counted() -> None:
    assert public_of(many(9, platforms=("a-friend-s-server",))) == public_of([])


def test_weeks_are_put_together_until_they_hide_enough() -> None:
    days = [date(2026, 12, 1)] * 3 + [date(2026, 12, 9)] * 4 + [date(2026, 12, 16)] * 6 + [date(2026, 12, 30)]
    public = public_of([answer(f"Act {index}", on=day) for index, day in enumerate(days)])

    assert cells(public, "day") == {"2026-12-13": 7, "2026-12-31": 7}


def test_answers_without_a_day_or_with_one_to_come_are_in_the_first_and_the_last_step() -> None:
    answers = [
        *many(2),
        *many(5, of="B", on=date(2026, 12, 2)),
        *many(5, of="C", on=date(2026, 12, 30)),
        *many(1, of="D", on=date(2027, 5, 1)),
    ]

    assert cells(public_of(answers), "day") == {"2026-12-06": 7, "2026-12-31": 6}


def test_evidence_is_told_as_finely_as_each_cell_allows() -> None:
    public = public_of(
        [
            *many(8),
            *many(5, of="B", grade=Grade.COPY),
            *many(6, Outcome.GONE, of="C"),
            *many(5, Outcome.GONE, of="D", grade=Grade.REPLY),
        ]
    )
    mixes = {cell.name: dict(cell.mix) for cell in table(public, "outcome").cells}

    assert mixes == {
        "submitted": {"reported": 8, "copy or reply or observed": 5},
        "gone": {"reported": 6, "copy or reply or observed": 5},
    }


def test_where_cells_are_too_small_for_it_evidence_is_told_for_all_together() -> None:
    public = public_of([*many(8), *many(9, Outcome.GONE, of="B", grade=Grade.OBSERVED)])

    assert all(cell.mix == () for cell in table(public, "outcome").cells)
    assert dict(table(public, "evidence").cells[0].mix) == {"reported or copy or reply": 8, "observed": 9}


def test_evidence_of_few_is_not_told() -> None:
    public = public_of(
        [*many(8), *many(8, Outcome.GONE, of="B"), *many(4, Outcome.GONE, of="C", grade=Grade.OBSERVED)]
    )

    assert all(cell.mix == () for cell in table(public, "outcome").cells)
    assert table(public, "evidence") is None


def test_names_are_those_who_asked_and_agreed_in_the_order_of_the_alphabet() -> None:
    public = public_of(
        [
            *many(9),
            answer("The Zebras", publish=True),
            answer("Ánna", Outcome.GONE, publish=True),
            answer("Silent", publish=False),
            answer("Could not", Outcome.CANNOT, publish=True),
        ]
    )

    assert public.names == ("Ánna", "The Zebras")


def test_names_alone_stand_without_a_number_where_fewer_than_five_would_be_unnamed() -> None:
    public = public_of([*many(8, publish=True), *many(4, of="Quiet")])

    assert (public.total, public.tables, public.few) == (None, (), False)
    assert len(public.names) == 8


def test_who_is_named_hides_nobody() -> None:
    answers = [
        *many(6, of="Named", distributor="tunecore", publish=True),
        *many(4, of="Quiet", distributor="tunecore"),
        *many(9, of="B", distributor="cdbaby"),
        *many(9, of="C", distributor="ditto"),
    ]

    assert "tunecore" not in cells(public_of(answers), "distributor")
    assert "tunecore" in cells(public_of(answers, publish=NUMBERS), "distributor")


def test_who_was_named_once_hides_nobody_afterwards() -> None:
    """Their name may have been read: with three of them, six would be three."""
    agreed = many(3, of="Named", distributor="tunecore", publish=True)
    no = [answer(one.artist, None, publish=False, received=DAY) for one in agreed]
    others = [
        *many(3, of="Quiet", distributor="tunecore"),
        *many(5, of="B", distributor="cdbaby"),
        *many(5, of="C"),
        *many(9, of="D", distributor="ditto"),
    ]

    assert public_of([*agreed, *no, *others]).names == ()
    assert cells(public_of([*agreed, *no, *others]), "distributor") == {
        "cdbaby": 5,
        "ditto": 9,
        "others": 11,
    }
    assert cells(public_of([*many(3, of="Silent", distributor="tunecore"), *others]), "distributor") == {
        "ditto": 9,
        "tunecore": 6,
        "others": 10,
    }


def test_consent_that_was_taken_back_is_none_even_where_the_yes_speaks_of_a_later_day() -> None:
    yes = answer("Nova", publish=True, on=date(2027, 1, 15), received=date(2026, 12, 1))
    no = answer("Nova", None, publish=False, received=date(2026, 12, 5))

    assert public_of([*many(9), yes]).names == ("Nova",)
    assert public_of([*many(9), yes, no]).names == ()


def test_the_name_is_the_one_under_which_they_agreed() -> None:
    from takedown.register.overview import overview_of
    from takedown.register.people import Same, people_of

    answers = [
        *many(9),
        *(
            answer("Ada Smith", row=row, on=date(2026, 12, row), contact="ada@band.example", grade=Grade.COPY)
            for row in (1, 2, 3)
        ),
        answer("DJ Quiet", publish=True, contact="ada@band.example"),
    ]
    people = people_of(answers, (Same(name="Ada Smith", other="DJ Quiet", same=True),))
    overview = overview_of(people, title="Quiet Friday", platforms=("spotify",), day=DAY)

    assert published(overview, people, campaign(), day=DAY).names == ("DJ Quiet",)


def test_a_name_that_two_have_is_not_printed_while_one_of_them_did_not_agree() -> None:
    one = answer("Echo", publish=True, contact="one@band.example")
    other = answer("Echo", Outcome.CANNOT, contact="other@band.example")

    assert public_of([*many(9), one, other]).names == ()


@pytest.mark.parametrize("name", ["Ada <ada@band.example>", "call 030 1234567", "https://band.example"])
def test_a_name_by_which_somebody_can_be_reached_is_held_back(name) -> None:
    assert public_of([*many(9), answer(name, publish=True, contact="x@band.example")]).names == ()


def test_the_fields_are_these_and_no_others() -> None:
    """Whoever adds one has to think about what it tells."""
    assert [field.name for field in fields(Public)] == [
        "title", "day", "platforms", "total", "few", "tables", "earlier", "names", "method", "head",
    ]  # fmt: skip
    assert public_of(many(9)).method == METHOD


def test_who_knows_all_but_one_can_subtract_and_this_is_said() -> None:
    """The limit of every exact number: it is stated, not hidden."""
    overview, people = counted(many(12))
    less, fewer = counted(many(11))

    assert published(overview, people, campaign(), day=DAY).total == 12
    assert published(less, fewer, campaign(), day=DAY).total == 11


def test_the_same_register_gives_the_same_file_whatever_the_order_of_answers() -> None:
    answers = [*many(9, distributor="tunecore"), *many(9, of="B", distributor="ditto"), *many(7, of="C")]

    assert public_of(answers) == public_of(answers[::-1])
    assert replace(public_of(answers), head="b") != public_of(answers)
