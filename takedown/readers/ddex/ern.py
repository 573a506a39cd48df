"""DDEX ERN: what a label or distributor feeds to stores. NewReleaseMessage of ERN 3 and 4, CatalogListMessage of 3.

Paths of elements: the release-notification schemas of DDEX, versions 3.2 to 4.3.2. The versions are read by one
reader, because names of elements kept their meaning; see ern_values.py for the two shapes.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from takedown.errors import CatalogError
from takedown.readers.ddex.ern_faults import Root, refused_root
from takedown.readers.ddex.ern_rows import rows
from takedown.readers.ddex.ern_xml import (
    BEGINNING,
    Counted,
    Element,
    child_text,
    children,
    entries,
    local,
    plain,
    read_root,
)
from takedown.readers.plain.columns import visible
from takedown.sources import Nature, Source

#: `http://ddex.net/xml/ern/43`; before 3.4 with a year, as `http://ddex.net/xml/2011/ern-main/33`.
_NAMESPACE = re.compile(
    r"https?://(?:www\.)?ddex\.net/xml/(?:[0-9]{4,8}/)?ern(?:-main)?/(?P<digits>[0-9]{1,4})(?P<draft>[A-Za-z0-9_-]*)/?",
    re.IGNORECASE,
)
_KNOWN = frozenset(
    {"32", "33", "34", "341", "35", "351", "36", "37", "371", "38", "381", "382", "383"}
    | {"41", "411", "42", "43", "431", "432"}
)
_READ = frozenset({"NewReleaseMessage", "CatalogListMessage"})
_LONGEST_NAME = 120


@contextmanager
def open_ern(path: Path, *, name: str) -> Iterator[Source]:
    """Open a DDEX message as a source; `name` is how messages call the file.

    Raises CatalogError for what is no such message, with what to give instead; reading the rows raises it where the
    XML breaks off or breaks a limit.
    """
    with _opened(path, name=name) as file:
        size = os.fstat(file.fileno()).st_size
        beginning = file.read(BEGINNING)
        if not beginning.strip():
            raise CatalogError(f"{name}: the file is empty", hint="give the .xml file of a NewReleaseMessage")
        root = read_root(beginning, name=name)
        version = _NAMESPACE.fullmatch(root.namespace)
        if root.name not in _READ or version is None:
            raise refused_root(root, name=name)
        file.seek(0)
        stream = Counted(file, name=name, size=size)
        found = entries(stream, name=name)
        first = next(found, None)
        header = first if first is not None and local(first) == "MessageHeader" else None
        notes = (*_sender(header), *_version_notes(version["digits"] + version["draft"]), *_ALWAYS)
        yield Source(
            name=name,
            layout=_layout(root, version["digits"], version["draft"]),
            nature=Nature.CATALOG,
            rows=rows(found if first is None else chain((first,), found), name=name),
            notes=notes,
            done=stream.done,
        )


@contextmanager
def _opened(path: Path, *, name: str) -> Iterator[BinaryIO]:
    """Open a file that is one; CatalogError for a folder and for what is not there."""
    if path.is_dir():
        raise CatalogError(
            f"{name}: a folder, not a file", hint="give the .xml file of the message that lies in it"
        )
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise CatalogError(f"{name}: no such file", hint="check the name and the folder") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogError(
            f"{name}: cannot be read ({reason})",
            hint="check the permissions of the file, and close it in other programs",
        ) from error
    with file:
        yield file


def _layout(root: Root, digits: str, draft: str) -> str:
    return f"DDEX ERN {'.'.join(digits)}{draft} {root.name}"


def _version_notes(version: str) -> tuple[str, ...]:
    if version in _KNOWN:
        return ()
    return (
        f"ERN {'.'.join(version)} is not known here (known: 3.2 to 3.8.3, 4.1 to 4.3.2): compare some rows with it",
    )


_ALWAYS = ("deals are not read: what was taken down before is listed too",)


def _sender(header: Element | None) -> tuple[str, ...]:
    """Say who sent the message: it is a feed, and does not prove who delivers today."""
    sender = next(children(header, "MessageSender"), None)
    who = _party(sender)
    behalf = _party(next(children(header, "SentOnBehalfOf"), None))
    is_test = child_text(header, "MessageControlType") == "TestMessage"
    sent = f"sent by {who or 'somebody it does not name'}{f' on behalf of {behalf}' if behalf else ''}"
    notes = (f"{sent}: a feed, no proof of who delivers today",)
    return (*notes, "the message is marked as a test") if is_test else notes


def _party(element: Element | None) -> str:
    """Write a party of the header as `Example Tapes (PADPIDA2026010101X)`."""
    names = [child_text(each, "FullName") for each in children(element, "PartyName")]
    called = next((each for each in (*names, child_text(element, "TradingName")) if each), "")
    code = next((text for each in children(element, "PartyId") if (text := plain(each))), "")
    called, code = visible(called)[:_LONGEST_NAME], visible(code)[:_LONGEST_NAME]
    return f"{called} ({code})" if called and code else called or code
