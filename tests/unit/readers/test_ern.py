"""DDEX messages: every version says the same release in the same rows, and no file makes it stumble."""

import re
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.builders import isrc, upc
from support.ern_files import (
    SENDER,
    SINGLE_DISC,
    TWO_DISCS,
    VERSIONS,
    Record,
    Song,
    catalog_list,
    envelope,
    leaf,
    message,
    message_header,
    tag,
)

from takedown.errors import CatalogError
from takedown.model import COLUMNS
from takedown.readers.ddex import ern_rows
from takedown.readers.ddex.ern import open_ern
from takedown.rules import RULES
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def look(path: Path, content: str | bytes, what: Callable[[Source], object]) -> object:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_ern(path, name=path.name) as source:
        return what(source)


def read(tmp_path: Path, content: str | bytes) -> list[SourceItem]:
    items = look(tmp_path / "message.xml", content, lambda source: list(source.rows))
    assert isinstance(items, list)
    return items


def rows(tmp_path: Path, content: str | bytes) -> list[dict[str, str]]:
    return [dict(item.cells) for item in read(tmp_path, content) if isinstance(item, SourceRow)]


def bad(tmp_path: Path, content: str | bytes) -> list[BadRow]:
    return [item for item in read(tmp_path, content) if isinstance(item, BadRow)]


def passed(tmp_path: Path, content: str | bytes) -> Counter[str]:
    return Counter(item.reason for item in read(tmp_path, content) if isinstance(item, PassedRow))


def notes(tmp_path: Path, content: str) -> tuple[str, ...]:
    found = look(tmp_path / "message.xml", content, lambda source: source.notes)
    assert isinstance(found, tuple)
    return found


def refusal(tmp_path: Path, content: str | bytes) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        read(tmp_path, content)
    error = caught.value
    assert error.message.startswith("message.xml")
    assert error.hint, "every refusal says the next step"
    assert (error.message + error.hint).isprintable()
    return error


def changed(text: str, old: str, new: str, count: int = 1) -> str:
    """The message with a fault; the test is wrong where there is nothing to change."""
    assert old in text
    return text.replace(old, new, count)


def isrcs(found: list[dict[str, str]]) -> list[str]:
    return [row.get("isrc", "") for row in found]


# What a message says


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_the_same_rows_for_the_same_release(tmp_path: Path, version: str) -> None:
    common = {
        "kind": "recording",
        "artist": "The Example Lights",
        "release": "Harbour Lights",
        "release_version": "Deluxe Edition",
        "upc": upc(7),
        "catalog_number": "EX-007",
        "label": "Example Tapes",
        "release_date": "2019-05-03",
        "p_line": "2019 Example Tapes",
        "c_line": "2019 Example Tapes",
    }

    assert rows(tmp_path, message(version)) == [
        common | {"track_number": "1", "track": "Quay", "isrc": isrc(1)},
        common
        | {
            "track_number": "2",
            "track": "Crane & Tide",
            "track_version": "Live",
            "isrc": isrc(2),
            "track_artist": "The Example Lights; Ada Muster",
        },
        common
        | {
            "track_number": "3",
            "track": "夜のフェリー",
            "isrc": isrc(3),
            "p_line": "2019 Other Label",
        },
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_several_discs_and_several_artists_are_told_apart(tmp_path: Path, version: str) -> None:
    found = rows(tmp_path, message(version, TWO_DISCS))

    assert [row["track_number"] for row in found] == ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"]
    assert {row["artist"] for row in found} == {"The Example Lights; Ada Muster"}
    assert not any("track_artist" in row for row in found)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_no_recording_of_a_release_is_passed_over_with_its_reason(
    tmp_path: Path, version: str
) -> None:
    assert passed(tmp_path, message(version)) == {
        "an image, such as the cover": 1,
        "a release of a single track that stands on a release already": 3,
    }


@pytest.mark.parametrize(
    ("version", "layout"),
    [
        ("382", "DDEX ERN 3.8.2 NewReleaseMessage"),
        ("411", "DDEX ERN 4.1.1 NewReleaseMessage"),
        ("43", "DDEX ERN 4.3 NewReleaseMessage"),
        ("432", "DDEX ERN 4.3.2 NewReleaseMessage"),
    ],
)
def test_the_source_says_what_it_is_and_who_sent_it(tmp_path: Path, version: str, layout: str) -> None:
    path = tmp_path / "message.xml"
    path.write_text(message(version), encoding="utf-8")

    with open_ern(path, name="feed/message.xml") as source:
        assert source.name == "feed/message.xml"
        assert source.layout == layout
        assert source.nature is Nature.CATALOG
        assert source.distributor == ""
        assert source.notes == (
            f"sent by Example Aggregation ({SENDER}): a feed, no proof of who delivers today",
            "deals are not read: what was taken down before is listed too",
        )
        items = list(source.rows)
        assert source.done() == 1.0
    assert {item.source.file for item in items} == {"feed/message.xml"}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_place_is_the_line_of_an_element_of_that_name(tmp_path: Path, version: str) -> None:
    text = message(version, TWO_DISCS)

    for item in read(tmp_path, text):
        assert text.split("\n")[item.source.row - 1].startswith(f"<{item.source.column}")


@pytest.mark.parametrize("version", VERSIONS)
def test_cells_are_columns_of_the_catalog_and_never_empty(tmp_path: Path, version: str) -> None:
    for row in rows(tmp_path, message(version)):
        assert set(row) <= set(COLUMNS)
        assert all(text and text == text.strip() for text in row.values())


def test_a_message_of_several_releases_keeps_each_recording_with_its_release(tmp_path: Path) -> None:
    found = rows(tmp_path, message("383", SINGLE_DISC, TWO_DISCS))

    assert [row["release"] for row in found] == ["Harbour Lights"] * 3 + ["Both Sides of the Bay"] * 6


def test_a_catalog_list_gives_a_row_for_each_release(tmp_path: Path) -> None:
    found = rows(tmp_path, catalog_list(SINGLE_DISC, replace(TWO_DISCS, artists=("The Example Lights",))))

    assert found == [
        {
            "kind": "release",
            "artist": "The Example Lights",
            "release": title,
            "upc": code,
            "catalog_number": "EX-007",
            "label": "Example Tapes",
            "release_date": "2019-05-03",
            "p_line": "2019 Example Tapes",
        }
        | version
        for title, code, version in (
            ("Harbour Lights", upc(7), {"release_version": "Deluxe Edition"}),
            ("Both Sides of the Bay", upc(8), {}),
        )
    ]


def test_a_catalog_item_with_nothing_but_an_isrc_is_a_recording(tmp_path: Path) -> None:
    text = catalog_list(replace(SINGLE_DISC, catalog_number=""))
    text = changed(text, leaf("ICPN", upc(7), IsEan="false"), leaf("ISRC", isrc(1)))

    (row,) = rows(tmp_path, text)

    assert row["kind"] == "recording"
    assert (row["track"], row["track_version"], row["isrc"]) == ("Harbour Lights", "Deluxe Edition", isrc(1))
    assert "release" not in row


# Other ways to write the same


@pytest.mark.parametrize("prefix", ["ns2", "x", ""])
def test_prefixes_do_not_matter(tmp_path: Path, prefix: str) -> None:
    for version in VERSIONS:
        assert rows(tmp_path, message(version, prefix=prefix)) == rows(tmp_path, message(version))


def test_comments_instructions_and_cdata_do_not_change_a_text(tmp_path: Path) -> None:
    text = changed(message("43"), DECLARATION, f"{DECLARATION}<!-- from the archive --><?sender v1?>\n")
    text = changed(
        text, "<TitleText>Quay</TitleText>", "<TitleText>Q<!-- u -->u<?x y?><![CDATA[ay]]></TitleText>"
    )

    assert rows(tmp_path, text) == rows(tmp_path, message("43"))


def test_line_breaks_of_a_pretty_printer_are_no_part_of_a_title(tmp_path: Path) -> None:
    text = changed(
        message("383"),
        "<TitleText>Crane &amp; Tide</TitleText>",
        "<TitleText>\n  Crane\n  &amp; Tide\n</TitleText>",
    )

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = message("43")
    if encoding.startswith("utf-16"):
        text = changed(text, "UTF-8", "UTF-16")

    assert rows(tmp_path, text.encode(encoding)) == rows(tmp_path, message("43"))


def test_a_message_in_latin_1_is_read_as_it_says(tmp_path: Path) -> None:
    text = changed(changed(message("43"), "UTF-8", "ISO-8859-1"), "Quay", "Kai für Möwen", 2)
    text = changed(text, "夜のフェリー", "Fähre", 2)

    assert rows(tmp_path, text.encode("latin-1"))[0]["track"] == "Kai für Möwen"


@pytest.mark.parametrize(
    "namespace", ["2010/ern-main/32", "2011/ern-main/33", "ern/341", "ern/37D2", "ern/38"]
)
def test_older_messages_are_read_the_same_way(tmp_path: Path, namespace: str) -> None:
    text = changed(message("383"), '"http://ddex.net/xml/ern/383"', f'"http://ddex.net/xml/{namespace}"')

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


def test_a_version_that_is_not_known_is_read_with_a_note(tmp_path: Path) -> None:
    text = changed(message("43"), "ern/43", "ern/45")

    assert rows(tmp_path, text) == rows(tmp_path, message("43"))
    assert any(note.startswith("ERN 4.5 is not known here") for note in notes(tmp_path, text))


def test_notes_name_whom_the_sender_acts_for_and_a_test_message(tmp_path: Path) -> None:
    extra = leaf("MessageControlType", "TestMessage")
    text = message("43", header=extra)
    behalf = "PADPIDA2026010103Z"
    label = tag("SentOnBehalfOf", leaf("PartyId", behalf))
    text = changed(text, "<MessageRecipient>", f"{label}<MessageRecipient>")

    assert notes(tmp_path, text)[:2] == (
        f"sent by Example Aggregation ({SENDER}) on behalf of {behalf}: a feed, no proof of who delivers today",
        "the message is marked as a test",
    )


def test_a_sender_cannot_command_the_terminal(tmp_path: Path) -> None:
    text = changed(message("43"), "Example Aggregation", "Evil \u202e\u009b31m Feed")

    assert all(note.isprintable() for note in notes(tmp_path, text))


def test_a_message_without_a_header_says_so(tmp_path: Path) -> None:
    text = re.sub(r"<MessageHeader>.*</MessageHeader>", "", message("43"), flags=re.DOTALL)

    assert notes(tmp_path, text)[0].startswith("sent by somebody it does not name")
    assert rows(tmp_path, text) == rows(tmp_path, message("43"))


# Choices between values


def test_the_worldwide_title_goes_before_the_first_one_and_the_other_is_passed_over(tmp_path: Path) -> None:
    other = tag("DisplayTitle", leaf("TitleText", "Kaje"), ApplicableTerritoryCode="SE", IsDefault="true")
    text = changed(
        message("43"), '<DisplayTitle IsDefault="true">', f'{other}\n<DisplayTitle IsDefault="true">'
    )

    assert rows(tmp_path, text)[0]["track"] == "Quay"
    assert (
        passed(tmp_path, text)[
            "a title for another territory or language: the worldwide or default one is read"
        ]
        == 1
    )


def test_the_default_goes_before_another_language_of_the_same_territory(tmp_path: Path) -> None:
    other = tag("DisplayTitle", leaf("TitleText", "埠頭"), LanguageAndScriptCode="ja")
    text = changed(
        message("43"), '<DisplayTitle IsDefault="true">', f'{other}\n<DisplayTitle IsDefault="true">'
    )

    assert rows(tmp_path, text)[0]["track"] == "Quay"


def test_the_worldwide_block_goes_before_the_first_one(tmp_path: Path) -> None:
    swedish = tag(
        "ReleaseDetailsByTerritory",
        leaf("TerritoryCode", "SE"),
        leaf("LabelName", "Exempel Kassetter"),
        tag("Title", leaf("TitleText", "Hamnljus"), TitleType="DisplayTitle"),
        leaf("ReleaseDate", "2020-01-01"),
    )
    text = changed(message("383"), "<ReleaseDetailsByTerritory>", f"{swedish}\n<ReleaseDetailsByTerritory>")

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))
    assert (
        passed(tmp_path, text)[
            "a title for another territory or language: the worldwide or default one is read"
        ]
        == 1
    )


def test_without_a_worldwide_block_the_first_one_counts(tmp_path: Path) -> None:
    text = message("383").replace(
        "<TerritoryCode>Worldwide</TerritoryCode>", "<TerritoryCode>SE</TerritoryCode>"
    )

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


def test_a_display_title_stands_in_for_a_reference_title_that_is_missing(tmp_path: Path) -> None:
    reference = "<ReferenceTitle>\n<TitleText>Quay</TitleText>\n</ReferenceTitle>"

    assert rows(tmp_path, changed(message("383"), reference, ""))[0]["track"] == "Quay"


def test_the_text_of_a_title_stands_in_for_its_parts(tmp_path: Path) -> None:
    text = changed(
        message("43"), '<DisplayTitle IsDefault="true">\n<TitleText>Quay</TitleText>\n</DisplayTitle>', ""
    )

    assert rows(tmp_path, text)[0]["track"] == "Quay"


def test_a_compilation_has_the_artist_that_it_is_displayed_with(tmp_path: Path) -> None:
    text = message("43", TWO_DISCS)
    release = text.index("<Release>")
    head, tail = text[:release], text[release:]
    tail = changed(tail, "The Example Lights &amp; Ada Muster", "Various Artists")
    tail = changed(
        tail, "<ResourceGroup>", "<IsMultiArtistCompilation>true</IsMultiArtistCompilation>\n<ResourceGroup>"
    )

    found = rows(tmp_path, head + tail)

    assert {row["artist"] for row in found} == {"Various Artists"}
    assert {row["track_artist"] for row in found} == {"The Example Lights; Ada Muster"}


def test_without_a_main_artist_the_displayed_name_counts(tmp_path: Path) -> None:
    text = message("43", TWO_DISCS).replace("MainArtist", "Composer")

    assert {row["artist"] for row in rows(tmp_path, text)} == {"The Example Lights & Ada Muster"}


def test_a_featured_artist_is_named_with_the_track_and_not_with_the_release(tmp_path: Path) -> None:
    found = rows(tmp_path, message("42"))

    assert [row.get("track_artist", "") for row in found] == ["", "The Example Lights; Ada Muster", ""]
    assert {row["artist"] for row in found} == {"The Example Lights"}


def test_a_label_of_another_kind_does_not_count_where_there_is_one_for_display(tmp_path: Path) -> None:
    label = "<LabelName>Example Tapes</LabelName>"
    text = changed(
        message("383"), label, '<LabelName LabelNameType="ProprietaryName">EXT</LabelName>' + label
    )

    assert rows(tmp_path, text)[0]["label"] == "Example Tapes"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("(P) 2019 Example Tapes", "2019 Example Tapes"),
        ("℗ 2019 Example Tapes", "2019 Example Tapes"),
        ("(℗) Example Tapes", "2019 Example Tapes"),
        ("Example Tapes", "2019 Example Tapes"),
        ("2018, 2019 Example Tapes", "2018, 2019 Example Tapes"),
        ("(Private) Press", "2019 (Private) Press"),
    ],
)
def test_a_rights_line_is_year_and_owner_without_its_sign(tmp_path: Path, written: str, read_as: str) -> None:
    text = changed(message("43"), "(P) 2019 Example Tapes", written)

    assert rows(tmp_path, text)[0]["p_line"] == read_as


def test_an_identifier_that_was_replaced_does_not_count(tmp_path: Path) -> None:
    old = tag("SoundRecordingId", leaf("ISRC", isrc(99)), IsReplaced="true")
    gone = tag("ReleaseId", leaf("ICPN", upc(99)), IsReplaced="true")
    text = changed(message("383"), "<SoundRecordingId>", f"{old}\n<SoundRecordingId>")
    text = changed(text, "<ReleaseId>", f"{gone}\n<ReleaseId>")

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


def test_every_edition_of_a_recording_has_a_row_with_its_own_isrc(tmp_path: Path) -> None:
    edition = tag("SoundRecordingEdition", tag("ResourceId", leaf("ISRC", isrc(91))))
    text = changed(message("43"), "</SoundRecordingEdition>", f"</SoundRecordingEdition>\n{edition}")

    found = rows(tmp_path, text)

    assert isrcs(found) == [isrc(1), isrc(91), isrc(2), isrc(3)]
    assert found[1] | {"isrc": isrc(1)} == found[0]


@pytest.mark.parametrize(
    ("written", "kept"), [("2019-05-03T00:00:00Z", "2019-05-03"), ("2019-05", ""), ("2019", "")]
)
def test_a_date_without_a_day_is_left_empty_and_said(tmp_path: Path, written: str, kept: str) -> None:
    text = message("43", replace(SINGLE_DISC, day=written))

    assert {row.get("release_date", "") for row in rows(tmp_path, text)} == {kept}
    assert passed(tmp_path, text)["a release date without a day: the column is left empty"] == (
        0 if kept else 1
    )


def test_grid_is_read(tmp_path: Path) -> None:
    for version in VERSIONS:
        text = message(version, replace(SINGLE_DISC, grid="A12425GABC1234002M"))

        assert rows(tmp_path, text)[0]["grid"] == "A12425GABC1234002M"


# Numbers, and what a release lists


def test_numbers_are_counted_where_they_are_missing_or_come_twice(tmp_path: Path) -> None:
    without = (
        message("43").replace("<SequenceNumber>", "<Sequence>").replace("</SequenceNumber>", "</Sequence>")
    )
    twice = changed(message("43"), "<SequenceNumber>2</SequenceNumber>", "<SequenceNumber>1</SequenceNumber>")

    for text in (without, twice):
        assert [row["track_number"] for row in rows(tmp_path, text)] == ["1", "2", "3"]


def test_the_numbers_of_the_message_are_kept(tmp_path: Path) -> None:
    text = changed(
        message("383"), "<SequenceNumber>3</SequenceNumber>", "<SequenceNumber>07</SequenceNumber>"
    )

    assert [row["track_number"] for row in rows(tmp_path, text)] == ["1", "2", "7"]


def test_movements_of_a_work_are_no_discs(tmp_path: Path) -> None:
    text = message("43", TWO_DISCS).replace(
        'ResourceGroupType="Component"', 'ResourceGroupType="MultiWorkPart"'
    )

    assert [row["track_number"] for row in rows(tmp_path, text)] == ["1", "2", "3", "4", "5", "6"]


def test_groups_beside_each_other_are_discs_too(tmp_path: Path) -> None:
    text = message("383", TWO_DISCS)
    text = changed(text, "<ResourceGroup>\n<ResourceGroup>", "<ResourceGroup>")
    text = changed(text, "</ResourceGroup>\n</ResourceGroup>", "</ResourceGroup>")

    assert [row["track_number"] for row in rows(tmp_path, text)] == ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"]


def test_a_list_of_references_without_groups_is_enough(tmp_path: Path) -> None:
    text = re.sub(r"<ResourceGroup>.*</ResourceGroup>\n", "", message("383"), flags=re.DOTALL)

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


def test_the_same_recording_twice_in_a_group_is_two_places(tmp_path: Path) -> None:
    text = changed(
        message("43"), "<ReleaseResourceReference>A2</ReleaseResourceReference>",
        "<ReleaseResourceReference>A1</ReleaseResourceReference>",
    )  # fmt: skip

    found = rows(tmp_path, text)

    assert [(row.get("track_number", ""), row["isrc"]) for row in found] == [
        ("1", isrc(1)),
        ("2", isrc(1)),
        ("3", isrc(3)),
        ("", isrc(2)),
    ]


def test_one_isrc_on_two_recordings_gives_both_rows(tmp_path: Path) -> None:
    text = changed(message("43"), isrc(2), isrc(1))

    assert isrcs(rows(tmp_path, text)) == [isrc(1), isrc(1), isrc(3)]


def test_a_recording_without_isrc_or_title_keeps_what_it_has(tmp_path: Path) -> None:
    for version in VERSIONS:
        nameless = Record(songs=(Song(title="", isrc=isrc(1)), Song(title="Quay", isrc="", number=2)))

        first, second = rows(tmp_path, message(version, nameless))

        assert "track" not in first
        assert first["isrc"] == isrc(1)
        assert second["track"] == "Quay"
        assert "isrc" not in second
        assert second["p_line"] == "2019 Example Tapes"


def test_a_recording_that_the_release_lists_and_the_message_lacks_comes_back(tmp_path: Path) -> None:
    text = changed(
        message("43"),
        "<ResourceReference>A2</ResourceReference>",
        "<ResourceReference>A77</ResourceReference>",
    )
    text = changed(
        text,
        "<SoundRecording>\n<ResourceReference>A77",
        '<SoundRecording IsSupplemental="true">\n<ResourceReference>A77',
    )

    (row,) = bad(tmp_path, text)

    assert row.rule in RULES
    assert row.rule == "E-MISSING"
    assert row.reason == "the release lists A2, and the message has no such recording"
    assert row.fix
    assert row.source.column == "ReleaseResourceReference"
    assert row.source.row
    assert (row.cells["release"], row.cells["track_number"]) == ("Harbour Lights", "2")
    assert "a recording that the message only refers to, such as one inside a mix" in passed(tmp_path, text)


def test_two_recordings_with_one_reference_are_not_mixed_up(tmp_path: Path) -> None:
    text = changed(
        message("43"),
        "<ResourceReference>A2</ResourceReference>",
        "<ResourceReference>A1</ResourceReference>",
    )

    second, absent = bad(tmp_path, text)

    assert second.cells["track"] == "Crane & Tide"
    assert second.reason.startswith("a second recording is called A1 in this message")
    assert absent.reason.startswith("the release lists A2")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recording_on_no_release_is_a_row_of_its_own(tmp_path: Path, version: str) -> None:
    text = re.sub(r"<ReleaseResourceReference[^>]*>A3</ReleaseResourceReference>", "", message(version))

    assert rows(tmp_path, text) == [
        *rows(tmp_path, message(version))[:2],
        {
            "kind": "recording",
            "artist": "The Example Lights",
            "track": "夜のフェリー",
            "isrc": isrc(3),
            "p_line": "2019 Other Label",
        },
    ]
    assert passed(tmp_path, text)["a release of a single track that does not say which"] == 1


def test_what_stands_inside_a_mix_is_not_taken_for_a_release(tmp_path: Path) -> None:
    inside = tag(
        "ResourceContainedResourceReferenceList",
        tag("ResourceContainedResourceReference", leaf("ResourceContainedResourceReference", "A9")),
    )
    part = tag(
        "SoundRecording",
        tag("SoundRecordingId", leaf("ISRC", isrc(9))),
        leaf("ResourceReference", "A9"),
        tag("ReferenceTitle", leaf("TitleText", "Somebody Else")),
    )
    text = changed(message("383"), "<Duration>", f"{inside}\n<Duration>")
    text = changed(text, "<ResourceList>", f"<ResourceList>\n{part}")

    assert isrcs(rows(tmp_path, text)) == [isrc(1), isrc(2), isrc(3)]
    assert (
        passed(tmp_path, text)["a recording that the message only refers to, such as one inside a mix"] == 1
    )


@pytest.mark.parametrize("kind", ["TrackRelease", "Single"])
def test_a_release_that_only_repeats_a_track_gives_no_row(tmp_path: Path, kind: str) -> None:
    text = message("383").replace("<ReleaseType>TrackRelease", f"<ReleaseType>{kind}")

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))


def test_a_single_before_its_album_gives_no_row_either(tmp_path: Path) -> None:
    text = message("383")
    start, end = text.index("<ReleaseList>") + len("<ReleaseList>\n"), text.index("</ReleaseList>")
    releases = re.findall(r"<Release(?: [^>]*)?>\n.*?</Release>\n", text[start:end], flags=re.DOTALL)

    turned = text[:start] + "".join(releases[::-1]) + text[end:]

    assert len(releases) == 4
    assert rows(tmp_path, turned) == rows(tmp_path, text)


def test_a_single_that_stands_alone_is_a_release_also_without_the_mark(tmp_path: Path) -> None:
    single = Record(
        title="Quay", upc="", grid="A12425GABC1234002M", songs=(Song(title="Quay", isrc=isrc(1)),)
    )
    text = changed(message("383", single), ' IsMainRelease="true"', "")

    (row,) = rows(tmp_path, text)

    assert (row["release"], row["grid"], row["isrc"]) == ("Quay", "A12425GABC1234002M", isrc(1))


def test_a_track_release_without_any_other_release_is_a_recording(tmp_path: Path) -> None:
    text = re.sub(r"<Release>.*</Release>\n", "", message("43"), flags=re.DOTALL)

    found = rows(tmp_path, text)

    assert isrcs(found) == [isrc(1), isrc(2), isrc(3)]
    assert not any("release" in row for row in found)
    assert {row["label"] for row in found} == {"Example Tapes"}


def test_a_release_that_lists_nothing_is_a_row_of_the_release(tmp_path: Path) -> None:
    for version in VERSIONS:
        (row,) = rows(tmp_path, message(version, replace(SINGLE_DISC, songs=())))

        assert row["kind"] == "release"
        assert row["upc"] == upc(7)
        assert "track_number" not in row


def test_a_release_of_videos_is_passed_over_with_them(tmp_path: Path) -> None:
    text = message("411", replace(SINGLE_DISC, songs=SINGLE_DISC.songs[:1]))
    text = text.replace("SoundRecording>", "Video>")

    assert rows(tmp_path, text) == []
    found = passed(tmp_path, text)
    assert found["a video: only sound recordings are read"] == 1
    assert found["a release of videos without sound recordings"] == 1


def test_a_video_beside_the_recordings_does_not_disturb_their_numbers(tmp_path: Path) -> None:
    video = tag("Video", leaf("ResourceReference", "A50"), leaf("Type", "ShortFormMusicalWorkVideo"))
    item = tag("ResourceGroupContentItem", leaf("SequenceNumber", 1), leaf("ReleaseResourceReference", "A50"))
    text = changed(message("43"), "<ResourceList>", f"<ResourceList>\n{video}")
    text = changed(text, "<ResourceGroup>", f"<ResourceGroup>\n{item}")

    assert rows(tmp_path, text) == rows(tmp_path, message("43"))


@pytest.mark.parametrize("kind", ["Text", "SheetMusic", "Software", "MIDI", "UserDefinedResource"])
def test_other_resources_are_passed_over(tmp_path: Path, kind: str) -> None:
    other = tag(kind, leaf("ResourceReference", "A60"))
    text = changed(message("383"), "</ResourceList>", f"{other}\n</ResourceList>")

    assert rows(tmp_path, text) == rows(tmp_path, message("383"))
    assert sum(passed(tmp_path, text).values()) == sum(passed(tmp_path, message("383")).values()) + 1


# Values that are too long


def test_a_title_that_is_too_long_comes_back_and_the_others_go_on(tmp_path: Path) -> None:
    text = message("43").replace("Quay", "x" * 4_001)

    (row,) = bad(tmp_path, text)

    assert row.rule == "E-LONG"
    assert row.rule in RULES
    assert row.reason == "TitleText has 4,001 characters; at most 4,000 are read"
    assert "track" not in row.cells
    assert row.cells["isrc"] == isrc(1)
    assert isrcs(rows(tmp_path, text)) == [isrc(2), isrc(3)]


def test_a_release_title_that_is_too_long_brings_all_its_rows_back(tmp_path: Path) -> None:
    assert len(bad(tmp_path, message("383").replace("Harbour Lights", "x" * 9_000))) == 3
    assert len(bad(tmp_path, catalog_list(replace(SINGLE_DISC, title="x" * 9_000)))) == 1


def test_a_title_of_four_thousand_characters_is_read(tmp_path: Path) -> None:
    assert len(rows(tmp_path, message("43").replace("Quay", "x" * 4_000))[0]["track"]) == 4_000


# What is refused, and what to give instead


@pytest.mark.parametrize(
    ("content", "said", "step"),
    [
        (envelope("PurgeReleaseMessage", "43", message_header("43")), "PurgeReleaseMessage", "last NewReleaseMessage"),
        (
            '<f:ManifestMessage xmlns:f="http://ddex.net/xml/ern-c-sftp/16"/>',
            "the table of contents of a delivery",
            "the .xml files in the folders beside it",
        ),
        ('<mead:MeadMessage xmlns:mead="http://ddex.net/xml/mead/11"/>', "MEAD", "NewReleaseMessage (ERN)"),
        ('<p:PieMessage xmlns:p="http://ddex.net/xml/pie/10"/>', "PieMessage (http://ddex.net/xml/pie/10)", "ERN"),
        ("<NewReleaseMessage/>", "without a namespace", "http://ddex.net/xml/ern/43"),
        ('<rss version="2.0"><channel/></rss>', "no DDEX message: its first element is rss", "NewReleaseMessage"),
        ("<html><body>Sign in</body></html>", "a web page", ".xml"),
        ("<!DOCTYPE html><html></html>", "a web page", ".xml"),
        ("artist,release,upc\n", "no XML", ".xml"),
        (b"PK\x03\x04\x14\0\0\0", "a zip file", "unpack it"),
        (b"\x1f\x8b\x08\0", "a gzip file", "unpack it"),
        (b"%PDF-1.7", "a PDF", ".xml"),
        ("", "empty", "NewReleaseMessage"),
        (" \n\t", "empty", "NewReleaseMessage"),
        (f"\n{message('43')}", "white space stands before <?xml", "delete it"),
        ("<a:NewReleaseMessage/>", "a:NewReleaseMessage", "http://ddex.net"),
    ],
)  # fmt: skip
def test_what_is_no_release_message_is_refused_with_what_to_give_instead(
    tmp_path: Path, content: str | bytes, said: str, step: str
) -> None:
    error = refusal(tmp_path, content)

    assert said in error.message
    assert step in error.hint


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path, "a folder"),
        (tmp_path / "none.xml", "no such file"),
        (Path("a\0b"), "cannot be"),
    ):
        with pytest.raises(CatalogError, match=said) as caught, open_ern(path, name="it"):
            pass
        assert caught.value.hint


@pytest.mark.parametrize("version", VERSIONS)
def test_two_messages_in_one_file_are_refused(tmp_path: Path, version: str) -> None:
    text = message(version)
    last = text.count("\n")

    for twice in (text + text, text + text.removeprefix(DECLARATION), text + "more"):
        error = refusal(tmp_path, twice)
        assert error.message == f"message.xml, row {last + 1}: the message ends here, and more follows"
        assert "one message per file" in error.hint


# Hostile and broken XML


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % all SYSTEM "http://127.0.0.1:9/all"> %all;]>',
        "<!-- first --><?and?>\n<!DOCTYPE x>",
        "<!doctype x>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_doctype_is_refused_before_anything_is_read(tmp_path: Path, doctype: str, encoding: str) -> None:
    text = changed(message("43"), DECLARATION, DECLARATION + doctype)
    if encoding == "utf-16":
        text = changed(text, "UTF-8", "UTF-16")

    error = refusal(tmp_path, text.encode(encoding))

    assert re.match(r"message\.xml, row [23]: a DOCTYPE", error.message)


def test_a_doctype_cannot_hide_behind_a_long_comment_or_another_encoding(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a "a">]>'
    behind = changed(message("43"), DECLARATION, f"{DECLARATION}<!--{'x' * 70_000}-->{doctype}")
    coded = changed(
        message("43"), DECLARATION, DECLARATION.replace("UTF-8", "UTF-7") + "+ADwAIQ-DOCTYPE x+AD4-"
    )

    assert "does not begin within 64 kB" in refusal(tmp_path, behind).message
    assert "the text is UTF-7" in refusal(tmp_path, coded).message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Quay", "&quay;", "row 51: an entity that is not declared"),
        ("Quay", "Qu\0ay", "row 51: a NUL or another character that XML cannot hold"),
        ("Quay", "Qu&#0;ay", "row 51: a NUL or another character that XML cannot hold"),
        ("Quay", "Qu\ufffeay", "row 51: a NUL or another character that XML cannot hold"),
        ("Quay", "<a>" * 300, "row 51: nested too deep"),
        ("Quay", "<a>" * 200_000, "row 51: nested too deep"),
        ("Quay", "x" * 12_000_000, "of more than 8 MB"),
        ("<PartyList>", f"<!--{'x' * 12_000_000}--><PartyList>", "of more than 8 MB"),
        ("<Duration>", "<q:Duration>", "row 60: a prefix of a name is not declared"),
        ("<Duration>", "<Duraton>", "row 60: not well-formed XML (Opening and ending tag mismatch"),
        ("UTF-8", "UTF-16", "row 1: the first line says encoding UTF-16, and the text is not"),
        ("UTF-8", "EBCDIC-CP-US", "row 1: the text is EBCDIC-CP-US"),
        ("UTF-8", "US-ASCII", "is not in the encoding that the first line names"),
    ],
)
def test_broken_xml_is_refused_with_its_line_and_never_slowly(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = changed(message("43"), old, new)
    start = time.perf_counter()

    assert said in refusal(tmp_path, text).message
    assert time.perf_counter() - start < 2


def test_a_text_in_another_encoding_than_it_says_is_refused(tmp_path: Path) -> None:
    text = (
        changed(message("43"), "Quay", "Kai für Möwen", 2).replace("夜のフェリー", "Fähre").encode("latin-1")
    )

    assert "is not in the encoding that the first line names" in refusal(tmp_path, text).message
    assert "the text is UTF-32" in refusal(tmp_path, message("43").encode("utf-32")).message


@pytest.mark.parametrize("version", ["383", "43"])
def test_a_message_that_is_cut_off_anywhere_is_refused(tmp_path: Path, version: str) -> None:
    whole = message(version).rstrip().encode()

    for end in range(1, len(whole), 97):
        error = refusal(tmp_path, whole[:end])
        assert "cut off" in error.message + error.hint or "copy" in error.hint or "sender" in error.hint


def test_many_small_elements_in_one_recording_stay_bounded(tmp_path: Path) -> None:
    text = changed(message("43"), "<Duration>", "<a/>" * 2_100_000 + "<Duration>")

    assert "of more than 8 MB" in refusal(tmp_path, text).message


def test_more_recordings_than_any_message_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ern_rows, "MAX_KEPT", 8)
    assert (
        "more than 8 parties, recordings" in refusal(tmp_path, message("383", SINGLE_DISC, TWO_DISCS)).message
    )

    monkeypatch.setattr(ern_rows, "MAX_KEPT", 100)
    monkeypatch.setattr(ern_rows, "MAX_KEPT_BYTES", 100)
    assert "one message per release" in refusal(tmp_path, message("43")).hint


def test_memory_does_not_grow_with_the_number_of_entries(tmp_path: Path) -> None:
    text = catalog_list(SINGLE_DISC)
    start, end = text.index("<CatalogItem"), text.index("</CatalogItem>") + len("</CatalogItem>\n")
    path = tmp_path / "message.xml"

    def peak(times: int) -> int:
        path.write_text(text[:start] + text[start:end] * times + text[end:], encoding="utf-8")
        tracemalloc.start()
        with open_ern(path, name=path.name) as source:
            count = sum(1 for _ in source.rows)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == times
        return most

    peak(10)
    assert peak(1_500) < peak(150) + 200_000


def test_places_far_down_have_their_line_or_none(tmp_path: Path) -> None:
    text = changed(message("43"), "<ResourceList>", "\n" * 70_000 + "<ResourceList>")
    lines = text.split("\n")

    found = read(tmp_path, text)

    assert any(item.source.row > 70_000 for item in found)
    for item in found:
        assert item.source.row == 0 or lines[item.source.row - 1].startswith(f"<{item.source.column}")


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    text = catalog_list(*[replace(SINGLE_DISC, title=f"Tape {number}") for number in range(400)])
    path = tmp_path / "message.xml"
    path.write_text(text, encoding="utf-8")

    with open_ern(path, name=path.name) as source:
        seen = [source.done() for _ in source.rows]

    assert 0 < seen[0] < 0.5
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


# Laws

WHOLE = message("43").encode()
INLINE = message("383").encode()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    base=st.sampled_from([WHOLE, INLINE]),
    faults=st.lists(
        st.tuples(st.integers(0, 4_000), st.integers(0, 12), st.binary(max_size=8)), min_size=1, max_size=4
    ),
)
def test_a_damaged_message_is_read_or_refused_in_words(
    tmp_path: Path, base: bytes, faults: list[tuple[int, int, bytes]]
) -> None:
    for at, gone, new in faults:
        base = base[:at] + new + base[at + gone :]

    refused: CatalogError | None = None
    items: list[SourceItem] = []
    try:
        items = read(tmp_path, base)
    except CatalogError as error:
        refused = error

    assert refused is None or (refused.message.startswith("message.xml") and refused.hint)
    assert all(item.source.file == "message.xml" for item in items)


TITLES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"]), min_size=1
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(titles=st.lists(TITLES, min_size=1, max_size=6), version=st.sampled_from(VERSIONS))
def test_titles_come_out_as_they_went_in(tmp_path: Path, titles: list[str], version: str) -> None:
    songs = tuple(
        Song(title=title, isrc=isrc(number), number=number) for number, title in enumerate(titles, start=1)
    )

    found = rows(tmp_path, message(version, replace(SINGLE_DISC, songs=songs)))

    assert [row["track"] for row in found] == titles
    assert isrcs(found) == [song.isrc for song in songs]
