"""Read the records: the shipped ones, and those of a workspace in their place.

Records are TOML. A workspace's `templates/` has the same shape as notice_templates: a record with the same
slug takes the place of the shipped one as a whole, and its sources.toml adds to the shipped one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from takedown import resources
from takedown.directory.addresses import infringement_addresses, reused_addresses, told_addresses
from takedown.directory.answers import load_answers
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
from takedown.directory.laying import laid_over
from takedown.directory.mistakes import read_toml
from takedown.directory.own import misleading, taken_keys
from takedown.directory.problems import RecordError, explain, placed
from takedown.directory.references import missing_desks
from takedown.directory.schemas import adapter
from takedown.directory.texts import Texts
from takedown.errors import DirectoryError
from takedown.frozen import dataclass
from takedown.model import Finding, SourceRef
from takedown.records import Directory, Source
from takedown.typed import NotTypedError, typed

_LARGEST_FILE = 1_000_000

#: What happens with a file that cannot be used: it is raised, or kept and the others are read.
_OnError = Callable[[RecordError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """All records, before what the user looked up is laid over them; and which of them are the workspace's own."""

    directory: Directory
    own: tuple[Record, ...]

    def answered(self, answers: Path) -> Directory:
        """The records, with directory.toml over them."""
        return laid_over(self.directory, load_answers(answers, self.directory))


def load_directory(overlay: Path | None = None, *, answers: Path | None = None) -> Directory:
    """Read the records of the program, those of a workspace's `templates/` folder, and its directory.toml.

    Raises DirectoryError as `load_records` and `load_answers` do.
    """
    loaded = load_records(overlay)
    return loaded.directory if answers is None else loaded.answered(answers)


def load_records(overlay: Path | None = None) -> Loaded:
    """Read the records of the program, and those of a workspace's `templates/` folder.

    Raises DirectoryError for a file that cannot be used, for a platform without desk, for an address kept for
    infringement claims that a record uses for something else, or names in its steps or notes, and for what would
    mislead in a workspace's own records (`own.misleading`): those never get as far as a plan.
    """
    shipped, directory = _read(overlay, _raised)
    own = tuple(_replaced(shipped, directory))
    if not own:  # the shipped records hold to the rules by a test
        return Loaded(directory=directory, own=())
    texts = Texts((*([overlay] if overlay else []), resources.notice_templates()))
    _refuse(missing_desks(directory), texts)
    knows_more = directory.agents.keys() > shipped.agents.keys()
    _refuse(reused_addresses(all_records(directory) if knows_more else own, directory.agents), texts)
    _refuse(told_addresses(own, directory.agents), texts)
    _refuse(misleading(own), texts)
    return Loaded(directory=directory, own=own)


def read_directory(overlay: Path | None = None) -> tuple[Directory, tuple[RecordError, ...]]:
    """Read the records as far as they can be read, and say which cannot; nothing is held to a rule here."""
    errors: list[RecordError] = []
    _, directory = _read(overlay, errors.append)
    return directory, tuple(errors)


def _raised(error: RecordError) -> None:
    raise error


def _read(overlay: Path | None, on_error: _OnError) -> tuple[Directory, Directory]:
    """The shipped records, and all records."""
    shipped = _read_folder(resources.notice_templates(), on_error)
    shipped = replace(shipped, agents=infringement_addresses(shipped))
    if overlay is None:
        return shipped, shipped
    directory = _laid_over(shipped, overlay, on_error)
    # What a replaced record knew about infringement addresses still holds.
    return shipped, replace(directory, agents=shipped.agents | infringement_addresses(directory))


def _replaced(shipped: Directory, directory: Directory) -> Iterator[Record]:
    """The records of the workspace alone."""
    known = {id(record) for record in all_records(shipped)}
    return (record for record in all_records(directory) if id(record) not in known)


def _refuse(findings: Iterable[Finding], texts: Texts) -> None:
    for found in map(texts.placed, findings):
        raise RecordError(found.message, source=found.source, hint=found.hint)


def _laid_over(shipped: Directory, overlay: Path, on_error: _OnError) -> Directory:
    if not overlay.exists():
        return shipped
    if not overlay.is_dir():
        raise DirectoryError(f"{overlay}: this is a file, and records stand in a folder", hint="Rename it.")
    outside = _link_outside(overlay)
    if outside is not None:  # nothing is read there
        on_error(outside)
        return shipped
    own = _read_folder(overlay, on_error)
    text = _text_of(overlay / SOURCES_FILE) if own.sources else ""
    for error in taken_keys(own.sources, shipped.sources, file=f"{overlay.name}/{SOURCES_FILE}", text=text):
        on_error(error)
    return Directory(
        platforms=shipped.platforms | own.platforms,
        desks=shipped.desks | own.desks,
        distributors=shipped.distributors | own.distributors,
        campaigns=shipped.campaigns | own.campaigns,
        sources=shipped.sources | own.sources,
    )


def _link_outside(overlay: Path) -> RecordError | None:
    """What a workspace says must not depend on files elsewhere, nor show what they hold in a message."""
    records = [path for kind in PLACES for _, path in record_files(overlay, kind)]
    inside = overlay.parent.resolve()
    for path in (overlay, *stray_files(overlay), *records, overlay / SOURCES_FILE):
        try:
            leads_out = not path.resolve().is_relative_to(inside)
        except (OSError, RuntimeError):  # a loop of links: reading it says so
            continue
        if leads_out:
            return RecordError(
                "is, or lies behind, a link that leads outside the workspace",
                source=SourceRef(file=_shown(overlay, path).rstrip("/.")),
                hint="Put the file itself in its place.",
            )
    return None


def _read_folder(root: Path, on_error: _OnError) -> Directory:
    """Read the records of one folder tree; what is missing there is empty."""
    for stray in stray_files(root):
        on_error(
            RecordError(
                "records are never read from a file of this name",
                source=SourceRef(file=_shown(root, stray)),
                hint="Records are " + ", ".join(record_place(kind, "SLUG") for kind in PLACES) + ".",
            )
        )
    return Directory(
        platforms=_records(root, RecordKind.PLATFORM, on_error),
        desks=_records(root, RecordKind.DESK, on_error),
        distributors=_records(root, RecordKind.DISTRIBUTOR, on_error),
        campaigns=_records(root, RecordKind.CAMPAIGN, on_error),
        sources=_sources(root, on_error),
    )


def _records(root: Path, kind: RecordKind, on_error: _OnError) -> dict[str, Any]:
    records: dict[str, Any] = {}
    for slug, path in record_files(root, kind):
        try:
            records[slug] = _record(path, kind, slug, f"{root.name}/{record_place(kind, slug)}")
        except RecordError as error:
            on_error(error)
    return records


def _record(path: Path, kind: RecordKind, slug: str, name: str) -> Any:
    problem = slug_problem(slug)
    if problem:
        raise RecordError(
            problem,
            source=SourceRef(file=name),
            hint="Rename the folder, or for desks and campaigns the file.",
        )
    text, table = _read_table(path, name)
    given = table.setdefault("slug", slug)
    if given != slug:
        raise RecordError(
            f"'{given}' is not the name that the record lies under, '{slug}'",
            source=placed(name, text, ("slug",)),
            hint="Take the line out: the name of the folder or file is the slug.",
        )
    return _validated(table, kind, name, text)


def _sources(root: Path, on_error: _OnError) -> dict[str, Source]:
    path = root / SOURCES_FILE
    if not path.exists():
        return {}
    name = _shown(root, path)
    try:
        text, table = _read_table(path, name)
        sources: dict[str, Source] = _validated(table, RecordKind.SOURCES, name, text)
    except RecordError as error:
        on_error(error)
        return {}
    return sources


def _validated(table: dict[str, Any], kind: RecordKind, name: str, text: str) -> Any:
    """Make a record of a table."""
    try:
        return typed(_shape(kind), table)
    except (NotTypedError, RecursionError):
        return _judged(table, kind, name, text)


def _shape(kind: RecordKind) -> Any:
    return dict[str, Source] if kind is RecordKind.SOURCES else CLASSES[kind]


def _judged(table: dict[str, Any], kind: RecordKind, name: str, text: str) -> Any:
    """Say what is wrong in a table.

    JSON mode, because strictness there still takes lists for tuples and texts for dates.
    """
    from pydantic import ValidationError

    try:
        for place in _fractions(table, ()):
            raise RecordError(
                "a number with a fraction is not exact",
                source=placed(name, text, place),
                hint='Write an amount as text, for example "0.02", and counts of days as whole numbers.',
            )
        return adapter(kind).validate_json(json.dumps(table, default=str), strict=True)
    except RecursionError:
        raise _too_deep(name) from None
    except ValidationError as error:
        raise explain(error, file=name, shape=_shape(kind), text=text) from None


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
    whole = SourceRef(file=name)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise RecordError(
            f"cannot be read: {error.strerror}", source=whole, hint="Check that it is a file you may read."
        ) from error
    if len(content) > _LARGEST_FILE:
        raise RecordError(
            "larger than 1 MB, so this is no record", source=whole, hint="Move it out of the templates."
        )
    try:
        text = content.decode("utf-8-sig")
        return text, read_toml(text, name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RecordError(
            "not UTF-8", source=SourceRef(file=name, row=line), hint="Save the file as UTF-8."
        ) from error
    except RecursionError:
        raise _too_deep(name) from None


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _too_deep(name: str) -> RecordError:
    return RecordError(
        "nested too deeply to be a record",
        source=SourceRef(file=name),
        hint="Compare it with another record.",
    )


def _shown(root: Path, path: Path) -> str:
    """How a file is named in messages: from the folder of records downwards."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"
