"""Ledger against server, row by row: what a mail server's own log says beside what the ledger says.

double   a message, or a part of a notice, that the server took twice
lost     a notice that came to no end; or "accepted", and the server never had it
silent   the server has it, and the ledger says neither accepted nor in doubt
altered  the server has other bytes than those that were frozen
doubtful in doubt: a person settles it
"""

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from support.program import Program
from takedown.events import What
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage, messages_of

#: Where a message comes to rest. Nothing else may be left once a run says that it is done.
ENDS = frozenset({Stage.ACCEPTED, Stage.IN_DOUBT, Stage.REJECTED, Stage.FAILED, Stage.CANCELLED})
#: More than the longest wait after a server said "later".
_LATER = timedelta(hours=5)


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Ids of messages or notices, by what is wrong with them; and what is in doubt, which is not wrong."""

    double: tuple[str, ...]
    lost: tuple[str, ...]
    silent: tuple[str, ...]
    altered: tuple[str, ...]
    broken: tuple[str, ...]
    """Problems of the ledger itself, and notices that are not recorded as submitted exactly once when they went out."""
    doubtful: tuple[str, ...]
    taken: int

    @property
    def wrong(self) -> dict[str, tuple[str, ...]]:
        names = ("double", "lost", "silent", "altered", "broken")
        return {name: found for name in names if (found := getattr(self, name))}


def messages_in(program: Program) -> dict[str, Message]:
    with Ledger.read(program.root / "ledger.db") as ledger:
        return messages_of(ledger.entries())


def signed_in(program: Program) -> tuple[str, ...]:
    """Notices in the order in which they were signed."""
    with Ledger.read(program.root / "ledger.db") as ledger:
        return tuple(entry.notice for entry in ledger.entries() if entry.what is What.SIGNED)


def waiting(program: Program) -> int:
    """How many notices of one message each are still to go: what a person who knew everything would confirm."""
    settled = {
        each.notice for each in messages_in(program).values() if each.stage in ENDS | {Stage.COMMITTING}
    }
    return len([notice for notice in signed_in(program) if notice not in settled])


def reckon(program: Program, taken: Sequence[Mapping[str, Any]]) -> Reckoning:
    """Compare a ledger with what the server took. Only notices count, no tests to oneself."""
    with Ledger.read(program.root / "ledger.db") as ledger:
        entries = tuple(ledger.entries())
        problems = tuple(str(problem) for problem in ledger.problems())
    known = messages_of(entries)
    had = Counter(row["message_id"].strip("<>").partition("@")[0] for row in taken)
    parts = Counter((known[one].notice, known[one].part) for one in had.elements() if one in known)
    accepted = {one for one, each in known.items() if each.stage is Stage.ACCEPTED}
    sure = {one for one, each in known.items() if each.stage in (Stage.ACCEPTED, Stage.IN_DOUBT)}
    sums = {(row["message_id"].strip("<>").partition("@")[0], row["sha256"]) for row in taken}
    signed = dict.fromkeys(entry.notice for entry in entries if entry.what is What.SIGNED)
    return Reckoning(
        double=(*(one for one, times in had.items() if times > 1), *_twice(parts)),
        lost=(*_without_end(signed, known.values()), *sorted(accepted - had.keys())),
        silent=tuple(sorted(had.keys() - sure)),
        altered=tuple(one for one, digest in sorted(sums) if one in known and known[one].sha256 != digest),
        broken=(*problems, *_not_once(entries, known.values())),
        doubtful=tuple(one for one, each in known.items() if each.stage is Stage.IN_DOUBT),
        taken=len(taken),
    )


def _twice(parts: Mapping[tuple[str, int], int]) -> Iterable[str]:
    return (f"{notice}, part {part}" for (notice, part), times in parts.items() if times > 1)


def _without_end(signed: Iterable[str], known: Iterable[Message]) -> list[str]:
    stages: dict[str, list[Stage]] = {}
    for each in known:
        if each.purpose is Purpose.NOTICE:
            stages.setdefault(each.notice, []).append(each.stage)
    return [notice for notice in signed if not stages.get(notice) or not set(stages[notice]) <= ENDS]


def _not_once(entries: Iterable[Any], known: Iterable[Message]) -> Iterable[str]:
    submitted = Counter(entry.notice for entry in entries if entry.what is What.SUBMITTED)
    out: dict[str, list[bool]] = {}
    for each in known:
        if each.purpose is Purpose.NOTICE:
            out.setdefault(each.notice, []).append(each.stage is Stage.ACCEPTED)
    for notice, accepted in out.items():
        if submitted[notice] != all(accepted):
            yield f"{notice} is recorded as submitted {submitted[notice]} times"


def resume(program: Program, *, rounds: int = 14) -> int:
    """Do what a person does after trouble, until nothing waits: look, confirm the number, come back later.

    How many runs that took. AssertionError where a run ends otherwise than by "done" or "not whole".
    """
    for number in range(1, rounds + 1):
        going = len(program.json("send")["messages"])
        result = program.run("send", "--confirm", str(going))
        # 2: what a dead run had claimed waits again since this run put it right, so there is one more to confirm.
        assert result.exit_code in (0, 2, 4), f"{result.exit_code}: {result.stderr}"
        if result.exit_code != 2 and not waiting(program):
            return number
        program.now += _LATER if result.exit_code != 2 else timedelta()
    raise AssertionError(f"after {rounds} runs something still waits: {result.stderr}")


def copied(first: Program, target: Path, *, port: int) -> Program:
    """A workspace of its own like the first one, which sends to another port."""
    shutil.copytree(first.root, target / "w")
    settings = target / "w" / "takedown.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("\nport = 1\n") == 1
    settings.write_text(text.replace("\nport = 1\n", f"\nport = {port}\n"), encoding="utf-8")
    return Program(target / "w", now=first.now, profiles=target / "own", _entropy=first._entropy)


def tell(figures: str) -> None:
    """Say what a test measured: shown by `pytest -s`."""
    sys.stdout.write(f"{figures}\n")
