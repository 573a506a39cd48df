"""What a record file gets wrong, in words that somebody without Python can act on."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from takedown.directory.lines import line_of
from takedown.errors import DirectoryError

Place = Sequence[str | int]

_EXPECTED = {
    "string_type": 'text in quotes, for example "…"',
    "int_type": "a whole number without quotes",
    "int_parsing": "a whole number without quotes",
    "int_from_float": "a whole number without quotes",
    "bool_type": "true or false, without quotes",
    "tuple_type": 'a list, for example ["…"]',
    "dict_type": "a table, with a heading of its own in square brackets",
    "dataclass_type": "a table, with a heading of its own in square brackets",
    "date_type": "a date like 2026-11-22, without quotes",
    "date_parsing": "a date like 2026-11-22, without quotes",
    "date_from_datetime_parsing": "a date like 2026-11-22, without quotes",
    "date_from_datetime_inexact": "a date like 2026-11-22, without a time",
    "decimal_type": 'an amount as text in quotes, for example "0.02"',
    "decimal_parsing": 'an amount as text in quotes, for example "0.02"',
    "finite_number": 'an amount as text in quotes, for example "0.02"',
}
_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
}
_SHOWN_CHARACTERS = 60


def dotted(place: Place) -> str:
    """`fees[1].amount`: keys joined by dots, entries of a list counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """`Did you mean 'source'? ` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return f"Did you mean '{near[0]}'? " if near else ""


def placed(file: str, text: str, place: Place) -> str:
    """Name file, line and key: `distributors/landr/distributor.toml, line 12, time.min`; without a line if unknown."""
    key = dotted(place)
    line = line_of(text, key)
    return ", ".join(part for part in (file, f"line {line}" if line else "", key) if part)


def explain(error: ValidationError, *, file: str, shape: Any, text: str = "") -> DirectoryError:
    """Turn the first problem of a file into an error, with its line where the file's text is given.

    A misspelled key comes first, because it often causes a missing one too.
    """
    found = sorted(
        error.errors(include_url=False), key=lambda one: one["type"] != "unexpected_keyword_argument"
    )
    message, hint = _words(found[0], shape)
    others = len(found) - 1
    if others:
        hint += f" ({others} more {'thing is' if others == 1 else 'things are'} wrong in this file.)"
    return DirectoryError(f"{placed(file, text, found[0]['loc'])}: {message}", hint=hint)


def _words(detail: ErrorDetails, shape: Any) -> tuple[str, str]:
    kind, place, value = detail["type"], detail["loc"], detail["input"]
    key = str(place[-1]) if place else ""
    if kind == "unexpected_keyword_argument":
        known = [name for name in known_keys(shape, place[:-1]) if name != "slug"]
        return f"there is no key '{key}' here", f"{suggestion(key, known)}Known keys: {', '.join(known)}."
    if kind == "missing":
        return "the key is missing", f"Add {key} = …"
    if kind == "enum":
        allowed = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return (
            f"{shown(value)} is not one of: {allowed}",
            f"{suggestion(str(value), allowed.split(', '))}Write one of these words.",
        )
    expected = _EXPECTED.get(kind)
    if expected is None:
        return (
            f"{shown(value)} cannot be used: {detail['msg']}",
            "Compare it with the same key in another record.",
        )
    return f"{shown(value)} is {_NAMES.get(type(value), 'something else')}", f"Write {expected}."


def shown(value: Any) -> str:
    """Write a value as it is named in a message, shortened."""
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def known_keys(shape: Any, place: Place) -> tuple[str, ...]:
    """List the keys that may stand at a place inside a class of records."""
    for part in place:
        shape = _inside(shape, part)
    return tuple(field.name for field in fields(shape)) if is_dataclass(shape) else ()


def _inside(shape: Any, part: str | int) -> Any:
    """Find the type at a key or list entry of a type."""
    if is_dataclass(shape):
        return get_type_hints(shape).get(str(part))
    arguments = get_args(shape)
    return arguments[0 if isinstance(part, int) else -1] if arguments else None
