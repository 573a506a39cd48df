"""A parsed TOML tree as a value of a class, where it is exactly what the class says.

The short way for files that are right, which nearly all are. Whatever it does not take is judged, and put in words,
by pydantic: importing it and building its validators costs more than all the rest of reading a workspace. So this may
refuse too much, and must never take what pydantic would refuse or read otherwise.
"""

import builtins
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from takedown.patterns import pattern

_T = TypeVar("_T")
_Reader = Callable[[Any], Any]
_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = pattern(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")


class NotTypedError(ValueError):
    """Not plainly what the class says: pydantic says whether it is wrong, and why."""


def typed(shape: type[_T], tree: Any) -> _T:
    """Make a value of a class, or of dict[str, class], from tables, lists, texts, dates and numbers as TOML gives them.

    Strict: no key too many or too few, no number for a text. NotTypedError where it is anything but that.
    """
    read: _Reader = _reader(cast(Any, shape))
    return cast(_T, read(tree))


@cache
def _reader(shape: Any) -> _Reader:
    """How a value of a type is read; a type that is not known here is refused, whatever is given for it."""
    if shape in _PLAIN:
        return _PLAIN[shape]
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return _one_of(shape)
    if isinstance(shape, type) and is_dataclass(shape):
        return _record(shape)
    return _made_of(get_origin(shape), get_args(shape))


def _made_of(origin: Any, inner: tuple[Any, ...]) -> _Reader:
    match origin, inner:
        case builtins.tuple, (entry, builtins.Ellipsis):
            return _listed(_reader(entry))
        case builtins.dict, (builtins.str, entry):
            return _keyed(_reader(entry))
        case types.UnionType, (entry, types.NoneType):  # TOML has no null
            return _reader(entry)
        case _:
            return _refused


def _refused(value: Any) -> Any:
    raise NotTypedError(f"not read here: a {type(value).__name__}")  # its words may nest without end


def _exactly(kind: type) -> _Reader:
    def read(value: Any) -> Any:
        return value if type(value) is kind else _refused(value)

    return read


def _text(value: Any) -> Any:
    """A text; a date without quotes is the text that stands there, as in JSON."""
    if type(value) is date:
        return value.isoformat()
    return value if type(value) is str else _refused(value)


def _day(value: Any) -> Any:
    if type(value) is date:
        return value
    if type(value) is str and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return _refused(value)
    return _refused(value)


def _amount(value: Any) -> Any:
    return Decimal(value) if type(value) is str and _AMOUNT.fullmatch(value) else _refused(value)


_PLAIN: Mapping[Any, _Reader] = {
    str: _text,
    bool: _exactly(bool),
    int: _exactly(int),
    date: _day,
    Decimal: _amount,
}


def _listed(entry: _Reader) -> _Reader:
    def read(value: Any) -> Any:
        return tuple(map(entry, value)) if type(value) is list else _refused(value)

    return read


def _keyed(entry: _Reader) -> _Reader:
    def read(value: Any) -> Any:
        if type(value) is not dict:
            return _refused(value)
        return {key: entry(inner) for key, inner in value.items()}

    return read


def _one_of(words: type[StrEnum]) -> _Reader:
    known = {str(word): word for word in words}

    def read(value: Any) -> Any:
        return known[value] if type(value) is str and value in known else _refused(value)

    return read


def _record(shape: type) -> _Reader:
    hints = get_type_hints(shape)
    own = fields(shape)
    readers = {one.name: _reader(hints[one.name]) for one in own}
    needed = {one.name for one in own if one.default is MISSING and one.default_factory is MISSING}

    def read(value: Any) -> Any:
        if type(value) is not dict or not (needed <= value.keys() <= readers.keys()):
            return _refused(value)
        return shape(**{key: readers[key](inner) for key, inner in value.items()})

    return read
