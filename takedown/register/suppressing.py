"""Small numbers give people away: groups that hide too few are put together until they hide enough. Pure.

Not the bare count decides, but how many parties of their own stand behind it who are not named anyway: ten artists of
one label are one decision, and whoever knows the label knows all ten. So a number can be 8 and still be too small.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from takedown.frozen import dataclass
from takedown.register.people import name_key
from takedown.register.values import GRADES, Participant, Standing

#: A number that is published hides at least so many parties.
LEAST = 5
#: A group without a name: it stands for two or more, and nobody is told which.
OTHERS = "others"
#: Between the evidence of one class, as in “reported or copy”.
OR = " or "

Rows = Sequence[Standing]
#: Grades that are told together.
Class = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Those who are not named: participant → the party that decides for it. They hide each other."""

    party: Mapping[str, str]

    def hides(self, rows: Iterable[Standing]) -> bool:
        """Whether enough parties stand behind these rows."""
        return len({self.party[row.participant] for row in rows if row.participant in self.party}) >= LEAST


def parties_of(participants: Iterable[Participant]) -> Mapping[str, str]:
    """Participant → its party: one for all who share a label, an address, or a name."""
    given = tuple(participants)
    root = {one.key: one.key for one in given}

    def first(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    seen: dict[tuple[str, str], str] = {}
    for one in given:
        for mark in _marks(one):
            known = seen.setdefault(mark, one.key)
            root[first(one.key)] = first(known)
    return {one.key: first(one.key) for one in given}


def _marks(participant: Participant) -> Iterable[tuple[str, str]]:
    yield from (("label", name_key(label)) for label in participant.labels)
    yield from (("contact", contact.casefold()) for contact in participant.contacts)
    yield from (("name", name_key(name)) for name in participant.names)


def merged(
    groups: Mapping[str, Rows], aside: Iterable[Rows], crowd: Crowd, *, complete: bool
) -> Mapping[str, Rows]:
    """Put groups together until each hides enough; empty where nothing is left that the total does not say.

    `aside`: groups that have no name which may be published. `complete`: every group that a reader can think of is
    there. Where it is not, some are always put together: else a reader knew of each group that is not listed that
    nobody in it acted (complementary suppression, against differences with the total).
    """
    pot = [rows for rows in aside if rows]
    kept: dict[str, Rows] = {}
    for name, rows in groups.items():
        if crowd.hides(rows):
            kept[name] = rows
        elif rows:
            pot.append(rows)
    if pot or not complete:
        for name in sorted(kept, key=lambda name: (len(kept[name]), name)):
            if len(pot) > 1 and crowd.hides(row for rows in pot for row in rows):
                break
            pot.append(kept.pop(name))
    if pot and kept:
        kept[OTHERS] = [row for rows in pot for row in rows]
    return kept if len(kept) > 1 else {}


def classes_of(cells: Iterable[Rows], crowd: Crowd, *, within: Sequence[Class] = ()) -> tuple[Class, ...]:
    """The finest classes of evidence, neighbours put together, of which each hides enough in each cell.

    `within`: classes that may be put together and not taken apart, so that no two tables differ by few.
    """
    atoms = tuple(within) or tuple((grade.value,) for grade in GRADES)
    given = tuple(cells)
    cuts = sorted(product((True, False), repeat=len(atoms) - 1), key=lambda cut: (-sum(cut), cut))
    for cut in cuts:
        found = _joined(atoms, cut)
        if all(crowd.hides(row for row in rows if row.grade in one) for one in found for rows in given):
            return found
    return (tuple(grade for atom in atoms for grade in atom),)


def _joined(atoms: Sequence[Class], cuts: Sequence[bool]) -> tuple[Class, ...]:
    found = [atoms[0]]
    for cut, atom in zip(cuts, atoms[1:], strict=True):
        if cut:
            found.append(atom)
        else:
            found[-1] = (*found[-1], *atom)
    return tuple(found)


def weekly(rows: Rows, day: date, crowd: Crowd) -> Mapping[date, Rows]:
    """Steps that each hide enough: last day of the step → rows. Weeks end on Sundays; days that are not known go first.

    What is left over at the end belongs to the last step; a step does not end after `day`.
    """
    weeks: dict[date, list[Standing]] = {}
    for row in rows:
        on = min(row.on, day) if row.on else date.min
        end = date.min if on == date.min else min(on + timedelta(days=6 - on.weekday()), day)
        weeks.setdefault(end, []).append(row)
    steps: list[tuple[date, list[Standing]]] = []
    waiting: list[Standing] = []
    for end in sorted(weeks):
        waiting.extend(weeks[end])
        if end != date.min and crowd.hides(waiting):
            steps.append((end, waiting))
            waiting = []
    if waiting and steps:
        last = steps.pop()[1]
        steps.append((day, [*last, *waiting]))

    return dict(steps) if len(steps) > 1 else {}
