"""What `takedown send` would let go: which notices, in which messages, and what holds the others back."""

from collections.abc import Mapping, Sequence

from takedown.accounts import Account
from takedown.audit import OPEN, AuditReport, Dispatch, NoticeState
from takedown.audit import asked as asked_before
from takedown.brakes import Candidate, Grounds, HoldBack, hold_backs, may_go
from takedown.braking.rules import held
from takedown.cli.session import Session
from takedown.config.do_not_contact import read_do_not_contact
from takedown.dispatch import envelope_of
from takedown.frozen import dataclass
from takedown.instants import instant
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage
from takedown.notice import Kind, Notice
from takedown.outgoing import Outgoing, addressed, drafts_of, freeze, to_self
from takedown.sendable import Going, SendChoice
from takedown.signing import signable

#: What could go, and what was tried and stands still: of that the brakes say why.
_LOOKED_AT = frozenset(
    {
        Dispatch.SIGNED,
        Dispatch.QUEUED,
        Dispatch.REJECTED,
        Dispatch.FAILED,
        Dispatch.IN_DOUBT,
        Dispatch.EXPORTED,
    }
)
#: In which order papers go out: who holds the permission is asked first.
_KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    notices: tuple[str, ...] = ()
    """Ids; empty: all that may go."""
    insisted: frozenset[str] = frozenset()
    """Ids of notices that go although a rule advises against it."""
    limit: int | None = None
    to_self: bool = False
    hold: bool = False
    """Only what is frozen now is meant: what waits already keeps its time."""
    dry: bool = False
    """Nothing is written: what a run that died left is looked at as the next run will put it right."""


def choose(
    session: Session, ledger: Ledger, report: AuditReport, account: Account, asked: Asked
) -> SendChoice:
    """Look at everything that could go now. Nothing is written.

    VerificationError where the ledger does not hold what was signed.
    """
    chooser = _Chooser(session=session, ledger=ledger, report=report, account=account, asked=asked)
    return chooser.tests() if asked.to_self else chooser.notices()


def holdable(
    session: Session, ledger: Ledger, report: AuditReport, asked: Asked
) -> tuple[list[NoticeState], Mapping[str, tuple[HoldBack, ...]]]:
    """The signed notices that are meant, and all that holds each back, whatever account they go through."""
    chooser = _Chooser(session=session, ledger=ledger, report=report, account=None, asked=asked)
    return chooser.judged()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chooser:
    """One look at the ledger, for one account."""

    session: Session
    ledger: Ledger
    report: AuditReport
    account: Account | None
    """None: whoever the message is from."""
    asked: Asked

    def notices(self) -> SendChoice:
        """What goes to desks."""
        chosen = self._could_go()
        fresh = self._fresh(chosen)
        backs = self._backs(chosen, fresh)
        stopped = {
            identity: reasons
            for identity, reasons in backs.items()
            if not may_go(reasons, insisted=identity in self.asked.insisted)
        }
        free = [state for state in chosen if state.id not in stopped]
        ready = [one for state in free for one in self._going(state, fresh.get(state.id, ()))]
        ready = [one for one in ready if one.fresh] if self.asked.hold else ready
        now = instant(self.session.around.now())
        later = [one for one in ready if one.queued and one.queued.not_before > now]
        going = self._limited([one for one in ready if one not in later])
        return SendChoice(
            going=going,
            later=tuple(later),
            held=stopped,
            insisted={state.id: backs[state.id] for state in free if backs[state.id]},
            left=len(ready) - len(later) - len(going),
            names=_names(self.report),
        )

    def judged(self) -> tuple[list[NoticeState], Mapping[str, tuple[HoldBack, ...]]]:
        """The signed notices, and what holds each back."""
        chosen = self._could_go()
        return chosen, self._backs(chosen, self._fresh(chosen))

    def _fresh(self, chosen: Sequence[NoticeState]) -> dict[str, tuple[Outgoing, ...]]:
        return {state.id: self._frozen(state) for state in chosen if not self._queued(state)}

    def _backs(
        self, chosen: Sequence[NoticeState], fresh: Mapping[str, tuple[Outgoing, ...]]
    ) -> Mapping[str, tuple[HoldBack, ...]]:
        wanted = self.session.wanted(self.report)
        candidates = [
            self._candidate(state, wanted.get(state.id), fresh.get(state.id, ())) for state in chosen
        ]
        return hold_backs(candidates, self._grounds())

    def tests(self) -> SendChoice:
        """What goes to the sender alone. A test goes to the account's own address, or not at all."""
        chosen = [state for state in self._in_order() if state.dispatch in OPEN and state.files]
        stopped = {state.id: backs for state in chosen if (backs := self._no_test(state))}
        ready = [
            one
            for state in chosen
            if state.id not in stopped
            for one in self._going(state, self._frozen(state))
        ]
        going = self._limited(ready)
        return SendChoice(going=going, held=stopped, left=len(ready) - len(going), names=_names(self.report))

    def _could_go(self) -> list[NoticeState]:
        """All that is named; else what is signed, queued, or was tried. What is to be signed is no news here."""
        return [
            state
            for state in self._in_order()
            if state.kind is not Kind.PUBLIC_STATEMENT
            and (self.asked.notices or state.dispatch in _LOOKED_AT)
        ]

    def _in_order(self) -> list[NoticeState]:
        named = self.asked.notices
        found = [state for state in self.report.notices if not named or state.id in named]
        return sorted(found, key=lambda state: (_KINDS.index(state.kind), state.case, state.desk, state.id))

    def _limited(self, ready: Sequence[Going]) -> tuple[Going, ...]:
        """Keep to the limit; parts of one notice stay together."""
        limit = self.asked.limit
        if limit is None or len(ready) <= limit:
            return tuple(ready)
        end = limit
        while 0 < end < len(ready) and ready[end].state.id == ready[end - 1].state.id:
            end += 1
        return tuple(ready[:end])

    def _frozen(self, state: NoticeState) -> tuple[Outgoing, ...]:
        """The messages of a notice as they would go out now, in its next attempt."""
        purpose = Purpose.TO_SELF if self.asked.to_self else Purpose.NOTICE
        attempt = 1 + max((each.attempt for each in state.messages if each.purpose is purpose), default=0)
        at = self.session.around.now()
        frozen = freeze(state.id, drafts_of(state, self.ledger), attempt=attempt, at=at)
        return tuple(to_self(each, number=attempt) for each in frozen) if self.asked.to_self else frozen

    def _going(self, state: NoticeState, fresh: Sequence[Outgoing]) -> list[Going]:
        """The messages of a notice: those just frozen, or those that are queued."""
        if fresh:
            return [
                Going(state=state, envelope=one.envelope, size=one.draft.size, fresh=one) for one in fresh
            ]
        found = sorted(self._queued(state), key=lambda each: each.part)
        return [
            Going(
                state=state,
                envelope=envelope_of(self.ledger.document(each.envelope)),
                size=len(self.ledger.document(each.document) or b""),
                queued=each,
            )
            for each in found
        ]

    def _queued(self, state: NoticeState) -> list[Message]:
        """The messages of a notice that wait. What a dead run had claimed waits, too: no server has it."""
        waiting = {Stage.QUEUED, Stage.CLAIMED} if self.asked.dry else {Stage.QUEUED}
        found = _latest(state) if state.dispatch is Dispatch.QUEUED else []
        return [each for each in found if each.stage in waiting]

    def _candidate(self, state: NoticeState, notice: Notice | None, fresh: Sequence[Outgoing]) -> Candidate:
        own = _latest(state) if self._queued(state) and not fresh else []
        contents = [each.draft.head for each in fresh] or [
            self.ledger.document(each.document) or b"" for each in own
        ]
        today = self.session.today
        messages = tuple(addressed(content) for content in contents)
        return Candidate(
            state=state,
            notice=notice,
            document_sha256=signable(notice, state, self.session.letters, today=today).document_sha256
            if notice
            else "",
            messages=messages,
            account_address=self.account.address if self.account else messages[0].sender if messages else "",
            own=frozenset(each.id for each in own),
        )

    def _grounds(self) -> Grounds:
        return Grounds(
            today=self.session.today,
            directory=self.session.directory,
            contacts=self.session.settings.request.contacts,
            do_not_contact=read_do_not_contact(self.session.workspace.root),
            asked=asked_before(self.report, demo=False),
            states={state.id: state for state in self.report.notices},
            demo=self.session.settings.demo,
        )

    def _no_test(self, state: NoticeState) -> tuple[HoldBack, ...]:
        if self.session.settings.demo or state.demo:
            return (held("demo", f"{state.id} is of a demo, which sends nothing", "takedown init"),)
        senders = {addressed(draft.head).sender for draft in drafts_of(state, self.ledger)}
        if not senders:
            return (
                held("no-message", f"{state.id} has no email of its own", f"takedown preview {state.id}"),
            )
        if self.account and {each.casefold() for each in senders} != {self.account.address.casefold()}:
            return (
                held(
                    "other-account",
                    f"{state.id} is from {', '.join(senders)}; the mail account is {self.account.address}",
                    "make [sender] email and [mail] address the same, then takedown generate",
                ),
            )
        return ()


def _latest(state: NoticeState) -> list[Message]:
    """The messages of a notice's last attempt."""
    found = [each for each in state.messages if each.purpose is Purpose.NOTICE]
    last = max((each.attempt for each in found), default=0)
    return [each for each in found if each.attempt == last]


def _names(report: AuditReport) -> dict[str, str]:
    return {state.id: f"{state.kind} to {state.recipient or state.desk}" for state in report.notices}
