"""`takedown init`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from takedown.cli.init_asked import Asked
from takedown.cli.init_run import InitRun
from takedown.cli.session import Session

_HELP = {
    "name": "Who signs.",
    "email": "The sender's email; best the one of the account at the distributor.",
    "organization": "The sender's label or company.",
    "capacity": "artist (default), member, label, officer, manager, agent or attorney.",
    "basis": "Why you may ask: sole-owner, all-owners-agreed, company, mandate; or open.",
    "wanted-by": "The day by which it shall be gone: 2026-11-27.",
    "occasion": "Your own word for this decision. No letter shows it.",
    "language": "The language of the letters: en (default), or another that they are written in.",
    "former": "Who delivered it before the agreement ended; other for one whose contact you give.",
    "contact-source": "Where you have the address of --contact from.",
}
_REPEATED = {
    "address": ("LINE", "A postal line of the sender."),
    "own-label": ("LABEL", "A label name that is yours."),
    "platform": ("SLUG", "A platform to leave; amazon means its streaming and downloads."),
    "territory": ("CODE", "A country to leave (ISO 3166). Default: worldwide."),
    "distributor": ("SLUG", "Who delivers; or label, direct, other, self, ended, unlicensed, unknown."),
    "releases": ("WHO=LIST", "Of several, which releases each delivers: UPCs or titles; or rest."),
    "account": ("[SLUG=]TEXT", "Your account there. Default: the sender's email."),
    "contact": (
        "[WHO=]TEXT",
        '"Small Label <desk@example.org>"; WHO: label, direct, other, former or a label.',
    ),
    "licensed-label": ("LABEL", "A label that holds a licence and must be asked."),
    "principal": ("ARTIST=NAME", "On whose behalf you act."),
}


def _answers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one option for every answer."""
    for option, (metavar, text) in reversed(_REPEATED.items()):
        command = click.option(f"--{option}", multiple=True, metavar=metavar, help=text)(command)
    for option, text in reversed(_HELP.items()):
        command = click.option(f"--{option}", metavar="TEXT", help=text)(command)
    return command


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--from", "sources", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
    help="A file or folder that lists your music: a statement, a spreadsheet, audio files.",
)  # fmt: skip
@click.option("--encoding", default="", help="Read these files in this encoding, for example cp1252.")
@click.option("--campaign", default="", metavar="FILE|SLUG", help="Join a campaign.")
@click.option("--profile", default="", metavar="NAME", help="The sender profile to use, or to keep.")
@click.option("--no-profile", is_flag=True, help="Use and keep no sender profile.")
@click.option("--no-input", is_flag=True, help="Never ask: what is needed and not given is an error.")
@_answers
@click.pass_obj
def command(session: Session, /, folder: Path, **given: Any) -> int:
    """Begin a workspace in DIR (default: this folder): a few questions, then takedown.toml and catalog.csv are there.

    Only what is missing is asked; every answer can be an option. ? explains a question, < goes back to the one
    before. Ctrl-C stops, and the next init goes on from there.
    """
    asked = Asked(
        sources=given.pop("sources"),
        encoding=given.pop("encoding"),
        campaign=given.pop("campaign"),
        profile=given.pop("profile"),
        no_profile=given.pop("no_profile"),
        no_input=given.pop("no_input"),
        answers={key.replace("_", "-"): _values(value) for key, value in given.items()},
    )
    target = Session(root=session.root / folder, around=session.around, debug=session.debug)
    return InitRun(target, asked).run()


def _values(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
