"""Rules about campaigns: dates in order, countries and letters that exist, and no promise that cannot be kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from takedown.codes import countries
from takedown.directory.facts import place_of
from takedown.directory.findings import finding
from takedown.directory.problems import shown, suggestion
from takedown.model import Finding
from takedown.records import Campaign, CampaignStatus, Directory, Publishable
from takedown.request import WORLDWIDE


def campaign_findings(directory: Directory, folders: Sequence[Path], *, today: date) -> Iterator[Finding]:
    """Find what is wrong with the campaigns. `folders` hold the letters: shipped, and the workspace's own."""
    letters = sorted(
        {path.name.partition(".")[0] for folder in folders for path in folder.glob("letters/*.md.j2")}
    )
    for campaign in directory.campaigns.values():
        yield from _date_findings(campaign, today)
        yield from _territory_findings(campaign)
        yield from _wording_findings(campaign, letters)
        yield from _publish_findings(campaign)


def _date_findings(campaign: Campaign, today: date) -> Iterator[Finding]:
    named = [(key, getattr(campaign, key)) for key in ("began", "wanted_by", "ended", "delete_on")]
    known = [(key, day) for key, day in named if day is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if first > second:
            yield finding(
                "D-CAMPAIGN",
                place_of(campaign, later),
                f"{later} is {second}, and {earlier} is {first}: it cannot come before it",
                "Write began, wanted_by, ended and delete_on in this order of days, each as in 2026-11-27.",
            )
    over = campaign.ended is not None and campaign.ended < today
    if campaign.status is CampaignStatus.ACTIVE and over:
        yield finding(
            "D-CAMPAIGN-OVER",
            place_of(campaign, "status"),
            f"'{campaign.name}' ended on {campaign.ended} and is still called active",
            'Write status = "historical", and what happened under [[phases]].',
        )


def _territory_findings(campaign: Campaign) -> Iterator[Finding]:
    place = place_of(campaign, "territories")
    for code in campaign.territories:
        if code != WORLDWIDE and code not in countries():
            yield finding(
                "D-COUNTRY",
                place,
                f"{shown(code)} is not a country code (ISO 3166)",
                'Write two capital letters each, as in territories = ["DE", "FR"], or territories = ["worldwide"].',
            )
    if not campaign.territories or (WORLDWIDE in campaign.territories and len(campaign.territories) > 1):
        yield finding(
            "D-COUNTRY",
            place,
            "worldwide stands alone, and no list is empty",
            'Write territories = ["worldwide"], or the countries only.',
        )


def _wording_findings(campaign: Campaign, letters: Sequence[str]) -> Iterator[Finding]:
    for letter, version in campaign.wording.items():
        if letter not in letters:
            hint = f"{suggestion(letter, letters)}Letters are: {', '.join(letters)}."
            yield finding(
                "D-CAMPAIGN", place_of(campaign, "wording"), f"there is no letter {shown(letter)}", hint
            )
        elif version < 1:
            yield finding(
                "D-CAMPAIGN",
                place_of(campaign, f"wording.{letter}"),
                f"{version} is no version of a letter",
                "Write the number that stands as version in the head of the letter that you read.",
            )


def _publish_findings(campaign: Campaign) -> Iterator[Finding]:
    if len(set(campaign.publish)) < len(campaign.publish):
        yield finding(
            "D-CAMPAIGN",
            place_of(campaign, "publish"),
            "an entry stands there twice",
            "Take one of them out.",
        )
    if Publishable.NAMES_WITH_CONSENT in campaign.publish and campaign.delete_on is None:
        yield finding(
            "D-CAMPAIGN",
            place_of(campaign, "publish"),
            "names are to be published, and no day is set on which what is kept about people is deleted",
            "Add delete_on = 2027-11-30, with a day of your own.",
        )
