"""Statements, folded: nothing of the lines is lost that anybody asks for."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.builders import upc

from takedown.earnings import Months, fold_statements
from takedown.sources import StatementLine

LINE = StatementLine(
    file="a.csv",
    digest="ab",
    distributor="distrokid",
    store="Amazon Music",
    platform="amazon-music",
    artist="The Examples",
    release="Harbour",
    upc=upc(1),
    isrc="",
    first_month="2026-01",
    last_month="2026-03",
    units=1,
    earnings=Decimal("0.1"),
    currency="USD",
)
MONTH = st.sampled_from(["", "2025-12", "2026-01", "2026-05"])


@st.composite
def lines(draw: st.DrawFn) -> StatementLine:
    first, last = sorted([draw(MONTH), draw(MONTH)])
    return replace(
        LINE,
        distributor=draw(st.sampled_from(["distrokid", "tunecore", ""])),
        store=draw(st.sampled_from(["Amazon", "Deezer"])),
        platform="",
        upc=draw(st.sampled_from([upc(1), upc(2), ""])),
        first_month=first,
        last_month=last,
        units=draw(st.integers(0, 3)),
        earnings=draw(st.decimals(-5, 5, places=15)),
        currency=draw(st.sampled_from(["USD", "EUR"])),
    )


@given(st.lists(lines(), max_size=20))
def test_no_money_is_lost_in_any_currency(some: Sequence[StatementLine]) -> None:
    folded = fold_statements(some)

    for currency in ("USD", "EUR"):
        assert sum(each.earnings for each in folded.takings if each.currency == currency) == sum(
            each.earnings for each in some if each.currency == currency
        )


@given(st.lists(lines(), max_size=20))
def test_every_month_lies_in_what_is_kept_of_its_release(some: Sequence[StatementLine]) -> None:
    earned = {(one.upc, one.distributor, one.place): one.months for one in fold_statements(some).earned}

    for line in some:
        if line.units or line.earnings:
            months = earned[line.upc, line.distributor, line.store]
            assert months.last >= line.last_month
            assert not line.first_month or "" < months.first <= line.first_month


def test_the_same_store_in_other_spelling_is_one() -> None:
    other = replace(LINE, platform="", store="DEEZER")
    folded = fold_statements([replace(other, store="Deezer"), other])

    assert [each.place for each in folded.earned] == ["Deezer"]
    assert [each.earnings for each in folded.takings] == [Decimal("0.2")]


def test_a_file_is_known_by_its_digest_and_not_by_its_name() -> None:
    names = [each.name for each in fold_statements([LINE, LINE, replace(LINE, digest="cd")]).files]

    assert names == ["a.csv", "a.csv"]


def test_months_are_spoken_together_and_overlap_only_where_they_share_one() -> None:
    first, second = Months(first="2026-01", last="2026-03"), Months(first="2026-03", last="2026-05")

    assert str(first | second) == "2026-01 to 2026-05"
    assert str(first.overlap(second)) == "2026-03"
    assert not first.overlap(Months(first="2026-04", last="2026-05"))
    assert not first.overlap(Months())
    assert (Months() | first) == first
