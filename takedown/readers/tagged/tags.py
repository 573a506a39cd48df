"""The tags of one audio file, in the columns of catalog.csv.

tinytag reads MP3, FLAC, Ogg, Opus, MP4, WMA, WAV and AIFF. It keeps the first value of a field and puts others of the
same name, and fields without a name of its own, under `other`. What it does not give us, seen with version 2.3:

- the kind of a repeated field: the values of ARTIST and ARTISTS arrive in one list;
- track and disc numbers that are no whole numbers (`A1`), in every format;
- freeform atoms of MP4 whose text is marked as binary, and tags in APEv2;
- text of ID3 that was made "unsynchronised": it would be read with wrong letters (see tag_bytes.py).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from takedown.frozen import dataclass
from takedown.identifiers import looks_like_isrc
from takedown.model import folded
from takedown.readers.tagged.tag_bytes import TagBytes, TagError, tag_bytes
from takedown.readers.tracks import cells_of, numbered, plain

#: Values of one field. An orchestra may be named one by one; nobody names more.
MAX_VALUES = 200

_BARCODES = ("barcode", "upc", "ean", "upn", "ean/upn")
_NUMBERS = ("catalog_number", "catalog", "labelno")
_LABELS = ("label", "publisher", "organization")
_ASINS = ("asin", "musicbrainz/asin")
_DATES = ("releasedate", "tdrl")

_WHOLE_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
_YEAR = re.compile(r"[0-9]{4}")
_DAY_MONTH = re.compile(r"([0-9]{2})([0-9]{2})")
_NOTICE = re.compile(r"([©℗]|\([CcPp]\))((?:(?![©℗]|\([CcPp]\)).)*)")
_OF_SOUND = frozenset({"℗", "(p)"})
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the tags of a file say: cells, and whatever of them was not used, in words."""

    cells: Mapping[str, str]
    unused: tuple[str, ...] = ()


TWO_CODES = "a further ISRC in the tags of a file: the first one is used"
NO_CODE = "the field ISRC of a WAV file means source there, and holds no ISRC"


def read_tags(stream: BinaryIO, *, filename: str, size: int) -> Tags:
    """Read the tags of an open audio file of `size` bytes; TagError or OSError where that is not possible.

    The content decides what the file is. The ending of `filename` counts only where the content does not tell,
    as in an MP3 that begins with something else.
    """
    import tinytag

    try:
        tag = _parsed(tag_bytes(stream, size), filename=filename)
    except tinytag.UnsupportedFormatError as error:
        raise TagError(
            "this kind of audio file is not read, or it is none",
            "save it as FLAC, MP3, M4A, Ogg, WAV or AIFF, or write its row into catalog.csv",
        ) from error
    except Exception as error:
        # The library wraps whatever a damaged file made it stumble over; a few errors come as they are.
        cause = error.__cause__ or error
        if isinstance(cause, TagError | OSError):
            raise cause from None
        raise TagError("its tags are damaged") from error
    return _mapped(tag)


def _parsed(stream: TagBytes, *, filename: str) -> Any:
    from tinytag import TinyTag, UnsupportedFormatError

    wanted: dict[str, Any] = {"file_obj": stream, "duration": False}
    try:
        return TinyTag.get(**wanted)
    except UnsupportedFormatError:
        stream.seek(0)
        return TinyTag.get(filename, **wanted)


def _mapped(tag: Any) -> Tags:
    def values(*names: str) -> list[str]:
        """All values of the named fields, each once; a clean one before one that lost a letter (RIFF and id3)."""
        found = [str(own) for name in names if (own := getattr(tag, name, None)) is not None]
        found += [each for name in names for each in tag.other.get(name, ())]
        texts = dict.fromkeys(text for each in found if (text := plain(str(each))))
        if len(texts) > MAX_VALUES:
            raise TagError(f"{len(texts):,} values in the field {names[0]}")
        return sorted(texts, key=lambda text: _LOST in text)

    def first(*names: str) -> str:
        return next((text for name in names for text in values(name)), "")

    credit, track_credit = _names(values("albumartist")), _names(values("artist"))
    artist = credit or track_credit
    codes, unused = _codes(values("isrc"), is_wave=str(tag.mime_type).startswith("audio/wav"))
    rights = _rights(first("copyright"))
    disc = tag.disc or 0
    several = disc > 1 or (tag.disc_total or 0) > 1
    cells = cells_of(
        {
            "artist": artist,
            "release": first("album"),
            "upc": first(*_BARCODES),
            "catalog_number": first(*_NUMBERS),
            "label": first(*_LABELS),
            "release_date": _date(values),
            # ID3 has a frame for the line of the recording alone: programs show ℗ before it.
            "p_line": first("tpro") or rights.get("p_line", ""),
            "c_line": rights.get("c_line", ""),
            "track_number": numbered(disc, str(tag.track or ""), several=several),
            "track_artist": track_credit if folded(track_credit) != folded(artist) else "",
            "track": first("title"),
            "track_version": first("version"),
            "isrc": codes,
            "asin": first(*_ASINS),
        }
    )
    if not {"release", "track", "isrc", "upc"} & cells.keys():
        raise TagError(
            "no tags that say what it is",
            "write title, artist, album and ISRC into its tags, or its row into catalog.csv; "
            "names of files are not used",
        )
    return Tags(cells=cells, unused=unused)


def _names(found: list[str]) -> str:
    """Join artists by semicolons.

    ARTISTS names one by one whom ARTIST credits together (`A feat. B`): then the single names are meant.
    """
    for credit in found:
        others = [each for each in found if each != credit]
        if others and all(folded(each) in folded(credit) for each in others):
            return "; ".join(others) if len(others) > 1 else credit
    return "; ".join(found)


def _codes(found: list[str], *, is_wave: bool) -> tuple[str, tuple[str, ...]]:
    """Choose the ISRC, and say what was not used."""
    if is_wave:
        likely = [each for each in found if looks_like_isrc(each)]
        if not likely:
            return "", (NO_CODE,) * bool(found)
        found = likely
    different = {"".join(filter(str.isalnum, each)).upper() for each in found}
    return (found[0] if found else ""), (TWO_CODES,) * (len(different) - 1)


def _date(values: Callable[..., list[str]]) -> str:
    """Find a whole date: of the release, else the common one, else year and day of ID3 2.3 together."""
    for text in (*values(*_DATES), *values("year")):
        if whole := _WHOLE_DATE.fullmatch(text):
            return whole[1]
    year = next((text for text in values("year") if _YEAR.fullmatch(text)), "")
    for text in values("tdat"):
        if year and (parts := _DAY_MONTH.fullmatch(text)):
            return f"{year}-{parts[2]}-{parts[1]}"
    return ""


def _rights(text: str) -> dict[str, str]:
    """Split a copyright text at its signs; without a sign it says neither whose song nor whose recording it is."""
    line = " ".join(text.split())
    found = list(_NOTICE.finditer(line))
    columns = ["p_line" if each[1].lower() in _OF_SOUND else "c_line" for each in found]
    if not all(any(map(str.isalnum, each[2])) for each in found):
        return dict.fromkeys(columns, line)  # `℗ & © 2026 …`: one line for both
    texts = [each[0].strip(" ,;/|") for each in found]
    return dict(zip(reversed(columns), reversed(texts), strict=True))
