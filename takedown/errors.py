"""What can go wrong, and what to do next.

    TakedownError                 the one root; every error may carry a hint
    ├── UsageError                exit 2   the command line is wrong, or a path on it does not exist
    ├── StartError                exit 3   nothing was begun, nothing was sent
    │   ├── ConfigError                    takedown.toml
    │   ├── CatalogError                   a catalog that cannot be read at all
    │   ├── LetterError                    a letter that breaks the guard, or does not render
    │   └── DirectoryError                 a platform, desk, distributor or campaign record
    ├── VerificationError         exit 5   what is kept is not what was recorded
    └── StorageError              exit 6   could not write: disk full, read-only, locked

Findings about data are values (`takedown.model.Finding`), never exceptions.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the program (one table for code, docs and tests)."""

    DONE = 0
    NEEDS_PERSON = 1
    USAGE = 2
    CANNOT_START = 3
    SENDING_INCOMPLETE = 4
    VERIFICATION_FAILED = 5
    CANNOT_WRITE = 6
    INTERNAL = 70
    INTERRUPTED = 130


class TakedownError(Exception):
    """An error that a person can act on.

    `message` names the file, the place and the value; `hint` is the next step, where there is one.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TakedownError):
    """The command line is wrong, or a path on it does not exist."""

    exit_code = ExitCode.USAGE


class StartError(TakedownError):
    """The work could not begin."""

    exit_code = ExitCode.CANNOT_START


class ConfigError(StartError):
    """takedown.toml, principals.csv or decisions.csv cannot be used."""


class CatalogError(StartError):
    """The catalog cannot be read at all."""


class LetterError(StartError):
    """A letter breaks the guard or cannot be rendered."""


class DirectoryError(StartError):
    """A record of the directory cannot be used."""


class VerificationError(TakedownError):
    """What is kept differs from what was recorded."""

    exit_code = ExitCode.VERIFICATION_FAILED


class StorageError(TakedownError):
    """Something could not be written."""

    exit_code = ExitCode.CANNOT_WRITE
