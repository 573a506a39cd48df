"""Who of the list of signatories has answered: sure by the rules of names, else likely, doubtful or none by likeness.

The list is private, and so is what comes out: who has not answered is nobody's business but the organizer's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.register.decisions import Line
from takedown.register.people import Same, name_key
from takedown.register.values import Participant

#: Likeness from 0 to 100 (rapidfuzz, normalized InDel similarity), also with the words in another order.
LIKELY = 92
DOUBTFUL = 80
#: Of shorter names a letter more or less is another name: `U2`, `UB40`.
_SHORTEST = 5
#: So many like names are shown to a person.
_MOST = 3

RULES = (
    "Sure: the names are the same but for capitals, accents, signs and a leading “The”, or matches.csv says so.",
    f"Likely: {LIKELY} of 100 alike, longer than {_SHORTEST - 1} letters, the same numbers, and like no other name.",
    f"Doubtful: {DOUBTFUL} of 100 alike. A person decides in matches.csv; until then it counts as no answer.",
)


class How(StrEnum):
    """How sure it is that a signatory has answered."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A line of the list: a name, and others by which it is known."""

    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A signatory, how sure it is that they answered, and the participants that it may be."""

    signatory: Signatory
    how: How
    participants: tuple[str, ...] = ()
    """Their names; of a sure or likely one the one that it is."""
    likeness: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What came of the whole list. For the organizer alone."""

    matched: tuple[Matched, ...]
    not_on_list: int
    """Participants that are like no name on the list."""

    def number(self, how: How) -> int:
        """How many signatories were matched so."""
        return sum(one.how is how for one in self.matched)


def match_all(
    signatories: Sequence[Signatory], participants: Sequence[Participant], decisions: Sequence[Same] = ()
) -> Matching:
    """Match a list with the participants, by what was decided, then by names, then by likeness."""
    table = _Names(participants, decisions)
    matched = tuple(table.match(each) for each in signatories)
    found = {name_key(name) for one in matched if one.how is not How.NONE for name in one.participants}
    others = sum(not found.intersection(map(name_key, one.names)) for one in participants)
    return Matching(matched=matched, not_on_list=others)


class _Names:
    """The names of all participants, and what was decided of them."""

    def __init__(self, participants: Sequence[Participant], decisions: Sequence[Same]) -> None:
        self._by_key: dict[str, str] = {}
        for one in participants:
            for name in one.names:
                self._by_key.setdefault(name_key(name), one.name)
        self._keys = [key for key in sorted(self._by_key) if len(key) >= _SHORTEST]
        self._same: dict[str, set[str]] = {}
        self._apart: set[frozenset[str]] = set()
        for each in decisions:
            first, second = name_key(each.name), name_key(each.other)
            if each.same:
                self._same.setdefault(first, set()).add(second)
                self._same.setdefault(second, set()).add(first)
            else:
                self._apart.add(frozenset((first, second)))

    def match(self, signatory: Signatory) -> Matched:
        keys = list(dict.fromkeys(map(name_key, (signatory.name, *signatory.others))))
        said = [other for key in keys for other in sorted(self._same.get(key, ())) if other in self._by_key]
        sure = next(
            (key for key in (*said, *keys) if key in self._by_key and not self._is_apart(keys, key)), ""
        )
        if sure:
            return Matched(
                signatory=signatory, how=How.SURE, participants=(self._by_key[sure],), likeness=100
            )
        like = self._like(keys)
        if not like:
            return Matched(signatory=signatory, how=How.NONE)
        best, likeness, key = like[0]
        alone = len({name for name, score, _ in like if score >= LIKELY}) == 1
        is_likely = likeness >= LIKELY and alone and any(_numbers(key) == _numbers(one) for one in keys)
        if is_likely:
            return Matched(signatory=signatory, how=How.LIKELY, participants=(best,), likeness=likeness)
        names = tuple(dict.fromkeys(name for name, _, _ in like))[:_MOST]
        return Matched(signatory=signatory, how=How.DOUBTFUL, participants=names, likeness=likeness)

    def _like(self, keys: Iterable[str]) -> list[tuple[str, int, str]]:
        """Names like these, the likest first: name, likeness, key."""
        from rapidfuzz import fuzz, process

        found: dict[str, float] = {}
        for key in keys:
            if len(key) < _SHORTEST:
                continue
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
                hits = process.extract(key, self._keys, scorer=scorer, score_cutoff=DOUBTFUL, limit=10)
                for other, score, _ in hits:
                    if not self._is_apart([key], other):
                        found[other] = max(found.get(other, 0.0), score)
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self._by_key[key], int(score), key) for key, score in ranked]

    def _is_apart(self, keys: Iterable[str], other: str) -> bool:
        return any(frozenset((key, other)) in self._apart for key in keys)


def _numbers(key: str) -> tuple[str, ...]:
    return tuple(word for word in key.split() if any(map(str.isdigit, word)))


def match_questions(matching: Matching) -> Iterator[Line]:
    """What a person has to decide: the likely and the doubtful, both names beside each other."""
    for one in matching.matched:
        if one.how in (How.LIKELY, How.DOUBTFUL):
            for name in one.participants:
                yield Line(name=one.signatory.name, other=name, why=f"{one.how}: {one.likeness} of 100 alike")


def alike_questions(participants: Sequence[Participant]) -> Iterator[Line]:
    """Participants with nearly the same name and one address: may be one artist under two names."""
    from rapidfuzz import fuzz

    by_contact: dict[str, list[Participant]] = {}
    for one in participants:
        for contact in one.contacts:
            by_contact.setdefault(contact.casefold(), []).append(one)
    for _, group in sorted(by_contact.items()):
        for place, first in enumerate(group[:_MOST_OF_ONE]):
            for second in group[place + 1 : _MOST_OF_ONE]:
                keys = name_key(first.name), name_key(second.name)
                if first.key != second.key and fuzz.token_sort_ratio(*keys) >= DOUBTFUL:
                    yield Line(
                        name=first.name, other=second.name, why="nearly the same name from one address"
                    )


#: Of the artists of one address so many are compared with each other.
_MOST_OF_ONE = 500


def signatories_of(rows: Iterable[Mapping[str, str]]) -> tuple[Signatory, ...]:
    """Make signatories of the rows of a list: `name`, and `others` divided by semicolons; each name once."""
    found: dict[str, Signatory] = {}
    for row in rows:
        name = row.get("name", "")
        if name:
            others = tuple(filter(None, map(str.strip, row.get("others", "").split(";"))))
            found.setdefault(name_key(name), Signatory(name=name, others=others))
    return tuple(found.values())
