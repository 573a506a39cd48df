"""Pictures and printed pages of tickets: known by their first bytes, kept by their digest, never opened."""

import hashlib
from pathlib import PurePath

from takedown.patterns import pattern
from takedown.register.intake.values import Shown
from takedown.register.values import Grade

#: (first bytes, place of the others, the others).
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", 0, b""),
    (b"\xff\xd8\xff", 0, b""),
    (b"GIF87a", 0, b""),
    (b"GIF89a", 0, b""),
    (b"BM", 6, b"\0\0\0\0"),
    (b"RIFF", 8, b"WEBP"),
    (b"II*\0", 0, b""),
    (b"MM\0*", 0, b""),
    (b"%PDF-", 0, b""),
)
_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"avif", b"hevc"})
#: A ticket number in the name of a file: behind a word that says so, or a number of its own of five digits and more.
_NAMED = pattern(
    r"(?i)(?:ticket|case|request|ref|vorgang|caso|chamado)[ _#.-]{0,5}((?=[A-Z0-9-]{0,38}\d)[A-Z0-9][A-Z0-9-]{2,39})"
)
#: How telephones and cameras number their pictures.
_COUNTED = pattern(
    r"(?i)(?<![a-z])(?:img|dsc[nf_]?|pxl|mvimg|pict?|photo|image|foto|scan|screenshot|whatsapp|wa)[ _-]{0,3}\d{1,20}"
)
_BARE = pattern(r"(?<![A-Za-z0-9])#?(\d{5,20})(?![A-Za-z0-9])")
#: What looks like a day or the time of a picture, as telephones name them.
_DAY = pattern(
    r"(?:19|20)\d{2}[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])"
    r"(?:[-_ T.]{0,3}(?:at)?[-_ ]{0,3}\d{2}[-_.:]?\d{2}[-_.:]?\d{2,6})?"
)


def is_picture(beginning: bytes) -> bool:
    """Whether bytes begin as a picture or a printed page does."""
    if beginning[4:8] == b"ftyp" and beginning[8:12] in _BRANDS:
        return True
    return any(
        beginning.startswith(first) and beginning.startswith(others, place) for first, place, others in _KINDS
    )


def ticket_in_name(name: str) -> str:
    """The one ticket number in the name of a file; empty where there is none, or more than one."""
    stem = _COUNTED.sub(" ", _DAY.sub(" ", PurePath(name).stem))
    found = {number.strip("-").upper() for number in _NAMED.findall(stem)} or set(_BARE.findall(stem))
    return found.pop() if len(found) == 1 else ""


def picture_shown(name: str, content: bytes) -> Shown:
    """What a picture shows: that somebody has one. It counts by a ticket number, or by a row that names it."""
    digest = hashlib.sha256(content).hexdigest()
    return Shown(grade=Grade.COPY, ticket=ticket_in_name(name), sha256=digest, is_sign=True)
