"""A4 or US Letter: what the printers near the recipient have."""

from dataclasses import replace

import pytest
from letters_made import DATED, DISTRIBUTOR, notice

from takedown.notice import Notice
from takedown.rendering import compose_paper, load_letters
from takedown.rendering.paper import Format

LETTERS = load_letters()


def size(made: Notice) -> Format:
    paper = compose_paper(made, LETTERS, dated=DATED, signature=None, document_sha256="0" * 64)
    return paper.format


def to(*postal: str) -> Notice:
    return notice(recipient=replace(DISTRIBUTOR, postal=postal))


def sent_from(*address: str) -> Notice:
    made = to()
    return replace(made, sender=replace(made.sender, address=address))


@pytest.mark.parametrize(
    "country",
    [
        "USA",
        "U.S.A.",
        "United States",
        "United States of America",
        "Canada",
        "MEXICO",
        "México",
        "Seattle, USA",
    ],
)
def test_a_letter_to_a_country_of_us_letter_is_on_it(country: str) -> None:
    assert size(to("12 Example Street", country)) is Format.LETTER


@pytest.mark.parametrize(
    "country", ["Germany", "Ireland", "10115 Berlin", "New Mexico Street 5", "Example MUSA", "Usable"]
)
def test_a_letter_to_anywhere_else_is_on_a4(country: str) -> None:
    assert size(to("12 Example Street", country)) is Format.A4


def test_where_both_are_known_the_recipient_decides() -> None:
    made = sent_from("12 Example Street", "Philadelphia, PA 19125", "USA")
    assert (
        size(replace(made, recipient=replace(DISTRIBUTOR, postal=("1 Example Road", "Ireland")))) is Format.A4
    )


def test_where_the_recipient_has_no_postal_address_the_senders_decides() -> None:
    assert size(sent_from("12 Example Street", "USA")) is Format.LETTER
    assert size(sent_from("12 Example Street", "Ireland")) is Format.A4
