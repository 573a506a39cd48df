"""do-not-contact.csv, beside takedown.toml: who is not to be written to. It may be missing."""

from datetime import date
from pathlib import Path

from takedown.braking.do_not_contact import DoNotContact
from takedown.config.inside import present
from takedown.config.rules import is_day
from takedown.errors import CatalogError, ConfigError
from takedown.model import Row
from takedown.patterns import pattern
from takedown.readers import read_table
from takedown.readers.plain.columns import visible

FILE = "do-not-contact.csv"
_COLUMNS = ("address", "reason", "date")
_WHO = pattern(r"[^\s@<>,;:\"*]*@[^\s@<>,;:\"*.]+(?:\.[^\s@<>,;:\"*.]+)+")


def read_do_not_contact(root: Path) -> tuple[DoNotContact, ...]:
    """Read all lines. ConfigError, with file, row and column, for one that does not say whom it means.

    A line is never passed over: a brake that does not hold must be seen.
    """
    path = present(root, FILE)
    if path is None:
        return ()
    try:
        rows = read_table(path, name=FILE, known=_COLUMNS, required=(("address",),))
    except CatalogError as error:
        raise ConfigError(error.message, hint=error.hint) from error
    return tuple(_line(row) for row in rows)


def _line(row: Row) -> DoNotContact:
    who = row.get("address")
    if not who:
        raise ConfigError(
            f"{row.source.at('address')}: empty", hint="fill in an address or @domain, or delete the row"
        )
    if not _WHO.fullmatch(who):
        raise ConfigError(
            f"{row.source.at('address')}: '{visible(who)}' is neither an address nor @domain",
            hint="write one, for example ana@example.com, or @example.com for everybody there",
        )
    return DoNotContact(who=who, reason=row.get("reason"), on=_day(row), source=row.source)


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
