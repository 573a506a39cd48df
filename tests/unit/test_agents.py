"""An address for infringement claims is known however it is written."""

import pytest

from takedown.agents import address_keys, agent_behind, agent_block, agent_in, sounds_like_agent
from takedown.directory import load_directory
from takedown.records import Channel, Role

AGENTS = load_directory().agents


@pytest.mark.parametrize(
    "written",
    [
        "copyright@amazon.com",
        "Copyright@Amazon.COM",
        "mailto:copyright@amazon.com",
        "copyright+music@amazon.com",
        "copyright@am\u00adazon.com",
        "write to <copyright@amazon.com>, please",
        "https://www.amazon.com/report/infringement",
        "http://amazon.com/report/infringement/?ref=1#top",
        "//amazon.com:443/report//infringement",
        "amazon.com/report/infringement",
        "copyright [at] amazon [dot] com",
        "copyright @ amazon.com",
        "mailto:copyright%40amazon.com",
        "\uff43opyright\uff20amazon.com",
    ],
)
def test_every_spelling_of_an_agents_address_is_found(written: str) -> None:
    assert address_keys(written) & AGENTS.keys()


@pytest.mark.parametrize(
    "name",
    [
        "Attn: Copyright Agent",
        "Amazon DMCA Agent",
        "Designated Agent",
        "https://www.amazon.co.uk/report/infringement",
        "copyright_agent@example.com",
        "dmcaagent@example.com",
        "Copyright Department",
    ],
)
def test_a_name_can_give_an_agent_away(name: str) -> None:
    assert sounds_like_agent(name)


@pytest.mark.parametrize(
    "ordinary",
    [
        "support@tunecore.com",
        "https://support.tunecore.com",
        "Amazon.com, Inc.",
        "Copyright Example Tapes 2020",
        "desk@example.org",
        "dmcallister@example.org",
        "",
    ],
)
def test_an_ordinary_address_is_none(ordinary: str) -> None:
    assert not address_keys(ordinary) & AGENTS.keys()
    assert not sounds_like_agent(ordinary)


# --- in prose ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Menu > Support; write to copyright@amazon.com, or use https://www.amazon.com/report/infringement.",
        "(https://www.amazon.com/report/infringement)",
        "Open https://support.cdbaby.com/hc/en-us/articles/360037341452-A-Title and fill it in.",
        "Take www.tiktok.com/legal/report/Copyright/other instead.",
        "Send it to dmca@example.com.",
        "By post: Amazon Legal Department, PO Box 81226, Seattle.",
    ],
)
def test_an_agents_address_is_found_in_a_sentence(said: str) -> None:
    assert agent_in(said, AGENTS)


@pytest.mark.parametrize(
    "said",
    [
        "Do not use the DMCA form there: it is for claims of third parties.",
        "USD 20 where a store complains of infringement.",
        "Write to support@tunecore.com, or open https://support.tunecore.com/copyright-questions.",
        "By post: Amazon.com, Inc., P.O. Box 81226, Seattle, WA 98108-1226.",
        "Ask your legal department.",
    ],
)
def test_a_sentence_may_speak_of_claims_and_warn_of_them(said: str) -> None:
    assert agent_in(said, AGENTS) == ""


def test_what_is_written_to_may_not_even_speak_of_them() -> None:
    assert agent_behind("Their DMCA form", AGENTS) == "a copyright agent by its name"


# --- by post -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ("Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108"),
        ("Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108-1226", "USA"),
        ("Amazon.com", "Attn: Legal Dept.", "PO Box 81226", "Seattle"),
        ("Amazon.com Legal Department, P.O. Box 81226, Seattle, WA 98108",),
        ("Amazon.com Legal Department", "1 Example Street", "Luxembourg"),
        ("A desk", "Legal", "2021 7th Ave", "Seattle"),
        ("Copyright Agent", "P.O. Box 81226"),
        ("Spotify USA Inc.", "Attn: Legal Department", "150 Greenwich Street", "New York"),
        ("Bandcamp Ventures", "Legal", "8605 Santa Monica Boulevard"),
        ("DistroKid", "General Counsel"),
    ],
)
def test_the_legal_department_of_a_company_that_has_its_agent_there_is_the_agent(
    lines: tuple[str, ...],
) -> None:
    assert agent_block(lines, AGENTS), "without its line Copyright Agent it is still the agent's"


@pytest.mark.parametrize(
    "lines",
    [
        ("Amazon.com, Inc.", "P.O. Box 81226", "Seattle, WA 98108-1226", "USA"),
        ("Amazon.com, Inc.", "P.O. Box 81226", "Seattle, WA 98108"),
        (
            "Amazon.com, Inc.",
            "Amazon Music content / label relations",
            "P.O. Box 81226",
            "Seattle, WA 98108-1226",
        ),
        ("Example Records", "Legal Department", "1 Broadway", "New York, NY 10007"),
        ("Example Tapes", "Attn: General Counsel", "45 rue de la Paix", "75002 Paris"),
        ("Qobuz", "Label relations", "45 rue Delizy", "93500 Pantin"),
        ("", " "),
        (),
    ],
)
def test_a_shared_box_or_street_alone_makes_nobody_an_agent(lines: tuple[str, ...]) -> None:
    assert agent_block(lines, AGENTS) is None


def test_the_general_address_of_amazon_stays_usable_and_every_agent_is_found_by_post() -> None:
    directory = load_directory()
    for desk in (*directory.desks.values(), *directory.distributors.values()):
        for address in desk.addresses:
            if address.channel is Channel.POST:
                claims = address.role is Role.INFRINGEMENT
                assert bool(agent_block((desk.name, *address.lines), AGENTS)) is claims, address.lines
                unnamed = [line for line in address.lines if not sounds_like_agent(line)]
                both = (desk.name, "Legal Department", *unnamed)
                assert not claims or agent_block(both, AGENTS), unnamed
    general = [one for one in directory.desks["amazon"].addresses if one.role is Role.GENERAL]
    assert [one.lines[1] for one in general] == ["P.O. Box 81226"]


def test_the_line_that_gives_it_away_is_named() -> None:
    found = agent_block(("Amazon.com", "Attn: Legal Dept.", "P.O. Box 81226"), AGENTS)

    assert found
    assert found.value == "Attn: Legal Dept."
    assert "desks/amazon.toml, addresses[5]" in found.why
