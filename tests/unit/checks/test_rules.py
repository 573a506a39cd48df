"""Every rule of the check stage can fire, and none fires on a catalog without flaws."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from catalogs import (
    TODAY,
    cells,
    check,
    contact,
    decision,
    earning,
    ended,
    link,
    principal,
    request,
    route,
    rules,
    sender,
)
from support.builders import isrc, upc

from takedown.directory import workspace_findings
from takedown.model import CheckedCatalog, Severity, SourceRef
from takedown.records import Known, Loss
from takedown.request import Agreement, Authority, Basis, Capacity, Consent
from takedown.rules import OMISSIONS, RULES, Stage, finding


def _agreement(wanted_by: date | None = None, **terms: Any) -> CheckedCatalog:
    plain = Agreement(name="Terms", advance_open=Known.NO)
    of = request(route(agreement=replace(plain, **terms)), wish={"wanted_by": wanted_by})
    return check(cells(), of=of)


TRIGGERS: dict[str, Callable[[], CheckedCatalog]] = {
    "E-MISSING": lambda: check(cells(artist="")),
    "E-KIND": lambda: check(cells(kind="video")),
    "E-ISRC": lambda: check(cells(isrc="QZES126000")),
    "E-UPC": lambda: check(cells(upc="8.59E+11")),
    "E-GRID": lambda: check(cells(grid="A1-2425G-ABC1234002-X")),
    "E-ASIN": lambda: check(cells(asin="B0")),
    "E-LINK": lambda: check(cells(url="javascript:alert(1)")),
    "W-LINK": lambda: check(cells(asin="B0EXAMPLE1", url="https://www.amazon.de/dp/B0EXAMPLE2")),
    "E-FEED": lambda: check(cells(kind="podcast")),
    "E-SWAPPED": lambda: check(cells(upc=isrc(1), isrc=upc(1))),
    "W-DATE": lambda: check(cells(release_date="12/03/2021")),
    "E-PLATFORM": lambda: check(cells(platforms="amazon-musik")),
    "E-DISTRIBUTOR": lambda: check(cells(distributor="tunecorps")),
    "E-PLACEHOLDER": lambda: check(cells(isrc="N/A")),
    "E-CONTROL": lambda: check(cells(track="Song\u202e1")),
    "E-GLYPH": lambda: check(cells(track="歌")),
    "E-LOST": lambda: check(cells(track="Caf\ufffd")),
    "E-HEADER": lambda: check(cells(artist="=?utf-8?Q?The_Examples?=")),
    "E-LONG": lambda: check(cells(track="la " * 101)),
    "Q-NO-IDENTIFIER": lambda: check(cells(upc="", isrc="")),
    "W-PLACEHOLDER": lambda: check(cells(catalog_number="TBD")),
    "W-MOJIBAKE": lambda: check(cells(track="CafÃ©")),
    "W-ISRC-YEAR": lambda: check(cells(isrc="ZZEXA3100001")),
    "W-DATE-ODD": lambda: check(cells(release_date="1821-03-12")),
    "W-SEVERAL-ARTISTS": lambda: check(cells(artist="Ana feat. Bo")),
    "W-PLATFORM": lambda: check(cells(platforms="apple-music;amazon-music")),
    "W-DISTRIBUTOR": lambda: check(cells(distributor="Believe")),
    "I-UPC-ZEROS": lambda: check(cells(upc="12345678905")),
    "E-SAME-ISRC": lambda: check(cells(1), cells(2, isrc=isrc(1))),
    "E-UPC-CONFLICT": lambda: check(cells(1), cells(2, upc=upc(1))),
    "W-TWO-ISRCS": lambda: check(cells(1), cells(2, track="Song 1")),
    "W-DUP-UPC": lambda: check(cells(1), cells(2, release="Harbour 1")),
    "W-DUPLICATE-ROW": lambda: check(cells(), cells()),
    "W-SPLIT-RELEASE": lambda: check(cells(1), cells(2, release="Harbour 1", upc="")),
    "W-NO-TITLE": lambda: check(cells(release="")),
    "W-COMP": lambda: check(cells(1), cells(2, track="Song 1", isrc=isrc(1))),
    "W-FEATURED": lambda: check(cells(track="Song 1 (feat. Bo)")),
    "W-LINK-UNUSED": lambda: check(cells(), of=request(links=(link(upc=upc(2)),))),
    "W-STATEMENT-ROUTE": lambda: check(cells(), of=request(statements=earning(distributor="distrokid"))),
    "W-STATEMENT-PLATFORM": lambda: check(
        cells(platforms="amazon-digital"), of=request(statements=earning(platform="amazon-music"))
    ),
    "W-TWO-DELIVERIES": lambda: check(
        cells(), of=request(statements=earning({}, {"distributor": "distrokid"}))
    ),
    "W-NOT-IN-CATALOG": lambda: check(cells(), of=request(statements=earning(upc=upc(2)))),
    "E-EMAIL": lambda: check(cells(), of=request(sender=sender(email="ana"))),
    "W-CONFUSABLE": lambda: check(cells(), of=request(sender=sender(email="ana@еxample.com"))),
    "W-NO-ADDRESS-LINES": lambda: check(cells(), of=request(sender=sender(address=()))),
    "I-HOME-ADDRESS": lambda: check(cells(), of=request(sender=sender(address=("12 Example Street",)))),
    "Q-AUTHORITY": lambda: check(cells(), of=request(authority=Authority())),
    "Q-PRINCIPAL": lambda: check(cells(), of=request(sender=sender(capacity=Capacity.AGENT))),
    "Q-MANDATE": lambda: check(
        cells(), of=request(authority=Authority(basis=Basis.MANDATE), principals=(principal(mandate=""),))
    ),
    "E-TWO-PRINCIPALS": lambda: check(
        cells(), of=request(principals=(principal(), principal(name="Cy Example")))
    ),
    "W-UNUSED-PRINCIPAL": lambda: check(cells(), of=request(principals=(principal("Others"),))),
    "Q-LABEL": lambda: check(cells(label="Small Label", p_line="")),
    "Q-CONSENT": lambda: check(cells(owner="Bo Example")),
    "Q-DECLINED": lambda: check(
        cells(owner="Bo Example"), of=request(decisions=(decision("Bo Example", "no"),))
    ),
    "Q-DECISION": lambda: check(cells(), of=request(decisions=(decision("Dee Example", "no"),))),
    "W-DECISION-UNUSED": lambda: check(cells(), of=request(decisions=(decision("Dee Example"),))),
    "I-CLAUSE": lambda: check(
        cells(),
        of=request(
            authority=Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7 of 2021.")
        ),
    ),
    "E-VIA": lambda: check(cells(), of=request(route("tunecor"))),
    "E-AGENT": lambda: check(
        cells(),
        of=request(
            route("label", contact="my-label"), contacts={"my-label": contact(email="Copyright@amazon.com")}
        ),
    ),
    "W-WISH-DATE": lambda: check(cells(), of=request(wish={"wanted_by": TODAY - timedelta(days=1)})),
    "W-CAMPAIGN": lambda: check(cells(), of=request(wish={"campaign": "no-music-for-y"})),
    "W-CAMPAIGN-DIFFERS": lambda: check(cells(), of=request(wish={"campaign": "quiet-friday"})),
    "I-CAMPAIGN": lambda: check(cells(), of=request(wish={"campaign": "no-music-for-x"})),
    "E-CONTACT-SLUG": lambda: check(
        cells(), of=request(route("label", contact="tunecore"), contacts={"tunecore": contact()})
    ),
    "E-CONTACT-KEY": lambda: check(cells(), of=request(route("label", contact="my-label"))),
    "Q-CONTACT": lambda: check(cells(), of=request(route("label"))),
    "Q-ROUTE": lambda: check(cells(distributor=""), of=request(route("tunecore", artist="Others"))),
    "W-ROUTE-UNUSED": lambda: check(cells(), of=request(route(artist="Others"), route())),
    "W-ROUTE-SHADOWED": lambda: check(cells(), of=request(route(), route(artist="The Examples"))),
    "W-ROUTE-CONFLICT": lambda: check(cells(distributor="cdbaby")),
    "W-AGREEMENT": lambda: check(cells(distributor=""), of=request(route("cdbaby"))),
    "W-ADVANCE": lambda: _agreement(advance_open=Known.YES),
    "Q-AGREEMENT-ENDED": lambda: _agreement(ends=TODAY - timedelta(days=1)),
    "W-TERM": lambda: _agreement(TODAY, notice_days=30),
    "I-ADVANCE": lambda: _agreement(advance_open=Known.UNKNOWN),
    "Q-END": lambda: check(cells(), of=request(ended())),
    "E-END": lambda: check(cells(), of=request(ended(ended=TODAY + timedelta(days=1)))),
    "W-STATEMENT-END": lambda: check(
        cells(distributor=""),
        of=request(ended(ended=date(2026, 6, 30)), statements=earning(distributor="cdbaby")),
    ),
    "Q-EARNS": lambda: check(
        cells(distributor=""), of=request(route("unlicensed"), statements=earning(platform="amazon-digital"))
    ),
    "W-RECORDS": lambda: _of_workspace(
        "templates/desks/small.toml",
        'name = "Small"\nchecked_on = 2026-11-20\ntakes_requests = { value = "Yes." }\n',
    ),
    "W-ANSWER": lambda: _of_workspace(
        "directory.toml",
        'schema = 1\nanswers = [{ kind = "desk", slug = "nobody", fact = "where", value = "a@example.com", '
        'source = "a page", on = 2026-11-20 }]\n',
    ),
    "W-ANSWER-BY": lambda: check(cells(), of=request(wish={"answer_by": TODAY - timedelta(days=1)})),
    "W-CONTACT-SOURCE": lambda: check(
        cells(), of=request(contacts={"desk": contact(checked_on=date(2024, 1, 1))})
    ),
}


def _of_workspace(file: str, text: str) -> CheckedCatalog:
    """What check says where a file of the workspace's own stands beside takedown.toml."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        own = Path(folder) / "templates"
        found = workspace_findings(
            own if own.is_dir() else None, Path(folder) / "directory.toml", today=TODAY
        )
    return replace(check(cells()), findings=found)


CHECK_RULES = [rule.id for rule in RULES.values() if rule.stage is Stage.CHECK]


@pytest.mark.parametrize("rule", CHECK_RULES)
def test_every_rule_of_the_checks_can_fire(rule: str) -> None:
    assert rule in rules(TRIGGERS[rule]())


def test_no_rule_fires_on_a_clean_catalog() -> None:
    checked = check(cells(1), cells(2), cells(3, kind="release", track="", isrc="", track_number=""))
    assert rules(checked) == []
    assert (checked.rows, checked.blocked_rows, dict(checked.held)) == (3, 0, {})


def test_nothing_is_held_that_is_not_said() -> None:
    for trigger in TRIGGERS.values():
        checked = trigger()
        assert set(checked.held) <= {release.key for release in checked.releases}
        assert {each for found in checked.held.values() for each in found} <= set(checked.findings)


def test_a_finding_names_its_place_and_its_next_step() -> None:
    for trigger in TRIGGERS.values():
        for each in trigger().findings:
            assert each.message, each.rule
            assert each.hint, each.rule
            assert each.source.file, each.rule


def test_the_letter_of_a_rule_says_how_much_it_stops() -> None:
    letters = {"E": Severity.ERROR, "Q": Severity.QUESTION, "W": Severity.WARNING, "I": Severity.INFO}
    assert all(rule.severity is letters[rule.id[0]] for rule in RULES.values())
    assert finding("Q-LABEL", "m", hint="h", source=SourceRef(file="f")).blocks
    assert not finding("W-LATE", "m", hint="h", source=SourceRef(file="f")).blocks


def test_every_loss_that_a_record_can_name_is_a_rule_of_the_plan() -> None:
    assert all(RULES[loss.value].stage is Stage.PLAN for loss in Loss)


def test_what_nothing_can_find_is_no_rule() -> None:
    gone = {"W-ALL-STORES", "W-NO-ADDRESS", "W-OLD-FACT", "I-ALREADY-ASKED", "I-SHARED-ISRC"}
    assert not gone & set(RULES)
    assert not {"no-identifier", "not-requested-territory"} & set(OMISSIONS)


def test_omissions_are_plain_words_and_no_rules() -> None:
    assert OMISSIONS
    assert not set(OMISSIONS) & set(RULES)
    assert all(slug == slug.lower() and summary for slug, summary in OMISSIONS.items())


def test_an_id_that_is_not_in_the_table_cannot_be_used() -> None:
    with pytest.raises(KeyError):
        finding("W-INVENTED", "m", hint="h", source=SourceRef(file="f"))
