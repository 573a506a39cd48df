"""Files as artists and labels have them become a catalog, through the command line."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.ern_files import SINGLE_DISC, TWO_DISCS, message
from support.program import Program
from support.statements import (
    WRITERS,
    Sold,
    write_bandcamp,
    write_distrokid_old,
    write_prs,
    write_revelator_workbook,
    write_spotify_songs,
    write_stardust,
)

RECORDS = (SINGLE_DISC, TWO_DISCS)
ALBUM = (
    Sold(),
    replace(Sold(), track="High Water", isrc="ZZEXA2600002", store="Amazon (downloads)", earnings="0.7"),
    replace(Sold(), store="Amazon Prime/Unlimited", month="2026-06", earnings="0.011"),
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    root = tmp_path / "workspace"
    root.mkdir()
    return Program(root)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", WRITERS)
def test_a_statement_is_read_unchanged_and_the_second_time_changes_nothing(
    program: Program, tmp_path: Path, name: str
) -> None:
    path = WRITERS[name](tmp_path / name, ALBUM)
    program.ok("import", str(path))
    rows = table(program.root / "catalog.csv")
    assert {row["track"] for row in rows} == {"Low Water", "High Water"}
    assert {row["isrc"] for row in rows} == {"ZZEXA2600001", "ZZEXA2600002"}
    assert {row["upc"] for row in rows} == {"400000010014"}
    assert {row["artist"] for row in rows} == {"The Example Lights"}
    before = state(program.root)
    said = program.ok("import", str(path))
    assert state(program.root) == before
    assert "Nothing is new" in said


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "bandcamp.csv"])
def test_what_was_earned_where_is_kept_as_evidence(program: Program, tmp_path: Path, name: str) -> None:
    path = WRITERS[name](tmp_path / name, ALBUM)
    document = program.json("import", str(path))
    assert document["files"][0]["nature"] == "statement"
    lines = table(program.root / "statements.csv")
    assert {line["store"] for line in lines} >= {"Spotify"}
    amazon = {line["platform"] for line in lines if "Amazon" in line["store"]}
    assert amazon == {"amazon-digital", "amazon-music"}


def test_all_statements_together_make_one_catalog_of_two_recordings(program: Program, tmp_path: Path) -> None:
    for name, write in WRITERS.items():
        program.run("import", str(write(tmp_path / name, ALBUM)))
    assert len(table(program.root / "catalog.csv")) == 2


def test_nothing_of_bandcamps_buyers_is_kept_or_said(program: Program, tmp_path: Path) -> None:
    path = write_bandcamp(tmp_path / "bandcamp.csv", ALBUM)
    text = path.read_bytes().decode("utf-16")
    rows = list(csv.DictReader(text.splitlines()))
    private = {
        cell
        for row in rows
        for column, cell in row.items()
        if column.startswith(("buyer", "ship to", "paypal")) and len(cell) > 3
    }
    assert private, "the file must hold something to keep secret"
    result = program.run("import", str(path))
    kept = b"".join(state(program.root).values()).decode() + result.stdout + result.stderr
    assert not [secret for secret in private if secret in kept]


def test_a_statement_of_songs_is_refused_with_the_reason(program: Program, tmp_path: Path) -> None:
    result = program.run("import", str(write_prs(tmp_path / "prs.csv")))
    assert result.exit_code == 3
    assert "compositions" in result.stderr
    assert not (program.root / "catalog.csv").exists()


def test_spotify_for_artists_shows_what_the_catalog_lacks(program: Program, tmp_path: Path) -> None:
    program.ok("import", str(write_stardust(tmp_path / "catalog-sheet.csv", ALBUM[:1])))
    said = program.ok("import", str(write_spotify_songs(tmp_path / "songs.csv", ALBUM)))
    assert "Not in the catalog: 'High Water'" in said


def test_a_revelator_workbook_is_joined_over_its_sheets(program: Program, tmp_path: Path) -> None:
    path = write_revelator_workbook(
        tmp_path / "revelator.xlsx",
        {
            "3) Release_Label": [["400000010014", "Harbour Lights", "", "Example Tapes", "2021-05-07"]],
            "4) Release_Artist(s)": [["400000010014", "The Example Lights", "Primary"]],
            "5) Release_Track": [["400000010014", "1", "Low Water", "", "ZZEXA2600001"]],
        },
    )
    program.ok("import", str(path))
    (row,) = table(program.root / "catalog.csv")
    assert (row["release"], row["label"], row["track"]) == ("Harbour Lights", "Example Tapes", "Low Water")


def test_rows_that_come_back_can_be_mended_and_read_again(program: Program, tmp_path: Path) -> None:
    bad = replace(Sold(), track="High Water", isrc="ZZEXA26")
    path = write_distrokid_old(tmp_path / "dk.tsv", (Sold(), bad))
    program.ok("import", str(path), code=1)
    rejected = program.root / "rejected.csv"
    assert table(rejected)[0]["rule"] == "E-ISRC"
    rejected.write_text(
        rejected.read_text(encoding="utf-8").replace("ZZEXA26,", "ZZEXA2600002,"), encoding="utf-8"
    )
    program.ok("import", str(rejected))
    rows = table(program.root / "catalog.csv")
    assert [row["isrc"] for row in rows] == ["ZZEXA2600001", "ZZEXA2600002"]
    assert {row["distributor"] for row in rows} == {"distrokid"}
    assert not rejected.exists()


def test_json_is_one_document_and_nothing_else(program: Program, tmp_path: Path) -> None:
    path = write_distrokid_old(tmp_path / "dk.tsv", ALBUM)
    result = program.run("import", "--json", str(path))
    document = json.loads(result.stdout)
    assert document["schema"] == 1
    assert document["catalog"] == {"added": 2, "filled": 0, "rows": 2}
    assert document["files"][0]["layout"] == "DistroKid statement"


def test_a_file_that_is_not_there_is_named_with_the_nearest(program: Program, tmp_path: Path) -> None:
    write_distrokid_old(tmp_path / "distrokid.tsv", ALBUM)
    result = program.run("import", str(tmp_path / "distrokd.tsv"))
    assert result.exit_code == 2
    assert "distrokid.tsv" in result.stderr


def test_the_catalog_itself_is_no_source(program: Program, tmp_path: Path) -> None:
    program.ok("import", str(write_stardust(tmp_path / "sheet.csv", ALBUM)))
    result = program.run("import", str(program.root / "catalog.csv"))
    assert (result.exit_code, "own catalog.csv" in result.stderr) == (2, True)


def test_one_unreadable_file_stops_before_anything_is_written(program: Program, tmp_path: Path) -> None:
    good = write_stardust(tmp_path / "sheet.csv", ALBUM)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"artist,track\n\xff\xfe\x00")
    result = program.run("import", str(good), str(bad))
    assert result.exit_code == 3
    assert not (program.root / "catalog.csv").exists()


def test_a_distributor_can_be_named_for_a_sheet_that_names_none(program: Program, tmp_path: Path) -> None:
    path = write_stardust(tmp_path / "sheet.csv", ALBUM)
    program.ok("import", "--distributor", "tunecore", str(path))
    assert {row["distributor"] for row in table(program.root / "catalog.csv")} == {"tunecore"}


def test_a_distributor_that_nobody_knows_is_refused(program: Program, tmp_path: Path) -> None:
    path = write_stardust(tmp_path / "sheet.csv", ALBUM)
    result = program.run("import", "--distributor", "tunecor", str(path))
    assert result.exit_code == 2
    assert "did you mean tunecore?" in result.stderr


def test_no_file_is_a_wrong_command_line(program: Program) -> None:
    assert program.run("import").exit_code == 2


def test_what_import_writes_is_private(program: Program, tmp_path: Path) -> None:
    bad = replace(Sold(), isrc="ZZEXA26")
    program.ok("import", str(write_distrokid_old(tmp_path / "dk.tsv", (*ALBUM, bad))), code=1)
    for name in ("catalog.csv", "rejected.csv", "statements.csv"):
        assert (program.root / name).stat().st_mode & 0o077 == 0, name


def test_a_folder_of_ddex_messages_is_read_message_by_message(program: Program, tmp_path: Path) -> None:
    for number, record in enumerate(RECORDS):
        folder = tmp_path / "N_20261122" / str(number)
        folder.mkdir(parents=True)
        (folder / f"{number}.xml").write_text(message("43", record), encoding="utf-8")
    (tmp_path / "N_20261122" / "BatchComplete_20261122.xml").write_bytes(b"")
    program.ok("import", str(tmp_path / "N_20261122"))
    assert len({row["upc"] for row in table(program.root / "catalog.csv")}) == len(RECORDS)


def test_of_several_files_with_a_bad_one_it_is_said_that_nothing_was_imported(
    program: Program, tmp_path: Path
) -> None:
    good = write_stardust(tmp_path / "sheet.csv", ALBUM)
    result = program.run("import", str(good), str(write_prs(tmp_path / "prs.csv")))
    assert result.exit_code == 3
    assert "of the 2 files nothing was imported" in " ".join(result.stderr.split())


def test_without_settings_the_next_step_is_the_interview(program: Program, tmp_path: Path) -> None:
    said = program.ok("import", str(write_stardust(tmp_path / "sheet.csv", ALBUM)))
    assert "Next: takedown init" in said
