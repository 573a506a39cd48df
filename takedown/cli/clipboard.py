"""The clipboard, where there is one. It is a help and never needed: whatever happens to it, the walk goes on."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum

from takedown.programs import end

#: Seconds. A program that waits for a screen that does not answer would hold up the user.
_PATIENCE = 5.0
_NO_WAY = 3
#: pyperclip leaves the work to other programs, and looks at none of their exit codes: so the text is read back. In a
#: process of its own: such a program may wait forever, and one must go on after us, to give the text when it is pasted
#: (the clipboard of X11 is held by who filled it; Qt would hold it in the process that ends). -P: nothing of the
#: current folder is loaded.
_CHILD = f"""
import sys
sys.modules["qtpy"] = sys.modules["PyQt5"] = None
import pyperclip
text = sys.stdin.buffer.read().decode()
try:
    pyperclip.copy(text)
    kept = pyperclip.paste()
except pyperclip.PyperclipException:
    sys.exit({_NO_WAY})
sys.exit(0 if kept.replace("\\r\\n", "\\n") == text else 1)
"""


class Copied(StrEnum):
    """What became of a text."""

    DONE = "done"
    NONE = "none"
    """There is no clipboard here."""
    FAILED = "failed"
    """There is one, and it did not take the text, or did not answer."""


Copy = Callable[[str], Copied]


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the user sits at another machine, and no screen is passed on: this one's clipboard is not theirs."""
    over_ssh = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    return over_ssh and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def copy(text: str) -> Copied:
    """Put a text on the clipboard, and look whether it is there."""
    if is_remote(os.environ):
        return Copied.NONE
    try:
        child = subprocess.Popen(  # noqa: S603 – this very Python, with words of ours
            [sys.executable, "-P", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # a pipe would stay open in the program that holds the text
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C must not empty the clipboard
        )
    except OSError:
        return Copied.FAILED
    with child:
        try:
            child.communicate(text.encode(), timeout=_PATIENCE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt) as error:
            end(child)
            if isinstance(error, KeyboardInterrupt):
                raise
            return Copied.FAILED
    return {0: Copied.DONE, _NO_WAY: Copied.NONE}.get(child.returncode, Copied.FAILED)
