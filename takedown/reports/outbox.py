"""What a person reads of the outbox: what would go, what waits, what is in doubt, and what to do about each."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from takedown.audit import AuditReport, Dispatch, NoticeState
from takedown.frozen import dataclass
from takedown.messages import UNDER_WAY, Message, Purpose, Stage
from takedown.notice import Kind
from takedown.reports.as_json import document
from takedown.reports.notice_json import message_json
from takedown.reports.plain import addressed
from takedown.reports.words import counted, fields, moment, page, wrapped

_STAGES = (
    (
        Stage.IN_DOUBT,
        "In doubt",
        (
            "It may have gone out, or not: nobody here can know. It is never sent again by itself. Look into your "
            "Sent folder, and for a reply or a bounce; then: takedown outbox resolve {notice}"
        ),
    ),
    (
        Stage.COMMITTING,
        "On its way, or in doubt",
        "A run was letting it go. If none is at work any more, takedown send says that it is in doubt.",
    ),
    (
        Stage.CLAIMED,
        "Being offered",
        "A run is offering it; if none is at work any more, takedown send goes on.",
    ),
    (Stage.QUEUED, "Queued", "takedown send sends it; takedown outbox cancel {notice} takes it back."),
    (
        Stage.REJECTED,
        "Rejected by the mail server",
        (
            "It is not sent again as it is. Correct the address and run takedown generate, or hand it over by hand: "
            "takedown outbox walk {notice}"
        ),
    ),
    (
        Stage.FAILED,
        "Failed: it did not arrive",
        "Correct the address and run takedown generate, or hand it over by hand: takedown outbox walk {notice}",
    ),
    (
        Stage.ACCEPTED,
        "Went out",
        "A mail server that took it has not yet “delivered” it. takedown status says what is due.",
    ),
    (Stage.CANCELLED, "Taken back", ""),
)

_DOUBTFUL = frozenset({Stage.IN_DOUBT, Stage.COMMITTING})
_CAME_BACK = frozenset({Stage.REJECTED, Stage.FAILED})
_OUT = frozenset({Dispatch.SUBMITTED, Dispatch.RETRACTED})

Words = Callable[[Message], str]
"""A message's last words from a server; empty where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The outbox: every notice that was sent, or could go out now, and the tests to oneself that are not done."""

    report: AuditReport
    words: Words
    only: frozenset[str] = frozenset()
    """Ids of the notices that are meant; empty: all."""

    @property
    def _states(self) -> list[NoticeState]:
        return [state for state in self.report.notices if not self.only or state.id in self.only]

    @property
    def sent(self) -> list[tuple[NoticeState, Message]]:
        """Every message to a desk, of all attempts."""
        return self._messages(Purpose.NOTICE)

    @property
    def tests(self) -> list[tuple[NoticeState, Message]]:
        """The tests to oneself that wait or are in doubt; the others are no matter of anybody."""
        return [(state, each) for state, each in self._messages(Purpose.TO_SELF) if each.stage in UNDER_WAY]

    def _messages(self, purpose: Purpose) -> list[tuple[NoticeState, Message]]:
        return [
            (state, message)
            for state in self._states
            for message in state.messages
            if message.purpose is purpose
        ]

    @property
    def ready(self) -> list[NoticeState]:
        """Signed, not handed over."""
        return [
            state
            for state in self._states
            if state.dispatch is Dispatch.SIGNED and state.kind is not Kind.PUBLIC_STATEMENT
        ]

    @property
    def exported(self) -> list[NoticeState]:
        """Given to the user, and nobody recorded that it went out."""
        return [state for state in self._states if state.dispatch is Dispatch.EXPORTED]


def plain_outbox(listed: Listed) -> str:
    """List what is in doubt first, then what waits, what failed, what went, and what is ready."""
    lines: list[str] = []
    settled = [pair for pair in listed.sent if _is_settled(*pair)]
    for stage, title, advice in _STAGES:
        found = [pair for pair in listed.sent if pair[1].stage is stage and pair not in settled]
        if found:
            lines += ["", f"{title} ({len(found)})"]
        for state, message in found:
            step = advice if _is_task(state, message) else ""
            lines += _message(state, message, listed.words(message), step)
    if settled:
        lines += ["", f"Was in doubt; that it went out was recorded since ({len(settled)})"]
    for state, message in settled:
        lines += _message(state, message, listed.words(message), "")
    lines += _tests(listed)
    lines += _notices(
        "Exported; whether it went out is not recorded",
        listed.exported,
        "takedown record submitted {notice}, or takedown outbox cancel {notice}",
    )
    lines += _notices(
        "Signed, ready to be handed over",
        listed.ready,
        "takedown send (by email), or takedown outbox walk {notice} (by form, account or post)",
    )
    if not lines and any(state.dispatch in _OUT for state in listed.report.notices):
        return page(["Everything that was signed is handed over.", "", "Next: takedown status"])
    if not lines:
        return page(
            ["The outbox is empty.", "", "Next: takedown sign, then takedown send or takedown outbox walk"]
        )
    return page(lines[1:])


def _is_settled(state: NoticeState, message: Message) -> bool:
    """Whether it was in doubt, and a person recorded that its notice went out."""
    return message.stage in _DOUBTFUL and state.dispatch in _OUT


def _is_task(state: NoticeState, message: Message) -> bool:
    """Whether something is to be done about a message: only of the last attempt, and of a paper that still waits."""
    last = max(each.attempt for each in state.messages if each.purpose is message.purpose)
    if message.attempt < last:
        return False
    if message.stage in _CAME_BACK:  # written anew, handed over otherwise or set aside since: then it is past
        return state.dispatch in (Dispatch.REJECTED, Dispatch.FAILED)
    return True


def _tests(listed: Listed) -> list[str]:
    """Tests to oneself are in nobody's way: they are said apart, and one command ends them."""
    found = listed.tests
    lines = ["", f"Tests to yourself that are not done ({len(found)})"] if found else []
    for state, message in found:
        advice = "takedown send says what became of it"
        if message.stage in (Stage.QUEUED, Stage.IN_DOUBT):
            advice = (
                "takedown outbox cancel {notice} takes it back. Nobody else gets it, whatever became of it."
            )
        lines += _message(state, message, listed.words(message), f"It is {message.stage}: {advice}")
    return lines


def _message(state: NoticeState, message: Message, words: str, advice: str) -> list[str]:
    part = f", part {message.part} of {message.parts}" if message.parts > 1 else ""
    put_off = message.stage is Stage.QUEUED and message.not_before
    settled = {"evidence": "by evidence that is kept", "word": "by your word, with a reason"}
    return [
        *wrapped(f"{message.id}  {state.kind} {addressed(state)}{part}", first="  ", rest="    "),
        *fields(
            (
                ("to", state.recipient_email),
                ("since", moment(message.since)),
                ("not before", moment(message.not_before) if put_off else ""),
                ("tried", counted(message.tries, "time") if message.tries else ""),
                ("settled", settled.get(message.settled, "")),
                ("bounce", f"status {message.status}" if message.status else ""),
                ("server", "" if message.settled or message.status else words),
                ("next", advice.format(notice=state.id)),
            ),
            indent="    ",
        ),
    ]


def _notices(title: str, states: Sequence[NoticeState], advice: str) -> list[str]:
    if not states:
        return []
    lines = ["", f"{title} ({len(states)})"]
    for state in states:
        lines += wrapped(f"{state.id}  {state.kind} {addressed(state)}", first="  ", rest="    ")
    hint = advice.format(notice=states[0].id if len(states) == 1 else "NOTICE")
    return [*lines, *wrapped(f"Next: {hint}", first="  ", rest="    ")]


def outbox_json(listed: Listed) -> str:
    """Write the messages, the ids of what is exported and ready, and the tests to oneself that are not done."""
    return document(
        messages=[_message_json(listed, state, message) for state, message in listed.sent],
        exported=_ids(listed.exported),
        ready=_ids(listed.ready),
        tests=[_message_json(listed, state, message) for state, message in listed.tests],
    )


def _message_json(listed: Listed, state: NoticeState, message: Message) -> dict[str, Any]:
    return {**message_json(message), "notice": state.id, "desk": state.desk, "server": listed.words(message)}


def _ids(states: Iterable[NoticeState]) -> list[str]:
    return [state.id for state in states]
