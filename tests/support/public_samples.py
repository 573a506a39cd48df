"""Registers for the tests of what is published: answers by the dozen, and who stands behind a number."""

from collections.abc import Iterable
from datetime import date

from takedown.model import SourceRef
from takedown.records import Campaign
from takedown.records.campaign import CampaignStatus, Publishable
from takedown.records.facts import UNKNOWN
from takedown.register.overview import Overview, overview_of
from takedown.register.people import People, people_of
from takedown.register.values import Answer, Grade, Outcome

DAY = date(2026, 12, 31)
ALL = tuple(Publishable)
NUMBERS = tuple(one for one in Publishable if one is not Publishable.NAMES_WITH_CONSENT)
#: What the tests take for the directory.
KNOWN = ("tunecore", "distrokid", "cdbaby", "ditto")


def campaign(*, publish=ALL, platforms=("spotify",), **more):
    return Campaign(
        slug="quiet-friday",
        name="Quiet Friday",
        status=CampaignStatus.ACTIVE,
        checked_on=date(2026, 11, 22),
        platforms=platforms,
        publish=publish,
        summary=UNKNOWN,
        **more,
    )


def answer(artist, outcome=Outcome.SUBMITTED, *, row=1, received=date(2026, 12, 1), **more):
    if more.get("publish"):
        more.setdefault("grade", Grade.COPY)  # a form alone puts nobody on the list of names
    more.setdefault("contact", f"{artist.lower().replace(' ', '.')}@band.example")
    return Answer(
        artist=artist,
        outcome=outcome,
        received=received,
        source=SourceRef(file="answers.csv", row=row),
        **more,
    )


def many(number, outcome=Outcome.SUBMITTED, *, of="Act", **more):
    """So many artists of one kind, each with a name and an address of its own."""
    return [answer(f"{of} {index}", outcome, **more) for index in range(number)]


def counted(answers: Iterable[Answer], *, platforms=("spotify",), day=DAY) -> tuple[Overview, People]:
    people = people_of(answers)
    return overview_of(people, title="Quiet Friday", platforms=platforms, day=day), people


def table(public, by):
    return next((one for one in public.tables if one.by == by), None)


def cells(public, by):
    found = table(public, by)
    return {cell.name: cell.number for cell in found.cells} if found else {}
