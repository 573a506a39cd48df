"""Frozen dataclasses whose methods are compiled when they are first used, not when their module is loaded.

`dataclasses` of Python 3.11 and 3.12 compiles six functions for each class. A short run loads some 170 classes: that is
a sixth of its time, and it makes values of two thirds of them, and compares or prints those of a few.
What comes out is a dataclass: `fields`, `replace`, `asdict`, `match` and pickle take it like any other.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MethodType
from typing import TYPE_CHECKING, Any, Literal, Never, TypeVar, cast

__all__ = ["dataclass"]

_C = TypeVar("_C", bound=type)
_Field = dataclasses.Field[Any]


class _MadeAnew:
    """Stands in a signature for a default that is made for each value."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE_ANEW = _MadeAnew()


def _dataclass(*, frozen: Literal[True], slots: Literal[True], kw_only: Literal[True]) -> Callable[[_C], _C]:
    """Make a dataclass as the standard decorator does of these words; for others there is that one."""
    if not (frozen and slots and kw_only):
        raise TypeError("frozen, slots and kw_only are True here; dataclasses.dataclass makes all others")
    return _made


def _made(body: _C) -> _C:
    doc = body.__doc__
    body.__doc__ = "there"  # dataclasses would write a missing one, which takes long
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(body)
    own = vars(cls)
    for name, text in _TEXTS.items():
        if own.get(name) is None:  # beside an __eq__ of the class's own, Python sets __hash__ to None
            setattr(cls, name, _Late(cls, name, text))
    cls.__doc__ = doc
    cls.__setattr__ = _refuse_to_set
    cls.__delattr__ = _refuse_to_delete
    return cast("_C", cls)


class _Late:
    """Stands where a method would be; whoever asks for it gets the method, which from then on stands there itself."""

    __slots__ = ("_cls", "_name", "_text")

    def __init__(self, cls: type, name: str, text: Callable[[type, Sequence[_Field]], str]) -> None:
        self._cls = cls
        self._name = name
        self._text = text

    def __get__(self, instance: object, owner: type) -> Any:
        if vars(self._cls)[self._name] is self:
            fields = dataclasses.fields(self._cls)
            setattr(self._cls, self._name, _compiled(self._cls, self._name, self._text(self._cls, fields)))
        method = vars(self._cls)[self._name]
        return method if instance is None else MethodType(method, instance)


def _compiled(cls: type, name: str, text: str) -> Any:
    known = dict(_known(cls))
    exec(text, known)  # noqa: S102 – nothing but the names of fields is put in, as in the standard library
    method = known[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    if name == "__init__":
        given = {each.name: each.type for each in dataclasses.fields(cls) if each.init}
        method.__annotations__ = given | {"return": None}
    return method


def _known(cls: type) -> Iterator[tuple[str, Any]]:
    """What the text of a method may name: `__set_x` writes the field x past the refusal, `__default_x` is its default.

    No field is called so, and the parameters of `__init__` are called as the fields.
    """
    yield "__made_anew", _MADE_ANEW
    for each in dataclasses.fields(cls):
        yield f"__set_{each.name}", getattr(cls, each.name).__set__
        if each.default is not dataclasses.MISSING:
            yield f"__default_{each.name}", each.default
        elif each.default_factory is not dataclasses.MISSING:
            yield f"__default_{each.name}", each.default_factory


def _init(cls: type, fields: Sequence[_Field]) -> str:
    given = [f"{each.name}{_default(each)}" for each in fields if each.init]
    first = ((each.name, _first(each)) for each in fields)
    return _function(
        f"__init__({', '.join(['self', *(['*'] if given else []), *given])})",
        *(f"__set_{name}(self, {value})" for name, value in first if value),
        *(["self.__post_init__()"] if hasattr(cls, "__post_init__") else []),
    )


def _default(each: _Field) -> str:
    """The default of a field in a signature."""
    if each.default is not dataclasses.MISSING:
        return f"=__default_{each.name}"
    return "" if each.default_factory is dataclasses.MISSING else "=__made_anew"


def _first(each: _Field) -> str:
    """What a field holds at first; empty where __post_init__ sees to it."""
    if each.default_factory is not dataclasses.MISSING:
        made = f"__default_{each.name}()"
        return f"{made} if {each.name} is __made_anew else {each.name}" if each.init else made
    return each.name if each.init else _default(each).removeprefix("=")


def _repr(_: type, fields: Sequence[_Field]) -> str:
    shown = ", ".join(f"{each.name}={{self.{each.name}!r}}" for each in fields if each.repr)
    return _function("__repr__(self)", f"return self.__class__.__qualname__ + f'({shown})'")


def _eq(_: type, fields: Sequence[_Field]) -> str:
    compared = [each for each in fields if each.compare]
    return _function(
        "__eq__(self, other)",
        "if other.__class__ is not self.__class__: return NotImplemented",
        f"return {_tuple('self', compared)} == {_tuple('other', compared)}",
    )


def _hash(_: type, fields: Sequence[_Field]) -> str:
    counted = [each for each in fields if (each.compare if each.hash is None else each.hash)]
    return _function("__hash__(self)", f"return hash({_tuple('self', counted)})")


def _getstate(_: type, fields: Sequence[_Field]) -> str:
    return _function("__getstate__(self)", f"return {_tuple('self', fields)}")


def _setstate(_: type, fields: Sequence[_Field]) -> str:
    lines = (f"__set_{each.name}(self, state[{at}])" for at, each in enumerate(fields))
    return _function("__setstate__(self, state)", *lines)


def _tuple(of: str, fields: Sequence[_Field]) -> str:
    return "(" + "".join(f"{of}.{each.name}, " for each in fields) + ")"


def _function(head: str, *lines: str) -> str:
    return f"def {head}:" + "".join(f"\n {line}" for line in lines or ("pass",))


def _refuse_to_set(_: object, name: str, __: object) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_TEXTS: Mapping[str, Callable[[type, Sequence[_Field]], str]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
