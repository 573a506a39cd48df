"""Notices, records and omissions for what happens next. All invented; days and prices too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from support.builders import release
from takedown.model import SourceRef
from takedown.notice import Delivery, Earlier, Kind, Notice, Recipient, RecipientRole, Way
from takedown.plan import NoticePlan, Omission, Outlook, PlannedNotice, Span, Totals
from takedown.records import (
    Caution,
    Channel,
    Desk,
    Directory,
    Distributor,
    Fact,
    Fee,
    Known,
    Loss,
    OneStore,
    Per,
    Platform,
    Status,
    Steps,
    Time,
    Unit,
    Use,
)
from takedown.records.facts import Ability
from takedown.request import Basis, End, Sender

CHECKED = date(2026, 11, 22)
FORM = "For what was never licensed, and only for it, Example Cloud has a form at https://cloud.example.com/report."

STREAMS = Platform(
    slug="example-music",
    name="Example Music",
    company="Example",
    use=Use.STREAMING,
    desk="example",
    checked_on=CHECKED,
    verification=Fact(value="The link goes on opening while the tracks turn grey."),
    redelivery=Fact(value="A second delivery with the same UPC brings it back"),
    time=Time(value="At least 2 business days", min=2),
    cautions=(Caution(rule=Loss.LIVES_ON, value="An older link may play another version."),),
)
SHOP = Platform(
    slug="example-shop",
    name="Example Shop",
    company="Example",
    use=Use.DOWNLOAD,
    desk="example",
    checked_on=CHECKED,
)
CLOUD = Platform(
    slug="example-cloud",
    name="Example Cloud",
    company="Example Cloud",
    use=Use.STREAMING,
    desk="cloud",
    checked_on=CHECKED,
    self_service=Steps(lines=("Sign in and open Tracks.", "Choose the track, Delete.")),
    podcasts=Steps(lines=("Open the show and choose Remove.",)),
    infringement_form=Fact(value=FORM),
)
RECORD = Distributor(
    slug="example-distribution",
    name="Example Distribution",
    status=Status.ACTIVE,
    checked_on=CHECKED,
    one_store=OneStore.STAFF,
    one_store_fact=Fact(value="Yes, by request."),
    all_stores_trap=Fact(value="Releases > Remove is for all stores"),
    time=Time(value="2 to 15 business days", min=2, max=15),
    fees=(Fee(value="EUR 1.00 per release", amount=Decimal("1.00"), currency="EUR", per=Per.RELEASE),),
    cautions=(
        Caution(rule=Loss.HANDS_OFF, value="Do not change the cover until it is done."),
        Caution(rule=Loss.KEEP_ACCOUNT, value="Keep the account open: money can arrive for up to 24 months."),
        Caution(rule=Loss.EXTRAS, value="Switch off Store Adder."),
        Caution(rule=Loss.SLOW_SEASON, value="Support is slower in December."),
        Caution(rule=Loss.NO_RETURN, value="What was deleted is not delivered again."),
    ),
)
OUTLOOK = Outlook(
    due_after=Span(min=4, max=17, unit=Unit.BUSINESS_DAYS),
    earliest=date(2026, 11, 26),
    latest=date(2026, 12, 15),
)
DESK = Recipient(
    desk="example-distribution",
    name="Example Distribution",
    role=RecipientRole.DISTRIBUTOR,
    ways=(
        Way(channel=Channel.DASHBOARD, value="Releases > Stores"),
        Way(channel=Channel.FORM, value="https://help.example.com/request"),
    ),
    steps=("Open Releases > Stores.", "Switch the store off."),
)
_MAIL = (Way(channel=Channel.EMAIL, value="desk@example.org"),)
EARLIER = Earlier(
    notice="AAAAAAAAAA",
    kind=Kind.WITHDRAWAL,
    submitted_on=date(2026, 11, 2),
    ticket="4711",
    case="CASEAAAAAA",
)


def notice(kind: Kind = Kind.WITHDRAWAL, **changes: Any) -> Notice:
    """A notice of a kind, to the desk that such a paper goes to."""
    plain = Notice(
        kind=Kind.WITHDRAWAL,
        occasion="2026-11 Example",
        principal="Ana Example",
        sender=Sender(name="Ana Example", email="ana@example.com"),
        basis=Basis.SOLE_OWNER,
        recipient=DESK,
        platforms=(STREAMS, SHOP),
        territories=("worldwide",),
        releases=(release(1), release(2)),
    )
    return replace(plain, kind=kind, **{**_OF_KIND.get(kind, {}), **changes})


def _party(desk: str, name: str, role: RecipientRole) -> Recipient:
    return Recipient(desk=desk, name=name, role=role, ways=_MAIL)


_REPLY: dict[str, Any] = {"in_reply_to": "AAAAAAAAAA", "earlier": EARLIER}
_OF_KIND: dict[Kind, dict[str, Any]] = {
    Kind.LABEL_REQUEST: {"recipient": _party("small", "Small Label", RecipientRole.LABEL)},
    Kind.PLATFORM_REQUEST: {
        "recipient": _party("example", "Example Inc.", RecipientRole.PLATFORM),
        "deliveries": (
            Delivery(
                desk="example-distribution", name="Example Distribution", notice="AAAAAAAAAA", releases=2
            ),
        ),
    },
    Kind.REMOVAL_AFTER_END: {"end": End(ended=date(2026, 6, 30), confirmation="end.pdf")},
    Kind.SUPPLY_STOP: {"recipient": _party("discs", "Example Discs", RecipientRole.SUPPLIER)},
    Kind.ROSTER_LETTER: {
        "recipient": _party("lights", "The Example Lights", RecipientRole.ARTIST),
        "answer_by": date(2026, 12, 10),
    },
    Kind.PUBLIC_STATEMENT: {
        "recipient": Recipient(desk="public", name="the public", role=RecipientRole.PUBLIC)
    },
    Kind.REMINDER: _REPLY,
    Kind.ESCALATION: _REPLY,
    Kind.RETRACTION: _REPLY,
    Kind.REINSTATEMENT: _REPLY,
}


def directory() -> Directory:
    """The records of these samples."""
    desk = Desk(
        slug="example", name="Example Inc.", checked_on=CHECKED, takes_requests=Ability(answer=Known.YES)
    )
    return Directory(
        platforms={platform.slug: platform for platform in (STREAMS, SHOP, CLOUD)},
        desks={"example": desk, "cloud": replace(desk, slug="cloud")},
        distributors={RECORD.slug: RECORD},
        campaigns={},
        sources={},
    )


def omitted(rule: str, title: str, platform: str = "example-cloud", **changes: str) -> Omission:
    """An item that is left out."""
    plain = Omission(
        artist="The Example Lights",
        release=title,
        platform=platform,
        rule=rule,
        reason=f"it is {rule}",
        hint="do this",
        source=SourceRef(file="catalog.csv", row=9),
    )
    return replace(plain, **changes)


def plan(word: str = "") -> NoticePlan:
    """Letters of three kinds, and everything that needs none. `word` is put where somebody else's text stands."""
    withdrawal = notice(releases=(release(1, title=f"Harbour Lights{word}"), release(2)))
    omissions = (
        omitted("self-service", f"Own Tape{word}"),
        omitted("self-service", "Lost Tape", "unheard-of"),
        omitted("podcast-host", f"Talking{word}"),
        omitted("unlicensed", f"Stolen{word}"),
        omitted("unlicensed", "Copied", "example-shop"),
        omitted("earns-there", "Selling", reason=f"a statement of May shows income{word}"),
        omitted("declined", "Duet", reason="'Kim Specimen' has said no"),
        omitted("label-question", "Old", reason="whose is it?", hint="if it is yours:\nown_labels = []"),
        omitted("not-on-platform", "Never There"),
    )
    return NoticePlan(
        notices=(
            PlannedNotice(notice=withdrawal, outlook=OUTLOOK),
            PlannedNotice(
                notice=notice(releases=(release(3),), principal=f"Bo Example{word}"), outlook=OUTLOOK
            ),
            PlannedNotice(notice=notice(Kind.PLATFORM_REQUEST), outlook=Outlook()),
            PlannedNotice(notice=notice(Kind.ROSTER_LETTER), outlook=Outlook()),
        ),
        omissions=omissions,
        totals=Totals(items=20, asked=6, enquired=0, omitted=len(omissions)),
    )
