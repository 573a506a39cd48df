"""`takedown send` dies at any point: nothing goes out twice, nothing is lost, and nothing goes out unseen.

Each run is compared row by row with the mail server's own log (`support.reckoning`), after the same command was given
again until nothing waited. In doubt may only be what died between `committing` and `accepted`.
"""

import multiprocessing
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import send_driver
from send_driver import DIED, MUTATIONS, OF_A_MESSAGE, OF_A_RECOVERY, OF_A_RUN, WINDOW, Doom
from support.program import Program
from support.reckoning import Reckoning, copied, reckon, resume, tell, waiting
from support.sending import mailing
from support.smtp_sink import Sink

NOTICES = 4


@dataclass(frozen=True, kw_only=True)
class Row:
    """Where runs died, one after the other, and what came of it in the end."""

    died: tuple[Doom, ...]
    found: Reckoning

    @property
    def wrong(self) -> str:
        window = sum(doom.doubtful for doom in self.died)
        outside = {} if len(self.found.doubtful) == window else {"in doubt": (self.found.doubtful, window)}
        trouble = {**self.found.wrong, **outside}
        return f"{[(doom.point, doom.number) for doom in self.died]}: {trouble}" if trouble else ""


class Killer:
    """A signed workspace, and runs over copies of it in processes that die."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = mailing(folder / "first" / "w", notices=NOTICES)
        self._numbers = count()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(send_driver.PRELOADED))

    def die(self, program: Program, doom: Doom) -> bool:
        """Send what waits, in a process that dies at its doom; False where it never came there."""
        arguments = ("send", "--confirm", str(waiting(program)))
        own = program.profiles
        process = self._context.Process(
            target=send_driver.run, args=(program.root, own, arguments, program.now, doom)
        )
        process.start()
        process.join(60)
        # 4: it came to its end, and said that something is in doubt.
        assert process.exitcode in (0, 4, DIED), f"{doom}: {process.exitcode}"
        return process.exitcode == DIED

    def row(self, *dooms: Doom) -> Row:
        """Die at each of these, one after the other, then go on to the end."""
        place = self._folder / f"{next(self._numbers)}"
        place.mkdir()
        with Sink(place / "log") as sink:
            program = copied(self._first, place, port=sink.port)
            died = tuple(doom for doom in dooms if self.die(program, doom))
            resume(program)
            settled(sink)
            return Row(died=died, found=reckon(program, sink.taken()))

    def mutated(self, doom: Doom, monkeypatch: pytest.MonkeyPatch) -> Reckoning:
        """The same with a program that breaks its promise, also when it goes on."""
        place = self._folder / f"{next(self._numbers)}"
        place.mkdir()
        with Sink(place / "log") as sink, monkeypatch.context() as change:
            program = copied(self._first, place, port=sink.port)
            assert self.die(program, doom)
            MUTATIONS[doom.mutation](change.setattr)
            resume(program)
            settled(sink)
            return reckon(program, sink.taken())


def settled(sink: Sink) -> None:
    """Wait until the server has read what dead runs sent it."""
    deadline = time.monotonic() + 5
    while sink._open and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not sink._open, "a connection stays open"


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Killer:
    return Killer(tmp_path_factory.mktemp("kills"))


def dooms(positions: Iterable[int]) -> Iterable[Doom]:
    """Every point of a message at these messages, and every point of a run."""
    for position in positions:
        for point in OF_A_MESSAGE:
            yield Doom(point=point, number=position)
    for point in OF_A_RUN:
        yield Doom(point=point)


def judged(rows: Sequence[Row], *, kills: int) -> None:
    """Nothing is wrong in any row, and as many runs died as were meant to."""
    died = sum(len(row.died) for row in rows)
    doubtful = sum(len(row.found.doubtful) for row in rows)
    taken = sum(row.found.taken for row in rows)
    tell(f"{died} kills, {len(rows) * NOTICES} notices, {taken} taken, {doubtful} in doubt")
    assert [row.wrong for row in rows if row.wrong] == []
    assert died >= kills
    assert doubtful == sum(doom.doubtful for row in rows for doom in row.died)


def test_there_are_more_points_than_were_ever_asked_for() -> None:
    assert len({*OF_A_RUN, *OF_A_MESSAGE, *OF_A_RECOVERY}) >= 40
    assert set(OF_A_MESSAGE) > WINDOW


def test_a_run_that_dies_at_any_point_of_a_message_is_made_whole(killer: Killer) -> None:
    wanted = list(dooms([2]))

    rows = [killer.row(doom) for doom in wanted]

    assert [row.died for row in rows] == [(doom,) for doom in wanted], (
        "a point that is never reached tests nothing"
    )
    judged(rows, kills=len(wanted))


def test_a_run_that_dies_while_it_puts_right_another_one_is_made_whole(killer: Killer) -> None:
    befores = {
        "deferred": Doom(point="after claimed", number=2),
        "in-doubt": Doom(point="after the dot", number=2),
    }
    wanted = [
        (befores["in-doubt" if "in-doubt" in point else "deferred"], Doom(point=point))
        for point in OF_A_RECOVERY
    ]

    rows = [killer.row(*each) for each in wanted]

    assert [row.died for row in rows] == wanted
    judged(rows, kills=16)


@pytest.mark.parametrize("position", [1, NOTICES])
def test_the_first_and_the_last_message_are_no_exception(killer: Killer, position: int) -> None:
    points = ("inside claimed", "after the body", "after the dot", "inside accepted", "after accepted")

    rows = [killer.row(Doom(point=point, number=position)) for point in points]

    judged(rows, kills=len(points))


@pytest.mark.long
def test_at_every_point_of_every_message(killer: Killer) -> None:
    wanted = list(dooms(range(1, NOTICES + 1)))

    rows = [killer.row(doom) for doom in wanted]

    assert [row.died for row in rows] == [(doom,) for doom in wanted]
    judged(rows, kills=115)


@pytest.mark.long
def test_runs_that_die_again_and_again(killer: Killer) -> None:
    """Five deaths in one workspace, each at a point of chance; 2026 is the seed."""
    chance = random.Random(2026)
    points = [*OF_A_MESSAGE, *OF_A_MESSAGE, *OF_A_RUN, *OF_A_RECOVERY]
    rows, died = list[Row](), 0
    while died < 400:
        chain = [Doom(point=chance.choice(points), number=chance.choice((1, 1, 2))) for _ in range(5)]
        rows.append(killer.row(*chain))
        died += len(rows[-1].died)

    judged(rows, kills=400)


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("point", ["after the dot", "after the 250"])
def test_the_comparison_sees_what_a_broken_promise_does(
    killer: Killer, mutation: str, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = killer.mutated(Doom(point=point, number=2, mutation=mutation), monkeypatch)

    assert len(found.double) >= 1
    assert found.doubtful == ()
