"""`takedown directory`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from takedown.cli.directory_answer import answer
from takedown.cli.session import Session, json_option, show
from takedown.directory import lint_folders
from takedown.directory.answers import FILE
from takedown.errors import ExitCode, UsageError
from takedown.model import Severity
from takedown.reports.as_json import directory_json, lint_json, records_json
from takedown.reports.directory import Record, plain_directory, plain_lint, plain_record
from takedown.reports.words import Page

if TYPE_CHECKING:
    from takedown.audit.worked import Worked


@click.group("directory")
def command() -> None:
    """Platforms, desks, distributors and campaigns: what is known of them, from which source, of which date."""


command.add_command(answer)


def _worked(session: Session) -> "Mapping[str, Worked]":
    """When each desk last did what was asked; empty where the folder has no ledger, or is no workspace."""
    from takedown.audit.worked import last_worked

    if not (session.root / "ledger.db").exists():
        return {}
    demo = any(state.demo for state in session.report.notices)
    return last_worked(session.report, demo=demo)


@command.command("list")
@json_option
@click.pass_obj
def list_records(session: Session, as_json: bool) -> int:
    """All records, retired ones included."""
    write = directory_json if as_json else plain_directory
    show(write(session.directory, _worked(session)))
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
    worked = _worked(session)
    show(
        records_json(found, worked)
        if as_json
        else Page(
            "\n\n".join(
                plain_record(record, directory.sources, _of_a_desk(record, worked)) for record in found
            )
        )
    )
    return ExitCode.DONE


def _of_a_desk(record: Record, worked: "Mapping[str, Worked]") -> "Worked | None":
    """Papers go to desks and distributors; a platform or campaign of the same slug did nothing."""
    from takedown.records import Desk, Distributor

    return worked.get(record.slug) if isinstance(record, Desk | Distributor) else None


@command.command("lint")
@json_option
@click.pass_obj
def lint(session: Session, as_json: bool) -> int:
    """Check every record: sources, dates, addresses, numbers. Exit code 3: a record is wrong."""
    own, answers = session.root / "templates", session.root / FILE
    # The records as their files say them: what was looked up lies over them and stands in no record.
    directory, found = lint_folders(own if own.is_dir() else None, answers, today=session.today)
    show(lint_json(found) if as_json else plain_lint(found, directory))
    wrong = any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in found)
    return ExitCode.CANNOT_START if wrong else ExitCode.DONE


@command.command("report")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@json_option
@click.pass_obj
def report(session: Session, slugs: tuple[str, ...], as_json: bool) -> int:
    """What you know better than the directory, as a text for an issue. Sends nothing, and leaves out what is yours.

    SLUG limits it to these records. Of requests it gives day, kind, desk and platform only.
    """
    from takedown.cli.directory_report import gathered
    from takedown.reports.corrections import corrections_json, plain_corrections

    unknown = [slug for slug in slugs if not _has(session, slug)]
    if unknown:
        raise UsageError(
            f"the directory has no record {unknown[0]}", hint="takedown directory list shows all"
        )
    write = corrections_json if as_json else plain_corrections
    show(write(*gathered(session, slugs)))
    return ExitCode.DONE


def _has(session: Session, slug: str) -> bool:
    directory = session.directory
    return slug in directory.platforms or slug in directory.desks or slug in directory.distributors
