"""A yes that speaks of a day to come does not outlive a no that came in after it."""

from datetime import date

import pytest
from support.public_samples import answer, counted

from takedown.register.standing import has_left, may_publish
from takedown.register.values import Outcome

YES = answer("Nova", Outcome.GONE, on=date(2027, 1, 15), received=date(2026, 12, 1), publish=True)


def only(*answers):
    (one,) = counted(answers)[1].participants
    return one


@pytest.mark.parametrize(("received", "stands"), [(date(2026, 11, 30), True), (date(2026, 12, 10), False)])
def test_consent_is_judged_by_when_it_was_given(received, stands) -> None:
    no = answer("Nova", None, publish=False, received=received)

    assert may_publish(only(YES, no)) is stands


def test_who_leaves_after_a_word_about_a_later_day_has_left() -> None:
    out = answer("Nova", None, withdrawn=True, received=date(2026, 12, 10))
    back = answer("Nova", Outcome.SUBMITTED, received=date(2026, 12, 20))

    assert has_left(only(YES, out))
    assert counted([YES, out])[0].rows == ()
    assert not has_left(only(YES, out, back))
