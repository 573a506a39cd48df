"""Which letters may come in, by what the ledger holds: its notices, their messages and their ticket numbers."""

from collections.abc import Callable, Iterable, Mapping

from takedown.audit import NoticeState
from takedown.inbox.matching import Awaited
from takedown.messages import Message, Purpose


def awaited_of(
    notices: Iterable[NoticeState],
    messages: Mapping[str, Message],
    document: Callable[[str], bytes | None],
) -> tuple[Awaited, ...]:
    """Make the marks of every notice. What was erased is no mark any more."""
    by_notice: dict[str, list[Message]] = {}
    for message in messages.values():
        by_notice.setdefault(message.notice, []).append(message)
    return tuple(_awaited(state, by_notice.get(state.id, ()), document) for state in notices)


def _awaited(
    state: NoticeState, messages: Iterable[Message], document: Callable[[str], bytes | None]
) -> Awaited:
    ids: dict[str, str] = {}
    envids: dict[str, str] = {}
    for message in messages:
        if message.purpose is Purpose.TO_SELF:
            continue  # it is known by its form (`takedown.inbox.matching`)
        identity = (document(message.message_id) or b"").decode("ascii", "replace").strip()
        envids[message.id] = message.id  # the ENVID of a message is its id
        ids |= {identity: message.id} if identity else {}
    numbers = {state.ticket, *(piece.ticket for piece in state.evidence)} - {""}
    return Awaited(
        notice=state.id,
        message_ids=ids,
        envids=envids,
        recipient_email=state.recipient_email,
        tickets=frozenset(numbers),
        after=state.in_reply_to,
    )
