"""Forgetting one person: out of the register and out of the organizer's own lists, for good.

What it cannot reach is said: the files that people sent, backups, and what was published.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from takedown.frozen import dataclass
from takedown.model import folded
from takedown.register.decisions import IDENTITIES, MATCHES, Line, lines_bytes, read_lines
from takedown.register.intake.values import Rejected
from takedown.register.people import Same, name_key
from takedown.register.rejected import FILE as REJECTED
from takedown.register.rejected import read_rejected, rejected_bytes
from takedown.register.store import Register, meant_by
from takedown.register.values import Answer
from takedown.writing import write_files

#: Shorter names stand in other words: `Low` in `below`.
_SHORTEST = 4
#: Files that are looked through for what still names somebody.
_READABLE = frozenset({".csv", ".json", ".toml", ".txt", ".html", ".md", ".tsv"})
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom a name or an address means: their answers, and all words by which they are known."""

    answers: tuple[Answer, ...]
    names: tuple[str, ...]
    contacts: tuple[str, ...]
    words: frozenset[str]
    """Names as they are compared, and addresses in small letters."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that they sent, which the program does not touch."""
        return tuple(sorted({answer.source.file for answer in self.answers if answer.source.file}))


def meant_of(given: str, answers: Iterable[Answer], decided: Sequence[Same] = ()) -> Meant:
    """Find whom a name or an address means. A name stands for all that a person said are the same artist."""
    keys = {name_key(given)}
    while more := {
        key
        for one in decided
        if one.same
        for key in (name_key(one.name), name_key(one.other))
        if keys & {name_key(one.name), name_key(one.other)} and key not in keys
    }:
        keys |= more
    is_meant = meant_by(tuple(keys), (given,) if "@" in given else ())
    found = tuple(answer for answer in answers if is_meant(answer))
    names = tuple(sorted({answer.artist for answer in found}))
    own = {given.casefold()} if "@" in given else set()
    contacts = {answer.contact for answer in found if answer.contact}
    words = {*keys, *own, *(name_key(name) for name in names)}
    return Meant(answers=found, names=names, contacts=tuple(sorted(contacts)), words=frozenset(words))


def forget(folder: Path, register: Register, meant: Meant, kept: Sequence[Answer]) -> int:
    """Erase; how many answers. `kept`: all answers. Of others only the name of a file that names them is erased."""
    gone = set(map(id, meant.answers))
    naming = [answer for answer in kept if id(answer) not in gone and _names(answer.source.file, meant.words)]
    targets = {*meant.answers, *naming}
    register.forget(lambda answer: answer in targets)
    register.add(replace(answer, source=replace(answer.source, file="")) for answer in naming)
    _clean(folder, lambda line: not _in_line(line, meant), lambda one: not _in_rejected(one, meant))
    return len(meant.answers)


def forget_all(folder: Path, register: Register) -> int:
    """Erase every answer and every list; how many answers."""
    number = register.forget(lambda _: True)
    _clean(folder, lambda _: False, lambda _: False)
    return number


def _clean(folder: Path, stays: Callable[[Line], bool], is_kept: Callable[[Rejected], bool]) -> None:
    """Write the lists anew without what is forgotten; a list that does not change is left as it is."""
    files: dict[str, bytes] = {}
    for file in (IDENTITIES, MATCHES):
        lines = read_lines(folder, file)
        left = [line for line in lines if stays(line)]
        if len(left) < len(lines):
            files[file] = lines_bytes(left)
    rejected = read_rejected(folder)
    remaining = [one for one in rejected if is_kept(one)]
    if len(remaining) < len(rejected):
        files[REJECTED] = rejected_bytes(remaining)
    if files:
        write_files({folder: files})


def _in_line(line: Line, meant: Meant) -> bool:
    return bool({name_key(line.name), name_key(line.other)} & meant.words) or _names(line.why, meant.words)


def _in_rejected(one: Rejected, meant: Meant) -> bool:
    rows = {(answer.source.file, answer.source.row) for answer in meant.answers if answer.source.row}
    if (one.source.file, one.source.row) in rows:
        return True
    return any(_names(text, meant.words) for text in (one.source.file, one.source.sheet, one.reason, one.fix))


def _names(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of these names in it, also as part of a word, unless the name is very short."""
    plain, raw = f" {name_key(text)} " if text else "", folded(text)
    close = plain.replace(" ", "")
    return any(
        f" {word} " in plain or (len(word) >= _SHORTEST and (word in raw or word.replace(" ", "") in close))
        for word in words
        if word
    )


def still_named(folder: Path, meant: Meant) -> tuple[str, ...]:
    """The organizer's own files of this folder in which a forgotten name still stands."""
    found: list[str] = []
    for path in sorted(folder.glob("*")):
        if path.suffix.casefold() in _READABLE and path.is_file() and path.stat().st_size <= _LARGEST:
            with suppress(OSError):
                if _names(path.read_text(encoding="utf-8", errors="replace"), meant.words):
                    found.append(path.name)
    return tuple(found)
