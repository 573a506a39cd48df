"""`takedown verify`."""

import os

import click

from takedown.cli.session import Session, json_option, show
from takedown.errors import ExitCode, UsageError
from takedown.ledger import Ledger
from takedown.reports.as_json import verification_json
from takedown.reports.plain import plain_verification
from takedown.verification import files_under_notices, verify_workspace


@click.command("verify")
@click.option(
    "--head",
    default="",
    help="A head hash that a report printed earlier: shows whether entries were cut off.",
)
@json_option
@click.pass_obj
def command(session: Session, head: str, as_json: bool) -> int:
    """Prove that the ledger and every file under notices/ are what was recorded, or say exactly what differs."""
    if not os.path.lexists(session.workspace.ledger_file) and not files_under_notices(session.workspace):
        raise UsageError(
            f"{session.workspace.ledger_file} does not exist: nothing was recorded here",
            hint="takedown generate makes it; if it was there before, restore it from your backup",
        )
    with Ledger.read(session.workspace.ledger_file) as ledger:
        result = verify_workspace(session.workspace, ledger, today=session.today, expected_head=head)
    show(verification_json(result) if as_json else plain_verification(result))
    return ExitCode.DONE if result.ok else ExitCode.VERIFICATION_FAILED
