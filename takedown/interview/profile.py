"""What is known of the user in every workspace: who signs. Kept in the user's own folder, never in a repository.

It holds no platforms, occasions or reasons: what somebody does is nobody's business but the workspace's.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from takedown.checks.words import quoted, visible
from takedown.errors import StorageError, TakedownError, UsageError
from takedown.frozen import dataclass
from takedown.interview.answers import (
    AnswerError,
    Answers,
    Value,
    email_answer,
    name_answer,
    text_answer,
)
from takedown.request import Capacity
from takedown.workspace import write_file

FILE = "profile.toml"
DEFAULT = "default"
_LARGEST = 100_000
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One sender, as [sender] of takedown.toml has it."""

    name: str
    organization: str = ""
    capacity: str = Capacity.ARTIST.value
    address: tuple[str, ...] = ()
    email: str
    own_labels: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """`Ana Example, Example Tapes <ana@example.com>`."""
        return f"{', '.join(filter(None, (self.name, self.organization)))} <{self.email}>"


def profile_of(answers: Answers) -> Profile | None:
    """Make a profile of what was answered; None where name or email is missing."""
    known = {each.name: answers[each.name] for each in fields(Profile) if answers.get(each.name)}
    return _profile(known) if "name" in known and "email" in known else None


def answers_of(profile: Profile) -> Answers:
    """Give the answers that a profile holds; what is empty in it is not answered."""
    return {key: value for key, value in asdict(profile).items() if value}


def load_profiles(folder: Path | None) -> tuple[Mapping[str, Profile], str]:
    """Read all profiles, the default one first, and a warning where the file cannot be used."""
    if folder is None:
        return {}, ""
    path = folder / FILE
    try:
        if path.stat().st_size > _LARGEST:
            return {}, f"{path} is too big to be a profile, and is left aside"
        tree = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        profiles = {name: _profile(table) for name, table in tree.get("profiles", {}).items()}
    except FileNotFoundError:
        return {}, ""
    except (TakedownError, OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = visible(str(error).splitlines()[0]) if str(error) else type(error).__name__
        return {}, f"{path} cannot be read and is left aside ({reason})"
    return dict(sorted(profiles.items(), key=lambda each: (each[0] != DEFAULT, each[0]))), ""


def check_profile(name: str, profiles: Mapping[str, Profile], *, is_new: bool) -> None:
    """UsageError where a profile is named that is not there and not to be made: a slip of the pen, most likely."""
    if not name or name in profiles or is_new:
        return
    there = f"there are {', '.join(map(visible, profiles))}" if profiles else "none is kept yet"
    raise UsageError(
        f"no profile {quoted(name)}; {there}",
        hint="with --name and --email a new one is kept under that name",
    )


def check_no_profile(name: str) -> None:
    """UsageError where a profile is named and none is wanted."""
    if name:
        raise UsageError(f"--no-profile and --profile {visible(name)}", hint="leave one of them out")


def save_profile(folder: Path, name: str, profile: Profile) -> Path:
    """Add or replace one profile. StorageError where that cannot be, also where the file is damaged."""
    profiles, damage = load_profiles(folder)
    path = folder / FILE
    if damage:
        raise StorageError(damage, hint=f"mend or delete {path}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: could not make it ({error.strerror})") from error
    lines = [
        "# Who signs, as `takedown init` offers it for a new workspace. Delete what you do not want kept."
    ]
    for key, each in {**profiles, name: profile}.items():
        lines += ["", f"[profiles.{key if _BARE.fullmatch(key) else toml(key)}]"]
        lines += [f"{field} = {toml(value)}" for field, value in asdict(each).items()]
    write_file(path, ("\n".join(lines) + "\n").encode())
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return path


def toml(value: Value) -> str:
    """Write a text or a list of texts as TOML."""
    if isinstance(value, str):
        # JSON writes strings as TOML does, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return f"[{', '.join(toml(each) for each in value)}]"


def _profile(table: Mapping[str, object]) -> Profile:
    """Judge a table by the rules of the answers; AnswerError, TypeError or ValueError where it is no profile."""
    unknown = sorted(set(table) - {each.name for each in fields(Profile)})
    if unknown:
        raise AnswerError(f"unknown key {unknown[0]}")
    return Profile(
        name=name_answer(_text(table, "name")),
        organization=text_answer(_text(table, "organization")),
        capacity=Capacity(_text(table, "capacity") or Capacity.ARTIST).value,
        address=_texts(table, "address"),
        email=email_answer(_text(table, "email")),
        own_labels=_texts(table, "own_labels"),
    )


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key} is not text")
    return value


def _texts(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, ())
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise TypeError(f"{key} is not a list of texts")
    return tuple(text_answer(each) for each in value)
