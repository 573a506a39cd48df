"""Other programs that this one starts, and how they are ended."""

import contextlib
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def end(program: "subprocess.Popen[bytes]") -> None:
    """End a program that was started with `start_new_session`, and all that it started: they may hold its output open.

    Windows has no such groups: there it ends alone.
    """
    with contextlib.suppress(OSError):  # it ended by itself
        if os.name == "posix":
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
