"""Who is who: answers → participants, by rules that are printed with every result.

Nothing here guesses. Where the rules do not decide, a person is asked, and what they say is remembered.
"""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from takedown.frozen import dataclass
from takedown.model import folded
from takedown.register.values import Answer, Participant

#: Printed below every result that rests on them.
RULES = (
    "Two answers are of one artist where the names are the same but for capitals, accents, signs and a leading “The”.",
    "The same name from two different addresses is a question for a person, and counts as two until it is decided.",
    "One address can answer for several artists, as a label does; each name is one artist.",
    "Two names are one artist where a person said so in identities.csv.",
    "An answer that came in twice counts once.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """What a person decided of two names: the same artist, or not."""

    name: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two participants that may be one: the same name, from different addresses."""

    name: str
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The participants in the order of their names, and what a person has to decide."""

    participants: tuple[Participant, ...]
    doubts: tuple[Doubt, ...]
    repeated: int
    """Answers that had come in before."""


def name_key(name: str) -> str:
    """A name as names are compared: without case, accents, punctuation, and a leading article."""
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(mark)
    )
    words = "".join(mark if mark.isalnum() else " " for mark in plain).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words) or folded(name)


def people_of(answers: Iterable[Answer], decided: Sequence[Same] = ()) -> People:
    """Make participants of answers."""
    given = tuple(answers)
    once = tuple(dict.fromkeys(given_key(answer) for answer in given))
    first: dict[tuple[object, ...], Answer] = {}
    for answer in given:
        first.setdefault(given_key(answer), answer)
    groups = _Groups(decided)
    for answer in first.values():
        groups.take(answer)
    participants = [_participant(key, found) for key, found in groups.found.items()]
    participants.sort(key=lambda one: (name_key(one.name), one.key))
    return People(participants=tuple(participants), doubts=groups.doubts(), repeated=len(given) - len(once))


def given_key(answer: Answer) -> tuple[object, ...]:
    """What makes an answer the same one again: all that it says, but not where and when it came in."""
    return (
        name_key(answer.artist),
        answer.contact.casefold(),
        name_key(answer.label),
        answer.distributor,
        answer.platforms,
        answer.outcome,
        answer.on,
        answer.ticket,
        answer.grade,
        answer.dkim,
        answer.phase_one,
        answer.publish,
        answer.withdrawn,
    )


class _Groups:
    """Answers put together by the rules, as they come."""

    def __init__(self, decided: Sequence[Same]) -> None:
        self.found: dict[str, list[Answer]] = {}
        self._alias = _aliases(decided)
        self._apart = {
            frozenset((name_key(one.name), name_key(one.other))) for one in decided if not one.same
        }
        self._contacts: dict[str, dict[str, str]] = defaultdict(dict)
        """Name → contact → key of the group."""

    def take(self, answer: Answer) -> None:
        name = self._alias.get(name_key(answer.artist), name_key(answer.artist))
        contact = answer.contact.casefold()
        key = self._contacts[name].setdefault(contact, "")
        if not key:
            key = self._key(name, contact)
            self._contacts[name][contact] = key
        self.found.setdefault(key, []).append(answer)

    def _key(self, name: str, contact: str) -> str:
        """One name is one artist; a second address for it opens a group of its own, until a person decides."""
        known = self._contacts[name]
        others = {one: key for one, key in known.items() if key and one}
        if not contact:  # who wrote is not known: it belongs to the one who is, if there is one alone
            return next(iter(others.values())) if len(others) == 1 else digest(name, "")
        if known.get("") and not others:  # the first with an address takes over what had none
            return known[""]
        if others and frozenset((name,)) not in self._apart and self._is_decided(name):
            return next(iter(others.values()))
        return digest(name, contact)

    def _is_decided(self, name: str) -> bool:
        return name in set(self._alias.values()) or name in self._alias

    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(
            Doubt(name=name, contacts=tuple(sorted(one for one in contacts if one)))
            for name, contacts in sorted(self._contacts.items())
            if len({key for one, key in contacts.items() if one}) > 1
            and frozenset((name,)) not in self._apart
        )


def _aliases(decided: Sequence[Same]) -> Mapping[str, str]:
    """Name → the first name of those that a person said are one."""
    alias: dict[str, str] = {}
    for one in decided:
        if one.same:
            first, second = name_key(one.name), name_key(one.other)
            root = alias.get(first, first)
            old = alias.get(second, second)
            for name, other in list(alias.items()):
                if other == old:
                    alias[name] = root
            alias[first] = alias[second] = alias[old] = root
    return alias


def digest(name: str, contact: str) -> str:
    """A key of 16 hex characters; it stays in the register."""
    return hashlib.sha256(f"{name}\n{contact}".encode()).hexdigest()[:16]


def _participant(key: str, answers: Sequence[Answer]) -> Participant:
    names = Counter(answer.artist for answer in answers)
    best = max(names, key=lambda name: (names[name], name))
    ordered = sorted(answers, key=lambda answer: (answer.on or answer.received, answer.received))
    return Participant(
        key=key,
        name=best,
        names=tuple(sorted(names)),
        contacts=tuple(sorted({answer.contact for answer in answers if answer.contact})),
        labels=tuple(sorted({answer.label for answer in answers if answer.label})),
        answers=tuple(ordered),
    )
