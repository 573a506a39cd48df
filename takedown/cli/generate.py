"""`takedown generate`."""

from pathlib import Path

import click

from takedown.cli.edited import tell_edited
from takedown.cli.plan import needs_person
from takedown.cli.progress import counted, jobs_option
from takedown.cli.session import Session, encoding_option, json_option, say, show
from takedown.errors import ConfigError, ExitCode
from takedown.issuing import Desk, Generation, generate_notices
from takedown.notice import Scope
from takedown.reports.issued import generation_json, plain_generation
from takedown.reports.sheet import FILE, is_as_written, sealed, sheet_text
from takedown.workspace import told, write_file


@click.command("generate")
@jobs_option
@encoding_option
@json_option
@click.pass_obj
def command(session: Session, jobs: int | None, as_json: bool) -> int:
    """Write the notices, unsigned. What has not changed is not written again.

    A missing file comes back byte for byte; a file that somebody edited is named and left alone (exit code 1).
    A run that is interrupted has written whole notices, and the next one goes on where it was.
    Beside them it writes what-next.txt: what happens after the letters, and what needs none, for you alone.
    """
    generation = generate(session, jobs)
    show(generation_json(generation, session.plan) if as_json else plain_generation(generation, session.plan))
    left_alone = tell_edited(generation)
    is_renewed = _tell_sheet(session)
    return ExitCode.NEEDS_PERSON if left_alone or not is_renewed else needs_person(session)


def generate(session: Session, jobs: int | None = None) -> Generation:
    """Write the notices of the plan, and the sheet for the user; `jobs` processes draw, by default one for each core.

    The lock comes first: what is read must still hold when it is written.
    """
    with session.workspace.lock():
        plan = session.plan
        if any(omission.rule == "unknown-platform" for omission in plan.omissions):
            raise ConfigError(
                f"takedown.toml, request.platforms: {plan.omissions[0].reason}; nothing was written",
                hint=plan.omissions[0].hint,
            )
        report, replies, letters = session.report, session.replies, session.letters
        with (
            session.open_ledger() as ledger,
            counted("Writing", "written", "takedown generate", jobs) as pace,
        ):
            desk = Desk(letters=letters, workspace=session.workspace, ledger=ledger, pace=pace)
            generation = generate_notices(plan, desk, report, today=session.today, replies=replies)
        _renew_sheet(session)
        return generation


def _renew_sheet(session: Session) -> None:
    """Write the page of what happens next, where it is new; one that somebody changed is left alone."""
    path = session.workspace.root / FILE
    scope = Scope(included=session.settings.request.wish.territories)
    page = sealed(sheet_text(session.plan, session.directory, session.report.notices, scope=scope))
    if _is_ours(path) and _content(path) != page:
        write_file(path, page)


def _tell_sheet(session: Session) -> bool:
    """Name the page; say whether it is as this program wrote it."""
    is_ours = _is_ours(session.workspace.root / FILE)
    if is_ours:
        say(f"What happens next, on one page for you alone: {FILE}")
    else:
        say(f"Edited: {FILE} was changed by hand, so it was left alone and not renewed.")
        say(f"Hint: give your {FILE} another name, then run takedown generate again")
    return is_ours


def _is_ours(path: Path) -> bool:
    """Whether nothing is there, or what this program wrote. A link or a folder is somebody's own."""
    content = _content(path)
    return is_as_written(content) if content is not None else not (path.is_symlink() or path.exists())


def _content(path: Path) -> bytes | None:
    """Read a plain file; None for all else."""
    with told(path, "read"):
        return None if path.is_symlink() or not path.is_file() else path.read_bytes()
