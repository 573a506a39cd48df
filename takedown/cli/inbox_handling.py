"""What `takedown inbox` does with each letter: read, match, check, file. The ledger is written in bundles."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from takedown.cli.inbox_steps import step_by_hand, step_of, step_of_own
from takedown.cli.session import Session
from takedown.events import Event, What
from takedown.frozen import dataclass
from takedown.inbox.awaiting import awaited_of
from takedown.inbox.evidence import Found, Shows, evidence_about
from takedown.inbox.filing import (
    Filing,
    Own,
    Seems,
    digest,
    file_letter,
    filed,
    is_by_own_server,
    said_of,
    seems,
)
from takedown.inbox.matching import By, Marks, Match, NoMatch, Why, match
from takedown.inbox.parsed import Letter, NoLetter, parse
from takedown.inbox.reading import Incoming
from takedown.inbox.signatures import NOT_ASKED, Dkim, Lookup, check_dkim, dns_lookup
from takedown.ledger import Ledger
from takedown.messages import Stage, messages_of
from takedown.providers import PROVIDERS
from takedown.reports.inbox import Handled, State

#: Of letters that wait to be written.
_BUNDLE = 64 * 1024 * 1024
#: Folder of the workspace for letters that lie in no file of their own.
FOLDER = "inbox"


class Desk:
    """Who sits before the letters: what is awaited, what is filed already, and whose letters are one's own."""

    def __init__(self, *, session: Session, by_hand: str, check_signatures: bool) -> None:
        self.session = session
        self.by_hand = by_hand
        self.check_signatures = check_signatures
        self.states = {state.id: state for state in session.report.notices}
        with Ledger.read(session.workspace.ledger_file) as ledger:
            entries = tuple(ledger.entries())
            self.messages = messages_of(entries)
            self.marks = Marks(awaited_of(session.report.notices, self.messages, ledger.document))
            self.filed = set(filed(entries, ledger.document))

    @cached_property
    def now(self) -> datetime:
        """Local time at the first letter, with its zone."""
        return self.session.around.now()

    @cached_property
    def lookup(self) -> Lookup:
        """By which keys of signatures are asked for."""
        return dns_lookup()

    @cached_property
    def own(self) -> Own:
        """Addresses and mail servers of the user."""
        settings = self.session.settings
        mail, provider = settings.mail, PROVIDERS.get(settings.mail.provider)
        addresses = {settings.request.sender.email, mail.address} - {""}
        hosts = {mail.host, mail.imap_host} - {""}
        hosts |= {provider.host, provider.imap_host} if provider else set()
        domains = {address.rpartition("@")[2] for address in addresses}
        domains |= {host.partition(".")[2] if host.count(".") > 1 else host for host in hosts}
        return Own(
            addresses=frozenset(address.casefold() for address in addresses),
            domains=frozenset(domain.casefold() for domain in domains),
        )

    @cached_property
    def desks(self) -> frozenset[str]:
        """Addresses of all desks: a letter from one of them is of interest, whatever it says."""
        return frozenset(state.recipient_email.casefold() for state in self.states.values()) - {""}

    def dkim_of(self, raw: bytes, letter: Letter) -> Dkim:
        """Check the signature, where the user asked for it."""
        return check_dkim(raw, self.lookup, sender=letter.sender) if self.check_signatures else NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A letter that is to be filed, and the file that holds it and nothing else, where one does."""

    event: Event
    raw: bytes
    handled: Handled
    file: str
    doubted: str = ""
    """A message that was settled as not sent, and of which this letter shows that it went out."""


def handle(desk: Desk, incoming: Iterable[Incoming], *, from_mailbox: bool) -> list[Handled]:
    """Handle letters in their order. What was filed stays filed when the run is interrupted."""
    done: list[Handled] = []
    bundle: dict[int, _Waiting] = {}
    size = 0
    for one in incoming:
        result = _one(desk, one, from_mailbox=from_mailbox)
        if isinstance(result, _Waiting):
            bundle[len(done)] = result
            size += len(result.raw)
        done.append(result if isinstance(result, Handled) else result.handled)
        if size > _BUNDLE:
            _write(desk, bundle, done)
            bundle, size = {}, 0
    _write(desk, bundle, done)
    return done


def _write(desk: Desk, bundle: Mapping[int, _Waiting], done: list[Handled]) -> None:
    """File a bundle, and put what came of each letter where the letter stands."""
    for place, handled in zip(bundle, _filed(desk, list(bundle.values())), strict=True):
        done[place] = handled


def _one(desk: Desk, incoming: Incoming, *, from_mailbox: bool) -> Handled | _Waiting:
    read = parse(incoming.raw) if not incoming.problem else None
    if read is None or isinstance(read, NoLetter):
        reason = incoming.problem if read is None else read.reason
        return Handled(source=incoming.source, state=State.NOT_READ, reason=reason)
    found = match(read, desk.marks)
    if isinstance(found, NoMatch) and desk.by_hand:
        found = Match(notice=desk.by_hand, by=By.HAND)
    if isinstance(found, NoMatch):
        return Handled(
            source=incoming.source,
            state=State.NOT_MATCHED,
            letter=read,
            reason=_why(found),
            next_step="" if from_mailbox else step_by_hand(str(incoming.path) if incoming.path else "FILE"),
            is_named=not from_mailbox or found.why is Why.AMBIGUOUS or _is_of_interest(desk, read),
        )
    return _matched(desk, incoming, read, found)


def _is_of_interest(desk: Desk, letter: Letter) -> bool:
    return bool(letter.delivery) or letter.sender.casefold() in desk.desks


def _why(found: NoMatch) -> str:
    return {
        Why.NOTHING: "it names no notice: no reference, no Message-ID and no ticket number that is known here",
        Why.AMBIGUOUS: f"it names several notices: {', '.join(found.notices)}",
        Why.TEST: "it is about a test that you sent to yourself",
    }[found.why]


def _matched(desk: Desk, incoming: Incoming, letter: Letter, found: Match) -> Handled | _Waiting:
    awaited = desk.marks.known[found.notice]
    state = desk.states[found.notice]
    kind = seems(letter, awaited, desk.own)
    key = (found.notice, digest(incoming.raw))
    is_new = key not in desk.filed and kind is not Seems.OWN
    shows, doubted = _shows(desk, letter, found.notice, is_new=is_new)
    handled = Handled(
        source=incoming.source,
        state=State.OWN if kind is Seems.OWN else State.FILED,
        letter=letter,
        notice=found.notice,
        by=found.by,
        seems=kind,
        said=said_of(letter, awaited),
        by_own_server=is_by_own_server(letter, desk.own),
        shows=shows,
    )
    if key in desk.filed:
        return replace(handled, state=State.ALREADY_FILED)
    if kind is Seems.OWN:
        file = str(incoming.path) if incoming.path else "FILE"
        return replace(handled, next_step=step_of_own(handled, state, file, desk.now))
    desk.filed.add(key)
    dkim = desk.dkim_of(incoming.raw, letter)
    filing = Filing(
        awaited=awaited,
        name=Path(incoming.source).name,
        seems=kind,
        now=desk.now,
        dkim=dkim,
        own=desk.own,
        message=desk.messages.get(found.message),
    )
    file = str(incoming.path) if incoming.path else ""
    event = file_letter(found, letter, incoming.raw, filing)
    return _Waiting(
        event=event,
        raw=incoming.raw,
        handled=replace(handled, dkim=dkim),
        file=file,
        doubted=doubted,
    )


def _shows(desk: Desk, letter: Letter, notice: str, *, is_new: bool) -> tuple[str, str]:
    """Say what a letter shows of a message of the notice that is in doubt; empty where nothing.

    And the message that it puts in doubt again: one that was settled as not sent. Only a letter that `is_new`, so that
    it is filed with that, does so.
    """
    said = doubted = ""
    for message in desk.states[notice].messages:
        settled = is_new and message.stage is Stage.CANCELLED and bool(message.let_go_at)
        if settled or message.stage is Stage.IN_DOUBT:
            found = Found(own=desk.own.addresses, frozen_sha256=message.sha256)
            about = evidence_about(letter, desk.marks.known[notice], message.id, found)
            if about.shows is not Shows.NOTHING:
                said = said or f"message {message.id} is in doubt: {about.reason}"
                doubted = doubted or (message.id if settled else "")
    return said, doubted


def _filed(desk: Desk, bundle: list[_Waiting]) -> list[Handled]:
    """Write letters into the ledger, and those that lie in no file of their own into the folder for them."""
    if not bundle:
        return []
    workspace = desk.session.workspace
    done: list[Handled] = []
    files: dict[str, bytes] = {}
    with workspace.lock():
        with desk.session.open_ledger() as ledger:
            there = filed(ledger.entries(), ledger.document)  # another run may have filed them meanwhile
            for one in bundle:
                key = (one.event.notice, digest(one.raw))
                if key in there:
                    done.append(replace(one.handled, state=State.ALREADY_FILED))
                    continue
                _file(ledger, one.event)
                if one.doubted:
                    data = {"message": one.doubted}
                    ledger.advance(Event(what=What.IN_DOUBT, notice=one.event.notice, data=data))
                name = f"{one.event.notice}-{key[1][:12]}.eml"
                if not one.file and one.handled.seems in (Seems.REPLY, Seems.AUTO_REPLY):
                    files[name] = one.raw
                file = one.file or str(workspace.root / FOLDER / name)
                state = desk.states[one.event.notice]
                done.append(replace(one.handled, next_step=step_of(one.handled, state, file, desk.now)))
        if files:
            workspace.write_folder(FOLDER, files)
    return done


def _file(ledger: Ledger, event: Event) -> None:
    """Record a letter. A bounce moves its message where it may; where it moved meanwhile, it is kept beside it."""
    if event.what is not What.BOUNCED or "message" not in event.data:
        ledger.append(event)
    elif not ledger.advance(event):
        data = {("about_message" if key == "message" else key): value for key, value in event.data.items()}
        ledger.append(replace(event, data=data))
