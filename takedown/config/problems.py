"""What is wrong in takedown.toml, in words: file, dotted key, value, next step."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from takedown.accounts import Secret
from takedown.config.file import CatalogTable, LedgerTable, Mail, WorkspaceFile
from takedown.errors import ConfigError
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.readers.plain.columns import visible
from takedown.request import Agreement, Authority, Contact, End, Match, Principal, Route, Sender, Wish

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CONFIG = "takedown.toml"

#: Where a table stands (list positions and contact keys left out) → the class that says what may stand in it.
_TABLES: Mapping[tuple[str, ...], type] = {
    (): WorkspaceFile,
    ("catalog",): CatalogTable,
    ("ledger",): LedgerTable,
    ("sender",): Sender,
    ("authority",): Authority,
    ("request",): Wish,
    ("routes",): Route,
    ("routes", "match"): Match,
    ("routes", "agreement"): Agreement,
    ("routes", "end"): End,
    ("contacts",): Contact,
    ("principals",): Principal,
    ("mail",): Mail,
    ("mail", "password"): Secret,
    ("mail", "token"): Secret,
}
_TABLE = ("a table", "write it with keys: { key = … }")
_DAY = ("a date", "write it like 2026-11-27")
_WHOLE = ("a whole number", "write digits, without quotation marks")
#: pydantic's error → what should stand there, and how it is written.
_TYPES = {
    "string_type": ("text", "put it in quotation marks"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": ("true or false", "write true or false, without quotation marks"),
    "tuple_type": ("a list", 'write ["…", "…"]'),
    "dict_type": _TABLE,
    "dataclass_type": _TABLE,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}
_LONGEST_VALUE = 60
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: the dotted key, what, and the next step."""

    key: str
    what: str
    step: str


def config_error(problems: Sequence[Problem], *, file: str = CONFIG) -> ConfigError:
    """Make one error of one or many problems; with many, each line carries its own next step."""
    if len(problems) == 1:
        problem = problems[0]
        return ConfigError(f"{SourceRef(file=file, column=problem.key)}: {problem.what}", hint=problem.step)
    lines = [f"{item.key or 'the file'}: {item.what} ({item.step})" for item in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"and {len(problems) - _SHOWN} more")
    return ConfigError("\n  ".join([f"{file}: {len(problems)} things are wrong", *lines]))


def type_problems(errors: "Iterable[ErrorDetails]") -> tuple[Problem, ...]:
    """Say in words what pydantic found: unknown and missing keys, wrong types, values outside a list."""
    return tuple(_type_problem(error) for error in errors)


def _type_problem(error: "ErrorDetails") -> Problem:
    place, kind, value = error["loc"], error["type"], error["input"]
    key = dotted(place)
    if kind == "unexpected_keyword_argument":
        return _unknown_key(place, key)
    if kind == "missing":
        return Problem(key=key, what="this key is missing", step=f"add it to {CONFIG}; {_example(place)}")
    if kind == "enum":
        expected = str(error.get("ctx", {}).get("expected", ""))
        return not_one_of(key, value, re.findall("'([^']+)'", expected))
    if place[:1] == ("mail",) and place[1:2] in (("password",), ("token",)):
        # What stands here by mistake is most likely the password itself: it is not shown.
        step = f'a password is never written into this file: {place[1]} = {{ keyring = "takedown" }}'
        return Problem(key=key, what="this is not the place where it is kept", step=step)
    wanted, step = _TYPES.get(kind, ("what it should be", error["msg"]))
    if kind == "tuple_type" and len(place) == 1:
        wanted, step = "a list of tables", f"write [[{key}]] with two brackets"
    return Problem(key=key, what=f"{shown(value)} is not {wanted}", step=step)


def not_one_of(key: str, value: Any, allowed: Sequence[str]) -> Problem:
    """Make the problem of a value that is not in a short list, with the nearest one as the next step."""
    step = suggestion(str(value), allowed) or f"write one of {', '.join(allowed)}"
    return Problem(key=key, what=f"{shown(value)} is none of {', '.join(allowed)}", step=step)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Ask `did you mean …?` where a known word is near."""
    import difflib

    close = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


def _unknown_key(place: tuple[int | str, ...], key: str) -> Problem:
    known = _known_keys(place[:-1])
    where = f"[{dotted(place[:-1])}]" if len(place) > 1 else "the file"
    step = suggestion(str(place[-1]), known) or f"{where} can have {', '.join(known)}"
    return Problem(key=key, what="unknown key", step=step)


def _known_keys(table: tuple[int | str, ...]) -> tuple[str, ...]:
    path = tuple(str(part) for part in table if not isinstance(part, int))
    if path[:1] == ("contacts",):
        path = path[:1]
    owner = _TABLES.get(path)
    return tuple(item.name for item in fields(owner)) if is_dataclass(owner) else ()


def _example(place: tuple[int | str, ...]) -> str:
    examples = {
        "schema": "schema = 1",
        "sender": "a table [sender] with name and email",
        "request": "a table [request] with occasion and platforms",
        "platforms": 'platforms = ["amazon-music", "amazon-digital"]',
        "name": 'name = "Ana Example"',
        "email": 'email = "ana@example.com"',
        "via": 'via = "tunecore", or other, label, direct, self, ended, unlicensed, unknown',
        "artist": 'artist = "The Examples"',
    }
    return (
        f"for example {examples[str(place[-1])]}"
        if str(place[-1]) in examples
        else "the README lists all keys"
    )


def dotted(place: Iterable[int | str]) -> str:
    """Write a place as people count: `routes.2.agreement.ends` is of the second route."""
    return ".".join(str(part + 1) if isinstance(part, int) else visible(part) for part in place)


def shown(value: Any) -> str:
    """Write a value as it stands in the file, cut where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{…}"
    text = f"'{visible(value)}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
