"""notice.eml: a draft to look at and send, with the letter as text and the PDF and CSV attached.

Headers are made by EmailMessage only, never by a template; the bytes are parsed again and compared before
they are used (by CVE-2024-6923 and its followers, data became headers of its own).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from takedown.errors import LetterError

# 7bit: quoted-printable text passes every hop, without 8BITMIME (RFC 6152).
_POLICY = policy.SMTP.clone(cte_type="7bit")
_ENCODED_WORD = re.compile(r"=\?.*\?=")
# RFC 5322 3.2.3. Quoted local parts are legal and unused: here they would hide a second address.
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_MEDIA = {"pdf": ("application", "pdf"), "csv": ("text", "csv")}
#: Headers of the body, beside those that are set.
_STRUCTURE = ["MIME-Version", "Content-Type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a message says and to whom. `to_email` may be empty: then nobody is addressed."""

    id: str
    dated: date
    from_name: str
    from_email: str
    to_name: str = ""
    to_email: str = ""
    subject: str
    text: str
    attachments: Mapping[str, bytes]


def draft_message(draft: Draft) -> bytes:
    """Make the message as bytes: CRLF, 7 bit, always the same. LetterError names a field that is not safe.

    Date is the letter's date at 00:00 -0000: midnight, and by RFC 5322 3.3 no statement about a time zone.
    """
    sender = _address("the sender's email", draft.from_name, draft.from_email)
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = sender
        if draft.to_email:
            message["To"] = _address("the recipient's email", draft.to_name, draft.to_email)
        message["Subject"] = _safe("the subject", draft.subject)
        message["Date"] = datetime.combine(draft.dated, time())  # naive: written as -0000
        message["Message-ID"] = f"<{draft.id}.1@{sender.domain}>"
        message["X-Unsent"] = "1"
        headers = dict(message.items())
        _fill(message, draft)
        raw = message.as_bytes()
    except (ValueError, HeaderParseError, MessageError) as error:
        raise _unsafe("a header", str(error)) from error
    _compare(raw, headers)
    return raw


def _fill(message: EmailMessage, draft: Draft) -> None:
    message.set_content(draft.text, charset="utf-8", cte="quoted-printable")
    for name, content in draft.attachments.items():
        maintype, subtype = _MEDIA[name.rsplit(".", 1)[-1]]
        params = {"charset": "utf-8"} if maintype == "text" else {}
        message.add_attachment(
            content, maintype=maintype, subtype=subtype, cte="base64", filename=name, params=params
        )
    # "=_" cannot stand in quoted-printable, nor in base64.
    message.set_boundary(f"=_{draft.id}_1")


def _address(field: str, name: str, email: str) -> Address:
    """Exactly one address, in ASCII: a domain is written in its IDNA form, a local part has none."""
    _safe(field, name)
    _safe(field, email)
    local, at, domain = email.rpartition("@")
    if not at or not _DOT_ATOM.fullmatch(local):
        raise _unsafe(field, email)
    try:
        return Address(display_name=name, username=local, domain=domain.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError, HeaderParseError, IndexError) as error:
        raise _unsafe(field, email) from error


def _safe(field: str, text: str) -> str:
    if _ENCODED_WORD.search(text) or any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text
    ):
        raise _unsafe(field, text)
    return text


def _compare(raw: bytes, expected: Mapping[str, str]) -> None:
    """Read the bytes as a mail program would, and demand the headers that were meant and no others."""
    parsed = message_from_bytes(raw, policy=policy.default)
    names = parsed.keys()
    if sorted(names) != sorted([*expected, *_STRUCTURE]):
        raise _unsafe("the headers", ", ".join(names))
    for name, meant in expected.items():
        if parsed[name].defects or str(parsed[name]) != str(meant):
            raise _unsafe(f"the header {name}", str(parsed[name]))
    for name in ("From", "To"):
        if name in expected and len(parsed[name].addresses) != 1:
            raise _unsafe(f"the header {name}", str(parsed[name]))


def _unsafe(field: str, text: str) -> LetterError:
    shown = text.encode("unicode_escape").decode("ascii")
    return LetterError(
        f"notice.eml cannot be written: {field} is not safe in an email ('{shown}').",
        hint="Look for control characters, =?…?= or a second address in takedown.toml and catalog.csv.",
    )
