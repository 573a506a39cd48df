"""`takedown send`."""

import re
import shlex
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from takedown.accounts import Account
from takedown.cli.accounts import account_of
from takedown.cli.send_choice import Asked, choose
from takedown.cli.send_run import Hand, Post, go_on
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.config.mail import mail_account
from takedown.errors import ExitCode, UsageError
from takedown.frozen import dataclass
from takedown.instants import instant
from takedown.ledger import Ledger
from takedown.messages import Stage
from takedown.outgoing import queued
from takedown.reports.failures import read_failures
from takedown.reports.sending import held_json, plain_choice, plain_ended, plain_held, sending_json
from takedown.sendable import SendChoice
from takedown.sending import STOP_AFTER, Ended, Stop

_HOLD = re.compile(r"(\d{1,4})\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST_HOLD = timedelta(days=30)


@click.command("send")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only the notices of this file, which takedown report --failures wrote.",
)
@click.option("--confirm", type=click.IntRange(0), metavar="N", help="Send, if N is the number of messages.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N messages in this run.")
@click.option(
    "--hold", metavar="TIME", help="Queue now, send later: 30m, 2h, 1d. Until then: takedown outbox cancel."
)
@click.option(
    "--wait", is_flag=True, help="With --hold: wait here until they may go. Ctrl-C leaves them queued."
)
@click.option("--to-self", is_flag=True, help="A test: to your own address, and to nobody else.")
@click.option(
    "--insist", multiple=True, metavar="NOTICE", help="Send this one although a rule advises against it."
)
@click.option(
    "--this-ledger", is_flag=True, help="Say that this ledger, and no copy of it, is the one that sends."
)
@click.option(
    "--stop-after",
    type=click.IntRange(1),
    default=STOP_AFTER,
    metavar="N",
    help=f"Stop after N failures in a row. Default: {STOP_AFTER}.",
)
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, /, notices: tuple[str, ...], as_json: bool, **options: Any) -> int:
    """Show which signed notices would go by email; with --confirm N, send them.

    Without --confirm nothing is sent and nothing is written. Whatever happens on the way, no message goes out twice by
    itself: what nobody can know is in doubt, and takedown outbox resolve settles it.
    """
    told = Told(**options)
    if told.hold is not None:
        _held(told.hold)
        if told.to_self:
            raise UsageError(
                "--to-self with --hold: a test goes now, or not at all", hint="leave one of them out"
            )
    if told.confirm is None:
        return _dry_run(session, notices, told, as_json=as_json)
    account = account_of(session)
    with session.workspace.senders_lock(), session.open_ledger() as ledger:
        hand = Hand(session=session, ledger=ledger)
        hand.check_place(accepted=told.this_ledger)
        with session.workspace.lock():
            doubtful = hand.recover()
            asked = _asked(session, notices, told)
            choice = choose(session, ledger, hand.report(), account, asked)
            say(plain_choice(choice, to_self=asked.to_self))
            _confirmed(choice, _again(session, notices, told), told)
            post = Post.of(session, account)
            held_until = _queue(session, ledger, choice, told)
        if held_until and not told.wait:
            show(held_json(choice, held_until) if as_json else plain_held(choice, held_until))
            return ExitCode.SENDING_INCOMPLETE
        queued_then = len(choice.going)
        if held_until:
            choice = _waited(hand, account, choice, held_until)
        ended = _sent(hand, post, choice, told)
    show(sending_json(choice, ended) if as_json else plain_ended(choice, ended, doubtful))
    return _code(ended, bool(doubtful) or len(choice.going) < queued_then)


def _asked(session: Session, notices: tuple[str, ...], told: "Told", *, dry: bool = False) -> Asked:
    """What is meant: the notices that are named here and in the file, together."""
    known = {state.id for state in session.report.notices}
    given = read_failures(told.source, known) if told.source else ()
    return Asked(
        notices=(*(session.find(notice).id for notice in notices), *given),
        insisted=frozenset(session.find(notice).id for notice in told.insist),
        limit=told.limit,
        to_self=told.to_self,
        dry=dry,
        hold=told.hold is not None,
    )


def _sent(hand: Hand, post: Post, choice: SendChoice, told: "Told") -> Ended:
    """Send what is due. After Ctrl-C nothing is lost: what is known was recorded, and was said."""
    try:
        return go_on(hand, post, choice, stop_after=told.stop_after)
    except KeyboardInterrupt:
        doubtful = [each.id for each in hand.messages().values() if each.stage is Stage.IN_DOUBT]
        say("Interrupted. What is queued stays queued: takedown send goes on.")
        if doubtful:
            say(f"In doubt: {', '.join(doubtful)}. Settle it: takedown outbox resolve {doubtful[0]}")
        raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None


def _waited(hand: Hand, account: Account, choice: SendChoice, until: datetime) -> SendChoice:
    """Wait, then look again at what was confirmed: much can have happened since."""
    session = hand.session
    _wait_until(session, until)
    later = Session(root=session.root, around=session.around, debug=session.debug)
    later.encoding = session.encoding
    confirmed = {one.key for one in choice.going}
    meant = Asked(
        notices=tuple(dict.fromkeys(one.state.id for one in choice.going)),
        insisted=frozenset(choice.insisted),
    )
    with session.workspace.lock():
        again = choose(later, hand.ledger, hand.report(), account, meant)
    again = replace(again, going=tuple(one for one in again.going if one.key in confirmed))
    say(plain_choice(again, to_self=False))
    return again


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say."""

    source: Path | None
    confirm: int | None
    limit: int | None
    hold: str | None
    wait: bool
    to_self: bool
    insist: tuple[str, ...]
    this_ledger: bool
    stop_after: int


def _dry_run(session: Session, notices: tuple[str, ...], told: Told, *, as_json: bool) -> int:
    """Show what would go. Nothing is written, no server is called, no password is asked for."""
    account = mail_account(session.settings, session.workspace.root)
    asked = _asked(session, notices, told, dry=not session.workspace.is_sending())
    with Ledger.read(session.workspace.ledger_file) as ledger:
        choice = choose(session, ledger, session.report, account, asked)
        problems = Hand(session=session, ledger=ledger).place_problems() if choice.going else []
    for problem in problems:
        say(f"Nothing would go from here: {problem.message}.")
        say(f"Next: {problem.hint}")
    if as_json:
        show(sending_json(choice, None))
        return ExitCode.DONE
    text = plain_choice(choice, to_self=asked.to_self)
    if choice.going:
        text += (
            f"\nNothing was sent. To send: {_again(session, notices, told)} --confirm {len(choice.going)}\n"
        )
    show(text)
    return ExitCode.DONE


def _again(session: Session, notices: tuple[str, ...], told: Told) -> str:
    """The same command again, with every word that was given."""
    words = ["takedown send", *map(shlex.quote, notices)]
    words += [f"--from {shlex.quote(str(told.source))}"] if told.source else []
    words += ["--to-self"] if told.to_self else []
    words += [f"--limit {told.limit}"] if told.limit else []
    words += [f"--hold {shlex.quote(told.hold)}"] if told.hold else []
    words += ["--wait"] if told.wait else []
    words += [f"--insist {shlex.quote(one)}" for one in told.insist]
    words += [f"--stop-after {told.stop_after}"] if told.stop_after != STOP_AFTER else []
    words += [f"--encoding {shlex.quote(session.encoding)}"] if session.encoding else []
    return " ".join([*words, *(["--this-ledger"] if told.this_ledger else [])])


def _confirmed(choice: SendChoice, again: str, told: Told) -> None:
    if told.confirm != len(choice.going):
        raise UsageError(
            f"--confirm {told.confirm}: {len(choice.going)} would go; nothing was sent",
            hint=f"{again} shows them; confirm that number",
        )


def _queue(session: Session, ledger: Ledger, choice: SendChoice, told: Told) -> datetime | None:
    """Freeze what is new, all in one step; return until when it waits."""
    until = session.around.now() + _held(told.hold) if told.hold is not None else None
    not_before = instant(until) if until else ""
    events = (queued(one.fresh, not_before=not_before) for one in choice.going if one.fresh)
    if not ledger.queue(events):
        raise UsageError(
            "a message of these was queued by another run just now; nothing was sent",
            hint="takedown outbox list shows it",
        )
    return until


def _held(text: str) -> timedelta:
    found = _HOLD.fullmatch(text.strip().casefold())
    hold = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < hold <= _LONGEST_HOLD:
        raise UsageError(f"--hold {text}: this is no time up to 30 days", hint="write it like 30m, 2h or 1d")
    return hold


def _wait_until(session: Session, until: datetime) -> None:
    say(
        f"Waiting until {until:%H:%M}. Ctrl-C leaves everything queued; takedown outbox cancel takes it back."
    )
    while (left := (until - session.around.now()).total_seconds()) > 0:
        session.around.sleep(min(left, 1.0))


def _code(ended: Ended, doubtful: bool) -> int:
    whole = ended.stop is Stop.DONE and all(one.stage is Stage.ACCEPTED for one in ended.outcomes)
    return ExitCode.DONE if whole and not doubtful else ExitCode.SENDING_INCOMPLETE
