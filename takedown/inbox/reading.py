"""Messages out of files: .eml files, mailbox files (mbox, RFC 4155), Maildir folders, and folders of .eml files.

Read a piece at a time and within limits, so that no file can fill the memory. What cannot be read is said in place of
its content, and the next one is read. Links inside folders are not followed.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from takedown.frozen import dataclass
from takedown.inbox.parsed import LARGEST
from takedown.patterns import pattern

MOST_MESSAGES = 10_000
#: By these words mailbox files divide messages; the time of day tells them from a sentence of a letter.
_DIVIDES = pattern(rb"From \S.{0,300}\d{1,2}:\d\d")
_PIECE = 64 * 1024
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_TOO_LARGE = f"it has more than {LARGEST // 2**20} MB, and is not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as it was found. `problem` is said where it could not be read; then `raw` is empty."""

    raw: bytes
    source: str
    """Where it stands: `mail.mbox, message 3`."""
    problem: str = ""
    path: Path | None = None
    """The file that holds it and nothing else; None where it is one of several in a file."""


def read_messages(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Give the messages of files and folders in their order, at most `MOST_MESSAGES`, and a problem for each other."""
    given = 0
    for path in paths:
        for incoming in _of(path):
            given += 1
            if given > MOST_MESSAGES:
                problem = f"more than {MOST_MESSAGES:,} messages; this one and what follows was not read"
                yield Incoming(raw=b"", source=incoming.source, problem=problem)
                return
            yield incoming


def _of(path: Path) -> Iterator[Incoming]:
    if not path.is_dir():
        yield from _in_file(path, follow=True)
        return
    try:
        files = sorted(_files(path))
    except OSError as error:
        yield _problem(path, error)
        return
    if not files:
        yield Incoming(raw=b"", source=str(path), problem="a folder without .eml files, and no Maildir")
    for file in files:
        yield from _in_file(file, follow=False)


def _files(folder: Path) -> Iterator[Path]:
    """Name the messages of a Maildir, or the .eml files of a folder. What is in tmp is not delivered yet."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        for place in (folder / "cur", folder / "new"):
            yield from (Path(entry) for entry in os.scandir(place) if not entry.name.startswith("."))
    else:
        yield from (Path(entry) for entry in os.scandir(folder) if entry.name.lower().endswith(".eml"))


def _in_file(path: Path, *, follow: bool) -> Iterator[Incoming]:
    try:
        handle = os.open(path, _TO_READ | (0 if follow else _NO_FOLLOW))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                yield Incoming(raw=b"", source=str(path), problem="it is no file")
            elif file.peek(5).startswith(b"From "):
                yield from _in_mailbox(path, file)
            else:
                raw = file.read(LARGEST + 1)
                yield Incoming(
                    raw=b"" if len(raw) > LARGEST else raw,
                    source=str(path),
                    problem=_TOO_LARGE if len(raw) > LARGEST else "",
                    path=path,
                )
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield _problem(path, error)


def _in_mailbox(path: Path, file: BinaryIO) -> Iterator[Incoming]:
    """Divide a mailbox file. Lines that programs have marked with `>From ` stay as they stand: they may be signed."""
    content = bytearray()
    size = number = 0
    after_empty = begins = True
    while piece := file.readline(_PIECE):
        if begins and after_empty and _DIVIDES.match(piece):
            if number:
                yield _message(path, number, content, size)
            content, size, number = bytearray(), 0, number + 1
        elif number == 0:  # "From " without a time: not a mailbox, but one message with that mark
            number = 1
        else:
            size += len(piece)
            if size <= LARGEST + 2:  # the empty line at the end belongs to the mailbox
                content += piece
            else:
                content.clear()
        after_empty = begins and piece in (b"\n", b"\r\n")
        begins = piece.endswith(b"\n")
    if number:
        yield _message(path, number, content, size)


def _message(path: Path, number: int, content: bytearray, size: int) -> Incoming:
    source = f"{path}, message {number}"
    if size > LARGEST + 2:
        return Incoming(raw=b"", source=source, problem=_TOO_LARGE)
    raw = bytes(content)
    for end in (b"\r\n\r\n", b"\n\n"):
        if raw.endswith(end):
            raw = raw[: -len(end) // 2]
            break
    return Incoming(raw=raw, source=source)


def _problem(path: Path, error: Exception) -> Incoming:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Incoming(raw=b"", source=str(path), problem=f"it cannot be read: {reason}")
