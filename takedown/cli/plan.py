"""`takedown plan`."""

import click

from takedown.cli.session import Session, encoding_option, json_option, show
from takedown.errors import ExitCode


@click.command("plan")
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> int:
    """Show who would be asked for what, in which paper, by when, at what cost, and what else it may take with it.

    Writes nothing. Exit code 1: something is left out or open and needs you.
    """
    from takedown.reports.as_json import plan_json
    from takedown.reports.plan import plain_plan

    plan = session.plan
    show(plan_json(plan) if as_json else plain_plan(plan))
    return needs_person(session)


def needs_person(session: Session) -> int:
    """1 where a finding blocks or an item is left out that somebody can do something about."""
    blocked = any(finding.blocks for finding in session.checked.findings)
    return ExitCode.NEEDS_PERSON if session.plan.needs_person or blocked else ExitCode.DONE
