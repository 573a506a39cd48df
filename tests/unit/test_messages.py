"""The way of a message: whatever is tried in whatever order, the ledger's table and its entries agree, and no step is
taken twice."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.messages import ARROWS, HELD, UNDER_WAY, Stage, messages_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.sampled_from([What.QUEUED, *ARROWS]), st.sampled_from(["", "run-a", "run-b"])), max_size=25
)


def opened(path):
    seconds, numbers = itertools.count(), itertools.count(1)
    return Ledger.open(
        path,
        clock=lambda: NOON + timedelta(seconds=next(seconds)),
        entropy=lambda count: next(numbers).to_bytes(count, "big"),
    )


def step(what: What, message: str = "AAAAAAAAAA.1") -> Event:
    data = {"message": message, "attempt": 1, "part": 1, "parts": 1}
    documents = {"message": b"bytes"} if what is What.QUEUED else {}
    return Event(what=what, notice="AAAAAAAAAA", documents=documents, data=data)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_table_and_entries_agree_whatever_is_tried(tmp_path_factory, steps):
    with opened(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        for what, owner in steps:
            if what is What.QUEUED:
                ledger.queue([step(what)])
            else:
                ledger.advance(step(what), owner=owner)
        assert ledger.problems() == ()


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_nothing_is_accepted_that_was_not_committing_first(tmp_path_factory, steps):
    with opened(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        ledger.queue([step(What.QUEUED)])
        for what, owner in steps:
            if what is not What.QUEUED:
                ledger.advance(step(what), owner=owner)
        recorded = [entry.what for entry in ledger.entries()]
    before = {What.COMMITTING, What.IN_DOUBT}
    for number, what in enumerate(recorded):
        if what is What.ACCEPTED:
            assert before & set(recorded[:number])
    assert recorded.count(What.ACCEPTED) <= 1


def test_a_message_is_queued_once(tmp_path):
    with opened(tmp_path / "ledger.db") as ledger:
        assert ledger.queue([step(What.QUEUED)])
        assert not ledger.queue([step(What.QUEUED, "BBBBBBBBBB.1"), step(What.QUEUED)])
        assert list(messages_of(ledger.entries())) == ["AAAAAAAAAA.1"]  # all of them, or none


def test_only_the_run_that_holds_a_message_moves_it_on(tmp_path):
    with opened(tmp_path / "ledger.db") as ledger:
        ledger.queue([step(What.QUEUED)])
        assert ledger.advance(step(What.CLAIMED), owner="run-a")
        assert not ledger.advance(step(What.CLAIMED), owner="run-b")
        assert not ledger.advance(step(What.COMMITTING), owner="run-b")
        assert ledger.owner_of("AAAAAAAAAA.1") == "run-a"
        assert ledger.advance(step(What.COMMITTING), owner="run-a")
        assert not ledger.advance(step(What.CANCELLED))


def test_two_open_ledgers_cannot_both_take_a_message_back_and_send_it(tmp_path):
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        one.queue([step(What.QUEUED)])
        assert other.advance(step(What.CANCELLED))
        assert not one.advance(step(What.CLAIMED), owner="run-a")


def test_what_came_into_doubt_meanwhile_is_not_taken_back_as_if_it_still_waited(tmp_path):
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        one.queue([step(What.QUEUED)])  # so `outbox cancel` saw it
        for what in (What.CLAIMED, What.COMMITTING, What.IN_DOUBT):
            assert one.advance(step(what), owner="run-a")

        assert not other.advance(step(What.CANCELLED))
        assert messages_of(one.entries())["AAAAAAAAAA.1"].stage is Stage.IN_DOUBT


def test_what_follows_from_a_step_is_recorded_with_it_or_not_at_all(tmp_path):
    out = Event(what=What.SUBMITTED, notice="AAAAAAAAAA")
    with opened(tmp_path / "ledger.db") as ledger:
        ledger.queue([step(What.QUEUED)])
        assert not ledger.advance(step(What.ACCEPTED), owner="run-a", also=[out])
        assert [entry.what for entry in ledger.entries()] == [What.QUEUED]


def test_a_changed_stage_in_the_file_is_named(tmp_path):
    import sqlite3
    from contextlib import closing

    with opened(tmp_path / "ledger.db") as ledger:
        ledger.queue([step(What.QUEUED)])
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection, connection:
        connection.execute("UPDATE messages SET stage = 'cancelled'")
    with Ledger.read(tmp_path / "ledger.db") as ledger:
        assert [problem.where for problem in ledger.problems()] == ["ledger, message AAAAAAAAAA.1"]


@pytest.mark.parametrize("stage", sorted(HELD))
def test_what_a_run_holds_is_under_way(stage):
    assert stage in UNDER_WAY


def test_a_message_that_was_taken_back_goes_nowhere_but_into_doubt():
    assert {what for what, (sources, _) in ARROWS.items() if Stage.CANCELLED in sources} == {What.IN_DOUBT}
