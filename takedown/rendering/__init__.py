"""Notices as files: the letter as text, PDF, email draft and ticket, and its twins for machines."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date

from takedown.canonical import canonical_json
from takedown.frozen import dataclass
from takedown.notice import Notice, RecipientRole, RenderedNotice, Signature
from takedown.planning.addressee import check_addressee
from takedown.rendering.annexes import draw_pdfs
from takedown.rendering.compose import compose_paper, lay_out
from takedown.rendering.fields import answered_fields
from takedown.rendering.fonts import font_coverage
from takedown.rendering.letter import Letters, load_letters
from takedown.rendering.message import Draft
from takedown.rendering.paper import Paper
from takedown.rendering.parts import LARGEST_FILE, attachable, draft_parts
from takedown.rendering.steps import steps_text
from takedown.rendering.text import as_text, as_text_and_mail
from takedown.rendering.ticket import enclosed, ticket_text
from takedown.rendering.twin import items_csv, notice_document, notice_json
from takedown.rendering.words import Words
from takedown.rendering.written import ENGLISH_FILE, Written, authority_sentence, write_letter

__all__ = [
    "Letters",
    "Seal",
    "authority_sentence",
    "compose_paper",
    "font_coverage",
    "load_letters",
    "may_be_sealed",
    "render_notice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Signs a PDF with a certificate: `apply` makes another PDF of one that is drawn."""

    apply: Callable[[bytes], bytes]
    adds: int
    """Bytes by which the file grows, at most."""


def _drawn(notice: Notice, paper: Paper, words: Words, seal: Seal | None) -> dict[str, bytes]:
    """The letter as PDF, in several files where its schedule is very long. Sealed last: sizes are found by drawing."""
    from takedown.rendering.pdf import draw_pdf

    if seal is None or not may_be_sealed(notice):
        return draw_pdfs(paper, words, draw_pdf)
    pdfs = draw_pdfs(paper, words, draw_pdf, largest=LARGEST_FILE - seal.adds)
    return {name: seal.apply(pdf) for name, pdf in pdfs.items()}


def _with_twin(paper: Paper, notice: Notice, canonical: bytes) -> Paper:
    """The paper with the notice for machines in it: its SHA-256 is the document hash.

    Not where it is for the public: it lists what the statement does not.
    """
    return paper if notice.recipient.role is RecipientRole.PUBLIC else replace(paper, document=canonical)


def may_be_sealed(notice: Notice) -> bool:
    """Whether a certificate may stand in the PDF. Not in public: it shows name, email, often an ID number to all."""
    return notice.recipient.role is not RecipientRole.PUBLIC


def _attached(files: Mapping[str, bytes], pdfs: Mapping[str, bytes]) -> dict[str, bytes]:
    """What goes with the text, in pieces where a file is too large for an email: the PDFs, English text, the table."""
    names = [name for name in (*pdfs, ENGLISH_FILE, "items.csv") if name in files]
    return {name: piece for whole in names for name, piece in attachable(whole, files[whole]).items()}


def _draft(notice: Notice, written: Written, text: str, attached: Mapping[str, bytes], dated: date) -> Draft:
    """An email to the recipient, without To where no sourced address is known."""
    return Draft(
        id=notice.id,
        dated=dated,
        from_name=notice.sender.name,
        from_email=notice.sender.email,
        to_name=notice.recipient.name,
        to_email=notice.recipient.email,
        subject=written.subject,
        text=text,
        attachments=attached,
    )


def _ticket(notice: Notice, written: Written, dated: date, attached: Collection[str]) -> str:
    added = [*attached, *enclosed(notice)]
    fields = answered_fields(notice, written, dated=dated, attached=added)
    return ticket_text(written.ticket, written.words, fields=fields, attached=added, specimen=notice.demo)


def render_notice(
    notice: Notice,
    letters: Letters,
    *,
    dated: date,
    signature: Signature | None = None,
    seal: Seal | None = None,
) -> RenderedNotice:
    """Make all files of a notice: the same values give the same bytes. LetterError where one fails.

    `seal` gets each PDF as it was drawn, and what it gives back is the file: in the folder, in the emails, hashed.
    A notice that is not `may_be_sealed` gets none.
    """
    check_addressee(notice.recipient, letters.agents)
    written = write_letter(notice, letters, dated=dated)
    document = notice_document(notice, written, dated=dated)
    canonical = canonical_json(document)
    sha256 = _sha256(canonical)
    paper = lay_out(notice, written, dated=dated, signature=signature, document_sha256=sha256)
    pdfs = _drawn(notice, _with_twin(paper, notice, canonical), written.words, seal)
    text, mail = as_text_and_mail(paper)
    files = {**pdfs, "notice.txt": text.encode()}
    if notice.recipient.role is not RecipientRole.PUBLIC:  # a statement lists nothing
        files["items.csv"] = items_csv(notice)
    if written.english:
        english = lay_out(notice, written.english, dated=dated, signature=signature, document_sha256=sha256)
        files[ENGLISH_FILE] = as_text(english).encode()
    attached = _attached(files, pdfs)
    files |= attached
    if written.ticket:
        files["ticket.txt"] = _ticket(notice, written, dated, attached).encode()
    if notice.recipient.role is not RecipientRole.PUBLIC:
        files |= draft_parts(_draft(notice, written, mail, attached, dated), paper, written.words)
    files["steps.txt"] = steps_text(notice, files=files).encode()
    digests = {name: _sha256(content) for name, content in files.items()}
    files["notice.json"] = notice_json(document, document_sha256=sha256, signature=signature, files=digests)
    return RenderedNotice(
        notice=notice,
        dated=dated,
        document=document,
        document_sha256=sha256,
        signature=signature,
        files=files,
        digests={**digests, "notice.json": _sha256(files["notice.json"])},
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
