"""What sources of whole tracks share: tags, libraries and databases name discs, texts and product codes alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from takedown.model import SourceRef
from takedown.readers.plain.columns import MAX_CHARACTERS, visible
from takedown.sources import BadRow, SourceItem, SourceRow

#: What a track and its release have in common. An ASIN names one of the two, so it is not among them.
_OF_RELEASE = (
    "artist", "release", "release_version", "upc", "catalog_number", "label", "release_date", "p_line", "c_line",
)  # fmt: skip
_REMEMBERED = 100_000


def plain(text: str) -> str:
    """Drop padding NULs and white space at the ends; a half character of UTF-16 becomes U+FFFD.

    Every other control character stays: the checks judge it.
    """
    bare = text.rstrip("\0").strip()
    if any("\ud800" <= each <= "\udfff" for each in bare):
        return bare.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return bare


def cells_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Cells of a row: plain text, empty ones absent."""
    return {column: text for column, raw in texts.items() if (text := plain(raw))}


def numbered(disc: int, track: str, *, several: bool) -> str:
    """`3` on the only disc, `2-3` where there are several; empty where the track has no number."""
    return f"{disc}-{track}" if track and several and disc > 0 else track


def checked(cells: Mapping[str, str], source: SourceRef, *, where: str) -> SourceRow | BadRow:
    """Make a row, or a bad one where a cell is too long. `where` says in words what must be mended."""
    for column, text in cells.items():
        if len(text) > MAX_CHARACTERS:
            return BadRow(
                cells={name: each for name, each in cells.items() if len(each) <= MAX_CHARACTERS},
                source=source.at(column),
                rule="E-LONG",
                reason=f"{column} has {len(text):,} characters: '{visible(text[:30])}…'",
                fix=f"shorten it to {MAX_CHARACTERS:,} {where}",
            )
    return SourceRow(cells=cells, source=source)


def with_release_rows(items: Iterable[SourceItem]) -> Iterator[SourceItem]:
    """Move ASINs from tracks to a row of their release, once for each.

    Tags and MusicBrainz keep the ASIN of the album with every track, but on the row of a recording it would name that
    recording alone.
    """
    seen: set[tuple[str, ...]] = set()
    for item in items:
        if not isinstance(item, SourceRow) or not {"asin", "release"} <= item.cells.keys():
            yield item
            continue
        cells = {column: text for column, text in item.cells.items() if column != "asin"}
        asin = item.cells["asin"]
        mark = (cells.get("artist", ""), cells["release"], cells.get("upc", ""), asin)
        if mark not in seen:
            if len(seen) >= _REMEMBERED:
                seen.clear()
            seen.add(mark)
            shared = {column: cells[column] for column in _OF_RELEASE if column in cells}
            yield SourceRow(cells={"kind": "release", **shared, "asin": asin}, source=item.source)
        yield replace(item, cells=cells)
