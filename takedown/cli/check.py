"""`takedown check`."""

import click

from takedown.cli.session import Session, encoding_option, json_option, show
from takedown.errors import CatalogError, ExitCode
from takedown.reports.as_json import findings_json
from takedown.reports.findings import plain_findings, waiting_rows


@click.command("check")
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> int:
    """Look for everything that is wrong or open in catalog, sender, authority, routes and desks.

    Exit code 0: nothing needs you. 1: errors or open questions; the rows they are about wait, all others go on.
    """
    checked = session.checked
    show(findings_json(checked) if as_json else plain_findings(checked, waiting=_waiting(session)))
    return ExitCode.NEEDS_PERSON if any(finding.blocks for finding in checked.findings) else ExitCode.DONE


def _waiting(session: Session) -> str:
    """What waits in rejected.csv; a file of that name that cannot be read stops no check."""
    try:
        return waiting_rows(session.waiting_rows)
    except CatalogError as error:
        return f"rejected.csv cannot be read: {error.message}" + (f"; {error.hint}" if error.hint else "")
