"""Files that belong to a workspace lie in it: what is recorded about it must not depend on other places."""

from pathlib import Path

from takedown.errors import ConfigError
from takedown.model import SourceRef
from takedown.readers.columns import visible


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
