"""A row of a source → the cells that may enter the catalog, or the reason why it may not."""

from collections.abc import Mapping

from takedown.canonical import short_id
from takedown.checks.cells import TypedRow, read_row
from takedown.checks.vocabulary import Vocabulary
from takedown.frozen import dataclass
from takedown.model import Finding, Row, Severity, SourceRef
from takedown.sources import BadRow, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be used: its cells as they were, where it stands, by which rule, why, and what to do."""

    cells: Mapping[str, str]
    source: SourceRef
    rule: str
    reason: str
    fix: str
    row_id: str = ""
    """What its cells said when it was rejected first, as a digest; empty where they could not be told apart."""


def row_id(cells: Mapping[str, str]) -> str:
    """A short name of what a row says. It begins with a letter that no spreadsheet takes for a number."""
    return f"r{short_id([list(cell) for cell in sorted(cells.items())])}"


def judge(row: SourceRow | BadRow, known: Vocabulary) -> Mapping[str, str] | Rejected:
    """Read a row as `check` would: cells with codes and dates in their canonical form, or what is wrong."""
    if isinstance(row, BadRow):
        return Rejected(
            cells=row.cells,
            source=row.source,
            rule=row.rule,
            reason=_in_column(row.source.column, row.reason),
            fix=row.fix,
            row_id=row_id({**row.cells, "reason": row.reason}),
        )
    typed = read_row(Row(cells=row.cells, source=row.source), known)
    error = next(
        (each for each in typed.findings if each.severity is Severity.ERROR and _is_wrong(each)), None
    )
    if error:
        return Rejected(
            cells=row.cells,
            source=row.source,
            rule=error.rule,
            reason=_in_column(error.source.column, error.message),
            fix=error.hint,
            row_id=row_id(row.cells),
        )
    return canonical_cells(row.cells, typed)


def _in_column(column: str, reason: str) -> str:
    """Name the column, which rejected.csv has no place for, where the reason does not begin with it."""
    return f"{column}: {reason}" if column and not reason.startswith(f"{column} ") else reason


def _is_wrong(error: Finding) -> bool:
    """Whether a row is wrong. A name in a script that cannot be printed yet is right; `check` says that it waits."""
    return error.rule != "E-GLYPH"


def _unread_date(cells: Mapping[str, str], typed: TypedRow) -> str:
    """A date that could be two days enters as it stands: `check` names it, row by row, until somebody decides."""
    unclear = any(each.rule == "W-DATE" for each in typed.findings)
    return cells.get("release_date", "") if unclear else ""


def canonical_cells(cells: Mapping[str, str], typed: TypedRow) -> dict[str, str]:
    """Write a typed row back as text, in the order of the columns; what is empty is left out."""
    text = {
        "kind": cells.get("kind", "").strip().casefold(),
        "artist": "; ".join(typed.release.artists),
        "release": typed.release.title,
        "release_version": typed.release.version,
        "upc": typed.release.icpn,
        "grid": typed.release.grid,
        "catalog_number": typed.release.catalog_number,
        "label": typed.release.label,
        "release_date": typed.release.released.isoformat()
        if typed.release.released
        else _unread_date(cells, typed),
        "p_line": typed.release.p_line,
        "c_line": typed.release.c_line,
        "track_number": typed.track_number,
        "track_artist": "; ".join(typed.track_artists),
        "track": typed.track,
        "track_version": typed.track_version,
        "isrc": typed.isrc,
        "owner": "; ".join(typed.release.owners),
        "distributor": typed.release.distributor,
        "platforms": "; ".join(typed.release.platforms),
        "asin": typed.asin,
        "url": typed.url,
    }
    return {column: value for column, value in text.items() if value}
