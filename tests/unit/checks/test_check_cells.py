"""One row: what its cells mean, and what is said when they mean nothing."""

from datetime import date

import pytest
from catalogs import cells, check, only, rules, titles
from support.builders import isrc, upc

from takedown.checks.dates import iso_date, readings, spoken

TODAY = date(2026, 11, 22)


def test_a_lost_zero_is_restored_where_the_check_digit_proves_it():
    checked = check(cells(upc="12345678905"))
    assert checked.releases[0].icpn == "012345678905"
    assert "'12345678905' is read as 012345678905" in only(checked, "I-UPC-ZEROS").message


def test_an_ean_with_a_leading_zero_is_the_same_release_as_its_upc():
    checked = check(cells(1), cells(1, upc=f"0{upc(1)}", track="Song 2", isrc=isrc(2)))
    assert [release.key for release in checked.releases] == [upc(1)]
    assert len(checked.releases[0].recordings) == 2


def test_scientific_notation_is_an_error_that_says_how_to_avoid_it():
    found = only(check(cells(upc="8.59E+11")), "E-UPC")
    assert "scientific notation" in found.message
    assert "as text" in found.hint


def test_a_swapped_column_names_both_columns_and_raises_no_second_error():
    checked = check(cells(upc=isrc(1), isrc=upc(1)))
    assert rules(checked) == ["E-SWAPPED", "E-SWAPPED"]
    assert checked.blocked_rows == 1


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        (
            "12/03/2021",
            "could be 12 March or 3 December 2021; it is left out",
            "write 2021-03-12 or 2021-12-03",
        ),
        ("2021-02-30", "is not a date; it is left out", "write year-month-day, for example 2021-03-12"),
        ("2021", "is not a date; it is left out", "write year-month-day, for example 2021-03-12"),
        ("spring", "is not a date; it is left out", "write year-month-day, for example 2021-03-12"),
    ],
)
def test_a_date_that_nobody_can_read_is_left_out_and_shows_what_it_could_be(given, message, hint):
    checked = check(cells(release_date=given))
    found = only(checked, "W-DATE")
    assert (found.message, found.hint) == (f"'{given}' {message}", hint)
    assert checked.releases[0].released is None


@pytest.mark.parametrize("given", ["25/12/2021", "25.12.2021", "25 December 2021", "2021/12/25", "20211225"])
def test_a_date_in_another_form_is_read_where_it_has_one_meaning_and_said(given):
    checked = check(cells(release_date=given))
    found = only(checked, "W-DATE")
    said = f"'{given}' is not written as year-month-day; it is read as 25 December 2021"
    assert (found.message, found.hint) == (said, "write 2021-12-25")
    assert checked.releases[0].released == date(2021, 12, 25)


def test_a_spreadsheets_number_for_a_date_is_read_with_the_reason():
    checked = check(cells(release_date="44267"))
    said = "'44267' is a spreadsheet's number for a date; it is read as 12 March 2021"
    assert only(checked, "W-DATE").message == said
    assert checked.releases[0].released == date(2021, 3, 12)


def test_a_two_digit_year_shows_every_order_whatever_the_machine_clock_says():
    assert spoken(readings("12/03/21", TODAY)) == "21 March 2012, 12 March 2021 or 3 December 2021"
    assert readings("01/01/99", TODAY) == (date(1999, 1, 1),)


def test_an_iso_date_is_read_as_it_stands():
    assert iso_date("2021-03-12") == date(2021, 3, 12)
    assert iso_date("2021-3-12") is None


def test_a_distributor_is_known_by_slug_or_by_name_without_a_word():
    for name in ("cdbaby", "CD Baby", "cd baby", "CDBaby"):
        checked = check(cells(distributor=name))
        assert checked.releases[0].distributor == "cdbaby"
        assert "E-DISTRIBUTOR" not in rules(checked)


def test_platforms_are_separated_by_semicolons_and_each_unknown_one_is_named():
    assert check(cells(platforms="Spotify; amazon-music")).releases[0].platforms == (
        "spotify",
        "amazon-music",
    )
    found = only(check(cells(platforms="spotify;spottify")), "E-PLATFORM")
    assert (found.message, found.hint) == (
        "'spottify' is not in the directory of platforms",
        "did you mean spotify?",
    )


def test_an_unknown_distributor_unlike_any_other_stays_with_the_way_out():
    checked = check(cells(distributor="Qzx"))
    assert checked.blocked_rows == 0
    assert checked.releases[0].distributor == "Qzx"
    assert 'match = { distributor = "Qzx" }, via = "other"' in only(checked, "W-DISTRIBUTOR").hint


def test_an_unknown_platform_unlike_any_other_stays_beside_the_known_ones():
    checked = check(cells(platforms="apple-music; amazon-music"))
    assert rules(checked) == ["W-PLATFORM"]
    assert checked.releases[0].platforms == ("apple-music", "amazon-music")


@pytest.mark.parametrize(("column", "word"), [("platforms", "amazon-musik"), ("distributor", "tunecor")])
def test_a_slip_of_the_pen_in_a_slug_still_blocks_its_row(column, word):
    checked = check(cells(**{column: word}))
    assert checked.blocked_rows == 1
    assert "did you mean" in checked.findings[0].hint


@pytest.mark.parametrize("column", ["artist", "release", "track"])
def test_text_that_mail_programs_would_decode_is_an_error(column):
    assert rules(check(cells(**{column: "=?utf-8?Q?Caf=C3=A9?="}))) == ["E-HEADER"]


@pytest.mark.parametrize("column", ["artist", "isrc", "upc"])
@pytest.mark.parametrize("word", ["N/A", "tbd", "-", "0", "unknown", "xxx", "none", "null", "test", "--"])
def test_a_placeholder_where_a_value_is_needed_blocks_its_row(column, word):
    checked = check(cells(**{column: word}))
    assert rules(checked) == ["E-PLACEHOLDER"]
    assert only(checked, "E-PLACEHOLDER").source.column == column


def test_zeros_are_no_upc_though_their_check_digit_is_right():
    assert rules(check(cells(upc="000000000000"))) == ["E-PLACEHOLDER"]


def test_a_placeholder_in_an_optional_cell_is_read_as_empty():
    checked = check(cells(catalog_number="n/a"))
    assert rules(checked) == ["W-PLACEHOLDER"]
    assert checked.releases[0].catalog_number == ""


@pytest.mark.parametrize("title", ["Unknown", "XXX", "None", "?", "0"])
def test_a_title_that_looks_like_a_placeholder_stays_where_a_code_proves_it(title):
    checked = check(cells(track=title))
    assert checked.releases[0].recordings[0].title == title
    assert "is taken as the title" in only(checked, "W-PLACEHOLDER").message


def test_a_title_that_looks_like_a_placeholder_is_an_error_without_any_code():
    assert rules(check(cells(track="Unknown", isrc="", upc="", release=""))) == ["E-PLACEHOLDER"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"release": "A", "upc": upc(1)}, "artist"),
        ({"artist": "A", "upc": upc(1)}, "release"),
        ({"artist": "A", "kind": "recording", "release": "A", "upc": upc(1)}, "track"),
        ({"artist": "A", "kind": "release", "track": "A", "isrc": isrc(1)}, "release"),
        ({"artist": " ; ", "track": "A", "isrc": isrc(1)}, "artist"),
    ],
)
def test_each_kind_of_row_has_its_required_cells(line, column):
    found = only(check(line), "E-MISSING")
    assert found.source.column == column


def test_a_recording_with_isrc_and_release_needs_no_title():
    checked = check(cells(track=""))
    assert checked.blocked_rows == 0
    assert checked.releases[0].recordings[0].isrc == isrc(1)


def test_an_empty_kind_is_a_recording_where_a_track_or_an_isrc_is_given():
    assert len(check(cells()).releases[0].recordings) == 1
    assert check(cells(track="", isrc="", track_number="")).releases[0].recordings == ()


def test_a_row_without_codes_is_a_question_and_still_goes_on():
    checked = check(cells(upc="", isrc=""))
    found = only(checked, "Q-NO-IDENTIFIER")
    assert titles(checked) == ["Harbour 1"]
    assert found.releases == (checked.releases[0].key,)
    assert not checked.held


def test_several_artists_in_one_name_are_only_warned_about():
    checked = check(cells(artist="Ana, Bo & Cy"))
    assert checked.releases[0].artists == ("Ana, Bo & Cy",)
    assert rules(check(cells(artist="The Examples;Bo"))).count("W-SEVERAL-ARTISTS") == 0


def test_a_warning_that_many_rows_repeat_is_said_once_with_their_number():
    table = [cells(number, artist="Ana & Bo") for number in (1, 2, 3)]
    found = only(check(*table), "W-SEVERAL-ARTISTS")
    assert found.source.row == 2
    assert found.message.endswith("(also in 2 more rows)")


def test_an_isrc_of_the_last_century_is_not_of_the_future():
    assert "W-ISRC-YEAR" not in rules(check(cells(isrc="ZZEXA9900001")))


def test_a_long_cell_gets_one_error_and_is_not_read_further():
    assert rules(check(cells(upc="1" * 301))) == ["E-LONG"]


@pytest.mark.parametrize("column", ["p_line", "c_line"])
def test_a_rights_line_that_names_many_owners_blocks_no_row(column: str):
    line = "℗ 2021 Example Tapes, " + "under licence to the Example Society " * 20

    assert "E-LONG" not in rules(check(cells(**{column: line})))
    assert "E-LONG" in rules(check(cells(**{column: line * 2})))


def test_a_wrong_code_proves_no_title():
    assert rules(check(cells(track="Unknown", isrc="X", upc="1", release=""))) == [
        "E-ISRC",
        "E-PLACEHOLDER",
        "E-UPC",
    ]


def test_placeholders_on_a_release_row_leave_it_a_release():
    checked = check(cells(track="-", isrc="", track_number=""))
    assert [release.recordings for release in checked.releases] == [()]
