"""decisions.csv, principals.csv and links.csv, beside takedown.toml. Each may be missing."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from takedown.config.inside import present, refuse_outside
from takedown.config.problems import suggestion
from takedown.config.rules import is_day
from takedown.errors import CatalogError, ConfigError
from takedown.links import LINK_COLUMNS
from takedown.model import Row, SourceRef
from takedown.readers import read_table
from takedown.readers.plain.columns import visible
from takedown.request import Answer, Decision, Principal

if TYPE_CHECKING:
    from takedown.sources import Link

DECISIONS = "decisions.csv"
PRINCIPALS = "principals.csv"
LINKS = "links.csv"


def read_decisions(root: Path) -> tuple[Decision, ...]:
    """Read who was asked for consent and what they said. An empty answer is open: silence is not consent."""
    known = ("party", "artist", "release", "answer", "date", "how", "file")
    rows = _read(root, DECISIONS, known=known, required=(("party", "artist"), ("answer",)))
    _refuse_outside(root, rows, "file")
    return tuple(_decision(row) for row in rows)


def read_principals(root: Path) -> tuple[tuple[Principal, SourceRef], ...]:
    """Read on whose behalf the sender acts, each with its row."""
    known = ("artist", "name", "mandate", "email")
    rows = _read(root, PRINCIPALS, known=known, required=(("artist",), ("name",)))
    _refuse_outside(root, rows, "mandate")
    return tuple(
        (
            Principal(
                artist=_filled(row, "artist"),
                name=_filled(row, "name"),
                mandate=row.get("mandate"),
                email=row.get("email"),
            ),
            row.source,
        )
        for row in rows
    )


def read_links(root: Path) -> "tuple[Link, ...]":
    """Read where items can be seen. Lines that nobody has filled in yet are left out; codes are for the checks."""
    required = (("upc", "isrc", "release", "track"), ("platform",), ("asin", "url"))
    rows = _read(root, LINKS, known=LINK_COLUMNS, required=required)
    if not rows:
        return ()
    from takedown.sources import Link

    return tuple(
        Link(**{column: row.get(column) for column in LINK_COLUMNS}, source=row.source)
        for row in rows
        if row.get("asin") or row.get("url")
    )


def _read(
    root: Path, name: str, *, known: tuple[str, ...], required: tuple[tuple[str, ...], ...]
) -> tuple[Row, ...]:
    path = present(root, name)
    if path is None:
        return ()
    try:
        return read_table(path, name=name, known=known, required=required)
    except CatalogError as error:
        raise ConfigError(error.message, hint=error.hint) from error


def _refuse_outside(root: Path, rows: Iterable[Row], column: str) -> None:
    """Look once for each file where it lies, for the first row that names it: many artists can share a mandate."""
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(row.get(column), row)
    for name, row in firsts.items():
        if name:
            refuse_outside(root, name, row.source.at(column))


def _filled(row: Row, column: str) -> str:
    if not row.get(column):
        raise ConfigError(f"{row.source.at(column)}: empty", hint=f"fill in the {column}, or delete the row")
    return row.get(column)


def _decision(row: Row) -> Decision:
    column = "artist" if row.get("artist") and not row.get("party") else "party"
    return Decision(
        party=_filled(row, column),
        release=row.get("release"),
        answer=_answer(row),
        on=_day(row),
        how=row.get("how"),
        file=row.get("file"),
        source=row.source,
    )


def _answer(row: Row) -> Answer:
    text = row.get("answer").casefold()
    if not text:
        return Answer.OPEN
    try:
        return Answer(text)
    except ValueError as error:
        near = suggestion(text, list(Answer))
        raise ConfigError(
            f"{row.source.at('answer')}: '{visible(row.get('answer'))}' is none of yes, no, open",
            hint=near or "write yes or no; leave the cell empty while there is no answer",
        ) from error


def _day(row: Row) -> date | None:
    text = row.get("date")
    if not text:
        return None
    if not is_day(text):
        raise ConfigError(
            f"{row.source.at('date')}: '{visible(text)}' is no date of the form YYYY-MM-DD",
            hint="write it like 2026-11-22",
        )
    return date.fromisoformat(text)
