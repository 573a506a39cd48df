"""Runs `takedown send` in a process that dies, or stops, at a named point; as a module, the program with a clock.

    python tests/acceptance/send_driver.py INSTANT OWN_FOLDER -C WORKSPACE send …

is the real program but for the clock, so that letters of 2026 do not grow old: for runs that something outside kills.
"""

import os
import signal
import smtplib
import socket
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from takedown import writing
from takedown.channels.conversation import Conversation
from takedown.channels.smtp import Smtp
from takedown.cli import send_run
from takedown.cli.main import cli
from takedown.cli.send_run import Hand
from takedown.cli.session import Surroundings
from takedown.dispatch import Run
from takedown.events import What
from takedown.ledger import Ledger

PRELOADED = (__name__, "takedown.cli.send", "takedown.cli.outbox", "takedown.config", "takedown.readers",
             "takedown.planning", "takedown.rendering", "takedown.checks", "takedown.directory.loading",
             "takedown.audit")  # fmt: skip
DIED = 77
DOT = b"\r\n.\r\n"

#: Once in a run.
OF_A_RUN = (
    "before the queue", "inside queued", "after the queue", "before the connection", "connected", "after EHLO",
    "before QUIT", "after QUIT", "before the ledger is closed", "after the ledger was closed",
    "before a mark of the run", "before a mark of the run has its name", "after a mark of the run",
)  # fmt: skip
#: For each message.
OF_A_MESSAGE = (
    "before claimed", "inside claimed", "after claimed",
    "before MAIL", "after MAIL", "before RCPT", "after RCPT",
    "before DATA", "after DATA", "in the middle of the body", "after the body",
    "before committing", "inside committing", "after committing",
    "before the mark", "before the mark has its name", "after the mark",
    "before the dot", "with half of the dot out",
    "after the dot", "after the 250",
    "before accepted", "inside accepted", "inside submitted", "after accepted", "after it was said",
)  # fmt: skip
#: Between `committing` and `accepted` nobody can know: what dies there, and nothing else, is in doubt.
WINDOW = frozenset({
    "after committing", "before the mark", "before the mark has its name", "after the mark",
    "before the dot", "with half of the dot out", "after the dot", "after the 250",
    "before accepted", "inside accepted", "inside submitted",
})  # fmt: skip
#: In a run that puts right what another one left.
OF_A_RECOVERY = (
    "before the recovery", "before deferred", "inside deferred", "after deferred",
    "before in-doubt", "inside in-doubt", "after in-doubt", "after the recovery",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Doom:
    """Where a run ends: at a point, the n-th time it comes there. `stops`: SIGSTOP instead of death.

    `mutation`: one of MUTATIONS, so a program that breaks its promise.
    """

    point: str
    number: int = 1
    stops: bool = False
    mutation: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a message is in doubt after a death here."""
        return self.point in WINDOW


class Fate:
    """Counts how often each point was reached, and ends the process, or stops it, at the chosen one."""

    def __init__(self, doom: Doom) -> None:
        self._doom = doom
        self._reached: Counter[str] = Counter()

    def __call__(self, point: str, last_deed: Callable[[], object] = lambda: None) -> None:
        self._reached[point] += 1
        if point == self._doom.point and self._reached[point] == self._doom.number:
            last_deed()
            if self._doom.stops:
                os.kill(os.getpid(), signal.SIGSTOP)
            else:
                os._exit(DIED)


def run(root: Path, own: Path, arguments: tuple[str, ...], now: datetime, doom: Doom) -> None:
    """Run a command; the process ends with DIED, or with the command's own code where it does not come to its doom."""
    _quiet(own.parent / "said")
    fate = Fate(doom)
    if doom.mutation:
        MUTATIONS[doom.mutation](setattr)
    _watch_ledger(fate)
    _watch_talk(fate)
    _watch_run(fate)
    _main(["-C", str(root), *arguments], now, own)


def _main(arguments: list[str], now: datetime, own: Path) -> None:
    around = Surroundings(now=lambda: now, entropy=os.urandom, profiles=own, sleep=lambda _: None)
    try:
        cli.main(arguments, obj=around)
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(int(end.code or 0))


def _quiet(said: Path) -> None:
    handle = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)


def _around(owner: Any, name: str, before: Callable[..., object], after: Callable[..., object]) -> None:
    plain = getattr(owner, name)

    @wraps(plain)
    def watched(*values: Any, **named: Any) -> Any:
        before(*values)
        result = plain(*values, **named)
        after(*values)
        return result

    setattr(owner, name, watched)


def _nothing(*_: Any) -> None:
    return None


def _watch_ledger(fate: Fate) -> None:
    def say(when: str) -> Callable[..., object]:
        return lambda _ledger, event: fate(f"{when} {event.what.value}")

    _around(Ledger, "advance", say("before"), say("after"))
    _around(
        Ledger, "_insert", _nothing, lambda _ledger, _connection, event: fate(f"inside {event.what.value}")
    )
    _around(Ledger, "queue", lambda *_: fate("before the queue"), lambda *_: fate("after the queue"))
    _around(
        Ledger,
        "close",
        lambda *_: fate("before the ledger is closed") if _writes(_[0]) else None,
        lambda *_: fate("after the ledger was closed") if _writes(_[0]) else None,
    )


def _writes(ledger: Ledger) -> bool:
    return ledger._clock.__name__ != "_read_only_clock"


def _watch_talk(fate: Fate) -> None:
    _around(send_run, "open_smtp", lambda *_: fate("before the connection"), _nothing)
    _around(socket, "create_connection", _nothing, lambda *_: fate("connected"))
    _around(Conversation, "ehlo", _nothing, lambda *_: fate("after EHLO"))
    _around(
        smtplib.SMTP,
        "docmd",
        lambda _talk, line: fate(f"before {line[:4]}"),
        lambda _talk, line: fate(f"after {line[:4]}"),
    )
    half = Conversation.send

    def middle(talk: Conversation, data: bytes) -> None:
        fate("in the middle of the body", lambda: half(talk, data[: len(data) // 2]))

    def at_the_dot(talk: Conversation, data: object) -> None:
        if data == DOT:
            fate("before the dot")
            fate("with half of the dot out", lambda: half(talk, DOT[:3]))

    _around(Conversation, "send_all", middle, lambda *_: fate("after the body"))
    _around(
        Conversation, "send", at_the_dot, lambda _talk, data: fate("after the dot") if data == DOT else None
    )
    _around(Smtp, "let_go", _nothing, lambda *_: fate("after the 250"))


class _Mark:
    """What a mark in the user's folder is written for: a message that is about to go, or the run itself."""

    name = "a mark of the run"

    def for_a_message(self, run: Run) -> Run:
        """The same run, whose marks before a dot are known as such."""

        def before_dot() -> None:
            self.name = "the mark"
            try:
                run.before_dot()
            finally:
                self.name = "a mark of the run"

        return replace(run, before_dot=before_dot)


def _watch_run(fate: Fate) -> None:
    marked = _Mark()
    made = send_run._run
    send_run._run = lambda hand: marked.for_a_message(made(hand))
    _around(Hand, "mark", lambda *_: fate(f"before {marked.name}"), lambda *_: fate(f"after {marked.name}"))
    _around(writing, "_settle", lambda *_: fate(f"before {marked.name} has its name"), _nothing)
    _around(Hand, "recover", lambda *_: fate("before the recovery"), lambda *_: fate("after the recovery"))
    _around(send_run._Teller, "tell", _nothing, lambda *_: fate("after it was said"))


Change = Callable[[Any, str, Any], object]


def _no_committing_entry(change: Change) -> None:
    """The step before the dot is not recorded: the message stands as claimed until it is accepted."""
    from takedown.ledger import moving

    plain = Ledger.advance

    def forgetful(ledger: Ledger, event: Any, *, owner: str = "", **more: Any) -> bool:
        return True if event.what is What.COMMITTING else plain(ledger, event, owner=owner, **more)

    arrows = dict(moving.ARROWS)
    sources, stage = arrows[What.ACCEPTED]
    arrows[What.ACCEPTED] = (sources | arrows[What.COMMITTING][0], stage)
    change(moving, "ARROWS", arrows)
    change(Ledger, "advance", forgetful)


def _recover_requeues(change: Change) -> None:
    """What a dead run was letting go is taken for not sent."""
    from takedown.dispatch import _step
    from takedown.messages import HELD

    def hopeful(messages: Any, ledger: Ledger) -> tuple[()]:
        for message in messages:
            if message.stage in HELD:
                ledger.advance(_step(What.DEFERRED, message), owner=ledger.owner_of(message.id))
        return ()

    change(send_run, "recover", hopeful)


#: Ways to break the promise, which the comparison with the server must see.
MUTATIONS: dict[str, Callable[[Change], None]] = {
    "committing is not recorded": _no_committing_entry,
    "recovery sends again what may have gone out": _recover_requeues,
}


if __name__ == "__main__":
    _main(sys.argv[3:], datetime.fromisoformat(sys.argv[1]), Path(sys.argv[2]))
