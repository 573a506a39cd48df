"""A notice as a Paper: everything that a person reads, before any presenter draws it."""

from datetime import date

from takedown.notice import Notice, Signature
from takedown.rendering.context import acts_for_another
from takedown.rendering.letter import Letters
from takedown.rendering.names import CAPACITIES, date_in_words, instant_in_words
from takedown.rendering.paper import Paper
from takedown.rendering.schedule import schedule_releases, schedule_title
from takedown.rendering.values import one_line
from takedown.rendering.written import Written, write_letter

_PEN_LINE = "_" * 30


def compose_paper(
    notice: Notice, letters: Letters, *, dated: date, signature: Signature | None, document_sha256: str
) -> Paper:
    """Write the letter and lay it out. LetterError where it does not render or breaks the guard."""
    written = write_letter(notice, letters, dated=dated)
    return lay_out(notice, written, dated=dated, signature=signature, document_sha256=document_sha256)


def lay_out(
    notice: Notice, written: Written, *, dated: date, signature: Signature | None, document_sha256: str
) -> Paper:
    """Put together letterhead, details, blocks, schedule and signature of a letter that is written."""
    sender = notice.sender
    return Paper(
        kind=notice.kind,
        id=notice.id,
        language=written.language,
        sender_lines=_sender_lines(notice),
        date=date_in_words(dated),
        recipient_lines=_recipient_lines(notice),
        details=_details(notice),
        subject=written.subject,
        blocks=written.blocks,
        schedule_title=schedule_title(notice),
        schedule=schedule_releases(notice),
        signature_lines=_signed(notice, signature) if signature else _unsigned(notice),
        signed=signature is not None,
        document_sha256=document_sha256,
        author=sender.organization or sender.name,
        specimen=notice.demo,
    )


def _sender_lines(notice: Notice) -> tuple[str, ...]:
    sender = notice.sender
    names = (sender.organization, sender.name) if sender.organization else (sender.name,)
    return _lines(*names, *sender.address, sender.email)


def _recipient_lines(notice: Notice) -> tuple[str, ...]:
    """Name, attention and postal lines, each once; the email address where there is no postal one."""
    recipient = notice.recipient
    attention = (f"Attention: {recipient.attention}",) if recipient.attention else ()
    where = recipient.postal or ((recipient.email,) if recipient.email else ())
    return tuple(dict.fromkeys(_lines(recipient.name, *attention, *where)))


def _details(notice: Notice) -> tuple[tuple[str, str], ...]:
    details = [("Reference", notice.id)]
    if notice.account:
        details.append(("Account email" if "@" in notice.account else "Account", notice.account))
    details.append(("Signatory", f"{notice.sender.name}, {CAPACITIES[notice.sender.capacity]}"))
    if acts_for_another(notice):
        details.append(("On behalf of", notice.principal))
    return tuple((label, one_line(text)) for label, text in details)


def _lines(*texts: str) -> tuple[str, ...]:
    """Texts of one line each, without the empty ones."""
    return tuple(line for line in map(one_line, texts) if line)


def _unsigned(notice: Notice) -> tuple[str, ...]:
    words = _capacity(CAPACITIES[notice.sender.capacity], notice)
    return _lines(_PEN_LINE, notice.sender.name, words, f"Place and date: {_PEN_LINE}")


def _signed(notice: Notice, signature: Signature) -> tuple[str, ...]:
    return _lines(
        f"/s/ {signature.name}",
        signature.name,
        _capacity(CAPACITIES.get(notice.sender.capacity, signature.capacity), notice),
        f"Signed electronically by typing my name on {instant_in_words(signature.signed_at)}",
    )


def _capacity(words: str, notice: Notice) -> str:
    organization = f", {notice.sender.organization}" if notice.sender.organization else ""
    behalf = f", for {notice.principal}" if acts_for_another(notice) else ""
    return f"{words}{organization}{behalf}"
