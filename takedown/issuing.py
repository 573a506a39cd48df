"""Writing notices: plan → rendered files → ledger → folder; and the restore kits beside them.

Files are drawn in other processes where there are many; ledger and folders are written here, one notice after the
other, each as soon as it is drawn. So a run that ends early has written whole notices, and the next one goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date

from takedown.audit import OPEN, UNDER_WAY, AuditReport, Dispatch, NoticeState
from takedown.batch import ALONE, results
from takedown.drafting import (
    Deed,
    Desk,
    Issued,
    Kept,
    carry_out,
    issue,
    issue_kit,
    kept,
    kept_files,
    move,
    superseded_folder,
    unchanged,
)
from takedown.drawing import Before, Drawer, Drawn, Task, drawer
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.notice import Kind, Notice
from takedown.plan import NoticePlan
from takedown.planning import superseded
from takedown.planning.addressee import check_addressee
from takedown.rendering import Letters
from takedown.rendering.written import write_letter
from takedown.replying import REINSTATABLE, Replies

__all__ = [
    "OPEN",
    "Desk",
    "Generation",
    "Issued",
    "Kept",
    "generate_notices",
    "issue_replies",
    "superseded_folder",
]

_Pairs = list[tuple[Issued, Kept]]
#: So many folders are recorded in one transaction, and their files synced together: disks do that in little more time
#: than for one. The first notices are written at once.
_TOGETHER = 16


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
    notices = _unsent([*(planned.notice for planned in plan.notices), *replies.notices], states)
    told = _told(plan)
    gone = (
        *superseded(plan, [state.id for state in report.notices if _may_be_set_aside(state, told, states)]),
        *replies.needless,
    )
    run = _Run(desk=desk, states=states, today=today)
    pairs = run.written(notices, first=lambda: _finish_moves(report, desk))
    done = {notice.id for notice in notices} | set(gone)
    others = [state for state in report.notices if state.id not in done]
    left = (*(kept(state, desk) for state in others), *(_set_aside(states[notice], desk) for notice in gone))
    kits = [*(kit for _, kit in pairs), *(_kit_kept(state, desk) for state in others)]
    return Generation(
        issued=tuple(item for item, _ in pairs),
        kept=tuple(item for item in left if item.restored or item.edited),
        kits=tuple(kit for kit in kits if kit.restored or kit.edited),
        superseded=gone,
    )


def issue_replies(replies: Replies, desk: Desk, report: AuditReport, *, today: date) -> Generation:
    """Write notices that come after others, and set aside those that they make needless."""
    states = {state.id: state for state in report.notices}
    run = _Run(desk=desk, states=states, today=today)
    issued = tuple(item for item, _ in run.written(_unsent(replies.notices, states)))
    left = tuple(_set_aside(states[notice], desk) for notice in replies.needless)
    return Generation(issued=issued, kept=left, superseded=replies.needless)


def _unsent(notices: Sequence[Notice], states: Mapping[str, NoticeState]) -> list[Notice]:
    """What may be written. A notice that went out, is on its way, or was called back, stays as it is."""
    return [
        notice
        for notice in notices
        if (state := states.get(notice.id)) is None
        or (state.submitted_on is None and state.dispatch not in UNDER_WAY)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run over notices: where it works, and what was recorded before."""

    desk: Desk
    states: Mapping[str, NoticeState]
    today: date

    def written(self, notices: Sequence[Notice], *, first: Callable[[], None] = lambda: None) -> _Pairs:
        """Write notices with their restore kits, in order. `first` is called before anything is written.

        A LetterError in a run of a few comes before that. In a long one only each letter's first words are read then:
        an error that a single notice has is raised at its turn, and those before it are written.
        """
        draw = drawer(self.desk.letters, self.desk.workspace.templates)
        for notice in notices:
            check_addressee(notice.recipient, draw.letters.agents)
        tasks = [self._task(notice, draw) for notice in notices]
        due = [task for task in tasks if task is not None]
        if len(due) <= ALONE:
            made = (each for each in [draw(task) for task in due])
        else:
            _check_letters(due, draw.letters)
            made = results(draw, due, jobs=self.desk.pace.jobs)
        first()
        self.desk.pace.told(0, len(notices))
        pairs: _Pairs = []
        deeds: list[Deed] = []

        def settle() -> None:
            gathered = tuple(deeds)
            deeds.clear()
            carry_out(gathered, self.desk)
            self.desk.pace.told(len(pairs), len(notices))

        with closing(made):
            try:
                for notice, task in zip(notices, tasks, strict=True):
                    pair, own = self._made(task, next(made)) if task else (self._unchanged(notice), [])
                    pairs.append(pair)
                    deeds += own
                    if not 0 < len(deeds) < _TOGETHER or len(pairs) <= ALONE:
                        settle()
            finally:
                if deeds:  # what is drawn is written, also where the next one cannot be
                    settle()
        return pairs

    def _task(self, notice: Notice, draw: Drawer) -> Task | None:
        """What is to be drawn; None where all of it is recorded already."""
        state = self.states.get(notice.id)
        with_kit = notice.kind in REINSTATABLE
        if state is None:
            return Task(notice=notice, today=self.today, with_kit=with_kit)
        signed = state.dispatch is Dispatch.SIGNED
        before = Before(
            dated=state.dated or self.today,
            document_sha256=state.document_sha256,
            signed=signed,
            deliveries=_as_signed(notice, state).deliveries if signed else None,
        )
        if state.dispatch in OPEN:
            source = draw.made_from(before.as_signed(notice), dated=before.dated)
            kit = state.kit.made_from if state.kit else ""
            if state.made_from == source and (kit == source or not with_kit):
                return None
        return Task(notice=notice, today=self.today, before=before, with_kit=with_kit)

    def _made(self, task: Task, drawn: Drawn) -> tuple[tuple[Issued, Kept], list[Deed]]:
        """Compare what was drawn, and say what is to be recorded and written of notice and kit."""
        notice = task.drawn_notice(drawn)
        state = self.states.get(notice.id)
        issued, paper = issue(notice, drawn, state, self.desk)
        kept, kit = issue_kit(notice, drawn, state, self.desk)
        return (issued, kept), [deed for deed in (paper, kit) if deed]

    def _unchanged(self, notice: Notice) -> tuple[Issued, Kept]:
        state = self.states[notice.id]
        kit = _kit_kept(state, self.desk)
        return unchanged(_as_signed(notice, state), state, self.desk), kit


def _as_signed(notice: Notice, state: NoticeState) -> Notice:
    """A platform request that was signed before its withdrawals went out keeps the words that were signed."""
    if notice.kind is not Kind.PLATFORM_REQUEST or not state.early or state.dispatch is not Dispatch.SIGNED:
        return notice
    return replace(notice, deliveries=state.deliveries)


def _check_letters(tasks: Sequence[Task], letters: Letters) -> None:
    """Write the words of the first notice of each letter: what is wrong with a template shows in any of them."""
    seen = set()
    for task in tasks:
        notice = task.notice
        language = letters.language_for(notice)
        files = (letters.letter_file(notice, language), letters.ticket_file(notice, language))
        mark = (*files, notice.basis, notice.reasons, *(platform.slug for platform in notice.platforms))
        if mark not in seen:
            seen.add(mark)
            write_letter(notice, letters, dated=task.today)


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


def _kit_kept(state: NoticeState, desk: Desk) -> Kept:
    """Once a notice went out its kit stays as it was recorded; one that was set aside and is gone stays gone."""
    kit = state.kit
    if kit is None or (
        state.dispatch is Dispatch.SUPERSEDED and not (desk.workspace.root / kit.folder).is_dir()
    ):
        return Kept(folder="")
    return kept_files(kit.folder, kit.files, kit.earlier, desk)
