"""Anything may stand in a catalog: the whole way through the program never breaks, and what comes out verifies."""

import json
import string
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.builders import isrc, upc
from support.program import Program
from workspaces import AGREEMENT, MAILED, SENDER, Row, table, toml

from takedown.model import COLUMNS

FORMULAS = ('=HYPERLINK("http://example.com")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")
MARKUP = ["<b>x</b>", "**x**", "{{7*7}}", "[[schedule]]", "#x", "-x", "1.x", "\\", "`", "&amp;", "|", "~~~"]
CONTROLS = "\0\x01\a\b\t\n\v\r\x1b\x7f\x85\x9b\xad\u200b\u200e\u202e\u2028\ufeff"
PLACEHOLDERS = (
    "n/a",
    "TBD",
    "0",
    "-",
    "Unknown",
    "; ;",
    "A; B; C",
    ",",
    '"',
    "'",
    "under penalty of perjury",
)
PRINTED = "abc XYZ äöü łż éñ ßøå Ωλψ Жщя ﬁ № ’ “ ” – … \u0301"
UNPRINTED = "中文 日 עב ع 🎵"
VIA = (
    *("tunecore", "distrokid", "symphonic", "onerpm", "ingrooves", "labelworx"),
    *("other", "label", "direct", "ended", "unlicensed", "unknown"),
)

words = st.text(st.sampled_from(PRINTED + UNPRINTED), min_size=1, max_size=40)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
nasty = st.one_of(
    st.sampled_from((*FORMULAS, *MARKUP, *CONTROLS, *PLACEHOLDERS)),
    st.tuples(words, st.sampled_from(CONTROLS), words).map("".join),
    st.tuples(st.sampled_from(MARKUP), words).map(" ".join),
    st.integers(200, 700).map(lambda length: "x" * length),
    st.integers(40, 200).map(lambda count: "word " * count),
)
numbers = st.integers(0, 30)
codes = st.one_of(
    numbers.map(upc),
    numbers.map(isrc),
    numbers.map(lambda number: upc(number).lstrip("4")),
    st.sampled_from(
        ("4.0E+11", "12345678905", "ZZ-EXA-26-00001", "A12425GABC1234002M", "B0EXAMPLE1", "0" * 12)
    ),
    st.text(string.digits + "X-", max_size=16),
)
dates = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str),
    st.sampled_from(("03/04/2022", "2021-02-30", "44267", "1 May 2021", "2021")),
)
cell = st.one_of(st.just(""), words, nasty, anything, codes, dates)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A sound row, of which some cells were replaced: with anything in all of them, it would end at the first."""
    number = draw(numbers)
    sound = {
        "artist": draw(st.sampled_from(("The Example Lights", "Jo Sample", "Żółw", "A; B"))),
        "release": f"Harbour {number // 3}",
        "upc": upc(number // 3),
        "label": draw(st.sampled_from(("", "Example Tapes", "Small Example Label"))),
        "track": f"Song {number}",
        "isrc": isrc(number),
        "track_number": str(number % 3 + 1),
    }
    changed = draw(st.dictionaries(st.sampled_from(COLUMNS), cell, max_size=draw(st.integers(0, 4))))
    return {column: text for column, text in (sound | changed).items() if text}


#: What may stand in takedown.toml without being refused at the start. A word that mixes scripts is refused by
#: the guard of the letters, as it could hide a forbidden one.
PIECES = (
    *("abc", "XYZ", "äöü", "łż", "éñ", "Ωλψ", "Жщя", "’", "“", "”", "–", "…"),
    *("()", "[]", "{{", "<b>", "*", "_", "#", "&", "'", '"', "\\", "=", "?", "@", ";", ",", ":"),
)
lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)
senders = st.fixed_dictionaries(
    {"capacity": st.sampled_from(("artist", "member", "label", "officer", "manager", "attorney"))},
    optional={"name": lines, "organization": lines, "address": st.lists(lines)},
)
authorities = st.sampled_from(
    (
        {},
        {"basis": "sole-owner"},
        {"basis": "company", "consent": "not-needed", "clause": "4.2"},
        {"basis": "all-owners-agreed"},
        {"basis": "mandate"},
    )
)
wishes = st.fixed_dictionaries(
    {
        "occasion": lines,
        "platforms": st.lists(
            st.sampled_from(("amazon-music", "amazon-digital", "spotify")), min_size=1, unique=True
        ),
    },
    optional={
        "territories": st.sampled_from((["worldwide"], ["US"], ["US", "DE", "CI"])),
        "wanted_by": st.dates(date(2026, 1, 1), date(2030, 1, 1)),
        "effective": st.sampled_from(("earliest", "2027-01-01", "2020-01-01")),
        "tell_platform": st.booleans(),
        "language": st.sampled_from(("en", "de")),
    },
)
matches = st.fixed_dictionaries(
    {},
    optional={
        "artist": st.sampled_from(("The Example Lights", "Jo Sample")),
        "label": st.just("Small Example Label"),
        "platform": st.sampled_from(("amazon-music", "spotify")),
        "territory": st.sampled_from(("US", "DE")),
        "upc": numbers.map(upc),
    },
)
routes = st.fixed_dictionaries(
    {"match": matches, "via": st.sampled_from(VIA), "contact": st.just("small")},
    optional={"account": lines, "agreement": st.just(AGREEMENT), "former": lines},
)


@st.composite
def workspaces(draw: st.DrawFn) -> tuple[str, bytes]:
    """takedown.toml and catalog.csv."""
    everything_else = {"via": draw(st.sampled_from(("tunecore", "other", "cdbaby"))), "contact": "small"}
    text = toml(
        {
            "schema": 1,
            "demo": draw(st.booleans()),
            "sender": SENDER | draw(senders),
            "authority": draw(authorities),
            "request": draw(wishes),
            "routes": [*draw(st.lists(routes, max_size=3)), everything_else],
            "contacts": {"small": {**MAILED, "name": draw(lines)}},
            "principals": [{"artist": "The Example Lights", "name": draw(lines), "mandate": "mandate.txt"}],
        }
    )
    return text, table(draw(st.lists(rows(), min_size=1, max_size=6)))


def goes_through(workspace: tuple[str, bytes]) -> None:
    """check, plan, generate, verify and a second generate, as a user would run them."""
    with tempfile.TemporaryDirectory() as folder:
        program = Program(root=Path(folder))
        (program.root / "takedown.toml").write_text(workspace[0], encoding="utf-8")
        (program.root / "catalog.csv").write_bytes(workspace[1])
        (program.root / "mandate.txt").write_text("Mandate (invented)")
        codes = {}
        for command in ("check", "plan", "generate"):
            result = program.run(command)
            codes[command] = result.exit_code
            assert result.exit_code in (0, 1, 3), f"{command}: {result.exit_code}\n{result.stderr}"
            assert (result.stdout == "") is (result.exit_code == 3), f"{command}: {result.stdout}"
            if result.exit_code == 3:
                assert codes["check"] == 3, f"check finds it usable, and {command} says:\n{result.stderr}"
        if codes["generate"] == 3:
            assert program.files() == {}
            return
        verified = program.run("verify", "--json")
        assert verified.exit_code == 0, verified.stdout + verified.stderr
        before = program.files()
        again = json.loads(program.run("generate", "--json").stdout)
        assert not any(notice["written"] for notice in again["notices"])
        assert program.files() == before


fuzzed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


#: Shrinking takes minutes: `make long` does it.
@settings(fuzzed, max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(workspaces())
def test_any_catalog_and_settings_go_through_and_what_is_written_verifies(
    workspace: tuple[str, bytes],
) -> None:
    goes_through(workspace)


@pytest.mark.long
@settings(fuzzed, max_examples=2_000)
@given(workspaces())
def test_any_of_two_thousand_catalogs_and_settings_go_through(workspace: tuple[str, bytes]) -> None:
    goes_through(workspace)


contents = st.one_of(
    st.binary(max_size=400), anything.map(str.encode), anything.map(lambda text: text.encode("utf-16"))
)


@settings(fuzzed, max_examples=100)
@given(contents)
def test_any_bytes_are_a_catalog_or_a_clear_error(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = Program(root=Path(folder))
        request = {"occasion": "x", "platforms": ["spotify"]}
        text = toml({"schema": 1, "sender": SENDER, "request": request})
        (program.root / "takedown.toml").write_text(text, encoding="utf-8")
        (program.root / "catalog.csv").write_bytes(b"artist,release\n" + content)
        result = program.run("check")

        assert result.exit_code in (0, 1, 3), result.stderr
        if result.exit_code == 3:
            assert result.stdout == ""
            assert result.stderr.startswith("Error: ")
