"""The platforms and desks that are shipped: what they hold, and what they must never say or use."""

import re
from collections import defaultdict
from datetime import date

import pytest

from takedown import resources
from takedown.directory import lint_directory, load_directory
from takedown.directory.addresses import infringement_addresses, same_address
from takedown.links import read_link
from takedown.model import Severity
from takedown.records import Channel, Confidence, Desk, Known, Loss, Platform, Role, Use

DIRECTORY = load_directory()
PLATFORMS = sorted(DIRECTORY.platforms)
DESKS = sorted(DIRECTORY.desks)

USES = {
    "amazon-music": Use.STREAMING,
    "amazon-digital": Use.DOWNLOAD,
    "amazon-physical": Use.PHYSICAL,
    "spotify": Use.STREAMING,
    "apple-music": Use.STREAMING,
    "itunes-store": Use.DOWNLOAD,
    "youtube-music": Use.STREAMING,
    "youtube-content-id": Use.MATCHING,
    "youtube": Use.VIDEO,
    "tidal": Use.STREAMING,
    "deezer": Use.STREAMING,
    "soundcloud": Use.STREAMING,
    "bandcamp": Use.DOWNLOAD,
    "pandora": Use.STREAMING,
    "qobuz": Use.STREAMING,
    "qobuz-store": Use.DOWNLOAD,
    "tiktok": Use.VIDEO,
    "napster": Use.STREAMING,
    "anghami": Use.STREAMING,
}
AGENTS = {
    "amazon": ("copyright@amazon.com", "https://www.amazon.com/report/infringement"),
    "spotify": (
        "infringement-claim@spotify.com",
        "https://www.spotify.com/us/legal/intellectual-property-policy/",
    ),
    "youtube": ("copyright@youtube.com", "https://support.google.com/youtube/answer/6005908"),
    "soundcloud": (
        "copyrightagent@soundcloud.com",
        "copyright@soundcloud.com",
        "https://soundcloud.com/pages/copyright",
    ),
    "bandcamp": ("copyright@bandcamp.com",),
    "qobuz": ("support@qobuz.com",),
    "tiktok": (
        "https://www.tiktok.com/legal/report/Copyright",
        "https://www.tiktok.com/legal/report/Copyright/eurequests",
    ),
}
AGENTS_BY_POST = {"amazon": "P.O. Box 81226", "spotify": "Copyright Agent", "soundcloud": "2 Gansevoort St",
                  "bandcamp": "8605 Santa Monica Blvd", "qobuz": "45 rue Delizy"}  # fmt: skip
#: Known for privacy or for artists' tools only: no agent, and no way for a request.
NO_WAY = ("support@tidal.com", "privacy@deezer.com", "amp-support@pandora.com", "support.deezer.com")

#: What the pages behind the steps call their menus and places. Nothing else in the steps may look like one.
MENUS = {
    "soundcloud": {"Private", "Artist Studio", "Track"},
    "bandcamp": set[str](),
    "youtube": {"Studio", "Content", "Live", "Visibility", "Private", "Unlisted", "Art Tracks", "Content ID"},
}
PROPER_NAMES = {"SoundCloud", "YouTube", "Bandcamp", "ISRC"}
FORBIDDEN = re.compile(r"takedown|infring|dmca|perjury|good.faith|copyright claim|terminat", re.IGNORECASE)


def platform(slug: str) -> Platform:
    return DIRECTORY.platforms[slug]


def desk(slug: str) -> Desk:
    return DIRECTORY.desks[slug]


def test_every_platform_of_the_reference_is_there_each_with_one_use() -> None:
    assert {slug: each.use for slug, each in DIRECTORY.platforms.items()} == USES


def test_every_record_is_sound() -> None:
    findings = lint_directory(DIRECTORY, [resources.notice_templates()], today=date(2026, 11, 22))
    serious = [
        f"{one.rule} {one.source}: {one.message}"
        for one in findings
        if one.severity is not Severity.INFO
        and str(one.source).startswith(("platforms/", "desks/", "sources.toml"))
    ]

    assert serious == []


@pytest.mark.parametrize("slug", PLATFORMS)
def test_lists_rest_on_sources_that_exist(slug: str) -> None:
    record = platform(slug)

    assert set(record.services_source + record.identifiers_source) <= DIRECTORY.sources.keys()
    assert not record.identifiers_source or record.identifiers or record.links


def test_one_company_has_one_desk_save_that_discs_do_not_go_to_the_desk_for_files() -> None:
    desks: dict[str, set[str]] = defaultdict(set)
    for each in DIRECTORY.platforms.values():
        desks[each.company].add(each.desk)

    assert {company: found for company, found in desks.items() if len(found) != 1} == {
        "Amazon": {"amazon", "amazon-retail"}
    }
    assert {each.slug for each in DIRECTORY.platforms.values() if each.desk == "amazon-retail"} == {
        "amazon-physical"
    }
    assert {each.desk for each in DIRECTORY.platforms.values()} == set(DESKS)


# Who may be written to


def test_only_amazon_is_known_to_read_a_request_and_only_spotify_to_refuse_it() -> None:
    answers = {slug: each.takes_requests.answer for slug, each in DIRECTORY.desks.items()}

    assert answers.pop("amazon") is Known.YES
    assert answers.pop("spotify") is Known.NO
    assert set(answers.values()) == {Known.UNKNOWN}


@pytest.mark.parametrize("slug", sorted(AGENTS))
def test_every_agent_of_the_reference_is_kept_so_that_it_is_never_used(slug: str) -> None:
    kept = {each.value for each in desk(slug).addresses if each.role is Role.INFRINGEMENT}

    assert kept - {""} == set(AGENTS[slug])


@pytest.mark.parametrize("slug", sorted(AGENTS_BY_POST))
def test_every_postal_agent_of_the_reference_is_kept_too(slug: str) -> None:
    kept = [
        " ".join(each.lines)
        for each in desk(slug).addresses
        if each.role is Role.INFRINGEMENT and each.channel is Channel.POST
    ]

    assert any(AGENTS_BY_POST[slug] in lines for lines in kept)


@pytest.mark.parametrize("slug", DESKS)
def test_no_desk_but_amazons_has_a_way_and_no_way_is_an_agents(slug: str) -> None:
    ways = [each for each in desk(slug).addresses if each.role is not Role.INFRINGEMENT]
    agents = infringement_addresses(DIRECTORY)

    assert bool(ways) == (slug == "amazon")
    assert [way.value for way in ways if same_address(way) & agents.keys()] == []


def test_addresses_for_privacy_and_tools_are_neither_ways_nor_agents() -> None:
    used = {each.value for one in DIRECTORY.desks.values() for each in one.addresses}

    assert [value for value in used if value in NO_WAY] == []
    assert [key for key in infringement_addresses(DIRECTORY) if key in NO_WAY] == []


# What is said


@pytest.mark.parametrize("slug", PLATFORMS)
def test_what_a_letter_can_print_has_no_word_of_claims(slug: str) -> None:
    record = platform(slug)

    assert not [text for text in (record.name, record.company, *record.services) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("slug", PLATFORMS)
def test_how_a_recording_leaves_is_said_and_what_is_only_inferred_says_so(slug: str) -> None:
    fact = platform(slug).own_content

    assert fact.value
    assert fact.confidence is not Confidence.LOW or "nferred" in fact.value


@pytest.mark.parametrize("slug", [slug for slug in PLATFORMS if platform(slug).infringement_form.value])
def test_the_form_for_copies_without_licence_says_that_it_is_for_nothing_else(slug: str) -> None:
    text = platform(slug).infringement_form.value

    assert re.search(r"only for them|^For counterfeits only", text)
    assert re.search(r"Not for .*\byour permission\b", text)


def test_no_time_of_a_form_for_claims_is_given_as_the_time_of_a_removal() -> None:
    """Two guides (P13, P14) and a report (P5) give days for claims; licensed removals are another matter."""
    times = {slug: platform(slug).time for slug in PLATFORMS if platform(slug).time.value}

    assert not [slug for slug, time in times.items() if set(time.source) & {"P5", "P13", "P14"}]
    assert {slug: (time.min, time.max) for slug, time in times.items() if time.min or time.max} == {
        "spotify": (2, None),
        "apple-music": (None, 1),
        "itunes-store": (None, 1),
    }
    assert not platform("deezer").time.value


def test_the_traps_of_checking_are_said() -> None:
    assert "grey" in platform("spotify").verification.value
    assert "does not prove" in platform("deezer").verification.value
    assert "another partner" in platform("youtube-music").verification.value
    assert "country" in platform("itunes-store").verification.value


@pytest.mark.parametrize(
    ("slug", "loss"),
    [
        ("tiktok", Loss.NO_RETURN),
        ("pandora", Loss.LIVES_ON),
        ("youtube-music", Loss.LIVES_ON),
        ("amazon-physical", Loss.LIVES_ON),
        ("amazon-digital", Loss.BUYERS),
        ("bandcamp", Loss.BUYERS),
        ("soundcloud", Loss.KEEP_ACCOUNT),
    ],
)
def test_losses_are_warned_of(slug: str, loss: Loss) -> None:
    assert loss in [each.rule for each in platform(slug).cautions]


# What the holder of an account does


def test_steps_are_there_where_the_artist_holds_the_account() -> None:
    assert {slug for slug in PLATFORMS if platform(slug).self_service.lines} == set(MENUS)
    assert {slug for slug in PLATFORMS if platform(slug).podcasts.lines} == {"spotify", "apple-music"}


@pytest.mark.parametrize("slug", sorted(MENUS))
def test_steps_name_no_menu_that_no_source_names(slug: str) -> None:
    known = {word for name in MENUS[slug] | PROPER_NAMES for word in name.split()}
    inside = [
        word
        for line in platform(slug).self_service.lines
        for word in re.findall(r"(?<=[a-z,;'] )[A-Z][A-Za-z]+", line)
    ]

    assert [word for word in inside if word not in known] == []
    assert not [line for line in platform(slug).self_service.lines if ">" in line]


@pytest.mark.parametrize("slug", sorted(MENUS))
def test_a_menu_that_is_not_documented_is_said_to_be_so_with_the_place_to_look(slug: str) -> None:
    (line,) = [one for one in platform(slug).self_service.lines if "exact menu" in one]

    assert re.search(r"delete", line, re.IGNORECASE)
    assert "none of the pages that were read" in line
    assert re.search(r"help, [a-z.]+\.(?:com|help)", line)


def test_a_podcast_hosted_at_spotify_leaves_every_app_and_the_steps_say_so_before_the_deleting() -> None:
    lines = platform("spotify").podcasts.lines
    told = next(number for number, line in enumerate(lines) if "every app" in line)
    done = next(number for number, line in enumerate(lines) if line.startswith("Then delete"))

    assert told < done


# Pages

SAMPLES = {"tld": "de", "asin": "B0EXAMPLE1", "country": "de", "name": "low-water", "number": "123",
           "artist": "harbour", "slug": "low-water"}  # fmt: skip
IDS = {"Spotify": "0123456789abcdefABCDEF", "YouTube": "abcdefghij1"}
LINKS = [(slug, form) for slug in PLATFORMS for form in platform(slug).links]


@pytest.mark.parametrize(("slug", "form"), LINKS)
def test_a_page_of_the_written_form_is_recognised_and_stays_what_it_is(slug: str, form: str) -> None:
    company = platform(slug).company
    address = form.format_map(SAMPLES | {"id": IDS.get(company, "")})
    found = read_link(f"{address}?utm_source=x" if "?" not in address else f"{address}&utm_source=x")

    assert (found.company, found.url) == (company, address)


@pytest.mark.parametrize(
    ("slug", "page"),
    [
        ("pandora", "https://www.pandora.com/artist/harbour/low-water/ALabc"),
        ("qobuz", "https://www.qobuz.com/de-de/album/low-water/abc12"),
    ],
)
def test_pages_are_recognised_where_their_form_is_not_known_exactly(slug: str, page: str) -> None:
    assert not platform(slug).links
    assert read_link(f"{page}?utm_source=x").company == platform(slug).company
    assert read_link(f"{page}?utm_source=x").url == page
