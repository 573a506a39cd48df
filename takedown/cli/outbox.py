"""`takedown outbox`: what waits, what is in doubt, what is ready; taking back, settling, exporting, walking."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from takedown.audit import Dispatch, NoticeState
from takedown.cli.outbox_walk import walk
from takedown.cli.session import Session, encoding_option, json_option, show
from takedown.errors import ExitCode, UsageError
from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.messages import Message, Purpose, Stage
from takedown.reports.outbox import Listed, outbox_json, plain_outbox
from takedown.reports.words import counted, shown

#: A test in these stages goes nowhere by itself, or has nowhere to go but to oneself.
_OPEN_TESTS = frozenset({Stage.QUEUED, Stage.IN_DOUBT})


@click.group("outbox", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, /, as_json: bool) -> None:
    """Show what is handed over, by email or by hand; take back, settle, export, walk.

    Without a further word: takedown outbox list.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(ctx.invoke(_list, notices=(), as_json=as_json))


command.add_command(walk)


@command.command("list")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@json_option
@click.pass_obj
def _list(session: Session, /, notices: tuple[str, ...], as_json: bool) -> int:
    """List every message, and what is ready or exported, each with the server's last words and the next step."""
    ids = {session.find(notice).id for notice in notices}
    with Ledger.read(session.workspace.ledger_file) as ledger:

        def words(message: Message) -> str:
            content = ledger.document(message.answer) if message.answer else None
            return (content or b"").decode(errors="replace").strip()

        listed = Listed(report=session.report, words=words, only=frozenset(ids))
        show(outbox_json(listed) if as_json else plain_outbox(listed))
    return ExitCode.DONE


@command.command("cancel")
@click.argument("notices", nargs=-1, required=True, metavar="NOTICE...")
@click.pass_obj
def _cancel(session: Session, /, notices: tuple[str, ...]) -> int:
    """Take back what is queued and has not gone out, tests to yourself, or what was exported and will not be used."""
    with session.workspace.lock(), session.open_ledger() as ledger:
        for notice in notices:
            _cancelled(session.find(notice), ledger)
    return ExitCode.DONE


def _cancelled(state: NoticeState, ledger: Ledger) -> None:
    """Take back all that waits of a notice, and its tests, also those in doubt: they went to nobody else."""
    queued = [
        each for each in state.messages if each.stage is Stage.QUEUED and each.purpose is Purpose.NOTICE
    ]
    tests = [each for each in state.messages if each.purpose is Purpose.TO_SELF and each.stage in _OPEN_TESTS]
    exported = state.dispatch is Dispatch.EXPORTED
    if not (queued or tests or exported):
        raise UsageError(f"{state.id} is {state.dispatch}: nothing of it waits", hint=_instead(state))
    name = f"{state.kind} to {state.desk}, {state.id}"
    if exported:
        ledger.append(Event(what=What.TAKEN_BACK, notice=state.id))
        show(shown(f"Taken back: {name}. Do not use what was exported."))
    _take_back(state, queued, ledger)
    if queued:
        show(shown(f"Taken back: {name}. It is signed, and goes nowhere by itself."))
    _take_back(state, tests, ledger)
    if tests:
        show(shown(f"Taken back: {counted(len(tests), 'test')} to yourself of {name}."))


def _instead(state: NoticeState) -> str:
    """What to do about a notice of which nothing can be taken back."""
    if state.dispatch is Dispatch.IN_DOUBT:
        return f"it may have gone out, or not: takedown outbox resolve {state.id} settles which"
    look = f"takedown outbox list {state.id} shows where it stands"
    back = f"; what went out is called back by: takedown retract {state.id}" if state.submitted_on else ""
    return look + back


def _take_back(state: NoticeState, messages: Sequence[Message], ledger: Ledger) -> None:
    """Cancel messages; one that a run has just claimed is on its way."""
    for message in messages:
        what = What.NOT_SENT if message.stage is Stage.IN_DOUBT else What.CANCELLED
        event = Event(what=what, notice=state.id, data={"message": message.id})
        if not ledger.advance(event):
            raise UsageError(
                f"message {message.id} is on its way already; it was not taken back",
                hint=f"takedown outbox list {state.id} shows what became of it",
            )


@command.command("resolve")
@click.argument("notice")
@click.option("--sent", "fate", flag_value="sent", help="It did go out.")
@click.option("--not-sent", "fate", flag_value="not-sent", help="It did not go out; it may be sent again.")
@click.option("--reason", default="", help="How you know, in a sentence; it is kept.")
@click.option(
    "--evidence",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that shows it went out: the copy of the Sent folder, a bounce or a reply, as .eml.",
)
@click.option("--look", is_flag=True, help="Look into the Sent folder of the account ([mail] imap_host).")
@click.pass_obj
def _resolve(session: Session, /, notice: str, **options: Any) -> int:
    """Settle a message that is in doubt: by what shows that it went out, or by your word and a reason.

    That nothing is found in a Sent folder shows nothing: some servers keep no copy.
    """
    from takedown.cli.resolving import Settling, resolve

    return resolve(session, notice, Settling(**options))


@command.command("export")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@click.option(
    "--eml", type=click.Path(file_okay=False, path_type=Path), help="Emails as files, into this folder."
)
@click.option("--drafts", is_flag=True, help="Emails as drafts, into your mailbox ([mail] imap_host).")
@click.option(
    "--packets",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for each notice, for form, account and post, usable without this program.",
)
@encoding_option
@json_option
@click.pass_obj
def _export(session: Session, /, notices: tuple[str, ...], as_json: bool, **ways: Any) -> int:
    """Hand signed notices to yourself: as emails, as drafts in your mailbox, or as packets. Nothing is sent by that."""
    from takedown.cli.exports import Ways, export

    chosen = Ways(**ways)
    if sum((chosen.eml is not None, chosen.drafts, chosen.packets is not None)) != 1:
        raise UsageError(
            "export: say one of --eml DIR, --drafts, --packets DIR",
            hint="--packets serves forms, accounts and post; --eml opens in a mail program",
        )
    return export(session, notices, chosen, as_json=as_json)
