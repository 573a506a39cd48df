"""Releases of MusicBrainz as JSON: what their parts become, other answers, and JSON with anything anywhere."""

import contextlib
import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.builders import isrc, upc

from takedown.errors import CatalogError
from takedown.readers.libraries import musicbrainz
from takedown.readers.libraries.musicbrainz import open_release, release_source
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow


def credit(*names: str, join: str = "") -> list[dict[str, Any]]:
    return [{"name": name, "joinphrase": join, "artist": {"name": f"{name} (official)"}} for name in names]


def track(position: int, *codes: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": f"0000000{position}-0000-4000-8000-000000000000",
        "position": position,
        "number": str(position),
        "title": f"Song {position}",
        "length": 200_000,
        "artist-credit": credit("The Example Lights"),
        "recording": {
            "title": f"Song {position} as recorded",
            "isrcs": list(codes or (isrc(position),)),
            "video": False,
        },
    }
    return {**plain, **changes}


def release(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "11111111-1111-4111-8111-111111111111",
        "title": "Harbour Lights",
        "status": "Official",
        "date": "2026-03-12",
        "country": "XW",
        "barcode": upc(1),
        "asin": None,
        "disambiguation": "",
        "packaging": None,
        "artist-credit": credit("The Example Lights"),
        "label-info": [{"catalog-number": "EXT 001", "label": {"name": "Example Tapes"}}],
        "media": [
            {"position": 1, "format": "Digital Media", "track-count": 2, "tracks": [track(1), track(2)]}
        ],
    }
    return {**plain, **changes}


def source(value: Any) -> Source:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return release_source(content, name="release.json")


def items(value: Any) -> list[SourceItem]:
    return list(source(value).rows)


def rows(value: Any) -> list[dict[str, str]]:
    found = items(value)
    assert all(isinstance(each, SourceRow) for each in found), found
    return [dict(each.cells) for each in found if isinstance(each, SourceRow)]


def refused(value: Any) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        items(value)
    assert caught.value.hint
    assert caught.value.message.startswith("release.json")
    return caught.value


def media(*tracks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"position": 1, "format": "Digital Media", "tracks": list(tracks), **changes}


def test_a_saved_release_gives_a_row_for_each_track(tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(release()).encode())

    with open_release(tmp_path / "saved.json", name="saved.json") as opened:
        assert (opened.layout, opened.nature, opened.distributor) == (
            "release of MusicBrainz",
            Nature.CATALOG,
            "",
        )
        assert (opened.name, opened.done()) == ("saved.json", 1.0)
        found = list(opened.rows)

    of_both = {
        "artist": "The Example Lights",
        "release": "Harbour Lights",
        "upc": upc(1),
        "catalog_number": "EXT 001",
        "label": "Example Tapes",
        "release_date": "2026-03-12",
    }
    assert [each.cells for each in found if isinstance(each, SourceRow)] == [
        {**of_both, "track_number": "1", "track": "Song 1", "isrc": isrc(1)},
        {**of_both, "track_number": "2", "track": "Song 2", "isrc": isrc(2)},
    ]
    assert str(found[1].source) == "saved.json, sheet medium 1, row 2"


def test_it_is_said_that_the_data_is_made_by_volunteers_and_proves_nothing() -> None:
    (note,) = source(release()).notes

    assert "compare each code with your distributor's page" in note
    assert "never proves who owns a recording" in note


def test_tracks_of_several_media_carry_the_number_of_their_medium() -> None:
    two = release(media=[media(track(1)), media(track(1, number="A1"), track(2, number=None), position=2)])

    assert [row["track_number"] for row in rows(two)] == ["1-1", "2-A1", "2-2"]


def test_a_pregap_is_a_track_and_data_is_passed_over() -> None:
    disc = media(track(1), pregap=track(0, isrc(9)), **{"data-tracks": [track(2)]})

    found = items(release(media=[disc]))

    assert [type(each) for each in found] == [SourceRow, SourceRow, PassedRow]
    assert [str(each.source) for each in found] == [
        "release.json, sheet pregap of medium 1, row 1",
        "release.json, sheet medium 1, row 1",
        "release.json, sheet data of medium 1, row 1",
    ]


@pytest.mark.parametrize("number", [None, "[none]", "[NONE]", "", "none"])
def test_a_catalog_number_that_says_there_is_none_is_none(number: str | None) -> None:
    info = [
        {"catalog-number": number, "label": {"name": "[no label]"}},
        {"catalog-number": None, "label": None},
    ]

    assert not {"catalog_number", "label"} & rows(release(**{"label-info": info}))[0].keys()


def test_of_several_labels_the_first_counts_and_all_are_named() -> None:
    info = [{"catalog-number": code, "label": {"name": f"Label {code}"}} for code in ("A 1", "B 1", "B 1")]

    opened = source(release(**{"label-info": info}))

    first = next(opened.rows)
    assert isinstance(first, SourceRow)
    assert (first.cells["label"], first.cells["catalog_number"]) == ("Label A 1", "A 1")
    assert "labels Label A 1, Label B 1: the first one is used" in opened.notes
    assert "catalog numbers A 1, B 1: the first one is used" in opened.notes


@pytest.mark.parametrize("join", [" & ", " feat. ", ", "])
def test_several_artists_are_separated_by_semicolons_whatever_joins_them(join: str) -> None:
    found = rows(release(**{"artist-credit": credit("Ana", "Bo", join=join)}))[0]

    assert found["artist"] == "Ana; Bo"
    assert found["track_artist"] == "The Example Lights"


def test_the_name_as_credited_wins_and_the_recording_helps_out() -> None:
    bare = track(1, title=None, **{"artist-credit": None})
    bare["recording"]["artist-credit"] = [{"artist": {"name": "Cy"}}]

    found = rows(release(media=[media(bare)]))[0]

    assert (found["track"], found["track_artist"]) == ("Song 1 as recorded", "Cy")


@pytest.mark.parametrize("date", ["2026", "2026-03", "", None])
def test_only_a_whole_date_is_a_release_date(date: str | None) -> None:
    assert "release_date" not in rows(release(date=date))[0]


def test_the_disambiguation_is_the_version_of_the_release() -> None:
    assert rows(release(disambiguation="deluxe edition"))[0]["release_version"] == "deluxe edition"


def test_an_asin_stands_on_a_row_of_the_release() -> None:
    first, second, _ = rows(release(asin="B0EXAMPLE1"))

    assert (first["kind"], first["asin"], "track" in first) == ("release", "B0EXAMPLE1", False)
    assert "asin" not in second


def test_of_several_isrcs_the_first_counts_and_all_are_named() -> None:
    opened = source(release(media=[media(track(1, isrc(1), isrc(7)))]))

    (row,) = opened.rows
    assert isinstance(row, SourceRow)
    assert row.cells["isrc"] == isrc(1)
    assert f"Song 1 ({isrc(1)}, {isrc(7)})" in opened.notes[-1]


def test_many_recordings_with_several_isrcs_make_one_note() -> None:
    many = [track(number, isrc(number), isrc(100 + number)) for number in range(1, 10)]

    notes = source(release(media=[media(*many)])).notes

    assert len(notes) == 2
    assert notes[1].endswith("and 4 more")


def test_an_edition_on_a_disc_is_said_to_differ_from_the_digital_one() -> None:
    notes = source(release(media=[media(track(1), format="CD"), media(track(1), format='12" Vinyl')])).notes

    assert any('this edition is on 12" Vinyl, CD' in note for note in notes)


def test_a_release_saved_without_isrcs_says_how_to_get_them() -> None:
    bare = track(1)
    del bare["recording"]["isrcs"]

    opened = source(release(media=[media(bare)]))

    assert "inc=recordings+isrcs+labels+artist-credits" in opened.notes[-1]
    assert "isrc" not in rows(release(media=[media(bare)]))[0]


def test_the_answer_to_an_isrc_gives_its_recordings() -> None:
    answer = {"isrc": isrc(1), "recordings": [{"title": "Song", "artist-credit": credit("Ana"), "length": 1}]}

    (row,) = items(answer)

    assert row.cells == {"kind": "recording", "artist": "Ana", "track": "Song", "isrc": isrc(1)}  # type: ignore[union-attr]  # a SourceRow has cells
    assert str(row.source) == "release.json, sheet recordings, row 1"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"title": "Song", "length": 1, "video": False}, "a single recording of MusicBrainz"),
        ({"name": "Ana", "sort-name": "Ana"}, "an artist of MusicBrainz"),
        ({"created": "2026", "count": 1, "releases": []}, "a list of releases"),
        ({"count": 1, "recordings": []}, "a list of recordings"),
        ({"count": 1, "artists": []}, "a list of artists"),
        ({"title": "x", "primary-type": "Album"}, "a release group"),
        ({"title": "x", "iswcs": []}, "a work of MusicBrainz"),
        ({"name": "x", "label-code": 1, "sort-name": "x"}, "a "),
        ({"error": "Not Found"}, "an error message of MusicBrainz"),
    ],
)
def test_any_other_answer_is_named_and_the_right_page_is_told(answer: dict[str, Any], kind: str) -> None:
    error = refused(answer)

    assert f"this is {kind}" in error.message
    assert "musicbrainz.org/ws/2/release/" in error.hint


def test_json_of_somebody_else_is_refused() -> None:
    assert "no release of MusicBrainz" in refused({"albums": []}).message


@pytest.mark.parametrize("media", [[], None, [{"position": 1, "track-count": 9}]])
def test_a_release_saved_without_its_tracks_is_refused(media: Any) -> None:
    assert "without its tracks" in refused(release(media=media)).message


def test_a_release_with_an_empty_medium_is_refused() -> None:
    assert "without" in refused(release(media=[{"position": 1, "tracks": []}])).message


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("title",), 7, "release.json: title is a number, not text"),
        (("media",), {}, "release.json: media is a table, not a list"),
        (("media", 0), "x", "release.json: media[0] is text, not a table"),
        (("media", 0, "position"), True, "media[0].position is true or false, not a whole number"),
        (("media", 0, "tracks", 1), None, "media[0].tracks[1] is nothing, not a table"),
        (("media", 0, "tracks", 1, "title"), [], "media[0].tracks[1].title is a list, not text"),
        (
            ("media", 0, "tracks", 0, "recording"),
            1.5,
            "media[0].tracks[0].recording is a number, not a table",
        ),
        (("media", 0, "tracks", 0, "recording", "isrcs", 0), 1, "recording.isrcs[0] is a number, not text"),
        (("artist-credit", 0, "name"), {}, "artist-credit[0].name is a table, not text"),
        (("label-info", 0, "label", "name"), 1, "label-info[0].label.name is a number, not text"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(
    path: tuple[str | int, ...], value: Any, message: str
) -> None:
    tree: Any = release()
    inner = tree
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value

    assert message in refused(tree).message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "release.json, row 1: no JSON at character 1"),
        (b'{"title":\n "x",', "release.json, row 2: no JSON at character"),
        (b"<html>", "no JSON"),
        (b'{"title": "\xff"}', "not UTF-8 at byte 12"),
        (b"[]", "the JSON is a list, not a table"),
        (b"null", "the JSON is nothing, not a table"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"media":' + b"9" * 5_000 + b"}", "JSON with "),
        (b'{"title": "a\0b"}', "no JSON"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content: bytes, message: str) -> None:
    assert message in refused(content).message


def test_a_file_of_many_megabytes_is_refused_without_parsing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(musicbrainz, "MAX_BYTES", 1_000)
    (tmp_path / "big.json").write_bytes(b"[" * 5_000)

    with (
        pytest.raises(CatalogError, match="bigger than"),
        open_release(tmp_path / "big.json", name="big.json"),
    ):
        pass


@pytest.mark.parametrize("path", ["missing.json", ".", "nul\0byte"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, path: str) -> None:
    with (
        pytest.raises(CatalogError, match=r"^release\.json: cannot be read"),
        open_release(tmp_path / path, name="release.json"),
    ):
        pass


def test_half_characters_of_utf16_become_lost_ones_and_control_characters_stay() -> None:
    found = rows(release(title="Night\ud800Bus\u202e\0"))[0]

    assert found["release"] == "Night\ufffdBus\u202e"
    assert found["release"].encode()


def test_a_text_that_is_too_long_is_a_bad_row() -> None:
    (found,) = items(release(media=[media(track(1, title="x" * 5_000))]))

    assert isinstance(found, BadRow)
    assert (found.rule, found.source.column) == ("E-LONG", "track")


def test_a_release_of_ten_thousand_tracks_takes_seconds() -> None:
    big = release(media=[media(*(track(1) for _ in range(10_000)))])
    content = json.dumps(big).encode()

    started = time.monotonic()
    assert len(items(content)) == 10_000
    assert time.monotonic() - started < 5


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in _places(each, (*path, key)))]


PLACES = _places(release())[1:]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_anything_anywhere_gives_rows_or_a_plain_error(
    changes: list[tuple[tuple[str | int, ...], Any]],
) -> None:
    tree: Any = copy.deepcopy(release())
    for path, value in changes:
        inner = tree
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = value

    with contextlib.suppress(CatalogError):
        for item in items(tree):
            for text in item.cells.values() if isinstance(item, SourceRow) else ():
                assert text
                assert text.encode()
