"""Notices to write letters about: fictional names, valid identifiers, reserved domains."""

from dataclasses import replace
from datetime import date
from typing import Any

from takedown.model import Recording, Release, SourceRef
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole, Way
from takedown.records import Channel, Platform, Ticket, Use
from takedown.rendering.message import Draft
from takedown.request import Agreement, Basis, Capacity, Sender

DATED = date(2026, 11, 22)
HERE = SourceRef(file="catalog.csv", row=2)

MUSIC = Platform(
    slug="amazon-music",
    name="Amazon Music",
    company="Amazon",
    use=Use.STREAMING,
    desk="amazon",
    checked_on=DATED,
    identifiers=("ASIN",),
    services=(
        "Amazon Music Unlimited",
        "Amazon Music Standard",
        "Amazon Music Prime",
        "Amazon Music (free with ads)",
    ),
)
STORE = Platform(
    slug="amazon-digital",
    name="Amazon Digital Music Store",
    company="Amazon",
    use=Use.DOWNLOAD,
    desk="amazon",
    checked_on=DATED,
    identifiers=("ASIN",),
    services=("Digital Music Store",),
)
SPOTIFY = Platform(
    slug="spotify", name="Spotify", company="Spotify", use=Use.STREAMING, desk="spotify", checked_on=DATED
)

ANA = Sender(
    name="Ana Example",
    email="ana@example.com",
    address=("c/o 12 Example Street", "Philadelphia, PA 19125", "USA"),
)
TAPES = Sender(
    name="Bo Example",
    organization="Example Tapes",
    capacity=Capacity.LABEL,
    email="bo@example.org",
    address=("5 Example Road", "Glasgow G1 1AA", "United Kingdom"),
)
MANAGER = Sender(name="Kim Example", capacity=Capacity.MANAGER, email="kim@example.net")

DISTRIBUTOR = Recipient(
    desk="tunecore",
    name="TuneCore",
    role=RecipientRole.DISTRIBUTOR,
    ways=(
        Way(channel=Channel.FORM, value="https://support.example.com/request", note="Choose Artist Support."),
        Way(channel=Channel.EMAIL, value="desk@example.com"),
    ),
    steps=("Log in, so that the form knows your account.",),
)
AMAZON = Recipient(
    desk="amazon",
    name="Amazon.com, Inc.",
    role=RecipientRole.PLATFORM,
    attention="Amazon Music content / label relations",
    postal=("Amazon.com, Inc.", "P.O. Box 81226", "Seattle, WA 98108-1226", "USA"),
)
LABEL = Recipient(desk="small", name="Small Label", role=RecipientRole.LABEL, email="desk@example.org")


def recording(title: str, isrc: str = "", **more: Any) -> Recording:
    return Recording(title=title, isrc=isrc, source=HERE, **more)


def release(title: str, icpn: str = "", *, artist: str = "The Examples", **more: Any) -> Release:
    key = more.pop("key", icpn or f"{artist}|{title}")
    return Release(key=key, artists=(artist,), title=title, icpn=icpn, source=HERE, **more)


FIRST = release(
    "Winter Light",
    "012345678905",
    label="Example Tapes",
    catalog_number="ET-01",
    released=date(2019, 3, 1),
    asin="B07EXAMPL1",
    recordings=(
        recording("Snow on the Line", "QZES11900001", number="1"),
        recording(
            "Harbour", "QZES11900002", version="Acoustic", number="2", artists=("The Examples", "Jo Guest")
        ),
    ),
)
SECOND = release(
    "Second Spring",
    "036000291452",
    version="Deluxe",
    label="Example Tapes",
    recordings=(recording("Small Hours", "QZES12100007"), recording("Letters Home")),
)
SINGLE = release(
    "", artist="The Examples", key="isrc:QZES12200003", recordings=(recording("Alone", "QZES12200003"),)
)
UNCODED = release("Basement Tape", label="Small Label")


def notice(**changes: Any) -> Notice:
    """A withdrawal of two releases from Amazon, to a distributor."""
    plain = Notice(
        kind=Kind.WITHDRAWAL,
        occasion="2026-11 Amazon",
        principal="Ana Example",
        sender=ANA,
        basis=Basis.SOLE_OWNER,
        recipient=DISTRIBUTOR,
        platforms=(MUSIC, STORE),
        territories=("worldwide",),
        wanted_by=date(2026, 11, 27),
        releases=(FIRST, SECOND),
        account="ana@example.com",
    )
    return replace(plain, **changes)


def asked(name: str = "TuneCore", *, releases: int = 2, ticket: str = "4711") -> Delivery:
    return Delivery(
        desk=name.casefold(),
        name=name,
        notice="AAAAAAAAAA",
        releases=releases,
        submitted_on=date(2026, 11, 20),
        ticket=ticket,
    )


def not_asked(name: str = "TuneCore", *, releases: int = 2) -> Delivery:
    return Delivery(desk=name.casefold(), name=name, notice="AAAAAAAAAA", releases=releases)


def platform_request(**changes: Any) -> Notice:
    given = {
        "kind": Kind.PLATFORM_REQUEST,
        "recipient": AMAZON,
        "deliveries": (asked(),),
        "wanted_by": None,
        "account": "",
    }
    return notice(**{**given, **changes})


def label_request(**changes: Any) -> Notice:
    given = {
        "kind": Kind.LABEL_REQUEST,
        "recipient": LABEL,
        "releases": (UNCODED,),
        "account": "",
        "basis": None,
    }
    return notice(**{**given, **changes})


def enquiry(**changes: Any) -> Notice:
    given = {"kind": Kind.ENQUIRY, "recipient": LABEL, "releases": (UNCODED,), "account": "", "basis": None}
    return notice(**{**given, **changes})


def direct(**changes: Any) -> Notice:
    agreement = Agreement(name="Example Direct Licence", dated=date(2024, 3, 1), notice_days=30)
    given = {
        "recipient": AMAZON,
        "sender": TAPES,
        "principal": "Example Tapes",
        "basis": Basis.COMPANY,
        "agreement": agreement,
    }
    return notice(**{**given, "account": "", **changes})


def mandate(**changes: Any) -> Notice:
    given = {"sender": MANAGER, "principal": "The Examples", "basis": Basis.MANDATE, "account": ""}
    return notice(**{**given, **changes})


ROUTED = Ticket(
    subject="Takedown UPC {upcs}", fields=("Account email", "UPC (several, separated by commas)", "Reason")
)

#: Every letter that people will read: golden name → notice.
VARIANTS = {
    "withdrawal": notice(),
    "withdrawal-one-track": notice(releases=(SINGLE,), wanted_by=None),
    "withdrawal-territories": notice(
        territories=("DE", "US"), effective="2027-01-01", releases=(FIRST,), platforms=(MUSIC,)
    ),
    "withdrawal-mandate": mandate(
        agreement=Agreement(dated=date(2021, 5, 4), notice_days=60), excluded_territories=("FR",)
    ),
    "withdrawal-own-words": notice(
        recipient=replace(
            DISTRIBUTOR,
            desk="onerpm",
            name="ONErpm",
            ticket=ROUTED,
            own_words=("takedown",),
            single_switch=True,
            ways=(),
        ),
        reasons="I no longer want my music to earn money for a company whose conduct I cannot support.",
    ),
    "withdrawal-direct": direct(),
    "platform-request": platform_request(),
    "platform-request-unsent": platform_request(
        deliveries=(not_asked(releases=1),), releases=(FIRST,), platforms=(MUSIC,)
    ),
    "platform-request-several": platform_request(
        sender=TAPES,
        principal="Example Tapes",
        basis=Basis.COMPANY,
        deliveries=(asked(releases=1), not_asked("CD Baby", releases=1)),
        demo=True,
    ),
    "label-request": label_request(),
    "enquiry": enquiry(releases=(UNCODED, FIRST)),
}


#: An email as it is before any of its parts is too large.
DRAFT = Draft(
    id="ABCDEFGH23",
    dated=DATED,
    from_name="Ana Example",
    from_email="ana@example.com",
    to_name="Desk",
    to_email="desk@example.org",
    subject="Remove from Amazon only – Ána – 2 releases – Ref ABCDEFGH23",
    text="Zażółć\n" + "word " * 400 + "\n",
    attachments={"notice.pdf": b"%PDF-1.7\n\x00\xff", "items.csv": "a,é\n".encode()},
)
