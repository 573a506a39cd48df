"""The public statement: the signer's words, and of what was done only what the ledger holds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from new_papers import counts, desks, held, notices, plan, recorded, rules
from support.builders import TODAY, checked, release, request, route, upc

from takedown.asked import Asked
from takedown.model import CheckedCatalog
from takedown.notice import Kind, Notice, RecipientRole
from takedown.request import Request

WORDS = "I no longer want my songs sold there."


def stating(via: str = "tunecore", wish: dict[str, Any] | None = None, **changes: Any) -> Request:
    return request(route(via), wish=wish or {}, statement=WORDS, **changes)


def statement(wanted: Request, catalog: CheckedCatalog | None = None, asked: Asked | None = None) -> Notice:
    (found,) = notices(plan(wanted, catalog, asked=asked), Kind.PUBLIC_STATEMENT)
    return found


def test_a_statement_is_a_paper_of_its_own_and_never_counts() -> None:
    made = plan(stating())
    found = notices(made)[-1]

    assert desks(made) == [
        ("withdrawal", "tunecore"),
        ("platform-request", "amazon"),
        ("public-statement", "public"),
    ]
    assert counts(made) == (2, 0, 0)
    assert found.recipient.role is RecipientRole.PUBLIC
    assert (found.reasons, found.deliveries, found.basis, found.wanted_by) == (WORDS, (), None, None)
    assert "W-NAMES" in {note.rule for note in made.notes}


def test_the_reasons_of_the_letters_and_the_statement_are_kept_apart() -> None:
    withdrawal, _, found = notices(plan(stating(reasons="Quietly.")))

    assert (withdrawal.reasons, found.reasons) == ("Quietly.", WORDS)


def test_without_a_file_there_is_no_statement() -> None:
    assert "public-statement" not in {kind for kind, _ in desks(plan(request(route("tunecore"))))}


def test_who_may_not_leave_can_say_why_all_the_same() -> None:
    made = plan(stating("labelworx"))

    assert desks(made) == [("public-statement", "public")]
    assert rules(made) == {"agreement-forbids"}
    assert counts(made) == (0, 0, 2)


def sent(wanted: Request, *, on: date = TODAY, **more: Any) -> Asked:
    return recorded(*notices(plan(wanted), Kind.WITHDRAWAL), on=on, **more)


def test_only_what_the_ledger_holds_is_said_to_be_asked() -> None:
    wanted = stating()
    found = statement(wanted, asked=sent(wanted, on=date(2026, 11, 20)))

    assert [(each.name, each.submitted_on) for each in found.deliveries] == [("TuneCore", date(2026, 11, 20))]


def test_after_something_was_asked_the_statement_is_about_that_only() -> None:
    wanted, catalog = stating(), checked(release(1), release(2))

    assert [one.key for one in statement(wanted, catalog).releases] == [upc(1), upc(2)]
    assert [one.key for one in statement(wanted, catalog, sent(wanted)).releases] == [upc(1)]


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ({"platforms": ("amazon-music",)}, {"platforms": ("amazon-music", "amazon-digital")}),
        ({"territories": ("US",)}, {"territories": ("US", "CA")}),
    ],
)
def test_what_was_asked_for_less_than_the_statement_names_is_not_said(
    earlier: dict[str, Any], now: dict[str, Any]
) -> None:
    assert statement(stating(wish=now), asked=sent(stating(wish=earlier))).deliveries == ()


def test_what_was_called_back_is_not_said() -> None:
    wanted = stating()

    assert statement(wanted, asked=sent(wanted, retracted_on=TODAY)).deliveries == ()


@pytest.mark.parametrize("rule", ["Q-DECLINED", "Q-CONSENT", "Q-DECISION"])
def test_who_refused_or_has_not_answered_is_not_named_in_public(rule: str) -> None:
    one, other = release(1), release(2)
    catalog = replace(held(one, rule=rule), releases=(one, other))

    assert [each.key for each in statement(stating(), catalog).releases] == [other.key]
    assert notices(plan(stating(), held(one, rule=rule)), Kind.PUBLIC_STATEMENT) == []


def test_a_statement_that_was_published_is_not_written_again() -> None:
    wanted = stating()
    out = statement(wanted)

    assert notices(plan(wanted, asked=recorded(out)), Kind.PUBLIC_STATEMENT) == []


def test_a_statement_that_was_called_back_comes_back_with_a_new_occasion_only() -> None:
    wanted = stating()
    asked = recorded(statement(wanted), retracted_on=TODAY)
    later = replace(wanted, wish=replace(wanted.wish, occasion="2027-03 Amazon"))

    assert notices(plan(wanted, asked=asked), Kind.PUBLIC_STATEMENT) == []
    assert len(notices(plan(later, asked=asked), Kind.PUBLIC_STATEMENT)) == 1
