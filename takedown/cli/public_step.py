"""What `report --public` may say now: compared with the last publication, and kept for the next one."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from takedown.records import Campaign
from takedown.register.overview import Overview
from takedown.register.people import People
from takedown.register.publishing import consenting, published
from takedown.register.republishing import Step, next_public, to_keep
from takedown.register.tally import FILE, read_kept
from takedown.reports.public import public_json
from takedown.writing import write_file


def public_step(  # noqa: PLR0913 - what `published` takes, and where it is kept
    folder: Path,
    overview: Overview,
    people: People,
    campaign: Campaign,
    *,
    day: date,
    distributors: Collection[str],
    head: str,
) -> Step:
    """Give what may be published, and keep it in the folder: what was shown once counts as published.

    `distributors`: slugs of the directory. VerificationError where the last publication cannot be read.
    """
    previous = read_kept(folder)
    now = published(overview, people, campaign, day=day, distributors=distributors, head=head)
    step = next_public(previous, now, campaign, agreed=consenting(people, overview.rows))
    kept = to_keep(previous, step)
    if kept != previous:
        write_file(folder / FILE, public_json(kept).encode())
    return step
