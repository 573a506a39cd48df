"""`takedown demo`."""

import shutil
from pathlib import Path

import click

from takedown import resources
from takedown.cli.generate import generate
from takedown.cli.session import Session, say, show
from takedown.errors import ExitCode, StorageError, UsageError
from takedown.reports.findings import plain_findings
from takedown.reports.issued import plain_generation
from takedown.reports.plan import plain_plan

_SOURCE = "one-artist"


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
@click.pass_obj
def command(session: Session, folder: Path) -> int:
    """Write an example workspace into FOLDER (default: demo), check it, plan it and make its notices.

    Everybody in it is invented. It can send nothing, and its papers are marked SPECIMEN.
    """
    target = session.root / folder
    _copy(target)
    demo = Session(root=target, around=session.around, debug=session.debug)
    show(f"1. check – the catalog, in {target}\n")
    show(plain_findings(demo.checked))
    show("\n2. plan – who would be asked for what\n")
    show(plain_plan(demo.plan))
    show("\n3. generate – the notices\n")
    show(plain_generation(generate(demo), demo.plan))
    _what_next(demo, folder)
    return ExitCode.DONE


def _copy(target: Path) -> None:
    """A running demo is used again; anything else that is in the way stays untouched."""
    if (target / "takedown.toml").exists():
        say(f"{target} exists already: its files are used as they are.")
        return
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target} is not empty", hint="takedown demo NEW-FOLDER")
    try:
        shutil.copytree(resources.examples() / _SOURCE, target, dirs_exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{target} could not be written: {error}", hint="takedown demo IN-ANOTHER-FOLDER"
        ) from error


def _what_next(demo: Session, folder: Path) -> None:
    states = demo.audit().notices
    first = next((state for state in states if state.kind == "withdrawal"), states[0])
    show(
        f"""
Look at these:
  {demo.root / first.folder}/steps.txt     what you would click and paste, and where
  {demo.root / first.folder}/ticket.txt    the text to paste
  {demo.root / first.folder}/notice.pdf    the letter

Go on:
  takedown -C {folder} preview {first.id}
  takedown -C {folder} sign
  takedown -C {folder} record submitted {first.id} --ticket 12345
  takedown -C {folder} generate      fills date and ticket into the request to the platform
  takedown -C {folder} status
  takedown -C {folder} verify"""
    )
