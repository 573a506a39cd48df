"""What `follow-up`, `retract` and `reinstate` share: choosing, writing and telling."""

from takedown.audit import OPEN, Dispatch, NoticeState
from takedown.cli.chosen import Choice, chosen_items
from takedown.cli.edited import tell_edited
from takedown.cli.session import Session, show
from takedown.errors import UsageError
from takedown.issuing import Desk, Generation, issue_replies
from takedown.notice import Kind
from takedown.replying import REINSTATABLE, RETRACTABLE, Replies, called
from takedown.reports.replies import called_json, plain_called

_BACK = frozenset({Kind.RETRACTION, Kind.REINSTATEMENT})


def issued(session: Session, replies: Replies) -> Generation:
    """Write these letters, and set aside those that they make needless."""
    if not replies.notices and not replies.needless:
        return Generation(issued=())
    with session.open_ledger() as ledger:
        desk = Desk(letters=session.letters, workspace=session.workspace, ledger=ledger)
        return issue_replies(replies, desk, session.report, today=session.today)


def call(session: Session, kind: Kind, notices: tuple[str, ...], choice: Choice, *, as_json: bool) -> int:
    """Write the retraction or reinstatement of notices, or of some of their items."""
    with session.workspace.lock():
        states = list({state.id: state for state in map(session.find, notices)}.values())
        keys = [_keys(kind, state, choice) for state in states]
        ground = session.ground(states)
        parts = [
            called(kind, state, chosen, session.report, ground)
            for state, chosen in zip(states, keys, strict=True)
        ]
        generation = issued(
            session,
            Replies(
                notices=tuple(notice for part in parts for notice in part.notices),
                needless=tuple(dict.fromkeys(each for part in parts for each in part.needless)),
            ),
        )
    show((called_json if as_json else plain_called)(generation, session.report))
    return tell_edited(generation)


def _keys(kind: Kind, state: NoticeState, choice: Choice) -> frozenset[str]:
    """The items that can be called back or asked for again; UsageError where there are none."""
    _refuse_unfit(kind, state)
    if not state.items:
        raise UsageError(
            f"the items of {state.id} were erased, so no letter can follow it",
            hint="write to them in your own words",
        )
    chosen = chosen_items(state, choice)
    again = kind is Kind.REINSTATEMENT
    left = [item for item in chosen if not (item.reinstated_on if again else item.is_called_back)]
    if left:
        return frozenset(item.key for item in left)
    said = {kind} if again else _BACK
    done = next(
        reply for reply in reversed(state.replies) if reply.kind in said and chosen[0].key in reply.keys
    )
    raise UsageError(
        f"{state.id}: a {done.kind} of this went out on {done.on} ({done.notice})",
        hint=f"takedown status {done.notice} shows what came back",
    )


def _refuse_unfit(kind: Kind, state: NoticeState) -> None:
    word = "called back" if kind is Kind.RETRACTION else "asked for again"
    if state.kind.answers_another:
        raise UsageError(
            f"{state.id} is a {state.kind}: it is the notice before it that can be {word}",
            hint=f"name that one: {state.in_reply_to}",
        )
    if kind is Kind.REINSTATEMENT and state.kind is Kind.REMOVAL_AFTER_END:
        raise UsageError(
            f"{state.id}: the agreement with {state.recipient} is over, so they deliver nothing any more",
            hint="deliver it again through whoever delivers for you now; the same UPC, ISRCs and titles may link up",
        )
    if state.kind not in (RETRACTABLE if kind is Kind.RETRACTION else REINSTATABLE):
        raise UsageError(
            f"{state.id} is a {state.kind}: it had nothing removed that could be {word}",
            hint="takedown status shows what each notice asked for",
        )
    if state.dispatch in OPEN:
        raise UsageError(
            f"{state.id} is {state.dispatch} and has not gone out: there is nothing to be {word}",
            hint="take it out of the request in takedown.toml or out of the catalog; "
            "takedown generate then sets it aside",
        )
    if state.dispatch is Dispatch.SUPERSEDED:
        raise UsageError(
            f"{state.id} was set aside and never went out: there is nothing to be {word}",
            hint="if you handed it over all the same, record that first: "
            f"takedown record submitted {state.id} --on DATE",
        )
