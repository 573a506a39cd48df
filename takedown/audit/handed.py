"""How far the handing over of a notice came: exports, and the messages by which it was sent."""

from collections.abc import Sequence
from dataclasses import replace

from takedown.audit.state import Dispatch, NoticeState
from takedown.events import Entry, What
from takedown.messages import Message, Purpose, Stage, messages_of

_ISSUED = frozenset({What.PREPARED, What.SIGNED})
#: What holds of a notice with several messages: the first of these that is true of any of them.
_BY_STAGE = (
    (frozenset({Stage.COMMITTING, Stage.IN_DOUBT}), Dispatch.IN_DOUBT),
    (frozenset({Stage.REJECTED}), Dispatch.REJECTED),
    (frozenset({Stage.FAILED}), Dispatch.FAILED),
    (frozenset({Stage.QUEUED, Stage.CLAIMED}), Dispatch.QUEUED),
)


def handed(state: NoticeState, events: Sequence[Entry]) -> NoticeState:
    """Add its messages, and what they and exports make of its dispatch. A notice written anew begins anew."""
    messages = tuple(messages_of(events).values())
    if not messages and not any(entry.what is What.EXPORTED for entry in events):
        return state
    issued = max((entry.seq for entry in events if entry.what in _ISSUED), default=0)
    latest = _latest(
        [each for each in messages if each.purpose is Purpose.NOTICE and each.queued_seq > issued]
    )
    dispatch, since = _dispatch(state, latest, [entry for entry in events if entry.seq > issued])
    if state.dispatch is Dispatch.SUPERSEDED:
        dispatch, since = state.dispatch, state.since
    return replace(state, messages=messages, dispatch=dispatch, since=since)


def came_back(events: Sequence[Entry]) -> frozenset[str]:
    """The messages of every attempt of which a part did not arrive: without it, the notice did not."""
    messages = [each for each in messages_of(events).values() if each.purpose is Purpose.NOTICE]
    failed = {each.attempt for each in messages if each.stage is Stage.FAILED}
    return frozenset(each.id for each in messages if each.attempt in failed)


def _latest(messages: Sequence[Message]) -> list[Message]:
    """Those of the last attempt."""
    attempt = max((each.attempt for each in messages), default=0)
    return [each for each in messages if each.attempt == attempt]


def _dispatch(
    state: NoticeState, messages: Sequence[Message], events: Sequence[Entry]
) -> tuple[Dispatch, str]:
    for stages, dispatch in _BY_STAGE:
        found = [each for each in messages if each.stage in stages]
        if found:
            return dispatch, max(each.since for each in found)
    exports = [entry for entry in events if entry.what in (What.EXPORTED, What.TAKEN_BACK)]
    if exports and exports[-1].what is What.EXPORTED:
        return Dispatch.EXPORTED, exports[-1].at
    return state.dispatch, state.since
