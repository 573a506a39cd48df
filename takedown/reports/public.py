"""What may be published, written as text, CSV and JSON. Nothing is added that is not in `Public`."""

import csv
import io

from takedown.register.publishing import Cell, Public, Table
from takedown.register.suppressing import OTHERS
from takedown.register.tally import as_values
from takedown.register.values import PUBLIC
from takedown.reports.as_csv import shown_cell
from takedown.reports.as_json import document
from takedown.reports.words import counted, long_date, page, table, when, wrapped

COLUMNS = ("campaign", "day", "table", "name", "evidence", "number")
FEW = "Fewer than five parties have asked so far, or none. No number is published until there are five."
_HEADINGS = {
    "outcome": "How far the requests came",
    "evidence": "What all of them rest on",
    "platform": "By platform",
    "distributor": "By distributor",
    "day": "By the day since when a request stands as it does",
}


def public_json(public: Public) -> str:
    """Write public.json: what `takedown verify public.json` adds up again."""
    return document(**as_values(public))


def public_csv(public: Public) -> str:
    """Write one row per number, and one per name; a row without evidence is a whole cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)

    def row(day: str, kind: str, name: str, evidence: str, number: str) -> None:
        writer.writerow([shown_cell(cell) for cell in (public.title, day, kind, name, evidence, number)])

    day = public.day.isoformat()
    if public.total is not None:
        row(day, "total", "", "", str(public.total))
    if public.few:
        row(day, "total", FEW, "", "")
    for each in public.tables:
        for cell in each.cells:
            row(each.day.isoformat(), each.by, cell.name, "", str(cell.number))
            for label, number in cell.mix:
                row(each.day.isoformat(), each.by, cell.name, label, str(number))
    for name in public.names:
        row(day, "name", name, "", "")
    return out.getvalue()


def plain_public(public: Public) -> str:
    """Write it to be read."""
    lines = [*wrapped(f"{public.title}, as of {long_date(public.day)}"), ""]
    if public.total is not None:
        lines += [counted(public.total, "request"), ""]
    if public.few:
        lines += [*wrapped(FEW), ""]
    for each in public.tables:
        lines += [*_table(each, public), ""]
    if public.names:
        lines += ["Among those who asked, and agreed to be named:"]
        for name in public.names:
            lines += wrapped(name, first="  ")
        lines += [""]
    lines += ["How this was counted:"]
    for sentence in public.method:
        lines += wrapped(sentence, first="- ")
    if public.head:
        lines += ["", f"Head of the register: {public.head}"]
    return str(page(lines))  # it is published as it is


def _table(each: Table, public: Public) -> list[str]:
    since = "" if each.day == public.day else f", as of {long_date(each.day)}"
    if each.by == "evidence":
        return [f"{_HEADINGS[each.by]}{since}:", *table((label, f"{n:,}") for label, n in each.cells[0].mix)]
    rows = [(_name(cell, each), f"{cell.number:,}", _evidence(cell)) for cell in each.cells]
    return [f"{_HEADINGS.get(each.by, each.by)}{since}:", *table(rows)]


def _name(cell: Cell, each: Table) -> str:
    return others_of(each) if cell.name == OTHERS else when(cell.name).replace("came-back", "came back")


def others_of(each: Table) -> str:
    """Words for “others”. Of outcomes everybody knows which can be meant: those that are not listed."""
    if each.by != "outcome":
        return "others, two or more together"
    listed = {cell.name for cell in each.cells}
    return " or ".join(one.value.replace("-", " ") for one in PUBLIC if one.value not in listed)


def _evidence(cell: Cell) -> str:
    return "; ".join(f"{label} {number:,}" for label, number in cell.mix)
