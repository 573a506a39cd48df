"""Values that the reports show: every state of a notice, findings, a plan, records. All invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from support.audit_samples import item, prepared, report_of, signed, superseded, told
from support.builders import checked, release, request
from takedown.audit import AuditReport
from takedown.events import What
from takedown.ledger.checking import Erasure, Problem
from takedown.model import BlockedRelease, CheckedCatalog, Finding, Severity, SourceRef
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole, Way
from takedown.plan import Likelihood, NoticePlan, Omission, Outlook, PlannedNotice, Span, Totals
from takedown.records import (
    Address,
    Campaign,
    CampaignStatus,
    Channel,
    Confidence,
    Desk,
    Directory,
    Distributor,
    Fact,
    Fee,
    OneStore,
    Per,
    Platform,
    Role,
    Source,
    Status,
    Time,
    Unit,
    Use,
    Word,
)
from takedown.request import Basis
from takedown.verification import Verification

#: Clears a screen, hides text, turns a line around, breaks a line.
EVIL = "\x1b[2J\u202eevil\u200b\n\x9b\x00"

CHECKED = date(2026, 11, 22)


def status_report(word: str = "") -> AuditReport:
    """Every state a notice can be in. `word` is put wherever somebody else's text can stand."""
    songs = (
        item("412345678903", artist=f"The Examples{word}", title=f"First Light{word}"),
        item("412345678903", "amazon-digital", artist=f"The Examples{word}", title=f"First Light{word}"),
    )
    other = (item("498765432108", artist="Björk Beispiel", title="=SUM(A1)"),)
    waiting = [
        {
            "desk": "tunecore",
            "name": f"TuneCore{word}",
            "notice": "AAAAAAAAAA",
            "releases": 1,
            "submitted_on": None,
            "ticket": "",
        }
    ]
    return report_of(
        prepared("AAAAAAAAAA", items=songs, principal=f"Ana Example{word}"),
        signed("AAAAAAAAAA", items=songs, principal=f"Ana Example{word}"),
        prepared("BBBBBBBBBB", items=other, desk="distrokid"),
        prepared("CCCCCCCCCC", items=songs, desk="amazon", kind="platform-request", deliveries=waiting),
        signed("DDDDDDDDDD", items=other, desk="small-label", kind="label-request"),
        prepared("EEEEEEEEEE", items=other, desk="cdbaby"),
        superseded("EEEEEEEEEE"),
        prepared("FFFFFFFFFF", items=other, desk="onerpm"),
        told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", ticket=f"4711{word}", file=b"mail"),
        told(What.AGREED, "AAAAAAAAAA", "2026-11-25", file=b"mail", items=[songs[0]["key"]]),
        told(What.GONE, "AAAAAAAAAA", "2026-11-27", by=f"Bo Example{word}", items=[songs[0]["key"]]),
        told(What.LIVE, "AAAAAAAAAA", "2026-11-30", by="Bo Example", items=[songs[0]["key"]]),
        told(What.SUBMITTED, "FFFFFFFFFF", "2026-11-23"),
        today=date(2026, 12, 1),
    )


def verification(word: str = "", *, ok: bool = False) -> Verification:
    problems = (
        Problem(
            where=f"notices/CASEAAAAAA/withdrawal-tunecore-AAAAAAAAAA/notice{word}.txt",
            what="is missing; `takedown generate` restores it",
        ),
        Problem(
            where="ledger, entry 2",
            what=f"the text of the entry or its hash was changed{word}; restore the ledger from a backup",
        ),
    )
    return Verification(
        ok=ok,
        entries=7,
        head="ab" * 32,
        problems=() if ok else problems,
        following=0 if ok else 5,
        erased=() if ok else (Erasure(entry=3, documents=1), Erasure(entry=6, documents=1200)),
    )


def findings(word: str = "") -> CheckedCatalog:
    def finding(rule: str, severity: Severity, message: str, hint: str, place: tuple[int, str]) -> Finding:
        source = SourceRef(file="catalog.csv", row=place[0], column=place[1])
        return Finding(rule=rule, severity=severity, message=f"{message}{word}", hint=hint, source=source)

    error = finding(
        "E-UPC-DIGIT",
        Severity.ERROR,
        "'412345678904' fails its check digit",
        "compare it with your distributor's page",
        (4, "upc"),
    )
    return checked(
        release(1),
        release(2),
        findings=(
            finding("W-ALSO", Severity.WARNING, "CD and vinyl stay", "write to who supplies them", (0, "")),
            error,
            finding(
                "Q-LABEL",
                Severity.QUESTION,
                "'Small Label' is not one of your labels",
                "add it to own_labels, or a route",
                (3, "label"),
            ),
            finding("I-ZEROS", Severity.INFO, "2 leading zeros were put back", "", (2, "upc")),
        ),
        blocked=(BlockedRelease(artist="The Examples", title="Third", finding=error),),
        held={release(2).key: (error,)},
        rows=5,
        blocked_rows=1,
    )


def platform(slug: str, name: str, use: Use) -> Platform:
    return Platform(slug=slug, name=name, company="Amazon", use=use, desk="amazon", checked_on=CHECKED)


STREAMING = platform("amazon-music", "Amazon Music (streaming)", Use.STREAMING)
SALE = platform("amazon-digital", "Amazon Digital Music Store (downloads)", Use.DOWNLOAD)


def plan(word: str = "") -> NoticePlan:
    """A withdrawal with everything that can be said of it, a platform request that waits, and omissions."""
    asked = request()
    withdrawal = Notice(
        kind=Kind.WITHDRAWAL,
        occasion="2026-11 Amazon",
        principal="Ana Example",
        sender=asked.sender,
        basis=Basis.SOLE_OWNER,
        recipient=Recipient(
            desk="example-distribution",
            name=f"Example Distribution{word}",
            role=RecipientRole.DISTRIBUTOR,
            ways=(
                Way(
                    channel=Channel.FORM,
                    value="https://help.example.com/request",
                    note="choose Store changes",
                ),
                Way(channel=Channel.DASHBOARD, value="Releases > Stores"),
            ),
        ),
        platforms=(STREAMING, SALE),
        territories=("worldwide",),
        wanted_by=date(2026, 11, 27),
        releases=(release(1, title=f"Harbour Lights{word}"), release(2)),
    )
    notice_to_amazon = replace(
        withdrawal,
        kind=Kind.PLATFORM_REQUEST,
        wanted_by=None,
        territories=("US", "CA"),
        excluded_territories=("MX",),
        recipient=Recipient(
            desk="amazon",
            name="Amazon.com, Inc.",
            role=RecipientRole.PLATFORM,
            ways=(Way(channel=Channel.POST, lines=("Amazon.com, Inc.", "P.O. Box 00000", "Example City")),),
        ),
        deliveries=(
            Delivery(
                desk="example-distribution",
                name=f"Example Distribution{word}",
                notice=withdrawal.id,
                releases=2,
            ),
        ),
    )
    caution = Finding(
        rule="W-WRONG-BUTTON",
        severity=Severity.WARNING,
        message=f"Delete removes the release from every store{word}",
        hint="use the list of stores",
        source=SourceRef(file="notice_templates/distributors/example/distributor.toml"),
    )
    fee = Fee(
        value="10.00 USD per release for a change of stores",
        amount=Decimal("10.00"),
        currency="USD",
        per=Per.RELEASE,
    )
    outlook = Outlook(
        wanted=Likelihood.UNLIKELY,
        due_after=Span(min=2, max=15, unit=Unit.BUSINESS_DAYS),
        earliest=date(2026, 11, 24),
        latest=date(2026, 12, 11),
        start_by=date(2026, 11, 6),
        fees=(fee,),
        fee_total=Decimal("20.00"),
        cautions=(caution,),
        notes=(
            f"time: 2-3 business days, up to 3 weeks [example-help, 2024-05; medium]{word}",
            "not reviewed by a lawyer",
        ),
    )
    source = SourceRef(file="catalog.csv", row=7)
    reason, hint = "who must agree has not answered", "write the answer into decisions.csv"
    return NoticePlan(
        notices=(
            PlannedNotice(notice=withdrawal, outlook=outlook),
            PlannedNotice(notice=notice_to_amazon, outlook=Outlook()),
        ),
        omissions=(
            *(
                Omission(
                    artist=f"The Examples{word}",
                    release=name,
                    platform=slug,
                    rule="awaiting-consent",
                    reason=reason,
                    hint=hint,
                    source=source,
                )
                for name in ("Third", "Fourth")
                for slug in ("amazon-music", "amazon-digital")
            ),
            Omission(
                artist="The Examples",
                release="Fifth",
                platform="amazon-music",
                rule="already-asked",
                reason="asked on 20 November 2026",
                hint="",
                source=source,
            ),
        ),
        totals=Totals(items=9, asked=4, enquired=0, omitted=5),
        notes=(replace(caution, rule="W-ALSO", message="CD and vinyl are not covered", hint=""),),
    )


SOURCES = {
    "example-help": Source(
        title="Help page of Example Distribution", url="https://help.example.com", date="2024-05"
    ),
}


def distributor(word: str = "") -> Distributor:
    known = {"source": ("example-help",), "confidence": Confidence.MEDIUM}
    return Distributor(
        slug="example-distribution",
        name=f"Example Distribution{word}",
        status=Status.ACTIVE,
        checked_on=CHECKED,
        one_store=OneStore.SELF_SERVICE,
        one_store_fact=Fact(value=f"Stores can be switched off one by one{word}", **known),
        addresses=(
            Address(
                channel=Channel.FORM, role=Role.SUPPORT, value="https://help.example.com/request", **known
            ),
        ),
        steps=("Open Releases", "Choose Stores"),
        steps_source=("example-help",),
        store_names={"amazon-music": "Amazon"},
        single_switch=True,
        time=Time(value="2-3 business days", min=2, max=3, checked_on=date(2026, 1, 2), **known),
        fees=(Fee(value="10 USD", amount=Decimal(10), currency="USD", per=Per.RELEASE, **known),),
        all_stores_trap=Fact(
            value="Delete removes everywhere", source=("lost-page",), confidence=Confidence.LOW
        ),
        words=(Word(word="takedown", meaning="deletes everywhere", **known),),
    )


def directory(word: str = "") -> Directory:
    old = replace(distributor(), slug="old-distribution", name="Old Distribution", status=Status.CLOSED)
    campaign = Campaign(
        slug="example-campaign",
        name="Example Campaign",
        status=CampaignStatus.HISTORICAL,
        checked_on=CHECKED,
        summary=Fact(),
    )
    desk = Desk(slug="amazon", name="Amazon.com, Inc.", checked_on=CHECKED, takes_requests=Fact())
    return Directory(
        platforms={STREAMING.slug: STREAMING, SALE.slug: SALE},
        desks={desk.slug: desk},
        distributors={"old-distribution": old, "example-distribution": distributor(word)},
        campaigns={campaign.slug: campaign},
        sources=SOURCES,
    )
