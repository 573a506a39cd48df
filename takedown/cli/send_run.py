"""What a run of `takedown send` does once it was confirmed: is this the ledger that sends? Then one by one."""

import random
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from takedown.accounts import Account
from takedown.audit import AuditReport, audit_entries
from takedown.channels.null import Null
from takedown.channels.protocol import Channel
from takedown.channels.smtp import Waits, open_smtp
from takedown.cli.accounts import credential_for
from takedown.cli.session import Session, say
from takedown.dispatch import Outcome, Run, recover
from takedown.errors import ConfigError, StartError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.instants import instant, moment_of
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage, messages_of
from takedown.pacing import allowance, retry_at
from takedown.passwords import Credential
from takedown.placing import Here, Standing, clock_problem, read_mark, space_problem, standing, write_mark
from takedown.reports.sending import plain_outcome
from takedown.sendable import SendChoice
from takedown.sending import Ended, Limits, Sender, is_due

#: Room for the entries of a message, their copies in SQLite's log, and the rest of the workspace.
_ROOM = 32_000_000
_OWNER_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The mail account of a run."""

    account: Account
    credential: Credential | None
    """Fetched once, and kept for every connection of the run."""
    demo: bool
    waits: Waits | None = None

    @classmethod
    def of(cls, session: Session, account: Account) -> "Post":
        """Fetch what the account needs; a person may be asked for the password."""
        return cls(
            account=account,
            credential=credential_for(account),
            demo=session.settings.demo,
            waits=session.around.waits,
        )

    def open(self) -> Channel:
        """Open the connection; a demo reaches nothing."""
        return Null() if self.demo else open_smtp(self.account, self.credential, waits=self.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A run that holds the senders' lock and an open ledger."""

    session: Session
    ledger: Ledger

    def place_problems(self) -> list[Standing]:
        """What speaks against sending from here: a copy, an old backup, a wrong clock. Writes nothing."""
        here = self._here()
        mark = read_mark(self._profiles(), here.ledger)
        place = standing(here, mark, first=not self.messages())
        clock = clock_problem(self._last_at(), self.session.around.now())
        return [problem for problem in (place, clock) if not problem.ok]

    def check_place(self, *, accepted: bool) -> None:
        """Refuse to send from a copy, an old backup, or with a wrong clock, until a person says that it is right."""
        for problem in self.place_problems():
            if not (accepted and problem.may_accept):
                raise _refused(problem)
            self.ledger.append(Event(what=What.PLACED, notice="", data={"rule": problem.rule}))
        self.mark()

    def mark(self) -> None:
        """Note in the user's own folder how far this ledger came."""
        write_mark(self._profiles(), self._here().mark(self.session.around.now()))

    def recover(self) -> tuple[Message, ...]:
        """Put right what a run that died left, and say what is in doubt by that."""
        doubtful = recover(self.messages().values(), self.ledger)
        for message in doubtful:
            say(
                f"In doubt: message {message.id}. A run ended while it was letting it go: "
                f"takedown outbox resolve {message.id}"
            )
        return doubtful

    def messages(self) -> dict[str, Message]:
        """All messages, as the ledger holds them now."""
        return messages_of(self.ledger.entries())

    def report(self) -> AuditReport:
        """All notices, as the ledger holds them now."""
        return audit_entries(self.ledger.entries(), self.ledger.document, today=self.session.today)

    def _last_at(self) -> datetime | None:
        """The latest instant since a person last said that the clock is right."""
        at = ""
        for entry in self.ledger.entries():
            at = entry.at if entry.what is What.PLACED else max(at, entry.at)
        return moment_of(at) if at else None

    def _profiles(self) -> Path:
        profiles = self.session.around.profiles
        if profiles is None:
            raise ConfigError(
                "there is no folder of your own in which the program may note from which ledger it sends",
                hint="set HOME, then run the same command again",
            )
        return profiles

    def _here(self) -> Here:
        path = self.session.workspace.ledger_file.resolve()
        found, (seq, head) = path.stat(), self.ledger.last
        return Here(
            ledger=self.ledger.identity,
            path=str(path),
            inode=found.st_ino,
            seq=seq,
            head=head,
            has_hash=self.ledger.has,
        )


def go_on(hand: Hand, post: Post, choice: SendChoice, *, stop_after: int) -> Ended:
    """Send what is due of the choice."""
    session, known = hand.session, hand.messages()
    due = [
        known[one.key]
        for one in choice.going
        if one.key in known and is_due(known[one.key], session.around.now())
    ]
    sender = Sender(
        open_channel=post.open,
        ledger=hand.ledger,
        run=_run(hand),
        limits=_limits(hand, post.account, stop_after),
        clock=session.around,
        told=_Teller(len(due)).tell,
    )
    try:
        return sender.send(due, known)
    finally:
        _clear_tests(hand)
        hand.mark()  # so that a backup made while the last message went out is known as an old one, too


def _clear_tests(hand: Hand) -> None:
    """A test to oneself that did not go out is made again, and never sent later."""
    for message in hand.messages().values():
        if message.purpose is Purpose.TO_SELF and message.stage is Stage.QUEUED:
            event = Event(what=What.CANCELLED, notice=message.notice, data={"message": message.id})
            hand.ledger.advance(event)


def _run(hand: Hand) -> Run:
    around = hand.session.around

    def again(message: Message) -> str | None:
        first = moment_of(message.tried_at) if message.tried_at else around.now()
        at = retry_at(message.tries, around.now(), random.random(), first=first)  # noqa: S311 – spreads waits
        return instant(at) if at else None

    return Run(
        owner=around.entropy(_OWNER_BYTES).hex(),
        today=lambda: around.now().date(),
        retry_at=again,
        before_dot=hand.mark,
    )


def _limits(hand: Hand, account: Account, stop_after: int) -> Limits:
    def next_allowed(sent: Sequence[datetime], now: datetime) -> datetime | None:
        allowed = allowance(sent, now, per_minute=account.per_minute, per_day=account.per_day)
        return now if allowed.now else allowed.next_at

    return Limits(
        next_allowed=next_allowed,
        room=lambda _: _has_room(hand.session.workspace.ledger_file.parent),
        stop_after=stop_after,
    )


def _has_room(place: Path) -> bool:
    return space_problem(shutil.disk_usage(place).free, _ROOM).ok


class _Teller:
    """Says of each message, as it happens, what became of it."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._count = 0

    def tell(self, outcome: Outcome) -> None:
        self._count += 1
        say(f"{self._count} of {self._total}: {plain_outcome(outcome)}")


def _refused(problem: Standing) -> StartError:
    return StartError(f"{problem.message}; nothing was sent", hint=problem.hint)
