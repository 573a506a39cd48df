"""Who signs, for whom, whose recordings they are, and who must agree."""

from datetime import date

import pytest
from catalogs import cells, check, contact, decision, held, only, principal, request, route, rules, sender
from support.builders import isrc, upc

from takedown.checks.labels import rights_holder
from takedown.model import SourceRef
from takedown.request import Authority, Basis, Capacity, Consent

MANDATE = Authority(basis=Basis.MANDATE)
LABEL = sender(capacity=Capacity.LABEL, organization="Example Tapes")


def test_without_a_basis_everything_is_held():
    checked = check(cells(1), cells(2), of=request(authority=Authority()))
    assert held(checked) == {"Harbour 1": ["Q-AUTHORITY"], "Harbour 2": ["Q-AUTHORITY"]}
    assert str(only(checked, "Q-AUTHORITY").source) == "takedown.toml, authority.basis"


@pytest.mark.parametrize("capacity", [Capacity.MANAGER, Capacity.AGENT, Capacity.ATTORNEY])
def test_who_acts_for_others_names_a_principal_for_every_artist(capacity):
    of = request(sender=sender(capacity=capacity), principals=(principal(),))
    checked = check(cells(1), cells(2, artist="Others"), of=of)
    assert held(checked) == {"Harbour 2": ["Q-PRINCIPAL"]}
    assert 'artist = "Others"' in only(checked, "Q-PRINCIPAL").hint


@pytest.mark.parametrize("capacity", [Capacity.ARTIST, Capacity.MEMBER, Capacity.LABEL, Capacity.OFFICER])
def test_who_acts_for_itself_needs_no_principal_whatever_the_artist_cell_says(capacity):
    assert rules(check(cells(artist="Anybody"), of=request(sender=sender(capacity=capacity)))) == []


def test_a_mandate_is_asked_for_once_per_principal_and_a_missing_file_is_named():
    of = request(authority=MANDATE, principals=(principal(mandate=""),))
    assert held(check(cells(1), of=of)) == {"Harbour 1": ["Q-MANDATE"]}
    of = request(authority=MANDATE, principals=(principal(),), missing_mandates=("mandates/a.pdf",))
    assert "there is no file 'mandates/a.pdf'" in only(check(cells(1), cells(2), of=of), "Q-MANDATE").message
    assert rules(check(cells(1), of=request(authority=MANDATE, principals=(principal(),)))) == []


def test_two_principals_for_one_artist_hold_its_releases_only():
    of = request(authority=MANDATE, principals=(principal(), principal(name="Cy"), principal("Others")))
    checked = check(cells(1), cells(2, artist="Others"), of=of)
    assert held(checked) == {"Harbour 1": ["E-TWO-PRINCIPALS"]}


def test_the_same_principal_twice_is_no_contradiction():
    of = request(authority=MANDATE, principals=(principal(), principal()))
    assert rules(check(cells(1), of=of)) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("℗ 2019 Example Tapes", "Example Tapes"),
        ("(P) 2019, 2021 Example Tapes.", "Example Tapes"),
        ("℗ & © 2020 Ana Example", "Ana Example"),
        ("2021 Example Tapes", "Example Tapes"),
        ("℗ 2021", ""),
    ],
)
def test_the_name_is_taken_out_of_a_rights_line(line, name):
    assert rights_holder(line) == name


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "", "p_line": ""},
        {"label": "example tapes", "p_line": "℗ 2021 Ana Example"},
        {"label": "The Examples", "p_line": "℗ 2021 The Examples"},
        {"artist": "The Examples;Bo", "label": "", "p_line": "℗ 2021 The Examples & Bo", "owner": ""},
    ],
)
def test_a_label_or_rights_line_of_ones_own_raises_no_question(changes):
    assert "Q-LABEL" not in rules(check(cells(**changes)))


def test_a_foreign_label_holds_its_releases_and_is_asked_about_once():
    checked = check(*(cells(number, label="Small Label", p_line="") for number in (1, 2)), cells(3))
    assert held(checked) == {"Harbour 1": ["Q-LABEL"], "Harbour 2": ["Q-LABEL"]}
    hint = only(checked, "Q-LABEL").hint
    assert 'own_labels = ["Example Tapes", "Small Label"]' in hint
    assert 'match = { label = "Small Label" }\nvia = "label"' in hint
    assert 'match = { label = "Small Label" }\nvia = "ended"' in hint


def test_a_foreign_rights_line_is_matched_by_upc_because_its_label_cannot_be():
    found = only(check(cells(label="", p_line="℗ 2021 Big Label")), "Q-LABEL")
    assert found.source.column == "p_line"
    assert f'match = {{ upc = "{upc(1)}" }}' in found.hint


@pytest.mark.parametrize("via", ["label", "ended", "unlicensed", "unknown"])
def test_the_question_is_answered_by_the_route(via):
    of = request(route(via, contact="desk", label="Small Label"), contacts={"desk": contact()})
    assert "Q-LABEL" not in rules(check(cells(label="Small Label", p_line=""), of=of))


def test_the_principal_may_own_the_recordings():
    of = request(authority=MANDATE, principals=(principal(name="Bo Example"),))
    assert "Q-LABEL" not in rules(check(cells(label="", p_line="℗ 2021 Bo Example"), of=of))


def test_one_artist_asks_nobody():
    checked = check(cells())
    assert checked.must_agree == {upc(1): ()}


def test_several_artists_must_all_agree_apart_from_the_sender_and_its_own_acts():
    checked = check(cells(1), cells(2, artist="The Examples;Ana Example;Guest"))
    assert checked.must_agree[upc(2)] == ("Guest",)
    assert held(checked) == {"Harbour 2": ["Q-CONSENT"]}


def test_a_label_asks_every_artist_of_a_joint_release():
    checked = check(cells(1), cells(2, artist="The Examples;Guest"), of=request(sender=LABEL))
    assert checked.must_agree[upc(2)] == ("The Examples", "Guest")


def test_an_owner_must_agree_and_a_yes_goes_on():
    checked = check(cells(owner="Bo;Example Tapes"), of=request(decisions=(decision("bo"),)))
    assert checked.must_agree == {upc(1): ("Bo",)}
    assert held(checked) == {}


def test_an_artist_with_a_line_in_decisions_must_agree():
    no = request(sender=LABEL, decisions=(decision("The Examples", "no"),))
    assert held(check(cells(1), cells(2, artist="Others"), of=no)) == {"Harbour 1": ["Q-DECLINED"]}
    still_open = request(sender=LABEL, decisions=(decision("The Examples", "open"),))
    assert held(check(cells(), of=still_open)) == {"Harbour 1": ["Q-CONSENT"]}


def test_a_principal_has_agreed_by_its_mandate_unless_it_says_no():
    agreed = request(authority=MANDATE, principals=(principal(),))
    assert check(cells(owner="Bo Example;The Examples"), of=agreed).must_agree == {upc(1): ()}
    refused = request(authority=MANDATE, principals=(principal(),), decisions=(decision("Bo Example", "no"),))
    assert held(check(cells(), of=refused)) == {"Harbour 1": ["Q-DECLINED"]}


def test_the_latest_answer_counts_and_on_the_same_day_the_later_line():
    def answers(*lines):
        return held(check(cells(owner="Bo"), of=request(decisions=lines)))

    early, late = date(2026, 10, 1), date(2026, 11, 1)
    assert answers(decision("Bo", "no", on=late), decision("Bo", "yes", on=early)) == {
        "Harbour 1": ["Q-DECLINED"]
    }
    assert answers(decision("Bo", "no", on=early), decision("Bo", "yes", on=late)) == {}
    assert answers(decision("Bo", "no", on=late), decision("Bo", "yes", on=late)) == {}
    assert answers(decision("Bo", "no"), decision("Bo", "yes", on=early)) == {}


@pytest.mark.parametrize("named", [upc(1), f"0{upc(1)}", "harbour  1"])
def test_a_no_to_one_release_leaves_the_others(named):
    lines = (decision("Bo", "yes"), decision("Bo", "no", release=named))
    checked = check(cells(1, owner="Bo"), cells(2, owner="Bo"), of=request(decisions=lines))
    assert held(checked) == {"Harbour 1": ["Q-DECLINED"]}


def test_a_line_about_a_release_brings_in_a_party_that_the_catalog_does_not_name():
    checked = check(cells(1), cells(2), of=request(decisions=(decision("Dee", "open", release=upc(2)),)))
    assert checked.must_agree == {upc(1): (), upc(2): ("Dee",)}
    assert held(checked) == {"Harbour 2": ["Q-CONSENT"]}


def test_a_line_about_an_unknown_release_is_told_with_its_place():
    found = only(
        check(cells(), of=request(decisions=(decision("Bo", release="Nowhere", row=7),))), "W-DECISION-UNUSED"
    )
    assert str(found.source) == "decisions.csv, row 7"
    assert "about 'Nowhere'" in found.message


def test_where_consent_is_not_needed_the_clause_is_said_and_nobody_is_asked():
    authority = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7.")
    checked = check(cells(owner="Bo"), of=request(authority=authority))
    assert checked.must_agree == {upc(1): ()}
    assert only(checked, "I-CLAUSE").message == "nobody else is asked, by this clause: Clause 7."
    silent = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED)
    assert "no clause is given" in only(check(cells(), of=request(authority=silent)), "I-CLAUSE").message


@pytest.mark.parametrize("line", ["c/o Example Tapes", "C/O Bo", "P.O. Box 7", "care of Bo"])
def test_a_care_of_address_is_no_home(line):
    assert rules(check(cells(), of=request(sender=sender(address=(line,))))) == []


@pytest.mark.parametrize(
    "address", ["ana", "ana@", "ana@example", "ana example@example.com", "Ana <ana@example.com>"]
)
def test_a_bad_email_address_names_its_key(address):
    checked = check(cells(), of=request(contacts={"desk": contact(email=address)}))
    assert str(only(checked, "E-EMAIL").source) == "takedown.toml, contacts.desk.email"


def test_a_domain_in_punycode_is_shown_too():
    assert (
        "xn--bcher-kva.example"
        in only(check(cells(), of=request(sender=sender(email="a@bücher.example"))), "W-CONFUSABLE").message
    )


def test_a_contact_says_where_its_address_comes_from_and_when_it_was_checked():
    for lacking, words in (({"source": ""}, "has no source"), ({"checked_on": None}, "when it was checked")):
        checked = check(cells(), of=request(contacts={"desk": contact(**lacking)}))
        assert words in only(checked, "W-CONTACT-SOURCE").message


def test_many_artists_are_asked_about_once_per_group():
    checked = check(*(cells(number, artist="The Examples;Guest") for number in (1, 2)), cells(3))
    found = only(checked, "Q-CONSENT")
    assert found.releases == (upc(1), upc(2))
    assert "'Harbour 1' and 1 more release" in found.message
    assert isrc(1) not in found.message


def test_who_plays_under_one_name_has_agreed_for_it_and_under_several_for_none():
    joint = cells(9, artist="The Examples;Guest")
    assert check(cells(1), joint).must_agree[upc(9)] == ("Guest",)
    two = check(cells(1), cells(2, artist="Guest"), joint)
    assert two.must_agree[upc(9)] == ("The Examples", "Guest")
    assert held(two) == {"Harbour 9": ["Q-CONSENT"]}


def test_a_wrong_cell_excuses_nobody_because_the_other_artist_is_still_there():
    checked = check(cells(1), cells(2, artist="Guest", isrc="X"), cells(9, artist="The Examples;Guest"))
    assert checked.must_agree[upc(9)] == ("The Examples", "Guest")


@pytest.mark.parametrize("release", ["", upc(1), "Harbour 1"])
def test_a_clause_replaces_silence_and_never_a_no(release):
    authority = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7.")
    answers = (decision("Bo", "no", release=release), decision("Cy", "open"))
    checked = check(
        cells(1, owner="Bo;Cy"), cells(2, owner="Cy"), of=request(authority=authority, decisions=answers)
    )
    assert checked.must_agree == {upc(1): ("Bo",), upc(2): ()}
    assert held(checked) == {"Harbour 1": ["Q-DECLINED"]}
    assert "I-CLAUSE" in rules(checked)


SAME_TITLE = (cells(1, release="Blue"), cells(2, release="Blue", artist="Others", label="", p_line=""))


def test_a_title_that_several_releases_have_is_about_those_of_the_party():
    of = request(decisions=(decision("Others", "no", release="blue"),))
    checked = check(*SAME_TITLE, of=of)
    assert checked.must_agree == {upc(1): (), upc(2): ("Others",)}


def test_a_title_that_several_releases_have_says_nothing_of_a_party_that_none_of_them_names():
    of = request(decisions=(decision("Dee", "no", release="Blue"),))
    checked = check(*SAME_TITLE, of=of)
    assert checked.must_agree == {upc(1): (), upc(2): ()}
    found = only(checked, "Q-DECISION")
    assert "several have this title" in found.message
    assert "UPC" in found.hint
    assert set(checked.held) == {upc(1), upc(2)}


def test_a_mistyped_refusal_holds_the_artist_who_was_meant():
    of = request(decisions=(decision("The Exampels", "no"),))
    checked = check(cells(1), cells(2, artist="Others", label="", p_line=""), of=of)
    assert "did you mean 'The Examples'" in only(checked, "Q-DECISION").hint
    assert set(checked.held) == {upc(1)}


def test_the_artists_of_a_compilation_must_agree_whatever_stands_in_its_artist_column():
    rows = [
        cells(number, upc=upc(1), release="Sampler", artist="Various Artists", track_artist=f"Guest {number}")
        for number in (1, 2)
    ]
    of = request(decisions=(decision("Guest 1", "yes"), decision("Guest 2", "no", row=3)))
    checked = check(*rows, of=of)
    assert checked.must_agree == {upc(1): ("Guest 1", "Guest 2")}
    assert rules(checked) == ["Q-DECLINED"]


def test_a_refusal_of_one_guest_counts_too():
    row = cells(1, track_artist="The Examples; Guest")
    assert "Q-DECLINED" in rules(check(row, of=request(decisions=(decision("Guest", "no"),))))
    assert check(row).must_agree == {upc(1): ("Guest",)}
    assert "Q-CONSENT" not in rules(check(row, of=request(decisions=(decision("Guest"),))))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("track", "Song 1 (feat. Kim Specimen)"),
        ("track", "Song 1 ft. Kim Specimen"),
        ("track_version", "Featuring Kim Specimen"),
        ("release", "Harbour [feat. Kim Specimen] (Live)"),
        ("artist", "The Examples feat. Kim Specimen"),
    ],
)
def test_a_guest_whom_only_a_text_names_is_a_warning_that_says_where_to_write_the_answer(column, text):
    found = only(check(cells(**{column: text})), "W-FEATURED")
    assert "'Kim Specimen'" in found.message
    assert "track_artist" in found.hint
    assert "decisions.csv" in found.hint


def test_several_guests_of_a_text_are_named_one_by_one():
    checked = check(cells(track="Song (feat. Kim Specimen & Lee Sample, Mo Instance and Nia Model)"))
    named = [each.message.split("'")[1] for each in checked.findings if each.rule == "W-FEATURED"]
    assert named == ["Kim Specimen", "Lee Sample", "Mo Instance", "Nia Model"]


@pytest.mark.parametrize("title", ["Defeat of the Lost", "Feats of Strength", "Soft. Landing", "Left Behind"])
def test_a_title_that_only_looks_like_a_guest_is_none(title):
    assert rules(check(cells(track=title))) == []


def test_a_guest_whom_a_column_names_is_asked_and_not_warned_of():
    row = cells(track="Song 1 (feat. Kim Specimen)", track_artist="The Examples; Kim Specimen")
    assert rules(check(row)) == ["Q-CONSENT"]


def test_a_written_answer_of_a_guest_ends_the_warning_and_a_no_holds():
    row = cells(track="Song 1 (feat. Kim Specimen)")
    assert rules(check(row, of=request(decisions=(decision("Kim Specimen"),)))) == []
    assert "Q-DECLINED" in rules(check(row, of=request(decisions=(decision("Kim Specimen", "no"),))))


def test_guests_are_nobodys_question_where_a_clause_says_so():
    authority = Authority(basis=Basis.COMPANY, consent=Consent.NOT_NEEDED, clause="Clause 7")
    row = cells(track="Song 1 (feat. Kim Specimen)", track_artist="The Examples; Dee")
    assert rules(check(row, of=request(authority=authority))) == ["I-CLAUSE"]


def test_each_artist_of_a_roster_is_named_once_however_many_guests_there_are():
    of = request(sender=sender(capacity=Capacity.MANAGER))
    rows = [cells(1), cells(2, artist="The Examples; Guest"), cells(3, artist="Others")]
    named = sorted(each.message for each in check(*rows, of=of).findings if each.rule == "Q-PRINCIPAL")
    assert len(named) == 2
    assert "'Others' (1 release)" in named[0]
    assert "'The Examples' (2 releases)" in named[1]


def test_a_second_principal_is_found_across_both_files():
    row = SourceRef(file="principals.csv", row=2)
    of = request(principals=(principal(), principal(name="Cy Example")), principal_rows=(row,))
    found = only(check(cells(), of=of), "E-TWO-PRINCIPALS")
    assert found.source == row
    assert "(takedown.toml, principals.1)" in found.message
    assert "(principals.csv, row 2)" in found.message


def test_a_name_that_cannot_be_printed_holds_only_what_is_asked_on_its_behalf():
    principals = (principal("A", "Ann"), principal("B", "Bob\u202e"))
    of = request(principals=principals, sender=sender(capacity=Capacity.LABEL))
    checked = check(cells(1, artist="A"), cells(2, artist="B"), of=of)
    assert "E-CONTROL" not in held(checked).get("Harbour 1", [])
    assert "E-CONTROL" in held(checked)["Harbour 2"]


def test_five_hundred_principals_each_find_their_own_release():
    principals = tuple(principal(f"Artist {number}", f"Person {number}") for number in range(500))
    rows = [cells(number, artist=f"Artist {number}") for number in range(500)]
    of = request(principals=principals, sender=sender(capacity=Capacity.MANAGER))
    assert rules(check(*rows, of=of)) == []
    release = check(cells(7, artist="Artist 7"), of=of).releases[0]
    assert of.principal_for(release) == principals[7]


def test_a_upc_counts_whoever_answers_and_however_many_share_the_title():
    of = request(decisions=(decision("Dee", "no", release=upc(2)),))
    assert check(*SAME_TITLE, of=of).must_agree == {upc(1): (), upc(2): ("Dee",)}


def test_one_release_under_two_upcs_is_one_title():
    of = request(decisions=(decision("Dee", "no", release="Blue"),))
    checked = check(cells(1, release="Blue"), cells(2, release="Blue"), of=of)
    assert checked.must_agree == {upc(1): ("Dee",), upc(2): ("Dee",)}


@pytest.mark.parametrize("basis", list(Basis))
def test_who_signs_for_another_needs_a_mandate_whatever_the_basis(basis):
    of = request(authority=Authority(basis=basis), principals=(principal(mandate=""),))
    assert held(check(cells(), of=of)) == {"Harbour 1": ["Q-MANDATE"]}


@pytest.mark.parametrize("name", ["ana example", "Example Tapes"])
def test_nobody_needs_a_mandate_of_themselves(name):
    of = request(sender=LABEL, principals=(principal(name=name, mandate=""),))
    assert rules(check(cells(), of=of)) == []


def test_an_address_that_cannot_be_written_to_holds_what_depends_on_it():
    of = request(sender=sender(email="ána@example.com"))
    assert held(check(cells(1), cells(2), of=of)) == {"Harbour 1": ["E-EMAIL"], "Harbour 2": ["E-EMAIL"]}
    of = request(
        route("label", contact="desk", artist="The Examples"),
        route(),
        contacts={"desk": contact(email="désk@example.org")},
    )
    assert held(check(cells(1), cells(2, artist="Others"), of=of)) == {"Harbour 1": ["E-EMAIL"]}


@pytest.mark.parametrize("name", ["=?utf-8?Q?Ana?="])
def test_a_name_that_no_header_carries_is_an_error(name):
    checked = check(cells(), of=request(sender=sender(name=name), authority=Authority(basis=Basis.COMPANY)))
    assert held(checked) == {"Harbour 1": ["E-HEADER"]}
    assert str(only(checked, "E-HEADER").source) == "takedown.toml, sender.name"


MANAGER = sender(capacity=Capacity.MANAGER)


@pytest.mark.parametrize(
    "word", ["Various Artists", "VARIOUS", "VA", "V/A", "Verschiedene", "Divers", "[Various]"]
)
def test_various_artists_is_nobody_for_whom_one_could_act(word):
    of = request(sender=MANAGER, principals=(principal("Ana"), principal("Bo", "Bo B.")), routes=(route(),))
    both = {"artist": word, "release": "Sampler", "upc": upc(1)}
    checked = check(cells(1, **both, track_artist="Ana"), cells(2, **both, track_artist="Bo"), of=of)

    assert rules(checked) == []


def test_the_artists_of_a_sampler_for_whom_nobody_is_named_are_named_themselves():
    of = request(sender=MANAGER, principals=(principal("Ana"),))
    both = {"artist": "Various Artists", "release": "Sampler", "upc": upc(1)}
    checked = check(
        cells(1, **both, track_artist="Ana"),
        cells(2, **both, track_artist="Cy"),
        cells(3, artist="Cy", release="Own"),
        of=of,
    )

    found = only(checked, "Q-PRINCIPAL")
    assert "for 'Cy' (2 releases) it is not said for whom" in found.message
    assert {title for title, rules in held(checked).items() if "Q-PRINCIPAL" in rules} == {"Sampler", "Own"}


def test_a_sampler_that_does_not_say_who_plays_a_track_asks_for_that():
    of = request(sender=MANAGER, principals=(principal("Ana"),))
    both = {"artist": "VA", "release": "Sampler", "upc": upc(1)}
    checked = check(cells(1, **both, track_artist="Ana"), cells(2, **both), of=of)

    found = only(checked, "Q-PRINCIPAL")
    assert "'VA' is nobody: not every track of 'Sampler' says who plays it" in found.message
    assert "track_artist" in found.hint


def test_a_mandate_that_a_sampler_needs_is_asked_for():
    of = request(sender=MANAGER, principals=(principal("Ana"), principal("Bo", mandate="")))
    both = {"artist": "Various", "release": "Sampler", "upc": upc(1)}
    checked = check(cells(1, **both, track_artist="Ana"), cells(2, **both, track_artist="Bo"), of=of)

    assert held(checked) == {"Sampler": ["Q-MANDATE"]}


def test_who_plays_under_one_name_has_agreed_for_it_beside_a_sampler_too():
    checked = check(cells(1), cells(2, artist="Various Artists", track_artist="The Examples"))

    assert rules(checked) == []


@pytest.mark.parametrize("release", ["", "Harbour 1"])
def test_a_late_no_without_a_date_is_not_lost_to_an_earlier_yes_with_one(release):
    day = date(2026, 10, 1)
    yes = decision("The Examples", release="Harbour 1", on=day)
    no = decision("The Examples", "no", release=release, row=3)

    assert held(check(cells(1), of=request(decisions=(yes, no)))) == {"Harbour 1": ["Q-DECLINED"]}
    assert held(check(cells(1), of=request(decisions=(no, yes)))) == {}


def test_a_no_with_a_date_counts_after_a_yes_without_one_above_it():
    day = date(2026, 10, 1)
    lines = (
        decision("The Examples", on=day),
        decision("The Examples", row=3),
        decision("The Examples", "no", on=day, row=4),
    )

    assert held(check(cells(1), of=request(decisions=lines))) == {"Harbour 1": ["Q-DECLINED"]}


def test_a_line_of_another_party_gives_no_day():
    lines = (
        decision("Jo Guest", on=date(2026, 11, 1)),
        decision("The Examples", "no", row=3),
        decision("The Examples", on=date(2026, 10, 1), row=4),
    )

    assert held(check(cells(1), of=request(decisions=lines))) == {}
