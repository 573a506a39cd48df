"""Where messages stand, as a table beside the entries: so that two runs cannot both take the same step.

Compare-and-set: a step is taken only from the stage, and by the owner, that it begins with (`takedown.messages`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence

from takedown.errors import VerificationError
from takedown.events import Entry, Event, What
from takedown.frozen import dataclass
from takedown.ledger.faults import VERIFY
from takedown.messages import ARROWS, HELD, Stage

_FIND = "SELECT stage, owner FROM messages WHERE id = ?"
_ADD = "INSERT INTO messages (id, stage, owner, seq) VALUES (?, ?, ?, ?)"
_MOVE = "UPDATE messages SET stage = ?, owner = ?, seq = ? WHERE id = ? AND stage = ? AND owner = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row of the table: the stage of a message, and the run that holds it, where one does."""

    stage: Stage
    owner: str = ""


def identity_of(event: Event) -> str:
    """The message that an event is about; empty where it is about none."""
    identity = event.data.get("message", "")
    return identity if isinstance(identity, str) else ""


def standing_of(connection: sqlite3.Connection, message: str) -> Standing | None:
    """Where a message stands; None where it is not known."""
    row = connection.execute(_FIND, (message,)).fetchone()
    return Standing(stage=Stage(row[0]), owner=row[1]) if row else None


def may_move(standing: Standing | None, event: Event, owner: str) -> bool:
    """Whether a message may take this step from where it stands, for this owner."""
    if event.what is What.QUEUED:
        return standing is None
    if standing is None or event.what not in ARROWS:
        return False
    sources, _ = ARROWS[event.what]
    return standing.stage in sources and (standing.stage not in HELD or standing.owner == owner)


def move(
    connection: sqlite3.Connection, standing: Standing | None, event: Event, *, owner: str, seq: int
) -> bool:
    """Put a message where a step leads; False where it does not stand there any more."""
    identity = identity_of(event)
    if standing is None:
        return connection.execute(_ADD, (identity, Stage.QUEUED, "", seq)).rowcount == 1
    _, stage = ARROWS[event.what]
    row = (stage, owner if stage in HELD else "", seq, identity, standing.stage, standing.owner)
    return connection.execute(_MOVE, row).rowcount == 1


class NotThereError(Exception):
    """A message does not stand where a step begins: the transaction is taken back."""


def queued(
    connection: sqlite3.Connection,
    record: Callable[[sqlite3.Connection, Event], Entry],
    events: Iterable[Event],
) -> None:
    """Queue messages one by one, so that only one of them is held; NotThereError where one is known already."""
    for event in events:
        if not moved(connection, record, [(event, "")], also=(), others=()):
            raise NotThereError


def moved(
    connection: sqlite3.Connection,
    record: Callable[[sqlite3.Connection, Event], Entry],
    steps: Sequence[tuple[Event, str]],
    *,
    also: Sequence[Event],
    others: Sequence[Event],
) -> bool:
    """Take all steps (event, owner), and those of others that can be taken; False, and nothing, where one cannot.

    Inside a transaction of the caller. `also` is recorded with them.
    """
    standings = [standing_of(connection, identity_of(event)) for event, _ in steps]
    if not all(may_move(at, *step) for at, step in zip(standings, steps, strict=True)):
        return False
    taken = list(zip(standings, steps, strict=True))
    for event in others:
        at = standing_of(connection, identity_of(event))
        taken += [(at, (event, ""))] if may_move(at, event, "") else []
    for at, (event, owner) in taken:
        seq = record(connection, event).seq
        if not move(connection, at, event, owner=owner, seq=seq):
            raise VerificationError(
                "the ledger did not keep where a message stands; nothing was recorded", hint=VERIFY
            )
    for event in also:
        record(connection, event)
    return True
