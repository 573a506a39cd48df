"""`takedown generate`."""

import click

from takedown.cli.plan import needs_person
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.errors import ExitCode
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
    """Write the notices of the session's plan."""
    plan = session.plan
    with session.workspace.lock(), session.open_ledger() as ledger:
        desk = Desk(letters=session.letters, workspace=session.workspace, ledger=ledger)
        return generate_notices(plan, desk, session.report, today=session.today)


def tell_edited(generation: Generation) -> None:
    """Name every file that was left alone, with the next step."""
    for item in generation.issued:
        for name in item.edited:
            say(f"Edited: {item.folder}/{name} differs from what was written, so it was left alone.")
    if generation.edited:
        say("Hint: move the edited file out of notices/, then run takedown generate again")
