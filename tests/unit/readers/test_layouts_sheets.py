"""Sheets of people's own making: columns by many names, in several languages, and what cannot be a catalog."""

import csv
from pathlib import Path

import pytest
from support import statements

from takedown.errors import CatalogError
from takedown.model import COLUMNS, SourceRef
from takedown.readers.layouts.aliases import _NAMES, ALIASES, TITLES
from takedown.readers.layouts.headers import folded_header, split_currency
from takedown.readers.layouts.known import (
    NOTHING,
    composition_reason,
    is_composition_statement,
    layout_of,
    reading,
)
from takedown.readers.opening import open_source
from takedown.rendering.twin import COLUMNS as ITEM_COLUMNS
from takedown.sources import REJECTED_COLUMNS, Nature, PassedRow, SourceRow

PLACE = SourceRef(file="sheet.csv", row=2)


def columns(header: str) -> dict[str, str]:
    layout = layout_of(header.split(","))
    assert layout is not None
    return dict(layout.columns)


def cells(header: str, line: str) -> dict[str, str]:
    names = header.split(",")
    layout = layout_of(names)
    assert layout is not None
    found = reading(layout, names)(line.split(","), PLACE)
    assert isinstance(found, SourceRow)
    return dict(found.cells)


@pytest.mark.parametrize(
    "spelled",
    ["Release Title", " release_title ", "RELEASE-TITLE", "'release.title'", "\ufeffRelease\u00a0Title:"],
)
def test_a_name_is_found_in_every_spelling(spelled: str) -> None:
    assert folded_header(spelled) == "release title"


@pytest.mark.parametrize(
    ("spelled", "name", "currency"),
    [
        ("Earnings (USD)", "earnings", "USD"),
        ("Royalty ($US)", "royalty", "USD"),
        ("Net Revenue in EUR", "net revenue", "EUR"),
        ("Artist(s)", "artist(s)", ""),
        ("Price (PPD)", "price (ppd)", ""),
        ("Amount (performance revenue)", "amount (performance revenue)", ""),
        ("(USD)", "(usd)", ""),
    ],
)
def test_the_currency_comes_off_the_name_of_a_column(spelled: str, name: str, currency: str) -> None:
    assert split_currency(spelled) == (name, currency)


def test_every_column_of_the_catalog_is_found_by_its_own_name() -> None:
    assert {ALIASES[column.replace("_", " ")] for column in COLUMNS} == set(COLUMNS)
    assert columns(",".join(COLUMNS)) == {column.replace("_", " "): column for column in COLUMNS}


def test_no_name_means_two_columns() -> None:
    names = [
        name for column in COLUMNS for name in dict.fromkeys(map(folded_header, (column, *_NAMES[column])))
    ]

    assert sorted(names) == sorted(set(names))
    assert TITLES.isdisjoint(names)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Artist,Album,Song Title,Barcode,ISRC Code", ["artist", "release", "track", "upc", "isrc"]),
        ("Künstler,Albumtitel,Tracktitel,Strichcode,ISRC", ["artist", "release", "track", "upc", "isrc"]),
        ("Artiste,Titre de l'album,Morceau,Code-barres,ISRC", ["artist", "release", "track", "upc", "isrc"]),
        ("Artista,Álbum,Canción,Código de barras,ISRC", ["artist", "release", "track", "upc", "isrc"]),
        ("Artista,Nome do álbum,Faixa,UPC,Gravadora", ["artist", "release", "track", "upc", "label"]),
        ("Исполнитель,Альбом,Трек,Штрих-код,Лейбл", ["artist", "release", "track", "upc", "label"]),
        ("Performer,Release,UPC / EAN,℗ Line,© Line", ["artist", "release", "upc", "p_line", "c_line"]),
        ("Band,Album,Cat. No.,Mix Name,Amazon ASIN", ["artist", "release", "catalog_number", "track_version", "asin"]),
        ("Main Artist,Product Title,GTIN,Rights Holder,Link", ["artist", "release", "upc", "owner", "url"]),
    ],
)  # fmt: skip
def test_sheets_in_several_languages_are_read(header: str, found: list[str]) -> None:
    line = [f"text {number}" for number in range(len(found))]

    assert cells(header, ",".join(line)) == dict(zip(found, line, strict=True))


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("Artist,Title,UPC", "release"),
        ("Artist,Title,ISRC", "track"),
        ("Artist,Album,Title", "track"),
        ("Artist,Title,Track Title", "release"),
        ("Artist,Titel,Album,UPC", "track"),
        ("Artist,Name,Track Number", "track"),
    ],
)
def test_a_title_is_that_of_what_its_neighbours_leave_open(header: str, title: str) -> None:
    names = header.split(",")
    place = next(place for place, name in enumerate(names) if name in {"Title", "Titel", "Name"})

    assert cells(header, ",".join(f"t{number}" for number in range(len(names))))[title] == f"t{place}"


def test_track_beside_title_and_album_is_a_number_and_it_is_said() -> None:
    header = "Track,Title,Artist,Album"
    layout = layout_of(header.split(","))

    assert layout is not None
    assert cells(header, "3,Low Water,A,Harbour Lights") == {
        "track_number": "3", "track": "Low Water", "artist": "A", "release": "Harbour Lights",
    }  # fmt: skip
    assert any("track is read as the number of a track" in note for note in layout.notes)


def test_an_own_title_column_in_our_catalog_stays_the_users() -> None:
    header = "artist,release,track,track_version,title"

    assert cells(header, "A,R,T,Live,mine") == {
        "artist": "A", "release": "R", "track": "T", "track_version": "Live",
    }  # fmt: skip


def test_a_plain_artist_beside_the_albums_artist_is_the_tracks() -> None:
    found = cells("Album Artist,Artist,Album,Track Title", "Various Artists,Jo Sample,Sampler,Paper Maps")

    assert (found["artist"], found["track_artist"]) == ("Various Artists", "Jo Sample")


def test_of_two_columns_for_one_thing_the_first_with_a_text_counts_and_it_is_said() -> None:
    header = "Artist,Album,UPC,Barcode"
    layout = layout_of(header.split(","))

    assert layout is not None
    assert cells(header, "A,R,,400000010014")["upc"] == "400000010014"
    assert cells(header, "A,R,1,2")["upc"] == "1"
    assert "upc is read from upc, and where that is empty from barcode" in layout.notes


def test_two_columns_of_one_name_are_told() -> None:
    layout = layout_of(["Artist", "Album", "UPC", "UPC"])

    assert layout is not None
    assert any("2 columns are called upc" in note for note in layout.notes)


@pytest.mark.parametrize(
    "header",
    ["Foo,Bar", "Artist", "Artist,Country", "Album,Year", "Name,Email", "Date,Amount,Store", "", "Artist Report"],
)  # fmt: skip
def test_what_names_no_music_is_no_layout(header: str) -> None:
    assert layout_of(header.split(",")) is None


@pytest.mark.parametrize(
    "header", ["UPC", "ISRC,Artist", "Artist,Track", "GRid", "kind,url", "kind,release,url"]
)
def test_the_least_that_a_sheet_must_have(header: str) -> None:
    layout = layout_of(header.split(","))

    assert layout is not None
    assert layout.nature is Nature.CATALOG


def test_a_sheet_with_stores_and_money_is_a_statement_of_an_unknown_maker() -> None:
    header = ["Retailer", "Artist", "Song", "ISRC", "Units", "Period", "Net Revenue (EUR)"]
    layout = layout_of(header)
    assert layout is not None

    found = reading(layout, header)(["Amazon Prime", "A", "T", "X", "1,200", "2026-05", "3.50"], PLACE)

    assert layout.nature is Nature.STATEMENT
    assert layout.distributor == ""
    assert isinstance(found, SourceRow)
    assert found.cells == {"artist": "A", "track": "T", "isrc": "X"}
    assert found.sale is not None
    assert (found.sale.store, found.sale.units, found.sale.month) == ("Amazon Prime", 1200, "2026-05")
    assert (str(found.sale.earnings), found.sale.currency) == ("3.50", "EUR")


def test_placeholders_in_a_sheet_stay_for_the_checks() -> None:
    assert cells("Artist,Album,UPC", "A,R,N/A")["upc"] == "N/A"


def test_a_row_that_lacks_its_title_stays_for_the_checks_and_an_empty_one_is_passed_over() -> None:
    header = ["Artist", "Album", "UPC", "Remarks"]
    layout = layout_of(header)
    assert layout is not None
    read = reading(layout, header)

    assert isinstance(read(["A", "", "", "x"], PLACE), SourceRow)
    assert read(["", " ", "", "see above"], PLACE) == PassedRow(source=PLACE, reason=NOTHING)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (",".join(statements.PRS), "CAE Number, Work Title, IP1"),
        ("Work Title,Licensor,$ Amount,Statement Recipient Name", "Work Title"),
        ("ISWC,Song,Writer,Share", "ISWC"),
        ("Tunecode,Title,Performances", "Tunecode"),
        ("MLC Song Code,Work Primary Title,ISWC,ISRC,DSP Name", "MLC Song Code, Work Primary Title"),
    ],
)
def test_a_statement_of_compositions_is_refused_with_the_reason(header: str, why: str) -> None:
    names = header.split(",")

    assert is_composition_statement(names)
    assert why in composition_reason(names)
    assert layout_of(names) is None


def test_a_file_of_compositions_is_refused_with_its_place(tmp_path: Path) -> None:
    path = statements.write_prs(tmp_path / "prs.csv")

    with (
        pytest.raises(CatalogError, match=r"prs\.csv, row 1: this lists compositions") as caught,
        open_source(path, name="prs.csv"),
    ):
        pass
    assert "recordings with UPC and ISRC" in caught.value.hint


@pytest.mark.parametrize("header", ["Artist,Track,ISRC,ISWC,IPI", "Artist,Album,UPC,Work Title,ISWC"])
def test_a_catalog_that_also_has_codes_of_works_is_no_statement_of_compositions(header: str) -> None:
    assert not is_composition_statement(header.split(","))
    assert layout_of(header.split(",")) is not None


def test_a_mended_row_of_rejected_csv_keeps_the_place_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*REJECTED_COLUMNS, *COLUMNS], restval="")
        writer.writeheader()
        place = {
            "rejected_file": "label.xlsx",
            "rejected_sheet": "2026",
            "rejected_row": "17",
            "rule": "E-UPC",
        }
        writer.writerow({**place, "artist": "A", "release": "R", "upc": "400000010014"})
        writer.writerow({"rejected_row": "17", "artist": "B", "release": "R"})
        writer.writerow(
            {"rejected_file": "x.csv", "rejected_row": "seventeen", "artist": "C", "release": "R"}
        )

    with open_source(path, name="rejected.csv") as source:
        found = list(source.rows)

    assert source.nature is Nature.REJECTED
    assert all(isinstance(item, SourceRow) for item in found)
    assert found[0].source == SourceRef(file="label.xlsx", sheet="2026", row=17)
    assert found[1].source == SourceRef(file="rejected.csv", row=3)
    assert found[2].source == SourceRef(file="x.csv", row=0)
    assert isinstance(found[0], SourceRow)
    assert found[0].cells == {"artist": "A", "release": "R", "upc": "400000010014"}


def test_items_csv_says_what_was_asked_not_where_it_is_live() -> None:
    layout = layout_of(ITEM_COLUMNS)

    assert layout is not None
    assert layout.title == "items.csv of a notice"
    assert "platforms" not in layout.columns.values()


@pytest.mark.parametrize(
    "header", ["party,release,answer,date,how,file", "Name,Agreed", "artist,consent", "Member,Answer"]
)
def test_answers_are_recognised(header: str) -> None:
    layout = layout_of(header.split(","))

    assert layout is not None
    assert layout.nature is Nature.ANSWERS


def test_answers_are_read_in_the_columns_of_decisions_csv() -> None:
    found = cells("Name,Album,Agreed,Answered on,How,Evidence", "Jo,Paper Maps,yes,2026-11-20,mail,jo.eml")

    assert found == {
        "party": "Jo", "release": "Paper Maps", "answer": "yes", "date": "2026-11-20", "how": "mail", "file": "jo.eml",
    }  # fmt: skip


@pytest.mark.parametrize("header", ["Artist,Album,UPC,Consent", "Artist,Track,Answer"])
def test_a_catalog_with_a_column_of_consent_is_a_catalog(header: str) -> None:
    layout = layout_of(header.split(","))

    assert layout is not None
    assert layout.nature is Nature.CATALOG


def test_an_answer_without_anybody_is_no_layout() -> None:
    assert layout_of(["Question", "Answer"]) is None
