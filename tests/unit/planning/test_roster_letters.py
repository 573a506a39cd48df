"""Letters to artists whose answer is missing, with the share of their own earnings and nobody else's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from new_papers import SHIPPED, counts, held, notices, plan, recorded, rules
from support.builders import TODAY, checked, release, request, route, upc

from takedown.earnings import Statements, fold_statements
from takedown.model import CheckedCatalog, Release, folded
from takedown.notice import Income, Kind, Notice, RecipientRole
from takedown.planning.income import Incomes
from takedown.planning.recipients import artist_desk
from takedown.request import Capacity, Principal, Request
from takedown.sources import StatementLine

BY = date(2026, 12, 4)
KIM = "Specimen Quartet"


def of_kim(number: int = 2, **changes: Any) -> Release:
    return release(number, artists=(KIM,), **changes)


def waiting(*releases: Release, names: Mapping[str, tuple[str, ...]] | None = None) -> CheckedCatalog:
    """All of them wait for the same artist, unless names say for whom."""
    silent = names or {one.key: (KIM,) for one in releases}
    return held(*releases, rule="Q-CONSENT", must_agree=silent, unanswered=silent)


def roster(wish: dict[str, Any] | None = None, **changes: Any) -> Request:
    plain = request(
        route("tunecore"),
        wish={"answer_by": BY} | (wish or {}),
        principals=(Principal(artist=KIM, name="Kim Specimen", email="kim@example.org"),),
    )
    sender = replace(plain.sender, organization="Specimen Street", capacity=Capacity.LABEL)
    return replace(plain, sender=sender, **changes)


def letters(wanted: Request, catalog: CheckedCatalog, **more: Any) -> list[Notice]:
    return notices(plan(wanted, catalog, **more), Kind.ROSTER_LETTER)


def test_who_has_not_answered_gets_one_letter_and_the_items_stay_left_out() -> None:
    made = plan(roster(), waiting(of_kim(1), of_kim(2)))
    (letter,) = notices(made)

    assert letter.kind is Kind.ROSTER_LETTER
    assert (letter.recipient.desk, letter.recipient.name) == ("artist-specimen-quartet", KIM)
    assert letter.recipient.role is RecipientRole.ARTIST
    assert letter.recipient.email == "kim@example.org"
    assert (letter.answer_by, len(letter.releases), len(letter.platforms)) == (BY, 2, 2)
    assert (letter.principal, letter.basis, letter.account, letter.agreement) == (
        "Specimen Street",
        None,
        "",
        None,
    )
    assert letter.income == ()
    assert not letter.waits
    assert rules(made) == {"awaiting-consent"}
    assert counts(made) == (0, 0, 4)


def test_without_a_day_for_answers_or_after_it_no_letter_is_made() -> None:
    assert letters(roster({"answer_by": None}), waiting(of_kim())) == []
    assert letters(roster({"answer_by": TODAY - timedelta(days=1)}), waiting(of_kim())) == []
    assert len(letters(roster({"answer_by": TODAY}), waiting(of_kim()))) == 1


def test_who_said_yes_or_no_gets_no_letter() -> None:
    one = of_kim()
    catalog = waiting(one, names={one.key: ("Bo Example",)})

    assert [letter.recipient.name for letter in letters(roster(), catalog)] == ["Bo Example"]


def test_what_somebody_refused_is_put_to_nobody() -> None:
    one = of_kim()
    both = (*held(one, rule="Q-DECLINED").held[one.key], *held(one, rule="Q-CONSENT").held[one.key])
    catalog = replace(waiting(one), held={one.key: both})

    made = plan(roster(), catalog)
    assert made.notices == ()
    assert rules(made) == {"declined"}


def test_each_party_gets_a_letter_about_its_own_releases_only() -> None:
    first, second = of_kim(1), release(2, artists=("The Example Lights", KIM))
    names = {first.key: (KIM,), second.key: (KIM, "The Example Lights")}
    found = {
        letter.recipient.name: [one.key for one in letter.releases]
        for letter in letters(roster(), waiting(first, second, names=names))
    }

    assert found == {KIM: [first.key, second.key], "The Example Lights": [second.key]}


def test_an_artist_without_a_known_address_gets_a_letter_to_hand_over() -> None:
    (letter,) = letters(roster(principals=()), waiting(of_kim()))

    assert (letter.recipient.email, letter.recipient.ways) == ("", ())


def test_a_party_is_found_by_the_name_of_the_principal_too() -> None:
    one = of_kim()
    (letter,) = letters(roster(), waiting(one, names={one.key: ("Kim Specimen",)}))

    assert letter.recipient.email == "kim@example.org"


def test_a_letter_that_went_out_is_not_written_again_and_a_new_release_gets_one_of_its_own() -> None:
    wanted = roster()
    first = letters(wanted, waiting(of_kim(1)))

    assert letters(wanted, waiting(of_kim(1)), asked=recorded(*first)) == []
    (second,) = letters(wanted, waiting(of_kim(1), of_kim(2)), asked=recorded(*first))
    assert [one.key for one in second.releases] == [upc(2)]


def test_a_release_that_would_not_be_asked_for_is_in_no_letter() -> None:
    assert letters(roster(routes=(route("unknown"),)), waiting(of_kim())) == []


def test_an_artist_gets_one_letter_about_everything_wherever_the_releases_are() -> None:
    wanted = roster()
    catalog = waiting(of_kim(1, platforms=("amazon-digital",)), of_kim(2, platforms=("amazon-music",)))
    (letter,) = letters(wanted, catalog)

    assert [platform.slug for platform in letter.platforms] == ["amazon-music", "amazon-digital"]
    assert [one.key for one in letter.releases] == [upc(1), upc(2)]
    assert letters(wanted, catalog, asked=recorded(letter)) == []


def test_a_letter_names_no_platform_on_which_none_of_the_releases_is() -> None:
    (letter,) = letters(roster(), waiting(of_kim(1, platforms=("amazon-music",))))

    assert [platform.slug for platform in letter.platforms] == ["amazon-music"]


def test_where_routes_differ_between_countries_one_letter_asks_about_all_of_them() -> None:
    ways = (route("distrokid", territory="DE"), route("tunecore"))
    wanted = roster(routes=ways)
    (letter,) = letters(wanted, waiting(of_kim(1)))

    assert (letter.territories, letter.excluded_territories) == (("worldwide",), ())
    assert letters(wanted, waiting(of_kim(1)), asked=recorded(letter)) == []


def earned(*lines: dict[str, Any]) -> Statements:
    plain = StatementLine(
        file="statement.csv",
        digest="",
        distributor="tunecore",
        store="Amazon Music",
        platform="amazon-music",
        artist="",
        release="",
        upc=upc(1),
        isrc="",
        first_month="2026-01",
        last_month="2026-06",
        units=1,
        earnings=Decimal(1),
        currency="USD",
    )
    return fold_statements(replace(plain, **line) for line in lines)


ELSEWHERE = {"store": "Deezer", "platform": ""}


def income(*lines: dict[str, Any], releases: tuple[Release, ...] = ()) -> tuple[Income, ...]:
    own = releases or (of_kim(1),)
    wanted = roster(statements=earned(*lines))
    (letter,) = letters(wanted, waiting(*own))
    return letter.income


def test_the_share_of_the_platforms_is_said_per_distributor() -> None:
    assert income(
        {"earnings": Decimal("0.5")}, ELSEWHERE | {"earnings": Decimal("3.5"), "last_month": "2026-09"}
    ) == (
        Income(
            percent="12.5", companies=("Amazon",), distributor="TuneCore", first="2026-01", last="2026-09"
        ),
    )


@pytest.mark.parametrize(
    ("part", "rest", "percent"),
    [("0", "5", "0"), ("1", "0", "100.0"), ("0.0004", "0.9996", "0.04"), ("0.001", "0.999", "0.1")],
)
def test_little_is_never_nothing(part: str, rest: str, percent: str) -> None:
    (found,) = income({"earnings": Decimal(part)}, ELSEWHERE | {"earnings": Decimal(rest)})

    assert found.percent == percent


@pytest.mark.parametrize(
    "lines",
    [
        [{"currency": "EUR"}, ELSEWHERE],
        [{"earnings": Decimal(-1)}, ELSEWHERE | {"earnings": Decimal(3)}],
        [{"earnings": Decimal(3)}, ELSEWHERE | {"earnings": Decimal(-1)}],
        [{"first_month": "", "last_month": ""}],
        [{"distributor": ""}],
    ],
)
def test_where_no_share_can_be_said_none_is_said(lines: list[dict[str, Any]]) -> None:
    assert income(*lines) == ()


def test_what_others_earn_is_in_no_share() -> None:
    own, joint, other = (
        of_kim(1),
        release(2, artists=(KIM, "The Example Lights")),
        release(3),
    )
    lines = [
        {"earnings": Decimal(1)},
        ELSEWHERE | {"earnings": Decimal(1)},
        {"upc": joint.icpn, "earnings": Decimal(50)},
        {"upc": other.icpn, "earnings": Decimal(70)},
    ]
    (letter,) = letters(
        roster(statements=earned(*lines)), replace(waiting(own), releases=(own, joint, other))
    )

    assert [each.percent for each in letter.income] == ["50.0"]


def test_a_recording_that_is_on_somebody_elses_release_too_is_nobodys_own() -> None:
    own = of_kim(1)
    sampler = release(2, artists=("The Example Lights",), recordings=own.recordings)
    line = {"upc": "", "isrc": own.recordings[0].isrc}
    wanted = roster(statements=earned(line))
    (letter,) = letters(wanted, replace(waiting(own), releases=(own, sampler)))

    assert letter.income == ()


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 10**9), st.booleans()), max_size=12))
def test_the_share_of_one_artist_never_hangs_on_the_earnings_of_another(
    lines: list[tuple[int, int, bool]],
) -> None:
    releases = tuple(release(n, artists=(KIM,) if n % 2 else ("The Example Lights",)) for n in range(1, 7))

    def of(some: list[tuple[int, int, bool]]) -> tuple[Income, ...]:
        told = [
            {"upc": upc(number), "earnings": Decimal(cents) / 100} | ({} if is_amazon else ELSEWHERE)
            for number, cents, is_amazon in some
        ]
        platforms = (SHIPPED.platforms["amazon-music"],)
        return Incomes(roster(statements=earned(*told)), releases, SHIPPED).of({KIM}, platforms)

    assert of(lines) == of([line for line in lines if line[0] % 2])


@pytest.mark.parametrize(
    ("name", "desk"),
    [
        ("The Examples", "artist-the-examples"),
        ("B52", "artist-b52"),
        ("the  examples", "artist-the-examples"),
    ],
)
def test_a_plain_name_is_its_own_desk(name: str, desk: str) -> None:
    assert artist_desk(name) == desk


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_artists_never_share_a_desk(one: str, other: str) -> None:
    assert (artist_desk(one) == artist_desk(other)) is (folded(one) == folded(other))


@given(st.text(min_size=1, max_size=300))
def test_a_desk_can_stand_in_a_folder_name(name: str) -> None:
    desk = artist_desk(name)

    assert desk.replace("-", "").isalnum()
    assert desk.isascii()
    assert desk == desk.lower()
    assert len(desk) < 64


def test_names_that_differ_in_a_sign_or_an_accent_are_two_desks() -> None:
    assert len({artist_desk(name) for name in ("Bjork", "Björk", "B-jork", "ビョーク")}) == 4


def test_a_release_without_anybody_who_must_agree_waits_for_nobody() -> None:
    assert plan(roster(), checked(of_kim())).totals.asked == 2
