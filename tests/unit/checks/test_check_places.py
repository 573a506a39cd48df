"""Where items can be seen: pasted links, links.csv, and which platform each is shown to."""

import pytest
from catalogs import cells, check, link, only, request, rules
from support.builders import isrc, upc

from takedown.model import CheckedCatalog, Place, SourceRef

ALBUM, TRACK = "B0EXAMPLE1", "B0EXAMPLE2"
SPOTIFY = "https://open.spotify.com/album/0123456789abcdefABCDEF"


def linked(*lines: dict[str, str], rows: tuple[dict[str, str], ...] = ()) -> CheckedCatalog:
    links = tuple(link(**line) for line in lines)
    return check(*(rows or (cells(1), cells(2))), of=request(links=links))


def place(checked: CheckedCatalog, platform: str = "amazon-music", *, release: int = 0) -> Place:
    return checked.releases[release].place_on(platform)


def test_a_line_is_matched_by_its_upc_and_its_asin_serves_both_platforms_of_the_company() -> None:
    checked = linked({})

    assert place(checked).asin == ALBUM
    assert place(checked, "amazon-digital").asin == ALBUM
    assert place(checked, "spotify") == Place(platform="spotify")
    assert place(checked, release=1).asin == ""
    assert rules(checked) == []


def test_an_address_serves_its_own_platform_only() -> None:
    page = f"https://music.amazon.com/albums/{ALBUM}"
    checked = linked({"asin": "", "url": page})

    assert place(checked) == Place(platform="amazon-music", asin=ALBUM, url=page)
    assert place(checked, "amazon-digital") == Place(platform="amazon-digital", asin=ALBUM)


def test_each_platform_keeps_its_own_line() -> None:
    digital = {"platform": "Amazon Digital Music Store", "asin": TRACK}
    checked = linked({}, digital)

    assert (place(checked).asin, place(checked, "amazon-digital").asin) == (ALBUM, TRACK)


def test_a_line_with_an_isrc_is_about_the_recording() -> None:
    checked = linked({"upc": "", "isrc": isrc(1), "asin": TRACK})

    assert checked.releases[0].recordings[0].place_on("amazon-music").asin == TRACK
    assert place(checked).asin == ""


def test_a_line_is_matched_by_artist_and_title_where_it_has_no_code() -> None:
    checked = linked({"upc": "", "artist": "THE EXAMPLES", "release": "harbour  1"})

    assert place(checked).asin == ALBUM


def test_a_track_on_a_release_is_matched_by_its_title() -> None:
    checked = linked({"upc": upc(1), "track": "Song 1", "asin": TRACK})

    assert checked.releases[0].recordings[0].place_on("amazon-music").asin == TRACK


def test_a_track_alone_is_matched_by_artist_and_title() -> None:
    checked = linked({"upc": "", "artist": "The Examples", "track": "Song 2", "asin": TRACK})

    assert checked.releases[1].recordings[0].place_on("amazon-music").asin == TRACK


def test_a_name_that_two_releases_have_is_of_neither() -> None:
    checked = linked(
        {"upc": "", "artist": "The Examples", "release": "Harbour"},
        rows=(cells(1, release="Harbour"), cells(2, release="Harbour")),
    )

    assert "2 releases have this name" in only(checked, "W-LINK-UNUSED").message
    assert [place(checked, release=number).asin for number in (0, 1)] == ["", ""]


def test_a_line_of_a_blocked_release_is_not_called_useless() -> None:
    assert "W-LINK-UNUSED" not in rules(linked({}, rows=(cells(1, isrc="N/A"),)))


def test_two_lines_that_say_the_same_are_one() -> None:
    assert rules(linked({}, {})) == []


def test_of_two_lines_for_one_item_the_first_counts_and_the_second_is_said() -> None:
    checked = linked({}, {"asin": TRACK})

    assert place(checked).asin == ALBUM
    assert "says another" in only(checked, "W-LINK-UNUSED").message


def test_a_wrong_line_holds_nothing_back() -> None:
    checked = linked({"upc": "840012000015"})

    assert only(checked, "E-LINK").source == SourceRef(file="links.csv", row=2, column="upc")
    assert checked.held == {}


@pytest.mark.parametrize(
    ("asin", "url"),
    [
        ("", f"https://www.amazon.co.uk/Some-Title/dp/{ALBUM}/ref=sr_1_1?tag=example-21"),
        (f"https://www.amazon.co.uk/dp/{ALBUM}", ""),
        ("", ALBUM.lower()),
        (ALBUM, ALBUM),
    ],
)
def test_a_link_in_the_asin_column_and_an_asin_in_the_url_column_are_moved(asin: str, url: str) -> None:
    checked = check(cells(kind="release", track="", track_number="", isrc="", asin=asin, url=url))

    assert rules(checked) == []
    assert place(checked).asin == ALBUM
    assert place(checked).url in ("", f"https://www.amazon.co.uk/dp/{ALBUM}")


def test_an_asin_that_is_written_down_wins_over_that_of_the_link() -> None:
    checked = check(cells(asin=TRACK, url=f"https://www.amazon.de/dp/{ALBUM}"))

    assert checked.releases[0].recordings[0].place_on("amazon-music").asin == TRACK


def test_a_link_to_a_track_gives_the_recording_its_own_asin() -> None:
    page = f"https://music.amazon.com/albums/{ALBUM}?trackAsin={TRACK}"
    checked = check(cells(url=page))

    assert checked.releases[0].recordings[0].place_on("amazon-music").asin == TRACK


def test_a_page_of_one_company_is_not_shown_to_another() -> None:
    checked = check(cells(kind="release", track="", track_number="", isrc="", url=f"{SPOTIFY}?si=1"))

    assert place(checked, "spotify").url == SPOTIFY
    assert place(checked).url == ""


def test_a_page_of_nobody_known_is_shown_to_everybody() -> None:
    page = "https://example.com/harbour"
    checked = check(cells(kind="release", track="", track_number="", isrc="", url=page))

    assert {place(checked, slug).url for slug in ("amazon-music", "spotify")} == {page}


def test_a_moved_address_has_characters_that_every_letter_can_print() -> None:
    checked = check(cells(kind="release", track="", track_number="", isrc="", asin="https://example.com/歌"))

    assert rules(checked) == []
    assert place(checked).url == "https://example.com/%E6%AD%8C"


def test_an_asin_of_the_catalog_is_amazons_alone() -> None:
    release = cells(kind="release", track="", track_number="", isrc="", asin=ALBUM)
    checked = check(release, cells(1, asin=TRACK))
    recording = checked.releases[0].recordings[0]

    for slug in ("amazon-music", "amazon-digital"):
        assert (place(checked, slug).asin, recording.place_on(slug).asin) == (ALBUM, TRACK)
    assert place(checked, "spotify") == Place(platform="spotify")
    assert recording.place_on("spotify") == Place(platform="spotify")


def test_an_asin_of_the_catalog_fills_only_the_platforms_of_amazon_that_no_line_names() -> None:
    release = cells(kind="release", track="", track_number="", isrc="", asin=ALBUM)
    checked = linked({"platform": "spotify", "asin": "", "url": SPOTIFY}, rows=(release,))

    assert place(checked, "spotify") == Place(platform="spotify", url=SPOTIFY)
    assert place(checked).asin == ALBUM


def test_a_row_can_give_amazons_asin_beside_the_page_of_another_company() -> None:
    checked = check(cells(kind="release", track="", track_number="", isrc="", asin=ALBUM, url=SPOTIFY))

    assert rules(checked) == []
    assert place(checked) == Place(platform="amazon-music", asin=ALBUM)
    assert place(checked, "spotify") == Place(platform="spotify", url=SPOTIFY)


@pytest.mark.parametrize("platform", ["amazon-music", "spotify"])
def test_a_line_whose_cells_are_of_two_companies_names_both(platform: str) -> None:
    found = only(linked({"platform": platform, "url": SPOTIFY}), "E-LINK")

    assert f"asin '{ALBUM}' is of Amazon" in found.message
    assert f"url '{SPOTIFY}' is of Spotify" in found.message
    assert found.source.column == ("url" if platform == "amazon-music" else "asin")


def test_a_line_of_another_company_says_whose_it_is() -> None:
    found = only(linked({"platform": "spotify"}), "E-LINK")

    assert found.message == f"asin '{ALBUM}' is of Amazon, and the line is about Spotify"


@pytest.mark.parametrize("column", ["asin", "url"])
def test_an_address_with_another_asin_than_the_cell_beside_it_is_not_shown_which_is_said(column: str) -> None:
    other = f"https://www.amazon.de/dp/{TRACK}"
    texts = (
        {"asin": ALBUM, "url": other} if column == "url" else {"asin": f"amazon.com/dp/{ALBUM}", "url": other}
    )
    release = cells(kind="release", track="", track_number="", isrc="", **texts)

    for checked in (check(release), linked(texts)):
        assert place(checked) == Place(platform="amazon-music", asin=ALBUM)
        found = only(checked, "W-LINK")
        assert found.source.column == "url"
        assert ALBUM in found.message
        assert TRACK in found.message


def test_the_asin_of_a_track_that_its_albums_page_picks_out_is_no_contradiction() -> None:
    page = f"https://music.amazon.com/albums/{ALBUM}?trackAsin={TRACK}"

    assert rules(check(cells(asin=TRACK, url=page))) == []
