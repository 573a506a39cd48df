"""Whether a workspace is as it was recorded: the ledger, its documents, and every file under notices/."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from takedown.audit import Dispatch, Document, NoticeState, audit_entries
from takedown.errors import StorageError, VerificationError
from takedown.ledger import Ledger, Problem, erased_by
from takedown.workspace import CLUTTER, State, Workspace

_MENDS = {
    State.MISSING: "is missing; `takedown generate` restores it",
    State.EDITED: "was changed since it was recorded; move it away, then `takedown generate` restores it",
    State.EXTRA: "unknown file: nothing in the ledger knows it; move it out of notices/",
}
_LEFT_OVER = "left over from an interrupted run; delete it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` found. `ok` says that there is no problem."""

    ok: bool
    entries: int
    head: str
    problems: tuple[Problem, ...]


def verify_workspace(
    workspace: Workspace, ledger: Ledger, *, today: date, expected_head: str = ""
) -> Verification:
    """Compare everything with what was recorded. Damage is a problem in the result, never an error.

    `expected_head`: a head that was noted elsewhere, to see that no entries were cut off at the end.
    """
    problems = list(ledger.problems(expected_head=expected_head))
    if not workspace.ledger_file.exists():
        problems.extend(_without_ledger(workspace))
        return Verification(ok=not problems, entries=0, head="", problems=tuple(problems))
    entries = ledger.readable_entries()
    report = audit_entries(entries, _readable(ledger), today=today)
    erased = frozenset(digest for entry in entries for digest in erased_by(entry))
    problems.extend(
        Problem(where="ledger", what=f"notice {identity} has entries, but none says what was prepared")
        for identity in report.unreadable
    )
    problems.extend(_file_problems(workspace, report.notices, erased))
    return Verification(
        ok=not problems,
        entries=len(entries),
        head=_head(ledger),
        problems=tuple(problems),
    )


def files_under_notices(workspace: Workspace) -> int:
    """Count the files under notices/, but for what operating systems leave behind."""
    number = 0
    for place, folders, files in os.walk(workspace.notices):
        links = [name for name in folders if Path(place, name).is_symlink()]  # os.walk calls these folders
        number += len({*files, *links} - CLUTTER)
    return number


def _without_ledger(workspace: Workspace) -> Iterator[Problem]:
    """Say that nothing vouches for the files; to move them away, one by one, would be the wrong advice."""
    number = files_under_notices(workspace)
    if number:
        known = "file under notices/ is not known" if number == 1 else "files under notices/ are not known"
        name = workspace.ledger_file.name
        yield Problem(where=name, what=f"{name} is missing: {number:,} {known}; restore it from your backup")


def _readable(ledger: Ledger) -> Document:
    """Return the documents of a ledger; a damaged one counts as gone here, `Ledger.problems` names it."""

    def document(digest: str) -> bytes | None:
        try:
            return ledger.document(digest)
        except VerificationError:
            return None

    return document


def _head(ledger: Ledger) -> str:
    try:
        return ledger.head
    except VerificationError:
        return ""


def _file_problems(
    workspace: Workspace, notices: tuple[NoticeState, ...], erased: frozenset[str]
) -> Iterator[Problem]:
    for notice in notices:
        try:
            yield from _notice_problems(workspace, notice, erased)
        except StorageError as error:
            yield Problem(
                where=notice.folder, what=f"{error.message}; {error.hint}" if error.hint else error.message
            )
    yield from _unknown(workspace.notices, workspace.root, frozenset(notice.folder for notice in notices))


def _notice_problems(workspace: Workspace, notice: NoticeState, erased: frozenset[str]) -> Iterator[Problem]:
    if not notice.folder:
        return
    if notice.dispatch is Dispatch.SUPERSEDED and not (workspace.root / notice.folder).exists():
        return  # nobody needs the files of a superseded notice; the ledger keeps them
    expected = {name: kept.sha256 for name, kept in notice.files.items()}
    for file in workspace.compare(notice.folder, expected):
        kept = notice.files.get(file.name)
        gone_on_purpose = file.state is State.MISSING and kept is not None and kept.document in erased
        if file.state is not State.PRESENT and not gone_on_purpose:
            yield Problem(where=f"{notice.folder}/{file.name}", what=_mend(file.state, file.name))


def _mend(state: State, name: str) -> str:
    return (
        _LEFT_OVER
        if state is State.EXTRA and name.startswith(".") and name.endswith(".part")
        else _MENDS[state]
    )


def _unknown(place: Path, root: Path, known: frozenset[str]) -> Iterator[Problem]:
    """Name what is under notices/ on no way to a known notice; known folders were compared before."""
    try:
        found = sorted(place.iterdir()) if place.is_dir() else []
    except OSError as error:
        yield Problem(
            where=place.relative_to(root).as_posix(),
            what=f"cannot be read ({error.strerror}); check who owns it",
        )
        return
    for path in found:
        name = path.relative_to(root).as_posix()
        if name in known or path.name in CLUTTER:
            continue
        if path.is_dir() and not path.is_symlink():
            if any(folder.startswith(f"{name}/") for folder in known):
                yield from _unknown(path, root, known)
            else:
                yield Problem(
                    where=name, what="unknown folder: nothing in the ledger knows it; move it out of notices/"
                )
        else:
            yield Problem(where=name, what=_MENDS[State.EXTRA])
