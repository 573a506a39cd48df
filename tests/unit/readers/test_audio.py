"""Folders of tagged audio: real small files of every kind, what their tags become, and what is damaged or no audio."""

import os
import struct
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import audio_files as make
from support.builders import isrc, upc

from takedown.errors import CatalogError
from takedown.readers.tagged import audio, tag_bytes
from takedown.readers.tagged.audio import open_folder
from takedown.rules import RULES
from takedown.sources import BadRow, Nature, PassedRow, SourceItem, SourceRow

VORBIS = (
    ("ALBUM", "Harbour Lights"),
    ("ALBUMARTIST", "The Example Lights"),
    ("ARTIST", "The Example Lights"),
    ("TITLE", "Night Bus"),
    ("TRACKNUMBER", "3"),
    ("DISCNUMBER", "2"),
    ("DATE", "2026-03-12"),
    ("ISRC", isrc(1)),
    ("BARCODE", upc(1)),
    ("CATALOGNUMBER", "EXT 001"),
    ("LABEL", "Example Tapes"),
    ("COPYRIGHT", "℗ 2026 Example Tapes © 2026 The Example Lights"),
)
ID3 = (
    ("TALB", "Harbour Lights"),
    ("TPE2", "The Example Lights"),
    ("TPE1", "The Example Lights"),
    ("TIT2", "Night Bus"),
    ("TRCK", "3/9"),
    ("TPOS", "2/2"),
    ("TDRC", "2026-03-12"),
    ("TSRC", isrc(1)),
    ("TXXX:BARCODE", upc(1)),
    ("TXXX:CATALOGNUMBER", "EXT 001"),
    ("TPUB", "Example Tapes"),
    ("TCOP", "℗ 2026 Example Tapes © 2026 The Example Lights"),
)
ID3_OF_2003 = (*(field for field in ID3 if field[0] != "TDRC"), ("TYER", "2026"), ("TDAT", "1203"))
MP4 = make.m4a(
    {
        b"\xa9alb": "Harbour Lights",
        b"aART": "The Example Lights",
        b"\xa9ART": "The Example Lights",
        b"\xa9nam": "Night Bus",
        b"\xa9day": "2026-03-12T07:00:00Z",
        b"cprt": "℗ 2026 Example Tapes © 2026 The Example Lights",
    },
    [("ISRC", isrc(1)), ("BARCODE", upc(1)), ("CATALOGNUMBER", "EXT 001"), ("LABEL", "Example Tapes")],
    {b"trkn": (3, 9), b"disk": (2, 2)},
)
WHOLE = {
    "artist": "The Example Lights",
    "release": "Harbour Lights",
    "upc": upc(1),
    "catalog_number": "EXT 001",
    "label": "Example Tapes",
    "release_date": "2026-03-12",
    "p_line": "℗ 2026 Example Tapes",
    "c_line": "© 2026 The Example Lights",
    "track_number": "2-3",
    "track": "Night Bus",
    "isrc": isrc(1),
}
FILES = {
    "utf8.mp3": make.mp3(ID3),
    "utf16.mp3": make.mp3(ID3_OF_2003, version=3, encoding=1),
    "cover.mp3": make.id3(
        ID3_OF_2003, version=3, encoding=1, extra=make.id3_picture(b"\xff\xd8" + bytes(900))
    )
    + make.MP3_FRAME,
    "unsynchronised.mp3": make.mp3(ID3_OF_2003, version=3, encoding=1, flags=0x80),
    "one.flac": make.flac(VORBIS),
    "flac behind a tag.flac": make.id3([("TSSE", "an encoder")]) + make.flac(VORBIS),
    "one.ogg": make.ogg(VORBIS),
    "one.opus": make.opus(VORBIS),
    "one.m4a": MP4,
    "one.wav": make.wav(tag=make.id3(ID3)),
    "one.aiff": make.aiff(make.id3(ID3)),
    "a flac called.mp3": make.flac(VORBIS),
    "an mp4 called.wav": MP4,
}


def items(path: Path, name: str = "music") -> list[SourceItem]:
    with open_folder(path, name=name) as source:
        return list(source.rows)


def only(path: Path, content: bytes, name: str = "one.flac") -> SourceItem:
    (path / name).write_bytes(content)
    (found,) = items(path)
    return found


def cells(path: Path, content: bytes, name: str = "one.flac") -> dict[str, str]:
    found = only(path, content, name)
    assert isinstance(found, SourceRow), found
    return dict(found.cells)


def bad(path: Path, content: bytes, name: str = "one.flac") -> BadRow:
    found = only(path, content, name)
    assert isinstance(found, BadRow), found
    assert found.rule in RULES
    assert found.fix
    return found


def flac(path: Path, *fields: tuple[str, str]) -> dict[str, str]:
    return cells(path, make.flac(fields))


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_same_row_from_the_same_tags(tmp_path: Path, name: str) -> None:
    assert cells(tmp_path, FILES[name], name) == WHOLE


def test_a_row_names_its_file_inside_the_folder_and_the_source_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "Harbour Lights").mkdir()
    (tmp_path / "Harbour Lights" / "03.flac").write_bytes(make.flac(VORBIS))

    with open_folder(tmp_path, name="music") as source:
        assert (source.name, source.layout) == ("music", "folder of tagged audio files")
        assert (source.nature, source.distributor, source.done()) == (Nature.CATALOG, "", 0.0)
        (row,) = source.rows
        assert source.done() == 1.0

    assert str(row.source) == "music/Harbour Lights/03.flac"
    assert row.source.row == 0


def test_a_single_audio_file_can_be_named_and_its_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "song.bin"
    path.write_bytes(make.flac(VORBIS))

    (row,) = items(path, name="song.bin")

    assert isinstance(row, SourceRow)
    assert dict(row.cells) == WHOLE
    assert row.source.file == "song.bin"


def test_files_come_in_the_order_of_their_names_and_before_subfolders(tmp_path: Path) -> None:
    for name in ("b/1.flac", "a/2.flac", "a/1.flac", "z.flac", "a/deep/0.flac"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(make.flac([("TITLE", name)]))

    order = [row.source.file.removeprefix("music/") for row in items(tmp_path)]

    assert order == ["z.flac", "a/1.flac", "a/2.flac", "a/deep/0.flac", "b/1.flac"]


def test_what_is_no_audio_is_passed_over_and_counted_by_its_reason(tmp_path: Path) -> None:
    (tmp_path / ".hidden folder").mkdir()
    (tmp_path / ".hidden folder" / "secret.flac").write_bytes(make.flac(VORBIS))
    for name in (".DS_Store", "._one.flac", "cover.JPG", "album.cue", "rip.log", "notes.txt", "no ending"):
        (tmp_path / name).write_bytes(b"anything")
    (tmp_path / "one.flac").write_bytes(make.flac(VORBIS))

    found = items(tmp_path)

    passed = {
        str(each.source).removeprefix("music/"): each.reason for each in found if isinstance(each, PassedRow)
    }
    assert passed == {
        ".DS_Store": "hidden",
        "._one.flac": "hidden",
        ".hidden folder": "hidden",
        "album.cue": "a playlist, a cue sheet or a log",
        "cover.JPG": "a picture",
        "no ending": "no audio file",
        "notes.txt": "no audio file",
        "rip.log": "a playlist, a cue sheet or a log",
    }
    assert sum(isinstance(each, SourceRow) for each in found) == 1


def test_links_are_passed_over_wherever_they_lead(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.flac").write_bytes(make.flac([("TITLE", "Private")]))
    music = tmp_path / "music"
    music.mkdir()
    (music / "one.flac").write_bytes(make.flac(VORBIS))
    (music / "again.flac").symlink_to(music / "one.flac")
    (music / "private.flac").symlink_to(outside / "private.flac")
    (music / "folder").symlink_to(outside)
    (music / "round").symlink_to(music)
    (music / "nowhere.flac").symlink_to(tmp_path / "missing")

    found = items(music)

    assert [each.source.file for each in found if isinstance(each, SourceRow)] == ["music/one.flac"]
    assert {each.reason for each in found if isinstance(each, PassedRow)} == {
        "a link: only what lies in the folder itself is read"
    }
    assert len(found) == 6


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "one.flac").write_bytes(make.flac(VORBIS))
    (tmp_path / "link").symlink_to(tmp_path / "music")

    assert len(items(tmp_path / "link")) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.flac")
    (tmp_path / "one.flac").write_bytes(make.flac(VORBIS))

    assert [each.reason for each in items(tmp_path) if isinstance(each, PassedRow)] == ["no ordinary file"]


def test_names_of_files_that_are_no_text_can_still_be_printed_and_stored(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[2J.flac")
    try:
        (tmp_path / name).write_bytes(make.flac(VORBIS))
    except OSError:
        pytest.skip("this file system takes UTF-8 only")

    (row,) = items(tmp_path)

    assert row.source.file == r"music/caf\xe9<U+001B>[2J.flac"


def test_a_folder_without_audio_is_refused_with_the_number_of_other_files(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"^music: no audio files in this folder$"):
        items(tmp_path)
    (tmp_path / "cover.jpg").write_bytes(b"x")
    with pytest.raises(CatalogError, match=r"no audio files in this folder: 1 other file$") as caught:
        items(tmp_path)
    assert "FLAC" in caught.value.hint


@pytest.mark.parametrize("path", ["missing", "nul\0byte"])
def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(CatalogError, match=r"^music: ") as caught:
        items(tmp_path / path)
    assert caught.value.hint


def test_more_files_than_any_collection_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MAX_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.flac").write_bytes(make.flac(VORBIS))

    with pytest.raises(CatalogError, match="more than 2 files") as caught:
        items(tmp_path)
    assert "one of its folders" in caught.value.hint


def test_a_folder_that_cannot_be_opened_is_a_bad_row_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "one.flac").write_bytes(make.flac(VORBIS))
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    row, problem = items(tmp_path)

    assert isinstance(row, SourceRow)
    assert isinstance(problem, BadRow)
    assert (problem.rule, problem.source.file) == ("E-TAGS", "music/closed")
    assert problem.reason == "the folder cannot be opened (Permission denied)"


def test_a_folder_that_cannot_be_opened_itself_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: Path) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refusing)

    with pytest.raises(CatalogError, match=r"^music: cannot be read \(Permission denied\)$"):
        items(tmp_path)


def test_a_file_that_goes_away_or_cannot_be_read_is_a_bad_row(tmp_path: Path) -> None:
    (tmp_path / "gone.flac").write_bytes(make.flac(VORBIS))
    with open_folder(tmp_path, name="music") as source:
        (tmp_path / "gone.flac").unlink()
        (problem,) = source.rows

    assert isinstance(problem, BadRow)
    assert problem.reason == "the file cannot be read (No such file or directory)"


def test_a_damaged_file_is_a_bad_row_that_names_it_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "1.flac").write_bytes(make.flac(VORBIS)[:-40])
    (tmp_path / "2.flac").write_bytes(make.flac(VORBIS))

    damaged, whole = items(tmp_path)

    assert isinstance(damaged, BadRow)
    assert (damaged.rule, damaged.source.file, damaged.cells) == ("E-TAGS", "music/1.flac", {})
    assert "inside its tags" in damaged.reason
    assert "tag editor" in damaged.fix
    assert isinstance(whole, SourceRow)


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("flac behind")])
def test_a_file_cut_off_anywhere_never_gives_a_shortened_text(tmp_path: Path, name: str) -> None:
    content = FILES[name]
    values = {*WHOLE.values(), "3", "2", "2-3"}
    for end in range(0, len(content), 7):
        (tmp_path / name).write_bytes(content[:end])
        (found,) = items(tmp_path)
        texts = set(found.cells.values()) if isinstance(found, SourceRow) else set()
        assert texts <= values, (end, found)


def test_zeros_at_the_end_and_a_missing_padding_byte_are_no_damage(tmp_path: Path) -> None:
    tag = make.id3([("TIT2", "Song"), ("TPE1", "Ana")])
    assert len(tag) % 2 == 1

    for content in (make.wav(tag=tag)[:-1], make.wav(tag=tag) + bytes(5), make.aiff(tag)[:-1]):
        assert cells(tmp_path, content, "one.wav") == {"artist": "Ana", "track": "Song"}
    assert "1 bytes too early" in bad(tmp_path, make.wav(tag=tag[:-1] + b"!!")[:-1], "one.wav").reason


def test_an_empty_file_and_one_without_tags_are_bad_rows_whatever_their_names_say(tmp_path: Path) -> None:
    assert bad(tmp_path, b"").reason == "the file is empty"
    silent = bad(tmp_path, make.flac([("GENRE", "Ambient"), ("COMMENT", "demo")]))
    assert silent.reason == "no tags that say what it is"
    assert "names of files are not used" in silent.fix
    (tmp_path / "one.flac").unlink()
    assert bad(tmp_path, make.MP3_FRAME * 2, "01 - The Examples - Song.mp3").cells == {}


def test_a_format_whose_tags_cannot_be_read_is_a_bad_row(tmp_path: Path) -> None:
    problem = bad(tmp_path, b"MAC \x96\x0f" + bytes(60), "one.ape")

    assert "not read" in problem.reason
    assert "FLAC" in problem.fix


def test_a_file_that_is_too_big_is_a_bad_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MAX_BYTES", 100)

    assert bad(tmp_path, make.flac(VORBIS)).reason.startswith("bigger than")


def test_tags_bigger_than_any_program_writes_are_a_bad_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tag_bytes, "MAX_PIECE", 10_000)

    assert "bigger than any program" in bad(tmp_path, make.flac([("COMMENT", "x" * 20_000)])).reason


MANY = 50_000
COUNTED = "\0".join(map(str, range(MANY)))
ARTISTS = [("ARTIST", str(number)) for number in range(MANY)]
HEAPS = {
    "frames.mp3": make.mp3([("TPE1", str(number)) for number in range(MANY)]),
    "texts in a frame.mp3": make.mp3([("TIT2", "Song"), ("TSRC", COUNTED)]),
    "texts of utf-16.mp3": make.mp3([("TIT2", "Song"), ("TSRC", COUNTED)], encoding=1, version=3),
    "comments.flac": make.flac(ARTISTS),
    "comments.ogg": make.ogg(ARTISTS),
    "comments.opus": make.opus(ARTISTS),
    "frames in a chunk.wav": make.wav(tag=make.id3([("TPE1", str(number)) for number in range(MANY)])),
    "texts in a chunk.aiff": make.aiff(make.id3([("TSRC", COUNTED)])),
    "texts.aiff": make.aiff(b"", {b"NAME": COUNTED.encode()}),
    "values.wma": make.wma("Song", "Ana", [("WM/ISRC", str(number)) for number in range(MANY)]),
    "info.wav": make.wav({b"INAM": b"Song", b"ICMT": b"x" * 99_000}),
    "atoms.m4a": make.m4a({}, [("ISRC", str(number)) for number in range(MANY)]),
    "values of an atom.m4a": make.m4a({b"\xa9nam": "Song"}, [("ISRC", "data" * MANY)]),
}


@pytest.mark.parametrize("name", HEAPS)
def test_heaps_of_values_are_a_bad_row_at_once(tmp_path: Path, name: str) -> None:
    started = time.monotonic()
    problem = bad(tmp_path, HEAPS[name], name)

    assert "bigger than any program" in problem.reason
    assert time.monotonic() - started < 2


def test_more_artists_than_any_orchestra_are_a_bad_row(tmp_path: Path) -> None:
    assert bad(tmp_path, make.flac(ARTISTS[:300])).reason == "300 values in the field artist"
    assert flac(tmp_path, ("TITLE", "Song"), *ARTISTS[:150])["artist"].count(";") == 149


def test_a_size_field_that_lies_takes_no_memory(tmp_path: Path) -> None:
    atom = struct.pack(">I", 1) + b"uuid" + struct.pack(">Q", 1 << 50)
    content = MP4[:24] + atom + b"text"

    started = time.monotonic()
    problem = bad(tmp_path, content, "one.m4a")

    assert "inside its tags" in problem.reason
    assert time.monotonic() - started < 2


def test_tags_of_id3_2_4_with_unsynchronisation_are_refused_and_not_misread(tmp_path: Path) -> None:
    problem = bad(tmp_path, make.mp3(ID3, encoding=1, flags=0x80), "one.mp3")

    assert "unsynchronisation" in problem.reason


def test_a_number_of_one_disc_stands_alone_and_of_several_with_its_disc(tmp_path: Path) -> None:
    def number(*fields: tuple[str, str]) -> str:
        return flac(tmp_path, ("TITLE", "Song"), *fields).get("track_number", "")

    assert number(("TRACKNUMBER", "03")) == "3"
    assert number(("TRACKNUMBER", "3/9"), ("DISCNUMBER", "1/1")) == "3"
    assert number(("TRACKNUMBER", "3"), ("DISCNUMBER", "1"), ("DISCTOTAL", "2")) == "1-3"
    assert number(("TRACKNUMBER", "3"), ("DISCNUMBER", "2")) == "2-3"
    assert number(("DISCNUMBER", "2")) == ""
    assert number(("TRACKNUMBER", "0")) == ""


def test_the_artist_of_the_album_comes_first_and_of_the_track_where_it_differs(tmp_path: Path) -> None:
    def artists(*fields: tuple[str, str]) -> tuple[str, str]:
        found = flac(tmp_path, ("TITLE", "Song"), *fields)
        return found.get("artist", ""), found.get("track_artist", "")

    assert artists(("ARTIST", "Ana")) == ("Ana", "")
    assert artists(("ARTIST", "Ana"), ("ALBUMARTIST", "ANA ")) == ("ANA", "")
    assert artists(("ARTIST", "Ana"), ("ALBUMARTIST", "Various Artists")) == ("Various Artists", "Ana")


def test_several_artists_are_separated_by_semicolons(tmp_path: Path) -> None:
    def artist(*fields: tuple[str, str]) -> str:
        return flac(tmp_path, ("TITLE", "Song"), *fields)["artist"]

    assert artist(("ARTIST", "Ana"), ("ARTIST", "Bo")) == "Ana; Bo"
    assert artist(("ARTIST", "Ana feat. Bo"), ("ARTISTS", "Ana"), ("ARTISTS", "Bo")) == "Ana; Bo"
    assert artist(("ARTISTS", "Ana"), ("ARTISTS", "Bo"), ("ARTIST", "Ana & Bo")) == "Ana; Bo"
    assert artist(("ARTIST", "The Anas"), ("ARTISTS", "Anas")) == "The Anas"


def test_only_a_whole_date_is_a_release_date(tmp_path: Path) -> None:
    def released(*fields: tuple[str, str]) -> str:
        return flac(tmp_path, ("TITLE", "Song"), *fields).get("release_date", "")

    assert released(("DATE", "2026")) == ""
    assert released(("DATE", "2026-03")) == ""
    assert released(("DATE", "2026-03-12")) == "2026-03-12"
    assert released(("DATE", "2025-01-01"), ("RELEASEDATE", "2026-03-12")) == "2026-03-12"
    assert released(("DATE", "12/03/2026")) == ""


@pytest.mark.parametrize("name", ["BARCODE", "UPC", "EAN", "UPN", "EAN/UPN"])
def test_the_barcode_is_found_under_each_of_its_names(tmp_path: Path, name: str) -> None:
    assert flac(tmp_path, ("TITLE", "Song"), (name, upc(1)))["upc"] == upc(1)


@pytest.mark.parametrize("name", ["LABEL", "PUBLISHER", "ORGANIZATION"])
def test_the_label_is_found_under_each_of_its_names(tmp_path: Path, name: str) -> None:
    assert flac(tmp_path, ("TITLE", "Song"), (name, "Example Tapes"))["label"] == "Example Tapes"


def test_the_label_comes_before_the_publisher(tmp_path: Path) -> None:
    found = flac(tmp_path, ("TITLE", "Song"), ("PUBLISHER", "Example Songs"), ("LABEL", "Example Tapes"))

    assert found["label"] == "Example Tapes"


@pytest.mark.parametrize(
    ("text", "p_line", "c_line"),
    [
        ("2026 The Examples", "", ""),
        ("© 2026 The Examples", "", "© 2026 The Examples"),
        ("(P) 2026 The Examples", "(P) 2026 The Examples", ""),
        ("© 2026 Ana / ℗ 2026 Bo", "℗ 2026 Bo", "© 2026 Ana"),
        ("℗ & © 2026 Ana", "℗ & © 2026 Ana", "℗ & © 2026 Ana"),
        ("℗ 2026\nAna", "℗ 2026 Ana", ""),
        ("℗ 2020 Ana ℗ 2026 Bo", "℗ 2020 Ana", ""),
    ],
)
def test_a_copyright_text_is_used_only_where_a_sign_says_whose_right_it_names(
    tmp_path: Path, text: str, p_line: str, c_line: str
) -> None:
    found = flac(tmp_path, ("TITLE", "Song"), ("COPYRIGHT", text))

    assert (found.get("p_line", ""), found.get("c_line", "")) == (p_line, c_line)


def test_a_second_isrc_is_said_and_not_dropped_silently(tmp_path: Path) -> None:
    (tmp_path / "one.flac").write_bytes(make.flac([*VORBIS, ("ISRC", isrc(2))]))

    row, passed = items(tmp_path)

    assert isinstance(row, SourceRow)
    assert row.cells["isrc"] == isrc(1)
    assert isinstance(passed, PassedRow)
    assert str(passed.source) == "music/one.flac, isrc"
    assert passed.reason == "a further ISRC in the tags of a file: the first one is used"


def test_the_same_isrc_in_another_spelling_is_no_second_one(tmp_path: Path) -> None:
    assert flac(tmp_path, *VORBIS, ("ISRC", "zz-exa-26-00001"))["isrc"] == isrc(1)


def test_what_a_wav_calls_isrc_is_used_only_where_it_has_the_form_of_one(tmp_path: Path) -> None:
    found = cells(tmp_path, make.wav({b"INAM": b"Song", b"ISRC": isrc(1).encode()}), "one.wav")
    assert found == {"track": "Song", "isrc": isrc(1)}

    (tmp_path / "one.wav").write_bytes(make.wav({b"INAM": b"Song", b"ISRC": b"Vinyl of the uncle"}))
    row, passed = items(tmp_path)
    assert isinstance(row, SourceRow)
    assert dict(row.cells) == {"track": "Song"}
    assert isinstance(passed, PassedRow)
    assert "means source" in passed.reason


def test_the_code_of_the_id3_chunk_wins_over_the_source_of_a_wav(tmp_path: Path) -> None:
    content = make.wav({b"INAM": b"Song", b"ISRC": b"Vinyl"}, make.id3([("TSRC", isrc(1))]))

    assert cells(tmp_path, content, "one.wav")["isrc"] == isrc(1)


def test_a_text_that_lost_a_letter_gives_way_to_a_whole_one(tmp_path: Path) -> None:
    content = make.wav({b"INAM": "Café".encode("cp1252")}, make.id3([("TIT2", "Café")]))
    assert cells(tmp_path, content, "one.wav") == {"track": "Café"}

    content = make.wav({b"INAM": "Café".encode("cp1252")})
    assert cells(tmp_path, content, "one.wav") == {"track": "Caf\ufffd"}


def test_an_asin_stands_on_a_row_of_the_release_once(tmp_path: Path) -> None:
    album = [field for field in VORBIS if field[0] in {"ALBUM", "ALBUMARTIST", "BARCODE"}]
    for number in (1, 2):
        own = [("TITLE", f"Song {number}"), ("ASIN", "B0EXAMPLE1"), *album]
        (tmp_path / f"{number}.flac").write_bytes(make.flac(own))

    release, first, second = (dict(each.cells) for each in items(tmp_path) if isinstance(each, SourceRow))

    of_both = {"artist": "The Example Lights", "release": "Harbour Lights", "upc": upc(1)}
    assert release == {"kind": "release", **of_both, "asin": "B0EXAMPLE1"}
    assert first == {**of_both, "track": "Song 1"}
    assert second == {**of_both, "track": "Song 2"}


def test_padding_goes_and_other_control_characters_stay_for_the_checks(tmp_path: Path) -> None:
    found = flac(tmp_path, ("TITLE", " Night\u202eBus\x07!\0\0 "), ("ALBUM", "A\0B\0"), ("ARTIST", "\0"))

    assert found == {"track": "Night\u202eBus\x07!", "release": "A\0B"}


def test_a_text_that_is_too_long_is_a_bad_row_with_the_other_cells(tmp_path: Path) -> None:
    problem = bad(tmp_path, make.flac([("TITLE", "la " * 2_000), ("ARTIST", "Ana")]))

    assert (problem.rule, problem.source.column, problem.cells) == ("E-LONG", "track", {"artist": "Ana"})


def test_the_oldest_tags_are_read_too(tmp_path: Path) -> None:
    content = make.MP3_FRAME + make.id3v1("Night Bus", "The Examples", "Harbour Lights")

    assert cells(tmp_path, content, "one.mp3") == {
        "artist": "The Examples",
        "release": "Harbour Lights",
        "track": "Night Bus",
    }


def test_a_wma_is_read_by_its_own_names(tmp_path: Path) -> None:
    fields = (
        ("WM/ISRC", isrc(1)),
        ("WM/Barcode", upc(1)),
        ("WM/CatalogNo", "EXT 001"),
        ("WM/Publisher", "Tapes"),
    )

    assert cells(tmp_path, make.wma("Song", "Ana", fields), "one.wma") == {
        "artist": "Ana",
        "upc": upc(1),
        "catalog_number": "EXT 001",
        "label": "Tapes",
        "track": "Song",
        "isrc": isrc(1),
    }


def test_the_texts_of_an_aiff_without_id3_are_read(tmp_path: Path) -> None:
    content = make.aiff(b"", {b"NAME": b"Song", b"AUTH": b"Ana"})

    assert cells(tmp_path, content, "one.aiff") == {"artist": "Ana", "track": "Song"}


def test_a_mark_of_unsynchronisation_that_changed_nothing_does_no_harm(tmp_path: Path) -> None:
    content = make.mp3([("TIT2", "Song")], flags=0x80)

    assert cells(tmp_path, content, "one.mp3") == {"track": "Song"}


def test_several_values_in_one_frame_are_taken_apart(tmp_path: Path) -> None:
    content = make.mp3([("TIT2", "Song"), ("TPE1", "Ana\0Bo"), ("TPRO", "2026 Example Tapes")])

    assert cells(tmp_path, content, "one.mp3") == {
        "artist": "Ana; Bo",
        "track": "Song",
        "p_line": "2026 Example Tapes",
    }


def _changed(content: bytes, changes: list[tuple[int, int]]) -> bytes:
    damaged = bytearray(content)
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    return bytes(damaged)


@settings(max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(FILES)),
    changes=st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), max_size=6),
    end=st.integers(0, 4_000),
)
def test_no_damage_of_any_file_raises_anything(
    tmp_path: Path, name: str, changes: list[tuple[int, int]], end: int
) -> None:
    (tmp_path / "fuzzed").mkdir(exist_ok=True)
    (tmp_path / "fuzzed" / "one.mp3").write_bytes(_changed(FILES[name], changes)[: max(1, end)])

    for each in items(tmp_path / "fuzzed"):
        assert isinstance(each, SourceRow | BadRow | PassedRow)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300),
    magic=st.sampled_from([b"ID3\4\0\0", b"fLaC", b"OggS", b"RIFF", b"FORM", b""]),
)
def test_no_bytes_at_all_raise_anything(tmp_path: Path, content: bytes, magic: bytes) -> None:
    (tmp_path / "one.mp3").write_bytes(magic + content)

    assert items(tmp_path)


def test_a_thousand_files_take_seconds_and_no_memory_of_their_own(tmp_path: Path) -> None:
    content = make.flac(VORBIS)
    for number in range(1_000):
        (tmp_path / f"{number:04}.flac").write_bytes(content)

    started = time.monotonic()
    assert len(items(tmp_path)) == 1_000
    assert time.monotonic() - started < 10
