"""Files that nobody would think of, for every reader: they are read or refused in words, and never do anything else.

What was read can always be brought into a catalog; the same file a second time changes nothing. `make long` draws
50,000 files.
"""

import csv
import io
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from support import audio_files as audio
from support import statements
from support.builders import isrc, upc
from support.confined import MEMORY, SECONDS
from support.ern_files import VERSIONS, catalog_list, message
from support.gathering import gathered
from support.hostile_files import ITEM, library, sheet_xml, workbook

from takedown.collecting import Opening
from takedown.collecting.rejected import HEADER as REJECTED
from takedown.errors import CatalogError
from takedown.model import COLUMNS
from takedown.readers import read_catalog
from takedown.readers.layouts.aliases import ANSWER_NAMES
from takedown.readers.opening import open_source
from takedown.readers.plain.columns import MAX_CHARACTERS
from takedown.rules import RULES
from takedown.sources import BadRow, Nature, PassedRow, Source, SourceItem, SourceRow

#: Stands in columns that nobody may read, and in no other.
PRIVATE = "paula.private@example.org"
_PRIVATE_COLUMNS = (
    "buyer name",
    "buyer email",
    "user_email",
    "ship to street",
    "phone",
    "paypal transaction id",
)
_NAMES_OF_CELLS = frozenset(COLUMNS) | frozenset(ANSWER_NAMES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A file: its name, and its bytes."""

    name: str
    content: bytes


# What stands in cells.

WORDS = (
    "", " ", "\u00a0", "The Example Lights", "Low Water", "Harbour Lights", upc(1), upc(2), upc(3)[1:], isrc(1),
    isrc(2), "ZZ-EXA-26-00001", "4E+11", "400000010015", '="0400000010014"', "'=1+1", "=1+1", "'", "''=x", "@x",
    "-1", "+1", "N/A", "-", "0", "0.0", "1,234.56", "1.234,56", "(5)", "$ 1", "1e400", "NaN", "Infinity", "-0",
    "2026-05", "05/15/2026", "2026-02-30", "32/13/99", "20200101", "Total", "Grand Total", "Various Artists",
    "A; B;; C", ";", "A feat. B", "\ufffd", "\ufeff", "\u202e", "\u200b", "\x1b[2J", "\x00", "a\nb", "a\r\nb",
    "\u2028", "夜のフェリー", "\U0001f3b5", "é", "é", "ﬁ", "ß", "İ", "x" * 301, "x" * 4_001, "recording", "release",
    "podcast", "RELEASE ", "spotify", "spotfy; deezer", "DistroKid", "B00EXAMPLE",
    "https://music.example.com/album/1", "javascript:alert(1)", "http://[", "https://\u202e.example.com", "yes",
    "no", "open", "song", "Album", "track", "package", "#REF!", "TRUE", "\ud7ff", "'" * 40, '"', '""', "sep=;",
    "1-1", "2-01",
)  # fmt: skip
words = st.sampled_from(WORDS) | st.text(max_size=12) | st.text("0123456789-.,eE/ ", max_size=16)

# Tables.

HEADERS: tuple[Sequence[str], ...] = (
    statements.DISTROKID_OLD, statements.DISTROKID_NEW, statements.TUNECORE, statements.CD_BABY, statements.BANDCAMP,
    statements.BANDCAMP_SHORT, statements.SYMPHONIC, statements.BELIEVE, statements.BELIEVE_RUSSIAN, statements.FUGA,
    statements.SECRETLY, statements.REVELATOR, statements.SONOSUITE, statements.SOUNDCLOUD, statements.SPOTIFY_SONGS,
    statements.STARDUST, statements.PRS, COLUMNS, REJECTED, ("artist", "release", "upc", "track", "isrc"),
    ("artist", "title", "isrc", "store", "date", "quantity", "earnings", "currency"),
    ("party", "release", "answer", "date", "how"), ("kind", "artist", "release", "url"),
)  # fmt: skip


@st.composite
def lines_of_tables(draw: st.DrawFn) -> list[list[str]]:
    """Draw a header, perhaps with columns missing, added or doubled, and rows below it."""
    header = list(draw(st.sampled_from(HEADERS)))
    if draw(st.integers(0, 3)) == 0:
        header = draw(st.permutations([*header, draw(words), draw(st.sampled_from(header))]))[
            : draw(st.integers(1, 40))
        ]
    header += draw(st.lists(st.sampled_from(_PRIVATE_COLUMNS), max_size=2, unique=True))
    width = len(header)
    rows = draw(st.lists(st.lists(words, min_size=width, max_size=width), max_size=6))
    for row in rows:
        for place, name in enumerate(header):
            if name in _PRIVATE_COLUMNS:
                row[place] = PRIVATE
        if draw(st.integers(0, 9)) == 0:
            del row[draw(st.integers(0, width)) :]
    above = draw(st.lists(st.lists(words, max_size=3), max_size=2)) if draw(st.integers(0, 4)) == 0 else []
    return [*above, header, *rows, *(rows[:1] if draw(st.booleans()) else [])]


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    delimiter = draw(st.sampled_from(",;\t|"))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    rows = draw(lines_of_tables())
    buffer = io.StringIO()
    if draw(st.integers(0, 4)) == 0:
        buffer.writelines(delimiter.join(row) + end for row in rows)
    else:
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
        for row in rows:
            writer.writerow([cell.replace("\0", "") for cell in row])
    encoding = draw(
        st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "utf-16-be"))
    )
    content = buffer.getvalue().encode(encoding, "replace")
    name = draw(st.sampled_from(("sheet.csv", "sheet.tsv", "sheet.txt", "'=x.csv", " a.csv", "夜.csv")))
    return Drawn(name=name, content=draw(perhaps_mutated(content)))


# Bytes that went wrong.


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Change, cut out, repeat or put in some bytes."""
    for _ in range(draw(st.integers(1, 4))):
        if not content:
            break
        place = draw(st.integers(0, len(content) - 1))
        length = draw(st.integers(1, 12) | st.integers(1, len(content)))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            content = content[:place] + draw(st.binary(min_size=1, max_size=8)) + content[place:]
        elif kind == 1:
            content = content[:place] + content[place + length :]
        elif kind == 2:
            piece = content[place : place + length]
            content = (content[:place] + piece * 2 + content[place:])[:1_000_000]
        elif kind == 3:
            content = content[:place]
        else:
            new = draw(
                st.binary(min_size=1, max_size=8)
                | st.sampled_from((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
            )
            content = content[:place] + new + content[place + len(new) :]
    return content


def perhaps_mutated(content: bytes) -> st.SearchStrategy[bytes]:
    return st.one_of(st.just(content), st.just(content), st.just(content), mutated(content))


# Workbooks.

ODD_CELLS = (
    "<c/>", '<c r="A2"/>', '<c r="XFD2" t="inlineStr"><is><t>x</t></is></c>', '<c t="s"><v>0</v></c>',
    '<c t="s"><v>9</v></c>', '<c t="e"><v>#REF!</v></c>', '<c t="b"><v>1</v></c>', '<c t="b"><v>x</v></c>',
    "<c><v>1e400</v></c>", "<c><v>NaN</v></c>", "<c><v>40000001001.5</v></c>", "<c><v>400000010014</v></c>",
    '<c s="9"><v>1</v></c>', '<c s="-1"><v>1</v></c>', "<c><f>A1</f></c>", "<c><f>A1</f><v>Low Water</v></c>",
    '<c t="str"><f>A1</f><v>x</v></c>', '<c t="d"><v>2026-99-99</v></c>', '<c t="d"><v>2026-05-01</v></c>',
    '<c t="n"><v></v></c>', '<c t="q"><v>x</v></c>', '<c r="2A"><v>1</v></c>', "<c><v>x</v></c>",
    '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', '<c t="inlineStr"/>', "<row/>", "<d/>",
    "text", "&amp;",
)  # fmt: skip
ODD_ROWS = (
    "<row/>",
    '<row r="0"/>',
    '<row r="-5"/>',
    '<row r="x"/>',
    '<row r="1048577"/>',
    '<row r="2" r="3"/>',
    "<rows/>",
    "</x>",
)


@st.composite
def sheets(draw: st.DrawFn) -> str:
    lines = []
    for number, row in enumerate(draw(lines_of_tables()), start=draw(st.sampled_from((1, 1, 1, 3)))):
        cells = []
        for column, text in enumerate(row, start=1):
            whole = "".join(char for char in text if char >= " " or char in "\t\n")
            escaped = (
                whole.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "").replace("\uffff", "")
            )
            place = f"{get_column_letter(column)}{number}"
            plain = f'<c r="{place}" t="inlineStr"><is><t>{escaped}</t></is></c>'
            cells.append(draw(st.sampled_from(ODD_CELLS)) if draw(st.integers(0, 30)) == 0 else plain)
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        if draw(st.integers(0, 15)) == 0:
            lines.append(draw(st.sampled_from(ODD_ROWS)))
    return sheet_xml(*lines)


PARTS = (
    "xl__workbook.xml", "xl___rels__workbook.xml.rels", "[Content_Types].xml", "xl__styles.xml",
    "xl__sharedStrings.xml", "_rels__.rels", "docProps__core.xml",
)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> Drawn:
    parts: dict[str, str | bytes] = {}
    if draw(st.integers(0, 6)) == 0:
        parts[draw(st.sampled_from(PARTS))] = draw(
            st.binary(max_size=20) | mutated(sheet_xml("<row/>").encode())
        )
    sheet = draw(sheets())
    with tempfile.TemporaryDirectory() as folder:
        content = workbook(Path(folder) / "book.xlsx", sheet, **parts).read_bytes()
    return Drawn(name="book.xlsx", content=draw(perhaps_mutated(content)))


@st.composite
def revelator(draw: st.DrawFn) -> Drawn:
    rows = {
        title: draw(st.lists(st.lists(words.map(_in_a_workbook), max_size=6), max_size=3))
        for title in ("3) Release_Label", "4) Release_Artist(s)", "5) Release_Track", "6) Track_Artist(s)")
    }
    with tempfile.TemporaryDirectory() as folder:
        path = statements.write_revelator_workbook(Path(folder) / "book.xlsx", rows)
        content = path.read_bytes()
    return Drawn(name="book.xlsx", content=content)


def _in_a_workbook(text: str) -> str:
    """Leave out what openpyxl does not write."""
    return "".join(char for char in text if char >= " " and char.isprintable())[:300]


# DDEX.

MARKUP = (
    "<A>", "</A>", "<A/>", "&amp;", "&#0;", "&#x1F600;", "&x;", "<!-- c -->", "<![CDATA[x]]>", "<?pi x?>",
    "<!DOCTYPE x>", "]]>", "<ern:A/>", "<x:A/>", '<A xmlns="http://ddex.net/xml/ern/383"/>', "\ufffd", "\u202e",
    "", "0", "-1", "true", "A1", "A99", "R0", "Worldwide", "MainArtist", "FeaturedArtist", "2026-05-01",
    "2026-99-99", " " * 50, "x" * 4_001, isrc(1), upc(1), upc(1)[1:],
)  # fmt: skip


@st.composite
def messages(draw: st.DrawFn) -> Drawn:
    """Draw a message in which elements and texts were moved, doubled, cut out, or say something else."""
    text = draw(st.sampled_from(_messages()))
    for _ in range(draw(st.integers(0, 5))):
        marks = [place for place, char in enumerate(text) if char == "<"]
        if not marks:
            break
        begin = marks[draw(st.integers(0, len(marks) - 1))]
        end = marks[min(len(marks) - 1, marks.index(begin) + draw(st.integers(1, 9)))]
        kind = draw(st.integers(0, 4))
        if kind == 0:
            text = text[:begin] + draw(st.sampled_from(MARKUP)) + text[begin:]
        elif kind == 1:
            text = text[:begin] + text[end:]
        elif kind == 2:
            text = text[:end] + text[begin:end] + text[end:]
        elif kind == 3:
            close = text.find(">", begin)
            stop = text.find("<", close)
            new = draw(st.sampled_from(MARKUP) | words.map(_in_a_workbook))
            text = text[: close + 1] + new.replace("<", "&lt;") + text[stop:] if 0 < close < stop else text
        else:
            text = text[:begin] + text[end:] + text[begin:end]
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1")))
    return Drawn(name="feed.xml", content=draw(perhaps_mutated(text.encode(encoding, "xmlcharrefreplace"))))


@cache
def _messages() -> tuple[str, ...]:
    return (*(message(version) for version in VERSIONS), catalog_list())


# JSON.

KEYS = (
    "title", "artist-credit", "name", "artist", "media", "tracks", "recording", "isrcs", "position", "number",
    "barcode", "label-info", "label", "catalog-number", "date", "disambiguation", "asin", "format", "pregap",
    "data-tracks", "recordings", "isrc", "packaging", "status", "error", "",
)  # fmt: skip
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), words, st.sampled_from(("\ud800", "a\udc00b"))
)
trees = st.recursive(
    values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@st.composite
def releases(draw: st.DrawFn) -> Drawn:
    """Draw a release of MusicBrainz in which some values are of another kind."""

    def maybe(plain: st.SearchStrategy[Any]) -> Any:
        return draw(trees) if draw(st.integers(0, 25)) == 0 else draw(plain)

    def credit() -> Any:
        return maybe(st.lists(st.fixed_dictionaries({"name": words}), max_size=3))

    def track() -> dict[str, Any]:
        recording = {
            "title": maybe(words),
            "isrcs": maybe(st.lists(words, max_size=2)),
            "artist-credit": credit(),
        }
        number = maybe(st.integers(-3, 10**12))
        return {"title": maybe(words), "number": maybe(words), "position": number, "recording": recording}

    tree: dict[str, Any] = {
        key: maybe(words) for key in ("title", "barcode", "date", "disambiguation", "asin")
    }
    tree["artist-credit"] = credit()
    tree["label-info"] = maybe(
        st.lists(st.fixed_dictionaries({"catalog-number": words, "label": st.just({})}), max_size=2)
    )
    tree["media"] = [
        {
            "position": maybe(st.integers(0, 3)),
            "format": maybe(words),
            "tracks": [track() for _ in range(draw(st.integers(0, 3)))],
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    if draw(st.integers(0, 5)) == 0:
        tree = draw(st.dictionaries(st.sampled_from(KEYS), trees, max_size=5))
    content = json.dumps(tree, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return Drawn(name="release.json", content=draw(perhaps_mutated(content)))


# Audio.

VORBIS = (
    "TITLE",
    "ARTIST",
    "ARTISTS",
    "ALBUMARTIST",
    "ALBUM",
    "ISRC",
    "BARCODE",
    "DATE",
    "TRACKNUMBER",
    "DISCNUMBER",
    "ASIN",
    "VERSION",
    "COPYRIGHT",
)
FRAMES = (
    "TIT2",
    "TPE1",
    "TPE2",
    "TALB",
    "TSRC",
    "TXXX:BARCODE",
    "TDRC",
    "TYER",
    "TDAT",
    "TRCK",
    "TPOS",
    "TCOP",
    "TPUB",
    "COMM",
    "APIC",
)


def fields(names: Sequence[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(st.sampled_from(names), words.map(_as_utf16)), max_size=8)


def _as_utf16(text: str) -> str:
    return text.encode("utf-16", "replace").decode("utf-16")


@st.composite
def songs(draw: st.DrawFn) -> Drawn:
    kind = draw(st.sampled_from(("flac", "ogg", "opus", "mp3", "m4a", "wav", "aiff", "wma")))
    if kind in {"flac", "ogg", "opus"}:
        content = {"flac": audio.flac, "ogg": audio.ogg, "opus": audio.opus}[kind](draw(fields(VORBIS)))
    elif kind == "m4a":
        texts = dict(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from((b"\xa9nam", b"\xa9ART", b"\xa9alb", b"aART", b"cprt", b"\xa9day")),
                        words,
                    ),
                    max_size=5,
                )
            )
        )
        numbers = {b"trkn": (draw(st.integers(0, 65_535)), draw(st.integers(0, 65_535)))}
        content = audio.m4a(texts, draw(fields(("ISRC", "BARCODE", "LABEL", "ASIN"))), numbers)
    elif kind == "wma":
        content = audio.wma(
            draw(words), draw(words), draw(fields(("WM/ISRC", "WM/AlbumTitle", "WM/Barcode")))
        )
    else:
        options = {
            "version": draw(st.sampled_from((3, 4))),
            "encoding": draw(st.sampled_from((1, 2, 3))),
            "flags": draw(st.sampled_from((0, 0, 0x80, 0x40))),
        }
        found = draw(fields(FRAMES))
        tag = audio.id3(found, **options)
        info = {b"INAM": draw(words).encode(), b"ISRC": draw(words).encode()}
        content = {"mp3": tag + audio.MP3_FRAME * 2, "wav": audio.wav(info, tag), "aiff": audio.aiff(tag)}[
            kind
        ]
    return Drawn(name=f"song.{kind}", content=draw(perhaps_mutated(content) | mutated(content)))


# Databases.


@cache
def _library() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return library(
            Path(folder) / "library.db", rows=[ITEM, {**ITEM, "title": "High Water", "isrc": isrc(2)}]
        ).read_bytes()


@st.composite
def libraries(draw: st.DrawFn) -> Drawn:
    if draw(st.booleans()):
        return Drawn(name="library.db", content=draw(mutated(_library())))
    names = (
        "title",
        "artist",
        "albumartist",
        "album",
        "isrc",
        "track",
        "disc",
        "year",
        "month",
        "day",
        "album_id",
    )
    values = st.one_of(
        words.map(_as_utf16), st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.binary(max_size=5)
    )
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, values)), max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        return Drawn(name="library.db", content=library(Path(folder) / "library.db", rows=rows).read_bytes())


# Anything.

MAGIC = (
    b"", b"ID3\4\0\0", b"fLaC", b"OggS", b"RIFF\0\0\0\0WAVE", b"FORM\0\0\0\0AIFF", b"\0\0\0\x18ftypM4A ",
    b"\xff\xfb\x90\0", b"SQLite format 3\0", b"PK\3\4", b"PK\5\6", b"<?xml version='1.0'?>",
    b"<ern:NewReleaseMessage", b"{", b"[", b"%PDF", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1f\x8b",
    b"sep=;\n", b"artist,release\n", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<html", b"\0" * 9,
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
)  # fmt: skip


@st.composite
def anything(draw: st.DrawFn) -> Drawn:
    name = draw(
        st.sampled_from(("file.csv", "file.xlsx", "file", "file.xml", "file.json", "file.mp3", "file.db"))
    )
    return Drawn(name=name, content=draw(st.sampled_from(MAGIC)) + draw(st.binary(max_size=400)))


READERS: dict[str, st.SearchStrategy[Drawn]] = {
    "tables": tables(),
    "workbooks": workbooks(),
    "Revelator": revelator(),
    "DDEX": messages(),
    "MusicBrainz": releases(),
    "audio": songs(),
    "beets": libraries(),
    "anything": anything(),
}


def taken(path: Path) -> tuple[Source, list[SourceItem]]:
    with open_source(path, name=path.name) as source:
        return source, list(source.rows)


def holds(drawn: Drawn) -> None:
    """Say what is true of every file, whatever stands in it."""
    begin = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / drawn.name
        path.write_bytes(drawn.content)
        try:
            source, items = taken(path)
        except CatalogError as error:
            _is_clear(error, drawn.name)
        else:
            assert source.layout
            for item in items:
                _is_sound(item)
                # What comes back in rejected.csv names the file that it came from first.
                assert item.source.file == drawn.name or source.nature is Nature.REJECTED
            _can_be_collected(path, source)
    assert time.process_time() - begin < 2 * SECONDS, (
        "reading may take two seconds, collecting it twice two more"
    )


def _is_clear(error: CatalogError, name: str) -> None:
    assert error.message.startswith(name)
    assert len(error.message) > len(name) + 5
    assert error.hint
    assert PRIVATE not in error.message + error.hint
    assert error.message.isprintable()


def _is_sound(item: SourceItem) -> None:
    if isinstance(item, PassedRow):
        assert item.reason
        assert PRIVATE not in item.reason
        return
    assert item.cells.keys() <= _NAMES_OF_CELLS
    assert PRIVATE not in item.cells.values()
    assert all(text and len(text) <= MAX_CHARACTERS for text in item.cells.values())
    if isinstance(item, BadRow):
        assert item.rule in RULES
        assert item.reason
        assert item.fix
        assert PRIVATE not in item.reason + item.fix
    assert isinstance(item, SourceRow | BadRow)


def _can_be_collected(path: Path, source: Source) -> None:
    """Bring a file into a new workspace, twice, and then what came back of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        first = gathered(root, _opening(path))
        assert len(first.received) == 1
        kept = _state(root)
        gathered(root, _opening(path))
        assert _state(root) == kept, "the second time changes nothing"
        assert PRIVATE not in b"".join(kept.values()).decode()
        if first.added:
            assert read_catalog(root / "catalog.csv", name="catalog.csv").rows
        if "rejected.csv" in kept:
            again = gathered(root, _opening(root / "rejected.csv"))
            # Fewer, where a table cannot hold what was wrong: a form feed comes back as a space.
            assert again.rejected <= first.rejected, "nobody has mended anything"
            gathered(root, _opening(path))
            kept = _state(root)
            gathered(root, _opening(path))
            assert _state(root) == kept, "nor then"
        assert first.received[0].nature is source.nature


def _opening(path: Path) -> Opening:
    return Opening(opened=open_source(path, name=path.name), path=path)


def _state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.name != ".takedown.lock"}


#: Where Linux says how much memory this process holds.
_STATUS = Path("/proc/self/status")
WHATEVER = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def examples(reader: str, count: int) -> None:
    @settings(max_examples=count, suppress_health_check=WHATEVER)
    @given(READERS[reader])
    def law(drawn: Drawn) -> None:
        holds(drawn)

    before = _held_now()
    law()
    assert _most_held() - before < MEMORY


def _held_now() -> int:
    """The memory in use. The highest mark is set back to it, where the system can do so: other tests leave theirs."""
    if not _STATUS.exists():
        return _most_held()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _said("VmRSS")


def _most_held() -> int:
    return _said("VmHWM") if _STATUS.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _said(name: str) -> int:
    lines = (line.split() for line in _STATUS.read_text(encoding="ascii").splitlines())
    return next(int(line[1]) * 1024 for line in lines if line[0] == f"{name}:")


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("0\r0", id="a lone return"),
        pytest.param("a\0b", id="a NUL"),
        pytest.param("\ufeff", id="a mark of UTF-8 alone"),
        pytest.param(" \x0c", id="a form feed alone"),
        pytest.param(f"{'x' * 3_999} {'x' * 9}", id="a space where a long text is cut"),
        pytest.param("\u202e=1+1", id="a formula behind a mark of direction"),
    ],
)
def test_a_title_that_no_table_can_hold_comes_back_once(title: str) -> None:
    tree = {"artist-credit": [{"name": "The Example Lights"}], "media": [{"tracks": [{"title": title}]}]}

    holds(Drawn(name="release.json", content=json.dumps(tree).encode()))


def test_a_song_of_which_nothing_can_be_read_comes_back_once() -> None:
    holds(Drawn(name="song.flac", content=audio.flac([("TITLE", "Low Water")])))
    holds(Drawn(name="song.flac", content=audio.flac([("TITLE", "\ufeff"), ("ARTIST", "0\x0c0")])))


def test_of_a_song_with_two_endless_texts_neither_is_kept() -> None:
    holds(Drawn(name="song.wma", content=audio.wma("x" * 4_001, "x" * 4_001, [("WM/ISRC", isrc(1))])))


def test_sales_of_rows_that_come_back_stand_in_the_same_order_the_second_time() -> None:
    good, bad = ("The Example Lights", "Low Water", isrc(1), ""), ("Ada Muster", "Crane", "-489", "")
    rows = "".join(f"2026-07-01,2026-05,Spotify,{','.join(row)}\n" for row in (bad, good, bad))

    holds(
        Drawn(
            name="sales.csv",
            content=f"Reporting Date,Sale Month,Store,Artist,Title,ISRC,UPC\n{rows}".encode(),
        )
    )


@pytest.mark.parametrize("reader", READERS)
def test_any_file_is_read_or_refused_in_words(reader: str) -> None:
    examples(reader, 40)


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_fifty_thousand_files_are_read_or_refused_in_words(reader: str) -> None:
    examples(reader, 50_000 // len(READERS))
