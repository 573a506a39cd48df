"""What `report --public` may say now: compared with the last publication, and kept for the next one."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from takedown.frozen import dataclass
from takedown.records import Campaign
from takedown.records.campaign import Publishable
from takedown.register.decisions import NAMES, names_bytes, read_names, with_open
from takedown.register.naming import Named, naming
from takedown.register.overview import Overview
from takedown.register.people import People
from takedown.register.publishing import public_rows, published
from takedown.register.republishing import Step, next_public, to_keep
from takedown.register.tally import FILE, read_kept
from takedown.reports.public import public_json
from takedown.writing import write_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What to publish now, and what the organizer alone is to know of its names."""

    step: Step
    new: tuple[Named, ...]
    """Names that were not published before."""
    waiting: int
    """Names that wait in names.csv."""


def public_step(  # noqa: PLR0913 - what `published` takes, and where it is kept
    folder: Path,
    overview: Overview,
    people: People,
    campaign: Campaign,
    *,
    day: date,
    distributors: Collection[str],
    head: str,
) -> Stepped:
    """Give what may be published, and keep it in the folder: what was shown once counts as published.

    `distributors`: slugs of the directory. Names that wait for a person are added to names.csv. VerificationError where
    the last publication cannot be read, ConfigError where names.csv cannot.
    """
    previous = read_kept(folder)
    lines = read_names(folder)
    found = naming(people, public_rows(overview, campaign), lines)
    sure = tuple(one for one in found if not one.is_open)
    now = published(overview, people, campaign, day=day, distributors=distributors, said=lines, head=head)
    step = next_public(previous, now, campaign, agreed=[one.name for one in sure])
    kept = to_keep(previous, step)
    files = {FILE: public_json(kept).encode()} if kept != previous else {}
    waiting: tuple[Named, ...] = ()
    if Publishable.NAMES_WITH_CONSENT in campaign.publish:
        waiting = tuple(one for one in found if one.is_open)
        asked = with_open(lines, waiting)
        if len(asked) > len(lines):
            files[NAMES] = names_bytes(asked)
    if files:
        write_files({folder: files})
    before = previous.names if previous else ()
    return Stepped(
        step=step,
        new=tuple(one for one in sure if one.name in step.public.names and one.name not in before),
        waiting=len(waiting),
    )
