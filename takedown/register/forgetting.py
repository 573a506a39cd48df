"""Forgetting one person: out of the register and out of the organizer's own lists, for good.

What it cannot reach is said: the files that people sent, backups, and what was published.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from takedown.frozen import dataclass
from takedown.register.decisions import (
    IDENTITIES,
    MATCHES,
    NAMES,
    Line,
    lines_bytes,
    names_bytes,
    read_lines,
    read_names,
)
from takedown.register.intake.values import Rejected
from takedown.register.looking import names_any
from takedown.register.naming import Said
from takedown.register.people import Same, name_key
from takedown.register.rejected import FILE as REJECTED
from takedown.register.rejected import read_rejected, rejected_bytes
from takedown.register.store import Register, meant_by
from takedown.register.values import Answer
from takedown.writing import write_files


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


def meant_of(
    given: str, answers: Iterable[Answer], decided: Sequence[Same] = (), spelled: Sequence[Same] = ()
) -> Meant:
    """Find whom a name or an address means. A name stands for all that a person said are the same artist.

    `spelled`: how the list of those who signed writes them; that too is looked for.
    """
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
    listed = [(name_key(one.name), name_key(one.other)) for one in spelled if one.same]
    words |= {key for pair in listed if not words.isdisjoint(pair) for key in pair}
    return Meant(answers=found, names=names, contacts=tuple(sorted(contacts)), words=frozenset(words))


def forget(folder: Path, register: Register, meant: Meant, kept: Sequence[Answer]) -> int:
    """Erase; how many answers. `kept`: all answers. Of others only the name of a file that names them is erased."""
    gone = set(map(id, meant.answers))
    naming = [
        answer for answer in kept if id(answer) not in gone and names_any(answer.source.file, meant.words)
    ]
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
    said = read_names(folder)
    named = [one for one in said if stays(_as_line(one))]
    if len(named) < len(said):
        files[NAMES] = names_bytes(named)
    rejected = read_rejected(folder)
    remaining = [one for one in rejected if is_kept(one)]
    if len(remaining) < len(rejected):
        files[REJECTED] = rejected_bytes(remaining)
    if files:
        write_files({folder: files})


def _as_line(said: Said) -> Line:
    return Line(name=said.name, other=said.address, why=said.address)


def _in_line(line: Line, meant: Meant) -> bool:
    said = {name_key(line.name), name_key(line.other), line.other.casefold()}
    return bool(said & meant.words) or names_any(line.why, meant.words)


def _in_rejected(one: Rejected, meant: Meant) -> bool:
    rows = {(answer.source.file, answer.source.row) for answer in meant.answers if answer.source.row}
    if (one.source.file, one.source.row) in rows:
        return True
    texts = (one.source.file, one.source.sheet, one.reason, one.fix, one.path)
    return any(names_any(text, meant.words) for text in texts)


def in_lists(folder: Path, meant: Meant) -> bool:
    """Whether the lists beside the register say something of who is meant."""
    lines = [line for file in (IDENTITIES, MATCHES) for line in read_lines(folder, file)]
    lines += map(_as_line, read_names(folder))
    return any(_in_line(line, meant) for line in lines) or any(
        _in_rejected(one, meant) for one in read_rejected(folder)
    )


def near_spellings(given: str, answers: Iterable[Answer]) -> tuple[str, ...]:
    """Names and addresses of the register that are nearly what was typed."""
    import difflib

    known: dict[str, str] = {}
    for answer in answers:
        known.setdefault(name_key(answer.artist), answer.artist)
        if answer.contact and "@" in given:
            known.setdefault(answer.contact.casefold(), answer.contact)
    typed = given.casefold() if "@" in given else name_key(given)
    return tuple(known[key] for key in difflib.get_close_matches(typed, known, n=3, cutoff=0.7))
