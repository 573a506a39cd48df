"""Revelator's workbook for catalogs: nine sheets that belong together by UPC and ISRC.

Rows 1 to 4 of each sheet are headings, in part on two lines (`(P) COPYRIGHT` above `YEAR` and `HOLDER`); data begin in
row 5. A recording is a row of `5) Release_Track`; what it lacks stands in the sheets of its release and its artists.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from takedown.errors import CatalogError
from takedown.model import SourceRef
from takedown.readers.layouts.headers import folded_header
from takedown.readers.layouts.tables import NOTHING, CellError, clean
from takedown.readers.workbooks.workbook import Book, Line, open_book
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow

_RELEASES, _RELEASE_ARTISTS, _TRACKS, _TRACK_ARTISTS = (
    "3) Release_Label", "4) Release_Artist(s)", "5) Release_Track", "6) Track_Artist(s)",
)  # fmt: skip
_FIRST_DATA = 5
#: Releases and artists are kept while the tracks are read; more than these are no catalog.
_MOST_KEPT = 250_000
_MAIN, _FEATURED = "primary", "featur"

_UPC = ("upc/ean/jan", "upc")
_ISRC = ("isrc/visrc", "isrc")
_OF_RELEASE = {
    "release": ("release title",),
    "release_version": ("release version",),
    "upc": _UPC,
    "catalog_number": ("catalog number", "catalog #", "catalog id"),
    "label": ("label", "label name"),
    "release_date": ("original release date", "release date"),
    "p_year": ("(p) copyright year", "(p) copyright"),
    "p_holder": ("(p) copyright holder",),
    "c_year": ("(c) copyright year", "(c) copyright"),
    "c_holder": ("(c) copyright holder",),
}
#: Those of a release that are columns of the catalog as they are.
_CANONICAL = frozenset({"release", "release_version", "upc", "catalog_number", "label", "release_date"})
_SHOWN = {"p_year": "p_line", "p_holder": "p_line", "c_year": "c_line", "c_holder": "c_line"}
_OF_TRACK = {
    "upc": _UPC,
    "track_number": ("track number", "track #", "track"),
    "track": ("track title",),
    "track_version": ("track version",),
    "isrc": _ISRC,
}
_OF_ARTIST = {"upc": _UPC, "isrc": _ISRC, "artist": ("artist",), "role": ("artist role",)}


def is_revelator(sheet_titles: Sequence[str]) -> bool:
    """Whether a workbook with these sheets is Revelator's."""
    titles = {folded_header(title) for title in sheet_titles}
    return {folded_header(_RELEASES), folded_header(_TRACKS)} <= titles


@contextmanager
def open_revelator(path: Path, *, name: str) -> Iterator[Source]:
    """Open the workbook; its rows are the tracks, then the releases that have none. Raises CatalogError."""
    with open_book(path, name=name) as book:
        sheets = {folded_header(title): title for title in book.titles}
        reached = _Reached()
        yield Source(
            name=name,
            layout="Revelator catalog workbook",
            nature=Nature.CATALOG,
            rows=_rows(_Workbook(book=book, sheets=sheets, name=name), reached),
            done=lambda: reached.share,
        )


@dataclass(slots=True)
class _Reached:
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workbook:
    book: Book
    sheets: Mapping[str, str]
    name: str

    def lines(self, sheet: str, wanted: Mapping[str, tuple[str, ...]]) -> Iterator["_Texts"]:
        """Yield the wanted texts of every line of data; nothing where there is no such sheet."""
        title = self.sheets.get(folded_header(sheet))
        if title is None:
            return
        headings: list[list[str]] = []
        places: Mapping[str, int] | None = None
        for row, line in self.book.sheet(title).lines:
            if row < _FIRST_DATA:
                headings.append(line.heading())
                continue
            if places is None:
                places = _places(headings, wanted)
                self._require_code(places, title)
            yield _texts(line, places, SourceRef(file=self.name, sheet=title, row=row))

    def _require_code(self, places: Mapping[str, int], title: str) -> None:
        if not {"upc", "isrc"}.intersection(places):
            raise CatalogError(
                f"{self.name}, sheet {title}: rows 1 to {_FIRST_DATA - 1} have no heading UPC / EAN / JAN or ISRC",
                hint="download the workbook again, and leave its first four rows as they are",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    cells: dict[str, str]
    source: SourceRef
    wrong: tuple[str, CellError] | None = None

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def _places(headings: Sequence[Sequence[str]], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Column → position. A heading is read alone, and behind the wider one above it: `(P) COPYRIGHT` + `YEAR`."""
    names: dict[str, int] = {}
    above: list[str] = []
    for heading in headings:
        texts = [folded_header(text) for text in heading]
        for position, text in enumerate(texts):
            if text:
                names.setdefault(text, position)
                over = _over(above, position)
                if over:
                    names.setdefault(f"{over} {text}", position)
        if any(texts):
            above = texts
    return {
        column: next(names[choice] for choice in choices if choice in names)
        for column, choices in wanted.items()
        if any(choice in names for choice in choices)
    }


def _over(above: Sequence[str], position: int) -> str:
    """The heading above a cell, or left of that where cells are joined."""
    return next((text for text in reversed(above[: position + 1]) if text), "")


def _texts(line: Line, places: Mapping[str, int], source: SourceRef) -> _Texts:
    cells: dict[str, str] = {}
    wrong: tuple[str, CellError] | None = None
    for column, position in places.items():
        try:
            if text := clean(line.text(position)):
                cells[column] = text
        except CellError as error:
            wrong = wrong or (column, error)
    return _Texts(cells=cells, source=source, wrong=wrong)


@dataclass(slots=True)
class _Credits:
    """Who is credited under a code: main artists, featured ones, and those in other roles, each once."""

    main: list[str] = field(default_factory=list)
    featured: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def add(self, artist: str, role: str) -> None:
        """Credit an artist; a role that says `primary` is a main one."""
        names = self.main if _MAIN in role else self.featured if _FEATURED in role else self.others
        if artist not in names:
            names.append(artist)


_NOBODY = _Credits()


@dataclass(slots=True)
class _Known:
    """What the other sheets say, by UPC or ISRC."""

    releases: dict[str, _Texts] = field(default_factory=dict)
    release_credits: dict[str, _Credits] = field(default_factory=dict)
    track_credits: dict[str, _Credits] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def _rows(workbook: _Workbook, reached: _Reached) -> Iterator[SourceItem]:
    known = _Known()
    yield from _keep_credits(workbook, _RELEASE_ARTISTS, "upc", known.release_credits)
    yield from _keep_credits(workbook, _TRACK_ARTISTS, "isrc", known.track_credits)
    for line in workbook.lines(_RELEASES, _OF_RELEASE):
        if not line.cells and line.wrong is None:
            yield PassedRow(source=line.source, reason=NOTHING)
        elif line.wrong is not None or not line.get("upc") or line.get("upc") in known.releases:
            yield _item(_release_cells(line, known), line)
        else:
            known.releases[line.get("upc")] = line
            _refuse_too_many(known.releases, workbook.name)
    reached.share = 0.5
    for line in workbook.lines(_TRACKS, _OF_TRACK):
        known.used.add(line.get("upc"))
        yield (
            _item(_track_cells(line, known), line)
            if line.cells or line.wrong
            else PassedRow(source=line.source, reason=NOTHING)
        )
    for upc, line in known.releases.items():
        if upc not in known.used:
            yield _item(_release_cells(line, known), line)
    reached.share = 1.0


def _keep_credits(
    workbook: _Workbook, sheet: str, code: str, kept: dict[str, _Credits]
) -> Iterator[SourceItem]:
    """Keep who is credited; yields only the lines that cannot be read."""
    for line in workbook.lines(sheet, _OF_ARTIST):
        if line.wrong is not None:
            yield _item({}, line)
        elif line.get(code) and line.get("artist"):
            credit = kept.setdefault(line.get(code), _Credits())
            credit.add(line.get("artist"), folded_header(line.get("role")))
            _refuse_too_many(kept, workbook.name)


def _refuse_too_many(kept: Mapping[str, object], name: str) -> None:
    if len(kept) > _MOST_KEPT:
        raise CatalogError(
            f"{name}: more than {_MOST_KEPT:,} releases or recordings in one workbook",
            hint="export the catalog in several workbooks",
        )


def _release_cells(line: _Texts, known: _Known) -> dict[str, str]:
    cells = {column: text for column, text in line.cells.items() if column in _CANONICAL}
    for column, year, holder in (("p_line", "p_year", "p_holder"), ("c_line", "c_year", "c_holder")):
        if text := " ".join(filter(None, (line.get(year), line.get(holder)))):
            cells[column] = text
    credited = known.release_credits.get(line.get("upc"), _NOBODY)
    if artists := credited.main or credited.others[:1]:
        cells["artist"] = "; ".join(artists)
    return cells


def _track_cells(line: _Texts, known: _Known) -> dict[str, str]:
    release = known.releases.get(line.get("upc"))
    cells = {**(_release_cells(release, known) if release else {}), **line.cells}
    credited = known.track_credits.get(line.get("isrc"), _NOBODY)
    artists = [*(credited.main or filter(None, [cells.get("artist")])), *credited.featured]
    performing = "; ".join(artists)
    if performing and performing != cells.get("artist"):
        cells["track_artist" if "artist" in cells else "artist"] = performing
    return cells


def _item(cells: dict[str, str], line: _Texts) -> SourceItem:
    if line.wrong is None:
        return SourceRow(cells=cells, source=line.source)
    column, error = line.wrong
    place = line.source.at(_SHOWN.get(column, column))
    return BadRow(cells=cells, source=place, rule=error.rule, reason=error.problem, fix=error.fix)
