"""Emails as files in a folder of the user's, to be opened and sent with the user's own mail program.

The bytes are those that the ledger holds of a signed notice. A file that is there and differs is never overwritten.
"""

import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from takedown.errors import StartError, StorageError
from takedown.frozen import dataclass
from takedown.writing import told, write_files

READ_ME = "READ-ME.txt"
_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST_DESK = 60

# Classic Outlook and Thunderbird open a file with `X-Unsent: 1` in the window for writing (Microsoft, "Did I Send
# That?", learn.microsoft.com/en-us/archive/blogs/stephen_griffin/did-i-send-that; Thunderbird's own test
# mail/test/browser/composition/browser_xUnsent.js; both read on 2026-11-22). Of other programs it is not known.
_TEXT = """\
How to send these emails with your own mail program

Each .eml file is one email, ready to send: with its recipient, its subject,
its text and its attachments. Nothing was sent yet.

1. Open a file, as a rule by a double click. Thunderbird and classic Outlook
   open it as an email that you can send. Where your program shows it as if it
   had come in, look for "Edit as new message" or "Send again" in its menus.
   Where there is no such thing, write a new email instead: the same recipient
   and subject, the text pasted, the attachments saved and attached again.
2. See that it goes out from the right address: the one of your settings stands
   in it.
3. Leave the subject as it is. Its reference is how an answer is recognised.
   Change nothing in the text: what was signed is what it says now.
4. Send it. Where the name of a file ends in -2, -3 and so on, it is a part of
   the same notice: send all of them, in this order.
5. Record it, so that nobody is asked twice and the answer is waited for. The
   ten letters and digits before .eml, or before -2.eml, are the notice's id:

     {program} record submitted ID

   If you decide not to send it: {program} outbox cancel ID

If you are not sure whether an email went out, look into the folder of sent
messages of your mail program before you send it again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The emails of one signed notice, in their order, as the ledger holds them."""

    notice: str
    desk: str
    drafts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an export writes, and which files lie there already, the same byte for byte."""

    folder: Path
    to_write: Mapping[str, bytes]
    there: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Notice → the names of its files."""


def prepare_export(exports: Sequence[Export], folder: Path, *, program: str = "takedown") -> Prepared:
    """Name the files and look where they shall go; nothing is written.

    StartError where a notice has no email, StorageError where a different file, or no folder, is in the way.
    """
    files = {READ_ME: _TEXT.format(program=program).encode()}
    named = {export.notice: _named(export) for export in exports}
    for emails in named.values():
        files |= emails
    with told(folder, "look into"):
        present = folder.exists() or folder.is_symlink()
        if present and not folder.is_dir():
            raise StorageError(f"{folder}: is no folder; nothing was written", hint="name another folder")
        there = tuple(name for name in files if present and _is_there(folder / name, files[name]))
    return Prepared(
        folder=folder,
        to_write={name: content for name, content in files.items() if name not in there},
        there=there,
        names={notice: tuple(emails) for notice, emails in named.items()},
    )


def make_folder(prepared: Prepared) -> None:
    """Make the folder where it is missing. StorageError."""
    with told(prepared.folder, "make"):
        prepared.folder.mkdir(mode=0o700, exist_ok=True)


def write_export(prepared: Prepared) -> None:
    """Write the files, all of them whole; the folder is made where it is missing. StorageError."""
    make_folder(prepared)
    write_files({prepared.folder: prepared.to_write})


def _named(export: Export) -> dict[str, bytes]:
    """`{desk}-{id}.eml`, and `{desk}-{id}-2.eml` and so on for further parts."""
    if not export.drafts:
        raise StartError(
            f"notice {export.notice} has no email to export",
            hint=f"it is handed over by hand: takedown outbox walk {export.notice}",
        )
    desk = _UNSAFE.sub("-", export.desk.lower()).strip("-")[:_LONGEST_DESK].rstrip("-") or "desk"
    stem = f"{desk}-{export.notice}"
    return {
        f"{stem}-{part}.eml" if part > 1 else f"{stem}.eml": draft
        for part, draft in enumerate(export.drafts, 1)
    }


def _is_there(path: Path, content: bytes) -> bool:
    """Whether this very file is there. StorageError where another one is, or a link or a folder."""
    with told(path, "read"):
        try:
            found = path.lstat()
        except FileNotFoundError:
            return False
        plain = stat.S_ISREG(found.st_mode)
        if plain and found.st_size == len(content) and path.read_bytes() == content:
            return True
    raise StorageError(
        f"{path}: is there already, and {'it says something else' if plain else 'is no plain file'};"
        " nothing was written",
        hint="move it away, or name another folder",
    )
