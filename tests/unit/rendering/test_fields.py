"""What the fields of a form get: where it shall be removed and nowhere else stands in one of them."""

import re
from dataclasses import replace
from datetime import date

import pytest
from letters_made import DATED, DISTRIBUTOR, notice

from takedown.notice import Kind
from takedown.records import Ticket
from takedown.rendering import load_letters, render_notice
from takedown.rendering.names import territories_listed
from takedown.request import End

LETTERS = load_letters()
STORES = "Amazon Music, Amazon Digital Music Store"
SOME = ("CA", "IS")
END = End(
    ended=date(2026, 6, 30),
    confirmed_on=date(2026, 6, 1),
    seen_live=date(2026, 11, 20),
    confirmation="letters/from them/end.pdf",
)


def answers(*fields: str, **changes) -> dict[str, str]:
    recipient = replace(DISTRIBUTOR, ticket=Ticket(fields=fields))
    text = (
        render_notice(notice(recipient=recipient, **changes), LETTERS, dated=DATED)
        .files["ticket.txt"]
        .decode()
    )
    lines = [line.split(". ", 1)[1] for line in text.splitlines() if line.split(". ", 1)[0].isdigit()]
    return dict(re.split(r"\s?: ", line, maxsplit=1) for line in lines)


def test_without_a_field_for_stores_the_reason_says_that_no_other_store_is_meant():
    assert answers("UPC", "reason")["reason"] == (
        f"remove only from {STORES}; all other stores stay; decision of the rights holder"
    )


def test_with_a_field_for_stores_the_reason_is_the_reason_alone():
    found = answers("store or platform", "reason")

    assert found == {"store or platform": STORES, "reason": "decision of the rights holder"}


def test_without_a_field_for_countries_the_stores_say_them():
    found = answers("retailer(s)", "reason", territories=SOME)

    assert found["retailer(s)"] == f"{STORES}, only in Canada (CA) and Iceland (IS)"
    assert "Canada" not in found["reason"]


def test_with_neither_field_the_reason_says_stores_and_countries():
    assert answers("reason", territories=SOME)["reason"] == (
        f"remove only from {STORES}, only in Canada (CA) and Iceland (IS); all other stores stay; decision of the "
        "rights holder"
    )


def test_a_country_that_is_left_out_is_said_as_well():
    assert answers("stores", excluded_territories=("FR",))["stores"] == (
        f"{STORES}, worldwide except in France (FR)"
    )


def test_a_field_for_countries_gets_the_plain_list():
    assert answers("Territories", "stores", territories=SOME) == {
        "Territories": "Canada (CA), Iceland (IS)",
        "stores": STORES,
    }
    assert answers("Territories")["Territories"] == "worldwide"


@pytest.mark.parametrize(
    ("language", "plain"),
    [("fr", "Canada (CA), États-Unis (US)"), ("de", "Kanada (CA), Vereinigte Staaten (US)")],
)
def test_the_plain_list_has_no_preposition_in_any_language(language, plain):
    assert territories_listed(("CA", "US"), (), LETTERS.words[language]) == plain


@pytest.mark.parametrize("language", sorted(LETTERS.words))
def test_every_language_says_only_where(language):
    found = answers("reason", territories=SOME, language=language)["reason"]

    assert STORES in found
    assert "(CA)" in found
    assert LETTERS.words[language].texts["answers.reason"] in found


def test_after_the_end_of_an_agreement_nothing_is_said_of_other_stores():
    found = answers("reason", kind=Kind.REMOVAL_AFTER_END, end=END)

    assert found["reason"] == f"{STORES}; decision of the rights holder"


def test_the_confirmation_of_an_end_is_among_what_is_attached_by_its_name_alone():
    made = render_notice(notice(kind=Kind.REMOVAL_AFTER_END, end=END), LETTERS, dated=DATED)
    line = next(line for line in made.files["ticket.txt"].decode().splitlines() if line.startswith("Attach"))

    assert line.endswith("notice.pdf, items.csv, end.pdf")
    assert "end.pdf" not in render_notice(notice(), LETTERS, dated=DATED).files["ticket.txt"].decode()
    assert answers("attachments", kind=Kind.REMOVAL_AFTER_END, end=END)["attachments"].endswith(", end.pdf")


def test_without_a_confirmation_none_is_named():
    made = render_notice(
        notice(kind=Kind.REMOVAL_AFTER_END, end=replace(END, confirmation="")), LETTERS, dated=DATED
    )

    assert "items.csv, " not in made.files["ticket.txt"].decode()
