"""Which ways steps.txt shows: no press that reaches more than was asked, no second request, post last."""

from dataclasses import replace

import pytest
from support.aftercare_samples import DESK, notice

from takedown.directory import load_directory
from takedown.notice import Kind, Notice
from takedown.planning.recipients import recipient_of_distributor
from takedown.records import Channel, Distributor, Known
from takedown.rendering.steps import steps_text
from takedown.request import WORLDWIDE

DIRECTORY = load_directory()
SOME = ("CA", "IS")
PRESSED = tuple(
    record
    for record in DIRECTORY.distributors.values()
    if not record.status.is_retired and any(each.channel is Channel.DASHBOARD for each in record.addresses)
)


def to(slug: str, **changes) -> Notice:
    return notice(recipient=recipient_of_distributor(DIRECTORY.distributors[slug]), **changes)


@pytest.mark.parametrize("record", PRESSED, ids=lambda record: record.slug)
def test_no_worldwide_button_is_pressed_for_some_countries(record: Distributor):
    text = steps_text(to(record.slug, territories=SOME))

    if record.territory.answer is Known.YES:
        assert "This is for some countries only (CA, IS): choose exactly these." in text
        return
    assert "Ask support, and paste the text of ticket.txt, which names the countries." in text
    assert "nothing is pasted" not in text
    assert "In your account: " not in text
    assert not [step for step in record.steps if step in text]
    assert "aste the text of ticket.txt (each part" in text


def test_the_walk_over_the_records_meets_both_answers():
    assert {record.slug for record in PRESSED} >= {"labelgrid", "lacupula", "revelator"}
    assert "choose exactly these" in steps_text(to("revelator", territories=SOME))


def test_worldwide_the_buttons_of_a_record_stay():
    text = steps_text(to("labelgrid"))

    assert "choose stores > confirm > submit" in text
    assert "some countries" not in text
    assert "nothing is pasted" in text


def test_a_country_that_is_left_out_is_a_part_of_the_world_too():
    text = steps_text(to("labelgrid", territories=(WORLDWIDE,), excluded_territories=("JP",)))

    assert "This is for some countries only (worldwide except JP)" in text
    assert "choose stores > confirm > submit" not in text


def test_a_desk_that_cannot_take_out_single_countries_is_said_to_and_what_it_may_mean():
    text = steps_text(to("tunecore", territories=SOME))

    assert "TuneCore cannot take out single countries" in text
    assert "it may mean removal everywhere and a new upload" in text


def test_forms_are_warned_of_as_well():
    form = replace(DESK, ways=tuple(way for way in DESK.ways if way.channel is Channel.FORM), steps=())

    assert "choose no option that removes a release" in steps_text(notice(recipient=form, territories=SOME))


@pytest.mark.parametrize("slug", ["lacupula", "selfdistro", "verseone"])
def test_what_is_pressed_is_not_asked_for_a_second_time_by_email(slug):
    text = steps_text(to(slug))

    assert "Write only for what your account cannot do, or when it is still there after the days" in text
    assert "For email, open notice.eml: it is a ready draft" in text
    assert "open notice.eml instead" not in text


def test_where_only_a_postal_address_is_known_the_ticket_is_pasted_and_post_comes_last():
    text = steps_text(to("emubands"))

    assert text.index("Look for the help or contact page") < text.index("If that does not work: By post")
    assert "Paste the text of ticket.txt" in text
    assert "For post, print notice.pdf" in text
    assert "Hand it over" not in text


def test_a_question_goes_the_same_way_though_the_steps_for_removals_are_left_out():
    recipient = recipient_of_distributor(DIRECTORY.distributors["emubands"])
    text = steps_text(notice(Kind.ENQUIRY, recipient=recipient))

    assert (
        "Look for the help or contact page in your EmuBands account: only a postal address is known" in text
    )
    assert text.index("only a postal address") < text.index("If that does not work: By post")


def test_steps_that_say_where_to_look_need_no_second_sentence():
    assert "No address of" not in steps_text(to("freshtunes"))
    assert "No address of" in steps_text(to("freshtunes", kind=Kind.ENQUIRY))
