"""Which platform a store's name in a statement means; the company where it is not clear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown import stores
from takedown.directory import load_directory
from takedown.stores import company_of, platform_of, with_use


@pytest.mark.parametrize(
    "store",
    ["Amazon (downloads)", "Amazon (Downloads)", "AmazonMP3", "Amazon MP3", "Amazon (Download)",
     "Amazon Music (Download)", "Amazon Digital Music Store", "Amazon MP3 DE"],
)  # fmt: skip
def test_sale_of_downloads(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("amazon-digital", "Amazon")


@pytest.mark.parametrize(
    "store",
    ["Amazon Prime", "Amazon Prime IN", "Amazon Prime (streaming)", "Amazon Unlimited", "amazon unlimited (streaming)",
     "Amazon Music Unlimited", "Amazon Music Unlimited (US)", "Amazon Music", "Amazon Music Prime",
     "Amazon Prime/Unlimited",
     "Amazon Prime Music", "Amazon Ad Supported", "Amazon Ad-Supported", "  AMAZON  PRIME  ", "Amazon (Streaming)"],
)  # fmt: skip
def test_streaming(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("amazon-music", "Amazon")


@pytest.mark.parametrize(
    "store",
    ["Amazon", "Amazon US", "Amazon Digital Services", "Amazon Digital Services, Inc.", "Amazon Cloud Drive",
     "Amazon Cloud", "Amazon On Demand", "Amazon Disc on Demand", "Amazon Prime Video", "Amazon Something New",
     "Amazon Songs", "Amazon ADS"],
)  # fmt: skip
def test_a_name_of_amazon_that_is_neither_clearly_one_nor_the_other_is_the_company_only(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("", "Amazon")


@pytest.mark.parametrize("store", ["Spotify", "Spotify Premium", "Spotify (Ad-Supported)", "SPOTIFY US"])
def test_spotify_has_one_platform(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("spotify", "Spotify")


@pytest.mark.parametrize(
    ("store", "slug"),
    [
        ("Deezer", "deezer"),
        ("TIDAL", "tidal"),
        ("Tidal HiFi", "tidal"),
        ("SoundCloud Go", "soundcloud"),
        ("Pandora", "pandora"),
        ("TikTok", "tiktok"),
        ("Napster", "napster"),
        ("Anghami", "anghami"),
        ("Bandcamp", "bandcamp"),
        ("Apple Music", "apple-music"),
        ("Apple Music US", "apple-music"),
        ("iTunes Store", "itunes-store"),
        ("iTunes (Downloads)", "itunes-store"),
        ("YouTube Music", "youtube-music"),
        ("YouTube Art Tracks", "youtube-music"),
        ("YouTube Content ID", "youtube-content-id"),
        ("YouTube_ContentID", "youtube-content-id"),
        ("Qobuz (Streaming)", "qobuz"),
        ("Qobuz Download", "qobuz-store"),
    ],
)
def test_a_name_whose_own_words_say_it_means_its_platform(store: str, slug: str) -> None:
    assert platform_of(store) == slug


@pytest.mark.parametrize(
    ("store", "company"),
    [
        ("iTunes", "Apple"),
        ("iTunes Match", "Apple"),
        ("iTunes/Apple Music", "Apple"),
        ("Apple", "Apple"),
        ("YouTube", "YouTube"),
        ("YouTube (Red)", "YouTube"),
        ("YouTube (Ads)", "YouTube"),
        ("Qobuz", "Qobuz"),
    ],
)
def test_a_name_that_can_be_more_than_one_thing_of_a_company_means_the_company_only(
    store: str, company: str
) -> None:
    assert (platform_of(store), company_of(store)) == ("", company)


@pytest.mark.parametrize(
    "store", ["", "Amazonia Radio", "Not Amazon", "MP3", "Applause", "Content ID", "Art Tracks", "Tidalwave"]
)
def test_other_stores_are_none_that_is_known(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("", "")


@pytest.mark.parametrize("slug", sorted(load_directory().platforms))
def test_every_service_of_a_platforms_record_means_that_platform(slug: str) -> None:
    platform = load_directory().platforms[slug]
    for service in platform.services:
        name = service if company_of(service) else f"{platform.company} {service}"
        assert platform_of(name) == slug, service


@pytest.mark.parametrize("slug", sorted(load_directory().platforms))
def test_the_companies_of_the_table_are_those_of_the_records(slug: str) -> None:
    company = load_directory().platforms[slug].company

    assert company_of(company) == company


def test_a_company_with_several_platforms_is_never_taken_for_one_of_them() -> None:
    companies = [each.company for each in load_directory().platforms.values()]

    assert [one for one in companies if companies.count(one) > 1 and platform_of(one)] == []
    assert [one for one in companies if companies.count(one) == 1 and not platform_of(one)] == []


def test_every_platform_of_the_table_is_in_the_directory() -> None:
    directory = load_directory()

    assert {*stores.PLATFORMS.values(), *stores.ONLY.values()} <= set(directory.platforms)
    assert set(stores.COMPANIES.values()) == {each.company for each in directory.platforms.values()}


@pytest.mark.parametrize(
    ("store", "use", "shown"),
    [
        ("Amazon", "Music Download", "Amazon (Download)"),
        ("Amazon", "Subscription", "Amazon (Streaming)"),
        ("Amazon Music", "Album Download", "Amazon Music (Download)"),
        ("Amazon Prime", "Download", "Amazon Prime"),
        ("Amazon Cloud Drive", "Streaming", "Amazon Cloud Drive"),
        ("Amazon", "", "Amazon"),
        ("Apple Music", "Streaming", "Apple Music"),
        ("iTunes", "Download", "iTunes (Download)"),
        ("iTunes", "Streaming", "iTunes"),
        ("Qobuz", "Stream", "Qobuz (Streaming)"),
        ("YouTube", "Streaming", "YouTube"),
        ("Deezer", "Subscription", "Deezer"),
        ("Corner Shop", "Download", "Corner Shop"),
    ],
)
def test_what_another_column_says_of_the_use_makes_an_open_name_clear(
    store: str, use: str, shown: str
) -> None:
    assert with_use(store, use) == shown


@given(st.text(max_size=40) | st.sampled_from(sorted(stores.PLATFORMS)))
def test_a_platform_always_has_its_company(store: str) -> None:
    slug = platform_of(store)

    assert not slug or load_directory().platforms[slug].company == company_of(store)
