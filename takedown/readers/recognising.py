"""What a file is, by its first bytes: spreadsheet programs and browsers save one thing under the name of another."""

from enum import StrEnum
from pathlib import Path

from takedown.errors import CatalogError


class Form(StrEnum):
    """In which way a source is stored, and so which reader opens it."""

    AUDIO = "audio"
    DATABASE = "database"
    ZIP = "zip"
    XML = "xml"
    JSON = "json"
    TEXT = "text"


SQLITE = b"SQLite format 3\0"
_ZIP = b"PK\x03\x04"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})

#: First bytes → what the file is. The names of the zip formats are in packed.py.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or a workbook with a password"),
    (_ZIP, "a workbook or another zip file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file"),
    (b"Rar!", "a RAR file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a Word document"),
    (b"<html", "a web page"),
    (b"<!doctype html", "a web page"),
    (b"<?xml", "an XML file"),
)
_SUFFIXES = {
    ".xls": "an old Excel workbook (.xls)",
    ".ods": "an OpenDocument spreadsheet",
    ".numbers": "an Apple Numbers document",
    ".pdf": "a PDF",
}
#: What else than saving it as a spreadsheet helps.
_STEPS = {
    "a PDF": "ask the sender for the spreadsheet from which it was made, or copy its table into one",
    "a web page": "download the file again while you are signed in: this is a page of the site, not the export",
    "a picture": "a notice is not made from pictures: name a spreadsheet, a feed or the audio files",
}
_UNPACK = "unpack it, and name the file inside"
_PACKED = ("a gzip file", "a bzip2 file", "an xz file", "a 7-Zip file", "a RAR file")

_AUDIO = (b"fLaC", b"OggS", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")
#: `ID3` and its version, which is no letter: a column may be called ID3.
_ID3 = tuple(b"ID3" + bytes([version]) for version in (2, 3, 4))
#: Two bytes of an MPEG frame without a tag before it (layer III, II; MPEG 1 and 2). `FF FE` marks UTF-16, not audio.
_MPEG = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xfd", b"\xff\xf1", b"\xff\xf9")
#: (first bytes, what stands from byte 8 on): containers that hold other things too.
_CONTAINERS = ((b"RIFF", b"WAVE"), (b"RF64", b"WAVE"), (b"FORM", b"AIFF"), (b"FORM", b"AIFC"))
_FTYP = slice(4, 8)
_KIND = slice(8, 12)


def form_of(beginning: bytes) -> Form:
    """Say how a source is stored, by its first 64 kB; what no reader opens is text, for `refuse_other_formats`."""
    text = beginning.removeprefix(_UTF8_MARK).lstrip(b" \r\n\t")
    if beginning.startswith(SQLITE):
        return Form.DATABASE
    if beginning.startswith(_ZIP):
        return Form.ZIP
    if _is_audio(beginning):
        return Form.AUDIO
    if _is_xml(beginning, text):
        return Form.XML
    if text.startswith(b"{") and not text.startswith(b"{\\rtf"):
        return Form.JSON
    return Form.TEXT


def _is_audio(beginning: bytes) -> bool:
    if beginning.startswith((*_AUDIO, *_ID3, *_MPEG)) or beginning[_FTYP] == b"ftyp":
        return True
    return any(beginning.startswith(first) and beginning[_KIND] == kind for first, kind in _CONTAINERS)


def _is_xml(beginning: bytes, text: bytes) -> bool:
    """XML that says so, or names DDEX; also in UTF-16, which feeds are seldom in."""
    if beginning.startswith(_UTF16_MARKS):
        text = beginning[2:].replace(b"\0", b"").lstrip(b" \r\n\t")
    if not text.startswith(b"<") or b"<html" in text[:1_000].lower():
        return False
    return text.startswith(b"<?xml") or b"ddex" in text.lower()


def refuse_other_formats(path: Path, beginning: bytes, *, name: str) -> None:
    """Raise CatalogError for what is no text: old workbooks, PDF, web pages under another name."""
    start = beginning[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kind = next((words for magic, words in _MAGIC if start.startswith(magic.lower())), "")
    kind = kind or _SUFFIXES.get(path.suffix.lower(), "")
    if kind:
        raise CatalogError(f"{name}: this is {kind}", hint=_step(kind))


def refuse_text_as_workbook(path: Path, beginning: bytes, *, name: str) -> None:
    """Raise CatalogError for text under the name of a workbook: one of the two is a mistake."""
    if path.suffix.lower() in _WORKBOOKS and not beginning.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise CatalogError(
            f"{name}: the name says Excel workbook, the content is not one",
            hint=f"save it again as .xlsx, or rename it to {path.stem}.csv if it is text",
        )


def _step(kind: str) -> str:
    if kind in _PACKED:
        return _UNPACK
    save = "save it as CSV UTF-8 or as an Excel workbook (.xlsx)"
    return f"{_STEPS[kind]}; or {save}" if kind in _STEPS else save
