"""What happens after a notice: sourced or plainly general, one line a sentence, no figure of its own."""

import re
from dataclasses import replace
from datetime import date

import pytest
from support.aftercare_samples import DESK, OUTLOOK, RECORD, SHOP, STREAMS, notice

from takedown.aftercare import (
    LOOK_AFTER_DAYS,
    NO_TICKET_DAYS,
    NOTHING_DONE_DAYS,
    Section,
    Topic,
    aftercare_of,
)
from takedown.audit import ItemState
from takedown.audit.due import Sent, due_of
from takedown.days import add_business_days
from takedown.directory import load_directory
from takedown.notice import Kind, RecipientRole
from takedown.plan import Outlook, Span
from takedown.planning.recipients import recipient_of_distributor
from takedown.records import Fact, Time, Unit
from takedown.request import Agreement

#: Days and dates that no sentence may make up: the numbers of the advice itself are these.
OWN_NUMBERS = {str(days) for days in (*LOOK_AFTER_DAYS, NO_TICKET_DAYS, NOTHING_DONE_DAYS)}
WRONG_WORDS = re.compile("infring|dmca|perjur|good.faith|terminat", re.IGNORECASE)


def said(sections: tuple[Section, ...], topic: Topic | None = None) -> str:
    return "\n".join(
        line
        for section in sections
        if topic in (None, section.topic)
        for line in (*section.lines, *section.commands)
    )


def full(kind: Kind = Kind.WITHDRAWAL) -> tuple[Section, ...]:
    return aftercare_of(notice(kind), outlook=OUTLOOK, record=RECORD)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_something_and_no_section_is_empty(kind):
    sections = aftercare_of(notice(kind))

    assert sections[0].brief
    assert all(section.lines and all(line.strip() for line in section.lines) for section in sections)
    assert len({section.topic for section in sections}) == len(sections)


@pytest.mark.parametrize("kind", Kind)
def test_no_number_is_made_up(kind):
    about = notice(kind, platforms=(SHOP,), answer_by=None)

    numbers = re.findall(r"\d+", re.sub(r"takedown .*", "", said(aftercare_of(about))))

    assert set(numbers) <= OWN_NUMBERS


@pytest.mark.parametrize("kind", Kind)
def test_no_word_stands_in_it_that_must_not_reach_a_desk(kind):
    assert not WRONG_WORDS.search(said(full(kind)))


def test_the_days_to_ask_are_those_of_the_clock_that_status_shows():
    item = ItemState(key="a|b", platform="b", upc="", isrcs=(), title="", artist="")
    monday = date(2026, 11, 23)

    without = due_of(item, Sent(kind=Kind.WITHDRAWAL, submitted_on=monday, has_ticket=False))
    ticket = due_of(item, Sent(kind=Kind.WITHDRAWAL, submitted_on=monday, has_ticket=True))

    assert without == add_business_days(monday, NO_TICKET_DAYS)
    assert ticket == add_business_days(monday, NOTHING_DONE_DAYS)


def test_the_sourced_days_are_said_and_that_they_can_be_more_where_a_source_says_at_least():
    assert "It takes 4 to 17 business days or more (Example Distribution and platform together" in said(
        full()
    )
    only = aftercare_of(notice(platforms=(SHOP,)), outlook=OUTLOOK, record=RECORD)
    assert "It takes 4 to 17 business days (" in said(only)


def test_one_number_stands_alone_and_a_short_time_needs_no_patience():
    short = Outlook(due_after=Span(min=3, max=3, unit=Unit.DAYS))

    text = said(aftercare_of(notice(platforms=(SHOP,)), outlook=short, record=RECORD))

    assert "It takes 3 days (" in text
    assert "only asks how far it is" not in text
    assert "only asks how far it is" in said(full())


def test_an_unknown_time_is_said_to_be_unknown():
    unknown = replace(RECORD, time=Time(value=""))

    assert "How long Example Distribution takes is not known here." in said(
        aftercare_of(notice(platforms=(SHOP,)), record=unknown)
    )


def test_a_time_without_numbers_is_said_in_its_own_words():
    prose = replace(RECORD, time=Time(value="a few days."))

    text = said(aftercare_of(notice(), record=prose))

    assert "Example Distribution: a few days." in text
    assert "Example Music: At least 2 business days." in text
    assert "not known" not in text


def test_the_notice_period_and_the_day_of_effect_come_first():
    about = notice(effective="2027-01-01", agreement=Agreement(notice_days=30))

    text = said(aftercare_of(about, outlook=OUTLOOK, record=RECORD), Topic.WHEN)

    assert "comes first: 30 days." in text
    assert "take effect on 2027-01-01" in text
    assert "nothing done 10 business days after that" in text


def test_no_calendar_day_of_the_outlook_is_said():
    assert not re.search(r"2026|November|December \d", said(full()).replace("slower in December", ""))


def test_what_the_records_warn_of_is_said_with_the_name():
    text = said(full())

    for warning in (
        "Example Distribution: Do not change the cover until it is done.",
        "Example Distribution: Keep the account open: money can arrive for up to 24 months.",
        "Example Distribution: Switch off Store Adder.",
        "Example Distribution: Support is slower in December.",
        "Example Distribution: What was deleted is not delivered again.",
        "Example Distribution: Releases > Remove is for all stores.",
        "Example Music: An older link may play another version.",
    ):
        assert text.count(warning) == 1, warning


def test_months_are_named_only_where_a_record_names_them():
    assert not re.search(r"\d+ months", said(aftercare_of(notice(), record=replace(RECORD, cautions=()))))


def test_how_to_see_it_comes_from_each_platform():
    text = said(full(), Topic.GONE)

    assert (
        "Example Music: The link goes on opening while the tracks turn grey. If somebody delivers it again: A second"
        in text
    )
    assert "Example Shop: open the links you saved" in text


def test_nothing_arrived_is_answered_with_the_same_words_and_the_first_date():
    text = said(full(), Topic.DENIED)

    assert "the same words again, with the first date and the ticket number" in text
    assert "Never as a new request" in text


def test_a_refusal_is_asked_for_its_clause_and_never_settled_by_leaving_all_stores():
    text = said(full(), Topic.REFUSED)

    assert "in writing for the clause or the technical reason" in text
    assert "others whose music they have can leave a single store" in text
    assert "Accept no removal from all stores in exchange" in text
    assert "the end of the term, your label, another distributor" in text


def test_under_a_direct_licence_there_is_no_subscription_to_keep():
    direct = notice(recipient=replace(DESK, role=RecipientRole.PLATFORM))

    text = said(aftercare_of(direct))

    assert "subscription" not in text
    assert "another distributor" not in text
    assert "subscription" in said(full())


def test_countries_are_looked_at_where_it_was_asked_and_where_it_must_have_stayed():
    some = said(aftercare_of(notice(territories=("DE", "FR"))), Topic.LOOK)
    but = said(aftercare_of(notice(excluded_territories=("JP",))), Topic.LOOK)

    assert "each country you asked for (DE and FR)" in some
    assert "elsewhere it must still be there" in some
    assert "in JP it must still be there" in but


def test_one_platform_needs_no_option_and_several_do():
    one, several = notice(platforms=(SHOP,)), notice()

    assert f"takedown record gone {one.id} --on YYYY-MM-DD" in said(aftercare_of(one))
    assert f"takedown record gone {several.id} --platform PLATFORM --on" in said(aftercare_of(several))


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.ESCALATION])
def test_answers_are_recorded_with_the_first_letter(kind):
    text = said(full(kind))

    assert "takedown record acknowledged AAAAAAAAAA" in text
    assert notice(kind).id not in text


def test_an_enquiry_removes_nothing_and_leads_to_the_right_letter():
    text = said(full(Kind.ENQUIRY))

    assert "Nothing is removed by this letter" in text
    assert "then run takedown plan" in text
    assert "subscription" not in text


def test_silence_of_an_artist_is_not_consent_and_answers_stay_private():
    text = said(full(Kind.ROSTER_LETTER))

    assert "Silence is not consent: without a yes until 2026-12-10 nothing" in text
    assert "show it to no other artist" in text


def test_a_statement_is_checked_before_it_is_published():
    text = said(full(Kind.PUBLIC_STATEMENT))

    assert "Check each claim and each date" in text
    assert "quoted for ever" in text


def test_after_an_end_the_answer_depends_on_who_reads_it():
    platform = replace(DESK, role=RecipientRole.PLATFORM)

    assert "the agreement still runs" in said(full(Kind.REMOVAL_AFTER_END))
    assert "who delivers it now" in said(aftercare_of(notice(Kind.REMOVAL_AFTER_END, recipient=platform)))


def test_a_restore_kit_is_named_only_where_one_is_made():
    assert "restore/" in said(full())
    assert "restore/" not in said(full(Kind.REMOVAL_AFTER_END))


def test_what_disappeared_elsewhere_is_asked_back_in_words_that_name_the_other_stores():
    """The letter of `reinstate` asks for the stores that were left: it would be the wrong one."""
    for kind in (Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.REMOVAL_AFTER_END):
        text = said(full(kind), Topic.MISTAKE)

        assert "Ask that all other stores be restored at once." in text
        assert "reinstate" not in text
    assert "only the stores and countries of the letter" in said(aftercare_of(notice(territories=("DE",))))


def test_new_stores_have_a_heading_of_their_own_and_only_the_stores_of_the_letter_are_meant():
    own, rest = said(full(), Topic.NEW_STORES), said(full(), Topic.UNTOUCHED)

    assert "Off for the stores of this letter, where that can be chosen" in own
    assert "Other stores stay as they are." in own
    assert "Example Distribution: Switch off Store Adder." in own
    assert "new stores" not in rest
    assert "Store Adder" not in rest
    assert not said(
        aftercare_of(notice(recipient=replace(DESK, role=RecipientRole.PLATFORM))), Topic.NEW_STORES
    )


@pytest.mark.parametrize("kind", [Kind.REMOVAL_AFTER_END, Kind.SUPPLY_STOP, Kind.LABEL_REQUEST])
def test_a_yes_and_a_no_are_recorded_each_beside_its_own_line(kind):
    for role in (RecipientRole.DISTRIBUTOR, RecipientRole.PLATFORM):
        about = notice(kind, recipient=replace(DESK, role=role))
        yes, no = (
            next(section for section in aftercare_of(about) if section.topic is topic)
            for topic in (Topic.ANSWER, Topic.REFUSED)
        )

        assert yes.commands == (f"takedown record agreed {about.id}",)
        assert yes.lines[-1].startswith("Yes")
        assert no.commands == (f"takedown record refused {about.id}",)


def test_a_fact_that_ends_in_a_bracket_gets_no_second_full_stop():
    bracket = replace(SHOP, verification=Fact(value="Look there. (So a table says.)"))

    assert "(So a table says.)." not in said(aftercare_of(notice(platforms=(bracket,))))


def test_every_shipped_record_leads_to_sentences_of_one_line():
    shipped = load_directory(None)
    platforms = tuple(shipped.platforms.values())
    for record in shipped.distributors.values():
        about = notice(recipient=recipient_of_distributor(record), platforms=platforms)
        for section in aftercare_of(about, record=record):
            for line in section.lines:
                assert line == " ".join(line.split()), (record.slug, line)
                assert ".." not in line.replace("...", ""), (record.slug, line)


def test_the_facts_of_the_samples_stand_apart():
    """A guard on this file: a sample that says what the advice says would prove nothing."""
    assert STREAMS.verification.value not in said(aftercare_of(notice(platforms=(SHOP,))))
