"""An own account at the platform is an answer: a route, and nobody to name."""

from pathlib import Path

from test_interview_delivery import FOUR, begun, catalog_of, situation

from takedown.directory import load_directory
from takedown.interview.answers import distributors_answer
from takedown.interview.flow import next_question
from takedown.interview.questions import who_delivers
from takedown.request import Match, Route

DIRECTORY = load_directory()


def test_self_can_be_answered_and_is_explained() -> None:
    assert distributors_answer(("self",), DIRECTORY) == ("self",)
    assert "self: the account at the platform is your own" in who_delivers(DIRECTORY).explain


def test_an_own_account_becomes_a_route_without_contact(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("", "", ""))
    _, routes = begun(tmp_path, distributors=("self",))

    assert routes == (Route(match=Match(), via="self"),)


def test_for_an_own_account_nobody_is_asked_for_a_desk_or_a_label(tmp_path: Path) -> None:
    catalog_of(tmp_path, ("Small Label", "", ""))
    known = situation(tmp_path, {**FOUR, "distributors": ("self",)})
    found = next_question(known)

    assert found is None or not found.key.startswith(("contact", "label", "account", "former"))
