"""What a run prints: tables, notes and the list of what is required, as plain text and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Spread, short

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Something that must hold, or only should (`aim`). `at_most` turns the comparison round."""

    what: str
    limit: float
    measured: Spread
    at_most: bool = False
    aim: bool = False

    @property
    def is_met(self) -> bool:
        """By the median."""
        return self.measured.median <= self.limit if self.at_most else self.measured.median >= self.limit

    @property
    def row(self) -> tuple[str, ...]:
        """What, required, measured, met."""
        sign = "at most" if self.at_most else "at least"
        wanted = f"{sign} {short(self.limit)}{' (aim)' if self.aim else ''}"
        return (
            self.what,
            wanted,
            str(self.measured),
            "yes" if self.is_met else "not yet" if self.aim else "NO",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading, columns, rows of text, and what must be said of them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of a run found."""

    tables: tuple[Table, ...]
    gates: tuple[Gate, ...] = ()
    notes: tuple[str, ...] = ()
    """Warnings, for the head of the page."""


def gate_table(gates: Sequence[Gate]) -> Table:
    """All requirements of a run."""
    columns = ("Requirement", "Wanted", "Measured: median (least-most)", "Met")
    return Table(title="Requirements", columns=columns, rows=tuple(gate.row for gate in gates))


def plain(table: Table) -> str:
    """Columns side by side, for a terminal."""
    widths = [max(map(len, column)) for column in zip(table.columns, *table.rows, strict=True)]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (table.columns, *table.rows)
    ]
    return "\n".join([f"\n{table.title}", "-" * len(table.title), *lines, *table.notes])


def into_page(path: Path, tables: Sequence[Table], *, head: str) -> None:
    """Put the tables between the two marks of a page. ValueError where it has none."""
    before, mark, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (mark and end):
        raise ValueError(f"{path} has no {_BEGIN} … {_END}")
    body = "\n\n".join([head, *(_markdown(table) for table in tables)])
    path.write_text(f"{before}{_BEGIN}\n\n{body}\n\n{_END}{after}", encoding="utf-8")


def _markdown(table: Table) -> str:
    return "\n".join([f"### {table.title}", "", *_lines(table), *(f"\n{note}" for note in table.notes)])


def _lines(table: Table) -> Iterator[str]:
    for row in (table.columns, ("---",) * len(table.columns), *table.rows):
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
