"""Until when answers are kept, in words."""

from datetime import date

import pytest
from support.public_samples import campaign

from takedown.register.keeping import due_words, is_over

ON = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 22), "These answers are kept until 30 June 2027, for 220 more days."),
        (date(2027, 6, 29), "These answers are kept until tomorrow, 30 June 2027."),
        (ON, "You promised to delete these answers today. Please do it now: takedown register forget --all."),
        (date(2027, 7, 9), "You promised to delete these answers on 30 June 2027. Please do it now:"),
    ],
)
def test_every_day_has_its_words(today, words) -> None:
    assert due_words(campaign(delete_on=ON), today).startswith(words)
    assert is_over(campaign(delete_on=ON), today) == (today >= ON)


def test_a_campaign_without_a_day_is_asked_for_one() -> None:
    assert "set delete_on in campaign.toml" in due_words(campaign(), ON)
    assert not is_over(campaign(), ON)
