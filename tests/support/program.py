"""Drives the program through its command line, with a clock and randomness of its own."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from takedown.channels.smtp import Waits
from takedown.cli.main import cli
from takedown.cli.session import Surroundings

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Program:
    """A user at a workspace, on a certain day."""

    root: Path
    now: datetime = NOON
    profiles: Path | None = None
    """The user's own folder."""
    waits: Waits | None = None
    """How long a mail server is waited for."""
    _entropy: int = field(default=0)

    def run(self, *args: str, typed: str | None = None) -> Result:
        """Run one command; `typed` is what the user types when asked."""
        around = Surroundings(
            now=lambda: self.now,
            entropy=self._random,
            profiles=self.profiles,
            sleep=self._sleep,
            waits=self.waits,
        )
        there = {
            "TAKEDOWN_WORKSPACE": str(self.root)
        }  # unlike -C, it is no part of the commands that are printed
        return CliRunner().invoke(cli, args, obj=around, input=typed, env=there)

    def ok(self, *args: str, typed: str | None = None, code: int = 0) -> str:
        """Run one command that must end with a code; its standard output."""
        result = self.run(*args, typed=typed)
        assert result.exit_code == code, f"{args}: exit {result.exit_code}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def json(self, *args: str, code: int = 0) -> Any:
        """Run one command with --json; the document."""
        return json.loads(self.ok(*args, "--json", code=code))

    def later(self, days: int) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)

    def files(self) -> dict[str, bytes]:
        """Every file under notices/, by its path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted((self.root / "notices").rglob("*"))
            if path.is_file()
        }

    def notice(self, kind: str) -> dict[str, Any]:
        """The one notice of a kind, as `status --json` says it."""
        found = [notice for notice in self.json("status")["notices"] if notice["kind"] == kind]
        assert len(found) == 1, found
        return found[0]

    def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _random(self, count: int) -> bytes:
        self._entropy += 1
        return self._entropy.to_bytes(count, "big")
