"""Sources made of rows, for tests of how they come together."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from takedown.checks.vocabulary import Vocabulary, vocabulary
from takedown.collecting import Collected, Opening, Place, collect
from takedown.directory import load_directory
from takedown.model import SourceRef
from takedown.rendering import font_coverage
from takedown.sources import Nature, Sale, Source, SourceItem, SourceRow
from takedown.workspace import Workspace

Cells = Mapping[str, str]


@cache
def known() -> Vocabulary:
    """What rows are judged by, from the shipped directory."""
    return vocabulary(load_directory(), font_coverage(), date(2026, 11, 22))


def sale(store: str = "Spotify", earnings: str = "0.5", month: str = "2026-08") -> Sale:
    return Sale(store=store, month=month, units=1, earnings=Decimal(earnings), currency="USD")


def row(number: int, cells: Cells, name: str, sold: Sale | None = None) -> SourceRow:
    filled = {column: text for column, text in cells.items() if text}
    return SourceRow(cells=filled, source=SourceRef(file=name, row=number), sale=sold)


def rows_of(cells: Iterable[Cells], name: str) -> list[SourceRow]:
    return [row(number, each, name) for number, each in enumerate(cells, start=2)]


def opening(
    items: Iterable[SourceItem],
    *,
    name: str = "sheet.csv",
    nature: Nature = Nature.CATALOG,
    distributor: str = "",
    path: Path | None = None,
) -> Opening:
    @contextmanager
    def opened() -> Iterator[Source]:
        yield Source(name=name, layout="a sheet", nature=nature, rows=iter(items), distributor=distributor)

    return Opening(opened=opened(), path=path)


def gathered(root: Path, *openings: Opening) -> Collected:
    return collect(Place(workspace=Workspace(root)), openings, known())


def sheet(root: Path, *cells: Cells, name: str = "sheet.csv") -> Collected:
    """Import one sheet of these rows."""
    return gathered(root, opening(rows_of(cells, name), name=name))


def statement(
    root: Path, *sold: tuple[Cells, Sale], name: str = "sales.tsv", distributor: str = "distrokid"
) -> Collected:
    """Import one statement of these sales."""
    path = root / name
    path.write_text(repr(sold), encoding="utf-8")
    items = [row(number, cells, name, each) for number, (cells, each) in enumerate(sold, start=2)]
    return gathered(
        root, opening(items, name=name, nature=Nature.STATEMENT, distributor=distributor, path=path)
    )
