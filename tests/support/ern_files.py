"""Makers of DDEX messages: the structure of each version as its schema has it, every value invented.

`message("43")` and `message("383")` say the same release in the words of their version. Tests that need a fault
change the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from support.builders import isrc, upc

#: The ends of the namespaces of which a whole message can be made.
VERSIONS = ("382", "383", "411", "42", "43", "432")

SENDER = "PADPIDA2026010101X"
RECIPIENT = "PADPIDA2026010102Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """A recording and where it stands."""

    title: str
    isrc: str
    version: str = ""
    featuring: str = ""
    owner: str = "Example Tapes"
    disc: int = 1
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A release."""

    title: str = "Harbour Lights"
    version: str = ""
    artists: tuple[str, ...] = ("The Example Lights",)
    upc: str = upc(7)
    grid: str = ""
    catalog_number: str = "EX-007"
    label: str = "Example Tapes"
    day: str = "2019-05-03"
    songs: tuple[Song, ...] = ()


SINGLE_DISC = Record(
    version="Deluxe Edition",
    songs=(
        Song(title="Quay", isrc=isrc(1), number=1),
        Song(title="Crane & Tide", isrc=isrc(2), version="Live", featuring="Ada Muster", number=2),
        Song(title="夜のフェリー", isrc=isrc(3), owner="Other Label", number=3),
    ),
)
TWO_DISCS = Record(
    title="Both Sides of the Bay",
    artists=("The Example Lights", "Ada Muster"),
    upc=upc(8),
    songs=tuple(
        Song(title=f"Song {disc}.{number}", isrc=isrc(10 * disc + number), disc=disc, number=number)
        for disc in (1, 2)
        for number in (1, 2, 3)
    ),
)


def tag(name: str, *inside: str, **attributes: str) -> str:
    """An element with elements inside, each on a line of its own."""
    marks = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{marks}>\n" + "".join(f"{each}\n" for each in inside if each) + f"</{name}>"


def leaf(name: str, text: object, **attributes: str) -> str:
    """An element with text; nothing where the text is empty."""
    marks = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{marks}>{escape(str(text))}</{name}>" if text else ""


def message(version: str, *records: Record, header: str = "", prefix: str = "ern", deals: bool = True) -> str:
    """A NewReleaseMessage of one of VERSIONS; without records it has SINGLE_DISC."""
    records = records or (SINGLE_DISC,)
    if version.startswith("4") and len(records) > 1:
        raise ValueError("ERN 4 has one release in a message")
    body = _inline(version, records) if version.startswith("3") else _referring(version, records[0])
    return envelope(
        "NewReleaseMessage",
        version,
        message_header(version, extra=header),
        *body,
        _deals(version) if deals else "",
        prefix=prefix,
    )


def catalog_list(*records: Record, version: str = "383") -> str:
    """A CatalogListMessage of ERN 3."""
    items = [
        tag(
            "CatalogItem",
            leaf("TerritoryCode", "Worldwide"),
            tag(
                "ReleaseId",
                leaf("ICPN", each.upc, IsEan="false"),
                leaf("CatalogNumber", each.catalog_number, Namespace=SENDER),
            ),
            tag("Title", leaf("TitleText", each.title), TitleType="DisplayTitle"),
            leaf("DisplayArtistName", " & ".join(each.artists)),
            leaf("ContributorName", each.artists[0]),
            tag("DisplayTitle", leaf("TitleText", each.title), leaf("SubTitle", each.version)),
            leaf("LabelName", each.label),
            _line("P", each.label),
            leaf("ReleaseDate", each.day),
        )
        for each in records
    ]
    date = leaf("PublicationDate", "2026-11-22T09:00:00Z")
    return envelope("CatalogListMessage", version, message_header(version), date, *items)


def envelope(root: str, version: str, *inside: str, prefix: str = "ern") -> str:
    """The first element with its namespace and attributes, and what is in it."""
    name = f"{prefix}:{root}" if prefix else root
    needs = {"3": {"MessageSchemaVersionId": f"ern/{version}"}, "4": {"LanguageAndScriptCode": "en"}}
    attributes = {f"xmlns:{prefix}" if prefix else "xmlns": f"http://ddex.net/xml/ern/{version}"}
    attributes |= needs.get(version[:1], {}) | ({"AvsVersionId": "3"} if version.startswith("43") else {})
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tag(name, *inside, **attributes) + "\n"


def message_header(version: str, *, extra: str = "") -> str:
    """The header, with invented party ids; `extra` stands at its end."""
    return tag(
        "MessageHeader",
        leaf("MessageThreadId", "thread-7"),
        leaf("MessageId", f"message-7-{version}"),
        tag(
            "MessageSender",
            leaf("PartyId", SENDER),
            tag("PartyName", leaf("FullName", "Example Aggregation")),
        ),
        tag("MessageRecipient", leaf("PartyId", RECIPIENT)),
        leaf("MessageCreatedDateTime", "2026-11-22T09:00:00Z"),
        extra,
    )


def _line(letter: str, owner: str, year: str = "2019") -> str:
    sign = {"P": "(P)", "C": "©"}[letter]
    return tag(f"{letter}Line", leaf("Year", year), leaf(f"{letter}LineText", f"{sign} {year} {owner}"))


def _artists_of(song: Song, record: Record) -> list[tuple[str, str]]:
    featuring = [(song.featuring, "FeaturedArtist")] if song.featuring else []
    return [(each, "MainArtist") for each in record.artists] + featuring


# ERN 3: what belongs to a thing is written inside it, by territory.


def _inline(version: str, records: Sequence[Record]) -> Iterable[str]:
    del version  # 3.8.2 and 3.8.3 differ in nothing that is written here
    numbered = [(number, song, record) for record in records for number, song in enumerate(record.songs)]
    recordings = [
        _inline_song(f"A{place}", song, record) for place, (_, song, record) in enumerate(numbered, start=1)
    ]
    image = tag(
        "Image",
        leaf("ImageType", "FrontCoverImage"),
        tag("ImageId", leaf("ProprietaryId", "cover-7", Namespace=SENDER)),
        leaf("ResourceReference", "A900"),
        tag("ImageDetailsByTerritory", leaf("TerritoryCode", "Worldwide")),
    )
    releases, tracks, place = [], [], 0
    for number, record in enumerate(records):
        places = range(place + 1, place + 1 + len(record.songs))
        place += len(record.songs)
        releases.append(_inline_release(number, record, [f"A{each}" for each in places]))
        tracks += [
            _inline_track(f"R{each}", f"A{each}", song, record)
            for each, song in zip(places, record.songs, strict=True)
        ]
    return (tag("ResourceList", *recordings, image), tag("ReleaseList", *releases, *tracks))


def _inline_song(reference: str, song: Song, record: Record) -> str:
    return tag(
        "SoundRecording",
        leaf("SoundRecordingType", "MusicalWorkSoundRecording"),
        tag("SoundRecordingId", leaf("ISRC", song.isrc), leaf("ProprietaryId", reference, Namespace=SENDER)),
        leaf("ResourceReference", reference),
        tag("ReferenceTitle", leaf("TitleText", song.title), leaf("SubTitle", song.version)),
        leaf("Duration", "PT3M20S"),
        tag(
            "SoundRecordingDetailsByTerritory",
            leaf("TerritoryCode", "Worldwide"),
            tag(
                "Title",
                leaf("TitleText", song.title),
                leaf("SubTitle", song.version),
                TitleType="DisplayTitle",
            ),
            *_inline_artists(_artists_of(song, record)),
            _line("P", song.owner),
        ),
    )


def _inline_artists(names: Iterable[tuple[str, str]]) -> list[str]:
    # Written against their order: the sequence numbers say which comes first.
    found = [
        tag(
            "DisplayArtist",
            tag("PartyName", leaf("FullName", name)),
            leaf("ArtistRole", role),
            SequenceNumber=str(number),
        )
        for number, (name, role) in enumerate(names, start=1)
    ]
    return found[::-1]


def _inline_release(number: int, record: Record, references: Sequence[str]) -> str:
    discs = [
        tag(
            "ResourceGroup",
            leaf("SequenceNumber", disc),
            *(
                tag(
                    "ResourceGroupContentItem",
                    leaf("SequenceNumber", song.number),
                    leaf("ResourceType", "SoundRecording"),
                    leaf("ReleaseResourceReference", reference, ReleaseResourceType="PrimaryResource"),
                )
                for song, reference in songs
            ),
        )
        for disc, songs in _by_disc(record, references)
    ]
    cover = leaf("ReleaseResourceReference", "A900", ReleaseResourceType="SecondaryResource")
    return tag(
        "Release",
        tag(
            "ReleaseId",
            leaf("GRid", record.grid),
            leaf("ICPN", record.upc, IsEan="false"),
            leaf("CatalogNumber", record.catalog_number, Namespace=SENDER),
        ),
        leaf("ReleaseReference", f"R{1000 * number}"),
        tag("ReferenceTitle", leaf("TitleText", record.title), leaf("SubTitle", record.version)),
        tag(
            "ReleaseResourceReferenceList",
            *(leaf("ReleaseResourceReference", each) for each in references),
            cover,
        ),
        leaf("ReleaseType", "Album"),
        tag(
            "ReleaseDetailsByTerritory",
            leaf("TerritoryCode", "Worldwide"),
            leaf("DisplayArtistName", " & ".join(record.artists)),
            leaf("LabelName", record.label),
            tag(
                "Title",
                leaf("TitleText", record.title),
                leaf("SubTitle", record.version),
                TitleType="DisplayTitle",
            ),
            *_inline_artists((each, "MainArtist") for each in record.artists),
            *(discs if len(discs) == 1 else (tag("ResourceGroup", *discs),)),
            leaf("ReleaseDate", record.day),
        ),
        _line("P", record.label),
        _line("C", record.label),
        IsMainRelease="true",
    )


def _inline_track(reference: str, resource: str, song: Song, record: Record) -> str:
    return tag(
        "Release",
        tag("ReleaseId", leaf("ISRC", song.isrc)),
        leaf("ReleaseReference", reference),
        tag("ReferenceTitle", leaf("TitleText", song.title), leaf("SubTitle", song.version)),
        tag("ReleaseResourceReferenceList", leaf("ReleaseResourceReference", resource)),
        leaf("ReleaseType", "TrackRelease"),
        tag(
            "ReleaseDetailsByTerritory",
            leaf("TerritoryCode", "Worldwide"),
            leaf("DisplayArtistName", record.artists[0]),
            leaf("LabelName", record.label),
        ),
    )


def _by_disc(record: Record, references: Sequence[str]) -> list[tuple[int, list[tuple[Song, str]]]]:
    pairs = zip(record.songs, references, strict=True)
    return [(disc, list(songs)) for disc, songs in groupby(pairs, key=lambda pair: pair[0].disc)]


# ERN 4: parties stand in a list and are referred to; what differs by territory is repeated with an attribute.


def _referring(version: str, record: Record) -> Iterable[str]:
    names = dict.fromkeys(
        (*record.artists, record.label, *(s.featuring for s in record.songs if s.featuring))
    )
    parties = {name: f"P{number}" for number, name in enumerate(names, start=1)}
    party_list = tag(
        "PartyList",
        *(
            tag("Party", leaf("PartyReference", code), tag("PartyName", leaf("FullName", name)))
            for name, code in parties.items()
        ),
    )
    references = [f"A{place}" for place in range(1, len(record.songs) + 1)]
    recordings = [
        _referring_song(version, reference, song, record, parties)
        for song, reference in zip(record.songs, references, strict=True)
    ]
    image = tag(
        "Image",
        leaf("ResourceReference", "A900"),
        leaf("Type", "FrontCoverImage"),
        tag("ResourceId", leaf("ProprietaryId", "cover-7", Namespace=SENDER)),
    )
    tracks = [
        tag(
            "TrackRelease",
            leaf("ReleaseReference", f"R{place}"),
            tag("ReleaseId", leaf("ProprietaryId", f"track-{place}", Namespace=SENDER)),
            leaf("ReleaseResourceReference", reference),
            leaf("ReleaseLabelReference", parties[record.label]),
            _genre(version),
        )
        for place, reference in enumerate(references, start=1)
    ]
    release = _referring_release(version, record, references, parties)
    return (party_list, tag("ResourceList", *recordings, image), tag("ReleaseList", release, *tracks))


def _genre(version: str) -> str:
    return tag("DisplayGenre" if version == "432" else "Genre", leaf("GenreText", "Folk"))


def _named(title: str, version: str) -> list[str]:
    return [
        leaf("DisplayTitleText", f"{title} ({version})" if version else title),
        tag("DisplayTitle", leaf("TitleText", title), leaf("SubTitle", version), IsDefault="true"),
    ]


def _referring_artists(names: Sequence[tuple[str, str]], parties: dict[str, str]) -> list[str]:
    found = [
        tag(
            "DisplayArtist",
            leaf("ArtistPartyReference", parties[name]),
            leaf("DisplayArtistRole", role),
            SequenceNumber=str(number),
        )
        for number, (name, role) in enumerate(names, start=1)
    ]
    return [leaf("DisplayArtistName", " & ".join(name for name, _ in names)), *found[::-1]]


def _referring_song(version: str, reference: str, song: Song, record: Record, parties: dict[str, str]) -> str:
    code = tag("ResourceId", leaf("ISRC", song.isrc), leaf("ProprietaryId", reference, Namespace=SENDER))
    in_edition = version.startswith("43")
    return tag(
        "SoundRecording",
        leaf("ResourceReference", reference),
        leaf("Type", "MusicalWorkSoundRecording"),
        tag("SoundRecordingEdition", code, _line("P", song.owner)) if in_edition else code,
        *_named(song.title, song.version),
        *_referring_artists(_artists_of(song, record), parties),
        "" if in_edition else _line("P", song.owner),
        leaf("Duration", "PT3M20S"),
        leaf("ParentalWarningType", "NotExplicit"),
        leaf("IsInstrumental", "false"),
        leaf("LanguageOfPerformance", "en"),
    )


def _referring_release(
    version: str, record: Record, references: Sequence[str], parties: dict[str, str]
) -> str:
    discs = [
        (
            disc,
            [
                tag(
                    "ResourceGroupContentItem",
                    leaf("SequenceNumber", song.number),
                    leaf("ReleaseResourceReference", reference),
                )
                for song, reference in songs
            ],
        )
        for disc, songs in _by_disc(record, references)
    ]
    several = [
        tag("ResourceGroup", leaf("SequenceNumber", disc), *contents, ResourceGroupType="Component")
        for disc, contents in discs
    ]
    return tag(
        "Release",
        leaf("ReleaseReference", "R0"),
        leaf("ReleaseType", "Album"),
        tag(
            "ReleaseId",
            leaf("GRid", record.grid),
            leaf("ICPN", record.upc),
            leaf("CatalogNumber", record.catalog_number, Namespace=SENDER),
        ),
        *_named(record.title, record.version),
        *_referring_artists([(each, "MainArtist") for each in record.artists], parties),
        leaf("ReleaseLabelReference", parties[record.label]),
        _line("P", record.label),
        _line("C", record.label),
        _genre(version),
        leaf("ReleaseDate", record.day, IsDefault="true"),
        leaf("ParentalWarningType", "NotExplicit"),
        tag(
            "ResourceGroup",
            *(several if len(discs) > 1 else [item for _, contents in discs for item in contents]),
            leaf("LinkedReleaseResourceReference", "A900"),
        ),
    )


def _deals(version: str) -> str:
    period = tag("ValidityPeriod", leaf("StartDateTime", "2019-05-03T00:00:00Z"))
    model, use = leaf("CommercialModelType", "SubscriptionModel"), leaf("UseType", "OnDemandStream")
    where = leaf("TerritoryCode", "Worldwide")
    terms = (
        (model, tag("Usage", use), where, period) if version.startswith("3") else (where, period, model, use)
    )
    reference = leaf("DealReleaseReference", "R0")
    return tag("DealList", tag("ReleaseDeal", reference, tag("Deal", tag("DealTerms", *terms))))
