"""The fonts of one document: which are used, for which glyphs, and their objects (ISO 32000-1, 9).

Text within cp1252 is set in simple fonts, a byte a character (WinAnsiEncoding): that takes the least room and time. All
else is shaped and set by glyph (Type 0, Identity-H). Every font is an embedded subset with a way back to Unicode.
"""

import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256

from takedown.rendering.pdf.document import Document, Raw, Stream, literal
from takedown.rendering.setting import (
    Face,
    Font,
    Used,
    advances,
    base_program,
    base_widths,
    font_program,
    is_plain,
    metrics,
    resource,
)

_FIRST, _LAST = 32, 255
#: What a font is, in its descriptor (ISO 32000-1, table 123); the first two say how it is used: by code or by glyph.
_NONSYMBOLIC, _SYMBOLIC, _ITALIC = 1 << 5, 1 << 2, 1 << 6
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Typefaces:
    """What a document has used so far."""

    def __init__(self) -> None:
        self._plain: dict[Face, bytes] = {}
        self._used = Used()

    def plain(self, face: Face) -> bytes:
        """The resource name of the simple font of a face."""
        return self._plain.get(face) or self._plain.setdefault(face, b"/P%d" % len(self._plain))

    def shaped(self, text: str, face: Face, size: float) -> bytes:
        """Operators that show any text, with the choice of fonts."""
        return self._used.show(text, face, size).encode("ascii")

    def put(self, document: Document) -> dict[str, bytes]:
        """Add the fonts to the document; give resource names and references."""
        fonts = {name[1:].decode(): _put_plain(document, face) for face, name in self._plain.items()}
        for font in self._used.fonts():
            glyphs, texts = self._used.glyphs(font), self._used.to_unicode(font)
            fonts[resource(font)] = _put_shaped(document, font, glyphs, texts)
        return fonts


@lru_cache(maxsize=512)  # the letters of one artist list the same recordings
def shown(text: str) -> bytes | None:
    """The operators that show a text in a simple font, byte by byte; None where it is not plain."""
    if text.isascii() and text.isprintable():
        code = text.encode()
    elif is_plain(text):
        code = text.encode("cp1252")
    else:
        return None
    return literal(code) + b"Tj"


def _tagged(font: str, glyphs: object) -> bytes:
    """The name of a subset, begun by six letters that are the same for the same glyphs (ISO 32000-1, 9.6.4)."""
    digest = sha256(f"{font} {glyphs}".encode()).digest()
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:6])
    return f"/{letters}+{font}".encode()


def _put_plain(document: Document, face: Face) -> bytes:
    """A simple TrueType font (ISO 32000-1, 9.6.3)."""
    name = _tagged(face.value, "cp1252")
    program = document.put(Stream(*_base_stream(face), deflated=True))
    return document.put(
        {
            "Type": b"/Font",
            "Subtype": b"/TrueType",
            "BaseFont": name,
            "FirstChar": b"%d" % _FIRST,
            "LastChar": b"%d" % _LAST,
            "Widths": _base_widths(face),
            "Encoding": b"/WinAnsiEncoding",
            "FontDescriptor": document.put(_descriptor(Font(face.value), name, program, flags=_NONSYMBOLIC)),
            "ToUnicode": document.put(Stream(_windows_cmap(), deflated=True)),
        }
    )


def _put_shaped(document: Document, font: Font, glyphs: frozenset[int], texts: Mapping[int, str]) -> bytes:
    """A composite font whose codes are the glyphs of the shipped font (ISO 32000-1, 9.7)."""
    name, widths = _named(font, glyphs)
    program = document.put(Stream(*_subset_stream(font, glyphs), deflated=True))
    below = document.put(
        {
            "Type": b"/Font",
            "Subtype": b"/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            "CIDToGIDMap": b"/Identity",
            "FontDescriptor": document.put(_descriptor(font, name, program, flags=_SYMBOLIC)),
            "W": widths,
        }
    )
    return document.put(
        {
            "Type": b"/Font",
            "Subtype": b"/Type0",
            "BaseFont": name,
            "Encoding": b"/Identity-H",
            "DescendantFonts": b"[%b]" % below,
            "ToUnicode": document.put(Stream(_glyphs_cmap(tuple(texts.items())), deflated=True)),
        }
    )


def _descriptor(font: Font, name: bytes, program: bytes, *, flags: int) -> Raw:
    """What a reader must know of a font beside its program (ISO 32000-1, 9.8)."""
    known = metrics(font)
    return Raw(
        b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%g %g %g %g]/ItalicAngle %g/Ascent %g/Descent %g"
        b"/CapHeight %g/StemV %g/FontFile2 %b>>"
        % (
            name,
            flags | (_ITALIC if known.italic_angle else 0),
            *known.bbox,
            known.italic_angle,
            known.ascent,
            known.descent,
            known.cap_height,
            known.stem,
            program,
        )
    )


@cache
def _base_stream(face: Face) -> tuple[bytes, bytes]:
    program = base_program(face)
    return zlib.compress(program), b"/Length1 %d" % len(program)


@cache
def _base_widths(face: Face) -> bytes:
    return b"[%b]" % b" ".join(b"%.5g" % wide for wide in base_widths(face))


@lru_cache(maxsize=64)  # one catalog after another, each with its own letters
def _subset_stream(font: Font, glyphs: frozenset[int]) -> tuple[bytes, bytes]:
    program = font_program(font, glyphs)
    return zlib.compress(program), b"/Length1 %d" % len(program)


@lru_cache(maxsize=64)
def _named(font: Font, glyphs: frozenset[int]) -> tuple[bytes, bytes]:
    """The name of a subset, and the widths of its glyphs."""
    widths = b"".join(b"%d[%.5g]" % each for each in sorted(advances(font, glyphs).items()))
    return _tagged(font.name, sorted(glyphs)), b"[%b]" % widths


_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(_FIRST, _LAST + 1)
    if code not in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@cache
def _windows_cmap() -> bytes:
    return _to_unicode(_WINDOWS, digits=2)


@lru_cache(maxsize=64)
def _glyphs_cmap(texts: tuple[tuple[int, str], ...]) -> bytes:
    return _to_unicode(dict(texts), digits=4)


def _to_unicode(texts: Mapping[int, str], *, digits: int) -> bytes:
    """A CMap from codes back to text, deflated (ISO 32000-1, 9.10.3)."""
    lines = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(texts.items())
    ]
    blocks = []
    for start in range(0, len(lines), 100):  # at most 100 in one block
        block = lines[start : start + 100]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return zlib.compress(_CMAP.format(last="F" * digits, first="0" * digits, body="\n".join(blocks)).encode())


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<{first}> <{last}>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
