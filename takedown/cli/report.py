"""`takedown report`."""

from pathlib import Path

import click

from takedown.cli.session import Session, say, show
from takedown.errors import ExitCode
from takedown.reports.as_csv import report_csv
from takedown.reports.as_json import report_json
from takedown.reports.overview import plain_report
from takedown.workspace import write_file


@click.command("report")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "csv", "json"]),
    help="Text to read, a table, or data for scripts.",
    default="plain",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due.")
@click.pass_obj
def command(session: Session, form: str, as_json: bool, output: Path | None, exit_code: bool) -> int:
    """Overview per artist, platform and desk: which notices exist, went out, are answered, and what that rests on.

    It is for you: it names artists and desks. Do not publish it.
    """
    report = session.report
    form = "json" if as_json else form
    if form == "json":
        text = report_json(report)
    elif form == "csv":
        text = report_csv(report)
    else:
        text = plain_report(report, session.today)
    if output is None:
        show(text)
    else:
        write_file(output, text.encode())
        say(f"Written: {output}")
    due = any(state.due is not None and state.due <= session.today for state in report.notices)
    return ExitCode.NEEDS_PERSON if exit_code and due else ExitCode.DONE
