"""The public statement: the signer's words, and nothing of the catalog or of what was asked of whom."""

import json
from dataclasses import replace
from typing import Any

import pytest
from new_papers import counts, desks, held, notices, plan, recorded, rules
from support.builders import TODAY, checked, release, request, route

from takedown.asked import Asked
from takedown.model import CheckedCatalog
from takedown.notice import Kind, Notice, RecipientRole
from takedown.rendering import load_letters, render_notice
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
    assert (found.recipient.role, found.recipient.name) == (RecipientRole.PUBLIC, "the public")
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


@pytest.mark.parametrize("rule", ["Q-DECLINED", "Q-CONSENT", "Q-DECISION"])
def test_a_statement_lists_nothing_and_is_the_same_whatever_the_catalog_and_the_ledger_hold(
    rule: str,
) -> None:
    wanted, other = stating(), held(release(1), release(2), rule=rule)
    asked = recorded(*notices(plan(wanted), Kind.WITHDRAWAL))
    found = statement(wanted)

    assert (found.releases, found.items, found.deliveries) == ((), (), ())
    assert statement(wanted, other) == statement(wanted, asked=asked) == found
    assert statement(wanted, other).id == found.id


def test_a_statement_that_was_published_is_not_written_again() -> None:
    wanted = stating()
    asked = recorded(statement(wanted))

    assert notices(plan(wanted, asked=asked), Kind.PUBLIC_STATEMENT) == []
    assert notices(plan(wanted, checked(release(3)), asked=asked), Kind.PUBLIC_STATEMENT) == []


def test_a_new_occasion_has_a_statement_of_its_own() -> None:
    wanted = stating()
    later = replace(wanted, wish=replace(wanted.wish, occasion="2027-03 Amazon"))

    assert len(notices(plan(later, asked=recorded(statement(wanted))), Kind.PUBLIC_STATEMENT)) == 1


def test_nothing_that_was_asked_is_in_the_files_of_a_statement_nor_where_the_signer_lives() -> None:
    wanted = stating()
    found = statement(replace(wanted, sender=replace(wanted.sender, address=("40 Example Street",))))
    written = render_notice(found, load_letters(), dated=TODAY)

    assert not {"items.csv", "notice.eml", "ticket.txt"} & set(written.files)
    document = json.loads(written.files["notice.json"])
    assert document["items"] == document["deliveries"] == []
    assert (document["sender"]["email"], document["sender"]["address"]) == ("", [])
    for content in (written.files["notice.txt"], written.files["notice.json"]):
        assert b"40 Example Street" not in content
        assert wanted.sender.email.encode() not in content
    assert b"the public" not in written.files["notice.txt"]
