"""ticket.txt: a subject and a complete short text for a support form, in parts that each stand alone."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby, takewhile
from typing import Any

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.model import Release
from takedown.notice import Kind, Notice
from takedown.rendering.letter import WORDS, Letters
from takedown.rendering.markdown import parse_blocks
from takedown.rendering.names import title_in_words
from takedown.rendering.paper import Paragraph
from takedown.rendering.values import Value, plain, shown, value
from takedown.rendering.words import Words

LONGEST = 1500
#: Part and number of parts by which lengths are measured: no ticket has more.
_WIDEST = (9999, 9999)
_ALONE = (1, 0)
RULE = "-" * 20
#: Between two codes stand a comma and a space, or a semicolon and a space.
_BETWEEN = 2
#: Kinds of code in the order of a ticket; the last is for what has none.
_ORDER = ("upc", "grid", "isrc", "without_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPart:
    """One text to paste, with the subject that goes with it."""

    subject: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Code:
    """One thing to name in a ticket: a code or, where there is none, artist and title."""

    kind: str
    text: Value


def write_ticket(
    notice: Notice, letters: Letters, context: Mapping[str, Any], *, subject: str, name: str
) -> tuple[TicketPart, ...]:
    """Fill in the parts of a ticket, values marked. LetterError where not one code fits the desk's limit."""
    words: Words = context[WORDS]
    codes = _codes(notice.releases, words)
    limit = min(LONGEST, notice.recipient.ticket.max_characters)
    own = notice.recipient.ticket.subject if notice.kind.removes else ""

    @cache  # the last that is measured is the one that is taken
    def filled(chunk: tuple[_Code, ...], part: int, parts: int, brief: bool) -> str:
        given = {**context, "codes": _lines(chunk, words), "part": part, "parts": parts, "brief": brief}
        return _text(letters.render(name, given), letters.files[name])

    def divided(brief: bool) -> list[tuple[_Code, ...]]:
        def fits(chunk: tuple[_Code, ...], numbers: tuple[int, int]) -> bool:
            return len(plain(filled(chunk, *numbers, brief))) <= limit

        if _printable(codes, limit) == len(codes) and fits(codes, _ALONE):
            return [codes]
        return _chunks(codes, limit, lambda chunk: fits(chunk, _WIDEST))

    for brief in (False, True):
        chunks = divided(brief)
        parts = len(chunks) if len(chunks) > 1 else 0
        if chunks:
            return tuple(
                TicketPart(subject=_subject(own, subject, chunk), text=filled(chunk, part, parts, brief))
                for part, chunk in enumerate(chunks, 1)
            )
    raise LetterError(
        f"The form of {notice.recipient.name} takes {limit} characters: too few for what must be said.",
        hint="Hand over notice.pdf another way, or shorten the ticket in templates/letters/tickets.",
    )


def ticket_text(
    parts: Sequence[TicketPart],
    words: Words,
    *,
    fields: Sequence[tuple[str, str]],
    attached: Sequence[str],
    specimen: bool = False,
) -> str:
    """ticket.txt: what to paste, what to attach and, where the form has fields, what to enter in order."""
    lines: list[str] = [words.texts["ticket.specimen"], ""] if specimen else []
    subjects = {part.subject for part in parts}
    for part in parts:
        if part is parts[0] or len(subjects) > 1:
            lines += [words.say("ticket.subject", subject=part.subject), ""]
        lines += [part.text, "", RULE]
    lines.append(words.say("ticket.attach", files=", ".join(attached)))
    if fields:
        lines += ["", words.texts["ticket.fields"]]
        lines += [
            words.say("ticket.field", number=number, field=field, answer=answer)
            for number, (field, answer) in enumerate(fields, 1)
        ]
    return "\n".join(lines) + "\n"


def enclosed(notice: Notice) -> tuple[str, ...]:
    """What the user adds to the files of the notice: the confirmation of an end, by the name of its file alone."""
    if notice.kind is not Kind.REMOVAL_AFTER_END or notice.end is None:
        return ()
    name = re.split(r"[/\\]", notice.end.confirmation.strip())[-1]
    return (shown(name),) if name else ()


def _codes(releases: Sequence[Release], words: Words) -> tuple[_Code, ...]:
    """UPCs first, then GRids, then ISRCs of single tracks and of releases without a UPC, then names."""
    codes = dict.fromkeys(code for release in releases for code in _codes_of(release, words))
    return tuple(sorted(codes, key=lambda code: _ORDER.index(code.kind)))


def _codes_of(release: Release, words: Words) -> Iterator[_Code]:
    isrcs = [recording.isrc for recording in release.recordings]
    if release.icpn:
        yield _Code("upc", value(release.icpn))
    elif release.grid:
        yield _Code("grid", value(release.grid))
    elif isrcs and all(isrcs):
        yield from (_Code("isrc", value(isrc)) for isrc in isrcs)
    else:
        yield _Code("without_code", value(f"{release.artist} – {title_in_words(release, words)}"))


def _lines(codes: Sequence[_Code], words: Words) -> list[dict[str, Any]]:
    """One line for each kind of code. Names may hold commas, so they are divided by semicolons."""
    lines = []
    for kind, group in groupby(codes, key=lambda code: code.kind):
        texts = [code.text for code in group]
        named = kind == _ORDER[-1]
        plural = "" if named or len(texts) == 1 else "s"
        lines.append(
            {
                "label": words.texts[f"ticket.{kind}{plural}"],
                "codes": texts,
                "separator": "; " if named else ", ",
            }
        )
    return lines


def _printable(codes: Sequence[_Code], room: int) -> int:
    """How many codes have room in so many characters, if nothing else is said: a bound that costs no rendering."""
    lengths = accumulate(len(code.text) + _BETWEEN for code in codes)
    return sum(1 for _ in takewhile(lambda length: length <= room + _BETWEEN, lengths))


def _chunks(
    codes: tuple[_Code, ...], limit: int, fits: Callable[[tuple[_Code, ...]], bool]
) -> list[tuple[_Code, ...]]:
    """As many codes a part as fit; none at all where a single one does not fit.

    The part before says how many to try first, so that few texts are rendered and none is much too long.
    """
    chunks = []
    at = guess = 0
    while at < len(codes):
        rest = codes[at : at + limit]
        most = rest[: _printable(rest, limit)]
        guess = _longest(most, guess or len(most), fits)
        if not guess:
            return []
        chunks.append(rest[:guess])
        at += guess
    return chunks


def _longest(codes: tuple[_Code, ...], guess: int, fits: Callable[[tuple[_Code, ...]], bool]) -> int:
    """How many of the codes fit: the guess and its neighbour are tried, then halves."""
    low, high = 0, len(codes)
    probe = min(guess, high)
    tries = 0
    while low < high:
        if fits(codes[:probe]):
            low, probe = probe, probe + 1
        else:
            high, probe = probe - 1, probe - 1
        tries += 1
        if tries > 1 or not low < probe <= high:
            probe = (low + high + 1) // 2
    return low


def _text(markdown: str, file: str) -> str:
    """Paragraphs with an empty line between them: forms keep line breaks, and nothing else."""
    blocks = parse_blocks(markdown, file=file)
    wrong = [block for block in blocks if not isinstance(block, Paragraph)]
    if wrong:
        raise LetterError(
            f"{file}: a ticket holds paragraphs only.", hint="Write lists and headings as sentences."
        )
    return "\n\n".join(
        "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    )


def _subject(own: str, subject: str, codes: Sequence[_Code]) -> str:
    """Take the desk's own form of subject, where it has one and there are UPCs to put in it."""
    upcs = ", ".join(code.text for code in codes if code.kind == "upc")
    if not own or ("{upcs}" in own and not upcs):
        return subject
    return shown(own).replace("{upcs}", upcs)
