"""Typed answers: what is understood, and what is refused with the next step."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.checks.email import email_findings
from takedown.directory import load_directory
from takedown.interview import answers
from takedown.interview.answers import AnswerError
from takedown.interview.options import Known, option_answers
from takedown.interview.questions import BASES
from takedown.model import Severity, SourceRef
from takedown.request import SPECIAL_VIA

DIRECTORY = load_directory()
TODAY = date(2026, 11, 22)
AMAZON = ("amazon-digital", "amazon-music")


def test_the_name_of_a_company_means_its_streaming_and_downloads() -> None:
    assert answers.platforms_answer(["amazon"], DIRECTORY) == AMAZON
    assert answers.platforms_answer(["AMAZON", "spotify", "amazon-music"], DIRECTORY) == (*AMAZON, "spotify")
    assert answers.platforms_answer(["amazon", "amazon-physical"], DIRECTORY) == (*AMAZON, "amazon-physical")


@pytest.mark.parametrize("written", ["amazon-music", "Amazon Music", "AMAZON MUSIC", "amazonmusic"])
def test_a_platform_is_known_by_slug_and_by_name(written: str) -> None:
    assert answers.platforms_answer([written], DIRECTORY) == ("amazon-music",)


@pytest.mark.parametrize(("written", "meant"), [("spotfy", "spotify"), ("amazn", "amazon-digital")])
def test_a_misspelled_platform_is_refused_with_the_nearest_one(written: str, meant: str) -> None:
    with pytest.raises(AnswerError) as caught:
        answers.platforms_answer([written], DIRECTORY)

    assert written in caught.value.message
    assert meant in caught.value.hint


@pytest.mark.parametrize(
    ("written", "slug"),
    [("CD Baby", "cdbaby"), ("DistroKid", "distrokid"), ("not sure", "unknown"), ("don't know", "unknown"),
     ("a label", "label"), ("myself", "direct"), ("ended", "ended")],
)  # fmt: skip
def test_a_distributor_is_known_by_name_and_plain_words_mean_the_rest(written: str, slug: str) -> None:
    assert answers.distributors_answer([written], DIRECTORY) == (slug,)


def test_a_misspelled_distributor_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(AnswerError) as caught:
        answers.distributors_answer(["distrokd"], DIRECTORY)

    assert "did you mean distrokid?" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "divided"),
    [
        ("1 2", ("1", "2")),
        ("1,3", ("1", "3")),
        ("amazon music, spotify;", ("amazon music", "spotify")),
        (" ", ()),
    ],
)
def test_several_answers_stand_in_one_line(typed: str, divided: tuple[str, ...]) -> None:
    assert answers.pieces(typed) == divided


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("27.11.2026", "2026-11-27"), ("2026-11-27", "2026-11-27"), ("11/27/2026", "2026-11-27"),
     ("27 November 2026", "2026-11-27"), ("Nov 27, 2026", "2026-11-27"), ("12.12.2026", "2026-12-12"),
     ("2026-12-03", "2026-12-03")],
)  # fmt: skip
def test_a_day_that_can_mean_one_thing_is_understood(typed: str, iso: str) -> None:
    assert answers.day_answer(typed, today=TODAY) == iso


@pytest.mark.parametrize("typed", ["03.12.2026", "12/3/2026"])
def test_a_day_that_can_mean_two_things_is_refused_with_both(typed: str) -> None:
    with pytest.raises(AnswerError, match="2026-03-12 or 2026-12-03"):
        answers.day_answer(typed, today=TODAY)


@pytest.mark.parametrize(
    "typed", ["soon", "2026", "November 2026", "27.11.26", "2026-02-30", "", "27.11.", "9" * 400]
)
def test_what_is_no_whole_day_is_refused(typed: str) -> None:
    with pytest.raises(AnswerError, match="is no date"):
        answers.day_answer(typed, today=TODAY)


def test_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(AnswerError, match="2026-11-21 has passed"):
        answers.day_answer("21.11.2026", today=TODAY)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    try:
        iso = answers.day_answer(typed, today=TODAY)
    except AnswerError:
        return
    assert date.fromisoformat(iso) >= TODAY


@given(
    st.one_of(
        st.emails(), st.text(max_size=30), st.from_regex(r"[a-zé.@]{1,12}@[a-zß.]{1,10}", fullmatch=True)
    )
)
def test_an_email_is_taken_exactly_where_the_checks_find_no_error(typed: str) -> None:
    found = email_findings(typed.strip(), SourceRef(file="takedown.toml"), ())
    wrong = any(each.severity is Severity.ERROR for each in found)
    try:
        taken = answers.email_answer(typed) == typed.strip()
    except AnswerError:
        taken = False

    assert taken is not wrong


@pytest.mark.parametrize("typed", ["1", "sole-owner", "Sole Owner", "SOLE-OWNER"])
def test_a_choice_is_taken_by_number_or_word(typed: str) -> None:
    assert answers.chosen(typed, BASES) == "sole-owner"


@pytest.mark.parametrize("typed", ["all", "agreed", "me", "sole", "own", "comp", "mandat", "all owners"])
def test_a_statement_for_the_letter_is_taken_only_by_its_whole_word(typed: str) -> None:
    with pytest.raises(AnswerError, match="none of the choices"):
        answers.chosen(typed, BASES)
    with pytest.raises(AnswerError, match=r"^--basis: "):
        options(basis=typed)


@pytest.mark.parametrize("typed", ["0", "6", "²", "", "-1", "owner of all", "1.0"])
def test_what_is_no_choice_is_refused(typed: str) -> None:
    with pytest.raises(AnswerError, match="none of the choices"):
        answers.chosen(typed, BASES)


@pytest.mark.parametrize("typed", ["", "  ", "n/a", "TBD", "123", "--"])
def test_what_stands_for_a_missing_name_is_no_name(typed: str) -> None:
    with pytest.raises(AnswerError, match="is not a name"):
        answers.name_answer(typed)


@pytest.mark.parametrize("typed", ["Ana\x1b[31m Example", "Ana \u202eExample", "Ana\ufffd"])
def test_invisible_characters_are_refused_and_shown_as_codes(typed: str) -> None:
    with pytest.raises(AnswerError) as caught:
        answers.name_answer(typed)

    assert "\x1b" not in caught.value.message
    assert "\u202e" not in caught.value.message


@pytest.mark.parametrize(
    "typed",
    ["Small Label <desk@example.org>", "Small Label, desk@example.org", "Small Label desk@example.org"],
)
def test_a_contact_is_a_name_and_an_email(typed: str) -> None:
    assert answers.contact_answer(typed, DIRECTORY) == ("Small Label", "desk@example.org")


def test_a_contact_can_be_a_name_alone_or_an_email_alone() -> None:
    assert answers.contact_answer("Small Label", DIRECTORY) == ("Small Label", "")
    assert answers.contact_answer("desk@example.org", DIRECTORY) == ("desk@example.org", "desk@example.org")


@pytest.mark.parametrize("typed", ["Amazon <copyright@amazon.com>", "Copyright Agent <desk@example.org>"])
def test_a_copyright_agent_is_no_contact(typed: str) -> None:
    with pytest.raises(AnswerError, match="infringement"):
        answers.contact_answer(typed, DIRECTORY)


def test_a_wrong_email_of_a_contact_is_refused() -> None:
    with pytest.raises(AnswerError, match="not an email address"):
        answers.contact_answer("Small Label <desk@example>", DIRECTORY)


def test_territories_are_worldwide_or_countries() -> None:
    assert answers.territories_answer(["worldwide"]) == ("worldwide",)
    assert answers.territories_answer(["us", "DE", "US"]) == ("US", "DE")
    with pytest.raises(AnswerError) as caught:
        answers.territories_answer(["UK"])
    assert caught.value.hint == "write GB"
    with pytest.raises(AnswerError, match="together"):
        answers.territories_answer(["worldwide", "DE"])


def options(**given: str) -> answers.Answers:
    known = Known(directory=DIRECTORY, today=TODAY)
    return option_answers({key.replace("_", "-"): (value,) for key, value in given.items()}, known)


def test_an_option_that_cannot_be_used_is_named() -> None:
    with pytest.raises(AnswerError, match=r"^--email: ") as caught:
        options(email="nobody")

    assert caught.value.exit_code == 2


def test_options_say_whom_they_are_about() -> None:
    assert options(account="tunecore=a@example.com") == {"account.tunecore": "a@example.com"}
    assert options(account="a=b@example.com") == {"account": "a=b@example.com"}
    assert options(contact="label=Small Label <desk@example.org>") == {
        "contact.label": ("Small Label", "desk@example.org")
    }
    assert options(contact="Big Records=Bo, bo@example.org") == {
        "contact.label.Big Records": ("Bo", "bo@example.org")
    }
    assert options(principal="The Examples=Bo Example") == {"principal.The Examples": "Bo Example"}
    assert options(licensed_label="Big Records") == {"label.Big Records": "licensed"}


@pytest.mark.parametrize("text", ["The Examples", "=Bo Example", "The Examples="])
def test_a_principal_needs_artist_and_name(text: str) -> None:
    with pytest.raises(AnswerError, match=r"^--principal: "):
        options(principal=text)


def test_every_word_of_via_is_an_answer() -> None:
    assert answers.distributors_answer(sorted(SPECIAL_VIA), DIRECTORY) == tuple(sorted(SPECIAL_VIA))
