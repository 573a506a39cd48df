"""Statements of distributors and stores: recognised by their headers, and read without touching what is private."""

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import statements
from support.statements import WRITERS, Sold

from takedown.model import COLUMNS, SourceRef
from takedown.readers.layouts.known import _KNOWN_NAMES, NO_MUSIC, known_count, layout_of, reading
from takedown.readers.layouts.layout_table import KNOWN
from takedown.readers.layouts.peculiar import GOODS
from takedown.readers.opening import open_source
from takedown.sources import Nature, PassedRow, SourceItem, SourceRow

PLACE = SourceRef(file="statement.csv", row=2)
SONG = Sold()
ALBUM = Sold(track="", isrc="", store="Amazon (downloads)", units=1, earnings="7.49")

#: File → (title, distributor, currency, whether rows of songs name the release).
MAKERS = {
    "distrokid-old.tsv": ("DistroKid statement", "distrokid", "USD", False),
    "distrokid-new.csv": ("DistroKid statement", "distrokid", "USD", False),
    "tunecore.csv": ("TuneCore statement", "tunecore", "USD", True),
    "cdbaby.txt": ("CD Baby statement", "cdbaby", "USD", True),
    "bandcamp.csv": ("Bandcamp sales", "", "USD", False),
    "symphonic.csv": ("Symphonic statement", "symphonic", "USD", True),
    "believe.csv": ("Believe statement", "believe", "EUR", True),
    "believe-russian.csv": ("Believe statement", "believe", "EUR", True),
    "fuga.csv": ("FUGA statement", "", "GBP", True),
    "secretly.csv": ("Secretly statement", "secretly", "", False),
    "revelator.csv": ("Revelator statement", "", "USD", True),
    "sonosuite.csv": ("SonoSuite statement", "", "EUR", True),
    "soundcloud.csv": ("SoundCloud for Artists statement", "soundcloud-dist", "USD", True),
}


def read(path: Path) -> list[SourceItem]:
    with open_source(path, name=path.name) as source:
        return list(source.rows)


def row(header: Sequence[str], **cells: str) -> SourceRow | PassedRow:
    """Read one row under a header; `sale_month="…"` is the cell of `Sale Month`."""
    layout = layout_of(header)
    assert layout is not None
    names = [name.casefold().replace(" ", "_") for name in header]
    assert set(cells) <= set(names)
    return reading(layout, header)([cells.get(name, "") for name in names], PLACE)


def music(header: Sequence[str], **cells: str) -> SourceRow:
    found = row(header, **cells)
    assert isinstance(found, SourceRow)
    return found


def test_every_writer_has_its_expectation() -> None:
    assert set(MAKERS) == set(WRITERS)


@pytest.mark.parametrize("file", sorted(WRITERS))
def test_a_statement_is_recognised_by_its_header(tmp_path: Path, file: str) -> None:
    title, distributor, _, _ = MAKERS[file]

    with open_source(WRITERS[file](tmp_path / file, [SONG]), name=file) as source:
        assert (source.layout, source.distributor, source.nature) == (title, distributor, Nature.STATEMENT)
        assert any("only what sold" in note for note in source.notes)


@pytest.mark.parametrize("file", sorted(WRITERS))
def test_the_sale_of_a_song_gives_its_codes_and_what_it_earned(tmp_path: Path, file: str) -> None:
    _, _, currency, names_release = MAKERS[file]

    [found] = read(WRITERS[file](tmp_path / file, [SONG]))

    assert isinstance(found, SourceRow)
    assert found.cells["artist"] == "The Example Lights"
    assert found.cells["track"] == "Low Water"
    assert found.cells["isrc"].upper() == "ZZEXA2600001"
    assert found.cells["upc"] == "400000010014"
    assert found.cells.get("release", "") == ("Harbour Lights" if names_release else "")
    assert found.sale is not None
    assert found.sale.store == ("Bandcamp" if file == "bandcamp.csv" else "Spotify")
    assert (found.sale.month, found.sale.units) == ("2026-05", 12)
    assert (found.sale.earnings, found.sale.currency) == (Decimal("0.0345"), currency)


@pytest.mark.parametrize("file", sorted(WRITERS))
def test_the_sale_of_an_album_is_a_row_of_the_release(tmp_path: Path, file: str) -> None:
    [found] = read(WRITERS[file](tmp_path / file, [ALBUM]))

    assert isinstance(found, SourceRow)
    assert found.cells["release"] == "Harbour Lights"
    assert found.cells["upc"] == "400000010014"
    assert {"track", "isrc", "track_artist"}.isdisjoint(found.cells)


@pytest.mark.parametrize("file", sorted(WRITERS))
def test_a_row_without_title_and_code_is_passed_over(tmp_path: Path, file: str) -> None:
    found = read(
        WRITERS[file](tmp_path / file, [Sold(release="", track="", upc="", isrc="", artist="Fee"), SONG])
    )

    assert [type(item) for item in found] == [PassedRow, SourceRow]
    assert found[0] == PassedRow(source=found[0].source, reason=NO_MUSIC)


@pytest.mark.parametrize("layout", KNOWN, ids=lambda layout: layout.title)
def test_no_layout_needs_the_columns_in_order_and_none_minds_more_of_them(layout: Any) -> None:
    names = [*sorted(layout.required), "own remarks", "mood"]
    shuffler = random.Random(7)
    for _ in range(5):
        shuffler.shuffle(names)
        assert layout_of(names) is layout
        assert layout_of([f" {name.upper()} " for name in names]) is layout


@pytest.mark.parametrize("header", ["Country Of Sale", "Country of Sale"])
def test_both_spellings_of_tunecore_are_one_layout(header: str) -> None:
    names = [header if name == "Country Of Sale" else name for name in statements.TUNECORE]

    layout = layout_of(names)

    assert layout is not None
    assert layout.title == "TuneCore statement"


def test_the_right_delimiter_gives_most_known_names() -> None:
    line = ",".join(statements.TUNECORE)

    assert known_count(line.split(",")) > known_count(line.split(";")) == 0


class Untouchable:
    """A cell that no code may look at: whatever is done with it fails."""

    def _touched(self, *_arguments: object) -> Any:
        raise AssertionError("a private cell was touched")

    __getattribute__ = __eq__ = __len__ = __bool__ = __iter__ = __contains__ = __str__ = __repr__ = _touched
    __getitem__ = __format__ = __hash__ = _touched


def test_nothing_of_the_buyers_on_bandcamp_is_ever_touched() -> None:
    header = statements.BANDCAMP
    layout = layout_of(header)
    assert layout is not None
    public = {
        "item type": "track",
        "item name": "Low Water",
        "artist": "The Example Lights",
        "date": "5/1/26",
    }
    cells: list[Any] = [
        public.get(name, "") if name in statements.BANDCAMP_READ else Untouchable() for name in header
    ]
    with pytest.raises(AssertionError, match="private cell"):  # the trap works
        cells[header.index("buyer email")].strip()

    found = reading(layout, header)(cells, PLACE)

    assert isinstance(found, SourceRow)
    assert found.cells == {"artist": "The Example Lights", "track": "Low Water"}


@given(
    st.lists(st.sampled_from(sorted(_KNOWN_NAMES)) | st.text(max_size=20), max_size=30),
    st.lists(st.text(max_size=20) | st.sampled_from(["0", "album", "1,5", "2026-05", "="]), max_size=35),
)
def test_any_header_and_any_cells_give_a_row_or_a_reason(header: list[str], cells: list[str]) -> None:
    layout = layout_of(header)
    if layout is None:
        return

    found = reading(layout, header)(cells, PLACE)

    assert isinstance(found, SourceRow | PassedRow)
    if isinstance(found, SourceRow):
        assert set(found.cells) <= {*COLUMNS, "party", "answer", "date", "how", "file"}
        assert all(found.cells.values())
        assert (found.sale is not None) == (layout.nature is Nature.STATEMENT)


@pytest.mark.parametrize("file", ["bandcamp.csv", "sonosuite.csv"])
def test_nobodys_name_or_address_is_in_what_is_read(tmp_path: Path, file: str) -> None:
    found = repr(read(WRITERS[file](tmp_path / file, [SONG, ALBUM])))

    assert "Private" not in found
    assert "private" not in found
    assert "Secret Street" not in found


@pytest.mark.parametrize("kind", ["package", "payout", "refund", "reversal", "adjustment", "bundle", ""])
def test_goods_and_payments_on_bandcamp_are_no_recordings(kind: str) -> None:
    found = row(
        statements.BANDCAMP, item_type=kind, item_name="Lights T-Shirt", artist="The Example Lights", upc="1"
    )

    assert found == PassedRow(source=PLACE, reason=GOODS)


def test_bandcamps_short_form_is_read_too() -> None:
    header = statements.BANDCAMP_SHORT

    found = music(
        header, item_type="album", item_name="Harbour Lights", artist="A", amount_you_received="7.0"
    )

    assert found.cells == {"artist": "A", "release": "Harbour Lights"}
    assert found.sale is not None
    assert found.sale.earnings == Decimal("7.0")


def test_a_distrokid_row_without_its_kind_is_judged_by_its_isrc() -> None:
    header = statements.DISTROKID_NEW

    assert music(header, title="Low Water", isrc="ZZEXA2600001").cells["track"] == "Low Water"
    assert music(header, title="Harbour Lights", upc="400000010014").cells["release"] == "Harbour Lights"


@pytest.mark.parametrize(
    "nothing", ["0", "0.0", "000000000000", "-", "-----", "N/A", "n/a", "None", "NULL", "nan"]
)
def test_what_stands_for_a_missing_code_is_no_code(nothing: str) -> None:
    found = music(
        statements.DISTROKID_OLD,
        **{"title": "Low Water", "song/album": "Song", "isrc": nothing, "upc": nothing},
    )

    assert found.cells == {"track": "Low Water"}


def test_tunecores_second_upc_counts_where_the_first_is_empty() -> None:
    found = music(
        statements.TUNECORE, release_title="R", song_title="S", upc="0", optional_upc="400000010014"
    )

    assert found.cells["upc"] == "400000010014"


@pytest.mark.parametrize(("song_id", "isrc"), [("ZZEXA0928423", "ZZEXA0928423"), ("1234567", ""), ("", "")])
def test_tunecores_own_song_id_counts_only_where_it_is_an_isrc(song_id: str, isrc: str) -> None:
    found = music(statements.TUNECORE, release_title="R", song_title="S", tc_song_id=song_id)

    assert found.cells.get("isrc", "") == isrc


def test_secretlys_prefix_of_a_upc_comes_off() -> None:
    found = music(statements.SECRETLY, upc="SCDD.400000010014", product_title="R", artist="A")
    without = music(statements.SECRETLY, upc="SCDD.", product_title="R", artist="A")

    assert found.cells == {"artist": "A", "upc": "400000010014", "release": "R"}
    assert "upc" not in without.cells


def test_a_guest_on_a_track_stays_beside_the_artist_of_the_release() -> None:
    guest = music(statements.FUGA, asset_artist="A; B", product_artist="A", asset_title="T", asset_isrc="X")
    same = music(statements.FUGA, asset_artist="A", product_artist="A", asset_title="T", asset_isrc="X")
    alone = music(statements.FUGA, asset_artist="B", asset_title="T", asset_isrc="X")

    assert (guest.cells["artist"], guest.cells["track_artist"]) == ("A", "A; B")
    assert (same.cells["artist"], same.cells.get("track_artist")) == ("A", None)
    assert (alone.cells["artist"], alone.cells.get("track_artist")) == ("B", None)


@pytest.mark.parametrize(
    ("store", "use", "shown"),
    [
        ("Amazon", "Download", "Amazon (Download)"),
        ("Amazon Music", "Streaming", "Amazon Music (Streaming)"),
        ("Amazon Prime", "Streaming", "Amazon Prime"),
        ("Amazon", "Ringtone", "Amazon"),
        ("Spotify", "Streaming", "Spotify"),
    ],
)
def test_the_use_is_put_behind_a_store_only_where_its_name_leaves_it_open(
    store: str, use: str, shown: str
) -> None:
    found = music(statements.TUNECORE, release_title="R", song_title="S", store_name=store, sales_type=use)

    assert found.sale is not None
    assert found.sale.store == shown


def test_the_month_of_the_report_stands_in_for_an_unreadable_month_of_sale() -> None:
    found = music(
        statements.DISTROKID_OLD, title="S", isrc="X", sale_month="spring", reporting_date="2026-07-01"
    )
    neither = music(statements.DISTROKID_OLD, title="S", isrc="X", sale_month="spring", reporting_date="soon")

    assert found.sale is not None
    assert found.sale.month == "2026-07"
    assert neither.sale is not None
    assert neither.sale.month == ""


def test_believe_writes_decimals_with_comma_or_point() -> None:
    def earned(text: str) -> Decimal:
        found = music(statements.BELIEVE, track_title="S", isrc="X", net_revenue=text)
        assert found.sale is not None
        return found.sale.earnings

    assert earned("0,00312845") == Decimal("0.00312845")
    assert earned("1,234") == Decimal("1.234")
    assert earned("1.234") == Decimal("1.234")
    assert earned("1.234,5") == Decimal("1234.5")


def test_a_row_that_ends_early_has_empty_cells() -> None:
    layout = layout_of(statements.DISTROKID_OLD)
    assert layout is not None

    found = reading(layout, statements.DISTROKID_OLD)(
        ["2026-07-01", "2026-05", "Spotify", "A", "Low Water", "ZZEXA2600001"], PLACE
    )

    assert isinstance(found, SourceRow)
    assert found.cells == {"artist": "A", "track": "Low Water", "isrc": "ZZEXA2600001"}


def test_spotify_for_artists_gives_names_only(tmp_path: Path) -> None:
    path = statements.write_spotify_songs(tmp_path / "songs.csv", [SONG])

    with open_source(path, name=path.name) as source:
        assert source.nature is Nature.NAMES
        [found] = source.rows

    assert isinstance(found, SourceRow)
    assert (found.cells, found.sale) == ({"track": "Low Water", "release_date": "2021-05-07"}, None)


def test_a_stardust_catalog_is_no_statement(tmp_path: Path) -> None:
    path = statements.write_stardust(tmp_path / "catalog.csv", [SONG])

    with open_source(path, name=path.name) as source:
        assert (source.layout, source.nature) == ("Stardust catalog", Nature.CATALOG)
        [found] = source.rows

    assert isinstance(found, SourceRow)
    assert found.cells["track_number"] == "1"
    assert found.cells["release"] == "Harbour Lights"
