"""Whether a workspace is as it was recorded: the ledger, its documents, and every file under notices/."""

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from takedown.audit import Dispatch, Document, NoticeState, audit_entries
from takedown.audit.state import KitState
from takedown.errors import StorageError, VerificationError
from takedown.events import GENESIS, Entry
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.ledger.checking import Erasure, Problem, erased_by, erasures_in
from takedown.register.sealing import PLAIN as REGISTER
from takedown.register.sealing import refuse_locked
from takedown.workspace import State, Workspace, is_clutter

_MENDS = {
    State.MISSING: "is missing; `takedown generate` restores it",
    State.EDITED: "was changed since it was recorded; move it away, then `takedown generate` restores it",
    State.EXTRA: "unknown file: nothing in the ledger knows it; move it out of notices/",
}
_LEFT_OVER = "left over from an interrupted run; delete it"
_ELSEWHERE = "is a link or a file where a folder should be; put the folder itself in its place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `verify` found. `ok` says that there is no problem."""

    ok: bool
    entries: int
    head: str
    problems: tuple[Problem, ...]
    following: int | None = None
    """How many entries follow the head that was noted elsewhere; None where none was, or it is not there."""
    erased: tuple[Erasure, ...] = ()
    """Every entry that says that documents were erased, and how many."""


def verify_workspace(
    workspace: Workspace, ledger: Ledger, *, today: date, expected_head: str = ""
) -> Verification:
    """Compare everything with what was recorded. Damage is a problem in the result, never an error.

    `expected_head`: a head that was noted elsewhere, to see that no entries were cut off at the end.
    """
    problems = list(ledger.problems(expected_head=expected_head))
    if not os.path.lexists(workspace.ledger_file):
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
    problems.extend(_in_words(workspace.ledger_file.name, _openness(workspace.ledger_file, workspace.root)))
    return Verification(
        ok=not problems,
        entries=len(entries),
        head=_head(ledger),
        problems=tuple(problems),
        following=_following(entries, expected_head),
        erased=erasures_in(entries),
    )


def verify_register(folder: Path, *, expected_head: str = "") -> Verification:
    """Compare an organizer's register with its chain. In a register people can be forgotten: that is no damage.

    UsageError where it is locked. Damage is a problem in the result, never an error.
    """
    refuse_locked(folder)
    file = folder / REGISTER
    with Ledger.read(file) as ledger:
        problems = list(ledger.problems(expected_head=expected_head, may_erase=True))
        entries = ledger.readable_entries()
        head = _head(ledger)
    problems.extend(_in_words(REGISTER, _openness(file, folder)))
    return Verification(
        ok=not problems,
        entries=len(entries),
        head=head,
        problems=tuple(problems),
        following=_following(entries, expected_head),
        erased=erasures_in(entries),
    )


def _following(entries: tuple[Entry, ...], head: str) -> int | None:
    """Count the entries after the one with this hash."""
    start = 0 if head == GENESIS else next((entry.seq for entry in entries if entry.hash == head), None)
    return None if start is None else sum(entry.seq > start for entry in entries)


def files_under_notices(workspace: Workspace) -> int:
    """Count the files under notices/, but for what operating systems leave behind."""
    number = 0
    for place, folders, files in os.walk(workspace.notices):
        links = [name for name in folders if _is_link(Path(place, name))]  # os.walk calls these folders
        number += sum(not is_clutter(Path(place, name)) for name in (*files, *links))
    return number


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # in a folder that may be listed and not entered
        return False


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
        yield from _in_words(notice.folder, _notice_problems(workspace, notice, erased))
        # A restore kit may be thrown away; what is there must be what was put there before the removal.
        if notice.kit and os.path.lexists(workspace.root / notice.kit.folder):
            yield from _in_words(notice.kit.folder, _recorded_problems(workspace, notice.kit, erased))
    known = frozenset(notice.folder for notice in notices)
    name = workspace.notices.name
    yield from _in_words(name, _folder_problems(workspace.notices, workspace.root, known))


def _in_words(where: str, found: Iterator[Problem]) -> Iterator[Problem]:
    """What stops a comparison is a problem too, and no reason to leave out the others."""
    try:
        yield from found
    except StorageError as error:
        yield Problem(where=where, what="; ".join(filter(None, (error.message, error.hint))))
    except OSError as error:
        yield Problem(where=where, what=f"cannot be read ({error.strerror}); check its name and who owns it")


def _notice_problems(workspace: Workspace, notice: NoticeState, erased: frozenset[str]) -> Iterator[Problem]:
    if not notice.folder:
        return
    if notice.dispatch is Dispatch.SUPERSEDED and not os.path.lexists(workspace.root / notice.folder):
        return  # nobody needs the files of a superseded notice; the ledger keeps them
    yield from _recorded_problems(workspace, notice, erased)


def _recorded_problems(
    workspace: Workspace, recorded: NoticeState | KitState, erased: frozenset[str]
) -> Iterator[Problem]:
    """Hold a folder to what the ledger recorded of its files."""
    place = workspace.root / recorded.folder
    expected = {name: kept.sha256 for name, kept in recorded.files.items()}
    found = workspace.compare(recorded.folder, expected)  # an error where the folder is none
    if os.path.lexists(place):
        yield from _openness(place, workspace.root)
    for file in found:
        kept = recorded.files.get(file.name)
        gone_on_purpose = file.state is State.MISSING and kept is not None and kept.document in erased
        if file.state is not State.PRESENT and not gone_on_purpose:
            yield Problem(where=f"{recorded.folder}/{file.name}", what=_mend(file.state, file.name))
        elif file.state is State.PRESENT:
            yield from _openness(place / file.name, workspace.root)


def _mend(state: State, name: str) -> str:
    return (
        _LEFT_OVER
        if state is State.EXTRA and name.startswith(".") and name.endswith(".part")
        else _MENDS[state]
    )


def _openness(path: Path, root: Path) -> Iterator[Problem]:
    """Notices and the ledger hold home addresses: nobody else on the computer reads or writes them."""
    mode = path.lstat().st_mode
    if os.name == "nt" or not mode & 0o077:
        return
    who = "others can write to it" if mode & 0o022 else "others can read it"
    private = "700" if stat.S_ISDIR(mode) else "600"
    yield Problem(where=path.relative_to(root).as_posix(), what=f"{who}: chmod {private}")


def _folder_problems(place: Path, root: Path, known: frozenset[str]) -> Iterator[Problem]:
    """Name what is under notices/ on no way to a known notice; known folders were compared before."""
    if not os.path.lexists(place):
        return
    if place.is_symlink() or not place.is_dir():
        yield Problem(where=place.relative_to(root).as_posix(), what=_ELSEWHERE)
        return
    yield from _openness(place, root)
    for path in sorted(place.iterdir()):
        name = path.relative_to(root).as_posix()
        if name not in known:
            yield from _in_words(name, _unknown(path, root, known))


def _unknown(path: Path, root: Path, known: frozenset[str]) -> Iterator[Problem]:
    name = path.relative_to(root).as_posix()
    if is_clutter(path):
        return
    if path.is_symlink() or not path.is_dir():
        yield Problem(where=name, what=_MENDS[State.EXTRA])
    elif any(folder.startswith(f"{name}/") for folder in known):
        yield from _folder_problems(path, root, known)
    else:
        yield Problem(
            where=name, what="unknown folder: nothing in the ledger knows it; move it out of notices/"
        )
