"""The catalog of an entry: its own rows of the file that the roster names, and of nobody else."""

from pathlib import Path

from takedown.config.inside import refuse_outside
from takedown.errors import TakedownError
from takedown.kits.values import Entry
from takedown.model import Catalog, Finding, Row, SourceRef
from takedown.patterns import pattern
from takedown.readers import read_catalog
from takedown.readers.plain.columns import visible
from takedown.register.people import name_key
from takedown.rules import finding

_LINK = pattern(r"[a-z][a-z0-9+.-]*://", flags=2)
_EMPTY = Catalog(rows=(), file="")


def catalog_of(entry: Entry, folder: Path) -> tuple[Catalog, tuple[Finding, ...]]:
    """Read the rows of the entry's artists; without rows where there are none, and why. Nothing is fetched.

    `folder` is that of the roster: a cell that leads out of it is refused.
    """
    place = entry.source.at("catalog")
    if not entry.catalog:
        return _EMPTY, (_none(entry, "names no catalog", place),)
    if _LINK.match(entry.catalog):
        return _EMPTY, (_none(entry, "has a link as catalog, and nothing is fetched", place),)
    try:
        refuse_outside(folder, entry.catalog, place)
        catalog = read_catalog(folder / entry.catalog, name=visible(entry.catalog))
    except TakedownError as error:
        return _EMPTY, (_bad(entry, error.message, error.hint, place),)
    except (OSError, ValueError):  # a name that no disk can hold
        return _EMPTY, (_bad(entry, f"'{visible(entry.catalog[:60])}' is no name of a file", "", place),)
    names = {name_key(name) for name in entry.artists}
    rows = tuple(row for row in catalog.rows if _is_of(row, names))
    others = len(catalog.rows) - len(rows)
    if not rows:
        message = f"{visible(entry.catalog)} has no row of {entry.artist}"
        return _EMPTY, (_bad(entry, message, "write the name as the catalog has it", place),)
    return Catalog(rows=rows, file=catalog.file), (_left_out(entry, others, place),) if others else ()


def _is_of(row: Row, names: set[str]) -> bool:
    return any(name_key(name) in names for name in row.get("artist").split(";"))


def _left_out(entry: Entry, others: int, place: SourceRef) -> Finding:
    rows = "1 row" if others == 1 else f"{others:,} rows"
    what = "names others, and is left out" if others == 1 else "name others, and are left out"
    return finding(
        "W-ROSTER-OTHERS",
        f"{entry.artist}: {rows} of {visible(entry.catalog)} {what}",
        hint="where such music is theirs too, write the artist as the roster does; several in one cell by semicolons",
        source=place,
    )


def _none(entry: Entry, why: str, place: SourceRef) -> Finding:
    return finding(
        "Q-ROSTER-CATALOG",
        f"{entry.artist}: the row {why}; the packet has blanks to fill in by hand",
        hint="save a list with UPC and ISRC beside the roster, from the distributor, and name that file",
        source=place,
    )


def _bad(entry: Entry, message: str, hint: str, place: SourceRef) -> Finding:
    return finding(
        "E-ROSTER-CATALOG",
        f"{entry.artist}: {message}",
        hint=hint or "name a file beside the roster",
        source=place,
    )
