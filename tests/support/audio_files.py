"""Makers of small silent audio files with tags, byte by byte, so that no tag library judges its own work.

ID3 2.3 and 2.4: id3.org; FLAC and Vorbis comments: xiph.org; MP4: ISO 14496-12 with the atoms of iTunes; WAV and AIFF:
chunks of RIFF and IFF.
"""

import struct
from collections.abc import Iterable, Mapping
from zlib import crc32

Fields = Iterable[tuple[str, str]]

#: One frame of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: header, then silence.
MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
TXXX = "TXXX:"


def _synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3_text(text: str, encoding: int) -> bytes:
    """Text of a frame without its mark: Latin-1, UTF-16 with mark, UTF-16 BE or UTF-8."""
    if encoding == 1:
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(("latin-1", "", "utf-16-be", "utf-8")[encoding])


def id3(fields: Fields, *, version: int = 4, encoding: int = 3, flags: int = 0, extra: bytes = b"") -> bytes:
    """A tag of ID3 2.3 or 2.4; a field `TXXX:BARCODE` becomes a frame of the user's own."""
    frames = b""
    for name, text in fields:
        if name.startswith(TXXX):
            end = b"\0\0" if encoding in (1, 2) else b"\0"
            body = id3_text(name.removeprefix(TXXX), encoding) + end + id3_text(text, encoding)
        else:
            body = id3_text(text, encoding)
        body = bytes([encoding]) + body
        size = _synchsafe(len(body)) if version == 4 else struct.pack(">I", len(body))
        frames += name[:4].encode() + size + b"\0\0" + body
    frames += extra
    if flags & 0x80:
        frames = frames.replace(b"\xff", b"\xff\0")
    return b"ID3" + bytes([version, 0, flags]) + _synchsafe(len(frames)) + frames


def id3_picture(picture: bytes) -> bytes:
    """A frame with a cover, of ID3 2.3."""
    body = b"\0image/jpeg\0\x03\0" + picture
    return b"APIC" + struct.pack(">I", len(body)) + b"\0\0" + body


def id3v1(title: str, artist: str, album: str) -> bytes:
    """The oldest tag, at the end of the file."""
    texts = b"".join(text.encode("latin-1")[:30].ljust(30, b"\0") for text in (title, artist, album))
    return b"TAG" + texts + b"2026" + bytes(30) + b"\xff"


def mp3(fields: Fields, **options: int) -> bytes:
    """An MP3 of two silent frames."""
    return id3(fields, **options) + MP3_FRAME * 2  # type: ignore[arg-type]  # no `extra` here, numbers only


def vorbis_comment(fields: Fields) -> bytes:
    """The comments of FLAC, Ogg and Opus."""
    vendor = b"takedown tests"
    texts = [f"{name}={text}".encode() for name, text in fields]
    listed = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(texts)) + listed


def flac(fields: Fields) -> bytes:
    """A FLAC without any sample: stream info, then comments."""
    rate_and_more = (44_100 << 44) | (1 << 41) | (15 << 36)
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + struct.pack(">Q", rate_and_more) + bytes(16)
    comments = vorbis_comment(fields)
    return (
        b"fLaC\0"
        + len(info).to_bytes(3, "big")
        + info
        + b"\x84"
        + len(comments).to_bytes(3, "big")
        + comments
    )


def _ogg_pages(packet: bytes, first: int) -> bytes:
    """Pages of one packet: at most 255 segments of 255 bytes each; the last segment of a packet is shorter."""
    sizes = [255] * (len(packet) // 255) + [len(packet) % 255]
    pages = b""
    for number, begin in enumerate(range(0, len(sizes), 255), start=first):
        own = sizes[begin : begin + 255]
        kind = 2 if number == 0 else int(begin > 0)
        page = b"OggS\0" + bytes([kind]) + struct.pack("<qIII", 0, 7, number, 0) + bytes([len(own), *own])
        page += packet[begin * 255 : begin * 255 + sum(own)]
        # The checksum of Ogg is a CRC without reflection; readers of tags do not look at it.
        pages += page[:22] + struct.pack("<I", crc32(page)) + page[26:]
    return pages


def ogg(fields: Fields) -> bytes:
    """An Ogg Vorbis: identification and comments."""
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44_100, 0, 128_000, 0, 0xB8, 1)
    return _ogg_pages(head, 0) + _ogg_pages(b"\x03vorbis" + vorbis_comment(fields) + b"\x01", 1)


def opus(fields: Fields) -> bytes:
    """An Ogg Opus: head and tags."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 312, 48_000, 0, 0)
    return _ogg_pages(head, 0) + _ogg_pages(b"OpusTags" + vorbis_comment(fields), 1)


def _atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def _data(content: bytes, kind: int = 1) -> bytes:
    return _atom(b"data", struct.pack(">II", kind, 0) + content)


def m4a(
    texts: Mapping[bytes, str], free: Fields = (), numbers: Mapping[bytes, tuple[int, int]] = {}
) -> bytes:
    """An M4A with the atoms of iTunes: fixed ones, freeform ones (`----`), and numbers of track and disc."""
    tags = b"".join(_atom(name, _data(text.encode())) for name, text in texts.items())
    for name, (number, total) in numbers.items():
        tags += _atom(name, _data(struct.pack(">4H", 0, number, total, 0), kind=0))
    for name, text in free:
        mean = _atom(b"mean", bytes(4) + b"com.apple.iTunes")
        tags += _atom(b"----", mean + _atom(b"name", bytes(4) + name.encode()) + _data(text.encode()))
    handler = _atom(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    meta = _atom(b"meta", bytes(4) + handler + _atom(b"ilst", tags))
    moov = _atom(b"moov", _atom(b"mvhd", bytes(100)) + _atom(b"udta", meta))
    return _atom(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + _atom(b"mdat", bytes(16))


def _chunk(name: bytes, content: bytes, order: str) -> bytes:
    return name + struct.pack(f"{order}I", len(content)) + content + bytes(len(content) % 2)


def wav(info: Mapping[bytes, bytes] = {}, tag: bytes = b"") -> bytes:
    """A WAV with a LIST of RIFF INFO and an id3 chunk, where they are given."""
    chunks = _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8_000, 8_000, 1, 8), "<")
    chunks += _chunk(b"data", b"\x80" * 16, "<")
    if info:
        fields = b"".join(_chunk(name, text, "<") for name, text in info.items())
        chunks += _chunk(b"LIST", b"INFO" + fields, "<")
    if tag:
        chunks += _chunk(b"id3 ", tag, "<")
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def aiff(tag: bytes = b"", texts: Mapping[bytes, bytes] = {}) -> bytes:
    """An AIFF with texts of its own (NAME, AUTH) and an ID3 chunk, where they are given."""
    rate = b"\x40\x0b\xfa\0\0\0\0\0\0\0"  # 8,000 Hz as an 80-bit float
    chunks = _chunk(b"COMM", struct.pack(">hLh", 1, 0, 8) + rate, ">") + _chunk(b"SSND", bytes(8), ">")
    chunks += b"".join(_chunk(name, text, ">") for name, text in texts.items())
    chunks += _chunk(b"ID3 ", tag, ">") if tag else b""
    return b"FORM" + struct.pack(">I", len(chunks) + 4) + b"AIFF" + chunks


def wma(title: str, author: str, fields: Fields) -> bytes:
    """The header of a WMA: title and author in the content description, the rest (`WM/ISRC`) in the extended one."""

    def text(words: str) -> bytes:
        return words.encode("utf-16-le") + b"\0\0"

    def part(name: str, content: bytes) -> bytes:
        return bytes.fromhex(name) + struct.pack("<Q", len(content) + 24) + content

    lengths = struct.pack("<5H", len(text(title)), len(text(author)), 0, 0, 0)
    plain = part("3326b2758e66cf11a6d900aa0062ce6c", lengths + text(title) + text(author))
    listed = [(text(name), text(value)) for name, value in fields]
    further = struct.pack("<H", len(listed))
    for name, value in listed:
        further += struct.pack("<H", len(name)) + name + struct.pack("<HH", 0, len(value)) + value
    objects = plain + part("40a4d0d207e3d21197f000a0c95ea850", further)
    return (
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
        + struct.pack("<QIBB", len(objects) + 30, 2, 1, 2)
        + objects
    )
