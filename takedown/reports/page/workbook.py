"""A report as a workbook: overview, rows, lists and method. No cell is a formula, whatever stands in it.

A text that begins like one is stored as text and marked so (`quotePrefix`, ECMA-376-1, 18.8.45), because a spreadsheet
would make a formula of it when somebody edits the cell. Excel takes 32,767 characters a cell (Microsoft, "Excel
specifications and limits"); controls are no XML.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from takedown.reports.page.view import Audience, Chart, Steps, View
from takedown.reports.words import long_date, shown
from takedown.spreadsheet import guarded

ROWS = ("Artist", "Label", "Distributor", "Platform", "How far", "Evidence", "Day", "Name public", "Note")
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_LONGEST = 32_767
_CUT = " … (cut: a cell holds no more)"
#: What a sheet may be called: 31 characters, none of these (ECMA-376-1, 18.2.19).
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31

Cell = str | int | date | None


def workbook_of(view: View) -> bytes:
    """Write the workbook."""
    from openpyxl import Workbook  # a tenth of a second to load

    book = Workbook(write_only=True)
    book.properties.creator = "takedown"
    book.properties.title = _text(view.question)
    _write(book.create_sheet("Overview"), _overview(view), widths=(44, *(14,) * 9))
    if view.rows:
        rows = [ROWS, *_rows(view)]
        _write(book.create_sheet("Rows"), rows, widths=(32, 20, 20, 30, 24, 26, 12, 12, 40), filtered=True)
    for listing in view.listings:
        title = _NOT_IN_TITLES.sub("", listing.title)[:_LONGEST_TITLE]
        _write(
            book.create_sheet(title), [listing.columns, *listing.rows], widths=(28,) * len(listing.columns)
        )
    method: list[Sequence[Cell]] = [("How it was counted",), *((_plain(each),) for each in view.method)]
    _write(book.create_sheet("Method"), method, widths=(110,))
    out = io.BytesIO()
    book.save(out)
    return _of_day(out.getvalue(), view.day)


def _of_day(content: bytes, day: date) -> bytes:
    """Put the report's own day where the library wrote the second at which somebody sat at their computer."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>" + day.isoformat().encode() + b"T00:00:00Z", part)
            info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, part)
    return out.getvalue()


def _overview(view: View) -> Iterator[Sequence[Cell]]:
    yield (view.title,)
    if view.audience is Audience.PRIVATE:
        yield (f"Not for publication. {_plain(view.warning)}",)
    yield (f"{view.question}. As of {long_date(view.day)}.",)
    yield (_plain(view.unit),)
    yield ()
    for number, words in view.facts:
        yield (words, _number(number))
    for chart in view.charts:
        yield ()
        yield from _chart(chart)
    for steps in view.steps:
        yield ()
        yield from _steps(steps)
    if view.decisions:
        yield ()
        yield ("For a person to decide", "number", "next step")
        for each in view.decisions:
            yield (each.words, each.number, _plain(each.step))


def _chart(chart: Chart) -> Iterator[Sequence[Cell]]:
    told = len(chart.keys) > 1
    yield (chart.title, "all", *(key.name for key in chart.keys if told), *chart.more)
    for bar in chart.bars:
        yield (bar.name, bar.number, *(bar.parts if told else ()), *map(_number, bar.more))


def _steps(steps: Steps) -> Iterator[Sequence[Cell]]:
    yield (f"{steps.title}: by the end of", *(key.name for key, _ in steps.lines))
    for at, day in enumerate(steps.days):
        yield (date.fromisoformat(day), *(numbers[at] for _, numbers in steps.lines))


def _rows(view: View) -> Iterator[Sequence[Cell]]:
    for row in view.rows:
        yield (
            row.artist, row.label, row.distributor, row.platform, row.outcome, row.evidence, row.on, row.named,
            row.note,
        )  # fmt: skip


def _write(
    sheet: Any,
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int],
    filtered: bool = False,
) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    given = list(rows)
    if filtered:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(given)}"
    for row in given:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell) -> Any:
    """A number, a day, or a text that stays one."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = _text(value)
    if text[:1].isalnum() and guarded(text) == text:
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = guarded(text) != text
    return cell


def _text(text: str) -> str:
    """A text as XML and Excel may have it; unseen characters are written out."""
    seen = shown(text)
    return seen if len(seen) <= _LONGEST else f"{seen[: _LONGEST - len(_CUT)]}{_CUT}"


def _plain(text: str) -> str:
    """A sentence of ours without the backquotes that mark commands."""
    return text.replace("`", "")


def _number(text: str) -> int | str:
    bare = text.replace(",", "")
    return int(bare) if bare.isascii() and bare.isdigit() else text
