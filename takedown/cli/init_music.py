"""The files that `init` is shown: read as `import` reads them, then asked who made the music and who delivers it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from takedown.cli.gathering import Reading, gather, opened
from takedown.cli.session import Session
from takedown.collecting import Collected
from takedown.config.file import CatalogTable
from takedown.frozen import dataclass
from takedown.interview.existing import Existing
from takedown.interview.music import Recognised, known_music
from takedown.reports.imported import differences, received_lines
from takedown.reports.words import counted, wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the catalog of a workspace is, and the contacts that its lines may name."""

    table: CatalogTable
    contacts: Collection[str] = ()


def place_of(existing: Existing | None) -> Place:
    """Where takedown.toml says that the catalog is; without one, in the usual place."""
    if existing is None:
        return Place(table=CatalogTable())
    names = [name for key, (name, _) in existing.desks.items() for name in (key, name)]
    return Place(table=existing.catalog, contacts=names)


def read_music(session: Session, files: Sequence[Path], place: Place, *, encoding: str) -> Recognised:
    """Merge files into the workspace's catalog, and say what was found. CatalogError or UsageError where none can."""
    reading = Reading(encoding=encoding)
    collected = gather(session, [each for path in files for each in opened(session, path, reading)])
    return replace(music_at_hand(session, place), summary=_summary(collected), written=collected.written)


def music_at_hand(session: Session, place: Place) -> Recognised:
    """What the catalog of the workspace says; nothing where there is none. CatalogError where it cannot be read."""
    return known_music(
        session.root / place.table.file,
        session.directory,
        today=session.today,
        table=place.table,
        contacts=place.contacts,
    )


def _summary(collected: Collected) -> tuple[str, ...]:
    lines = [line for received in collected.received for line in received_lines(received)]
    lines += differences(collected)
    if collected.rejected:
        rows = counted(collected.rejected, "row cannot", "rows cannot")
        lines += wrapped(f"{rows} be used yet; rejected.csv says why.")
    return tuple(lines)
