"""`takedown send`."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import click

from takedown.cli.send_choice import Asked, choose
from takedown.cli.send_run import Hand, Post, go_on
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.config.mail import mail_account
from takedown.errors import ConfigError, ExitCode, UsageError
from takedown.frozen import dataclass
from takedown.ledger import Ledger
from takedown.outgoing import queued
from takedown.reports.sending import plain_choice, plain_ended, sending_json
from takedown.sendable import SendChoice
from takedown.sending import Ended, Stop, instant

_HOLD = re.compile(r"(\d{1,4})\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST_HOLD = timedelta(days=30)


@click.command("send")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
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
    default=3,
    metavar="N",
    help="Stop after N failures in a row. Default: 3.",
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
    asked = Asked(
        notices=tuple(session.find(notice).id for notice in notices),
        insisted=frozenset(session.find(notice).id for notice in told.insist),
        limit=told.limit,
        to_self=told.to_self,
    )
    if told.confirm is None:
        return _dry_run(session, asked, as_json=as_json)
    if session.settings.demo:
        raise ConfigError(
            "takedown.toml: demo = true, and a demo sends nothing",
            hint="takedown init makes a workspace of your own",
        )
    post = Post.of(session, this_ledger=told.this_ledger, stop_after=told.stop_after)
    with session.workspace.senders_lock(), session.open_ledger() as ledger:
        hand = Hand(session=session, ledger=ledger, post=post)
        hand.check_place()
        with session.workspace.lock():
            doubtful = hand.recover()
            choice = choose(session, ledger, hand.report(), post.account, asked)
            say(plain_choice(choice, to_self=asked.to_self))
            _confirmed(choice, told.confirm)
            held_until = _queue(session, ledger, choice, post, told)
        if held_until and told.wait:
            _wait_until(session, held_until)
            held_until = None
        ended = Ended(outcomes=(), stop=Stop.DONE) if held_until else go_on(hand, choice)
    show(sending_json(choice, ended) if as_json else plain_ended(choice, ended, held_until, doubtful))
    return _code(ended, held_until is not None or bool(doubtful))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say."""

    confirm: int | None
    limit: int | None
    hold: str | None
    wait: bool
    to_self: bool
    insist: tuple[str, ...]
    this_ledger: bool
    stop_after: int


def _dry_run(session: Session, asked: Asked, *, as_json: bool) -> int:
    """Show what would go. Nothing is written, no server is called, no password is asked for."""
    account = mail_account(session.settings, session.workspace.root)
    with Ledger.read(session.workspace.ledger_file) as ledger:
        choice = choose(session, ledger, session.report, account, asked)
    if as_json:
        show(sending_json(choice, None))
        return ExitCode.DONE
    show(plain_choice(choice, to_self=asked.to_self))
    if choice.going:
        again = "takedown send --to-self" if asked.to_self else "takedown send"
        say(f"Nothing was sent. To send: {again} --confirm {len(choice.going)}")
    return ExitCode.DONE


def _confirmed(choice: SendChoice, number: int) -> None:
    if number != len(choice.going):
        raise UsageError(
            f"--confirm {number}: {len(choice.going)} would go; nothing was sent",
            hint="takedown send shows them; confirm that number",
        )


def _queue(session: Session, ledger: Ledger, choice: SendChoice, post: Post, told: Told) -> datetime | None:
    """Freeze what is new, all in one step; return until when it waits."""
    until = session.around.now() + _held(told.hold) if told.hold is not None else None
    fresh = [one.fresh for one in choice.going if one.fresh]
    not_before = instant(until) if until else ""
    events = [queued(each, account=post.account_digest(ledger), not_before=not_before) for each in fresh]
    if events and not ledger.queue(events):
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


def _wait_until(session: Session, until: datetime, sleep: Callable[[float], None] | None = None) -> None:
    say(
        f"Waiting until {until:%H:%M}. Ctrl-C leaves everything queued; takedown outbox cancel takes it back."
    )
    pause = sleep or session.around.sleep
    while (left := (until - session.around.now()).total_seconds()) > 0:
        pause(min(left, 1.0))


def _code(ended: Ended, waits: bool) -> int:
    whole = ended.stop is Stop.DONE and all(outcome.stage == "accepted" for outcome in ended.outcomes)
    return ExitCode.DONE if whole and not waits else ExitCode.SENDING_INCOMPLETE
