"""Which folder of a mailbox is the one for drafts, and which holds what was sent. Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from takedown.errors import StartError


class Use(StrEnum):
    """What a folder is for, by the name that servers mark it with (RFC 6154)."""

    DRAFTS = "\\Drafts"
    SENT = "\\Sent"


class NoFolderError(StartError):
    """A mailbox has no folder for this use that can be known."""


Listed = tuple[Sequence[str], str, str]
"""A folder as LIST shows it: its flags, the sign between its parts, its name."""

#: Names that mail programs and servers give them, where nothing is marked; those that imapclient 4.1 knows.
_USUAL = {
    Use.DRAFTS: ("drafts",),
    Use.SENT: ("sent", "sent items", "sent messages"),
}
_FOR_PEOPLE = {Use.DRAFTS: "drafts", Use.SENT: "sent messages"}
#: Folders that hold no messages (RFC 3501 7.2.2, RFC 5258 3.4).
_NOT_TO_OPEN = frozenset({"\\noselect", "\\nonexistent"})
_SHOWN = 30


def chosen_folder(use: Use, listed: Iterable[Listed]) -> str:
    """The name of the folder for a use: the one that is marked, else the one with a usual name.

    NoFolderError lists what there is, where none fits, or several do by name alone.
    """
    folders = [
        (frozenset(flag.lower() for flag in flags), delimiter, name)
        for flags, delimiter, name in listed
        if _NOT_TO_OPEN.isdisjoint(flag.lower() for flag in flags)
    ]
    marked = [name for flags, _, name in folders if use.lower() in flags]
    if marked:
        return marked[0]
    for usual in _USUAL[use]:
        named = [name for _, delimiter, name in folders if _own_name(name, delimiter).lower() == usual]
        if len(named) == 1:
            return named[0]
    names = [name for _, _, name in folders]
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    raise NoFolderError(
        f"the mailbox marks no folder as the one for {_FOR_PEOPLE[use]}, and none has its usual name;"
        f" it has: {shown or 'no folders'}",
        hint=f"make a folder named {_USUAL[use][0].capitalize()} with your mail program, then try again",
    )


def _own_name(name: str, delimiter: str) -> str:
    """A folder's name without the INBOX that some servers keep every folder under."""
    head, _, rest = name.partition(delimiter) if delimiter else (name, "", "")
    return rest if rest and head.upper() == "INBOX" else name
