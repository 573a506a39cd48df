"""The guard's phrases as data: `guard.<language>.toml`. What English forbids everywhere, every language forbids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from takedown.errors import LetterError
from takedown.rendering.guard import Guard, Rules
from takedown.rendering.heads import FALLBACK
from takedown.rendering.words import wrong_keys
from takedown.request import Basis
from takedown.tables import toml_table

_SECTIONS = ("fixed", "all", "recipient", "authority", "letters")
_LISTS = ("required", "ticket_required", "forbidden")
_SWITCHES = ("states_authority", "disclaimer")


def load_guards(folder: Path) -> dict[str, Guard]:
    """Read the phrases of every language of a folder. LetterError names the file and key that are wrong."""
    paths = {path.name.split(".")[1]: path for path in sorted(folder.glob("guard.*.toml"))}
    guards = {language: _load(path) for language, path in paths.items()}
    english = guards[FALLBACK]
    for language, guard in guards.items():
        if language != FALLBACK:
            guards[language] = _with_english(guard, english, paths[language].name)
    return {
        language: replace(
            guard, elsewhere=tuple(other.anywhere for name, other in guards.items() if name != language)
        )
        for language, guard in guards.items()
    }


def _load(path: Path) -> Guard:
    try:
        data = toml_table(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise LetterError(
            f"{path.name} is not TOML that can be read: {error}.", hint="Put texts between quotes."
        ) from error
    if problem := next(_problems(data), None):
        raise LetterError(
            f"{path.name}: {problem}.", hint="guard.en.toml in the same folder shows every section and key."
        )
    return Guard(
        disclaimer=data["fixed"]["disclaimer"],
        forbidden=tuple(data["all"]["forbidden"]),
        allowed_english=frozenset(data["all"].get("allowed_english", ())),
        anywhere=tuple(data["all"].get("anywhere", ())),
        recipient=tuple(data["recipient"]["forbidden"]),
        authority={Basis(basis): phrase for basis, phrase in data["authority"].items()},
        letters={name: _rules(table) for name, table in data["letters"].items()},
    )


def _rules(table: Mapping[str, Any]) -> Rules:
    return Rules(
        required=tuple(table["required"]),
        ticket_required=tuple(table["ticket_required"]),
        forbidden=tuple(table["forbidden"]),
        states_authority=table.get("states_authority", False),
        disclaimer=table.get("disclaimer", False),
    )


def _with_english(guard: Guard, english: Guard, file: str) -> Guard:
    """Forbid in a language what English forbids everywhere, but for its own innocent words."""
    of_letters = (phrase for rules in english.letters.values() for phrase in rules.forbidden)
    unknown = sorted(guard.allowed_english - {*english.forbidden, *of_letters})
    if unknown:
        raise LetterError(
            f"{file}: '{unknown[0]}' in all.allowed_english is not forbidden in English.",
            hint="Write it as it stands in guard.en.toml, or leave it out.",
        )
    more = (phrase for phrase in english.forbidden if phrase not in guard.allowed_english)
    return replace(
        guard,
        forbidden=tuple(dict.fromkeys((*guard.forbidden, *more))),
        recipient=tuple(dict.fromkeys((*guard.recipient, *english.recipient))),
        english=english,
    )


def _problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong, first things first."""
    yield from wrong_keys(data, "", _SECTIONS)
    yield from wrong_keys(data["fixed"], "fixed", ("disclaimer",))
    yield from wrong_keys(data["all"], "all", ("forbidden",), ("allowed_english", "anywhere"))
    yield from wrong_keys(data["recipient"], "recipient", ("forbidden",))
    yield from wrong_keys(data["authority"], "authority", tuple(Basis))
    for name, text in {**data["fixed"], **data["authority"]}.items():
        if not isinstance(text, str) or not text.strip():
            yield f"'{name}' is not a text, or an empty one"
    for name in ("all", "recipient"):
        for key, phrases in data[name].items():
            yield from _phrases(phrases, f"{name}.{key}")
    if not isinstance(data["letters"], dict):
        yield "[letters] is no table"
    for letter, table in data["letters"].items():
        yield from wrong_keys(table, f"letters.{letter}", _LISTS, _SWITCHES)
        for key in _LISTS:
            yield from _phrases(table[key], f"letters.{letter}.{key}")
        for key in _SWITCHES:
            if not isinstance(table.get(key, False), bool):
                yield f"'letters.{letter}.{key}' is neither true nor false"


def _phrases(phrases: Any, name: str) -> Iterator[str]:
    if not isinstance(phrases, list) or not all(isinstance(text, str) and text.strip() for text in phrases):
        yield f"'{name}' is not a list of texts"
