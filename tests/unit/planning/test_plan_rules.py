"""Every rule of the plan can fire, on the records that are shipped."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.builders import TODAY, checked, release, request, route, without_codes

from takedown.asked import Asked
from takedown.checks.campaigns import wording_findings
from takedown.checks.consent import consent_findings
from takedown.directory import load_directory
from takedown.earnings import Statements, fold_statements
from takedown.model import BlockedRelease, CheckedCatalog, Finding, Podcast, SourceRef
from takedown.notice import Notice
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.planning.known_here import known_here
from takedown.planning.warnings import about_letters
from takedown.records import Ability, Campaign, CampaignStatus, Fact, Known, Source, Use
from takedown.request import (
    Authority,
    Basis,
    Capacity,
    Consent,
    Contact,
    ExhibitKind,
    Principal,
    Request,
    Route,
)
from takedown.rules import OMISSIONS, RULES, Stage, finding
from takedown.sources import StatementLine

DIRECTORY = load_directory()
WORKSPACE = request()


def plan(wanted: Request, catalog: CheckedCatalog | None = None) -> NoticePlan:
    return plan_notices(catalog or checked(release()), wanted, DIRECTORY, asked=Asked(), today=TODAY)


def through(via: str, catalog: CheckedCatalog | None = None, **changes: Any) -> Iterable[Finding]:
    made = plan(request(route(via), **changes), catalog)
    return (*made.notes, *(each for planned in made.notices for each in planned.outlook.cautions))


def statements(*lines: dict[str, Any]) -> Statements:
    plain = StatementLine(
        file="bank.tsv",
        digest="",
        distributor="distrokid",
        store="Amazon Music",
        platform="amazon-music",
        artist="The Example Lights",
        release="Harbour Lights 1",
        upc=release().icpn,
        isrc="",
        first_month="2025-01",
        last_month="2026-08",
        units=1,
        earnings=Decimal("12.3"),
        currency="USD",
    )
    return fold_statements(replace(plain, **line) for line in lines)


def left_out() -> CheckedCatalog:
    error = finding("E-ISRC", "m", hint="h", source=SourceRef(file="catalog.csv", row=3))
    row = BlockedRelease(artist="A", title="T", finding=error)
    return checked(release(), left_out=(row,))


def by_clause() -> Iterable[Finding]:
    authority = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7 of 2021.")
    wanted = request(route("tunecore"), authority=authority)
    found = tuple(consent_findings(wanted, (release(),), {release().key: ()}, (release(),)))
    return plan(wanted, checked(release(), findings=found)).notes


def through_a_supplier() -> Iterable[Finding]:
    wish = {"platforms": ("amazon-physical",)}
    contacts = {"my-supplier": Contact(name="Disc Supply", email="desk@example.org")}
    supplier = route("other", contact="my-supplier", platform="amazon-physical")
    made = plan(request(supplier, wish=wish, contacts=contacts))
    return [each for planned in made.notices for each in planned.outlook.cautions]


HERE = SourceRef(file="takedown.toml")
CAMPAIGN = Campaign(
    slug="quiet-friday",
    name="Quiet Friday",
    status=CampaignStatus.ACTIVE,
    checked_on=TODAY,
    wording={"withdrawal": 1},
    summary=Fact(value="of this year"),
)
LOOKED_UP = replace(
    DIRECTORY,
    distributors={
        **DIRECTORY.distributors,
        "tunecore": replace(
            DIRECTORY.distributors["tunecore"],
            territory=Ability(answer=Known.YES, value="Yes, by ticket.", source=("here:territory",)),
        ),
    },
    sources={
        **DIRECTORY.sources,
        "here:territory": Source(title="their support, by chat", url="", date="2026-11-20"),
    },
)


def asked_of(via: str) -> list[Notice]:
    return [planned.notice for planned in plan(request(route(via))).notices]


TRIGGERS: dict[str, Callable[[], Iterable[Finding]]] = {
    "W-WRONG-BUTTON": lambda: through("amuse"),
    "W-FEE": lambda: through("lacupula"),
    "W-WHOLE-RELEASE": lambda: through("tunecore"),
    "W-PLAYLISTS": lambda: through("labelgrid"),
    "W-VOCABULARY": lambda: through("ingrooves"),
    "W-EXTRAS": lambda: through("distrokid"),
    "W-NO-RETURN": lambda: through("ingrooves"),
    "W-HANDS-OFF": lambda: through("lacupula"),
    "W-KEEP-ACCOUNT": lambda: through("amuse"),
    "W-SLOW-SEASON": lambda: through("distrokid"),
    "W-LIVES-ON": lambda: through("tunecore"),
    "W-LATE": lambda: through("lacupula", wish={"wanted_by": date(2026, 11, 1)}),
    "W-ALSO": lambda: through("tunecore"),
    "W-ROUTE-UNKNOWN": lambda: through("cdbaby"),
    "W-NO-UPC": lambda: through("tunecore", checked(replace(release(), icpn="", key="isrc:x"))),
    "W-SHARE": lambda: through("tunecore", statements=statements({})),
    "W-REVENUE": lambda: through("tunecore"),
    "W-PHYSICAL": lambda: through("tunecore"),
    "W-BUYERS": lambda: through("tunecore"),
    "W-CACHE": lambda: through("tunecore"),
    "W-COMPOSITION": lambda: through("tunecore"),
    "W-STATUTORY": lambda: through("tunecore"),
    "W-PRIVACY": lambda: through("tunecore"),
    "W-NAMES": lambda: through("tunecore", reasons="We think so."),
    "W-SPLITS": lambda: through("tunecore", checked(replace(release(), owners=("Bo Example",)))),
    "W-USE": lambda: through("tunecore", wish={"platforms": ("amazon-music",)}),
    "W-LEFT-OUT-ROW": lambda: through("tunecore", left_out()),
    "W-EXHIBIT": lambda: through("tunecore", wish={"exhibits": (ExhibitKind.CONSENT,)}),
    "W-WORDING": lambda: wording_findings(
        CAMPAIGN, {"notice_templates/letters/withdrawal.en.md.j2": 2}, HERE
    ),
    "I-LAST-WORKED": lambda: known_here(
        asked_of("tunecore"), DIRECTORY, {"tunecore": (TODAY, "their answer")}
    ),
    "I-ANSWERED-HERE": lambda: known_here(asked_of("tunecore"), LOOKED_UP, {}),
    "W-TERRITORY": lambda: through("cdbaby", wish={"territories": ("CA",)}),
    "I-OTHER-LICENSEES": lambda: through("tunecore", wish={"territories": ("CA",)}),
    "W-DISC-UPC": through_a_supplier,
    "I-ANTI-BOYCOTT": lambda: through("tunecore", wish={"territories": ("CA",)}),
    "I-TRANSLATION": lambda: about_letters((), (), ("letters/withdrawal.de.md.j2",)),
    "W-NOT-REVIEWED": lambda: about_letters(("letters/withdrawal.en.md.j2",), ()),
    "W-LANGUAGE": lambda: about_letters((), ("withdrawal",)),
    "I-PLATFORM-TAKES-NO-REQUEST": lambda: through("tunecore", wish={"platforms": ("spotify",)}),
}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.values() if rule.stage is Stage.PLAN])
def test_every_rule_of_the_plan_can_fire(rule: str) -> None:
    assert rule in {each.rule for each in TRIGGERS[rule]()}


def test_a_clause_that_replaces_consent_is_printed_in_the_plan() -> None:
    assert "Clause 7 of 2021." in next(each.message for each in by_clause() if each.rule == "I-CLAUSE")


def shared(*lines: dict[str, Any]) -> list[str]:
    return [
        each.message for each in through("tunecore", statements=statements(*lines)) if each.rule == "W-SHARE"
    ]


OTHER = {"store": "Deezer", "platform": "", "earnings": Decimal("87.7")}


def test_the_share_of_a_company_is_exact_and_names_statement_months_and_currency() -> None:
    assert shared({"first_month": "2025-01"}, OTHER) == [
        "Amazon earned 12.3 % of what your DistroKid statement lists (2025-01 to 2026-08, USD)"
    ]


def test_both_uses_and_a_store_that_could_be_either_count_for_the_company() -> None:
    lines = [
        {"earnings": Decimal("0.1")},
        {"earnings": Decimal("0.1"), "platform": "amazon-digital", "store": "Amazon Downloads"},
        {"earnings": Decimal("0.1"), "platform": "", "store": "Amazon"},
        {"earnings": Decimal("0.3"), "platform": "", "store": "Deezer"},
    ]

    assert "Amazon earned 50.0 %" in shared(*lines)[0]


def test_distributors_and_currencies_are_told_apart() -> None:
    found = shared({}, {"currency": "EUR"}, {"distributor": "", "earnings": Decimal(1)}, OTHER)

    assert ["USD" in found[0], "EUR" in found[1], "your statements list" in found[2]] == [True] * 3
    assert len(found) == 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([OTHER], "Amazon earned nothing of what"),
        ([{"earnings": Decimal("0.01")}, OTHER], "Amazon earned less than 0.1 % of what"),
        ([{}, {**OTHER, "earnings": Decimal(-20)}], "Amazon earned 12.30 of what"),
        ([{}, {**OTHER, "earnings": Decimal("-12.3")}], "which comes to 0.00 in all, so that no share can be said"),
        ([{"earnings": Decimal(-1)}, OTHER], "Amazon earned -1.00 of what"),
        ([{"first_month": "", "last_month": "", "currency": ""}], "(months not given, currency not given)"),
    ],
)  # fmt: skip
def test_nothing_little_less_than_nothing_and_the_unknown_are_said_as_they_are(
    lines: list[dict[str, Any]], said: str
) -> None:
    assert said in shared(*lines)[0]


def test_files_that_tell_of_the_same_months_are_said() -> None:
    later = {"file": "later.tsv", "first_month": "2026-06", "last_month": "2026-11"}

    assert "bank.tsv and later.tsv both tell of 2026-06 to 2026-08" in shared({}, later)[0]


def test_files_of_other_months_are_not() -> None:
    later = {"file": "later.tsv", "first_month": "2026-09", "last_month": "2026-11"}

    assert "both tell" not in shared({}, later)[0]


def podcasts(**changes: Any) -> CheckedCatalog:
    feed = "https://feeds.example.com/a.xml"
    one = Podcast(feed=feed, title="Night Talk", source=SourceRef(file="catalog.csv", row=2))
    return checked(podcasts=(replace(one, **changes),))


def test_a_podcast_is_left_out_of_streaming_with_a_reason_of_its_own_and_is_no_item_elsewhere() -> None:
    made = plan(request(route("tunecore")), podcasts())

    assert [(each.platform, each.rule) for each in made.omissions] == [("amazon-music", "podcast-host")]
    assert DIRECTORY.platforms["amazon-digital"].use is Use.DOWNLOAD
    assert (made.totals.items, made.totals.omitted, made.notices) == (1, 1, ())
    assert made.needs_person


def test_a_podcast_counts_only_where_its_row_says_it_is() -> None:
    assert plan(request(route("tunecore")), podcasts(platforms=("spotify",))).omissions == ()


def test_the_reason_of_a_podcast_is_in_the_table() -> None:
    assert "podcast-host" in OMISSIONS


def test_the_catalogs_distributor_stands_for_a_route_where_none_matches() -> None:
    one = replace(release(), distributor="tunecore")
    made = plan(request(Route(via="distrokid", match=route("x", artist="Others").match)), checked(one))

    assert made.notices[0].notice.recipient.desk == "tunecore"
    assert made.notices[0].notice.agreement is None
    assert made.omissions == ()


def test_a_sampler_with_one_refusal_is_held_and_named_in_the_plan() -> None:
    no = finding(
        "Q-DECLINED", "'Bo' said no to 'Sampler'", hint="h", source=SourceRef(file="decisions.csv", row=2)
    )
    one = replace(release(), title="Sampler")
    made = plan(request(route("tunecore")), checked(one, release(2), held={one.key: (no,)}))

    assert {(each.release, each.rule) for each in made.omissions} == {("Sampler", "declined")}
    assert all("Sampler" not in {each.title for each in planned.notice.releases} for planned in made.notices)


def test_without_codes_nothing_is_withdrawn_whatever_a_statement_says() -> None:
    made = plan(request(route("tunecore"), statements=statements({})), checked(without_codes(release())))

    assert {planned.notice.kind.value for planned in made.notices} == {"enquiry"}


def test_what_has_no_upc_is_counted_and_named_with_what_to_do() -> None:
    bare = [replace(release(number), icpn="", key=f"isrc:{number}") for number in range(2, 7)]
    (one,) = [each for each in through("tunecore", checked(release(), *bare)) if each.rule == "W-NO-UPC"]

    assert one.message == (
        "5 releases without UPC ('Harbour Lights 2', 'Harbour Lights 3', 'Harbour Lights 4' and 2 more): "
        "the desk has to look for them by ISRC"
    )
    assert "column upc" in one.hint
    assert "the letter gives the ISRCs" in one.hint


def test_a_sampler_is_asked_for_on_behalf_of_all_who_play_on_it() -> None:
    tracks = [
        replace(each, artists=(name,)) for each, name in zip(release().recordings, ("A", "B"), strict=True)
    ]
    sampler = replace(release(), artists=("Various Artists",), recordings=tuple(tracks))
    manager = replace(WORKSPACE.sender, capacity=Capacity.MANAGER)
    people = tuple(Principal(artist=name, name=f"{name}. Person", mandate="m.pdf") for name in ("A", "B"))
    made = plan(request(route("tunecore"), sender=manager, principals=people), checked(sampler))

    assert {planned.notice.principal for planned in made.notices} == {"A. Person and B. Person"}
    assert made.notices[0].notice.basis is Basis.ALL_OWNERS_AGREED


def test_a_sampler_with_an_artist_whom_nobody_named_is_not_asked_for_on_behalf_of_the_rest() -> None:
    tracks = [
        replace(each, artists=(name,)) for each, name in zip(release().recordings, ("A", "B"), strict=True)
    ]
    sampler = replace(release(), artists=("VA",), recordings=tuple(tracks))
    one = Principal(artist="A", name="A. Person", mandate="m.pdf")
    made = plan(request(route("tunecore"), principals=(one,)), checked(sampler))

    assert {planned.notice.principal for planned in made.notices} == {WORKSPACE.own_name}
