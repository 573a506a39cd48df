"""An address for infringement claims is known however it is written."""

import pytest

from takedown.agents import address_keys, sounds_like_agent
from takedown.directory import load_directory

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
        "",
    ],
)
def test_an_ordinary_address_is_none(ordinary: str) -> None:
    assert not address_keys(ordinary) & AGENTS.keys()
    assert not sounds_like_agent(ordinary)
