"""From somebody's own sheet to the schedule of a letter: what belongs to whom stays there."""

import csv
from pathlib import Path

import pytest
from support.program import Program

TOML = """\
schema = 1

[sender]
name = "Ana Example"
email = "ana@example.com"
capacity = "artist"

[authority]
basis = "sole-owner"

[request]
platforms = ["amazon-music", "amazon-digital", "spotify"]
occasion = "2026-11"

[[routes]]
via = "tunecore"
"""
ASIN = "B0EXAMPLE1"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "takedown.toml").write_text(TOML, encoding="utf-8")
    return Program(root)


def sheet(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_an_asin_of_the_catalog_never_reaches_another_company(program: Program, tmp_path: Path) -> None:
    program.ok(
        "import",
        sheet(tmp_path, "artist,release,upc,kind,asin", f"The Examples,Harbour,400000010014,release,{ASIN}"),
    )
    with (program.root / "links.csv").open(encoding="utf-8", newline="") as file:
        known = {line["platform"]: line["asin"] for line in csv.DictReader(file)}
    assert known == {"amazon-music": ASIN, "amazon-digital": ASIN, "spotify": ""}
    assert [each["rule"] for each in program.json("check")["findings"] if "LINK" in each["rule"]] == []

    program.run("generate")

    asked = [
        row for text in program.files().items() if text[0].endswith("items.csv") for row in rows(text[1])
    ]
    assert {row["platform"]: row["asin"] for row in asked} == known


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode().splitlines()))


def test_check_says_how_many_rows_wait_until_they_are_mended(program: Program, tmp_path: Path) -> None:
    wrong = "The Examples,Harbour Lights,123"
    program.run("import", sheet(tmp_path, "artist,release,upc", "The Examples,Harbour,400000010014", wrong))
    assert "rejected.csv: 1 line waits for you" in program.run("check").stdout

    rejected = program.root / "rejected.csv"
    rejected.write_text(
        rejected.read_text(encoding="utf-8").replace(",123,", ",400000020013,"), encoding="utf-8"
    )
    program.run("import", str(rejected))
    assert "rejected.csv" not in program.run("check").stdout


def test_a_rejected_csv_that_cannot_be_read_stops_no_check(program: Program, tmp_path: Path) -> None:
    program.run("import", sheet(tmp_path, "artist,release,upc", "The Examples,Harbour,400000010014"))
    (program.root / "rejected.csv").write_bytes(b"artist,release\n\xff\xfe\xfa,x\n")

    result = program.run("check")

    assert "rejected.csv cannot be read" in result.stdout
    assert "1 release with 0 recordings usable" in result.stdout
