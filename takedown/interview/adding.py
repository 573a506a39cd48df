"""Adds what is missing to a takedown.toml that is there. Notes and order stay; a value that stands there stays too."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from takedown.config.problems import CONFIG
from takedown.errors import ConfigError
from takedown.interview.existing import PLACES, Existing, judged
from takedown.interview.flow import Situation
from takedown.interview.tables import Cell, RouteTable, Table, Tables, tables_of
from takedown.interview.writer import waiting_note

_ROUTES = re.compile(r"\s*\[\[\s*routes\s*\]\]")
Keys = dict[tuple[str, str], Cell]


def added(existing: Existing, known: Situation) -> str:
    """Write the file with the answers in it; the same text where it lacks nothing. ConfigError where that fails."""
    tables = tables_of(known, taken=existing.contacts)
    missing = _missing(existing, known, tables)
    routes = tables.routes
    principals = _new_principals(existing, tables)
    waiting = tuple(each for each in tables.waiting if f'# via = "{each.keys["via"]}"' not in existing.text)
    note = waiting_note(waiting) if waiting else ""
    to_fill = any(not route.get("via") for route in existing.tree.get("routes", []))
    if not (missing or routes or principals or note or to_fill) and "schema" in existing.tree:
        return existing.text
    windows = existing.text.count("\r\n") == existing.text.count("\n") > 0
    try:
        document = tomlkit.parse(existing.text.replace("\r\n", "\n"))
        _add(document, missing)
        if routes:
            _add_routes(document, routes)
        _add_tables(document, "principals", principals)
        if (routes or note) and tables.contacts:
            _add_contacts(document, tables.contacts)
        if to_fill and not routes and isinstance(document["routes"], tomlkit.items.Array):
            document["routes"] = tomlkit.array()
        text = tomlkit.dumps(document)
    except (TOMLKitError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{CONFIG}: could not be added to ({type(error).__name__})",
            hint="move it away, then run takedown init again and compare the two",
        ) from error
    if to_fill and not routes:
        text = _as_notes(text)
    if note:
        text = f"{text.rstrip()}\n\n{note}"
    if "schema" not in existing.tree:
        text = f"schema = 1\n{text}"
    judged(tomllib.loads(text))
    return text.replace("\n", "\r\n") if windows else text


def _as_notes(text: str) -> str:
    """Make a [[routes]] that is to be filled in a note: nobody is known for it, and empty it cannot be used."""
    lines, inside = [], False
    for line in text.split("\n"):
        if line.lstrip().startswith("["):
            inside = bool(_ROUTES.match(line))
        is_value = bool(line.strip()) and not line.lstrip().startswith("#")
        lines.append(f"# {line}" if inside and is_value else line)
    return "\n".join(lines)


def kept_values(existing: Existing, offered: Mapping[str, object]) -> tuple[str, ...]:
    """Name the keys for which something else was offered than what stands in the file, which stays."""
    return tuple(
        ".".join(PLACES[key])
        for key, value in offered.items()
        if key in PLACES and _stands(existing, key) and existing.answers.get(key, value) != value
    )


def _stands(existing: Existing, key: str) -> bool:
    table, name = PLACES[key]
    return bool(existing.tree.get(table, {}).get(name))


def _missing(existing: Existing, known: Situation, tables: Tables) -> Keys:
    """Find the values that were answered and do not stand in the file; of defaults only what the file must have."""
    made: dict[str, Table] = {
        "sender": tables.sender, "authority": tables.authority, "request": tables.request,
    }  # fmt: skip
    has_name = any(_stands(existing, key) for key in ("occasion", "campaign"))
    found: Keys = {}
    for key, (table, name) in PLACES.items():
        answered = key in known.answers or key == "own_labels" or (key == "occasion" and not has_name)
        value = made[table].get(name)
        if answered and value and not _stands(existing, key):
            found[table, name] = value
    if tables.sender["capacity"] == "artist":  # the default needs no line
        found.pop(("sender", "capacity"), None)
    return found


def _new_principals(existing: Existing, tables: Tables) -> tuple[Table, ...]:
    return () if existing.tree.get("principals") else tables.principals


def _add(document: tomlkit.TOMLDocument, missing: Keys) -> None:
    for (name, key), value in missing.items():
        if name not in document:
            document.add(tomlkit.nl())
            document.add(name, tomlkit.table())
        table: Any = document[name]
        _set(table, key, value)


def _set(table: Any, key: str, value: Any) -> None:
    """Set a key. The note beside a value that was empty stays, in its column."""
    before = table.get(key)
    table[key] = _plain(value)
    if before is not None and getattr(table[key], "trivia", None) and table[key].trivia.comment:
        trivia = table[key].trivia
        longer = len(table[key].as_string()) - len(before.as_string())
        trivia.comment_ws = " " * max(2, len(trivia.comment_ws) - longer)


def _add_routes(document: tomlkit.TOMLDocument, routes: tuple[RouteTable, ...]) -> None:
    tables = tuple(
        {
            **({"match": dict(route.match)} if route.match else {}),
            **{key: each for key, each in route.keys.items() if each},
        }
        for route in routes
    )
    empty: Any = document.get("routes") or []
    first = next((route for route in empty if not route.get("via")), None)
    if first is not None and tables:
        for key, value in tables[0].items():
            if not first.get(key):
                _set(first, key, _inline(value) if isinstance(value, dict) else value)
        tables = tables[1:]
    _add_tables(document, "routes", tables)


def _add_tables(document: tomlkit.TOMLDocument, name: str, tables: tuple[Mapping[str, Any], ...]) -> None:
    """Append tables to a list of tables, in the form in which the file writes it."""
    if not tables:
        return
    there: Any = document.get(name)
    if isinstance(there, tomlkit.items.Array) and len(there):  # routes = [{ … }]
        for table in tables:
            there.append(_inline(table))
        return
    if there is None or isinstance(there, tomlkit.items.Array):
        if there is not None:
            document.remove(name)
        there = tomlkit.aot()
        document.add(tomlkit.nl())
        document.append(name, there)
    for table in tables:
        item = tomlkit.table()
        item.trivia.indent = "\n"
        for key, value in table.items():
            item.add(key, _inline(value) if isinstance(value, dict) else _plain(value))
        there.append(item)


def _add_contacts(document: tomlkit.TOMLDocument, contacts: Mapping[str, Table]) -> None:
    if "contacts" not in document:
        document.add(tomlkit.nl())
        document.add("contacts", tomlkit.table(is_super_table=True))
    there: Any = document["contacts"]
    for key, table in contacts.items():
        item = tomlkit.table()
        for name, value in _filled(table):
            item.add(name, _plain(value))
        there.add(key, item)


def _filled(table: Table) -> Iterator[tuple[str, Cell]]:
    return ((key, value) for key, value in table.items() if value)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _inline(table: Mapping[str, Any]) -> Any:
    inline = tomlkit.inline_table()
    inline.update(
        {key: _inline(value) if isinstance(value, dict) else _plain(value) for key, value in table.items()}
    )
    return inline
