"""How far the notice has come: it goes out only while it is signed, still wanted, and neither out nor on its way."""

from collections.abc import Iterator

from takedown.audit import Dispatch, NoticeState
from takedown.braking.rules import HoldBack, held
from takedown.braking.values import Candidate, Grounds
from takedown.checks.words import visible
from takedown.counting import counted
from takedown.messages import UNDER_WAY, Message, Purpose, Stage
from takedown.notice import Delivery, Kind

_FATES = {Dispatch.REJECTED: "refused by a mail server", Dispatch.FAILED: "came back, or was given up,"}


def is_demo(candidate: Candidate, grounds: Grounds) -> bool:
    """Whether any of workspace, ledger and plan says that it is invented."""
    notice = candidate.notice
    return grounds.demo or candidate.state.demo or (notice is not None and notice.demo)


def demo(candidate: Candidate) -> HoldBack:
    """A demo sends nothing."""
    return held(
        "demo",
        f"{candidate.id} is of a demo: its names and addresses are invented, and a demo sends nothing",
        "takedown init makes a workspace of your own",
    )


def readiness(candidate: Candidate, grounds: Grounds) -> Iterator[HoldBack]:
    """Say what stands against a notice as it is."""
    state = candidate.state
    if out := _out(candidate):
        yield out
        return
    if state.dispatch is Dispatch.SUPERSEDED:
        yield held(
            "superseded",
            f"{state.id} was set aside: the plan asks for something else by now",
            "takedown generate writes what is asked for today, takedown sign signs it",
        )
        return
    yield from _on_its_way(candidate)
    yield from _in_other_hands(state)
    yield from _signed(candidate)
    yield from _waits(candidate)
    yield from _called_back(candidate, grounds)


def other_messages(candidate: Candidate) -> Iterator[Message]:
    """The messages of its notice to the desk, other than those that are looked at."""
    for message in candidate.state.messages:
        if message.purpose is Purpose.NOTICE and message.id not in candidate.own:
            yield message


def is_partly_out(candidate: Candidate) -> bool:
    """Whether a mail server has a part of these very messages: the rest belongs to it, whatever the plan says now."""
    return any(
        message.id in candidate.own and message.stage is Stage.ACCEPTED
        for message in candidate.state.messages
    )


def _out(candidate: Candidate) -> HoldBack | None:
    state = candidate.state
    look = f"takedown status {state.id} shows what is known of it"
    if state.submitted_on:
        ticket = f", ticket {visible(state.ticket)}" if state.ticket else ""
        return held("out", f"{state.id} went out on {state.submitted_on}{ticket}", look)
    taken = (each for each in other_messages(candidate) if each.stage is Stage.ACCEPTED)
    if accepted := next(taken, None):
        part = f"part {accepted.part} of {accepted.parts} of " if accepted.parts > 1 else ""
        return held(
            "out",
            f"{part}{state.id} went out: the mail server took message {accepted.id} at {accepted.since}",
            f"{look}; send from your mail program what is missing, then takedown record submitted {state.id}",
        )
    return None


def _on_its_way(candidate: Candidate) -> Iterator[HoldBack]:
    for message in other_messages(candidate):
        if message.stage is Stage.IN_DOUBT:
            yield held(
                "in-doubt",
                f"nobody knows whether message {message.id} of {candidate.id} went out at {message.since}",
                "look into the Sent folder of your mail program and for replies; then "
                f"takedown outbox resolve {message.id}",
            )
        elif message.stage in UNDER_WAY:
            yield held(
                "under-way",
                f"message {message.id} of {candidate.id} is {message.stage} since {message.since}",
                "takedown outbox shows it; takedown send goes on with it",
            )


def _in_other_hands(state: NoticeState) -> Iterator[HoldBack]:
    if state.dispatch is Dispatch.EXPORTED:
        yield held(
            "exported",
            f"{state.id} was given to you on {state.since}, as a draft or as files: you may have sent it",
            f"if it went out: takedown record submitted {state.id}; if it did not, takedown outbox says how to take it "
            "back",
        )
    if state.dispatch in (Dispatch.REJECTED, Dispatch.FAILED):
        tried = [each for each in state.messages if each.stage in (Stage.REJECTED, Stage.FAILED)]
        said = f" (message {tried[-1].id}, code {tried[-1].status or tried[-1].code})" if tried else ""
        yield held(
            "came-back",
            f"{state.id} was sent before and {_FATES[state.dispatch]} on {state.since}{said}",
            f"takedown status {state.id} shows the answer; look whether the address still holds. To send it again as "
            f"it is: takedown send --insist {state.id}",
        )


def _signed(candidate: Candidate) -> Iterator[HoldBack]:
    state = candidate.state
    if not state.signed_by:
        yield held(
            "not-signed",
            f"{state.id} is {state.dispatch}: nobody has signed what it says now",
            f"read {state.folder}, then takedown sign {state.id}",
        )
    if is_partly_out(candidate):
        return
    if candidate.notice is None:
        yield held(
            "not-planned",
            f"{state.id} is signed, and neither takedown.toml nor the catalog asks for it any more",
            _unqueued(state, "takedown generate sets it aside; takedown plan shows what is asked for"),
        )
    elif candidate.document_sha256 != state.document_sha256:
        yield held(
            "changed",
            f"{state.id} would say something else today: what it is made from changed after it was written",
            _unqueued(state, f"takedown generate writes it again; read it, then takedown sign {state.id}"),
        )


def _unqueued(state: NoticeState, step: str) -> str:
    """The next step; what is queued stays as it is until it is taken out of the queue."""
    return f"takedown outbox cancel {state.id}; then {step}" if state.dispatch is Dispatch.QUEUED else step


def _waits(candidate: Candidate) -> Iterator[HoldBack]:
    """A platform reads its request when those who deliver were asked; the plan, if there is one, knows it best."""
    notice, state = candidate.notice, candidate.state
    if state.kind is not Kind.PLATFORM_REQUEST:
        return
    deliveries: tuple[Delivery, ...] = notice.deliveries if notice else state.deliveries
    open_ones = [each for each in deliveries if each.submitted_on is None]
    if open_ones:
        first, more = open_ones[0], len(open_ones) - 1
        others = f" and {counted(more, 'other')}" if more else ""
        yield held(
            "waits",
            f"{state.id} waits: {visible(first.name)} was not asked yet (notice {first.notice}){others}",
            f"hand that over first; when it is out: takedown record submitted {first.notice}, then takedown generate",
        )


def _called_back(candidate: Candidate, grounds: Grounds) -> Iterator[HoldBack]:
    state = candidate.state
    if state.overtaken:
        yield held(
            "overtaken",
            f"{state.id} asks the platform for releases of which the withdrawal was called back",
            _unqueued(state, "takedown generate writes it again without them, or sets it aside"),
        )
    if state.dispatch is Dispatch.RETRACTED:
        yield held(
            "called-back",
            f"{state.id} was called back on {state.since}",
            "to ask again, write a new occasion under [request]",
        )
    earlier = grounds.states.get(state.in_reply_to)
    if earlier and state.kind in (Kind.REMINDER, Kind.ESCALATION) and _all_back(earlier, state):
        yield held(
            "called-back",
            f"{state.id} asks again about notice {earlier.id}, and all of it was called back since",
            _unqueued(
                state, f"takedown generate sets it aside; takedown status {earlier.id} shows by which letter"
            ),
        )


def _all_back(earlier: NoticeState, later: NoticeState) -> bool:
    keys = {item.key for item in later.items}
    about = [item for item in earlier.items if item.key in keys]
    return bool(about) and all(item.is_called_back for item in about)
