"""Files that are shown in another program, and private files for it to read."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from takedown.cli.session import say
from takedown.workspace import told


def has_screen(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be opened: on Windows and macOS always, elsewhere where a display is named.

    Without one, `xdg-open` would start a browser for the terminal, over whatever stands in it.
    """
    return platform in ("win32", "darwin") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_file(path: Path) -> None:
    """Open a file in the program that is meant for it; where that cannot be, say so, and what to do instead."""
    if not has_screen(os.environ, sys.platform):
        say(f"There is no screen here to open it on. Open this file where there is one:\n  {path}")
    elif click.launch(str(path)):
        say(f"No program was found that opens it. Open this file yourself:\n  {path}")


def private_file(content: bytes, *, name: str) -> Path:
    """Write a page for a browser into the folder for temporary files, where only the user can read it (0600).

    Its name begins with `name`. It stays when the run ends, since the browser may read it later.
    """
    with told(Path(tempfile.gettempdir()), "write a file in"):
        # mkstemp opens with O_EXCL, O_NOFOLLOW and mode 0600.
        handle, path = tempfile.mkstemp(prefix=name, suffix=".html")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    return Path(path)
