"""`takedown reinstate`."""

import click

from takedown.cli.chosen import Choice, item_options
from takedown.cli.replies import call
from takedown.cli.session import Session, json_option
from takedown.notice import Kind


@click.command("reinstate")
@click.argument("notices", nargs=-1, required=True, metavar="NOTICE...")
@item_options
@json_option
@click.pass_obj
def command(
    session: Session, notices: tuple[str, ...], platform: str | None, items: tuple[str, ...], as_json: bool
) -> int:
    """Write the letter that asks to deliver again what notices had removed: same UPC, same ISRCs, same titles.

    NOTICE is the notice that asked for the removal; whether it was carried out does not matter.
    """
    return call(session, Kind.REINSTATEMENT, notices, Choice(platform=platform, items=items), as_json=as_json)
