"""`takedown retract`."""

import click

from takedown.cli.chosen import Choice, item_options
from takedown.cli.replies import call
from takedown.cli.session import Session, json_option
from takedown.notice import Kind


@click.command("retract")
@click.argument("notices", nargs=-1, required=True, metavar="NOTICE...")
@item_options
@json_option
@click.pass_obj
def command(
    session: Session, notices: tuple[str, ...], platform: str | None, items: tuple[str, ...], as_json: bool
) -> int:
    """Write the letter that calls notices back: please stop, or change nothing more.

    It counts once you have recorded that it went out: takedown record submitted.
    """
    return call(session, Kind.RETRACTION, notices, Choice(platform=platform, items=items), as_json=as_json)
