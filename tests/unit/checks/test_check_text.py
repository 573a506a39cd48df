"""Characters in the catalog and in takedown.toml."""

import pytest
from catalogs import COVERAGE, cells, check, contact, only, principal, request, route, rules, sender

from takedown.checks.text import flaws
from takedown.records import Known
from takedown.rendering.fonts import font_coverage
from takedown.request import Agreement


@pytest.mark.parametrize(
    "character",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\x07",
        "\x9b",
        "\n",
        "\t",
        "\u200f",
        "\u00ad",
        "\ud800",
        "\u2028",
        "\u034f",
        "\u115f",
        "\u17b4",
        "\u17b5",
        "\u180b",
        "\u3164",
        "\uffa0",
        "\U000e0065",
    ],
)
def test_a_character_that_cannot_be_seen_is_named_by_code_point_and_place(character):
    (flaw,) = flaws(f"ab{character}c", COVERAGE)
    assert flaw.rule == "E-CONTROL"
    assert f"U+{ord(character):04X}" in flaw.message
    assert "at character 3" in flaw.message


def test_line_breaks_are_allowed_in_a_paragraph():
    assert flaws("one\n\ntwo\tthree\r\n", COVERAGE, lines=True) == ()


def test_a_joiner_belongs_to_persian_spelling_and_to_no_latin_word():
    assert flaws("می\u200cخواهم", None) == ()
    assert [flaw.rule for flaw in flaws("a\u200cb", None)] == ["E-CONTROL"]


@pytest.mark.parametrize("text", ["\ufe0fa", "a \ufe0fb", "a\u00a0\U000e0100b"])
def test_a_selector_with_nothing_before_it_cannot_be_seen(text):
    (flaw,) = flaws(text, font_coverage())
    place = next(at for at, each in enumerate(text) if each in "\ufe0f\U000e0100")
    assert flaw.rule == "E-CONTROL"
    assert f"U+{ord(text[place]):04X} VARIATION SELECTOR" in flaw.message
    assert f"at character {place + 1}" in flaw.message


@pytest.mark.parametrize("text", ["♥\ufe0f", "1\ufe0f\u20e3", "葛\U000e0100", "ᄒ", "\u11ab", "\u1112\u11ab"])
def test_a_selector_behind_its_character_and_a_part_of_hangul_are_good(text):
    assert flaws(text, font_coverage()) == ()


@pytest.mark.parametrize("character", ["\u034f", "\u17b4", "\u3164"])
def test_what_has_no_shape_is_named_once_and_also_where_nothing_is_printed(character):
    for coverage in (None, COVERAGE, font_coverage()):
        assert [flaw.rule for flaw in flaws(f"a{character}", coverage)] == ["E-CONTROL"]


@pytest.mark.parametrize(
    ("given", "meant"), [("CafÃ©", "é"), ("Donâ€™t", "’"), ("SÃ¸ster", "ø"), ("naÃ¯ve", "ï")]
)
def test_text_read_in_the_wrong_encoding_is_shown_with_what_it_was(given, meant):
    (flaw,) = flaws(given, None)
    assert flaw.rule == "W-MOJIBAKE"
    assert f"'{meant}'" in flaw.message


@pytest.mark.parametrize(
    "good", ["Café", "Ü™", "Motörhead", "Sigur Rós", "Ðýðr", "Žižek…", "“Hallo”", "ÀÉÎÕÜ"]
)
def test_good_text_is_left_alone(good):
    assert flaws(good, None) == ()


def test_a_letter_that_no_font_has_is_named_and_blocks_its_row():
    checked = check(cells(track="歌 of 夜"), cells(2))
    message = only(checked, "E-GLYPH").message
    assert "歌 (U+6B4C" in message
    assert "夜 (U+591C" in message
    assert (checked.rows, checked.blocked_rows) == (2, 1)


def test_a_letter_that_is_not_printed_may_be_any():
    assert "E-GLYPH" not in rules(check(cells(owner="歌")))


def test_letters_written_in_two_parts_are_joined_before_they_are_judged():
    checked = check(cells(track="Cafe\u0301"))
    assert checked.releases[0].recordings[0].title == "Café"
    assert rules(checked) == []


@pytest.mark.parametrize(
    ("of", "key"),
    [
        (request(sender=sender(name="歌")), "sender.name"),
        (request(sender=sender(organization="歌")), "sender.organization"),
        (request(sender=sender(address=("c/o 歌",))), "sender.address"),
        (request(contacts={"desk": contact(name="歌")}), "contacts.desk.name"),
        (request(contacts={"desk": contact(address=("歌",))}), "contacts.desk.address"),
        (request(principals=(principal(name="歌"),)), "principals.1.name"),
        (request(reasons="Because.\n歌"), "request.reasons"),
        (request(route(agreement=Agreement(name="歌", advance_open=Known.NO))), "routes.1.agreement.name"),
    ],
)
def test_a_letter_in_takedown_toml_that_cannot_be_printed_holds_everything(of, key):
    checked = check(cells(1), cells(2), of=of)
    found = only(checked, "E-GLYPH")
    assert str(found.source) == f"takedown.toml, {key}"
    assert set(checked.held) == {release.key for release in checked.releases} == set(found.releases)


def test_escape_sequences_in_a_title_never_reach_a_message():
    checked = check(cells(track="\x1b[31mred"))
    assert "\x1b" not in "".join(each.message for each in checked.findings)
    assert "\x1b" not in "".join(each.title for each in checked.blocked)
