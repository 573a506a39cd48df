"""A real pseudo-terminal with the program in it. Tests that import this are skipped where there are none."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals are a thing of POSIX", exc_type=ImportError)
if not hasattr(pexpect, "spawn"):
    pytest.skip("there are no pseudo-terminals on this system", allow_module_level=True)

PROGRAM = ("-m", "takedown")


class Terminal:
    """The program in a terminal, and what was seen of it so far."""

    def __init__(
        self, here: Path, arguments: Sequence[str], environment: dict[str, str], *, columns: int, echo: bool
    ) -> None:
        self.child = pexpect.spawn(
            sys.executable, [*PROGRAM, *arguments], cwd=str(here), env=environment, encoding="utf-8", timeout=60,
            dimensions=(40, columns), echo=echo,
        )  # fmt: skip
        self.seen = ""

    def sees(self, text: str) -> None:
        """Wait for a text."""
        self.child.expect_exact(text)
        self.seen += self.child.before + self.child.after

    def ends(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        return self._left()

    def interrupts(self) -> int:
        """Press Ctrl-C, as people do, until the program has ended.

        One that comes in the instant in which the prompt is written is only noticed at the next key (CPython's
        loop around readline looks for signals before it waits, not while it begins to).
        """
        for _ in range(20):
            self.child.sendintr()
            if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0:
                break
        return self._left()

    def _left(self) -> int:
        self.seen += self.child.before
        self.child.close()
        return int(self.child.exitstatus)

    @property
    def words(self) -> str:
        """What was seen, on one line."""
        return " ".join(self.seen.split())
