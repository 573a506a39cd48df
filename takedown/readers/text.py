"""From a path to text: what is on the disk, in which encoding, and why it cannot be read.

Statistical detection is not used: it called short cp1252 texts cp775, and wrong letters in a notice are worse
than an error.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from takedown.errors import CatalogError
from takedown.model import SourceRef

#: Above this a file is no catalog: 200,000 rows with every column filled take about 60 MB.
MAX_BYTES = 200_000_000

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Codecs of Python that write down program text or names of hosts: no spreadsheet uses them.
_NO_TEXT = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), *((mark, "utf-16") for mark in _UTF16))

#: First bytes → what the file is. The names of the zip formats are in workbook.py.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or a workbook with a password"),
    (b"PK\x03\x04", "a workbook or another zip file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """In which encoding to read. `option` says whether the user can name another one."""

    encoding: str = ""
    option: bool = True

    @property
    def hint(self) -> str:
        """Say the next step when the text cannot be decoded."""
        save = 'save it as "CSV UTF-8" in the spreadsheet program'
        if not self.option:
            return save
        return f'{save}, or name its encoding: --encoding cp1252, or [catalog] encoding = "cp1252"'


def read_bytes(path: Path, *, name: str) -> bytes:
    """Read the content of a file; CatalogError where there is none, or it is no file, or too big."""
    if path.is_dir():
        raise CatalogError(
            f"{name}: a folder, not a file", hint="name the catalog file itself, for example catalog.csv"
        )
    try:
        if not path.is_file():
            raise CatalogError(f"{name}: no such file", hint=_where(path))
        if path.stat().st_size > MAX_BYTES:
            raise CatalogError(
                f"{name}: bigger than {MAX_BYTES // 1_000_000} MB",
                hint="split the catalog into several files",
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CatalogError(
            f"{name}: cannot be read ({reason})",
            hint="check the permissions of the file, and close it in other programs",
        ) from error
    if not content.strip():
        raise CatalogError(
            f"{name}: the file is empty", hint="save it again, with a header and one row per recording"
        )
    return content


def _where(path: Path) -> str:
    others = sorted(
        item.name for item in path.parent.glob("*") if item.suffix.lower() in {".csv", ".tsv", ".xlsx"}
    )
    if not others:
        return "check the name, or write one with the header artist,release,upc,track,isrc"
    return f"the folder has {', '.join(others[:5])}"


def refuse_other_formats(path: Path, content: bytes, *, name: str) -> None:
    """Raise CatalogError for what is no text: old workbooks, PDF, web pages under another name."""
    beginning = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kind = next((words for magic, words in _MAGIC if beginning.startswith(magic.lower())), "")
    kind = kind or _SUFFIXES.get(path.suffix.lower(), "")
    if kind:
        raise CatalogError(
            f"{name}: this is {kind}", hint="save it as CSV UTF-8 or as an Excel workbook (.xlsx)"
        )


def decode(content: bytes, *, name: str, spelling: Spelling) -> str:
    """Decode a file: the named encoding, else UTF-8, or UTF-16 by its mark. No NUL, no half characters."""
    if not spelling.encoding and not content.startswith((*_UTF16, *_UTF32)):
        _refuse_nul(
            content.decode("latin-1"), name=name, spelling=spelling
        )  # before UTF-8 fails less plainly
    text = _decoded(content, name=name, spelling=spelling).removeprefix("\ufeff")
    _refuse_nul(text, name=name, spelling=spelling)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        row = _rows_before(text[: error.start])
        raise CatalogError(
            f"{SourceRef(file=name, row=row)}: half a character (U+{ord(text[error.start]):04X})",
            hint=spelling.hint,
        ) from error
    return text


def _refuse_nul(text: str, *, name: str, spelling: Spelling) -> None:
    position = text.find("\0")
    if position >= 0:
        row = _rows_before(text[:position])
        raise CatalogError(
            f"{SourceRef(file=name, row=row)}: a NUL character (number {position + 1:,} of the file)",
            hint="UTF-16 without its mark looks like this; " + spelling.hint,
        )


def _decoded(content: bytes, *, name: str, spelling: Spelling) -> str:
    if content.startswith(_UTF32):
        raise CatalogError(f"{name}: the text is UTF-32", hint=Spelling(option=False).hint)
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    encoding = spelling.encoding or marked or "utf-8"
    try:
        if marked and not _codec(encoding).startswith(marked):
            raise CatalogError(
                f"{name}: begins with the mark of {marked}, and is to be read as {encoding}",
                hint="leave the encoding out",
            )
        return content.decode(_codec(encoding))
    except (LookupError, ValueError) as error:
        if not isinstance(error, UnicodeError):
            raise CatalogError(
                f"{name}: there is no text encoding called '{encoding}'",
                hint="use utf-8, utf-16, cp1252 or mac_roman",
            ) from error
        raise CatalogError(_undecodable(content, encoding, error, name=name), hint=spelling.hint) from error


def _codec(encoding: str) -> str:
    """The name of an encoding of text; LookupError for any other."""
    name = codecs.lookup(encoding).name
    if name in _NO_TEXT:
        raise LookupError(encoding)
    return name


def _undecodable(content: bytes, encoding: str, error: UnicodeError, *, name: str) -> str:
    if not isinstance(error, UnicodeDecodeError):  # some codecs (idna, undefined) tell no position
        return f"{name}: not {encoding} ({error})"
    row = _rows_before(content[: error.start].decode("latin-1"))
    found = content[error.start : error.start + 1].hex().upper()
    return f"{SourceRef(file=name, row=row)}: not {encoding}: byte {found} at position {error.start + 1:,}"


def _rows_before(text: str) -> int:
    """Count the lines up to the one on which a text ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
