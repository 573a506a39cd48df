"""What the commands about a register share: its folder, its campaign, the people in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takedown.cli.report_written import CAMPAIGN
from takedown.cli.session import Session, say
from takedown.errors import UsageError

if TYPE_CHECKING:
    from takedown.records import Campaign
    from takedown.register.people import People
    from takedown.register.store import Register
    from takedown.register.values import Participant

campaign_option = click.option(
    "--campaign", metavar="FILE", default="", help=f"The campaign. Default: {CAMPAIGN}."
)


def opened(session: Session, given: str) -> "Campaign":
    """The campaign of the folder. UsageError where there is none, or where the register is locked."""
    return campaign_at(session, session.root / (given or CAMPAIGN))


def campaign_at(session: Session, path: Path) -> "Campaign":
    """The campaign of a file, for the folder's register. UsageError as `opened` has it."""
    from takedown.interview.campaign import find_campaign
    from takedown.register.sealing import refuse_locked

    refuse_locked(session.root)
    if not path.is_file():
        raise UsageError(
            f"{path} is not there: it says which platforms are counted and what may be published",
            hint="copy examples/campaign/your-campaign.toml there and fill it in; or name one: --campaign FILE",
        )
    return find_campaign(str(path), session.directory, today=session.today).record


def people_in(session: Session, register: "Register") -> "People":
    """Who is in the register, by what a person decided in identities.csv."""
    from takedown.register.decisions import read_decided
    from takedown.register.people import people_of

    return people_of(register.answers(), read_decided(session.root))


def staying(people: "People") -> "tuple[Participant, ...]":
    """Participants that did not ask to be left out."""
    from takedown.register.standing import has_left

    return tuple(one for one in people.participants if not has_left(one))


def tell_due(session: Session, campaign: "Campaign") -> None:
    """Say until when all this is kept."""
    from takedown.register.keeping import due_words

    say(due_words(campaign, session.today))
