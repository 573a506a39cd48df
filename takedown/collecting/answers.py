"""Answers of those who must agree → decisions.csv. A later answer is added below; none is changed or taken away.

A no must never get lost: one that contradicts a yes is written down even where no date says which is later, and what
is neither yes nor no is written down as open, which holds the music until somebody asks again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from takedown.checks.dates import iso_date, readings
from takedown.collecting.user_table import UserTable
from takedown.frozen import dataclass
from takedown.model import Finding, SourceRef, folded
from takedown.readers.plain.columns import Wanted
from takedown.request import Answer
from takedown.rules import finding
from takedown.sources import SourceRow
from takedown.workspace import Workspace

FILE = "decisions.csv"
COLUMNS = ("party", "release", "answer", "date", "how", "file")
_WANTED = Wanted(
    known=("party", "artist", "release", "answer", "date", "how", "file"),
    required=(("party", "artist"), ("answer",)),
)
#: Words of people who answer. What is not here is not guessed at.
_WORDS = {
    **dict.fromkeys(
        ("yes", "y", "ja", "oui", "sí", "si", "sim", "agreed", "agree", "agrees", "true"), Answer.YES
    ),
    **dict.fromkeys(
        ("no", "n", "nein", "non", "não", "nao", "declined", "declines", "refused", "false"), Answer.NO
    ),
    **dict.fromkeys(("", "open", "pending", "no answer", "waiting", "?"), Answer.OPEN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One answer, as decisions.csv can hold it. `unclear` says what could not be read, and what was made of it."""

    party: str
    release: str
    answer: Answer
    day: str
    how: str
    file: str
    source: SourceRef
    unclear: tuple[Finding, ...] = ()

    @property
    def about(self) -> tuple[str, str]:
        return folded(self.party), folded(self.release)

    @property
    def cells(self) -> Mapping[str, str]:
        values = (self.party, self.release, self.answer.value, self.day, self.how, self.file)
        return {column: value for column, value in zip(COLUMNS, values, strict=True) if value}


def decisions(workspace: Workspace) -> UserTable:
    """decisions.csv of a workspace."""
    return UserTable(path=workspace.root / FILE, name=FILE, wanted=_WANTED, usual=COLUMNS)


def new_answers(
    table: UserTable, rows: Iterable[SourceRow], today: date
) -> tuple[list[Mapping[str, str]], list[Finding]]:
    """The lines that decisions.csv needs, and what somebody must look at. `today` is for years of two digits."""
    latest: dict[tuple[str, str], _Said] = {}
    there = set()
    for row in table.rows():
        said = _said(row.cells, row.source, today)
        latest[said.about] = said
        there.add((said.about, said.answer, said.day))
    new: list[Mapping[str, str]] = []
    findings: list[Finding] = []
    for answer in rows:
        said = _said(answer.cells, answer.source, today)
        findings += said.unclear
        held = latest.get(said.about)
        if not said.party or (said.about, said.answer, said.day) in there or not _adds(said, held):
            continue
        if held and _is_open_question(said, held):
            findings.append(_contradiction(said, held))
            if said.answer is Answer.YES:
                continue
        latest[said.about] = said
        there.add((said.about, said.answer, said.day))
        new.append(said.cells)
    return new, findings


def _adds(said: _Said, held: _Said | None) -> bool:
    """Whether an answer says more than what is held. That nobody answered says nothing; an unclear answer does."""
    if said.answer is Answer.OPEN:
        return bool(said.how) and (held is None or held.answer is Answer.YES)
    return held is None or held.answer is not said.answer


def _is_open_question(said: _Said, held: _Said) -> bool:
    """Whether two answers contradict each other and no date says which is later."""
    return {said.answer, held.answer} == {Answer.YES, Answer.NO} and said.day <= held.day


def _said(cells: Mapping[str, str], source: SourceRef, today: date) -> _Said:
    party = cells.get("party", "") or cells.get("artist", "")
    said = _Said(
        party=party,
        release=cells.get("release", ""),
        answer=_WORDS.get(folded(cells.get("answer", "")), Answer.OPEN),
        day=cells.get("date", ""),
        how=cells.get("how", ""),
        file=cells.get("file", ""),
        source=source,
    )
    if not party:
        message = "it is not said whose answer this is; it is not written down"
        return replace(said, unclear=(_unclear("party", message, "write the name of who answered", source),))
    return _with_day(_with_word(said, cells.get("answer", "")), today)


def _with_word(said: _Said, word: str) -> _Said:
    if folded(word) in _WORDS:
        return said
    message = f"'{word}' of '{said.party}' is neither yes nor no; it is written down as open"
    fix = "ask again, and write yes or no with its date into decisions.csv"
    how = "; ".join(part for part in (said.how, f"said: {word}") if part)
    return replace(said, how=how, unclear=(*said.unclear, _unclear("answer", message, fix, said.source)))


def _with_day(said: _Said, today: date) -> _Said:
    if not said.day or iso_date(said.day):
        return said
    possible = readings(said.day, today)
    if len(possible) == 1:
        return replace(said, day=possible[0].isoformat())
    message = f"'{said.day}' is not one certain day; the answer of '{said.party}' is written down without it"
    fix = "write the day like 2026-11-22 into decisions.csv"
    return replace(said, day="", unclear=(*said.unclear, _unclear("date", message, fix, said.source)))


def _unclear(column: str, message: str, fix: str, source: SourceRef) -> Finding:
    return finding("E-ANSWER", message, hint=fix, source=source.at(column))


def _contradiction(said: _Said, held: _Said) -> Finding:
    return finding(
        "Q-SOURCES-DIFFER",
        f"'{said.party}' said {held.answer} ({held.source}) and {said.answer} ({said.source}), "
        f"and no date says which is later; the no counts",
        hint="ask again, and write the answer with its date into decisions.csv",
        source=said.source.at("answer"),
    )
