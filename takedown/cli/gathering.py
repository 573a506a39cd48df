"""What `import` and `init` share: files as the user names them → the workspace's catalog."""

import difflib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from takedown.cli.progress import watched
from takedown.cli.session import Session
from takedown.collecting import Collected, Opening, Place, collect
from takedown.config.catalog_place import catalog_place
from takedown.errors import StartError, UsageError
from takedown.frozen import dataclass
from takedown.sources import Source

if TYPE_CHECKING:
    from takedown.musicbrainz_web import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files are to be read, where they do not say it themselves."""

    encoding: str = ""
    sheet: str = ""
    distributor: str = ""
    """Slug of who delivers what they list."""


#: Files of a DDEX delivery that list no music (ECHO17FTP 8.3, 8.4).
_ABOUT_THE_DELIVERY = (".", "BatchComplete", "ACK_")


def opened(session: Session, path: Path, reading: Reading) -> tuple[Opening, ...]:
    """What a user named: a file, a folder of audio, or each message of a DDEX delivery.

    UsageError where there is nothing, or where it is a file of the workspace that is written by reading others.
    """
    try:
        exists = path.exists()
    except OSError as error:  # a folder that may not be looked into, a name that is too long
        raise UsageError(
            f"{path}: cannot be looked for ({error.strerror})", hint="check the name, and the folders in it"
        ) from error
    if not exists:
        raise UsageError(f"{path}: no such file or folder", hint=_beside(path))
    _refuse_own_files(session.workspace.root, path)
    slugs = session.directory.distributors
    if reading.distributor and reading.distributor not in slugs:
        close = difflib.get_close_matches(reading.distributor, slugs, n=1)
        raise UsageError(
            f"no distributor '{reading.distributor}' in the directory",
            hint=f"did you mean {close[0]}?" if close else "takedown directory list shows all of them",
        )
    return tuple(
        Opening(opened=_source(each, reading), path=each if each.is_file() else None, sheet=reading.sheet)
        for each in (_messages(path) if path.is_dir() else ()) or (path,)
    )


def _messages(folder: Path) -> tuple[Path, ...]:
    """The DDEX messages of a delivery, in the order of their paths. Its audio says the same with less."""
    from takedown.readers.plain.text import read_beginning

    return tuple(
        path
        for path in sorted(folder.rglob("*.xml"))
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith(_ABOUT_THE_DELIVERY)
        and path.stat().st_size
        and _is_message(read_beginning(path, name=path.name))
    )


def _is_message(beginning: bytes) -> bool:
    """Whether XML names DDEX: beside music there are also other files, such as the library of a player."""
    return b"ddex" in beginning.replace(b"\0", b"").lower()


def _refuse_own_files(root: Path, path: Path) -> None:
    """Refuse what is written by reading others: read in, it would say everything twice."""
    for name in (catalog_place(root).file, "statements.csv", "links.csv"):
        own = root / name
        if own.exists() and own.samefile(path):
            raise UsageError(
                f"{path} is this workspace's own {name}, which other files are read into",
                hint="takedown check looks at it",
            )


def _beside(path: Path) -> str:
    folder = path.parent
    names = sorted(item.name for item in folder.glob("*") if item.is_file()) if folder.is_dir() else []
    close = difflib.get_close_matches(path.name, names, n=1)
    return (
        f"did you mean {folder / close[0]}?" if close else "drag the file into the terminal to write its path"
    )


@contextmanager
def _source(path: Path, reading: Reading) -> Iterator[Source]:
    from takedown.readers.opening import open_source
    from takedown.readers.plain.columns import visible

    # Names of files can hold line ends and bytes that are no letters; no table can store them, so they become codes.
    name = visible(os.fsencode(path.resolve().name or str(path)).decode("utf-8", "backslashreplace"))
    with open_source(path, name=name, encoding=reading.encoding, sheet=reading.sheet) as source:
        yield replace(source, distributor=reading.distributor or source.distributor)


def fetched(releases: Sequence[str], server: str) -> tuple[Opening, ...]:
    """Releases that musicbrainz.org is asked about, one a second."""
    from takedown.musicbrainz_web import Service, user_agent

    service = Service(server=server, pause=time.sleep, now=time.monotonic, user_agent=user_agent())
    return tuple(Opening(opened=_fetched(service, release)) for release in releases)


@contextmanager
def _fetched(service: "Service", release: str) -> Iterator[Source]:
    from takedown.readers.libraries.musicbrainz import release_source

    name = f"MusicBrainz release {release.rstrip('/').rpartition('/')[2]}"
    yield release_source(service.fetch(release), name=name)


def gather(session: Session, openings: Sequence[Opening]) -> Collected:
    """Read sources into the workspace's catalog; CatalogError where one cannot be read at all."""
    from takedown.checks.vocabulary import vocabulary
    from takedown.rendering import font_coverage

    table = catalog_place(session.workspace.root)
    return collect(
        Place(workspace=session.workspace, catalog=table.file, encoding=table.encoding),
        openings,
        vocabulary(session.directory, font_coverage(), session.today),
        watch=lambda source: watched(source, sys.stderr),
    )


#: Nobody fills in more links by hand, and to check a larger catalog for them takes memory and time.
_MOST_LINKED = 4_000_000


def renew_links_sheet(session: Session) -> bool:
    """Add what is new to links.csv, where the settings say which platforms are asked; whether it was changed."""
    from takedown.collecting.links_sheet import renew_links

    try:
        if session.settings.catalog.stat().st_size > _MOST_LINKED:
            return False
        platforms = session.settings.request.wish.platforms
        releases = session.checked.releases
    except (StartError, OSError):  # settings that are not complete yet, or a catalog that `check` will refuse
        return False
    return renew_links(session.workspace, releases, platforms)
