"""`takedown verify`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takedown.cli.session import Session, json_option, show
from takedown.errors import ExitCode, UsageError
from takedown.ledger import Ledger
from takedown.reports.as_json import verification_json
from takedown.reports.plain import plain_verification
from takedown.verification import files_under_notices, verify_workspace

if TYPE_CHECKING:
    from takedown.register.publishing import Public


@click.command("verify")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--head",
    default="",
    help="A head hash that a report printed earlier: shows whether entries were cut off.",
)
@json_option
@click.pass_obj
def command(session: Session, files: tuple[Path, ...], head: str, as_json: bool) -> int:
    """Prove that the ledger and every file under notices/ are what was recorded, or say exactly what differs.

    In an organizer's folder: the register. With FILES: whether published numbers (public.json) add up.
    """
    if files:
        return _published(session, files, as_json=as_json)
    if _is_register(session):
        return _register(session, head, as_json=as_json)
    if not os.path.lexists(session.workspace.ledger_file) and not files_under_notices(session.workspace):
        if (session.root / "campaign.toml").is_file() and not (session.root / "takedown.toml").exists():
            raise UsageError(
                f"{session.root} has no register: no answer came in yet", hint="takedown register import FILE"
            )
        raise UsageError(
            f"{session.workspace.ledger_file} does not exist: nothing was recorded here",
            hint="takedown generate makes it; if it was there before, restore it from your backup",
        )
    with Ledger.read(session.workspace.ledger_file) as ledger:
        result = verify_workspace(session.workspace, ledger, today=session.today, expected_head=head)
    show(verification_json(result) if as_json else plain_verification(result))
    return ExitCode.DONE if result.ok else ExitCode.VERIFICATION_FAILED


def _is_register(session: Session) -> bool:
    """An organizer's folder has a register, and nothing of a workspace."""
    from takedown.register.sealing import PLAIN, SEALED

    workspace = session.workspace
    has_register = any(os.path.lexists(workspace.root / name) for name in (PLAIN, SEALED))
    return has_register and not os.path.lexists(workspace.ledger_file) and not files_under_notices(workspace)


def _register(session: Session, head: str, *, as_json: bool) -> int:
    from takedown.reports.verified import plain_register
    from takedown.verification import verify_register

    result = verify_register(session.root, expected_head=head)
    show(verification_json(result) if as_json else plain_register(result))
    return ExitCode.DONE if result.ok else ExitCode.VERIFICATION_FAILED


def _published(session: Session, files: tuple[Path, ...], *, as_json: bool) -> int:
    from takedown.register.tally import read_public, tally_problems
    from takedown.reports.verified import plain_tally, tally_json, tally_values

    values, good = [], True
    for file in files:
        public = read_public(_bytes(file), name=str(file))
        problems = tally_problems(public)
        held, known = _held(session, public)
        good = good and known and not problems
        values.append(tally_values(str(file), public, problems) | {"ok": known and not problems})
        if not as_json:
            show(plain_tally(str(file), public, problems, held))
    if as_json:
        show(tally_json(values))
    return ExitCode.DONE if good else ExitCode.VERIFICATION_FAILED


def _held(session: Session, public: "Public") -> tuple[str, bool]:
    """What the register of this folder says of the head in a published file, and whether that is well."""
    from takedown.register.sealing import PLAIN

    if not public.head or not (session.root / PLAIN).is_file():
        return "No register is here to compare its head with.", True
    with Ledger.read(session.root / PLAIN) as ledger:
        problems = ledger.problems(expected_head=public.head, may_erase=True)
    if problems:
        return f"The register here does not go with it: {problems[0].what}.", False
    return "The register here goes with it: it holds this head, and nothing before it was rewritten.", True


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({error.strerror})", hint="check who owns the file"
        ) from error
