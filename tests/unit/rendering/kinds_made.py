"""Every kind of paper to three desks each: many releases, one release in some countries, one recording alone."""

from dataclasses import replace
from datetime import date

from letters_made import ANA, FIRST, MANAGER, MUSIC, SECOND, SINGLE, SPOTIFY, TAPES, asked, notice

from takedown.directory import load_directory
from takedown.notice import Earlier, Income, Kind, Notice, Recipient, RecipientRole, Way
from takedown.planning.recipients import the_public
from takedown.records import Channel
from takedown.request import Agreement, Basis, End

DIRECTORY = load_directory()
DISCS = DIRECTORY.platforms["amazon-physical"]
END = End(ended=date(2026, 6, 30), confirmed_on=date(2026, 7, 2), seen_live=date(2026, 11, 20))
INCOME = (
    Income(percent="4.2", companies=("Amazon",), distributor="TuneCore", first="2026-01", last="2026-06"),
)

#: What is asked about, by whom: each way has its own words in every language.
MANY = {"releases": (FIRST, SECOND)}
SOME_COUNTRIES = {
    "releases": (FIRST,),
    "territories": ("CA", "IS"),
    "sender": TAPES,
    "principal": "Example Tapes",
    "basis": Basis.COMPANY,
    "platforms": (MUSIC,),
}
ONE_RECORDING = {
    "releases": (SINGLE,),
    "sender": MANAGER,
    "principal": "The Examples",
    "basis": Basis.MANDATE,
    "effective": "2027-01-01",
    "wanted_by": None,
    "platforms": (SPOTIFY,),
}
CASES = (MANY, SOME_COUNTRIES, ONE_RECORDING)


def contact(desk: str, name: str, role: RecipientRole, **ways: str) -> Recipient:
    """A desk that only a workspace knows, reached by email, a form or post."""
    email = ways.get("email", "")
    postal = tuple(ways["post"].split(", ")) if "post" in ways else ()
    known = (
        *([Way(channel=Channel.EMAIL, value=email)] if email else []),
        *([Way(channel=Channel.FORM, value=ways["form"])] if "form" in ways else []),
        *([Way(channel=Channel.POST, lines=postal)] if postal else []),
    )
    return Recipient(desk=desk, name=name, role=role, email=email, postal=postal, ways=known)


def contacts(role: RecipientRole, name: str) -> tuple[Recipient, ...]:
    """Three of them: one has an email address, one a form, one a postal address."""
    return (
        contact("by-email", name, role, email="desk@example.org"),
        contact("by-form", name, role, form="https://example.org/contact"),
        contact("by-post", name, role, post="9 Example Road, Manchester M1 1AA, United Kingdom"),
    )


def _distributors() -> tuple[Recipient, ...]:
    from takedown.planning.recipients import recipient_of_distributor

    return tuple(
        recipient_of_distributor(DIRECTORY.distributors[slug]) for slug in ("ingrooves", "tunecore", "onerpm")
    )


def _platforms() -> tuple[Recipient, ...]:
    from takedown.planning.recipients import recipient_of_desk

    amazon = recipient_of_desk(DIRECTORY.desks["amazon"])
    return (amazon, *contacts(RecipientRole.PLATFORM, "Example Streaming Label Relations")[:2])


def _notices(kind: Kind, desks: tuple[Recipient, ...], **more: object) -> tuple[Notice, ...]:
    return tuple(
        replace(notice(kind=kind, recipient=desk, account=""), **{**case, **more})
        for desk, case in zip(desks, CASES, strict=True)
    )


def _after(kind: Kind, first: Kind, desks: tuple[Recipient, ...]) -> tuple[Notice, ...]:
    earlier = Earlier(
        notice="AAAAAAAAAA",
        kind=first,
        submitted_on=date(2026, 11, 2),
        ticket="4711",
        reminded_on=date(2026, 11, 16) if kind is Kind.ESCALATION else None,
    )
    made = _notices(
        kind, desks, earlier=earlier, in_reply_to="AAAAAAAAAA", wanted_by=None, effective="earliest"
    )
    return (*made[:2], replace(made[2], earlier=replace(earlier, ticket="")))


def _letters() -> dict[str, tuple[Notice, ...]]:
    distributors, platforms = _distributors(), _platforms()
    labels = contacts(RecipientRole.LABEL, "Small Label")
    suppliers = contacts(RecipientRole.SUPPLIER, "Example Records Distribution")
    artists = contacts(RecipientRole.ARTIST, "Jo Guest")
    public = (the_public(),) * 3
    agreement = Agreement(name="Example Agreement", dated=date(2024, 3, 1), notice_days=30)
    requests = _notices(Kind.PLATFORM_REQUEST, platforms, wanted_by=None, effective="earliest")
    stops = _notices(Kind.SUPPLY_STOP, suppliers, agreement=agreement)
    returns = _after(Kind.REINSTATEMENT, Kind.WITHDRAWAL, (distributors[0], labels[1], suppliers[2]))
    return {
        "withdrawal": _notices(Kind.WITHDRAWAL, distributors, agreement=agreement, account="ana@example.com"),
        "withdrawal-direct": _notices(Kind.WITHDRAWAL, platforms, agreement=agreement),
        "label-request": _notices(Kind.LABEL_REQUEST, labels, basis=None),
        "removal-after-end": _notices(Kind.REMOVAL_AFTER_END, distributors, end=END),
        "removal-after-end-platform": _notices(
            Kind.REMOVAL_AFTER_END, platforms, end=END, former="Example Distribution"
        ),
        "supply-stop": tuple(replace(stop, platforms=(DISCS,)) for stop in stops),
        "platform-request": (
            replace(requests[0], deliveries=(asked(), asked("DistroKid", releases=1, ticket=""))),
            *(replace(request, deliveries=(asked(releases=1),)) for request in requests[1:]),
        ),
        "enquiry": _notices(Kind.ENQUIRY, labels, basis=None),
        "roster-letter": (
            *(
                replace(
                    letter,
                    wanted_by=date(2026, 12, 18),
                    answer_by=date(2026, 12, 4),
                    income=INCOME,
                    sender=TAPES,
                    principal=TAPES.organization,
                )
                for letter in _notices(Kind.ROSTER_LETTER, artists, basis=None)[:2]
            ),
            replace(_notices(Kind.ROSTER_LETTER, artists, basis=None)[2], answer_by=date(2026, 12, 4)),
        ),
        "reminder": _after(Kind.REMINDER, Kind.WITHDRAWAL, distributors),
        "escalation": _after(Kind.ESCALATION, Kind.ENQUIRY, labels),
        "retraction": _after(Kind.RETRACTION, Kind.WITHDRAWAL, distributors),
        "reinstatement": (*returns[:2], replace(returns[2], platforms=(DISCS,))),
        "public-statement": tuple(
            replace(
                statement,
                releases=(),
                reasons="I no longer want my songs sold there.\n\nOn 3 March 2026 its owner said so (example.org).",
            )
            for statement in (
                replace(notice(kind=Kind.PUBLIC_STATEMENT, recipient=public[0], account=""), sender=ANA),
                *_notices(Kind.PUBLIC_STATEMENT, public, basis=None)[1:],
            )
        ),
    }


#: Letter name → three notices.
LETTERS_MADE = _letters()
