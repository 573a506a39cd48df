"""A notice as emails: one where it fits, else several drafts of which each stays below 10 MB.

Mail servers refuse larger messages (law-and-standards.md, 5.1): 10 MB are counted on the finished bytes, base64
included. The first draft has the letter. A table or text that is too large for one draft is divided between lines.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.patterns import pattern
from takedown.rendering.message import Draft, draft_message
from takedown.rendering.paper import Block, Marker, Paper, Paragraph, Run
from takedown.rendering.text import as_mail, wrapped
from takedown.rendering.words import Words

#: Bytes of a finished message; each stays below.
LIMIT = 10_000_000
#: Bytes of the largest file that goes into one message whole: in base64 it has 9.6 million.
LARGEST_FILE = 7_000_000
FIRST = "notice.eml"
#: Headers, boundaries and the short text of a later part; headers of one attachment.
_AROUND, _HEAD = 20_000, 500
#: RFC 2045 6.8: 76 characters a line, which stand for 57 bytes, and CRLF.
_LINE_BYTES, _LINE = 57, 78
#: Quoted-printable makes three of a byte, and a soft line break of three bytes after 75 characters (RFC 2045 6.7).
_WIDEST = 3.2
_TEXTS = ("csv", "txt")
_OF_A_DRAFT, _OF_AN_ANNEX = pattern(r"notice(?:-\d+)?\.eml"), pattern(r"annex-\d+\.pdf")
_OF_A_LIST = pattern(r"(items|english)(-\d+)?\.(?:csv|txt)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a message and a file in it may be, in bytes. Tests take smaller ones."""

    message: int = LIMIT
    file: int = LARGEST_FILE
    around: int = _AROUND

    def fits(self, sizes: int) -> bool:
        return sizes + self.around < self.message


LIMITS = Limits()


def attachable(name: str, content: bytes, *, limits: Limits = LIMITS) -> dict[str, bytes]:
    """Return a file under its name or, where it is too large for one message, its pieces: `items-1.csv`, `items-2.csv`.

    A text is divided between lines; each piece of a CSV begins with its header. What is no text stays whole.
    """
    stem, _, ending = name.rpartition(".")
    if len(content) <= limits.file or ending not in _TEXTS:
        return {name: content}
    lines = content.splitlines(keepends=True)
    header, rows = (lines[0], lines[1:]) if ending == "csv" else (b"", lines)
    pieces = _pieces(header, rows, limits.file)
    return {f"{stem}-{number}.{ending}": piece for number, piece in enumerate(pieces, 1)}


def drafts_in(names: Collection[str]) -> tuple[str, ...]:
    """The drafts among the files of a notice, in the order in which to send them."""
    return _numbered(name for name in names if _OF_A_DRAFT.fullmatch(name))


def annexes_in(names: Collection[str]) -> tuple[str, ...]:
    """The PDFs that go on where notice.pdf ends, in their order."""
    return _numbered(name for name in names if _OF_AN_ANNEX.fullmatch(name))


def listed_in(stem: str, names: Collection[str]) -> tuple[str, ...]:
    """`items` → items.csv, or its pieces where it was divided; the same for `english`."""
    found = [found for name in names if (found := _OF_A_LIST.fullmatch(name)) and found[1] == stem]
    pieces = [each for each in found if each[2]]
    return _numbered(each[0] for each in pieces or found)


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    """By the numbers in them: 10 after 9, and the one without before all."""
    return tuple(sorted(names, key=lambda name: (len(name), name)))


def _pieces(header: bytes, lines: Sequence[bytes], largest: int) -> Iterator[bytes]:
    piece, size = [header], len(header)
    for line in lines:
        if size + len(line) > largest and size > len(header):
            yield b"".join(piece)
            piece, size = [header], len(header)
        piece.append(line)
        size += len(line)
    yield b"".join(piece)


def draft_parts(draft: Draft, paper: Paper, words: Words, *, limits: Limits = LIMITS) -> dict[str, bytes]:
    """Make the messages of a notice: file name → bytes, `notice.eml`, `notice-2.eml`, …; the same every time.

    `draft` is the whole letter with all that goes with it; `paper` is where its text comes from. Where all fits into
    one message there is one. LetterError names a file that is too large for any, or a field that is not safe.
    """
    sizes = {name: _encoded(content) for name, content in draft.attachments.items()}
    if limits.fits(int(len(draft.text.encode()) * _WIDEST) + sum(sizes.values())):
        return {FIRST: draft_message(draft)}
    text = draft.text
    body = len(draft_message(replace(draft, attachments={})))
    if not limits.fits(body):
        text = _without_list(paper, words, draft.attachments)
        body = len(draft_message(replace(draft, text=text, attachments={})))
    groups = _packed(sizes, body, limits)
    if len(groups) == 1:
        return {FIRST: draft_message(replace(draft, text=text))}
    made = (_part(draft, text, words, groups, number) for number in range(1, len(groups) + 1))
    names = (FIRST, *(f"notice-{number}.eml" for number in range(2, len(groups) + 1)))
    return dict(zip(names, made, strict=True))


def _encoded(content: bytes) -> int:
    """How many bytes an attachment has in a message, at most."""
    return -(-len(content) // _LINE_BYTES) * _LINE + _HEAD


def _packed(sizes: Mapping[str, int], body: int, limits: Limits) -> list[list[str]]:
    """Which files go into which message: in their order, as many in each as fit. The first may have none."""
    groups: list[list[str]] = [[]]
    used = body
    for name, size in sizes.items():
        if not limits.fits(size):
            raise _too_large(name, size, limits)
        if not limits.fits(used + size):
            groups.append([])
            used = 0
        groups[-1].append(name)
        used += size
    return groups


def _part(draft: Draft, text: str, words: Words, groups: Sequence[Sequence[str]], number: int) -> bytes:
    """One of several: it says which it is and what it brings. The letter stands in the first."""
    names = groups[number - 1]
    said = [words.say("parts.part", part=number, parts=len(groups), id=draft.id)]
    if names:
        said.append(words.say("parts.attached", files=", ".join(names)))
    if number > 1:
        said.append(words.texts["parts.letter"])
    intro = _lines(*said)
    return draft_message(
        replace(
            draft,
            part=number,
            subject=words.say("parts.subject", subject=draft.subject, part=number, parts=len(groups)),
            text=f"{intro}\n{text}" if number == 1 else intro,
            attachments={name: draft.attachments[name] for name in names},
        )
    )


def _lines(*sentences: str) -> str:
    """Sentences as the email's text has them: wrapped at its width, ending in one LF."""
    return wrapped(" ".join(sentences)) + "\n"


def _without_list(paper: Paper, words: Words, files: Mapping[str, bytes]) -> str:
    """The letter whose list alone would fill a message: it says in which files the list is."""
    where = words.say("parts.list", files=", ".join(files))
    blocks: list[Block] = []
    for block in paper.blocks:
        blocks.append(block)
        if block is Marker.SCHEDULE:
            blocks.append(Paragraph(runs=(Run(text=where),)))
    return as_mail(replace(paper, blocks=tuple(blocks), schedule=()))


def _too_large(name: str, size: int, limits: Limits) -> LetterError:
    return LetterError(
        f"{name} would have {size / 1_000_000:.1f} MB in an email, which may have {limits.message // 1_000_000} MB: "
        "most mail servers refuse it.",
        hint="Pictures and scanned papers in it can be made smaller: 150 dots an inch, in black and white.",
    )
