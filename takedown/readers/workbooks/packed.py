"""Whether a zip file is a workbook that can be opened: its parts, its size when unpacked, its passwords.

Size is checked before anything is unpacked: 637 kB of zip can hold 601 MB of XML.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.readers.plain.columns import visible

MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
#: Elements of a part that is read as a whole. Excel allows 65,490 formats of cells; each becomes an object of 1 kB.
MAX_ELEMENTS = 100_000
#: Parts that are read piece by piece, or not at all; they can be long.
_LONG = (
    "xl/worksheets/", "xl/sharedStrings.xml", "xl/calcChain.xml", "xl/pivotCache/", "xl/pivotTables/", "xl/drawings/",
    "xl/charts/", "xl/comments", "xl/threadedComments/", "xl/tables/", "xl/externalLinks/", "xl/theme/", "customXml/",
)  # fmt: skip
#: Repetitive small workbooks compress well and harm nobody; the ratio matters from here on.
RATIO_MATTERS = 10_000_000

SAVE_AGAIN = "open it in the spreadsheet program and save it again as .xlsx or as CSV UTF-8"
_OTHER_ZIPS = {
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "content.xml": "an OpenDocument spreadsheet",
    "Index/Document.iwa": "an Apple Numbers document",
    "word/document.xml": "a Word document",
}
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
#: Where the list of parts says the workbook itself is; every spreadsheet program puts it at one place.
_MAIN_PART = re.compile(rb"<(?:\w+:)?Override\b[^>]*main\+xml[^>]*>")
_CHUNK = 1 << 20
_PROLOGUE = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What is known of a workbook before it is opened."""

    has_formulas: bool
    """Only then is a second pass needed, to find formulas without result."""


def inspect(path: Path, *, name: str) -> Packed:
    """Refuse what is no workbook, or too big when unpacked; CatalogError says what it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _refuse_other_zips(parts, name=name)
            unpacked = sum(part.file_size for part in parts.values())
            ratio = unpacked / max(1, path.stat().st_size)
            if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS and ratio > MAX_RATIO):
                raise CatalogError(
                    f"{name}: unpacks to {unpacked // 1_000_000:,} MB, {ratio:,.0f} times its size",
                    hint="copy the rows into a new workbook, or save the sheet as CSV UTF-8",
                )
            _refuse_document_types(archive, parts, name=name)
            _refuse_crowds(archive, parts, name=name)
            return Packed(
                has_formulas=any(
                    _has_formulas(archive, part) for part in parts if part.startswith("xl/worksheets/")
                )
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
        KeyError,
    ) as error:
        raise CatalogError(f"{name}: the workbook is damaged ({error})", hint=SAVE_AGAIN) from error


def _refuse_other_zips(parts: Mapping[str, zipfile.ZipInfo], *, name: str) -> None:
    if any(part.flag_bits & 1 for part in parts.values()):
        raise CatalogError(f"{name}: protected by a password", hint="save it without a password")
    if "xl/workbook.xml" in parts:
        return
    kind = next((words for part, words in _OTHER_ZIPS.items() if part in parts), "")
    if kind:
        raise CatalogError(
            f"{name}: this is {kind}", hint="save it as CSV UTF-8 or as an Excel workbook (.xlsx)"
        )
    raise CatalogError(
        f"{name}: this is a zip file, not a workbook",
        hint="unpack it and name the file inside, or save it as CSV UTF-8 or as an Excel workbook (.xlsx)",
    )


def _refuse_document_types(
    archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo], *, name: str
) -> None:
    """Refuse XML that declares entities before any parser sees it; no spreadsheet program writes such parts.

    Which parser openpyxl takes depends on what else is installed, so its own guards are only the second line.
    """
    for part in parts:
        if part.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                beginning = stream.read(_PROLOGUE).replace(b"\0", b"")
            if b"<!DOCTYPE" in beginning:
                raise CatalogError(
                    f"{name}: the workbook is damaged (a document type is declared in {visible(part)})",
                    hint=SAVE_AGAIN,
                )


def _refuse_crowds(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo], *, name: str) -> None:
    """Refuse more elements than openpyxl can hold in the parts that it reads as a whole."""
    for part in parts:
        if not part.endswith((".xml", ".rels")) or part.startswith(_LONG):
            continue
        elements = 0
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                elements += chunk.count(b"<")
                if elements > MAX_ELEMENTS:
                    raise CatalogError(
                        f"{name}: more than {MAX_ELEMENTS:,} formats, names or other elements in {visible(part)}",
                        hint="copy the rows into a new workbook, or save the sheet as CSV UTF-8",
                    )
    with archive.open("[Content_Types].xml") as stream:
        for found in _MAIN_PART.findall(stream.read()):
            if b'"/xl/workbook.xml"' not in found:
                raise CatalogError(
                    f"{name}: the workbook is damaged (its parts are mixed up)", hint=SAVE_AGAIN
                )


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet has any formula."""
    end = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(end + chunk):
                return True
            end = chunk[-20:]
    return False
