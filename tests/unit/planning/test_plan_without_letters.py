"""Where nobody is written to: own accounts, podcasts, unlicensed copies, closed desks, papers called back; discs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from new_papers import (
    DISCS,
    STEPS,
    WITH_DISCS,
    closed,
    counts,
    desks,
    held,
    notices,
    plan,
    recorded,
    rules,
    with_platform,
)
from support.builders import TODAY, checked, release, request, route, upc, without_codes

from takedown.earnings import fold_statements
from takedown.model import Podcast, SourceRef
from takedown.notice import Kind, RecipientRole
from takedown.records import Fact, Steps
from takedown.request import Contact, Match, Route
from takedown.sources import StatementLine

ONE = {"platforms": ("spotify",)}


def test_an_own_account_points_to_the_steps_on_the_sheet() -> None:
    made = plan(request(route("self"), wish=ONE), directory=with_platform("spotify", self_service=STEPS))
    (omission,) = made.omissions

    assert made.notices == ()
    assert omission.rule == "self-service"
    assert "your own" in omission.reason
    assert omission.hint == "do the steps for Spotify in what-next.txt"
    assert made.needs_person
    assert counts(made) == (0, 0, 1)


def test_where_no_steps_are_known_the_plan_says_so() -> None:
    made = plan(request(route("self"), wish=ONE), directory=with_platform("spotify", self_service=Steps()))

    assert "no steps are known for Spotify" in made.omissions[0].hint


def podcast() -> Podcast:
    return Podcast(
        feed="https://feeds.example.com/show.xml",
        title="Night Talk",
        source=SourceRef(file="catalog.csv", row=9),
    )


def test_a_podcast_is_taken_out_where_its_feed_is_hosted() -> None:
    directory = with_platform("spotify", podcasts=Steps())
    made = plan(request(wish=ONE), checked(podcasts=(podcast(),)), directory=directory)
    (omission,) = made.omissions

    assert omission.rule == "podcast-host"
    assert "who hosts its feed decides" in omission.reason
    assert "the service that hosts the feed" in omission.hint
    assert counts(made) == (0, 0, 1)


def test_a_platform_that_says_how_podcasts_leave_it_is_quoted() -> None:
    directory = with_platform("spotify", podcasts=STEPS)
    made = plan(request(wish=ONE), checked(podcasts=(podcast(),)), directory=directory)

    assert made.omissions[0].hint == "Open the page. Press the button."


def test_an_unlicensed_copy_gets_the_platforms_own_form() -> None:
    form = Fact(value="The form at https://example.com/form.")
    made = plan(
        request(route("unlicensed"), wish=ONE), directory=with_platform("spotify", infringement_form=form)
    )

    assert made.notices == ()
    assert [(each.rule, each.hint) for each in made.omissions] == [("unlicensed", form.value)]


def test_a_copy_that_earns_gets_no_form() -> None:
    line = StatementLine(
        file="bank.tsv",
        digest="",
        distributor="tunecore",
        store="Spotify",
        platform="spotify",
        artist="",
        release="",
        upc=upc(1),
        isrc="",
        first_month="2026-08",
        last_month="2026-08",
        units=3,
        earnings=Decimal(1),
        currency="USD",
    )
    form = Fact(value="The form at https://example.com/form.")
    made = plan(
        request(route("unlicensed"), wish=ONE, statements=fold_statements([line])),
        directory=with_platform("spotify", infringement_form=form),
    )
    (omission,) = made.omissions

    assert omission.rule == "earns-there"
    assert "the statements of TuneCore list earnings at Spotify" in omission.reason
    assert 'via = "tunecore"' in omission.hint
    assert "example.com/form" not in omission.hint
    assert str(omission.source) == "takedown.toml, routes.1.via"


def test_what_earns_at_one_company_can_be_unlicensed_at_another() -> None:
    routes = (route("unlicensed", platform="spotify"), route("unlicensed", platform="amazon-music"))
    wanted = request(*routes, wish={"platforms": ("spotify", "amazon-music")})
    one = release(distributor="")
    made = plan(wanted, held(one, rule="Q-EARNS"))

    assert rules(made) == {"unlicensed"}


@pytest.mark.parametrize("cell", ["tunecore", "Somebody Else"])
def test_a_copy_whose_row_names_a_distributor_gets_no_form(cell: str) -> None:
    made = plan(request(route("unlicensed"), wish=ONE), checked(release(distributor=cell)))

    assert rules(made) == {"earns-there"}


def test_a_closed_desk_says_why_and_who_can_be_asked_instead() -> None:
    directory = closed("symphonic", value="It was taken over in 2025.", instead=("tunecore", "label"))
    made = plan(request(route("symphonic"), wish=ONE), directory=directory)
    (omission,) = made.omissions

    assert omission.rule == "desk-closed"
    assert omission.reason == "Symphonic gets no paper: It was taken over in 2025"
    assert (
        omission.hint == 'write via = "tunecore" (TuneCore) or via = "label" in the route, whichever is true'
    )


def test_a_closed_desk_of_which_nothing_else_is_known_says_to_find_out() -> None:
    made = plan(request(route("symphonic"), wish=ONE), directory=closed("symphonic"))

    assert made.omissions[0].reason == "Symphonic is closed"
    assert "find out who delivers it now" in made.omissions[0].hint


SUPPLIER = {"my-supplier": Contact(name="Disc Supply", email="desk@example.org", source="invoice")}
DISC_WISH = {"platforms": ("amazon-physical", "amazon-music")}


def supplied(via: str = "other", contact: str = "my-supplier", platform: str = "amazon-physical") -> Route:
    return Route(match=Match(platform=platform), via=via, contact=contact)


@pytest.mark.parametrize("via", ["other", "label"])
def test_discs_are_stopped_at_who_supplies_them_and_never_in_one_paper_with_files(via: str) -> None:
    wanted = request(supplied(via), route("tunecore"), wish=DISC_WISH, contacts=SUPPLIER)
    made = plan(wanted, directory=WITH_DISCS)

    assert desks(made) == [
        ("supply-stop", "my-supplier"),
        ("withdrawal", "tunecore"),
        ("platform-request", "amazon"),
    ]
    stop = notices(made, Kind.SUPPLY_STOP)[0]
    assert stop.recipient.role is RecipientRole.SUPPLIER
    assert stop.platforms == (DISCS,)
    assert all(DISCS not in notice.platforms for notice in notices(made) if notice is not stop)
    assert counts(made) == (2, 0, 0)


@pytest.mark.parametrize(
    "routes",
    [
        (route("tunecore"),),
        (supplied(platform=""),),
        (supplied(contact=""),),
        (supplied("unknown"),),
        (Route(match=Match(platform="amazon-physical"), via="tunecore"),),
        (),
    ],
)
def test_a_digital_distributor_or_a_wide_route_stops_no_discs(routes: tuple[Route, ...]) -> None:
    wanted = request(*routes, wish={"platforms": ("amazon-physical",)}, contacts=SUPPLIER)
    made = plan(wanted, checked(release(distributor="tunecore")), directory=WITH_DISCS)

    assert made.notices == ()
    assert rules(made) == {"no-supplier"}
    assert 'match = { platform = "amazon-physical" }' in made.omissions[0].hint
    assert made.needs_person


def test_the_column_platforms_keeps_files_and_discs_apart() -> None:
    wanted = request(supplied(), route("tunecore"), wish=DISC_WISH, contacts=SUPPLIER)
    made = plan(wanted, checked(release(platforms=("amazon-physical",))), directory=WITH_DISCS)

    assert desks(made) == [("supply-stop", "my-supplier")]
    assert rules(made) == {"not-on-platform"}


def test_discs_without_codes_are_stopped_by_their_titles() -> None:
    wanted = request(supplied(), wish={"platforms": ("amazon-physical",)}, contacts=SUPPLIER)
    made = plan(wanted, checked(without_codes(release())), directory=WITH_DISCS)

    assert desks(made) == [("supply-stop", "my-supplier")]


@pytest.mark.parametrize("rule", ["Q-DECLINED", "Q-CONSENT", "Q-AUTHORITY", "Q-AGREEMENT-ENDED", "Q-LABEL"])
def test_what_holds_a_withdrawal_holds_a_supply_stop(rule: str) -> None:
    wanted = request(supplied(), wish={"platforms": ("amazon-physical",)}, contacts=SUPPLIER)

    assert plan(wanted, held(release(), rule=rule), directory=WITH_DISCS).notices == ()


def test_discs_are_no_other_use_of_a_stream() -> None:
    wanted = request(supplied(), wish={"platforms": ("amazon-physical",)}, contacts=SUPPLIER)

    assert "W-USE" not in {note.rule for note in plan(wanted, directory=WITH_DISCS).notes}


CALLED_BACK = {"retracted_on": TODAY - timedelta(days=1)}


def test_what_was_called_back_is_left_out_and_settled() -> None:
    wanted = request(route("tunecore"))
    first = plan(wanted)
    made = plan(wanted, asked=recorded(*notices(first), on=TODAY - timedelta(days=9), **CALLED_BACK))

    assert made.notices == ()
    assert rules(made) == {"called-back"}
    assert "called back on 2026-11-21" in made.omissions[0].reason
    assert counts(made) == (0, 0, 2)
    assert not made.needs_person


def test_what_was_asked_to_be_delivered_again_was_not_called_back() -> None:
    wanted = request(route("tunecore"))
    sent = recorded(*notices(plan(wanted)), on=TODAY - timedelta(days=9), delivered_again=True, **CALLED_BACK)
    made = plan(wanted, asked=sent)

    assert rules(made) == {"called-back"}
    assert "and it was asked to be delivered again on 2026-11-21" in made.omissions[0].reason
    assert "called back" not in made.omissions[0].reason


def test_a_new_occasion_asks_again_and_tells_the_platform_again() -> None:
    first = plan(request(route("tunecore")))
    wanted = request(route("tunecore"), wish={"occasion": "2027-03 Amazon"})
    made = plan(wanted, asked=recorded(*notices(first), **CALLED_BACK))

    assert desks(made) == desks(first)
    assert counts(made) == (2, 0, 0)
    (delivery,) = notices(made)[1].deliveries
    assert (delivery.notice, delivery.submitted_on) == (notices(made)[0].id, None)


def test_a_new_occasion_asks_nothing_again_that_still_stands() -> None:
    first = plan(request(route("tunecore")))
    wanted = request(route("tunecore"), wish={"occasion": "2027-03 Amazon"})

    assert rules(plan(wanted, asked=recorded(*notices(first)))) == {"already-asked"}


def test_the_platform_is_not_told_of_a_withdrawal_that_was_called_back() -> None:
    wanted = request(route("tunecore"))
    withdrawal = notices(plan(wanted), Kind.WITHDRAWAL)

    assert plan(wanted, asked=recorded(*withdrawal, **CALLED_BACK)).notices == ()
