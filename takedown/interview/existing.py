"""A takedown.toml that is there: what it says, and what it lacks."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from takedown.checks.words import visible
from takedown.config import typed_file
from takedown.config.file import CatalogTable, WorkspaceFile
from takedown.config.problems import CONFIG, config_error
from takedown.config.rules import rule_problems
from takedown.errors import ConfigError
from takedown.frozen import dataclass
from takedown.interview.answers import Answers, Value
from takedown.interview.delivery import LIMITS, Match

_LARGEST = 1_000_000
#: Answer → where it stands.
PLACES = {
    "name": ("sender", "name"),
    "organization": ("sender", "organization"),
    "capacity": ("sender", "capacity"),
    "email": ("sender", "email"),
    "address": ("sender", "address"),
    "own_labels": ("sender", "own_labels"),
    "basis": ("authority", "basis"),
    "occasion": ("request", "occasion"),
    "campaign": ("request", "campaign"),
    "platforms": ("request", "platforms"),
    "territories": ("request", "territories"),
    "wanted_by": ("request", "wanted_by"),
    "language": ("request", "language"),
}
_NARROW = tuple({limit} for limit in LIMITS)
#: What stands for a missing value while the rest is judged.
_STAND_INS: Mapping[str, Mapping[str, object]] = {
    "sender": {"name": "Ana Example", "email": "ana@example.com"},
    "request": {"occasion": "to be asked", "platforms": ["to-be-asked"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """takedown.toml as it stands."""

    text: str
    tree: Mapping[str, Any]

    @property
    def answers(self) -> Answers:
        """What it says already; empty values say nothing."""
        found: dict[str, Value] = {}
        for key, (table, name) in PLACES.items():
            value = self.tree.get(table, {}).get(name)
            if value:
                found[key] = tuple(value) if isinstance(value, list) else str(value)
        if "basis" in found:  # these two are only asked together with the basis
            found = {"organization": "", "capacity": "artist", **found}
        return found

    @property
    def has_routes(self) -> bool:
        """Whether any route says who delivers."""
        return any(route.get("via") for route in self.tree.get("routes", []))

    @property
    def narrow_routes(self) -> tuple[Match, ...] | None:
        """What its routes cover, where each is of a kind that `init` writes; None: they are somebody's own work."""
        matches = tuple(route.get("match", {}) for route in self.tree.get("routes", []) if route.get("via"))
        return matches if all(match.keys() in _NARROW for match in matches) else None

    @property
    def names_nobody(self) -> bool:
        """Whether it has no route at all, not even one to be filled in."""
        return not self.tree.get("routes")

    @property
    def contacts(self) -> frozenset[str]:
        """The keys of its contacts."""
        return frozenset(self.tree.get("contacts", {}))

    @property
    def desks(self) -> Mapping[str, tuple[str, str]]:
        """Name and email of its contacts, by their keys."""
        tables = self.tree.get("contacts", {})
        return {key: (each.get("name", ""), each.get("email", "")) for key, each in tables.items()}

    @property
    def catalog(self) -> CatalogTable:
        """Where its catalog is, and how it is read."""
        return CatalogTable(**self.tree.get("catalog", {}))


def read_existing(root: Path) -> Existing | None:
    """Read takedown.toml; None where there is none. ConfigError where it holds anything that cannot be used.

    What is missing or empty is no error here: `init` asks for it.
    """
    path = root / CONFIG
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(
            f"{CONFIG}: cannot be read ({error.strerror})", hint="check the permissions of the file"
        ) from error
    if len(content) > _LARGEST:
        raise ConfigError(f"{CONFIG}: bigger than 1 MB", hint="move it away, then run takedown init again")
    try:
        text = content.decode("utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{CONFIG}: not UTF-8", hint="save it as UTF-8 in your editor") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            f"{CONFIG}: not TOML: {visible(str(error))}",
            hint="mend the line, or move the file away and run takedown init again",
        ) from error
    if tree.get("schema", 1) != 1:
        raise ConfigError(
            f"{CONFIG}, schema: {visible(str(tree['schema']))} is another version of this file",
            hint="write schema = 1, or use the program version that wrote it",
        )
    judged(_filled(tree))
    return Existing(text=text, tree=tree)


def judged(tree: Mapping[str, Any]) -> WorkspaceFile:
    """Judge a parsed takedown.toml as loading a workspace does; ConfigError names what is wrong."""
    file = typed_file(tree)
    problems = rule_problems(file)
    if problems:
        raise config_error(problems)
    return file


def _filled(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Put stand-ins where a value is missing, so that everything else can be judged."""
    filled = {"schema": 1, **tree}
    for name, stand_ins in _STAND_INS.items():
        table = filled.get(name, {})
        if isinstance(table, dict):
            filled[name] = {**table, **{key: each for key, each in stand_ins.items() if not table.get(key)}}
    match filled.get("routes"):
        case [dict() as only] if not only.get("via"):  # of several, nobody knows what each is to say
            filled["routes"] = [{**only, "via": "unknown"}]
    authority = filled.get("authority")
    if isinstance(authority, dict) and authority.get("basis") == "":
        filled["authority"] = {key: value for key, value in authority.items() if key != "basis"}
    return filled
