"""Writing and signing notices: plan → rendered files → ledger → folder.

The ledger is written first, with every byte of every file; the folder follows. A crash in between leaves missing
files, which the next run restores byte for byte. A file that somebody edited is named and left alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from json import dumps

from takedown.audit import AuditReport, Dispatch, NoticeState
from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.notice import Kind, Notice, RenderedNotice, Signature
from takedown.plan import NoticePlan
from takedown.planning import superseded
from takedown.rendering import Letters, authority_sentence, render_notice
from takedown.workspace import State, Workspace

#: A notice in one of these states has not gone out: it may be written again or superseded.
OPEN = frozenset({Dispatch.PREPARED, Dispatch.SIGNED})


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
    """The folder of a notice that went out or was set aside: which files came back, which were edited."""

    folder: str
    restored: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    issued: tuple[Issued, ...]
    kept: tuple[Kept, ...] = ()
    superseded: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """Every file that was left alone because somebody edited it, relative to the workspace."""
        edited = [(item.folder, item.edited) for item in self.issued]
        edited += [(item.folder, item.edited) for item in self.kept]
        return tuple(f"{folder}/{name}" for folder, names in edited for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The places a run works on: letters in, folder and ledger out."""

    letters: Letters
    workspace: Workspace
    ledger: Ledger


def generate_notices(plan: NoticePlan, desk: Desk, report: AuditReport, *, today: date) -> Generation:
    """Write what is new or changed, restore what is missing, and set aside what the plan no longer holds."""
    states = {state.id: state for state in report.notices}
    drafts = [
        _draft(planned.notice, states.get(planned.notice.id), desk.letters, today) for planned in plan.notices
    ]
    gone = superseded(plan, [state.id for state in report.notices if _may_be_set_aside(state, plan, states)])
    _finish_moves(report, desk.workspace)
    drafted = {draft.rendered.notice.id for draft in drafts}
    issued = tuple(_written(draft, desk) for draft in drafts)
    kept = (
        *(_kept(state, desk) for state in report.notices if state.id not in drafted | set(gone)),
        *(_set_aside(states[notice], desk) for notice in gone),
    )
    return Generation(
        issued=issued, kept=tuple(item for item in kept if item.restored or item.edited), superseded=gone
    )


def _may_be_set_aside(state: NoticeState, plan: NoticePlan, states: Mapping[str, NoticeState]) -> bool:
    """Only what has not gone out. A platform request stays while a withdrawal it speaks of is submitted.

    Unless the plan tells the platform of the same items in another letter: nobody gets two.
    """
    if state.dispatch not in OPEN:
        return False
    submitted = any(
        delivery.notice in states and states[delivery.notice].dispatch is Dispatch.SUBMITTED
        for delivery in state.deliveries
    )
    told = {
        item.key
        for planned in plan.notices
        if planned.notice.kind is Kind.PLATFORM_REQUEST
        for item in planned.notice.items
    }
    return not submitted or bool(told & {item.key for item in state.items})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
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
            return _recorded(state) == _digests(self.rendered)
        return state.dispatch is Dispatch.SIGNED


def _draft(notice: Notice, state: NoticeState | None, letters: Letters, today: date) -> _Draft:
    """The letter keeps the date of its first writing until its words change."""
    if state is not None:
        kept = render_notice(as_signed(notice, state), letters, dated=state.dated or today)
        if kept.document_sha256 == state.document_sha256:
            return _Draft(rendered=kept, state=state)
    return _Draft(rendered=render_notice(notice, letters, dated=today), state=state)


def as_signed(notice: Notice, state: NoticeState) -> Notice:
    """A platform request that was signed before its withdrawals went out keeps the words that were signed."""
    if notice.kind is not Kind.PLATFORM_REQUEST or not state.early or state.dispatch is not Dispatch.SIGNED:
        return notice
    return replace(notice, deliveries=state.deliveries)


def _written(draft: _Draft, desk: Desk) -> Issued:
    rendered, state = draft.rendered, draft.state
    folder = rendered.notice.folder
    if state is not None and draft.is_kept:
        kept = _kept(state, desk)
        signed = state.dispatch is Dispatch.SIGNED
        return replace(
            _issued(rendered, signed=signed, edited=kept.edited),
            files=tuple(state.files),
            written=bool(kept.restored),
            restored=bool(kept.restored),
        )
    edited = (
        _edited(desk.workspace, state)
        if state
        else _differing(desk.workspace, folder, _digests(rendered), frozenset())
    )
    if edited:
        return _issued(rendered, signed=False, edited=edited)
    if state is not None:
        _move(desk.workspace, state.folder, folder)
    desk.workspace.check_folder(folder)  # an entry cannot be taken back
    desk.ledger.append(_event(What.PREPARED, rendered))
    desk.workspace.write_folder(folder, rendered.files)
    unsigned = state is not None and state.dispatch is Dispatch.SIGNED
    return replace(_issued(rendered, signed=False, written=True), unsigned=unsigned)


def _kept(state: NoticeState, desk: Desk) -> Kept:
    """Missing files come back from the ledger byte for byte; edited ones are left alone.

    Nobody needs the files of a superseded notice: where its folder is gone, it stays gone.
    """
    if state.dispatch is Dispatch.SUPERSEDED and not (desk.workspace.root / state.folder).is_dir():
        return Kept(folder=state.folder)
    states = {item.name: item.state for item in desk.workspace.compare(state.folder, _recorded(state))}
    edited = _edited(desk.workspace, state)
    missing = {
        name: content
        for name, kept in state.files.items()
        if states[name] is not State.PRESENT
        and name not in edited
        and (content := desk.ledger.document(kept.document)) is not None
    }
    if missing:
        desk.workspace.write_folder(state.folder, missing)
    return Kept(folder=state.folder, restored=tuple(missing), edited=edited)


def _edited(workspace: Workspace, state: NoticeState) -> tuple[str, ...]:
    """Files of the folder that a person changed. One that was recorded earlier was left by a crash: it is no edit."""
    return _differing(workspace, state.folder, _recorded(state), state.earlier)


def _differing(
    workspace: Workspace, folder: str, expected: Mapping[str, str], earlier: frozenset[str]
) -> tuple[str, ...]:
    return tuple(
        item.name
        for item in workspace.compare(folder, expected)
        if item.state is State.EDITED
        and hashlib.sha256(workspace.read_file(folder, item.name) or b"").hexdigest() not in earlier
    )


def _recorded(state: NoticeState) -> dict[str, str]:
    return {name: kept.sha256 for name, kept in state.files.items()}


def _digests(rendered: RenderedNotice) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in rendered.files.items()}


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
            "files": _digests(rendered),
            "folder": rendered.notice.folder,
            "kind": rendered.notice.kind.value,
        },
    )


def _set_aside(state: NoticeState, desk: Desk) -> Kept:
    """A notice that the plan no longer holds moves to `superseded/`, so that nobody pastes it by mistake."""
    folder = superseded_folder(state.folder)
    edited = _kept(state, desk).edited  # whole, also where an interrupted run left half of it
    desk.ledger.append(Event(what=What.SUPERSEDED, notice=state.id, data={"folder": folder}))
    _move(desk.workspace, state.folder, folder)
    return Kept(folder=folder, edited=edited)


def _finish_moves(report: AuditReport, workspace: Workspace) -> None:
    """Complete a move to `superseded/` that was recorded and then interrupted."""
    for state in report.notices:
        if state.dispatch is Dispatch.SUPERSEDED and not (workspace.root / state.folder).exists():
            _move(workspace, state.folder.replace("/superseded/", "/"), state.folder)


def _move(workspace: Workspace, folder: str, target: str) -> None:
    """Move a notice's folder, where there is one; files that are not there need no moving."""
    if folder != target and (workspace.root / folder).is_dir():
        workspace.move_folder(folder, target)


def superseded_folder(folder: str) -> str:
    """`notices/<case>/x` → `notices/<case>/superseded/x`."""
    parent, _, name = folder.rpartition("/")
    return folder if parent.endswith("/superseded") else f"{parent}/superseded/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """A prepared notice with the very document that would be signed."""

    notice: Notice
    state: NoticeState
    rendered: RenderedNotice
    says: str
    """The letter's sentence of authority."""

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
        says=authority_sentence(notice, letters, dated=dated),
    )


def sign_notice(item: Signable, desk: Desk, *, name: str, at: datetime) -> Issued:
    """Record the typed name over the document hash and write the signed files.

    `at` is local time with its zone. Edited files are named and nothing is signed.
    """
    edited = _edited(desk.workspace, item.state)
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
