"""Who is who: answers → participants, by rules that are printed with every result.

Nothing here guesses. Where the rules do not decide, a person is asked, and what they say is remembered.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from takedown.frozen import dataclass
from takedown.model import folded
from takedown.register.values import CHECKED, GRADES, Answer, Grade, Participant

#: Printed below every result that rests on them.
RULES = (
    "Two answers are of one artist where the names are the same but for capitals, accents, signs and a leading “The”.",
    "The same name from two different addresses is a question for a person, and counts as two until it is decided.",
    "An answer without an address belongs to who is known by that name; where two are, it stands apart.",
    "There, its no to publication and its wish to be left out hold for both.",
    "An outcome or a yes to publication without an address, under a name that is known by one, is a question too.",
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

    @property
    def is_apart(self) -> bool:
        """Whether it says that one name, from two addresses, is two artists."""
        return not self.same and name_key(self.name) == name_key(self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A name that may be one artist or two: from different addresses, or from one and from nobody knows where."""

    name: str
    contacts: tuple[str, ...]
    """One alone: an answer without an address said something that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The participants in the order of their names, and what a person has to decide."""

    participants: tuple[Participant, ...]
    doubts: tuple[Doubt, ...]


@lru_cache(maxsize=1 << 16)
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
    first: dict[tuple[object, ...], Answer] = {}
    for answer in answers:
        first.setdefault(given_key(answer), answer)
    groups = _Groups(first.values(), decided)
    participants = [_participant(key, found) for key, found in groups.found()]
    participants.sort(key=lambda one: (name_key(one.name), one.key))
    return People(participants=tuple(participants), doubts=groups.doubts())


def given_key(answer: Answer) -> tuple[object, ...]:
    """What makes an answer the same one again: all that it says, but not where and when it came in.

    Another spelling is another answer: else the first to come in would decide how a name is written.
    What a file shows is another answer than the same in a row of a form: somebody said that.
    A no that names no day is another one on each day on which it comes in: else a no after a yes would be lost.
    """
    return (
        answer.artist,
        answer.contact,
        answer.label,
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
        answer.received if is_no(answer) and not answer.on else None,
        answer.source.row > 0,
    )


class _Groups:
    """Answers put together by the rules, whatever the order in which they came in."""

    def __init__(self, answers: Iterable[Answer], decided: Sequence[Same]) -> None:
        self._alias = _aliases(decided)
        self._apart = {name_key(one.name) for one in decided if one.is_apart}
        self._names: dict[str, dict[str, list[Answer]]] = {}
        """Name → address → answers; the address is empty where it is not known."""
        for answer in answers:
            key = name_key(answer.artist)
            by_address = self._names.setdefault(self._alias.get(key, key), {})
            by_address.setdefault(answer.contact.casefold(), []).append(answer)

    def found(self) -> Iterator[tuple[str, Sequence[Answer]]]:
        """Give the key and the answers of each participant."""
        for name, by_address in self._names.items():
            addresses = [address for address in by_address if address]
            if not addresses or (len(addresses) == 1 and name not in self._apart) or self._is_one(name):
                yield digest(name, ""), [answer for some in by_address.values() for answer in some]
                continue
            unsigned = by_address.get("", [])
            noes = [answer for answer in unsigned if is_no(answer)]
            for address in addresses:
                yield digest(name, address), [*by_address[address], *noes]
            if len(noes) < len(unsigned):
                yield digest(name, ""), unsigned

    def _is_one(self, name: str) -> bool:
        return name in self._alias and name not in self._apart

    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(
            Doubt(name=name, contacts=tuple(sorted(address for address in by_address if address)))
            for name, by_address in sorted(self._names.items())
            if _is_doubtful(by_address) and name not in self._alias and name not in self._apart
        )


def _is_doubtful(by_address: Mapping[str, Sequence[Answer]]) -> bool:
    """Whether a name may be of two. Who gives no address may be anybody: also whoever wants to speak for somebody."""
    addresses = sum(bool(address) for address in by_address)
    said = any(
        answer.grade is Grade.REPORTED and (answer.outcome or answer.publish)
        for answer in by_address.get("", ())
    )
    return addresses > 1 or (addresses == 1 and said)


def is_no(answer: Answer) -> bool:
    """Whether somebody takes something back: the consent to publish, or all of it."""
    return answer.withdrawn or answer.publish is False


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
    ordered = sorted(answers, key=_in_order)
    return Participant(
        key=key,
        name=best,
        names=tuple(sorted(names)),
        contacts=tuple(sorted({answer.contact for answer in answers if answer.contact})),
        labels=tuple(sorted({answer.label for answer in answers if answer.label})),
        answers=tuple(ordered),
    )


def _in_order(answer: Answer) -> tuple[object, ...]:
    """By days; of one day a no comes last, and so it is the last word. The rest makes the order the same each time."""
    return (
        answer.on or answer.received,
        answer.received,
        answer.withdrawn,
        answer.publish is False,
        GRADES.index(answer.grade),
        CHECKED.index(answer.dkim),
        answer.domain,
        answer.outcome or "",
        answer.distributor,
        answer.label,
        answer.ticket,
        answer.platforms,
        answer.phase_one is True,
        answer.contact,
        answer.artist,
    )
