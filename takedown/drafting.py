"""One notice and its folder: rendered, compared with what the ledger holds, written, restored, signed.

The ledger is written first, with every byte of every file; the folder follows. A crash in between leaves missing
files, which the next run restores byte for byte. A file that somebody edited is named and left alone.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from json import dumps

from takedown.audit import Dispatch, KeptFile, NoticeState
from takedown.errors import StorageError
from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.notice import Kind, Notice, RenderedNotice, Signature
from takedown.rendering import Letters, authority_sentence, render_notice
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
    """The places a run works on: letters in, folder and ledger out."""

    letters: Letters
    workspace: Workspace
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A rendered notice beside what the ledger holds of it."""

    rendered: RenderedNotice
    state: NoticeState | None

    @property
    def is_kept(self) -> bool:
        """Whether the ledger already holds it: the very files, or, once it is signed, the very document."""
        state = self.state
        if state is None or state.document_sha256 != self.rendered.document_sha256:
            return False
        if state.dispatch is Dispatch.PREPARED:
            return recorded(state.files) == digests(self.rendered.files)
        return state.dispatch is Dispatch.SIGNED


def drafted(notice: Notice, state: NoticeState | None, letters: Letters, today: date) -> Draft:
    """The letter keeps the date of its first writing until its words change."""
    if state is not None:
        kept = render_notice(as_signed(notice, state), letters, dated=state.dated or today)
        if kept.document_sha256 == state.document_sha256:
            return Draft(rendered=kept, state=state)
    return Draft(rendered=render_notice(notice, letters, dated=today), state=state)


def as_signed(notice: Notice, state: NoticeState) -> Notice:
    """A platform request that was signed before its withdrawals went out keeps the words that were signed."""
    if notice.kind is not Kind.PLATFORM_REQUEST or not state.early or state.dispatch is not Dispatch.SIGNED:
        return notice
    return replace(notice, deliveries=state.deliveries)


def written(draft: Draft, desk: Desk) -> Issued:
    """Write what is new or changed, ledger first; restore what is missing of what is kept."""
    rendered, state = draft.rendered, draft.state
    folder = rendered.notice.folder
    if state is not None and draft.is_kept:
        back = kept(state, desk)
        signed = state.dispatch is Dispatch.SIGNED
        return replace(
            _issued(rendered, signed=signed, edited=back.edited),
            files=tuple(state.files),
            written=bool(back.restored),
            restored=bool(back.restored),
        )
    edited = (
        edited_of(desk.workspace, state)
        if state
        else differing(desk.workspace, folder, digests(rendered.files), frozenset())
    )
    if edited:
        return _issued(rendered, signed=False, edited=edited)
    if state is not None:
        move(desk.workspace, state.folder, folder)
    desk.workspace.check_folder(folder)  # an entry cannot be taken back
    desk.ledger.append(_event(What.PREPARED, rendered))
    desk.workspace.write_folder(folder, rendered.files)
    if state is not None:
        before = {*recorded(state.files).values(), *state.earlier}
        clear_left_over(desk.workspace, folder, rendered.files, before)
    unsigned = state is not None and state.dispatch is Dispatch.SIGNED
    return replace(_issued(rendered, signed=False, written=True), unsigned=unsigned)


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


def _issued(
    rendered: RenderedNotice, *, signed: bool, written: bool = False, edited: tuple[str, ...] = ()
) -> Issued:
    return Issued(
        notice=rendered.notice,
        folder=rendered.notice.folder,
        files=tuple(rendered.files),
        document_sha256=rendered.document_sha256,
        signed=signed,
        written=written,
        edited=edited,
    )


def _event(what: What, rendered: RenderedNotice, *, early: bool = False) -> Event:
    documents = dict(rendered.files)
    if rendered.signature is not None:
        signature = rendered.signature
        documents["signature"] = dumps(
            {"capacity": signature.capacity, "name": signature.name, "signed_at": signature.signed_at},
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
    return Event(
        what=what,
        notice=rendered.notice.id,
        documents=documents,
        data={
            "dated": rendered.dated.isoformat(),
            "document_sha256": rendered.document_sha256,
            "early": early,
            "files": digests(rendered.files),
            "folder": rendered.notice.folder,
            "kind": rendered.notice.kind.value,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """A prepared notice with the very document that would be signed."""

    notice: Notice
    state: NoticeState
    rendered: RenderedNotice
    says: str
    """The letter's sentence of authority; a letter that comes after another has none."""

    @property
    def is_current(self) -> bool:
        """False where the plan has moved on since the notice was written: then it must be generated again first."""
        return self.rendered.document_sha256 == self.state.document_sha256


def signable(notice: Notice, state: NoticeState, letters: Letters, *, today: date) -> Signable:
    """What would be signed, as it was written."""
    dated = state.dated or today
    return Signable(
        notice=notice,
        state=state,
        rendered=render_notice(notice, letters, dated=dated),
        says="" if notice.kind.answers_another else authority_sentence(notice, letters, dated=dated),
    )


def sign_notice(item: Signable, desk: Desk, *, name: str, at: datetime) -> Issued:
    """Record the typed name over the document hash and write the signed files.

    `at` is local time with its zone. Edited files are named and nothing is signed.
    """
    edited = edited_of(desk.workspace, item.state)
    if edited:
        return _issued(item.rendered, signed=False, edited=edited)
    signature = Signature(
        name=name,
        capacity=item.notice.sender.capacity.value,
        signed_at=at.isoformat(timespec="seconds"),
        document_sha256=item.rendered.document_sha256,
    )
    signed = render_notice(item.notice, desk.letters, dated=item.rendered.dated, signature=signature)
    desk.ledger.append(_event(What.SIGNED, signed, early=item.notice.waits))
    desk.workspace.write_folder(item.notice.folder, signed.files)
    return _issued(signed, signed=True, written=True)
