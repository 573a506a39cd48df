"""A report as one HTML page that asks for nothing beyond itself.

Style and script are in it, and its Content-Security-Policy allows these two and nothing else: their digests stand in
it (CSP Level 3, 2.3.1), so that nothing that came in with the data could run or look like ours. Charts are inline SVG
without a style attribute. The rows are the table itself; the script reads them from there, and without it all of them
are shown. Every text is escaped by Jinja, unseen characters are written out, names stand in `<bdi>`.
"""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from takedown.frozen import dataclass
from takedown.markup import shipped, strict_templates
from takedown.patterns import pattern
from takedown.reports.page.view import Audience, Chart, Key, Row, Steps, View
from takedown.reports.words import long_date, shown
from takedown.resources import report_files

#: Characters of a name that is drawn into a page; what is longer is data that nobody reads to its end.
_LONGEST = 300
_DAY = pattern(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a bar, in percent of the longest one."""

    key: Key
    at: str
    width: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value by which rows can be filtered, and how many have it."""

    name: str
    number: int


def draw_report(view: View) -> str:
    """Write the page; it ends with one line feed. The same view gives the same page."""
    style, script = shipped(report_files() / "report.css"), shipped(report_files() / "report.js")
    is_public = view.audience is Audience.PUBLIC
    return (
        _template()
        .render(
            view=view,
            is_public=is_public,
            style=style,
            script=script if view.rows else None,
            style_hash=_hashed(style),
            script_hash=_hashed(script) if view.rows else "",
            filters=tuple(_filters(view)),
            drawn={chart.id: tuple(_pieces(chart)) for chart in view.charts},
            stepped={steps.id: tuple(_paths(steps)) for steps in view.steps},
        )
        .rstrip("\n")
        + "\n"
    )


def _filters(view: View) -> Iterator[tuple[str, str, tuple[Choice, ...]]]:
    """Name, column and choices of each filter. Where all is of one platform or distributor, there is none for that."""
    rows = view.rows
    for name, column, choices in (
        ("Platform", "3", _choices(row.platform for row in rows)),
        ("Distributor", "2", _choices(row.distributor for row in rows)),
    ):
        if len(choices) > 1:
            yield name, column, choices
    yield "How far", "4", _ordered((row.outcome for row in rows), view.outcomes)
    yield "Evidence", "5", _ordered((_grade(row) for row in rows), view.evidence)


def _grade(row: Row) -> str:
    return row.evidence.partition(",")[0]


def _choices(values: Iterator[str]) -> tuple[Choice, ...]:
    numbers = Counter(values)
    return tuple(
        Choice(name=name, number=numbers[name]) for name in sorted(numbers, key=str.casefold) if name
    )


def _ordered(values: Iterator[str], order: tuple[str, ...]) -> tuple[Choice, ...]:
    numbers = Counter(values)
    return tuple(Choice(name=name, number=numbers[name]) for name in order if name in numbers)


def _pieces(chart: Chart) -> Iterator[tuple[Piece, ...]]:
    """Cut each bar into its parts. All bars of a chart have one scale."""
    longest = max((bar.number for bar in chart.bars), default=0)
    for bar in chart.bars[: chart.drawn]:
        at, pieces = 0, []
        for key, part in zip(chart.keys, bar.parts, strict=True):
            if part:
                pieces.append(
                    Piece(key=key, at=_percent(at / longest), width=_percent(part / longest), number=part)
                )
                at += part
        yield tuple(pieces)


def _percent(share: float) -> str:
    return f"{100 * share:.3f}%"


def _paths(steps: Steps) -> Iterator[tuple[Key, str, int]]:
    """A line of steps in a field of 1000 by 100, from the first day to the last by the calendar; its last number."""
    days = [date.fromisoformat(day) for day in steps.days]
    span = (days[-1] - days[0]).days or 1
    highest = max((line[-1] for _, line in steps.lines), default=0) or 1
    for key, line in steps.lines:
        path, before = "M0 100", 100.0
        for day, number in zip(days, line, strict=True):
            across, up = 1000 * (day - days[0]).days / span, 100 - 100 * number / highest
            path += f"L{across:.1f} {before:.2f}L{across:.1f} {up:.2f}"
            before = up
        yield key, path, line[-1]


@cache
def _template() -> Template:
    environment = strict_templates(report_files(), shown)
    environment.filters |= {
        "name": _name,
        "prose": _prose,
        "short": _short,
        "long": long_date,
        "number": lambda number: f"{number:,}",
    }
    return environment.get_template("report.html.j2")


def _name(text: str) -> Markup:
    """A text of its own, whose first letter says in which direction it runs."""
    if not text:
        return Markup("")
    short = _short(text)
    if _DAY.fullmatch(short):
        return Markup('<span class="whole">{}</span>').format(short)
    if short.isascii():  # nothing in it runs from right to left
        return Markup("{}").format(short)
    return Markup("<bdi>{}</bdi>").format(short)


def _short(text: str) -> str:
    """A name as cells have it: without its unseen characters, and with an end."""
    return shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _prose(text: str) -> Markup:
    """A sentence of ours: what stands between backquotes is a command or a file."""
    plain = shown(text).split("`")
    marked = (Markup("<code>{}</code>") if at % 2 else Markup("{}") for at in range(len(plain)))
    return Markup("").join(mark.format(part) for mark, part in zip(marked, plain, strict=True))


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
