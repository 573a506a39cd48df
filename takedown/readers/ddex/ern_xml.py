"""XML of DDEX messages: opened without DTD, entities or network, and read entry by entry.

An entry is what a list of the message holds: a party, a recording, a release. Each is given out whole and forgotten
before the next one, so that memory does not grow with the file.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from takedown.errors import CatalogError
from takedown.model import SourceRef
from takedown.readers.ddex.ern_faults import AS_DELIVERED, Root, no_xml, not_well_formed, web_page
from takedown.readers.plain.columns import visible

#: A release of ten thousand tracks takes about 4 MB; as a tree, XML takes up to thirty times its size.
MAX_ENTRY = 8_000_000
#: Declaration, comments and instructions before the first element, with its start tag.
BEGINNING = 65_536
#: libxml2 keeps the lines of elements in sixteen bits.
_LAST_LINE = 65_535

_IN_MESSAGE = frozenset({"MessageHeader", "CatalogItem"})
_IN_LIST = frozenset(
    {
        "Party", "Brand", "MusicalWork", "CueSheet", "Collection", "Chapter", "SupplementalDocument", "ReleaseDeal",
        "SoundRecording", "Video", "Image", "Text", "SheetMusic", "Software", "MIDI", "UserDefinedResource",
        "Release", "TrackRelease", "ClipRelease",
    }
)  # fmt: skip
_TAGS = tuple(f"{{*}}{entry}" for entry in sorted(_IN_MESSAGE | _IN_LIST))

_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)")
#: In these the characters of markup are single ASCII bytes; in UTF-7 and EBCDIC a DOCTYPE could hide.
_PLAIN_ENCODINGS = re.compile(r"utf-?8|(us-)?ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]", re.IGNORECASE)
_UTF16 = re.compile(r"utf-?16(le|be)?", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")
_BOM = b"\xef\xbb\xbf"

Element = etree._Element  # noqa: SLF001  lxml has no public name for the class of its elements


class Counted:
    """A file that counts what was read of it, and stops where no entry ends for too long."""

    def __init__(self, file: BinaryIO, *, name: str, size: int) -> None:
        self._file = file
        self._name = name
        self._size = size
        self._mark = 0
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        """Read on; CatalogError where an entry is longer than any release."""
        chunk = self._file.read(size)
        self.position += len(chunk)
        if self.position - self._mark > MAX_ENTRY:
            raise CatalogError(
                f"{self._name}: a release, recording or text of more than {MAX_ENTRY // 1_000_000} MB, "
                f"about {self._mark:,} bytes after the beginning of the file",
                hint="no DDEX message is like this; " + AS_DELIVERED,
            )
        return chunk

    def entry_ended(self) -> None:
        """Remember that memory was given back here."""
        self._mark = self.position

    def done(self) -> float:
        """How much was read, from 0 to 1."""
        return min(1.0, self.position / self._size) if self._size else 1.0


def read_root(beginning: bytes, *, name: str) -> Root:
    """Name the first element of a file, given its first bytes; CatalogError for a DOCTYPE and for what is no XML."""
    _refuse_doctype(beginning, name=name)
    parser = etree.XMLPullParser(
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
    )
    fault: etree.LxmlError | None = None
    try:
        parser.feed(beginning)
        if len(beginning) < BEGINNING:
            parser.close()  # libxml2 keeps the last bytes back until it knows that none follow
    except etree.LxmlError as error:
        fault = error
    element: Any = next((each for _, each in parser.read_events()), None)
    if element is None:
        if fault is not None:
            raise not_well_formed(fault, parser.error_log, name=name) from fault
        raise CatalogError(
            f"{name}: the first element does not begin within {BEGINNING // 1024} kB", hint=AS_DELIVERED
        )
    if element.getroottree().docinfo.doctype:
        raise _doctype(name, 1)
    return Root(name=local(element), namespace=str(element.tag).lstrip("{").rpartition("}")[0])


def _refuse_doctype(beginning: bytes, *, name: str) -> None:
    """Look through what stands before the first element, in the encoding of the file."""
    encoding = _encoding(beginning, name=name)
    text = beginning.removeprefix(_BOM).decode(encoding, errors="replace").removeprefix("\ufeff")
    place = 0
    while True:
        begin, place = place, len(text) - len(text[place:].lstrip(" \t\r\n"))
        row = text.count("\n", 0, place) + 1
        if text.startswith("<?xml ", place) and place > begin == 0:
            raise CatalogError(
                f"{SourceRef(file=name, row=row)}: white space stands before <?xml",
                hint="delete it, so that the file begins with <?xml",
            )
        if text[place : place + 14].upper() == "<!DOCTYPE HTML":
            raise web_page(name)
        if text[place : place + 9].upper() == "<!DOCTYPE":
            raise _doctype(name, row)
        end = {"<?": "?>", "<!": "-->"}.get(text[place : place + 2])
        if end is None:
            return
        place = text.find(end, place) + len(end)
        if place < len(end):
            return


def _doctype(name: str, row: int) -> CatalogError:
    return CatalogError(
        f"{SourceRef(file=name, row=row)}: a DOCTYPE, which no DDEX message has and which can be used for attacks",
        hint=AS_DELIVERED,
    )


def _encoding(beginning: bytes, *, name: str) -> str:
    """Find in which encoding markup is read; only those are taken in which it can be seen."""
    if beginning.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"<\0\0\0", b"\0\0\0<")):
        raise _other_encoding("UTF-32", name)
    for marks, encoding in (((b"\xff\xfe", b"<\0"), "utf-16-le"), ((b"\xfe\xff", b"\0<"), "utf-16-be")):
        if beginning.startswith(marks):
            return encoding
    if not beginning.removeprefix(_BOM).lstrip(b" \t\r\n").startswith(b"<"):
        raise no_xml(beginning, name=name)
    found = _DECLARED.match(beginning.removeprefix(_BOM))
    declared = found[1].decode("ascii") if found else "utf-8"
    if _UTF16.fullmatch(declared):
        raise CatalogError(
            f"{SourceRef(file=name, row=1)}: the first line says encoding {declared}, and the text is not",
            hint="save it as UTF-8 with encoding='UTF-8' in the first line, or " + AS_DELIVERED,
        )
    if not _PLAIN_ENCODINGS.fullmatch(declared):
        raise _other_encoding(declared, name)
    return "latin-1"


def _other_encoding(encoding: str, name: str) -> CatalogError:
    return CatalogError(
        f"{SourceRef(file=name, row=1)}: the text is {visible(encoding)}, and DDEX messages are UTF-8",
        hint="save it as UTF-8 with encoding='UTF-8' in the first line",
    )


def entries(stream: Counted, *, name: str) -> Iterator[Element]:
    """Give out the entries of a message, each with all that it holds. An entry is empty once the next is asked for.

    CatalogError where the XML is cut off, not well-formed, too deep or too long.
    """
    events = etree.iterparse(
        stream,
        events=("end",),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if _is_entry(element):
                yield element
                stream.entry_ended()
                _forget(element)
    except etree.LxmlError as error:
        raise not_well_formed(error, events.error_log, name=name) from error
    except OSError as error:
        raise CatalogError(
            f"{name}: cannot be read ({error.strerror})", hint="check the disk, and copy the file again"
        ) from error


def _is_entry(element: Element) -> bool:
    """Whether it stands in a list of the message, or is its header; a recording named inside another is not."""
    parent = element.getparent()
    if parent is None:
        return False
    upper = parent.getparent()
    if upper is None:
        return local(element) in _IN_MESSAGE
    return upper.getparent() is None and local(element) in _IN_LIST


def _forget(element: Element) -> None:
    """Give back the memory of an entry and of all that stands before it."""
    del element[:]
    node: Element | None = element
    while node is not None:
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]
        node = parent


def local(element: Element) -> str:
    """Name an element without its namespace: senders differ in where they write prefixes."""
    # etree.QName refuses names with a prefix that is not declared.
    return str(element.tag).rpartition("}")[2]


def line(element: Element) -> int:
    """Say on which line an element begins; 0 where it is too far down to know."""
    found: Any = element.sourceline  # the stubs of lxml have its setter only
    if found is None or found < _LAST_LINE:
        return found or 0
    # Further down libxml2 knows the line on which the text inside ends, and an element without text is not found.
    return int(found) - element.text.count("\n") if element.text and found > _LAST_LINE else 0


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """List the children with one of these names, in the order of the file, whatever their namespace."""
    return iter(()) if element is None else element.iterchildren(*(f"{{*}}{each}" for each in names))


def plain(element: Element | None) -> str:
    """Read the text of an element on one line: line breaks of a pretty-printer mean nothing."""
    return "" if element is None else _SPACE.sub(" ", element.text or "").strip(" ")


def child_text(element: Element | None, name: str) -> str:
    """Read the first child of this name that is not empty."""
    return next((text for each in children(element, name) if (text := plain(each))), "")


def is_true(element: Element, attribute: str) -> bool:
    """Read a flag as XML Schema writes it."""
    return (element.get(attribute) or "").strip() in {"true", "1"}
