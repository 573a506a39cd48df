"""One notice and its folder: compared with what the ledger holds, recorded, written, restored.

The ledger is written first, with every byte of every file; the folder follows. A crash in between leaves missing
files, which the next run restores byte for byte. A file that somebody edited is named and left alone.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from json import dumps

from takedown.audit import Dispatch, KeptFile, NoticeState
from takedown.batch import IN_PROCESS, Pace
from takedown.drawing import Drawn
from takedown.errors import StorageError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.notice import Notice
from takedown.rendering import Letters
from takedown.workspace import State, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One notice of a run: where it is, whether anything was written, and which files were edited and left alone."""

    notice: Notice
    folder: str
    files: tuple[str, ...]
    document_sha256: str
    signed: bool
    written: bool = False
    restored: bool = False
    """Only missing files came back."""
    unsigned: bool = False
    """It was signed, and what was signed is not what it says now."""
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A folder whose files stay as they were recorded: which came back, which were edited."""

    folder: str
    restored: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The places a run works on: letters in, folder and ledger out; and how it goes."""

    letters: Letters
    workspace: Workspace
    ledger: Ledger
    pace: Pace = IN_PROCESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be recorded and then written: files of one folder, and the digests of those recorded earlier."""

    event: Event
    folder: str
    files: Mapping[str, bytes]
    earlier: frozenset[str] = frozenset()


def carry_out(deeds: Iterable[Deed], desk: Desk) -> None:
    """Record all of these at once, and then write their folders."""
    each = tuple(deeds)
    if each:
        desk.ledger.append_all(deed.event for deed in each)
    desk.workspace.write_folders({deed.folder: deed.files for deed in each})
    for deed in each:
        clear_left_over(desk.workspace, deed.folder, deed.files, deed.earlier)


def issue(notice: Notice, drawn: Drawn, state: NoticeState | None, desk: Desk) -> tuple[Issued, Deed | None]:
    """Compare a drawn notice with what is recorded: it is kept, or left alone as somebody edited it, or to be written.

    What is kept is whole afterwards. What is to be written stands already where it belongs.
    """
    if state is not None and _is_kept(drawn, state):
        return unchanged(notice, state, desk), None
    folder = notice.folder
    edited = (
        edited_of(desk.workspace, state)
        if state
        else differing(desk.workspace, folder, drawn.digests, frozenset())
    )
    if edited:
        return issued(notice, drawn, edited=edited), None
    if state is not None:
        move(desk.workspace, state.folder, folder)
    desk.workspace.check_folder(folder)  # an entry cannot be taken back
    earlier = frozenset((*recorded(state.files).values(), *state.earlier)) if state else frozenset[str]()
    unsigned = state is not None and state.dispatch is Dispatch.SIGNED
    deed = Deed(
        event=event_of(What.PREPARED, notice, drawn), folder=folder, files=drawn.files, earlier=earlier
    )
    return replace(issued(notice, drawn), written=True, unsigned=unsigned), deed


def _is_kept(drawn: Drawn, state: NoticeState) -> bool:
    """Whether the ledger already holds it: the very files, or, once it is signed, the very document."""
    if state.document_sha256 != drawn.document_sha256:
        return False
    if state.dispatch is Dispatch.PREPARED:
        return recorded(state.files) == drawn.digests
    return state.dispatch in (Dispatch.SIGNED, Dispatch.REJECTED, Dispatch.FAILED)


def unchanged(notice: Notice, state: NoticeState, desk: Desk) -> Issued:
    """Restore what is missing of a notice that stays as it is recorded."""
    back = kept(state, desk)
    return Issued(
        notice=notice,
        folder=notice.folder,
        files=tuple(state.files),
        document_sha256=state.document_sha256,
        signed=state.dispatch is Dispatch.SIGNED,
        written=bool(back.restored),
        restored=bool(back.restored),
        edited=back.edited,
    )


def issue_kit(
    notice: Notice, drawn: Drawn, state: NoticeState | None, desk: Desk
) -> tuple[Kept, Deed | None]:
    """Compare a drawn restore kit likewise; `state` is that of the notice."""
    kit, before = drawn.kit, state.kit if state else None
    if kit is None:
        return Kept(folder=""), None
    made = digests(kit.files)
    if before is not None:
        move(desk.workspace, before.folder, kit.folder)
        if recorded(before.files) == made and before.folder == kit.folder:
            return kept_files(kit.folder, before.files, before.earlier, desk), None
    earlier = frozenset((*recorded(before.files).values(), *before.earlier)) if before else frozenset[str]()
    edited = differing(desk.workspace, kit.folder, made, earlier)
    if edited:
        return Kept(folder=kit.folder, edited=edited), None
    desk.workspace.check_folder(kit.folder)
    data = {"files": made, "kit": kit.folder, "made_from": drawn.made_from}
    event = Event(what=What.RESTORE_KIT, notice=notice.id, documents=dict(kit.files), data=data)
    deed = Deed(event=event, folder=kit.folder, files=kit.files, earlier=earlier)
    return Kept(folder=kit.folder, restored=tuple(kit.files)), deed


def kept(state: NoticeState, desk: Desk) -> Kept:
    """Missing files come back from the ledger byte for byte; edited ones are left alone.

    Nobody needs the files of a superseded notice: where its folder is gone, it stays gone.
    """
    if state.dispatch is Dispatch.SUPERSEDED and not (desk.workspace.root / state.folder).is_dir():
        return Kept(folder=state.folder)
    return kept_files(state.folder, state.files, state.earlier, desk)


def kept_files(folder: str, files: Mapping[str, KeptFile], earlier: frozenset[str], desk: Desk) -> Kept:
    """Restore what is missing of a folder, and name what was edited."""
    expected = recorded(files)
    states = {item.name: item.state for item in desk.workspace.compare(folder, expected)}
    edited = differing(desk.workspace, folder, expected, earlier)
    missing = {
        name: content
        for name, file in files.items()
        if states[name] is not State.PRESENT
        and name not in edited
        and (content := desk.ledger.document(file.document)) is not None
    }
    if missing:
        desk.workspace.write_folder(folder, missing)
    clear_left_over(desk.workspace, folder, files, earlier)
    return Kept(folder=folder, restored=tuple(missing), edited=edited)


def clear_left_over(
    workspace: Workspace, folder: str, names: Collection[str], before: Collection[str]
) -> None:
    """Remove files that an earlier version had and this one has not, as the ledger recorded them and nobody edited.

    `names` are those of this version, `before` the plain digests of what was recorded earlier.
    """
    if not before:
        return
    for item in workspace.compare(folder, dict.fromkeys(names, "")):
        if item.state is State.EXTRA:
            try:
                content = workspace.read_file(folder, item.name)
            except StorageError:  # a link or a folder of the user's: none of ours
                continue
            if content is not None and hashlib.sha256(content).hexdigest() in before:
                workspace.remove_file(folder, item.name)


def edited_of(workspace: Workspace, state: NoticeState) -> tuple[str, ...]:
    """Files of the folder that a person changed. One that was recorded earlier was left by a crash: it is no edit."""
    return differing(workspace, state.folder, recorded(state.files), state.earlier)


def differing(
    workspace: Workspace, folder: str, expected: Mapping[str, str], earlier: frozenset[str]
) -> tuple[str, ...]:
    """Files of a folder that are neither as expected nor as they were recorded earlier."""
    return tuple(
        item.name
        for item in workspace.compare(folder, expected)
        if item.state is State.EDITED
        and hashlib.sha256(workspace.read_file(folder, item.name) or b"").hexdigest() not in earlier
    )


def recorded(files: Mapping[str, KeptFile]) -> dict[str, str]:
    """File name → plain digest, as the ledger holds it."""
    return {name: file.sha256 for name, file in files.items()}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """File name → plain digest."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def move(workspace: Workspace, folder: str, target: str) -> None:
    """Move a folder, where there is one; files that are not there need no moving."""
    if folder != target and (workspace.root / folder).is_dir():
        workspace.move_folder(folder, target)


def superseded_folder(folder: str) -> str:
    """`notices/<case>/x` → `notices/<case>/superseded/x`."""
    parent, _, name = folder.rpartition("/")
    return folder if parent.endswith("/superseded") else f"{parent}/superseded/{name}"


def issued(notice: Notice, drawn: Drawn, *, edited: tuple[str, ...] = ()) -> Issued:
    """Say where a notice is; nothing of it is written yet."""
    return Issued(
        notice=notice,
        folder=notice.folder,
        files=tuple(drawn.files),
        document_sha256=drawn.document_sha256,
        signed=False,
        edited=edited,
    )


def event_of(what: What, notice: Notice, drawn: Drawn, *, early: bool = False) -> Event:
    """Make the event that records a notice, with every byte of its files and of its signature."""
    documents = dict(drawn.files)
    if drawn.signature is not None:
        signature = drawn.signature
        documents["signature"] = dumps(
            {"capacity": signature.capacity, "name": signature.name, "signed_at": signature.signed_at},
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
    return Event(
        what=what,
        notice=notice.id,
        documents=documents,
        data={
            "dated": drawn.dated.isoformat(),
            "document_sha256": drawn.document_sha256,
            "early": early,
            "files": dict(drawn.digests),
            "folder": notice.folder,
            "kind": notice.kind.value,
            "made_from": drawn.made_from,
        },
    )
