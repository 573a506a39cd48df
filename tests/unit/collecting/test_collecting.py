"""Sources come together in catalog.csv: gaps are filled, nothing is overwritten, nothing is lost."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gathering import gathered, opening, row, rows_of, sale, sheet, statement

from takedown.collecting import Collected, Opening
from takedown.errors import StorageError
from takedown.model import SourceRef
from takedown.readers.opening import open_source
from takedown.sources import BadRow, Nature, PassedRow, SourceItem

SONG = {"artist": "The Examples", "release": "First", "track": "One", "isrc": "ZZEXA2600001"}
UPC = "036000291452"
OTHER_UPC = "123456789012"


def lines(root: Path, name: str = "catalog.csv") -> list[dict[str, str]]:
    with (root / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sheet_becomes_the_catalog(tmp_path: Path) -> None:
    collected = sheet(tmp_path, SONG)
    assert (collected.added, collected.filled, collected.needs_person) == (1, 0, False)
    assert lines(tmp_path)[0]["isrc"] == "ZZEXA2600001"


def test_codes_enter_the_catalog_in_their_canonical_form(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "zz-exa-26-00001", "upc": "36000291452"})
    assert (lines(tmp_path)[0]["isrc"], lines(tmp_path)[0]["upc"]) == ("ZZEXA2600001", UPC)


def test_importing_twice_changes_no_byte(tmp_path: Path) -> None:
    sheet(tmp_path, SONG, SONG | {"track": "Two", "isrc": "ZZEXA2600002"})
    before = (tmp_path / "catalog.csv").read_bytes()
    collected = sheet(tmp_path, SONG, SONG | {"track": "Two", "isrc": "ZZEXA2600002"})
    assert (tmp_path / "catalog.csv").read_bytes() == before
    assert (collected.added, collected.filled, collected.written) == (0, 0, ())


def test_a_second_source_fills_gaps_and_nothing_else(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"label": ""})
    collected = sheet(tmp_path, SONG | {"upc": UPC, "label": "Example Tapes"}, name="more.csv")
    assert (collected.added, collected.filled, collected.findings) == (0, 1, ())
    assert lines(tmp_path)[0]["label"] == "Example Tapes"
    assert lines(tmp_path)[0]["upc"] == UPC


def test_a_difference_keeps_the_first_value_and_names_both_places(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"upc": UPC})
    collected = sheet(tmp_path, SONG | {"upc": UPC, "track": "Another"}, name="more.csv")
    (finding,) = collected.findings
    assert finding.rule == "Q-SOURCES-DIFFER"
    assert "'One' (catalog.csv, row 2, column track)" in finding.message
    assert "'Another' (more.csv, row 2, column track)" in finding.message
    assert collected.needs_person
    assert lines(tmp_path)[0]["track"] == "One"


def test_a_difference_that_decides_nothing_is_a_warning(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"catalog_number": "EX-1"})
    collected = sheet(tmp_path, SONG | {"catalog_number": "EX-2"}, name="more.csv")
    assert [finding.rule for finding in collected.findings] == ["W-SOURCES-DIFFER"]
    assert not collected.needs_person


def test_another_spelling_of_the_same_is_no_difference(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"track": "One", "track_version": "Live"})
    collected = sheet(tmp_path, SONG | {"track": "ONE (live)", "artist": "the examples"}, name="more.csv")
    assert collected.findings == ()


def test_one_isrc_on_two_releases_is_two_rows(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"upc": UPC}, SONG | {"upc": OTHER_UPC, "release": "Second"})
    assert [line["upc"] for line in lines(tmp_path)] == [UPC, OTHER_UPC]


def test_one_title_on_one_release_with_two_codes_is_two_rows(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"upc": UPC}, SONG | {"upc": UPC, "isrc": "ZZEXA2600002"})
    assert len(lines(tmp_path)) == 2


def test_a_row_without_isrc_finds_its_recording_by_title_and_artist(tmp_path: Path) -> None:
    sheet(tmp_path, {key: SONG[key] for key in ("artist", "release", "track")})
    collected = sheet(tmp_path, SONG, name="more.csv")
    assert (collected.added, collected.filled) == (0, 1)


def test_the_same_title_by_somebody_else_is_another_recording(tmp_path: Path) -> None:
    sheet(tmp_path, {"artist": "The Examples", "track": "Intro"}, {"artist": "Bo", "track": "Intro"})
    assert len(lines(tmp_path)) == 2


def test_where_it_is_live_is_never_filled_in(tmp_path: Path) -> None:
    """An empty cell means: not known, ask everywhere. A source that names one store must not take the others away."""
    sheet(tmp_path, SONG)
    collected = sheet(tmp_path, SONG | {"platforms": "spotify"}, name="more.csv")
    assert not lines(tmp_path)[0].get("platforms")
    assert [
        "'spotify' (more.csv, row 2, column platforms)" in each.message for each in collected.findings
    ] == [True]


def test_a_bad_row_comes_back_and_the_good_ones_go_on(tmp_path: Path) -> None:
    collected = sheet(tmp_path, SONG, SONG | {"track": "Two", "isrc": "ZZEXA26"})
    assert (collected.added, collected.rejected, collected.needs_person) == (1, 1, True)
    (line,) = lines(tmp_path, "rejected.csv")
    assert (line["rejected_file"], line["rejected_row"], line["rule"]) == ("sheet.csv", "3", "E-ISRC")
    assert line["isrc"] == "ZZEXA26"
    assert line["reason"].startswith("isrc: 'ZZEXA26' has 7 characters")


def test_a_name_that_cannot_be_printed_yet_enters_the_catalog_all_the_same(tmp_path: Path) -> None:
    """It is right; to send it back would ask the user for another name. `check` holds it and says why."""
    collected = sheet(tmp_path, SONG | {"track": "夜のフェリー"})
    assert (collected.added, collected.rejected) == (1, 0)


def test_a_row_that_could_not_be_taken_apart_comes_back_too(tmp_path: Path) -> None:
    bad = BadRow(
        cells={"artist": "The Examples"},
        source=SourceRef(file="sheet.csv", row=3),
        rule="E-RAGGED",
        reason="3 cells, the header has 4",
        fix="add the cell",
    )
    collected = gathered(tmp_path, opening([*rows_of([SONG], "sheet.csv"), bad]))
    assert collected.received[0].rejected == 1
    assert lines(tmp_path, "rejected.csv")[0]["reason"] == "3 cells, the header has 4"


def mend(root: Path, wrong: str, right: str) -> Collected:
    """Correct a cell of rejected.csv by hand, and read the file."""
    path = root / "rejected.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(wrong, right), encoding="utf-8")
    return gathered(root, Opening(opened=open_source(path, name=path.name), path=path))


def test_a_mended_row_of_rejected_csv_enters_the_catalog_and_leaves_the_file(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"}, SONG | {"track": "Two", "isrc": "XX"})
    collected = mend(tmp_path, "ZZEXA26,", "ZZEXA2600001,")
    assert (collected.added, collected.rejected) == (1, 1)
    assert [line["rejected_row"] for line in lines(tmp_path, "rejected.csv")] == ["3"]


def test_when_every_row_is_mended_the_file_goes_away(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"})
    mend(tmp_path, "ZZEXA26,", "ZZEXA2600001,")
    assert not (tmp_path / "rejected.csv").exists()


def test_a_row_that_was_mended_once_stays_mended_when_its_source_is_read_again(tmp_path: Path) -> None:
    sold = (SONG | {"isrc": "ZZEXA26", "upc": UPC}, sale("Amazon Prime", "90"))
    statement(tmp_path, sold)
    mend(tmp_path, "ZZEXA26,", "ZZEXA2600001,")
    collected = statement(tmp_path, sold)
    assert (collected.rejected, collected.added) == (0, 0)
    assert [(line["earnings"], line["upc"]) for line in lines(tmp_path, "statements.csv")] == [("90", UPC)]


def test_what_a_row_earned_that_came_back_still_counts(tmp_path: Path) -> None:
    statement(
        tmp_path, (SONG | {"isrc": "ZZEXA26"}, sale("Amazon Prime", "90")), (SONG, sale("Spotify", "10"))
    )
    assert {line["store"]: line["earnings"] for line in lines(tmp_path, "statements.csv")} == {
        "Amazon Prime": "90",
        "Spotify": "10",
    }


def test_rows_that_came_back_of_two_files_of_one_name_stay_both(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"}, name="s.csv")
    collected = sheet(tmp_path, SONG | {"track": "Two", "isrc": "XX"}, SONG, name="s.csv")
    assert collected.rejected == 2


def test_a_statement_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    path.write_text("the same bytes", encoding="utf-8")

    def one(name: str) -> Opening:
        items = [row(2, SONG, name, sale("Spotify", "3"))]
        return opening(items, name=name, nature=Nature.STATEMENT, distributor="distrokid", path=path)

    collected = gathered(tmp_path, one("s.tsv"), one("s (1).tsv"))
    assert [line["earnings"] for line in lines(tmp_path, "statements.csv")] == ["3"]
    assert "the same as s.tsv, so it is read once" in collected.received[1].notes


def test_who_owns_a_release_is_not_lost_with_its_line(tmp_path: Path) -> None:
    release = {"kind": "release", "artist": "Ana", "release": "Tape", "upc": UPC, "owner": "Ana; Bo"}
    sheet(tmp_path, release, {"artist": "Ana", "release": "Tape", "upc": UPC, "track": "One"})
    assert [line["owner"] for line in lines(tmp_path)] == ["Ana; Bo", ""]


def test_one_code_on_two_releases_is_said_and_nothing_is_mixed(tmp_path: Path) -> None:
    sheet(tmp_path, {"artist": "Ana", "release": "Red", "upc": UPC, "track": "One"})
    collected = sheet(
        tmp_path, {"kind": "release", "artist": "Bo", "release": "Blue", "upc": UPC}, name="b.csv"
    )
    assert {finding.rule for finding in collected.findings} == {"Q-SOURCES-DIFFER"}
    assert (lines(tmp_path)[0]["artist"], lines(tmp_path)[0]["release"]) == ("Ana", "Red")


def test_two_artists_of_a_sampler_with_one_title_are_two_recordings(tmp_path: Path) -> None:
    various = {"artist": "Various Artists", "release": "Comp 1", "track": "Intro"}
    sheet(tmp_path, various | {"track_artist": "Bo"}, various | {"track_artist": "Cy"})
    assert [line["track_artist"] for line in lines(tmp_path)] == ["Bo", "Cy"]


def test_a_code_is_never_filled_in_where_two_rows_could_be_meant(tmp_path: Path) -> None:
    intro = {"artist": "Ana", "track": "Intro"}
    sheet(tmp_path, intro | {"release": "First"}, intro | {"release": "Second"})
    sheet(tmp_path, intro | {"isrc": "ZZEXA2600001", "upc": UPC}, name="b.csv")
    assert [(line["release"], line["isrc"]) for line in lines(tmp_path)] == [
        ("First", ""),
        ("Second", ""),
        ("", "ZZEXA2600001"),
    ]


def test_the_title_of_the_release_tells_which_row_is_meant(tmp_path: Path) -> None:
    intro = {"artist": "Ana", "track": "Intro"}
    sheet(tmp_path, intro | {"release": "First"}, intro | {"release": "Second"})
    song = intro | {"isrc": "ZZEXA2600001", "upc": UPC}
    sheet(tmp_path, song, {"kind": "release", "artist": "Ana", "release": "Second", "upc": UPC}, name="b.csv")
    assert [(line["release"], line["isrc"]) for line in lines(tmp_path)] == [
        ("First", ""),
        ("Second", "ZZEXA2600001"),
    ]


def test_a_code_that_rests_on_words_alone_is_said(tmp_path: Path) -> None:
    sheet(tmp_path, {"artist": "Ana", "release": "First", "track": "Intro"})
    collected = sheet(
        tmp_path, {"artist": "Ana", "track": "Intro", "isrc": "ZZEXA2600001", "upc": UPC}, name="b.csv"
    )
    assert [finding.rule for finding in collected.findings] == ["W-MATCHED-BY-TITLE"]
    assert (collected.added, collected.filled) == (0, 1)


def test_an_edit_while_files_are_read_stops_before_anything_is_written(tmp_path: Path) -> None:
    sheet(tmp_path, SONG)

    def edited() -> Iterator[SourceItem]:
        path = tmp_path / "catalog.csv"
        path.write_text(path.read_text(encoding="utf-8") + "Bo,New,,,,,,Inserted,,,\n", encoding="utf-8")
        yield row(2, SONG | {"label": "Example Tapes"}, "b.csv")

    with pytest.raises(StorageError, match="was changed while files were read"):
        gathered(tmp_path, opening(edited(), name="b.csv"))
    assert "Example Tapes" not in (tmp_path / "catalog.csv").read_text(encoding="utf-8")


def test_a_catalog_that_is_a_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("artist,release,track,isrc\n", encoding="utf-8")
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "catalog.csv").symlink_to(real)
    sheet(root, SONG)
    assert (root / "catalog.csv").is_symlink()
    assert "ZZEXA2600001" in real.read_text(encoding="utf-8")


def test_a_row_of_answers_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    bad = BadRow(
        cells={},
        source=SourceRef(file="answers.csv", row=3),
        rule="E-RAGGED",
        reason="5 cells",
        fix="mend it",
    )
    collected = gathered(tmp_path, opening([bad], name="answers.csv", nature=Nature.ANSWERS))
    assert [finding.rule for finding in collected.findings] == ["E-RAGGED"]
    assert collected.needs_person
    assert (collected.received[0].rows, collected.received[0].rejected) == (1, 1)


def test_what_the_user_began_to_mend_is_not_overwritten_by_reading_the_source_again(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"})
    path = tmp_path / "rejected.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("ZZEXA26,", "ZZEXA2600001,"), encoding="utf-8")
    mended = path.read_bytes()
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"})
    assert path.read_bytes() == mended


def test_a_row_that_the_source_itself_has_mended_leaves_rejected_csv(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"})
    sheet(tmp_path, SONG)
    assert not (tmp_path / "rejected.csv").exists()


def test_rejected_rows_of_another_file_stay(tmp_path: Path) -> None:
    sheet(tmp_path, SONG | {"isrc": "ZZEXA26"}, name="a.csv")
    sheet(tmp_path, SONG, name="b.csv")
    assert [line["rejected_file"] for line in lines(tmp_path, "rejected.csv")] == ["a.csv"]


def test_rows_about_no_music_are_counted_by_reason(tmp_path: Path) -> None:
    passed = PassedRow(source=SourceRef(file="sheet.csv", row=9), reason="totals")
    collected = gathered(tmp_path, opening([*rows_of([SONG], "sheet.csv"), passed, passed]))
    assert collected.received[0].passed == {"totals": 2}
    assert collected.received[0].rows == 3


def test_a_statement_finds_the_upc_of_a_song_on_another_row(tmp_path: Path) -> None:
    song = {"artist": "The Examples", "track": "One", "isrc": "ZZEXA2600001"}
    statement(tmp_path, (song, sale()), (song | {"upc": UPC}, sale()))
    (line,) = lines(tmp_path)
    assert line["upc"] == UPC


def test_an_album_row_gives_its_title_to_its_recordings_and_becomes_no_row_of_its_own(tmp_path: Path) -> None:
    song = {"artist": "The Examples", "track": "One", "isrc": "ZZEXA2600001", "upc": UPC}
    statement(
        tmp_path, (song, sale()), ({"artist": "The Examples", "release": "First LP", "upc": UPC}, sale())
    )
    (line,) = lines(tmp_path)
    assert (line["release"], line["track"]) == ("First LP", "One")


def test_an_album_that_sold_as_a_whole_only_is_a_row(tmp_path: Path) -> None:
    statement(tmp_path, ({"artist": "The Examples", "release": "First LP", "upc": UPC}, sale()))
    assert lines(tmp_path)[0]["release"] == "First LP"


def test_recordings_of_one_release_get_one_release_artist(tmp_path: Path) -> None:
    """A UPC with two artists would be an error of the catalog; a statement writes the guests into the artist."""
    song = {"artist": "The Examples", "upc": UPC}
    statement(
        tmp_path,
        (song | {"track": "One", "isrc": "ZZEXA2600001"}, sale()),
        (song | {"track": "Two", "isrc": "ZZEXA2600002"}, sale()),
        (song | {"track": "Three", "isrc": "ZZEXA2600003", "artist": "The Examples feat. Bo"}, sale()),
    )
    assert {line["artist"] for line in lines(tmp_path)} == {"The Examples"}
    assert lines(tmp_path)[2]["track_artist"] == "The Examples feat. Bo"


def test_a_release_of_many_artists_names_all_of_them(tmp_path: Path) -> None:
    both = ("Ana", "ZZEXA2600001"), ("Bo", "ZZEXA2600002")
    statement(
        tmp_path, *(({"artist": who, "track": who, "isrc": code, "upc": UPC}, sale()) for who, code in both)
    )
    assert {line["artist"] for line in lines(tmp_path)} == {"Ana; Bo"}
    assert [line["track_artist"] for line in lines(tmp_path)] == ["Ana", "Bo"]


def test_the_distributor_of_a_statement_is_who_delivers(tmp_path: Path) -> None:
    statement(tmp_path, (SONG, sale()))
    assert lines(tmp_path)[0]["distributor"] == "distrokid"


def test_a_distributor_that_the_directory_does_not_know_is_not_written(tmp_path: Path) -> None:
    statement(tmp_path, (SONG, sale()), distributor="nobody-knows")
    assert not lines(tmp_path)[0]["distributor"]


def test_a_rejected_row_keeps_its_distributor(tmp_path: Path) -> None:
    statement(tmp_path, (SONG | {"isrc": "ZZEXA26"}, sale()))
    assert lines(tmp_path, "rejected.csv")[0]["distributor"] == "distrokid"


def test_sales_are_summed_per_release_store_and_currency(tmp_path: Path) -> None:
    song = SONG | {"upc": UPC}
    statement(
        tmp_path,
        (song, sale("Amazon Prime", "0.1", "2026-01")),
        (song | {"track": "Two", "isrc": "ZZEXA2600002"}, sale("Amazon Prime", "0.2", "2026-03")),
        (song, sale("Amazon (downloads)", "0.7")),
    )
    found = lines(tmp_path, "statements.csv")
    assert [(line["store"], line["platform"], line["earnings"]) for line in found] == [
        ("Amazon (downloads)", "amazon-digital", "0.7"),
        ("Amazon Prime", "amazon-music", "0.3"),
    ]
    assert (found[1]["first_month"], found[1]["last_month"]) == ("2026-01", "2026-03")
    assert (tmp_path / "statements.csv").stat().st_mode & 0o077 == 0


def test_the_same_statement_again_counts_no_sale_twice(tmp_path: Path) -> None:
    statement(tmp_path, (SONG, sale()))
    before = (tmp_path / "statements.csv").read_bytes()
    statement(tmp_path, (SONG, sale()))
    assert (tmp_path / "statements.csv").read_bytes() == before


def test_another_statement_adds_its_lines(tmp_path: Path) -> None:
    statement(tmp_path, (SONG, sale()), name="january.tsv")
    statement(tmp_path, (SONG, sale(earnings="3")), name="february.tsv")
    assert [line["file"] for line in lines(tmp_path, "statements.csv")] == ["january.tsv", "february.tsv"]


def test_a_list_of_names_adds_nothing_and_says_what_the_catalog_lacks(tmp_path: Path) -> None:
    sheet(tmp_path, SONG)
    names = rows_of([{"track": "ONE"}, {"track": "Lost Song"}], "songs.csv")
    collected = gathered(tmp_path, opening(names, name="songs.csv", nature=Nature.NAMES))
    assert collected.received[0].missing == ("Lost Song",)
    assert (collected.added, collected.written) == (0, ())


def test_answers_become_lines_of_decisions_csv_once(tmp_path: Path) -> None:
    said = rows_of([{"party": "Bo", "answer": "yes", "date": "2026-11-01", "how": "email"}], "answers.csv")
    first = gathered(tmp_path, opening(said, name="answers.csv", nature=Nature.ANSWERS))
    again = gathered(tmp_path, opening(said, name="answers.csv", nature=Nature.ANSWERS))
    assert (first.answers, again.answers) == (1, 0)
    assert lines(tmp_path, "decisions.csv")[0]["party"] == "Bo"


def test_an_answer_that_contradicts_without_a_later_date_is_a_question(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("party,answer,date\nBo,no,2026-11-01\n", encoding="utf-8")
    said = rows_of([{"party": "Bo", "answer": "yes"}], "answers.csv")
    collected = gathered(tmp_path, opening(said, name="answers.csv", nature=Nature.ANSWERS))
    assert [finding.rule for finding in collected.findings] == ["Q-SOURCES-DIFFER"]
    assert collected.answers == 0


def test_a_later_answer_counts(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("party,answer,date\nBo,no,2026-11-01\n", encoding="utf-8")
    said = rows_of([{"party": "Bo", "answer": "yes", "date": "2026-11-20"}], "answers.csv")
    collected = gathered(tmp_path, opening(said, name="answers.csv", nature=Nature.ANSWERS))
    assert collected.answers == 1
    assert [line["answer"] for line in lines(tmp_path, "decisions.csv")] == ["no", "yes"]


def answered(root: Path, *cells: dict[str, str]) -> Collected:
    said = rows_of(cells, "answers.csv")
    return gathered(root, opening(said, name="answers.csv", nature=Nature.ANSWERS))


def test_a_word_that_is_neither_yes_nor_no_is_written_down_as_open(tmp_path: Path) -> None:
    collected = answered(tmp_path, {"party": "Bo", "answer": "maybe"})
    assert [finding.rule for finding in collected.findings] == ["E-ANSWER"]
    (line,) = lines(tmp_path, "decisions.csv")
    assert (line["answer"], line["how"]) == ("open", "said: maybe")


def test_a_yes_that_became_a_maybe_holds_again(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("party,answer,date\nBo,yes,2026-11-01\n", encoding="utf-8")
    answered(tmp_path, {"party": "Bo", "answer": "not any more"})
    assert [line["answer"] for line in lines(tmp_path, "decisions.csv")] == ["yes", "open"]


@pytest.mark.parametrize("word", ["declined", "NEIN", "No"])
def test_a_no_without_a_date_is_never_lost_to_an_earlier_yes(tmp_path: Path, word: str) -> None:
    (tmp_path / "decisions.csv").write_text("party,answer,date\nBo,yes,2026-11-01\n", encoding="utf-8")
    first = answered(tmp_path, {"party": "Bo", "answer": word})
    again = answered(tmp_path, {"party": "Bo", "answer": word})
    assert "the no counts" in first.findings[0].message
    assert [line["answer"] for line in lines(tmp_path, "decisions.csv")] == ["yes", "no"]
    assert (again.answers, again.findings) == (0, ())


def test_who_answered_may_stand_in_a_column_called_artist(tmp_path: Path) -> None:
    answered(tmp_path, {"artist": "Bo", "answer": "yes"})
    assert lines(tmp_path, "decisions.csv")[0]["party"] == "Bo"


def test_a_day_that_has_one_meaning_is_written_as_such_and_another_left_out(tmp_path: Path) -> None:
    collected = answered(
        tmp_path,
        {"party": "Ana", "answer": "yes", "date": "11/13/2026"},
        {"party": "Bo", "answer": "yes", "date": "11/3/2026"},
    )
    assert [line["date"] for line in lines(tmp_path, "decisions.csv")] == ["2026-11-13", ""]
    assert ["11/3/2026" in finding.message for finding in collected.findings] == [True]


def test_nobodys_answer_is_not_written(tmp_path: Path) -> None:
    collected = answered(tmp_path, {"answer": "yes"})
    assert [finding.rule for finding in collected.findings] == ["E-ANSWER"]
    assert not (tmp_path / "decisions.csv").exists()


ROWS = st.lists(
    st.fixed_dictionaries(
        {"artist": st.sampled_from(["Ana", "Bo", "Ana; Bo"])},
        optional={
            "release": st.sampled_from(["First", "Second"]),
            "track": st.sampled_from(["One", "Two", "One (Live)", "=1+1"]),
            "track_version": st.sampled_from(["Live"]),
            "upc": st.sampled_from([UPC, OTHER_UPC, "36000291452", "17"]),
            "isrc": st.sampled_from(["ZZEXA2600001", "ZZ-EXA-26-00002", "ZZEXA26"]),
            "label": st.sampled_from(["Example Tapes", "Small Label"]),
            "track_number": st.sampled_from(["1", "01", "2"]),
        },
    ),
    max_size=8,
)


@given(ROWS)
def test_whatever_is_imported_the_second_time_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, cells: list[dict[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("twice")
    sheet(root, *cells)
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    collected = sheet(root, *cells)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
    assert (collected.added, collected.filled) == (0, 0)


@given(ROWS)
def test_every_row_is_in_the_catalog_or_came_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[dict[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("all")
    sheet(root, *cells)
    held = lines(root)
    back = (
        {int(line["rejected_row"]) for line in lines(root, "rejected.csv")}
        if (root / "rejected.csv").exists()
        else set()
    )
    for number, row_ in enumerate(cells, start=2):
        if number in back:
            continue
        codes = {
            "isrc": row_.get("isrc", "").replace("-", ""),
            "upc": row_.get("upc", "").zfill(12).strip("0") and row_["upc"].zfill(12),
        }
        assert any(
            all(not code or line[column] == code for column, code in codes.items()) for line in held
        ), row_


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), st.decimals("-9", "99", places=9)), max_size=12))
def test_no_fraction_of_a_cent_is_lost(
    tmp_path_factory: pytest.TempPathFactory, sold: list[tuple[str, Decimal]]
) -> None:
    root = tmp_path_factory.mktemp("money")
    song = {"artist": "Ana", "upc": UPC, "release": "First"}
    statement(
        root,
        *(
            (song | {"track": which, "isrc": f"ZZEXA260000{which}"}, sale(earnings=str(money)))
            for which, money in sold
        ),
    )
    total = sum((Decimal(line["earnings"]) for line in lines(root, "statements.csv")), Decimal(0))
    assert total == sum((money for _, money in sold), Decimal(0))
