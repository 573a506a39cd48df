"""Two commands at once: a second sender, and taking back while a run is stopped in the middle of a message."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import send_driver
from send_driver import Doom
from support.program import Program
from support.reckoning import copied, messages_in, reckon, resume, tell
from support.sending import mailing
from support.smtp_sink import Sink

from takedown.messages import Stage

NOTICES = 4
NOWHERE = Doom(point="nowhere")
#: Before the first of these the message is still free; from then on it belongs to the run.
POINTS = (
    "before claimed", "after claimed", "after DATA", "after the body", "after committing", "after the dot",
    "before accepted", "after accepted",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="stopped processes are seen in /proc"
)


class Room:
    """A signed workspace, and processes that send from copies of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = mailing(folder / "first" / "w", notices=NOTICES)
        self._numbers = count()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(send_driver.PRELOADED))

    @contextmanager
    def place(self) -> Iterator[tuple[Program, Sink]]:
        place = self._folder / f"{next(self._numbers)}"
        place.mkdir()
        with Sink(place / "log") as sink:
            yield copied(self._first, place, port=sink.port), sink

    def sender(self, program: Program, doom: Doom = NOWHERE) -> multiprocessing.Process:
        arguments = ("send", "--confirm", str(NOTICES))
        process = self._context.Process(
            target=send_driver.run, args=(program.root, program.profiles, arguments, program.now, doom)
        )
        process.start()
        return process

    @contextmanager
    def stopped(self, program: Program, point: str, number: int, *, code: int = 0) -> Iterator[int]:
        """A run that stands still at a point while something else is done; it ends well after that."""
        process = self.sender(program, Doom(point=point, number=number, stops=True))
        try:
            _wait_for(lambda: _state(process.pid) == "T")
            yield process.pid
        finally:
            os.kill(process.pid, signal.SIGCONT)
            process.join(60)
        # 4: not every message went out, as one was taken back meanwhile.
        assert process.exitcode in ({0: (0, 4)}.get(code, (code,)))


def _state(pid: int | None) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _wait_for(met: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not met():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the run never came to its point"
        time.sleep(0.005)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room(tmp_path_factory.mktemp("together"))


@pytest.mark.parametrize("point", ["before the queue", "before claimed", "after the body", "after the dot"])
def test_a_second_sender_is_refused_wherever_the_first_one_stands(room: Room, point: str) -> None:
    with room.place() as (program, sink):
        with room.stopped(program, point, 1):
            before = list(sink.heard)
            second = program.run("send", "--confirm", str(NOTICES))
            assert second.exit_code == 6
            assert "another run is sending from this workspace" in second.stderr
            assert sink.heard == before
        found = reckon(program, sink.taken())

    assert found.wrong == {}
    assert found.taken == NOTICES


def test_of_senders_that_start_together_one_sends(room: Room) -> None:
    for _ in range(5):
        with room.place() as (program, sink):
            runs = [room.sender(program) for _ in range(3)]
            for run in runs:
                run.join(60)
            found = reckon(program, sink.taken())
            codes = sorted(run.exitcode for run in runs)

        # 2: it came when the first had done, and nothing was left to confirm.
        assert codes[0] == 0
        assert set(codes[1:]) <= {2, 6}
        assert found.wrong == {}
        assert found.taken == NOTICES


def taken_back_at(room: Room, point: str, number: int) -> int:
    """Take back the message that the run works on, and the next one; how many commands that took."""
    with room.place() as (program, sink):
        with room.stopped(program, point, number):
            ids = list(messages_in(program))
            at_work, after = ids[number - 1], ids[number : number + 1]
            done = {
                each: program.run("outbox", "cancel", each.partition(".")[0]) for each in (at_work, *after)
            }
        found = reckon(program, sink.taken())
        stages = {each.id: each.stage for each in messages_in(program).values()}
    had = {row["message_id"].strip("<>").partition("@")[0] for row in sink.taken()}
    free = {*after, *([at_work] if point == "before claimed" else [])}

    assert found.wrong == {}
    assert found.doubtful == ()
    assert {each for each, result in done.items() if result.exit_code == 0} == free
    assert {result.exit_code for each, result in done.items() if each not in free} <= {2}
    assert {each for each, stage in stages.items() if stage is Stage.CANCELLED} == free
    assert had == set(ids) - free
    return len(done)


@pytest.mark.parametrize("point", POINTS)
def test_what_is_taken_back_in_time_never_goes_out_and_what_is_on_its_way_is_said_so(
    room: Room, point: str
) -> None:
    assert taken_back_at(room, point, 2) == 2


@pytest.mark.long
def test_taking_back_at_every_point_of_every_message(room: Room) -> None:
    runs = [taken_back_at(room, point, number) for point in POINTS for number in range(1, NOTICES + 1)]
    tell(f"{len(runs)} stopped runs, {sum(runs)} times taken back")
    assert len(runs) >= 30


@pytest.mark.parametrize(
    ("point", "stage"),
    [
        ("after claimed", Stage.QUEUED),
        ("after RCPT", Stage.QUEUED),
        ("after the body", Stage.QUEUED),
        ("after the dot", Stage.IN_DOUBT),
    ],
)
def test_ctrl_c_leaves_a_message_queued_until_its_dot_has_left(room: Room, point: str, stage: Stage) -> None:
    with room.place() as (program, sink):
        with room.stopped(program, point, 2, code=130) as pid:
            os.kill(pid, signal.SIGINT)
        stages = [each.stage for each in messages_in(program).values()]
        shown = program.json("send")["messages"]
        resume(program)
        found = reckon(program, sink.taken())

    assert stages == [Stage.ACCEPTED, stage, Stage.QUEUED, Stage.QUEUED]
    assert len(shown) == stages.count(Stage.QUEUED), "the next look shows all that waits"
    assert found.wrong == {}


@dataclass
class Interrupting(Program):
    """A manager who takes one back while the run waits for the next minute."""

    cancelled: list[int] = field(default_factory=list)
    notice: str = ""

    def _sleep(self, seconds: float) -> None:
        if self.notice and not self.cancelled:
            self.cancelled.append(-1)
            other = Program(self.root, now=self.now, profiles=self.profiles, _entropy=10**9)
            self.cancelled[0] = other.run("outbox", "cancel", self.notice).exit_code
        super()._sleep(seconds)


def test_a_message_is_taken_back_while_the_run_waits_between_two(tmp_path: Path) -> None:
    with Sink(tmp_path / "log") as sink:
        first = mailing(tmp_path / "w", notices=3, port=sink.port, mail={"per_minute": 1})
        going = [one["notice"] for one in first.json("send")["messages"]]
        program = Interrupting(
            first.root, now=first.now, profiles=first.profiles, _entropy=first._entropy, notice=going[1]
        )
        result = program.run("send", "--confirm", "3")
        found = reckon(program, sink.taken())

    assert program.cancelled == [0]
    assert result.exit_code == 4
    assert "was moved by another command; it was left alone" in result.stderr
    assert found.wrong == {}
    assert [row["message_id"].strip("<>").partition(".")[0] for row in sink.taken()] == [going[0], going[2]]


@pytest.mark.parametrize("point", ["after claimed", "after the body", "after committing"])
def test_a_backup_made_while_the_last_message_went_out_does_not_send_it_again(room: Room, point: str) -> None:
    with room.place() as (program, sink):
        names = ("ledger.db", "ledger.db-wal")
        with room.stopped(program, point, NOTICES):
            backup = {
                name: (program.root / name).read_bytes() for name in names if (program.root / name).exists()
            }
        assert len(sink.taken()) == NOTICES
        (program.root / "ledger.db-wal").unlink(missing_ok=True)
        (program.root / "ledger.db-shm").unlink(missing_ok=True)
        for name, content in backup.items():
            with (program.root / name).open("r+b" if name == "ledger.db" else "wb") as file:
                file.truncate(0)
                file.write(content)
        waits = len(program.json("send")["messages"])
        again = program.run("send", "--confirm", str(waits))
        program.run("send", "--confirm", str(waits + 1))

    assert again.exit_code == 3, again.output
    assert "this ledger is older than the one that sent last" in again.stderr
    assert len(sink.taken()) == NOTICES
