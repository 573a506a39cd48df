"""`takedown report`: of a workspace of one's own, or of an organizer's register."""

from pathlib import Path
from typing import Any

import click

from takedown.cli.report_written import FORMS, HTML, JSON, PLAIN, XLSX, Wanted, check_wanted
from takedown.cli.session import Session
from takedown.errors import ExitCode

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("report")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="Text to read, a table, a workbook, one page for a browser, or data for scripts.",
    default=PLAIN,
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help=f"The same as --format {JSON}.")
@click.option("-o", "--output", type=_FILE, help=f"Write to this file; {XLSX} and {HTML} need one.")
@click.option("--open", "to_open", is_flag=True, help="Open it as well.")
@click.option(
    "--public", is_flag=True, help="Of a register: only what may be published, by the campaign's own file."
)
@click.option("--campaign", type=_FILE, help="Of a register: the campaign's file.  [default: campaign.toml]")
@click.option(
    "--failures",
    type=_FILE,
    help="Of a workspace: write what did not arrive to this file, for takedown send --from.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due.")
@click.pass_obj
def command(
    session: Session, /, *, as_json: bool, exit_code: bool, failures: Path | None, **given: Any
) -> int:
    """Overview of what was asked, how far it came, and what that rests on.

    In a workspace: per artist, platform and desk. In an organizer's folder (campaign.toml and register.db): how many
    came how far. It is for you: it names people. Do not publish it. --public makes what may be published.
    """
    wanted = Wanted(**(given | ({"form": JSON} if as_json else {})))
    check_wanted(session, wanted)
    if wanted.is_of_register(session.root):
        from takedown.cli.report_register import report_register

        report_register(session, wanted, failures)
        return ExitCode.DONE
    from takedown.cli.report_own import report_own

    is_due = report_own(session, wanted, failures)
    return ExitCode.NEEDS_PERSON if exit_code and is_due else ExitCode.DONE
