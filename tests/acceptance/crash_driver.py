"""Runs one command in a process that dies at its n-th dangerous moment, as by a power cut: nothing is cleaned up.

A moment is after each lasting change of the ledger or a folder, inside a transaction, and with a file half written:
between two of them the disk looks the same.
"""

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

from takedown import workspace, writing
from takedown.cli.main import cli
from takedown.cli.session import Surroundings
from takedown.ledger import Ledger, opening, store

#: Modules that a forked process finds loaded.
PRELOADED = (__name__, "takedown.rendering.pdf", "takedown.config", "takedown.readers", "takedown.issuing")
DIED = 77
#: Of each folder's seven files: one in the middle of their order, and the last.
_HALF = ("notice.pdf", "ticket.txt")


class Fate:
    """Counts the moments, and ends the process at the chosen one; its name is left in a file."""

    def __init__(self, moment: int, note: Path) -> None:
        self._left = moment
        self._note = note

    def __call__(self, name: str, last_deed: Callable[[], object] = lambda: None) -> None:
        self._left -= 1
        if self._left < 0:
            self._note.write_text(name)
            last_deed()
            os._exit(DIED)


def run(root: Path, arguments: tuple[str, ...], now: datetime, moment: int, note: Path) -> None:
    """Run a command; the process ends with DIED, or with the command's own code where it has fewer moments."""
    fate = Fate(moment, note)
    for owner, name, moment_name in (
        (store, "create_private", "with an empty ledger"),
        (Ledger, "_insert", "inside a transaction"),
        (Ledger, "append_all", "with new entries in the ledger"),
        (writing, "_settle", "with a written folder"),
        (workspace.Workspace, "move_folder", "with a moved folder"),
    ):
        _after(owner, name, fate, moment_name)
    _without_tables(fate)
    _half_written(fate)
    numbers = count(int.from_bytes(os.urandom(6), "big"))
    around = Surroundings(now=lambda: now, entropy=lambda size: next(numbers).to_bytes(size, "big"))
    try:
        cli.main(["-C", str(root), *arguments], obj=around)
    except SystemExit as end:
        os._exit(int(end.code or 0))


def _after(owner: Any, name: str, fate: Fate, moment: str) -> None:
    plain = getattr(owner, name)

    @wraps(plain)
    def dangerous(*values: Any, **named: Any) -> Any:
        result = plain(*values, **named)
        fate(moment)
        return result

    setattr(owner, name, dangerous)


def _without_tables(fate: Fate) -> None:
    plain = opening._keep_a_log

    def dangerous(connection: sqlite3.Connection, patience: float) -> None:
        plain(connection, patience)
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            fate("with a ledger that has no tables yet")

    opening._keep_a_log = dangerous


def _half_written(fate: Fate) -> None:
    plain = writing._write

    def dangerous(place: Path, name: str, content: bytes) -> Any:
        if name in _HALF:
            half = place / f".{name}.abcdefgh.part"
            fate(f"with half of {name}", lambda: half.write_bytes(content[: len(content) // 2]))
        return plain(place, name, content)

    writing._write = dangerous
