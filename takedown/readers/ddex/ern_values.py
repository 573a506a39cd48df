"""Elements of a DDEX message → small nouns, the same for the inline shape of ERN 3 and the referring shape of ERN 4.

ERN 3 says what differs by territory in blocks (`ReleaseDetailsByTerritory`), ERN 4 repeats an element with
`ApplicableTerritoryCode` and `IsDefault`. In both, worldwide goes before the default, and that before the first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from takedown.frozen import dataclass
from takedown.model import folded
from takedown.readers.ddex.ern_groups import Item, items_of
from takedown.readers.ddex.ern_xml import Element, child_text, children, is_true, line, local, plain
from takedown.readers.plain.columns import MAX_CHARACTERS, tidy

_WORLDWIDE = frozenset({"", "worldwide"})
_MAIN = frozenset({"MainArtist", "Artist"})
_FEATURED = "FeaturedArtist"
_TRACK_RELEASES = frozenset({"TrackRelease", "VideoTrackRelease"})
_SIGN = re.compile(r"^(?:\(\s*[pc℗©]\s*\)|[℗©])\s*", re.IGNORECASE)
_YEAR = re.compile(r"(?:18|19|20)[0-9]{2}\b")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[TZ+-].*)?")
_DATES = (
    "ReleaseDate", "GlobalReleaseDate",
    "OriginalReleaseDate", "OriginalDigitalReleaseDate", "GlobalOriginalReleaseDate",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A text that is too long to be kept."""

    column: str
    element: str
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRecording:
    """A recording of the resource list. Each of `editions` has an ISRC (or none) and a rights line of its own."""

    line: int
    reference: str
    cells: Mapping[str, str]
    artists: tuple[str, ...]
    editions: tuple[tuple[str, str], ...]
    contains: tuple[str, ...] = ()
    is_supplemental: bool = False
    flaws: tuple[Flaw, ...] = ()
    others: tuple[int, ...] = ()
    """Lines of titles for other territories or languages that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRelease:
    """A release of the release list, in the columns of catalog.csv, with the references of what is on it."""

    line: int
    element: str
    cells: Mapping[str, str]
    items: tuple[Item, ...]
    is_track: bool = False
    """It only offers one track of another release by itself, by its element (ERN 4) or its type (ERN 3)."""
    may_repeat: bool = False
    """It could do so all the same: not all senders of ERN 3 use that type."""
    flaws: tuple[Flaw, ...] = ()
    others: tuple[int, ...] = ()
    unclear_date: str = ""


class Taker:
    """Takes texts out of one entry; notes those that are too long."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def text(self, column: str, text: str, element: str) -> str:
        """Give the text of a cell back, or nothing and a flaw."""
        text = tidy(text)
        if len(text) <= MAX_CHARACTERS:
            return text
        self.flaws.append(Flaw(column=column, element=element, length=len(text)))
        return ""


def party(element: Element) -> tuple[str, str]:
    """Read (reference, name) of an entry of the party list."""
    names = _ranked(children(element, "PartyName"))
    return child_text(element, "PartyReference"), next(
        (name[:MAX_CHARACTERS] for each in names if (name := tidy(child_text(each, "FullName")))), ""
    )


def sound_recording(element: Element, parties: Mapping[str, str]) -> SoundRecording:
    """Read a SoundRecording of any version."""
    taker, blocks = Taker(), _blocks(element)
    title, version, others = _title(element, blocks)
    artists = _artists((element, *blocks), parties, _MAIN | {_FEATURED})
    cells = {
        "track": taker.text("track", title, "TitleText"),
        "track_version": taker.text("track_version", version, "SubTitle"),
    }
    names = tuple(taker.text("track_artist", name, "DisplayArtist") for name in artists)
    return SoundRecording(
        line=line(element),
        reference=child_text(element, "ResourceReference")[:MAX_CHARACTERS],
        cells={column: text for column, text in cells.items() if text},
        artists=tuple(name for name in names if name),
        editions=_editions(element, blocks, taker),
        contains=tuple(
            plain(each)[:MAX_CHARACTERS]
            for group in children(element, "ResourceContainedResourceReferenceList")
            for one in children(group, "ResourceContainedResourceReference")
            for each in children(one, "ResourceContainedResourceReference")
        ),
        is_supplemental=is_true(element, "IsSupplemental"),
        flaws=tuple(taker.flaws),
        others=others,
    )


def message_release(element: Element, parties: Mapping[str, str]) -> MessageRelease:
    """Read a Release or TrackRelease of any version, or a CatalogItem."""
    taker, blocks = Taker(), _blocks(element)
    title, version, others = _title(element, blocks)
    written = _date((element, *blocks))
    day = _DAY.fullmatch(written)
    codes = {column: _code(element, name) for column, name in _CODES.items()}
    raw = {
        **{column: (text, _CODES[column]) for column, text in codes.items()},
        "artist": ("; ".join(_release_artists((element, *blocks), parties)), "DisplayArtist"),
        "release": (title, "TitleText"),
        "release_version": (version, "SubTitle"),
        "label": (_label((element, *blocks), parties), "LabelName"),
        "p_line": (_rights((element, *blocks), "P"), "PLine"),
        "c_line": (_rights((element, *blocks), "C"), "CLine"),
        "release_date": (day[1] if day else "", "ReleaseDate"),
    }
    cells = {column: taker.text(column, text, name) for column, (text, name) in raw.items()}
    return MessageRelease(
        line=line(element),
        element=local(element),
        cells={column: text for column, text in cells.items() if text},
        items=items_of(element, blocks),
        is_track=_is_track(element, blocks),
        may_repeat=bool(blocks) and not cells["upc"] and not is_true(element, "IsMainRelease"),
        flaws=tuple(taker.flaws),
        others=others,
        unclear_date="" if day else written[:40],
    )


_CODES = {"upc": "ICPN", "grid": "GRid", "catalog_number": "CatalogNumber", "isrc": "ISRC"}


def _is_track(element: Element, blocks: Sequence[Element]) -> bool:
    if local(element) in {"TrackRelease", "ClipRelease"}:
        return True
    types = {plain(each) for where in (element, *blocks) for each in children(where, "ReleaseType")}
    return bool(types & _TRACK_RELEASES) and not is_true(element, "IsMainRelease")


def _blocks(element: Element) -> tuple[Element, ...]:
    """Sort the blocks by territory: worldwide, then the world without some countries, then as they stand."""
    found = list(children(element, f"{local(element)}DetailsByTerritory"))
    return tuple(sorted(found, key=_reach))


def _reach(block: Element) -> int:
    if any(plain(each).lower() in _WORLDWIDE for each in children(block, "TerritoryCode")):
        return 0
    return 1 if next(children(block, "ExcludedTerritoryCode"), None) is not None else 2


def _ranked(elements: Iterable[Element]) -> list[Element]:
    """Sort elements that are repeated for territories and languages: worldwide, then the default, then the rest."""
    return sorted(
        elements,
        key=lambda each: (
            (each.get("ApplicableTerritoryCode") or "").strip().lower() not in _WORLDWIDE,
            not is_true(each, "IsDefault"),
        ),
    )


def _code(element: Element, name: str) -> str:
    """Read an identifier of a release; one that was replaced does not count."""
    ids = [each for each in children(element, "ReleaseId") if not is_true(each, "IsReplaced")]
    return next((text for each in ids if (text := child_text(each, name))), "")


def _named(title: Element) -> tuple[str, str]:
    """Read (title, version) of a title; a sub title that is not displayed counts where it is the version."""
    subs = [
        plain(each)
        for each in children(title, "SubTitle")
        if each.get("IsDisplayedInTitle") not in {"false", "0"} or each.get("SubTitleType") == "Version"
    ]
    return child_text(title, "TitleText"), ", ".join(dict.fromkeys(sub for sub in subs if sub))


def _title(element: Element, blocks: Sequence[Element]) -> tuple[str, str, tuple[int, ...]]:
    """Read title and version, and the lines of titles for display that say something else."""
    shown = [each for each in children(element, "DisplayTitle") if child_text(each, "TitleText")]
    local_titles = [
        each
        for block in blocks
        for each in children(block, "Title")
        if (each.get("TitleType") or "DisplayTitle") == "DisplayTitle"
    ]
    plain_titles = [
        *children(element, "ReferenceTitle"),
        *_ranked(shown),
        *local_titles,
        *children(element, "Title"),
    ]
    named = next((found for each in plain_titles if (found := _named(each))[0]), None)
    if named is None:
        texts = [plain(each) for each in _ranked(children(element, "DisplayTitleText"))]
        named = (next((text for text in texts if text), ""), "")
    same = {folded(form) for form in (named[0], _joined(*named))}
    others = [each for each in (*shown, *local_titles) if folded(_joined(*_named(each))) not in same | {""}]
    return *named, tuple(line(each) for each in others)


def _joined(title: str, version: str) -> str:
    return f"{title} ({version})" if title and version else title


def _credits(where: Element, parties: Mapping[str, str]) -> list[tuple[str, frozenset[str]]]:
    """List (name, roles) of the display artists in the order of their sequence numbers."""
    found = []
    for place, each in enumerate(children(where, "DisplayArtist")):
        names = _ranked(children(each, "PartyName"))
        name = next((text for one in names if (text := child_text(one, "FullName"))), "")
        name = name or parties.get(child_text(each, "ArtistPartyReference"), "")
        roles = frozenset(plain(role) for role in children(each, "ArtistRole", "DisplayArtistRole"))
        number = (each.get("SequenceNumber") or "").strip()
        found.append((int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 0, place, name, roles))
    return [(name, roles) for _, _, name, roles in sorted(found, key=lambda one: one[:2]) if name]


def _artists(
    wheres: Sequence[Element], parties: Mapping[str, str], wanted: frozenset[str]
) -> tuple[str, ...]:
    """Name the artists with a wanted role; without a main artist, the artist as the message displays it."""
    for where in wheres:
        credited = _credits(where, parties)
        if any(roles & _MAIN for _, roles in credited):
            return tuple(dict.fromkeys(name for name, roles in credited if roles & wanted))
        displayed = _ranked(children(where, "DisplayArtistName"))
        name = next((text for each in displayed if (text := plain(each))), "")
        if name:
            return (name,)
        if credited:
            return tuple(dict.fromkeys(name for name, roles in credited if _FEATURED not in roles))
    return ()


def _release_artists(wheres: Sequence[Element], parties: Mapping[str, str]) -> tuple[str, ...]:
    """Name the artists of a release; a compilation of several has the name that it is displayed with."""
    if any(child_text(where, "IsMultiArtistCompilation") in {"true", "1"} for where in wheres):
        for where in wheres:
            name = next(
                (text for each in _ranked(children(where, "DisplayArtistName")) if (text := plain(each))), ""
            )
            if name:
                return (name,)
    return _artists(wheres, parties, _MAIN)


def _label(wheres: Sequence[Element], parties: Mapping[str, str]) -> str:
    """Name the label that is displayed, written out (ERN 3) or in the party list (ERN 4)."""
    for where in wheres:
        labels = [*children(where, "LabelName"), *_ranked(children(where, "ReleaseLabelReference"))]
        labels.sort(key=lambda each: _kind_of_label(each) not in {"", "DisplayLabelName"})
        for each in labels:
            text = plain(each)
            name = parties.get(text, "") if local(each) == "ReleaseLabelReference" else text
            if name:
                return name
    return ""


def _kind_of_label(label: Element) -> str:
    return label.get("LabelNameType") or label.get("LabelType") or ""


def _rights(wheres: Sequence[Element], letter: str) -> str:
    """Read a rights line as `2019 Example Tapes`, without the sign in front of it."""
    for where in wheres:
        for each in _ranked(children(where, f"{letter}Line")):
            text = _SIGN.sub(
                "", child_text(each, f"{letter}LineText") or child_text(each, f"{letter}LineCompany")
            )
            year = child_text(each, "Year")[:4]
            if text:
                return text if not year or _YEAR.search(text) else f"{year} {text}"
    return ""


def _editions(element: Element, blocks: Sequence[Element], taker: Taker) -> tuple[tuple[str, str], ...]:
    """List (ISRC, rights line) of each edition: since ERN 4.3 one recording can have several, such as stereo and 3D."""
    common = _rights((element, *blocks), "P")
    found: dict[str, str] = {}
    for where in (element, *children(element, "SoundRecordingEdition")):
        line_of_rights = taker.text("p_line", _rights((where,), "P") or common, "PLine")
        for each in children(where, "SoundRecordingId", "ResourceId"):
            isrc = "" if is_true(each, "IsReplaced") else child_text(each, "ISRC")
            if isrc:
                found.setdefault(taker.text("isrc", isrc, "ISRC"), line_of_rights)
    if found:
        return tuple(found.items())
    editions = list(children(element, "SoundRecordingEdition"))
    return (("", taker.text("p_line", common or _rights(editions, "P"), "PLine")),)


def _date(wheres: Sequence[Element]) -> str:
    """Read the date of release; the first date of an older release only where there is no other."""
    dates = (each for name in _DATES for where in wheres for each in _ranked(children(where, name)))
    return next((text for each in dates if (text := plain(each))), "")
