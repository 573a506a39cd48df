"""Files that belong to a workspace lie in it: what is recorded about it must not depend on other places."""

import os
from pathlib import Path

from takedown.errors import ConfigError
from takedown.model import SourceRef
from takedown.readers.plain.columns import visible

#: The biggest of the tables beside takedown.toml, and the rarest: what reads it is loaded where there is one.
STATEMENTS = "statements.csv"


def refuse_outside(root: Path, name: str, place: SourceRef) -> None:
    """Raise ConfigError for a file that lies outside the workspace, also by way of a link.

    Whether it exists is another question; so is a name that no disk can hold.
    """
    try:
        inside = (root / name).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, or a name that no disk can hold
        return
    if not inside:
        raise ConfigError(
            f"{place}: '{visible(name)}' lies outside the workspace",
            hint="copy it into the workspace, and name the copy",
        )


def present(root: Path, name: str) -> Path | None:
    """The path of a table beside takedown.toml; None where there is none.

    Raises ConfigError for a link that leads outside the workspace.
    """
    path = root / name
    if not os.path.lexists(path):
        return None
    try:
        refuse_outside(root, name, SourceRef(file=name))
    except ConfigError as error:
        raise ConfigError(
            f"{name}: is a link that leads outside the workspace",
            hint="put the file itself beside takedown.toml",
        ) from error
    return path
