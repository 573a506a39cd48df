"""Header and cells, whatever the file: which columns are known, and what a row of text may hold."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from takedown.errors import CatalogError
from takedown.model import Row, SourceRef

#: Longest text of a cell; the longest title known is under 1,100 characters.
MAX_CHARACTERS = 4_000

#: Headers of societies' statements (PRS: `CAE Number`, `Work Title`, `IP1`), of songs, not recordings.
_COMPOSITIONS = frozenset(
    {
        "work_title",
        "work_number",
        "work_id",
        "cae_number",
        "ipi_number",
        "ipi_name_number",
        "ip1",
        "iswc",
        "tunecode",
    }
)
_SHOWN_HEADERS = 12
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")


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
    """How many cells name a known column, or a column by which a statement of compositions is recognised."""
    return sum(name in wanted.known or name in _COMPOSITIONS for name in map(column_name, cells))


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
    if wanted.required and _COMPOSITIONS.intersection(names):
        return CatalogError(
            f"{source}: this lists compositions (songs), not recordings: {_shown(cells)}",
            hint="use a list of your recordings with UPC and ISRC, from your distributor",
        )
    groups = wanted.required or (wanted.known,)
    missing = [" or ".join(group) for group in groups if not set(group).intersection(names)]
    lacking = [column for group in groups if not set(group).intersection(names) for column in group]
    guesses = [
        f"rename '{visible(tidy(cell))}' to {close[0]}"
        for cell, name in zip(cells, names, strict=True)
        if (close := difflib.get_close_matches(name, lacking, n=1, cutoff=0.6))
    ]
    return CatalogError(
        f"{source}: the header has no column {' and none called '.join(missing)}; found: {_shown(cells)}",
        hint="; ".join(guesses) or f"known columns are {', '.join(wanted.known)}",
    )


def _shown(cells: Sequence[str]) -> str:
    found = [tidy(cell)[:40] for cell in cells if tidy(cell)]
    more = f" and {len(found) - _SHOWN_HEADERS} more" if len(found) > _SHOWN_HEADERS else ""
    return ", ".join(f"'{visible(name)}'" for name in found[:_SHOWN_HEADERS]) + more


def make_row(header: Header, cells: Sequence[str | None], source: SourceRef) -> Row:
    """Make a row of known cells, tidy; CatalogError for a cell that is too long or has line breaks."""
    kept: dict[str, str] = {}
    for position, column in header.columns:
        cell = cells[position] if position < len(cells) else None
        if cell is None:
            continue
        text = tidy(cell)
        if len(text) > MAX_CHARACTERS:
            raise CatalogError(
                f"{source.at(column)}: a cell of {len(text):,} characters, '{visible(text[:30])}…'",
                hint=f"shorten it to {MAX_CHARACTERS:,}, or look for a quotation mark that is not closed",
            )
        if _BREAKS.search(text):
            raise CatalogError(
                f"{source.at(column)}: a line break inside the cell: '{visible(text[:60])}'",
                hint="write it on one line, or look for a quotation mark that is not closed",
            )
        if text:
            kept[column] = text
    return Row(cells=kept, source=source)
