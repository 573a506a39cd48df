"""The parts of a message (RFC 2045, 2046), found by their places: nothing is copied, nothing is nested in memory.

`email.feedparser` asks every enclosing boundary about every line and nests one generator in each part: a message of
10^5 parts in each other ends in RecursionError, one of 300 takes minutes. Here the standard library reads headers
only, of a bounded length; bodies are ranges of the same bytes, bounded in number and depth.
"""

import base64
import codecs
import quopri
from collections.abc import Iterator, Sequence
from email import policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from functools import partial
from typing import TYPE_CHECKING

from takedown.frozen import dataclass
from takedown.inbox.calmly import calmly
from takedown.patterns import pattern

DEEPEST = 20
MOST_PARTS = 200
#: Of one block of headers; what comes after is not read.
HEADER_BYTES = 256 * 1024
#: Of one header. Its parameters take quadratic time in the standard library, so they get less.
VALUE = 8_000
_PARAMETERS = 2_000
#: Headers of one block.
_MOST_HEADERS = 1_000
#: Lines that begin like a boundary and are none.
_MOST_FALSE = 20_000
#: Of a part, before it is decoded: more than `TEXT` characters of any encoding.
_ENCODED = 200_000
TEXT = 20_000
#: Codecs that take quadratic time, or give something other than what is written.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "undefined"}
)
_STRUCTURED = frozenset({"content-type", "content-disposition"})
_NO_BASE64 = pattern(rb"[^A-Za-z0-9+/]")

if TYPE_CHECKING:
    Head = Message[str, str]
else:
    Head = Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a message: its headers, and where its content stands."""

    kind: str
    """Content type in small letters, without parameters."""
    head: Head
    start: int
    end: int
    depth: int
    parent: str
    """Content type of what it is a part of; empty for the message itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a message in their order, and whether there are more than were looked at."""

    parts: tuple[Part, ...]
    cut: bool


def parts_of(raw: bytes) -> Parts:
    """Find the parts of a message. A message within a message is a part, and is not looked into."""
    found: list[Part] = []
    waiting = [(0, len(raw), 0, "")]
    cut = False
    while waiting:
        start, end, depth, parent = waiting.pop()
        if len(found) >= MOST_PARTS:
            return Parts(parts=tuple(found), cut=True)
        head, body = head_at(raw, start, end)
        kind = calmly(head.get_content_type, "text/plain")
        found.append(Part(kind=kind, head=head, start=body, end=end, depth=depth, parent=parent))
        if not kind.startswith("multipart/"):
            continue
        boundary = _boundary(head)
        if depth >= DEEPEST:
            cut = True
        elif boundary:
            places, more = _spans(raw, body, end, boundary)
            cut = cut or more
            waiting += [(first, last, depth + 1, kind) for first, last in reversed(places)]
    return Parts(parts=tuple(found), cut=cut)


def head_at(raw: bytes, start: int, end: int) -> tuple[Head, int]:
    """Read the headers that begin at a place; and say where the content after them begins."""
    window = min(end, start + HEADER_BYTES)
    if raw.startswith((b"\r\n", b"\n"), start, end):
        return _head(b""), raw.index(b"\n", start) + 1
    ends = [(at, len(mark)) for mark in (b"\n\r\n", b"\n\n") if (at := raw.find(mark, start, window)) >= 0]
    at, length = min(ends, default=(window, 0))
    return _head(raw[start : min(at + 1, end)]), min(end, at + length)


def _head(block: bytes) -> Head:
    """Headers as text of bounded number and length. They are asked for by name, so an unknown one does no harm."""
    parser = BytesParser(policy=policy.compat32)
    parsed = calmly(lambda: parser.parsebytes(block, headersonly=True), Message())
    head: Head = Message(policy=policy.compat32)
    for name, value in list(parsed.raw_items())[:_MOST_HEADERS]:
        most = _PARAMETERS if name.lower() in _STRUCTURED else VALUE
        calmly(partial(_add, head, name, _readable(value)[:most]), None)
    return head


def _add(head: Head, name: str, value: str) -> None:
    head[name] = value


def _readable(value: object) -> str:
    """The text of a header as it stands: ASCII, or UTF-8 (RFC 6532); bytes that are neither are replaced."""
    return str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")


def _boundary(head: Head) -> bytes:
    found = calmly(head.get_boundary, None)
    return found.encode("utf-8", "replace") if isinstance(found, str) and 0 < len(found) <= VALUE else b""


def _spans(raw: bytes, start: int, end: int, boundary: bytes) -> tuple[Sequence[tuple[int, int]], bool]:
    """Where the parts between boundaries begin and end; and whether there are more than were looked for.

    RFC 2046 5.1.1: the line break before a boundary belongs to the boundary.
    """
    spans: list[tuple[int, int]] = []
    begun = -1
    for at, after, last in _delimiters(raw, start, end, boundary):
        if begun >= 0:
            spans.append((begun, max(begun, _without_break(raw, begun, at))))
        begun = -1 if last else after
        if last or len(spans) >= MOST_PARTS:
            return spans, not last
    if begun >= 0:
        spans.append((begun, end))
    return spans, False


def _without_break(raw: bytes, start: int, at: int) -> int:
    at -= raw.endswith(b"\n", start, at)
    return at - raw.endswith(b"\r", start, at)


def _delimiters(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Give each line that is a boundary: its place, that of the line after it, and whether it is the last."""
    mark = b"--" + boundary
    at = raw.find(mark, start, end)
    for _ in range(_MOST_FALSE):
        if at < 0:
            return
        behind = at + len(mark)
        line_end = raw.find(b"\n", behind, end)
        line_end = end if line_end < 0 else line_end
        rest = raw[behind : min(line_end, behind + VALUE)].strip()
        if (at == start or raw.endswith(b"\n", start, at)) and rest in (b"", b"--"):
            yield at, min(end, line_end + 1), rest == b"--"
        at = raw.find(mark, max(behind, line_end), end)


def content_of(raw: bytes, part: Part, most: int = _ENCODED) -> bytes:
    """Give the beginning of a part's content, without its transfer encoding (RFC 2045 6)."""
    encoded = raw[part.start : min(part.end, part.start + most)]
    encoding = one_line(part.head.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        letters = _NO_BASE64.sub(b"", encoded)
        return calmly(lambda: base64.b64decode(letters + b"=" * (-len(letters) % 4)), b"")
    if encoding == "quoted-printable":
        return calmly(lambda: quopri.decodestring(encoded), encoded)
    return encoded


def text_of(raw: bytes, part: Part) -> str:
    """Give the text of a part: at most `TEXT` characters, line breaks and tabs its only control characters."""
    charset = calmly(lambda: part.head.get_content_charset("utf-8"), "utf-8")
    text = decoded(content_of(raw, part), charset)[: 2 * TEXT].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(mark for mark in text if mark in "\n\t" or mark.isprintable() or ord(mark) > _C1)[:TEXT]


#: The last of the control characters.
_C1 = 0x9F


def decoded(content: bytes, charset: str) -> str:
    """Decode bytes as text; in an unknown or unsafe charset as UTF-8, and what is wrong as U+FFFD."""
    known = calmly(lambda: codecs.lookup(charset).name, "")
    if not known or known.replace("-", "_") in _NO_CHARSETS:
        known = "utf-8"
    text = calmly(lambda: content.decode(known, "replace"), content.decode("utf-8", "replace"))
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(value: object) -> str:
    """A header on one line: folds are spaces (RFC 5322 2.2.3), as is what else would end a line or a program."""
    text = str(value)[:VALUE].encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(mark if _stays(mark) else " " for mark in text).split())


def _stays(mark: str) -> bool:
    return mark.isprintable() or (ord(mark) > _C1 and mark not in "\u2028\u2029")


def words_of(value: object) -> str:
    """Decode the encoded words of a header (RFC 2047), on one line."""
    text = one_line(value)
    if "=?" not in text:
        return text
    pieces = calmly(lambda: decode_header(text), [(text, None)])
    joined = "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "ascii") for piece, charset in pieces
    )
    return one_line(joined)


def name_of(part: Part) -> str:
    """The file name that a part gives itself, on one line; empty where it has none. Nothing is written under it."""
    name = calmly(part.head.get_filename, None)
    return words_of(name)[:200] if name else ""


def fields_of(content: bytes, most: int) -> Iterator[Head]:
    """Give the groups of fields of a delivery status (RFC 3464 2.1), divided by empty lines."""
    blocks = content.replace(b"\r\n", b"\n").split(b"\n\n", most)[:most]
    yield from (_head(block.strip(b"\n") + b"\n") for block in blocks if block.strip())


__all__ = [
    "DEEPEST", "HEADER_BYTES", "MOST_PARTS", "TEXT", "VALUE", "Head", "Part", "Parts", "content_of", "decoded",
    "fields_of", "head_at", "name_of", "one_line", "parts_of", "text_of", "words_of",
]  # fmt: skip
