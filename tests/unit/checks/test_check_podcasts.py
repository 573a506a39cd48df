"""Podcasts: known by their feed, and never taken for music."""

import pytest
from catalogs import cells, check, only, principal, request, route, rules

FEED = "https://feeds.example.com/night-talk.xml"


def podcast(**cells: str) -> dict[str, str]:
    plain = {"kind": "podcast", "url": FEED} | cells
    return {column: text for column, text in plain.items() if text}


def test_a_feed_alone_is_a_podcast_and_gives_it_its_name() -> None:
    checked = check(podcast())

    assert rules(checked) == []
    assert [(each.feed, each.title, each.artist) for each in checked.podcasts] == [(FEED, FEED, "")]
    assert (checked.releases, checked.blocked, checked.rows) == ((), (), 1)


def test_a_title_and_a_host_are_kept_where_they_are_given() -> None:
    (found,) = check(podcast(artist="Ana Example", release="Night Talk")).podcasts

    assert (found.title, found.artist) == ("Night Talk", "Ana Example")


@pytest.mark.parametrize(
    "url",
    ["", "night talk", "ftp://feeds.example.com/a.xml", "https://", "https://open.spotify.com/show/0123456789abcdefABCDEF",
     "javascript:alert(1)", "B0EXAMPLE1"],
)  # fmt: skip
def test_without_the_address_of_a_feed_it_is_blocked(url: str) -> None:
    checked = check(podcast(url=url, release="Night Talk"))

    assert only(checked, "E-FEED").source.column == "url"
    assert checked.podcasts == ()
    assert [each.title for each in checked.blocked] == ["Night Talk"]


@pytest.mark.parametrize(
    "twin", [FEED, FEED.replace("https", "http"), "https://FEEDS.example.com/night-talk.xml/"]
)
def test_one_feed_in_two_rows_counts_once(twin: str) -> None:
    checked = check(podcast(), podcast(url=twin, release="Night Talk"))

    assert "it is counted once" in only(checked, "W-DUPLICATE-ROW").message
    assert len(checked.podcasts) == 1


def test_two_feeds_of_one_host_are_two() -> None:
    assert len(check(podcast(), podcast(url=f"{FEED}?season=2")).podcasts) == 2


def test_no_question_about_music_is_asked_of_a_podcast() -> None:
    of_music = {"Q-NO-IDENTIFIER", "Q-LABEL", "Q-CONSENT", "Q-ROUTE", "E-MISSING"}

    assert not of_music & set(rules(check(podcast(label="Other Label", owner="Bo Example"))))


def test_a_route_and_a_principal_for_a_podcast_are_not_called_useless_beside_music() -> None:
    talk = podcast(artist="Ana Example", release="Night Talk", platforms="amazon-music")
    of = request(
        route(artist="Ana Example"),
        route(artist="night talk"),
        route(),
        principals=(principal("Ana Example"),),
    )

    assert rules(check(cells(), talk, of=of)) == []
    others = request(route(artist="Others"), route(artist="Ana Example", platform="spotify"), route())
    assert rules(check(cells(), talk, of=others)) == ["W-ROUTE-UNUSED", "W-ROUTE-UNUSED"]
