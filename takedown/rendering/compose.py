"""A notice as a Paper: everything that a person reads, before any presenter draws it."""

import re
from datetime import date

from takedown.model import folded
from takedown.notice import Notice, RecipientRole, Signature
from takedown.patterns import pattern
from takedown.rendering.context import acts_for_another
from takedown.rendering.exhibits import exhibits_of, logo_of, signature_of, with_enclosed
from takedown.rendering.letter import Letters
from takedown.rendering.names import date_in_words, instant_in_words
from takedown.rendering.paper import Format, Furniture, Paper
from takedown.rendering.schedule import schedule_releases, schedule_title
from takedown.rendering.values import one_line
from takedown.rendering.words import Words
from takedown.rendering.written import Written, write_letter

HASH_CHARACTERS = 12
# Where paper is US Letter (Unicode CLDR, measurementData, paperSize "US-Letter").
_LETTER_COUNTRIES = (
    "USA", "U.S.A.", "United States", "United States of America", "Belize", "Canada", "Chile", "Colombia",
    "Costa Rica", "Guatemala", "Mexico", "México", "Nicaragua", "Panama", "Panamá", "Philippines", "Puerto Rico",
    "El Salvador", "Venezuela",
)  # fmt: skip
_ENDS_IN_LETTER_COUNTRY = pattern(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, _LETTER_COUNTRIES))})$", re.IGNORECASE
)
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
    sender, words = notice.sender, written.words
    return Paper(
        kind=notice.kind,
        id=notice.id,
        language=written.language,
        sender_lines=_sender_lines(notice),
        date=date_in_words(dated, words),
        recipient_lines=_recipient_lines(notice, words),
        details=_details(notice, words),
        subject=written.subject,
        blocks=with_enclosed(written.blocks, notice, words),
        schedule_title=schedule_title(notice, words),
        schedule=schedule_releases(notice, words),
        signature_lines=_signed(notice, signature, words) if signature else _unsigned(notice, words),
        signed=signature is not None,
        document_sha256=document_sha256,
        author=sender.organization or sender.name,
        specimen=notice.demo,
        furniture=_furniture(notice, document_sha256, words),
        dated=dated,
        format=paper_format(notice),
        mailboxes=_mailboxes(notice),
        logo=logo_of(notice, words),
        signature_picture=signature_of(notice, words) if signature else None,
        exhibits=exhibits_of(notice, words),
    )


def _sender_lines(notice: Notice) -> tuple[str, ...]:
    """Names and where to reach them; in public the names alone: an address there can hurt a person."""
    sender = notice.sender
    if _is_public(notice):
        return _lines(notice.principal)
    names = (sender.organization, sender.name) if sender.organization else (sender.name,)
    return _lines(*names, *sender.address, sender.email)


def _recipient_lines(notice: Notice, words: Words) -> tuple[str, ...]:
    """Name, attention and postal lines, each once; the email address where there is no postal one.

    What is said in public is addressed to nobody.
    """
    recipient = notice.recipient
    if _is_public(notice):
        return ()
    attention = (words.say("letterhead.attention", name=recipient.attention),) if recipient.attention else ()
    where = recipient.postal or ((recipient.email,) if recipient.email else ())
    return tuple(dict.fromkeys(_lines(recipient.name, *attention, *where)))


def _details(notice: Notice, words: Words) -> tuple[tuple[str, str], ...]:
    capacity = words.texts[f"capacities.{notice.sender.capacity}"]
    if _is_public(notice):
        return ()
    details = [("reference", notice.id)]
    if notice.account:
        details.append(("account_email" if "@" in notice.account else "account", notice.account))
    signatory = words.say("letterhead.signatory_line", name=notice.sender.name, capacity=capacity)
    details.append(("signatory", signatory))
    if acts_for_another(notice):
        details.append(("on_behalf_of", notice.principal))
    return tuple((words.texts[f"letterhead.{label}"], one_line(text)) for label, text in details)


def _mailboxes(notice: Notice) -> tuple[str, ...]:
    if _is_public(notice):
        return ()
    known = (notice.sender.email, notice.recipient.email, notice.account)
    return tuple(one_line(text) for text in known if "@" in text)


def _is_public(notice: Notice) -> bool:
    return notice.recipient.role is RecipientRole.PUBLIC


def _lines(*texts: str) -> tuple[str, ...]:
    """Texts of one line each, without the empty ones."""
    return tuple(line for line in map(one_line, texts) if line)


def _speaks_for_itself(notice: Notice) -> bool:
    """Whether a public statement is an organization's or somebody else's: then no person's name stands below it."""
    return _is_public(notice) and folded(notice.principal) != folded(notice.sender.name)


def _unsigned(notice: Notice, words: Words) -> tuple[str, ...]:
    if _speaks_for_itself(notice):
        return _lines(_PEN_LINE, notice.principal)
    capacity = _capacity(words.texts[f"capacities.{notice.sender.capacity}"], notice, words)
    place = words.say("signature.place_and_date", line=_PEN_LINE)
    return _lines(_PEN_LINE, notice.sender.name, capacity, place)


def _signed(notice: Notice, signature: Signature, words: Words) -> tuple[str, ...]:
    if _speaks_for_itself(notice):
        return _lines(notice.principal)
    capacity = words.texts.get(f"capacities.{notice.sender.capacity}", signature.capacity)
    moment = instant_in_words(signature.signed_at, words)
    return _lines(
        f"/s/ {signature.name}",
        signature.name,
        _capacity(capacity, notice, words),
        words.say("signature.electronic", moment=moment),
    )


def _capacity(capacity: str, notice: Notice, words: Words) -> str:
    text, organization = capacity, notice.sender.organization
    if organization:
        text = words.say("signature.with_organization", capacity=text, organization=organization)
    if acts_for_another(notice):
        text = words.say("signature.with_principal", capacity=text, principal=notice.principal)
    return text


def paper_format(notice: Notice) -> Format:
    """US Letter where the recipient's printer has it; the sender's country counts where no postal address is known."""
    lines = notice.recipient.postal or (() if _is_public(notice) else notice.sender.address)
    return Format.LETTER if any(_ENDS_IN_LETTER_COUNTRY.search(line.strip()) for line in lines) else Format.A4


def _furniture(notice: Notice, document_sha256: str, words: Words) -> Furniture:
    return Furniture(
        columns=tuple(words.texts[f"pdf.column_{name}"] for name in ("number", "isrc", "recording")),
        contents=words.texts["pdf.contents"],
        continued=words.texts["pdf.continued"],
        page=words.texts["pdf.page"],
        footer=(
            *([] if _is_public(notice) else [words.say("pdf.reference", id=notice.id)]),
            words.say("pdf.document", hash=document_sha256[:HASH_CHARACTERS]),
            *([words.texts["pdf.specimen"]] if notice.demo else []),
        ),
    )
