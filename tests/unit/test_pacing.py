"""How many messages may go out, and when to try again: never more than the account allows, in any window."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.pacing import DAY, GIVE_UP_AFTER, LONGEST_WAIT, MINUTE, Allowance, allowance, retry_at, stops

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ago(*spans: timedelta) -> list[datetime]:
    return [NOW - span for span in spans]


def test_at_first_as_many_may_go_as_the_lower_limit_says() -> None:
    assert allowance([], NOW, per_minute=30, per_day=500) == Allowance(now=30)
    assert allowance([], NOW, per_minute=30, per_day=20) == Allowance(now=20)
    assert allowance([], NOW, per_minute=30) == Allowance(now=30)


def test_a_full_minute_opens_again_when_its_first_message_is_a_minute_old() -> None:
    sent = ago(50 * SECOND, 20 * SECOND)

    assert allowance(sent, NOW, per_minute=2) == Allowance(now=0, next_at=NOW + 11 * SECOND)
    assert allowance(sent, NOW, per_minute=3) == Allowance(now=1)


def test_a_full_day_opens_again_after_24_hours_and_not_at_midnight() -> None:
    """Rate limits that match the provider: mailmerge #92, listmonk #2663."""
    sent = ago(timedelta(hours=23), timedelta(hours=13))  # the second one was yesterday

    assert allowance(sent, NOW, per_minute=9, per_day=2) == Allowance(
        now=0, next_at=NOW + timedelta(hours=1, seconds=1)
    )


def test_a_limit_that_was_lowered_holds_until_enough_are_old() -> None:
    sent = ago(*(timedelta(hours=hours) for hours in (20, 10, 5, 1)))

    assert allowance(sent, NOW, per_minute=9, per_day=2).next_at == NOW + timedelta(hours=19, seconds=1)


def test_the_ledger_keeps_whole_seconds_so_that_one_more_is_waited() -> None:
    sent = ago(MINUTE)

    assert allowance(sent, NOW, per_minute=1) == Allowance(now=0, next_at=NOW + SECOND)
    assert allowance(sent, NOW + SECOND, per_minute=1) == Allowance(now=1)


def test_what_went_out_ahead_of_a_clock_that_was_set_back_counts() -> None:
    assert allowance([NOW + DAY], NOW, per_minute=9, per_day=1).now == 0


def test_the_hour_that_comes_twice_in_autumn_is_two_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    sent = [datetime(2026, 10, 24, 12, 0, tzinfo=berlin)]  # summer time: 10:00 UTC
    now = datetime(2026, 10, 25, 11, 30, tzinfo=berlin)  # winter time: 10:30 UTC, 24.5 hours later

    assert allowance(sent, now, per_minute=9, per_day=1).now == 1
    spring = [datetime(2026, 3, 28, 12, 0, tzinfo=berlin)]  # 11:00 UTC
    assert allowance(spring, datetime(2026, 3, 29, 12, 30, tzinfo=berlin), per_minute=9, per_day=1).now == 0


@pytest.mark.parametrize("limits", [{"per_minute": 0}, {"per_minute": 1, "per_day": 0}])
def test_a_limit_of_nothing_is_a_mistake(limits) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        allowance([], NOW, **limits)


@given(
    st.lists(st.floats(0, 40 * 3600), max_size=60),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 9)),
)
def test_no_window_ever_holds_more_than_its_limit(pauses, per_minute, per_day) -> None:
    """30 rows became 500 mails: solutions #158. Whoever sends all that is allowed, at any instants, stays within it."""
    really: list[datetime] = []
    now = NOW
    for pause in pauses:
        now += timedelta(seconds=pause)
        kept = [instant.replace(microsecond=0) for instant in really]  # as the ledger keeps them
        really += [now] * allowance(kept, now, per_minute=per_minute, per_day=per_day).now
    for start in really:
        within = [instant for instant in really if start <= instant]
        assert sum(instant - start <= MINUTE for instant in within) <= per_minute
        assert per_day is None or sum(instant - start <= DAY for instant in within) <= per_day


@given(
    st.lists(st.integers(-100_000, 100_000), max_size=30),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 9)),
)
def test_who_waits_until_the_said_instant_may_send_and_not_before(seconds, per_minute, per_day) -> None:
    sent = sorted(NOW + timedelta(seconds=each) for each in seconds)
    found = allowance(sent, NOW, per_minute=per_minute, per_day=per_day)

    assert (found.now == 0) is (found.next_at is not None)
    if found.next_at:
        then = found.next_at
        assert then > NOW
        assert allowance(sent, then, per_minute=per_minute, per_day=per_day).now > 0
        before = then - timedelta(microseconds=1)
        assert allowance(sent, before, per_minute=per_minute, per_day=per_day).now == 0


# --- trying again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 5), (1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 240), (99, 240)]
)
def test_the_wait_doubles_up_to_four_hours(tries: int, minutes: int) -> None:
    assert retry_at(tries, NOW, 0.0, first=NOW) == NOW + timedelta(minutes=minutes)


def test_after_four_days_it_is_given_up() -> None:
    last = NOW + GIVE_UP_AFTER

    assert retry_at(30, last - SECOND, 0.0, first=NOW) == last
    assert retry_at(30, last, 0.0, first=NOW) is None


@given(st.integers(0, 200), st.floats(0, 1), st.floats(0, 1))
def test_a_later_try_waits_longer_until_four_hours_and_never_longer(tries, chance, other) -> None:
    wait, later = (
        (retry_at(number, NOW, luck, first=NOW) or NOW) - NOW
        for number, luck in ((tries, chance), (tries + 1, other))
    )

    assert timedelta(minutes=3, seconds=45) <= wait <= LONGEST_WAIT
    assert later > wait or later >= LONGEST_WAIT * 0.75
    assert chance < 0.01 or wait < min(timedelta(minutes=5) * 2 ** min(tries, 6), LONGEST_WAIT)


@given(st.lists(st.floats(0, 1), min_size=80, max_size=80))
def test_a_message_that_is_always_put_off_comes_to_an_end(chances) -> None:
    """ "Finished" while a third was unsent (listmonk #2591, #2860): here it ends, and with a last try that is known."""
    now: datetime | None = NOW
    tried = [NOW]
    for tries, chance in enumerate(chances):
        now = retry_at(tries, tried[-1], chance, first=NOW)
        if now is None:
            break
        assert now > tried[-1]
        tried.append(now)

    assert now is None
    assert tried[-1] == NOW + GIVE_UP_AFTER
    assert len(tried) < 45


# --- stopping ---------------------------------------------------------------------------------------------


def test_one_bad_address_stops_nobody() -> None:
    """Continue past one bad address: mailmerge #96."""
    assert not stops([True, False, False, True, False, False], 3)


def test_the_same_answer_to_everybody_stops_the_run() -> None:
    assert stops([True, False, False, False], 3)
    assert not stops([False, False], 3)


def test_without_a_threshold_nothing_stops_it() -> None:
    assert not stops([False] * 99, 0)
