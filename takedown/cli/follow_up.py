"""`takedown follow-up`."""

import click

from takedown.audit import OPEN, Dispatch
from takedown.cli.edited import tell_edited
from takedown.cli.replies import issued
from takedown.cli.session import Session, json_option, show
from takedown.errors import UsageError
from takedown.replying import RETRACTABLE, Ground, follow_ups
from takedown.reports.replies import follow_up_json, plain_follow_up
from takedown.reports.words import shown


@click.command("follow-up")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@click.option("--to", default="", help="Escalate to this contact of takedown.toml. Needs NOTICE.")
@json_option
@click.pass_obj
def command(session: Session, notices: tuple[str, ...], to: str, as_json: bool) -> int:
    """Write the letters that are due: a reminder, or an escalation where the reminder was not answered either.

    Without NOTICE: for all that are due. Where nothing is due, it says when something will be.
    """
    with session.workspace.lock():
        only = frozenset(_asked(session, notice) for notice in notices)
        out = [state for state in session.report.notices if state.dispatch is Dispatch.SUBMITTED]
        ground = session.ground(out)
        if to:
            _check_contact(to, only, ground)
        generation = issued(session, follow_ups(session.report, ground, only=only, to=to))
    words = follow_up_json if as_json else plain_follow_up
    show(words(generation, session.report, only))
    return tell_edited(generation)


def _asked(session: Session, notice: str) -> str:
    """The id of a notice that went out and can be asked about again."""
    state = session.find(notice)
    if state.kind.answers_another:
        raise UsageError(
            f"{state.id} is a {state.kind}: it is the notice before it that is followed up",
            hint=f"takedown follow-up {state.in_reply_to}",
        )
    if state.kind not in RETRACTABLE:
        raise UsageError(
            f"{state.id} is a {state.kind}: the program writes no reminder of one",
            hint="ask in your own words",
        )
    if state.dispatch in OPEN or state.dispatch is Dispatch.SUPERSEDED:
        raise UsageError(
            f"{state.id} is {state.dispatch}: nobody can owe an answer to it",
            hint=f"when it has gone out: takedown record submitted {state.id} --ticket NUMBER",
        )
    return state.id


def _check_contact(to: str, only: frozenset[str], ground: Ground) -> None:
    """One contact is not the right desk for everything that is due: the notices must be named."""
    contacts = ground.request.contacts
    if to not in contacts:
        known = ", ".join(sorted(contacts)) or "none so far"
        raise UsageError(
            f"--to {shown(to)}: takedown.toml has no such contact",
            hint=f"write a table [contacts.my-desk] with name and email; contacts: {known}",
        )
    if not only:
        raise UsageError(
            f"--to {shown(to)} needs the notices that are to be escalated there",
            hint=f"takedown follow-up NOTICE --to {to}; takedown status --due lists them",
        )
