"""Who is asked for what, in which paper."""

import dataclasses
from datetime import date

import pytest
from support.builders import TODAY, checked, release, request, route, upc, without_codes

from takedown.asked import Asked, Submission, isrc_mark
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Finding, Severity, SourceRef
from takedown.notice import Item, Kind, RecipientRole, Scope
from takedown.plan import NoticePlan
from takedown.planning import plan_notices, superseded
from takedown.records import Directory
from takedown.request import Agreement, Basis, Contact, Match, Principal, Request, Route, StoreExclusion


@pytest.fixture(scope="session")
def directory() -> Directory:
    return load_directory()


def plan(
    catalog: CheckedCatalog,
    wanted: Request,
    directory: Directory,
    asked: Asked | None = None,
    today: date = TODAY,
) -> NoticePlan:
    return plan_notices(catalog, wanted, directory, asked=asked or Asked(), today=today)


def kinds(made: NoticePlan) -> list[str]:
    return [planned.notice.kind.value for planned in made.notices]


def rules(made: NoticePlan) -> set[str]:
    return {omission.rule for omission in made.omissions}


LABEL = {"small-label": Contact(name="Small Label", email="desk@example.org")}


def test_a_distributor_delivered_release_gives_one_withdrawal_and_one_linked_request(
    directory: Directory,
) -> None:
    made = plan(checked(release()), request(route("tunecore")), directory)

    assert kinds(made) == ["withdrawal", "platform-request"]
    withdrawal, letter = (planned.notice for planned in made.notices)
    assert withdrawal.recipient.desk == "tunecore"
    assert [platform.slug for platform in withdrawal.platforms] == ["amazon-music", "amazon-digital"]
    assert letter.recipient.desk == "amazon"
    assert [delivery.notice for delivery in letter.deliveries] == [withdrawal.id]
    assert letter.case == withdrawal.case
    assert letter.waits


def test_the_totals_count_every_release_on_every_platform_once(directory: Directory) -> None:
    made = plan(checked(release(1), release(2)), request(route("tunecore")), directory)

    assert (made.totals.items, made.totals.asked, made.totals.enquired, made.totals.omitted) == (4, 4, 0, 0)


def test_two_distributors_get_a_withdrawal_each_and_the_platform_one_letter(directory: Directory) -> None:
    routes = (route("distrokid", upc=upc(1)), route("tunecore"))
    made = plan(checked(release(1), release(2)), request(*routes), directory)

    assert kinds(made) == ["withdrawal", "withdrawal", "platform-request"]
    assert [delivery.desk for delivery in made.notices[2].notice.deliveries] == ["distrokid", "tunecore"]


def test_spotify_reads_no_request_so_none_is_made_and_the_plan_says_so(directory: Directory) -> None:
    made = plan(checked(release()), request(route("tunecore"), wish={"platforms": ("spotify",)}), directory)

    assert kinds(made) == ["withdrawal"]
    assert "I-PLATFORM-TAKES-NO-REQUEST" in {note.rule for note in made.notes}


def test_two_companies_are_two_withdrawals_to_the_same_distributor(directory: Directory) -> None:
    wanted = request(route("tunecore"), wish={"platforms": ("amazon-music", "spotify")})
    made = plan(checked(release()), wanted, directory)

    assert [
        (planned.notice.kind, [platform.slug for platform in planned.notice.platforms])
        for planned in made.notices
    ] == [
        (Kind.WITHDRAWAL, ["amazon-music"]),
        (Kind.WITHDRAWAL, ["spotify"]),
        (Kind.PLATFORM_REQUEST, ["amazon-music"]),
    ]


def test_without_tell_platform_the_platform_is_not_written_to(directory: Directory) -> None:
    made = plan(checked(release()), request(route("tunecore"), wish={"tell_platform": False}), directory)

    assert kinds(made) == ["withdrawal"]


def test_a_label_is_asked_and_the_platform_is_not_told_of_it(directory: Directory) -> None:
    wanted = request(route("label", contact="small-label"), contacts=LABEL)
    made = plan(checked(release()), wanted, directory)

    assert kinds(made) == ["label-request"]
    assert made.totals.asked == 2
    assert made.notices[0].notice.recipient.role is RecipientRole.LABEL


def test_a_direct_licence_is_withdrawn_at_the_platforms_own_contact(directory: Directory) -> None:
    contacts = {"amazon-rep": Contact(name="Amazon Music label contact", email="rep@example.org")}
    made = plan(
        checked(release()), request(route("direct", contact="amazon-rep"), contacts=contacts), directory
    )

    assert kinds(made) == ["withdrawal"]
    assert made.notices[0].notice.recipient.role is RecipientRole.PLATFORM


@pytest.mark.parametrize(
    ("via", "rule"),
    [
        ("ended", "end-not-confirmed"),
        ("self", "self-service"),
        ("unlicensed", "unlicensed"),
        ("unknown", "route-unknown"),
        ("label", "no-contact"),
        ("other", "no-contact"),
        ("direct", "no-contact"),
        ("labelworx", "agreement-forbids"),
        ("nobody-at-all", "unknown-distributor"),
    ],
)
def test_a_route_that_leads_to_no_paper_is_an_omission_with_the_next_step(
    directory: Directory, via: str, rule: str
) -> None:
    made = plan(checked(release()), request(route(via)), directory)

    assert made.notices == ()
    assert rules(made) == {rule}
    assert all(omission.reason and omission.hint for omission in made.omissions)
    assert made.totals.omitted == made.totals.items == 2


def test_an_agreement_that_allows_leaving_one_store_wins_over_the_record(directory: Directory) -> None:
    own = Route(via="labelworx", agreement=Agreement(store_exclusion=StoreExclusion.ALLOWED))

    assert "withdrawal" in kinds(plan(checked(release()), request(own), directory))


def test_without_a_route_nothing_is_asked_and_the_hint_says_what_to_write(directory: Directory) -> None:
    made = plan(checked(release()), request(), directory)

    assert rules(made) == {"no-route"}
    assert "[[routes]]" in made.omissions[0].hint


def test_the_catalogs_own_distributor_cell_is_a_route(directory: Directory) -> None:
    made = plan(checked(release(distributor="cdbaby")), request(), directory)

    assert made.notices[0].notice.recipient.desk == "cdbaby"


def test_a_release_without_codes_becomes_an_enquiry_to_its_distributor(directory: Directory) -> None:
    made = plan(checked(without_codes(release())), request(route("tunecore")), directory)

    assert kinds(made) == ["enquiry"]
    assert made.totals.enquired == 2
    assert made.totals.asked == 0


def test_an_unknown_route_with_a_candidate_is_an_enquiry_to_the_candidate(directory: Directory) -> None:
    wanted = request(route("unknown", contact="small-label"), contacts=LABEL)

    assert kinds(plan(checked(release()), wanted, directory)) == ["enquiry"]


def test_a_platform_that_the_catalog_does_not_list_is_left_out(directory: Directory) -> None:
    made = plan(checked(release(platforms=("amazon-music",))), request(route("tunecore")), directory)

    assert rules(made) == {"not-on-platform"}
    assert [platform.slug for platform in made.notices[0].notice.platforms] == ["amazon-music"]


def test_releases_on_different_platforms_never_share_a_paper(directory: Directory) -> None:
    catalog = checked(release(1), release(2, platforms=("amazon-music",)))
    made = plan(catalog, request(route("tunecore")), directory)

    for planned in made.notices:
        for item in planned.notice.items:
            assert not item.release.platforms or item.platform in item.release.platforms


def test_the_first_matching_route_wins_in_each_territory(directory: Directory) -> None:
    routes = (route("distrokid", territory="US"), route("tunecore"))
    made = plan(checked(release()), request(*routes, wish={"tell_platform": False}), directory)

    scopes = {
        planned.notice.recipient.desk: (planned.notice.territories, planned.notice.excluded_territories)
        for planned in made.notices
    }
    assert scopes == {"tunecore": (("worldwide",), ("US",)), "distrokid": (("US",), ())}


def test_a_territory_without_a_route_is_an_omission(directory: Directory) -> None:
    wanted = request(
        route("tunecore", territory="DE"), wish={"territories": ("DE", "FR"), "tell_platform": False}
    )
    made = plan(checked(release()), wanted, directory)

    assert made.notices[0].notice.territories == ("DE",)
    assert all(omission.reason.endswith("(FR)") for omission in made.omissions)
    assert made.totals.items == 4


def question(rule: str, severity: Severity = Severity.QUESTION) -> Finding:
    return Finding(
        rule=rule, severity=severity, message="m", hint="h", source=SourceRef(file="catalog.csv", row=2)
    )


@pytest.mark.parametrize(
    ("rule", "omission"),
    [
        ("Q-LABEL", "label-question"),
        ("Q-AUTHORITY", "authority-question"),
        ("Q-CONSENT", "awaiting-consent"),
        ("Q-DECLINED", "declined"),
        ("Q-PRINCIPAL", "no-principal"),
        ("Q-MANDATE", "no-principal"),
    ],
)
def test_an_open_question_holds_its_release_and_no_other(
    directory: Directory, rule: str, omission: str
) -> None:
    catalog = checked(release(1), release(2), held={upc(1): (question(rule),)})
    made = plan(catalog, request(route("tunecore")), directory)

    assert rules(made) == {omission}
    assert {item.release.key for planned in made.notices for item in planned.notice.items} == {upc(2)}


def test_an_open_authority_question_still_lets_a_label_request_and_an_enquiry_go(
    directory: Directory,
) -> None:
    first, second = release(1), without_codes(release(2))
    held = {first.key: (question("Q-AUTHORITY"),), second.key: (question("Q-AUTHORITY"),)}
    routes = (route("label", contact="small-label", upc=upc(1)), route("tunecore"))
    made = plan(checked(first, second, held=held), request(*routes, contacts=LABEL), directory)

    assert sorted(kinds(made)) == ["enquiry", "label-request"]


def test_an_error_that_holds_a_release_holds_every_paper_about_it(directory: Directory) -> None:
    catalog = checked(release(1), held={upc(1): (question("E-GLYPH", Severity.ERROR),)})

    assert rules(
        plan(catalog, request(route("label", contact="small-label"), contacts=LABEL), directory)
    ) == {"blocked-row"}


def test_what_was_asked_before_is_not_asked_again_but_the_platform_still_hears_of_it(
    directory: Directory,
) -> None:
    wanted = request(route("tunecore"))
    first = plan(checked(release()), wanted, directory).notices[0].notice
    asked = Asked(
        submissions={
            (item.key, Kind.WITHDRAWAL, "tunecore"): (
                Submission(notice=first.id, on=date(2026, 11, 23), ticket="T-1"),
            )
            for item in first.items
        }
    )
    made = plan(checked(release()), wanted, directory, asked)

    assert kinds(made) == ["platform-request"]
    assert rules(made) == {"already-asked"}
    delivery = made.notices[0].notice.deliveries[0]
    assert (delivery.submitted_on, delivery.ticket) == (date(2026, 11, 23), "T-1")
    assert not made.notices[0].notice.waits


def test_the_platform_request_keeps_its_id_when_its_withdrawal_goes_out(directory: Directory) -> None:
    wanted = request(route("tunecore"))
    before = plan(checked(release()), wanted, directory)
    withdrawal, letter = (planned.notice for planned in before.notices)
    asked = Asked(
        submissions={
            (item.key, Kind.WITHDRAWAL, "tunecore"): (Submission(notice=withdrawal.id, on=TODAY),)
            for item in withdrawal.items
        }
    )

    assert plan(checked(release()), wanted, directory, asked).notices[0].notice.id == letter.id


def test_nothing_is_left_to_plan_when_everything_was_asked(directory: Directory) -> None:
    wanted = request(route("tunecore"))
    submissions = {
        (item.key, planned.notice.kind, planned.notice.recipient.desk): (
            Submission(notice=planned.notice.id, on=TODAY),
        )
        for planned in plan(checked(release()), wanted, directory).notices
        for item in planned.notice.items
    }
    made = plan(checked(release()), wanted, directory, Asked(submissions=submissions))

    assert made.notices == ()
    assert rules(made) == {"already-asked"}


def test_each_principal_gets_a_paper_of_its_own(directory: Directory) -> None:
    catalog = checked(release(1), release(2, artists=("Specimen Quartet",)))
    wanted = request(
        route("tunecore"),
        principals=(
            Principal(artist="The Example Lights", name="Ana Example", mandate="a.txt"),
            Principal(artist="specimen quartet", name="Bo Specimen", mandate="b.txt"),
        ),
    )
    made = plan(catalog, wanted, directory)

    assert [
        planned.notice.principal for planned in made.notices if planned.notice.kind is Kind.WITHDRAWAL
    ] == [
        "Ana Example",
        "Bo Specimen",
    ]


def test_notices_that_the_plan_no_longer_holds_are_superseded(directory: Directory) -> None:
    made = plan(checked(release()), request(route("tunecore")), directory)

    assert superseded(made, ["AAAAAAAAAA", made.notices[0].notice.id]) == ("AAAAAAAAAA",)


def test_wording_dates_and_addresses_never_enter_the_id(directory: Directory) -> None:
    plain = request(route("tunecore"))
    other = request(
        Route(via="tunecore", account="other@example.com", agreement=Agreement(name="New", notice_days=3)),
        wish={"wanted_by": date(2026, 12, 1), "language": "de"},
        reasons="Because.",
    )
    first = plan(checked(release()), plain, directory)
    second = plan(checked(release(title="A better title")), other, directory, today=date(2027, 1, 1))

    assert [planned.notice.id for planned in first.notices] == [
        planned.notice.id for planned in second.notices
    ]


def test_scope_enters_the_id(directory: Directory) -> None:
    ids = {
        plan(checked(release()), request(route("tunecore"), wish=wish), directory).notices[0].notice.id
        for wish in ({}, {"territories": ("DE",)}, {"effective": "2027-01-01"}, {"occasion": "another"})
    }

    assert len(ids) == 4


def test_an_item_key_names_release_and_platform() -> None:
    assert Item(release=release(1), platform="spotify").key == f"{upc(1)}|spotify"


def test_a_requested_platform_that_nobody_knows_leaves_everything_out(directory: Directory) -> None:
    made = plan(
        checked(release()), request(route("tunecore"), wish={"platforms": ("amazon-musik",)}), directory
    )

    assert rules(made) == {"unknown-platform"}
    assert made.totals.items == made.totals.omitted == 1


def submitted(made: NoticePlan, desk: str, **changes: object) -> Asked:
    """As if every notice to a desk had gone out today."""
    return Asked(
        submissions={
            (item.key, planned.notice.kind, desk): (
                Submission(notice=planned.notice.id, on=TODAY, scope=planned.notice.scope, **changes),
            )
            for planned in made.notices
            if planned.notice.recipient.desk == desk
            for item in planned.notice.items
        }
    )


def test_asking_for_one_country_does_not_count_for_the_world(directory: Directory) -> None:
    german = request(route("tunecore"), wish={"territories": ("DE",)})
    asked = submitted(plan(checked(release()), german, directory), "tunecore")
    made = plan(checked(release()), request(route("tunecore")), directory, asked)

    assert kinds(made) == ["withdrawal", "platform-request"]
    assert made.notices[1].notice.waits


def test_asking_for_the_world_counts_for_every_country(directory: Directory) -> None:
    asked = submitted(plan(checked(release()), request(route("tunecore")), directory), "tunecore")
    made = plan(
        checked(release()), request(route("tunecore"), wish={"territories": ("DE", "FR")}), directory, asked
    )

    assert rules(made) == {"already-asked"}


def test_two_accounts_at_one_distributor_are_two_papers_and_one_does_not_count_for_the_other(
    directory: Directory,
) -> None:
    routes = (
        Route(match=Match(territory="DE"), via="tunecore", account="b@example.com"),
        Route(via="tunecore", account="a@example.com"),
    )
    wanted = request(*routes, wish={"tell_platform": False})
    first = plan(checked(release()), wanted, directory)
    german = next(planned.notice for planned in first.notices if planned.notice.territories == ("DE",))
    asked = Asked(
        submissions={
            (item.key, Kind.WITHDRAWAL, "tunecore"): (
                Submission(notice=german.id, on=TODAY, scope=german.scope),
            )
            for item in german.items
        }
    )
    second = plan(checked(release()), wanted, directory, asked)

    assert sorted(planned.notice.account for planned in first.notices) == ["a@example.com", "b@example.com"]
    assert [planned.notice.account for planned in second.notices] == ["a@example.com"]


def test_what_the_distributor_refused_is_not_told_to_the_platform(directory: Directory) -> None:
    wanted = request(route("tunecore"))
    asked = submitted(plan(checked(release()), wanted, directory), "tunecore", refused=True)
    made = plan(checked(release()), wanted, directory, asked)

    assert made.notices == ()
    assert all("refused" in omission.reason for omission in made.omissions)


def test_a_upc_that_is_found_later_does_not_ask_a_second_time(directory: Directory) -> None:
    known = release(tracks=2)
    before = dataclasses.replace(known, key="the example lights|harbour lights 1||", icpn="")
    wanted = request(route("tunecore"), wish={"tell_platform": False})
    first = plan(checked(before), wanted, directory).notices[0].notice
    codes = frozenset(recording.isrc for recording in before.recordings)
    asked = Asked(
        submissions={
            (isrc_mark(code, platform), Kind.WITHDRAWAL, "tunecore"): (
                Submission(notice=first.id, on=TODAY, isrcs=codes),
            )
            for code in codes
            for platform in ("amazon-music", "amazon-digital")
        }
    )

    assert rules(plan(checked(known), wanted, directory, asked)) == {"already-asked"}


def test_where_others_agreed_nobody_is_called_the_sole_owner(directory: Directory) -> None:
    catalog = checked(release(1), release(2), must_agree={upc(2): ("Kim Specimen",)})
    made = plan(catalog, request(route("tunecore"), wish={"tell_platform": False}), directory)

    assert [(planned.notice.basis, planned.notice.releases[0].key) for planned in made.notices] == [
        (Basis.SOLE_OWNER, upc(1)),
        (Basis.ALL_OWNERS_AGREED, upc(2)),
    ]


def test_an_address_without_a_source_is_a_way_and_no_recipient(directory: Directory) -> None:
    sourced = Contact(name="Small Label", email="desk@example.org", source="contract, page 4")
    for contact, email in ((sourced, "desk@example.org"), (LABEL["small-label"], "")):
        wanted = request(route("label", contact="small-label"), contacts={"small-label": contact})
        recipient = plan(checked(release()), wanted, directory).notices[0].notice.recipient
        assert recipient.email == email
        assert recipient.ways[0].value == "desk@example.org"


@pytest.mark.parametrize(
    ("one", "other", "covers"),
    [
        (("worldwide",), ("worldwide",), True),
        (("worldwide",), ("DE",), True),
        (("DE",), ("worldwide",), False),
        (("DE", "FR"), ("FR",), True),
        (("DE",), ("DE", "FR"), False),
        (("worldwide", "-DE"), ("DE",), False),
        (("worldwide", "-DE"), ("FR",), True),
        (("worldwide", "-DE"), ("worldwide",), False),
        (("worldwide",), ("worldwide", "-DE"), True),
        (("worldwide", "-DE"), ("worldwide", "-DE", "-FR"), True),
    ],
)
def test_a_scope_covers_what_lies_inside_it(
    one: tuple[str, ...], other: tuple[str, ...], covers: bool
) -> None:
    def scope(codes: tuple[str, ...]) -> Scope:
        return Scope(
            included=tuple(code for code in codes if not code.startswith("-")),
            excluded=tuple(code[1:] for code in codes if code.startswith("-")),
        )

    assert scope(one).covers(scope(other)) is covers
