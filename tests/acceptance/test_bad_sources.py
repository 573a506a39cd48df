"""Every file in tests/data/bad_sources is something that was imported, and what the user must be told, word for word.

A case is TOML. Files are made as in tests/data/bad (`files`, `encoded`, `hex`, `xlsx`), and beside these:

    import = ["sheet.csv"]         what is named on the command line; `options` stand before it
    workspace."catalog.csv" = ""   a file that the workspace has already
    ern."feed.xml" = {…}           a DDEX message of a `version`, in which texts are changed (`replace`)
    audio."song.flac" = {…}        a tagged file: `fields`, and how many bytes are cut off at its end (`cut`)
    library."library.db" = [{…}]   a library of beets with these items

What must come of it: `exit`; from exit code 2 on `stderr` as a whole, and then nothing was written; else `rejected`,
the lines of rejected.csv without their cells, and `findings` that --json lists. `said` must stand in what a person
reads.
"""

import csv
import json
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support import audio_files
from support.ern_files import message
from support.program import Program
from test_bad_corpus import contents, write_workbook

CASES = sorted((Path(__file__).parent.parent / "data" / "bad_sources").glob("*.toml"))
AUDIO = {"flac": audio_files.flac, "mp3": audio_files.mp3, "ogg": audio_files.ogg, "opus": audio_files.opus}


def build(case: dict[str, Any], folder: Path, workspace: Path) -> None:
    workspace.mkdir()
    folder.mkdir()
    for name, text in case.get("workspace", {}).items():
        (workspace / name).write_text(text, encoding="utf-8")
    for name, content in contents(case).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    for name, spec in case.get("xlsx", {}).items():
        write_workbook(folder / name, spec)
    for name, spec in case.get("ern", {}).items():
        (folder / name).write_text(
            changed(message(spec["version"]), spec.get("replace", [])), encoding="utf-8"
        )
    for name, spec in case.get("audio", {}).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        content = AUDIO[path.suffix.removeprefix(".")](spec["fields"])
        path.write_bytes(content[: len(content) - spec.get("cut", 0)])
    for name, items in case.get("library", {}).items():
        write_library(folder / name, items)


def changed(text: str, changes: list[dict[str, str]]) -> str:
    for change in changes:
        assert change["find"] in text, change["find"]
        text = text.replace(change["find"], change["with"])
    return text


def write_library(path: Path, items: list[dict[str, Any]]) -> None:
    database = sqlite3.connect(path)
    columns = "title, artist, albumartist, album, album_id INTEGER, isrc, track, disc, year, month, day"
    database.execute(f"CREATE TABLE items (id INTEGER PRIMARY KEY, {columns})")
    database.execute("CREATE TABLE albums (id INTEGER PRIMARY KEY, album, albumartist, barcode)")
    for item in items:
        values = [each.encode() if name == "bytes" else each for name, each in item.items()]
        names = ["album" if name == "bytes" else name for name in item]
        marks = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO items ({', '.join(names)}) VALUES ({marks})", values)
    database.commit()
    database.close()


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.name != ".takedown.lock"}


def rejected(root: Path) -> list[dict[str, str]]:
    path = root / "rejected.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    names = {"rejected_file": "file", "rejected_sheet": "sheet", "rejected_row": "row"}
    kept = ("rejected_file", "rejected_sheet", "rejected_row", "rule", "reason", "fix")
    return [{names.get(name, name): line[name] for name in kept if line[name]} for line in lines]


def told(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a case says of a finding."""
    return [
        {
            "rule": each["rule"],
            "place": {name: value for name, value in each["source"].items() if value},
            "message": each["message"],
            "hint": each["hint"],
        }
        for each in findings
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_wrong_with_a_source_is_said_word_for_word(path: Path, tmp_path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    folder, workspace = tmp_path / "files", tmp_path / "workspace"
    build(case, folder, workspace)
    before = state(workspace)
    arguments = [*case.get("options", []), *(str(folder / name) for name in case["import"])]
    if case["import"] == ["rejected.csv"]:
        arguments = [*case.get("options", []), str(workspace / "rejected.csv")]

    result = Program(workspace).run("import", "--json", *arguments)

    assert result.exit_code == case["exit"], result.output
    if case["exit"] >= 2:
        assert result.stderr.replace(f"{tmp_path}/", "") == case["stderr"]
        assert (result.stdout, state(workspace)) == ("", before)
        return
    document = json.loads(result.stdout)
    assert rejected(workspace) == case.get("rejected", [])
    assert told(document["findings"]) == case.get("findings", [])
    again = state(workspace)
    said = Program(workspace).run("import", *arguments).stdout
    assert all(" ".join(text.split()) in " ".join(said.split()) for text in case.get("said", []))
    assert state(workspace) == again, "the second time changes nothing"


def test_the_corpus_has_more_than_sixty_cases_and_each_expects_something() -> None:
    cases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES]

    assert len(cases) >= 60
    assert len({case["title"] for case in cases}) == len(cases)
    assert all(
        case["stderr"]
        if case["exit"] >= 2
        else case.get("rejected") or case.get("findings") or case.get("said")
        for case in cases
    )
