"""Header and cells, whatever the file: which columns are known, and what a row of text may hold."""

import re
import shlex
from collections.abc import Mapping, Sequence

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import COLUMNS, Row, SourceRef
from takedown.patterns import pattern
from takedown.spreadsheet import GUARD, unguarded

#: Longest text of a cell; the longest title known is under 1,100 characters.
MAX_CHARACTERS = 4_000

#: The next step for a list of songs.
RECORDINGS_INSTEAD = "use a list of your recordings with UPC and ISRC, from your distributor"
_SHOWN_HEADERS = 12
#: Comparing takes its time: a hostile header can have half a million names, or one of a million letters.
_COMPARED = 200
_LONGEST_NAME = 60
#: Every character that some program takes for the end of a line.
BREAKS = pattern(r"[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which columns are read; of each group in `required` one must be there."""

    known: tuple[str, ...]
    required: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line of a table: where each known column stands. `width` counts all columns."""

    columns: tuple[tuple[int, str], ...]
    width: int


def tidy(cell: str) -> str:
    """Drop byte order marks anywhere and white space (also no-break spaces) at the ends."""
    return cell.replace("\ufeff", "").strip()


def visible(text: str) -> str:
    """Write control and direction characters as codes, so that a message cannot command a terminal."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def column_name(cell: str) -> str:
    """Fold a header: `Release-Version ` is release_version."""
    return re.sub(r"[\s\-]+", "_", tidy(cell).casefold())


def known_columns(cells: Sequence[str], wanted: Wanted) -> int:
    """How many cells name a known column."""
    return sum(name in wanted.known for name in map(column_name, cells))


def is_usable(cells: Sequence[str], wanted: Wanted) -> bool:
    """Whether a header has every required column."""
    names = {column_name(cell) for cell in cells}
    return bool(names.intersection(wanted.known)) and all(
        names.intersection(group) for group in wanted.required
    )


def match_header(cells: Sequence[str], *, wanted: Wanted, source: SourceRef) -> Header:
    """Find the known columns of a header; CatalogError where a required one is missing or one is doubled."""
    names = [column_name(cell) for cell in cells]
    if not is_usable(cells, wanted):
        raise _unusable(cells, names, wanted, source)
    positions: dict[str, int] = {}
    for position, name in enumerate(names):
        if name in positions and name in wanted.known:
            raise CatalogError(
                f"{source.at(name)}: columns {positions[name] + 1} and {position + 1} have the same name",
                hint="rename or delete one of the two",
            )
        positions[name] = position
    columns = tuple((position, name) for name, position in positions.items() if name in wanted.known)
    return Header(columns=columns, width=len(cells))


def _unusable(cells: Sequence[str], names: Sequence[str], wanted: Wanted, source: SourceRef) -> CatalogError:
    # Only a header that cannot be used asks what else the file may be.
    from takedown.readers.layouts.known import is_composition_statement, layout_of
    from takedown.sources import Nature

    if wanted.required and is_composition_statement(cells):
        return CatalogError(
            f"{source}: this lists compositions (songs), not recordings: {shown_header(cells)}",
            hint=RECORDINGS_INSTEAD,
        )
    groups = wanted.required or (wanted.known,)
    missing = [" or ".join(group) for group in groups if not set(group).intersection(names)]
    lacking = [column for group in groups if not set(group).intersection(names) for column in group]
    steps = near_misses(cells, {column: column for column in lacking})
    layout = layout_of(cells) if wanted.known == COLUMNS else None
    if layout is not None:
        # A statement cannot become the catalog by other names: it has a row for each sale, not for each recording.
        steps = [] if layout.nature is not Nature.CATALOG else steps
        steps = [
            *steps,
            f"this is a {layout.title}: `takedown import {shlex.quote(source.file)}` reads it as it is",
        ]
    return CatalogError(
        f"{source}: the header has no column {' and none called '.join(missing)}; found: {shown_header(cells)}",
        hint="; ".join(steps) or f"known columns are {', '.join(wanted.known)}",
    )


def near_misses(cells: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Say which cells are nearly a name that is looked for, and what to rename them to (name → column)."""
    import difflib

    return [
        f"rename '{visible(tidy(cell))}' to {names[close[0]]}"
        for cell in cells[:_COMPARED]
        if len(cell) <= _LONGEST_NAME
        and (close := difflib.get_close_matches(column_name(cell), names, n=1, cutoff=0.6))
    ]


def shown_header(cells: Sequence[str]) -> str:
    """The first names of a header, quoted, and how many more there are."""
    found = [tidy(cell)[:40] for cell in cells if tidy(cell)]
    more = f" and {len(found) - _SHOWN_HEADERS} more" if len(found) > _SHOWN_HEADERS else ""
    return ", ".join(f"'{visible(name)}'" for name in found[:_SHOWN_HEADERS]) + more


def make_row(header: Header, cells: Sequence[str | None], source: SourceRef) -> Row:
    """Make a row of known cells, tidy and without the `'` that guards formulas.

    CatalogError for a cell that is too long or has line breaks.
    """
    whole = "".join(filter(None, cells))
    if whole.isprintable() and len(whole) <= MAX_CHARACTERS:  # as nearly every row: no mark, and one line
        kept = {column: text for column, cell in _known(header, cells) if (text := cell.strip())}
        if GUARD in whole:
            kept = {column: unguarded(text) for column, text in kept.items()}
        return Row(cells=kept, source=source)
    tidied = ((column, _tidied(cell, column, source)) for column, cell in _known(header, cells))
    return Row(cells={column: text for column, text in tidied if text}, source=source)


def _known(header: Header, cells: Sequence[str | None]) -> list[tuple[str, str]]:
    """The cells of known columns; a row may be shorter than its header."""
    width = len(cells)
    return [
        (column, cell)
        for position, column in header.columns
        if position < width and (cell := cells[position])
    ]


def _tidied(cell: str, column: str, source: SourceRef) -> str:
    """Tidy a cell that may be too long or have line breaks."""
    text = unguarded(tidy(cell))
    if len(text) > MAX_CHARACTERS:
        raise CatalogError(
            f"{source.at(column)}: a cell of {len(text):,} characters, '{visible(text[:30])}…'",
            hint=f"shorten it to {MAX_CHARACTERS:,}, or look for a quotation mark that is not closed",
        )
    if BREAKS.search(text):
        raise CatalogError(
            f"{source.at(column)}: a line break inside the cell: '{visible(text[:60])}'",
            hint="write it on one line, or look for a quotation mark that is not closed",
        )
    return text
