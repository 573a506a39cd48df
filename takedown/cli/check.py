"""`takedown check`."""

import click

from takedown.cli.session import Session, encoding_option, json_option, show
from takedown.errors import ExitCode
from takedown.reports.as_json import findings_json
from takedown.reports.findings import plain_findings


@click.command("check")
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> int:
    """Look for everything that is wrong or open in catalog, sender, authority, routes and desks.

    Exit code 0: nothing needs you. 1: errors or open questions; the rows they are about wait, all others go on.
    """
    checked = session.checked
    show(findings_json(checked) if as_json else plain_findings(checked))
    return ExitCode.NEEDS_PERSON if any(finding.blocks for finding in checked.findings) else ExitCode.DONE
