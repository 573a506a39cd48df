"""A row of a source → the cells that may enter the catalog, or the reason why it may not."""

from collections.abc import Mapping
from dataclasses import dataclass

from takedown.checks.cells import TypedRow, read_row
from takedown.checks.vocabulary import Vocabulary
from takedown.model import Row, SourceRef
from takedown.sources import BadRow, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be used: its cells as they were, where it stands, by which rule, why, and what to do."""

    cells: Mapping[str, str]
    source: SourceRef
    rule: str
    reason: str
    fix: str

    @property
    def key(self) -> tuple[str, str, int]:
        """The row of the source that it is."""
        return self.source.file, self.source.sheet, self.source.row


def judge(row: SourceRow | BadRow, known: Vocabulary) -> Mapping[str, str] | Rejected:
    """Read a row as `check` would: cells with codes and dates in their canonical form, or what is wrong."""
    if isinstance(row, BadRow):
        return Rejected(cells=row.cells, source=row.source, rule=row.rule, reason=row.reason, fix=row.fix)
    typed = read_row(Row(cells=row.cells, source=row.source), known)
    error = typed.error
    if error:
        column = f"{error.source.column}: " if error.source.column else ""
        return Rejected(
            cells=row.cells,
            source=row.source,
            rule=error.rule,
            reason=f"{column}{error.message}",
            fix=error.hint,
        )
    return canonical_cells(row.cells, typed)


def _unread_date(cells: Mapping[str, str], typed: TypedRow) -> str:
    """A date that could be two days enters as it stands: `check` names it, row by row, until somebody decides."""
    unclear = any(each.rule == "W-DATE" for each in typed.findings)
    return cells.get("release_date", "") if unclear else ""


def canonical_cells(cells: Mapping[str, str], typed: TypedRow) -> dict[str, str]:
    """Write a typed row back as text, in the order of the columns; what is empty is left out."""
    text = {
        "kind": cells.get("kind", "").strip().casefold(),
        "artist": "; ".join(typed.artists),
        "release": typed.release,
        "release_version": typed.release_version,
        "upc": typed.icpn,
        "grid": typed.grid,
        "catalog_number": typed.catalog_number,
        "label": typed.label,
        "release_date": typed.released.isoformat() if typed.released else _unread_date(cells, typed),
        "p_line": typed.p_line,
        "c_line": typed.c_line,
        "track_number": typed.track_number,
        "track_artist": "; ".join(typed.track_artists),
        "track": typed.track,
        "track_version": typed.track_version,
        "isrc": typed.isrc,
        "owner": "; ".join(typed.owners),
        "distributor": typed.distributor,
        "platforms": "; ".join(typed.platforms),
        "asin": typed.asin,
        "url": typed.url,
    }
    return {column: value for column, value in text.items() if value}
