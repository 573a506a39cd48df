"""What the brakes say of notices that are handed over by the user's own hand: by a walk, a packet, a draft, a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from takedown.audit import Dispatch, NoticeState
from takedown.brakes import HoldBack
from takedown.cli.send_choice import Asked, holdable
from takedown.cli.session import Session
from takedown.ledger import Ledger


def held_by_hand(
    session: Session, ledger: Ledger, states: Sequence[NoticeState]
) -> Mapping[str, tuple[HoldBack, ...]]:
    """All that speaks against notices that are signed, exported, or came back, by their ids.

    What was given to the user is judged as signed: it is with the very person who asks.
    """
    ids = frozenset(state.id for state in states)
    return judged(session, ledger, ids, exported=ids, returned=ids)[1] if ids else {}


def judged(
    session: Session,
    ledger: Ledger,
    notices: Collection[str],
    *,
    exported: Collection[str] = (),
    returned: Collection[str] = (),
) -> tuple[list[NoticeState], Mapping[str, tuple[HoldBack, ...]]]:
    """These notices, or all that were signed, queued or tried, and what holds each back.

    `exported` and `returned` name those that are judged although they were exported, or came back.
    """
    report = replace(
        session.report,
        notices=tuple(
            replace(state, dispatch=Dispatch.SIGNED)
            if state.id in exported and state.dispatch is Dispatch.EXPORTED
            else state
            for state in session.report.notices
        ),
    )
    asked = Asked(notices=tuple(notices), insisted=frozenset(returned))
    return holdable(session, ledger, report, asked)
