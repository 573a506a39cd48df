"""No paper of any kind leads to an address for infringement claims, whatever record or contact it is made from."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinds_made import DIRECTORY, LETTERS_MADE
from letters_made import DATED, SINGLE

from takedown.agents import agent_in
from takedown.errors import ExitCode, LetterError
from takedown.notice import Kind, Notice, Recipient, RecipientRole, Way
from takedown.planning.addressee import refused_in
from takedown.planning.recipients import (
    recipient_of_artist,
    recipient_of_contact,
    recipient_of_desk,
    recipient_of_distributor,
)
from takedown.records import Channel, Ticket
from takedown.rendering import load_letters, render_notice
from takedown.request import Contact

AGENTS = DIRECTORY.agents
LETTERS = replace(load_letters(), agents=AGENTS)
ADDRESSES = sorted(key for key in AGENTS if "\n" not in key)
POSTAL = sorted(key for key in AGENTS if "\n" in key)
#: One paper of every letter: its recipient is replaced.
PAPERS = {name: made[0] for name, made in LETTERS_MADE.items()}
TO_DISTRIBUTORS = [paper for paper in PAPERS.values() if paper.recipient.role is RecipientRole.DISTRIBUTOR]
TO_DESKS = [paper for paper in PAPERS.values() if paper.recipient.role is RecipientRole.PLATFORM]
RECORDS = {
    **{f"distributor {slug}": recipient_of_distributor(one) for slug, one in DIRECTORY.distributors.items()},
    **{f"desk {slug}": recipient_of_desk(one) for slug, one in DIRECTORY.desks.items()},
}


def kinds_to(desk: Recipient) -> list[str]:
    """Letters that a desk of its role can get; a question goes to any."""
    return [
        name
        for name, paper in PAPERS.items()
        if paper.recipient.role is desk.role or paper.kind in (Kind.ENQUIRY, Kind.ESCALATION)
    ]


def test_every_kind_of_paper_and_every_record_is_walked_over() -> None:
    assert {paper.kind for paper in PAPERS.values()} == set(Kind)
    assert len(RECORDS) == len(DIRECTORY.distributors) + len(DIRECTORY.desks)
    assert len(ADDRESSES) + len(POSTAL) == len(AGENTS)
    assert len(POSTAL) > 1


@pytest.mark.parametrize("desk", RECORDS)
def test_no_address_for_infringement_claims_is_in_any_file_of_any_notice(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("takedown.rendering.pdf.draw_pdf", lambda _: b"")  # it draws what notice.txt says
    assert refused_in(RECORDS[desk], AGENTS) is None
    for name in kinds_to(RECORDS[desk]):
        made = replace(PAPERS[name], recipient=RECORDS[desk], releases=(SINGLE,))
        for file, content in render_notice(made, LETTERS, dated=DATED).files.items():
            for line in content.decode().splitlines():
                assert agent_in(line, AGENTS) == "", f"{name}, {file}: {line}"


def planted(recipient: Recipient, place: str, address: str) -> Recipient:
    """A recipient that leads to an address on one of the ways there are."""
    match place:
        case "email":
            return replace(recipient, email=address)
        case "steps":
            return replace(recipient, steps=(*recipient.steps, f"Write to {address}."))
        case "ticket":
            return replace(recipient, ticket=Ticket(fields=(f"Send it to {address}",)))
        case "note":
            return replace(
                recipient, ways=(Way(channel=Channel.DASHBOARD, value="Help", note=f"or {address}"),)
            )
        case "store":
            return replace(recipient, store_names={"amazon-music": address})
        case _:
            return replace(recipient, ways=(*recipient.ways, Way(channel=Channel.FORM, value=address)))


PLACES = ("email", "steps", "ticket", "note", "store", "way")


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_every_kind_of_paper_to_an_agent_is_an_error_that_names_desk_and_address(paper: Notice) -> None:
    for place in PLACES:
        made = replace(paper, recipient=planted(paper.recipient, place, "copyright@amazon.com"))
        with pytest.raises(LetterError) as caught:
            render_notice(made, LETTERS, dated=DATED)
        assert caught.value.exit_code is ExitCode.CANNOT_START
        assert caught.value.message.startswith(f"{paper.recipient.desk}: '")
        assert "copyright@amazon.com" in caught.value.message
        assert "desks/amazon.toml" in caught.value.message
        assert "directory.toml" in caught.value.hint


@given(
    paper=st.sampled_from(list(PAPERS.values())),
    place=st.sampled_from(PLACES),
    address=st.sampled_from(ADDRESSES),
    upper=st.booleans(),
)
def test_no_agent_of_any_record_gets_through_on_any_way(
    paper: Notice, place: str, address: str, *, upper: bool
) -> None:
    written = address.upper() if upper else address
    assert refused_in(planted(paper.recipient, place, written), AGENTS)


@given(paper=st.sampled_from(list(PAPERS.values())), block=st.sampled_from(POSTAL), way=st.booleans())
def test_no_agent_of_any_record_gets_through_by_post(paper: Notice, block: str, *, way: bool) -> None:
    lines = tuple(block.split("\n"))
    to = replace(paper.recipient, ways=(Way(channel=Channel.POST, lines=lines),)) if way else None
    assert refused_in(to or replace(paper.recipient, postal=lines), AGENTS)


def test_the_name_or_attention_line_makes_a_general_address_the_agents() -> None:
    amazon = RECORDS["desk amazon"]

    assert refused_in(replace(amazon, attention="Legal Department"), AGENTS)
    assert refused_in(replace(amazon, name="Amazon.com Legal Department"), AGENTS)
    assert refused_in(replace(amazon, attention=""), AGENTS) is None


@pytest.mark.parametrize("role", [role for role in RecipientRole if role is not RecipientRole.PUBLIC])
def test_a_contact_of_any_role_may_be_anybody_but_an_agent(role: RecipientRole) -> None:
    ordinary = Contact(name="Small Label", email="desk@example.org", source="their letter")
    agent = Contact(
        name="Amazon", address=("Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108")
    )

    assert refused_in(recipient_of_contact("my-desk", ordinary, role), AGENTS) is None
    assert refused_in(recipient_of_contact("my-desk", agent, role), AGENTS)


def test_an_artist_may_have_any_name_and_is_written_to_at_an_ordinary_address() -> None:
    assert refused_in(recipient_of_artist("The DMCA Copyright Agents", "bo@example.com"), AGENTS) is None
    assert refused_in(recipient_of_artist("Bo Example", "copyright@amazon.com"), AGENTS)
