"""Read the records: the shipped ones, and those of a workspace in their place.

Records are TOML. A workspace's `templates/` has the same shape as notice_templates: a record with the same
slug takes the place of the shipped one as a whole, and its sources.toml adds to the shipped one.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from takedown import resources
from takedown.directory.addresses import infringement_addresses, reused_addresses, told_addresses
from takedown.directory.answers import laid_over, load_answers
from takedown.directory.facts import all_records
from takedown.directory.kinds import (
    CLASSES,
    PLACES,
    SOURCES_FILE,
    Record,
    RecordKind,
    record_files,
    record_place,
    slug_problem,
    stray_files,
)
from takedown.directory.problems import explain, placed
from takedown.directory.references import missing_desks
from takedown.directory.schemas import adapter
from takedown.errors import DirectoryError
from takedown.model import Finding
from takedown.records import Directory, Source

_LARGEST_FILE = 1_000_000


def load_directory(overlay: Path | None = None, *, answers: Path | None = None) -> Directory:
    """Read the records of the program, those of a workspace's `templates/` folder, and its directory.toml.

    Raises DirectoryError for a file that cannot be used, for a platform without desk, and for an address kept
    for infringement claims that a record uses for something else, or names in its steps or notes: those never get
    as far as a plan.
    """
    shipped = _read_folder(resources.notice_templates())
    directory = shipped if overlay is None else _laid_over(shipped, overlay)
    # What a replaced record knew about infringement addresses still holds.
    infringement = infringement_addresses(shipped) | infringement_addresses(directory)
    _refuse(missing_desks(directory))
    _refuse(reused_addresses(directory, infringement))
    _refuse(told_addresses(_replaced(shipped, directory), infringement))
    directory = replace(directory, agents=infringement)
    return directory if answers is None else laid_over(directory, load_answers(answers, directory))


def _replaced(shipped: Directory, directory: Directory) -> Iterator[Record]:
    """The records of the workspace alone: the shipped ones hold to the rules by a test."""
    known = {id(record) for record in all_records(shipped)}
    return (record for record in all_records(directory) if id(record) not in known)


def _refuse(findings: Iterator[Finding]) -> None:
    finding = next(findings, None)
    if finding is not None:
        raise DirectoryError(f"{finding.source}: {finding.message}", hint=finding.hint)


def _laid_over(shipped: Directory, overlay: Path) -> Directory:
    if not overlay.exists():
        return shipped
    if not overlay.is_dir():
        raise DirectoryError(f"{overlay}: this is a file, and records stand in a folder", hint="Rename it.")
    _refuse_links_outside(overlay)
    own = _read_folder(overlay)
    return Directory(
        platforms=shipped.platforms | own.platforms,
        desks=shipped.desks | own.desks,
        distributors=shipped.distributors | own.distributors,
        campaigns=shipped.campaigns | own.campaigns,
        sources=shipped.sources | own.sources,
    )


def _refuse_links_outside(overlay: Path) -> None:
    """What a workspace says must not depend on files elsewhere, nor show what they hold in a message."""
    records = [path for kind in PLACES for _, path in record_files(overlay, kind)]
    inside = overlay.parent.resolve()
    for path in (overlay, *stray_files(overlay), *records, overlay / SOURCES_FILE):
        try:
            leads_out = not path.resolve().is_relative_to(inside)
        except (OSError, RuntimeError):  # a loop of links: reading it says so
            continue
        if leads_out:
            raise DirectoryError(
                f"{_shown(overlay, path).rstrip('/.')}: is, or lies behind, a link that leads outside the workspace",
                hint="Put the file itself in its place.",
            )


def _read_folder(root: Path) -> Directory:
    """Read the records of one folder tree; what is missing there is empty."""
    for stray in stray_files(root):
        raise DirectoryError(
            f"{_shown(root, stray)}: records are never read from a file of this name",
            hint="Records are " + ", ".join(record_place(kind, "SLUG") for kind in PLACES) + ".",
        )
    return Directory(
        platforms=_records(root, RecordKind.PLATFORM),
        desks=_records(root, RecordKind.DESK),
        distributors=_records(root, RecordKind.DISTRIBUTOR),
        campaigns=_records(root, RecordKind.CAMPAIGN),
        sources=_sources(root),
    )


def _records(root: Path, kind: RecordKind) -> dict[str, Any]:
    return {slug: _record(path, kind, slug, _shown(root, path)) for slug, path in record_files(root, kind)}


def _record(path: Path, kind: RecordKind, slug: str, name: str) -> Any:
    problem = slug_problem(slug)
    if problem:
        raise DirectoryError(
            f"{name}: {problem}", hint="Rename the folder, or for desks and campaigns the file."
        )
    text, table = _read_table(path, name)
    given = table.setdefault("slug", slug)
    if given != slug:
        raise DirectoryError(
            f"{placed(name, text, ('slug',))}: '{given}' is not the name that the record lies under, '{slug}'",
            hint="Take the line out: the name of the folder or file is the slug.",
        )
    return _validated(table, kind, name, text)


def _sources(root: Path) -> dict[str, Source]:
    path = root / SOURCES_FILE
    if not path.exists():
        return {}
    name = _shown(root, path)
    text, table = _read_table(path, name)
    sources: dict[str, Source] = _validated(table, RecordKind.SOURCES, name, text)
    return sources


def _validated(table: dict[str, Any], kind: RecordKind, name: str, text: str) -> Any:
    """Make a record of a table.

    JSON mode, because strictness there still takes lists for tuples and texts for dates.
    """
    try:
        for place in _fractions(table, ()):
            raise DirectoryError(
                f"{placed(name, text, place)}: a number with a fraction is not exact",
                hint='Write an amount as text, for example "0.02", and counts of days as whole numbers.',
            )
        return adapter(kind).validate_json(json.dumps(table, default=str), strict=True)
    except RecursionError:
        raise _too_deep(name) from None
    except ValidationError as error:
        shape = dict[str, Source] if kind is RecordKind.SOURCES else CLASSES[kind]
        raise explain(error, file=name, shape=shape, text=text) from None


def _fractions(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, float):
        yield place
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _fractions(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _fractions(inner, (*place, index))


def _read_table(path: Path, name: str) -> tuple[str, dict[str, Any]]:
    """Read and parse a file. A byte order mark, which some editors write, is let through."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise DirectoryError(
            f"{name}: cannot be read: {error.strerror}", hint="Check that it is a file you may read."
        ) from error
    if len(content) > _LARGEST_FILE:
        raise DirectoryError(
            f"{name}: larger than 1 MB, so this is no record", hint="Move it out of the templates."
        )
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DirectoryError(f"{name}, line {line}: not UTF-8", hint="Save the file as UTF-8.") from error
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError as error:
        raise DirectoryError(
            f"{name}: not valid TOML: {error}", hint="Compare the line with the same one in another record."
        ) from error


def _too_deep(name: str) -> DirectoryError:
    return DirectoryError(f"{name}: nested too deeply to be a record", hint="Compare it with another record.")


def _shown(root: Path, path: Path) -> str:
    """How a file is named in messages: from the folder of records downwards."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"
