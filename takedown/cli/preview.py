"""`takedown preview`."""

import hashlib

import click

from takedown.cli.session import Session, show
from takedown.errors import UsageError, VerificationError
from takedown.reports.issued import plain_preview
from takedown.reports.words import shown

_PDF = "notice.pdf"
_PARTS = ("steps.txt", "ticket.txt", "notice.txt", "english.txt")


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
    needed = [*names, _PDF] if open_pdf else names
    missing = [name for name in needed if name not in state.files]
    if missing:
        raise UsageError(
            f"{state.id} has no {missing[0]}", hint=f"takedown preview {state.id} shows what it has"
        )
    contents = {name: _content(session, state.folder, name, state.files[name].sha256) for name in needed}
    show(plain_preview({name: _lines(contents[name]) for name in names}))
    if open_pdf:
        click.launch(str(session.workspace.root / state.folder / _PDF))
    return 0


def _lines(content: bytes) -> str:
    """The text as a terminal may have it: shown, never obeyed."""
    return "\n".join(shown(line) for line in content.decode().replace("\r\n", "\n").split("\n"))


def _content(session: Session, folder: str, name: str, recorded: str) -> bytes:
    """The file as it was recorded; a preview of an edited one would not be what goes out."""
    content = session.workspace.read_file(folder, name)
    if content is None:
        raise UsageError(f"{folder}/{name} is not there", hint="takedown generate writes what is missing")
    if hashlib.sha256(content).hexdigest() != recorded:
        raise VerificationError(
            f"{folder}/{name} was edited after it was written",
            hint="move it out of notices/, then run takedown generate",
        )
    return content
