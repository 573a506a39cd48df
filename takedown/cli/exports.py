"""Handing signed notices to the user: emails as files or as drafts in a mailbox, and packets for everything else."""

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from takedown.audit import Dispatch, NoticeState
from takedown.brakes import HoldBack
from takedown.braking.rules import held
from takedown.cli.judging import judged
from takedown.cli.session import Session, say, show
from takedown.errors import ConfigError, ExitCode, TakedownError, UsageError
from takedown.events import Event, What
from takedown.exporting import Export, make_folder, prepare_export, write_export
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.outgoing import drafts_of
from takedown.reports.exported import exported_json, plain_exported
from takedown.writing import told, write_files

#: Rules about the mail account and the address, which the user writes in by hand where there is none.
BY_HAND = frozenset({"address-left-out", "address-unsourced", "address-stale", "other-login"})
_CORRECT = (
    "correct the address, then takedown generate and takedown sign; or hand it over by hand: "
    "takedown outbox walk {notice}"
)
#: Why a notice that somebody names is not exported, where it is neither signed nor queued: rule, what is so, next step.
WHY = {
    Dispatch.PREPARED: ("not-signed", "is not signed", "read it, then takedown sign {notice}"),
    Dispatch.SUPERSEDED: (
        "superseded",
        "was set aside: the plan asks for something else by now",
        "takedown generate writes what is asked for today",
    ),
    Dispatch.EXPORTED: (
        "exported",
        "was exported before, in another way, and you may have sent that",
        "if you did: takedown record submitted {notice}; if not: takedown outbox cancel {notice}, then export it",
    ),
    Dispatch.IN_DOUBT: (
        "in-doubt",
        "may have gone out by email, or not",
        "takedown outbox resolve {notice} settles which",
    ),
    Dispatch.REJECTED: (
        "came-back",
        "was rejected by the mail server",
        _CORRECT,
    ),
    Dispatch.FAILED: (
        "came-back",
        "was sent, and did not arrive",
        _CORRECT,
    ),
    Dispatch.SUBMITTED: ("out", "went out on {since}", "takedown status {notice} shows what is next"),
    Dispatch.RETRACTED: (
        "called-back",
        "was called back on {since}",
        "to ask again, write a new occasion under [request]",
    ),
}

Reasons = Mapping[str, tuple[HoldBack, ...]]


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
    """Export what may go; say what may not, and why. Each is recorded before its files are given away."""
    if session.settings.demo and not ways.packets:
        raise ConfigError(
            "takedown.toml: demo = true, and a demo makes no emails to send",
            hint="takedown outbox export --packets DIR shows what a packet looks like",
        )
    with session.workspace.lock(), session.open_ledger() as ledger:
        named = list({state.id: state for state in map(session.find, notices)}.values())
        again = frozenset(state.id for state in named if _was_exported(state, ways.name))
        chosen, reasons = _judged(session, ledger, named, again, ways)
        free = [state for state in chosen if not reasons[state.id]]
        out = _Out(session=session, ledger=ledger, way=ways.name, again=again)
        done = _way(out, ways)(free) if free else []
    kept = {identity: each for identity, each in reasons.items() if each}
    names = {state.id: f"{state.kind} to {state.recipient or state.desk}" for state in (*chosen, *named)}
    before = sum(state.dispatch is Dispatch.EXPORTED for state in session.report.notices) if not named else 0
    page = plain_exported(_places(done), kept, names, before=before)
    show(exported_json(_places(done), kept) if as_json else page)
    return ExitCode.NEEDS_PERSON if kept and notices else ExitCode.DONE


def _places(done: Sequence[Exported]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.state.id, one.places) for one in done]


def _was_exported(state: NoticeState, way: str) -> bool:
    """Whether it is exported, and was in the same way: that gives nothing to the user that is not there already."""
    ways = [piece.channel for piece in state.evidence if piece.what is What.EXPORTED]
    return state.dispatch is Dispatch.EXPORTED and ways[-1:] == [way]


def _judged(
    session: Session, ledger: Ledger, named: Sequence[NoticeState], again: Collection[str], ways: Ways
) -> tuple[list[NoticeState], Reasons]:
    """What is looked at, and what holds back each of them, and each that somebody named."""
    chosen, backs = judged(session, ledger, [state.id for state in named], exported=again)
    found = {
        state.id: _stops(state, backs[state.id], ways, is_named=bool(named))
        if state.dispatch in (Dispatch.SIGNED, Dispatch.QUEUED)
        else (_why(state),)
        for state in chosen
    }
    return chosen, found | {state.id: (_why(state),) for state in named if state.id not in found}


def _stops(
    state: NoticeState, reasons: Sequence[HoldBack], ways: Ways, *, is_named: bool
) -> tuple[HoldBack, ...]:
    """What holds it back on this way. Nobody can insist here: `takedown send` knows that word."""
    if state.dispatch is Dispatch.QUEUED:
        back = f"takedown outbox cancel {state.id} takes it back; then export it"
        return (held("under-way", f"{state.id} waits to be sent by email, and would go out twice", back),)
    passing = BY_HAND | ({"no-message", "demo"} if ways.packets else set())
    # Where the desk takes a form, an email without a recipient is made on demand only.
    if ways.packets or is_named:
        passing |= {"no-address"}
    return tuple(replace(reason, may_insist=False) for reason in reasons if reason.rule not in passing)


def _why(state: NoticeState) -> HoldBack:
    """Why a notice that somebody names is not exported."""
    public = ("no-address", "is for the public, and is handed to nobody", "publish it where you like")
    rule, said, hint = WHY.get(state.dispatch, public)
    message = f"{state.id} {said.format(since=state.since[:10])}"
    return HoldBack(rule=rule, message=message, hint=hint.format(notice=state.id), may_insist=False)


def _way(out: "_Out", ways: Ways) -> Callable[[Sequence[NoticeState]], list[Exported]]:
    if ways.packets:
        return partial(out.packets, ways.packets)
    return partial(out.emails, ways.eml) if ways.eml else out.drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Out:
    """One export. Each notice is recorded as exported before anything of it is given away.

    A run that dies in between then leaves a notice that is said to be exported and is not: a person is asked about it,
    and nobody sends it a second time. Where surely nothing was given, it is taken back at once.
    """

    session: Session
    ledger: Ledger
    way: str
    again: frozenset[str]
    """Ids of those that were exported before in this way: nothing is recorded of them."""

    def packets(self, into: Path, states: Sequence[NoticeState]) -> list[Exported]:
        """A folder for each notice; where one with files is there already, nothing is written."""
        from takedown.cli.outbox_walk import signed_walk
        from takedown.packing import packet_of

        places = {state.id: into / f"{state.kind}-{state.desk}-{state.id}" for state in states}
        for place in places.values():
            _refuse_taken(place)
        walks = {state.id: signed_walk(self.session, state.id) for state in states}
        done: list[Exported] = []
        for state in states:
            files = {name: self.ledger.document(kept.document) or b"" for name, kept in state.files.items()}
            packet, place = packet_of(walks[state.id], files), places[state.id]
            with told(place, "make"):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._recorded({state.id: [place / name for name in packet]}):
                write_files({place: packet})
            done.append(Exported(state=state, places=(str(place),)))
        return done

    def emails(self, into: Path, states: Sequence[NoticeState]) -> list[Exported]:
        """All emails, into one folder."""
        exports = [
            Export(notice=state.id, desk=state.desk, drafts=_contents(state, self.ledger)) for state in states
        ]
        prepared = prepare_export(exports, into, program=self.session.around.program)
        make_folder(prepared)
        with self._recorded(
            {notice: [into / name for name in names] for notice, names in prepared.names.items()}
        ):
            write_export(prepared)
        return [Exported(state=state, places=(str(into),)) for state in states]

    def drafts(self, states: Sequence[NoticeState]) -> list[Exported]:
        """Each draft once: one that is there already is found, and not put there again."""
        from takedown.channels.imap import Likeness, Use
        from takedown.cli.accounts import mailbox
        from takedown.cli.putting import put_drafts

        done = []
        with mailbox(self.session) as box:
            folder = box.special_folder(Use.DRAFTS)
            for state in states:
                drafts = _contents(state, self.ledger)
                self._record([state.id])
                put = put_drafts(
                    box, folder, drafts, notice=state.id, take_back=partial(self._take_back, [state.id])
                )
                if any(one.likeness is Likeness.CHANGED for one in put):
                    say(f"{state.id}: the mailbox changed the draft; read it again before you send it.")
                places = tuple(
                    f"{one.folder}, message {one.uid}{' (was there)' if one.was_there else ''}" for one in put
                )
                done.append(Exported(state=state, places=places))
        return done

    @contextlib.contextmanager
    def _recorded(self, files: Mapping[str, Sequence[Path]]) -> Iterator[None]:
        """Record notices as exported; where the writing fails, take those back of which no file is there."""
        self._record(files)
        try:
            yield
        except BaseException:
            self._take_back([notice for notice, paths in files.items() if not _any_there(paths)])
            raise

    def _record(self, notices: Collection[str]) -> None:
        self._append(What.EXPORTED, notices, {"channel": self.way})

    def _take_back(self, notices: Collection[str]) -> None:
        """Surely nothing was given of these; where even that cannot be recorded, say what to do."""
        try:
            self._append(What.TAKEN_BACK, notices, {})
        except TakedownError:
            for notice in notices:
                say(f"{notice} counts as exported, and is not: takedown outbox cancel {notice}")

    def _append(self, what: What, notices: Collection[str], data: Mapping[str, str]) -> None:
        fresh = [notice for notice in notices if notice not in self.again]
        self.ledger.append_all(Event(what=what, notice=notice, data=dict(data)) for notice in fresh)


def _refuse_taken(place: Path) -> None:
    with told(place, "look into"):
        taken = place.is_symlink() or (
            place.exists() and not (place.is_dir() and next(place.iterdir(), None) is None)
        )
    if taken:
        raise UsageError(f"{place}: is there already; nothing was written", hint="choose a new folder")


def _any_there(paths: Sequence[Path]) -> bool:
    """Whether one is there; where nobody can look, it may be."""
    try:
        return any(path.is_symlink() or path.exists() for path in paths)
    except OSError:
        return True


def _contents(state: NoticeState, ledger: Ledger) -> tuple[bytes, ...]:
    """The emails of a notice as the ledger keeps them."""
    return tuple(draft.content for draft in drafts_of(state, ledger))
