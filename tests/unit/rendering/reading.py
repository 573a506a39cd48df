"""Reads the text of a PDF as the standard says (ISO 32000-1, 14.9.4, 9.10): the content in its own order, for each
marked stretch its ActualText, and for each code elsewhere its text in ToUnicode."""

import re
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


def pieces(pdf: bytes) -> list[str]:
    """The text of each marked content that belongs to an element, page by page; artifacts are left out."""
    reader = PdfReader(BytesIO(pdf))
    return [piece for page in reader.pages for piece in _page(reader, page)]


def _page(reader, page):
    maps = {name: _to_unicode(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    current, open_marks, said, found = None, [], [], []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"Tf":
                current = maps[operands[0]]
            case b"BDC" | b"BMC":
                marked = operands[1] if operator == b"BDC" and len(operands) > 1 else {}
                marked = marked if isinstance(marked, dict) else {}
                if "/MCID" in marked:
                    said = []
                if "/ActualText" in marked and not _is_spoken(open_marks):
                    said.append(str(marked["/ActualText"]))
                open_marks.append(marked)
            case b"EMC":
                if "/MCID" in open_marks.pop():
                    found.append("".join(said))
            case b"Tj" | b"TJ" if any("/MCID" in mark for mark in open_marks) and not _is_spoken(open_marks):
                shown = operands[0] if operator == b"TJ" else [operands[0]]
                said += [_decoded(each, current) for each in shown if not isinstance(each, (int, float))]
    return found


def _is_spoken(open_marks) -> bool:
    return any("/ActualText" in mark for mark in open_marks)


def _decoded(shown, known) -> str:
    raw, (size, texts) = shown.original_bytes, known
    codes = [int.from_bytes(raw[at : at + size], "big") for at in range(0, len(raw), size)]
    return "".join(texts[code] for code in codes)


def _to_unicode(font) -> tuple[int, dict[int, str]]:
    text = font["/ToUnicode"].get_data().decode("ascii")
    body = text[text.index("endcodespacerange") :]
    texts = {int(code, 16): bytes.fromhex(given).decode("utf-16-be") for code, given in _PAIR.findall(body)}
    return (2 if font["/Subtype"] == "/Type0" else 1), texts
