"""What is asked: days, and the campaign."""

from datetime import date, timedelta

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


def test_history_asks_for_an_occasion_of_ones_own_where_there_is_none():
    found = only(of(campaign="no-music-for-x", occasion=""), "I-CAMPAIGN")
    assert 'occasion = "2026-11"' in found.hint
    assert "occasion" not in only(of(campaign="no-music-for-x"), "I-CAMPAIGN").hint


def test_history_is_never_compared_with_what_is_asked():
    checked = of(campaign="no-music-for-x", platforms=("spotify",), territories=("CA",))
    assert rules(checked) == ["I-CAMPAIGN"]
    assert not checked.held


def test_platforms_outside_the_campaign_are_told_and_hold_nothing():
    checked = of(campaign="quiet-friday", platforms=("spotify", "amazon-music"))
    found = only(checked, "W-CAMPAIGN-DIFFERS")
    assert str(found.source) == "takedown.toml, request.platforms"
    assert found.message == "Quiet Friday is about spotify; asked besides: amazon-music"
    assert not checked.held


def test_other_countries_and_a_later_day_than_the_campaign_s_are_told_at_their_keys():
    checked = of(
        campaign="quiet-friday",
        platforms=("spotify",),
        territories=("CA", "IS"),
        wanted_by=date(2026, 12, 19),
    )
    found = [each for each in checked.findings if each.rule == "W-CAMPAIGN-DIFFERS"]
    assert [each.source.column for each in found] == ["request.territories", "request.wanted_by"]
    assert found[0].message == "Quiet Friday is about worldwide; asked here: CA, IS"
    assert 'territories = ["worldwide"]' in found[0].hint


def test_who_asks_what_the_campaign_asks_hears_nothing():
    for wanted_by in (None, date(2026, 12, 1), date(2026, 12, 18)):
        assert rules(of(campaign="quiet-friday", platforms=("spotify",), wanted_by=wanted_by)) == []
