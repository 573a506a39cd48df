"""The preview as one HTML page: the letter as notice.txt and the PDF have it, the text to paste, and the steps.

The page asks for nothing beyond itself: its pictures are in it, it has no script and no font, and its
Content-Security-Policy forbids all else.
Every text is escaped by Jinja. Names stand in `<bdi>` (HTML Standard, 4.5.24), so that one in a script that runs from
right to left cannot move the codes beside it.
"""

import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from takedown.frozen import dataclass
from takedown.markup import shipped, strict_templates
from takedown.pictures import Colours, Encoding, Picture
from takedown.rendering.paper import Bullets, Heading, Paper
from takedown.rendering.ticket import TicketPart
from takedown.resources import page_files

#: What could hide in a line or turn it around: controls, embeddings, overrides and isolates (Unicode Standard Annex 9,
#: 2.1 to 2.4), line and paragraph separators, halves of pairs, private use. Joiners stay: they shape letters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
# The blocks of letters that run from right to left (Unicode: DerivedBidiClass, R and AL by default).
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
#: From the first such letter to the last, over spaces, signs and short numbers, as long as no other letter comes in;
#: then a bracket that may close one of its own. Longer numbers are codes, and stay where they are.
_STRETCH = re.compile(
    rf"([{_LEFTWARD}](?:(?:[{_LEFTWARD}]|[^\n\w]|(?<!\d)\d{{1,4}}(?!\d))*[{_LEFTWARD}])?)([)\]}}]?)"
)
_OPENING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of ticket.txt; what is pasted can be selected as a whole."""

    text: str
    is_pasted: bool


def draw_page(
    paper: Paper,
    *,
    english: Paper | None = None,
    ticket: str = "",
    pasted: Sequence[TicketPart] = (),
    steps: str = "",
) -> str:
    """Write the page: the letter, the English one beside a translation, the text to paste, the steps.

    `ticket` and `steps` are the files as they are, `pasted` the parts of the ticket that go into a form. Parts that are
    empty or None are left out. The same values give the same page; it ends with one line feed.
    """
    return (
        _template().render(
            paper=paper,
            english=english,
            ticket=tuple(stretches(ticket, pasted)),
            steps=steps.strip("\n"),
            style=shipped(page_files() / "page.css"),
        )
        + "\n"
    )


def stretches(ticket: str, pasted: Sequence[TicketPart]) -> Iterator[Stretch]:
    """Cut ticket.txt where the text to paste begins and ends: all of it is there, in order.

    Subjects are fields of their own. Parts share one as a rule, which the file then says once.
    """
    rest = ticket
    for part in pasted:
        for text in filter(None, (part.subject, part.text)):
            before, found, after = rest.partition(text)
            if found and not (text is part.subject and part.text not in after):
                yield from _kept(before)
                yield Stretch(text=text, is_pasted=True)
                rest = after
    yield from _kept(rest)


def _kept(text: str) -> Iterator[Stretch]:
    if text.strip():
        yield Stretch(text=text.strip(), is_pasted=False)


@cache
def _template() -> Template:
    environment = strict_templates(page_files(), _seen)
    environment.filters |= {
        "name": _name,
        "prose": _prose,
        "embedded": _embedded,
        "lists_recordings": _lists_recordings,
    }
    environment.tests |= {
        "heading": lambda block: isinstance(block, Heading),
        "bullets": lambda block: isinstance(block, Bullets),
    }
    return environment.get_template("page.html.j2")


def _seen(text: str) -> str:
    r"""Write unseen characters out, as the terminal does: `\u{202E}`."""
    return _UNSEEN.sub(lambda match: f"\\u{{{ord(match[0]):04X}}}", text)


def _name(text: str) -> Markup:
    """A text of its own, whose first letter says in which direction it runs."""
    return Markup("<bdi>{}</bdi>").format(_seen(text))


def _prose(text: str) -> Markup:
    """Words of a letter, which run from left to right; names in it that do not stand apart."""
    return Markup("").join(_apart(_seen(text)))


def _apart(text: str) -> Iterator[str]:
    """Isolate each name that runs the other way; what is no Markup is escaped where it is joined."""
    at = 0
    for match in _STRETCH.finditer(text):
        stretch, bracket = match.groups()
        if not (bracket and stretch.count(_OPENING[bracket]) > stretch.count(bracket)):
            bracket = ""
        yield text[at : match.start()]
        yield Markup("<bdi>{}</bdi>").format(stretch + bracket)
        at = match.start() + len(stretch + bracket)
    yield text[at:]


def _lists_recordings(paper: Paper) -> bool:
    return any(release.recordings for release in paper.schedule)


def _embedded(picture: Picture) -> str:
    """A picture as an address that holds it (RFC 2397)."""
    is_jpeg = picture.encoding is Encoding.JPEG
    content = picture.content if is_jpeg else _as_png(picture)
    return f"data:image/{'jpeg' if is_jpeg else 'png'};base64,{b64encode(content).decode('ascii')}"


def _as_png(picture: Picture) -> bytes:
    """Rows of bytes as a PNG (ISO/IEC 15948, 11.2): eight bits a channel, every row with filter 0, none."""
    is_rgb = picture.colours is Colours.RGB
    width = picture.width * (3 if is_rgb else 1)
    raw = zlib.decompress(picture.content)
    rows = b"".join(b"\0" + raw[start : start + width] for start in range(0, len(raw), width))
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2 if is_rgb else 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
