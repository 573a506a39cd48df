"""Signing: a typed name over the hash of a document that was read, and the signed files."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

from takedown.audit import NoticeState
from takedown.batch import results
from takedown.drafting import Deed, Desk, Issued, carry_out, edited_of, event_of, issued, recorded
from takedown.drawing import Drawn, Task, document_sha256, drawer
from takedown.events import What
from takedown.frozen import dataclass
from takedown.notice import Notice, Signature
from takedown.rendering import Letters, Seal, authority_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """A prepared notice, with the very document that would be signed."""

    notice: Notice
    state: NoticeState
    dated: date
    document_sha256: str
    says: str
    """The letter's sentence of authority; a letter that comes after another has none."""

    @property
    def is_current(self) -> bool:
        """False where the plan has moved on since the notice was written: then it must be generated again first."""
        return self.document_sha256 == self.state.document_sha256


def signable(notice: Notice, state: NoticeState, letters: Letters, *, today: date) -> Signable:
    """What would be signed, as it was written."""
    dated = state.dated or today
    return Signable(
        notice=notice,
        state=state,
        dated=dated,
        document_sha256=document_sha256(notice, letters, dated=dated),
        says="" if notice.kind.answers_another else authority_sentence(notice, letters, dated=dated),
    )


def sign_notices(
    items: Sequence[Signable],
    desk: Desk,
    *,
    name: str,
    at: datetime,
    seal: Seal | None = None,
) -> tuple[Issued, ...]:
    """Record the typed name over each document hash and write the signed files, one notice after the other.

    `at` is local time with its zone: the moment at which the name was typed. A notice whose files were edited is named
    and not signed. With a `seal`, which may hold a private key, all is drawn in this process.
    """
    edited = [edited_of(desk.workspace, item.state) for item in items]
    tasks = [_task(item, name, at) for item, names in zip(items, edited, strict=True) if not names]
    draw = drawer(desk.letters, desk.workspace.templates, seal=seal)
    signed = []
    desk.pace.told(0, len(items))
    with closing(results(draw, tasks, jobs=1 if seal else desk.pace.jobs)) as drawn:
        for number, (item, names) in enumerate(zip(items, edited, strict=True), start=1):
            signed.append(_edited(item, names) if names else _signed(item, next(drawn), desk))
            desk.pace.told(number, len(items))
    return tuple(signed)


def _task(item: Signable, name: str, at: datetime) -> Task:
    signature = Signature(
        name=name,
        capacity=item.notice.sender.capacity.value,
        signed_at=at.isoformat(timespec="seconds"),
        document_sha256=item.document_sha256,
    )
    return Task(notice=item.notice, today=item.dated, signature=signature)


def _signed(item: Signable, drawn: Drawn, desk: Desk) -> Issued:
    event = event_of(What.SIGNED, item.notice, drawn, early=item.notice.waits)
    earlier = frozenset((*recorded(item.state.files).values(), *item.state.earlier))
    carry_out([Deed(event=event, folder=item.notice.folder, files=drawn.files, earlier=earlier)], desk)
    return replace(issued(item.notice, drawn), signed=True, written=True)


def _edited(item: Signable, names: tuple[str, ...]) -> Issued:
    return Issued(
        notice=item.notice,
        folder=item.notice.folder,
        files=tuple(item.state.files),
        document_sha256=item.document_sha256,
        signed=False,
        edited=names,
    )
