"""`takedown status`."""

from dataclasses import replace

import click

from takedown.audit import AuditReport, Dispatch
from takedown.cli.session import Session, json_option, say, show
from takedown.errors import ExitCode
from takedown.reports.as_json import status_json
from takedown.reports.next_step import reminders_ready
from takedown.reports.plain import plain_status


@click.command("status")
@click.argument("notices", nargs=-1, metavar="[NOTICE]...")
@click.option("--desk", help="Only notices to this desk.")
@click.option("--platform", help="Only notices about this platform.")
@click.option("--artist", help="Only notices about this artist.")
@click.option("--dispatch", help=f"Only notices in this state: {', '.join(Dispatch)}.")
@click.option("--due", is_flag=True, help="Only what is due today or was due before.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due.")
@json_option
@click.pass_obj
def command(
    session: Session, /, notices: tuple[str, ...], exit_code: bool, as_json: bool, **filters: object
) -> int:
    """Show every notice and item: what is held, on what evidence, what is due next."""
    ids = {session.find(notice).id for notice in notices}
    report = filtered(session, ids, filters)
    if session.report.notices and not report.notices and not as_json:
        say(f"None of the {len(session.report.notices)} notices is meant by these filters.")
        return ExitCode.DONE
    show(status_json(report) if as_json else plain_status(report, session.report))
    due = any(state.due is not None and state.due <= session.today for state in report.notices)
    return ExitCode.NEEDS_PERSON if exit_code and due else ExitCode.DONE


def filtered(session: Session, ids: set[str], filters: dict[str, object]) -> AuditReport:
    """The report with only the notices that every given filter lets through.

    A reminder that is written and has not gone out is as due as the notice that it reminds of.
    """
    whole = session.report
    late = {state.id for state in whole.notices if state.due is not None and state.due <= session.today}
    late |= {each.id for state in whole.notices if state.id in late for each in reminders_ready(state, whole)}

    def keeps(name: str, values: set[str]) -> bool:
        return not filters[name] or str(filters[name]).casefold() in {value.casefold() for value in values}

    return replace(
        whole,
        notices=tuple(
            state
            for state in whole.notices
            if (not ids or state.id in ids)
            and keeps("desk", {state.desk})
            and keeps("dispatch", {state.dispatch})
            and keeps("platform", {item.platform for item in state.items})
            and keeps("artist", {item.artist for item in state.items})
            and (not filters["due"] or state.id in late)
        ),
    )
