"""Answers of those who must agree → decisions.csv. A later answer is added below; none is changed or taken away."""

from collections.abc import Iterable, Mapping

from takedown.checks.dates import iso_date
from takedown.collecting.user_table import UserTable
from takedown.model import Finding, SourceRef, folded
from takedown.readers.columns import Wanted
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

Cells = Mapping[str, str]


def decisions(workspace: Workspace) -> UserTable:
    """decisions.csv of a workspace."""
    return UserTable(path=workspace.root / FILE, name=FILE, wanted=_WANTED, usual=COLUMNS)


def new_answers(table: UserTable, rows: Iterable[SourceRow]) -> tuple[list[Cells], list[Finding]]:
    """The answers that decisions.csv does not hold yet, and those that contradict one without a later date."""
    said: dict[tuple[str, str], tuple[str, str, SourceRef]] = {}
    for row in table.rows():
        said[_about(row.cells)] = (folded(row.get("answer")), row.get("date"), row.source)
    new: list[Cells] = []
    findings: list[Finding] = []
    for answer in rows:
        key, word = _about(answer.cells), folded(answer.cells.get("answer", ""))
        problem = _problem(answer)
        if problem:
            findings.append(problem)
            continue
        held, day, place = said.get(key, ("", "", answer.source))
        if not word or word == held:
            continue
        if held not in ("", "open") and answer.cells.get("date", "") <= day:
            findings.append(_contradiction(answer, held, place))
            continue
        said[key] = (word, answer.cells.get("date", ""), answer.source)
        new.append({column: answer.cells[column] for column in COLUMNS if column in answer.cells})
    return new, findings


def _about(cells: Cells) -> tuple[str, str]:
    return folded(cells.get("party", "") or cells.get("artist", "")), folded(cells.get("release", ""))


def _problem(answer: SourceRow) -> Finding | None:
    """What decisions.csv could not hold: nobody's answer, a word that is no answer, a day that is none."""
    party, word, day = (answer.cells.get(column, "") for column in ("party", "answer", "date"))
    if not party:
        column, message, hint = (
            "party",
            "it is not said whose answer this is",
            "write the name of who answered",
        )
    elif word and folded(word) not in set(Answer):
        column, message, hint = (
            "answer",
            f"'{word}' is none of yes, no, open",
            "write yes or no, in words of theirs under how",
        )
    elif day and iso_date(day) is None:
        column, message, hint = (
            "date",
            f"'{day}' is no date of the form YYYY-MM-DD",
            "write it like 2026-11-22",
        )
    else:
        return None
    return finding(
        "E-ANSWER", message, hint=f"{hint}, then import the file again", source=answer.source.at(column)
    )


def _contradiction(answer: SourceRow, held: str, place: SourceRef) -> Finding:
    who = answer.cells.get("party", "")
    return finding(
        "Q-SOURCES-DIFFER",
        f"'{who}' said '{held}' ({place}) and '{answer.cells['answer']}' ({answer.source}), "
        "and no date says which is later; the first is kept",
        hint="ask again, and write the answer with its date into decisions.csv",
        source=answer.source.at("answer"),
    )
