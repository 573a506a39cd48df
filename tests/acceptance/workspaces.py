"""Workspaces that make trouble: one for each thing in a catalog or in the settings that letters have stumbled over.

Every name is invented, every code has a valid check digit, no case is marked `demo` unless it says so.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from support.builders import isrc, upc

from takedown.model import COLUMNS

Row = dict[str, str]
Settings = dict[str, Any]

SENDER = {
    "name": "Ana Example",
    "organization": "Example Tapes",
    "capacity": "artist",
    "email": "ana@example.com",
    "address": ["c/o Example Tapes", "12 Example Street", "Philadelphia, PA 19125", "USA"],
    "own_labels": ["Example Tapes"],
}
AGREEMENT = {"name": "Terms of service", "dated": date(2022, 3, 1), "advance_open": "no"}
TUNECORE = {"via": "tunecore", "account": "ana@example.com", "agreement": AGREEMENT}
CONTACT = {
    "name": "Small Example Label",
    "source": "contract of 2021, page 4",
    "checked_on": date(2026, 11, 1),
}
MAILED = {**CONTACT, "email": "desk@label.example.org"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One workspace. `notices`: how many it must make, so that no case can pass by making none."""

    name: str
    rows: tuple[Row, ...]
    settings: Settings
    files: Mapping[str, str] = field(default_factory=dict)
    notices: int
    names_us: bool = False
    """The catalog itself, or the desk's own words, hold the word that is also the program's name."""

    def write(self, root: Path) -> Path:
        root.mkdir(parents=True)
        write_workspace(root, self.rows, self.settings)
        for name, text in self.files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return root


def write_workspace(root: Path, rows: tuple[Row, ...] | list[Row], settings: Settings) -> None:
    (root / "takedown.toml").write_text(toml(settings), encoding="utf-8")
    (root / "catalog.csv").write_bytes(table(rows))


def table(rows: tuple[Row, ...] | list[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def toml(settings: Mapping[str, Any]) -> str:
    """TOML of plain values, tables and lists of tables."""
    single = [f"{key} = {_value(entry)}" for key, entry in settings.items() if not _is_table(entry)]
    tables = [
        "\n".join([head, *(f"{_key(key)} = {_value(entry)}" for key, entry in one.items())])
        for name, entry in settings.items()
        if _is_table(entry)
        for head, one in (
            [(f"[{name}]", entry)] if isinstance(entry, dict) else [(f"[[{name}]]", t) for t in entry]
        )
    ]
    return "\n".join([*single, "", *tables]) + "\n"


def _is_table(entry: Any) -> bool:
    return isinstance(entry, dict) or (isinstance(entry, list) and bool(entry) and isinstance(entry[0], dict))


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else _value(key)


def _value(entry: Any) -> str:
    if isinstance(entry, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in entry.items()) + " }"
    if isinstance(entry, list | tuple):
        return "[" + ", ".join(map(_value, entry)) + "]"
    if isinstance(entry, date):
        return entry.isoformat()
    # A basic string of TOML is one of JSON, DEL apart.
    return json.dumps(entry, ensure_ascii=False).replace("\x7f", "\\u007F")


def settings(*routes: dict[str, Any], **tables: Any) -> Settings:
    """An artist who owns everything, asks Amazon, and delivers through a distributor without an email address."""
    request = {
        "occasion": "2026-11 Amazon",
        "platforms": ["amazon-music", "amazon-digital"],
        "wanted_by": date(2026, 12, 18),
    }
    return {
        "schema": 1,
        "demo": tables.pop("demo", False),
        "sender": {**SENDER, **tables.pop("sender", {})},
        "authority": {"basis": "sole-owner", **tables.pop("authority", {})},
        "request": {**request, **tables.pop("request", {})},
        "routes": [*routes] or [TUNECORE],
        **tables,
    }


def track(release: int = 1, number: int = 1, /, **cells: str) -> Row:
    """A recording on a release; an empty cell is left out."""
    plain = {
        "artist": "The Example Lights",
        "release": f"Harbour Lights {release}",
        "upc": upc(release),
        "label": "Example Tapes",
        "release_date": "2021-05-07",
        "track_number": str(number),
        "track": f"Song {release}-{number}",
        "isrc": isrc(1000 * (release % 90) + number),
    }
    return {column: text for column, text in (plain | cells).items() if text}


def single(number: int = 1, /, **cells: str) -> Row:
    """A recording that is on no known release."""
    return track(number, **{"release": "", "upc": "", "track_number": "", **cells})


def whole(number: int = 1, /, **cells: str) -> Row:
    """A release whose recordings are not listed."""
    return track(number, **{"track": "", "isrc": "", "track_number": "", **cells})


def _titled(*titles: str) -> tuple[Row, ...]:
    """Each text once as the title of a release and once as that of a recording."""
    return tuple(track(number, 1, release=title, track=title) for number, title in enumerate(titles, 1))


def _made(
    name: str, rows: tuple[Row, ...], *routes: dict[str, Any], notices: int = 2, **more: Any
) -> Trouble:
    """By default: a withdrawal to the distributor and a linked request to Amazon."""
    files, names_us = more.pop("files", {}), more.pop("names_us", False)
    return Trouble(
        name=name,
        rows=rows,
        settings=settings(*routes, **more),
        files=files,
        notices=notices,
        names_us=names_us,
    )


def _desk(slug: str, **more: Any) -> dict[str, Any]:
    return {"via": slug, "account": "ana@example.com", "agreement": {**AGREEMENT, **more}}


def _principal(artist: str, name: str) -> dict[str, Any]:
    return {"artist": artist, "name": name, "mandate": "mandate.txt"}


LONG = (
    "A Very Long Title That Goes On and On About Harbours, Lighthouses, Ferries and the Weather in November "
)

TITLES: dict[str, tuple[str, ...]] = {
    "long": (
        LONG * 2,
        LONG + LONG[:90],
        "word " * 59,
        "x" * 300,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    ),
    "markup": (
        "<b>bold</b> & <i>it</i>",
        "</para><para>",
        "<img src='file:///etc/passwd'/>",
        "AT&T &amp; &#65;",
        "**bold** _it_ `code` ~~gone~~",
        "# Heading",
        "1. One",
        "- minus",
        "> quote",
        "[link](https://example.com) ![x](y)",
        "***",
        "| a | b |",
        "\\*escaped\\*",
        "<https://example.com>",
    ),
    "templates": (
        "{{ 7 * 7 }}",
        "{% raw %}",
        "{# note #}",
        "[[schedule]]",
        "[[signature]]",
        "${x} %s {0} $(id) `id`",
    ),
    "words with a meaning": (
        "Under Penalty of Perjury",
        "DMCA",
        "Copyright Infringement",
        "Good Faith Belief",
        "No. ISRC Recording",
        "Page 1 of 2",
        "Reference ABCDEFGHIJ Document 0123456789ab",
        "ZZEXA2600001",
        "400000010014",
        "2021-05-07",
        "UPC not known",
    ),
    "formulas and quotes": (
        '=HYPERLINK("http://example.com";"x")',
        "+1",
        "-1",
        "@SUM(1+1)",
        "'=1+1",
        'He said "no"',
        "a,b;c|d",
        "“curly” ‘quotes’ … – — †",
        '"""',
        "comma,",
    ),
    "Greek and Cyrillic": (
        "Νύχτα στη Θεσσαλονίκη",
        "ΆΈΉΊΌΎΏ ϊΐϋΰ",
        "ὅτι ἀρχὴ ἥμισυ παντός",
        "Подмосковные вечера",
        "Ґанок і їжак",
        "Љубав Ђурђевак",
    ),
    "Latin with marks": (
        "Zażółć gęślą jaźń",
        "Příliš žluťoučký kůň",
        "İstanbul ışığı",
        "Đường về nhà phố cổ",
        "Þórður ðað Æøå",
        "Šķīstošais ūdens",
        "Cafe\u0301 del Mar",
        "q\u0307 without a composed form",
    ),
    "spaces and signs": (
        "no\u00a0break",
        "thin\u202fspace",
        "two  spaces",
        "em\u2003space",
        "non\u2011breaking\u2011hyphen",
        "ﬁnal ﬂight",
        "№ 5 ™ ® © ℗ ½ ² ° € ‰ ′ ″",
    ),
    "our name": ("Takedown", "takedown.toml", "The Takedown (Live)"),
}

SEVERAL: tuple[Trouble, ...] = (
    _made("120 releases of 3", tuple(track(r, n) for r in range(1, 121) for n in (1, 2, 3))),
    _made("200 recordings on one release", tuple(track(1, n) for n in range(1, 201))),
    _made("no recordings", tuple(whole(n) for n in range(1, 41))),
    _made("single recordings", tuple(single(n, track=f"Song {n}") for n in range(1, 31))),
    _made("one of each", (track(1, 1), whole(2), single(3, track="Alone"))),
    _made("missing ISRCs", (track(1, 1), track(1, 2, isrc=""), track(2, 1, isrc=""), track(2, 2, isrc=""))),
    _made("no UPC but all ISRCs", (track(1, 1, upc=""), track(1, 2, upc=""))),
    _made("a GRid instead of a UPC", (track(1, 1, upc="", grid="A12425GABC1234002M"), whole(2))),
    _made("no codes at all", (whole(1, upc=""), single(2, track="Lost", isrc="")), notices=1),
    _made("codes for some", (track(1, 1), whole(2, upc="")), notices=3),
    _made(
        "odd track numbers",
        (*(track(1, n, track_number=t) for n, t in enumerate(("A1", "1-01", "B-side", "100", "0"), 1)),),
    ),
    _made(
        "versions and other artists",
        tuple(
            track(1, n, track_version=version, release_version="Deluxe Edition", track_artist=artist)
            for n, (version, artist) in enumerate(
                (("Live", "The Example Lights"), ("Radio Edit", "The Example Lights; Jo Sample"), ("", "Kim Specimen")),
                1,
            )
        ),
        authority={"basis": "all-owners-agreed", "consent": "not-needed", "clause": "clause 4"},
    ),
    _made(
        "many artists",
        tuple(track(n, artist=f"Example Artist {n}") for n in range(1, 41)),
    ),
    _made(
        "several artists on a release",
        (track(1, artist="Ana Example; Jo Sample; Kim Specimen; The Example Lights and Their Very Large Orchestra"),),
        authority={"consent": "not-needed", "clause": "clause 4"},
    ),
    _made(
        "long label, number and address of an item",
        (
            track(
                1,
                label="Example Tapes",
                catalog_number="EXT-" + "0123456789" * 12,
                asin="B0EXAMPLE1",
                url="https://music.example.com/albums/" + "a-very-long-path/" * 12,
            ),
        ),
    ),
    _made(
        "a long letterhead",
        (track(),),
        sender={
            "name": "Ana María Wiśniewska-Παπαδοπούλου von und zu Example",
            "organization": "Example Tapes and Recording Company of the Northern Harbours, Limited " * 2,
            "email": "a." * 20 + "example@a-rather-long-subdomain.of-a-long-domain.example.com",
            "address": [f"Line {n} of an address that does not want to end" for n in range(1, 9)],
            "own_labels": ["Example Tapes"],
        },
    ),
    _made("no address and no organization", (track(label=""),), sender={"address": [], "organization": ""}),
    _made("a sender in Europe", (track(),), sender={"address": ["c/o Example", "10999 Berlin", "Germany"]}),
    _made(
        "a name that mail must encode",
        (track(artist="Żółw & Сыновья, “Ltd.”"),),
        sender={"name": 'Żaneta "Zed" Øst, jr.', "organization": "Привет; Γειά"},
    ),
    _made(
        "another distributor with an email address",
        (track(),),
        {"via": "other", "contact": "small", "agreement": AGREEMENT},
        contacts={"small": {**MAILED, "address": ["9 Example Road", "Leeds", "United Kingdom"]}},
    ),
    _made(
        "another distributor without one",
        (track(),),
        {"via": "other", "contact": "small", "agreement": AGREEMENT},
        contacts={"small": {**CONTACT, "form": "https://help.label.example.org"}},
    ),
    _made(
        "a label", (track(label="Small Example Label"),), {"via": "label", "contact": "small"},
        contacts={"small": MAILED}, notices=1,
    ),
    _made(
        "a direct licence",
        (track(),),
        {"via": "direct", "contact": "platform", "agreement": AGREEMENT},
        contacts={"platform": {**MAILED, "name": "Example Amazon desk"}},
        notices=1,
    ),
    _made(
        "who delivers is not known", (track(),), {"via": "unknown", "contact": "small"},
        contacts={"small": MAILED}, notices=1,
    ),
    _made(
        "a manager of two artists",
        (track(1, artist="Jo Sample"), track(2, artist="Kim Specimen")),
        sender={"capacity": "manager"},
        authority={"basis": "mandate"},
        principals=[_principal("Jo Sample", "Jo Sample"), _principal("Kim Specimen", "Specimen Music Ltd.")],
        files={"mandate.txt": "Mandate (invented)"},
        notices=4,
    ),
    _made("three countries", (track(),), request={"territories": ["US", "DE", "CI"]}),
    _made(
        "the world without a country",
        (track(),),
        {**_desk("tunecore"), "match": {"territory": "FR"}},
        _desk("ditto"),
        notices=4,
    ),
    _made("on a day", (track(),), request={"effective": "2027-01-01"}),
    _made(
        "own reasons",
        (track(),),
        request={"reasons": "reasons.txt"},
        files={"reasons.txt": "On 20 November 2026 I read …\n\nMy view: *no* <b>thanks</b>. {{ 1 }}\n- a\n- b\n"},
    ),
    _made("the platform is not told", (track(),), request={"tell_platform": False}, notices=1),
    _made("Spotify", (track(),), request={"platforms": ["spotify"]}, notices=1),
    _made(
        "a specimen",
        tuple(track(r, n) for r in range(1, 16) for n in (1, 2, 3)),
        demo=True,
    ),
    _made(
        "a desk with its own subject and words",
        (track(1), track(2)),
        {**_desk("onerpm"), "match": {"upc": upc(1)}},
        _desk("ingrooves", store_exclusion="allowed"),
        names_us=True,
        notices=3,
    ),
)  # fmt: skip

TROUBLES: Mapping[str, Trouble] = {
    trouble.name: trouble
    for trouble in (
        *(
            _made(f"titles: {name}", _titled(*texts), names_us=name == "our name")
            for name, texts in TITLES.items()
        ),
        *SEVERAL,
    )
}


def every_distributor(slugs: Callable[[], list[str]]) -> Trouble:
    """One release for each distributor of the directory, by a route of its own."""
    found = slugs()
    return _made(
        "every distributor",
        tuple(track(number) for number in range(1, len(found) + 1)),
        *(
            {**_desk(slug, store_exclusion="allowed"), "match": {"upc": upc(number)}}
            for number, slug in enumerate(found, 1)
        ),
        notices=len(found) + 1,
        names_us=True,
    )
