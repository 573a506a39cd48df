"""Writing notices: plan → rendered files → ledger → folder; and the restore kits beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from takedown.audit import OPEN, AuditReport, Dispatch, NoticeState
from takedown.drafting import (
    Desk,
    Draft,
    Issued,
    Kept,
    Signable,
    clear_left_over,
    differing,
    digests,
    drafted,
    kept,
    kept_files,
    move,
    recorded,
    sign_notice,
    signable,
    superseded_folder,
    written,
)
from takedown.events import Event, What
from takedown.notice import Kind, Notice
from takedown.plan import NoticePlan
from takedown.planning import superseded
from takedown.replying import REINSTATABLE, Replies
from takedown.restoring import restore_kit

__all__ = [
    "OPEN",
    "Desk",
    "Generation",
    "Issued",
    "Kept",
    "Signable",
    "generate_notices",
    "issue_replies",
    "sign_notice",
    "signable",
    "superseded_folder",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What a run wrote, restored and set aside. `kits` are the restore kits about which something is to be said."""

    issued: tuple[Issued, ...]
    kept: tuple[Kept, ...] = ()
    kits: tuple[Kept, ...] = ()
    superseded: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """Every file that was left alone because somebody edited it, relative to the workspace."""
        edited = [(item.folder, item.edited) for item in self.issued]
        edited += [(item.folder, item.edited) for item in (*self.kept, *self.kits)]
        return tuple(f"{folder}/{name}" for folder, names in edited for name in names)


def generate_notices(
    plan: NoticePlan, desk: Desk, report: AuditReport, *, today: date, replies: Replies
) -> Generation:
    """Write what is new or changed, restore what is missing, and set aside what nobody needs any more.

    `replies` are the open notices that come after another: no plan holds them, they stay by themselves.
    """
    states = {state.id: state for state in report.notices}
    drafts = _drafts([*(planned.notice for planned in plan.notices), *replies.notices], states, desk, today)
    told = _told(plan)
    gone = (
        *superseded(plan, [state.id for state in report.notices if _may_be_set_aside(state, told, states)]),
        *replies.needless,
    )
    _finish_moves(report, desk)
    issued = tuple(written(draft, desk) for draft in drafts)
    kits = [_kit_written(draft, desk) for draft in drafts if draft.rendered.notice.kind in REINSTATABLE]
    done = {draft.rendered.notice.id for draft in drafts} | set(gone)
    others = [state for state in report.notices if state.id not in done]
    left = (*(kept(state, desk) for state in others), *(_set_aside(states[notice], desk) for notice in gone))
    kits += [_kit_kept(state, desk) for state in others]
    return Generation(
        issued=issued,
        kept=tuple(item for item in left if item.restored or item.edited),
        kits=tuple(kit for kit in kits if kit.restored or kit.edited),
        superseded=gone,
    )


def issue_replies(replies: Replies, desk: Desk, report: AuditReport, *, today: date) -> Generation:
    """Write notices that come after others, and set aside those that they make needless."""
    states = {state.id: state for state in report.notices}
    drafts = _drafts(replies.notices, states, desk, today)
    issued = tuple(written(draft, desk) for draft in drafts)
    left = tuple(_set_aside(states[notice], desk) for notice in replies.needless)
    return Generation(issued=issued, kept=left, superseded=replies.needless)


def _drafts(
    notices: list[Notice] | tuple[Notice, ...], states: Mapping[str, NoticeState], desk: Desk, today: date
) -> list[Draft]:
    """What may be written. A notice that went out, or was called back, stays as it was handed over."""
    return [
        drafted(notice, state, desk.letters, today)
        for notice in notices
        if (state := states.get(notice.id)) is None or state.submitted_on is None
    ]


def _told(plan: NoticePlan) -> frozenset[str]:
    """The items of which the plan tells a platform."""
    return frozenset(
        item.key
        for planned in plan.notices
        if planned.notice.kind is Kind.PLATFORM_REQUEST
        for item in planned.notice.items
    )


def _may_be_set_aside(state: NoticeState, told: frozenset[str], states: Mapping[str, NoticeState]) -> bool:
    """Only what has not gone out. A platform request stays while a withdrawal it speaks of is submitted.

    Unless some of it was called back since; or the plan tells the platform of the same items in another letter: nobody
    gets two.
    """
    if state.dispatch not in OPEN or state.kind.answers_another:
        return False
    submitted = any(
        delivery.notice in states and states[delivery.notice].dispatch is Dispatch.SUBMITTED
        for delivery in state.deliveries
    )
    return state.overtaken or not submitted or any(item.key in told for item in state.items)


def _set_aside(state: NoticeState, desk: Desk) -> Kept:
    """A notice that nobody needs any more moves to `superseded/`, so that nobody pastes it by mistake."""
    folder = superseded_folder(state.folder)
    edited = kept(state, desk).edited  # whole, also where an interrupted run left half of it
    data = {"folder": folder}
    if state.kit:
        data["kit"] = superseded_folder(state.kit.folder)
    desk.ledger.append(Event(what=What.SUPERSEDED, notice=state.id, data=data))
    move(desk.workspace, state.folder, folder)
    if state.kit:
        move(desk.workspace, state.kit.folder, data["kit"])
    return Kept(folder=folder, edited=edited)


def _finish_moves(report: AuditReport, desk: Desk) -> None:
    """Complete moves to `superseded/` that were recorded and then interrupted."""
    for state in report.notices:
        if state.dispatch is Dispatch.SUPERSEDED:
            for folder in (state.folder, *([state.kit.folder] if state.kit else [])):
                if not (desk.workspace.root / folder).exists():
                    move(desk.workspace, folder.replace("/superseded/", "/"), folder)


def _kit_written(draft: Draft, desk: Desk) -> Kept:
    """Write the restore kit of a notice that has not gone out, where it is new or says something else now."""
    state = draft.state.kit if draft.state else None
    kit = restore_kit(draft.rendered.notice, desk.letters, dated=draft.rendered.dated)
    made = digests(kit.files)
    if state is not None:
        move(desk.workspace, state.folder, kit.folder)
        if recorded(state.files) == made and state.folder == kit.folder:
            return kept_files(kit.folder, state.files, state.earlier, desk)
    before = frozenset((*recorded(state.files).values(), *state.earlier)) if state else frozenset[str]()
    edited = differing(desk.workspace, kit.folder, made, before)
    if edited:
        return Kept(folder=kit.folder, edited=edited)
    desk.workspace.check_folder(kit.folder)
    data = {"kit": kit.folder, "files": made}
    notice = draft.rendered.notice.id
    desk.ledger.append(Event(what=What.RESTORE_KIT, notice=notice, documents=dict(kit.files), data=data))
    desk.workspace.write_folder(kit.folder, kit.files)
    clear_left_over(desk.workspace, kit.folder, kit.files, before)
    return Kept(folder=kit.folder, restored=tuple(kit.files))


def _kit_kept(state: NoticeState, desk: Desk) -> Kept:
    """Once a notice went out its kit stays as it was recorded; one that was set aside and is gone stays gone."""
    kit = state.kit
    if kit is None or (
        state.dispatch is Dispatch.SUPERSEDED and not (desk.workspace.root / kit.folder).is_dir()
    ):
        return Kept(folder="")
    return kept_files(kit.folder, kit.files, kit.earlier, desk)
