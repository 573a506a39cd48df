"""What a run of `takedown send` does once it was confirmed: is this the ledger that sends? Then one by one."""

import hashlib
import random
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from takedown.accounts import Account
from takedown.audit import AuditReport, audit_entries
from takedown.channels.null import Null
from takedown.channels.protocol import Channel
from takedown.channels.smtp import Waits, open_smtp
from takedown.cli.accounts import account_of, credential_for
from takedown.cli.session import Session, say
from takedown.dispatch import Outcome, Run, recover
from takedown.errors import ConfigError, StorageError
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.messages import Message, messages_of
from takedown.pacing import allowance, retry_at
from takedown.passwords import Credential
from takedown.placing import Here, Standing, clock_problem, read_mark, space_problem, standing, write_mark
from takedown.reports.sending import plain_outcome
from takedown.sendable import SendChoice
from takedown.sending import INSTANT, Ended, Limits, Sender, instant, is_due

#: Room for the entries of a message, their copies in SQLite's log, and the rest of the workspace.
_ROOM = 32_000_000
_OWNER_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The mail account of a run."""

    account: Account
    credential: Credential | None
    """Fetched once, and kept for every connection of the run."""
    this_ledger: bool
    stop_after: int
    demo: bool
    waits: Waits | None = None

    @classmethod
    def of(cls, session: Session, *, this_ledger: bool, stop_after: int) -> "Post":
        account = account_of(session)
        return cls(
            account=account,
            credential=credential_for(account),
            this_ledger=this_ledger,
            stop_after=stop_after,
            demo=session.settings.demo,
            waits=session.around.waits,
        )

    def account_digest(self, ledger: Ledger) -> str:
        """Under which the ledger counts what this account sent: salted, as an address is personal."""
        text = f"{ledger.identity}\n{self.account.address.casefold()}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def open(self) -> Channel:
        """Open the connection; a demo reaches nothing."""
        return Null() if self.demo else open_smtp(self.account, self.credential, waits=self.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A run that holds the senders' lock and an open ledger."""

    session: Session
    ledger: Ledger
    post: Post

    def check_place(self) -> None:
        """Refuse to send from a copy, an old backup, or with a wrong clock, until a person says that it is right."""
        here, now = self._here(), self.session.around.now()
        profiles = self._profiles()
        last = self._last_at()
        place = standing(here, read_mark(profiles, here.ledger), first=not self._has_sent())
        clock = clock_problem(last, now)
        for problem in (place, clock):
            if problem.ok:
                continue
            if not (self.post.this_ledger and problem.may_accept):
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
                f"In doubt: message {message.id}. A run ended while it was letting it go: takedown outbox resolve"
            )
        return doubtful

    def messages(self) -> dict[str, Message]:
        """All messages, as the ledger holds them now."""
        return messages_of(self.ledger.entries())

    def report(self) -> AuditReport:
        """All notices, as the ledger holds them now."""
        return audit_entries(self.ledger.entries(), self.ledger.document, today=self.session.today)

    def _has_sent(self) -> bool:
        return any(message.let_go_at for message in self.messages().values())

    def _last_at(self) -> datetime | None:
        """The latest instant since a person last said that the clock is right."""
        at = ""
        for entry in self.ledger.entries():
            at = entry.at if entry.what is What.PLACED else max(at, entry.at)
        return datetime.strptime(at, INSTANT).replace(tzinfo=UTC) if at else None

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
            device=found.st_dev,
            inode=found.st_ino,
            seq=seq,
            head=head,
            has_hash=self.ledger.has,
        )


def go_on(hand: Hand, choice: SendChoice) -> Ended:
    """Send what is due of the choice."""
    session, known = hand.session, hand.messages()
    due = [
        known[one.key]
        for one in choice.going
        if one.key in known and is_due(known[one.key], session.around.now())
    ]
    sender = Sender(
        open_channel=hand.post.open,
        ledger=hand.ledger,
        run=_run(hand),
        limits=_limits(hand),
        clock=session.around,
        told=_Teller(len(due)).tell,
    )
    return sender.send(due, known)


def _run(hand: Hand) -> Run:
    around = hand.session.around

    def again(message: Message) -> str | None:
        begun = message.tried_at or instant(around.now())
        first = datetime.strptime(begun, INSTANT).replace(tzinfo=UTC)
        at = retry_at(message.tries, around.now(), random.random(), first=first)  # noqa: S311 – spreads waits
        return instant(at) if at else None

    return Run(
        owner=around.entropy(_OWNER_BYTES).hex(),
        today=hand.session.today,
        retry_at=again,
        before_going=hand.mark,
    )


def _limits(hand: Hand) -> Limits:
    account = hand.post.account

    def next_allowed(sent: Sequence[datetime], now: datetime) -> datetime | None:
        allowed = allowance(sent, now, per_minute=account.per_minute, per_day=account.per_day)
        return now if allowed.now else allowed.next_at

    return Limits(
        next_allowed=next_allowed,
        remembered=max(account.per_minute, account.per_day or 0),
        room=lambda _: _has_room(hand.session.workspace.ledger_file.parent),
        stop_after=hand.post.stop_after,
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


def _refused(problem: Standing) -> StorageError:
    return StorageError(f"{problem.message}; nothing was sent", hint=problem.hint)
