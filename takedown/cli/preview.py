"""`takedown preview`."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takedown.cli.session import Session, say, show
from takedown.errors import UsageError, VerificationError
from takedown.reports.issued import plain_preview
from takedown.reports.words import shown

if TYPE_CHECKING:
    from takedown.audit import NoticeState

_PDF = "notice.pdf"
_HTML = "html"
_PARTS = ("steps.txt", "ticket.txt", "notice.txt", "english.txt")


@click.command("preview")
@click.argument("notice")
@click.option("--steps", "part", flag_value="steps.txt", help="Only the steps.")
@click.option("--ticket", "part", flag_value="ticket.txt", help="Only the text to paste.")
@click.option("--letter", "part", flag_value="notice.txt", help="Only the letter.")
@click.option("--html", "part", flag_value=_HTML, help="All of it as one HTML page, on standard output.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --html: write the page to this file, which only you can read.",
)
@click.option("--open", "to_open", is_flag=True, help="Open the PDF as well; with --html, open the page.")
@click.pass_obj
def command(session: Session, notice: str, part: str | None, output: Path | None, to_open: bool) -> int:
    """Show exactly what would be handed over: the steps, the text to paste and the letter, as the files say.

    NOTICE is an id, a unique prefix of one, or its folder.
    """
    if output and part != _HTML:
        raise UsageError(f"--output {output} is for a page", hint="add --html")
    state = session.find(notice)
    if part == _HTML:
        _show_page(session, state, output, to_open=to_open)
    else:
        _show_text(session, state, part, open_pdf=to_open)
    return 0


def _show_text(session: Session, state: "NoticeState", part: str | None, *, open_pdf: bool) -> None:
    names = [part] if part else [name for name in _PARTS if name in state.files]
    contents = _contents(session, state, [*names, _PDF] if open_pdf else names)
    show(plain_preview({name: _lines(contents[name]) for name in names}))
    if open_pdf:
        from takedown.cli.opening import open_file

        open_file(session.workspace.root / state.folder / _PDF)


def _show_page(session: Session, state: "NoticeState", output: Path | None, *, to_open: bool) -> None:
    """Write the page to standard output, to the file that was named, or to a private one for the browser."""
    from takedown.cli.opening import open_file, private_file
    from takedown.cli.preview_page import KEPT, page_of
    from takedown.workspace import write_file

    if output:
        _check_outside(session, output)
    contents = _contents(session, state, [name for name in KEPT if name in state.files])
    page = page_of(session, state, contents).encode()
    if output:
        write_file(output, page)
        say(f"Written: {output}")
    elif to_open:
        output = private_file(page, name=f"takedown-{state.id}-")
        say(
            f"Written: {output}\n  Only you can read it. It holds names and addresses: delete it when you have read it."
        )
    else:
        click.echo(page, nl=False)  # bytes: UTF-8, as the page says, whatever the terminal has
    if output and to_open:
        open_file(output)


def _check_outside(session: Session, output: Path) -> None:
    """The folders of notices and restore kits hold what was recorded, and nothing else."""
    place = output.resolve()
    for folder in (session.workspace.notices, session.workspace.restore):
        if place.is_relative_to(folder.resolve()):
            raise UsageError(
                f"{output} lies in {folder.name}/, which holds only what was recorded",
                hint="name a file somewhere else",
            )


def _contents(session: Session, state: "NoticeState", names: list[str]) -> dict[str, bytes]:
    """The files of these names, each as it was recorded."""
    missing = [name for name in names if name not in state.files]
    if missing:
        raise UsageError(
            f"{state.id} has no {missing[0]}", hint=f"takedown preview {state.id} shows what it has"
        )
    return {name: _content(session, state.folder, name, state.files[name].sha256) for name in names}


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
