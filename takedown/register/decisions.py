"""identities.csv, matches.csv, names.csv: what a person decided of names, and the questions that wait for them.

They are the organizer's own files: what stands in them stays, and questions are added at the end, undecided.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from takedown.errors import CatalogError, ConfigError
from takedown.frozen import dataclass
from takedown.model import Row
from takedown.readers import read_table
from takedown.register.intake.words import yes_or_no
from takedown.register.naming import Named, Said
from takedown.register.people import Doubt, People, Same, name_key
from takedown.spreadsheet import csv_lines, guarded

IDENTITIES = "identities.csv"
MATCHES = "matches.csv"
COLUMNS = ("name", "other", "same", "why")
#: Who may be named in public although nothing but a form says that they asked.
NAMES = "names.csv"
NAMES_COLUMNS = ("name", "address", "publish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Two names; `same` as it stands: yes, no, or empty as long as nobody decided."""

    name: str
    other: str
    same: str = ""
    why: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Two names in no order."""
        first, second = sorted((name_key(self.name), name_key(self.other)))
        return first, second


def read_lines(folder: Path, file: str) -> tuple[Line, ...]:
    """Read the lines of a file of decisions; none where there is none. ConfigError where it cannot be used."""
    path = folder / file
    if not path.exists():
        return ()
    try:
        rows = read_table(path, name=file, known=COLUMNS, required=(("name",), ("other",), ("same",)))
    except CatalogError as error:
        raise ConfigError(error.message, hint=error.hint) from error
    return tuple(_line(row) for row in rows if row.get("name"))


def _line(row: Row) -> Line:
    same = row.get("same")
    _decision(row, "same")
    return Line(
        name=row.get("name"), other=row.get("other") or row.get("name"), same=same, why=row.get("why")
    )


def _decision(row: Row, column: str) -> bool | None:
    """Yes, no, or not decided. ConfigError where it is something else."""
    text = row.get(column)
    found = yes_or_no(text) if text else None
    if text and found is None:
        raise ConfigError(
            f"{row.source.at(column)}: '{text[:60]}' is neither yes nor no",
            hint="write yes or no, or leave it empty as long as you do not know",
        )
    return found


def read_names(folder: Path) -> tuple[Said, ...]:
    """Read names.csv; nothing where there is none. ConfigError where it cannot be used."""
    path = folder / NAMES
    if not path.exists():
        return ()
    try:
        rows = read_table(path, name=NAMES, known=NAMES_COLUMNS, required=(("name",), ("publish",)))
    except CatalogError as error:
        raise ConfigError(error.message, hint=error.hint) from error
    return tuple(
        Said(name=row.get("name"), address=row.get("address"), publish=_decision(row, "publish"))
        for row in rows
        if row.get("name")
    )


def with_open(lines: Sequence[Said], waiting: Iterable[Named]) -> tuple[Said, ...]:
    """Add names that wait for a person, and do not stand there yet."""
    known = {(name_key(line.name), line.address.casefold()) for line in lines}
    fresh = [one for one in waiting if (name_key(one.name), one.address) not in known]
    return (*lines, *(Said(name=one.name, address=one.address) for one in fresh))


def names_bytes(lines: Iterable[Said]) -> bytes:
    """Write names.csv; names that a spreadsheet would run are guarded."""
    words = {True: "yes", False: "no", None: ""}
    rows = ((line.name, line.address, words[line.publish]) for line in lines)
    return csv_lines([NAMES_COLUMNS, *([guarded(cell) for cell in row] for row in rows)]).encode()


def decided(lines: Iterable[Line]) -> tuple[Same, ...]:
    """What was decided, questions left out."""
    said = ((line, yes_or_no(line.same)) for line in lines if line.same)
    return tuple(Same(name=line.name, other=line.other, same=same) for line, same in said if same is not None)


def read_decided(folder: Path) -> tuple[Same, ...]:
    """What a person decided of artists under two names, or two artists under one: identities.csv."""
    return decided(read_lines(folder, IDENTITIES))


def with_questions(lines: Sequence[Line], questions: Iterable[Line]) -> tuple[Line, ...]:
    """Add questions that do not stand there yet."""
    known = {line.key for line in lines}
    fresh: dict[tuple[str, str], Line] = {}
    for question in questions:
        if question.key not in known:
            fresh.setdefault(question.key, question)
    return (*lines, *fresh.values())


def doubt_questions(people: People) -> Iterable[Line]:
    """One name from two addresses, or from one and from none: a question for each name."""
    for doubt in people.doubts:
        name = _spelling(people, doubt)
        several = f"the same name from {len(doubt.contacts)} addresses"
        why = several if len(doubt.contacts) > 1 else "the same name from one address, and without one"
        yield Line(name=name, other=name, why=why)


def _spelling(people: People, doubt: Doubt) -> str:
    return min(
        (one.name for one in people.participants if name_key(one.name) == doubt.name), default=doubt.name
    )


def lines_bytes(lines: Iterable[Line]) -> bytes:
    """Write a file of decisions; names that a spreadsheet would run are guarded."""
    rows = ((line.name, line.other, line.same, line.why) for line in lines)
    return csv_lines([COLUMNS, *([guarded(cell) for cell in row] for row in rows)]).encode()
