"""The user's own pictures and documents: logo, signature, and the mandates and consents that letters append.

Each is read once, here, so that what was judged is what is printed. Nothing is read that takedown.toml does not
ask for.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from takedown.config.file import WorkspaceFile
from takedown.config.inside import refuse_outside
from takedown.config.problems import dotted
from takedown.errors import ConfigError
from takedown.exhibit_pages import LARGEST_DOCUMENT, pages_in
from takedown.model import SourceRef
from takedown.pictures import LARGEST_PICTURE, UnusableError, check_picture, is_pdf
from takedown.readers.plain.columns import visible
from takedown.request import Answer, Decision, ExhibitKind, OwnFile, Principal

_MEGABYTE = 1_000_000


def read_picture(root: Path, name: str, place: SourceRef) -> OwnFile | None:
    """Read the PNG or JPEG that a key names; None where it names none.

    Raises ConfigError for a file that lies outside the workspace, is missing, too big, broken or no picture.
    """
    if not name:
        return None
    return _read(root, name, place, _one_picture)


def read_exhibits(
    root: Path,
    file: WorkspaceFile,
    principals: tuple[SourceRef, Sequence[tuple[Principal, SourceRef]]],
    decisions: Sequence[Decision],
) -> dict[str, OwnFile]:
    """Read, by name, the mandates and the consents that letters may append; only what [request] exhibits asks for.

    `principals` are the place of takedown.toml, whose own principals `file` has, and those of principals.csv. A
    mandate that does not exist is left to the checks, which hold its releases; a consent that does not is an error.
    """
    wanted = file.request.exhibits
    found: dict[str, OwnFile] = {}
    if ExhibitKind.MANDATE in wanted:
        for name, place in _mandates(file, principals):
            if name not in found and _is_file(root / name):
                found[name] = _read(root, name, place, pages_in)
    if ExhibitKind.CONSENT in wanted:
        for decision in decisions:
            name = decision.file
            if name and name not in found and decision.answer is Answer.YES:
                found[name] = _read(root, name, decision.source.at("file"), pages_in)
    return found


def _mandates(
    file: WorkspaceFile, principals: tuple[SourceRef, Sequence[tuple[Principal, SourceRef]]]
) -> Iterator[tuple[str, SourceRef]]:
    source, table = principals
    for number, principal in enumerate(file.principals):
        if principal.mandate:
            yield principal.mandate, source.at(dotted(("principals", number, "mandate")))
    for principal, row in table:
        if principal.mandate:
            yield principal.mandate, row.at("mandate")


def _one_picture(content: bytes) -> int:
    check_picture(content)
    return 1


def _read(root: Path, name: str, place: SourceRef, pages: Callable[[bytes], int]) -> OwnFile:
    refuse_outside(root, name, place)
    called = f"{place}: '{visible(name)}'"
    try:
        content = _content(root / name)
        return OwnFile(
            name=name, content=content, sha256=hashlib.sha256(content).hexdigest(), pages=pages(content)
        )
    except UnusableError as error:
        raise ConfigError(f"{called} {error.what}", hint=error.step) from error
    except FileNotFoundError as error:
        raise ConfigError(
            f"{called} does not exist", hint="put the file into the workspace, or leave it out here"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no disk can hold
        why = error.strerror if isinstance(error, OSError) and error.strerror else "no name of a file"
        raise ConfigError(
            f"{called} cannot be read ({why})", hint="check its name and its permissions"
        ) from error


def _content(path: Path) -> bytes:
    """The bytes of a file, never more than are allowed, whatever it becomes meanwhile."""
    if path.exists() and not path.is_file():  # a folder, or a pipe on which one would wait for ever
        raise UnusableError("is no file", "name a PNG, JPEG or PDF in the workspace")
    with path.open("rb") as stream:
        content = stream.read(LARGEST_DOCUMENT + 1)
    most = LARGEST_DOCUMENT if is_pdf(content) else LARGEST_PICTURE
    if len(content) > most:
        raise UnusableError(f"is bigger than {most // _MEGABYTE} MB", "save it smaller: 150 dpi are enough")
    return content


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no disk can hold
        return False
