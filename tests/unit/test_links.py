"""Links that people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.identifiers import IdentifierError
from takedown.links import FoundLink, LinkError, is_web_address, looks_like_link, read_link, sort_out

ALBUM, TRACK = "B0EXAMPLE1", "B0EXAMPLE2"
ID = "0123456789abcdefABCDEF"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"https://music.amazon.de/albums/{ALBUM}", f"https://music.amazon.de/albums/{ALBUM}"),
        (f"https://music.amazon.com/albums/{ALBUM}?ref=x", f"https://music.amazon.com/albums/{ALBUM}"),
        (f"https://music.amazon.com/tracks/{ALBUM}", f"https://music.amazon.com/tracks/{ALBUM}"),
        (f"https://www.amazon.co.uk/Some-Title/dp/{ALBUM}/ref=a?tag=b", f"https://www.amazon.co.uk/dp/{ALBUM}"),
        (f"http://amazon.com.au/gp/product/{ALBUM}", f"https://www.amazon.com.au/dp/{ALBUM}"),
        (f"www.amazon.com/dp/{ALBUM.lower()}", f"https://www.amazon.com/dp/{ALBUM}"),
        (f"  https://smile.amazon.com/dp/{ALBUM}#x ", f"https://www.amazon.com/dp/{ALBUM}"),
    ],
)  # fmt: skip
def test_an_amazon_page_gives_its_asin_and_an_address_without_what_tracks(text: str, url: str) -> None:
    assert read_link(text) == FoundLink(company="Amazon", asin=ALBUM, url=url)


def test_an_album_with_a_track_picked_out_gives_both() -> None:
    found = read_link(f"https://music.amazon.com/albums/{ALBUM}?marketplaceId=X&trackAsin={TRACK}&ref=y")

    assert found.asin_of(recording=False) == ALBUM
    assert found.asin_of(recording=True) == TRACK
    assert found.url == f"https://music.amazon.com/albums/{ALBUM}?trackAsin={TRACK}"


@pytest.mark.parametrize("kind", ["album", "track", "show", "episode"])
@pytest.mark.parametrize(
    "form",
    ["https://open.spotify.com/{}/{}", "https://open.spotify.com/intl-de/{}/{}?si=abc", "spotify:{}:{}",
     "open.spotify.com/{}/{}"],
)  # fmt: skip
def test_spotify_in_every_form_becomes_one_address(form: str, kind: str) -> None:
    assert read_link(form.format(kind, ID)) == FoundLink(
        company="Spotify", url=f"https://open.spotify.com/{kind}/{ID}"
    )


def test_apple_keeps_the_track_and_nothing_else() -> None:
    found = read_link("https://geo.music.apple.com/de/album/größe/123?i=45&at=10l3x&mt=1")

    assert found == FoundLink(
        company="Apple", url="https://music.apple.com/de/album/gr%C3%B6%C3%9Fe/123?i=45"
    )


@pytest.mark.parametrize(
    ("text", "company", "url"),
    [
        ("https://tidal.com/album/123?u", "TIDAL", "https://tidal.com/album/123"),
        ("https://listen.tidal.com/browse/track/45/", "TIDAL", "https://tidal.com/track/45"),
        ("deezer.com/de/album/123?utm_source=x", "Deezer", "https://www.deezer.com/album/123"),
        ("https://m.soundcloud.com/harbour/low-water?si=1&utm_source=x", "SoundCloud",
         "https://soundcloud.com/harbour/low-water"),
        ("https://soundcloud.com/harbour/sets/low-water", "SoundCloud", "https://soundcloud.com/harbour/sets/low-water"),
        ("https://harbour.bandcamp.com/album/low-water?from=x#buy", "Bandcamp",
         "https://harbour.bandcamp.com/album/low-water"),
        ("https://harbour.bandcamp.com/track/größe", "Bandcamp", "https://harbour.bandcamp.com/track/gr%C3%B6%C3%9Fe"),
        ("https://pandora.com/artist/harbour/low-water/ALabc?part=x", "Pandora",
         "https://www.pandora.com/artist/harbour/low-water/ALabc"),
        ("https://www.qobuz.com/us-en/album/low-water/abc12?ref=1", "Qobuz",
         "https://www.qobuz.com/us-en/album/low-water/abc12"),
        ("https://play.qobuz.com/album/abc12", "Qobuz", "https://play.qobuz.com/album/abc12"),
        ("https://www.tiktok.com/music/Low-Water-7000000000000000001?lang=de", "TikTok",
         "https://www.tiktok.com/music/Low-Water-7000000000000000001"),
        ("https://youtu.be/abcdefghij1?si=x", "YouTube", "https://www.youtube.com/watch?v=abcdefghij1"),
        ("https://m.youtube.com/watch?app=x&v=abcdefghij1&t=3s", "YouTube",
         "https://www.youtube.com/watch?v=abcdefghij1"),
        ("https://www.youtube.com/shorts/abcdefghij1", "YouTube", "https://www.youtube.com/watch?v=abcdefghij1"),
        ("music.youtube.com/watch?v=abcdefghij1&si=x", "YouTube", "https://music.youtube.com/watch?v=abcdefghij1"),
        ("https://music.youtube.com/playlist?list=OLAK5uy_example&si=x", "YouTube",
         "https://music.youtube.com/playlist?list=OLAK5uy_example"),
    ],
)  # fmt: skip
def test_pages_of_other_platforms_lose_what_tracks(text: str, company: str, url: str) -> None:
    assert read_link(text) == FoundLink(company=company, url=url)
    assert looks_like_link(text)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("https://www.youtube.com/@harbour", "YouTube"),
        ("https://www.youtube.com/watch?v=short", "YouTube"),
        ("https://www.youtube.com/watch?list=x", "YouTube"),
        ("https://soundcloud.com/harbour/low-water/s-secret", "SoundCloud"),
        ("https://tidal.com/artist/1", "TIDAL"),
        ("https://daily.bandcamp.com/features/harbour", "Bandcamp"),
        ("https://www.tiktok.com/@harbour/video/7000000000000000001", "TikTok"),
    ],
)
def test_a_page_without_a_product_of_other_platforms_stays_as_it_was(text: str, company: str) -> None:
    assert read_link(text) == FoundLink(company=company, url=text)


@pytest.mark.parametrize(
    "text",
    [
        "https://tidal.com.example.org/album/1",
        "https://tidal.com@example.org/album/1",
        "https://nottidal.com/album/1",
        "https://bandcamp.com.example.org/album/x",
        "https://harbour.bandcamp.com.example.org/album/x",
        "https://example.org/youtu.be/abcdefghij1",
        "https://example.org/?u=https://youtu.be/abcdefghij1",
        "https://youtube.com.example.org/watch?v=abcdefghij1",
    ],
)
def test_a_host_that_only_looks_like_a_platforms_belongs_to_nobody(text: str) -> None:
    assert read_link(text) == FoundLink(url=text)


def test_an_asin_alone_is_amazons() -> None:
    assert read_link(ALBUM.lower()) == FoundLink(company="Amazon", asin=ALBUM)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/page?si=1",
        "1440857781",
        "see the page of the label",
        "Note: not online",
        "https://music.amazon.com.example.org/albums/B0EXAMPLE1",
        "https://open.spotify.com@example.org/album/0123456789abcdefABCDEF",
        "https://notamazon.com/dp/B0EXAMPLE1",
    ],
)
def test_what_is_not_recognised_stays_as_it_was_and_belongs_to_nobody(text: str) -> None:
    assert read_link(text) == FoundLink(url=text)


def test_a_page_of_a_known_company_without_a_product_stays_an_address() -> None:
    for text in ("https://www.amazon.com/music", "https://open.spotify.com/playlist/x"):
        assert read_link(text).url == text
        assert read_link(text).company


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x00javascript:1", "vbscript:x",
     "data:text/html,x", "file:///etc/hosts", "file:c.html", "ftp://example.com/a", "https://[::1", "https://:80/", "https://"],
)  # fmt: skip
def test_an_address_that_is_no_page_is_refused_with_a_next_step(text: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        read_link(text)

    assert "https://" in caught.value.fix


def test_what_stands_in_the_wrong_column_is_moved() -> None:
    page = f"https://www.amazon.com/dp/{ALBUM}"

    assert sort_out(page, "", recording=False) == read_link(page)
    assert sort_out("", ALBUM, recording=False) == FoundLink(company="Amazon", asin=ALBUM)
    assert sort_out("https://example.com/a", "", recording=False).url == "https://example.com/a"
    assert sort_out("", "", recording=True) == FoundLink()


def test_a_country_has_its_own_asin_so_the_written_one_wins() -> None:
    assert sort_out(TRACK, f"https://www.amazon.de/dp/{ALBUM}", recording=False).asin == TRACK


@pytest.mark.parametrize(
    ("asin", "url", "column"),
    [
        ("https://example.com/a", "https://example.com/b", "asin"),
        (ALBUM, TRACK, "url"),
        ("B0", "", "asin"),
        ("", "javascript:x", "url"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_column(asin: str, url: str, column: str) -> None:
    with pytest.raises(LinkError) as caught:
        sort_out(asin, url, recording=False)

    assert caught.value.column == column


HOSTS = (
    "tidal.com", "www.deezer.com", "soundcloud.com", "a.bandcamp.com", "pandora.com", "play.qobuz.com", "tiktok.com",
    "youtu.be", "music.youtube.com", "open.spotify.com", "music.apple.com", "www.amazon.de",
)  # fmt: skip
PATHS = st.from_regex(r"(?:[a-z]{2}/)?(?:album|track|music|artist|watch\?v=)?/?[^\n]{0,30}", fullmatch=True)


@given(
    st.text(max_size=80)
    | st.from_regex(r"https?://[a-z.]{0,12}/[^\n]{0,30}", fullmatch=True)
    | st.builds("https://{}/{}".format, st.sampled_from(HOSTS), PATHS)
)
def test_any_text_is_read_or_refused_and_reading_twice_changes_nothing(text: str) -> None:
    looks_like_link(text)
    is_web_address(text)
    try:
        found = read_link(text)
    except IdentifierError:
        return
    assert read_link(found.url).url == found.url or not found.url
