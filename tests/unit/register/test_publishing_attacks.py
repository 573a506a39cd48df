"""Attackers with all published numbers, tried over many registers: what can be added and subtracted hides five."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.public_samples import ALL, DAY, KNOWN, NUMBERS, answer, campaign, counted

from takedown.records.campaign import Publishable
from takedown.register.people import name_key
from takedown.register.publishing import published
from takedown.register.republishing import next_public, size_of
from takedown.register.suppressing import LEAST, OR, OTHERS
from takedown.register.values import PUBLIC, Grade, Outcome

PLATFORMS = ("spotify", "deezer", "tidal")
PRIVATE = tuple(one for one in Outcome if one not in PUBLIC)
WEIGHED = (*PUBLIC, Outcome.SUBMITTED, Outcome.SUBMITTED, Outcome.GONE, *PRIVATE)
SEEDS = st.integers(0, 2**32)
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def registers(draw, least=0):
    """Up to 70 artists, some of one label or one address, about one to three platforms."""
    number = draw(st.integers(least, 70))
    chance = Random(draw(SEEDS))  # realistic numbers in every example
    distributors = (*KNOWN[: chance.randint(1, 4)], "", "cousin Ada")
    outcomes = WEIGHED[: chance.choice((4, 7, len(WEIGHED)))]
    share = chance.random() / 2
    return [
        answer(
            f"Act {index}",
            chance.choice(outcomes),
            row=index,
            contact="one@agency.example" if chance.random() < share / 3 else f"act{index}@band.example",
            label=f"Label {chance.randint(0, 9)}" if chance.random() < share else "",
            distributor=distributors[min(int(chance.expovariate(1)), len(distributors) - 1)],
            platforms=tuple(chance.sample(PLATFORMS, chance.choice((1, 1, 1, 2, 3)))),
            grade=chance.choice((Grade.REPORTED, Grade.REPORTED, *Grade)),
            on=chance.choice((None, date(2026, 12, 1) + timedelta(chance.randint(0, 40)))),
            publish=chance.choice((None, None, True, False)),
        )
        for index in range(number)
    ]


def public_of(answers, publish=ALL, day=DAY):
    overview, people = counted(answers, platforms=PLATFORMS)
    asked = campaign(publish=publish, platforms=PLATFORMS)
    return published(overview, people, asked, day=day, distributors=KNOWN), overview, people


def hides(rows, people, publish):
    """Independent of the program: how many that decide for themselves and are not named stand behind rows."""
    keys = {
        row.participant for row in rows if not (row.publish and Publishable.NAMES_WITH_CONSENT in publish)
    }
    everybody = {one.key: one for one in people.participants}
    asked = {row.participant for row in counted_rows(people)}
    groups = []
    for key in asked:
        one = everybody[key]
        marks = {("l", name_key(x)) for x in one.labels} | {("c", x.casefold()) for x in one.contacts}
        marks |= {("n", name_key(x)) for x in one.names}
        touching = [group for group in groups if group[0] & marks]
        merged = (marks.union(*(g[0] for g in touching)), {key}.union(*(g[1] for g in touching)))
        groups = [group for group in groups if group not in touching] + [merged]
    return sum(bool(members & keys) for _, members in groups)


def counted_rows(people):
    from takedown.register.standing import standings_of

    return [row for row in standings_of(people.participants, PLATFORMS) if row.outcome in PUBLIC]


def resolve(table, rows):
    """Whom each published cell is about, as the words beside it say."""
    of = {
        "outcome": lambda row: row.outcome.value,
        "platform": lambda row: row.platform,
        "distributor": lambda row: row.distributor,
    }
    found = {}
    left = list(rows)
    for cell in table.cells:
        if table.by == "evidence":
            found[cell.name] = left
        elif table.by == "day":
            end = date.fromisoformat(cell.name)
            found[cell.name] = [row for row in left if row.on is None or min(row.on, table.day) <= end]
        elif cell.name == OTHERS:
            found[cell.name] = left
        else:
            found[cell.name] = [row for row in left if of[table.by](row) == cell.name]
        left = [row for row in left if row not in found[cell.name]]
    assert left == []
    return found


def unions(things):
    return chain.from_iterable(combinations(things, size) for size in range(1, len(things) + 1))


@SLOW
@given(registers(), st.sampled_from((ALL, NUMBERS)))
def test_whatever_is_added_or_subtracted_hides_five(answers, publish) -> None:
    public, _, people = public_of(answers, publish)
    rows = counted_rows(people)
    if public.total is not None:
        assert public.total == len(rows)
        assert hides(rows, people, publish) >= LEAST
    for table in public.tables:
        cells = resolve(table, rows)
        assert {cell.name: cell.number for cell in table.cells} == {name: len(c) for name, c in cells.items()}
        for some in unions(list(cells)):
            inside = [row for name in some for row in cells[name]]
            outside = [row for row in rows if row not in inside]
            assert hides(inside, people, publish) >= LEAST, (table.by, some)
            assert not outside or hides(outside, people, publish) >= LEAST, (table.by, some)


@SLOW
@given(registers(least=30), st.sampled_from((ALL, NUMBERS)))
def test_evidence_of_any_two_tables_subtracted_hides_five(answers, publish) -> None:
    public, _, people = public_of(answers, publish)
    rows = counted_rows(people)
    kinds = set()
    for table in public.tables:
        cells = resolve(table, rows)
        for cell in table.cells:
            for label, number in cell.mix:
                inside = [row for row in cells[cell.name] if row.grade.value in label.split(OR)]
                assert len(inside) == number
                assert hides(inside, people, publish) >= LEAST
        labels = [label.split(OR) for label, _ in table.cells[0].mix]
        kinds |= {frozenset(chain.from_iterable(some)) for some in unions(labels)}
    for first in kinds:
        for second in kinds:
            if first < second:
                between = [row for row in rows if row.grade.value in second - first]
                assert hides(between, people, publish) >= LEAST


@SLOW
@given(registers(), SEEDS.map(Random))
def test_nobody_can_tell_refused_from_could_not_from_never_answered(answers, chance) -> None:
    """Who knows everything of all others learns nothing of one who did not ask: the file is the same to the letter."""
    public, _, people = public_of(answers)
    asked = {name for row in counted_rows(people) for name in (row.artist,)}
    changed = []
    for one in answers:
        if one.artist in asked:
            changed.append(one)
        elif chance.random() < 0.7:
            changed.append(replace(one, outcome=chance.choice(PRIVATE), publish=chance.choice((None, True))))

    assert public_of(changed)[0] == public


@SLOW
@given(registers(), SEEDS.map(Random))
def test_who_is_not_named_can_be_anybody(answers, chance) -> None:
    """Names of those who are not named, dealt out anew, change nothing: no number depends on who somebody is."""
    public, _, _ = public_of(answers)
    names = [one.artist for one in answers if one.publish is not True]
    chance.shuffle(names)
    dealt = iter(names)
    changed = [replace(one, artist=next(dealt)) if one.publish is not True else one for one in answers]

    assert public_of(changed)[0] == public


@SLOW
@given(registers())
def test_a_list_of_names_never_says_that_all_others_did_not_act(answers) -> None:
    public, _, people = public_of(answers)
    unnamed = {row.participant for row in counted_rows(people) if row.artist not in public.names}

    assert all(name in {one.artist for one in answers if one.publish} for name in public.names)
    if public.total is not None or public.tables:
        assert len(unnamed) >= LEAST


@SLOW
@given(registers(least=12), registers(least=1), st.integers(0, 69), st.integers(7, 30))
def test_one_artist_alone_never_moves_a_publication(answers, others, which, later) -> None:
    """Between two publications one artist acts, goes further, changes distributor, consents, or leaves."""
    before, _, _ = public_of(answers)
    which %= len(answers)
    new = replace(others[0], artist=answers[which].artist, contact=answers[which].contact, label="")
    changed = [*answers[:which], new, *answers[which + 1 :]]
    now, _, _ = public_of(changed, day=DAY + timedelta(later))
    if size_of(before) is None:
        return  # the first number at all: five stand behind it
    step = next_public(before, now, campaign(platforms=PLATFORMS), agreed={*before.names, *now.names})

    assert not step.fresh
    assert step.public.tables == before.tables
    assert step.public.total == before.total


@SLOW
@given(registers(least=15), registers(least=15), st.integers(7, 30))
def test_no_number_of_two_publications_differs_by_few(answers, more, later) -> None:
    before, _, _ = public_of(answers)
    more = [
        replace(one, artist=f"New {index}", contact=f"new{index}@band.example")
        for index, one in enumerate(more)
    ]
    now, _, _ = public_of([*answers, *more], day=DAY + timedelta(later))
    step = next_public(before, now, campaign(platforms=PLATFORMS), agreed={*before.names, *now.names})
    least = LEAST * len(PLATFORMS)

    def small(change):
        return 0 < abs(change) < least

    if not step.fresh or size_of(before) is None:
        return
    assert not small(size_of(step.public) - size_of(before))
    unnamed = [size_of(one) - len(one.names) for one in (before, step.public)]
    assert not small(unnamed[1] - unnamed[0])
    for table in step.public.tables:
        old = next((one for one in before.tables if one.by == table.by), None)
        if old is None or old == table:
            continue
        cells = [Counter({cell.name: cell.number for cell in one.cells}) for one in (old, table)]
        for name in (cells[0].keys() & cells[1].keys()) - {OTHERS}:
            assert not small(cells[1][name] - cells[0][name]), (table.by, name)
        assert not small(table.total - old.total)
