"""Fields of a record, written as TOML."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


def plain_keys_first(lines: list[str]) -> Iterator[str]:
    """Keys without a table stand before the first table: TOML would take them for a part of it."""
    blocks: list[list[str]] = []
    plain: list[str] = []
    for line in filter(None, lines):
        if line.startswith("["):
            blocks.append([line])
        elif blocks and not line.startswith(_TOP):
            blocks[-1].append(line)
        else:
            plain.append(line.removeprefix(_TOP))
    yield from plain
    for number, block in enumerate(blocks):
        if plain or number:
            yield ""
        yield from block


#: Marks a line that belongs to the record itself while the lines are gathered.
_TOP = "\0"


def toml_of(key: str, value: Any) -> Iterator[str]:
    """Write a field of a record as TOML."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        for entry in value:
            yield f"[[{key}]]"
            yield from _keys(entry)
    elif isinstance(value, StrEnum | bool | date | tuple):
        yield f"{_TOP}{key} = {written(value)}"
    else:
        yield f"[{key}]"
        yield from _keys(value)


def _keys(fact: Any) -> Iterator[str]:
    for field in fields(fact):
        value = getattr(fact, field.name)
        if value not in ("", None, ()):
            yield f"{field.name} = {written(value)}"


def written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | date():
            return str(value)
        case Decimal():
            return f'"{value:f}"'
        case tuple():
            return f"[{', '.join(written(entry) for entry in value)}]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)
