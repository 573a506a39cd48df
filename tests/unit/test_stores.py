"""Which platform a store's name in a statement means; the company where it is not clear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    "store", ["", "Apple Music", "iTunes", "YouTube (Red)", "Amazonia Radio", "Not Amazon", "MP3"]
)
def test_other_stores_are_none_that_is_known(store: str) -> None:
    assert (platform_of(store), company_of(store)) == ("", "")


@pytest.mark.parametrize("slug", ["amazon-music", "amazon-digital"])
def test_every_service_of_a_platforms_record_means_that_platform(slug: str) -> None:
    for service in load_directory().platforms[slug].services:
        name = service if company_of(service) else f"Amazon {service}"
        assert platform_of(name) == slug, service


def test_every_platform_of_the_table_is_in_the_directory() -> None:
    meant = {platform_of(store) for store in ("AmazonMP3", "Amazon Prime", "Spotify")}

    assert meant <= set(load_directory().platforms)


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
    ],
)
def test_what_another_column_says_of_the_use_makes_an_open_name_clear(
    store: str, use: str, shown: str
) -> None:
    assert with_use(store, use) == shown


@given(st.text(max_size=40))
def test_a_platform_always_has_its_company(store: str) -> None:
    companies = {"amazon-music": "Amazon", "amazon-digital": "Amazon", "spotify": "Spotify"}

    assert companies.get(platform_of(store), company_of(store)) == company_of(store)
