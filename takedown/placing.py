"""Is this ledger the one that sends? A copy, or one restored from a backup, does not know what went out since.

The ledger alone cannot tell, as a copy says the same as the original. So a mark in the user's own folder says where the
ledger that sends lies and how far it had come. It is written at the start of a run, at its end, and for each message
when `committing` is recorded, before the final dot leaves: so no message is out of which the mark does not know, and a
ledger that lacks its entry is seen to be an older one.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from takedown.errors import StorageError
from takedown.frozen import dataclass
from takedown.instants import instant
from takedown.patterns import pattern
from takedown.writing import told, write_file

LEDGERS = "ledgers"
ACCEPT = "takedown send --this-ledger"
_ID = pattern(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_MARK = 100_000
_NUMBERS, _TEXTS = ("inode", "seq"), ("ledger", "path", "head", "at")

#: Clocks of computers that ask for the time differ by less; a message's Date would be wrong by no more.
CLOCK_TOLERANCE = timedelta(minutes=5)
#: This program did not exist before; a computer whose battery is empty begins in 1970 or 2000.
_FIRST_YEAR = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where the ledger that sends lay when it last sent, and how far it had come."""

    ledger: str
    path: str
    inode: int
    seq: int
    head: str
    at: str
    """RFC 3339 UTC instant at which it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The ledger that is open. `has_hash(seq, hash)`: whether its chain has that hash at that number."""

    ledger: str
    path: str
    """Absolute, without links."""
    inode: int
    seq: int
    head: str
    has_hash: Callable[[int, str], bool]

    def mark(self, at: datetime) -> Mark:
        """The mark of this ledger as it stands."""
        return Mark(
            ledger=self.ledger,
            path=self.path,
            inode=self.inode,
            seq=self.seq,
            head=self.head,
            at=instant(at),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether sending may begin; if not, by which rule, why, and the next step.

    `may_accept`: `--this-ledger` settles it. Of a disk that is full, or a clock that was never set, no word can.
    """

    ok: bool
    rule: str = ""
    message: str = ""
    hint: str = ""
    may_accept: bool = False


OK = Standing(ok=True)


def standing(here: Here, mark: Mark | None, *, first: bool) -> Standing:
    """Say whether this ledger is the one that sends. `first`: no message was ever offered to a server from it."""
    if mark is None:
        return OK if first else _unknown(here)
    if mark.seq > here.seq or (mark.seq and not here.has_hash(mark.seq, mark.head)):
        return _restored(here, mark)
    # The number of its disk is left out: it changes when disks are plugged in anew; the file's own number does not.
    if mark.path != here.path or mark.inode != here.inode:
        return _elsewhere(here, mark)
    return OK


def _unknown(here: Here) -> Standing:
    return Standing(
        ok=False,
        rule="unknown-here",
        message=f"{here.path}: messages went out from this ledger, and not from this computer or user",
        hint=f"send where it was sent before; if this is the one that sends from now on: {ACCEPT}",
        may_accept=True,
    )


def _restored(here: Here, mark: Mark) -> Standing:
    lacks = (
        f"it has {here.seq} entries, and had {mark.seq} on {mark.at}"
        if mark.seq > here.seq
        else f"its entry {mark.seq} is not the one it had on {mark.at}"
    )
    return Standing(
        ok=False,
        rule="restored",
        message=f"{here.path}: this ledger is older than the one that sent last, or another one: {lacks}",
        hint="look for the newer ledger, here and in your backups; if it is lost, look into your Sent folder, record "
        f"what went out (takedown record submitted), and only then: {ACCEPT}",
        may_accept=True,
    )


def _elsewhere(here: Here, mark: Mark) -> Standing:
    what = (
        f"another file lies where the ledger lay that sent on {mark.at}"
        if mark.path == here.path
        else f"the ledger that sent on {mark.at} lay at {mark.path}"
    )
    return Standing(
        ok=False,
        rule="moved",
        message=f"{here.path}: {what}; of two copies each would send the same again",
        hint=f"if there is a copy, go on with only one of them; if this is the one: {ACCEPT}",
        may_accept=True,
    )


def clock_problem(last_entry_at: datetime | None, now: datetime) -> Standing:
    """Say whether the clock is surely wrong: the last entry lies ahead of it. A clock that is fast shows nothing."""
    at = now.astimezone(UTC)
    if at.year < _FIRST_YEAR:
        return Standing(
            ok=False,
            rule="clock-unset",
            message=f"the clock of this computer says {at:%Y-%m-%d %H:%M} UTC: a message would carry that date",
            hint="set the clock, then run the same command again",
        )
    last = last_entry_at.astimezone(UTC) if last_entry_at else at
    if at < last - CLOCK_TOLERANCE:
        return Standing(
            ok=False,
            rule="clock",
            message=f"the clock of this computer says {at:%Y-%m-%d %H:%M} UTC, and the ledger's last entry is of "
            f"{last:%Y-%m-%d %H:%M} UTC",
            hint=f"set the clock; if it is right now and was wrong then: {ACCEPT}",
            may_accept=True,
        )
    return OK


def space_problem(free_bytes: int, needed: int) -> Standing:
    """Say whether the disk has room for what must be recorded: a message whose fate cannot be kept must not leave."""
    if free_bytes >= needed:
        return OK
    return Standing(
        ok=False,
        rule="space",
        message=f"the disk of the ledger has {free_bytes:,} bytes left; {needed:,} are needed to record what is sent",
        hint="free some space, then run the same command again; nothing is lost",
    )


def read_mark(profiles: Path, ledger: str) -> Mark | None:
    """Read the mark of a ledger from the user's own folder; None where there is none, or none that can be read.

    To lose it is safe: a ledger from which messages went out is then unknown here, and a person is asked.
    """
    path = _file(profiles, ledger)
    try:
        if path.stat().st_size > _LONGEST_MARK:
            return None
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(
            f"{path}: could not be read ({error.strerror})", hint="check who owns the file and its folder"
        ) from error
    except (ValueError, RecursionError):
        return None
    return _mark(found) if isinstance(found, dict) and found.get("ledger") == ledger else None


def _mark(found: dict[str, Any]) -> Mark | None:
    if not all(type(found.get(key)) is int for key in _NUMBERS):
        return None
    if not all(isinstance(found.get(key), str) for key in _TEXTS):
        return None
    return Mark(**{key: found[key] for key in (*_NUMBERS, *_TEXTS)})


def write_mark(profiles: Path, mark: Mark) -> None:
    """Write the mark whole and private (0600), in folders that are private too; StorageError where that fails."""
    path = _file(profiles, mark.ledger)
    with told(path.parent, "make"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(path, json.dumps(asdict(mark), ensure_ascii=True, indent=2, sort_keys=True).encode() + b"\n")


def _file(profiles: Path, ledger: str) -> Path:
    if not _ID.fullmatch(ledger):
        raise ValueError("the id of a ledger has letters, digits, - and _ only")
    return profiles / LEDGERS / f"{ledger}.json"
