"""answers.toml: what an organizer said of their forms, remembered for the next time."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from takedown.checks.words import quoted
from takedown.errors import ConfigError, UsageError
from takedown.register.intake.values import Remembered
from takedown.register.intake.words import FIELDS, plain
from takedown.register.values import Outcome

FILE = "answers.toml"
_LARGEST = 1_000_000
_ABOUT = (
    "# What was said of the columns and words of forms: takedown register import --map, --word, --days.\n"
)
_OUTCOMES = ", ".join(Outcome)
_ORDERS = ("dmy", "mdy")


def read_remembered(folder: Path) -> Remembered:
    """Read what was said before; nothing where there is no file. ConfigError names file and key."""
    path = folder / FILE
    if not path.exists():
        return Remembered()
    try:
        with path.open("rb") as file:
            table = tomllib.loads(file.read(_LARGEST).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        hint = "mend it, or move it away: it is made anew by --map and --word"
        raise ConfigError(f"{path}: cannot be read ({error})", hint=hint) from error
    columns = {key: _texts(path, key, value) for key, value in _table(path, table, "columns").items()}
    words = {str(key): str(value) for key, value in _table(path, table, "words").items()}
    for key in columns:
        _check(path, key, FIELDS)
    for value in words.values():
        _check(path, value, tuple(Outcome))
    days = str(table.get("days", ""))
    if days:
        _check(path, days, _ORDERS)
    return Remembered(columns=columns, words={plain(key): value for key, value in words.items()}, days=days)


def _table(path: Path, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise ConfigError(f"{path}, {key}: is to be a table", hint=f"write [{key}] and one line for each")
    return found


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ConfigError(
            f"{path}, columns.{key}: is to be a list of headings", hint=f'{key} = ["Band name"]'
        )
    return tuple(found)


def _check(path: Path, word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise ConfigError(f"{path}: {quoted(word)} is not known", hint=f"known are {', '.join(known)}")


def with_said(
    remembered: Remembered, *, maps: Sequence[str] = (), words: Sequence[str] = (), days: str = ""
) -> Remembered:
    """Add what was said now (`artist=Band name`, `I did it=submitted`). UsageError where it cannot be meant."""
    columns = dict(remembered.columns)
    for each in maps:
        key, mark, heading = each.partition("=")
        if key.strip() not in FIELDS or not mark or not heading.strip():
            known = ", ".join(FIELDS)
            raise UsageError(f"--map {quoted(each)}: write FIELD=HEADING", hint=f"the fields are {known}")
        key, heading = key.strip(), heading.strip()
        # A heading means one thing: what was said before of it is taken back.
        columns = {
            other: tuple(one for one in found if plain(one) != plain(heading))
            for other, found in columns.items()
        }
        columns[key] = (*columns.get(key, ()), heading)
    meanings = dict(remembered.words)
    for each in words:
        said, mark, outcome = each.rpartition("=")
        if not mark or not plain(said) or outcome.strip() not in tuple(Outcome):
            hint = f"the outcomes are {_OUTCOMES}"
            raise UsageError(f"--word {quoted(each)}: write WORDS=OUTCOME", hint=hint)
        meanings[plain(said)] = outcome.strip()
    kept = {key: found for key, found in columns.items() if found}
    return Remembered(columns=kept, words=meanings, days=days or remembered.days)


def remembered_bytes(remembered: Remembered) -> bytes:
    """Write answers.toml."""
    import tomlkit

    document = tomlkit.document()
    if remembered.days:
        document["days"] = remembered.days
    if remembered.columns:
        document["columns"] = {key: list(found) for key, found in sorted(remembered.columns.items())}
    if remembered.words:
        document["words"] = dict(sorted(remembered.words.items()))
    return (_ABOUT + tomlkit.dumps(document)).encode()
