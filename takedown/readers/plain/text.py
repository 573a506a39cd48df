"""From a path to lines of text: what is on the disk, in which encoding, and why it cannot be read.

Statistical detection is not used: it called short cp1252 texts cp775, and wrong letters in a notice are worse
than an error. The text is never held as a whole: a royalty statement can have millions of lines.
"""

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import SourceRef

#: Above this a file is no table: ten million lines of a royalty statement take about 2 GB.
MAX_BYTES = 4_000_000_000
#: A line of an honest table; a longer one would have to be held in memory.
MAX_LINE = 1_000_000

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Codecs of Python that write down program text or names of hosts: no spreadsheet uses them.
_NO_TEXT = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), *((mark, "utf-16") for mark in _UTF16))
#: What a file begins with that says how its text is written.
MARKS = tuple(mark for mark, _ in _MARKS)
_CHUNK = 1 << 20
_BEGINNING = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """In which encoding to read. `option` says whether the user can name another one."""

    encoding: str = ""
    option: bool = True

    @property
    def hint(self) -> str:
        """Say the next step when the text cannot be decoded."""
        save = 'save it as "CSV UTF-8" in the spreadsheet program'
        if not self.option:
            return save
        return f'{save}, or name its encoding: --encoding cp1252, or [catalog] encoding = "cp1252"'


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """An opened text. `mark + "".join(lines).encode(encoding)` is the file, byte for byte."""

    lines: Iterator[str]
    """Each with its own line end. Reading them may raise CatalogError: bytes that fit no letter, NUL, a line
    without end."""
    encoding: str
    mark: bytes
    """The byte order mark it begins with, or nothing."""
    done: Callable[[], float]
    """How much of it has been read, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A text file, for messages about it."""

    path: Path
    name: str
    spelling: Spelling
    encoding: str
    codec: str
    mark: bytes


def read_beginning(path: Path, *, name: str, limit: int = MAX_BYTES) -> bytes:
    """Read the first 64 kB; CatalogError where there is no file, or it is empty, or bigger than `limit`."""
    with open_file(path, name=name) as file:
        try:
            if (size := path.stat().st_size) > limit:
                raise CatalogError(
                    f"{name}: {size // 1_000_000:,} MB, bigger than {limit // 1_000_000:,} MB",
                    hint="split the file into several ones",
                )
            beginning = file.read(_BEGINNING)
            chunk = beginning
            while chunk and not chunk.strip():
                chunk = file.read(_CHUNK)
        except OSError as error:
            raise unreadable(name, error) from error
    if not chunk:
        raise CatalogError(
            f"{name}: the file is empty", hint="save it again, with a header and one row per recording"
        )
    return beginning


@contextmanager
def open_file(path: Path, *, name: str) -> Iterator[BinaryIO]:
    """Open a file for reading bytes; CatalogError where there is none, or it is no file."""
    try:
        if path.is_dir():
            raise CatalogError(
                f"{name}: a folder, not a file", hint="name the catalog file itself, for example catalog.csv"
            )
        if path.exists() and not path.is_file():
            raise CatalogError(
                f"{name}: a pipe or a device, not a file",
                hint="save what comes from it to a file, and name that",
            )
        if not path.is_file():
            raise CatalogError(f"{name}: no such file", hint=_where(path))
        file = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise unreadable(name, error) from error
    with file:
        yield file


def unreadable(name: str, error: OSError | ValueError) -> CatalogError:
    """Say that the disk or the system refuses a file."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return CatalogError(
        f"{name}: cannot be read ({reason})",
        hint="check the permissions of the file, and close it in other programs",
    )


def _where(path: Path) -> str:
    others = sorted(
        item.name for item in path.parent.glob("*") if item.suffix.lower() in {".csv", ".tsv", ".xlsx"}
    )
    if not others:
        return "check the name, or write one with the header artist,release,upc,track,isrc"
    return f"the folder has {', '.join(others[:5])}"


@contextmanager
def open_text(path: Path, *, name: str, spelling: Spelling) -> Iterator[TextFile]:
    """Open a text in the named encoding, else in UTF-8, or in UTF-16 by its mark: never by a guess."""
    beginning = read_beginning(path, name=name)
    encoding, codec, mark = _encoding(beginning, name=name, spelling=spelling)
    place = _Place(path=path, name=name, spelling=spelling, encoding=encoding, codec=codec, mark=mark)
    size = path.stat().st_size
    with open_file(path, name=name) as file:
        file.seek(len(mark))
        try:
            stream = io.TextIOWrapper(file, encoding=codec, newline="")
        except LookupError as error:  # a codec that turns bytes into bytes, such as base64
            raise _no_encoding(name, encoding) from error
        yield TextFile(
            lines=_lines(stream, place),
            encoding=codec,
            mark=mark,
            done=lambda: 1.0 if file.closed else min(1.0, file.tell() / size),
        )


def _encoding(beginning: bytes, *, name: str, spelling: Spelling) -> tuple[str, str, bytes]:
    """Find the encoding as people call it, the codec that reads and writes it, and the mark of the file."""
    if beginning.startswith(_UTF32):
        raise CatalogError(f"{name}: the text is UTF-32", hint=Spelling(option=False).hint)
    mark, marked = next(((mark, said) for mark, said in _MARKS if beginning.startswith(mark)), (b"", ""))
    encoding = spelling.encoding or marked or "utf-8"
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:  # ValueError: a NUL in the name
        raise _no_encoding(name, encoding) from error
    if codec in _NO_TEXT:
        raise _no_encoding(name, encoding)
    written = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "")
    if (marked and not codec.startswith(marked)) or (written and codec not in ("utf-16", written)):
        raise CatalogError(
            f"{name}: begins with the mark of {marked}, and is to be read as {encoding}",
            hint="leave the encoding out",
        )
    # The mark is skipped here, so the codec must neither look for one nor write one.
    plain = {"utf-8-sig": "utf-8", "utf-16": written or "utf-16-le"}
    return encoding, plain.get(codec, codec), mark


def _no_encoding(name: str, encoding: str) -> CatalogError:
    return CatalogError(
        f"{name}: there is no text encoding called '{encoding}'",
        hint="use utf-8, utf-16, cp1252 or mac_roman",
    )


def _lines(stream: io.TextIOWrapper, place: _Place) -> Iterator[str]:
    row = 0
    characters = 0
    while True:
        row += 1
        try:
            line = stream.readline(MAX_LINE + 1)
        except UnicodeError as error:
            raise _undecodable(place, error) from error
        except OSError as error:
            raise unreadable(place.name, error) from error
        if not line:
            return
        if len(line) > MAX_LINE:
            raise CatalogError(
                f"{SourceRef(file=place.name, row=row)}: a line of more than {MAX_LINE:,} characters",
                hint="this is no table: export it again as CSV UTF-8, with one row per line",
            )
        if "\0" in line:
            source = SourceRef(file=place.name, row=row)
            raise _nul(source, characters + line.index("\0"), place.spelling)
        if not line.isascii():
            _refuse_halves(line, row, place)
        characters += len(line)
        yield line


def _refuse_halves(line: str, row: int, place: _Place) -> None:
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"{SourceRef(file=place.name, row=row)}: half a character (U+{ord(line[error.start]):04X})",
            hint=place.spelling.hint,
        ) from error


def _nul(source: SourceRef, position: int, spelling: Spelling) -> CatalogError:
    return CatalogError(
        f"{source}: a NUL character (number {position + 1:,} of the file)",
        hint="UTF-16 without its mark looks like this; " + spelling.hint,
    )


def _undecodable(place: _Place, error: UnicodeError) -> CatalogError:
    """Look a second time, slowly, for the byte that fits no letter: reading in chunks does not know where it is.

    NUL is looked for first: UTF-16 without its mark is full of it, and that says more than a wrong byte.
    """
    said = place.encoding
    with open_file(place.path, name=place.name) as file:
        if not place.spelling.encoding and not place.mark.startswith(_UTF16) and (nul := _find_nul(file)):
            row, position = nul
            return _nul(SourceRef(file=place.name, row=row), position, place.spelling)
        file.seek(len(place.mark))
        wrong = find_wrong_byte(file, place.codec)
    if wrong is None:  # the codec tells no position, or the file was changed meanwhile
        return CatalogError(f"{place.name}: not {said} ({error})", hint=place.spelling.hint)
    return CatalogError(
        f"{SourceRef(file=place.name, row=wrong.row)}: not {said}: byte {wrong.byte:02X} "
        f"at position {wrong.position + 1:,}",
        hint=place.spelling.hint,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongByte:
    """A byte that fits no letter of an encoding, and where it stands; the first of a file has position 0."""

    byte: int
    position: int
    row: int


def find_wrong_byte(file: BinaryIO, codec: str) -> WrongByte | None:
    """Find the first byte, from where the file stands, that an encoding cannot read; None where there is none."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines = io.IncrementalNewlineDecoder(None, translate=True)
    position, row = file.tell(), 1
    while True:
        chunk = file.read(_CHUNK)
        state = decoder.getstate()
        try:
            row += lines.decode(decoder.decode(chunk, final=not chunk)).count("\n")
        except UnicodeDecodeError as error:
            pending = len(state[0])
            decoder.setstate(state)
            before = decoder.decode(chunk[: max(0, error.start - pending)])
            row += lines.decode(before, final=True).count("\n")
            return WrongByte(
                byte=error.object[error.start], position=position - pending + error.start, row=row
            )
        except UnicodeError:
            return None
        if not chunk:
            return None
        position += len(chunk)


def _find_nul(file: BinaryIO) -> tuple[int, int] | None:
    """Find the row and position of the first NUL."""
    lines = io.IncrementalNewlineDecoder(None, translate=True)
    position, row = 0, 1
    while chunk := file.read(_CHUNK):
        found = chunk.find(0)
        before = chunk if found < 0 else chunk[:found]
        row += lines.decode(before.decode("latin-1"), final=found >= 0).count("\n")
        if found >= 0:
            return row, position + found
        position += len(chunk)
    return None
