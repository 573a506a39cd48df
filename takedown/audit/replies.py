"""What a reminder, an escalation, a retraction or a reinstatement that went out changes of the notice before it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from takedown.audit.due import due_of, sent_of
from takedown.audit.state import Dispatch, ItemState, NoticeState, ReplyState
from takedown.notice import Kind


def with_replies(states: Mapping[str, NoticeState]) -> dict[str, NoticeState]:
    """Give every notice what came after it and went out; what only lies ready changes nothing."""
    replies: dict[str, list[ReplyState]] = {}
    for state in states.values():
        if state.kind.answers_another and state.submitted_on and state.in_reply_to in states:
            replies.setdefault(state.in_reply_to, []).append(_reply(state, state.submitted_on))
    followed = {
        identity: _followed(state, replies[identity]) if identity in replies else state
        for identity, state in states.items()
    }
    return {identity: _overtaken(state, followed) for identity, state in followed.items()}


def _overtaken(state: NoticeState, states: Mapping[str, NoticeState]) -> NoticeState:
    """Of a request to a platform, mark what was called back at who delivers it: nobody asks for that any more."""
    if state.kind is not Kind.PLATFORM_REQUEST:
        return state
    spoken_of = (states[each.notice] for each in state.deliveries if each.notice in states)
    back = {item.key for each in spoken_of for item in each.items if item.is_called_back}
    if not any(item.key in back for item in state.items):
        return state
    items = tuple(
        replace(item, overtaken=True, due=None) if item.key in back else item for item in state.items
    )
    return replace(state, overtaken=True, items=items, due=_first_due(items))


def _reply(state: NoticeState, on: date) -> ReplyState:
    keys = frozenset(item.key for item in state.items)
    return ReplyState(notice=state.id, kind=state.kind, desk=state.desk, on=on, keys=keys)


def _followed(state: NoticeState, found: list[ReplyState]) -> NoticeState:
    """A notice of which every item was called back is retracted; it did go out all the same."""
    replies = tuple(sorted(found, key=lambda reply: (reply.on, reply.notice)))
    if state.submitted_on is None:
        return replace(state, replies=replies)
    items = tuple(_due(_item(item, replies), state, state.submitted_on) for item in state.items)
    called_back = [item.retracted_on for item in items if item.retracted_on]
    whole = bool(items) and len(called_back) == len(items)
    return replace(
        state,
        replies=replies,
        items=items,
        dispatch=Dispatch.RETRACTED if whole else state.dispatch,
        since=max(called_back).isoformat() if whole else state.since,
        due=_first_due(items),
    )


def _first_due(items: Iterable[ItemState]) -> date | None:
    return min((item.due for item in items if item.due), default=None)


def _item(item: ItemState, replies: Iterable[ReplyState]) -> ItemState:
    latest: dict[Kind, date] = {}
    for reply in replies:
        if item.key in reply.keys:
            latest[reply.kind] = reply.on
    return replace(
        item,
        reminded_on=latest.get(Kind.REMINDER),
        escalated_on=latest.get(Kind.ESCALATION),
        retracted_on=latest.get(Kind.RETRACTION),
        reinstated_on=latest.get(Kind.REINSTATEMENT),
    )


def _due(item: ItemState, state: NoticeState, submitted_on: date) -> ItemState:
    return replace(item, due=due_of(item, sent_of(state, submitted_on)))
