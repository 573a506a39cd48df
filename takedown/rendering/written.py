"""A notice in words: subject, blocks and ticket, rendered from templates and checked by the guard."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.notice import Kind, Notice, RecipientRole
from takedown.rendering.context import letter_context, own_paragraphs
from takedown.rendering.guard import Record, Said, check_said
from takedown.rendering.heads import FALLBACK, LetterFile
from takedown.rendering.letter import WORDS, Letters, letter_name, subject_of
from takedown.rendering.markdown import parse_blocks, parse_line
from takedown.rendering.names import artists_in, counted
from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paragraph, Run
from takedown.rendering.ticket import TicketPart, write_ticket
from takedown.rendering.values import plain, value
from takedown.rendering.words import Words

_NAMED_BY_USER = frozenset({RecipientRole.LABEL, RecipientRole.ARTIST, RecipientRole.SUPPLIER})
#: Longest subject that no mail program folds (law-and-standards.md, 5.1).
SUBJECT_LENGTH = 78
#: The English letter of a translation that nobody has read yet.
ENGLISH_FILE = "english.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The words of a notice, checked, without marks. `language` is the one it is really written in."""

    head: LetterFile
    language: str
    words: Words
    subject: str
    blocks: tuple[Block, ...]
    ticket: tuple[TicketPart, ...]
    """Empty for a letter that has none."""
    english: "Written | None" = None
    """The text that governs, where this one is a translation that nobody has read yet."""


def write_letter(notice: Notice, letters: Letters, *, dated: date) -> Written:
    """Fill in the letter and its ticket. LetterError where they do not render or break the guard.

    A translation that nobody has read yet says so above the letter, and the English letter goes with it.
    """
    language = letters.language_for(notice)
    written = _write(notice, letters, dated, language)
    if not written.head.courtesy:
        return written
    allowed = letters.guards[language].allowed_english
    english = _write(notice, letters, dated, FALLBACK, own_allowed=allowed)
    above = (
        Heading(text=written.words.texts["courtesy.heading"]),
        Paragraph(runs=(Run(text=written.words.say("courtesy.text", file=ENGLISH_FILE), italic=True),)),
    )
    return replace(written, blocks=(*above, *written.blocks), english=english)


def _write(
    notice: Notice,
    letters: Letters,
    dated: date,
    language: str,
    *,
    own_allowed: frozenset[str] = frozenset(),
) -> Written:
    """Fill in one language."""
    name = letters.letter_file(notice, language)
    if name not in letters.heads:
        raise LetterError(
            f"There is no letter for '{letter_name(notice)}'.",
            hint=f"Add it as templates/{name}, in the workspace.",
        )
    head, words = letters.heads[name], letters.words[language]
    context = letter_context(notice, letters, dated=dated, language=language)
    subject = _subject(notice, name, letters, context)
    blocks = parse_blocks(letters.render(name, context), file=head.file)
    _check_markers(blocks, head.file, public=notice.recipient.role is RecipientRole.PUBLIC)
    ticket_file = letters.ticket_file(notice, language)
    ticket = write_ticket(notice, letters, context, subject=subject, name=ticket_file) if ticket_file else ()
    check_said(
        Said(
            letter=letter_name(notice),
            file=head.file,
            basis=notice.basis,
            subjects=(subject, *(part.subject for part in ticket)),
            body=tuple(block_text(block) for block in blocks),
            ticket=tuple(part.text for part in ticket),
            record=_record(notice),
            own=tuple(own_paragraphs(notice)),
            own_allowed=own_allowed,
        ),
        letters.guards[language],
    )
    return Written(
        head=head,
        language=language,
        words=words,
        subject=plain(subject),
        blocks=tuple(_unmarked(block) for block in blocks),
        ticket=tuple(TicketPart(subject=plain(part.subject), text=plain(part.text)) for part in ticket),
    )


def _record(notice: Notice) -> Record:
    """What records put into the letter. The name of a label, an artist or a supplier is the user's: it may be any."""
    recipient = notice.recipient
    ways = [text for way in recipient.ways for text in (way.value, *way.lines, way.note)]
    named = () if recipient.role in _NAMED_BY_USER else (recipient.name,)
    platforms = [
        name
        for platform in notice.platforms
        for name in (platform.name, platform.company, *platform.services)
    ]
    called = () if recipient.role is RecipientRole.ARTIST else (recipient.name,)
    return Record(
        name=recipient.name,
        own_words=recipient.own_words,
        recipient=(*called, recipient.attention, recipient.email, *recipient.postal, *ways),
        names=(*named, *recipient.store_names.values(), *platforms),
        ticket=(recipient.ticket.subject, *recipient.ticket.fields),
    )


def authority_sentence(notice: Notice, letters: Letters, *, dated: date) -> str:
    """The sentence in which the letter says why the sender may ask: `sign` shows it before the name is typed.

    Empty for a letter that says neither by what right nor in what connection.
    """
    language = letters.language_for(notice)
    rules = letters.guards[language].letters.get(letter_name(notice))
    if rules and rules.states_authority:
        name = f"letters/parts/authority.{language}.md.j2"
    elif notice.kind in (Kind.LABEL_REQUEST, Kind.ENQUIRY):
        name = f"letters/parts/connection.{language}.md.j2"
    else:
        return ""
    said = letters.render(name, letter_context(notice, letters, dated=dated, language=language))
    return plain(parse_line(" ".join(said.split()), file=letters.files.get(name, name)))


def block_text(block: Block) -> str:
    """List the words of a block, an item a line."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(runs=runs):
            return _joined(runs)
        case Bullets(items=items):
            return "\n".join(_joined(runs) for runs in items)
    return ""


def _joined(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _subject(notice: Notice, name: str, letters: Letters, context: Mapping[str, Any]) -> str:
    """Fit the subject into 78 characters: the count is said shorter, then not at all, then the artist is shortened."""

    def subject(artist: str, count: str) -> str:
        said = {**context, "artist": value(artist), "counted": count}
        filled = " ".join(letters.render(subject_of(name), said).split())
        return parse_line(filled if count else filled.replace(" – – ", " – "), file=letters.files[name])

    def is_long(text: str) -> bool:
        return len(plain(text)) > SUBJECT_LENGTH

    artist, length = str(context["artist"]), len(str(context["artist"]))
    words: Words = context[WORDS]
    for count in (str(context["counted"]), counted(len(notice.releases), "item", words), ""):
        text = subject(artist, count)
        if not is_long(text):
            return text
    # Long names of platforms can fill the line alone: then the reader gets them whole, and the line folds.
    while is_long(text) and length > 1:
        length = max(length - (len(plain(text)) - SUBJECT_LENGTH), 1)
        text = subject(artists_in(notice.releases, length, words), "")
    return text


def _check_markers(blocks: tuple[Block, ...], file: str, *, public: bool) -> None:
    """Raise LetterError where signature or schedule is missing or doubled. In public no list of releases stands.

    It would name artists who never agreed to be named.
    """
    for marker in Marker:
        times = blocks.count(marker)
        if public and marker is Marker.SCHEDULE and times:
            raise LetterError(
                f"{file}: [[{marker}]] must not stand in a public statement: it lists other people's recordings too.",
                hint="Take the line out, and name in your own words what you want to name.",
            )
        if times != 1 and not (public and marker is Marker.SCHEDULE):
            raise LetterError(
                f"{file}: [[{marker}]] must stand once, as a paragraph of its own; it stands {times} times.",
                hint="Put it where the list of releases or the signature belongs.",
            )


def _unmarked(block: Block) -> Block:
    match block:
        case Heading(text=text):
            return Heading(text=plain(text))
        case Paragraph(runs=runs):
            return Paragraph(runs=_plain_runs(runs))
        case Bullets(items=items, numbered=numbered):
            return Bullets(items=tuple(_plain_runs(runs) for runs in items), numbered=numbered)
    return block


def _plain_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(text=plain(run.text), bold=run.bold, italic=run.italic) for run in runs)
