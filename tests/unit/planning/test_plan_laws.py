"""What must hold for every catalog, every route and every record of the directory."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.builders import TODAY, checked, release, request, route, without_codes

from takedown.asked import Asked, Submission
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Finding, Release, Severity, SourceRef
from takedown.notice import Kind
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.records import Platform, Role, Use
from takedown.request import SPECIAL_VIA, Contact, End, Request, Route

SHIPPED = load_directory()
DISCS = Platform(
    slug="discs",
    name="Discs",
    company="Amazon",
    use=Use.PHYSICAL,
    desk="amazon",
    checked_on=TODAY,
)
DIRECTORY = replace(SHIPPED, platforms={**SHIPPED.platforms, DISCS.slug: DISCS})
END = End(ended=date(2026, 6, 30), confirmed_on=date(2026, 7, 2), seen_live=date(2026, 11, 20))
CONTACTS = {"my-desk": Contact(name="Some Desk", email="desk@example.org")}
HOLDS = ("Q-LABEL", "Q-AUTHORITY", "Q-CONSENT", "Q-DECLINED", "Q-PRINCIPAL", "E-GLYPH", "Q-END", "Q-EARNS")


@st.composite
def releases(draw: st.DrawFn) -> list[Release]:
    found = []
    for number in draw(st.lists(st.integers(1, 40), unique=True, max_size=6)):
        one = release(number, tracks=draw(st.integers(0, 3)))
        one = replace(
            one,
            platforms=draw(st.sampled_from([(), ("amazon-music",), ("amazon-digital", "spotify")])),
            distributor=draw(st.sampled_from(["", "tunecore", "labelworx"])),
            artists=draw(st.sampled_from([("The Example Lights",), ("Specimen Quartet",), ("A", "B")])),
        )
        found.append(without_codes(one, f"key {number}") if draw(st.booleans()) else one)
    return found


@st.composite
def routes(draw: st.DrawFn) -> tuple[Route, ...]:
    via = st.sampled_from([*sorted(SPECIAL_VIA), *DIRECTORY.distributors, "nobody"])
    match = st.fixed_dictionaries(
        {},
        optional={
            "artist": st.sampled_from(["The Example Lights", "Specimen Quartet"]),
            "territory": st.sampled_from(["US", "DE", "worldwide"]),
            "platform": st.sampled_from(["spotify", "amazon-music", "discs"]),
        },
    )
    former = st.sampled_from(["", "my-desk", "tunecore", "symphonic", "nobody"])
    end = st.sampled_from([None, END, replace(END, seen_live=None)])
    return tuple(
        replace(
            route(draw(via), contact=draw(st.sampled_from(["", "my-desk"])), **draw(match)),
            former=draw(former),
            end=draw(end),
        )
        for _ in range(draw(st.integers(0, 4)))
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[CheckedCatalog, Request]:
    some = draw(releases())
    finding = st.builds(
        lambda rule: Finding(
            rule=rule,
            severity=Severity.QUESTION,
            message="m",
            hint="h",
            source=SourceRef(file="catalog.csv", row=2),
        ),
        st.sampled_from(HOLDS),
    )
    held = {one.key: tuple(draw(st.lists(finding, max_size=2))) for one in some if draw(st.booleans())}
    wish = {
        "platforms": tuple(draw(st.permutations(["amazon-music", "amazon-digital", "spotify", "discs"])))[
            : draw(st.integers(1, 4))
        ],
        "territories": draw(st.sampled_from([("worldwide",), ("US",), ("DE", "FR")])),
        "tell_platform": draw(st.booleans()),
        "answer_by": draw(st.none() | st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=9))),
        "wanted_by": draw(st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=80))),
    }
    silent = {
        key: ("Bo Example", *draw(st.sampled_from([(), ("The Example Lights",)])))
        for key, found in held.items()
        if any(each.rule == "Q-CONSENT" for each in found)
    }
    statement = draw(st.sampled_from(["", "We say so."]))
    wanted = request(*draw(routes()), contacts=CONTACTS, wish=wish, statement=statement)
    return checked(*some, held=held, unanswered=silent, must_agree=silent), wanted


def made(catalog: CheckedCatalog, wanted: Request, asked: Asked | None = None) -> NoticePlan:
    return plan_notices(catalog, wanted, DIRECTORY, asked=asked or Asked(), today=TODAY)


@settings(deadline=None)
@given(situations())
def test_every_item_is_asked_enquired_or_omitted_exactly_once(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    catalog, wanted = situation
    plan = made(catalog, wanted)

    def scoped(kinds: set[Kind]) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (item.key, planned.notice.territories)
            for planned in plan.notices
            if planned.notice.kind in kinds
            for item in planned.notice.items
        ]

    # who delivered it formerly and the platform are asked in two letters, and the item counts once
    asked = sorted(
        {*scoped({Kind.REMOVAL_AFTER_END})}
        | {*scoped({Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.SUPPLY_STOP})}
    )
    others = scoped({Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.SUPPLY_STOP})
    assert len(set(others)) == len(others)
    enquired = scoped({Kind.ENQUIRY})
    assert len(set(asked + enquired)) == len(asked + enquired)
    assert (plan.totals.asked, plan.totals.enquired) == (len(asked), len(enquired))
    assert plan.totals.omitted == len(plan.omissions)
    assert plan.totals.items == plan.totals.asked + plan.totals.enquired + plan.totals.omitted
    covered = {key for key, _ in asked + enquired} | {
        f"{one.key}|{omission.platform}"
        for omission in plan.omissions
        for one in catalog.releases
        if (one.artist, one.display_title) == (omission.artist, omission.release)
    }
    assert {f"{one.key}|{slug}" for one in catalog.releases for slug in wanted.wish.platforms} <= covered


@settings(deadline=None)
@given(situations())
def test_the_same_situation_gives_the_same_plan_and_every_id_is_its_own(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    plan = made(*situation)
    ids = [planned.notice.id for planned in plan.notices]

    assert plan == made(*situation)
    assert len(set(ids)) == len(ids)


@settings(deadline=None)
@given(situations())
def test_asking_everything_once_leaves_nothing_to_ask(situation: tuple[CheckedCatalog, Request]) -> None:
    plan = made(*situation)
    submissions: dict[tuple[str, Kind, str], tuple[Submission, ...]] = {}
    for planned in plan.notices:
        for item in planned.notice.items:
            # routes of two territories can lead to one desk, which is then asked twice
            key = (item.key, planned.notice.kind, planned.notice.recipient.desk)
            one = Submission(notice=planned.notice.id, on=TODAY, scope=planned.notice.scope)
            submissions[key] = (*submissions.get(key, ()), one)
    asked = Asked(submissions=submissions, out=frozenset(planned.notice.id for planned in plan.notices))
    again = made(*situation, asked)

    assert again.notices == ()
    assert again.totals.items == plan.totals.items


@settings(deadline=None)
@given(situations())
def test_a_platform_request_speaks_only_of_what_a_distributor_was_or_is_asked(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    plan = made(*situation)
    withdrawn = {
        item.key
        for planned in plan.notices
        if planned.notice.kind is Kind.WITHDRAWAL
        for item in planned.notice.items
    }
    for planned in plan.notices:
        if planned.notice.kind is Kind.PLATFORM_REQUEST:
            assert {item.key for item in planned.notice.items} <= withdrawn
            assert sum(delivery.releases for delivery in planned.notice.deliveries) >= len(
                planned.notice.releases
            )


INFRINGEMENT = {
    word
    for record in (*DIRECTORY.distributors.values(), *DIRECTORY.desks.values())
    for address in record.addresses
    if address.role is Role.INFRINGEMENT
    for word in (address.value, *address.lines[:1])
    if word
}


@pytest.mark.parametrize("via", [*DIRECTORY.distributors])
@pytest.mark.parametrize("platform", [*DIRECTORY.platforms])
def test_an_address_for_infringement_claims_is_never_used(via: str, platform: str) -> None:
    own = Route(via=via, agreement=None)
    plan = made(checked(release()), request(own, wish={"platforms": (platform,)}))

    for planned in plan.notices:
        recipient = planned.notice.recipient
        used = {recipient.email, recipient.name, *recipient.postal}
        used |= {word for way in recipient.ways for word in (way.value, *way.lines)}
        assert not used & INFRINGEMENT


def test_the_directory_does_know_infringement_addresses_so_that_the_law_above_can_fail() -> None:
    assert "copyright@amazon.com" in INFRINGEMENT


@settings(deadline=None)
@given(situations())
def test_a_removal_after_the_end_goes_to_each_desk_once_and_says_all_that_it_must(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    found = [
        planned.notice
        for planned in made(*situation).notices
        if planned.notice.kind is Kind.REMOVAL_AFTER_END
    ]
    places = [(notice.recipient.desk, item.key, notice.scope) for notice in found for item in notice.items]

    assert len(set(places)) == len(places)
    assert all(notice.end == END and not notice.waits and not notice.deliveries for notice in found)


@settings(deadline=None)
@given(situations())
def test_discs_and_files_never_stand_in_one_paper_that_asks(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    for planned in made(*situation).notices:
        uses = {platform.use for platform in planned.notice.platforms}
        if planned.notice.kind.counts_as_asked:
            assert (uses == {Use.PHYSICAL}) is (planned.notice.kind is Kind.SUPPLY_STOP)


@settings(deadline=None)
@given(situations())
def test_a_letter_to_an_artist_is_about_what_is_left_out_only(
    situation: tuple[CheckedCatalog, Request],
) -> None:
    plan = made(*situation)
    waiting = {
        (omission.release, omission.platform)
        for omission in plan.omissions
        if omission.rule == "awaiting-consent"
    }
    for planned in plan.notices:
        if planned.notice.kind is Kind.ROSTER_LETTER:
            assert {(item.release.display_title, item.platform) for item in planned.notice.items} <= waiting
            assert planned.notice.answer_by
