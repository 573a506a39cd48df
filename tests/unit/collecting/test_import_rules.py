"""Every rule that only an import can break is broken here once: a table that grows with the table of rules."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.audio_files import flac
from support.gathering import gathered, opening, rows_of, sale, sheet, statement

from takedown.collecting import Collected, Opening
from takedown.collecting.rejected import read_rejected
from takedown.readers.opening import open_source
from takedown.rules import RULES, Stage
from takedown.sources import Nature

SONG = {"artist": "The Examples", "release": "First", "track": "One", "isrc": "ZZEXA2600001"}


def read(root: Path, name: str, content: bytes) -> Collected:
    path = root / name
    path.write_bytes(content)
    return gathered(root, Opening(opened=open_source(path, name=name), path=path))


def contradicted(root: Path, column: str) -> Collected:
    sheet(root, SONG | {column: "One"})
    return sheet(root, SONG | {column: "Another"}, name="more.csv")


TRIGGERS: dict[str, Callable[[Path], Collected]] = {
    "E-RAGGED": lambda root: read(root, "a.csv", b"artist,release,upc\nA,B\n"),
    "E-CELL": lambda root: read(root, "a.csv", b'artist,release,upc\nA,B "C" D" x"y",\n"x" y,B,\n'),
    "E-TAGS": lambda root: read(root, "a.flac", flac({})[:60]),
    "E-ANSWER": lambda root: gathered(
        root,
        opening(rows_of([{"party": "Bo", "answer": "maybe"}], "a.csv"), name="a.csv", nature=Nature.ANSWERS),
    ),
    "Q-SOURCES-DIFFER": lambda root: contradicted(root, "track"),
    "W-AMOUNT": lambda root: statement(root, (SONG, replace(sale(), unread="ten"))),
    "W-MATCHED-BY-TITLE": lambda root: (
        sheet(root, {"artist": "Ana", "release": "First", "track": "One"}),
        sheet(
            root,
            {"artist": "Ana", "track": "One", "isrc": "ZZEXA2600001", "upc": "036000291452"},
            name="b.csv",
        ),
    )[1],
    "W-SOURCES-DIFFER": lambda root: contradicted(root, "label"),
}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.values() if rule.stage is Stage.IMPORT])
def test_every_rule_of_an_import_can_fire(tmp_path: Path, rule: str) -> None:
    collected = TRIGGERS[rule](tmp_path)
    back = {line.rule for line in read_rejected(tmp_path / "rejected.csv")}
    assert rule in back | {finding.rule for finding in collected.findings}
