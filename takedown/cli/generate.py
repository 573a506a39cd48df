"""`takedown generate`."""

import click

from takedown.cli.plan import needs_person
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.errors import ConfigError, ExitCode
from takedown.issuing import Desk, Generation, generate_notices
from takedown.reports.issued import generation_json, plain_generation


@click.command("generate")
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> int:
    """Write the notices, unsigned. What has not changed is not written again.

    A missing file comes back byte for byte; a file that somebody edited is named and left alone (exit code 1).
    """
    generation = generate(session)
    show(generation_json(generation, session.plan) if as_json else plain_generation(generation, session.plan))
    tell_edited(generation)
    return ExitCode.NEEDS_PERSON if generation.edited else needs_person(session)


def generate(session: Session) -> Generation:
    """Write the notices of the plan. The lock comes first: what is read must still hold when it is written."""
    with session.workspace.lock():
        plan = session.plan
        if any(omission.rule == "unknown-platform" for omission in plan.omissions):
            raise ConfigError(
                f"takedown.toml, request.platforms: {plan.omissions[0].reason}; nothing was written",
                hint=plan.omissions[0].hint,
            )
        with session.open_ledger() as ledger:
            desk = Desk(letters=session.letters, workspace=session.workspace, ledger=ledger)
            return generate_notices(plan, desk, session.report, today=session.today)


def tell_edited(generation: Generation) -> None:
    """Name every file that was left alone, with the next step."""
    for name in generation.edited:
        say(f"Edited: {name} differs from what was recorded, so it was left alone.")
    if generation.edited:
        say("Hint: move the edited file out of notices/, then run takedown generate again")
