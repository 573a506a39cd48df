"""What a person does next about a letter: commands that can be used as they stand."""

import shlex
from datetime import date, datetime

from takedown.audit import NoticeState
from takedown.inbox.filing import Seems, day_of, possible_ticket
from takedown.inbox.parsed import Letter
from takedown.notice import Kind
from takedown.reports.inbox import Handled

_ASKING_AGAIN = frozenset({Kind.REMINDER, Kind.ESCALATION})


def step_of(handled: Handled, state: NoticeState, file: str, now: datetime) -> str:
    """Say what to do about a letter that was filed; empty where nothing is to do. `file` holds it."""
    if handled.letter is None:
        return ""
    if handled.seems is Seems.BOUNCE:
        return f"takedown status {state.id} shows where it stands; the address, or the way, has to be another one"
    if handled.seems not in (Seems.REPLY, Seems.AUTO_REPLY):
        return _settle(state) if handled.shows else ""
    answered = state.in_reply_to if state.kind in _ASKING_AGAIN and state.in_reply_to else state.id
    if handled.shows:
        return f"{_settle(state)}; then read the letter"
    if state.submitted_on is None:
        return f"first takedown record submitted {state.id}, if it went out; then read the letter"
    return _record(answered, state, handled.letter, file, now)


def _record(answered: str, state: NoticeState, letter: Letter, file: str, now: datetime) -> str:
    """Give the command that records an answer. A ticket number is only what looks like one."""
    ticket = possible_ticket(letter.subject)
    options = [f"--on {_after(letter, state, now)}"]
    if ticket and ticket not in (state.ticket, state.id):
        options.append(f"--ticket {shlex.quote(ticket)}")
    options.append(f"--evidence {shlex.quote(file)}")
    command = f"takedown record acknowledged {answered} {' '.join(options)}"
    others = "" if state.kind is Kind.ROSTER_LETTER else " (or agreed, refused)"
    check = "; check the ticket number, it was only found in the subject" if "--ticket" in command else ""
    also = "; write the answer into decisions.csv" if state.kind is Kind.ROSTER_LETTER else ""
    return f"read it, then {command}{others}{check}{also}"


def step_of_own(handled: Handled, state: NoticeState, file: str, now: datetime) -> str:
    """Say what to do about a letter from the user's own address; empty where nothing is to do."""
    letter = handled.letter
    if handled.shows:
        return _settle(state)
    if letter is None or state.submitted_on or letter.is_draft or not letter.was_received:
        return ""
    day = day_of(letter, now)
    return f"if you sent it: takedown record submitted {state.id} --on {day} --evidence {shlex.quote(file)}"


def step_by_hand(file: str) -> str:
    """Say how a letter that was matched with nothing is filed."""
    return f"if it is about a notice: takedown inbox {shlex.quote(file)} --notice NOTICE"


def _settle(state: NoticeState) -> str:
    return f"takedown outbox resolve settles it (notice {state.id})"


def _after(letter: Letter, state: NoticeState, now: datetime) -> date:
    """The day of an answer; never before the notice went out, as time zones may have it."""
    return max(day_of(letter, now), state.submitted_on or date.min)
