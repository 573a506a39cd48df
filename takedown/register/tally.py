"""A published file, read again by anybody: whether its numbers fit together, and keep the rules that it prints.

What fits proves that nobody misprinted or changed one number alone. It does not prove that the people exist, nor that
they did what they said: that only the register shows, and it stays private.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from takedown.errors import StorageError, VerificationError
from takedown.ledger.checking import Problem
from takedown.register.publishing import TABLES, Cell, Public, Table
from takedown.register.suppressing import LEAST, OR, OTHERS
from takedown.register.values import GRADES, PUBLIC
from takedown.writing import told

#: The last publication, beside the register: the next one is compared with it.
FILE = "public.json"

_KEYS = {
    "schema", "public", "campaign", "day", "platforms", "total", "few", "tables", "earlier", "names", "method",
    "register_head",
}  # fmt: skip


def as_values(public: Public) -> Mapping[str, Any]:
    """Give what stands in public.json, but for the number of the schema."""
    return {
        "public": True,
        "campaign": public.title,
        "day": public.day.isoformat(),
        "platforms": list(public.platforms),
        "total": public.total,
        "few": public.few,
        "tables": [_table_values(table) for table in public.tables],
        "earlier": [_table_values(table) for table in public.earlier],
        "names": list(public.names),
        "method": list(public.method),
        "register_head": public.head,
    }


def _table_values(table: Table) -> Mapping[str, Any]:
    cells = [{"name": cell.name, "number": cell.number, "evidence": dict(cell.mix)} for cell in table.cells]
    return {"by": table.by, "day": table.day.isoformat(), "cells": cells}


def read_public(content: bytes, *, name: str = FILE) -> Public:
    """Read a published file, exactly as it is written; VerificationError where it is anything else."""
    try:
        found = _document(content)
        return Public(
            title=_text(found["campaign"]),
            day=date.fromisoformat(found["day"]),
            platforms=tuple(map(_text, found["platforms"])),
            total=None if found["total"] is None else _number(found["total"]),
            few=found["few"] is True,
            tables=tuple(_table(table) for table in found["tables"]),
            earlier=tuple(_table(table) for table in found["earlier"]),
            names=tuple(map(_text, found["names"])),
            method=tuple(map(_text, found["method"])),
            head=_text(found["register_head"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise VerificationError(
            f"{name}: this is no file that takedown report --public wrote ({_why(error)})",
            hint="restore it from a copy of what was published last, or ask whoever published it for the file itself",
        ) from error


def _document(content: bytes) -> Mapping[str, Any]:
    found = json.loads(content)
    if not isinstance(found, dict) or found.keys() != _KEYS or found["schema"] != 1 or not found["public"]:
        raise TypeError("it has not the fields of a published file, or has others")
    return found


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the field {error} is missing"
    return "too deep" if isinstance(error, RecursionError) else str(error)


def _table(found: Mapping[str, Any]) -> Table:
    if found["by"] not in TABLES:
        raise TypeError("it has a table that is never published")
    return Table(
        by=_text(found["by"]), day=date.fromisoformat(found["day"]), cells=tuple(map(_cell, found["cells"]))
    )


def _cell(found: Mapping[str, Any]) -> Cell:
    mix = tuple((_text(label), _number(number)) for label, number in found["evidence"].items())
    return Cell(name=_text(found["name"]), number=_number(found["number"]), mix=mix)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r:.40} stands where text belongs")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r:.40} stands where a number belongs")
    return value


def tally_problems(public: Public) -> tuple[Problem, ...]:
    """Add everything up again, and name what does not fit, or gives somebody away."""
    return tuple(_problems(public))


def _problems(public: Public) -> Iterator[Problem]:
    sums = {public.day: public.total} if public.total is not None else {}
    if public.total is not None and public.total < LEAST:
        yield Problem(where="total", what=f"{public.total} is fewer than {LEAST}: it gives people away")
    if public.few and (public.total is not None or public.tables or public.names):
        yield Problem(where="total", what="fewer than five are said to have asked, and there is more")
    for table in (*public.tables, *public.earlier):
        where = f"table by {table.by}"
        if table.day > public.day:
            yield Problem(where=where, what=f"it is of {table.day}, after the file's own day {public.day}")
        expected = sums.setdefault(table.day, table.total)
        if table.total != expected:
            yield Problem(where=where, what=f"its cells make {table.total}, and not {expected}")
        yield from _cell_problems(table, where)
    total = sums.get(public.day)
    if total is not None and total - len(public.names) < LEAST:
        yield Problem(
            where="names", what="fewer than five of those who are counted are not named: it gives them away"
        )
    if len(set(public.names)) != len(public.names):
        yield Problem(where="names", what="a name stands there twice")


def _cell_problems(table: Table, where: str) -> Iterator[Problem]:
    names = [cell.name for cell in table.cells]
    if len(set(names)) != len(names):
        yield Problem(where=where, what="a cell stands there twice")
    if table.by == "outcome" and not {*names} <= {*(one.value for one in PUBLIC), OTHERS}:
        yield Problem(where=where, what="it counts an outcome that is never published")
    if len({tuple(label for label, _ in cell.mix) for cell in table.cells}) > 1:
        yield Problem(where=where, what="its cells tell their evidence in different ways")
    for cell in table.cells:
        place = f"{where}, {cell.name}"
        if cell.number < LEAST or any(number < LEAST for _, number in cell.mix):
            yield Problem(where=place, what=f"a number is under {LEAST}: it gives people away")
        if cell.mix and sum(number for _, number in cell.mix) != cell.number:
            yield Problem(where=place, what=f"its evidence does not make {cell.number}")
        if cell.mix and OR.join(label for label, _ in cell.mix).split(OR) != [one.value for one in GRADES]:
            yield Problem(where=place, what="its evidence is not told in the four grades")


def read_kept(folder: Path) -> Public | None:
    """The last publication of an organizer's folder; None where there is none. An error where it is damaged."""
    path = folder / FILE
    try:
        with told(path, "read"):
            content = path.read_bytes()
    except StorageError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    return read_public(content, name=str(path))
