"""A register as text to read, as a table and as data. The text and the table are for spreadsheets and terminals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from takedown.register.overview import Group, Overview
from takedown.register.values import Standing
from takedown.reports.as_csv import shown_cell
from takedown.reports.as_json import document
from takedown.reports.page.of_register import register_view
from takedown.reports.page.view import Bar, Chart, Steps, View
from takedown.reports.words import long_date, page, table, wrapped
from takedown.spreadsheet import csv_lines

COLUMNS = (
    "artist", "label", "distributor", "platform", "outcome", "evidence", "signature", "on", "may_be_named",
    "contradictions",
)  # fmt: skip
#: So many lines of a list are printed; the page and the workbook have all.
_LINES = 20


def plain_register(overview: Overview, names: Mapping[str, str]) -> str:
    """Write counts, what a person decides, and the rules. Names stand only where somebody has to decide."""
    return plain_view(register_view(overview, names))


def plain_view(view: View) -> str:
    """Write a report to be read in a terminal."""
    lines = [*wrapped(f"{view.title} – report of {long_date(view.day)}"), ""]
    lines += [*wrapped(_bare(view.warning)), ""] if view.warning else []
    lines += [f"  {number.rjust(9)}  {words}" for number, words in view.facts]
    lines += [*wrapped(view.unit, first="  ")]
    for chart in view.charts:
        lines += ["", *_chart(chart)]
    for steps in view.steps:
        lines += ["", *_steps(steps)]
    if view.decisions:
        lines += ["", "For a person to decide"]
        for each in view.decisions:
            lines += wrapped(f"{each.number:,} {each.words}: {_bare(each.step)}", first="  - ", rest="    ")
    for listing in view.listings:
        lines += ["", *wrapped(listing.title)]
        for row in listing.rows[:_LINES]:
            lines += wrapped(" – ".join(filter(None, row)), first="  ", rest="    ")
        if len(listing.rows) > _LINES:
            lines += [f"  and {len(listing.rows) - _LINES:,} more: --format html or xlsx has all of them"]
    lines += ["", "How it was counted"]
    for sentence in view.method:
        lines += wrapped(_bare(sentence), first="  - ", rest="    ")
    return page(lines)


def _chart(chart: Chart) -> list[str]:
    """A table of numbers; columns in which nothing stands are left out. Where words say the same, they do."""
    if all(bar.under for bar in chart.bars):
        return [chart.title, *(line for bar in chart.bars for line in _bar(bar))]
    keys = range(len(chart.keys)) if len(chart.keys) > 1 else ()
    filled = [at for at in keys if any(bar.parts[at] for bar in chart.bars)]
    head = ("all", *(chart.keys[at].name for at in filled))
    rows = [(bar.name, f"{bar.number:,}", *(f"{bar.parts[at]:,}" for at in filled)) for bar in chart.bars]
    return [chart.title, *_columns(head, rows)]


def _bar(bar: Bar) -> list[str]:
    return [*wrapped(f"{bar.number:,}  {bar.name}", first="  "), *wrapped(bar.under, first="      ")]


def _steps(steps: Steps) -> list[str]:
    rows = [(day, *(f"{numbers[at]:,}" for _, numbers in steps.lines)) for at, day in enumerate(steps.days)]
    left = len(rows) - _LINES
    more = [f"  the last {_LINES} of {len(rows)} days"] if left > 0 else []
    about = wrapped(_bare(steps.about), first="  ")
    return [steps.title, *about, *_columns([key.name for key, _ in steps.lines], rows[-_LINES:]), *more]


def _columns(head: Sequence[str], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Numbers below their heads, at the right."""
    lines = [("", *head), *rows]
    widths = [max(len(cell) for cell in column) for column in list(zip(*lines, strict=True))[1:]]
    return table(
        (line[0], *(cell.rjust(width) for cell, width in zip(line[1:], widths, strict=True)))
        for line in lines
    )


def _bare(text: str) -> str:
    return text.replace("`", "")


def register_csv(overview: Overview) -> str:
    """Write one row per artist and platform, CRLF, guarded as every table of the program is."""
    rows = ([shown_cell(cell) for cell in _cells(row)] for row in overview.rows)
    return csv_lines([COLUMNS, *rows], end="\r\n")


def _cells(row: Standing) -> tuple[str, ...]:
    return (
        row.artist,
        row.label,
        row.distributor,
        row.platform,
        row.outcome.value,
        row.grade.value,
        row.dkim.value,
        row.on.isoformat() if row.on else "",
        "yes" if row.publish else "no",
        "; ".join(each.why for each in row.contradictions),
    )


def register_json(overview: Overview) -> str:
    """Write all of it as data. It names people, as the page does."""
    left_out = overview.corrections
    return document(
        register=overview.title,
        day=overview.day.isoformat(),
        participants=overview.participants,
        phase_one=overview.phase_one,
        total=_counts(overview.total),
        by_platform=_groups(overview.by_platform),
        by_distributor=_groups(overview.by_distributor),
        by_day=_groups(overview.by_day),
        elsewhere=left_out.elsewhere,
        withdrawn=left_out.withdrawn,
        doubts=[{"name": doubt.name, "contacts": list(doubt.contacts)} for doubt in left_out.doubts],
        rows=list(_rows(overview)),
        method=list(overview.method),
    )


def _groups(groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [{"name": group.name, "counts": _counts(group)} for group in groups]


def _counts(group: Group) -> list[dict[str, Any]]:
    return [
        {
            "outcome": count.outcome.value,
            "number": count.number,
            "evidence": {grade.value: number for grade, number in count.grades},
            "signed_replies": count.signed,
        }
        for count in group.counts
    ]


def _rows(overview: Overview) -> Iterator[dict[str, Any]]:
    for row in overview.rows:
        yield {
            "artist": row.artist,
            "label": row.label,
            "distributor": row.distributor,
            "platform": row.platform,
            "outcome": row.outcome.value,
            "evidence": row.grade.value,
            "signature": row.dkim.value,
            "on": row.on.isoformat() if row.on else None,
            "may_be_named": row.publish,
            "contradictions": [each.why for each in row.contradictions],
        }
