"""What was answered so far, kept in the workspace after every answer and deleted at the end."""

import tomllib
from pathlib import Path

from takedown.checks.words import visible
from takedown.interview.answers import NO_ANSWERS, Answers, Value
from takedown.interview.profile import toml
from takedown.workspace import write_file

FILE = ".takedown-init.toml"
_LARGEST = 1_000_000


def load_draft(root: Path) -> tuple[Answers, str]:
    """Read the answers of an interrupted run, and a warning where they cannot be read."""
    path = root / FILE
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            return NO_ANSWERS, f"{path} is no file of kept answers, and is left aside"
        kept = tomllib.loads(path.read_bytes().decode("utf-8")).get("answers", {})
        return {str(key): _value(value) for key, value in kept.items()}, ""
    except (FileNotFoundError, NotADirectoryError):
        return NO_ANSWERS, ""
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = visible(str(error).splitlines()[0]) if str(error) else type(error).__name__
        return NO_ANSWERS, f"the answers kept in {path} cannot be read ({reason}); you are asked anew"


def save_draft(root: Path, answers: Answers) -> None:
    """Keep the answers, readable for the user alone. StorageError where they cannot be written."""
    lines = ["# Answers to an interview that is not over. `takedown init` goes on from here.", "[answers]"]
    lines += [f"{toml(key)} = {toml(value)}" for key, value in answers.items()]
    write_file(root / FILE, ("\n".join(lines) + "\n").encode())


def drop_draft(root: Path) -> None:
    """Delete what was kept: the interview is over."""
    (root / FILE).unlink(missing_ok=True)


def _value(value: object) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise TypeError("an answer is neither text nor a list of texts")
