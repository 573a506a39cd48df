"""Columns that nobody read: what stood in them is told, and while it may be a no, nobody of that form is named.

"Please leave me off: yes" in a column of an unknown name is a no to all that another column agrees to.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from takedown.checks.words import quoted
from takedown.errors import CatalogError
from takedown.model import SourceRef
from takedown.register.intake.cells import one_line
from takedown.register.intake.columns import Columns
from takedown.register.intake.tables import TableRow
from takedown.register.intake.values import Rejected, Use
from takedown.register.intake.words import NOTHING, may_say_no
from takedown.register.values import Answer

#: So many columns are named one by one.
_MOST_NAMED = 12


class Unread:
    """Watches the columns of a form that are not read, while its rows go by."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.filled: set[int] = set()
        """Positions in which something stood."""
        self.telling: set[int] = set()
        """Positions in which a yes or a no stood, or words that may be one."""

    def watched(self, rows: Iterable[TableRow]) -> Iterator[TableRow]:
        """Give the rows as they are."""
        places = [place for place, _ in self.columns.unread]
        for row in rows:
            known = len(row.cells)
            beyond = range(self.columns.width, known)
            for place in (*places, *beyond):
                if place < known and row.cells[place]:
                    self.filled.add(place)
                    if place not in self.telling and may_say_no(row.cells[place]):
                        self.telling.add(place)
            yield row

    def judged(
        self, results: Iterable[Answer | Rejected], name: str, *, listed: bool
    ) -> Iterator[Answer | Rejected]:
        """Give what came of all the rows: without any yes to publication, where what was not read may be a no.

        `listed`: another finding has named the headings that are not read.
        """
        found: list[Answer | Rejected] = []
        broken: CatalogError | None = None
        try:
            found.extend(results)
        except CatalogError as error:  # what came before it stays
            broken = error
        for result in found:
            if isinstance(result, Answer) and result.publish and self.telling:
                if result.outcome or result.phase_one is not None or result.withdrawn:
                    yield replace(result, publish=None)
            else:
                yield result
        headings = dict(self.columns.unread)
        if self.telling or (self.filled and not (listed and all(map(headings.get, self.filled)))):
            yield self._finding(name, headings)
        if broken:
            raise broken

    def _finding(self, name: str, headings: Mapping[int, str]) -> Rejected:
        found = sorted(self.filled)
        named = [_called(headings, place) for place in found[:_MOST_NAMED]]
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        reason = f"not read: {', '.join(named)}{more}"
        if self.telling:
            telling = ", ".join(_called(headings, place) for place in sorted(self.telling)[:_MOST_NAMED])
            reason += (
                f"; what may be a no stands in {telling}: until you say what it means, nobody of this form is named by "
                "it; a yes of an earlier import still counts"
            )
        spelt = [shlex.quote(one_line(headings[place])) for place in found if headings.get(place)]
        say = " ".join(f"--map {NOTHING}={heading}" for heading in spelt[:_MOST_NAMED])
        fix = f"say what each is, as --map withdrawn=HEADING, and of those that do not matter: {say}"
        if len(spelt) < len(found):
            fix = "give each column a heading" + (f"; {fix}" if say else ", and import it again")
        return Rejected(source=SourceRef(file=name), reason=reason, fix=fix, use=Use.LOOK)


def _called(headings: Mapping[int, str], place: int) -> str:
    return quoted(headings[place]) if headings.get(place) else f"column {place + 1}, without a heading"
