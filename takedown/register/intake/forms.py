"""Rows of a form → answers. What is clear in a row is taken, what is not is said with its place; a no is never lost."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from takedown.checks.words import quoted
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.patterns import pattern
from takedown.readers.plain.columns import MAX_CHARACTERS
from takedown.register.intake.cells import (
    CellError,
    Places,
    address_of,
    day_of,
    names_of,
    one_line,
    ticket_of,
)
from takedown.register.intake.columns import Columns
from takedown.register.intake.tables import TableRow
from takedown.register.intake.values import Problem, Rejected, Remembered, Shown, Use
from takedown.register.intake.words import outcome_of, plain, yes_or_no
from takedown.register.values import GRADES, Answer, Grade, Outcome

_FILES = pattern(r"[;\n]")
_KNOWN_OUTCOMES = ", ".join(Outcome)
_MOST_HEADINGS = 12
_SHORTEN = "shorten it, or look for a quotation mark that is not closed, and import the file again"

Evidence = Callable[[str, str, Sequence[str]], Shown | Problem]
"""The name of a file in a row, the row's address, its artists → what that file shows, or why it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is known of a form beside its rows."""

    columns: Columns
    remembered: Remembered
    places: Places
    today: date
    days: str
    """dmy, mdy, or nothing where it cannot be told."""
    evidence: Evidence
    otherwise: Outcome | None = None
    """What a row says that has no outcome; None: nothing."""
    without_outcome: bool = False
    """No column says how far somebody came, which is said once for the file."""


def answers_of(row: TableRow, form: Form) -> Iterator[Answer | Rejected]:
    """Give the answers of a row, and what of it could not be used."""
    if row.fault:
        yield Rejected(source=row.source, reason=row.fault, fix=row.fix)
        return
    reader = _Row(row, form)
    if long := reader.too_long():
        yield reader.rejected(long, f"a cell of more than {MAX_CHARACTERS:,} characters", _SHORTEN)
        return
    try:
        artists = reader.artists = names_of(reader.cell("artist"))
    except CellError as error:
        yield reader.rejected("artist", str(error), error.fix)
        return
    said = reader.received()
    frame = Answer(
        artist="",
        contact=address_of(reader.cell("contact")),
        label=one_line(reader.cell("label")),
        distributor=form.places.distributor(reader.cell("distributor")),
        received=said or form.today,
        source=row.source,
    )
    statement = replace(
        frame,
        on=said,
        phase_one=reader.yes_or_no("phase_one"),
        publish=reader.yes_or_no("publish", unclear=False),
        withdrawn=reader.yes_or_no("withdrawn", unclear=True) is True,
    )
    told = list(reader.outcomes(frame, said))
    if statement.phase_one is not None or statement.publish is not None or statement.withdrawn:
        told.append(statement)
    if not told and not reader.problems and not form.without_outcome:
        reader.note(
            "",
            "the row says nothing that can be counted",
            "fill in how far they came, as a word of: " + _KNOWN_OUTCOMES,
        )
    use = Use.LOOK if told else Use.NOT_USED
    yield from (replace(problem, use=use) for problem in reader.problems)
    for artist in artists:
        yield from (replace(answer, artist=artist) for answer in told)


class _Row:
    """Reads the cells of one row, and keeps what was wrong with them."""

    def __init__(self, row: TableRow, form: Form) -> None:
        self._row = row
        self._form = form
        self.problems: list[Rejected] = []
        self.artists: Sequence[str] = ()

    def cell(self, name: str) -> str:
        return self._form.columns.cell(self._row.cells, name)

    def too_long(self) -> str:
        """The field whose cell has more than anybody writes there; empty where none has."""
        cells = self._row.cells
        return next(
            (
                field
                for field, places in self._form.columns.places.items()
                if any(place < len(cells) and len(cells[place]) > MAX_CHARACTERS for place in places)
            ),
            "",
        )

    def rejected(self, column: str, reason: str, fix: str) -> Rejected:
        return Rejected(source=self._row.source.at(column), reason=reason, fix=fix)

    def note(self, column: str, reason: str, fix: str) -> None:
        self.problems.append(self.rejected(column, reason, fix))

    def day(self, name: str, *, otherwise: str) -> tuple[date | None, bool]:
        """The day in a cell, and whether the cell can be used."""
        try:
            return day_of(self.cell(name), order=self._form.days, today=self._form.today), True
        except CellError as error:
            self.note(name, f"{error}; {otherwise}", error.fix)
            return None, False

    def received(self) -> date | None:
        """When the form was filled in, where it says so."""
        return self.day("received", otherwise="the answer counts, without this day")[0]

    def yes_or_no(self, name: str, *, unclear: bool | None = None) -> bool | None:
        """Read a question. What is neither yes nor no goes to a person; until then `unclear` counts."""
        text = self.cell(name)
        if not text:
            return None
        said = yes_or_no(text)
        if said is None:
            counted = {None: "it counts as no answer", False: "it counts as no", True: "it counts as yes"}[
                unclear
            ]
            self.note(
                name,
                f"{quoted(text)} is neither yes nor no; until somebody decides, {counted}",
                "ask them, and write yes or no",
            )
            return unclear
        return said

    def outcomes(self, frame: Answer, said: date | None) -> Iterator[Answer]:
        """Give an answer for each outcome that the row names."""
        on, is_clear = self.day("on", otherwise="the outcome is not counted")
        if not is_clear:
            return
        frame = replace(frame, on=on or said, ticket=ticket_of(self.cell("ticket")))
        frame = self._with_evidence(frame)
        whole = self._outcome(self.cell("outcome"), "outcome")
        columns = self._form.columns
        single = False
        for platform, place in columns.by_platform.items():
            text = self._row.cells[place] if place < len(self._row.cells) else ""
            if text and (outcome := self._outcome(text, platform)):
                single = True
                yield replace(frame, outcome=outcome, platforms=(platform,))
        if whole is None and not single and not self.cell("outcome"):
            whole = self._form.otherwise
            if whole is None and frame.grade is not Grade.REPORTED:
                # It says no more than its file does.
                whole, frame = Outcome.SUBMITTED, replace(frame, source=frame.source.at("file"))
        if whole is None:
            return
        platforms, unknown = self._form.places.platforms(self.cell("platforms"))
        for word in unknown:
            near = self._form.places.near_platform(word)
            fix = f"write {near}" if near else "takedown directory list shows all platforms"
            self.note("platforms", f"{quoted(word)} is no platform that is known", fix)
        if platforms or not unknown:
            yield replace(frame, outcome=whole, platforms=platforms)

    def _outcome(self, text: str, column: str) -> Outcome | None:
        if not text:
            return None
        word = self._form.remembered.words.get(plain(text), "")
        found = Outcome(word) if word else outcome_of(text)
        if found is None:
            # No outcome stands there by default: whoever copies the line would make one out of a no.
            said = shlex.quote(f"{one_line(text)}=OUTCOME")
            fix = f"say once what it means: --word {said}; for OUTCOME write one of: {_KNOWN_OUTCOMES}"
            self.note(column, f"{quoted(text)} is no outcome that is known", fix)
        return found

    def _with_evidence(self, frame: Answer) -> Answer:
        """Let an answer rest on the strongest file that its row names."""
        best: Shown | None = None
        for name in filter(None, map(str.strip, _FILES.split(self.cell("file")))):
            shown = self._form.evidence(name, frame.contact, self.artists)
            if isinstance(shown, Problem):
                self.note("file", f"names {quoted(name)}: {shown.reason}", shown.fix)
            elif best is None or GRADES.index(shown.grade) > GRADES.index(best.grade):
                best = shown
        if best is None:
            return frame
        return replace(
            frame,
            grade=best.grade,
            dkim=best.dkim,
            domain=best.domain,
            sha256=best.sha256,
            ticket=frame.ticket or best.ticket,
            distributor=frame.distributor or best.distributor,
            on=frame.on or best.on,
        )


def read_form(rows: Iterable[TableRow], form: Form, *, most: int) -> Iterator[Answer | Rejected]:
    """Give the answers of all rows below the header, and what could not be used."""
    for number, row in enumerate(rows):
        if number >= most:
            fix = "divide the file into several"
            yield Rejected(
                source=row.source,
                reason=f"more than {most:,} rows; this and what follows was not read",
                fix=fix,
            )
            return
        if any(row.cells) or row.fault:
            yield from answers_of(row, form)


def whole_file(name: str, reason: str, fix: str, use: Use = Use.NOT_USED) -> Rejected:
    """Say that a file could not be used at all."""
    return Rejected(source=SourceRef(file=name), reason=reason, fix=fix, use=use)


def no_outcome(header: Sequence[str], columns: Columns, name: str) -> Rejected | None:
    """Say once that no column of a form is read as outcome; None where one is, or where files could show one."""
    if columns.by_platform or not {"outcome", "file"}.isdisjoint(columns.places):
        return None
    read = {place for places in columns.places.values() for place in places}
    unread = [one_line(cell) for place, cell in enumerate(header) if cell and place not in read]
    listed = ", ".join(map(quoted, unread[:_MOST_HEADINGS])) + (", …" if len(unread) > _MOST_HEADINGS else "")
    heading = shlex.quote(unread[0]) if len(unread) == 1 else "'ITS HEADING'"
    return whole_file(
        name,
        f"no column is read as outcome; not read: {listed}" if unread else "no column is read as outcome",
        f"say which one it is: --map outcome={heading}; or what every row says: --otherwise OUTCOME",
    )


def first_days(rows: Sequence[TableRow], columns: Columns) -> Iterator[str]:
    """The cells of a form in which days stand."""
    for row in rows:
        for name in ("received", "on"):
            if cell := columns.cell(row.cells, name):
                yield cell
