"""Letters are matched with the one notice that they are about; in doubt with none."""

import pytest
from support.letters import NOTICE, OTHER, notification, reply

from takedown.inbox.matching import Awaited, By, Marks, Match, NoMatch, Why, match
from takedown.inbox.parsed import Letter, parse

FIRST = Awaited(
    notice=NOTICE,
    message_ids={f"<{NOTICE}.1@example.org>": f"{NOTICE}.1"},
    envids={f"{NOTICE}.1": f"{NOTICE}.1"},
    tickets=frozenset({"NL-2026-1", "17"}),
)
SECOND = Awaited(
    notice=OTHER,
    message_ids={f"<{OTHER}.1@example.org>": f"{OTHER}.1"},
    envids={f"{OTHER}.1": f"{OTHER}.1"},
)
REMINDER = Awaited(notice=OTHER, message_ids=SECOND.message_ids, after=NOTICE)
BOTH = (FIRST, SECOND)


def found(raw: bytes, *awaited: Awaited) -> Match | NoMatch:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    return match(letter, Marks(awaited or BOTH))


def plain(**headers: str) -> bytes:
    return reply(**{"subject": "Hello", **headers})


def test_a_notification_is_matched_by_the_id_that_the_server_was_given() -> None:
    assert found(notification(original="")) == Match(notice=NOTICE, by=By.ENVID, message=f"{NOTICE}.1")


def test_a_notification_without_it_is_matched_by_the_message_that_it_brings_back() -> None:
    assert found(notification(envid="")) == Match(notice=NOTICE, by=By.ORIGINAL, message=f"{NOTICE}.1")


def test_an_answer_is_matched_by_what_it_answers() -> None:
    wanted = Match(notice=NOTICE, by=By.THREAD, message=f"{NOTICE}.1")

    assert found(plain(In_Reply_To=f"<{NOTICE}.1@example.org>")) == wanted
    assert (
        found(plain(References=f"<{OTHER}.1@example.org> <{NOTICE}.1@example.org> <x@example.com>")) == wanted
    )


def test_an_answer_to_a_draft_that_another_program_sent_is_matched_without_a_message_of_ours() -> None:
    raw = plain(In_Reply_To=f"<{NOTICE}.1.p2@somewhere.example>")

    assert found(raw) == Match(notice=NOTICE, by=By.THREAD)


def test_an_answer_is_matched_by_our_reference_in_its_subject() -> None:
    assert found(reply()) == Match(notice=NOTICE, by=By.SUBJECT)
    assert found(plain(subject=f"RE: [#77] ref: {NOTICE}")) == Match(notice=NOTICE, by=By.SUBJECT)


@pytest.mark.parametrize(
    "subject", [f"Ref {NOTICE}X", f"Ref X{NOTICE}", "Ref AAAAAAAAAA", f"Ref {NOTICE.lower()}"]
)
def test_what_only_resembles_a_reference_is_none(subject: str) -> None:
    assert found(plain(subject=subject)) == NoMatch(why=Why.NOTHING)


def test_the_text_counts_where_it_names_one_notice_and_nothing_else_does() -> None:
    assert found(plain(text=f"You wrote: Reference {NOTICE}.")) == Match(notice=NOTICE, by=By.TEXT)
    assert found(plain(text=f"{NOTICE} and {OTHER}")) == NoMatch(why=Why.AMBIGUOUS, notices=(NOTICE, OTHER))
    assert found(plain(subject=f"Ref {OTHER}", text=f"You wrote: {NOTICE}")) == Match(
        notice=OTHER, by=By.SUBJECT
    )


@pytest.mark.parametrize(
    "subject", ["[NL-2026-1] Hello", "Re: nl-2026-1", "Ticket:NL-2026-1.", "(#NL-2026-1)"]
)
def test_a_ticket_number_that_was_recorded_is_known_in_the_subject(subject: str) -> None:
    assert found(plain(subject=subject)) == Match(notice=NOTICE, by=By.TICKET)


@pytest.mark.parametrize("subject", ["17 questions", "NL-2026-11", "XNL-2026-1"])
def test_short_numbers_and_parts_of_others_are_no_ticket(subject: str) -> None:
    assert found(plain(subject=subject)) == NoMatch(why=Why.NOTHING)


def test_marks_that_contradict_each_other_go_to_a_person() -> None:
    raw = plain(subject=f"Ref {OTHER}", In_Reply_To=f"<{NOTICE}.1@example.org>")

    assert found(raw) == NoMatch(why=Why.AMBIGUOUS, notices=(NOTICE, OTHER))
    assert found(notification(envid=f"{OTHER}.1")) == NoMatch(why=Why.AMBIGUOUS, notices=(OTHER, NOTICE))
    assert found(plain(subject="NL-2026-1", text=OTHER)) == NoMatch(
        why=Why.AMBIGUOUS, notices=(OTHER, NOTICE)
    )


def test_an_answer_to_a_reminder_names_both_letters_and_is_about_the_reminder() -> None:
    raw = reply(In_Reply_To=f"<{OTHER}.1@example.org>", References=f"<{NOTICE}.1@example.org>")

    assert found(raw, FIRST, REMINDER) == Match(notice=OTHER, by=By.THREAD, message=f"{OTHER}.1")


def test_a_bounce_of_a_test_to_oneself_is_about_no_notice() -> None:
    test = f"{NOTICE}.t1"

    assert found(notification(envid=test, original="")) == NoMatch(why=Why.TEST)
    assert found(notification(envid="", original=f"<{test}@example.org>")) == NoMatch(why=Why.TEST)
    assert found(reply(message_id=f"<{test}@example.org>")) == NoMatch(why=Why.TEST)


def test_a_forged_notification_is_matched_by_no_more_than_it_says() -> None:
    forged = notification(envid="", original="", subject=f"Undelivered: Ref {NOTICE}")

    assert found(forged) == Match(notice=NOTICE, by=By.SUBJECT)
