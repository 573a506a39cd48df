"""Rows that belong together, rows that contradict each other, and what is left."""

from catalogs import cells, check, held, only, request, route, rules, titles
from support.builders import isrc, upc


def test_rows_of_one_upc_are_one_release_in_track_order():
    table = [
        cells(1, track_number=str(number), track=f"T{number}", isrc=isrc(number)) for number in (10, 2, 1)
    ]
    (release,) = check(*table).releases
    assert [recording.title for recording in release.recordings] == ["T1", "T2", "T10"]
    assert (release.key, release.icpn) == (upc(1), upc(1))


def test_rows_keep_their_order_where_a_number_is_no_whole_number():
    table = [
        cells(1, track_number=text, track=f"T{text}", isrc=isrc(place))
        for place, text in enumerate(("B1", "A1"), 1)
    ]
    assert [recording.number for recording in check(*table).releases[0].recordings] == ["B1", "A1"]


def test_a_release_row_gives_its_cells_and_adds_no_recording():
    release_row = cells(
        kind="release", track="", isrc="", track_number="", catalog_number="EX 1", asin="B012345678"
    )
    (release,) = check(cells(label="", asin="B087654321"), release_row).releases
    assert (release.label, release.catalog_number) == ("Example Tapes", "EX 1")
    assert release.place_on("amazon-music").asin == "B012345678"
    assert [each.place_on("amazon-music").asin for each in release.recordings] == ["B087654321"]


def test_platforms_and_owners_are_gathered_from_all_rows_so_that_none_is_lost():
    table = [
        cells(1, platforms="spotify", owner="Bo"),
        cells(1, platforms="amazon-music", owner="Cy;bo", track="B", isrc=isrc(2)),
    ]
    (release,) = check(*table).releases
    assert release.platforms == ("spotify", "amazon-music")
    assert release.owners == ("Bo", "Cy")


def test_a_release_is_its_upc_else_its_grid_else_its_words():
    keys = [
        release.key
        for release in check(
            cells(1),
            cells(2, upc="", grid="A1-2425G-ABC1234002-M"),
            cells(3, upc="", release_version="Live"),
        ).releases
    ]
    assert keys == [upc(1), "A12425GABC1234002M", "the examples|harbour 3|live|example tapes"]


def test_a_upc_without_a_title_is_a_release_named_by_what_is_on_it():
    table = [
        cells(1, release="", track_number=str(number), track=f"T{number}", isrc=isrc(number))
        for number in (1, 2)
    ]
    checked = check(*table)
    (release,) = checked.releases
    assert (release.display_title, release.is_lone_recording) == ("T1 and 1 more", False)
    assert "'T1 and 1 more'" in only(checked, "W-NO-TITLE").message


def test_a_track_on_no_release_stands_for_itself():
    checked = check(cells(1, upc="", release=""), cells(2, upc="", release="", isrc="", track_version="Dub"))
    assert [release.key for release in checked.releases] == [
        f"isrc:{isrc(1)}",
        "track:the examples|song 2|dub",
    ]
    assert titles(checked) == ["Song 1", "Song 2 (Dub)"]
    assert checked.releases[0].title == ""


def test_one_isrc_on_two_titles_blocks_both_rows_and_shows_both():
    checked = check(cells(1), cells(2, isrc=isrc(1)), cells(3))
    messages = [each.message for each in checked.findings if each.rule == "E-SAME-ISRC"]
    assert messages == [
        f"{isrc(1)} is 'Song 1' here and 'Song 2' in row 3; an ISRC is one recording",
        f"{isrc(1)} is 'Song 2' here and 'Song 1' in row 2; an ISRC is one recording",
    ]
    assert titles(checked) == ["Harbour 3"]
    assert [each.title for each in checked.blocked] == ["Harbour 1", "Harbour 2"]


def test_punctuation_and_brackets_make_no_second_title():
    checked = check(
        cells(1, track="Don’t", track_version="Live"), cells(2, track="Don't (live)", isrc=isrc(1))
    )
    assert rules(checked) == ["W-COMP"]


def test_one_upc_with_two_titles_shows_both_values_with_their_rows():
    checked = check(cells(1), cells(2, upc=upc(1)), cells(1, track="Song 3", isrc=isrc(3)))
    found = [each for each in checked.findings if each.rule == "E-UPC-CONFLICT"]
    assert [each.source.row for each in found] == [2, 3, 4]
    assert "'Harbour 1' in rows 2 and 4 and 'Harbour 2' in row 3" in found[0].message
    assert checked.releases == ()


def test_an_empty_cell_contradicts_nothing():
    assert rules(check(cells(1), cells(1, label="", release_date="", track="B", isrc=isrc(2)))) == []


def test_a_conflict_over_many_rows_does_not_list_them_all():
    table = [cells(1, track=f"T{number}", isrc=isrc(number)) for number in range(1, 7)]
    message = check(*table, cells(1, label="Others", track="T7", isrc=isrc(7))).findings[0].message
    assert "'Example Tapes' in 6 rows from row 2 on and 'Others' in row 8" in message


def test_two_distributors_on_one_release_are_named():
    checked = check(cells(1), cells(1, distributor="cdbaby", track="B", isrc=isrc(2)))
    assert "cdbaby here and tunecore in row 2" in only(checked, "W-ROUTE-CONFLICT").message


def test_a_repeated_row_is_counted_once_even_where_it_is_wrong():
    checked = check(cells(isrc="X"), cells(isrc="X"))
    assert rules(checked) == ["E-ISRC", "W-DUPLICATE-ROW"]
    assert (checked.rows, checked.blocked_rows) == (1, 1)


def test_a_bad_row_leaves_the_rest_of_its_release_alone():
    checked = check(cells(1), cells(1, track="B", isrc="X"))
    assert checked.blocked == ()
    assert [recording.title for recording in checked.releases[0].recordings] == ["Song 1"]


def test_a_release_without_a_usable_row_is_blocked_once_with_its_first_error():
    checked = check(cells(1, upc="1"), cells(1, upc="1", track="B", isrc="X"))
    (blocked,) = checked.blocked
    assert (blocked.artist, blocked.title, blocked.finding.rule) == ("The Examples", "Harbour 1", "E-UPC")


def test_a_row_that_says_nothing_is_blocked_under_its_number():
    assert [each.title for each in check({"url": "https://example.com"}).blocked] == ["row 2"]


def test_a_shared_recording_is_told_once_for_each_later_release():
    table = [cells(number, track="Song 1", isrc=isrc(1)) for number in (1, 2, 3)]
    found = [each for each in check(*table).findings if each.rule == "W-COMP"]
    assert [each.releases for each in found] == [(upc(1), upc(2)), (upc(1), upc(3))]


def test_an_error_in_the_catalog_holds_nothing_but_its_row():
    assert held(check(cells(1, isrc="X"), cells(2))) == {}


def blocked(checked):
    return [each.title for each in checked.blocked]


def left_out(checked):
    return [each.title for each in checked.left_out]


def test_another_version_with_a_bad_upc_does_not_vanish_into_the_good_release():
    for other in ({"release": "Harbour 1 (Deluxe)"}, {"release_version": "Deluxe"}):
        checked = check(cells(1), cells(1, upc="1", track="B", isrc=isrc(2), **other))
        assert (blocked(checked), left_out(checked)) == (["Harbour 1 (Deluxe)"], [])


def test_a_row_whose_upc_cannot_be_read_is_left_out_of_the_release_of_its_words():
    good = cells(1, release_version="Live")
    bad = cells(1, release="Harbour 1 (Live)", upc="8.59E+11", track="B", isrc=isrc(2))
    checked = check(good, bad)
    assert (blocked(checked), left_out(checked)) == ([], ["Harbour 1 (Live)"])


def test_a_bad_row_with_a_upc_of_its_own_is_another_release_though_the_words_are_the_same():
    checked = check(cells(1), cells(1, upc=upc(2), isrc="X", track="B"))
    assert (blocked(checked), left_out(checked)) == (["Harbour 1"], [])


def test_two_blocked_versions_and_two_unread_codes_count_as_two():
    table = [cells(1, release="Zed", upc="1"), cells(2, release="Zed (Deluxe)", upc="1")]
    assert blocked(check(*table)) == ["Zed", "Zed (Deluxe)"]
    table = [cells(1, release="Zed", upc="1"), cells(2, release="Zed", release_version="Deluxe", upc="1")]
    assert blocked(check(*table)) == ["Zed", "Zed (Deluxe)"]
    table = [cells(1, release="Zed", upc="1"), cells(2, release="Zed", upc="2")]
    assert blocked(check(*table)) == ["Zed", "Zed"]


def test_the_rows_of_one_release_with_swapped_columns_are_one():
    swapped = [
        cells(1, upc=isrc(number), isrc=upc(1), track=f"T{number}", track_number=str(number))
        for number in (1, 2)
    ]
    assert blocked(check(*swapped)) == ["Harbour 1"]


def test_a_shared_recording_that_two_artists_have_says_who_has_it_where():
    song = {"track": "Song 1", "isrc": isrc(1)}
    found = only(check(cells(1, **song, artist="Artist 02"), cells(2, **song, artist="Artist 06")), "W-COMP")

    assert "; by 'Artist 06' here and 'Artist 02' there;" in found.message
    assert "one recording of one artist" in found.hint


def test_a_shared_recording_on_a_sampler_is_no_other_artists():
    song = {"track": "Song 1", "isrc": isrc(1)}
    sampler = cells(2, **song, artist="Various Artists", track_artist="The Examples")
    for row in (sampler, cells(2, **song, artist="VA"), cells(2, **song)):
        found = [each for each in check(cells(1, **song), row).findings if each.rule == "W-COMP"]
        assert [" here and " in each.message for each in found] == [False]


def test_recordings_on_no_release_are_not_called_releases():
    alone = [cells(number, release="", upc="", distributor="") for number in (2, 3)]
    asked = request(route(artist="Others"))

    found = only(check(cells(1, distributor=""), *alone, of=asked), "Q-ROUTE")
    assert "'Harbour 1' and 2 more recordings" in found.message
    found = only(check(cells(1, distributor=""), cells(4, distributor=""), *alone, of=asked), "Q-ROUTE")
    assert "'Harbour 1' and 3 more releases and recordings" in found.message
