"""`takedown sign`."""

from datetime import datetime
from functools import partial
from pathlib import Path

import click

from takedown.audit import Dispatch
from takedown.certifying import Certificate, certify, most_added
from takedown.cli.certificate import VARIABLE, opened, plain_certificate, plain_uncertified
from takedown.cli.progress import counted, jobs_option
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.errors import ExitCode, UsageError
from takedown.issuing import OPEN, Desk, Generation
from takedown.model import folded
from takedown.rendering import Seal, may_be_sealed
from takedown.reports.issued import generation_json, plain_generation, plain_signable
from takedown.signing import Signable, sign_notices, signable


@click.command("sign")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@click.option("--name", help="The typed name, for scripts. Without it, you are asked.")
@click.option(
    "--certificate",
    "certificate_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sign the PDF with your own certificate too (.p12 or .pfx; the extra sign).",
)
@click.option(
    "--passphrase-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Its first line opens the certificate. Without it: {VARIABLE} of the environment, else you are asked.",
)
@jobs_option
@encoding_option
@json_option
@click.pass_obj
def command(
    session: Session,
    /,
    notices: tuple[str, ...],
    as_json: bool,
    name: str | None,
    jobs: int | None,
    **files: Path | None,
) -> int:
    """Show what is signed, take your typed name, and write the signed files.

    Without NOTICE: all that are ready. A request to a platform waits until its withdrawal is recorded as submitted;
    name it to sign it earlier.
    """
    with session.workspace.lock():
        chosen = _named(session, notices) if notices else _ready(session)
        bare = [item for item in chosen if not may_be_sealed(item.notice)]
        certificate = opened(**files, at=session.around.now()) if len(bare) < len(chosen) else None
        if chosen:
            say(plain_signable(chosen))
        if certificate:
            say("")
            say(plain_certificate(certificate, session.settings.request.sender.name))
        if bare and files["certificate_file"]:
            say("")
            say(plain_uncertified([item.notice.id for item in bare]))
        signed = _sign(session, chosen, _typed(session, name) if chosen else "", certificate, jobs)
    if not chosen and not as_json:
        show("Nothing is ready to be signed.")
    else:
        show(generation_json(signed, session.plan) if as_json else plain_generation(signed, session.plan))
    for file in signed.edited:
        say(f"Not signed: {file} was edited. Move it away, then run takedown generate.")
    return ExitCode.NEEDS_PERSON if signed.edited else ExitCode.DONE


def _open(session: Session) -> dict[str, Signable]:
    """Every notice that is written, still wanted and not out yet, as it would be signed."""
    states = {state.id: state for state in session.report.notices if state.dispatch in OPEN}
    notices = (*(planned.notice for planned in session.plan.notices), *session.replies.notices)
    return {
        notice.id: signable(notice, states[notice.id], session.letters, today=session.today)
        for notice in notices
        if notice.id in states
    }


def _ready(session: Session) -> list[Signable]:
    """All prepared notices but those that wait, which are listed."""
    unsigned = [item for item in _open(session).values() if item.state.dispatch is Dispatch.PREPARED]
    for item in unsigned:
        if item.notice.waits:
            say(f"Waits: {item.state.folder}")
            say("       until its withdrawal went out: takedown record submitted …, then takedown generate")
    return [_current(item) for item in unsigned if not item.notice.waits]


def _named(session: Session, notices: tuple[str, ...]) -> list[Signable]:
    items = _open(session)
    chosen = []
    for notice in notices:
        state = session.find(notice)
        if state.id in session.replies.needless:
            raise UsageError(
                f"{state.id} is needless by now: something came in between",
                hint=f"takedown status {state.in_reply_to} shows what; takedown generate sets the letter aside",
            )
        if state.id not in items:
            raise UsageError(
                f"{state.id} is {state.dispatch} and cannot be signed now",
                hint="takedown status shows where it stands",
            )
        if state.dispatch in (Dispatch.REJECTED, Dispatch.FAILED):
            raise UsageError(
                f"{state.id} is signed already, and came back: {state.dispatch}",
                hint="correct the address, takedown generate, and sign what it wrote; or by hand: takedown outbox walk "
                f"{state.id}; or once more as it is: takedown send {state.id} --insist {state.id}",
            )
        if state.dispatch is Dispatch.SIGNED:
            say(f"{state.id} is signed already.")
        else:
            chosen.append(_current(items[state.id]))
    return chosen


def _current(item: Signable) -> Signable:
    if not item.is_current:
        raise UsageError(
            f"{item.state.folder} does not say yet what you changed or recorded since it was written",
            hint="takedown generate writes it again; then read it and sign",
        )
    return item


def _typed(session: Session, name: str | None) -> str:
    """The typed name, which must be the sender's: nobody signs for another here."""
    sender = session.settings.request.sender.name
    typed = name if name is not None else click.prompt(f"Type your name ({sender}) to sign", err=True)
    if folded(typed) != folded(sender):
        raise UsageError(
            f'you typed "{typed}"; the sender in takedown.toml is "{sender}"',
            hint="type the name exactly, or correct [sender] name",
        )
    return sender


def _sign(
    session: Session, chosen: list[Signable], name: str, certificate: Certificate | None, jobs: int | None
) -> Generation:
    """Sign all of them, by the typed name and the certificate at the same instant."""
    if not chosen:
        return Generation(issued=())
    at = session.around.now()
    seal = _seal(certificate, at) if certificate else None
    with session.open_ledger() as ledger, counted("Signing", "signed", "takedown sign", jobs) as pace:
        desk = Desk(letters=session.letters, workspace=session.workspace, ledger=ledger, pace=pace)
        return Generation(issued=sign_notices(chosen, desk, name=name, at=at, seal=seal))


def _seal(certificate: Certificate, at: datetime) -> Seal:
    return Seal(apply=partial(certify, certificate=certificate, at=at), adds=most_added(certificate))
