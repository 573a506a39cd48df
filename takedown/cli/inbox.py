"""`takedown inbox`."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from takedown.cli.accounts import mailbox
from takedown.cli.inbox_handling import Desk, handle
from takedown.cli.session import Session, json_option, show
from takedown.errors import ConfigError, ExitCode, UsageError
from takedown.events import What
from takedown.frozen import dataclass
from takedown.inbox.reading import MOST_MESSAGES, Incoming, read_messages
from takedown.reports.inbox import inbox_json, plain_inbox

_INBOX = "INBOX"
_GONE = frozenset({What.SUBMITTED, What.EXPORTED})


@click.command("inbox")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--imap",
    "folder",
    is_flag=False,
    flag_value=_INBOX,
    metavar="[FOLDER]",
    help="Read a folder of the mailbox of [mail]; INBOX where none is named. Nothing is marked as read.",
)
@click.option("--notice", metavar="NOTICE", help="File with this notice what matches none by itself.")
@click.option(
    "--check-signatures",
    is_flag=True,
    help="Check DKIM signatures. This asks the name servers of the senders' domains.",
)
@json_option
@click.pass_obj
def command(session: Session, /, files: tuple[Path, ...], as_json: bool, **options: Any) -> int:
    """File letters that came in with the notices that they are about: answers, bounces, delays.

    FILE is an .eml file, a mailbox file (mbox), a Maildir, or a folder of .eml files. Letters are kept as they are, and
    nothing in them is opened or followed. What an answer means you record: takedown record.
    """
    told = Told(**options)
    if not files and told.folder is None:
        raise UsageError(
            "no file is named", hint="save the letter as an .eml file, then: takedown inbox LETTER.eml"
        )
    if told.check_signatures and session.settings.demo:
        raise ConfigError(
            "takedown.toml: demo = true, and a demo asks no name server",
            hint="leave --check-signatures out; everything else works the same",
        )
    by_hand = session.find(told.notice).id if told.notice else ""
    desk = Desk(session=session, by_hand=by_hand, check_signatures=told.check_signatures)
    handled = handle(desk, read_messages(files), from_mailbox=False)
    if told.folder is not None:
        handled += handle(desk, _mailbox(session, told.folder), from_mailbox=True)
    show(inbox_json(handled) if as_json else plain_inbox(handled))
    return ExitCode.NEEDS_PERSON if any(each.needs_person for each in handled) else ExitCode.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say."""

    folder: str | None
    notice: str | None
    check_signatures: bool


def _mailbox(session: Session, folder: str) -> Iterator[Incoming]:
    """Read a folder of the user's mailbox; what came before any answer could is left out."""
    with mailbox(session) as box:
        for number, raw in enumerate(box.fetch(folder, _since(session)), 1):
            source = f"{folder}, message {number}"
            if number > MOST_MESSAGES:
                yield Incoming(raw=b"", source=source, problem=f"more than {MOST_MESSAGES:,} messages")
                return
            yield Incoming(raw=raw, source=source)
        yield from _passed_over(box.passed_over)


def _since(session: Session) -> date | None:
    """The day on which the first notice went out, or may have: by hand, as an email of the user's, or by a run."""
    days = []
    for state in session.report.notices:
        days += [piece.at[:10] for piece in state.evidence if piece.what in _GONE]
        days += [message.let_go_at[:10] for message in state.messages if message.let_go_at]
    return date.fromisoformat(min(days)) if days else None


def _passed_over(sentences: Iterable[str]) -> Iterator[Incoming]:
    for sentence in sentences:
        yield Incoming(raw=b"", source="mailbox", problem=sentence)
