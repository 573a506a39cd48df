"""The kinds of record files: where each lies, and which class says what it may hold."""

import os
from enum import StrEnum
from pathlib import Path

from takedown.patterns import pattern
from takedown.records import Campaign, Desk, Distributor, Platform
from takedown.request import SPECIAL_VIA

SOURCES_FILE = "sources.toml"

_SLUG = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Record = Platform | Desk | Distributor | Campaign


class RecordKind(StrEnum):
    """What a file of the directory describes."""

    PLATFORM = "platform"
    DESK = "desk"
    DISTRIBUTOR = "distributor"
    CAMPAIGN = "campaign"
    SOURCES = "sources"


#: Folder per kind, and the file name inside a record's own folder (empty: the file itself carries the slug).
PLACES: dict[RecordKind, tuple[str, str]] = {
    RecordKind.PLATFORM: ("platforms", "platform.toml"),
    RecordKind.DESK: ("desks", ""),
    RecordKind.DISTRIBUTOR: ("distributors", "distributor.toml"),
    RecordKind.CAMPAIGN: ("campaigns", ""),
}

CLASSES: dict[RecordKind, type[Record]] = {
    RecordKind.PLATFORM: Platform,
    RecordKind.DESK: Desk,
    RecordKind.DISTRIBUTOR: Distributor,
    RecordKind.CAMPAIGN: Campaign,
}


def kind_of(record: Record) -> RecordKind:
    """Tell the kind of a record."""
    return next(kind for kind, cls in CLASSES.items() if isinstance(record, cls))


def record_place(kind: RecordKind, slug: str) -> str:
    """Path of a record's file inside notice_templates: `distributors/tunecore/distributor.toml`."""
    folder, file = PLACES[kind]
    return f"{folder}/{slug}/{file}" if file else f"{folder}/{slug}.toml"


def record_files(root: Path, kind: RecordKind) -> tuple[tuple[str, Path], ...]:
    """Slug and path of every record file of a kind, sorted by slug."""
    folder, file = PLACES[kind]
    if file:
        found = ((path.parent.name, path) for path in (root / folder).glob(f"*/{file}"))
    else:
        found = ((path.stem, path) for path in (root / folder).glob("*.toml"))
    return tuple(sorted((slug, path) for slug, path in found if not path.name.startswith(".")))


def stray_files(root: Path) -> tuple[Path, ...]:
    """TOML files that lie where records are, and under a name that is never read."""
    strays: list[Path] = []
    for folder, file in PLACES.values():
        top = os.fspath(root / folder)
        for at, folders, files in os.walk(top):
            depth = at.removeprefix(top).count(os.sep)
            for name in (*folders, *files):
                plain = os.path.normcase(name)
                is_read = (depth, plain) == (1, file) if file else depth == 0
                if plain.endswith(".toml") and name[0] != "." and not is_read:
                    strays.append(Path(at, name))
    return tuple(sorted(strays))


#: What is read besides records: letters, their parts and tickets, and texts of a platform or distributor.
_LETTERS = (
    "letters/**/*.md.j2",
    "platforms/*/request.*.md.j2",
    "distributors/*/*.md.j2",
    "distributors/*/tickets/*.md.j2",
)

PLACES_IN_WORDS = (
    f"Records are {', '.join(record_place(kind, 'SLUG') for kind in PLACES)}, sources {SOURCES_FILE}, letters "
    "letters/NAME.LANGUAGE.md.j2."
)


def unread_files(root: Path) -> tuple[Path, ...]:
    """Files under a workspace's templates that nothing reads; hidden ones are the system's."""
    read = {path for kind in PLACES for _, path in record_files(root, kind)}
    read |= {path for letters in _LETTERS for path in root.glob(letters)}
    read.add(root / SOURCES_FILE)
    found = (path for path in root.rglob("*") if path.is_file() and path not in read)
    return tuple(
        sorted(path for path in found if not any(part[0] == "." for part in path.relative_to(root).parts))
    )


def slug_problem(slug: str) -> str:
    """Say what is wrong with a slug; empty where nothing is."""
    if not _SLUG.fullmatch(slug):
        return f"'{slug}' is not a slug: lower-case letters a-z, digits, and single hyphens between them"
    if slug in SPECIAL_VIA:
        return f"'{slug}' has a meaning of its own in [[routes]] and cannot name a record"
    return ""
