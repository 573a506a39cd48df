"""With a day for answers every artist is asked: a mandate to sign for them does not say what they decided."""

from datetime import date
from typing import Any

import pytest
from catalogs import cells, check, decision, held, only, principal, request, rules, sender

from takedown.model import CheckedCatalog
from takedown.request import Answer, Authority, Basis, Capacity, Consent, Decision

BY = {"answer_by": date(2026, 12, 4)}


def roster(*table: dict[str, str], capacity: Capacity = Capacity.LABEL, **changes: Any) -> CheckedCatalog:
    wanted = request(**({"wish": BY, "sender": sender(capacity=capacity)} | changes))
    return check(*(table or (cells(),)), of=wanted)


def test_an_artist_without_a_line_has_not_answered() -> None:
    checked = roster()

    assert held(checked) == {"Harbour 1": ["Q-CONSENT"]}
    assert list(checked.unanswered.values()) == [("The Examples",)]


def test_without_a_day_for_answers_a_label_signs_for_its_artists() -> None:
    assert held(roster(wish={})) == {}


@pytest.mark.parametrize("answers", [(), (decision("The Examples", answer=Answer.OPEN),)])
def test_a_mandate_is_no_answer(answers: tuple[Decision, ...]) -> None:
    checked = roster(principals=(principal(),), decisions=answers)

    assert held(checked) == {"Harbour 1": ["Q-CONSENT"]}
    assert list(checked.unanswered.values()) == [("The Examples",)]


@pytest.mark.parametrize("party", ["The Examples", "Bo Example"])
def test_a_yes_under_the_artists_name_or_the_principals_goes_on(party: str) -> None:
    checked = roster(principals=(principal(),), decisions=(decision(party, answer=Answer.YES),))

    assert held(checked) == {}
    assert checked.unanswered == {}


def test_everybody_on_a_release_is_asked_once() -> None:
    row = cells(artist="The Examples;Cy Example", track_artist="Cy Example;Di Example", owner="Di Example")
    (silent,) = roster(row).unanswered.values()

    assert silent == ("The Examples", "Cy Example", "Di Example")


def test_the_senders_own_names_are_not_asked() -> None:
    own = sender(capacity=Capacity.LABEL, organization="The Examples")

    assert held(roster(sender=own)) == {}


def test_an_artist_who_signs_for_itself_has_no_roster() -> None:
    table = (cells(1), cells(2, artist="My Other Name"))

    assert held(roster(*table, capacity=Capacity.ARTIST)) == {}


def test_who_is_asked_by_a_day_must_be_free_to_say_no() -> None:
    authority = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7 of 2021.")
    checked = roster(authority=authority)

    assert "no letter to an artist is made" in only(checked, "W-ANSWER-BY").message
    assert "Q-CONSENT" not in rules(checked)
