"""Mail servers that break off, say nothing, say no, or talk nonsense, at each step of the conversation.

After each the person comes back until nothing waits, and then ledger and server are compared row by row.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, product
from pathlib import Path

import pytest
from support.program import Program
from support.reckoning import Reckoning, copied, messages_in, reckon, resume, tell
from support.sending import mailing
from support.smtp_sink import Fault, Sink

from takedown.channels.smtp import Waits
from takedown.messages import Stage

NOTICES = 3
WAITS = Waits(command=0.15, body=0.15, dot=5, quit=0.1)
#: Only where a server is to be too slow for its answer: on a busy machine a short wait makes a doubt by itself.
SHORT = replace(WAITS, dot=0.15)
STAGES = ("connect", "greeting", "ehlo", "mail", "rcpt", "data", "body", "dot", "accepted", "quit")
LOST = ("drop", "reset", "stall")
SAID = ("4xx", "421", "5xx", "odd", "garbage", "twice")
#: The server may have it, and what is no clear answer leaves a doubt. Where a connection ends, or stands still, while a
#: text is under way, the dot may have left into the buffers between before that is noticed.
AFTER = frozenset({*product(("dot", "accepted"), (*LOST, *SAID)), *product(("body",), LOST)})
#: A server that has taken a message and says that it has not is believed: see the last test.
LIES = frozenset({("accepted", "4xx"), ("accepted", "421"), ("accepted", "5xx")})
#: Nothing can be said before a connection speaks. `body` has no answer of its own: what is said there is out of turn.
CASES = tuple(
    (stage, do)
    for stage in STAGES
    for do in (LOST if stage == "connect" else (*LOST, *SAID))
    if (stage, do) not in LIES
)
TIMES = (1, 2, 3)


class Desk:
    """A signed workspace, of which each case has a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = mailing(folder / "first" / "w", notices=NOTICES)
        self._numbers = count()

    def met(self, *faults: Fault) -> tuple[Program, Reckoning]:
        """Send to a server with these faults until nothing waits."""
        place = self._folder / f"{next(self._numbers)}"
        place.mkdir()
        with Sink(place / "log", faults=faults) as sink:
            program = copied(self._first, place, port=sink.port)
            slow = any(one.do == "stall" and (one.at, one.do) in AFTER for one in faults)
            program.waits = SHORT if slow else WAITS
            resume(program)
        return program, reckon(program, sink.taken())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("servers"))


def fault(stage: str, do: str, times: int, skip: int = 0) -> Fault:
    return Fault(at=stage, do=do, times=times, skip=skip, seconds=0.4)


def judged(desk: Desk, cases: Sequence[tuple[str, str, int, int]]) -> None:
    wrong, doubtful, taken = [], 0, 0
    for case in cases:
        _, found = desk.met(fault(*case))
        doubtful, taken = doubtful + len(found.doubtful), taken + found.taken
        outside = {"in doubt": found.doubtful} if found.doubtful and case[:2] not in AFTER else {}
        if found.wrong or outside:
            wrong.append((case, found.wrong, outside))
    tell(f"{len(cases)} cases, {len(cases) * NOTICES} notices, {taken} taken, {doubtful} in doubt")
    assert wrong == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) * len(TIMES) >= 180


def test_a_server_that_breaks_off_or_talks_nonsense_once(desk: Desk) -> None:
    judged(desk, [(stage, do, 1, 1) for stage, do in CASES[:: 1 if len(CASES) < 30 else 3]])


@pytest.mark.long
@pytest.mark.parametrize("times", TIMES)
def test_every_step_and_every_fault_so_many_times(desk: Desk, times: int) -> None:
    judged(desk, [(stage, do, times, 0) for stage, do in CASES])


@pytest.mark.long
def test_several_faults_of_chance_in_one_workspace(desk: Desk) -> None:
    chance = random.Random(2026)
    wrong, doubtful = [], 0
    for _ in range(200):
        drawn = [(*chance.choice(CASES), chance.choice(TIMES), chance.randrange(3)) for _ in range(3)]
        _, found = desk.met(*(fault(*case) for case in drawn))
        doubtful += len(found.doubtful)
        if found.wrong or (found.doubtful and not AFTER & {case[:2] for case in drawn}):
            wrong.append((drawn, found))
    tell(f"200 plans, {200 * NOTICES} notices, {doubtful} in doubt")
    assert wrong == []


@pytest.mark.parametrize("do", ["drop", "reset", "stall", "odd", "garbage"])
def test_a_message_whose_answer_never_came_is_in_doubt_and_not_repeated(desk: Desk, do: str) -> None:
    program, found = desk.met(fault("accepted", do, 1))

    first = next(iter(messages_in(program).values()))
    assert found.doubtful == (first.id,)
    assert found.taken == NOTICES
    assert found.wrong == {}


def test_what_a_server_refused_for_good_is_never_offered_again(desk: Desk) -> None:
    program, found = desk.met(fault("rcpt", "5xx", 1))

    stages = [each.stage for each in messages_in(program).values()]
    assert sorted(stages) == [Stage.ACCEPTED, Stage.ACCEPTED, Stage.REJECTED]
    assert found.taken == 2
    assert found.wrong == {}


def test_a_server_that_takes_a_message_and_says_not_now_is_believed_so_it_gets_it_twice(desk: Desk) -> None:
    """The one way to a double that is left: nobody can tell this lie from the truth (RFC 5321 4.2.1)."""
    _, found = desk.met(fault("accepted", "4xx", 1))

    assert len(found.double) == 2, "the message, and its notice"
    assert set(found.wrong) == {"double"}
