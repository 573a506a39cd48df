"""Handing signed notices to the user: emails as files or as drafts in a mailbox, and packets for everything else."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from takedown.audit import NoticeState
from takedown.brakes import HoldBack
from takedown.cli.send_choice import Asked, holdable
from takedown.cli.session import Session, say, show
from takedown.errors import ConfigError, ExitCode, UsageError
from takedown.events import Event, What
from takedown.exporting import Export, prepare_export, write_export
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.outgoing import drafts_of
from takedown.reports.exported import exported_json, plain_exported
from takedown.writing import told, write_files

#: Rules about the mail account and the address, which the user writes in by hand where there is none.
_BY_HAND = frozenset({"no-address", "address-left-out", "address-unsourced", "address-stale", "other-login"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """One of the three is given."""

    eml: Path | None
    drafts: bool
    packets: Path | None

    @property
    def name(self) -> str:
        return "imap-draft" if self.drafts else "eml" if self.eml else "packet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was handed to the user of one notice, and where it lies."""

    state: NoticeState
    places: tuple[str, ...]


def export(session: Session, notices: tuple[str, ...], ways: Ways, *, as_json: bool) -> int:
    """Export what may go; say what may not, and why. Each is recorded when its files are there."""
    if session.settings.demo and not ways.packets:
        raise ConfigError(
            "takedown.toml: demo = true, and a demo makes no emails to send",
            hint="takedown outbox export --packets DIR shows what a packet looks like",
        )
    with session.workspace.lock(), session.open_ledger() as ledger:
        asked = Asked(notices=tuple(session.find(notice).id for notice in notices))
        chosen, backs = holdable(session, ledger, session.report, asked)
        held = {state.id: _stops(backs[state.id], ways) for state in chosen}
        free = [state for state in chosen if not held[state.id]]
        done = _way(session, ledger, ways)(free) if free else []
    held = {identity: reasons for identity, reasons in held.items() if reasons}
    names = {state.id: f"{state.kind} to {state.recipient or state.desk}" for state in chosen}
    show(exported_json(_places(done), held) if as_json else plain_exported(_places(done), held, names))
    return ExitCode.NEEDS_PERSON if held and notices else ExitCode.DONE


def _places(done: Sequence[Exported]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.state.id, one.places) for one in done]


def _stops(reasons: Sequence[HoldBack], ways: Ways) -> tuple[HoldBack, ...]:
    passing = _BY_HAND | ({"no-message", "demo"} if ways.packets else set())
    return tuple(reason for reason in reasons if reason.rule not in passing)


def _way(session: Session, ledger: Ledger, ways: Ways) -> Callable[[Sequence[NoticeState]], list[Exported]]:
    out = _Out(session=session, ledger=ledger, way=ways.name)
    if ways.packets:
        return partial(out.packets, ways.packets)
    return partial(out.emails, ways.eml) if ways.eml else out.drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Out:
    """One export. Each notice is recorded as exported before anything of it is given away.

    A run that dies in between then leaves a notice that is said to be exported and is not: a person is asked about it,
    and nobody sends it a second time.
    """

    session: Session
    ledger: Ledger
    way: str

    def packets(self, into: Path, states: Sequence[NoticeState]) -> list[Exported]:
        """A folder for each notice; where one is there already, nothing is written."""
        from takedown.cli.outbox_walk import walk_of_signed
        from takedown.packing import packet_of

        places = {state.id: into / f"{state.kind}-{state.desk}-{state.id}" for state in states}
        for place in places.values():
            if place.exists():
                raise UsageError(
                    f"{place}: is there already; nothing was written", hint="choose a new folder"
                )
        done = []
        for state in states:
            files = {name: self.ledger.document(kept.document) or b"" for name, kept in state.files.items()}
            packet = packet_of(walk_of_signed(self.session, state.id), files)
            self._record([state])
            place = places[state.id]
            with told(place, "make"):
                place.mkdir(mode=0o700, parents=True)
            write_files({place: packet})
            done.append(Exported(state=state, places=(str(place),)))
        return done

    def emails(self, into: Path, states: Sequence[NoticeState]) -> list[Exported]:
        """All emails, into one folder."""
        exports = [
            Export(notice=state.id, desk=state.desk, drafts=drafts_of(state, self.ledger)) for state in states
        ]
        prepared = prepare_export(exports, into, program=self.session.around.program)
        self._record(states)
        write_export(prepared)
        return [Exported(state=state, places=(str(into),)) for state in states]

    def drafts(self, states: Sequence[NoticeState]) -> list[Exported]:
        """Each draft once: one that is there already is found, and not put there again."""
        from takedown.channels.imap import Likeness, Use
        from takedown.cli.accounts import mailbox

        done = []
        with mailbox(self.session) as box:
            folder = box.special_folder(Use.DRAFTS)
            for state in states:
                drafts = drafts_of(state, self.ledger)
                self._record([state])
                put = [box.put_draft(draft, folder) for draft in drafts]
                if any(one.likeness is Likeness.CHANGED for one in put):
                    say(f"{state.id}: the mailbox changed the draft; read it again before you send it.")
                places = tuple(
                    f"{one.folder}, message {one.uid}{' (was there)' if one.was_there else ''}" for one in put
                )
                done.append(Exported(state=state, places=places))
        return done

    def _record(self, states: Sequence[NoticeState]) -> None:
        self.ledger.append_all(
            Event(what=What.EXPORTED, notice=state.id, data={"channel": self.way}) for state in states
        )
