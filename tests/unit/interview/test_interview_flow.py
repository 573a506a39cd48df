"""Which question comes next: nothing twice, nothing that is known, and an end."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.directory import load_directory
from takedown.interview.answers import NO_ANSWERS, AnswerError, Value
from takedown.interview.flow import MOST_ARTISTS, MOST_LABELS, Situation, next_question, question_before
from takedown.interview.music import Delivered, Recognised
from takedown.interview.profile import Profile
from takedown.interview.questions import Question

DIRECTORY = load_directory()
FOUR = {"name": "Ana Example", "email": "ana@example.com", "platforms": ("spotify",), "basis": "sole-owner"}


def situation(answers: dict[str, Value] | None = None, **more: Any) -> Situation:
    values = {
        "has_catalog": True,
        "music": Recognised(artists=("The Examples",), distributors=("distrokid",)),
    } | more
    return Situation(answers=answers or NO_ANSWERS, directory=DIRECTORY, today=date(2026, 11, 22), **values)


def asked(
    start: dict[str, Value] | None = None, *, typed: dict[str, str] | None = None, **more: Any
) -> list[str]:
    """The keys of all questions; who answers types these words, else presses Enter, else the example."""
    answers: dict[str, Value] = dict(start or {})
    keys = []
    while question := next_question(situation(answers, **more)):
        assert question.key not in keys
        keys.append(question.key)
        answers[question.key] = _answer(question, typed or {})
    return keys


def _answer(question: Question, typed: dict[str, str]) -> Value:
    if question.key in typed:
        return question.read(typed[question.key])
    if question.default is not None:
        return question.default
    return question.read(question.choices[0].word if question.choices else question.example)


def test_from_a_statement_four_questions_are_enough() -> None:
    assert asked() == ["name", "email", "platforms", "basis"]


def test_without_a_file_it_is_asked_for_one_and_for_who_delivers() -> None:
    assert asked(has_catalog=False, music=Recognised()) == [
        "music", "name", "email", "platforms", "basis", "distributors",
    ]  # fmt: skip


def test_the_question_for_the_email_names_the_distributor() -> None:
    question = next_question(situation({"name": "Ana Example"}))

    assert question is not None
    assert "DistroKid" in question.ask


def test_what_is_known_is_not_asked() -> None:
    assert next_question(situation(dict(FOUR))) is None


def test_several_distributors_are_each_asked_for_an_account() -> None:
    music = Recognised(artists=("The Examples",), distributors=("distrokid", "tunecore"))

    assert asked(dict(FOUR), music=music) == ["account.distrokid", "account.tunecore"]


@pytest.mark.parametrize("who", ["label", "direct", "other"])
def test_who_is_in_no_directory_is_asked_for_by_name_address_and_source(who: str) -> None:
    typed = {"distributors": who, f"contact.{who}": "Small Label <desk@example.org>"}

    assert asked(dict(FOUR), typed=typed, music=Recognised()) == [
        "distributors",
        f"contact.{who}",
        f"source.{who}",
    ]


def test_after_an_end_it_is_asked_who_delivered() -> None:
    assert asked(dict(FOUR), typed={"distributors": "ended"}, music=Recognised()) == [
        "distributors",
        "former",
    ]


def test_labels_of_others_are_asked_about_and_a_few_at_most() -> None:
    labels = ("Ana Example", "the  examples", "Big Records", *(f"Label {number}" for number in range(9)))
    music = Recognised(artists=("The Examples",), distributors=("distrokid",), labels=labels)
    keys = asked(dict(FOUR), music=music)

    assert keys == ["label.Big Records", "label.Label 0", "label.Label 1"]
    assert len(keys) == MOST_LABELS


def test_a_label_that_holds_a_licence_has_a_contact() -> None:
    music = Recognised(distributors=("distrokid",), labels=("Big Records",))
    typed = {"label.Big Records": "licensed", "contact.label.Big Records": "Bo <bo@example.org>"}

    assert asked(dict(FOUR), typed=typed, music=music) == [
        "label.Big Records", "contact.label.Big Records", "source.label.Big Records",
    ]  # fmt: skip


def test_an_own_label_is_no_question() -> None:
    music = Recognised(distributors=("distrokid",), labels=("My Tapes",))

    assert asked({**FOUR, "own_labels": ("MY TAPES",)}, music=music) == []


def test_who_acts_for_others_names_them() -> None:
    start = {key: value for key, value in FOUR.items() if key != "basis"}
    music = Recognised(artists=("The Examples", "Bo Example"), distributors=("distrokid",))

    assert asked(start, typed={"basis": "mandate"}, music=music) == [
        "basis", "capacity", "principal.The Examples", "principal.Bo Example",
    ]  # fmt: skip


def test_a_roster_is_not_asked_one_by_one() -> None:
    artists = tuple(f"Artist {number}" for number in range(MOST_ARTISTS + 1))
    music = Recognised(artists=artists, distributors=("distrokid",))

    assert asked({**FOUR, "basis": "mandate", "capacity": "manager"}, music=music) == []


def test_a_company_is_asked_for_its_name() -> None:
    start = {key: value for key, value in FOUR.items() if key != "basis"}

    assert asked(start, typed={"basis": "company"}) == ["basis", "capacity", "organization"]


def test_a_manager_is_offered_the_mandate() -> None:
    start = {key: value for key, value in FOUR.items() if key != "basis"} | {"capacity": "manager"}
    question = next_question(situation(start))

    assert question is not None
    assert question.default == "mandate"


def test_one_profile_is_offered_as_one_question_and_several_as_a_choice() -> None:
    one = {"default": Profile(name="Ana Example", email="ana@example.com")}
    question = next_question(situation(profiles=one))
    assert question is not None
    assert question.ask == "Ana Example <ana@example.com> – use it? [Y/n]"
    assert (question.default, question.read("y"), question.read("N")) == ("default", "default", "none")
    for other in ("1", "perhaps", "default"):
        with pytest.raises(AnswerError) as caught:
            question.read(other)
        assert caught.value.hint == "write y or n"

    two = {**one, "label": Profile(name="Bo Example", organization="Example Tapes", email="bo@example.com")}
    question = next_question(situation(profiles=two))
    assert question is not None
    assert [choice.word for choice in question.choices] == ["default", "label", "none"]
    assert question.read("2") == "label"


def test_a_profile_is_not_offered_where_the_sender_is_known() -> None:
    profiles = {"default": Profile(name="Ana Example", email="ana@example.com")}

    assert next_question(situation(dict(FOUR), profiles=profiles)) is None


def test_unknown_is_asked_again_only_where_the_catalog_names_nobody() -> None:
    start = {**FOUR, "label.x": "open"}
    known, unknown = Delivered(distributor="distrokid", is_known=True), Delivered()

    assert asked(start, music=Recognised(), is_begun=True) == []
    assert asked(start, music=Recognised(delivered=(unknown,)), is_begun=True) == ["distributors"]
    every = Recognised(distributors=("distrokid",), delivered=(known,))
    assert asked(start, music=every, is_begun=True) == []
    some = Recognised(distributors=("distrokid",), undelivered=True, delivered=(known, unknown))
    assert asked(start, music=some) == ["distributors"]
    assert asked(start, music=some, routes=({"distributor": "distrokid"},)) == ["distributors"]
    assert asked(start, music=every, routes=({"distributor": "distrokid"},)) == []
    assert asked(start, music=some, has_routes=True) == []


def test_the_question_before_is_the_last_one_that_was_answered_here() -> None:
    known = situation({**FOUR, "capacity": "artist"})

    assert _before(known, "basis", locked=()) == "platforms"
    assert _before(known, "basis", locked=("platforms",)) == "email"
    assert _before(known, "email", locked=("name",)) == ""
    assert _before(known, "name", locked=()) == ""


def _before(known: Situation, key: str, *, locked: tuple[str, ...]) -> str:
    question = question_before(known, key, locked=locked)
    return question.key if question else ""


CATALOGS = st.builds(
    Recognised,
    artists=st.lists(st.text(min_size=1, max_size=8), max_size=8).map(tuple),
    distributors=st.lists(st.sampled_from(["distrokid", "tunecore", "ingrooves"]), unique=True).map(tuple),
    labels=st.lists(st.text(min_size=1, max_size=8), max_size=6).map(tuple),
)


@given(
    CATALOGS,
    st.sampled_from(["1", "2", "3", "4", "5"]),
    st.sampled_from(["unknown", "label", "direct,other", "ended", "cdbaby, label"]),
    st.booleans(),
)
def test_every_interview_ends_and_explains_every_question(
    music: Recognised, basis: str, via: str, has_catalog: bool
) -> None:
    answers: dict[str, Value] = {}
    for _ in range(60):
        question = next_question(situation(answers, music=music, has_catalog=has_catalog))
        if question is None:
            return
        assert len(question.ask) <= 110
        assert question.explain.endswith(".")
        answers[question.key] = _answer(question, {"basis": basis, "distributors": via})
    pytest.fail("the interview did not end")
