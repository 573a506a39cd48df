"""Twice the rows make twice the work, whatever the rows have in common: counted in calls, never in seconds."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from catalogs import (
    DIRECTORY,
    TODAY,
    cells,
    check,
    contact,
    decision,
    earning,
    ended,
    link,
    principal,
    request,
    route,
    sender,
)
from hypothesis import given
from hypothesis import strategies as st
from support.builders import isrc, release, upc

from takedown.asked import Asked
from takedown.earnings import Months
from takedown.model import CheckedCatalog, Release, SourceRef, folded
from takedown.planning import plan_notices
from takedown.planning.shares import shares
from takedown.request import Authority, Basis, Capacity, Consent, Match, Request, Route
from takedown.routing import Routing

Case = Callable[[int], tuple[list[dict[str, str]], Request]]
_ROWS = 60
#: Twice the work, with a little for the sorting.
_MOST = 2.6


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count every call, of Python and of C, in the body."""
    calls = [0]

    def count(_frame: FrameType, event: str, _what: Any) -> None:
        calls[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def _table(number: int, **columns: Any) -> list[dict[str, str]]:
    """Rows of as many releases; a column is a text for all, or made of the row's number."""
    return [
        cells(each, **{column: text(each) if callable(text) else text for column, text in columns.items()})
        for each in range(1, number + 1)
    ]


def _one_release(number: int, **columns: Any) -> list[dict[str, str]]:
    return _table(number, **{"upc": upc(1), "release": "Same", "track_number": str, **columns})


def _lines(number: int, make: Callable[[int], dict[str, str]]) -> tuple[Any, ...]:
    return tuple(
        replace(link(**make(each), asin=f"B{each:09d}"), source=SourceRef(file="links.csv", row=each + 1))
        for each in range(1, number + 1)
    )


def _answers(number: int, party: Callable[[int], str], **columns: Any) -> tuple[Any, ...]:
    return tuple(decision(party(each), row=each + 1, **columns) for each in range(1, number + 1))


def _by(number: int) -> str:
    return f"Artist {number}"


def _of_store(number: int) -> dict[str, Any]:
    return {"store": f"Store {number}", "platform": ""}


_MANAGER = sender(capacity=Capacity.MANAGER)

CASES: dict[str, Case] = {
    "nothing in common": lambda n: (_table(n), request()),
    "one title": lambda n: (_table(n, release="Same"), request()),
    "one ISRC": lambda n: (_table(n, isrc=isrc(1), track="Same"), request()),
    "one UPC": lambda n: (_one_release(n), request()),
    "one UPC and a guest on each track": lambda n: (_one_release(n, track_artist=_by), request()),
    "one foreign label": lambda n: (_table(n, label="Foreign"), request()),
    "one title, lines of one party": lambda n: (
        _table(n, release="Same"),
        request(decisions=_answers(n, lambda _: "The Examples", release="Same")),
    ),
    "one title, lines of many parties": lambda n: (
        _table(n, release="Same"),
        request(decisions=_answers(n, _by, release="Same")),
    ),
    "one title of many artists": lambda n: (
        _table(n, release="Same", artist=_by),
        request(decisions=_answers(n, _by, release="Same")),
    ),
    "one release, lines of many parties": lambda n: (
        _table(1),
        request(decisions=_answers(n, _by, release=upc(1))),
    ),
    "an owner of everything says no again and again": lambda n: (
        _table(n, owner="Bo"),
        request(decisions=_answers(n, lambda _: "Bo", answer="no")),
    ),
    "no one is asked, by a clause": lambda n: (
        _table(n, owner="Bo"),
        request(
            authority=Authority(basis=Basis.SOLE_OWNER, consent=Consent.NOT_NEEDED, clause="clause 4"),
            decisions=_answers(n, lambda _: "Bo", answer="no"),
        ),
    ),
    "one refusal that belongs to nothing, again and again": lambda n: (
        _table(n),
        request(decisions=_answers(n, lambda _: "Nemo", answer="no")),
    ),
    "links by one title": lambda n: (
        _table(n, release="Same"),
        request(links=_lines(n, lambda _: {"upc": "", "artist": "The Examples", "release": "Same"})),
    ),
    "links by one ISRC": lambda n: (
        _table(n, isrc=isrc(1), track="Same"),
        request(links=_lines(n, lambda _: {"upc": "", "isrc": isrc(1)})),
    ),
    "links by one UPC and the track": lambda n: (
        _one_release(n),
        request(links=_lines(n, lambda number: {"track": f"Song {number}"})),
    ),
    "a route for each artist": lambda n: (
        _table(n, artist=_by),
        request(*(route(artist=_by(number)) for number in range(1, n + 1))),
    ),
    "many routes that match the same": lambda n: (_table(n), request(*(route() for _ in range(n)))),
    "a contact for each release": lambda n: (
        _table(n),
        request(
            *(route("label", contact=f"desk-{number}", upc=upc(number)) for number in range(1, n + 1)),
            contacts={f"desk-{number}": contact(email="no email") for number in range(1, n + 1)},
        ),
    ),
    "a principal for each artist, without mandates": lambda n: (
        _table(n, artist=_by),
        request(
            sender=_MANAGER,
            principals=tuple(principal(_by(number), f"P\x01 {number}", "m.pdf") for number in range(n)),
            missing_mandates=tuple(f"{number}.pdf" for number in range(n)),
        ),
    ),
    "principals of one artist": lambda n: (
        _table(n),
        request(principals=tuple(principal("The Examples", f"Bo {number}") for number in range(n))),
    ),
    "an artist of a roster for each release, without an answer": lambda n: (
        _table(n, owner=_by, release="Same"),
        request(
            wish={"answer_by": TODAY},
            principals=tuple(principal(_by(number), f"Bo {number}") for number in range(n)),
            statements=earning(*map(_of_store, range(n))),
        ),
    ),
    "one artist who must agree to everything": lambda n: (
        _table(n, owner="Bo"),
        request(wish={"answer_by": TODAY}, statement="We say so."),
    ),
    "everything is said to be unlicensed, and earns": lambda n: (
        _table(n, distributor=""),
        request(
            route("unlicensed"),
            statements=earning(*({"upc": upc(number)} for number in range(1, n + 1))),
        ),
    ),
    "everything ended, and earns": lambda n: (
        _table(n, distributor=""),
        request(
            *(
                replace(ended(ended=TODAY, confirmed_on=TODAY, seen_live=TODAY), match=Match(upc=upc(number)))
                for number in range(1, n + 1)
            ),
            statements=earning(
                *({"upc": upc(number), "distributor": "cdbaby"} for number in range(1, n + 1))
            ),
        ),
    ),
    "statements of one release": lambda n: (
        _table(1),
        request(statements=earning(*map(_of_store, range(n)))),
    ),
}


def _checked(case: Case, number: int) -> tuple[CheckedCatalog, Request]:
    table, wanted = case(number)
    return check(*table, of=wanted), wanted


def _growth(case: Case, work: Callable[[int], Any]) -> float:
    work(4)  # what is looked up once for all: patterns, tables of letters
    found = []
    for number in (_ROWS, 2 * _ROWS):
        with counted_calls() as calls:
            work(number)
        found.append(calls[0])
    return found[1] / found[0]


@pytest.mark.parametrize("name", CASES)
def test_twice_the_rows_are_twice_the_work_to_check(name: str):
    folded.cache_clear()

    assert _growth(CASES[name], lambda number: _checked(CASES[name], number)) < _MOST


@pytest.mark.parametrize("name", CASES)
def test_twice_the_rows_are_twice_the_work_to_plan(name: str):
    ready = {number: _checked(CASES[name], number) for number in (4, _ROWS, 2 * _ROWS)}

    def plan(number: int) -> None:
        checked, wanted = ready[number]
        plan_notices(checked, wanted, DIRECTORY, asked=Asked(), today=TODAY)

    assert _growth(CASES[name], plan) < _MOST


@pytest.mark.parametrize("number", [11, 400])
def test_rows_of_one_upc_that_contradict_each_other_do_not_each_repeat_all_others(number: int):
    findings = check(*_table(number, upc=upc(1))).findings

    messages = {each.message for each in findings if each.rule == "E-UPC-CONFLICT"}

    (message,) = messages
    assert "'Harbour 10' in row 11 and" in message
    assert message.endswith(f"{number - 10} other value{'s' * (number > 11)} elsewhere; a UPC is one release")


_NAMES = ("", "Ana", "ANA", "Bo")
_routes = st.builds(
    lambda via, **match: Route(match=Match(**match), via=via),
    via=st.sampled_from(("tunecore", "cdbaby")),
    artist=st.sampled_from(_NAMES),
    label=st.sampled_from(_NAMES),
    distributor=st.sampled_from(_NAMES),
    upc=st.sampled_from(("", upc(1), f"0{upc(1)}", upc(2))),
    platform=st.sampled_from(("", "amazon-music", "spotify")),
    territory=st.sampled_from(("", "worldwide", "US", "DE")),
)
_releases = st.builds(
    lambda artists, label, distributor, icpn: release(
        1, artists=artists, label=label, distributor=distributor, icpn=icpn
    ),
    artists=st.lists(st.sampled_from(_NAMES[1:]), min_size=1, max_size=3).map(tuple),
    label=st.sampled_from(_NAMES),
    distributor=st.sampled_from(_NAMES),
    icpn=st.sampled_from(("", upc(1))),
)


def _covers(match: Match, one: Release, platform: str) -> bool:
    """All given keys of a route match, said in the plainest way."""
    return (
        (not match.artist or folded(match.artist) in [folded(artist) for artist in one.artists])
        and (not match.label or folded(match.label) == folded(one.label))
        and (not match.distributor or folded(match.distributor) == folded(one.distributor))
        and (not match.upc or match.upc.lstrip("0") == one.icpn.lstrip("0"))
        and (not match.platform or match.platform == platform)
    )


@given(st.lists(_routes, max_size=6).map(tuple), _releases)
def test_routes_are_found_by_what_they_match_as_if_each_were_tried(routes: tuple[Route, ...], one: Release):
    routing = Routing(replace(request(), routes=routes))
    tried = frozenset(place for place, each in enumerate(routes) if _covers(each.match, one, "amazon-music"))

    assert routing.alike(set(routing.covering(one, "amazon-music"))) == tried


@given(st.lists(_routes, max_size=6).map(tuple), _releases)
def test_of_the_routes_that_match_the_first_wins_in_every_territory(routes: tuple[Route, ...], one: Release):
    wanted = replace(request(wish={"territories": ("US", "FR")}), routes=routes)

    courses = Routing(wanted).courses(one, "amazon-music")

    won = {code: found for scope, found in courses for code in scope.included}
    for code in ("US", "FR"):
        first = next(
            (
                each
                for each in routes
                if _covers(each.match, one, "amazon-music")
                and each.match.territory in ("", "worldwide", code)
            ),
            None,
        )
        assert won[code] is first


_months = st.sampled_from(("", "2026-01", "2026-02", "2026-03", "2026-04"))


@given(st.lists(st.builds(lambda first, last: (first, last), _months, _months), max_size=7))
def test_files_that_tell_of_the_same_months_are_counted_as_if_each_pair_were_compared(
    spans: list[tuple[str, str]],
):
    files = earning({}).files
    made = tuple(
        replace(files[0], name=f"{number}.csv", months=Months(first=first, last=last))
        for number, (first, last) in enumerate(spans)
    )
    wanted = request(wish={"platforms": ("amazon-music",)}, statements=replace(earning({}), files=made))
    pairs = [
        (one.name, other.name)
        for place, one in enumerate(made)
        for other in made[place + 1 :]
        if one.months.overlap(other.months)
    ]

    (said,) = [each.message for each in shares(wanted, DIRECTORY)]

    assert (f"{pairs[0][0]} and {pairs[0][1]} both tell of" in said) if pairs else "both tell" not in said
    assert (f"and {len(pairs) - 1} more pairs" in said) == (len(pairs) > 1)
