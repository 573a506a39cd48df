"""Counts that say what each rests on, by artist, platform and desk."""

from collections.abc import Callable, Iterable

from takedown.audit import Answered, Dispatch, ItemState, NoticeState, Observed
from takedown.frozen import dataclass
from takedown.notice import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Notices are counted by id, an item once per notice it stands in: each desk answers for itself.

    From `prepared` to `retracted`, each notice is counted once, by how far it came: these add up to `notices`.
    Of `submitted` notices: `with_file` a file is kept, `declared` only somebody's word; `with_ticket` counts
    in both. Items are those of notices that are not superseded, and not of those that come after another: the answer
    is held with the notice before it. `unanswered` ones went out.
    """

    name: str
    notices: int
    prepared: int
    signed: int
    superseded: int
    exported: int
    queued: int
    in_doubt: int
    rejected: int
    failed: int
    submitted: int
    retracted: int
    with_file: int
    with_ticket: int
    declared: int
    items: int
    acknowledged: int
    agreed: int
    refused: int
    unanswered: int
    answers_declared: int
    gone: int
    live: int
    returned: int
    unseen: int
    observations_declared: int


def tally(
    name: str, notices: Iterable[NoticeState], wanted: Callable[[ItemState], bool] = lambda _: True
) -> Tally:
    """Count notices, and those of their items that are wanted."""
    found = tuple(notices)
    submitted = [notice for notice in found if notice.dispatch is Dispatch.SUBMITTED]
    held = [piece for notice in submitted if (piece := notice.submission)]
    items = [
        item
        for notice in found
        if notice.dispatch is not Dispatch.SUPERSEDED and _asks(notice)
        for item in notice.items
        if wanted(item)
    ]
    return Tally(
        name=name,
        notices=len(found),
        prepared=_at(found, Dispatch.PREPARED),
        signed=_at(found, Dispatch.SIGNED),
        superseded=_at(found, Dispatch.SUPERSEDED),
        exported=_at(found, Dispatch.EXPORTED),
        queued=_at(found, Dispatch.QUEUED),
        in_doubt=_at(found, Dispatch.IN_DOUBT),
        rejected=_at(found, Dispatch.REJECTED),
        failed=_at(found, Dispatch.FAILED),
        submitted=len(submitted),
        retracted=_at(found, Dispatch.RETRACTED),
        with_file=sum(not piece.declared for piece in held),
        with_ticket=sum(bool(notice.ticket) for notice in submitted),
        declared=sum(piece.declared for piece in held),
        items=len(items),
        acknowledged=sum(item.answer is Answered.ACKNOWLEDGED for item in items),
        agreed=sum(item.answer is Answered.AGREED for item in items),
        refused=sum(item.answer is Answered.REFUSED for item in items),
        unanswered=_unanswered(submitted, wanted),
        answers_declared=sum(item.answer_declared for item in items),
        gone=sum(item.observed is Observed.GONE for item in items),
        live=sum(item.observed is Observed.LIVE for item in items),
        returned=sum(item.returned for item in items),
        unseen=sum(item.observed is Observed.NOTHING for item in items),
        observations_declared=sum(item.observed_declared for item in items),
    )


def _unanswered(submitted: Iterable[NoticeState], wanted: Callable[[ItemState], bool]) -> int:
    """Count the items that were asked of a desk and of which it said nothing."""
    asking = (notice for notice in submitted if _asks(notice))
    return sum(item.answer is Answered.NOTHING for each in asking for item in each.items if wanted(item))


def _asks(notice: NoticeState) -> bool:
    """Whether its items are asked of a desk for the first time."""
    return not notice.kind.answers_another and notice.kind is not Kind.PUBLIC_STATEMENT


def by_artist(notices: tuple[NoticeState, ...]) -> tuple[Tally, ...]:
    """Count per artist, in the order of names."""
    return _per_item(notices, lambda item: item.artist)


def by_platform(notices: tuple[NoticeState, ...]) -> tuple[Tally, ...]:
    """Count per platform slug."""
    return _per_item(notices, lambda item: item.platform)


def by_desk(notices: tuple[NoticeState, ...]) -> tuple[Tally, ...]:
    """Count per desk."""
    desks = sorted({notice.desk for notice in notices if notice.desk})
    return tuple(tally(desk, (notice for notice in notices if notice.desk == desk)) for desk in desks)


def _per_item(notices: tuple[NoticeState, ...], name_of: Callable[[ItemState], str]) -> tuple[Tally, ...]:
    names = sorted(
        {name_of(item) for notice in notices for item in notice.items},
        key=lambda name: (name.casefold(), name),
    )
    return tuple(_named(name, notices, name_of) for name in names)


def _named(name: str, notices: tuple[NoticeState, ...], name_of: Callable[[ItemState], str]) -> Tally:
    def wanted(item: ItemState) -> bool:
        return name_of(item) == name

    return tally(name, (notice for notice in notices if any(wanted(item) for item in notice.items)), wanted)


def _at(notices: tuple[NoticeState, ...], dispatch: Dispatch) -> int:
    return sum(notice.dispatch is dispatch for notice in notices)
