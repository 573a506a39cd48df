"""What is asked: days, and the campaign."""

from datetime import timedelta

from catalogs import TODAY, cells, check, only, request, rules

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def of(**wish):
    return check(cells(), of=request(wish=wish))


def test_a_wanted_day_that_has_passed_is_told_at_its_key():
    found = only(of(wanted_by=YESTERDAY), "W-WISH-DATE")
    assert (str(found.source), found.message) == (
        "takedown.toml, request.wanted_by",
        f"the wanted date {YESTERDAY} has passed",
    )
    assert rules(of(wanted_by=TODAY)) == []


def test_an_effective_day_that_has_passed_is_told_at_its_key():
    found = only(of(effective=str(YESTERDAY)), "W-WISH-DATE")
    assert str(found.source) == "takedown.toml, request.effective"
    assert rules(of(effective=str(TODAY))) == []
    assert rules(of(effective="earliest")) == []


def test_a_wanted_day_before_the_effective_one_is_a_contradiction():
    found = only(of(wanted_by=TODAY, effective=str(TOMORROW)), "W-WISH-DATE")
    assert f"wanted by {TODAY}, and takes effect on {TOMORROW}" in found.message
    assert rules(of(wanted_by=TOMORROW, effective=str(TOMORROW))) == []


def test_days_hold_nothing():
    assert not of(wanted_by=YESTERDAY, effective=str(YESTERDAY)).held


def test_a_campaign_is_unknown_or_history_or_not_named():
    assert "unknown campaign 'no-music-for-y'" in only(of(campaign="no-music-for-y"), "W-CAMPAIGN").message
    found = only(of(campaign="no-music-for-x"), "I-CAMPAIGN")
    assert found.message == "the campaign No Music For X is history; nothing of it is printed"
    assert rules(of()) == []
