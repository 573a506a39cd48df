"""Every distributor and every platform of the directory: what its record says is what a user is led to.

For each, one artist, one release, a request for Amazon worldwide. Whatever the directory holds is walked over.
"""

from dataclasses import replace
from functools import cache

import pytest
from support.builders import TODAY, checked, release, request, route

from takedown.agents import address_keys
from takedown.asked import Asked
from takedown.checks import check_catalog
from takedown.directory import load_directory
from takedown.model import Catalog, CheckedCatalog, Release, Row, SourceRef
from takedown.notice import Kind, RecipientRole, RenderedNotice
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.records import Distributor, OneStore, Platform, Role
from takedown.rendering import font_coverage, load_letters, render_notice
from takedown.reports.sheet import sheet_text
from takedown.request import SELF, Request

DIRECTORY = load_directory()
LETTERS = load_letters()
AMAZON = ("amazon-music", "amazon-digital")
RELEASE = release()
RETIRED = tuple(each for each in DIRECTORY.distributors.values() if each.status.is_retired)
DESKS = tuple(each for each in DIRECTORY.distributors.values() if not each.status.is_retired)
FORBIDDEN = tuple(each for each in DESKS if each.one_store is OneStore.FORBIDDEN)
ASKED = tuple(each for each in DESKS if each.one_store is not OneStore.FORBIDDEN)
OWN_HANDS = tuple(each for each in DIRECTORY.platforms.values() if each.self_service.lines)
#: Words that reach the wrong desk.
WRONG_DESK = (
    "takedown", "take down", "infring", "dmca", "copyright claim", "perjury", "good-faith", "good faith",
    "withdrawal of permission", "terminat",
)  # fmt: skip


def slug(record: Distributor | Platform) -> str:
    return record.slug


def wanted(via: str, *platforms: str) -> Request:
    return request(route(via), wish={"platforms": platforms or AMAZON})


def plan(of: Request, catalog: CheckedCatalog | None = None) -> NoticePlan:
    return plan_notices(catalog or checked(RELEASE), of, DIRECTORY, asked=Asked(), today=TODAY)


@cache
def planned(via: str) -> NoticePlan:
    return plan(wanted(via))


@cache
def papers(via: str) -> tuple[RenderedNotice, ...]:
    return tuple(render_notice(each.notice, LETTERS, dated=TODAY) for each in planned(via).notices)


def letter(via: str) -> RenderedNotice:
    """The one paper to the distributor itself."""
    (found,) = [each for each in papers(via) if each.notice.recipient.role is RecipientRole.DISTRIBUTOR]
    return found


def words(paper: RenderedNotice, file: str) -> str:
    return " ".join(paper.files[file].decode().split())


def adds_up(made: NoticePlan, items: int) -> bool:
    totals = made.totals
    return totals.items == items == totals.asked + totals.enquired + totals.omitted and totals.omitted == len(
        made.omissions
    )


def test_the_directory_is_walked_over_whole() -> None:
    assert len(RETIRED) + len(FORBIDDEN) + len(ASKED) == len(DIRECTORY.distributors)
    assert FORBIDDEN
    assert {OneStore.SELF_SERVICE, OneStore.STAFF} <= {each.one_store for each in ASKED}


@pytest.mark.parametrize("record", DIRECTORY.distributors.values(), ids=slug)
def test_the_totals_add_up_whatever_a_distributor_can_do(record: Distributor) -> None:
    made = planned(record.slug)

    assert adds_up(made, items=len(AMAZON))
    assert not made.totals.enquired


@pytest.mark.parametrize("record", DIRECTORY.distributors.values(), ids=slug)
def test_the_checks_stop_nothing_of_a_complete_workspace(record: Distributor) -> None:
    """A catalog and a route without flaws: what a distributor cannot do is the plan's to say."""
    row = Row(
        cells={
            "artist": RELEASE.artists[0],
            "release": RELEASE.title,
            "upc": RELEASE.icpn,
            "label": RELEASE.label,
            "track_number": "1",
            "track": "Song 1",
            "isrc": RELEASE.recordings[0].isrc,
        },
        source=SourceRef(file="catalog.csv", row=2),
    )
    catalog = Catalog(rows=(row,), file="catalog.csv")
    found = check_catalog(catalog, wanted(record.slug), DIRECTORY, coverage=font_coverage(), today=TODAY)
    made = plan(wanted(record.slug), found)

    assert [each for each in found.findings if each.blocks and not record.status.is_retired] == []
    assert adds_up(made, items=len(AMAZON))
    assert {each.notice.kind for each in made.notices} == {
        each.notice.kind for each in planned(record.slug).notices
    }


@pytest.mark.parametrize("record", RETIRED, ids=slug)
def test_who_delivers_nothing_any_more_gets_no_paper_and_the_plan_says_where_to_go(
    record: Distributor,
) -> None:
    made = planned(record.slug)

    assert made.notices == ()
    assert {each.rule for each in made.omissions} == {"desk-closed"}
    assert {each.platform for each in made.omissions} == set(AMAZON)
    said = " ".join(f"{each.reason} {each.hint}" for each in made.omissions)
    assert record.redirect.value, "a retired record says why and where to go"
    assert record.redirect.value.rstrip(".") in said
    for other in record.redirect.instead:
        named = DIRECTORY.distributors.get(other)
        assert other in said or (named is not None and named.name in said), other


@pytest.mark.parametrize("record", FORBIDDEN, ids=slug)
def test_where_the_terms_do_not_allow_it_nobody_is_asked(record: Distributor) -> None:
    made = planned(record.slug)

    assert made.notices == ()
    assert {each.rule for each in made.omissions} == {"agreement-forbids"}
    assert all(each.hint for each in made.omissions)


@pytest.mark.parametrize("record", ASKED, ids=slug)
def test_everybody_else_is_asked_in_one_withdrawal_with_a_ticket(record: Distributor) -> None:
    paper = letter(record.slug)

    assert planned(record.slug).omissions == ()
    assert paper.notice.kind is Kind.WITHDRAWAL
    assert paper.notice.recipient.desk == record.slug
    assert {each.slug for each in paper.notice.platforms} == set(AMAZON)
    assert paper.notice.territories == ("worldwide",)
    assert RELEASE.icpn in words(paper, "ticket.txt")
    assert RELEASE.icpn in words(paper, "notice.txt")


@pytest.mark.parametrize("record", ASKED, ids=slug)
def test_nobody_is_asked_to_do_more_than_leave_these_stores(record: Distributor) -> None:
    """Where a desk can only remove everywhere, it must do nothing: that holds most where nothing is known of it."""
    paper = letter(record.slug)
    # a desk that reads another language has the English text beside it; its ticket is held by its own guard
    for file in ("english.txt",) if "english.txt" in paper.files else ("notice.txt", "ticket.txt"):
        said = words(paper, file)
        assert "other stores" in said, file
        assert "do nothing" in said, file


@pytest.mark.parametrize(
    "record", [each for each in ASKED if each.one_store is OneStore.SELF_SERVICE], ids=slug
)
def test_where_users_do_it_by_themselves_the_steps_of_the_record_are_there(record: Distributor) -> None:
    steps = words(letter(record.slug), "steps.txt")

    assert record.steps
    for step in record.steps:
        assert " ".join(step.split()) in steps


@pytest.mark.parametrize("record", [each for each in ASKED if each.one_store is OneStore.STAFF], ids=slug)
def test_where_staff_does_it_the_steps_say_how_to_reach_them(record: Distributor) -> None:
    steps = words(letter(record.slug), "steps.txt")
    ways = [each.value for each in record.addresses if each.value and each.role is not Role.INFRINGEMENT]

    for step in record.steps:
        assert " ".join(step.split()) in steps
    for way in ways:
        assert " ".join(way.split()) in steps
    if not ways:
        assert record.steps or "No address of" in steps
    if record.ticket.subject:
        subject = record.ticket.subject.replace("{upcs}", RELEASE.icpn)
        assert subject in words(letter(record.slug), "ticket.txt")


@pytest.mark.parametrize("record", ASKED, ids=slug)
def test_every_loss_that_a_record_warns_of_is_in_the_outlook(record: Distributor) -> None:
    (outlook,) = [
        each.outlook for each in planned(record.slug).notices if each.notice.kind is Kind.WITHDRAWAL
    ]

    assert {each.rule.value for each in record.cautions} <= {each.rule for each in outlook.cautions}
    if not record.one_store.is_known or record.one_store is OneStore.ROUTE_UNKNOWN:
        assert "W-ROUTE-UNKNOWN" in {each.rule for each in outlook.cautions}


@pytest.mark.parametrize("record", ASKED, ids=slug)
def test_no_address_for_infringement_claims_is_in_any_file(record: Distributor) -> None:
    assert DIRECTORY.agents
    for paper in papers(record.slug):
        for file, content in paper.files.items():
            if file.endswith((".txt", ".csv", ".json", ".eml")):
                for line in content.decode().splitlines():
                    shared = address_keys(line) & DIRECTORY.agents.keys()
                    assert not shared, f"{file}: {shared}"
        assert not {
            key
            for way in paper.notice.recipient.ways
            for key in address_keys(way.value)
            if key in DIRECTORY.agents
        }


@pytest.mark.parametrize("record", ASKED, ids=slug)
def test_no_word_that_reaches_the_wrong_desk_is_in_letter_or_ticket(record: Distributor) -> None:
    own = " ".join((*record.own_words, *record.ticket.fields, record.ticket.subject, record.name)).casefold()
    for paper in papers(record.slug):
        if paper.notice.kind is Kind.PLATFORM_REQUEST:
            continue  # its fixed disclaimer names what it is not; the guard masks it
        for file in ("notice.txt", "ticket.txt"):
            said = words(paper, file).casefold()
            assert [word for word in WRONG_DESK if word in said and word not in own] == [], file


@pytest.mark.parametrize("record", OWN_HANDS, ids=slug)
def test_what_stands_on_ones_own_page_needs_no_letter(record: Platform) -> None:
    made = plan(wanted(SELF, record.slug))

    assert made.notices == ()
    assert {each.rule for each in made.omissions} == {"self-service"}
    assert adds_up(made, items=1)
    sheet = " ".join(sheet_text(made, DIRECTORY).split())
    assert record.name in sheet
    for step in record.self_service.lines:
        assert " ".join(step.split()) in sheet


@pytest.mark.parametrize("record", DIRECTORY.platforms.values(), ids=slug)
def test_nobody_is_written_to_about_one_s_own_page_also_where_the_steps_are_not_known(
    record: Platform,
) -> None:
    made = plan(wanted(SELF, record.slug))

    assert made.notices == ()
    assert adds_up(made, items=1)
    assert record.name in sheet_text(made, DIRECTORY)


@pytest.mark.parametrize("record", OWN_HANDS, ids=slug)
def test_one_s_own_page_and_a_distributor_for_other_platforms_stand_side_by_side(record: Platform) -> None:
    of = replace(
        request(route(SELF, platform=record.slug), route("tunecore")),
        wish=replace(wanted("tunecore").wish, platforms=(record.slug, *AMAZON)),
    )
    made = plan(of)
    own = [each for each in made.omissions if each.platform == record.slug]

    assert {each.rule for each in own} == {"self-service"}
    assert {platform.slug for each in made.notices for platform in each.notice.platforms} == set(AMAZON)
    assert adds_up(made, items=1 + len(AMAZON))


def test_an_own_page_is_told_for_every_release_on_it() -> None:
    releases: tuple[Release, ...] = (RELEASE, release(2))
    for record in OWN_HANDS:
        made = plan(wanted(SELF, record.slug), checked(*releases))
        assert {each.release for each in made.omissions} == {each.display_title for each in releases}
