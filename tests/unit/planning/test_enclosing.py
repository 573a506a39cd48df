"""Which letter gets which logo, signature and exhibit: evidence goes only to whose letter it is evidence for."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.builders import TODAY, checked, release, request, route

from takedown.asked import Asked
from takedown.checks.consent import agreed_by, must_agree
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Finding, Release, SourceRef
from takedown.notice import Kind, Notice, RecipientRole
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.replying.making import way_back
from takedown.reports.as_json import plan_json
from takedown.reports.plan import plain_plan
from takedown.request import (
    Answer,
    Authority,
    Basis,
    Capacity,
    Contact,
    Decision,
    End,
    ExhibitKind,
    OwnFile,
    Principal,
    Request,
)

DIRECTORY = load_directory()
BOTH = (ExhibitKind.MANDATE, ExhibitKind.CONSENT)
LIGHTS = release(1)
SHADOWS = release(2, artists=("The Example Shadows",))
SHARED = release(3, artists=("The Example Lights", "Jo Guest"))


def own(name: str, pages: int = 1) -> OwnFile:
    return OwnFile(name=name, content=b"", sha256=hashlib.sha256(name.encode()).hexdigest(), pages=pages)


LOGO, INK = own("logo.png"), own("signature.png")


def manager(*principals: Principal, via: str = "tunecore", **changes: Any) -> Request:
    """A manager who signs for two bands, each with a mandate of its own, and appends both kinds of exhibit."""
    wish = {"exhibits": BOTH, **changes.pop("wish", {})}
    base = request(route(via), wish=wish)
    bands = principals or (
        Principal(artist="The Example Lights", name="Lights Ltd", mandate="mandates/lights.pdf"),
        Principal(artist="The Example Shadows", name="Shadows Ltd", mandate="mandates/shadows.pdf"),
    )
    plain = replace(
        base,
        sender=replace(base.sender, capacity=Capacity.MANAGER),
        authority=Authority(basis=Basis.MANDATE),
        principals=bands,
        exhibit_files={each.mandate: own(each.mandate, 2) for each in bands if each.mandate},
    )
    return replace(plain, **changes)


def decision(
    party: str, *, file: str = "", answer: Answer = Answer.YES, row: int = 2, about: str = ""
) -> Decision:
    source = SourceRef(file="decisions.csv", row=row)
    return Decision(
        party=party, release=about, answer=answer, on=date(2026, 11, row), file=file, source=source
    )


def artist(*decisions: Decision, **changes: Any) -> Request:
    """An artist with a guest who had to agree, and appends consents."""
    wish = {"exhibits": (ExhibitKind.CONSENT,), **changes.pop("wish", {})}
    files = {each.file: own(each.file) for each in decisions if each.file and each.answer is Answer.YES}
    return replace(request(route("tunecore"), wish=wish), decisions=decisions, exhibit_files=files, **changes)


def looked_at(wanted: Request, *releases: Release) -> CheckedCatalog:
    parties = must_agree(wanted, releases, releases)
    return checked(*releases, must_agree=parties, agreed_by=agreed_by(wanted, releases, parties, releases))


def plan(wanted: Request, *releases: Release) -> NoticePlan:
    return plan_notices(looked_at(wanted, *releases), wanted, DIRECTORY, asked=Asked(), today=TODAY)


def notices(wanted: Request, *releases: Release) -> list[Notice]:
    return [planned.notice for planned in plan(wanted, *releases).notices]


def of_kind(found: list[Notice], kind: Kind) -> list[Notice]:
    return [notice for notice in found if notice.kind is kind]


def names(notice: Notice) -> list[str]:
    return [each.file.name for each in notice.enclosures]


def said(made: NoticePlan) -> list[Finding]:
    return [each for each in made.notes if each.rule == "W-EXHIBIT"]


def test_each_letter_gets_the_mandate_of_its_own_principal_and_no_other():
    found = of_kind(notices(manager(), LIGHTS, SHADOWS), Kind.WITHDRAWAL)

    assert {notice.principal: names(notice) for notice in found} == {
        "Lights Ltd": ["mandates/lights.pdf"],
        "Shadows Ltd": ["mandates/shadows.pdf"],
    }
    assert [each.parties for notice in found for each in notice.enclosures] == [
        ("Lights Ltd",),
        ("Shadows Ltd",),
    ]


def test_nothing_is_appended_unless_it_is_asked_for():
    for notice in notices(manager(wish={"exhibits": ()}), LIGHTS, SHADOWS):
        assert notice.enclosures == ()


def test_a_platform_that_holds_no_permission_gets_no_exhibit():
    found = of_kind(notices(manager(), LIGHTS), Kind.PLATFORM_REQUEST)

    assert found
    assert [notice.enclosures for notice in found] == [()]


def test_a_platform_that_holds_the_permission_itself_gets_its_evidence():
    desk = Contact(name="Example Streaming", email="desk@example.org")
    direct = replace(manager(), routes=(route("direct", contact="desk"),), contacts={"desk": desk})

    (found,) = of_kind(notices(direct, LIGHTS), Kind.WITHDRAWAL)

    assert found.recipient.role is RecipientRole.PLATFORM
    assert names(found) == ["mandates/lights.pdf"]


def test_after_an_end_who_delivered_it_gets_the_evidence_and_the_platform_does_not():
    end = End(ended=date(2026, 6, 30), confirmed_on=date(2026, 7, 2), seen_live=date(2026, 11, 20))
    over = replace(manager(), routes=(replace(route("ended"), former="tunecore", end=end),))

    found = of_kind(notices(over, LIGHTS), Kind.REMOVAL_AFTER_END)

    roles = {notice.recipient.role: names(notice) for notice in found}
    assert roles[RecipientRole.DISTRIBUTOR] == ["mandates/lights.pdf"]
    assert roles.get(RecipientRole.PLATFORM, []) == []


@pytest.mark.parametrize(("via", "kind"), [("label", Kind.LABEL_REQUEST), ("unknown", Kind.ENQUIRY)])
def test_a_letter_that_states_no_authority_has_nothing_to_prove(via: str, kind: Kind):
    desk = Contact(name="Small Label", email="desk@example.org")
    asking = replace(manager(), routes=(route(via, contact="desk"),), contacts={"desk": desk})

    (found,) = of_kind(notices(asking, LIGHTS), kind)

    assert found.enclosures == ()


def test_a_letter_to_an_artist_shows_nobody_s_answer():
    asking = replace(
        manager(wish={"answer_by": date(2026, 12, 4)}),
        decisions=(decision("The Example Shadows", file="answers/shadows.pdf"),),
        exhibit_files={"answers/shadows.pdf": own("answers/shadows.pdf")},
    )
    plain = looked_at(asking, LIGHTS, SHADOWS)
    parties = {LIGHTS.key: ("The Example Lights",)}
    question = Finding(
        rule="Q-CONSENT",
        severity=plain_severity(),
        message="m",
        hint="h",
        source=LIGHTS.source,
        releases=(LIGHTS.key,),
    )
    waiting = replace(plain, unanswered=parties, held={LIGHTS.key: (question,)})

    made = plan_notices(waiting, asking, DIRECTORY, asked=Asked(), today=TODAY)

    letters = of_kind([planned.notice for planned in made.notices], Kind.ROSTER_LETTER)
    assert letters
    assert [letter.enclosures for letter in letters] == [()]


def plain_severity() -> Any:
    from takedown.rules import RULES

    return RULES["Q-CONSENT"].severity


def test_a_public_statement_shows_the_logo_and_neither_signature_nor_exhibit():
    open_words = replace(manager(), logo=LOGO, signature_image=INK, statement="We no longer want this.")

    (found,) = of_kind(notices(open_words, LIGHTS), Kind.PUBLIC_STATEMENT)

    assert (found.logo, found.signature_image, found.enclosures) == (LOGO, None, ())


def test_every_other_letter_has_logo_and_signature():
    found = notices(request(route("tunecore"), logo=LOGO, signature_image=INK), LIGHTS)

    assert {notice.kind for notice in found} == {Kind.WITHDRAWAL, Kind.PLATFORM_REQUEST}
    assert {(notice.logo, notice.signature_image) for notice in found} == {(LOGO, INK)}


def test_the_way_back_appends_nothing():
    (found,) = of_kind(notices(manager(logo=LOGO), LIGHTS), Kind.WITHDRAWAL)

    back = way_back(found)

    assert found.enclosures
    assert (back.enclosures, back.logo) == ((), LOGO)


def test_who_had_to_agree_is_shown_with_the_day_and_the_latest_yes_counts():
    wanted = artist(
        decision("Jo Guest", file="answers/first.pdf", row=2),
        decision("Jo Guest", file="answers/last.pdf", row=5),
    )

    (found,) = of_kind(notices(wanted, SHARED), Kind.WITHDRAWAL)

    (shown,) = [each for each in found.enclosures if "Jo Guest" in each.parties]
    assert (shown.kind, shown.file.name, shown.on) == (
        ExhibitKind.CONSENT,
        "answers/last.pdf",
        date(2026, 11, 5),
    )


def test_a_consent_of_somebody_without_a_part_in_the_letter_stays_here():
    wanted = artist(
        decision("Jo Guest", file="answers/jo.pdf"), decision("Kim Elsewhere", file="answers/kim.pdf", row=3)
    )

    for notice in notices(wanted, LIGHTS):
        assert notice.enclosures == ()


def test_a_no_is_never_an_exhibit():
    wanted = artist(
        decision("Jo Guest", file="answers/yes.pdf", row=2),
        decision("Jo Guest", file="answers/no.pdf", answer=Answer.NO, row=5),
    )

    for notice in notices(wanted, SHARED):
        assert [name for name in names(notice) if "answers" in name] == []


def test_one_sheet_that_several_signed_is_appended_once_with_all_their_names():
    wanted = artist(
        decision("Jo Guest", file="answers/sheet.pdf"),
        decision("The Example Lights", file="answers/sheet.pdf", row=2),
    )

    (found,) = of_kind(notices(wanted, SHARED), Kind.WITHDRAWAL)

    (shown,) = found.enclosures
    assert set(shown.parties) == {"Jo Guest", "The Example Lights"}


def test_one_sheet_in_which_somebody_else_speaks_too_stays_here_and_the_plan_says_so():
    both = tuple(
        Principal(artist=f"The Example {band}", name=f"{band} Ltd", mandate="mandates/both.pdf")
        for band in ("Lights", "Shadows")
    )
    made = plan(manager(*both), LIGHTS, SHADOWS)

    assert all(planned.notice.enclosures == () for planned in made.notices)
    (told,) = [each for each in said(made) if "both.pdf" in each.message]
    assert "'Shadows Ltd'" in told.message
    assert "a file of their own" in told.hint


def test_the_plan_says_who_agreed_without_a_file_beside_others_who_have_one():
    wanted = artist(decision("Jo Guest", file="answers/jo.pdf"), decision("The Example Lights", row=3))

    told = [each for each in said(plan(wanted, SHARED)) if "'The Example Lights'" in each.message]

    assert [str(each.source) for each in told] == ["decisions.csv, row 3, column file"]


def test_the_plan_says_that_there_is_nothing_to_append():
    (told,) = said(plan(artist(), LIGHTS))

    assert told.message == "exhibits names consent, and 1 letter would go without one"


def test_nobody_s_consent_is_missed_where_nobody_else_must_agree():
    wanted = artist(decision("Jo Guest", file="answers/jo.pdf"), wish={"platforms": ("amazon-music",)})
    apart = replace(wanted, routes=(route("distrokid", upc=LIGHTS.icpn), route("tunecore")))
    lights = replace(LIGHTS, artists=("Ana Example",))

    found = of_kind(notices(apart, lights, SHARED), Kind.WITHDRAWAL)

    assert sorted(names(notice) for notice in found) == [[], ["answers/jo.pdf"]]
    assert [each for each in said(plan(apart, lights, SHARED)) if "go without" in each.message] == []


def test_the_plan_is_silent_where_everything_is_appended():
    assert said(plan(manager(wish={"exhibits": (ExhibitKind.MANDATE,)}), LIGHTS, SHADOWS)) == []


def test_the_plan_names_every_file_before_anything_is_written():
    made = plan(manager(wish={"exhibits": (ExhibitKind.MANDATE,)}), LIGHTS, SHADOWS)

    text = " ".join(plain_plan(made).split())
    assert "appends mandates/lights.pdf (mandate of Lights Ltd, 2 pages)" in text
    assert "appends mandates/shadows.pdf (mandate of Shadows Ltd, 2 pages)" in text
    assert '"file": "mandates/lights.pdf"' in plan_json(made)


def test_pictures_and_exhibits_change_no_id():
    plain, more = manager(wish={"exhibits": ()}), manager(logo=LOGO, signature_image=INK)

    assert [each.id for each in notices(plain, LIGHTS)] == [each.id for each in notices(more, LIGHTS)]
