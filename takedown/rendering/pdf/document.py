"""The file: ReportLab's document objects, packed into object streams (ISO 32000-1, 7.5.7 and 7.5.8).

ReportLab writes each object by itself. The tag tree of a long schedule has thousands of small ones, which packed
together take a fifth of the room.
"""

import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import accumulate, chain, count, repeat
from operator import add
from struct import Struct
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFObject,
)
from reportlab.pdfbase.pdfdoc import (
    format as formatted,
)

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 200
"""Objects in one stream: a reader that wants one of them has to unpack no more than these."""
_PLACE = Struct(">BIH").pack
"""Where an object stands: 1 and its offset, or 2, the stream it is packed in and its number there (7.5.8.3)."""
_FREE = _PLACE(0, 0, 65535)
LEVEL = 3
"""Of zlib, for what each file has of its own: 6, the usual one, takes twice the time to save a twentieth of it."""


def literal(code: bytes) -> bytes:
    """A string whose bytes are shown as they are, with no end of a line among them (ISO 32000-1, 7.3.4.2)."""
    return b"(%b)" % code.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def text_string(text: str) -> bytes:
    """A text string (ISO 32000-1, 7.9.2.2): as it is read where it is plain ASCII, else in UTF-16."""
    if text.isascii() and text.isprintable():
        return literal(text.encode())
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().encode()


class Raw(PDFObject):
    """An object that is written already."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: PDFDocument) -> bytes:
        """Its bytes."""
        del document
        return self.content


class Dictionary(PDFDictionary):
    """A dictionary whose values are PDF already, or objects; ReportLab's own would look at every name and number."""

    def format(self, document: PDFDocument, IND: bytes = b"") -> bytes:  # noqa: N803  # ReportLab calls it so
        """Its bytes."""
        entries = [
            b"/%b %b" % (name.encode(), value if type(value) is bytes else formatted(value, document))
            for name, value in self.dict.items()
        ]
        return b"<<%b>>" % IND.join(entries)


class Stream(Raw):
    """A stream, as it stands in the file. Its data ends with the line (ISO 19005-3, 6.1.7.1)."""

    def __init__(self, content: bytes, entries: bytes = b"", *, deflated: bool = False) -> None:
        filtered = b"/Filter/FlateDecode" if deflated else b""
        head = b"<<%s%s/Length %d>>" % (entries, filtered, len(content))
        super().__init__(b"%s\nstream\n%s\nendstream" % (head, content))


class Document(PDFDocument):
    """A document whose objects are `put` in one by one and then `packed` into a file, once."""

    def __init__(self) -> None:
        super().__init__(compression=1, invariant=1)
        self._things: list[PDFObject] = []

    @property
    def last(self) -> int:
        """The number of the last object."""
        return len(self._things)

    def put(self, thing: PDFObject | Mapping[str, Any]) -> bytes:
        """Add an object, or a dictionary with names as keys; give the reference to it: `12 0 R`."""
        self._things.append(thing if isinstance(thing, PDFObject) else Dictionary(dict(thing)))
        return b"%d 0 R" % self.last

    def packed(self, more: Sequence[bytes], *, root: bytes, info: bytes, name: bytes) -> bytes:
        """The file. `more` are objects with the numbers after the last; `name` the first half of its ID, 16 bytes."""
        file = _File()
        numbers: list[int] = []
        contents: list[bytes] = []
        for number, thing in enumerate(self._things, 1):
            content = formatted(thing, self, toplevel=1)
            if isinstance(thing, Stream):
                file.add(number, content)
            else:
                numbers.append(number)
                contents.append(content)
        last = self.last + len(more)
        numbers += range(self.last + 1, last + 1)
        contents += more
        for number, start in enumerate(range(0, len(numbers), _TOGETHER), last + 1):
            some = slice(start, start + _TOGETHER)
            file.add_packed(number, numbers[some], contents[some])
        trailer = b"/Root %s/Info %s" % (root, info)
        return file.closed(trailer, name)


class _File:
    """What is written so far, and where each object stands."""

    def __init__(self) -> None:
        self._parts = [_HEADER]
        self._size = len(_HEADER)
        self._places: dict[int, bytes] = {0: _FREE}

    def add(self, number: int, content: bytes) -> None:
        """Write an object by itself."""
        self._places[number] = _PLACE(1, self._size, 0)
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def add_packed(self, number: int, numbers: Sequence[int], contents: Sequence[bytes]) -> None:
        """Write objects together as one stream."""
        begins = map(add, accumulate(map(len, contents), initial=0), count())  # a line ends after each
        self._places.update(zip(numbers, map(_PLACE, repeat(2), repeat(number), count()), strict=False))
        head = b"%d %d " * len(numbers) % tuple(chain.from_iterable(zip(numbers, begins, strict=False)))
        entries = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head))
        content = zlib.compress(head + b"\n".join(contents), LEVEL)
        self.add(number, Stream(content, entries, deflated=True).content)

    def closed(self, trailer: bytes, name: bytes) -> bytes:
        """Write where each object stands; give the whole file. The second half of its ID is a digest of it."""
        number = len(self._places)
        self._places[number] = _PLACE(1, self._size, 0)
        table = zlib.compress(b"".join(map(self._places.__getitem__, range(number + 1))), LEVEL)
        content = sha256(b"".join(self._parts)).digest()[:16]
        entries = b"/Type/XRef/W[1 4 2]/Size %d%s/ID[<%s><%s>]" % (
            number + 1,
            trailer,
            name.hex().encode(),
            content.hex().encode(),
        )
        at = self._size
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, Stream(table, entries, deflated=True).content))
        self._write(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(self._parts)

    def _write(self, content: bytes) -> None:
        self._parts.append(content)
        self._size += len(content)
