"""The private list and who answered: what is sure, what is likely, and what only a person can say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.model import SourceRef
from takedown.register.decisions import Line, with_questions
from takedown.register.matching import How, Signatory, alike_questions, match_all, match_questions
from takedown.register.people import Same, people_of
from takedown.register.values import Answer, Participant

DAY = date(2026, 11, 22)


def people(*names: str, contact: str = "") -> tuple[Participant, ...]:
    some = [
        Answer(artist=name, contact=contact, received=DAY, source=SourceRef(file="a.csv")) for name in names
    ]
    return people_of(some).participants


def how(name: str, *answered: str, decisions: tuple[Same, ...] = (), others: tuple[str, ...] = ()) -> How:
    (one,) = match_all([Signatory(name=name, others=others)], people(*answered), decisions).matched
    return one.how


@pytest.mark.parametrize(
    ("signed", "answered", "expected"),
    [
        ("The Examples", "EXAMPLES", How.SURE),
        ("Björk & Étoile", "bjork etoile", How.SURE),
        ("Northern Harbor Lights", "Northern Harbour Lights", How.LIKELY),
        ("Lights of Northern Harbour", "Northern Harbour Lights of", How.LIKELY),
        ("Blink 182", "Blink 181", How.DOUBTFUL),
        ("Grey Mornings Trio", "Grey Morning", How.DOUBTFUL),
        ("U2", "U3", How.NONE),
        ("UB40", "UB41", How.NONE),
        ("Quiet Rope", "Loud Salt", How.NONE),
    ],
)
def test_names_are_matched_by_the_rules_that_are_printed(signed: str, answered: str, expected: How) -> None:
    assert how(signed, answered) is expected


def test_a_name_that_is_like_two_is_doubtful() -> None:
    assert how("Northern Harbor Lights", "Northern Harbour Lights", "Northern Harbor Light") is How.DOUBTFUL


def test_another_name_on_the_list_counts_as_well() -> None:
    assert how("Anna Muster", "The Examples", others=("Examples",)) is How.SURE


def test_what_a_person_decided_counts_before_all_else() -> None:
    yes = (Same(name="Some Pseudonym", other="The Examples", same=True),)
    no = (Same(name="Examples", other="The Examples", same=False),)

    assert how("Some Pseudonym", "The Examples", decisions=yes) is How.SURE
    assert how("Examples", "The Examples", decisions=no) is How.NONE


def test_who_is_not_on_the_list_is_counted_once() -> None:
    found = match_all([Signatory(name="Ana Lights")], people("Ana Lights", "Bo Quartet"))

    assert found.not_on_list == 1


def test_only_what_is_not_sure_is_asked_and_each_pair_once() -> None:
    signed = [Signatory(name="The Examples"), Signatory(name="Blink 182")]
    questions = [*match_questions(match_all(signed, people("Examples", "Blink 181")))]

    assert [(one.name, one.other, one.same) for one in questions] == [("Blink 182", "Blink 181", "")]
    decided = [Line(name="blink 181", other="BLINK 182", same="no")]
    assert with_questions(decided, questions) == tuple(decided)


def test_nearly_the_same_name_from_one_address_is_a_question() -> None:
    asked = [*alike_questions(people("Ana Lights", "Anna Lights", "Bo Quartet", contact="a@example.com"))]

    assert [(one.name, one.other) for one in asked] == [("Ana Lights", "Anna Lights")]
    assert not [
        *alike_questions(
            (*people("Ana Lights", contact="a@x.org"), *people("Anna Lights", contact="b@x.org"))
        )
    ]


names = st.lists(
    st.sampled_from(["Ana Lights", "Anna Lights", "Ana Light", "The Ana Lights", "Bo 1", "Bo 2", "Ümlaut X"]),
    max_size=6,
)


@given(names, names, st.randoms(use_true_random=False))
def test_the_order_of_the_list_and_of_answers_changes_nothing(
    signed: list[str], answered: list[str], chance
) -> None:
    def matched(some: list[str], others: list[str]) -> dict[str, object]:
        found = match_all([Signatory(name=name) for name in some], people(*others))
        return {one.signatory.name: (one.how, one.participants, one.likeness) for one in found.matched}

    assert matched(signed, answered) == matched(
        chance.sample(signed, len(signed)), chance.sample(answered, len(answered))
    )
