"""`takedown demo`."""

import re
import shlex
import shutil
from datetime import date, timedelta
from pathlib import Path

import click

from takedown import resources
from takedown.cli.calling import name_folder
from takedown.cli.generate import generate
from takedown.cli.session import Session, say, show
from takedown.errors import ExitCode, StorageError, UsageError
from takedown.notice import Kind
from takedown.reports.findings import plain_findings
from takedown.reports.issued import plain_generation
from takedown.reports.plan import plain_plan

_SOURCE = "one-artist"
_WANTED_IN = timedelta(weeks=4)


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
@click.pass_obj
def command(session: Session, folder: Path) -> int:
    """Write an example workspace into FOLDER (default: demo), check it, plan it and make its notices.

    Everybody in it is invented. It can send nothing, and its papers are marked SPECIMEN.
    """
    target = session.root / folder
    _copy(target, session.today)
    demo = Session(root=target, around=session.around, debug=session.debug)
    name_folder(target)
    show(f"1. check – the catalog, in {target}\n")
    show(plain_findings(demo.checked))
    show("\n2. plan – who would be asked for what\n")
    show(plain_plan(demo.plan))
    show("\n3. generate – the notices\n")
    show(plain_generation(generate(demo), demo.plan))
    _what_next(demo)
    return ExitCode.DONE


def _copy(target: Path, today: date) -> None:
    """A running demo is used again; anything else that is in the way stays untouched."""
    if (target / "takedown.toml").exists():
        say(f"{target} exists already: its files are used as they are.")
        return
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target} is not empty", hint="takedown demo NEW-FOLDER")
    try:
        shutil.copytree(resources.examples() / _SOURCE, target, dirs_exist_ok=True)
        settings = target / "takedown.toml"
        text = settings.read_text(encoding="utf-8")
        # An example with a date in the past would teach nothing about dates.
        wanted = f"wanted_by = {today + _WANTED_IN}"
        settings.write_text(re.sub(r"wanted_by = \S+", wanted, text), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{target} could not be written: {error}", hint="takedown demo IN-ANOTHER-FOLDER"
        ) from error


def _what_next(demo: Session) -> None:
    states = demo.audit().notices
    first = next((state for state in states if state.kind is Kind.WITHDRAWAL), states[0])
    call = f"{demo.around.program} -C {shlex.quote(str(demo.root))}"
    show(
        f"""
Look at these, in {demo.root / first.folder}:
  steps.txt     what you would click and paste, and where
  ticket.txt    the text to paste
  notice.pdf    the letter
and at {demo.root / "what-next.txt"}: what happens after you have asked.

Go on:
  {call} preview {first.id}
  {call} sign
  {call} record submitted {first.id} --ticket 12345
  {call} generate
  {call} status
  {call} verify

The second generate fills date and ticket into the request to the platform."""
    )
