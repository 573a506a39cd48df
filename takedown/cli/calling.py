"""Printed commands can be copied as they stand: where the user named the folder by `-C`, they name it, too.

Only what the program says to a person in its own words is completed: what `say` prints, and a `Page` on its way to the
terminal. Letters, texts to paste, files and documents for machines stay as they are; so does what stands in quotes.
"""

import re
import shlex
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import click

from takedown.reports.words import shown

_FOLDER = "takedown.calling"
#: The only file of the folder that is named to a command; where it is looked for, does not depend on `-C`.
_REJECTED = "rejected.csv"
#: Commands that are told which folder they are to begin.
_BEGIN_ONE = ("demo", "init")


def name_folder(root: Path) -> None:
    """From here on, the commands that this run prints are about this folder."""
    if root != Path():
        click.get_current_context().meta[_FOLDER] = root


def with_folder(text: str) -> str:
    """Put `-C DIR` into each `takedown COMMAND` of a text, where the folder was named so."""
    context = click.get_current_context(silent=True)
    root = context.meta.get(_FOLDER) if context else None
    if context is None or root is None or "takedown" not in text:
        return text
    program = context.find_root()
    known = program.command.list_commands(program) if isinstance(program.command, click.Group) else ()
    names = tuple(name for name in known if name not in _BEGIN_ONE)
    call, rejected = f"takedown -C {_quoted(root)}", _quoted(root / _REJECTED)

    def whole(found: re.Match[str]) -> str:
        return f"{call}{found[1]}{rejected}" if found[1] else call

    return _calls(names).sub(whole, text)


def _quoted(path: Path) -> str:
    return shlex.quote(shown(str(path)))


@lru_cache(maxsize=1)
def _calls(names: Sequence[str]) -> re.Pattern[str]:
    """`takedown`, where the name of a command follows; no file, and nothing that is quoted."""
    known = "|".join(map(re.escape, names))
    return re.compile(
        rf"(?<![\w'\"/.-])takedown(?:(\s+import\s+){re.escape(_REJECTED)}|(?=\s+(?:{known})(?![\w-]|\.\w)))"
    )
