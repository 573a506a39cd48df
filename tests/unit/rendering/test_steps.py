"""steps.txt: what to do by hand, and what happens next. GOLDEN=write renews the pages; read them afterwards."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.aftercare_samples import DESK, notice

from takedown.aftercare import aftercare_of
from takedown.notice import Kind, RecipientRole
from takedown.rendering.steps import steps_text

GOLDEN = Path(__file__).parents[2] / "golden" / "steps"
PAGES = {
    **{kind.value: notice(kind) for kind in Kind},
    "withdrawal-other-language": notice(language="de"),
    "withdrawal-countries": notice(territories=("DE",), demo=True),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_was_agreed(name):
    made, kept = steps_text(PAGES[name]), GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text(made, encoding="utf-8")

    assert made == kept.read_text(encoding="utf-8")


def test_every_golden_page_is_of_a_paper():
    assert {path.stem for path in GOLDEN.iterdir()} == set(PAGES)


@pytest.mark.parametrize("kind", Kind)
def test_all_of_what_happens_next_is_there_after_the_steps(kind):
    text = steps_text(notice(kind))
    head, _, rest = text.partition("\nWhat happens next\n")

    assert head.startswith("What to do with notice")
    for section in aftercare_of(notice(kind)):
        assert section.topic.value in rest
        assert all(line in rest for line in section.lines)


@pytest.mark.parametrize("kind", Kind)
def test_no_day_is_named_but_those_of_the_notice(kind):
    text = steps_text(notice(kind, answer_by=None, earlier=None))

    assert not re.search(r"\d{4}-\d\d-\d\d", text)


@pytest.mark.parametrize(
    "kind", [Kind.ENQUIRY, Kind.REMINDER, Kind.ESCALATION, Kind.RETRACTION, Kind.REINSTATEMENT]
)
def test_where_nothing_shall_be_removed_no_button_is_shown(kind):
    text = steps_text(notice(kind, recipient=DESK))

    assert "press nothing in your account" in text
    assert "Switch the store off" not in text
    assert "Releases > Stores" not in text


def test_what_follows_goes_into_the_same_ticket():
    assert "Write in the same ticket, 4711; open no new request." in steps_text(notice(Kind.REMINDER))
    without = replace(notice(Kind.REMINDER).earlier, ticket="")
    assert "Answer in the same conversation" in steps_text(notice(Kind.REMINDER, earlier=without))


def test_an_artist_is_written_to_alone():
    text = steps_text(notice(Kind.ROSTER_LETTER))

    assert "Send it to this artist alone" in text
    assert "Silence is not consent" in text


def test_an_artist_gives_no_ticket_number_and_the_reply_goes_into_the_decisions():
    text = steps_text(notice(Kind.ROSTER_LETTER))

    assert "--ticket" not in text
    assert "The reply is written into decisions.csv" in text


def test_the_barcode_of_a_disc_is_compared_before_the_letter_is_signed():
    text = steps_text(notice(Kind.SUPPLY_STOP))

    assert text.index("Compare the barcode on the disc") < text.index("takedown sign")
    assert "barcode" not in steps_text(notice())


def test_whoever_was_told_of_the_removal_is_told_of_the_return():
    direct = replace(DESK, role=RecipientRole.PLATFORM)

    assert "tell it of the return too" in steps_text(notice(Kind.REINSTATEMENT))
    assert "tell it of the return too" not in steps_text(notice(Kind.REINSTATEMENT, recipient=direct))
    assert "tell it of the return too" not in steps_text(notice(Kind.RETRACTION))


def test_to_an_artist_without_an_address_it_goes_the_usual_way():
    recipient = replace(notice(Kind.ROSTER_LETTER).recipient, ways=())

    assert "the way you usually write to them" in steps_text(notice(Kind.ROSTER_LETTER, recipient=recipient))


def test_a_statement_is_published_by_hand_and_has_no_ticket():
    text = steps_text(notice(Kind.PUBLIC_STATEMENT))

    assert "Publish it yourself" in text
    assert "ticket" not in text.casefold()
    assert "notice.eml" not in text


def test_the_confirmation_of_an_end_goes_with_the_letter():
    text = steps_text(notice(Kind.REMOVAL_AFTER_END))

    assert text.index("paste the text of ticket.txt") < text.index("Also attach a copy of the confirmation")
    assert "which no draft holds: end.pdf" in text


def test_a_letter_in_another_language_goes_with_its_english_text():
    text = steps_text(notice(language="de"))

    assert "attach notice.pdf, items.csv and english.txt" in text
    assert "english.txt says the same in English, and goes with the letter." in text
    assert "english.txt" not in steps_text(notice())


def test_no_file_is_spoken_of_that_is_not_there():
    """A letter that fell back to English has no second text."""
    assert "english.txt" not in steps_text(notice(language="de"), files=("notice.pdf", "ticket.txt"))
