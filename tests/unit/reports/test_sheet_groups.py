"""Many letters on one page: those of one kind to one desk stand together, and the page stays one that is read."""

import re
from dataclasses import replace

import pytest
from support.aftercare_samples import CLOUD, OUTLOOK, directory, notice, omitted
from support.audit_samples import item, prepared, report_of, told
from support.builders import release

from takedown.events import What
from takedown.notice import WORLD, Kind, Notice, Recipient, RecipientRole, Scope
from takedown.plan import NoticePlan, PlannedNotice, Totals
from takedown.reports.sheet import sheet_text

SOME = Scope(included=("CA", "IS"))
NOTHING = NoticePlan(notices=(), omissions=(), totals=Totals(items=0, asked=0, enquired=0, omitted=0))


def many(count: int, **changes) -> list[Notice]:
    return [
        notice(releases=(release(number),), principal=f"Ana {number}", **changes) for number in range(count)
    ]


def page(*letters: Notice) -> str:
    planned = tuple(PlannedNotice(notice=each, outlook=OUTLOOK) for each in letters)
    return sheet_text(replace(NOTHING, notices=planned), directory())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_128_letters_to_a_few_desks_stay_below_200_lines():
    end = notice(Kind.REMOVAL_AFTER_END).end
    letters = (*many(90), *many(30, kind=Kind.REMOVAL_AFTER_END, end=end), *many(8, kind=Kind.ENQUIRY))
    text = page(*letters)

    assert "LETTERS (128)" in text
    assert len(text.splitlines()) < 200
    assert all(text.count(letter.id) == 1 for letter in letters)


def test_128_artists_stay_below_200_lines_and_each_is_named():
    asked = [
        notice(
            Kind.ROSTER_LETTER,
            recipient=Recipient(desk=f"artist-{number}", name=f"Artist {number}", role=RecipientRole.ARTIST),
        )
        for number in range(128)
    ]
    text = page(*asked)

    assert "1. Roster letter: 128 letters" in text
    assert len(text.splitlines()) < 200
    assert all(f"{letter.id} {letter.recipient.name};" in f"{flat(text)};" for letter in asked[:-1])


def test_a_few_letters_of_one_group_are_a_line_each_and_commands_name_none_of_them():
    first, second = many(2)
    text = page(first, second)

    assert f"- {first.id}  1 release, 2 recordings by The Example Lights" in text
    assert f"- {second.id}  1 release" in text
    assert "takedown record gone NOTICE --platform PLATFORM" in text
    assert f"takedown record gone {first.id}" not in text


def test_a_single_letter_keeps_its_number_in_its_commands_and_its_folder():
    (only,) = many(1)
    text = page(only)

    assert f"takedown record gone {only.id} --platform PLATFORM" in text
    assert f"{only.folder}/steps.txt" in text


def test_letters_of_which_something_else_is_said_are_no_group():
    world, some = notice(), notice(territories=("DE",))
    text = page(world, some)

    assert "1. Withdrawal to Example Distribution" in text
    assert "2. Withdrawal to Example Distribution" in text
    assert "By when: as under 1." in text


def test_a_long_title_is_shortened():
    letters = [
        notice(releases=(release(number, title="A" * 300),), principal=str(number)) for number in range(13)
    ]

    assert not re.search("A{50}", page(*letters))


def test_what_to_do_if_too_much_disappears_stands_there_once():
    text = flat(page(notice(), notice(Kind.REMOVAL_AFTER_END)))

    assert text.count("Ask that all other stores be restored at once.") == 1
    assert text.count("restore kit") == 1


def test_letters_handed_over_to_one_desk_on_one_day_are_one_entry():
    events = []
    for number, name in enumerate(("AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC")):
        songs = (item(f"41234567890{number}", "example-music"),)
        events += [
            prepared(name, items=songs, desk="example-distribution"),
            told(What.SUBMITTED, name, "2026-11-23", **({"ticket": "4711"} if number else {})),
        ]
    text = flat(sheet_text(NOTHING, directory(), report_of(*events).notices))

    assert "HANDED OVER (3 letters)" in text
    assert "1 letter handed over" not in text
    assert "2 letters handed over on 2026-11-23" in text
    assert "BBBBBBBBBB (ticket 4711), CCCCCCCCCC (ticket 4711)" in text
    assert "takedown status AAAAAAAAAA" in text


@pytest.mark.parametrize(("rule", "scope", "warned"), [
    ("self-service", SOME, True),
    ("podcast-host", SOME, True),
    ("self-service", WORLD, False),
])  # fmt: skip
def test_own_pages_say_first_that_a_removal_is_for_every_country(rule, scope, warned):
    plan = replace(NOTHING, omissions=(omitted(rule, "Own Tape"),))
    text = flat(sheet_text(plan, directory(), scope=scope))
    line = (
        "You ask for CA, IS. This takes it out in every country; no way for single countries is known here."
    )

    assert (line in text) is warned
    if warned:
        assert text.index(line) < text.index(" 1. ")


def test_steps_that_name_countries_need_no_such_line():
    steps = replace(CLOUD.self_service, lines=("Choose Availability, and the countries.",))
    records = directory()
    records = replace(
        records, platforms={**records.platforms, CLOUD.slug: replace(CLOUD, self_service=steps)}
    )
    plan = replace(NOTHING, omissions=(omitted("self-service", "Own Tape"),))

    assert "in every country" not in flat(sheet_text(plan, records, scope=SOME))
