"""Notices as files: the letter as text, PDF, email draft and ticket, and its twins for machines."""

import hashlib
from collections.abc import Mapping
from datetime import date

from takedown.canonical import digest
from takedown.notice import Notice, RecipientRole, RenderedNotice, Signature
from takedown.planning.addressee import check_addressee
from takedown.rendering.compose import compose_paper, lay_out
from takedown.rendering.fields import answered_fields
from takedown.rendering.fonts import font_coverage
from takedown.rendering.letter import Letters, load_letters
from takedown.rendering.message import Draft, draft_message
from takedown.rendering.steps import steps_text
from takedown.rendering.text import as_text
from takedown.rendering.ticket import enclosed, ticket_text
from takedown.rendering.twin import items_csv, notice_document, notice_json
from takedown.rendering.written import ENGLISH_FILE, authority_sentence, write_letter

__all__ = ["Letters", "authority_sentence", "compose_paper", "font_coverage", "load_letters", "render_notice"]


def _attached(files: Mapping[str, bytes]) -> list[str]:
    """What goes with the text: the list of recordings where there is one."""
    return [name for name in ("notice.pdf", ENGLISH_FILE, "items.csv") if name in files]


def _message(notice: Notice, subject: str, text: str, attachments: Mapping[str, bytes], dated: date) -> bytes:
    """The draft of an email to the recipient, without To where no sourced address is known."""
    return draft_message(
        Draft(
            id=notice.id,
            dated=dated,
            from_name=notice.sender.name,
            from_email=notice.sender.email,
            to_name=notice.recipient.name,
            to_email=notice.recipient.email,
            subject=subject,
            text=text,
            attachments=attachments,
        )
    )


def render_notice(
    notice: Notice, letters: Letters, *, dated: date, signature: Signature | None = None
) -> RenderedNotice:
    """Make all files of a notice: the same values give the same bytes. LetterError where one fails."""
    from takedown.rendering.pdf import draw_pdf

    check_addressee(notice.recipient, letters.agents)
    written = write_letter(notice, letters, dated=dated)
    document = notice_document(notice, written, dated=dated)
    sha256 = digest(document)
    paper = lay_out(notice, written, dated=dated, signature=signature, document_sha256=sha256)
    text = as_text(paper)
    files = {"notice.pdf": draw_pdf(paper), "notice.txt": text.encode()}
    if notice.recipient.role is not RecipientRole.PUBLIC:  # a statement lists nothing
        files["items.csv"] = items_csv(notice)
    if written.english:
        english = lay_out(notice, written.english, dated=dated, signature=signature, document_sha256=sha256)
        files[ENGLISH_FILE] = as_text(english).encode()
    attached = _attached(files)
    if written.ticket:
        added = [*attached, *enclosed(notice)]
        fields = answered_fields(notice, written, dated=dated, attached=added)
        files["ticket.txt"] = ticket_text(
            written.ticket, written.words, fields=fields, attached=added, specimen=notice.demo
        ).encode()
    if notice.recipient.role is not RecipientRole.PUBLIC:
        attachments = {name: files[name] for name in attached}
        files["notice.eml"] = _message(notice, written.subject, text, attachments, dated)
    files["steps.txt"] = steps_text(notice, files=files).encode()
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["notice.json"] = notice_json(document, document_sha256=sha256, signature=signature, files=hashes)
    return RenderedNotice(
        notice=notice,
        dated=dated,
        document=document,
        document_sha256=sha256,
        signature=signature,
        files=files,
    )
