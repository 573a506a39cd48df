"""What the register says to its organizer: an intake, a match with the list, who is in it, and what was forgotten."""

from collections.abc import Sequence
from typing import Any

from takedown.frozen import dataclass
from takedown.register.intake.taking import RULES as OF_INTAKE
from takedown.register.intake.values import Rejected, Taken, Use
from takedown.register.matching import RULES as OF_MATCHING
from takedown.register.matching import How, Matching
from takedown.register.people import RULES as OF_IDENTITY
from takedown.register.people import People
from takedown.register.standing import RULES as OF_STANDING
from takedown.register.standing import has_left
from takedown.register.values import Standing
from takedown.reports.as_json import document
from takedown.reports.words import counted, fields, page, table, wrapped

#: Rejected places that are named one by one; the file has all.
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of one intake."""

    taken: Taken
    new: int
    repeated: int
    artists: int
    """In the register now, without those who want to be in it no more."""
    left: int
    doubts: int
    """Names that may be one artist or two."""
    refused: int = 0
    """Answers of who was forgotten."""

    @property
    def needs_person(self) -> bool:
        """Whether something waits for a person."""
        return bool(self.taken.rejected or self.doubts)


def plain_import(imported: Imported, *, rules: bool = False) -> str:
    """Say what was read, what is new, and what waits for a person."""
    taken = imported.taken
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(taken.files.items()))
    lines = [
        *fields(
            [
                ("files", f"{sum(taken.files.values()):,}" + (f" ({kinds})" if kinds else "")),
                ("answers", f"{imported.new:,} new, {imported.repeated:,} that were there before"),
                *_uses(taken.rejected),
                ("doubts", _doubts(imported.doubts)),
                *([("forgotten", _refused(imported.refused))] if imported.refused else []),
                ("register", f"{counted(imported.artists, 'artist')}{_left(imported.left)}"),
            ]
        ),
        "",
    ]
    for note in taken.notes:
        lines += wrapped(note, first="  note: ")
    for use in Use:
        lines += _places(use, [one for one in taken.rejected if one.use is use])
    if taken.rejected:
        lines += wrapped("All of them stand in rejected-answers.csv.", first="  ")
    told = _rules((*OF_INTAKE, *OF_IDENTITY, *OF_STANDING))
    more = "How it was read and counted: --rules, or below the report."
    return page([*lines, "", *(told if rules else wrapped(more))])


def _uses(rejected: Sequence[Rejected]) -> list[tuple[str, str]]:
    """How many places are not used, used with a doubt, or no answer at all."""
    numbers = [(use, sum(one.use is use for one in rejected)) for use in Use]
    return [(use.value, f"{number:,}") for use, number in numbers if number] or [(Use.NOT_USED.value, "none")]


def _places(use: Use, found: Sequence[Rejected]) -> list[str]:
    if not found:
        return []
    lines = ["", f"{use.value.capitalize()}:"]
    for one in found[:_MOST_NAMED]:
        lines += [*wrapped(f"{one.source}: {one.reason}", first="  "), *wrapped(one.fix, first="    do: ")]
    if len(found) > _MOST_NAMED:
        lines += wrapped(f"And {len(found) - _MOST_NAMED:,} more.", first="  ")
    return lines


def _doubts(number: int) -> str:
    if not number:
        return "none"
    return f"{counted(number, 'name')} that may be one artist or two: write yes or no under `same` in identities.csv"


def _refused(number: int) -> str:
    back = "`takedown register forget --allow NAME` takes it back"
    return f"{counted(number, 'answer')} of people whom you had forgotten, left out; {back}"


def _left(number: int) -> str:
    return f"; {number:,} more asked to be left out, and are in no count" if number else ""


def _rules(rules: Sequence[str]) -> list[str]:
    lines = ["How it was read and counted:"]
    for rule in rules:
        lines += wrapped(rule, first="  - ")
    return lines


def import_json(imported: Imported) -> str:
    """Write the same for scripts."""
    taken = imported.taken
    return document(
        files=dict(sorted(taken.files.items())),
        answers={"new": imported.new, "repeated": imported.repeated},
        artists=imported.artists,
        left_out=imported.left,
        doubts=imported.doubts,
        forgotten=imported.refused,
        rejected=[_rejected(one) for one in taken.rejected],
        notes=list(taken.notes),
        method=[*OF_INTAKE, *OF_IDENTITY, *OF_STANDING],
    )


def _rejected(one: Rejected) -> dict[str, Any]:
    source = {
        "file": one.source.file,
        "sheet": one.source.sheet,
        "row": one.source.row,
        "column": one.source.column,
    }
    return {"source": source, "kind": one.use.value, "reason": one.reason, "fix": one.fix}


def plain_match(matching: Matching, waiting: int) -> str:
    """Say how many of the list have answered, and how sure that is. For the organizer alone."""
    found = matching.number
    sure, likely, doubtful = found(How.SURE), found(How.LIKELY), found(How.DOUBTFUL)
    ask = f"{counted(waiting, 'line')} in matches.csv and identities.csv: write yes or no under `same`"
    lines = [
        *wrapped("For you alone. Who has not answered may be unable to, or has said no: never publish that."),
        "",
        *fields(
            [
                ("on the list", f"{len(matching.matched):,}"),
                ("with an answer", f"{sure:,} sure, {likely:,} likely"),
                ("doubtful", f"{doubtful:,}"),
                ("without", f"{found(How.NONE):,}, as far as names can tell"),
                ("not on the list", f"{counted(matching.not_on_list, 'artist')} who answered"),
                ("waits for you", ask if waiting else "nothing"),
            ]
        ),
        "",
        *_rules(OF_MATCHING),
    ]
    return page(lines)


def match_json(matching: Matching, waiting: int) -> str:
    """Write the same for scripts, with names: it is as private as the list."""
    return document(
        private=True,
        totals={how.value: matching.number(how) for how in How},
        not_on_list=matching.not_on_list,
        waiting=waiting,
        matches=[
            {
                "name": one.signatory.name,
                "how": one.how.value,
                "likeness": one.likeness,
                "participants": list(one.participants),
            }
            for one in matching.matched
        ],
        method=list(OF_MATCHING),
    )


def plain_list(people: People, rows: Sequence[Standing]) -> str:
    """List who is in the register, platform by platform."""
    left = sum(has_left(one) for one in people.participants)
    head = f"{counted(len(people.participants) - left, 'artist')} in the register{_left(left)}."
    if not rows:
        return page([*wrapped(head), *wrapped("Nobody has said how far they came yet.")])
    cells = [("ARTIST", "PLATFORM", "HOW FAR", "RESTS ON", "DAY")]
    cells += [
        (_cut(row.artist), row.platform, row.outcome.value, row.grade.value, str(row.on or ""))
        for row in rows
    ]
    return page([*wrapped(f"{head} It names people: for you alone."), "", *table(cells)])


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


_LONGEST = 36


def list_json(people: People, rows: Sequence[Standing]) -> str:
    """Write the same for scripts."""
    by_key: dict[str, list[Standing]] = {}
    for row in rows:
        by_key.setdefault(row.participant, []).append(row)
    return document(
        private=True,
        artists=[
            {
                "name": one.name,
                "names": list(one.names),
                "contacts": list(one.contacts),
                "labels": list(one.labels),
                "platforms": [
                    {
                        "platform": row.platform,
                        "outcome": row.outcome.value,
                        "grade": row.grade.value,
                        "dkim": row.dkim.value,
                        "on": row.on.isoformat() if row.on else None,
                        "contradictions": [each.why for each in row.contradictions],
                    }
                    for row in by_key.get(one.key, ())
                ],
            }
            for one in people.participants
            if not has_left(one)
        ],
        left_out=sum(has_left(one) for one in people.participants),
    )
