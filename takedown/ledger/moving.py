"""Where messages stand, as a table beside the entries: so that two runs cannot both take the same step.

Compare-and-set: a step is taken only from the stage, and by the owner, that it begins with (`takedown.messages`).
"""

import sqlite3

from takedown.events import Event, What
from takedown.frozen import dataclass
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
