"""What a record file gets wrong, in words that somebody without Python can act on."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from takedown.directory.lines import line_of
from takedown.errors import DirectoryError
from takedown.model import SourceRef
from takedown.patterns import pattern

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

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
_COMMA = pattern(r"\s*(\d+),(\d+)\s*")


class RecordError(DirectoryError):
    """What makes a file of records unusable, with its place."""

    def __init__(self, said: str, *, source: SourceRef, hint: str) -> None:
        super().__init__(f"{in_words(source)}: {said}", hint=hint)
        self.said = said
        self.source = source


def in_words(source: SourceRef) -> str:
    """`templates/desks/a.toml, line 12, time.min`: a text file has lines, no rows and columns."""
    line = f"line {source.row}" if source.row else ""
    return ", ".join(part for part in (source.file, line, source.column) if part)


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


def placed(file: str, text: str, place: Place) -> SourceRef:
    """Where a key of a file stands, with its line where the text has that key or its table."""
    key = dotted(place)
    return SourceRef(file=file, row=line_of(text, key), column=key)


def explain(error: "ValidationError", *, file: str, shape: Any, text: str = "") -> RecordError:
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
    return RecordError(message, source=placed(file, text, found[0]["loc"]), hint=hint)


def _words(detail: "ErrorDetails", shape: Any) -> tuple[str, str]:
    kind, place, value = detail["type"], detail["loc"], detail["input"]
    key = str(place[-1]) if place else ""
    if kind == "unexpected_keyword_argument":
        return f"there is no key '{key}' here", _other_key(key, place, shape)
    if kind == "missing":
        top = len(place) == 1 and is_dataclass(shape)
        return "the key is missing", f"Add {key} = …" + (" above the first [table]." if top else "")
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
    return f"{shown(value)} is {_NAMES.get(type(value), 'something else')}", _expected(
        kind, key, value, expected
    )


def _other_key(key: str, place: Place, shape: Any) -> str:
    """What to write for a key that is not known there; below a table, every key is taken for one of the table's."""
    known = [name for name in known_keys(shape, place[:-1]) if name != "slug"]
    if len(place) > 1 and key in known_keys(shape, ()):
        return f"{key} belongs above the first [table]. Known here: {', '.join(known)}."
    return f"{suggestion(key, known)}Known keys: {', '.join(known)}."


def _expected(kind: str, key: str, value: Any, expected: str) -> str:
    if kind == "tuple_type" and isinstance(value, dict):
        return f"Write [[{key}]] with two brackets: there can be several."
    if kind == "dataclass_type" and isinstance(value, list) and value and isinstance(value[0], dict):
        return f"Write [{key}] with one bracket: there is only one."
    if kind == "decimal_parsing" and (comma := _COMMA.fullmatch(str(value))):
        return f'Write {comma[1]}.{comma[2]}, as in "{comma[1]}.{comma[2]}": a point, no comma.'
    return f"Write {expected}."


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
