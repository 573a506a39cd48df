"""`takedown directory`."""

from collections.abc import Mapping

import click

from takedown import resources
from takedown.cli.session import Session, json_option, show
from takedown.directory import lint_directory
from takedown.errors import ExitCode, UsageError
from takedown.model import Severity
from takedown.reports.as_json import directory_json, lint_json, records_json
from takedown.reports.directory import Record, plain_directory, plain_record
from takedown.reports.findings import plain_lint


@click.group("directory")
def command() -> None:
    """Platforms, desks, distributors and campaigns: what is known of them, from which source, of which date."""


@command.command("list")
@json_option
@click.pass_obj
def list_records(session: Session, as_json: bool) -> int:
    """All records, retired ones included."""
    show(directory_json(session.directory) if as_json else plain_directory(session.directory))
    return ExitCode.DONE


@command.command("show")
@click.argument("slug")
@json_option
@click.pass_obj
def show_record(session: Session, slug: str, as_json: bool) -> int:
    """One record with every fact, its source, its date and how sure it is."""
    directory = session.directory
    tables: tuple[Mapping[str, Record], ...] = (
        directory.platforms,
        directory.desks,
        directory.distributors,
        directory.campaigns,
    )
    found = [table[slug] for table in tables if slug in table]
    if not found:
        raise UsageError(f"the directory has no record {slug}", hint="takedown directory list shows all")
    show(
        records_json(found)
        if as_json
        else "\n\n".join(plain_record(record, directory.sources) for record in found)
    )
    return ExitCode.DONE


@command.command("lint")
@json_option
@click.pass_obj
def lint(session: Session, as_json: bool) -> int:
    """Check every record: sources, dates, addresses, numbers. Exit code 3: a record is wrong."""
    folders = [resources.notice_templates()]
    if (session.root / "templates").is_dir():
        folders.insert(0, session.root / "templates")
    found = lint_directory(session.directory, folders, today=session.today)
    show(lint_json(found) if as_json else plain_lint(found))
    wrong = any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in found)
    return ExitCode.CANNOT_START if wrong else ExitCode.DONE
