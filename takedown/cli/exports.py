"""Handing signed notices to the user: emails as files or as drafts in a mailbox, and packets for everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from takedown.audit import NoticeState
from takedown.brakes import HoldBack
from takedown.cli.send_choice import Asked, holdable
from takedown.cli.session import Session, show
from takedown.errors import ConfigError, ExitCode, UsageError
from takedown.events import Event, What
from takedown.exporting import Export, prepare_export, write_export
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
        if ways.packets:
            done = _packets(session, ledger, free, ways.packets)
        elif ways.eml:
            done = _emails(session, ledger, free, ways.eml)
        else:
            done = _drafts(session, ledger, free)
        ledger.append_all(
            Event(what=What.EXPORTED, notice=one.state.id, data={"channel": ways.name}) for one in done
        )
    held = {identity: reasons for identity, reasons in held.items() if reasons}
    names = {state.id: f"{state.kind} to {state.recipient or state.desk}" for state in chosen}
    show(exported_json(_places(done), held) if as_json else plain_exported(_places(done), held, names))
    return ExitCode.NEEDS_PERSON if held and notices else ExitCode.DONE


def _places(done: Sequence[Exported]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.state.id, one.places) for one in done]


def _stops(reasons: Sequence[HoldBack], ways: Ways) -> tuple[HoldBack, ...]:
    passing = _BY_HAND | ({"no-message", "demo"} if ways.packets else set())
    return tuple(reason for reason in reasons if reason.rule not in passing)


def _packets(session: Session, ledger: Ledger, states: Sequence[NoticeState], into: Path) -> list[Exported]:
    """A folder for each notice; one that is there already is left alone."""
    from takedown.cli.outbox_walk import walk_of_signed
    from takedown.packing import packet_of

    done = []
    for state in states:
        place = into / f"{state.kind}-{state.desk}-{state.id}"
        if place.exists():
            raise UsageError(f"{place}: is there already; nothing was written", hint="choose a new folder")
        files = {name: ledger.document(kept.document) or b"" for name, kept in state.files.items()}
        packet = packet_of(walk_of_signed(session, state.id), files)
        with told(place, "make"):
            place.mkdir(mode=0o700, parents=True)
        write_files({place: packet})
        done.append(Exported(state=state, places=(str(place),)))
    return done


def _emails(session: Session, ledger: Ledger, states: Sequence[NoticeState], into: Path) -> list[Exported]:
    exports = [Export(notice=state.id, desk=state.desk, drafts=drafts_of(state, ledger)) for state in states]
    prepared = prepare_export(exports, into, program=session.around.program)
    write_export(prepared)
    return [Exported(state=state, places=(str(into),)) for state in states]


def _drafts(session: Session, ledger: Ledger, states: Sequence[NoticeState]) -> list[Exported]:
    """Each draft once: one that is there already is found, and not put there again."""
    from takedown.channels.imap import Use
    from takedown.cli.accounts import mailbox

    if not states:
        return []
    done = []
    with mailbox(session) as box:
        folder = box.special_folder(Use.DRAFTS)
        for state in states:
            put = [box.put_draft(draft, folder) for draft in drafts_of(state, ledger)]
            places = tuple(
                f"{one.folder}, message {one.uid}{' (was there)' if one.was_there else ''}" for one in put
            )
            done.append(Exported(state=state, places=places))
    return done
