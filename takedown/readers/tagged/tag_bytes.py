"""The bytes of an audio file, as the tag library gets to see them: whole, bounded, and in a form that it reads rightly.

The library trusts what a file says of itself. So what is cut off, what would take all memory, and what would take
minutes (it compares each value of a field with all others) is stopped here, at the reading.
"""

import io
from typing import BinaryIO

#: A piece of tags that is read at once; pictures are skipped, except in Ogg and in the id3 chunk of WAV and AIFF.
MAX_PIECE = 32_000_000
#: Reads of one file, about two for each tag, and values in pieces that hold several.
MAX_READS = 10_000
MAX_VALUES = 4_000
#: RIFF INFO is a handful of short texts.
MAX_INFO = 64_000

SAVE_AGAIN = "open the file in a tag editor and save its tags again, or write its row into catalog.csv"

_BYTES_OF_SIZE = 7
_CHUNK_HEADER = 8
_ID3_HEADER = 10
_ID3_V2, _ID3_V4 = 2, 4
_UNSYNCHRONISED = 0x80
_UTF16 = b"\1\2"
#: Chunks of AIFF whose text is taken apart at zeros.
_AIFF_TEXTS = frozenset({b"NAME", b"AUTH", b"ANNO", b"(c) "})
#: First half of the ids of ASF objects that hold many values, with their number in front.
_ASF_VALUES = frozenset(map(bytes.fromhex, ("40a4d0d207e3d211", "eacbf8c5af5b7748", "941c23449894d149")))


class TagError(Exception):
    """The tags of a file cannot be read: why, and what to do."""

    def __init__(self, reason: str, fix: str = SAVE_AGAIN) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


class TagBytes(io.RawIOBase):
    """A file whose pieces must be whole: what is cut off would else become a shorter, wrong title."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self._reads = 0
        self._values = 0
        self._before = b""
        self._is_ogg = False

    def read(self, size: int = -1, /) -> bytes:
        """Read a piece; TagError where the file ends within it, or it is none that any program writes."""
        place = self._stream.tell()
        left = max(0, self._size - place)
        wanted = left if size < 0 else size
        self._reads += 1
        if self._reads > MAX_READS or min(wanted, left) > MAX_PIECE:
            raise _too_big()
        piece = self._stream.read(min(wanted, left))
        # The first read looks for the kind of file; zeros at the end are padding; no piece at all is the end.
        if place and wanted > left and any(piece) and not self._lacks_padding(wanted, left):
            raise TagError(f"the file ends {wanted - left:,} bytes too early, inside its tags")
        self._is_ogg = self._is_ogg or (not place and piece.startswith(b"OggS"))
        self._values += piece.count(b"=") if self._is_ogg else values_in(self._before, piece)
        if self._values > MAX_VALUES:
            raise _too_big()
        self._before = piece[:_CHUNK_HEADER]
        return piece

    def _lacks_padding(self, wanted: int, left: int) -> bool:
        """Whether only the byte is missing that makes the length of the last chunk of a WAV or AIFF even."""
        size = self._before[4:]
        return wanted == left + 1 and left in {int.from_bytes(size, "little"), int.from_bytes(size, "big")}

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Say the place."""
        return self._stream.tell()


def _too_big() -> TagError:
    return TagError("its tags are bigger than any program writes them")


def values_in(before: bytes, piece: bytes) -> int:
    """How many values the library may make of a piece, judged by the header (`before`) that was read before it."""
    values = 0
    if before[:4] in _AIFF_TEXTS:
        values = piece.rstrip(b"\0").count(b"\0")
    elif before[4:8] == b"----":
        values = piece.count(b"data")
    elif before[:8] in _ASF_VALUES:
        values = int.from_bytes(piece[:2], "little")
    elif piece.startswith(b"INFO") and len(piece) > MAX_INFO:
        values = MAX_VALUES + 1
    elif piece.startswith(b"ID3") and len(piece) > _ID3_HEADER:
        values = _values_in_id3(piece)
    elif before.startswith(b"T") and piece:  # a text frame of ID3
        values = _texts(piece)
    return values


def _texts(piece: bytes) -> int:
    return piece[1:].rstrip(b"\0").count(b"\0\0" if piece[0] in _UTF16 else b"\0")


def _values_in_id3(tag: bytes) -> int:
    """Count frames, and the texts within them, of a whole tag as it stands in a chunk of WAV or AIFF."""
    version, place, values = tag[3], _ID3_HEADER, 0
    width = 3 if version == _ID3_V2 else 4
    header = 6 if version == _ID3_V2 else 10
    while place + header < len(tag) and any(tag[place : place + width]):
        raw = tag[place + width : place + 2 * width]
        size = synchsafe(raw) if version == _ID3_V4 else int.from_bytes(raw, "big")
        piece = tag[place + header : place + header + size]
        values += 1 + (_texts(piece) if tag[place] == ord("T") and piece else 0)
        if values > MAX_VALUES:
            break
        place += header + size
    return values


def synchsafe(raw: bytes) -> int:
    """Read a number of ID3: seven bits in each byte."""
    number = 0
    for byte in raw:
        number = (number << _BYTES_OF_SIZE) | (byte & 0x7F)
    return number


def tag_bytes(stream: BinaryIO, size: int) -> TagBytes:
    """Prepare a file of `size` bytes for the library; TagError for ID3 tags that are cut off or written too oddly.

    In "unsynchronised" ID3 a zero stands after each FF, also in the mark of UTF-16. In versions 2.2 and 2.3 it is taken
    out here; in 2.4 the sizes of the frames count it, and each would need its own mending: that is refused.
    """
    file = TagBytes(stream, size)
    header = file.read(_ID3_HEADER)
    file.seek(0)
    if len(header) < _ID3_HEADER or not header.startswith(b"ID3"):
        return file
    length = synchsafe(header[6:])
    if _ID3_HEADER + length > size:
        raise TagError(f"the file ends {_ID3_HEADER + length - size:,} bytes too early, inside its tags")
    if not header[5] & _UNSYNCHRONISED:
        return file
    file.seek(_ID3_HEADER)
    body = file.read(length)
    file.seek(0)
    if b"\xff\x00" not in body:
        return file
    if header[3] >= _ID3_V4:
        raise TagError("its tags are ID3 2.4 with unsynchronisation, which is not read")
    mended = body.replace(b"\xff\x00", b"\xff")
    tag = header[:5] + bytes([header[5] & ~_UNSYNCHRONISED])
    tag += bytes(len(mended) >> shift & 0x7F for shift in (21, 14, 7, 0)) + mended
    return TagBytes(io.BytesIO(tag), len(tag))
