"""ticket.txt read back into its parts: what is pasted is what the signed file says, letter by letter."""

from collections.abc import Sequence

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.rendering.ticket import RULE, TicketPart, ticket_text
from takedown.rendering.values import shown
from takedown.rendering.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTicket:
    """What ticket.txt says."""

    parts: tuple[TicketPart, ...]
    attached: tuple[str, ...]
    """Names of files, in their order."""
    attach: str
    """The line that names them."""
    subject_label: str
    """What stands before a subject: `Subject`."""
    fields: tuple[tuple[str, str], ...] = ()
    """Name and answer of each field of the desk's form."""
    specimen: str = ""
    """The line above a specimen."""


def read_ticket(
    content: str, words: Words, *, fields: Sequence[str], added: Sequence[str] = ()
) -> ReadTicket:
    """Read what `ticket_text` wrote in these words. LetterError where writing it again gives another text.

    `fields` are the names of the form's fields, if it has any; `added` names files of the user's own, which may hold
    a comma.
    """
    specimen = words.texts["ticket.specimen"]
    is_specimen = content.startswith(f"{specimen}\n\n")
    rest = content.removeprefix(f"{specimen}\n\n") if is_specimen else content
    *texts, end = rest.split(f"\n\n{RULE}\n")
    first, *lines = end.split("\n")
    before, after = _around(words, "ticket.attach", "files")
    read = ReadTicket(
        parts=_parts(texts, words),
        attached=_names(first.removeprefix(before).removesuffix(after), added),
        attach=first,
        subject_label=_around(words, "ticket.subject", "subject")[0].strip().rstrip(":：").rstrip(),
        fields=_fields(lines[2:-1], fields, words),
        specimen=specimen if is_specimen else "",
    )
    again = ticket_text(
        read.parts, words, fields=read.fields, attached=read.attached, specimen=bool(read.specimen)
    )
    if again != content:
        raise LetterError(
            "ticket.txt does not have the form in which this program writes it",
            hint="takedown generate writes it again; then read it and sign. Or paste it by hand: steps.txt says how",
        )
    return read


def _around(words: Words, name: str, key: str) -> tuple[str, str]:
    """What stands before and after a value in a text."""
    before, _, after = words.say(name, **{key: "\0"}).partition("\0")
    return before, after


def _parts(texts: Sequence[str], words: Words) -> tuple[TicketPart, ...]:
    """Each part with its own subject, or with the one that stands above all."""
    before, after = _around(words, "ticket.subject", "subject")
    subject, parts = "", []
    all_have = all(text.startswith(before) for text in texts)
    for number, text in enumerate(texts):
        line, _, below = text.partition("\n\n")
        if number == 0 or all_have:
            subject = line.removeprefix(before).removesuffix(after)
            parts.append(TicketPart(subject=subject, text=below))
        else:
            parts.append(TicketPart(subject=subject, text=text))
    return tuple(parts)


def _names(listed: str, added: Sequence[str]) -> tuple[str, ...]:
    own = ", ".join(added)
    if not own or not listed.endswith(own):
        return tuple(listed.split(", "))
    before = listed.removesuffix(own).removesuffix(", ")
    return (*(before.split(", ") if before else ()), *added)


def _fields(lines: Sequence[str], names: Sequence[str], words: Words) -> tuple[tuple[str, str], ...]:
    """Read the lines below the one that says that there are fields."""
    found = []
    for number, (line, name) in enumerate(zip(lines, map(shown, names), strict=False), 1):
        filled = words.say("ticket.field", number=number, field=name, answer="\0")
        before, _, after = filled.partition("\0")
        found.append((name, line.removeprefix(before).removesuffix(after)))
    return tuple(found)
