"""`takedown preview`."""

import hashlib

import click

from takedown.cli.session import Session, show
from takedown.errors import UsageError, VerificationError
from takedown.reports.issued import plain_preview

_PARTS = ("steps.txt", "ticket.txt", "notice.txt")


@click.command("preview")
@click.argument("notice")
@click.option("--steps", "part", flag_value="steps.txt", help="Only the steps.")
@click.option("--ticket", "part", flag_value="ticket.txt", help="Only the text to paste.")
@click.option("--letter", "part", flag_value="notice.txt", help="Only the letter.")
@click.option("--open", "open_pdf", is_flag=True, help="Open the PDF as well.")
@click.pass_obj
def command(session: Session, notice: str, part: str | None, open_pdf: bool) -> int:
    """Show exactly what would be handed over: the steps, the text to paste and the letter, as the files say.

    NOTICE is an id, a unique prefix of one, or its folder.
    """
    state = session.find(notice)
    names = [part] if part else [name for name in _PARTS if name in state.files]
    missing = [name for name in names if name not in state.files]
    if missing:
        raise UsageError(
            f"{state.id} has no {missing[0]}", hint=f"takedown preview {state.id} shows what it has"
        )
    parts = {name: _text(session, state.folder, name, state.files[name].sha256) for name in names}
    show(plain_preview(parts))
    if open_pdf:
        click.launch(str(session.workspace.root / state.folder / "notice.pdf"))
    return 0


def _text(session: Session, folder: str, name: str, recorded: str) -> str:
    """The file as it was recorded; a preview of an edited one would not be what goes out."""
    content = session.workspace.read_file(folder, name)
    if content is None:
        raise UsageError(f"{folder}/{name} is not there", hint="takedown generate writes what is missing")
    if hashlib.sha256(content).hexdigest() != recorded:
        raise VerificationError(
            f"{folder}/{name} was edited after it was written",
            hint="move it out of notices/, then run takedown generate",
        )
    return content.decode()
